"""The chart of a dyad: bars to scale, zero as zero, silence hatched, spans, links, and the table that adds up."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from lxml import etree

from faleme.web.charts import diverging, svg
from faleme.web.charts.bars import Bar, balance_means
from tests.web.charts.drawn import HOSTILE, each, parsed, share, words

_MONDAY = date(2025, 1, 6)


def _bars(*values: tuple[float, float, float, float] | None, href: str | None = None) -> tuple[Bar, ...]:
    """A week each; None for one without collection."""
    return tuple(
        Bar(start=_MONDAY + timedelta(weeks=week), values=one or (0, 0, 0, 0), collected=one is not None, href=href)
        for week, one in enumerate(values)
    )


def _given(bars: tuple[Bar, ...], *spans: diverging.Span) -> diverging.Diverging:
    return diverging.Diverging(ident="d", title="Mali – Senegal", by="week", bars=bars, spans=spans)


def _shapes(root: etree._Element, quad: int) -> dict[int, tuple[float, float]]:
    """By period the two ends of the bar of a class, in pixels from the top of the plot."""
    found = [path.get("d") for path in each(root, "path", f"q{quad}")]
    shapes = re.findall(r"M(\d+)\.1 ([\d.]+)h\.8V([\d.]+)h-\.8z", "".join(found))
    return {int(index): (float(one), float(other)) for index, one, other in shapes}


def test_bars_stand_on_each_other_to_scale() -> None:
    root = parsed(diverging.chart(_given(_bars((1, 2, 3, 4), (0, 0, 0, 0), (0, 1, 2, 0)))))
    deeds, said, verbal, material = (_shapes(root, quad) for quad in (2, 1, 3, 4))
    assert deeds.keys() == {0, 2}
    assert said.keys() == {0}
    assert verbal.keys() == {0, 2}
    assert material.keys() == {0}
    zero = deeds[0][0]
    unit = (zero - deeds[0][1]) / 2
    assert unit > 0
    assert said[0] == pytest.approx((deeds[0][1], zero - 3 * unit), abs=0.05)
    assert material[0] == pytest.approx((zero, zero + 4 * unit), abs=0.05)
    assert verbal[0] == pytest.approx((material[0][1], zero + 7 * unit), abs=0.05)
    assert verbal[2] == pytest.approx((zero, zero + 2 * unit), abs=0.05)
    fills = {quad: each(root, "path", f"q{quad}")[0].get("fill") for quad in (1, 2, 3, 4)}
    assert fills == {quad: svg.FILLS[quad] for quad in (1, 2, 3, 4)}


def test_every_bar_is_a_link_over_its_column() -> None:
    root = parsed(diverging.chart(_given(_bars((1, 0, 0, 0), (0, 0, 0, 0), (0, 2, 0, 1), href="/events?from=x&to=y"))))
    links = each(root, "a")
    assert [link.get("href") for link in links] == ["/events?from=x&to=y"] * 3
    assert [rect.get("x") for link in links for rect in each(link, "rect")] == ["0", "1", "2"]
    assert links[2].get("aria-label") == "week of 20 Jan 2025: 2 material cooperation, 1 material conflict"
    # No stops of the tab key: the table has the same links.
    assert {link.get("tabindex") for link in links} == {"-1"}


def test_silence_is_hatched_and_zero_is_not() -> None:
    root = parsed(diverging.chart(_given(_bars((1, 0, 0, 0), None, None, (0, 0, 0, 0), None))))
    hatched = each(root, "rect", "silent")
    assert [one[0].text for one in hatched] == [
        "not collected: week of 13 Jan 2025 to week of 20 Jan 2025",
        "not collected: week of 3 Feb 2025",
    ]
    plot = each(root, "svg")[1]
    left, width = share(plot.get("x")), share(plot.get("width"))
    assert share(hatched[0].get("x")) == pytest.approx(left + width / 5, abs=1e-3)
    assert share(hatched[0].get("width")) == pytest.approx(width * 2 / 5, abs=1e-3)
    pattern = each(root, "pattern")[0].get("id")
    assert hatched[0].get("fill") == f"url(#{pattern})"
    assert "not collected" in words(root)
    assert "Not collected: 3 of 5." in root[1].text
    assert not each(parsed(diverging.chart(_given(_bars((0, 0, 0, 0))))), "rect", "silent")


def test_the_mean_is_of_nine_and_breaks_where_too_little_was_collected() -> None:
    balances = [3, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0]
    means = balance_means(_bars(*((value, 0, 0, 0) for value in balances)))
    assert means == [None] * 4 + [1, pytest.approx(6 / 9), pytest.approx(6 / 9)] + [None] * 4
    half = balance_means(_bars(*[(1, 0, 0, 0)] * 6, None, None, None, None, *[(0, 0, 0, 2)] * 6))
    assert half[4] == 1  # six of nine
    assert half[7] == pytest.approx((3 - 4) / 5)
    assert half[11] == -2
    sparse = _given(_bars(*[(1, 0, 0, 0)] * 10, *[None] * 9, *[(1, 0, 0, 0)] * 10))
    assert len(each(parsed(diverging.chart(sparse)), "polyline", "mean")) == 2


def test_the_mean_line_is_where_the_bars_are() -> None:
    root = parsed(diverging.chart(_given(_bars(*[(0, 2, 0, 0)] * 9))))
    top = _shapes(root, 2)[4][1]
    assert each(root, "polyline", "mean")[0].get("points") == f"4.5,{svg.number(top)}"


def test_spans_cover_their_days() -> None:
    inside = diverging.Span(first=date(2025, 1, 13), last=date(2025, 1, 26), label="Border closed", href="/events/E1")
    before = diverging.Span(first=date(2020, 1, 1), last=date(2020, 2, 1), label="long ago")
    after = diverging.Span(first=date(2030, 1, 1), last=date(2030, 2, 1), label="to come")
    across = diverging.Span(first=date(2020, 1, 1), last=date(2030, 1, 1), label="all the time", note="N")
    root = parsed(diverging.chart(_given(_bars(*[(1, 0, 0, 0)] * 4), before, across, inside, after)))
    shades = each(root, "rect", "span")
    assert len(shades) == 2
    left, width = share(shades[0].get("x")), share(shades[0].get("width"))
    assert (left, left + width) == pytest.approx((0.07, 1))
    assert share(shades[1].get("x")) == pytest.approx(left + width / 4, abs=1e-3)
    assert share(shades[1].get("width")) == pytest.approx(width / 2, abs=1e-3)
    assert {"Border closed", "all the time"} <= set(words(root))
    assert {"Border closed", "all the time"} <= set(words(root, "narrow"))
    assert shades[1].getparent().get("href") == "/events/E1"
    assert shades[0].getparent()[0].text == "all the time (N)"


def test_names_of_spans_do_not_touch() -> None:
    spans = [
        diverging.Span(
            first=_MONDAY + timedelta(weeks=n), last=_MONDAY + timedelta(weeks=n + 1), label=f"Span number {n}"
        )
        for n in range(20)
    ]
    root = parsed(diverging.chart(_given(_bars(*[(1, 0, 0, 0)] * 30), *spans)))
    assert len(each(root, "rect", "span")) == 20
    for css, width in (("narrow", svg.NARROW_PX), ("wide", svg.WIDE_PX)):
        boxes = []
        for one in each(root, "text"):
            if (one.text or "").startswith("Span") and any(
                css in (up.get("class") or "") for up in one.iterancestors()
            ):
                px, at = svg.text_px(one.text, 11), share(one.get("x")) * width
                boxes.append((one.get("y"), at - px if one.get("text-anchor") == "end" else at, px))
        assert boxes
        for y, left, px in boxes:
            assert sum(other[0] == y and left < other[1] + other[2] and other[1] < left + px for other in boxes) == 1


def test_the_table_adds_up() -> None:
    span = diverging.Span(first=date(2025, 1, 10), last=date(2025, 1, 14), label="Talks")
    table = diverging.table(_given(_bars((1, 2, 3, 4), None, (0, 1, 0.5, 0), *[(1, 0, 0, 0)] * 6, href="/e"), span))
    assert len(table.headers) == len(table.foot or ()) == 8
    assert all(len(row) == 8 for row in table.rows)
    assert len(table.links) == len(table.rows) == 9
    for row in table.rows:
        _, deeds, said, verbal, material, balance, _, _ = row
        assert deeds + said - verbal - material == balance  # type: ignore[operator]
    assert table.foot is not None
    for column in range(1, 6):
        assert table.foot[column] == sum(row[column] for row in table.rows)  # type: ignore[misc]
    assert table.rows[0] == ("week of 6 Jan 2025", 2, 1, 3, 4, -4, None, "Talks")
    assert table.rows[1][-1] == "Talks; not collected"
    assert table.rows[4][6] == 0.3


def test_no_period_and_nothing_in_any() -> None:
    assert not each(parsed(diverging.chart(_given(()))), "polyline")
    root = parsed(diverging.chart(_given(_bars(*[(0, 0, 0, 0)] * 12))))
    assert not any(_shapes(root, quad) for quad in (1, 2, 3, 4))
    assert {"1", "0"} <= set(words(root))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(text: str) -> None:
    span = diverging.Span(first=_MONDAY, last=_MONDAY, label=text, note=text, href=text[:50])
    bars = _bars((1, 0, 0, 0), None, href="/" + text[:50])
    root = parsed(
        diverging.chart(diverging.Diverging(ident=text, title=text, by="week", bars=bars, spans=(span,), unit=text))
    )
    assert not each(root, "script")
