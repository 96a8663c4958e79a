"""Where a sentence may end, what is seen there, and the small learned model that decides.

The candidates are generous: every stop, question mark, colon, semicolon, bracket, quote, dash and footnote number that
could end a sentence. A net with one hidden layer reads hashed features of what stands left and right of the cut. Its
weights are whole numbers, so that every machine decides alike; `training/boundaries.py` makes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zlib import crc32

import numpy as np
import numpy.typing as npt

ROWS = 8192  # rows of the table that feature names are hashed into

# A stop after these never ends a sentence in edited text: something always follows them (titles, "No. 5").
_ALWAYS_GO_ON = frozenset(
    "gen maj lt col capt cmdr cpl sgt adm brig pvt mr mrs ms messrs mme mlle dr prof rev hon gov sen rep sens reps "
    "pres supt insp msgr st ste mt ft vs fig figs eq pp vol approx al ca cf ed eds e.g i.e atty det".split()
)
# A stop after these may end a sentence or not.
_MAY_END = frozenset(
    "jr sr bros inc ltd corp co cos plc dept univ assn etc ave blvd rd est "
    "jan feb mar apr jun jul aug sept sep oct nov dec "
    "mon tue tues wed thu thur thurs fri calif colo conn fla ga ill kan ky mass md mich minn mo mont neb nev okla ore "
    "pa penn tenn tex va vt wash wis wyo ariz ala ark".split()
)

_CANDIDATE = re.compile(
    r"""
    (?=[.?!…:;"”»)\]—\-0-9])(?:                               # for speed
    (?:(?<![.?!…])[.?!…]++[:;]?|[:;])["'”’»)\]]*+(?=\s)    # a stop, what closes after it, a blank
  | (?<=[^\W\d_])[.?!…]["'”’»)\]]*(?=["“‘(\[]?[^\W\d_])    # the blank is missing: "left.Police came"
  | ["”»)\]](?=\s)                                         # a bracket after the stop: "left. [6] They came"
  | (?:(?<!-)-{2,}+|—)(?=\s)
  | (?<=[.?!]\ )[0-9]{1,3}(?=\s)                              # the number of a footnote: "left. 8 They came"
  | (?<=[^\W\d_][.?!])[0-9]{1,3}(?=\s)                        # "left.8 They came"
    )
    """,
    re.VERBOSE,
)
_LAST = re.compile(r"[^\W_](?:[\w.’'&-]*[^\W_])?|[^\w\s]")
_NEXT = re.compile(r"\s*([^\w\s]*)\s*([\w’'&-]*)([^\w\s]*)\s*([\w’'&-]*)([^\w\s]?)")
_QUOTES = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})
_LOOK_BACK, _LOOK_AHEAD = 60, 80  # characters; longer words are cut, so that hostile text costs no more than other
_STRONG = frozenset(".?!…")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a sentence may end: the offset behind its last character, and the rows of its features."""

    end: int
    rows: tuple[int, ...]


def candidates(text: str, start: int, end: int) -> Iterator[Candidate]:
    """The places inside one line of the text where a sentence may end, in order; not the end of the line itself."""
    open_quote = depth = 0
    seen = last_strong = start
    found = [match for match in _CANDIDATE.finditer(text, start, end) if _possible(text, match, end)]
    strong = [match.end() for match in found if match.group()[0] in _STRONG]
    following = 0
    for match in found:
        at = match.end()
        between = text[seen:at]
        open_quote += between.count('"') + between.count("“") - between.count("”")
        depth = max(0, depth + between.count("(") + between.count("[") - between.count(")") - between.count("]"))
        seen = at
        while following < len(strong) and strong[following] <= at:
            following += 1
        ahead = (strong[following] if following < len(strong) else end) - at
        yield Candidate(at, _rows(text, start, match, end, open_quote % 2, min(depth, 2), at - last_strong, ahead))
        if match.group()[0] in _STRONG:
            last_strong = at


def _possible(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the cut leaves something on both sides, and is not plainly inside a clause or a name."""
    at = match.end()
    if at >= end:
        return False
    if text[at].isspace():
        rest = text[at : at + 8].lstrip()[:1]
        return match.group()[0] in ".?!…:;" or not rest.islower()
    after = text[at] if text[at].isalpha() else text[at + 1 : at + 2]
    return after.isupper()  # without a blank only before a capital


def _rows(
    text: str, start: int, match: re.Match[str], end: int, quote: int, depth: int, behind: int, ahead: int
) -> tuple[int, ...]:
    at = match.end()
    mark = match.group().translate(_QUOTES)
    if mark.isdigit():
        mark = "0"
    left = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    words = _LAST.findall(left)
    before = words[-1] if words else ""
    second = words[-2] if len(words) > 1 else ""
    third = words[-3] if len(words) > 2 else ""
    glued = "" if left and not left[-1].isspace() else "_"
    following = _NEXT.match(text, at, min(end, at + _LOOK_AHEAD))
    assert following is not None  # the pattern matches the empty string
    opening, word, after, further, closing = following.groups()
    opening, after = opening[:3].translate(_QUOTES), after[:2].translate(_QUOTES)
    blank = "" if text[at].isspace() else "x"
    low, low_second, low_next, low_further = before.lower(), second.lower(), word.lower(), further.lower()
    plain = low.strip("'’-")
    kind = _kind(before, plain)
    shape, shape_next, shape_further = _shape(before), _shape(word), _shape(further)
    first = "^" if match.start() - len(before) <= start else ""
    state = f"{mark}{blank}{glued}"
    opened = f"{opening}{shape_next}"
    names = (
        f"m{state}",
        f"mn{state} {opened}",
        f"mkn{state} {kind} {opened}",
        f"b{plain[:12]}",
        f"bn{plain[:12]} {opened}",
        f"bw{plain[:12]} {low_next[:12]}",
        f"bs{shape} {len(before) if len(before) < 6 else 6} {opened}",
        f"k{kind} {opened} {shape_further}",
        f"kw{kind} {low_next[:12]} {shape_next}",
        f"w{low_next[:12]} {shape_next}",
        f"mw{state} {low_next[:12]}",
        f"wf{shape_next} {low_further[:12]}",
        f"mwf{state} {opening} {low_next[:8]} {low_further[:8]}",
        f"o{opening} {mark}",
        f"a{shape_next} {after} {shape_further}",
        f"ma{state} {opened} {after}",
        f"s{low_second[:12]} {kind}",
        f"s2{_shape(second)} {kind} {opened}",
        f"s3{third.lower()[:12]} {mark}",
        f"sb{low_second[:12]} {plain[:12]}",
        f"q{quote} {state} {opened}",
        f"d{depth} {state} {opened}",
        f"h{_bucket(behind)} {mark} {opened}",
        f"hk{_bucket(behind)} {kind} {first}",
        f"n{_bucket(ahead)} {mark} {opened}",
        f"hn{_bucket(behind)} {_bucket(ahead)} {mark}",
        f"f{first} {kind} {mark} {opened}",
        f"e{plain[-3:]} {mark} {opened}",
        f"c{closing} {shape_further} {opened} {kind}",
        f"dq{depth} {quote} {mark}",
    )
    return tuple([crc32(name.encode("utf-8", "replace")) % ROWS for name in names])


def _kind(word: str, plain: str) -> str:
    """What sort of word stands before the mark, as far as it matters for a full stop."""
    if not plain:
        return "none"
    if plain in {"no", "nos"}:
        return "no"
    if plain in _ALWAYS_GO_ON:
        return "title" if word[:1].isupper() else "abbreviation"
    if plain in _MAY_END:
        return "may" if word[:1].isupper() else "may_low"
    if len(plain) == 1:
        return "digit" if plain.isdigit() else "initial" if word.isupper() else "letter"
    if "." in plain:
        if plain in {"a.m", "p.m"}:
            return "clock"
        return "domain" if plain[-2] != "." else "initials"
    if plain.isdigit():
        return "year" if len(plain) == 4 else "number"
    return _shape(word)


def _shape(word: str) -> str:
    if not word:
        return ""
    if word[0].isdigit():
        return "1"
    if not word[0].isalpha():
        return "."
    if word.islower():
        return "a"
    if len(word) == 1:
        return "A"
    if word.isupper():
        return "AA"
    return "Aa" if word[0].isupper() else "aA"


def _bucket(distance: int) -> int:
    return min(distance, 400).bit_length() if distance > 12 else distance // 4


class Decider:
    """The net: table (ROWS x hidden), bias and out (hidden), all whole numbers, and the least sum that means a cut."""

    def __init__(
        self, table: npt.NDArray[np.int8], bias: npt.NDArray[np.int32], out: npt.NDArray[np.int32], least: int
    ):
        self.table, self.bias, self.out, self.least = table.astype(np.int16), bias, out, least

    def cuts(self, rows: Sequence[Sequence[int]]) -> list[bool]:
        """For each candidate, by the rows of its features, whether a sentence ends there."""
        found: list[bool] = []
        for begin in range(0, len(rows), 1024):
            some = np.asarray(rows[begin : begin + 1024], dtype=np.int64)
            hidden = np.maximum(self.table[some].sum(axis=1, dtype=np.int32) + self.bias, 0)
            found += ((hidden * self.out).sum(axis=1, dtype=np.int64) >= self.least).tolist()
        return found


@cache
def load_decider(name: str = "en") -> Decider:
    """The trained net of a language, read once."""
    path = files("faleme") / "data" / "model" / name / "boundaries.npz"
    with path.open("rb") as file, np.load(file) as stored:
        return Decider(stored["table"], stored["bias"], stored["out"], int(stored["least"].item()))
