"""How values are written for people, on pages and in briefs alike: days, figures, places, parties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from faleme.desk.asking import PRECISIONS
from faleme.store.desk import EventLine, Party

UNKNOWN = "not known"
_NAMED = 2  # parties of a side in a heading
_LONGEST = 200  # letters of a name in a heading; a stranger's word may have a million


def day_words(day: date | None) -> str:
    """13 Nov 2026."""
    return UNKNOWN if day is None else f"{day.day} {day:%b %Y}"


def days_words(first: date | None, last: date | None) -> str:
    """A day, a month or year where the two are its ends, else both days."""
    if first is None or last is None:
        return day_words(first or last)
    if first == last:
        return day_words(first)
    ends = (last.month, last.day) == (12, 31)
    if first.year == last.year and (first.month, first.day) == (1, 1) and ends:
        return str(first.year)
    if first.replace(day=1) == first and first.month == last.month and first.year == last.year:
        following = last.toordinal() + 1
        if date.fromordinal(following).month != last.month:
            return f"{first:%b %Y}"
    if first.year == last.year:
        left = str(first.day) if first.month == last.month else f"{first.day} {first:%b}"
        return f"{left}–{day_words(last)}"
    return f"{day_words(first)} – {day_words(last)}"


def moment_words(at: str | None) -> str:
    """An instant of the store, ISO 8601 in UTC, as 14 Nov 2026, 06:12 UTC."""
    if not at:
        return UNKNOWN
    when = datetime.fromisoformat(at.replace("Z", "+00:00"))
    return f"{day_words(when.date())}, {when:%H:%M} UTC"


def instant_words(at: int | None) -> str:
    """An instant in seconds since 1970."""
    return UNKNOWN if at is None else moment_words(datetime.fromtimestamp(at, UTC).isoformat())


def number_words(value: float | None) -> str:
    """1,204; no decimals where there are none."""
    if value is None:
        return UNKNOWN
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def range_words(low: float | None, high: float | None) -> str:
    """What a figure is by its bounds: 7, 7–12, at least 7, up to 12."""
    if low is None and high is None:
        return UNKNOWN
    if high is None:
        return f"at least {number_words(low)}"
    if low is None:
        return f"up to {number_words(high)}"
    return number_words(low) if low == high else f"{number_words(low)}–{number_words(high)}"


def precision_words(precision: int | None) -> str:
    """What a place is known to."""
    return PRECISIONS.get(precision or 0, UNKNOWN)


def parties_words(parties: Sequence[Party]) -> str:
    """Names with commas, two of them at most; who is not told is said so."""
    shown = ", ".join(_cut(party.name) for party in parties[:_NAMED])
    more = len(parties) - _NAMED
    return (f"{shown} and {more} more" if more > 0 else shown) or "not told"


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def heading(line: EventLine) -> str:
    """An event in words, from its values alone: no sentence of a page is made into a title of ours."""
    return headed(
        line.event_type,
        line.mode,
        who=parties_words(line.actors) if line.actors else "",
        whom=parties_words(line.recipients) if line.recipients else "",
        where=line.place or "",
    )


def headed(event_type: str, mode: str | None, *, who: str, whom: str, where: str) -> str:
    """A heading of values in words; what is not known is blank and left out."""
    deed = event_type.lower() + (f" ({mode})" if mode else "")
    said = f"{who}: {deed}" if who else deed.capitalize()
    return said + (f" → {whom}" if whom else "") + (f", {where}" if where else "")


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 report, 2 reports."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
