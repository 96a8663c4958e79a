"""Cells of a register: what several articles say of one value, side by side, and which of it heads the cell.

The rule is that of events: most independent origins, then the most specific value, then the latest said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from faleme.dates import DateRange, PartialDate
from faleme.ids import ArticleId, FactId
from faleme.spans import Span

OriginOf = Callable[[ArticleId], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a value comes from: words of an article, or a table of the registry (``table``, then all else is None)."""

    fact_id: FactId | None = None
    article_id: ArticleId | None = None
    span: Span | None = None
    outlet: str | None = None
    published: PartialDate | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One value, and who says so, first published first. basis: how a date was read, "" for other values."""

    value: str
    sources: tuple[Source, ...]
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Values of one thing: the first heads the cell, the others contradict it."""

    said: tuple[Said, ...] = ()

    @property
    def value(self) -> str | None:
        """The headline value; None where nobody says any."""
        return self.said[0].value if self.said else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One source's value for a cell."""

    value: str
    source: Source
    basis: str = ""


def cell_of(claims: Iterable[Claim], *, origin_of: OriginOf, dates: bool = False) -> Cell:
    """The cell that claims make. dates: values are ISO dates or ranges; a coarser one that holds just one of the finer
    says the same and stands with it."""
    by_value: dict[str, list[Claim]] = {}
    for claim in claims:
        by_value.setdefault(claim.value, []).append(claim)
    if dates:
        by_value = _without_coarser(by_value)
    if len(by_value) > 1:
        order = sorted(by_value.items(), key=lambda item: _rank(item[0], item[1], origin_of, dates=dates), reverse=True)
    else:
        order = list(by_value.items())
    return Cell(
        said=tuple(
            Said(
                value=value,
                basis=next((claim.basis for claim in said if claim.value == value and claim.basis), ""),
                sources=tuple(dict.fromkeys(claim.source for claim in sorted(said, key=_when))),
            )
            for value, said in order
        )
    )


def iso(when: DateRange) -> str:
    """A date as close as it is known, or a range with a slash."""
    return str(when.start) if when.start == when.end else f"{when.start}/{when.end}"


@lru_cache(maxsize=10_000)  # a register has the same days in many rows, and asks them of each
def range_of(text: str) -> DateRange:
    """The calendar interval of what `iso` wrote."""
    first, _, last = text.partition("/")
    return DateRange(PartialDate.parse(first), PartialDate.parse(last or first))


def origins(sources: Sequence[Source], origin_of: OriginOf) -> int:
    """How many independent origins sources have; the registry is one, an article without a known origin one of its
    own only where no other has any."""
    names = {
        source.table or (origin_of(source.article_id) if source.article_id is not None else None) for source in sources
    }
    return len(names - {None}) or 1


def _when(claim: Claim) -> tuple[str, str, int]:
    source = claim.source
    return str(source.published or "9"), str(source.article_id or ""), source.span.start if source.span else 0


def _rank(value: str, said: Sequence[Claim], origin_of: OriginOf, *, dates: bool) -> tuple[int, float, str, str]:
    latest = max((str(claim.source.published or "") for claim in said), default="")
    return origins([claim.source for claim in said], origin_of), _specific(value, dates=dates), latest, value


def _specific(value: str, *, dates: bool) -> float:
    """Of dates the fewer days the more specific; of words the more of them; of a figure one number over a range."""
    if dates:
        when = range_of(value)
        return -float((when.last_day - when.first_day).days)
    if value[:1].isdigit() or value[:1] == "-":
        return -float("-" in value)
    return float(len(value.split()))


def _without_coarser(by_value: dict[str, list[Claim]]) -> dict[str, list[Claim]]:
    ranges = {value: range_of(value) for value in by_value}
    joined = {value: list(said) for value, said in by_value.items()}
    for coarse in sorted(by_value, key=lambda value: _specific(value, dates=True)):
        inside = [
            value
            for value in joined
            if value != coarse
            and ranges[coarse].first_day <= ranges[value].first_day
            and ranges[value].last_day <= ranges[coarse].last_day
        ]
        finest = [
            value
            for value in inside
            if not any(
                other != value and ranges[value] != ranges[other] and _holds(ranges[value], ranges[other])
                for other in inside
            )
        ]
        if len(finest) == 1:
            joined[finest[0]] += joined.pop(coarse)
    return joined


def _holds(outer: DateRange, inner: DateRange) -> bool:
    return outer.first_day <= inner.first_day and inner.last_day <= outer.last_day
