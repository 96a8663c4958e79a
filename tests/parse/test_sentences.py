"""Sentences of wire copy: stops that end one, and the many that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.parse.sentences import split_sentences

CASES = [
    # text, sentences parted by " | ", why
    ("Troops left. Rebels came.", "Troops left. | Rebels came.", "plain"),
    ("Raid kills 8\nGAO — Gunmen came.", "Raid kills 8 | GAO — Gunmen came.", "a line break always ends"),
    (
        "Gen. Bah and Lt. Col. Sow met Mr. Diop. They left.",
        "Gen. Bah and Lt. Col. Sow met Mr. Diop. | They left.",
        "titles",
    ),
    ("J. B. Smith spoke. He left.", "J. B. Smith spoke. | He left.", "initials"),
    ("The U.S. Army left Niger.", "The U.S. Army left Niger.", "initials inside a name"),
    (
        "They live in the U.S. The army came.",
        "They live in the U.S. | The army came.",
        "a clear beginning after initials",
    ),
    ("It began at 5 a.m. Police came.", "It began at 5 a.m. | Police came.", "time of day"),
    ("On Jan. 5 they met. In Jan. 2020 too.", "On Jan. 5 they met. | In Jan. 2020 too.", "months"),
    ("He is No. 2 in St. Louis.", "He is No. 2 in St. Louis.", "number, saint"),
    ("He said no. Farmers left.", "He said no. | Farmers left.", "no as a word"),
    ("“We won.” He left.", "“We won.” | He left.", "closing quote stays with its sentence"),
    ("“Why?” he asked. “Go!” she said.", "“Why?” he asked. | “Go!” she said.", "a quotation goes on in lower case"),
    ('"It is over." "No."', '"It is over." | "No."', "two quotations"),
    ("Will they go? Nobody knows!", "Will they go? | Nobody knows!", "question and exclamation marks"),
    ("They waited... Nothing came.", "They waited... | Nothing came.", "ellipsis before a capital"),
    ("It cost 3.5 million. It sank.", "It cost 3.5 million. | It sank.", "decimal point"),
    ("1. Police arrest five", "1. Police arrest five", "a list number"),
    ("Acme Inc. and Bolt Ltd. merged. Inc. is short.", "Acme Inc. and Bolt Ltd. merged. | Inc. is short.", "firms"),
    ("(They fled.) Others stayed.", "(They fled.) | Others stayed.", "brackets"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "sentences", "why"), CASES, ids=[why for *_, why in CASES])
def test_sentences(text: str, sentences: str, why: str) -> None:
    assert " | ".join(text[start:end] for start, end in split_sentences(text)) == sentences


@given(st.text(max_size=120))
def test_sentences_are_in_order_and_leave_out_white_space_only(text: str) -> None:
    sentences = split_sentences(text)
    ends = [0, *(end for _, end in sentences)]
    starts = [*(start for start, _ in sentences), len(text)]
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in sentences)
    assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))
