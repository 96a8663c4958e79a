"""Lanes of actors and pairs with what happened, agreements as bars, and the window that is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from faleme.web.charts import svg
from faleme.web.charts.calendar_axis import HEIGHT, CalendarAxis
from faleme.web.charts.periods import day_words

_NAME, _LEVEL, _BAR, _GAP = 18, 13, 18, 10
_LEVELS = 4  # marks above each other in a lane
_APART_PX = 12
_APART_ABOVE_PX = 20  # in the highest row, where a mark may become "+12"
_RADIUS = 4.5
_LEGEND = 58
_NARROW_LANES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event. lanes: keys of the lanes it stands in. first, last: days of its date, None where it is not known; then
    it is in the table alone. quad: its class, 0 for a statement. fact: whether it happened, in words."""

    label: str
    lanes: tuple[str, ...]
    quad: int
    first: date | None
    last: date | None = None
    fact: str = "happened"
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """An agreement. since: None where its begin is not known; until: None while it is in force."""

    label: str
    lanes: tuple[str, ...]
    since: date | None
    until: date | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """An actor, or a pair."""

    key: str
    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What `chart` draws, from ``first`` to ``last``. window: the days that are chosen on it."""

    ident: str
    title: str
    first: date
    last: date
    lanes: tuple[Lane, ...]
    happenings: tuple[Happening, ...] = ()
    agreements: tuple[InForce, ...] = ()
    window: tuple[date, date] | None = None


def chart(given: Timeline) -> Markup:
    """The chart. Cooperation is round, conflict square, statements lozenges; deeds are filled, words are rings. Marks
    that would touch stand above each other; where more than four would, the last says how many are left out."""
    axis = CalendarAxis(first=given.first, last=given.last)
    y = 4.0
    body: list[str] = []
    for lane in given.lanes:
        drawn, height = _lane(given, lane, axis, y)
        body += drawn
        y += height
    ticks = list(axis.ticks(4, y))
    return svg.framed(
        [*_window(given, axis, y), *ticks, *body, *_legend(y + HEIGHT + 12)],
        ident=given.ident,
        kind="timeline",
        title=given.title,
        description=_description(given, axis),
        height=y + HEIGHT + _LEGEND + 6,
        linked=svg.any_local(
            *(each.href for group in (given.lanes, given.happenings, given.agreements) for each in group)
        ),
    )


def table(given: Timeline) -> svg.Table:
    """The same as a table, a row a happening or agreement, in order of time, undated ones last."""
    names = {lane.key: lane.label for lane in given.lanes}
    rows: list[tuple[date, tuple[str | None, ...], str | None]] = []
    for each in given.happenings:
        days = None if each.first is None else _days(each.first, each.last)
        who = ", ".join(names[key] for key in each.lanes if key in names)
        rows.append((each.first or date.max, (days, who, each.label, svg.CLASSES[each.quad], each.fact), each.href))
    for agreement in given.agreements:
        since = "not known" if agreement.since is None else day_words(agreement.since)
        until = "in force" if agreement.until is None else day_words(agreement.until)
        who = ", ".join(names[key] for key in agreement.lanes if key in names)
        row = (f"{since} – {until}", who, agreement.label, "agreement", None)
        rows.append((agreement.since or date.min, row, agreement.href))
    rows.sort(key=lambda row: row[0])
    return svg.Table(
        caption=given.title,
        headers=("when", "who", "what", "class", "did it happen?"),
        rows=tuple(row for _, row, _ in rows),
        links=tuple(href for _, _, href in rows),
    )


def _days(first: date, last: date | None) -> str:
    return day_words(first) if last is None or last == first else f"{day_words(first)} – {day_words(last)}"


def _description(given: Timeline, axis: CalendarAxis) -> str:
    dated = [(each.first, each.last or each.first) for each in given.happenings if each.first]
    drawn = sum(axis.clipped(*days) is not None for days in dated)
    undated = len(given.happenings) - len(dated)
    said = f"{drawn} happenings in {len(given.lanes)} lanes, {day_words(given.first)} to {day_words(given.last)}."
    return said + (f" {undated} without a date are in the table only." if undated else "")


def _window(given: Timeline, axis: CalendarAxis, bottom: float) -> Iterator[str]:
    ends = axis.clipped(*given.window) if given.window else None
    if ends and given.window:
        words = f"window: {day_words(given.window[0])} to {day_words(given.window[1])}"
        yield (
            f'<rect class="window" x="{svg.percent(ends[0])}" y="2" width="{svg.percent(ends[1] - ends[0])}" '
            f'height="{svg.number(bottom - 2)}" fill="{svg.SHADE}"><title>{svg.text(words)}</title></rect>'
        )


def _lane(given: Timeline, lane: Lane, axis: CalendarAxis, top: float) -> tuple[list[str], float]:
    """Markup of one lane, and how high it is: its name, its agreements, its marks."""
    name = svg.label(svg.fitted(lane.label, svg.NARROW_PX), x="0", y=top + 13, bold=True, halo=True)
    body = [svg.link(lane.href, name, lane.label)]
    y = top + _NAME
    taken: list[list[tuple[float, float]]] = []
    for agreement in given.agreements:
        ends = axis.clipped(agreement.since, agreement.until) if lane.key in agreement.lanes else None
        if ends:
            # Its name is written from its begin, or up to its end, whichever has more room.
            px = min(svg.text_px(agreement.label, svg.SMALL_PX), svg.NARROW_PX - 20)
            is_left = ends[0] <= 0.5
            at = ends[0] * svg.NARROW_PX if is_left else ends[1] * svg.NARROW_PX - px
            bounds = min(at, ends[0] * svg.NARROW_PX), max(at + px, ends[1] * svg.NARROW_PX)
            row = svg.level_of(taken, *bounds, most=_NARROW_LANES)
            if row is not None:
                body.append(_agreement(agreement, ends, y + row * _BAR, is_left=is_left))
    y += len(taken) * _BAR
    drawn = [_marks(given, lane, axis, width) for width in (svg.WIDE_PX, svg.NARROW_PX)]
    levels = max((row + 1 for marks in drawn for _, row, _, _ in marks), default=1)
    base = y + (levels - 0.5) * _LEVEL
    body.append(
        svg.both(
            *(
                "".join(_mark(happening, share, base - row * _LEVEL, more) for share, row, happening, more in each)
                for each in drawn
            )
        )
    )
    height = y + levels * _LEVEL + _GAP - top
    body.append(f'<line x1="0" x2="100%" y1="{top + height - 4}" y2="{top + height - 4}" stroke="{svg.LINE}"/>')
    return body, height


def _agreement(agreement: InForce, ends: tuple[float, float], y: float, *, is_left: bool) -> str:
    bar = (
        f'<rect class="agreement" x="{svg.percent(ends[0])}" y="{svg.number(y + 13)}" '
        f'width="{svg.percent(ends[1] - ends[0])}" height="4" fill="{svg.ACCENT}"/>'
    )
    name = svg.label(
        svg.fitted(agreement.label, svg.NARROW_PX - 20, svg.SMALL_PX),
        x=svg.percent(ends[0] if is_left else ends[1]),
        y=y + 10,
        anchor="start" if is_left else "end",
        size=svg.SMALL_PX,
        halo=True,
    )
    until = "in force" if agreement.until is None else f"until {day_words(agreement.until)}"
    since = "since not known" if agreement.since is None else f"since {day_words(agreement.since)}"
    return svg.link(agreement.href, bar + name, f"{agreement.label}: {since}, {until}")


def _marks(given: Timeline, lane: Lane, axis: CalendarAxis, width: int) -> list[tuple[float, int, Happening, int]]:
    """The marks of a lane at a width: place, row, and how many more each stands for."""
    shown = []
    for happening in given.happenings:
        if happening.first is None or lane.key not in happening.lanes:
            continue
        ends = axis.clipped(happening.first, happening.last or happening.first)
        if ends:
            shown.append((sum(ends) / 2, happening))
    shown.sort(key=lambda pair: (pair[0], pair[1].label))
    rightmost = [-1.0] * _LEVELS  # the last mark of each row, as a share
    apart = [_APART_PX / width] * (_LEVELS - 1) + [_APART_ABOVE_PX / width]
    found: list[tuple[float, int, Happening, int]] = []
    top_of: list[int] = [-1] * _LEVELS  # place in `found` of the last mark of each row
    for share, happening in shown:
        row = next((row for row in range(_LEVELS) if share - rightmost[row] >= apart[row]), None)
        if row is None:
            place = top_of[-1]
            old = found[place]
            found[place] = (old[0], old[1], old[2], old[3] + 1)
            continue
        rightmost[row], top_of[row] = share, len(found)
        found.append((share, row, happening, 0))
    return found


def _mark(happening: Happening, share: float, y: float, left_out: int) -> str:
    when = "" if happening.first is None else f"{_days(happening.first, happening.last)}: "
    words = f"{when}{happening.label} ({svg.CLASSES[happening.quad]}, {happening.fact})"
    if left_out:
        # A path knows no percentages, so the words stand in for the mark.
        many = svg.label(
            f"+{left_out + 1}", x=svg.percent(share), y=y + 4, anchor="middle", size=svg.SMALL_PX, bold=True
        )
        return svg.link(None, many, f"{left_out + 1} happenings close together, the first {words}")
    return svg.link(happening.href, _shape(happening.quad, svg.percent(share), y), words)


def _shape(quad: int, x: str, y: float) -> str:
    colours = svg.coloured(quad, ring=quad in (1, 3))
    if quad in (1, 2):
        return f'<circle {colours} cx="{x}" cy="{svg.number(y)}" r="{_RADIUS}"/>'
    turned = "" if quad else ' transform="rotate(45)"'
    return (
        f'<svg x="{x}" y="{svg.number(y)}" overflow="visible">'
        f'<rect {colours} x="-4" y="-4" width="8" height="8"{turned}/></svg>'
    )


def _legend(y: float) -> Iterator[str]:
    yield f'<g aria-hidden="true" font-size="{svg.SMALL_PX}">'
    for index, quad in enumerate((2, 1, 4, 3, 0)):
        x, row = 7 + 126 * (index % 2), y + 18 * (index // 2)
        yield _shape(quad, str(x), row)
        yield f'<text x="{x + 10}" y="{row + 4}">{svg.CLASSES[quad]}</text>'
    yield f'<rect x="127" y="{y + 34}" width="12" height="4" fill="{svg.ACCENT}"/>'
    yield f'<text x="143" y="{y + 40}">agreement</text></g>'
