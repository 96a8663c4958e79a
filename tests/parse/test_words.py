"""Words are cut as the English UD treebanks cut them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.parse.words import SHAPES, split_words, word_shape

CASES = [
    # text                                            words, parted by spaces                          why
    ("Police didn't fire.", "Police did n't fire .", "negation"),
    ("They can't and won’t sign", "They ca n't and wo n’t sign", "irregular negations, curly apostrophe"),
    ("He cannot leave", "He can not leave", "cannot is two words in UD"),
    ("Mali's army", "Mali 's army", "possessive"),
    ("we've said they'll come, I'd go", "we 've said they 'll come , I 'd go", "clitics"),
    ("the rebels' camp", "the rebels ' camp", "plural possessive"),
    ("N'Djamena and Côte d'Ivoire", "N'Djamena and Côte d'Ivoire", "an apostrophe inside a name"),
    ("a Paris-based group", "a Paris - based group", "hyphen apart, as in EWT and GUM"),
    ("an anti-junta march, re-elected", "an anti-junta march , re-elected", "affixes stay on, as in both treebanks"),
    ("at al-Shabaab", "at al - Shabaab", "al- is cut in EWT"),
    ("U.S. troops at 5 a.m. Monday", "U.S. troops at 5 a.m. Monday", "initials keep their stops"),
    ("Gen. J. B. Smith", "Gen. J. B. Smith", "title and initials"),
    ("Lt. Col. Bah met St. Louis", "Lt. Col. Bah met St. Louis", "titles"),
    ("on Jan. 5", "on Jan. 5", "month"),
    ("He said no.", "He said no .", "no is a word here"),
    ("No. 5 fell", "No. 5 fell", "and an abbreviation here"),
    ("in the sun. It", "in the sun . It", "an everyday word that is also an abbreviation"),
    ("worth $1,250.50 or €3", "worth $ 1,250.50 or € 3", "currency signs apart, numbers whole"),
    ("5% of 10:30", "5 % of 10:30", "per cent sign, time of day"),
    ("in the 1990s, the 21st", "in the 1990s , the 21st", "decade, ordinal"),
    ("see https://example.org/a-b?c=1.", "see https://example.org/a-b?c=1 .", "URLs whole, their stop apart"),
    ("“Stop!!!” he said…", "“ Stop !!! ” he said …", "quotes, repeated marks, ellipsis"),
    ("raid — two dead -- near Gao", "raid — two dead -- near Gao", "dashes"),
    ("(AP)", "( AP )", "brackets"),
    ("Mali/Niger", "Mali / Niger", "slash between words"),
    ("the U.S wants it by 5 p.m on Monday", "the U.S wants it by 5 p.m on Monday", "initials without their last stop"),
    ("ranked #1 under #BringBack", "ranked # 1 under #BringBack", "number sign and hashtag"),
    ("as shown [13,14,15] in 1,250 cases", "as shown [ 13 , 14 , 15 ] in 1,250 cases", "a list of notes is no figure"),
    ("12,50,000 rupees", "12,50,000 rupees", "lakhs"),
    ("Kone (b. March 1960, d. 2012), p. 12", "Kone ( b. March 1960 , d. 2012 ) , p. 12", "born, died, page"),
    ("around c. 1818", "around c. 1818", "circa"),
    ("AT&T and Q&A", "AT&T and Q&A", "capitals joined by an ampersand"),
    ("call 202-555-0101 now", "call 202-555-0101 now", "a telephone number"),
    ("talks in 2019-2020", "talks in 2019 - 2020", "a range is three words"),
    ("Really?! he asked", "Really ?! he asked", "marks in a row"),
    ("on example.org/a/b-c, he says", "on example.org/a/b-c , he says", "address without its scheme"),
    ("an M.Sc. and a Ph.D. later", "an M.Sc. and a Ph.D. later", "degrees"),
    ("2. Free all (a) soldiers", "2. Free all (a) soldiers", "numbers of points, as in GUM"),
    ("H. R. 1280 and E. coli", "H. R. 1280 and E. coli", "an initial inside a sentence"),
    (
        "since the mid-1990s, in Hizb-e-Islami",
        "since the mid-1990s , in Hizb - e - Islami",
        "affixes only at a beginning",
    ),
    ("unit 4A fired from 5km", "unit 4A fired from 5 km", "a number with a letter; a unit is apart"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "words", "why"), CASES, ids=[why for *_, why in CASES])
def test_words(text: str, words: str, why: str) -> None:
    assert " ".join(text[start:end] for start, end in split_words(text)) == words


@pytest.mark.parametrize(
    "piece", ["x", "x ", "a-", "a.", "1,", "1/", "n't", "www.", "a@", "'", "non-", "!", "é", "a.b "]
)
def test_hostile_words_take_linear_time(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    began = time.process_time()
    words = split_words(text)
    assert time.process_time() - began < 20  # under two seconds; a quadratic step would take minutes
    assert sum(end - start for start, end in words) == len("".join(text.split()))


@given(st.text(max_size=80))
def test_words_cover_all_but_white_space(text: str) -> None:
    words = split_words(text)
    ends = [0, *(end for _, end in words)]
    starts = [*(start for start, _ in words), len(text)]
    assert all(start < end for start, end in words)
    assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))


SHAPE_CASES = [
    ("attacked", "lower"), ("Mali", "title"), ("UN", "upper"), ("U.S.", "upper"), ("I", "capital"), ("1,250", "digit"),
    ("—", "mark"), ("21st", "digit_and_letter"), ("McDonald", "mixed"), ("Émile", "title"), ("مالي", "lower"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "shape"), SHAPE_CASES)
def test_shape(word: str, shape: str) -> None:
    assert SHAPES[word_shape(word)] == shape
