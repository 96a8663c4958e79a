"""Durations and frequencies: TIMEX3 values, and the days of a duration that leads up to publication or away from it."""

from __future__ import annotations

from datetime import timedelta

from faleme.dates import DateRange, PartialDate
from faleme.resolve.date_sense import Found, Sense
from faleme.resolve.timex import step

_IN_YEARS = {"Y": 1, "E": 10, "C": 100}


def duration(found: Found) -> Sense | None:
    """ "Two weeks", "a three-year", "the past month": how long, and the days of one that is told from publication."""
    unit, amount = found.unit(), found.amount()
    figure = "X" if amount is None else str(amount)
    if unit in ("H", "MIN"):
        return Sense("DURATION", f"PT{figure}{unit[0]}")
    if unit == "2W":
        unit, figure = "W", "X" if amount is None else str(2 * amount)
    years = _IN_YEARS.get(unit)
    value = f"P{figure}{unit}" if years is None else f"P{'X' if amount is None else years * amount}Y"
    days = _beside_publication(found, unit, amount * (2 if found.unit() == "2W" else 1) if amount else 0)
    return Sense("DURATION", value, None if days is None else "relative", when=days)


def _beside_publication(found: Found, unit: str, amount: int) -> DateRange | None:
    """From so many units before publication up to it ("the past two weeks"), or from it on ("the next two weeks")."""
    published = found.published
    if published is None or not amount or not found.has("LGXC"):
        return None
    by = amount if found.has("XC") else -amount
    far: PartialDate | None = None
    if unit in ("D", "W"):
        if published.day:
            try:
                far = PartialDate.of(published.as_date() + timedelta(days=by * (7 if unit == "W" else 1)))
            except OverflowError:
                return None
            near = published
    else:
        stepped = step(published, "M" if unit == "M" else "Y", by * _IN_YEARS.get(unit, 1))
        far = None if stepped is None else PartialDate.parse(stepped)
        near = PartialDate(published.year, published.month if unit == "M" else 0)
    if far is None:
        return None
    return DateRange(near, far) if by > 0 else DateRange(far, near)


def open_duration(found: Found) -> Sense | None:
    """ "Weeks", "the last years": how long is not said."""
    unit = found.unit()
    if found.has("u"):
        return duration(found)  # "the past week"
    return Sense("DURATION", f"PTX{unit[0]}" if unit in ("H", "MIN") else f"PX{'Y' if unit in 'EC' else unit[-1]}")


def often(found: Found) -> Sense | None:
    """ "Daily", "every Friday", "on Fridays", "every other day", "twice a week"."""
    word = found.group("J")
    if word is not None:
        return Sense("SET", str(word.value))
    weekday = found.number("D1")
    if weekday is not None:
        day_part = found.group("k")
        return Sense("SET", f"XXXX-WXX-{weekday + 1}" + (f"T{day_part.value}" if day_part else ""))
    day_part = found.group("k")
    if day_part is not None:
        return Sense("SET", f"XXXX-XX-XXT{day_part.value}")
    unit = found.unit()
    if unit in ("H", "MIN"):
        return Sense("SET", f"PT{2 if found.has('6') else found.amount() or 1}{unit[0]}")
    if found.has("6"):
        return Sense("SET", f"P2{unit}".replace("2E", "20Y"))
    sense = duration(found) if found.has("wdn") and not found.has("4") else None
    return Sense("SET", sense.value if sense else f"P1{unit.replace('E', '0Y')}")
