"""The dyad index: what is counted between two sides, where in time, and with which score."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from faleme.dates import PartialDate
from faleme.reference.codebook import load_codebook
from faleme.store.base import Filter, Store
from faleme.store.dyads import By, DyadPoint, dyad_series
from faleme.store.judged import Whom, open_judged, payload_of
from faleme.store.sqlite import open_sqlite
from tests.store.older import undo_dyads
from tests.store.pages import Told, page
from tests.store.test_store import keep

MALI, SENEGAL, NIGER = ("Mali", "MLI", "ML"), ("Senegal", "SEN", "SN"), ("Niger", "NER", "NE")
TEXT = "Mali accused Senegal and Niger. Then, in spring, they met and talked, it seems."


def told(event_type: str, actor: object, recipient: object = (), date: str | None = "2025-01-07", **more: Any) -> Told:
    """One report; every word of it stands in TEXT."""
    return Told(
        clause="accused",
        anchor="accused",
        event_type=event_type,
        actor=actor,  # type: ignore[arg-type]
        recipient=recipient,  # type: ignore[arg-type]
        date=date,
        **more,
    )


def fill(store: Store, *reports: Told, published: str | None = "2025-03-02") -> list[str]:
    """Each report on a page and in an event of its own; the events."""
    events = []
    for number, report in enumerate(reports):
        record, capture = page(f"{number}.txt", TEXT, [report], published=published)
        keep(store, record, capture, f"E{number}")
        events.append(f"E{number}")
    return events


def points(store: Store, *, by: By = "month", **more: Any) -> list[tuple[str, str, int, float]]:
    return [
        (point.direction, str(point.period), point.events, point.score)
        for point in dyad_series(store, ("MLI",), ("SEN",), by=by, **more)
    ]


CODEBOOK = load_codebook()
CASES = [
    # report                                                                  points by month            why it is here
    (told("ACCUSE", [MALI], [SENEGAL]), [("to", "2025-01", 1, -3.0)], "ACCUSE is -3"),
    (told("ACCUSE", [SENEGAL], [MALI]), [("from", "2025-01", 1, -3.0)], "the direction is kept"),
    (told("CONSULT", [MALI, SENEGAL]), [("with", "2025-01", 1, 2.5)], "those who meet are all actors"),
    (told("CONSULT", [MALI], [SENEGAL], mode="visit"), [("to", "2025-01", 1, 4.0)], "the score is the mode's"),
    (told("ASSAULT", [MALI, SENEGAL], [NIGER]), [], "two who do it together do it to a third"),
    (told("ASSAULT", [MALI]), [], "nobody is the recipient"),
    (told("AID", [MALI], [SENEGAL], auxiliary="future"), [], "what is planned did not happen"),
    (told("AID", [MALI], [SENEGAL], auxiliary="negation"), [], "what is denied did not happen"),
    (told("AID", [MALI], [SENEGAL], hedge="it seems"), [("to", "2025-01", 1, 10.0)], "a doubt is counted beside"),
    (told("AID", [MALI], [SENEGAL], date="2025-01"), [("to", "2025-01", 1, 10.0)], "a month is known well enough"),
    (told("AID", [MALI], [SENEGAL], date="2025"), [("to", "None", 1, 10.0)], "a year falls on no month"),
    (told("AID", [MALI], [SENEGAL], date=None), [("to", "2025-03", 1, 10.0)], "else the day of publication"),
]


@pytest.mark.parametrize(("report", "expected", "why"), CASES, ids=[why for *_, why in CASES])
def test_what_counts_where(store: Store, report: Told, expected: list[tuple[str, str, int, float]], why: str) -> None:
    fill(store, report)
    assert points(store) == expected


def test_a_month_falls_on_no_day(store: Store) -> None:
    fill(store, told("AID", [MALI], [SENEGAL], date="2025-01"), told("AID", [MALI], [SENEGAL]))
    assert points(store, by="day") == [("to", "2025-01-07", 1, 10.0), ("to", "None", 1, 10.0)]
    assert points(store, by="year") == [("to", "2025", 2, 20.0)]
    assert points(store, by="week") == [("to", "2025-01-06", 1, 10.0), ("to", "None", 1, 10.0)]


def test_what_is_known_of_it(store: Store) -> None:
    fill(
        store,
        told("AID", [MALI], [SENEGAL], hedge="it seems"),
        told("REQUEST", [MALI], [SENEGAL], date=None),
        told("ASSAULT", [MALI], [SENEGAL], mode="beat"),
        published="2025-01-09",
    )
    assert dyad_series(store, ("MLI",), ("SEN",)) == [
        DyadPoint(
            direction="to",
            period=PartialDate(2025, 1),
            events=3,
            cooperation=1,
            conflict=2,  # a request is verbal conflict, whose score is 0
            cooperation_score=10.0,
            conflict_score=-7.5,
            dated=2,
            doubted=1,
            quads=(0, 1, 1, 1),
            event_ids=("E0", "E1", "E2"),  # type: ignore[arg-type]
        )
    ]


def test_an_event_counts_once_however_many_report_it(store: Store) -> None:
    for number in range(3):
        record, capture = page(f"{number}.txt", TEXT, [told("AID", [MALI], [SENEGAL])], published="2025-03-02")
        keep(store, record, capture, "E")
    assert points(store) == [("to", "2025-01", 1, 10.0)]


def test_a_set_counts_once_what_several_of_it_do(store: Store) -> None:
    fill(store, told("AID", [MALI, NIGER], [SENEGAL]), told("AID", [NIGER], [SENEGAL]))
    (point,) = dyad_series(store, ("MLI", "NER"), ("SEN",))
    assert (point.events, point.score) == (2, 20.0)
    assert [point.events for point in dyad_series(store, ("ML",), ("SN", "FRA"))] == [1]


@pytest.mark.parametrize("by", ["month", "year"])
@pytest.mark.parametrize("since", [None, "2025-02"])
def test_one_actor_by_roll_up_is_as_event_by_event(store: Store, by: By, since: str | None) -> None:
    fill(store, *(report for report, *_ in CASES))
    asked = {"by": by, "since": None if since is None else PartialDate.parse(since)}
    for whom in ("MLI", "SEN", "ML", "FRA"):
        listed = dyad_series(store, (whom,), None, **asked)  # type: ignore[arg-type]
        counted = dyad_series(store, (whom,), None, with_events=False, **asked)  # type: ignore[arg-type]
        assert counted == [replace(point, event_ids=None) for point in listed]
        assert bool(counted) == (whom != "FRA")


def test_own_types_by_roll_up_are_as_event_by_event(store: Store) -> None:
    fill(
        store,
        told("ROADBLOCK", [MALI], [SENEGAL]),
        told("ROADBLOCK", [MALI], [SENEGAL], date="2025"),
        told("AID", [MALI], [SENEGAL]),
    )
    roadblock = replace(CODEBOOK.types["PROTEST"], code="ROADBLOCK", quad=4, score=-2.25, own=True)
    for codebook in (CODEBOOK, CODEBOOK.extended([roadblock])):
        listed = dyad_series(store, ("MLI",), None, codebook=codebook)
        counted = dyad_series(store, ("MLI",), None, codebook=codebook, with_events=False)
        assert counted == [replace(point, event_ids=None) for point in listed]
    record, capture = page("0.txt", TEXT, (), published="2025-03-02")
    keep(store, record, capture, again=True)
    assert store.check() == []


def test_time_that_is_asked(store: Store) -> None:
    fill(store, told("AID", [MALI], [SENEGAL]), told("AID", [MALI], [SENEGAL], date="2025"))
    february = PartialDate(2025, 2)
    assert points(store, since=february) == [("to", "None", 1, 10.0)]  # the year may be meant
    assert points(store, until=february) == [("to", "2025-01", 1, 10.0), ("to", "None", 1, 10.0)]
    assert points(store, since=PartialDate(2026)) == []


def test_coded_anew(store: Store) -> None:
    fill(store, told("AID", [MALI], [SENEGAL]))
    record, capture = page("0.txt", TEXT, [told("SANCTION", [SENEGAL], [MALI])], published="2025-03-02")
    keep(store, record, capture, "E0", again=True)
    assert points(store) == [("from", "2025-01", 1, -6.0)]
    record, capture = page("0.txt", TEXT, (), published="2025-03-02")
    keep(store, record, capture, again=True)
    assert points(store) == []


def test_events_of_a_dyad_newest_first(store: Store) -> None:
    fill(store, told("CONSULT", [MALI, SENEGAL]), told("AID", [MALI], [SENEGAL]), told("AID", [SENEGAL], [MALI]))
    both = Filter(actors=("MLI",), recipients=("SN",))
    assert [event.event_id for event in store.events(both, limit=9)] == ["E1", "E0"]
    assert [event.event_id for event in store.events(replace(both, event_types=("AID",)), limit=9)] == ["E1"]
    assert len(store.events(both, limit=1)) == 1
    assert [event.event_id for event in store.events(Filter(recipients=("SEN",)), limit=9)] == ["E1"]
    assert store.events(Filter(factuality=("planned",)), limit=9) == []


def test_a_judgement_moves_an_event_to_another_dyad(tmp_path: Path) -> None:
    with_judgements = open_judged(tmp_path / "news.db", create=True)
    front, fleet = ("Front", "", "group:front"), ("Fleet", "", "group:fleet")
    record, capture = page(
        "a.txt",
        "Front aided Fleet.",
        [Told(clause="Front", anchor="aided", event_type="AID", actor=[front], recipient=[fleet], date="2025-01-07")],
    )
    keep(with_judgements, record, capture, "E")
    assert len(dyad_series(with_judgements, ("group:front",), ("group:fleet",))) == 1
    into = Whom(actor_id="own:front", name="Front")
    made = with_judgements.judge(
        "merge", "own:front", payload_of([Whom(actor_id="group:front")], into), who="desk", why="one"
    )
    assert dyad_series(with_judgements, ("group:front",), ("group:fleet",)) == []
    assert len(dyad_series(with_judgements, ("own:front",), ("group:fleet",))) == 1
    assert with_judgements.check() == []
    with_judgements.judge("undo", made.judgement_id, "{}", who="desk", why="not one")
    assert len(dyad_series(with_judgements, ("group:front",), ("group:fleet",))) == 1
    assert with_judgements.check() == []
    with_judgements.close()


def test_an_older_store_answers_the_same(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    store = open_sqlite(path)
    fill(store, *(report for report, *_ in CASES))

    def answers(of: Store) -> list[object]:
        series = [dyad_series(of, (one,), other) for one in ("MLI", "SN") for other in (("SEN",), ("ML", "NER"), None)]
        by_month = [dyad_series(of, (one,), None, with_events=False) for one in ("MLI", "SEN", "NE")]
        return [series, by_month, of.search("accused", Filter(countries=("SEN",)), limit=99), list(of.iter_events())]

    now = answers(store)
    store.close()
    with sqlite3.connect(path) as raw:
        undo_dyads(raw)
        raw.execute("UPDATE schema_version SET version = 6")
    raw.close()
    migrated = open_sqlite(path)
    assert answers(migrated) == now
    assert migrated.check() == []
    migrated.close()
    assert (tmp_path / "news.db.schema-6.backup").exists()


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(event_types=("AID",)),
        Filter(countries=("SEN",)),
        Filter(
            countries=("SEN",), since=PartialDate(2025, 1), until=PartialDate(2025, 2), event_types=("AID", "ACCUSE")
        ),
        Filter(since=PartialDate(1999), until=PartialDate(1999, 5)),
        Filter(countries=("FRA",), since=PartialDate(2025), until=PartialDate(2025)),
    ],
)
def test_words_are_found_the_same_whichever_way_is_quicker(
    store: Store, wanted: Filter, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, *(report for report, *_ in CASES))
    by_words = store.search("accused", wanted, limit=5)
    for few in (0, 20_000):
        monkeypatch.setattr("faleme.store.sql_words._MANY", 1)
        monkeypatch.setattr("faleme.store.sql_words._FEW", few)
        assert store.search("accused", wanted, limit=5) == by_words
