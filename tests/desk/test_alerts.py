"""Alerts: what is news, what is kept once, when it may be sent, and what happens where sending fails or is cut off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from faleme.desk.alerts.alone import alone
from faleme.desk.alerts.loop import Messenger
from faleme.desk.alerts.news import preview
from faleme.desk.alerts.queue import Message, NotSent, collect, deliver, may_send_at, start
from faleme.desk.asking import Asked
from faleme.ids import EventId
from faleme.reference.codebook import load_codebook
from faleme.run.correct import Judge, set_values
from faleme.run.takedown import take_down
from faleme.store.base import Store
from faleme.store.judged import JudgedStore, open_judged
from faleme.store.teams import Alert, Delivery, View
from tests.desk.conftest import TODAY
from tests.desk.events import TOLD, put

Asks = Callable[[Store], Callable[[str], Asked]]
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
VIEW = View(id="V1", owner="local", name="Sahel", query="country=MLI", shared=False, made_at="2026-03-01T00:00:00Z")
ALERT = Alert(
    id="L1", view_id="V1", owner="local", channel="webhook", target="https://x.example/", secret="s",
    made_at="2026-03-01T00:00:00Z",
)  # fmt: skip


class Box:
    """A way that takes messages, or refuses so many times."""

    def __init__(self, refuse: int = 0, *, lasting: bool = False) -> None:
        self.got: list[list[Message]] = []
        self.refuse = refuse
        self.lasting = lasting

    def send(self, alert: Alert, view: View, messages: Sequence[Message]) -> str:
        if self.refuse:
            self.refuse -= 1
            raise NotSent("no answer", lasting=self.lasting)
        self.got.append(list(messages))
        return "200"


def watched(store: JudgedStore, alert: Alert = ALERT, view: View = VIEW) -> None:
    store.team.put_view(view)
    store.team.put_alert(alert)
    start(store, alert)


def kept(store: JudgedStore) -> list[tuple[str, str, str]]:
    """Event, kind and status of all messages, first kept first."""
    found = store.team.deliveries("L1", limit=1000)
    return sorted((one.event, one.change.partition(":")[0], one.status) for one in found)


def test_what_came_after_the_alert_is_told_once(store: JudgedStore, asks: Asks) -> None:
    put(store, "https://w.example/0", "E0")
    watched(store)
    resolve = asks(store)
    assert collect(store, resolve, now=NOON) == 0, "what was there before is no news"
    put(store, "https://w.example/1", "E1")
    put(store, "https://w.example/2", "E2", replace(TOLD, place=("Gao", 1, "SEN", 14.0, -17.0)))
    assert collect(store, resolve, now=NOON) == 1, "one of them is in the view"
    assert collect(store, resolve, now=NOON) == 0
    box = Box()
    assert deliver(store, {"webhook": box}, now=NOON) == (1, 0)
    assert deliver(store, {"webhook": box}, now=NOON) == (0, 0)
    ((one,),) = box.got
    assert (one.event_id, one.kind, one.change) == ("E1", "created", "created:new")
    assert one.line is not None
    assert one.line.country == "MLI"


def test_a_report_more_is_no_news_and_a_higher_toll_is(store: JudgedStore, asks: Asks) -> None:
    watched(store)
    resolve = asks(store)
    put(store, "https://w.example/1", "E1", replace(TOLD, figures={"three": ("dead", 3.0)}))
    collect(store, resolve, now=NOON)
    put(store, "https://v.example/1", "E1", replace(TOLD, figures={"three": ("dead", 3.0)}), outlet="Other")
    assert collect(store, resolve, now=NOON) == 0
    put(store, "https://u.example/1", "E1", replace(TOLD, figures={"three": ("dead", 9.0)}), outlet="Third")
    assert collect(store, resolve, now=NOON) == 1
    assert [kind for _, kind, _ in kept(store)] == ["changed", "created"]


def test_steps_between_two_looks_are_one_message(store: JudgedStore, asks: Asks) -> None:
    watched(store)
    for number in range(4):
        toll = replace(TOLD, figures={"three": ("dead", float(number + 1))})
        put(store, f"https://w{number}.example/1", "E1", toll, outlet=f"O{number}")
    assert collect(store, asks(store), now=NOON) == 1
    assert kept(store) == [("E1", "created", "waiting")]


def test_a_correction_says_who(store: JudgedStore, asks: Asks) -> None:
    watched(store)
    event = put(store, "https://w.example/1", None)
    collect(store, asks(store), now=NOON)
    judge = Judge(who="awa", why="a slip", codebook=load_codebook())
    (report,) = store.reports_in(event)
    set_values([report.report_id], {"type": "REQUEST"}, store, judge)
    assert collect(store, asks(store), now=NOON) == 1
    assert (event, "corrected", "waiting") in kept(store)


def test_what_was_told_and_is_gone_is_told(store: JudgedStore, asks: Asks) -> None:
    watched(store)
    put(store, "https://w.example/1", "E1")
    put(store, "https://w.example/2", "E2")
    collect(store, asks(store), now=NOON)
    store.withdraw("https://w.example/1")
    (report,) = store.reports_in(EventId("E2"))
    take_down(report.article_id, store, who="awa", why="a court asked")
    collect(store, asks(store), now=NOON)
    assert [(event, kind) for event, kind, _ in kept(store) if kind != "created"] == [
        ("E1", "withdrawn"),
        ("E2", "withdrawn"),
    ]
    box = Box()
    deliver(store, {"webhook": box}, now=NOON)
    lines = {(str(one.event_id), one.kind): one.line for one in box.got[0]}
    assert lines["E2", "withdrawn"] is None


def test_what_leaves_the_view_is_told_to_those_who_heard_of_it(store: JudgedStore, asks: Asks) -> None:
    watched(store, view=replace(VIEW, query="type=ACCUSE"))
    told = put(store, "https://w.example/1", None)
    never = put(store, "https://w.example/2", None, replace(TOLD, event_type="REQUEST"))
    collect(store, asks(store), now=NOON)
    judge = Judge(who="awa", why="a slip", codebook=load_codebook())
    for event in (told, never):
        (report,) = store.reports_in(event)
        set_values([report.report_id], {"type": "AID"}, store, judge)
    assert collect(store, asks(store), now=NOON) == 1
    assert [event for event, kind, _ in kept(store) if kind == "corrected"] == [told]


def test_beyond_the_threshold_messages_are_held_however_many(store: JudgedStore, asks: Asks) -> None:
    watched(store, replace(ALERT, threshold=3))
    for number in range(10):
        put(store, f"https://w.example/{number}", f"E{number}")
        collect(store, asks(store), now=NOON)
    assert [status for *_, status in kept(store)].count("waiting") == 3
    put(store, "https://w.example/next", "E99")
    collect(store, asks(store), now=NOON + timedelta(days=1))
    assert ("E99", "created", "waiting") in kept(store)


def test_two_origins_and_unusual_only(store: JudgedStore, asks: Asks) -> None:
    watched(store, replace(ALERT, min_origins=2))
    watched(store, replace(ALERT, id="L2", unusual_only=True))
    put(store, "https://w.example/1", "E1")
    put(store, "https://o.example/2", "E2")
    put(store, "https://x.example/3", "E2", outlet="Other")
    collect(store, asks(store), now=NOON)
    assert {event for event, *_ in kept(store)} == {"E2"}
    assert store.team.deliveries("L2") == [], "two of a kind are nothing unusual"


def test_a_paused_alert_and_a_view_that_cannot_be_asked(store: JudgedStore, asks: Asks) -> None:
    watched(store)
    store.team.put_view(replace(VIEW, id="V2", name="Broken", query="type=NOSUCH"))
    store.team.put_alert(replace(ALERT, id="L2", view_id="V2"))
    start(store, replace(ALERT, id="L2"))
    put(store, "https://w.example/1", "E1")
    assert collect(store, asks(store), now=NOON) == 1, "the broken one stops nobody"
    store.team.put_alert(replace(ALERT, paused=True))
    box = Box()
    assert deliver(store, {"webhook": box}, now=NOON) == (0, 0)
    assert kept(store) == [("E1", "created", "held")]


QUIET = [
    # from, to, zone, asked at (UTC), sent at (UTC), why
    (None, None, "UTC", "2026-03-10T23:00", "2026-03-10T23:00", "never quiet"),
    ("22:00", "06:00", "UTC", "2026-03-10T21:59", "2026-03-10T21:59", "just before"),
    ("22:00", "06:00", "UTC", "2026-03-10T22:00", "2026-03-11T06:00", "at the beginning"),
    ("22:00", "06:00", "UTC", "2026-03-11T02:30", "2026-03-11T06:00", "after midnight"),
    ("22:00", "06:00", "UTC", "2026-03-11T06:00", "2026-03-11T06:00", "at the end"),
    ("12:00", "14:00", "UTC", "2026-03-10T13:10", "2026-03-10T14:00", "by day"),
    ("22:00", "06:00", "Africa/Lagos", "2026-03-10T21:30", "2026-03-11T05:00", "Lagos is an hour ahead"),
    ("22:00", "06:00", "America/New_York", "2026-03-08T04:00", "2026-03-08T10:00", "the night the clocks go on"),
    ("08:00", "08:00", "UTC", "2026-03-10T08:00", "2026-03-10T08:00", "no time at all"),
]


@pytest.mark.parametrize(("first", "last", "zone", "asked", "sent", "why"), QUIET, ids=[why for *_, why in QUIET])
def test_quiet_hours(first: str | None, last: str | None, zone: str, asked: str, sent: str, why: str) -> None:
    alert = replace(ALERT, quiet_from=first, quiet_to=last, zone=zone)
    now = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    assert may_send_at(alert, now) == datetime.fromisoformat(sent).replace(tzinfo=UTC)


def test_what_waits_for_the_morning_is_sent_then(store: JudgedStore, asks: Asks) -> None:
    watched(store, replace(ALERT, quiet_from="22:00", quiet_to="06:00"))
    put(store, "https://w.example/1", "E1")
    night = NOON.replace(hour=23)
    collect(store, asks(store), now=night)
    box = Box()
    assert deliver(store, {"webhook": box}, now=night) == (0, 0)
    assert deliver(store, {"webhook": box}, now=night + timedelta(hours=7)) == (1, 0)


def test_a_desk_that_comes_back_at_night_waits_too(store: JudgedStore, asks: Asks) -> None:
    watched(store, replace(ALERT, quiet_from="22:00", quiet_to="06:00"))
    put(store, "https://w.example/1", "E1")
    collect(store, asks(store), now=NOON)
    box = Box()
    assert deliver(store, {"webhook": box}, now=NOON.replace(hour=23)) == (0, 0)
    assert deliver(store, {"webhook": box}, now=NOON + timedelta(hours=18)) == (1, 0)


def test_what_fails_is_tried_for_24_hours(store: JudgedStore, asks: Asks) -> None:
    watched(store)
    put(store, "https://w.example/1", "E1")
    collect(store, asks(store), now=NOON)
    box, now, tries = Box(refuse=1000), NOON, []
    while now < NOON + timedelta(days=3):
        if deliver(store, {"webhook": box}, now=now)[1]:
            tries.append(now - NOON)
        now += timedelta(seconds=30)
    assert tries[:4] == [timedelta(seconds=at) for at in (0, 60, 360, 1260)]
    assert tries[-1] == timedelta(hours=24)
    (one,) = store.team.deliveries("L1")
    assert (one.status, one.next_try, one.answer, one.attempts) == ("failed", None, "no answer", len(tries))


def test_what_cannot_help_is_not_tried_again(store: JudgedStore, asks: Asks) -> None:
    watched(store)
    put(store, "https://w.example/1", "E1")
    collect(store, asks(store), now=NOON)
    deliver(store, {"webhook": Box(refuse=1, lasting=True)}, now=NOON)
    assert kept(store) == [("E1", "created", "failed")]
    watched(store, replace(ALERT, id="L2", channel="email", target="a@b.example"))
    store.team.add_delivery(Delivery(alert_id="L2", event="E1", change="created:new", at="2026-03-10T12:00:00Z",
                                     next_try="2026-03-10T12:00:00Z"))  # fmt: skip
    deliver(store, {}, now=NOON)
    (one,) = store.team.deliveries("L2")
    assert one.answer == "this desk has no way to send by email"


def test_a_desk_killed_between_keeping_and_sending_loses_and_doubles_nothing(
    address: Path | str, store: JudgedStore, asks: Asks
) -> None:
    watched(store)
    put(store, "https://w.example/1", "E1")
    collect(store, asks(store), now=NOON)

    def killed() -> None:
        with store.transaction():
            put(store, "https://w.example/2", "E2")
            collect(store, asks(store), now=NOON)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()  # while it keeps the next
    again = open_judged(address)  # the desk starts anew
    try:
        put(again, "https://w.example/2", "E2")
        assert collect(again, asks(again), now=NOON) == 1
        box = Box()
        assert deliver(again, {"webhook": box}, now=NOON) == (2, 0)
        assert sorted(one.event_id for one in box.got[0]) == ["E1", "E2"]
        assert deliver(again, {"webhook": box}, now=NOON + timedelta(days=1)) == (0, 0)
    finally:
        again.close()


def test_one_messenger_at_a_time(address: Path | str, store: JudgedStore) -> None:
    with alone(address) as first, alone(address) as second:
        assert (first, second) == (True, False)
    with alone(address) as after:
        assert after


def test_the_messenger_keeps_and_sends(address: Path | str, store: JudgedStore, asks: Asks) -> None:
    from contextlib import nullcontext

    watched(store)
    put(store, "https://w.example/1", "E1")
    box = Box()
    messenger = Messenger(lambda: nullcontext(store), asks, {"webhook": box}, lambda: alone(address))
    messenger.round(NOON)
    messenger.round(NOON)
    assert [one.event_id for batch in box.got for one in batch] == ["E1"]


def test_the_preview_counts_what_would_have_been_sent(store: JudgedStore, asks: Asks) -> None:
    store.team.put_view(VIEW)
    for number in range(7):
        put(store, f"https://w.example/{number}", f"E{number}", day="2026-03-05" if number < 5 else "2026-03-06")
    put(store, "https://w.example/old", "E99", day="2026-01-01")
    seen = preview(store, replace(ALERT, threshold=3), asks(store)(VIEW.query), today=TODAY)
    assert {str(day): count for day, count in seen.days if count} == {"2026-03-05": 3, "2026-03-06": 2}
    assert (len(seen.days), seen.messages, seen.held) == (30, 5, 2)
    assert seen.a_day == pytest.approx(5 / 30)
    assert len(seen.newest) == 7
