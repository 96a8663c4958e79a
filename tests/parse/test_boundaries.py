"""Places where a sentence may end, the net that decides, and how its training reads text."""

import numpy as np
import pytest

from faleme.parse.boundaries import ROWS, Decider, candidates, load_decider
from training.boundaries import Paragraph, is_final, read_ours, score

PLACES = [
    # text, with "|" behind each place                              why
    ("Mr.| Sow left.| Ba came.", "stops; not the end of the line"),
    ("He asked:| Who?| Nobody; all fled.", "colon; a semicolon before lower case too"),
    ("left.|Police came", "the blank is missing"),
    ("node.js and 3.5 and example.org", "no stop between small letters or figures"),
    ("“Go.”| He left (again)| [7]| Then", "what closes goes with its stop; brackets before a capital"),
    ("GAO —| Gunmen --| They", "dashes"),
]


@pytest.mark.parametrize(("marked", "why"), PLACES, ids=[why for _, why in PLACES])
def test_places(marked: str, why: str) -> None:
    text = marked.replace("|", "")
    ends = [candidate.end for candidate in candidates(text, 0, len(text))]
    wanted = [at - number for number, at in enumerate(at for at, sign in enumerate(marked) if sign == "|")]
    if ";" in marked:
        wanted = sorted([*wanted, text.index(";") + 1])
    assert ends == wanted


def test_rows_of_features_fit_the_table_and_do_not_hang_on_what_stands_far_off() -> None:
    text = "The army left. Rebels came."
    (one,) = candidates(text, 0, len(text))
    assert all(0 <= row < ROWS for row in one.rows)
    line = f"{text}\n{text}"
    start = len(text) + 1
    assert [other.rows for other in candidates(line, start, len(line))] == [one.rows]


def test_the_shipped_net_is_small_and_of_whole_numbers() -> None:
    decider = load_decider()
    assert isinstance(decider, Decider)
    assert decider.table.shape[0] == ROWS
    assert all(np.issubdtype(part.dtype, np.integer) for part in (decider.table, decider.bias, decider.out))


def test_a_net_decides_the_same_one_by_one_and_together() -> None:
    text = "Gen. Bah left. “Why?” he asked. The U.S. Army came; it stayed. No. 5 fell."
    rows = [candidate.rows for candidate in candidates(text, 0, len(text))]
    decider = load_decider()
    assert decider.cuts(rows) == [decider.cuts([row])[0] for row in rows]
    assert decider.cuts([]) == []


FINAL = [
    ("He left.", True), ("He “left”.", True), ("(He left.)", True), ("He left. [6] [7]", True), ("He left. 8", True),
    ("He asked:", True), ("Friday, May 8, 2009", False), ("York", False), ("Seen by Ba (2012)", False), ("", False),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "final"), FINAL)
def test_a_heading_ends_without_a_final_mark(sentence: str, final: bool) -> None:
    assert is_final(sentence) is final


def test_the_last_end_of_a_paragraph_is_not_counted() -> None:
    text = "Troops left. Rebels came."
    counts = score([Paragraph(text=text, genre="news", ends=[12, 25], words=[(0, 6), (7, 11), (11, 12), None])])["news"]
    assert (counts["end right"], counts["end found"], counts["end wanted"]) == (1, 1, 1)
    assert (counts["word right"], counts["word found"], counts["word wanted"]) == (3, 6, 4)


def test_the_net_agrees_with_nearly_all_of_our_own_lines() -> None:
    right = wanted = found = 0
    for text, ends in read_ours():
        rows = list(candidates(text, 0, len(text)))
        cuts = {one.end for one, cut in zip(rows, load_decider().cuts([one.rows for one in rows]), strict=True) if cut}
        right, wanted, found = right + len(cuts & set(ends[:-1])), wanted + len(ends) - 1, found + len(cuts)
    assert 2 * right / (wanted + found) > 0.97
