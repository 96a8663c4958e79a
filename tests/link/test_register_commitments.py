"""What became of a promise: the status rule, case by case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from faleme.dates import PartialDate
from faleme.ids import ArticleId, EventId
from faleme.link.register_cells import Source
from faleme.link.register_commitments import Deed, commitments, overdue
from faleme.link.register_rows import Row
from faleme.records import PrintedFact
from faleme.reference.registers_lexicon import load_register_lexicon
from tests.link.facts import origin, told

WORDS = load_register_lexicon()
PROMISE = told(
    "commitment", ["Mali", "Senegal"], "to reopen the border post at Kidira by 31 October", status="open",
    date="2025-10-31", page="a",
)  # fmt: skip
REOPENED = Deed(
    event_id=EventId("E1"),
    event_type="RETREAT",
    day="2025-09-01",
    anchor="reopened",
    words="Mali reopened the border post at Kidira",
    recipients=frozenset(),
    hedged=False,
    claimed=False,
    own_word=False,
    sources=(Source(article_id=ArticleId("later"), published=PartialDate(2025, 9, 2)),),
)


@dataclass(frozen=True)
class _Deeds:
    """The same ones for every side, whatever their words."""

    all: Sequence[Deed]

    def since(self, side: str, day: PartialDate | None, *, without: Collection[EventId]) -> int:
        return sum(deed.event_id not in without for deed in self.all)

    def saying(self, side: str, day: PartialDate | None, stems: frozenset[str], acts: frozenset[str]) -> list[Deed]:
        return list(self.all)


def made(*facts: PrintedFact, deeds: Sequence[Deed] = (), claimed: bool = False) -> list[Row]:
    return commitments(facts, WORDS, origin_of=origin, deeds_of=_Deeds(deeds), is_claimed=lambda entry: claimed)


def fate(status: str, value: str = "to reopen the border post at Kidira", day: str = "2025-12-01") -> PrintedFact:
    return told("commitment", ["Mali"], value, status=status, page="z", day=day)


DEEDS = [
    # what is another than in REOPENED, status, how many may show more, why
    ({}, "kept", 0, "same doing, same words, later"),
    ({"day": "2025-11-30"}, "kept", 0, "late, but kept"),
    ({"words": "Mali partly reopened the border post at Kidira"}, "partly", 0, "in part"),
    ({"words": "Mali reopened the market of Nioro", "anchor": "reopened"}, "open", 0, "another thing"),
    ({"words": "Mali reopened the post office"}, "open", 1, "one word in common"),
    ({"anchor": "painted", "words": "Mali painted the border post at Kidira"}, "open", 1, "another verb"),
    ({"hedged": True}, "open", 1, "told with a reserve"),
    ({"own_word": True, "claimed": True}, "open", 1, "only its own word"),
    ({"claimed": True}, "kept", 0, "somebody else says so"),
    ({"recipients": frozenset({"TCD"})}, "open", 1, "to somebody else"),
    ({"recipients": frozenset({"SEN"})}, "kept", 0, "to whom it was promised"),
    ({"day": "2025-02-01"}, "open", 1, "before the promise"),
    ({"day": None}, "open", 1, "no day known"),
    ({"event_type": "REQUEST"}, "open", 0, "only asked for"),
    ({"event_type": "REJECT", "anchor": "refused", "words": "Mali refused to reopen the border post at Kidira"},
     "open", 1, "refused before it was due"),
    ({"event_type": "REJECT", "anchor": "refused", "words": "Mali refused to reopen the border post at Kidira",
      "day": "2025-11-02"}, "broken", 0, "refused after it was due"),
    ({"event_type": "REJECT", "anchor": "refused", "words": "Mali refused to reopen the border post at Kidira",
      "day": "2025-11-02", "claimed": True}, "open", 1, "somebody says that it refuses"),
]  # fmt: skip


@pytest.mark.parametrize(("other", "status", "shown", "why"), DEEDS, ids=[why for *_, why in DEEDS])
def test_what_an_event_shows(other: dict[str, object], status: str, shown: int, why: str) -> None:
    row = made(PROMISE, deeds=[replace(REOPENED, **other)])[0]  # type: ignore[arg-type] # fields of any kind
    assert (row.status_at(), len(row.may_show)) == (status, shown)
    assert row.searched == 1


FATES = [
    # facts, told by somebody only, statuses, why
    ([PROMISE, fate("broken")], False, ["broken"], "the page itself says so"),
    ([PROMISE, fate("broken")], True, ["open"], "somebody says so"),
    ([PROMISE, fate("withdrawn")], False, ["withdrawn"], "taken back"),
    ([PROMISE, fate("lapsed")], False, ["lapsed"], "run out"),
    ([PROMISE, fate("unmet", "to reopen the border post")], False, ["broken"], "failed to, after it was due"),
    ([PROMISE, fate("unmet", "to reopen the border post", "2025-10-01")], False, ["open"], "failed to, not due yet"),
    ([PROMISE, fate("kept", "to pay the teachers")], False, ["open", "kept"], "of another promise, never seen"),
    ([fate("unmet", "to pay the teachers")], False, [], "nobody had promised it"),
]


@pytest.mark.parametrize(("facts", "claimed", "statuses", "why"), FATES, ids=[why for *_, why in FATES])
def test_what_pages_say_of_a_promise(facts: list[PrintedFact], claimed: bool, statuses: list[str], why: str) -> None:
    assert [row.status_at() for row in made(*facts, claimed=claimed)] == statuses


def test_two_promises_that_may_be_meant_change_neither() -> None:
    other = told("commitment", ["Mali", "Chad"], "to reopen the border post at Bosso", status="open", page="b")
    rows = made(PROMISE, other, fate("broken", "to reopen the border post"))
    assert [row.status_at() for row in rows] == ["open", "open"]
    assert [len(row.may_show) for row in rows] == [1, 1]


SAME = [
    (("to reopen the Kidira post by 31 October", ["Mali", "Senegal"], "2025-10-31", "2025-03-02"), 1, "told again"),
    (("to reopen the border post at Kidira", ["Mali"], None, "2025-07-02"), 1, "told again without a date, later"),
    (("to reopen the border post at Kidira", ["the army"], None, "2025-03-02"), 1, "a part of the same state"),
    (("to close the border post at Kidira", ["Mali"], None, "2025-03-02"), 2, "another doing"),
    (("to reopen the airport", ["Mali"], None, "2025-03-02"), 2, "another thing"),
    (("to reopen the border post at Kidira", ["Mali", "Chad"], None, "2025-03-02"), 2, "to somebody else"),
    (("to reopen the border post at Kidira", ["Togo"], None, "2025-03-02"), 2, "by somebody else"),
    (("not to reopen the border post at Kidira", ["Mali"], None, "2025-03-02"), 2, "the contrary"),
    (("to reopen the border post at Kidira", ["Mali"], "2026-06", "2025-11-20"), 2, "a new date, months later"),
    (("to reopen the border post at Kidira", ["Mali"], "2025-11", "2025-03-02"), 1, "another date in the same news"),
]


@pytest.mark.parametrize(("again", "rows", "why"), SAME, ids=[why for *_, why in SAME])
def test_which_promises_are_one(again: tuple[str, list[str], str | None, str], rows: int, why: str) -> None:
    value, parties, due, day = again
    found = made(PROMISE, told("commitment", parties, value, status="open", date=due, day=day, page="b"))
    assert len(found) == rows


def test_history_keeps_each_status_with_what_showed_it() -> None:
    part = replace(
        REOPENED, event_id=EventId("E0"), day="2025-08-01", words="Mali partly reopened the Kidira border post"
    )
    row = made(PROMISE, deeds=[REOPENED, part])[0]
    assert [(step.status, step.event_id, step.when) for step in row.steps] == [
        ("open", None, None),
        ("partly", "E0", "2025-08-01"),
        ("kept", "E1", "2025-09-01"),
    ]
    days = ("2025-03-02", "2025-08-15", "2025-12-01")
    assert [row.status_at(PartialDate.parse(day)) for day in days] == ["open", "partly", "kept"]


OVERDUE = [
    (PROMISE, (), date(2025, 10, 31), None, "on the day"),
    (PROMISE, (), date(2025, 11, 2), 2, "two days after"),
    (PROMISE, (REOPENED,), date(2025, 12, 1), None, "kept"),
    (PROMISE, (replace(REOPENED, day="2025-11-20"),), date(2025, 11, 10), 10, "kept later"),
    (replace(PROMISE, fact=replace(PROMISE.fact, date=None)), (), date(2099, 1, 1), None, "no due date"),
]


@pytest.mark.parametrize(("promise", "deeds", "day", "days", "why"), OVERDUE, ids=[why for *_, why in OVERDUE])
def test_overdue(promise: PrintedFact, deeds: tuple[Deed, ...], day: date, days: int | None, why: str) -> None:
    assert overdue(made(promise, deeds=deeds)[0], day) == days


def test_an_event_of_the_promise_s_own_page_shows_nothing() -> None:
    here = replace(REOPENED, sources=(Source(article_id=PROMISE.fact.article_id),))
    row = made(PROMISE, deeds=[here])[0]
    assert (row.status_at(), row.may_show) == ("open", ())
