"""Statements as views, printings and exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from faleme.exchange.contradiction_views import contradictions_of, contradictions_text
from faleme.exchange.export import STATEMENTS, STATEMENTS_CSV, export_parts
from faleme.exchange.statement_views import statement_detail, statement_text
from faleme.exchange.terminal import event_text
from faleme.exchange.views import event_detail
from faleme.ids import EventId
from faleme.reference.codebook import load_codebook
from faleme.store.base import StatementFilter, Store
from faleme.store.sqlite import open_sqlite
from tests.store.pages import Told
from tests.store.said import Said, put

WORDS = "not one soldier of ours has crossed the river"
FRANCE = ("France", "FRA", "gov:FRA")
FALL = ("Yassine Fall", "SEN", "person:yassine-fall")
RAID = Told(clause="soldiers attacked the camp", anchor="attacked", event_type="ASSAULT")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_sqlite(tmp_path / "news.db")
    yield made
    made.close()


PRINTINGS = [
    # another statement, how its words stand to WORDS (None: another utterance), why it is here
    (Said(content=WORDS, outlet="Lagoon Post"), "same", "the same words in another outlet"),
    (Said(content="not one soldier of ours", outlet="Lagoon Post"), "part", "an excerpt"),
    (Said(content=WORDS, outlet="Lagoon Post", speaker=FALL), None, "another speaker"),
    (Said(content=WORDS, outlet="Lagoon Post", published="2026-03-05"), None, "two months later"),
    (Said(content=WORDS, outlet="Lagoon Post", verb="denied", verb_class="deny"), None, "denied"),
    (Said(content="every soldier of ours has crossed the river", outlet="Lagoon Post"), None, "other words"),
]


@pytest.mark.parametrize(("other", "words", "why"), PRINTINGS, ids=[why for *_, why in PRINTINGS])
def test_printings(other: Said, words: str | None, why: str, store: Store) -> None:
    statement = put(store, Said(content=WORDS))
    put(store, other)
    view = statement_detail(statement, store)
    assert [one["words"] for one in view["printings"]] == ([] if words is None else [words])
    assert view["origins"] == (["Sahel Courier"] if words is None else ["Lagoon Post", "Sahel Courier"])
    assert ("printed too" in statement_text(view)) is (words is not None)


def test_a_statement_in_full(store: Store) -> None:
    said = Said(content="soldiers attacked the camp", verb="denied", verb_class="deny", audience=[FALL], told=[RAID])
    statement = put(store, said)
    view = statement_detail(statement, store)
    (spoken,) = view["speaks_of"]
    assert (spoken["type"], spoken["says"]) == ("ASSAULT", "denies")
    assert view["subjects"]["types"] == ["ASSAULT"]
    assert view["audience"] == ["Yassine Fall"]
    shown = statement_text(view)
    for part in ("Awa Sanogo (MLI) (denied; deny", "to: Yassine Fall (SEN)", "no day is told", "ASSAULT", "denies"):
        assert part in shown


def test_an_event_has_those_who_speak_of_it(store: Store) -> None:
    put(store, Said(content="soldiers attacked the camp", told=[RAID], event="E1"))
    put(store, Said(content="soldiers attacked the camp", told=[RAID], event="E1", verb="denied", verb_class="deny"))
    event = store.event(EventId("E1"))
    assert event is not None
    found = event_detail(event, store)["statements"]
    assert sorted(one["says"] for one in found) == ["denies", "says so"]
    assert {one["why"] for one in found} == {"its words hold what tells it"}


def shown(store: Store) -> list[str]:
    event = store.event(EventId("E1"))
    assert event is not None
    return event_text(event_detail(event, store)).splitlines()


def test_a_speaker_stands_once_with_what_he_says(store: Store) -> None:
    told = replace(RAID, speaker=[("Awa Sanogo", "MLI", "person:awa-sanogo")])
    put(store, Said(content="soldiers attacked the camp", told=[told], event="E1"))
    put(store, Said(content="soldiers attacked the camp", told=[told], event="E1", outlet="Lagoon Post"))
    denial = replace(RAID, speaker=[("the army", "MLI", "forces:MLI")], auxiliary="negation")
    army = ("the army", "MLI", "forces:MLI")
    denied = Said(
        content="soldiers attacked the camp", told=[denial], event="E1", speaker=army, verb="denied", verb_class="deny"
    )
    statement = put(store, denied)
    lines = shown(store)
    head = lines.index("who speaks of it")
    assert lines[head + 1] == "  the army (MLI): denies — Sahel Courier"
    assert lines[head + 2].startswith(f"    {statement.statement_id}  “soldiers attacked the camp” (Sahel Courier")
    assert lines[head + 3] == "  Awa Sanogo (MLI): says so — Lagoon Post, Sahel Courier"
    assert lines[head + 4].endswith("printed 2 times)")
    assert not lines[head + 5]
    assert sum("Awa Sanogo (MLI)" in line for line in lines) == 1


def test_an_event_of_many_reports_fits_a_few_screens(store: Store) -> None:
    for number in range(60):
        speaker = (f"Speaker {chr(65 + number % 26)}{number}", "MLI", f"person:{number}")
        dead = f"{number + 5} soldiers"
        told = Told(
            clause=f"gunmen killed {dead} near the camp",
            anchor="killed",
            actor=[("gunmen", "MLI")],
            recipient=[(dead, "MLI", f"forces:{number}")],
            speaker=[speaker],
            figures={str(number + 5): ("dead", number + 5)},
        )
        outlet = f"Outlet {number}"
        put(store, Said(content=told.clause, told=[told], event="E1", speaker=speaker, outlet=outlet))
    lines = shown(store)
    assert len(lines) < 160
    for said in (
        "… and 48 more reports (--json shows all)",
        "  … and 50 more speakers (--json shows all)",
        "  … and 52 more accounts (--json shows all)",
    ):
        assert said in lines
    event = store.event(EventId("E1"))
    assert event is not None
    view = event_detail(event, store)
    assert (len(view["tellings"]), len(view["statements"]), len(view["claimed_by"])) == (60, 60, 60)


def test_contradictions_of_a_speaker(store: Store) -> None:
    put(
        store,
        Said(content="France for its help", verb="thanked", verb_class="praise", about=[FRANCE]),
    )
    put(
        store,
        Said(
            content="France of arming rebels",
            verb="accused",
            verb_class="accuse",
            about=[FRANCE],
            published="2026-04-01",
        ),
    )
    (view,) = contradictions_of(store, StatementFilter(speakers=("MLI",)))
    assert (view["speaker"], view["kind"]) == ("Awa Sanogo", "praised and accused")
    shown = contradictions_text([view])
    assert shown.index("2026-01-05") < shown.index("2026-04-01")
    assert contradictions_of(store, StatementFilter(speakers=("SEN",))) == []


def test_the_words_of_an_export_stand_at_their_offsets(store: Store) -> None:
    said = Said(content="soldiers attacked the camp", audience=[FALL], told=[RAID], date="2026-01-04", event="E1")
    statement = put(store, said)
    parts, loss = export_parts(store, STATEMENTS, load_codebook())
    (line,) = map(json.loads, parts)
    article = store.article(statement.article_id)
    assert article is not None
    for what in (line["content"], line["verb"], line["speaker"][0]):
        assert article.text[what["start"] : what["end"]] == what["text"]
    assert line["speaks_of"][0]["event_id"] == "E1"
    assert line["date"]["start"] == "2026-01-04"
    assert (loss.read, loss.written, loss.beside) == (1, 1, {"events": 1})
    assert loss.as_lines()[0] == "1 statements written"


def test_the_table_says_what_it_has_no_column_for(store: Store) -> None:
    put(store, Said(content="=HYPERLINK of a stranger", audience=[FALL, ("the press", "", "")]))
    parts, loss = export_parts(store, STATEMENTS_CSV, load_codebook())
    (row,) = csv.DictReader(io.StringIO("".join(parts)))
    assert (row["speakers"], row["audience"], row["audience_ids"]) == (
        "Awa Sanogo",
        "Yassine Fall; the press",
        "person:yassine-fall; ",
    )
    assert row["content"] == "'=HYPERLINK of a stranger"
    assert (row["date_start"], row["quoted"]) == ("", "no")
    assert loss.dropped["offsets of the speaker"] == 1
    assert loss.coarsened
