"""The day that a row may have. Never the day of publication, and never one day where the text gives many."""

from __future__ import annotations

from datetime import date, timedelta

from faleme.dates import DateRange
from faleme.records import Auxiliary, Report


def interval_of(report: Report) -> DateRange | None:
    """The days that the report gives; None where it gives none."""
    return None if report.date is None else report.date.when


def day_of(report: Report) -> date | None:
    """The one day that the report gives; None where it gives none, or several."""
    when = interval_of(report)
    return None if when is None or when.first_day != when.last_day else when.first_day


def days_covered(when: DateRange) -> int:
    """How many days an interval has, its ends included."""
    return (when.last_day - when.first_day).days + 1


def middle_of(when: DateRange) -> date:
    """The middle day of an interval, of two the earlier."""
    return when.first_day + timedelta(days=(days_covered(when) - 1) // 2)


def no_fact(report: Report) -> str | None:
    """Why a schema without factuality must not have the report as a row; None for what happened and has its time.

    A row there reads as a fact of its day: what is planned, supposed or denied is none, and what lies far back without
    a date would seem to be of today.
    """
    if report.auxiliary is None:
        return None
    if report.auxiliary is Auxiliary.HISTORICAL:
        return "historical, without a date" if interval_of(report) is None else None
    return {
        Auxiliary.FUTURE: "planned, not happened",
        Auxiliary.HYPOTHETICAL: "hypothetical",
        Auxiliary.NEGATION: "denied",
    }[report.auxiliary]
