"""Offices and memberships: bars as long as they lasted, doubt pale, what is not known not drawn as if it were."""

from __future__ import annotations

from datetime import date

import pytest

from faleme.dates import PartialDate
from faleme.web.charts import offices
from faleme.web.charts.offices import Held
from tests.web.charts.drawn import HOSTILE, each, parsed, share, words

_TODAY = date(2026, 11, 22)


def _held(since: str | None, until: str | None = None, *, ended: bool = False, note: str = "") -> Held:
    return Held(
        label="Minister of Roads",
        kind="office",
        since=PartialDate.parse(since) if since else None,
        until=PartialDate.parse(until) if until else None,
        ended=ended,
        note=note,
        href="/reports/R1",
    )


def _given(*held: Held, at: date | None = None) -> offices.Offices:
    return offices.Offices(ident="o", title="Offices", held=held, today=_TODAY, at=at)


WORDS = [
    # since       until     ended   words
    ("2019", "2023-03", False, "2019–Mar 2023"),
    ("2023-03-15", None, False, "since 15 Mar 2023"),
    ("2001", None, True, "since 2001, end not known"),
    (None, "1999", False, "until 1999"),
    (None, None, False, "since not known"),
    (None, None, True, "over, dates not known"),
]


@pytest.mark.parametrize(("since", "until", "ended", "said"), WORDS, ids=[said for *_, said in WORDS])
def test_words_and_bars(since: str | None, until: str | None, ended: bool, said: str) -> None:
    one = _held(since, until, ended=ended)
    root = parsed(offices.chart(_given(one)))
    assert offices.held_words(one) == said
    assert f"Minister of Roads · {said}" in words(root)
    assert bool(each(root, "path", "lasts")) == (until is None and not ended)
    sure, unsure = each(root, "rect", "office"), each(root, "rect", "unsure")
    assert bool(sure) == (since is not None and (until is not None or not ended))
    assert bool(unsure) == (said != "since 15 Mar 2023" and bool(since or until or not ended))


def test_bars_are_to_scale() -> None:
    root = parsed(offices.chart(_given(_held("2020-01-01", "2021-12-31"), _held("2017-01-01", "2026-12-31"))))
    short, long = each(root, "rect", "office")
    # The axis is ten whole years.
    assert (share(long.get("x")), share(long.get("width"))) == pytest.approx((0, 1), abs=1e-3)
    assert share(short.get("x")) == pytest.approx(0.3, abs=2e-3)
    assert share(short.get("width")) == pytest.approx(0.2, abs=2e-3)
    assert not each(root, "rect", "unsure")


def test_doubt_is_as_long_as_the_date_is_coarse() -> None:
    root = parsed(offices.chart(_given(_held("2017", "2026-12-31"))))
    (pale,) = each(root, "rect", "unsure")
    assert share(pale.get("width")) == pytest.approx(0.1, abs=2e-3)
    both = parsed(offices.chart(_given(_held("2020", "2020"))))
    assert not each(both, "rect", "office")
    assert len(each(both, "rect", "unsure")) == 1


def test_told_the_wrong_way_round_is_drawn_as_nothing_sure() -> None:
    parsed(offices.chart(_given(_held("2024", "2019"), _held("2030-01-01"))))


def test_a_day_is_marked() -> None:
    root = parsed(offices.chart(_given(_held("2017-01-01"), at=date(2022, 1, 1))))
    assert share(each(root, "line", "at")[0].get("x1")) == pytest.approx(0.5, abs=2e-3)


def test_memberships_are_rings() -> None:
    member = Held(
        label="Union", kind="membership", since=PartialDate(1975), until=PartialDate(2025, 1, 29), note="left"
    )
    root = parsed(offices.chart(_given(member)))
    (bar,) = each(root, "rect", "membership")
    assert bar.get("fill") != bar.get("stroke")
    assert "Union · 1975–29 Jan 2025, left" in words(root)


def test_table() -> None:
    table = offices.table(_given(_held("2019", "2023-03"), _held("2023"), _held("2001", ended=True, note="dismissed")))
    assert table.rows == (
        ("Minister of Roads", "office", "2019", "Mar 2023", None),
        ("Minister of Roads", "office", "2023", "still", None),
        ("Minister of Roads", "office", "2001", None, "dismissed"),
    )


def test_none_is_known() -> None:
    assert parsed(offices.chart(_given()))[1].text == "None is known."


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(text: str) -> None:
    held = Held(label=text, kind="office", since=PartialDate(1), note=text, href="/" + text[:99])
    parsed(offices.chart(offices.Offices(ident=text, title=text, held=(held,), today=_TODAY)))
