"""Figures that differ: every one at its place, with who said it, and no name over another."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from faleme.web.charts import figures, svg
from faleme.web.charts.figures import Told
from tests.web.charts.drawn import HOSTILE, each, parsed, share, words

_THREE = (
    Told(who="local official", low=7, high=None, href="/reports/R1"),
    Told(who="drivers’ union", low=9, high=9, href="/reports/R2"),
    Told(who="army staff", low=12, high=12),
)


def _given(*told: Told, rule: str = "") -> figures.Figures:
    return figures.Figures(ident="f", title="People killed", told=told, rule=rule)


def test_places_arrow_and_band() -> None:
    root = parsed(figures.chart(_given(*_THREE, rule="shown elsewhere as 7–12 (three accounts, no one chosen)")))
    ticks = {
        text.text: share(text.get("x"))
        for text in each(root, "text")
        if (text.text or "").isdecimal() and not text.get("font-weight")
    }
    unit = (ticks["15"] - ticks["0"]) / 15
    wide = each(root, "g", "wide")[0]
    rings = [share(one.get("cx")) for one in each(wide, "circle", "bound")]
    assert sorted(rings) == [pytest.approx(ticks["0"] + value * unit, abs=1e-3) for value in (7, 9, 12)]
    arrows = each(wide, "path", "open")
    assert len(arrows) == 1
    assert share(arrows[0].getparent().get("x")) == pytest.approx(ticks["0"] + 7 * unit, abs=1e-3)
    assert arrows[0].get("d").startswith("M0 0H32")
    band = each(root, "line", "band")[0]
    assert (share(band.get("x1")), share(band.get("x2"))) == (min(rings), max(rings))
    assert {"≥ 7", "9", "12", "local official", "drivers’ union", "army staff"} <= set(words(root))
    assert "shown elsewhere as 7–12 (three accounts, no one chosen)" in words(root)
    assert root[1].text.startswith("≥ 7: local official; 9: drivers’ union; 12: army staff.")


def test_open_below_points_down_and_a_range_is_a_bar() -> None:
    root = parsed(figures.chart(_given(Told(who="a", low=None, high=9), Told(who="b", low=2, high=5))))
    assert each(root, "path", "open")[0].get("d").startswith("M0 0H-32")
    assert len(each(root, "circle", "bound")) >= 3
    assert {"≤ 9", "2–5"} <= set(words(root))


def test_those_who_say_the_same_share_a_mark() -> None:
    root = parsed(figures.chart(_given(*(Told(who=f"speaker {n}", low=4, high=4) for n in range(12)))))
    assert len(each(root, "circle", "bound")) in (1, 2)  # once for each width
    assert any(text.endswith("+11") for text in words(root, "narrow"))


def _boxes(root: etree._Element, css: str, width: int) -> list[tuple[float, float, float, str]]:
    """Texts of a width: row, left and right in pixels."""
    other = "wide" if css == "narrow" else "narrow"
    found = []
    for one in each(root, "text"):
        if any(other in (up.get("class") or "").split() for up in one.iterancestors()):
            continue
        size = 11.0 if one.get("font-size") == "11" else 12.0
        px, at = svg.text_px(one.text or "", size), share(one.get("x")) * width + float(one.get("dx") or 0)
        anchor = one.get("text-anchor") or one.getparent().get("text-anchor") or "start"
        left = {"start": at, "middle": at - px / 2, "end": at - px}[anchor]
        found.append((float(one.get("y")), left, left + px, one.text or ""))
    return found


@pytest.mark.parametrize("count", [2, 3, 5, 8, 24, 40])
@pytest.mark.parametrize("seed", range(4))
def test_no_name_over_another_and_none_outside(count: int, seed: int) -> None:
    random.seed(seed)
    told = []
    for number in range(count):
        low, wide = random.randrange(60), random.randrange(9)
        bounds = random.choice([(low, low), (low, None), (None, low), (low, low + wide)])
        told.append(Told(who=f"speaker {number} of the ministry of roads", low=bounds[0], high=bounds[1]))
    root = parsed(figures.chart(_given(*told)))
    for css, width in (("narrow", svg.NARROW_PX), ("wide", svg.WIDE_PX)):
        boxes = _boxes(root, css, width)
        for index, (y, left, right, text) in enumerate(boxes):
            assert left > -svg.NARROW_PX * 0.05, text
            assert right < width * 1.05, text
            for other_y, other_left, other_right, other in boxes[:index]:
                touch = abs(y - other_y) < 11 and left < other_right and other_left < right
                assert not touch, (text, other)


def test_many_accounts_have_a_line_each_in_rising_order() -> None:
    told = tuple(Told(who=f"speaker {n}", low=n % 23, high=n % 23 if n % 2 else None) for n in range(24))
    root = parsed(figures.chart(_given(*told)))
    rings = each(root, "circle", "bound")
    assert len({one.get("cy") for one in rings}) == len({(one.low, one.high) for one in told})
    places = [share(one.get("cx")) for one in rings]
    assert places == sorted(places)


def test_table_has_everybody_in_rising_order() -> None:
    table = figures.table(_given(*reversed(_THREE), Told(who="nobody knows", low=None, high=None)))
    assert [row[0] for row in table.rows] == ["nobody knows", "local official", "drivers’ union", "army staff"]
    assert table.rows[0] == ("nobody knows", None, None, None)
    assert table.rows[1] == ("local official", "≥ 7", 7, None)
    assert table.links == (None, "/reports/R1", "/reports/R2", None)


@pytest.mark.parametrize("told", [(), (Told(who="a", low=None, high=None),), (Told(who="a", low=0, high=0),)])
def test_little_to_draw(told: tuple[Told, ...]) -> None:
    root = parsed(figures.chart(_given(*told)))
    assert ("no figure is known" in words(root)) == (not told or told[0].low is None)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(text: str) -> None:
    told = tuple(Told(who=text, low=n, high=None if n % 2 else n, href=text[:60]) for n in range(9))
    parsed(figures.chart(figures.Figures(ident=text, title=text, told=told[:3], rule=text)))
    parsed(figures.chart(figures.Figures(ident=text, title=text, told=told, rule=text)))
