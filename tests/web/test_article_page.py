"""The pages of articles, reports and statements: everything marked opens its code, reasons and runners-up."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from faleme.ids import ArticleId
from faleme.records import Report
from faleme.store.base import Filter
from faleme.store.judged import open_judged
from tests.web.test_event_page import harm_in, state_in

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="session")
def killing(examples_store: Path) -> Report:
    """A report of the example pages that an entry of the lexicon set, with somebody, a place, a day and a figure."""
    store = open_judged(examples_store)
    found = [
        report
        for report in store.reports(Filter(event_types=("ASSAULT",)))
        if report.actor and report.recipient and report.place and report.date and report.figures
    ]
    store.close()
    return min(found, key=lambda report: report.report_id)


def spans_of(report: Report) -> dict[str, tuple[int, int]]:
    assert report.place is not None
    assert report.date is not None
    spans = {
        "type": report.evidence[0].anchor,
        "actor": report.actor[0].span,
        "recipient": report.recipient[0].span,
        "place": report.place.span,
        "date": report.date.span,
        "figure": report.figures[0].span,
    }
    return {name: (span.start, span.end) for name, span in spans.items()}


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("type", "did what"),
        ("actor", "who"),
        ("recipient", "to whom"),
        ("place", "where"),
        ("date", "when"),
        ("figure", "how many"),
    ],
)
def test_every_marked_word_opens_its_code(client: TestClient, killing: Report, role: str, says: str) -> None:
    start, end = spans_of(killing)[role]
    address = f"/reports/{killing.report_id}?span={start}-{end}"
    whole = client.get(address)
    part = client.get(address, headers={"hx-request": "true"})
    assert whole.status_code == part.status_code == 200
    for text in (whole.text, part.text):
        assert f'<span class="note">{says}</span>' in text
    assert "<html" not in part.text
    assert len(part.text) < len(whole.text)
    assert f"/articles/{killing.article_id}/saved?at={start}-{end}" in part.text
    assert f'href="/reports/{killing.report_id}?span={start}-{end}#panel"' in whole.text


def test_words_that_mean_nothing_say_so(client: TestClient, killing: Report) -> None:
    for asked in ("1-2", "9-3", "x", "99999999999-999999999999", "<script>"):
        answer = client.get(f"/reports/{killing.report_id}?{urlencode({'span': asked})}")
        assert answer.status_code == 200
        assert "Nothing was read there" in answer.text


def test_an_article_has_its_text_its_reports_and_what_was_dropped(client: TestClient, killing: Report) -> None:
    shown = client.get(f"/articles/{killing.article_id}").text
    assert f'href="/reports/{killing.report_id}"' in shown
    assert len(re.findall(r"<h1\b", shown)) == 1
    assert harm_in(shown) == []
    twin = client.get(f"/articles/{killing.article_id}.json").json()
    assert twin["article_id"] == killing.article_id


def test_the_saved_page_marks_the_words_and_runs_nothing(client: TestClient, killing: Report) -> None:
    start, end = spans_of(killing)["type"]
    shown = client.get(f"/articles/{killing.article_id}/saved?at={start}-{end}")
    assert shown.status_code == 200
    assert re.search(r'<mark class="m-word" id="words">[^<]+</mark>', shown.text)
    assert harm_in(shown.text) == []


def test_statements_have_pages(client: TestClient, examples_store: Path) -> None:
    store = open_judged(examples_store)
    statement = next(iter(store.statements(Filter())))
    store.close()
    shown = client.get(f"/statements/{statement.statement_id}")
    assert shown.status_code == 200
    assert 'class="m-type"' in shown.text
    twin = client.get(f"/statements/{statement.statement_id}.json").json()
    assert twin["statement_id"] == statement.statement_id


@pytest.mark.parametrize("address", ["/reports/RNONE", "/articles/ANONE", "/articles/ANONE/saved", "/statements/SNONE"])
def test_what_is_not_there_says_what_to_do(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "search" in answer.text


def test_a_page_that_was_taken_down_says_by_whom_and_why(
    own_client: TestClient, own_store: Path, killing: Report
) -> None:
    store = open_judged(own_store)
    store.forget(ArticleId(killing.article_id), who="A. Editor", why="the court of Gao asked")
    store.close()
    answer = own_client.get(f"/articles/{killing.article_id}")
    assert answer.status_code == 410
    assert "A. Editor" in answer.text
    assert "the court of Gao asked" in answer.text


def test_a_report_is_corrected_where_it_is_read(own_client: TestClient, killing: Report) -> None:
    address = f"/reports/{killing.report_id}"
    own_client.follow_redirects = False
    fields = {
        "field": "factuality",
        "value": "denied",
        "why": "the ministry",
        "state": state_in(own_client.get(address).text),
    }
    done = own_client.post(f"{address}/correct", content=urlencode(fields), headers=FORM)
    assert done.status_code == 303
    after = own_client.get(done.headers["location"]).text
    assert "Saved: factuality is denied." in after
    assert own_client.post(f"{address}/correct", content=urlencode(fields), headers=FORM).status_code == 409
