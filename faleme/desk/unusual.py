"""What is unusual in a week: counts of event types and regions against what is usual there.

Usual is the mean of the weeks before in which anything was collected, over 4 and over 52 weeks. A count is unusual
where a Poisson process of the larger mean brings so many or more in fewer than one week of a hundred; so few events
are so many at random that less than three never are. The means over 4 and 52 weeks are those of ACLED's subnational
tracker as it is described; the tail of the Poisson distribution is the usual test of surveillance of counts
(Farrington et al. 1996, J. R. Stat. Soc. A 159:547, without its regression, for which a desk has too few weeks).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from faleme.desk.asking import Asked
from faleme.store.desk import DeskStore, WeeksOf

WEEKS = 52
RECENT = 4
_FEW = 3
_TAIL = 0.01
_EXACT = 1e-12
_TYPES = 6  # types that are looked at by region


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """A count that is unusual. event_type, region: what is counted, None for all. until: last day of the seven.

    usual_4, usual_52: means a week before; None where nothing was collected then. asked: the query of the rows.
    """

    event_type: str | None
    region: str | None
    events: int
    usual_4: float | None
    usual_52: float | None
    tail: float
    asked: Asked

    @property
    def times(self) -> float:
        """How many times the usual, by the larger of the two means and at least one event."""
        return self.events / max(self.usual_4 or 0.0, self.usual_52 or 0.0, 1.0)


def unusual(desk: DeskStore, wanted: Asked, *, until: date) -> list[Unusual]:
    """What is unusual in the seven days that end with a day, the most unlikely first: types, and types by region."""
    span = wanted.with_(since=until - timedelta(days=7 * (WEEKS + 1) - 1), until=until).query

    def weeks(group: WeeksOf, least: int = _FEW) -> dict[tuple[str, str], list[int]]:
        return desk.weeks(span, until=until, weeks=WEEKS + 1, group=group, least=least)

    collected = [count > 0 for count in weeks("total", 0).get(("", ""), [0] * (WEEKS + 1))]
    of_types = weeks("type")
    week = wanted.with_(since=until - timedelta(days=6), until=until)
    made = []
    for (event_type, _), counts in sorted(of_types.items()):
        if (one := _weighed(counts, collected)) is not None:
            made.append(_made(one, event_type, None, week))
    frequent = {key for key, _ in sorted(of_types, key=lambda key: (-of_types[key][-1], key))[:_TYPES]}
    for (event_type, region), counts in sorted(weeks("type_admin1").items()):
        if region and event_type in frequent and (one := _weighed(counts, collected)) is not None:
            made.append(_made(one, event_type, region, week))
    # What a region has more of is said once, for the region and not for all.
    regions = {each.event_type for each in made if each.region is not None}
    kept = [each for each in made if each.region is not None or each.event_type not in regions]
    return sorted(kept, key=lambda each: (each.tail, -each.events, each.event_type or "", each.region or ""))


def at_least(count: int, mean: float) -> float:
    """Probability that a Poisson process of a mean brings so many or more."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count <= mean:
        return max(0.0, 1.0 - math.fsum(_term(k, mean) for k in range(count)))
    # Summed upwards, since what is left of one is lost in rounding where the tail is thin.
    term = tail = _term(count, mean)
    while term > tail * _EXACT:
        count += 1
        term *= mean / count
        tail += term
    return tail


def _term(count: int, mean: float) -> float:
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def _weighed(counts: Sequence[int], collected: Sequence[bool]) -> tuple[int, float | None, float | None, float] | None:
    """The count of the last week with both means and how unlikely it is; None where it is not unusual."""
    now = counts[-1]
    means = [
        _mean([count for count, any_ in zip(counts[-1 - weeks : -1], collected[-1 - weeks : -1], strict=True) if any_])
        for weeks in (RECENT, WEEKS)
    ]
    known = [mean for mean in means if mean is not None]
    if now < _FEW or not known:
        return None
    # Of weeks without any event the true mean may still be some events a year.
    tail = at_least(now, max(*known, 1 / WEEKS))
    return (now, means[0], means[1], tail) if tail < _TAIL else None


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _made(
    one: tuple[int, float | None, float | None, float], event_type: str, region: str | None, week: Asked
) -> Unusual:
    events, recent, year, tail = one
    query = replace(week.query, types=(event_type,), regions=(region,) if region else ())
    return Unusual(
        event_type=event_type,
        region=region,
        events=events,
        usual_4=recent,
        usual_52=year,
        tail=tail,
        asked=replace(week, query=query),
    )


def times_usual(found: Sequence[Unusual]) -> Mapping[tuple[str, str | None], float]:
    """By type and region (None for all) how many times the usual there is of it."""
    return {(each.event_type or "", each.region): each.times for each in found}
