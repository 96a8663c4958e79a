"""Totals of two sides: who has to do with whom, kept with the events, on both stores."""

from __future__ import annotations

from datetime import date

from faleme.ids import EventId
from faleme.reference.codebook import load_codebook
from faleme.store.base import Store
from faleme.store.dyads import dyad_series
from faleme.store.sides import Tie
from tests.store.pages import page
from tests.store.test_dyads import MALI, NIGER, SENEGAL, TEXT, fill, told
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
