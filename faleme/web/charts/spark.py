"""Items a day as small bars with the usual band behind them: beside a feed, in a dossier."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from faleme.web.charts import svg

_WIDTH, _HEIGHT = 120, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """What `chart` draws. values: one a day, oldest first; None for a day without collection.

    usual: lowest and highest that is usual a day; None where that is not known yet. days: what each value is of, as the
    table has it; as many as values.
    """

    ident: str
    title: str
    values: tuple[float | None, ...]
    days: tuple[str, ...]
    usual: tuple[float, float] | None = None


def chart(given: Spark) -> Markup:
    """120 by 28 pixels. Days below the usual band are red, the others teal; days without collection a dot on the
    ground line, where zero is nothing."""
    known = [value for value in given.values if value is not None]
    top = max([*known, given.usual[1] if given.usual else 0, 1])
    step = _WIDTH / max(len(given.values), 1)
    unit = (_HEIGHT - 2) / top
    body = []
    if given.usual:
        low, high = given.usual
        body.append(
            f'<rect class="usual" width="{_WIDTH}" y="{svg.number(_HEIGHT - 1 - high * unit)}" '
            f'height="{svg.number(max((high - low) * unit, 1))}" fill="{svg.LINE}"/>'
        )
    shapes: dict[int, list[str]] = {2: [], 4: []}
    for index, value in enumerate(given.values):
        left = index * step
        if value is None:
            x = svg.number(left + step / 2)
            body.append(f'<circle class="silent" cx="{x}" cy="{_HEIGHT - 2}" r="1" fill="{svg.SECOND}"/>')
        elif value > 0:
            is_low = given.usual is not None and value < given.usual[0]
            width, height = svg.number(step * 0.8), svg.number(value * unit)
            shapes[4 if is_low else 2].append(f"M{svg.number(left)} {_HEIGHT - 1}h{width}v-{height}h-{width}z")
    body += [f'<path class="q{quad}" fill="{svg.FILLS[quad]}" d="{"".join(d)}"/>' for quad, d in shapes.items() if d]
    body.append(f'<path d="M0 {_HEIGHT - 0.5}H{_WIDTH}" stroke="{svg.FILLS[0]}"/>')
    return svg.framed(
        body,
        ident=given.ident,
        kind="spark",
        title=given.title,
        description=_description(given),
        height=_HEIGHT,
        width=_WIDTH,
    )


def table(given: Spark) -> svg.Table:
    """The same as a table, a row a day."""
    return svg.Table(
        caption=given.title, headers=("day", "items"), rows=tuple(zip(given.days, given.values, strict=True))
    )


def _description(given: Spark) -> str:
    if not given.values:
        return "No day is shown."
    last = given.values[-1]
    said = "Last day: not collected." if last is None else f"Last day: {svg.value_words(last)}."
    if given.usual:
        said += f" Usual: {svg.value_words(given.usual[0])} to {svg.value_words(given.usual[1])} a day."
    return said
