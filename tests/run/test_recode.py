"""Stored articles coded anew: what is otherwise stands beside what was, events keep their ids, a kill loses nothing."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from faleme.dates import PartialDate
from faleme.errors import StoreError
from faleme.ids import ArticleId, ReportId
from faleme.records import Capture, Judgement, Record
from faleme.reference.actors import load_actors
from faleme.reference.codebook import load_codebook
from faleme.run import local, recode
from faleme.run.correct import Judge, no_event, pair, set_values, undo
from faleme.run.correction_values import values_from
from faleme.run.diff import diff_runs, diff_stores
from faleme.run.difference import Difference, difference
from faleme.run.difference_views import difference_text, difference_views
from faleme.run.takedown import take_down
from faleme.store.archive import TABLES, back_up
from faleme.store.base import Filter
from faleme.store.codec import to_json
from faleme.store.judged import JudgedStore, open_judged
from faleme.store.opening import Address
from faleme.store.runs import Run
from faleme.store.sql_past import version_record
from tests.store.older import LINES_MADE, RUNS_MADE, desk_made
from tests.store.pages import Told, page

if TYPE_CHECKING:
    from tests.store.postgres import Server

CODEBOOK = load_codebook()
GAO = ("Gao", 2457161, "MLI", 16.27, -0.04)
FRONT, ARMY = ("the Salt Road Front", "MLI", "own:front"), ("soldiers", "MLI", "fama")
RAID = Told(
    clause="the Salt Road Front ambushed soldiers near Gao",
    anchor="ambushed",
    actor=[FRONT],
    recipient=[ARMY],
    place=GAO,
    date="2024-03-02",
)
LATER = replace(RAID, date="2023-11-20")
SEIZED = replace(RAID, event_type="COERCE")
NOBODY = replace(RAID, recipient=(), mode="firearms")
TALKS = Told(clause="The soldiers met elders in Ansongo", anchor="met", event_type="CONSULT", actor=[ARMY])
TEXT = f"On 2 March {RAID.clause}. {TALKS.clause}. Traders closed their stalls."
STALLS = Told(clause="Traders closed their stalls", anchor="closed", event_type="PROTEST", mode="boycott")
POOL = (RAID, LATER, SEIZED, NOBODY, TALKS, STALLS)
# What else stands in the pages, so that none is a copy but the last, which is one of the first.
MORE = {
    "a": "The road leads past the wells that the district dug in the dry years, and lorries with millet from the south "
    "wait there for company before they go on to the market, as the drivers have done for a long time.",
    "b": "A spokeswoman of the ministry told reporters at the airport that helicopters had been sent up at dawn, but "
    "sand in the air kept them from seeing anything, and they turned round without landing anywhere at all.",
    "c": "Herders who came to town with their goats spoke of smoke over the hills in the evening; an old man counted "
    "nine motorcycles, while his nephew was sure that there were more than twenty of them on the track.",
}
MORE["d"] = MORE["a"]
KEYS = ("a", "b", "c", "d")

# Tables whose rows are told by numbers alone: records and events say the same in ids.
_BY_NUMBERS = "captures links evidence report_actors moved event_dyads machine_reports doings".split()

Codings = Mapping[str, Sequence[Told]]


@dataclass(frozen=True)
class Coder:
    """Stands for a program of some version: what it makes of each page."""

    name: str
    codings: Codings

    def page(self, key: str, text: str = "") -> tuple[Record, Capture]:
        return page(
            key,
            text or f"{TEXT} {MORE[key]}",
            self.codings[key],
            published=f"2024-03-0{3 + KEYS.index(key)}",
            outlet=f"The {key}",
        )

    @property
    def kit(self) -> Any:
        return SimpleNamespace(codebook=CODEBOOK, coder=self)


@pytest.fixture(autouse=True, scope="module")
def coders() -> Iterator[None]:
    """Pages are coded by a `Coder` in place of the pipeline."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (local, recode):
            patch.setattr(module, "setup_of", lambda kit: {"program": kit.coder.name})
        patch.setattr(recode, "_anew", lambda stored, kit: kit.coder.page(stored.article.key, stored.article.text)[0])
        yield


@pytest.fixture
def store(address: Address) -> Iterator[JudgedStore]:
    opened = open_judged(address, create=True)
    yield opened
    assert opened.check() == []
    opened.close()


OLD = Coder("1", {"a": [RAID, TALKS], "b": [RAID], "c": [TALKS], "d": []})
THREE = KEYS[:3]


def read(store: JudgedStore, coder: Coder = OLD, keys: Sequence[str] = THREE) -> None:
    for key in keys:
        local.keep(*coder.page(key), store, coder.kit)


def anew(store: JudgedStore, name: str, **codings: Sequence[Told]) -> recode.Recoded:
    return again(store, Coder(name, {**OLD.codings, **codings}))


def again(store: JudgedStore, coder: Coder, on_progress: Callable[..., None] = lambda *_: None) -> recode.Recoded:
    return recode.recode(recode.chosen(store), store, coder.kit, on_progress=on_progress)


def runs(store: JudgedStore) -> list[Run]:
    return store.runs.all()


def difference_of(store: JudgedStore, **asked: Any) -> Difference:
    first, *_, last = runs(store)
    return diff_runs(store, first.run_id, last.run_id, **asked)


def first_report(store: JudgedStore, key: str) -> ReportId:
    return store.reports_of(OLD.page(key)[0].article.article_id)[0].report_id


def event_ids(store: JudgedStore) -> set[str]:
    return {event.event_id for event in store.iter_events()}


# Each store numbers their rows for itself.
_NUMBERED = frozenset("codings event_changes event_history events facts places reports statements".split())


def rows(store: JudgedStore) -> dict[str, list[tuple[Any, ...]]]:
    """All that a store holds, but for times and the numbers of rows that were written and taken back."""
    timed = {"at", "read_at", "started_at", "last_at", "capture_n", "doing", "place_n"}
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in TABLES:
        number = {"n"} if table in _NUMBERED else set()
        if table in _BY_NUMBERS:
            continue
        for row in store.database.rows(f"SELECT * FROM {table}"):
            held = {each: row[each] for each in list(row.keys())}
            found.setdefault(table, []).append(tuple(str(held[each]) for each in held if each not in timed | number))
        found.get(table, []).sort()
    machine = store.as_machine()
    found["told"] = [(repr(store.record(each)), repr(machine.record(each))) for each in store.iter_articles()]
    found["events"] = sorted((repr(event),) for event in store.iter_events())
    return found


def test_what_is_otherwise_stands_beside_what_was(store: JudgedStore) -> None:
    read(store)
    before, lost = event_ids(store), store.reports_of(OLD.page("c")[0].article.article_id)[0].event_id
    done = anew(store, "2", a=[SEIZED, TALKS, STALLS], c=[])
    assert (done.articles, done.changed, done.alike, done.before) == (3, 2, 1, 0)
    old, new = runs(store)
    assert [store.runs.counted(run.run_id).current for run in (old, new)] == [0, 3]
    assert [store.runs.counted(run.run_id).reports for run in (old, new)] == [4, 4]
    article = OLD.page("a")[0].article.article_id
    kept = store.runs.record(article, old.run_id)
    assert kept is not None
    assert [report.event_type for report in kept.reports] == ["ASSAULT", "CONSULT"]
    assert store.database.value("SELECT count(*) FROM superseded") == 2, "what came out as it was is not stored twice"
    found = difference_of(store)
    assert found.counts == {"added": 1, "gone": 1, "changed": 1}
    assert found.fields == {"type": 1}
    assert (found.articles, found.altered, found.only_before) == (3, 0, 0)
    assert [change.sentence for change in found.changes if change.kind == "added"] == ["Traders closed their stalls."]
    assert before - event_ids(store) == {lost}, "a report of another type keeps its event"
    assert found.event_counts == {"gained": 1, "lost": 1}


# With a statement and a fact.
SAID = Told(
    clause="Traders closed their stalls",
    anchor="closed",
    event_type="ACCUSE",
    actor=[ARMY, ("elders", "MLI")],
    speaker=[("elders", "MLI")],
    figures={"2": ("dead", 2.0)},
)


def coded_three_times(store: JudgedStore) -> tuple[ArticleId, list[Record | None]]:
    """An article in three versions; and its records as each run left them."""
    read(store, Coder("1", {"b": [RAID], "a": [RAID, SAID]}), ("a", "b"))
    article = OLD.page("a")[0].article.article_id
    stood = [store.as_machine().record(article)]
    for name, told in (("2", [SEIZED, TALKS]), ("3", [SAID])):
        again(store, Coder(name, {"a": told, "b": [RAID]}))
        stood.append(store.as_machine().record(article))
    return article, stood


def test_superseded_versions_come_back_equal_and_are_compared(store: JudgedStore) -> None:
    article, stood = coded_three_times(store)
    made = [run.run_id for run in runs(store)]
    assert [store.runs.record(article, each) for each in made] == stood
    first = stood[0]
    assert first is not None
    assert (len(first.reports), len(first.statements), len(first.facts)) == (2, 1, 1)
    assert all(report.event_id for report in first.reports)
    assert diff_runs(store, made[0], made[1]).counts == {"changed": 1, "gone": 1, "added": 1}
    assert diff_runs(store, made[0], made[2]).counts == {"gone": 1}
    take_down(article, store, who="A. Editor", why="asked")
    assert [store.runs.record(article, each) for each in made] == [None] * 3


def test_versions_that_were_kept_whole_before_runs_are_read(address: Address) -> None:
    older = open_judged(address, create=True)
    article, stood = coded_three_times(older)
    for number, record in enumerate(stood[:2], 1):
        assert record is not None
        kept = zlib.compress(to_json(Record, record).encode())
        older.database.run("UPDATE superseded SET record = ? WHERE version = ?", (kept, number))
    for change in (*LINES_MADE, *RUNS_MADE, *desk_made(older.database, server=isinstance(address, str))):
        older.database.run(change)
    older.database.run("UPDATE schema_version SET version = 11")
    older.close()
    store = open_judged(address)
    (earlier,) = runs(store)
    assert (earlier.label, store.runs.counted(earlier.run_id).current) == ("earlier", 2)
    again(store, Coder("4", {"a": [STALLS, RAID], "b": [RAID]}))
    assert store.runs.record(article, earlier.run_id) == stood[2], "kept as what differs, beside whole ones"
    number = store.database.value("SELECT n FROM articles WHERE id = ?", (article,))
    assert [version_record(store.database, number, version) for version in (1, 2, 3)] == stood
    assert [version for version, _ in store.versions(article)] == [1, 2, 3, 4]
    assert store.check() == []
    store.close()


def test_the_same_set_up_changes_nothing_and_another_with_the_same_answers_stores_nothing(store: JudgedStore) -> None:
    read(store)
    before = rows(store)
    assert anew(store, "1").before == 3
    assert rows(store) == before
    assert anew(store, "2").alike == 3
    after = rows(store)
    assert {table for table in after if after[table] != before[table]} == {"runs", "readings"}
    assert not difference_of(store)


def test_an_event_follows_its_report_and_a_merge_leaves_replaces(store: JudgedStore) -> None:
    read(store, Coder("1", {"a": [LATER], "b": [RAID]}), ("a", "b"))
    ours, theirs = (store.reports_of(OLD.page(key)[0].article.article_id)[0].event_id for key in ("a", "b"))
    assert ours != theirs
    assert ours is not None
    assert anew(store, "2", a=[RAID], b=[RAID]).moved == 1
    (event,) = store.iter_events()
    assert event.event_id == theirs, "the one that did not change keeps its event"
    assert [step.other for step in store.history(ours) if step.what == "replaced"] == [theirs]
    assert difference_of(store).event_counts == {"merged": 1}
    assert anew(store, "3", a=[LATER], b=[RAID]).moved == 1
    assert len(event_ids(store)) == 2
    second, third = runs(store)[1:]
    assert diff_runs(store, second.run_id, third.run_id).event_counts == {"split": 1}


def test_reports_that_change_together_stay_together(store: JudgedStore) -> None:
    read(store, Coder("1", {"a": [RAID], "b": [RAID]}), ("a", "b"))
    before = event_ids(store)
    assert anew(store, "2", a=[LATER], b=[LATER]).moved == 0
    assert event_ids(store) == before
    assert difference_of(store).event_counts == {}
    assert difference_of(store).fields == {"date": 2}


def test_corrections_stay_with_their_words(store: JudgedStore) -> None:
    read(store)
    judge = Judge(who="A. Editor", why="read the note", codebook=CODEBOOK)
    values = values_from(["dead=4", "place=2440485"], codebook=CODEBOOK, actors=load_actors())
    set_values([first_report(store, "a")], values, store, judge)
    for name, told in (("2", SEIZED), ("3", replace(RAID, anchor="Front", actor=[ARMY])), ("4", RAID)):
        anew(store, name, a=[told, TALKS])
        report = store.report(first_report(store, "a"))
        assert report is not None
        anchored = told.anchor == "ambushed"
        assert [mark.field for mark in report.corrected] == (["place", "dead"] if anchored else [])
        assert store.check() == []
    old, new = runs(store)[0], runs(store)[1]
    assert diff_runs(store, old.run_id, new.run_id).fields == {"type": 1}, "a correction is no difference of codings"


def test_a_page_that_was_taken_down_leaves_no_superseded_word(store: JudgedStore) -> None:
    read(store)
    anew(store, "2", a=[SEIZED])
    take_down(OLD.page("a")[0].article.article_id, store, who="A. Editor", why="asked")
    assert store.database.value("SELECT count(*) FROM superseded") == 0
    assert [store.runs.counted(run.run_id).articles for run in runs(store)] == [2, 2]
    assert anew(store, "3", a=[RAID]).articles == 2, "and is not coded anew"
    assert not difference_of(store)


def test_a_run_is_dropped_only_where_another_took_its_place(store: JudgedStore) -> None:
    read(store)
    anew(store, "2", a=[SEIZED])
    anew(store, "3", a=[STALLS])
    first, second, third = (run.run_id for run in runs(store))
    article = OLD.page("a")[0].article.article_id
    before = store.runs.record(article, first)
    with pytest.raises(StoreError, match="only superseded codings"):
        store.runs.drop(third)
    dropped = store.runs.drop(second)
    assert (dropped.versions, dropped.kept) == (1, 0)
    assert [run.run_id for run in runs(store)] == [first, third]
    assert store.runs.record(article, first) == before, "what was kept as a difference from it is still whole"
    assert [number for number, _ in store.versions(article)] == [1, 3]


def test_a_dropped_run_leaves_the_words_of_a_page_that_was_altered(store: JudgedStore) -> None:
    read(store, keys=("a",))
    altered = Coder("2", OLD.codings)
    local.keep(*altered.page("a", f"{TEXT} It rained."), store, altered.kit)
    first, _ = runs(store)
    dropped = store.runs.drop(first.run_id)
    assert (dropped.versions, dropped.kept) == (0, 1)
    assert len(store.versions(OLD.page("a")[0].article.article_id)) == 2


def test_an_altered_page_is_compared_by_its_words(store: JudgedStore) -> None:
    read(store)
    later = Coder("2", OLD.codings)
    local.keep(*later.page("a", f"Updated. {TEXT}"), store, later.kit)
    found = difference_of(store)
    assert (found.articles, found.altered, found.only_before, found.only_after) == (1, 1, 2, 0)
    assert not found, "the same words say the same, wherever they stand"


def test_withdrawn_stays_withdrawn(store: JudgedStore) -> None:
    read(store)
    article = OLD.page("a")[0].article
    store.withdraw(article.key)
    anew(store, "2", a=[SEIZED])
    assert store.withdrawn_at(article.article_id) is not None


def test_runs_are_found_by_name_and_by_the_beginning_of_their_id(store: JudgedStore) -> None:
    read(store)
    anew(store, "2")
    old, new = runs(store)
    store.runs.name(old.run_id, "before")
    assert store.runs.named("before").run_id == store.runs.named(old.run_id[:6].lower()).run_id == old.run_id
    with pytest.raises(StoreError, match="could be"):
        store.runs.named("N")
    with pytest.raises(StoreError, match="faleme runs"):
        store.runs.named("nothing")
    with pytest.raises(StoreError, match="already"):
        store.runs.name(new.run_id, "before")
    assert store.runs.of(OLD.page("a")[0].article.article_id) == new


def test_articles_are_chosen_by_day_and_id(store: JudgedStore) -> None:
    read(store)
    ids = [OLD.page(key)[0].article.article_id for key in THREE]
    assert recode.chosen(store, since=PartialDate.parse("2024-03-04")) == ids[1:]
    assert recode.chosen(store, until=PartialDate.parse("2024-03-03")) == ids[:1]
    assert recode.chosen(store, named=[ids[2]]) == ids[2:]
    with pytest.raises(StoreError, match="not stored"):
        recode.chosen(store, named=[ArticleId("A")])


def test_two_stores_are_compared_too(address: Address, tmp_path: Path) -> None:
    store = open_judged(address, create=True)
    read(store)
    store.close()
    back_up(address, tmp_path / "other.db")
    other = open_judged(tmp_path / "other.db")
    anew(other, "2", b=[NOBODY], c=[TALKS, STALLS])
    read(other, Coder("2", {"a": [RAID], **OLD.codings}))
    here = open_judged(address)
    found = diff_stores(here, other)
    assert found.counts == {"added": 1, "changed": 1}
    assert found.fields == {"mode": 1, "recipient": 1}
    assert not diff_stores(here, here)
    assert runs(here) == runs(other)[:1], "a backup has the runs"
    here.close()
    other.close()


def test_the_text_and_the_objects_say_what_differs(store: JudgedStore) -> None:
    read(store)
    anew(store, "2", a=[SEIZED, TALKS], b=[], c=[TALKS, STALLS])
    found = difference_of(store)
    summary, *told = difference_views(found)
    assert (summary["added"], summary["gone"], summary["changed"], summary["fields"]) == (1, 1, 1, {"type": 1})
    assert [each["kind"] for each in told if each["what"] == "report"] == ["changed", "gone", "added"]
    text = difference_text(found, "old", "new")
    assert "1 added, 1 gone, 1 changed" in text
    assert "type: ASSAULT -> COERCE" in text
    assert len(difference_of(store, limit=1, wanted=Filter(event_types=("PROTEST",))).changes) == 1
    assert not difference_of(store, wanted=Filter(countries=("SEN",)))


# Shrinking what needs two stores an example takes minutes.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
some = st.lists(st.sampled_from(POOL), max_size=3, unique_by=lambda told: told.anchor)
made = st.fixed_dictionaries(dict.fromkeys(KEYS, some))


@contextmanager
def fresh(kind: str, folder: Path, server: Callable[[], Any]) -> Iterator[JudgedStore]:
    place: Address = server().emptied() if kind == "postgres" else folder / "fresh.db"
    for old in folder.glob("fresh.db*"):
        old.unlink()
    opened = open_judged(place, create=True)
    yield opened
    assert opened.check() == []
    opened.close()


steps = given(first=made, second=made, third=made, stop=st.integers(1, 3))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=UNSHRUNK)
@steps
def test_a_kill_and_one_go_give_the_same_and_the_difference_has_two_sides(
    tmp_path: Path, first: Codings, second: Codings, third: Codings, stop: int
) -> None:
    cut_and_compare(lambda: fresh("sqlite", tmp_path, lambda: None), (first, second, third), stop)


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=UNSHRUNK)
@steps
def test_the_same_in_postgres(
    tmp_path: Path, server: Server, first: Codings, second: Codings, third: Codings, stop: int
) -> None:
    cut_and_compare(lambda: fresh("postgres", tmp_path, lambda: server), (first, second, third), stop)


def cut_and_compare(
    opened: Callable[[], AbstractContextManager[JudgedStore]], coded: Sequence[Codings], stop: int
) -> None:
    """Code pages three ways one after another, in one go and cut short, and hold the stores and the runs together."""
    first, second, third = coded

    def stopping(_key: str, counts: recode.Recoded) -> None:
        if counts.done >= stop:
            raise KeyboardInterrupt

    found = []
    for cut in (False, True):
        with opened() as store:
            read(store, Coder("1", first), KEYS)
            for name, codings in (("2", second), ("3", third)):
                if cut:
                    with pytest.raises(KeyboardInterrupt):
                        again(store, Coder(name, codings), stopping)
                    assert store.check() == [], "a reader sees a whole store between"
                again(store, Coder(name, codings))
            assert store.runs.unsettled() == []
            found.append(rows(store))
            ids = [run.run_id for run in runs(store)]
            for one in ids:
                assert not diff_runs(store, one, one)
                for other in ids:
                    forth, back = diff_runs(store, one, other), diff_runs(store, other, one)
                    assert mirrored(back) == picture(forth)
            for run, codings in zip(ids, coded, strict=True):
                for key in KEYS:
                    article = OLD.page(key)[0].article.article_id
                    record = store.runs.record(article, run)
                    assert record is not None
                    expected = Coder("", codings).page(key)[0]
                    assert [replace(one, event_id=None) for one in record.reports] == list(expected.reports)
                    assert all(one.event_id for one in record.reports)
    for table, held in found[0].items():
        assert found[1][table] == held, table


def picture(found: Difference) -> dict[str, Any]:
    return {
        "counts": dict(found.counts),
        "fields": dict(found.fields),
        "events": {kind: number for kind, number in found.event_counts.items() if number},
        "changes": sorted(
            (each.kind, (each.before and each.before.report_id) or "", (each.after and each.after.report_id) or "")
            for each in found.changes
        ),
    }


def mirrored(found: Difference) -> dict[str, Any]:
    other = {"added": "gone", "gone": "added", "merged": "split", "split": "merged", "gained": "lost", "lost": "gained"}
    seen = picture(found)
    return {
        "counts": {other.get(kind, kind): number for kind, number in seen["counts"].items()},
        "fields": seen["fields"],
        "events": {other.get(kind, kind): number for kind, number in seen["events"].items()},
        "changes": sorted((other.get(kind, kind), after, before) for kind, before, after in seen["changes"]),
    }


def test_nothing_is_different_from_itself() -> None:
    record = OLD.page("a")[0]
    assert not difference([(record, record)])


JUDGED = st.lists(st.sampled_from(["set", "none", "same", "different", "event"]), max_size=3, unique=True)
LINKED = ("a", "b", "c")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=UNSHRUNK)
@given(second=made, third=made, judged=JUDGED)
def test_judged_coded_anew_and_undone_is_as_if_nobody_had_judged(
    tmp_path: Path, second: Codings, third: Codings, judged: list[str]
) -> None:
    judge = Judge(who="A. Editor", why="read the note", codebook=CODEBOOK)
    first: Codings = {"a": [RAID, TALKS], "b": [RAID], "c": [LATER], "d": [RAID]}
    found = []
    for decided in ([], judged):
        with fresh("sqlite", tmp_path, lambda: None) as store:
            read(store, Coder("1", first), KEYS)
            ids = {key: first_report(store, key) for key in LINKED}
            standing = [each.judgement_id for kind in decided for each in decide(kind, ids, store, judge)]
            again(store, Coder("2", second))
            again(store, Coder("3", third))
            assert store.check() == []
            for each in reversed(standing):
                undo([each], store, judge)
            machine = store.as_machine()
            links = [(one.report_id, machine.link_of(one.report_id)) for one in store.reports(Filter())]
            found.append((links, sorted(repr(event) for event in store.iter_events())))
    assert found[0][0] == found[1][0], judged
    assert found[0][1] == found[1][1], judged


def decide(kind: str, ids: Mapping[str, ReportId], store: JudgedStore, judge: Judge) -> list[Judgement]:
    match kind:
        case "set":
            return set_values([ids["a"]], {"type": "PROTEST"}, store, judge)
        case "none":
            return no_event([ids["b"]], store, judge)
        case "event":
            event = store.report(ids["a"])
            assert event is not None
            return set_values([event.event_id], {"type": "COERCE"}, store, judge) if event.event_id else []
    one, other = ("a", "c") if kind == "same" else ("a", "b")
    return [pair(ids[one], ids[other], store, judge, same=kind == "same")]


def test_a_damaged_superseded_version_is_told(address: Address) -> None:
    store = open_judged(address, create=True)
    read(store)
    anew(store, "2", a=[SEIZED])
    store.database.run("UPDATE articles SET engine = 'another' WHERE id = ?", (OLD.page("a")[0].article.article_id,))
    (fault,) = store.check()
    assert "version 1 of an article is damaged: what is kept of it does not fit the version after it" in fault
    store.close()
