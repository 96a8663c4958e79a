"""Registers of a store: asked, judged, taken back, and the same after coding anew; on every store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from faleme.dates import DateRange, PartialDate
from faleme.exchange.correction_views import corrections_view, judgement_view
from faleme.exchange.register_views import csv_parts, flat_row, row_text, row_view
from faleme.ids import FactId, digest
from faleme.link.cluster import link_reports
from faleme.link.register_finder import Kind
from faleme.records import Fact, TimeMention
from faleme.reference.codebook import load_codebook
from faleme.run.correct import Judge, restore, undo
from faleme.run.register_corrections import judge_rows
from faleme.run.registers import RowFilter, row_of, rows_of
from faleme.run.relink import summarise_all
from faleme.run.takedown import take_down
from faleme.store.judged import JudgedStore, open_judged
from faleme.store.opening import Address
from tests.link.facts import actor
from tests.store.pages import Told, page

CODEBOOK = load_codebook()
JUDGE = Judge(who="A. Editor", why="saw the post myself", codebook=CODEBOOK)
PROMISED = "Mali promised Senegal to reopen the border post at Kidira by 31 October."
REOPENED = Told(
    clause="Mali reopened the border post at Kidira",
    anchor="reopened",
    event_type="RETREAT",
    actor=[("Mali", "MLI", "gov:MLI")],
    date="2025-09-01",
)


@pytest.fixture
def store(address: Address) -> Iterator[JudgedStore]:
    opened = open_judged(address, create=True)
    yield opened
    assert opened.check() == []
    opened.close()


def keep(
    store: JudgedStore,
    key: str,
    text: str,
    facts: Sequence[tuple[Kind, Sequence[str], str, dict[str, Any]]] = (),
    told: Sequence[Told] = (),
    *,
    published: str,
) -> None:
    """A page with its reports and facts. facts: kind, parties, words, other fields (date: words and ISO)."""
    record, capture = page(key, text, told, published=published, outlet=f"The {key}")
    made = []
    for kind, parties, words, more in facts:
        span = replace(actor(parties[0]).span, start=text.index(words), end=text.index(words) + len(words))
        due = more.pop("date", None)
        when = None
        if due is not None:
            at = text.index(due[0])
            when = TimeMention(
                span=replace(span, start=at, end=at + len(due[0])),
                text=due[0],
                kind="DATE",
                value=due[1],
                when=DateRange.single(PartialDate.parse(due[1])),
                basis="relative",
            )
        people = tuple(
            replace(actor(each, number), span=replace(span, start=text.index(each), end=text.index(each) + len(each)))
            for number, each in enumerate(parties)
        )
        made.append(
            Fact(
                fact_id=FactId(digest("F", key, kind, words, *parties)),
                article_id=record.article.article_id,
                kind=kind,
                parties=people,
                span=span,
                date=when,
                **more,
            )
        )
    record = replace(record, facts=tuple(made))
    links = link_reports(record.article, record.reports, store.as_machine(), codebook=CODEBOOK)
    saved = store.save(record, capture=capture, links=links, again=True)
    summarise_all(set(saved.touched), store)


def promise(store: JudgedStore, text: str = PROMISED) -> None:
    words = "to reopen the border post at Kidira by 31 October"
    more = {"status": "open", "value": words, "date": ("31 October", "2025-10-31")}
    keep(store, "a", text, [("commitment", ["Mali", "Senegal"], words, more)], published="2025-03-01")


def exit_(store: JudgedStore) -> None:
    text = "Mali left the Lake Union on 29 January 2025."
    more = {"status": "left", "date": ("29 January 2025", "2025-01-29")}
    keep(store, "x", text, [("membership", ["Mali", "the Lake Union"], text[:-1], more)], published="2025-01-30")


def test_asked_by_party_status_and_time(store: JudgedStore) -> None:
    promise(store)
    exit_(store)
    late = date(2025, 11, 2)

    def asked(register: Any, **wanted: Any) -> int:
        return len(rows_of(store, register, RowFilter(**wanted)))

    assert asked("commitments") == 1
    assert asked("commitments", parties=("SEN",)) == 1
    assert asked("commitments", parties=("gov:MLI",)) == 1
    assert asked("commitments", parties=("TCD",)) == 0
    assert asked("commitments", status=("open",)) == 1
    assert asked("commitments", status=("kept", "broken")) == 0
    assert asked("commitments", overdue=True, at=late) == 1
    assert asked("commitments", overdue=True, at=date(2025, 10, 31)) == 0
    assert asked("commitments", since=PartialDate(2025, 3)) == 1
    assert asked("commitments", until=PartialDate(2025, 2)) == 0
    assert asked("memberships", bodies=("org:LAKE",), status=("left",)) == 1
    assert asked("memberships", bodies=("org:OTHER",)) == 0
    assert asked("agreements") == 0


def test_a_later_event_keeps_it(store: JudgedStore) -> None:
    promise(store)
    keep(store, "b", f"{REOPENED.clause} on Monday.", told=[REOPENED], published="2025-09-02")
    row = rows_of(store, "commitments")[0]
    event_id = next(store.iter_events()).event_id
    assert [(step.status, step.event_id) for step in row.steps] == [("open", None), ("kept", event_id)]
    assert row.status_at(PartialDate(2025, 8, 1)) == "open"
    view = row_view(row, store)
    assert view["history"][1]["evidence"][0]["words"] == REOPENED.clause
    assert "RETREAT by the promiser" in row_text(view)


def test_judged_and_taken_back(store: JudgedStore) -> None:
    promise(store)
    row = rows_of(store, "commitments")[0]
    made = judge_rows([row], {"status": "kept", "when": "2025-09-01", "due": "2025-11"}, store, JUDGE)
    judged = rows_of(store, "commitments")[0]
    assert (judged.status_at(), judged.value("due")) == ("kept", "2025-11")
    assert [said.value for said in judged.cells["due"].said] == ["2025-11", "2025-10-31"]
    assert {(mark.field, mark.machine) for mark in judged.corrected} >= {("status", "open"), ("due", "2025-10-31")}
    assert judged.steps[-1].judgement_id == made[0].judgement_id
    assert judged.steps[-1].day == "2025-09-01"
    assert [view["status"] for view in corrections_view(store)] == ["applied"]
    undo([made[0].judgement_id], store, JUDGE)
    assert rows_of(store, "commitments")[0] == row
    assert [view["status"] for view in corrections_view(store)] == ["undone"]


def test_a_judgement_follows_its_words(store: JudgedStore) -> None:
    promise(store)
    judge_rows(rows_of(store, "commitments"), {"status": "broken"}, store, JUDGE)
    # Coded anew: the promiser is read otherwise, so that the row has another id, and text came before the words.
    text = "The army promised Senegal to reopen the border post at Kidira by 31 October, it is said, with Togo."
    words = "to reopen the border post at Kidira by 31 October"
    more = {"status": "open", "value": words}
    keep(store, "a", text, [("commitment", ["Togo", "Senegal"], words, more)], published="2025-03-01")
    row = rows_of(store, "commitments")[0]
    assert (row.parties[0].name, row.status_at()) == ("Togo", "broken")
    # The words go: the judgement stays and applies to nothing.
    keep(store, "a", "Nothing was promised.", published="2025-03-01")
    assert rows_of(store, "commitments") == []
    assert [view["status"] for view in corrections_view(store)] == ["unapplied"]


def test_a_judgement_on_a_page_that_was_taken_down_loses_its_words(store: JudgedStore) -> None:
    promise(store)
    row = rows_of(store, "commitments")[0]
    judge_rows([row], {"status": "broken"}, store, JUDGE)
    take_down(row.facts[0].fact.article_id, store, who="A. Editor", why="asked")
    assert not [each for each in store.judgements() if "reopen" in each.payload]
    (view,) = [each for each in corrections_view(store) if each["kind"] == "register"]
    assert (view["set"], view["status"]) == ({"status": "broken"}, "unapplied")


def test_no_such_thing(store: JudgedStore) -> None:
    exit_(store)
    made = judge_rows(rows_of(store, "memberships"), {"row": "none"}, store, JUDGE)
    assert rows_of(store, "memberships") == []
    undo([made[0].judgement_id], store, JUDGE)
    assert len(rows_of(store, "memberships")) == 1


def test_judgements_go_with_the_data(store: JudgedStore) -> None:
    exit_(store)
    made = judge_rows(rows_of(store, "memberships"), {"to": "2025-01-28"}, store, JUDGE)[0]
    line = json.dumps(judgement_view(made))
    undo([made.judgement_id], store, JUDGE)
    assert restore([line], store, codebook=CODEBOOK) == (0, 1)
    with pytest.raises(Exception, match="have no such cell to set"):
        restore([line.replace('"to"', '"height"').replace(made.judgement_id, "DX")], store, codebook=CODEBOOK)


WRONG = [
    ({"status": "promised"}, "status=promised: it is one of open, kept"),
    ({"due": "soon"}, "Write 2024, 2024-03"),
    ({"signed": "2024"}, "commitments have no such cell to set"),
    ({"when": "2024"}, "set status beside it"),
    ({"row": "some"}, "only none"),
]


@pytest.mark.parametrize(("values", "words"), WRONG, ids=[str(values) for values, _ in WRONG])
def test_values_that_no_row_can_have(store: JudgedStore, values: dict[str, str], words: str) -> None:
    promise(store)
    with pytest.raises(ValueError, match=words):
        judge_rows(rows_of(store, "commitments"), values, store, JUDGE)
    assert store.judgements() == []


def test_found_by_the_beginning_of_its_id(store: JudgedStore) -> None:
    promise(store)
    exit_(store)
    row = rows_of(store, "memberships")[0]
    assert [found.row_id for found in row_of(store, row.row_id[:6])] == [row.row_id]
    assert len(row_of(store, "G")) == 2
    assert row_of(store, "GNONE") == []


def test_as_csv(store: JudgedStore) -> None:
    promise(store)
    row = rows_of(store, "commitments")[0]
    flat = {**flat_row(row, store.origin_of, date(2025, 11, 2)), "what": "=cmd()"}
    head, line = csv_parts([flat], "commitments")
    cells = dict(zip(head.strip().split(","), line.strip().split(","), strict=True))
    assert (cells["what"], cells["due"], cells["overdue_days"]) == ("'=cmd()", "2025-10-31", "2")
    assert cells["parties"] == "Mali; Senegal"
