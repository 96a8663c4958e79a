"""What all charts are made of: safe text, links, lengths, files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from faleme.web.charts import svg
from tests.web.charts.drawn import HOSTILE, parsed


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_of_strangers_is_text(text: str) -> None:
    href = f"/events/{text[:200]}"
    chart = svg.framed(
        [svg.label(text, x="0", y=0), svg.link(href, "<g/>", text)],
        ident=text,
        kind="try",
        title=text,
        description=text or "nothing",
        height=10,
        linked=svg.is_local(href),
    )
    parsed(chart)
    assert len(chart) < 9_000


@given(st.text(max_size=400), st.integers(1, 300))
def test_any_text_is_one_line_of_xml_and_no_longer(text: str, most: int) -> None:
    shown = etree.fromstring(f"<t>{svg.text(text, most=most)}</t>".encode()).text or ""
    assert len(shown) <= most
    assert "\n" not in shown
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


HREFS = [
    # address                       linked
    ("/events/E1?from=2025-01-06", True),
    ("?at=2024-06-01", True),
    ("#t", True),
    ("//evil.example/x", False),
    ("/\\evil.example", False),
    ("javascript:alert(1)", False),
    ("https://evil.example", False),
    ("/a\nb", False),
    ("/\ud800", False),
    ("", False),
    (None, False),
]


@pytest.mark.parametrize(("href", "linked"), HREFS, ids=[ascii(href) for href, _ in HREFS])
def test_only_addresses_of_the_desk_are_linked(href: str | None, linked: bool) -> None:
    assert ("<a " in svg.link(href, "<g/>", "label")) == linked


NUMBERS = [(0.0, "0"), (-0.04, "0"), (1204.0, "1,204"), (3.5, "3.5"), (-2.04, "−2"), (None, "not known")]


@pytest.mark.parametrize(("value", "words"), NUMBERS)
def test_numbers_for_readers(value: float | None, words: str) -> None:
    assert svg.value_words(value) == words


@given(st.text(max_size=60), st.floats(20, 300))
def test_fitted_words_fit(text: str, px: float) -> None:
    found = svg.fitted(text, px)
    assert svg.text_px(found) <= px or len(found) <= 1


@given(st.floats(0, 1), st.floats(0, 260))
def test_an_anchored_label_stays_inside(share: float, px: float) -> None:
    anchor, left, right = svg.anchored(share, px, 270)
    at = {"start": left, "middle": (left + right) / 2, "end": right}[anchor]
    assert at == pytest.approx(share * 270)
    if px <= 135:
        assert left >= -1e-9
        assert right <= 270 + 1e-9


def test_a_file_has_a_width_and_a_namespace() -> None:
    chart = svg.framed([], ident="a b", kind="try", title='width="100%" <svg ', description="d", height=10)
    root = etree.fromstring(svg.standalone(chart, width=700).encode())
    assert (root.get("width"), root.get("height")) == ("700", "10")
    assert root[0].text == 'width="100%" <svg'
