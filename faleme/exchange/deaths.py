"""How many dead a report tells, for schemas that have one number or a range."""

from __future__ import annotations

from collections.abc import Sequence

from faleme.link.account import EventAccount
from faleme.records import FigureKind, Report


def dead_of(report: Report) -> tuple[float | None, float | None]:
    """Fewest and most dead that the report tells, each None where it does not tell; of 0 and of no figure alike.

    Where it has several figures ("17 fighters and five soldiers") nobody knows whether they add up: there are at least
    as many as the largest of them, and no most.
    """
    told = {
        (figure.low, figure.high) for figure in report.figures if figure.what is FigureKind.DEAD and figure.low != 0
    }
    if len(told) == 1:
        return told.pop()
    return max((low for low, _ in told if low is not None), default=None), None


def dead_said(says: EventAccount, reports: Sequence[Report]) -> tuple[float | None, float | None]:
    """Fewest and most dead of an event: as a person set it, else over all of its reports."""
    judged = [one for one in says.figures if one.kind is FigureKind.DEAD and one.judged]
    return judged[0].interval if judged else dead_in(reports)


def dead_in(reports: Sequence[Report]) -> tuple[float | None, float | None]:
    """Lowest and highest that any of the reports tells; None where one that tells of dead leaves it open."""
    ranges = [dead_of(report) for report in reports if any(one.what is FigureKind.DEAD for one in report.figures)]
    lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
    return (
        None if None in lows else min((low for low in lows if low is not None), default=None),
        None if None in highs else max((high for high in highs if high is not None), default=None),
    )
