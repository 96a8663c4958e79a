"""Sentences with character offsets, by rule: a paragraph ends at a line break, a sentence at a final stop.

The rules are for edited news text. Wire copy is full of stops that end nothing ("Lt. Gen. J. B. Smith", "U.S. forces",
"No. 2"); quotations that close after the stop belong to the sentence before.
"""

from __future__ import annotations

import re

# A stop after these never ends a sentence: something always follows them (titles, "No. 5").
_ALWAYS_GO_ON = frozenset(
    "gen maj lt col capt cmdr cpl sgt adm brig pvt mr mrs ms messrs mme mlle dr prof rev hon gov sen rep sens reps "
    "pres supt insp msgr st ste mt ft vs fig pp vol approx al".split()
)
# A stop after these ends a sentence only where the next word is clearly a beginning.
_MAY_END = frozenset(
    "jr sr bros inc ltd corp co cos plc dept univ assn etc ave blvd rd est "
    "jan feb mar apr jun jul aug sept sep oct nov dec "
    "mon tue tues wed thu thur thurs fri calif colo conn fla ga ill kan ky mass md mich minn mo mont neb nev okla ore "
    "pa penn tenn tex va vt wash wis wyo ariz ala ark".split()
)
# Words that begin a sentence and hardly ever follow an abbreviation inside one (so "in the U.S. The army" is cut,
# "the U.S. Army" is not). Casefolded.
_BEGINNERS = frozenset(
    "the a an in on at it he she they we i you this that these those but and however meanwhile after before when "
    "while there his her their its as if for since although some many most both last earlier later according witnesses "
    "police officials no not what why how who where under with by from during despite several".split()
)

_STOP = re.compile(r"(?:\.{3,}|…|[.!?]+)[\"'”’»)\]]*(?=\s|$)")
_WORD_BEFORE = re.compile(r"[\w.’'&-]*$")
_NEXT = re.compile(r"\s*([\"'“‘«(\[]*)([\w’'-]*)")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open code-point offsets of the sentences of a text, in order, without the white space round them.

    A line break always ends a sentence. Nothing but white space lies outside the sentences.
    """
    sentences: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+", text):
        start = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            if stop.end() < line.end() and _ends_sentence(text, start, stop, line.end()):
                _add(sentences, text, start, stop.end())
                start = stop.end()
        _add(sentences, text, start, line.end())
    return sentences


def _add(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        sentences.append((start, end))


def _ends_sentence(text: str, start: int, stop: re.Match[str], line_end: int) -> bool:
    """Whether a stop with more text after it on its line ends the sentence that began at `start`."""
    following = _NEXT.match(text, stop.end(), line_end)
    assert following is not None  # the pattern matches the empty string
    opening, word = following.groups()
    marks = stop.group()
    if not word and not opening:
        return not marks.startswith(".")  # a dash or the like follows
    if word[:1].islower() and not opening:
        return False  # "Yahoo! said", '"Why?" he asked'
    closed = marks[-1] in "\"'”’»)]"
    if not marks.startswith(".") or len(marks.rstrip("\"'”’»)]")) > 1:
        # "Why? he asked" was handled; an ellipsis or a question before a capital ends.
        return True
    before = _WORD_BEFORE.search(text, start, stop.start())
    form = before.group() if before else ""
    plain = form.casefold().strip("'’-")
    clear = word.casefold() in _BEGINNERS and word[:1].isupper()
    if closed:
        return True
    if plain in {"no", "nos"}:
        return not word[:1].isdigit()  # "No. 5"; but "He said no. The minister left."
    if plain in _ALWAYS_GO_ON:
        return False
    if len(plain) == 1 and plain.isalpha():
        return form.islower() or (clear and word.casefold() not in {"a", "i"} and form == "I")  # an initial otherwise
    if "." in plain:  # U.S., a.m., J.K.
        return (
            clear
            or (bool(opening) and plain not in {"u.s", "u.n", "u.k"})
            or (plain in {"a.m", "p.m"} and word[:1].isupper())
        )
    if plain in _MAY_END:
        return clear
    # "1. First item"
    return not (plain.isdigit() and before is not None and before.start() == start)
