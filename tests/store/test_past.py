"""A superseded version comes back to the letter from what differs in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.store.past import is_whole, less, whole

pieces = st.lists(st.sampled_from(['{"a":1},', "[1,2],", "\n", "Kidal", '{"b":[2],"c":"é"},', "]"]), max_size=12)


@given(old=pieces, new=pieces)
def test_any_text_comes_back(old: list[str], new: list[str]) -> None:
    kept = less("".join(old), "".join(new), {"R1": "E1"})
    assert not is_whole(kept)
    assert whole(kept, "".join(new)) == ("".join(old), {"R1": "E1"})


def test_what_is_the_same_takes_no_room() -> None:
    text = "\n".join(f'{{"report":{number},"words":"{number * 7919}"}},' for number in range(2000))
    assert len(less(text, text.replace("7919", "7920"), {})) < 200


def test_it_is_never_read_against_another_text() -> None:
    kept = less('{"a":1},{"b":2},', '{"a":1},{"b":3},', {})
    with pytest.raises(ValueError, match="does not fit"):
        whole(kept, '{"b":3},{"a":1},')
