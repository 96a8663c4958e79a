"""The graph around an actor: one picture for one input, widths and colours by what passed, a table of all."""

from __future__ import annotations

import random

import numpy as np
import pytest

from faleme.web.charts import network, svg
from faleme.web.charts.layout import places
from faleme.web.charts.network import Edge, Node
from tests.web.charts.drawn import HOSTILE, each, parsed, share, words


def _given(count: int, *, seed: int = 0) -> network.Network:
    random.seed(count)
    nodes = tuple(Node(key=str(n), label=f"Actor {n} of many", href=f"/actors/{n}") for n in range(count))
    edges = [
        Edge(one="0", other=str(n), cooperation=random.randrange(1 + 90 // n), conflict=random.randrange(1 + 60 // n))
        for n in range(1, count)
    ]
    for _ in range(count if count > 2 else 0):
        one, other = random.sample(range(1, count), 2)
        edges.append(Edge(one=str(one), other=str(other), cooperation=1, conflict=2, href=f"/dyads/{one}/{other}"))
    return network.Network(ident="n", title="Around Mali", nodes=nodes, edges=tuple(edges), seed=seed)


def test_the_same_input_is_the_same_picture_in_any_order() -> None:
    given = _given(30)
    turned = network.Network(
        ident="n",
        title="Around Mali",
        nodes=(given.nodes[0], *reversed(given.nodes[1:])),
        edges=tuple(reversed(given.edges)),
    )
    assert network.chart(given) == network.chart(given)
    assert network.chart(given) == network.chart(turned)
    assert network.chart(given) != network.chart(_given(30, seed=1))


def test_places_are_as_they_always_were() -> None:
    """Thousandths of the drawing: the layout must depend neither on the processor nor on the version of a library."""
    edges = [(0, n, 1 / n) for n in range(1, 9)] + [(3, 4, 0.5), (7, 8, 0.5)]
    assert (places(9, edges) * 1000).round().astype(int).tolist() == [
        [500, 500],
        [226, 425],
        [302, 143],
        [284, 862],
        [40, 748],
        [1000, 654],
        [730, 1000],
        [755, 19],
        [973, 180],
    ]


def test_places_fill_the_drawing_and_keep_apart() -> None:
    for count in (2, 5, 20, 60):
        at = places(count, [(0, n, 1.0) for n in range(1, count)])
        assert at.min() >= 0
        assert at.max() <= 1
        assert at[0].tolist() == [0.5, 0.5]
        apart = np.sqrt(((at[:, None] - at[None]) ** 2).sum(axis=2)) + np.eye(count)
        assert apart.min() > 0.25 / count**0.5


def test_width_is_count_and_colour_is_balance() -> None:
    cases = [
        # cooperation, conflict   class   dashed
        (100, 0, 2, False),
        (28, 22, 0, False),
        (35, 20, 1, False),
        (20, 35, 3, True),
        (0, 50, 4, True),
        (0, 0, 0, False),
    ]
    nodes = (Node(key="0", label="Mali"), *(Node(key=str(n), label=f"N{n}") for n in range(1, 7)))
    edges = tuple(
        Edge(one="0", other=str(n + 1), cooperation=up, conflict=down) for n, (up, down, _, _) in enumerate(cases)
    )
    root = parsed(network.chart(network.Network(ident="n", title="t", nodes=nodes, edges=edges)))
    by_words = {
        line.getparent()[0].text: line for line in each(root, "line") if line.getparent()[0].tag.endswith("title")
    }
    for number, (up, down, quad, dashed) in enumerate(cases):
        line = by_words[f"Mali – N{number + 1}: {up} cooperation, {down} conflict"]
        assert line.get("class") == f"q{quad}"
        assert line.get("stroke") == svg.FILLS[quad]
        assert (line.get("stroke-dasharray") is not None) == dashed
        assert float(line.get("stroke-width")) == pytest.approx(1 + 8 * (up + down) / 100, abs=0.01)


def test_nodes_are_links_as_large_as_a_finger() -> None:
    root = parsed(network.chart(_given(12)))
    links = [link for link in each(root, "a") if link.get("href").startswith("/actors/")]
    assert len(links) == 12
    assert all(each(link, "circle")[0].get("r") == "12" for link in links)


@pytest.mark.parametrize("count", [1, 2, 12, 60])
def test_names_do_not_touch(count: int) -> None:
    root = parsed(network.chart(_given(count)))
    for css, width in (("wide", svg.WIDE_PX), ("narrow", svg.NARROW_PX)):
        boxes = []
        for one in each(root, "text"):
            groups = [up.get("class") for up in one.iterancestors() if up.get("class") in ("wide", "narrow")]
            if "%" not in one.get("x") or (groups and css not in groups):
                continue
            px, at = svg.text_px(one.text, 11), share(one.get("x")) * width + float(one.get("dx") or 0)
            left = {"start": at, "middle": at - px / 2, "end": at - px}[one.get("text-anchor") or "start"]
            boxes.append((left, float(one.get("y")), left + px))
        assert len(boxes) >= min(count, 12)
        for index, (left, y, right) in enumerate(boxes):
            assert left >= -1
            assert right <= width + 1
            assert not any(abs(y - b) < 11 and left < c and a < right for a, b, c in boxes[:index])


def test_of_more_than_sixty_the_busiest_are_drawn_and_all_are_in_the_table() -> None:
    given = _given(90)
    root = parsed(network.chart(given))
    assert len(each(root, "circle", "node")) == 60
    assert "30 with fewer happenings are in the table only." in root[1].text
    assert len(network.table(given).rows) == len(given.edges)


def test_the_table_adds_up() -> None:
    table = network.table(_given(20))
    assert table.foot is not None
    assert all(row[2] == row[3] + row[4] for row in table.rows)  # type: ignore[operator]
    for column in (2, 3, 4):
        assert table.foot[column] == sum(row[column] for row in table.rows)  # type: ignore[misc]
    counts = [row[2] for row in table.rows]
    assert counts == sorted(counts, reverse=True)  # type: ignore[type-var]


def test_edges_to_nobody_and_to_oneself_are_not_drawn() -> None:
    nodes = (Node(key="a", label="A"), Node(key="b", label="B"))
    edges = (Edge(one="a", other="x", cooperation=1, conflict=0), Edge(one="a", other="a", cooperation=1, conflict=0))
    root = parsed(network.chart(network.Network(ident="n", title="t", nodes=nodes, edges=edges)))
    assert not [line for line in each(root, "line") if "%" in line.get("x1")]
    assert {"A", "B"} <= set(words(root))
    assert (
        parsed(network.chart(network.Network(ident="n", title="t", nodes=(), edges=())))[1].text == "Nobody is shown."
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(text: str) -> None:
    nodes = (Node(key="a", label=text, href="/" + text[:99]), Node(key=text, label=text, href=text[:99]))
    edges = (Edge(one="a", other=text, cooperation=1, conflict=0, href="/" + text[:99]),)
    parsed(network.chart(network.Network(ident=text, title=text, nodes=nodes, edges=edges)))
