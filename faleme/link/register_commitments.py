"""Commitments as rows: promises told by several pages, and what became of each.

A status changes only where an event, or a page in its own voice, shows it for certain (docs/decisions/commitments.md);
what only may show it is listed beside, and changes nothing.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Protocol

from faleme.dates import DateRange, PartialDate
from faleme.ids import ArticleId, EventId
from faleme.link.match import words_of
from faleme.link.register_cells import Cell, Claim, OriginOf, Source, cell_of, iso, range_of
from faleme.link.register_rows import Row, Shown, Step, in_order, parties_of, side_of, source_of, with_ids
from faleme.records import PrintedFact
from faleme.reference.files import DATA
from faleme.reference.inflection import Inflector
from faleme.reference.registers_lexicon import RegisterLexicon

_AHEAD = re.compile(r"\b(?:to|will|would|shall|['’]ll)\s+((?:not|never|also|soon|be|\w+ly)\s+)*(\w+)", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never)\s+to\b|\b(?:to|will|would|shall)\s+(?:not|never)\b|\brefrain", re.IGNORECASE)
_STEM = 5  # letters by which words are one (`words_of`)
_ENOUGH = 3  # words of the subject that are asked of an event at most
_GERUND = 5  # letters; "bring" is none
_SAME_NEWS = timedelta(days=30)  # within which two due dates of one promise contradict each other


@dataclass(frozen=True, kw_only=True)  # no slots: stems are made once, for many promises
class Deed:
    """An event that happened, of a promiser's side, as its headline report has it.

    day: ISO, first day of its date, else of its first publication; None where neither is known. anchor: the words that
    tell the doing; words: of its clause. recipients: sides. claimed: no report says so in its own voice; own_word: only
    the promiser's side does.
    """

    event_id: EventId
    event_type: str
    day: str | None
    anchor: str
    words: str
    recipients: frozenset[str]
    hedged: bool
    claimed: bool
    own_word: bool
    sources: tuple[Source, ...]

    @cached_property
    def articles(self) -> frozenset[ArticleId | None]:
        """Where it is told."""
        return frozenset(source.article_id for source in self.sources)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of its clause."""
        return words_of([self.words])


class DeedsOf(Protocol):
    """Where events of promisers are found."""

    def since(self, side: str, day: PartialDate | None, *, without: Collection[EventId]) -> int:
        """How many a side did, alone or with others, on the day or later, of types that may show something. without:
        those that are not counted."""
        ...

    def saying(self, side: str, day: PartialDate | None, stems: frozenset[str], acts: frozenset[str]) -> list[Deed]:
        """Those of them whose words may hold one of the stems, and an act's beginning or another stem; oldest first."""
        ...


def commitments(
    facts: Iterable[PrintedFact],
    words: RegisterLexicon,
    *,
    origin_of: OriginOf,
    deeds_of: DeedsOf,
    is_claimed: Callable[[PrintedFact], bool],
    wanted: Callable[[Iterable[PrintedFact]], bool] = lambda entries: True,
) -> list[Row]:
    """One row for each promise, in order of its first publication.

    is_claimed: whether only somebody in the text says what a fact says. wanted: promises, by their facts, whose rows
    are asked for: nothing is looked up for the others, which count for telling apart who is meant.
    """
    ordered = in_order(facts)
    known: dict[str, _Known] = defaultdict(_Known)
    dull = frozenset(word[:_STEM] for word in words.promise_idle)
    for entry in ordered:
        if entry.fact.status == "open":
            told_now = _Promise(entry, dull)
            known[told_now.side].join(told_now)
    fates = [_Promise(entry, dull) for entry in ordered if entry.fact.status != "open"]
    told: dict[int, list[_Fate]] = {}
    for fate in fates:
        status = fate.entries[0].fact.status or "unknown"
        fits = [one for one in known[fate.side].like(fate) if one.is_fate(fate)]
        earlier = [one for one in fits if one.made is not None and fate.made is not None and one.made <= fate.made]
        claimed = is_claimed(fate.entries[0])
        if not earlier and status != "unmet":
            fate.alone = _Fate(fate, status, alone=True, claimed=claimed)
            known[fate.side].put(fate)
        for one in earlier:
            told.setdefault(id(one), []).append(_Fate(fate, status, alone=len(earlier) == 1, claimed=claimed))
    found = [one for promises in known.values() for one in promises.all]
    found.sort(key=lambda one: (str(one.made or "9"), one.entries[0].fact.article_id, one.entries[0].fact.span.start))
    made = (
        (
            one.row(told.get(id(one), []), deeds_of, words, origin_of) if wanted(one.entries) else None,
            one.keys,
        )
        for one in found
    )
    return with_ids(made, "commitments")


class _Known:
    """The promises of one side, found by the words of their subjects."""

    def __init__(self) -> None:
        self.all: list[_Promise] = []
        self._by_word: dict[str, dict[int, _Promise]] = defaultdict(dict)

    def like(self, told: _Promise) -> list[_Promise]:
        """Those with a word of the subject in common; where it has none, those that have none either."""
        found: dict[int, _Promise] = {}
        for word in told.objects or ("",):
            found.update(self._by_word[word])
        return list(found.values())

    def put(self, told: _Promise) -> None:
        """One more."""
        self.all.append(told)
        self._index(told)

    def join(self, told: _Promise) -> None:
        """One more, or the one that it tells again, where that is one alone."""
        fits = [(score, other) for other in self.like(told) if (score := other.likeness(told)) > 0]
        best = max((score for score, _ in fits), default=0.0)
        nearest = [other for score, other in fits if score == best]
        if len(nearest) == 1:
            nearest[0].add(told)
            self._index(nearest[0])
        else:
            self.put(told)

    def _index(self, one: _Promise) -> None:
        for word in one.objects or ("",):
            self._by_word[word][id(one)] = one


@dataclass(slots=True)
class _Fate:
    """What a page says became of a promise. alone: no other promise can be meant."""

    told: _Promise
    status: str
    alone: bool
    claimed: bool


class _Promise:
    """A promise as told so far; or what a page says of one, read in the same way."""

    alone: _Fate | None = None  # of a promise known only by what became of it

    def __init__(self, entry: PrintedFact, dull: frozenset[str]) -> None:
        """dull: stems of words that tell no subject."""
        fact = entry.fact
        self.entries = [entry]
        self.side = side_of(fact.parties[0], fact.article_id)
        # Two descriptions ("the soldiers", "50 detained men") may be of the same people: they tell nothing apart.
        sides = [side_of(one, fact.article_id) for one in fact.parties[1:]]
        self.recipients = frozenset(side for side in sides if "|" not in side)
        self.due: DateRange | None = None if fact.date is None else fact.date.when
        self.made = _made(entry)
        value = fact.value or ""
        dated = [fact.date.text] if fact.date is not None else []
        found = _AHEAD.search(value)
        self.act = _forms(found[2].casefold()) if found is not None else frozenset()
        self.negative = _NOT.search(value) is not None
        # Whom a promise names is no subject of it; whom it only describes ("the detained soldiers") is.
        # By what each page says alone, so that a page that joins later renames nothing.
        self.keys: dict[str, tuple[str, ...]] = {fact.article_id: (self.side, *sorted(self.act)[:1])}
        names = [name for one in fact.parties if one.actor_id for name in (one.name, one.text)]
        stems = words_of([value], without=[*names, *dated, *self.act], stems_without=dull)
        self.objects = frozenset(stem for stem in stems if not stem.isdigit())
        self.numbers = _numbers(value, dated)

    def likeness(self, other: _Promise) -> float:
        """How surely both are one promise of the same promiser; 0 where they may be two."""
        if self.recipients and other.recipients and not self.recipients & other.recipients:
            return 0.0
        if self.negative != other.negative or not self._one_act(other):
            return 0.0
        apart = self.due is not None and other.due is not None and self.due.distance_days(other.due) > 0
        if apart and not self._in_the_news(other):
            return 0.0
        return self._alike(other)

    def is_fate(self, fate: _Promise) -> bool:
        """Whether what a page says may be of this promise."""
        return self._one_act(fate) and self._alike(fate) > 0

    def _one_act(self, other: _Promise) -> bool:
        return not self.act or not other.act or bool(self.act & other.act)

    def _alike(self, other: _Promise) -> float:
        fewer = min(len(self.objects), len(other.objects))
        if not fewer:
            # "promised to withdraw" and nothing else: only the same words again are the same promise.
            return 0.5 if not (self.objects or other.objects) and self.act & other.act else 0.0
        share = len(self.objects & other.objects) / fewer
        return share if share >= 0.5 else 0.0

    def _in_the_news(self, other: _Promise) -> bool:
        days = [each.entries[-1].published for each in (self, other)]
        one, two = days
        return one is not None and two is not None and abs(one.first_day - two.first_day) <= _SAME_NEWS

    def add(self, other: _Promise) -> None:
        self.entries += other.entries
        self.keys = {**self.keys, **{a: key for a, key in other.keys.items() if a not in self.keys}}
        self.recipients |= other.recipients
        self.objects |= other.objects
        self.act = self.act or other.act
        self.numbers |= other.numbers
        self.due = self.due or other.due

    def row(self, fates: Sequence[_Fate], deeds_of: DeedsOf, words: RegisterLexicon, origin_of: OriginOf) -> Row:
        """The row, with its history."""
        dues = [
            Claim(value=iso(e.fact.date.when), basis=_basis(e), source=source_of(e))
            for e in self.entries
            if e.fact.status == "open" and e.fact.date is not None and e.fact.date.when is not None
        ]
        due = cell_of(dues, origin_of=origin_of, dates=True)
        self.due = None if due.value is None else range_of(due.value)
        what = cell_of(
            [Claim(value=e.fact.value, source=source_of(e)) for e in self.entries if e.fact.value],
            origin_of=origin_of,
        )
        told = [self._told(fate) for fate in (*fates, *([self.alone] if self.alone is not None else []))]
        here = {entry.fact.article_id for entry in self.entries}
        own = {entry.event_id for entry in self.entries}
        acts = frozenset(form[:_STEM] for form in self.act)
        for deed in deeds_of.saying(self.side, self.made, self.objects, acts):
            if not deed.articles <= here and deed.event_id not in own:
                shown = self._weighed(deed, words)
                told += [] if shown is None else [shown]
        steps, may_show = self._history(told)
        first = self.entries[0]
        made = [
            Claim(value=iso(e.happened), basis="said", source=source_of(e))
            for e in self.entries
            if e.happened is not None
        ] or [Claim(value=str(first.published), basis="published", source=source_of(first))]
        return Row(
            row_id="",
            register="commitments",
            what=what.value or "",
            parties=parties_of(self.entries, ("promiser", "recipient")),
            cells={
                "what": what,
                "made": cell_of(made, origin_of=origin_of, dates=True)
                if self.alone is None and self.made is not None
                else Cell(),
                "due": due,
            },
            facts=(*self.entries, *(entry for fate in fates for entry in fate.told.entries)),
            steps=steps,
            may_show=may_show,
            searched=deeds_of.since(self.side, self.made, without={each for each in own if each is not None}),
        )

    def _told(self, fate: _Fate) -> _Verdict:
        entry = fate.told.entries[0]
        status, doubts = fate.status, []
        if fate.claimed:
            doubts.append("somebody says so, and no page in its own voice")
        if not fate.alone:
            doubts.append("more than one promise may be meant")
        if status == "unmet":
            status = "broken"
            if not self._is_past_due(str(entry.published or "")):
                doubts.append("it was not due yet" if self.due is not None else "no due date is known")
        return _Verdict(
            status=status,
            day=str(entry.published or ""),
            why=f"a page says that it was {fate.status}",
            doubts=tuple(doubts),
            event_id=None,
            sources=(source_of(entry),),
        )

    def _weighed(self, deed: Deed, words: RegisterLexicon) -> _Verdict | None:
        """What an event shows of this promise; None where it has nothing to do with it."""
        shared = self.objects & deed.stems
        if not shared:
            return None
        refusal = deed.event_type in words.refusals
        if deed.event_type in words.no_deeds and not refusal:
            return None
        said = {word[:_STEM] for word in re.findall(r"\w+", deed.anchor.casefold())}
        acted = bool({form[:_STEM] for form in self.act} & said)
        if refusal:  # "refused to reopen": the verb stands beside the refusal
            acted = bool({form[:_STEM] for form in self.act} & deed.stems)
        enough = bool(self.objects) and len(shared) >= min(_ENOUGH, math.ceil(len(self.objects) / 2))
        if not acted and not (enough and len(shared) > 1):
            return None
        doubts = []
        if not acted:
            doubts.append("another verb tells it")
        if not enough:
            doubts.append("few words of the promise stand there")
        if self.recipients and deed.recipients and not self.recipients & deed.recipients:
            doubts.append("it was done to somebody else")
        if deed.hedged:
            doubts.append("it is told with a reserve")
        if deed.own_word:
            doubts.append("only the promiser's side says so")
        if deed.day is None or self.made is None or deed.day < self.made.first_day.isoformat():
            doubts.append("it is not known to come after the promise")
        status = "kept"
        clause = set(re.findall(r"\w+", deed.words.casefold()))
        if refusal or self.negative:
            status = "broken"
            if refusal and deed.claimed and not deed.own_word:
                doubts.append("somebody says so, and no page in its own voice")
            if refusal and not self._is_past_due(deed.day or ""):
                doubts.append("a refusal before the due date is not the last word")
        elif clause & words.partly:
            status = "partly"
        elif (numbers := _numbers(deed.words, ())) and self.numbers and not numbers & self.numbers:
            status = "partly"
            doubts.append("the figures differ")
        late = "" if refusal or not self._is_past_due(deed.day or "") else ", after the due date"
        alike = ", ".join(sorted(shared))
        return _Verdict(
            status=status,
            day=deed.day or "",
            why=f"{deed.event_type} by the promiser: “{deed.anchor}”, with {len(shared)} of {len(self.objects)} words "
            f"of the promise ({alike}){late}",
            doubts=tuple(doubts),
            event_id=deed.event_id,
            sources=deed.sources,
        )

    def _is_past_due(self, day: str) -> bool:
        return self.due is not None and bool(day) and date.fromisoformat(_day(day)) > self.due.last_day

    def _history(self, told: Sequence[_Verdict]) -> tuple[tuple[Step, ...], tuple[Shown, ...]]:
        """Steps, oldest first, and what may show more. Once it is kept, broken, withdrawn or lapsed no event moves it
        any more: a person may."""
        first = self.entries[0]
        steps = []
        if self.alone is None:
            steps.append(
                Step(
                    status="open",
                    when=None,
                    reported=first.published,
                    why="promised",
                    sources=tuple(source_of(entry) for entry in self.entries),
                )
            )
        open_ = True
        may_show = []
        for one in sorted(told, key=lambda each: (each.day, each.event_id or "")):
            now = steps[-1].status if steps else None
            if not one.doubts and open_ and one.status != now:
                when, reported = (one.day, None) if one.event_id is not None else (None, one.published)
                steps.append(
                    Step(
                        status=one.status,
                        when=when,
                        reported=reported,
                        why=one.why,
                        sources=one.sources,
                        event_id=one.event_id,
                    )
                )
                open_ = one.status == "partly"
            elif one.doubts or one.status != now:
                why = "; ".join((one.why, *(one.doubts or ("the status was settled before",))))
                may_show.append(Shown(status=one.status, why=why, event_id=one.event_id, sources=one.sources))
        return tuple(steps), tuple(may_show)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    status: str
    day: str
    why: str
    doubts: tuple[str, ...]
    event_id: EventId | None
    sources: tuple[Source, ...]

    @property
    def published(self) -> PartialDate | None:
        return PartialDate.parse(self.day) if self.day else None


def overdue(row: Row, day: date) -> int | None:
    """Days since a commitment was due, on a day on which it was still open or only partly kept; None where it is not
    overdue, or no due date is known."""
    due = row.value("due")
    if row.register != "commitments" or due is None or row.status_at(PartialDate.of(day)) not in ("open", "partly"):
        return None
    over = (day - range_of(due).last_day).days
    return over if over > 0 else None


def _made(entry: PrintedFact) -> PartialDate | None:
    """The first day on which a promise may have been made: as its report says, else that of its page."""
    day = _told_day(entry)
    return entry.published if day is None else PartialDate.of(day.first_day)


def _told_day(entry: PrintedFact) -> DateRange | None:
    """When a promise was made, by its report. A report's date that is not past is of what was promised."""
    day, published = entry.happened, entry.published
    if day is None or published is None or entry.fact.status != "open" or day.last_day > published.last_day:
        return None
    return None if entry.fact.date is not None and entry.fact.date.when == day else day


def _basis(entry: PrintedFact) -> str:
    date_ = entry.fact.date
    assert date_ is not None  # asked by the caller
    return f"{date_.basis or 'said'}: “{date_.text}”"


def _numbers(text: str, dates: Iterable[str]) -> frozenset[str]:
    """Numbers that count something: no years, no parts of dates."""
    for each in dates:
        text = text.replace(each, " ")
    found = re.findall(r"\d[\d,.]*", text)
    plain = {number.replace(",", "").rstrip(".") for number in found}
    return frozenset(
        number for number in plain if not re.fullmatch(r"(?:19|20)\d\d|[0-3]?\d", number) or len(number) == 2
    )


def _day(day: str) -> str:
    """A whole day for a date that may be coarser: its first."""
    return PartialDate.parse(day).first_day.isoformat()


@cache
def _inflector() -> Inflector:
    return Inflector(DATA / "lexicon" / "en" / "forms.toml")


@cache
def _forms(verb: str) -> frozenset[str]:
    """Forms of a verb; of a gerund ("committed to paying") those of the verbs that it may be of."""
    bases = [verb]
    if verb.endswith("ing") and len(verb) > _GERUND:
        stem = verb[:-3]
        bases += [stem, stem + "e", *([stem[:-1]] if stem[-1] == stem[-2] else [])]
    return frozenset({verb, *(form for base in bases for form in _inflector().verb(base))})
