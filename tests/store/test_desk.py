"""Event lines: lists, what they add up to, pages of them, and what has changed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from faleme.accounts import event_account, told_of
from faleme.errors import StoreError
from faleme.ids import EventId
from faleme.reference.codebook import load_codebook
from faleme.run.correct import Judge, no_event, pair, set_values, undo
from faleme.run.relink import summarise_all
from faleme.run.takedown import take_down
from faleme.store import doctor
from faleme.store.base import Store
from faleme.store.columns import Columns
from faleme.store.desk import Change, EventLine, EventQuery, Facet, Grouped, Period, Sort, WeeksOf
from faleme.store.judged import JudgedStore
from faleme.store.sql_store import SqlStore
from tests.store.pages import Told, page
from tests.store.test_store import links_of

TEXT = "Mali accused Senegal and Niger near Gao and Dakar, where three died. Then, in spring, they met, it seems."
ACTORS = (("Mali", "MLI", "ML"), ("Senegal", "SEN", "SN"), ("Niger", "NER", "NE"), ("they", ""))
PLACES = (
    ("Gao", 2457161, "MLI", 16.27, -0.04),
    ("Dakar", 2253354, "SEN", 14.69, -17.44),
    ("Niger", 2440476, "NER", 17.6, 8.1),
    None,
)
TYPES = ("ACCUSE", "CONSULT", "ASSAULT", "AGREE")
SORTS: tuple[Sort, ...] = get_args(Sort)
FACETS: tuple[Facet, ...] = get_args(Facet)
SINGLE = [field for field in FACETS if field not in ("actor", "recipient")]
KEYS: dict[WeeksOf, Callable[[EventLine], tuple[str, str]]] = {
    "total": lambda line: ("", ""),
    "type": lambda line: (line.event_type, ""),
    "type_admin1": lambda line: (line.event_type, line.admin1 or ""),
}
FIRST = date(2025, 1, 1)


@pytest.fixture(params=["tables", "columns"])
def counted(store: SqlStore, request: pytest.FixtureRequest) -> SqlStore:
    """A store that counts by its tables, or in memory."""
    store.database.columns = Columns() if request.param == "columns" else None
    return store


def put(store: Store, number: int, told: Told, event: str, *, published: str | None = None, outlet: str = "A") -> None:
    """A page with one report in an event, as a run keeps it."""
    record, capture = page(f"{number}.txt", TEXT, [told], published=published, outlet=outlet, title=f"Title {number}")
    with store.transaction():
        saved = store.save(record, capture=capture, links=links_of(record, event))
        summarise_all(saved.touched, store)


def drawn(chance: random.Random) -> Told:
    sides = chance.sample(ACTORS, chance.randint(0, 3))
    many = chance.randint(0, len(sides))
    dates = (None, (FIRST + timedelta(chance.randrange(90))).isoformat(), "2025-02", "2025")
    return Told(
        clause="accused",
        anchor="accused",
        event_type=chance.choice(TYPES),
        actor=sides[:many],
        recipient=sides[many:],
        place=chance.choice(PLACES),
        place_resolution=chance.randint(1, 5),
        date=chance.choice(dates),
        auxiliary=chance.choice((None, None, "negation", "future")),
        figures={"three": ("dead", float(chance.randint(1, 400)))} if chance.random() < 0.3 else None,
        hedge="it seems" if chance.random() < 0.2 else None,
    )


def filled(store: Store, reports: int = 60, seed: int = 1) -> None:
    chance = random.Random(seed)
    for number in range(reports):
        published = None if chance.random() < 0.1 else (FIRST + timedelta(chance.randrange(90))).isoformat()
        put(store, number, drawn(chance), f"E{chance.randrange(reports)}", published=published, outlet=f"O{number % 7}")


def query(chance: random.Random) -> EventQuery:
    """A query of up to four fields."""
    since = FIRST + timedelta(chance.randrange(90))
    fields: dict[str, Any] = {
        "words": chance.choice(("accused", '"three died"', "title", "nothing")),
        "actors": (chance.choice(("MLI", "SEN", "ML", "they|")),),
        "doers": (chance.choice(("MLI", "SN")),),
        "recipients": (chance.choice(("NER", "ML")),),
        "types": tuple(chance.sample(TYPES, 2)),
        "quads": (chance.randint(1, 4),),
        "facts": (chance.choice(("happened", "denied")),),
        "countries": ("MLI", "NER"),
        "places": (2457161,),
        "precision": chance.randint(1, 5),
        "min_origins": 2,
        "since": since,
        "until": since + timedelta(chance.randrange(40)),
        "told_since": since,
        "told_until": since + timedelta(20),
    }
    return EventQuery(**{name: fields[name] for name in chance.sample(sorted(fields), chance.randint(0, 4))})


def lines(store: Store, wanted: EventQuery | None = None) -> list[EventLine]:
    return list(store.desk.event_lines(wanted or EventQuery(), limit=10_000).lines)


def fits(line: EventLine, wanted: EventQuery) -> bool:
    """What a query asks of a line, words aside."""

    def anybody(side: Iterable[Any], whom: tuple[str, ...]) -> bool:
        return any(one.country in whom or one.who in whom for one in side)

    def between() -> bool:
        if anybody(line.actors, wanted.doers) and anybody(line.recipients, wanted.recipients):
            return True
        return not line.recipients and any(
            one.who != other.who and anybody([one], wanted.doers) and anybody([other], wanted.recipients)
            for one in line.actors
            for other in line.actors
        )

    asked = [
        not wanted.actors or anybody((*line.actors, *line.recipients), wanted.actors),
        between()
        if wanted.doers and wanted.recipients
        else (not wanted.doers or anybody(line.actors, wanted.doers))
        and (not wanted.recipients or anybody(line.recipients, wanted.recipients)),
        not wanted.types or line.event_type in wanted.types,
        not wanted.quads or line.quad in wanted.quads,
        not wanted.facts or line.factuality in wanted.facts,
        not wanted.countries or line.country in wanted.countries,
        not wanted.places or line.geonameid in wanted.places,
        wanted.precision is None or (line.precision or 0) >= wanted.precision,
        line.origins >= wanted.min_origins,
        wanted.since is None or (line.last_day is not None and line.last_day >= wanted.since),
        wanted.until is None or (line.first_day is not None and line.first_day <= wanted.until),
        wanted.told_since is None or line.told_day >= wanted.told_since,
        wanted.told_until is None or line.told_day <= wanted.told_until,
    ]
    return all(asked)


def test_a_line_says_what_the_account_says(store: SqlStore) -> None:
    filled(store)
    found = lines(store)
    assert len(found) == store.tally().events > 10
    for line in found:
        event = store.event(line.event_id)
        assert event is not None
        told = told_of(event_account(event, store))
        said = told.headline
        assert (line.event_type, line.mode) == (said.event_type, said.mode)
        assert [(one.name, one.country) for one in line.actors] == [(one.name, one.country) for one in said.actor]
        assert [one.name for one in line.recipients] == [one.name for one in said.recipient]
        assert (line.place, line.country) == ((said.place.name, said.place.country) if said.place else (None, None))
        assert line.figures == told.figures
        assert line.confidence == pytest.approx(told.confidence, abs=1e-4)
        assert (line.origins, line.reports) == (len(event.origins), len(event.report_ids))
        if said.date is not None and said.date.when is not None:
            assert (line.first_day, line.last_day) == (said.date.when.first_day, said.date.when.last_day)
            assert line.dated
        assert line.sentence.startswith("Mali accused Senegal")
        assert line.title is not None


@pytest.mark.parametrize("seed", range(3))
def test_queries_give_what_fits_and_facets_add_up(counted: SqlStore, seed: int) -> None:
    store = counted
    filled(store, 30, seed=seed)
    store.desk.count(EventQuery(min_origins=1))  # what comes after is followed
    filled(store, seed=seed)
    chance = random.Random(seed)
    everything = lines(store)
    for wanted in [EventQuery(), *(query(chance) for _ in range(40))]:
        found = lines(store, wanted)
        meant = replace(wanted, words="")
        if wanted.words != "nothing":
            assert {each.event_id for each in found} == {each.event_id for each in everything if fits(each, meant)}
        else:
            assert found == []
        assert store.desk.count(wanted) == len(found)
        facets = store.desk.facets(wanted, FACETS, top=3)
        for field in SINGLE:
            assert sum(events for _, events in facets[field]) == len(found), (wanted, field)
        types = store.desk.facets(wanted, ["type", "actor"], top=99)
        assert dict(types["type"]) == Counter(each.event_type for each in found)
        whom = Counter(who for each in found for who in ({one.who for one in each.actors} or {""}))
        assert dict(types["actor"]) == whom
        marks = store.desk.marks(wanted)
        assert len(marks.events) + marks.not_pinned == len(found)
        assert set(marks.events) == {each.event_id for each in found if (each.precision or 0) > 3}
        pinned = store.desk.pinned(wanted)
        assert pinned.not_pinned == marks.not_pinned
        at_places = {
            (place.geonameid, quad): events
            for place, counts in pinned.places
            for quad, events in enumerate(counts)
            if events
        }
        ids = [marks.places[at].geonameid for at in marks.place]
        assert at_places == Counter(zip(ids, marks.quad, strict=True))
        for by in get_args(Period):
            for group in get_args(Grouped):
                series = store.desk.series(wanted, by=by, group=group)
                assert sum(one.events for one in series) == sum(each.first_day is not None for each in found)
                assert series == sorted(series, key=lambda one: (one.start, one.group))
        assert [head.event_id for head in store.desk.severest(wanted, limit=9)] == [
            each.event_id for each in store.desk.event_lines(wanted, limit=9, sort="severity").lines
        ]
        until = FIRST + timedelta(80)
        for group, key_of in KEYS.items():
            expected: dict[tuple[str, str], list[int]] = {}
            for each in found:
                if each.first_day is not None and 0 <= (until - each.first_day).days < 70:
                    counts = expected.setdefault(key_of(each), [0] * 10)
                    counts[9 - (until - each.first_day).days // 7] += 1
            weeks = store.desk.weeks(wanted, until=until, weeks=10, group=group, least=1)
            assert weeks == {key: counts for key, counts in expected.items() if counts[-1]}


def test_the_first_event_of_an_empty_store_is_found_by_its_words(counted: SqlStore) -> None:
    assert counted.desk.count(EventQuery(words="accused")) == 0
    put(counted, 1, Told(clause="accused", anchor="accused", event_type="ACCUSE", actor=[ACTORS[0]]), "E1")
    assert [line.event_id for line in lines(counted, EventQuery(words="accused"))] == ["E1"]


def test_the_same_without_filters_as_with_one_that_lets_all_pass(counted: SqlStore) -> None:
    store = counted
    filled(store)
    every = EventQuery(told_since=date(1, 1, 1))
    assert store.desk.facets(EventQuery(), FACETS, top=99) == store.desk.facets(every, FACETS, top=99)
    for group in get_args(Grouped):
        assert store.desk.series(EventQuery(), by="week", group=group) == store.desk.series(
            every, by="week", group=group
        )


@pytest.mark.parametrize("sort", SORTS)
def test_pages_walk_everything_once_in_order(counted: SqlStore, sort: Sort) -> None:
    store = counted
    filled(store)
    for wanted in (EventQuery(), EventQuery(countries=("MLI",)), EventQuery(words="accused")):
        whole = store.desk.event_lines(wanted, limit=1000, sort=sort).lines
        walked: list[EventLine] = []
        after = None
        while True:
            part = store.desk.event_lines(wanted, limit=7, sort=sort, after=after)
            walked += part.lines
            after = part.after
            if after is None:
                break
        assert walked == list(whole)
        store.database.columns, kept = None, store.database.columns
        assert walked == list(store.desk.event_lines(wanted, limit=1000, sort=sort).lines), "as tables have them"
        store.database.columns = kept
        assert len({line.event_id for line in walked}) == store.desk.count(wanted)
        keys: dict[Sort, Any] = {
            "newest": lambda line: -(line.first_day or date(1, 1, 1)).toordinal(),
            "oldest": lambda line: (line.first_day or date(9999, 1, 1)).toordinal(),
            "told": lambda line: -line.told_day.toordinal(),
            "origins": lambda line: -line.origins,
            "severity": lambda line: -line.severity,
        }
        assert [keys[sort](line) for line in walked] == sorted(keys[sort](line) for line in walked)


def test_a_cursor_of_another_list_is_refused(store: SqlStore) -> None:
    filled(store, 20)
    after = store.desk.event_lines(EventQuery(), limit=3).after
    assert after is not None
    for wanted, sort, cursor in (
        (EventQuery(types=("ACCUSE",)), "newest", after),
        (EventQuery(), "told", after),
        (EventQuery(), "newest", "nonsense"),
        (EventQuery(), "newest", after[:-4]),
    ):
        with pytest.raises(StoreError, match="first page"):
            store.desk.event_lines(wanted, limit=3, sort=sort, after=cursor)  # type: ignore[arg-type]


def replayed(changes: list[Change]) -> dict[EventId, dict[str, object]]:
    """Events as their changes make them."""
    found: dict[EventId, dict[str, object]] = {}
    for change in changes:
        line = found.get(change.event_id, {})
        for name, value in change.before.items():
            if name != "pages_gone":
                assert line.get(name) == value
        if change.kind in ("merged", "withdrawn") and "pages_gone" not in change.after:
            found.pop(change.event_id)
        elif change.kind != "split":
            found[change.event_id] = {**line, **{k: v for k, v in change.after.items() if k != "pages_gone"}}
    return found


def stands(store: Store) -> dict[EventId, tuple[object, ...]]:
    return {
        line.event_id: (line.event_type, line.factuality, line.reports, line.origins, line.place, len(line.actors))
        for line in lines(store)
    }


def check_replay(store: Store) -> None:
    changes = store.desk.changes(0, limit=100_000)
    assert [one.revision for one in changes] == sorted({one.revision for one in changes})
    assert store.desk.revision() == (changes[-1].revision if changes else 0)
    made = {
        event_id: (
            *(line[each] for each in ("event_type", "factuality", "reports", "origins", "place")),
            len(line["actors"]),  # type: ignore[arg-type]
        )
        for event_id, line in replayed(changes).items()
    }
    assert made == stands(store)


JUDGE = Judge(who="A. Editor", why="as the ministry wrote", codebook=load_codebook())


@pytest.fixture
def judged(store: SqlStore) -> JudgedStore:
    return JudgedStore(store.database)


def test_changes_replayed_give_what_stands(judged: JudgedStore) -> None:
    filled(judged, 40)
    check_replay(judged)
    before, revision = stands(judged), judged.desk.revision()
    assert {one.kind for one in judged.desk.changes(0, limit=1000)} == {"created", "changed"}

    event = max(lines(judged), key=lambda line: line.reports)
    set_values([event.event_id], {"type": "PROTEST", "factuality": "denied"}, judged, JUDGE)
    [change] = judged.desk.changes(revision, limit=9)
    assert (change.kind, change.event_id, change.by, change.why) == (
        "corrected",
        event.event_id,
        JUDGE.who,
        JUDGE.why,
    )
    assert change.after["event_type"] == "PROTEST"
    assert judged.desk.count(EventQuery(types=("PROTEST",))) == 1
    [line] = lines(judged, EventQuery(types=("PROTEST",)))
    assert (line.factuality, line.revision, line.changed_at) == ("denied", change.revision, change.at)
    check_replay(judged)

    made = [each for each in judged.judgements() if each.kind == "set"]
    undo([each.judgement_id for each in made], judged, JUDGE)
    assert stands(judged) == before
    check_replay(judged)


def test_columns_follow_what_people_judge(judged: JudgedStore) -> None:
    filled(judged, 40)
    every = EventQuery(told_since=date(1, 1, 1))
    columns = Columns()

    def answers(kept: Columns | None) -> list[object]:
        judged.database.columns = kept
        marks = judged.desk.marks(every)
        where = [marks.places[at] for at in marks.place]
        rest = replace(marks, places=(), place=())
        return [
            judged.desk.count(every),
            judged.desk.facets(every, FACETS, top=99),
            (where, rest),
            judged.desk.series(every, by="day", group="place"),
            [judged.desk.event_lines(every, limit=99, sort=sort) for sort in SORTS],
            [judged.desk.event_lines(EventQuery(words=words), limit=99) for words in ("accused", '"three died"')],
        ]

    assert answers(columns) == answers(None)
    found = lines(judged)
    set_values([found[0].event_id], {"type": "PROTEST", "date": ["2025-03-03", "2025-03-04"]}, judged, JUDGE)
    assert answers(columns) == answers(None)
    for line in found[1:4]:
        no_event([each.report_id for each in judged.reports_in(line.event_id)], judged, JUDGE)
    assert answers(columns) == answers(None)
    assert judged.desk.count(every) == len(found) - 3
    for each in judged.judgements():
        if each.kind == "no_event":
            undo([each.judgement_id], judged, JUDGE)
    assert answers(columns) == answers(None)
    assert judged.desk.count(every) == len(found)


def test_merges_splits_and_withdrawals_are_told(judged: JudgedStore) -> None:
    attack = Told(clause="accused", anchor="accused", event_type="ASSAULT", actor=[ACTORS[0]], date="2025-01-02")
    for number, event in enumerate(("E1", "E1", "E2", "E3")):
        put(judged, number, attack, event, published="2025-01-03", outlet=f"O{number}")
    here = {line.event_id: judged.reports_in(line.event_id) for line in lines(judged)}
    revision = judged.desk.revision()
    pair(here[EventId("E2")][0].report_id, here[EventId("E1")][0].report_id, judged, JUDGE, same=True)
    kinds = {(one.kind, one.event_id, one.other) for one in judged.desk.changes(revision, limit=9)}
    assert any(kind == "merged" and {event, other} == {"E1", "E2"} for kind, event, other in kinds), kinds
    check_replay(judged)

    revision = judged.desk.revision()
    one, other = here[EventId("E1")]
    pair(one.report_id, other.report_id, judged, JUDGE, same=False)
    changes = judged.desk.changes(revision, limit=9)
    assert [each.by for each in changes] == [JUDGE.who] * len(changes)
    assert "split" in {each.kind for each in changes}, changes
    check_replay(judged)

    revision = judged.desk.revision()
    no_event([here[EventId("E3")][0].report_id], judged, JUDGE)
    [gone] = judged.desk.changes(revision, limit=9)
    assert (gone.kind, gone.event_id, gone.after) == ("withdrawn", "E3", {})
    assert all(line.event_id != "E3" for line in lines(judged))
    check_replay(judged)


def test_pages_that_go_and_are_taken_down(judged: JudgedStore) -> None:
    attack = Told(clause="accused", anchor="accused", event_type="ASSAULT", actor=[ACTORS[0]], date="2025-01-02")
    put(judged, 1, attack, "E1", published="2025-01-03")
    [report] = judged.reports_in(EventId("E1"))
    article = judged.article(report.article_id)
    assert article is not None
    revision = judged.desk.revision()
    judged.withdraw(article.key)
    gone = judged.desk.changes(revision, limit=9)
    assert [(one.kind, one.after) for one in gone] == [("withdrawn", {"pages_gone": True})]
    judged.withdraw(article.key, gone=False)
    assert [one.kind for one in judged.desk.changes(gone[0].revision, limit=9)] == ["changed"]
    take_down(report.article_id, judged, who="A. Editor", why="asked to")
    changes = judged.desk.changes(0, limit=9)
    assert (changes[-1].kind, changes[-1].by) == ("withdrawn", "A. Editor")
    assert all(not one.before and not one.after for one in changes[:1])
    assert lines(judged) == []


def test_the_machine_and_people(judged: JudgedStore) -> None:
    filled(judged, 20)
    line = lines(judged)[0]
    set_values([judged.reports_in(line.event_id)[0].report_id], {"type": "PROTEST"}, judged, JUDGE)
    kinds = {each.event_type for each in lines(judged)}
    assert ("PROTEST" in kinds) == (judged.desk.count(EventQuery(types=("PROTEST",))) == 1)


def test_marks_of_the_store(store: SqlStore) -> None:
    assert store.desk.marked("kind") is None
    store.desk.mark("kind", "synthetic")
    assert store.desk.marked("kind") == "synthetic"
    store.desk.mark("kind", None)
    assert store.desk.marked("kind") is None


def test_counts_that_are_wrong_are_found_and_mended(store: SqlStore) -> None:
    filled(store, 20)
    before = store.desk.facets(EventQuery(), FACETS)
    store.database.run("UPDATE event_counts SET events = events + 1 WHERE field = 'type'")
    assert any("counts of events" in each for each in store.check())
    assert "events are counted anew" in list(doctor.mend(store.database))
    assert store.desk.facets(EventQuery(), FACETS) == before
