"""Lanes: every dated happening is drawn or counted, marks never touch, agreements reach as far as they last."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from lxml import etree

from faleme.web.charts import svg, timeline
from faleme.web.charts.timeline import Happening, InForce, Lane
from tests.web.charts.drawn import HOSTILE, each, parsed, share, words

_FIRST, _LAST = date(2026, 1, 1), date(2026, 12, 31)
_LANES = (Lane(key="A", label="Mali", href="/actors/MLI"), Lane(key="AB", label="Mali – Senegal"))


def _given(
    *happenings: Happening, agreements: tuple[InForce, ...] = (), window: tuple[date, date] | None = None
) -> timeline.Timeline:
    return timeline.Timeline(
        ident="t",
        title="Mali and Senegal",
        first=_FIRST,
        last=_LAST,
        lanes=_LANES,
        happenings=happenings,
        agreements=agreements,
        window=window,
    )


def _marks(root: etree._Element, css: str) -> list[tuple[float, float]]:
    """Place and height of every mark and every "+n" of the lanes at a width."""
    other = {"wide": "narrow", "narrow": "wide"}[css]
    found = []
    for link in [*each(root, "a"), *each(root, "g")]:
        title = link[0].text if len(link) and link[0].tag.endswith("title") else ""
        if title.endswith(")") and not any(up.get("class") == other for up in link.iterancestors()):
            shape = link[-1]
            # A text stands on its line, the marks around theirs.
            y = float(shape.get("y") or shape.get("cy")) - (4 if shape.tag.endswith("text") else 0)
            found.append((share(shape.get("x") or shape.get("cx")), y))
    return found


def test_a_happening_stands_at_its_day_in_each_of_its_lanes() -> None:
    root = parsed(
        timeline.chart(
            _given(Happening(label="Talks", lanes=("A", "AB"), quad=1, first=date(2026, 7, 2), href="/events/E1"))
        )
    )
    rings = [link for link in each(root, "a") if link.get("href") == "/events/E1"]
    assert len(rings) == 2
    assert rings[0].get("aria-label") == "2 Jul 2026: Talks (verbal cooperation, happened)"
    ring = each(rings[0], "circle", "ring1")[0]
    assert share(ring.get("cx")) == pytest.approx(182.5 / 365, abs=1e-3)
    assert ring.get("fill") == svg.PAPER  # words are rings
    assert ring.get("stroke") == svg.FILLS[1]


@pytest.mark.parametrize(("quad", "tag"), [(0, "rect"), (1, "circle"), (2, "circle"), (3, "rect"), (4, "rect")])
def test_class_is_told_by_form_too(quad: int, tag: str) -> None:
    root = parsed(
        timeline.chart(_given(Happening(label="x", lanes=("A",), quad=quad, first=date(2026, 3, 3), href="/e")))
    )
    (mark,) = each(
        next(link for link in each(root, "a") if link.get("href") == "/e"),
        tag,
        f"ring{quad}" if quad in (1, 3) else f"q{quad}",
    )
    assert (mark.get("fill") == svg.FILLS[quad]) == (quad in (0, 2, 4))


def test_marks_do_not_touch_and_none_is_lost() -> None:
    random.seed(3)
    many = [
        Happening(
            label=f"event {n}", lanes=("A",), quad=n % 5, first=_FIRST + timedelta(days=random.randrange(120, 180))
        )
        for n in range(150)
    ]
    root = parsed(timeline.chart(_given(*many)))
    for css, width in (("wide", svg.WIDE_PX), ("narrow", svg.NARROW_PX)):
        marks = _marks(root, css)
        for index, (x, y) in enumerate(marks):
            assert all(abs(x - other_x) * width > 11.9 or abs(y - other_y) > 11.9 for other_x, other_y in marks[:index])
        more = [int(text[1:]) for text in words(root, css) if text.startswith("+")]
        assert len(marks) - len(more) + sum(more) == 150


def test_what_is_not_dated_or_outside_is_not_drawn() -> None:
    undated = Happening(label="undated", lanes=("A",), quad=1, first=None)
    outside = Happening(label="before", lanes=("A",), quad=1, first=date(2025, 12, 31))
    across = Happening(label="across", lanes=("A",), quad=1, first=date(2025, 12, 1), last=date(2026, 1, 10))
    given = _given(undated, outside, across)
    root = parsed(timeline.chart(given))
    assert len(_marks(root, "wide")) == 1
    assert root[1].text == "1 happenings in 2 lanes, 1 Jan 2026 to 31 Dec 2026. 1 without a date are in the table only."
    assert [row[2] for row in timeline.table(given).rows] == ["across", "before", "undated"]
    assert timeline.table(given).rows[2][0] is None


def test_agreements_reach_as_far_as_they_last() -> None:
    agreements = (
        InForce(label="Basin body", lanes=("AB",), since=date(1972, 1, 1)),
        InForce(label="Truce", lanes=("AB", "A"), since=date(2026, 2, 1), until=date(2026, 3, 31), href="/events/E2"),
        InForce(label="Old", lanes=("AB",), since=None, until=date(2020, 1, 1)),
    )
    given = _given(agreements=agreements)
    root = parsed(timeline.chart(given))
    bars = [(share(bar.get("x")), share(bar.get("width")), bar.get("y")) for bar in each(root, "rect", "agreement")]
    assert [bar[:2] for bar in bars] == [
        (pytest.approx(31 / 365, abs=1e-3), pytest.approx(59 / 365, abs=1e-3)),
        (0, 1),
        (pytest.approx(31 / 365, abs=1e-3), pytest.approx(59 / 365, abs=1e-3)),
    ]
    assert bars[1][2] != bars[2][2]
    assert [row[0] for row in timeline.table(given).rows] == [
        "not known – 1 Jan 2020",
        "1 Jan 1972 – in force",
        "1 Feb 2026 – 31 Mar 2026",
    ]


def test_the_window_covers_its_days() -> None:
    root = parsed(timeline.chart(_given(window=(date(2026, 7, 1), date(2026, 7, 31)))))
    (window,) = each(root, "rect", "window")
    assert share(window.get("x")) == pytest.approx(181 / 365, abs=1e-3)
    assert share(window.get("width")) == pytest.approx(31 / 365, abs=1e-3)
    assert not each(parsed(timeline.chart(_given(window=(date(2020, 1, 1), date(2020, 2, 1))))), "rect", "window")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(text: str) -> None:
    parsed(
        timeline.chart(
            timeline.Timeline(
                ident=text,
                title=text,
                first=_FIRST,
                last=_LAST,
                lanes=(Lane(key=text, label=text, href="/" + text[:99]),),
                happenings=(
                    Happening(label=text, lanes=(text,), quad=3, first=_FIRST, fact=text, href="/" + text[:99]),
                ),
                agreements=(InForce(label=text, lanes=(text,), since=_FIRST),),
            )
        )
    )
