"""Sparks: items a day with the usual band."""

from __future__ import annotations

import re

import pytest

from faleme.web.charts import spark, svg
from tests.web.charts.drawn import HOSTILE, each, parsed


def _given(values: tuple[float | None, ...], usual: tuple[float, float] | None = None) -> spark.Spark:
    days = tuple(f"day {number}" for number in range(len(values)))
    return spark.Spark(ident="s", title="Items a day", values=values, days=days, usual=usual)


def test_bars_are_to_scale_and_low_days_red() -> None:
    root = parsed(spark.chart(_given((10, 20, 2, 0, None), usual=(8, 16))))
    assert root.get("viewBox") == "0 0 120 28"
    teal, red = each(root, "path", "q2")[0], each(root, "path", "q4")[0]
    heights = [float(height) for height in re.findall(r"v-([\d.]+)", teal.get("d"))]
    assert heights == [pytest.approx(13), pytest.approx(26)]
    assert re.findall(r"v-([\d.]+)", red.get("d")) == ["2.6"]
    assert red.get("fill") == svg.FILLS[4]
    assert len(each(root, "circle", "silent")) == 1
    band = each(root, "rect", "usual")[0]
    assert float(band.get("height")) == pytest.approx(8 / 20 * 26)
    assert root[1].text == "Last day: not collected. Usual: 8 to 16 a day."


@pytest.mark.parametrize("values", [(), (None,), (0,), (0, None, 0)])
def test_little_to_draw(values: tuple[float | None, ...]) -> None:
    parsed(spark.chart(_given(values)))


def test_table() -> None:
    assert spark.table(_given((3, None))).rows == (("day 0", 3), ("day 1", None))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(text: str) -> None:
    parsed(spark.chart(spark.Spark(ident=text, title=text, values=(1,), days=(text,))))
