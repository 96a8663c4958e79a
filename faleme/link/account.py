"""What an event says: of each field the headline value by one rule, and beside it every other value with who told it.

The rule is in `link.weigh`, fields in `link.account_fields`, figures in `link.account_figures`, how sure it all is in
`link.confidence`; the reasons in docs/decisions/headline-values.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from faleme.dates import PartialDate
from faleme.ids import EventId, ReportId
from faleme.link import standing as stand
from faleme.link.account_fields import FieldAccount, Said, field_accounts
from faleme.link.account_figures import FigureAccount, figure_accounts
from faleme.link.cluster import evidence_of
from faleme.link.confidence import Confidence, confidence_of
from faleme.link.weigh import Account, Backing, backing_of, order_of
from faleme.records import (
    FACTUALITY,
    Auxiliary,
    Corrected,
    Figure,
    Report,
    ResolvedActor,
    ResolvedPlace,
    TimeMention,
)
from faleme.reference.account import AccountWords
from faleme.reference.codebook import Codebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody whom reports name as saying, or denying, that it happened. via: who passes it on, by name."""

    speaker: ResolvedActor
    via: tuple[str, ...]
    backing: Backing


@dataclass(frozen=True, slots=True, kw_only=True)
class EventAccount:
    """All that an event says.

    headline: a report with the headline values in its fields; its words and evidence are of one report, which says so.
    hedged: every report of the headline factuality has a reserve; hedges: how many reports have one. first_reported,
    last_reported: days of publication, as closely as they are known.
    """

    event_id: EventId
    headline: Report
    fields: Mapping[str, FieldAccount]
    figures: tuple[FigureAccount, ...]
    articles: int
    origins: tuple[str, ...]
    unnamed: int
    claimed_by: tuple[Claim, ...]
    denied_by: tuple[Claim, ...]
    hedged: bool
    hedges: int
    first_reported: PartialDate | None
    last_reported: PartialDate | None
    confidence: Confidence

    @property
    def contradictions(self) -> tuple[str, ...]:
        """Fields and kinds of figures of which reports exclude each other."""
        found = [name for name, one in self.fields.items() if one.contradicted]
        return tuple(dict.fromkeys([*found, *(one.kind.value for one in self.figures if one.contradicted)]))


def account_of(
    event_id: EventId,
    accounts: Sequence[Account],
    *,
    base: ReportId,
    whole: Report,
    codebook: Codebook,
    words: AccountWords,
) -> EventAccount:
    """What the event of these reports says; the same in whatever order they come.

    base: the report that spoke for the event so far. whole: it, with what people set of the event as a whole.
    Raises ValueError where there is no report.
    """
    if not accounts:
        raise ValueError(f"event {event_id} has no report to say anything")
    told = sorted(accounts, key=order_of)
    by_id = {one.report.report_id: one.report for one in told}
    own = by_id.get(base, whole)
    marks = {mark.field: mark for mark in whole.corrected if mark not in own.corrected}
    chosen = field_accounts(told, whole, marks, codebook, words.sides)
    figures = tuple(figure_accounts(told, whole, marks, words))
    headline = _headline(told, base, whole, marks, chosen, figures)
    backing = backing_of(told)
    days = [one.published for one in told if one.published is not None]
    supporting = set(chosen["type"].backing.reports) & set(chosen["factuality"].backing.reports)
    return EventAccount(
        event_id=event_id,
        headline=headline,
        fields=chosen,
        figures=figures,
        articles=len({one.report.article_id for one in told}),
        origins=backing.origins,
        unnamed=backing.unnamed,
        claimed_by=_claims(one for one in told if one.report.auxiliary is not Auxiliary.NEGATION),
        denied_by=_claims(one for one in told if one.report.auxiliary is Auxiliary.NEGATION),
        hedged=headline.hedge is not None,
        hedges=sum(one.report.hedge is not None for one in told),
        first_reported=min(days, key=lambda day: (day.first_day, day), default=None),
        last_reported=max(days, key=lambda day: (day.last_day, day), default=None),
        confidence=confidence_of(
            headline,
            [(one.report, one.voice, one.link_score) for one in told if one.report.report_id in supporting],
            contradicted=chosen["type"].contradicted or chosen["factuality"].contradicted,
            weights=words.weights,
        ),
    )


def _headline(
    told: Sequence[Account],
    base: ReportId,
    whole: Report,
    marks: Mapping[str, Corrected],
    chosen: Mapping[str, FieldAccount],
    figures: Sequence[FigureAccount],
) -> Report:
    """The headline values in the fields of one report, which says type and factuality so where any does."""
    reports = {one.report.report_id: one.report for one in told}
    same = [
        one
        for one in reports.values()
        if one.event_type == chosen["type"].value and FACTUALITY[one.auxiliary] == chosen["factuality"].value
    ]
    spoke = reports.get(base)
    if {"type", "factuality"} & marks.keys() or not same or spoke in same:
        speaks = spoke or whole
    else:
        speaks = max(same, key=evidence_of)  # the first of equals, in order of publication
    beside = same or [speaks]
    place, day = chosen["place"], chosen["date"]
    placed = None if place.report_id is None else reports[place.report_id]
    auxiliary = {word: auxiliary for auxiliary, word in FACTUALITY.items()}[str(chosen["factuality"].value)]
    made = replace(
        speaks,
        event_type=str(chosen["type"].value),
        mode=None if chosen["mode"].value is None else str(chosen["mode"].value),
        auxiliary=auxiliary,
        actor=_people(chosen["actor"].value),
        recipient=_people(chosen["recipient"].value),
        place=place.value if isinstance(place.value, ResolvedPlace) else None,
        place_basis=None if placed is None else placed.place_basis,
        date=whole.date if "date" in marks else day.value if isinstance(day.value, TimeMention) else speaks.date,
        figures=tuple(figure for one in figures for figure in _shown(one)),
        # Who tells it without a reserve, or in its own voice, tells it so for the event.
        hedge=speaks.hedge if all(one.hedge is not None for one in beside) else None,
        speaker=speaks.speaker if all(one.speaker for one in beside) else (),
    )
    return replace(made, corrected=tuple(_marks(speaks, marks, chosen, figures, reports)))


def _shown(one: FigureAccount) -> Iterator[Figure]:
    """The headline figure, then what its report counts beside it."""
    if one.value is not None:
        yield one.value
        yield from (each.figure for each in one.told if each.report_id == one.report_id and each.figure != one.value)


def _marks(
    speaks: Report,
    marks: Mapping[str, Corrected],
    chosen: Mapping[str, FieldAccount],
    figures: Sequence[FigureAccount],
    reports: Mapping[ReportId, Report],
) -> Iterator[Corrected]:
    """What people set of the whole, then what they set of the reports whose values stand."""
    yield from marks.values()
    of = {name: one.report_id for name, one in chosen.items()}
    of |= {one.kind.value: one.report_id for one in figures}
    for name, report_id in of.items():
        if report_id is not None and name not in marks:
            yield from (mark for mark in reports[report_id].corrected if mark.field == name)
    yield from (mark for mark in speaks.corrected if mark.field not in of and mark.field not in marks)


def _people(value: Said | None) -> tuple[ResolvedActor, ...]:
    return value if isinstance(value, tuple) else ()


def _claims(told: Iterable[Account]) -> tuple[Claim, ...]:
    """By speaker, the most origins first."""
    by: dict[tuple[str, ...], list[Account]] = {}
    for one in told:
        if one.report.speaker:
            by.setdefault(stand.actor_key(one.report.speaker[0]), []).append(one)
    for short in [each for each in by if len(each) == 2 and not each[1]]:
        # One text names one official, though a shortened copy may leave out what tells his country.
        voices = {one.voice for one in by[short]}
        same = [
            other
            for other in by
            if other[0] == short[0] and other != short and voices & {one.voice for one in by[other]}
        ]
        if len(same) == 1:
            by[same[0]] += by.pop(short)
    found = []
    for key, ours in by.items():
        ours.sort(key=order_of)
        speakers = [one.report.speaker[0] for one in ours]
        found.append(
            Claim(
                speaker=next(each for each in speakers if stand.actor_key(each) == key),
                via=tuple(dict.fromkeys(each.name for one in ours for each in one.report.speaker[1:])),
                backing=backing_of(ours),
            )
        )
    return tuple(sorted(found, key=lambda claim: (-claim.backing.at_least, claim.backing.reports)))
