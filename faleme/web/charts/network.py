"""Who deals with whom around one actor: a graph whose picture is the same for the same link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from faleme.web.charts import svg
from faleme.web.charts.layout import places

MOST_NODES = 60
_TALLEST, _TOP, _SIDE, _LEGEND = 440, 14, 0.1, 74
_WIDEST = 9.0
_LABEL_PX = 130
# From how large a share of one sign the line has the colour of deeds, and of words; below, it is neutral.
_CLEAR, _SOME = 0.6, 0.2
_BALANCES = {
    2: "nearly all cooperation",
    1: "more cooperation",
    4: "nearly all conflict",
    3: "more conflict",
    0: "both alike",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor. key: its own among the nodes."""

    key: str
    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What passed between two, whoever acted: keys of nodes, and counts of happenings."""

    one: str
    other: str
    cooperation: int
    conflict: int
    href: str | None = None

    @property
    def count(self) -> int:
        """All happenings."""
        return self.cooperation + self.conflict

    @property
    def balance(self) -> float:
        """From −1, all conflict, to 1, all cooperation; 0 of none."""
        return (self.cooperation - self.conflict) / self.count if self.count else 0.0

    @property
    def quad(self) -> int:
        """The class whose colour the line has."""
        strength = abs(self.balance)
        if strength < _SOME:
            return 0
        clear = strength >= _CLEAR
        return (2 if clear else 1) if self.balance > 0 else (4 if clear else 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What `chart` draws. nodes: the first is the one in the middle. Of more than 60, those with most happenings are
    drawn, and the table has all. seed: another picture of the same."""

    ident: str
    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    seed: int = 0


def chart(given: Network) -> Markup:
    """The chart. Width of a line: happenings; colour: balance, and lines with more conflict are dashed. Names that
    would touch others are left out, fewest happenings first; pointing at a node, and the table, has every name."""
    nodes, edges = _drawn(given)
    index = {node.key: place for place, node in enumerate(nodes)}
    most = max((edge.count for edge in edges), default=1)
    pulls = [(index[edge.one], index[edge.other], 0.3 + 0.7 * edge.count / most) for edge in edges]
    at = [(float(x), float(y)) for x, y in places(len(nodes), pulls, seed=given.seed)]
    weights = _weights(nodes, edges)
    tall = min(_TALLEST, 160 + 40 * len(nodes))
    radii = [
        _radius(weights[node.key], max(weights.values(), default=1), first=place == 0)
        for place, node in enumerate(nodes)
    ]
    body = [_edge(edge, nodes, index, at, most, tall) for edge in sorted(edges, key=lambda edge: edge.count)]
    names = [_names(nodes, at, radii, width, tall) for width in (svg.WIDE_PX, svg.NARROW_PX)]
    for place, node in reversed(list(enumerate(nodes))):
        x, y = _x(at[place][0]), _y(at[place][1], tall)
        # The ring around the dot makes it 24 pixels wide for a finger.
        dot = (
            f'<circle cx="{x}" cy="{y}" r="12" fill="none" pointer-events="all"/>'
            f'<circle class="node" cx="{x}" cy="{y}" r="{svg.number(radii[place])}" '
            f'fill="{svg.INK if place == 0 else svg.PAPER}" stroke="{svg.INK}" stroke-width="2"/>'
        )
        label = svg.both(*(found.get(place, "") for found in names))
        body.append(svg.link(node.href, dot + label, f"{node.label}: {weights[node.key]:,} happenings"))
    return svg.framed(
        [*body, *_legend(_TOP + tall + 26)],
        ident=given.ident,
        kind="network",
        title=given.title,
        description=_description(given, nodes, edges),
        height=_TOP + tall + _LEGEND,
        linked=svg.any_local(*(node.href for node in nodes), *(edge.href for edge in edges)),
    )


def table(given: Network) -> svg.Table:
    """The same as a table, a row a pair, most happenings first."""
    names = {node.key: node.label for node in given.nodes}
    edges = sorted(given.edges, key=lambda edge: (-edge.count, edge.one, edge.other))
    return svg.Table(
        caption=given.title,
        headers=("one", "other", "happenings", "cooperation", "conflict", "balance"),
        rows=tuple(
            (
                names.get(edge.one, edge.one),
                names.get(edge.other, edge.other),
                edge.count,
                edge.cooperation,
                edge.conflict,
                round(edge.balance, 2) if edge.count else None,
            )
            for edge in edges
        ),
        links=tuple(edge.href for edge in edges),
        foot=(
            "all",
            "",
            sum(edge.count for edge in edges),
            sum(edge.cooperation for edge in edges),
            sum(edge.conflict for edge in edges),
            None,
        ),
    )


def _drawn(given: Network) -> tuple[list[Node], list[Edge]]:
    """The nodes, at most 60, the middle one first and the rest by their happenings; the edges between them."""
    weights = _weights(given.nodes, given.edges)
    rest = sorted(given.nodes[1:], key=lambda node: (-weights[node.key], node.key))
    nodes = [*given.nodes[:1], *rest[: MOST_NODES - 1]]
    keys = {node.key for node in nodes}
    # Input in another order is the same picture.
    edges = sorted(given.edges, key=lambda edge: (edge.one, edge.other))
    return nodes, [edge for edge in edges if edge.one in keys and edge.other in keys and edge.one != edge.other]


def _weights(nodes: Sequence[Node], edges: Sequence[Edge]) -> Mapping[str, int]:
    """Happenings of each node."""
    found = {node.key: 0 for node in nodes}
    for edge in edges:
        for key in {edge.one, edge.other}:
            if key in found:
                found[key] += edge.count
    return found


def _description(given: Network, nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    if not nodes:
        return "Nobody is shown."
    said = f"{nodes[0].label} in the middle, {len(nodes)} actors, {len(edges)} pairs."
    if len(given.nodes) > len(nodes):
        said += f" {len(given.nodes) - len(nodes)} with fewer happenings are in the table only."
    return said


def _edge(
    edge: Edge, nodes: Sequence[Node], index: Mapping[str, int], at: Sequence[tuple[float, float]], most: int, tall: int
) -> str:
    one, other = index[edge.one], index[edge.other]
    width = 1 + (_WIDEST - 1) * edge.count / most
    dash = f' stroke-dasharray="{svg.number(2 * width + 2)} {svg.number(width + 2)}"' if edge.quad in (3, 4) else ""
    line = (
        f'<line class="q{edge.quad}" x1="{_x(at[one][0])}" y1="{_y(at[one][1], tall)}" x2="{_x(at[other][0])}" '
        f'y2="{_y(at[other][1], tall)}" stroke="{svg.FILLS[edge.quad]}" stroke-width="{svg.number(width)}"{dash}/>'
    )
    words = f"{nodes[one].label} – {nodes[other].label}: {edge.cooperation:,} cooperation, {edge.conflict:,} conflict"
    return svg.link(edge.href, line, words)


def _radius(weight: int, most: int, *, first: bool) -> float:
    return 9.0 if first else 4 + 4 * (weight / max(most, 1)) ** 0.5


def _names(
    nodes: Sequence[Node], at: Sequence[tuple[float, float]], radii: Sequence[float], width: int, tall: int
) -> dict[int, str]:
    """Names by place of the node, of those for which there is room at a width; right of it, left, below or above."""
    taken = []
    for (share_x, share_y), radius in zip(at, radii, strict=True):
        x, y = _px(share_x, width), _TOP + share_y * tall
        taken.append((x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1))
    found = {}
    for place, node in enumerate(nodes):
        words = svg.fitted(node.label, _LABEL_PX if width == svg.WIDE_PX else 90, svg.SMALL_PX)
        px, radius = svg.text_px(words, svg.SMALL_PX), radii[place] + 4
        x, y = _px(at[place][0], width), _TOP + at[place][1] * tall
        for dx, dy, anchor, left in (
            (radius, 4, "start", x + radius),
            (-radius, 4, "end", x - radius - px),
            (0, radius + 9, "middle", x - px / 2),
            (0, -radius - 1, "middle", x - px / 2),
        ):
            box = (left, y + dy - 10, left + px, y + dy + 3)
            if box[0] >= 0 and box[2] <= width and not any(_touch(box, other) for other in taken):
                taken.append(box)
                found[place] = svg.label(
                    words,
                    x=_x(at[place][0]),
                    y=y + dy,
                    dx=dx,
                    anchor=anchor,
                    size=svg.SMALL_PX,
                    bold=place == 0,
                    halo=True,
                )
                break
    return found


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _px(share: float, width: int) -> float:
    return (_SIDE + (1 - 2 * _SIDE) * share) * width


def _x(share: float) -> str:
    return svg.percent(round(_SIDE + (1 - 2 * _SIDE) * share, 3))


def _y(share: float, tall: int) -> str:
    return svg.number(round(_TOP + share * tall))


def _legend(y: float) -> Iterator[str]:
    yield f'<g aria-hidden="true" font-size="{svg.SMALL_PX}">'
    for index, (quad, words) in enumerate(_BALANCES.items()):
        x, row = 140 * (index % 2), y + 18 * (index // 2)
        dash = ' stroke-dasharray="8 5"' if quad in (3, 4) else ""
        yield f'<line x1="{x}" x2="{x + 21}" y1="{row}" y2="{row}" stroke="{svg.FILLS[quad]}" stroke-width="3"{dash}/>'
        yield f'<text x="{x + 27}" y="{row + 4}">{words}</text>'
    yield f'<text x="140" y="{y + 40}">width: happenings</text></g>'
