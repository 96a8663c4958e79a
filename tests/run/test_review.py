"""What is worth a person's minute, in which order, and a session at the keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from faleme.reference.actors import load_actors
from faleme.run.correct import pair
from faleme.run.review import KEYS, Item, session, weigh, worth_a_look
from faleme.store.base import Filter
from faleme.store.judged import JudgedStore, open_judged
from faleme.store.opening import Address
from tests.run.test_correct import CODEBOOK, JUDGE, RAID, TALKS, TEXT, event_of, read, report_of

DEADLY = replace(RAID, clause="the Salt Road Front ambushed 12 soldiers near Gao", figures={"12": ("dead", 12)})
DENIED = replace(RAID, clause="the Salt Road Front ambushed 30 soldiers near Gao", figures={"30": ("dead", 30)})
NEAR = replace(RAID, clause=RAID.clause, place=None, figures=None)
# The same sides; filed when the other happened, told without day or place, and as another type.
OTHERWISE = replace(
    NEAR, clause="the Salt Road Front held a barracks full of soldiers", anchor="held", event_type="COERCE", date=None
)
LATER = f"Much later {OTHERWISE.clause}. Aïssata Bamba, Koffi Yao, Drissa Zongo and Salif Ouattara came from Banfora."


class Scripted:
    """A desk whose keys and lines are known beforehand."""

    def __init__(self, keys: str, lines: Sequence[str] = ()) -> None:
        self.keys, self.lines, self.said = list(keys), list(lines), list[str]()

    def key(self) -> str:
        return self.keys.pop(0)

    def line(self, prompt: str) -> str:
        return self.lines.pop(0)

    def say(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def store(address: Address) -> Iterator[JudgedStore]:
    opened = open_judged(address, create=True)
    yield opened
    assert opened.check() == []
    opened.close()


def items(store: JudgedStore) -> list[Item]:
    return worth_a_look(store, Filter(), codebook=CODEBOOK, limit=99)


def at_the_desk(store: JudgedStore, keys: str, lines: Sequence[str] = ()) -> tuple[int, Scripted]:
    desk = Scripted(keys, lines)
    found = items(store)
    return session(found, store, desk, JUDGE, actors=load_actors(), describe=lambda one: one.report_id), desk


def test_what_weighs_most_comes_first(store: JudgedStore) -> None:
    read(store, "a", [DEADLY], text=f"On 2 March {DEADLY.clause}.")
    read(store, "b", [DENIED], text=f"On 2 March {DENIED.clause}.")
    read(store, "c", [TALKS])
    first, second = items(store)
    assert first.reasons[0] == "dead contradict: 12, 30"
    assert {"2 independent origins", "deaths"} <= set(first.reasons)
    # (1 + log2(1 + 2) + 1) * (4 * .9 * .1 + 1), and (1 + log2(1 + 1)) * (4 * .9 * .1)
    assert (first.worth, second.worth) == (4.876, 0.72)


def test_a_near_miss_is_suggested_until_it_is_judged(store: JudgedStore) -> None:
    one = read(store, "a", [NEAR], text=TEXT)
    other = read(store, "b", [OTHERWISE], text=LATER)
    assert event_of(store, one) != event_of(store, other), "no detail tells happenings apart"
    found = {item.report_id: item for item in items(store)}
    assert found[one].sister == other
    assert any("all but linked" in reason for reason in found[one].reasons)
    pair(one, other, store, JUDGE, same=False)
    assert {item.sister for item in items(store)} == {None}


def test_what_was_decided_is_not_asked_again(store: JudgedStore) -> None:
    first = read(store, "a")
    made, _ = at_the_desk(store, "a")
    assert made == 1
    assert [mark.field for mark in report_of(store, first).corrected] == ["accepted"]
    assert items(store) == []


def test_each_key_does_what_it_says(store: JudgedStore) -> None:
    first = read(store, "a")
    made, desk = at_the_desk(store, "?tk", [""])
    assert made == 0, "an empty line thinks better of it"
    assert all(f"{key}  {what}" in desk.said[1] for key, what in KEYS.items())
    made, desk = at_the_desk(store, "sdut", ["COERCE dead=3"])
    assert made == 1
    assert desk.said[1:4] == ["no other report is suggested here"] * 2 + ["nothing was decided yet"]
    report = report_of(store, first)
    assert (report.event_type, report.figures[0].low) == ("COERCE", 3)


def test_a_wrong_type_is_told_and_asked_again(store: JudgedStore) -> None:
    read(store, "a")
    made, desk = at_the_desk(store, "tq", ["ATTACK"])
    assert made == 0
    assert "no such event type" in desk.said[1]


def test_undo_goes_back_to_the_item(store: JudgedStore) -> None:
    first = read(store, "a")
    second = read(store, "b", [TALKS])
    made, desk = at_the_desk(store, "nuk q")
    assert made == 0
    shown = [line for line in desk.said if line.startswith("\n[")]
    assert [line[2:5] for line in shown] == ["1/2", "2/2", "1/2", "2/2"]
    assert event_of(store, first) is not None
    assert event_of(store, second) is not None
    assert [each.kind for each in store.judgements()] == ["no_event", "undo"]


def test_same_and_different_take_the_suggestion(store: JudgedStore) -> None:
    one = read(store, "a", [NEAR], text=TEXT)
    other = read(store, "b", [OTHERWISE], text=LATER)
    found = next(item for item in items(store) if item.sister is not None)
    desk = Scripted("s")
    made = session([found], store, desk, JUDGE, actors=load_actors(), describe=lambda each: each.report_id)
    assert made == 1
    assert event_of(store, one) == event_of(store, other)
    event = store.event(event_of(store, one) or found.event.event_id)
    assert event is not None
    again = weigh(event, store, codebook=CODEBOOK)
    assert again is None or again.sister is None
