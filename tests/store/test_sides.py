"""Totals of two sides: who has to do with whom, kept with the events, on both stores."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from faleme.ids import EventId
from faleme.reference.codebook import load_codebook
from faleme.store.base import Store
from faleme.store.doctor import mend
from faleme.store.dyads import dyad_series
from faleme.store.sides import Tie
from faleme.store.sql_store import SqlStore
from faleme.store.sqlite import open_sqlite
from tests.store.older import undo_totals
from tests.store.pages import page
from tests.store.test_dyads import CASES, MALI, NIGER, SENEGAL, TEXT, fill, told
from tests.store.test_store import keep

CODEBOOK = load_codebook()


def line(tie: Tie) -> tuple[str, str, int, int, int, tuple[int, int, int, int]]:
    return tie.one, tie.other, tie.events, tie.to, tie.back, tie.quads


def test_ties_have_directions_and_classes(store: Store) -> None:
    fill(
        store,
        told("ACCUSE", [MALI], [SENEGAL]),
        told("AID", [SENEGAL], [MALI]),
        told("CONSULT", [SENEGAL, MALI]),
        told("ASSAULT", [NIGER], [MALI], auxiliary="future"),
        told("AID", [MALI], [NIGER]),
    )
    found = store.sides.ties("MLI", CODEBOOK, limit=9)
    assert [line(tie) for tie in found] == [
        ("MLI", "SEN", 3, 1, 1, (1, 1, 1, 0)),
        ("MLI", "NER", 1, 1, 0, (0, 1, 0, 0)),
    ]
    assert [line(tie) for tie in store.sides.ties("SN", CODEBOOK, limit=1)] == [("SN", "ML", 3, 1, 1, (1, 1, 1, 0))]
    assert found[0].score == sum(point.score for point in dyad_series(store, ("MLI",), ("SEN",)))
    among = store.sides.ties_among(["SEN", "MLI", "NER"], CODEBOOK)
    assert [line(tie) for tie in among] == [
        ("MLI", "SEN", 3, 1, 1, (1, 1, 1, 0)),
        ("MLI", "NER", 1, 1, 0, (0, 1, 0, 0)),
    ]
    assert store.sides.strongest(CODEBOOK, countries=True, limit=9) == among
    assert [line(tie)[:3] for tie in store.sides.strongest(CODEBOOK, countries=False, limit=1)] == [("ML", "SN", 3)]


def test_talks_of_three_count_once(store: Store) -> None:
    fill(store, told("CONSULT", [MALI, SENEGAL, ("spring", "MLI", "SPR")]))
    (tie,) = store.sides.strongest(CODEBOOK, countries=True, limit=9)
    assert line(tie) == ("MLI", "SEN", 1, 0, 0, (1, 0, 0, 0))


def test_totals_follow_what_is_coded_anew(store: Store) -> None:
    fill(store, told("AID", [MALI], [SENEGAL]))
    record, capture = page("0.txt", TEXT, [told("SANCTION", [NIGER], [MALI])], published="2025-03-02")
    keep(store, record, capture, "E0", again=True)
    assert [line(tie)[:3] for tie in store.sides.strongest(CODEBOOK, countries=True, limit=9)] == [("MLI", "NER", 1)]
    assert store.check() == []
    record, capture = page("0.txt", TEXT, (), published="2025-03-02")
    keep(store, record, capture, again=True)
    assert store.sides.strongest(CODEBOOK, countries=True, limit=9) == []
    assert store.check() == []


def test_names_outlets_and_days(store: Store) -> None:
    events = fill(store, told("AID", [MALI], [SENEGAL]), told("AID", [MALI], [NIGER]), published="2025-03-02")
    names = store.sides.names(["ML", "SN", "nobody"])
    assert {key: (one.name, one.country) for key, one in names.items()} == {
        "ML": ("Mali", "MLI"),
        "SN": ("Senegal", "SEN"),
    }
    assert sum(store.sides.outlets([EventId(each) for each in events]).values()) == 2
    assert store.sides.outlets([]) == {}
    assert store.sides.days_heard(date(2025, 1, 1), date(2025, 12, 31)) == ["2025-03-02"]
    assert store.sides.days_heard(date(2025, 1, 1), date(2025, 3, 1)) == []
    assert store.sides.days_heard(date(2026, 1, 1), date(2026, 3, 1)) == []


def test_own_types_have_the_score_that_the_desk_gives_them(store: Store) -> None:
    fill(
        store,
        told("ROADBLOCK", [MALI], [SENEGAL]),
        told("ROADBLOCK", [SENEGAL], [MALI]),
        told("AID", [MALI], [SENEGAL]),
    )
    roadblock = replace(CODEBOOK.types["PROTEST"], code="ROADBLOCK", quad=4, score=-2.25, own=True)
    (tie,) = store.sides.ties("MLI", CODEBOOK.extended([roadblock]), limit=9)
    aid = CODEBOOK.score("AID")
    assert (line(tie), tie.score) == (("MLI", "SEN", 3, 2, 1, (0, 1, 0, 2)), round(aid - 4.5, 1))
    (without,) = store.sides.strongest(CODEBOOK, countries=True, limit=9)
    assert (line(without), without.score) == (("MLI", "SEN", 3, 2, 1, (0, 1, 0, 0)), aid)
    assert store.check() == []
    record, capture = page("0.txt", TEXT, (), published="2025-03-02")
    keep(store, record, capture, again=True)
    (tie,) = store.sides.ties_among(["SEN", "MLI"], CODEBOOK.extended([roadblock]))
    assert line(tie) == ("MLI", "SEN", 2, 1, 1, (0, 1, 0, 1))
    assert store.check() == []


def test_scores_of_the_code_book_are_whole_tenths() -> None:
    """Totals keep them as such."""
    scores = [
        each for found in CODEBOOK.types.values() for each in (found.score, *(m.score for m in found.modes.values()))
    ]
    assert [each for each in scores if round(10 * each) != 10 * each] == []


def test_an_older_store_is_given_its_totals(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with closing(open_sqlite(path)) as made:
        fill(made, *(report for report, *_ in CASES))
        before = [made.sides.strongest(CODEBOOK, countries=each, limit=99) for each in (True, False)]
    with closing(sqlite3.connect(path)) as raw, raw:
        undo_totals(raw)
        raw.execute("CREATE TABLE dyad_totals (one TEXT)")
        raw.execute("UPDATE schema_version SET version = 15")
    with closing(open_sqlite(path)) as opened:
        assert opened.check() == []
        assert [opened.sides.strongest(CODEBOOK, countries=each, limit=99) for each in (True, False)] == before
        assert opened.database.value("SELECT count(*) FROM sqlite_master WHERE name = 'dyad_totals'") == 0


def test_damaged_totals_are_found_and_mended(store: SqlStore) -> None:
    fill(store, told("ACCUSE", [MALI], [SENEGAL]))
    before = store.sides.strongest(CODEBOOK, countries=True, limit=9)
    store.database.run("UPDATE dyad_pairs SET events = 9")
    store.database.run("DELETE FROM actor_totals")
    assert set(store.check()) == {
        "4 counts of events between two sides are not what the events give",
        "2 counts of reports by actor are not what the reports give",
    }
    assert "the reports of each actor are counted anew" in list(mend(store.database))
    assert store.check() == []
    assert store.sides.strongest(CODEBOOK, countries=True, limit=9) == before
