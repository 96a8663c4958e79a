"""Axes of values: ticks at round numbers, and where a value lies."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Diverging:
    """An axis with zero inside. ticks: in rising order. per_unit: pixels of 1; zero: pixels from the top to 0."""

    ticks: tuple[float, ...]
    per_unit: float
    zero: float

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return self.zero - value * self.per_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An axis along the width. low, high: its ends, which are ticks."""

    ticks: tuple[float, ...]
    low: float
    high: float

    def share(self, value: float) -> float:
        """Where a value lies, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def step_for(extent: float, *, about: int, whole: bool) -> float:
    """The distance of ticks, of 1, 2 and 5 times a power of ten, that makes about so many over an extent."""
    rough = max(extent / about, 1e-9)
    power = 10 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * 0.999)
    return max(step, 1.0) if whole else float(step)


def diverging(up: float, down: float, *, px: float) -> Diverging:
    """An axis from the most above the line to the most below it, at least one tick each way."""
    step = step_for(up + down, about=5, whole=float(up).is_integer() and float(down).is_integer())
    above, below = max(1, math.ceil(up / step - 1e-9)), max(1, math.ceil(down / step - 1e-9))
    per_unit = px / ((above + below) * step)
    ticks = tuple(round(index * step, 9) for index in range(-below, above + 1))
    return Diverging(ticks=ticks, per_unit=per_unit, zero=above * step * per_unit)


def line(low: float, high: float, *, about: int = 4) -> Line:
    """An axis of figures; it begins at 0 unless all of them lie far from it."""
    start = 0.0 if low <= 0.6 * high else low
    step = step_for(high - start or high or 1, about=about, whole=True)
    first = math.floor(start / step)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    ticks = tuple(float(index * step) for index in range(first, last + 1))
    return Line(ticks=ticks, low=ticks[0], high=ticks[-1])


def tick_words(value: float) -> str:
    """At most four letters: 300, 1.5k, 20k, 3M."""
    for size, name in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{name}" if abs(value) < 100 * size else f"{value / size:.0f}{name}"
    return f"{value:g}"
