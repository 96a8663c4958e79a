"""Cooperation above the line, conflict below it, a bar a period, with the mean of the balance and annotated spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup

from faleme.store.desk import Period
from faleme.web.charts import axes, svg
from faleme.web.charts.bars import Bar, balance_means
from faleme.web.charts.periods import after, narrow_and_wide, period_words, start_of

# From the line outwards: deeds stand on it, words beyond them.
_UP, _DOWN = (2, 1), (4, 3)
_GUTTER = 0.07
_TOP, _PLOT, _AXIS, _LEGEND_ROW = 40, 220, 20, 18
_SPAN_ROWS = 2
_LABELS_NARROW, _LABELS_WIDE = 5, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A time with a name. note: a second line under it."""

    first: date
    last: date
    label: str
    note: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diverging:
    """What `chart` draws. ident: names the chart on its page. bars: without holes, in order of time.

    unit: what the values count.
    """

    ident: str
    title: str
    by: Period
    bars: tuple[Bar, ...]
    spans: tuple[Span, ...] = ()
    unit: str = "happenings"


def chart(given: Diverging) -> Markup:
    """The chart, 7 % of whose width is the axis of values."""
    bars = given.bars
    scale = axes.diverging(
        max((bar.cooperation for bar in bars), default=0), max((bar.conflict for bar in bars), default=0), px=_PLOT
    )
    any_silent = any(not bar.collected for bar in bars)
    plot_end = _TOP + _PLOT
    legend = _legend(given, plot_end + _AXIS + 16, with_silent=any_silent)
    body = [
        *_spans(given),
        *_grid(scale),
        *_silent(given),
        *_plot(given, scale),
        _sides(),
        *_time_axis(given),
        *legend,
    ]
    return svg.framed(
        body,
        ident=given.ident,
        kind="diverging",
        title=given.title,
        description=_description(given),
        height=plot_end + _AXIS + _LEGEND_ROW * (3 + any_silent) + 4,
        linked=svg.any_local(*(bar.href for bar in bars), *(span.href for span in given.spans)),
    )


def table(given: Diverging) -> svg.Table:
    """The same as a table, a row a period, with sums. Values of periods without collection are as found."""
    means = balance_means(given.bars)
    rows = []
    for bar, mean in zip(given.bars, means, strict=True):
        last = after(bar.start, given.by) - timedelta(days=1)
        notes = [span.label for span in given.spans if span.first <= last and span.last >= bar.start]
        notes += [] if bar.collected else ["not collected"]
        values = tuple(bar.values[quad - 1] for quad in _ordered())
        rounded = None if mean is None else round(mean, 1) + 0.0
        rows.append((period_words(bar.start, given.by), *values, bar.balance, rounded, "; ".join(notes)))
    sums = tuple(sum(bar.values[quad - 1] for bar in given.bars) for quad in _ordered())
    return svg.Table(
        caption=given.title,
        headers=(
            given.by,
            *(svg.CLASSES[quad] for quad in _ordered()),
            "balance",
            f"nine-{given.by} mean of the balance",
            "notes",
        ),
        rows=tuple(rows),
        links=tuple(bar.href for bar in given.bars),
        foot=("all", *sums, sum(bar.balance for bar in given.bars), None, ""),
    )


def _ordered() -> tuple[int, ...]:
    """Classes as the legend and the table have them: from the top of the chart to its foot, deeds first above."""
    return 2, 1, 3, 4


def _description(given: Diverging) -> str:
    if not given.bars:
        return "No period is shown."
    up, down = sum(bar.cooperation for bar in given.bars), sum(bar.conflict for bar in given.bars)
    first, last = given.bars[0].start, given.bars[-1].start
    said = (
        f"{svg.value_words(up)} {given.unit} of cooperation and {svg.value_words(down)} of conflict, a bar a "
        f"{given.by}, {period_words(first, given.by)} to {period_words(last, given.by)}."
    )
    silent = sum(not bar.collected for bar in given.bars)
    if silent:
        said += f" Not collected: {silent} of {len(given.bars)}."
    return said + "".join(f" Marked: {span.label}." for span in given.spans[:3])


def _grid(scale: axes.Diverging) -> Iterator[str]:
    yield '<g aria-hidden="true">'
    for value in scale.ticks:
        y = _TOP + scale.y(value)
        colour = svg.SECOND if value == 0 else svg.LINE
        yield (
            f'<line class="grid" x1="{_x(0)}" x2="100%" y1="{svg.number(y)}" y2="{svg.number(y)}" stroke="{colour}"/>'
        )
        yield svg.label(
            axes.tick_words(abs(value)),
            x=svg.percent(_GUTTER),
            y=y + 4,
            dx=-6,
            anchor="end",
            size=svg.SMALL_PX,
            fill=svg.SECOND,
        )
    yield "</g>"


def _sides() -> str:
    words = [
        svg.label(words, x="100%", y=y, anchor="end", size=svg.SMALL_PX, bold=True, halo=True)
        for words, y in (("cooperation ↑", 12), ("conflict ↓", _TOP + _PLOT - 5))
    ]
    return f'<g aria-hidden="true" pointer-events="none">{"".join(words)}</g>'


def _plot(given: Diverging, scale: axes.Diverging) -> Iterator[str]:
    """Bars, line and links, in units of one period across; only this part is stretched to the width."""
    bars = given.bars
    if not bars:
        return
    yield (
        f'<svg x="{svg.percent(_GUTTER)}" y="{_TOP}" width="{svg.percent(1 - _GUTTER)}" height="{_PLOT}" '
        f'viewBox="0 0 {len(bars)} {_PLOT}" preserveAspectRatio="none">'
    )
    # One shape a class instead of one a bar: a third of the bytes.
    for quad, inner in ((2, None), (1, 2), (4, None), (3, 4)):
        sign = 1 if quad in _UP else -1
        shapes = []
        for index, bar in enumerate(bars):
            value = bar.values[quad - 1]
            if value:
                base = sign * (bar.values[inner - 1] if inner else 0)
                low, high = scale.y(base), scale.y(base + sign * value)
                shapes.append(f"M{index}.1 {svg.number(low)}h.8V{svg.number(high)}h-.8z")
        if shapes:
            yield f'<path class="q{quad}" fill="{svg.FILLS[quad]}" d="{"".join(shapes)}"/>'
    for index, bar in enumerate(bars):
        if bar.href or any(bar.values):
            column = f'<rect x="{index}" width="1" height="{_PLOT}" fill="none" pointer-events="all"/>'
            yield svg.link(bar.href, column, _bar_words(bar, given.by))
    for line in _mean_lines(bars, scale):
        yield (
            f'<polyline class="mean" points="{line}" fill="none" stroke="{svg.INK}" stroke-width="1.6" '
            'stroke-linejoin="round" vector-effect="non-scaling-stroke" pointer-events="none"/>'
        )
    yield "</svg>"


def _bar_words(bar: Bar, by: Period) -> str:
    parts = [f"{svg.value_words(bar.values[q - 1])} {svg.CLASSES[q]}" for q in _ordered() if bar.values[q - 1]]
    return f"{period_words(bar.start, by)}: {', '.join(parts) or 'none'}"


def _mean_lines(bars: Sequence[Bar], scale: axes.Diverging) -> Iterator[str]:
    """The points of each unbroken piece of the line of means."""
    means = list(enumerate(balance_means(bars)))
    for is_known, piece in groupby(means, key=lambda pair: pair[1] is not None):
        if is_known:
            yield " ".join(f"{index}.5,{svg.number(scale.y(mean))}" for index, mean in piece if mean is not None)


def _silent(given: Diverging) -> Iterator[str]:
    """Hatching over each run of periods without collection."""
    name, count = svg.safe_id(given.ident), len(given.bars)
    runs = [(silent, list(run)) for silent, run in groupby(range(count), key=lambda i: not given.bars[i].collected)]
    found = [run for silent, run in runs if silent]
    if not found:
        return
    yield (
        f'<defs><pattern id="{name}-h" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)">'
        f'<path d="M0 0V6" stroke="{svg.FILLS[0]}" stroke-width="2"/></pattern></defs>'
    )
    for run in found:
        first, last = given.bars[run[0]], given.bars[run[-1]]
        words = f"not collected: {period_words(first.start, given.by)}"
        words += f" to {period_words(last.start, given.by)}" if len(run) > 1 else ""
        yield (
            f'<rect class="silent" x="{_x(run[0] / count)}" y="{_TOP}" width="{_width(len(run) / count)}" '
            f'height="{_PLOT}" fill="url(#{name}-h)" fill-opacity=".55"><title>{svg.text(words)}</title></rect>'
        )


def _spans(given: Diverging) -> Iterator[str]:
    """Shaded times with their names above."""
    shown = []
    for span in sorted(given.spans, key=lambda span: (span.first, span.last)) if given.bars else ():
        start, end = _share(given, span.first), _share(given, span.last + timedelta(days=1))
        if start < 1 and 0 < end > start:
            shown.append((span, max(start, 0.0), min(end, 1.0)))
    wide, narrow = (_span_names(shown, width * (1 - _GUTTER)) for width in (svg.WIDE_PX, svg.NARROW_PX))
    for (span, start, end), names in zip(shown, zip(wide, narrow, strict=True), strict=True):
        shade = (
            f'<rect class="span" x="{_x(start)}" y="{_TOP}" width="{_width(end - start)}" height="{_PLOT}" '
            f'fill="{svg.SHADE}"/>'
        )
        note = f" ({span.note})" if span.note else ""
        yield svg.link(span.href, shade + svg.both(*names), f"{span.label}{note}")


def _span_names(shown: Sequence[tuple[Span, float, float]], room: float) -> list[str]:
    """The name of each span, in one of two rows; blank where it fits neither, and then the shade alone has it."""
    # The upper right corner is taken by the word for the side.
    taken: list[list[tuple[float, float]]] = [[], [(room - 90, room)]]
    names = []
    for span, start, end in shown:
        words = svg.fitted(span.label, room * 0.75, svg.SMALL_PX)
        px = svg.text_px(words, svg.SMALL_PX)
        is_left = start * room + px <= room
        left = start * room if is_left else end * room - px
        row = svg.level_of(taken, left, left + px, most=_SPAN_ROWS) if left >= 0 else None
        if row is None:
            names.append("")
            continue
        x, anchor = (_x(start), "start") if is_left else (_x(end), "end")
        names.append(svg.label(words, x=x, y=_TOP - 6 - 13 * row, anchor=anchor, size=svg.SMALL_PX, bold=True))
    return names


def _time_axis(given: Diverging) -> Iterator[str]:
    if not given.bars:
        return
    first = given.bars[0].start
    last = after(given.bars[-1].start, given.by) - timedelta(days=1)
    yield f'<g aria-hidden="true" font-size="{svg.SMALL_PX}" fill="{svg.SECOND}">'
    y = _TOP + _PLOT
    for day, words, is_narrow in narrow_and_wide(first, last, narrow=_LABELS_NARROW, wide=_LABELS_WIDE):
        share = _share(given, day)
        anchor, _, _ = svg.anchored(share, svg.text_px(words, svg.SMALL_PX), svg.NARROW_PX)
        css = "" if is_narrow else ' class="wide"'
        yield (
            f'<g{css}><line x1="{_x(share)}" x2="{_x(share)}" y1="{y}" y2="{y + 4}" stroke="{svg.FILLS[0]}"/>'
            f'<text x="{_x(share)}" y="{y + 16}" text-anchor="{anchor}">{svg.text(words)}</text></g>'
        )
    yield "</g>"


def _legend(given: Diverging, y: float, *, with_silent: bool) -> Iterator[str]:
    """Two columns, so that it fits a narrow screen: deeds filled, words as rings."""
    yield f'<g aria-hidden="true" font-size="{svg.SMALL_PX}">'
    for index, quad in enumerate((2, 1, 4, 3)):
        x, row = 6 + 126 * (index % 2), y + _LEGEND_ROW * (index // 2)
        yield f'<circle {svg.coloured(quad, ring=quad in (1, 3))} cx="{x}" cy="{row}" r="4.5"/>'
        yield f'<text x="{x + 10}" y="{row + 4}">{svg.CLASSES[quad]}</text>'
    row = y + 2 * _LEGEND_ROW
    yield f'<line x1="0" x2="12" y1="{row}" y2="{row}" stroke="{svg.INK}" stroke-width="1.6"/>'
    yield f'<text x="16" y="{row + 4}">nine-{given.by} mean of the balance</text>'
    if with_silent:
        row += _LEGEND_ROW
        name = svg.safe_id(given.ident)
        yield f'<rect x="0" y="{row - 6}" width="12" height="12" fill="url(#{name}-h)" stroke="{svg.FILLS[0]}"/>'
        yield f'<text x="16" y="{row + 4}">not collected</text>'
    yield "</g>"


def _share(given: Diverging, day: date) -> float:
    """Where a day lies along the plot, from 0 to 1: by periods, which are equally wide, and inside one by days."""
    bars = given.bars
    start = start_of(day, given.by)
    # Before the first, or after the last, it is one period outside, however far.
    index = -1 if start < bars[0].start else bisect_left(bars, start, key=lambda bar: bar.start)
    length = (after(start, given.by) - start).days
    return (index + (day - start).days / length) / len(bars)


def _x(share: float) -> str:
    return svg.percent(_GUTTER + share * (1 - _GUTTER))


def _width(share: float) -> str:
    return svg.percent(share * (1 - _GUTTER))
