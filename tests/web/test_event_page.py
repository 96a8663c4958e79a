"""The page of an event: what each origin says, corrections by form, ids that went into others, strangers' text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from faleme.link.cluster import link_reports
from faleme.reference.codebook import load_codebook
from faleme.run.correct import Judge, no_event, pair
from faleme.run.relink import summarise_all
from faleme.store.judged import JudgedStore, open_judged
from tests.run.test_correct import ARMY, FRONT, GAO, RAID, TEXT, read
from tests.store.pages import Told, page
from tests.web.conftest import client_of

JUDGE = Judge(who="A. Editor", why="one patrol", codebook=load_codebook())
FORM = {"content-type": "application/x-www-form-urlencoded"}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "\u202eelbidaernu\u202c",
    "\u0000\u0007\ufffe\U0001f4a3\u0301\u200b",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


@pytest.fixture
def store(path: Path) -> Iterator[JudgedStore]:
    opened = open_judged(path, create=True)
    yield opened
    opened.close()


@pytest.fixture
def desk(path: Path, store: JudgedStore) -> Iterator[TestClient]:
    with client_of(path) as opened:
        opened.follow_redirects = False
        yield opened


def sent(desk: TestClient, address: str, **fields: str | list[str]) -> Any:
    return desk.post(address, content=urlencode(fields, doseq=True), headers=FORM)


def state_in(text: str) -> str:
    found = re.search(r'name="state" value="([0-9a-f]+)"', text)
    assert found is not None
    return found[1]


def event_of(store: JudgedStore, report_id: str) -> str:
    report = store.report(report_id)  # type: ignore[arg-type]
    assert report is not None
    assert report.event_id is not None
    return str(report.event_id)


def test_origins_stand_side_by_side_with_their_words_marked(store: JudgedStore, desk: TestClient) -> None:
    first = read(store, "a")
    read(store, "b", text=TEXT.replace("On 2 March ", "Officials said on Monday that "))
    event = event_of(store, first)
    shown = desk.get(f"/events/{event}")
    assert shown.status_code == 200
    assert shown.text.count('<li class="origin"') == 2
    assert len(re.findall(r"<h1\b", shown.text)) == 1
    marked = (
        rf'class="m-type" href="/reports/{first}\?span=\d+-\d+#panel"[^>]*>(<sup class="m-n">\d+</sup>)?ambushed</a>'
    )
    assert re.search(marked, shown.text)
    assert re.search(r'class="m-actor"[^>]*>the Salt Road Front</a>', shown.text)
    assert "2 independent origins" in shown.text
    assert "of 2 agree" in shown.text


@pytest.mark.parametrize(
    ("suffix", "media"),
    [
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("geojson", "application/geo+json"),
        ("jsonld", "application/ld+json"),
    ],
)
def test_the_same_for_programs(store: JudgedStore, desk: TestClient, suffix: str, media: str) -> None:
    event = event_of(store, read(store, "a"))
    answer = desk.get(f"/events/{event}.{suffix}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert event in answer.text
    if suffix != "csv":
        json.loads(answer.text)


def test_a_correction_by_form_is_kept_shown_and_taken_back(store: JudgedStore, desk: TestClient) -> None:
    event = event_of(store, read(store, "a"))
    before = desk.get(f"/events/{event}?correct=place&find=Niamey").text
    assert 'value="2440485"' in before
    done = sent(
        desk,
        f"/events/{event}/correct",
        field="place",
        value="2440485",
        why="the note says <b>Niamey</b>",
        state=state_in(before),
    )
    assert done.status_code == 303
    after = desk.get(done.headers["location"]).text
    assert "Saved: place is Niamey (NER)." in after
    assert '<del class="before">Gao, MLI</del> → <ins class="after">Niamey (NER)</ins>' in after
    assert "the note says &lt;b&gt;Niamey&lt;/b&gt;" in after
    correction = re.search(r'name="correction" value="(D[A-Z0-9]+)"', after)
    assert correction is not None
    back = sent(desk, f"/events/{event}/undo", correction=correction[1], why="it does not")
    assert back.status_code == 303
    assert "taken back by local: it does not" in desk.get(f"/events/{event}").text


FAULTS = [
    # field       sent                                        what the page says
    ("type", {"value": "MAYHEM"}, "Choose a value"),
    ("type", {}, "Choose a value"),
    ("mode", {"value": "by moonlight"}, "has no mode"),
    ("factuality", {"value": "perhaps"}, "Choose a value"),
    ("actor", {"value": "some men nobody knows"}, "Choose a value"),
    ("actor", {"value": ["org:ECOWAS", "<script>"]}, "Choose a value"),
    ("place", {"value": "Gao"}, "Choose a value"),
    ("place", {"value": "99999999999"}, "Choose a value"),
    ("date", {"from": "last Friday"}, "Write the day"),
    ("dead", {"from": "a dozen"}, "Write a number"),
    ("dead", {"from": "9", "to": "7"}, "the range ends before it begins"),
    ("no such field", {"value": "x"}, "There is no field"),
]


@pytest.mark.parametrize(("field", "values", "says"), FAULTS, ids=[f"{field} {v}" for field, v, _ in FAULTS])
def test_free_text_never_enters_a_code(
    store: JudgedStore, desk: TestClient, field: str, values: dict[str, str | list[str]], says: str
) -> None:
    event = event_of(store, read(store, "a"))
    state = state_in(desk.get(f"/events/{event}").text)
    answer = sent(desk, f"/events/{event}/correct", field=field, why="I think so", state=state, **values)
    assert answer.status_code == 422
    assert says in answer.text
    assert store.judgements() == []


GOOD = [
    ("type", {"value": "COERCE"}, "COERCE"),
    ("factuality", {"value": "denied"}, "denied"),
    ("actor", {"value": "none"}, "none"),
    ("recipient", {"value": "org:ECOWAS"}, "Economic Community"),
    ("date", {"from": "2024-03"}, "2024-03"),
    ("dead", {"from": "7", "open": "1"}, "7-"),
    ("dead", {"from": "7", "to": "12"}, "7-12"),
    ("place", {"value": "none"}, "none"),
    ("accepted", {}, "found right"),
]


@pytest.mark.parametrize(("field", "values", "shows"), GOOD, ids=[f"{field} {v}" for field, v, _ in GOOD])
def test_values_of_the_lists_are_set(
    store: JudgedStore, desk: TestClient, field: str, values: dict[str, str], shows: str
) -> None:
    event = event_of(store, read(store, "a"))
    state = state_in(desk.get(f"/events/{event}").text)
    answer = sent(desk, f"/events/{event}/correct", field=field, why="read it", state=state, **values)
    assert answer.status_code == 303, answer.text
    assert shows in desk.get(answer.headers["location"]).text


def test_a_fault_stands_first_and_what_was_sent_is_kept(store: JudgedStore, desk: TestClient) -> None:
    event = event_of(store, read(store, "a"))
    state = state_in(desk.get(f"/events/{event}").text)
    values = {"from": "yesterday", "to": "2024-03-09", "why": "the note"}
    page = sent(desk, f"/events/{event}/correct", field="date", state=state, **values).text
    fault = page.index('role="alert" tabindex="-1" autofocus>Nothing was saved. Write the day')
    assert fault < page.index('class="facts"')
    assert '<a href="#from">To the form</a>' in page
    assert re.search(r'<input id="from" name="from" value="yesterday" aria-invalid="true"', page)
    assert 'name="to" value="2024-03-09"' in page
    assert ">the note</textarea>" in page


def test_what_was_searched_and_chosen_is_kept(store: JudgedStore, desk: TestClient) -> None:
    event = event_of(store, read(store, "a"))
    state = state_in(desk.get(f"/events/{event}").text)
    page = sent(
        desk, f"/events/{event}/correct", field="place", find="Niamey", value="2440485", why=" ", state=state
    ).text
    assert '<a href="#why">To the form</a>' in page
    assert 'value="2440485" checked' in page


def test_who_was_slower_is_told_and_nothing_is_kept(store: JudgedStore, desk: TestClient) -> None:
    event = event_of(store, read(store, "a"))
    state = state_in(desk.get(f"/events/{event}").text)
    fields: dict[str, str | list[str]] = {"field": "type", "value": "COERCE", "why": "read it", "state": state}
    assert sent(desk, f"/events/{event}/correct", **fields).status_code == 303
    late = sent(desk, f"/events/{event}/correct", **{**fields, "value": "PROTEST"})
    assert late.status_code == 409
    assert "changed since you read it" in late.text
    assert len(store.judgements()) == 1


def test_a_reason_is_asked_for(store: JudgedStore, desk: TestClient) -> None:
    event = event_of(store, read(store, "a"))
    state = state_in(desk.get(f"/events/{event}").text)
    answer = sent(desk, f"/events/{event}/correct", field="type", value="COERCE", why="  ", state=state)
    assert answer.status_code == 422
    assert "Say why" in answer.text


def test_a_merged_id_leads_on_and_says_so(store: JudgedStore, desk: TestClient) -> None:
    first, other = read(store, "a"), read(store, "b", text=f"Later that day {RAID.clause}.", published="2024-04-20")
    here, there = event_of(store, first), event_of(store, other)
    if here == there:
        pair(first, other, store, JUDGE, same=False)
        there = event_of(store, other)
    pair(first, other, store, JUDGE, same=True)
    gone = there if store.event(there) is None else here  # type: ignore[arg-type]
    answer = desk.get(f"/events/{gone}")
    assert answer.status_code == 301
    assert f"{gone} went into this event" in desk.get(answer.headers["location"]).text
    assert desk.get(f"/events/{gone}.json").json()["href"].startswith("/events/E")


def test_what_tells_no_event_is_gone_with_who_and_why(store: JudgedStore, desk: TestClient) -> None:
    first = read(store, "a")
    event = event_of(store, first)
    no_event([first], store, JUDGE)
    answer = desk.get(f"/events/{event}")
    assert answer.status_code == 410
    assert "A. Editor" in answer.text
    assert "one patrol" in answer.text
    assert desk.get("/events/ENOSUCHEVENT1").status_code == 404


def test_same_different_and_unsure(store: JudgedStore, desk: TestClient) -> None:
    first, other = read(store, "a"), read(store, "b")
    event = event_of(store, first)
    assert event == event_of(store, other)
    state = state_in(desk.get(f"/events/{event}").text)
    unsure = sent(desk, f"/events/{event}/judge", other=other, verdict="unsure", state=state)
    assert unsure.headers["location"].endswith("done=unsure")
    assert store.judgements() == []
    assert "Left open" in desk.get(unsure.headers["location"]).text
    apart = sent(desk, f"/events/{event}/judge", other=other, verdict="different", why="two patrols", state=state)
    assert apart.status_code == 303
    assert event_of(store, first) != event_of(store, other)


@pytest.mark.parametrize("words", HOSTILE)
def test_strangers_text_is_shown_and_never_runs(store: JudgedStore, desk: TestClient, words: str) -> None:
    clause = f"{words} gunmen raided a {words}2 market in {words}3 town on {words}4 Friday and {words}5 said so"
    told = Told(
        clause=clause,
        anchor="raided",
        actor=[(f"{words} gunmen", "MLI")],
        recipient=[(f"{words}2 market", "MLI")],
        speaker=[(f"{words}5", "MLI")],
        place=(f"{words}3", *GAO[1:]),
        date=(f"{words}4 Friday", "2024-03-02"),
        figures={f"{words}2": ("dead", 7)},
    )
    record, capture = page(f"key {words}", f"First {words}. {clause}.", [told], outlet=f"The {words}", title=words)
    with store.transaction():
        links = link_reports(record.article, record.reports, store, codebook=JUDGE.codebook)
        store.save(record, capture=capture, links=links)
        summarise_all([link.event_id for link in links], store)
    report = record.reports[0].report_id
    event = event_of(store, report)
    for address in (
        f"/events/{event}",
        f"/events/{event}?correct=actor&find={urlencode({'x': words})[2:]}&done={urlencode({'x': words})[2:]}",
        f"/reports/{report}",
        f"/reports/{report}?span={record.reports[0].actor[0].span.start}-{record.reports[0].actor[0].span.end}",
        f"/articles/{record.article.article_id}",
        f"/articles/{record.article.article_id}/saved?at=6-12",
        f"/statements/{record.statements[0].statement_id}",
    ):
        answer = desk.get(address)
        assert answer.status_code == 200, address
        assert harm_in(answer.text) == [], address
        assert "49" not in re.findall(r"\d+", answer.text.partition("</h1>")[0])


def test_a_word_of_a_million_letters(store: JudgedStore, desk: TestClient) -> None:
    word = "x" * 1_000_000
    clause = f"{word} raided a market"
    told = Told(clause=clause, anchor="raided", actor=[(word, "MLI")], recipient=[("a market", "MLI")])
    report = read(store, "long", [told], text=f"{word} raided a market. It was a long day.")
    for address in (f"/events/{event_of(store, report)}", f"/reports/{report}", f"/reports/{report}.json"):
        assert desk.get(address).status_code == 200
    assert len(desk.get(f"/events/{event_of(store, report)}").content) < 60_000
    assert len(desk.get(f"/reports/{report}").content) < 150_000


class _Harm(HTMLParser):
    """What of a page could run: handlers, scripts of its own, addresses of scripts, styles."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("style", "iframe", "object", "embed", "base") or (tag == "script" and "src" not in named):
            self.found.append(tag)
        for name, value in attrs:
            address = (value or "").strip().lower()
            leads = name in ("href", "src", "action", "formaction", "hx-get", "hx-post", "srcdoc")
            runs = leads and address.startswith(("javascript:", "data:", "vbscript:"))
            if name.startswith("on") or name == "style" or runs:
                self.found.append(f"{tag} {name}={value}")
            if name == "src" and not address.startswith("/static/"):
                self.found.append(f"{tag} {name}={value}")


def harm_in(text: str) -> list[str]:
    parser = _Harm()
    parser.feed(text)
    return parser.found


def test_many_origins_are_one_page(store: JudgedStore, desk: TestClient) -> None:
    reports = [read(store, f"{number}", published="2024-03-03") for number in range(60)]
    event = event_of(store, reports[0])
    shown = desk.get(f"/events/{event}")
    assert shown.text.count('<li class="origin"') == 12
    assert "Show all 60 origins" in shown.text
    assert desk.get(f"/events/{event}?all=1").text.count('<li class="origin"') == 60


def test_pickers_answer_with_few_and_known(store: JudgedStore, desk: TestClient) -> None:
    read(store, "a")
    places = desk.get("/pick/places?q=Gao").json()["items"]
    assert places[0]["value"] == "2457161"
    assert len(places) <= 12
    actors = desk.get("/pick/actors?q=Salt Road").json()["items"]
    assert [each["name"] for each in actors] == [FRONT[0]]
    assert desk.get("/pick/actors?q=").json() == {"items": []}
    part = desk.get("/pick/places?find=Gao", headers={"hx-request": "true"}).text
    assert part.lstrip().startswith("<fieldset")
    assert ARMY[0] in desk.get("/pick/actors?q=soldiers").text
