"""A page as lines: what one line (or one hard-wrapped paragraph) says, and where it stands in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faleme.clean.normalise import Piece, mend
from faleme.spans import Span

_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_TERMINAL = ".!?…。！？؟۔।።"
_CLOSERS = "\"'”’»)]*›」』"
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_TRAILING_DOTS = re.compile(r"(?:\.\.\.|…|\[\.\.\.\]|\[…\])\d{0,4}$")
# Widths between which people and programs wrap text; press paragraphs on one line are longer, menu entries shorter.
_WRAP_MIN, _WRAP_MAX = 45, 100


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page without the white space around it.

    text: the pieces joined. gap: a blank line stands before it. where: all that it covers in the source, None for a
    line that an HTML extractor wrote and the aligner did not find.
    """

    pieces: tuple[Piece, ...]
    where: Span | None
    text: str
    gap: bool = False
    support: int = 1


def line_of(pieces: Iterable[Piece], where: Span | None, *, gap: bool = False, support: int = 1) -> Line | None:
    """A line of these pieces with blanks at both ends cut off; None where nothing is left."""
    kept = list(pieces)
    while kept and not (stripped := kept[0].text.lstrip()):
        kept.pop(0)
    if kept and stripped != kept[0].text:
        cut = len(kept[0].text) - len(stripped)
        kept[0] = Piece(stripped, None if kept[0].there is None else kept[0].there + cut)
    while kept and not (stripped := kept[-1].text.rstrip()):
        kept.pop()
    if not kept:
        return None
    kept[-1] = Piece(stripped, kept[-1].there)
    return Line(tuple(kept), where, "".join(piece.text for piece in kept), gap, support)


def lines_of(source: str, *, unwrap: bool = True) -> list[Line]:
    """Lines of flat text, in order; hard-wrapped paragraphs come back as one line each."""
    raw: list[tuple[int, int, bool, bool]] = []  # start, end, blank line before, indented
    at, gap = 0, False
    for end, following in _bounds(source):
        start, stop = at, end
        while start < stop and source[start].isspace():
            start += 1
        while stop > start and source[stop - 1].isspace():
            stop -= 1
        if start == stop:
            gap = True
        else:
            raw.append((start, stop, gap, start - at >= 2))
            gap = False
        at = following
    groups = _wrapped(source, raw) if unwrap else [[row] for row in raw]
    lines = []
    for group in groups:
        pieces: list[Piece] = []
        for start, stop, _, _ in group:
            if pieces:
                pieces.append(Piece(" ", None))
            pieces += mend(source, start, stop)
        line = line_of(pieces, Span(group[0][0], group[-1][1]), gap=group[0][2])
        if line is not None:
            lines.append(line)
    return lines


def cut(line: Line, at: int) -> tuple[Line | None, Line | None]:
    """The line in two, before and after ``at`` code points of its text, blanks between them gone."""
    left: list[Piece] = []
    right: list[Piece] = []
    here = 0
    for piece in line.pieces:
        split = min(max(at - here, 0), len(piece.text))
        if split:
            left.append(Piece(piece.text[:split], piece.there))
        if split < len(piece.text):
            right.append(Piece(piece.text[split:], None if piece.there is None else piece.there + split))
        here += len(piece.text)
    return (
        line_of(left, _covered(left), gap=line.gap, support=line.support),
        line_of(right, _covered(right), support=line.support),
    )


def is_terminal(text: str) -> bool:
    """True where the text ends like a sentence, closing quotes and brackets aside; a trailing "..." does not count."""
    bare = text.rstrip(_CLOSERS + " ")
    return bare != "" and bare[-1] in _TERMINAL and not trails_off(text)


def trails_off(text: str) -> bool:
    """True for a teaser's end: "has been seeking to...", a number glued behind it included."""
    return _TRAILING_DOTS.search(text[-12:]) is not None


def is_prose(text: str) -> bool:
    """True for a line that reads like a paragraph: at least 45 characters and 7 words, and an end.

    Scripts other than Latin write articles and pronouns as one word with their noun: there 35 and 5 are enough.

    Scripts without blanks between words count by characters alone.
    """
    least, fewest = (45, 7) if _LATIN.search(text) else (35, 5)
    if len(text) < least:
        return not text.isascii() and len(text) >= 20 and text.count(" ") < 2 and is_terminal(text)
    words = len(text.split())
    if words < fewest:
        return words * 25 < len(text) and not text.isascii() and is_terminal(text)
    return is_terminal(text) or text.endswith(":") or (len(text) > 220 and not trails_off(text))


def content_words(text: str) -> set[str]:
    """Words of four letters and more, in small letters: shorter ones are mostly grammar, in every language."""
    return {word.casefold() for word in _LONG_WORD.findall(text)}


def _bounds(source: str) -> Iterable[tuple[int, int]]:
    for match in _BREAK.finditer(source):
        yield match.start(), match.end()
    yield len(source), len(source)


def _covered(pieces: Sequence[Piece]) -> Span | None:
    placed = [(piece.there, piece.there + len(piece.text)) for piece in pieces if piece.there is not None]
    return Span(placed[0][0], placed[-1][1]) if placed else None


def _wrapped(source: str, raw: Sequence[tuple[int, int, bool, bool]]) -> list[list[tuple[int, int, bool, bool]]]:
    """Rows grouped into paragraphs: alone, or the rows of one hard-wrapped paragraph together."""
    blocks: list[list[tuple[int, int, bool, bool]]] = []
    for at, row in enumerate(raw):
        if at and not row[2] and not row[3] and _narrow(raw[at - 1]) and _narrow(row):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    # A page wrapped throughout shows it even where its paragraphs are too short to show it one by one.
    throughout = all(map(_narrow, raw)) and _reads_on(source, [block for block in blocks if len(block) > 1])
    groups: list[list[tuple[int, int, bool, bool]]] = []
    for block in blocks:
        joined = throughout or (len(block) > 1 and _reads_on(source, [block]))
        groups += [block] if joined else [[row] for row in block]
    return groups


def _narrow(row: tuple[int, int, bool, bool]) -> bool:
    return row[1] - row[0] <= _WRAP_MAX


def _reads_on(source: str, blocks: Sequence[Sequence[tuple[int, int, bool, bool]]]) -> bool:
    """True where lines of blocks without blank lines read on from one to the next.

    A list of headlines has lines of like width too, but each of its lines starts anew: so most lines but the last must
    end without a full stop, and lower case must open a good share of the others (in text all in capitals that cannot
    be asked; there full stops inside must stand for it).
    """
    inner = [row for block in blocks for row in block[:-1]]
    if not inner:
        return False
    widest = max(stop - start for block in blocks for start, stop, _, _ in block)
    if widest < _WRAP_MIN:
        return False
    if sum(stop - start >= 0.6 * widest for start, stop, _, _ in inner) < 0.75 * len(inner):
        return False
    if sum(source[stop - 1] in _TERMINAL for _, stop, _, _ in inner) > 0.4 * len(inner):
        return False
    texts = [source[block[0][0] : block[-1][1]] for block in blocks]
    if all(text.upper() == text for text in texts):
        return len(inner) > 1 and sum(any(mark in text for mark in ".!?") for text in texts) >= 0.5 * len(texts)
    opened_low = sum(source[row[0]].islower() for block in blocks for row in block[1:])
    return opened_low >= 0.4 * len(inner)
