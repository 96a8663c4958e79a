"""What is most worth a person's minute, and a session at the keyboard that goes through it.

    worth = influence * (doubt + contradictions + nearness)

    influence       1 + log2(1 + independent origins), and 1 more where somebody died
    doubt           4 p (1 - p) of the headline's score p: 1 at even odds, 0 where the machine is certain
    contradictions  1 for each kind of figure, for whether it happened, and for the day, where two reports exclude each
                    other
    nearness        score of the likeliest report that was all but linked (from 0.5 on, with nothing that rules it out),
                    or what is missing to certainty in the weakest link inside the event, whichever is more

What somebody has accepted, corrected or judged as a pair is not asked again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from faleme.accounts import event_account
from faleme.ids import ReportId
from faleme.link.account import EventAccount
from faleme.link.account_figures import FigureAccount
from faleme.link.match import compare, family, told_of
from faleme.records import Event, FigureKind, Report, TimeMention
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.run.correct import Judge, accept, no_event, pair, set_values, undo
from faleme.run.correction_values import values_from
from faleme.store.base import Filter, Store

_LOOKED_AT = 500  # newest events weighed
_NEAR = 0.2  # a link that is not unlikely and was not made, for want of a detail that tells happenings apart
_WEAK = 0.75  # links above this are not asked about; set by hand, not measured
_WINDOW_DAYS = 3  # as linking looks (`link.cluster`)

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "a": "accept: it is right as it stands",
        "t": "fix the type, or any field: asks for FIELD=VALUE",
        "n": "not an event",
        "s": "same happening as the report that is suggested",
        "d": "a different happening from the report that is suggested",
        "k": "skip (so does the space bar)",
        "u": "undo the last decision of this session",
        "q": "quit; what was decided is kept",
        "?": "show the keys",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An event that is worth a look. report_id: its headline. sister: a report that may tell the same, or of those
    linked the one least surely; linked: whether it stands in the event now. reasons: in words, most telling first."""

    event: Event
    report_id: ReportId
    worth: float
    reasons: tuple[str, ...]
    sister: ReportId | None = None
    linked: bool = False


class Desk(Protocol):
    """Where a session is held: a terminal, or a test."""

    def key(self) -> str:
        """The next key that is pressed."""
        ...

    def line(self, prompt: str) -> str:
        """A line that is typed; empty to think better of it."""
        ...

    def say(self, text: str) -> None:
        """Show something."""
        ...


def worth_a_look(store: Store, wanted: Filter, *, codebook: Codebook, limit: int) -> list[Item]:
    """What is worth most, most first, among the 500 newest events that fit; ties go to the event's id."""
    events = store.events(wanted, limit=_LOOKED_AT)
    found = [item for event in events if (item := weigh(event, store, codebook=codebook)) is not None]
    return sorted(found, key=lambda item: (-item.worth, item.event.event_id))[:limit]


def weigh(event: Event, store: Store, *, codebook: Codebook) -> Item | None:
    """What an event is worth, by the formula above; None where nothing about it is open."""
    reports = store.reports_in(event.event_id)
    account = event_account(event, store, reports=reports, codebook=codebook)
    whole = store.headline_of(event)
    judged = {mark.field for mark in whole.corrected}
    reasons: list[tuple[float, str]] = []
    if not judged:
        doubt = 4 * whole.score * (1 - whole.score)
        reasons.append((doubt, f"its type is {whole.score:.0%} sure" if round(doubt, 2) else ""))
    if "accepted" not in judged:
        reasons += [(1.0, words) for field, words in _contradictions(account) if field not in judged]
    sister = _sister(event, whole, reports, store, codebook)
    if sister is not None:
        reasons.append((sister.nearness, sister.words))
    open_ = sum(weight for weight, _ in reasons)
    if round(open_, 2) <= 0:
        return None
    deaths = any(one.what is FigureKind.DEAD and (one.low or one.high) for each in reports for one in each.figures)
    influence = 1 + math.log2(1 + len(event.origins)) + deaths
    said = [f"{len(event.origins)} independent origins" if len(event.origins) > 1 else "", "deaths" if deaths else ""]
    return Item(
        event=event,
        report_id=event.headline,
        worth=round(influence * open_, 3),
        reasons=(
            *filter(None, (words for _, words in sorted(reasons, key=lambda each: -each[0]))),
            *filter(None, said),
        ),
        sister=None if sister is None else sister.report_id,
        linked=sister is not None and sister.linked,
    )


def session(
    items: Sequence[Item],
    store: Store,
    desk: Desk,
    judge: Judge,
    *,
    actors: Actors,
    describe: Callable[[Item], str],
) -> int:
    """Go through the items; how many decisions were made and stand.

    describe: an item as it is shown. An item that an earlier decision settled is left out. Every decision is committed
    at once, so whatever ends the session, it is kept.
    """
    made: list[tuple[int, list[str]]] = []  # at which item, and which judgements
    at = 0
    while at < len(items):
        item = _as_it_is_now(items[at], store, judge.codebook)
        if item is None:
            at += 1
            continue
        desk.say(f"\n[{at + 1}/{len(items)}]  {describe(item)}")
        back = _decide(item, at, made, store, desk, judge, actors)
        if back is None:
            break
        at = back
    return sum(len(each) for _, each in made)


def _decide(
    item: Item,
    at: int,
    made: list[tuple[int, list[str]]],
    store: Store,
    desk: Desk,
    judge: Judge,
    actors: Actors,
) -> int | None:
    """The number of the item to go on with, None to end."""
    while True:
        match desk.key().casefold():
            case "a":
                found = accept([item.report_id], store, judge)
            case "n":
                found = no_event([item.report_id], store, judge)
            case "t":
                try:
                    fixed = _fixed(item, store, desk, judge, actors)
                except ValueError as error:
                    desk.say(str(error))
                    continue
                if not fixed:
                    continue
                made.append((at, fixed))
                return at + 1
            case ("s" | "d") as key:
                if item.sister is None:
                    desk.say("no other report is suggested here")
                    continue
                found = [pair(item.report_id, item.sister, store, judge, same=key == "s")]
            case "k" | " ":
                return at + 1
            case "u":
                if not made:
                    desk.say("nothing was decided yet")
                    continue
                there, ids = made.pop()
                undo(ids, store, judge)
                desk.say(f"taken back: {', '.join(ids)}")
                return there
            case "q" | "\x1b" | "":
                return None
            case _:
                desk.say("\n".join(f"{key}  {what}" for key, what in KEYS.items()))
                continue
        made.append((at, [each.judgement_id for each in found]))
        return at + 1


def _fixed(item: Item, store: Store, desk: Desk, judge: Judge, actors: Actors) -> list[str]:
    typed = desk.line("type, or FIELD=VALUE (several with blanks between): ").split()
    if not typed:
        return []
    texts = [each if "=" in each else f"type={each}" for each in typed]
    values = values_from(texts, codebook=judge.codebook, actors=actors)
    return [each.judgement_id for each in set_values([item.report_id], values, store, judge)]


def _as_it_is_now(item: Item, store: Store, codebook: Codebook) -> Item | None:
    report = store.report(item.report_id)
    event = None if report is None or report.event_id is None else store.event(report.event_id)
    return None if event is None else weigh(event, store, codebook=codebook)


def _contradictions(account: EventAccount) -> Iterator[tuple[str, str]]:
    """Fields in which reports exclude each other, with what they say; and whether it happened, where they differ."""
    tolls: dict[str, list[FigureAccount]] = {}
    for one in account.figures:
        if one.contradicted:
            tolls.setdefault(one.kind.value, []).append(one)
    for kind, found in tolls.items():
        words = sorted({each.figure.text for one in found for each in one.told})
        yield kind, f"{kind} contradict: {', '.join(words)}"
    factuality, days = account.fields["factuality"], account.fields["date"]
    if any(other.value != "historical" for other in factuality.others):
        said = {str(factuality.value), *(str(other.value) for other in factuality.others)}
        yield "factuality", f"{', '.join(sorted(said))} beside each other"
    if days.contradicted:
        dates = [days.value, *(other.value for other in days.others)]
        said = {str(one.when.start) for one in dates if isinstance(one, TimeMention) and one.when is not None}
        yield "date", f"days contradict: {', '.join(sorted(said))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sister:
    """A report that may tell the same as a headline. nearness: of what was all but linked the score, of a weak link
    what is missing to 1. linked: it stands in the event now. report: itself, where it was read."""

    report_id: ReportId
    nearness: float
    words: str
    linked: bool
    reasons: tuple[str, ...] = ()
    report: Report | None = None


def _sister(
    event: Event, headline: Report, reports: Sequence[Report], store: Store, codebook: Codebook
) -> Sister | None:
    """The report about which it is most open whether it tells the same."""
    settled = {frozenset((each.one, each.other)) for each in store.pairs()}
    found = list(near_misses(headline, event.report_ids, settled, store, codebook))
    for link in event.links:
        open_ = link.report_id != headline.report_id and frozenset((link.report_id, headline.report_id)) not in settled
        if open_ and link.score < _WEAK:
            words = f"{link.report_id} is linked with {link.score:.2f} only: {'; '.join(link.reasons)}"
            found.append(Sister(report_id=link.report_id, nearness=1 - link.score, words=words, linked=True))
    return max(found, key=lambda each: (each.nearness, each.report_id), default=None)


def near_misses(
    headline: Report,
    inside: Collection[ReportId],
    settled: Collection[frozenset[ReportId]],
    store: Store,
    codebook: Codebook,
) -> Iterator[Sister]:
    """Reports of other events that were all but linked to a headline, in order of id.

    inside: reports of its own event. settled: pairs that people judged already.
    """
    ours = told_of(headline, store)
    near = store.reports_near(
        headline, types=family(headline.event_type), published=ours.published, window_days=_WINDOW_DAYS
    )
    open_ = [
        other
        for other in near
        if other.event_id is not None
        and other.report_id not in inside
        and frozenset((headline.report_id, other.report_id)) not in settled
    ]
    texts = store.texts_of({other.article_id for other in open_})
    for other in open_:
        theirs = told_of(other, store, texts[other.article_id])
        match = compare(ours, theirs, codebook=codebook, apart=store.told_apart())
        if not match.apart and match.score >= _NEAR:
            words = f"{other.report_id} was all but linked ({match.score:.2f}): {'; '.join(match.reasons)}"
            yield Sister(
                report_id=other.report_id,
                nearness=match.score,
                words=words,
                linked=False,
                reasons=match.reasons,
                report=other,
            )
