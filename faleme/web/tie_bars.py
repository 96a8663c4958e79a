"""What passed between two in one small bar: conflict to the left, cooperation to the right, deeds inside."""

from __future__ import annotations

from markupsafe import Markup, escape

from faleme.store.sides import Tie
from faleme.web.charts.svg import FILLS, SECOND

_HALF, _HIGH = 110, 12


def tie_bar(tie: Tie, most: int) -> Markup:
    """The bar; the numbers stand beside it, so that it is hidden from readers of the screen aloud. most: events of the
    longest bar on the page."""
    scale = _HALF / max(most, 1)
    up, down = float(_HALF), float(_HALF)
    parts = []
    for quad in (2, 1):
        width = tie.quads[quad - 1] * scale
        parts.append(f'<rect class="q{quad}" fill="{FILLS[quad]}" x="{up:.1f}" y="1" width="{width:.1f}" height="10"/>')
        up += width
    for quad in (4, 3):
        width = tie.quads[quad - 1] * scale
        down -= width
        parts.append(
            f'<rect class="q{quad}" fill="{FILLS[quad]}" x="{down:.1f}" y="1" width="{width:.1f}" height="10"/>'
        )
    words = escape(f"{tie.cooperation:,} cooperation, {tie.conflict:,} conflict")
    return Markup(  # noqa: S704 - numbers of our own
        f'<svg class="tie-bar" width="{2 * _HALF}" height="{_HIGH}" viewBox="0 0 {2 * _HALF} {_HIGH}" '
        f'aria-hidden="true"><title>{words}</title>{"".join(parts)}'
        f'<path d="M{_HALF} 0v{_HIGH}" stroke="{SECOND}"/></svg>'
    )
