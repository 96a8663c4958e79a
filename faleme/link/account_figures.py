"""What the reports of an event say of each figure: never added up, and never mixed where what they count differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from faleme.ids import ReportId
from faleme.link import standing as stand
from faleme.link.standing import Standing
from faleme.link.weigh import Account, Backing, Told, is_judged, weigh
from faleme.records import Corrected, Figure, FigureKind, Report, ResolvedActor
from faleme.reference.account import AccountWords

BY_UNIT = frozenset({FigureKind.MONEY, FigureKind.DISTANCE, FigureKind.WEAPONS, FigureKind.OTHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFigure:
    """A figure as one report tells it. said_by: its speakers, innermost first. of: whose it says they are, None where
    its words do not tell."""

    figure: Figure
    report_id: ReportId
    origin: str | None
    outlet: str | None
    said_by: tuple[ResolvedActor, ...]
    of: str | None
    standing: Standing
    superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAccount:
    """What the reports say of one figure: a kind, and of it one unit or one side's people.

    of: state, armed or civilian, or the unit of what is no people; None where the words do not tell. value: the
    headline figure; None where a person set it to unknown; judged: a person set it. low, high: of all accounts, the
    smallest and the largest number told, of each report its largest, of which its others may be parts; open_low,
    open_high: some account leaves that end open ("at least 7"). whose_unsaid: some accounts tell whose people they
    count and others do not, so that those are not held against each other.
    """

    kind: FigureKind
    of: str | None
    value: Figure | None
    why: str
    report_id: ReportId | None
    backing: Backing
    told: tuple[ToldFigure, ...]
    low: float | None
    high: float | None
    open_low: bool
    open_high: bool
    whose_unsaid: bool = False
    judged: bool = False

    @property
    def contradicted(self) -> bool:
        """True where two accounts cannot both be right."""
        return any(one.standing is Standing.EXCLUDES for one in self.told)

    @property
    def accounts(self) -> int:
        """How many reports tell it."""
        return len({one.report_id for one in self.told})

    @property
    def interval(self) -> tuple[float | None, float | None]:
        """Fewest and most over all accounts, None where one leaves that end open; as a person set it where one did."""
        if self.judged:
            return (None, None) if self.value is None else (self.value.low, self.value.high)
        return None if self.open_low else self.low, None if self.open_high else self.high


def figure_accounts(
    told: Sequence[Account], whole: Report, marks: Mapping[str, Corrected], words: AccountWords
) -> Iterator[FigureAccount]:
    """The figures that any report tells, in the order of ``FigureKind``; of several counts of one kind those whose side
    or unit is told first. Arguments as for `account_fields.field_accounts`."""
    counted = {figure.what for one in told for figure in one.report.figures}
    for kind in FigureKind:
        if kind not in counted and kind.value not in marks:
            continue
        said = [
            Told(
                key=(figure.low, figure.high),
                value=figure,
                account=one,
                judged=is_judged(one.report, kind.value),
            )
            for one in told
            for figure in one.report.figures
            if figure.what is kind
        ]
        if kind.value in marks:
            mark = marks[kind.value]
            value = next((figure for figure in whole.figures if figure.what is kind), None)
            if said or value is not None:
                why = f"set by {mark.who}: {mark.why} ({mark.judgement_id})"
                yield _figure(kind, None, said, words, judged=(value, why))
            continue
        groups: dict[str | None, list[Told[Figure]]] = {}
        for each in said:
            groups.setdefault(_of(kind, each.value, words), []).append(each)
        known = [group for group in groups if group is not None]
        telling = [{one.account.report.report_id for one in groups.get(group, ())} for group in (None, *known)]
        # A report that tells both ("14 people, two soldiers among them") shows that they are two counts.
        if len(known) == 1 and None in groups and kind not in BY_UNIT and not telling[0] & telling[1]:
            yield _figure(kind, known[0], said, words)
        else:
            for group in sorted(groups, key=lambda group: (group is None, group or "")):
                yield _figure(kind, group, groups[group], words)


def _of(kind: FigureKind, figure: Figure, words: AccountWords) -> str | None:
    """What sets figures of one kind apart: the unit of things, the side of people."""
    if kind in BY_UNIT:
        return None if figure.unit is None else figure.unit.casefold()
    return words.side_of(figure.unit)


def _figure(
    kind: FigureKind,
    group: str | None,
    said: Sequence[Told[Figure]],
    words: AccountWords,
    *,
    judged: tuple[Figure | None, str] | None = None,
) -> FigureAccount:
    whose = {id(one): _of(kind, one.value, words) for one in said}
    unsaid = kind not in BY_UNIT and len({*whose.values()}) > 1
    # A report that tells another number of the same beside it is no contradiction: the one may be a part of the other.
    weighed = weigh(said, stand.of_figures, _width, _size) if said else None
    best = None if weighed is None else weighed.by_key[weighed.best][0]
    value, why = (None if best is None else best.value, "" if weighed is None else weighed.why)
    if judged is not None:
        value, why = judged
    agreeing = set[ReportId]()
    if value is not None:
        agreeing = {
            one.account.report.report_id for one in said if stand.of_figures(one.value, value) is not Standing.EXCLUDES
        }
    backing = weighed.backing if weighed is not None and judged is None else Backing()
    told = []
    for one in said:
        stands = Standing.ALLOWS if value is None else stand.of_figures(one.value, value)
        by_other_side = best is not None and judged is None and whose[id(one)] != whose[id(best)]
        if stands is Standing.EXCLUDES and (one.account.report.report_id in agreeing or by_other_side):
            stands = Standing.ALLOWS
        told.append(
            ToldFigure(
                figure=one.value,
                report_id=one.account.report.report_id,
                origin=one.account.origin,
                outlet=one.account.outlet,
                said_by=one.account.report.speaker,
                of=whose[id(one)],
                standing=stands,
                superseded=weighed is not None and one.key in weighed.superseded,
            )
        )
    accounts = _whole_counts(said)
    numbers = [end for one in accounts for end in (one.low, one.high) if end is not None]
    return FigureAccount(
        kind=kind,
        of=whose[id(best)] if unsaid and best is not None else group,
        value=value,
        why=why,
        report_id=best.account.report.report_id if best is not None and judged is None else None,
        backing=backing,
        told=tuple(told),
        low=min(numbers, default=None),
        high=max(numbers, default=None),
        open_low=any(one.low is None for one in accounts),
        open_high=any(one.high is None for one in accounts),
        whose_unsaid=unsaid,
        judged=judged is not None,
    )


def _whole_counts(said: Sequence[Told[Figure]]) -> list[Figure]:
    """Of each report the largest number, of which its others may be parts."""
    by_report: dict[ReportId, list[Figure]] = {}
    for one in said:
        by_report.setdefault(one.account.report.report_id, []).append(one.value)
    found = []
    for figures in by_report.values():
        most = max(_size(one) for one in figures)
        found += [one for one in figures if _size(one) == most]
    return found


def _width(figure: Figure) -> float:
    """A number before a range, a narrow range before a wide one, an open end last."""
    low, high = stand.figure_range(figure)
    return low - high


def _size(figure: Figure) -> float:
    return stand.figure_range(figure)[0]
