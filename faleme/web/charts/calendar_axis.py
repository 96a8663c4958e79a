"""An axis of days below lanes: where a day lies, and the labelled ticks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from faleme.web.charts import svg
from faleme.web.charts.periods import narrow_and_wide

HEIGHT = 22
_NARROW, _WIDE = 4, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAxis:
    """From the morning of one day to the evening of another."""

    first: date
    last: date

    def share(self, day: date, *, end: bool = False) -> float:
        """Where a day begins (or ends) along the width, 0 to 1 for days of the axis, beyond for others."""
        length = (self.last - self.first).days + 1
        return ((day - self.first).days + end) / length

    def clipped(self, first: date | None, last: date | None) -> tuple[float, float] | None:
        """Both ends of an interval on the axis, None where it lies outside; an open end is the axis's."""
        start = 0.0 if first is None else self.share(first)
        end = 1.0 if last is None else self.share(last, end=True)
        return (max(start, 0.0), min(end, 1.0)) if start < 1 and end > 0 and start < end else None

    def ticks(self, top: float, bottom: float) -> Iterator[str]:
        """Lines through the lanes, and their labels below."""
        yield f'<g aria-hidden="true" font-size="{svg.SMALL_PX}" fill="{svg.SECOND}">'
        yield f'<line x1="0" x2="100%" y1="{bottom}" y2="{bottom}" stroke="{svg.FILLS[0]}"/>'
        for day, words, is_narrow in narrow_and_wide(self.first, self.last, narrow=_NARROW, wide=_WIDE):
            share = self.share(day)
            x = svg.percent(share)
            anchor, _, _ = svg.anchored(share, svg.text_px(words, svg.SMALL_PX), svg.NARROW_PX)
            css = "" if is_narrow else ' class="wide"'
            yield (
                f'<g{css}><line x1="{x}" x2="{x}" y1="{top}" y2="{bottom + 4}" stroke="{svg.LINE}"/>'
                f'<text x="{x}" y="{bottom + 17}" text-anchor="{anchor}">{svg.text(words)}</text></g>'
            )
        yield "</g>"
