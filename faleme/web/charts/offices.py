"""How long offices were held and bodies belonged to: a bar each on an axis of years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

from faleme.dates import PartialDate
from faleme.web.charts import svg
from faleme.web.charts.calendar_axis import HEIGHT, CalendarAxis

_ROW, _BAR = 36, 9
_UNKNOWN_SHARE = 0.06  # of the width: how far a bar runs whose end is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An office, or the membership of a body. since, until: as precise as they are known, None where they are not.

    ended: True where it is over, known when or not; without it and ``until`` it lasts. note: how it began or ended
    ("suspended", "left"). href: the evidence.
    """

    label: str
    kind: Literal["office", "membership"]
    since: PartialDate | None
    until: PartialDate | None = None
    ended: bool = False
    note: str = ""
    href: str | None = None

    @property
    def lasts(self) -> bool:
        """True where nothing says that it is over."""
        return self.until is None and not self.ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """What `chart` draws. today: where what lasts ends. at: a day to be marked, as of which the page speaks."""

    ident: str
    title: str
    held: tuple[Held, ...]
    today: date
    at: date | None = None


def chart(given: Offices) -> Markup:
    """The chart, a line each in the order given. Offices are filled, memberships ringed. What lasts ends in an arrow; a
    date known to a month or year has a pale stretch as long as the doubt; an end not known is dashed."""
    axis = _axis(given)
    bottom = 6 + _ROW * len(given.held)
    body = [*axis.ticks(4, bottom)]
    if given.at and axis.first <= given.at <= axis.last:
        x = svg.percent(axis.share(given.at))
        body.append(
            f'<line class="at" x1="{x}" x2="{x}" y1="2" y2="{bottom}" stroke="{svg.ACCENT}" stroke-width="1.5"/>'
        )
    for index, one in enumerate(given.held):
        body.append(
            svg.link(one.href, _row(one, axis, 6 + index * _ROW, given.today), f"{one.label}: {held_words(one)}")
        )
    return svg.framed(
        body,
        ident=given.ident,
        kind="offices",
        title=given.title,
        description=" ".join(f"{one.label}: {held_words(one)}." for one in given.held[:8]) or "None is known.",
        height=bottom + HEIGHT + 2,
        linked=svg.any_local(*(one.href for one in given.held)),
    )


def table(given: Offices) -> svg.Table:
    """The same as a table, a row each."""
    rows = []
    for one in given.held:
        until = "still" if one.lasts else None if one.until is None else _date_words(one.until)
        since = None if one.since is None else _date_words(one.since)
        rows.append((one.label, one.kind, since, until, one.note or None))
    return svg.Table(
        caption=given.title,
        headers=("what", "kind", "since", "until", "how it began or ended"),
        rows=tuple(rows),
        links=tuple(one.href for one in given.held),
    )


def held_words(one: Held) -> str:
    """2019–Mar 2023; since 1975; until 2025, left; since not known."""
    since = None if one.since is None else _date_words(one.since)
    until = None if one.until is None else _date_words(one.until)
    if one.lasts:
        words = f"since {since or 'not known'}"
    elif until is None:
        words = f"since {since}, end not known" if since else "over, dates not known"
    else:
        words = f"{since}–{until}" if since else f"until {until}"
    return f"{words}, {one.note}" if one.note else words


def _date_words(day: PartialDate) -> str:
    if day.precision == "year":
        return str(day.year)
    month = f"{day.first_day:%b} {day.year}"
    return month if day.precision == "month" else f"{day.day} {month}"


def _axis(given: Offices) -> CalendarAxis:
    """Whole years around all that is known, today included."""
    known = [date_ for one in given.held for date_ in (one.since, one.until) if date_ is not None]
    years = [given.today.year, *(date_.year for date_ in known)]
    first = min(years)
    # An axis of one year would have days that nobody asked for.
    return CalendarAxis(first=date(max(first - (first == max(years)), 1), 1, 1), last=date(max(years), 12, 31))


def _row(one: Held, axis: CalendarAxis, top: float, today: date) -> str:
    """The name above the bar, written from the bar's begin where there is room and up to its end where not."""
    if one.since is None and one.until is None and one.ended:  # there is no place to put a bar
        return svg.label(f"{svg.shortened(one.label, 80)} · {held_words(one)}", x="0", y=top + 13, halo=True)
    start, sure_start, sure_end, end = _bounds(one, axis, today)
    y, colour = top + 18, svg.ACCENT if one.kind == "office" else svg.FILLS[0]
    fill = colour if one.kind == "office" else svg.PAPER
    parts = []
    unsure = ((start, sure_start), (sure_end, end)) if sure_end > sure_start else ((start, end),)
    for left, right in unsure:
        if right > left:
            parts.append(
                _rect("unsure", left, right, y, f'fill="{svg.PAPER}" stroke="{colour}" stroke-dasharray="3 3"')
            )
    if sure_end > sure_start:
        parts.append(_rect(one.kind, sure_start, sure_end, y, f'fill="{fill}" stroke="{colour}" stroke-width="1.5"'))
    if one.lasts:
        parts.append(
            f'<svg x="{svg.percent(end)}" y="{y}" overflow="visible"><path class="lasts" d="M-7 -2L0 {_BAR / 2}L-7 '
            f'{_BAR + 2}" fill="none" stroke="{svg.INK}" stroke-width="2"/></svg>'
        )
    names = [_name(one, start, end, top, width) for width in (svg.WIDE_PX, svg.NARROW_PX)]
    return "".join(parts) + svg.both(*names)


def _name(one: Held, start: float, end: float, top: float, width: int) -> str:
    words = f"{svg.shortened(one.label, 80)} · {held_words(one)}"
    px = svg.text_px(words)
    if start * width + px <= width:
        return svg.label(words, x=svg.percent(start), y=top + 13, halo=True)
    if end * width - px >= 0:
        return svg.label(words, x=svg.percent(end), y=top + 13, anchor="end", halo=True)
    # It fits on neither side, so it takes the whole line.
    left = max(min(start, 1 - px / width), 0.0)
    return svg.label(svg.fitted(words, width), x=svg.percent(left), y=top + 13, halo=True)


def _rect(css: str, left: float, right: float, y: float, colours: str) -> str:
    return (
        f'<rect class="{css}" x="{svg.percent(left)}" y="{y}" width="{svg.percent(right - left)}" height="{_BAR}" '
        f"{colours}/>"
    )


def _bounds(one: Held, axis: CalendarAxis, today: date) -> tuple[float, float, float, float]:
    """Along the width: from where it may, from where it surely, until where it surely, until where it may last."""
    ends: tuple[float, float] | None = None
    if one.until is not None:
        ends = axis.share(one.until.first_day, end=True), axis.share(one.until.last_day, end=True)
    elif one.lasts:
        ends = axis.share(today, end=True), axis.share(today, end=True)
    if one.since is not None:
        start, sure_start = axis.share(one.since.first_day), axis.share(one.since.last_day)
    else:
        assert ends is not None  # `_row` draws nothing where neither end is known
        start, sure_start = max(ends[0] - _UNKNOWN_SHARE, 0.0), ends[0]
    sure_end, end = ends or (sure_start, min(sure_start + _UNKNOWN_SHARE, 1.0))
    # Both ends in one year, or told the wrong way round: then nothing is sure.
    sure_start = min(sure_start, max(end, start))
    return start, sure_start, max(sure_start, sure_end), max(end, start, sure_end)
