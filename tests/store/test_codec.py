"""The codec: whatever the stages may build comes back as it was; whatever they may not is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faleme.dates import DateRange, PartialDate
from faleme.errors import StoreError
from faleme.records import Article, Capture, Coding, Decision, Fact, Figure, FigureKind, Report, Resolved, Statement
from faleme.spans import OffsetMap, Run, Span
from faleme.store.codec import from_json, to_json

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 10**6), st.integers(1, 500))
DATES = st.one_of(
    st.builds(PartialDate, st.integers(1, 9999)),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12)),
    st.dates().map(PartialDate.of),
)

st.register_type_strategy(str, TEXT)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(Span, SPANS)
st.register_type_strategy(PartialDate, DATES)
st.register_type_strategy(DateRange, DATES.map(DateRange.single))
st.register_type_strategy(
    OffsetMap, st.lists(st.builds(Run, *[st.integers(0, 999)] * 3), max_size=3).map(lambda runs: OffsetMap(tuple(runs)))
)


@pytest.mark.parametrize("kind", [Capture, Article, Coding, Report, Statement, Fact, Resolved, Decision])
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_record_comes_back_as_it_was(kind: type[Any], data: st.DataObject) -> None:
    record = data.draw(st.from_type(kind))
    text = to_json(kind, record)
    assert from_json(kind, text) == record
    assert to_json(kind, from_json(kind, text)) == text


FIGURE = Figure(what=FigureKind.DEAD, span=Span(3, 5), text="12", low=12, high=None)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"low": "twelve"}, r"Figure\.low: 'twelve' is not a finite number"),
        ({"low": float("nan")}, r"Figure\.low"),
        ({"what": "dead"}, r"Figure\.what"),
        ({"text": "\ud800"}, r"Figure\.text"),
        ({"text": None}, r"Figure\.text"),
        ({"span": (3, 5)}, r"Figure\.span"),
    ],
)
def test_what_is_not_declared_is_not_written(broken: dict[str, Any], why: str) -> None:
    with pytest.raises(StoreError, match=why):
        to_json(Figure, replace(FIGURE, **broken))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"what": "wounded"}, r"Figure\.what: 'wounded'"),
        ({"span": [5, 3]}, r"Figure\.span"),
        ({"span": 5}, r"Figure\.span"),
        ({"colour": "red"}, "no such field: colour"),
        ({"low": True}, r"Figure\.low"),
    ],
)
def test_what_is_not_declared_is_not_read(change: dict[str, Any], why: str) -> None:
    data = json.loads(to_json(Figure, FIGURE)) | change
    with pytest.raises(StoreError, match=why):
        from_json(Figure, json.dumps(data))


def test_half_a_record_is_refused() -> None:
    text = to_json(Figure, FIGURE)
    for broken in (text[: len(text) // 2], "{}", "[]", "null"):
        with pytest.raises(StoreError, match="broken Figure"):
            from_json(Figure, broken)


def test_defaults_are_left_out() -> None:
    assert json.loads(to_json(Decision, Decision(step="type", decided="AID", why="")))["step"] == "type"
    assert "runners_up" not in to_json(Decision, Decision(step="type", decided="AID", why=""))
    # 0 and False are equal to each other, not the same value of their field.
    assert from_json(Figure, to_json(Figure, replace(FIGURE, low=0))).low == 0
