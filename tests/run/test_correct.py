"""What people judge of reports and events: it wins, survives coding anew, moves reports, and is taken back whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from faleme.errors import ReadError
from faleme.exchange.correction_views import (
    correction_text,
    corrections_view,
    history_view,
    judgement_view,
    replaced_by,
    replaces,
)
from faleme.exchange.plover import plover_record
from faleme.exchange.reports import report_object
from faleme.exchange.views import event_detail, event_view
from faleme.ids import EventId, ReportId
from faleme.link.cluster import link_reports
from faleme.records import Judgement, Report
from faleme.reference.actors import load_actors
from faleme.reference.codebook import load_codebook
from faleme.run.correct import Judge, accept, no_event, pair, restore, set_values, undo
from faleme.run.correction_values import values_from
from faleme.run.pairs import settle
from faleme.run.relink import link_article, summarise_all
from faleme.run.takedown import take_down
from faleme.store.base import Filter, Store, WhoFilter
from faleme.store.desk import EventQuery
from faleme.store.dyads import dyad_series
from faleme.store.judged import JudgedStore, open_judged
from faleme.store.opening import Address
from tests.store.pages import Told, page

if TYPE_CHECKING:
    from tests.store.postgres import Server

CODEBOOK = load_codebook()
JUDGE = Judge(who="A. Editor", why="read the ministry's note", codebook=CODEBOOK)
GAO = ("Gao", 2457161, "MLI", 16.27, -0.04)
FRONT, ARMY = ("the Salt Road Front", "MLI", "own:front"), ("soldiers", "MLI", "fama")
RAID = Told(
    clause="the Salt Road Front ambushed soldiers on patrol near Gao",
    anchor="ambushed",
    actor=[FRONT],
    recipient=[ARMY],
    place=GAO,
    date="2024-03-02",
)
TALKS = Told(clause="Soldiers met elders in Ansongo", anchor="met", event_type="CONSULT", actor=[ARMY])
TEXT = f"On 2 March {RAID.clause}. {TALKS.clause.replace('Soldiers', 'The soldiers')}."
TALKS = replace(TALKS, clause="The soldiers met elders in Ansongo")


@pytest.fixture
def store(address: Address) -> Iterator[JudgedStore]:
    opened = open_judged(address, create=True)
    yield opened
    assert opened.check() == []
    opened.close()


def read(
    store: Store, key: str, told: Sequence[Told] = (RAID,), *, text: str = TEXT, published: str = "2024-03-03"
) -> ReportId:
    """As the run reads a page, one that is stored already too; its first report."""
    record, capture = page(key, text, told, published=published, outlet=f"The {key}")
    with store.transaction():
        machine = store.as_machine()
        known = {one.report_id: link for one in record.reports if (link := machine.link_of(one.report_id))}
        links = link_reports(record.article, record.reports, machine, codebook=CODEBOOK, known=known)
        saved = store.save(record, capture=capture, links=links, again=True)
        touched = set(saved.touched)
        if store.has_judgements():
            wanted = {report.report_id for report in record.reports}
            touched |= store.unlink(wanted, cause="read")
            touched |= link_article(record.article.article_id, wanted, store, codebook=CODEBOOK)
            touched |= settle(store, codebook=CODEBOOK)
        summarise_all(touched, store)
    return record.reports[0].report_id


def report_of(store: Store, report_id: str) -> Report:
    report = store.report(ReportId(report_id))
    assert report is not None
    return report


def event_of(store: Store, report_id: str) -> EventId | None:
    return report_of(store, report_id).event_id


def values(*texts: str) -> dict[str, object]:
    return values_from(texts, codebook=CODEBOOK, actors=load_actors())


def everything(store: Store) -> str:
    wanted = [Filter(event_types=(one,)) for one in ("ASSAULT", "COERCE", "CONSULT")] + [Filter(countries=("NER",))]
    return repr(
        [
            sorted(store.iter_events(), key=lambda event: event.event_id),
            [sorted(each.event_id for each in store.events(one, limit=99)) for one in [Filter(), *wanted]],
            [store.record(each) for each in store.iter_articles()],
            store.search("soldiers", Filter(), limit=99),
            store.tally(),
            [who.who for who in store.actors(WhoFilter(), limit=99)],
        ]
    )


def test_a_set_field_wins_and_the_machine_s_value_stands_beside_it(store: JudgedStore) -> None:
    first = read(store, "a")
    before = everything(store)
    wanted = values("type=COERCE", "mode=arrest", "place=2440485", "date=2024-03", "dead=10-12", "factuality=denied")
    (made,) = set_values([first], wanted, store, JUDGE)
    report = report_of(store, first)
    assert (report.event_type, report.mode, report.auxiliary) == ("COERCE", "arrest", "negation")
    assert report.place is not None
    assert report.date is not None
    assert report.date.when is not None
    assert (report.place.name, report.place.country, str(report.date.when.start)) == ("Niamey", "NER", "2024-03")
    assert [(one.what, one.low, one.high) for one in report.figures] == [("dead", 10, 12)]
    machine = {mark.field: mark.machine for mark in report.corrected}
    assert machine == {
        "type": "ASSAULT",
        "mode": "none",
        "place": "Gao, MLI",
        "date": "2024-03-02",
        "dead": "unknown",
        "factuality": "happened",
    }
    assert {mark.who for mark in report.corrected} == {"A. Editor"}
    # Filters, search, the event and the exports see it, with the mark.
    (event,) = store.events(Filter(event_types=("COERCE",), countries=("NER",)), limit=9)
    assert store.events(Filter(event_types=("ASSAULT",)), limit=9) == []
    (hit,) = store.search("ambushed", Filter(event_types=("COERCE",)), limit=9)
    assert [mark.field for mark in hit.corrected] == [mark.field for mark in report.corrected]
    view = event_view(event, store)
    assert (view["type"], view["corrected"][0]["machine"]) == ("COERCE", "ASSAULT")
    record = store.record(report.article_id)
    assert record is not None
    assert record.reports == (report,)
    line = report_object(report, record.article)
    assert line["corrected"][0] | {"at": ""} == {
        "field": "type",
        "value": "COERCE",
        "machine": "ASSAULT",
        "correction": made.judgement_id,
        "who": "A. Editor",
        "why": JUDGE.why,
        "at": "",
    }
    written = plover_record(report, record.article, codebook=CODEBOOK)
    assert written is not None
    assert (written["date_basis"], len(written["corrected"])) == ("corrected", 6)
    undo([made.judgement_id], store, JUDGE)
    assert everything(store) == before


def test_actors_are_set_by_id_name_or_words(store: JudgedStore) -> None:
    first = read(store, "a")
    set_values([first], values("actor=group:jnim; soldiers on patrol (NER, MIL)", "recipient=nobody"), store, JUDGE)
    report = report_of(store, first)
    known, words = report.actor
    assert (known.actor_id, known.text, known.runners_up[0].ref) == ("group:jnim", FRONT[0], "own:front")
    assert (words.actor_id, words.country, words.sectors, words.text) == (None, "NER", ("MIL",), "soldiers on patrol")
    assert report.recipient == ()
    assert store.actor("group:jnim") is not None, "rows of actors are as judged"
    assert store.actor("fama") is None


WRONG = [
    # what is written                  what the answer names
    (["type=ATTACK"], "no such event type"),
    (["colour=red"], "there is no field colour"),
    (["type"], "write FIELD=VALUE"),
    (["type=ASSAULT", "mode=arrest"], "has no mode arrest"),
    (["factuality=maybe"], "happened, planned"),
    (["place=Gao"], "Give the number"),
    (["place=Nowhere-at-all"], "no such place"),
    (["date=soon"], "Write 2024"),
    (["dead=12-10"], "ends before it begins"),
    (["dead=many"], "write a number"),
    (["actor=group:nobody"], "there is no actor"),
    (["dead=1", "dead=2"], "set twice"),
]


@pytest.mark.parametrize(("texts", "named"), WRONG, ids=[" ".join(texts) for texts, _ in WRONG])
def test_what_cannot_be_set_is_told(texts: list[str], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        values_from(texts, codebook=CODEBOOK, actors=load_actors())


def test_a_correction_follows_the_words_when_id_and_type_change(store: JudgedStore) -> None:
    first = read(store, "a")
    set_values([first], values("date=2024-03-01"), store, JUDGE)
    # Coded anew: another type, so another id; blanks and line breaks fell otherwise, and a paragraph came before it.
    text = "A new first line.\n" + TEXT.replace("ambushed soldiers", "ambushed\nsoldiers")
    told = replace(RAID, event_type="COERCE", clause=RAID.clause.replace("ambushed soldiers", "ambushed\nsoldiers"))
    second = read(store, "a", [told], text=text)
    assert second != first
    report = report_of(store, second)
    assert report.date is not None
    assert str(report.date.when and report.date.when.start) == "2024-03-01"
    assert [mark.machine for mark in report.corrected] == ["2024-03-02"]


def test_a_correction_without_its_words_is_kept_and_listed(store: JudgedStore) -> None:
    first = read(store, "a")
    set_values([first], values("type=COERCE"), store, JUDGE)
    text = TEXT.replace("ambushed", "attacked")
    second = read(
        store, "a", [replace(RAID, clause=RAID.clause.replace("ambushed", "attacked"), anchor="attacked")], text=text
    )
    assert report_of(store, second).event_type == "ASSAULT"
    (listed,) = corrections_view(store)
    assert (listed["status"], listed["reports"]) == ("unapplied", [])
    assert "ambushed" in listed["words"][0]
    read(store, "a")  # the page was mended
    assert report_of(store, first).event_type == "COERCE"
    (listed,) = corrections_view(store)
    assert listed["status"] == "applied"


def test_of_one_sentence_twice_the_right_one_is_meant(store: JudgedStore) -> None:
    text = f"{TALKS.clause}. Then it rained. {TALKS.clause}."
    first = read(store, "a", [TALKS], text=text)
    set_values([first], values("type=COOPERATE"), store, JUDGE)
    assert report_of(store, first).event_type == "COOPERATE"
    (listed,) = corrections_view(store)
    assert listed["reports"] == [first]


def test_no_event_stands_in_none_and_comes_back(store: JudgedStore) -> None:
    first, other = read(store, "a"), read(store, "b")
    before = everything(store)
    assert event_of(store, first) == event_of(store, other)
    (made,) = no_event([other], store, JUDGE)
    assert event_of(store, other) is None
    assert [event.report_ids for event in store.iter_events()] == [(first,)]
    assert [mark.field for mark in report_of(store, other).corrected] == ["event"]
    read(store, "b")
    assert event_of(store, other) is None, "coded anew it still is none"
    third = read(store, "c")
    assert event_of(store, third) == event_of(store, first)
    undo([made.judgement_id], store, JUDGE)
    assert event_of(store, other) == event_of(store, first)
    assert everything(store) != before  # the third page came
    (gone,) = no_event([str(event_of(store, third))], store, JUDGE)[:1]
    assert store.tally().events == 0
    assert gone.kind == "no_event"


def test_same_joins_whole_events_and_is_taken_back(store: JudgedStore) -> None:
    far = replace(RAID, place=("Gao", 2460596, "MLI", 12.65, -8.0), date="2024-03-09")  # another place, a week later
    first, other, third = read(store, "a"), read(store, "b", [far], published="2024-03-10"), read(store, "c")
    before = everything(store)
    ours, theirs = event_of(store, first), event_of(store, other)
    assert ours == event_of(store, third) != theirs
    assert ours is not None
    assert theirs is not None
    made = pair(other, third, store, JUDGE, same=True)
    assert {event_of(store, each) for each in (first, other, third)} == {ours}
    assert replaces(ours, store) == [theirs]
    assert replaced_by(theirs, store) == ours
    event = store.event(ours)
    assert event is not None
    assert event_detail(event, store)["replaces"] == [theirs]
    read(store, "b", [far], published="2024-03-10")
    assert event_of(store, other) == ours, "coded anew they stay joined"
    steps = [step["what"] for step in history_view(ours, store)]
    assert steps == ["minted", "joined", "correction same", "joined", "replaces"]
    undo([made.judgement_id], store, JUDGE)
    for key, told in (("a", RAID), ("b", far), ("c", RAID)):
        read(store, key, [told], published="2024-03-10" if told is far else "2024-03-03")
    assert everything(store) == before


def test_different_parts_an_event_and_stays_so(store: JudgedStore) -> None:
    first, other = read(store, "a"), read(store, "b")
    before = everything(store)
    event = event_of(store, first)
    made = pair(first, other, store, JUDGE, same=False)
    assert event_of(store, first) == event
    assert event_of(store, other) not in (None, event)
    read(store, "b")
    assert event_of(store, first) != event_of(store, other)
    later = pair(first, other, store, JUDGE, same=True)
    assert event_of(store, first) == event_of(store, other), "the later judgement wins"
    undo([later.judgement_id, made.judgement_id], store, JUDGE)
    assert everything(store) == before


def test_an_event_is_corrected_as_a_whole(store: JudgedStore) -> None:
    first, other = read(store, "a"), read(store, "b")
    before = everything(store)
    event_id = event_of(store, first)
    assert event_id is not None
    (made,) = set_values([event_id], values("type=COERCE", "place=2440485", "dead=7"), store, JUDGE)
    assert [report_of(store, each).event_type for each in (first, other)] == ["ASSAULT", "ASSAULT"], "claims stay"
    (event,) = store.events(Filter(event_types=("COERCE",), countries=("NER",)), limit=9)
    assert (event.event_id, event.event_type) == (event_id, "COERCE")
    view = event_view(event, store)
    assert (view["place"], [mark["field"] for mark in view["corrected"]]) == ("Niamey", ["type", "place", "dead"])
    read(store, "a")
    read(store, "b")
    assert [each.event_type for each in store.events(Filter(), limit=9)] == ["COERCE"]
    undo([made.judgement_id], store, JUDGE)
    assert everything(store) == before


def test_what_is_accepted_changes_nothing_but_the_mark(store: JudgedStore) -> None:
    first = read(store, "a")
    accept([first], store, JUDGE)
    report = report_of(store, first)
    assert [(mark.field, mark.value) for mark in report.corrected] == [("accepted", "as it stands")]
    assert store.judged_reports() == []


def test_corrections_go_to_another_store(store: JudgedStore, tmp_path: Path) -> None:
    first, other = read(store, "a"), read(store, "b")
    set_values([first], values("type=COERCE"), store, JUDGE)
    made = pair(first, other, store, JUDGE, same=False)
    undo([made.judgement_id], store, JUDGE)
    lines = [json.dumps(judgement_view(each)) for each in store.judgements()]
    second = open_judged(tmp_path / "second.db", create=True)
    assert restore(lines, second, codebook=CODEBOOK) == (3, 0)
    read(second, "a")
    read(second, "b")
    assert restore(lines, second, codebook=CODEBOOK) == (0, 3)
    assert second.judgements() == store.judgements()
    assert report_of(second, first) == report_of(store, first)
    with pytest.raises(ReadError, match="line 2 holds no correction"):
        restore([lines[0], '{"name": "x"}'], second, codebook=CODEBOOK)
    second.close()


BROKEN = [
    # payload fields of a correction that another program wrote             what is wrong
    ({"set": {"type": 5}}, "sets type"),
    ({"set": {"dead": "many"}}, "sets dead"),
    ({"set": {"date": ["soon", "later"]}}, "sets date"),
    ({"set": {"place": {"name": "Gao", "geonameid": "2457161"}}}, "sets place"),
    ({"set": {"actor": [{"country": "MLI"}]}}, "sets actor"),
    ({"set": {"colour": "red"}}, "sets colour"),
    ({"anchors": []}, "which report"),
    ({"anchors": [{"article": "A1", "report": "R1", "tellings": [["a", 4, 9, 0]]}]}, "outside its sentence"),
    ({"anchors": "none"}, "is no correction"),
]


@pytest.mark.parametrize(("fields", "named"), BROKEN, ids=[named for _, named in BROKEN])
def test_a_broken_correction_is_not_let_in(store: JudgedStore, fields: dict[str, object], named: str) -> None:
    (made,) = set_values([read(store, "a")], values("type=COERCE"), store, JUDGE)
    row = judgement_view(made) | {"judgement": "DOTHER"}
    before = everything(store)
    with pytest.raises(ReadError, match=named):
        restore([json.dumps(row | {"payload": row["payload"] | fields})], store, codebook=CODEBOOK)
    with pytest.raises(ReadError, match="line 1"):
        restore([json.dumps(row | {"kind": "merge"})], store, codebook=CODEBOOK)
    assert everything(store) == before


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("set"),
            st.sampled_from("abc"),
            st.sampled_from(["type=COERCE", "type=CONSULT", "date=2024-03-05", "actor=group:jnim", "place=2440485"]),
        ),
        st.tuples(st.just("event"), st.sampled_from("abc"), st.sampled_from(["type=COERCE", "dead=3"])),
        st.tuples(st.just("none"), st.sampled_from("abc"), st.none()),
        st.tuples(st.just("same"), st.sampled_from("abc"), st.sampled_from("abc")),
        st.tuples(st.just("different"), st.sampled_from("abc"), st.sampled_from("abc")),
        st.tuples(st.just("undo"), st.integers(0, 3), st.none()),
        st.tuples(st.just("read"), st.sampled_from("abc"), st.none()),
    ),
    max_size=7,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[("same", "a", "c"), ("different", "a", "b"), ("read", "a", None)])
@example(steps=[("set", "c", "type=COERCE"), ("read", "a", None)])
def test_all_undone_is_as_before_and_reading_again_changes_nothing(
    steps: list[tuple[str, object, str | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    walk_and_undo(open_judged(tmp_path_factory.mktemp("correct") / "news.db", create=True), steps)


# Shrinking with a database an example takes minutes; the other store tells what is wrong in fewer steps.
@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(steps=STEPS)
@example(steps=[("same", "a", "c"), ("different", "a", "b"), ("read", "a", None)])
@example(steps=[("set", "c", "type=COERCE"), ("read", "a", None)])
def test_all_undone_is_as_before_in_postgres(server: Server, steps: list[tuple[str, object, str | None]]) -> None:
    walk_and_undo(open_judged(server.emptied(), create=True), steps)


def walk_and_undo(store: JudgedStore, steps: list[tuple[str, object, str | None]]) -> None:
    """Judge and read in these steps, holding the store against itself, and take all of it back."""
    pages = {"a": [RAID, TALKS], "b": [RAID], "c": [replace(RAID, date="2024-03-08")]}
    ids = {key: read(store, key, told) for key, told in pages.items()}
    before = everything(store)
    standing: list[str] = []
    for kind, one, other in steps:
        key = str(one)
        match kind:
            case "set":
                standing.append(set_values([ids[key]], values(str(other)), store, JUDGE)[0].judgement_id)
            case "event" if (event_id := event_of(store, ids[key])) is not None:
                standing.append(set_values([event_id], values(str(other)), store, JUDGE)[0].judgement_id)
            case "none":
                standing += [each.judgement_id for each in no_event([ids[key]], store, JUDGE)]
            case "same" | "different" if one != other:
                standing.append(pair(ids[key], ids[str(other)], store, JUDGE, same=kind == "same").judgement_id)
            case "undo" if isinstance(one, int) and one < len(standing):
                undo([standing.pop(one)], store, JUDGE)
            case "read":
                now = [report_of(store, each) for each in ids.values()]
                parts = {frozenset(e.report_ids) for e in store.iter_events()}
                read(store, key, pages[key])
                assert parts == {frozenset(e.report_ids) for e in store.iter_events()}, standing
                again = [report_of(store, each) for each in ids.values()]
                assert [replace(each, event_id=None) for each in again] == [
                    replace(each, event_id=None) for each in now
                ]
                assert [each.event_id is None for each in again] == [each.event_id is None for each in now]
        assert store.check() == []
    for made in reversed(standing):
        undo([made], store, JUDGE)
    for key, told in pages.items():  # in the order of the first time: internal numbers rise with it
        read(store, key, told)
    assert everything(store) == before
    store.close()


def test_corrections_of_a_page_that_was_taken_down_lose_its_words(store: JudgedStore) -> None:
    first, other = read(store, "a"), read(store, "b")
    set_values([first], values("dead=4"), store, JUDGE)
    pair(first, other, store, JUDGE, same=True)
    take_down(report_of(store, first).article_id, store, who="A. Editor", why="the outlet asked")
    one, two = corrections_view(store)
    assert (one["status"], one["set"], one["machine"], one["words"]) == ("unapplied", {"dead": "4"}, {}, [])
    assert one["taken_down"]
    assert two["taken_down"]
    assert [(each["who"], each["why"]) for each in (one, two)] == [(JUDGE.who, JUDGE.why)] * 2
    assert len(two["words"]) == 1, "what the other page says stays"
    assert "its words were taken down" in correction_text(one)
    assert all(RAID.clause not in judgement.payload for judgement in store.judgements()[:1])


def test_what_is_set_of_an_event_as_a_whole_counts_between_two_sides(store: JudgedStore) -> None:
    first = read(store, "a")
    event_id = event_of(store, first)
    assert event_id is not None

    def counted() -> list[tuple[str, float]]:
        points = dyad_series(store, ("own:front",), ("fama",), by="month", codebook=CODEBOOK)
        alone = dyad_series(store, ("own:front",), None, by="month", with_events=False, codebook=CODEBOOK)
        found, rolled = ([(str(each.period), each.conflict_score) for each in side] for side in (points, alone))
        assert rolled == found, "the roll-up says the same"
        return found

    def event_types() -> list[str]:
        return [each.event_type for each in store.dyad_events(("own:front",), ("fama",), since=None, until=None)]

    before = counted()
    assert event_types() == ["ASSAULT"]
    (made,) = set_values([event_id], values("type=COERCE", "date=2024-02-28"), store, JUDGE)
    assert event_types() == ["COERCE"]
    assert [period for period, _ in counted()] == ["2024-02"]
    (denied,) = set_values([event_id], values("factuality=denied"), store, JUDGE)
    assert event_types() == [], "only what happened counts"
    store.index_judged()
    assert store.check() == []
    assert event_types() == []
    undo([denied.judgement_id], store, JUDGE)
    undo([made.judgement_id], store, JUDGE)
    assert counted() == before
    assert event_types() == ["ASSAULT"]


def test_a_judgement_changes_no_other_event(example_store: Path, tmp_path: Path) -> None:
    store = open_judged(shutil.copy(example_store, tmp_path / "news.db"))
    event = max(store.iter_events(), key=lambda event: len(event.report_ids))
    alone = next(each for each in store.iter_events() if len(each.report_ids) == 1)
    before = {each.event_id for each in store.iter_events()}

    def changed(since: int) -> set[EventId]:
        return {each.event_id for each in store.desk.changes(since, limit=999)}

    judges: tuple[Callable[[], list[Judgement]], ...] = (
        lambda: set_values([event.event_id], values("mode=explosives", "type=ASSAULT"), store, JUDGE),
        lambda: accept([event.event_id, alone.event_id], store, JUDGE),
        lambda: set_values([alone.headline], values("dead=4"), store, JUDGE),
    )
    for judge in judges:
        revision = store.desk.revision()
        made = judge()
        undo([each.judgement_id for each in made], store, JUDGE)
        assert changed(revision) <= {event.event_id, alone.event_id}
    assert {each.event_id for each in store.iter_events()} == before
    assert all(line.confidence is not None for line in store.desk.event_lines(EventQuery(), limit=999).lines)
    store.close()
