"""Figures that differ on one axis, with who said each: on one line while the names fit, else a line a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from faleme.web.charts import axes, svg

_COLOUR = "#8a4b08"
_BAND = "#e9c9a6"
_MARGIN = 0.05
_LEVELS = 3  # rows of names above one line
_NAME_PX = {svg.NARROW_PX: 110, svg.WIDE_PX: 240}
_ROW = 26
_ARROW = 34  # pixels of "or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure as somebody gives it. low, high: the same for a number, None for no bound ("at least 7" has no high).

    who: who said it. href: the report that has it.
    """

    who: str
    low: float | None
    high: float | None
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What `chart` draws. title: what is counted, "people killed". told: in any order; such as bound nothing are left
    out of the picture. rule: what is shown elsewhere, and why."""

    ident: str
    title: str
    told: tuple[Told, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    """All who give the same figure."""

    low: float | None
    high: float | None
    told: tuple[Told, ...]

    @property
    def at(self) -> float:
        """Where its name stands: its upper bound, else the lower."""
        found = self.high if self.high is not None else self.low
        assert found is not None
        return found

    @property
    def words(self) -> str:
        return bounds_words(self.low, self.high)

    @property
    def who(self) -> str:
        """Everybody who gives it."""
        return ", ".join(one.who for one in self.told)

    def who_in(self, px: float) -> str:
        """Everybody, or the first and how many more, so that it fits."""
        if svg.text_px(self.who) <= px or len(self.told) == 1:
            return svg.fitted(self.who, px)
        more = f" +{len(self.told) - 1}"
        return svg.fitted(self.told[0].who, px - svg.text_px(more)) + more


def bounds_words(low: float | None, high: float | None) -> str:
    """7; 7–12; ≥ 7; ≤ 12."""
    if high is None:
        return f"≥ {svg.value_words(low)}"
    if low is None:
        return f"≤ {svg.value_words(high)}"
    return svg.value_words(low) if low == high else f"{svg.value_words(low)}–{svg.value_words(high)}"


def chart(given: Figures) -> Markup:
    """The chart. Names are placed so that they do not touch at the narrow width; where three rows of them do not do,
    every figure has a line of its own, its name beside it, in rising order."""
    marks = _marks(given.told)
    values = [value for mark in marks for value in (mark.low, mark.high) if value is not None]
    axis = axes.line(min(values, default=0), max(values, default=0))
    narrow, wide = (_placed(marks, axis, width) for width in (svg.NARROW_PX, svg.WIDE_PX))
    if narrow is None or wide is None:
        top = 14
        line = top + len(marks) * _ROW
        body = [*_axis(axis, line), *_rows(marks, axis, top)]
    else:
        levels = max((level for _, level in narrow), default=0) + 1
        line = 14 + 32 * levels
        lines = (_one_line(wide, axis, line, svg.WIDE_PX), _one_line(narrow, axis, line, svg.NARROW_PX))
        body = [*_axis(axis, line), *_band(axis, values, line), svg.both(*map("".join, lines))]
    if not marks:
        body.append(svg.label("no figure is known", x="50%", y=line - 12, anchor="middle", fill=svg.SECOND))
    rules = [_wrapped(given.rule, width) for width in (svg.WIDE_PX, svg.NARROW_PX)]
    body.append(svg.both(*("".join(_rule_lines(rule, line + 38)) for rule in rules)))
    height = line + 28 + 16 * len(rules[1])
    return svg.framed(
        body,
        ident=given.ident,
        kind="figures",
        title=given.title,
        description=_description(given, marks),
        height=height,
        linked=svg.any_local(*(one.href for one in given.told)),
    )


def table(given: Figures) -> svg.Table:
    """The same as a table, a row for everybody who gives a figure, in rising order."""
    told = sorted(given.told, key=_order)
    return svg.Table(
        caption=given.title,
        headers=("who said it", "figure", "at least", "at most"),
        rows=tuple((one.who, _said(one), one.low, one.high) for one in told),
        links=tuple(one.href for one in told),
    )


def _said(one: Told) -> str | None:
    return None if one.low is None and one.high is None else bounds_words(one.low, one.high)


def _order(one: Told) -> tuple[float, float, str]:
    high = one.high if one.high is not None else one.low
    return (high or 0, one.low or 0, one.who)


def _marks(told: Sequence[Told]) -> list[_Mark]:
    by_bounds: dict[tuple[float | None, float | None], list[Told]] = {}
    for one in sorted(told, key=_order):
        if one.low is not None or one.high is not None:
            by_bounds.setdefault((one.low, one.high), []).append(one)
    return [_Mark(low, high, tuple(those)) for (low, high), those in by_bounds.items()]


def _description(given: Figures, marks: Sequence[_Mark]) -> str:
    said = "; ".join(f"{mark.words}: {mark.who}" for mark in marks[:12])
    more = f"; and {len(marks) - 12} more" if len(marks) > 12 else ""
    return f"{said or 'No figure is known'}{more}. {given.rule}".strip()


def _rule_lines(lines: Sequence[str], y: float) -> Iterator[str]:
    for index, words in enumerate(lines):
        yield svg.label(words, x="100%", y=y + 16 * index, anchor="end", fill=svg.SECOND)


def _placed(marks: Sequence[_Mark], axis: axes.Line, width: int) -> list[tuple[_Mark, int]] | None:
    """Each mark with the row of its name above the line; None where they do not fit."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for mark in marks:
        px = max(svg.text_px(mark.who_in(_NAME_PX[width])), svg.text_px(mark.words))
        _, left, right = svg.anchored(_share(axis, mark.at), px, width)
        level = svg.level_of(taken, left, right, most=_LEVELS)
        if level is None:
            return None
        found.append((mark, level))
    return found


def _one_line(placed: Sequence[tuple[_Mark, int]], axis: axes.Line, line: float, width: int) -> Iterator[str]:
    # The highest names first, so that their stems lie under the lower ones.
    for mark, level in sorted(placed, key=lambda pair: -pair[1]):
        who = mark.who_in(_NAME_PX[width])
        share = _share(axis, mark.at)
        px = max(svg.text_px(who), svg.text_px(mark.words))
        anchor, _, _ = svg.anchored(share, px, width)
        y = line - 18 - 32 * level
        x = svg.percent(share)
        stem = (
            f'<line x1="{x}" x2="{x}" y1="{svg.number(y + 4)}" y2="{line - 7}" stroke="{svg.LINE}"/>' if level else ""
        )
        words = svg.label(who, x=x, y=y - 14, anchor=anchor, fill=svg.SECOND, halo=True)
        words += svg.label(mark.words, x=x, y=y, anchor=anchor, bold=True, halo=True)
        yield _linked(mark, stem + _shape(mark, axis, line) + words)


def _rows(marks: Sequence[_Mark], axis: axes.Line, top: float) -> Iterator[str]:
    """A line a figure. Its name stands where there is more room: half of the width is always free."""
    for index, mark in enumerate(marks):
        y = top + index * _ROW + 8
        right = _share(axis, mark.at)
        left = _share(axis, mark.low if mark.low is not None else mark.at)
        is_right = 1 - right >= left
        is_open = mark.high is None if is_right else mark.low is None
        beyond = 12 + (_ARROW if is_open else 0)
        names = []
        for width in (svg.WIDE_PX, svg.NARROW_PX):
            room = (1 - right if is_right else left) * width - beyond - svg.text_px(f"{mark.words} · ")
            names.append(
                svg.label(
                    f"{mark.words} · {mark.who_in(max(room, 40))}",
                    x=svg.percent(right if is_right else left),
                    y=y + 4,
                    dx=beyond if is_right else -beyond,
                    anchor="start" if is_right else "end",
                    halo=True,
                )
            )
        track = (
            f'<line x1="{svg.percent(_MARGIN)}" x2="{svg.percent(1 - _MARGIN)}" y1="{y}" y2="{y}" '
            f'stroke="{svg.LINE}" stroke-dasharray="1 4"/>'
        )
        yield _linked(mark, track + _shape(mark, axis, y) + svg.both(*names))


def _linked(mark: _Mark, body: str) -> str:
    return svg.link(mark.told[0].href, f'<g class="told">{body}</g>', f"{mark.words}: {mark.who}")


def _shape(mark: _Mark, axis: axes.Line, y: float) -> str:
    """A ring at each bound, a bar between two, an arrow where one is open."""
    at = svg.number(y)
    parts = []
    if mark.low is not None and mark.high is not None and mark.low != mark.high:
        ends = svg.percent(_share(axis, mark.low)), svg.percent(_share(axis, mark.high))
        parts.append(f'<line x1="{ends[0]}" x2="{ends[1]}" y1="{at}" y2="{at}" stroke="{_COLOUR}" stroke-width="3"/>')
    for open_end, value, sign in ((mark.high, mark.low, 1), (mark.low, mark.high, -1)):
        if open_end is None and value is not None:
            # A nested picture, because a path knows no percentages; it may stand over its edges.
            head = f"M0 0H{sign * _ARROW - sign * 2}m{-6 * sign} -5l{6 * sign} 5l{-6 * sign} 5"
            parts.append(
                f'<svg x="{svg.percent(_share(axis, value))}" y="{at}" overflow="visible">'
                f'<path class="open" d="{head}" fill="none" stroke="{_COLOUR}" stroke-width="2"/></svg>'
            )
    for bound in dict.fromkeys(bound for bound in (mark.low, mark.high) if bound is not None):
        parts.append(
            f'<circle class="bound" cx="{svg.percent(_share(axis, bound))}" cy="{at}" r="6" fill="{svg.PAPER}" '
            f'stroke="{_COLOUR}" stroke-width="2.5"/>'
        )
    return "".join(parts)


def _band(axis: axes.Line, values: Sequence[float], line: float) -> Iterator[str]:
    """From the smallest to the largest number that anybody gives."""
    if values and min(values) < max(values):
        ends = svg.percent(_share(axis, min(values))), svg.percent(_share(axis, max(values)))
        yield (
            f'<line class="band" x1="{ends[0]}" x2="{ends[1]}" y1="{line}" y2="{line}" stroke="{_BAND}" '
            'stroke-width="6"/>'
        )


def _axis(axis: axes.Line, line: float) -> Iterator[str]:
    yield f'<g aria-hidden="true" font-size="{svg.SMALL_PX}" fill="{svg.SECOND}" text-anchor="middle">'
    yield (
        f'<line x1="{svg.percent(_MARGIN)}" x2="{svg.percent(1 - _MARGIN)}" y1="{line}" y2="{line}" '
        f'stroke="{svg.FILLS[0]}" stroke-width="1.5"/>'
    )
    for value in axis.ticks:
        x = svg.percent(_share(axis, value))
        yield f'<line x1="{x}" x2="{x}" y1="{line - 4}" y2="{line + 4}" stroke="{svg.FILLS[0]}"/>'
        yield f'<text x="{x}" y="{line + 20}">{axes.tick_words(value)}</text>'
    yield "</g>"


def _share(axis: axes.Line, value: float) -> float:
    return _MARGIN + (1 - 2 * _MARGIN) * axis.share(value)


def _wrapped(words: str, px: float) -> list[str]:
    """Words as lines that fit; at most three."""
    lines: list[str] = []
    for word in svg.shortened(words, 160).split():
        if lines and svg.text_px(f"{lines[-1]} {word}") <= px:
            lines[-1] += f" {word}"
        else:
            lines.append(svg.fitted(word, px))
    return lines[:3]
