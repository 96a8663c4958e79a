"""Sentences of wire copy: stops that end one, and the many that do not."""

import time

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
    (
        "BAMAKO, March 3 (Reuters) - Gunmen killed nine. Two fled.",
        "BAMAKO, March 3 (Reuters) - Gunmen killed nine. | Two fled.",
        "a dateline stays with its sentence",
    ),
    ("TUNIS, Tunisia — Police left. Crowds came.", "TUNIS, Tunisia — Police left. | Crowds came.", "a dateline's dash"),
    ("They met on May 5. Adama Sow spoke.", "They met on May 5. | Adama Sow spoke.", "a day of the month at the end"),
    ("He is in the U.N. Security Council.", "He is in the U.N. Security Council.", "a body's name"),
    ("Ali Sow Jr. won. Ba lost.", "Ali Sow Jr. won. | Ba lost.", "junior"),
    ("It is on example.org. Read it.", "It is on example.org. | Read it.", "a domain name"),
    ("Rebels took Gao.Police fled to Mopti.", "Rebels took Gao. | Police fled to Mopti.", "the blank is missing"),
    ("“We won.”He left.", "“We won.” | He left.", "the blank is missing after a quotation"),
    ("Report.Final is the file.", "Report.Final is the file.", "a file name"),
    ("They fled. [6] [7] Others stayed.", "They fled. [6] [7] | Others stayed.", "notes belong to what they are about"),
    (
        "The army said that it would … leave soon. No one believed it.",
        "The army said that it would … leave soon. | No one believed it.",
        "an ellipsis inside",
    ),
    (
        "1. Free all prisoners. 2. Hold elections.",
        "1. Free all prisoners. | 2. Hold elections.",
        "an enumeration on one line",
    ),
    ("Three fell: Ali Sow, Awa Ba and Jean Ade.", "Three fell: Ali Sow, Awa Ba and Jean Ade.", "a colon before a list"),
    ("Army denies coup\nPolice arrest five", "Army denies coup | Police arrest five", "headings"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "sentences", "why"), CASES, ids=[why for *_, why in CASES])
def test_sentences(text: str, sentences: str, why: str) -> None:
    assert " | ".join(text[start:end] for start, end in split_sentences(text)) == sentences


# Each is 100,000 characters in one line.
HOSTILE = [
    "x",
    "word ",
    ".",
    ". ",
    "?",
    ").",
    '" ',
    "] ",
    "-",
    "— ",
    "1 ",
    "A.",
    "A. ",
    "left.Police ",
    "ذهب. ",
    "😀. ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_lines_are_read_in_linear_time_and_nothing_is_lost(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    sentences = split_sentences(text)
    assert time.process_time() - began < 20  # two seconds; a quadratic step would take minutes
    assert sum(len("".join(text[start:end].split())) for start, end in sentences) == len("".join(text.split()))


def test_a_text_gives_the_same_alone_and_among_others() -> None:
    texts = [text for text, *_ in CASES if text]
    whole = "\n".join(texts)
    alone = [text[start:end] for text in texts for start, end in split_sentences(text)]
    assert [whole[start:end] for start, end in split_sentences(whole)] == alone


def _nothing_is_lost(text: str) -> None:
    sentences = split_sentences(text)
    ends = [0, *(end for _, end in sentences)]
    starts = [*(start for start, _ in sentences), len(text)]
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in sentences)
    assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))


@given(st.text(max_size=120))
def test_sentences_are_in_order_and_leave_out_white_space_only(text: str) -> None:
    _nothing_is_lost(text)


@given(st.text(alphabet="aB .!?;:\"”'()[]-—1\n", max_size=120))
def test_so_are_lines_full_of_marks(text: str) -> None:
    _nothing_is_lost(text)
