"""Where the words of a page's text stand in its HTML: tags and entities are skipped, white space does not count.

No extractor keeps offsets, for each rewrites the tree. So the words are looked for again: the page with its tags cut
out and entities decoded, with an index; a line that is not found there has no place, and none is guessed.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator

from faleme.clean.lines import Line, line_of
from faleme.clean.normalise import Piece, mend, mended
from faleme.spans import Span

_TOKEN = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?|[^\s&]+|&")
_SILENT = ("script", "style", "template")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c"))
_WORD = re.compile(r"\S+")


class Aligner:
    """The text of one HTML page without white space, and the source offset of every code point of it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.depth = 0
        words: list[str] = []
        self._at: list[int] = []  # offset in the squeezed text where each token begins
        self._there: list[tuple[int, bool]] = []  # its offset in the source, and whether it stands there as it is
        length = 0
        for start, end in self._stretches():
            for match in _TOKEN.finditer(source, start, end):
                token = match.group()
                decoded = html.unescape(token) if token[0] == "&" else token
                for text, offset, same in _squeezed(decoded, match.start(), decoded == token):
                    words.append(text)
                    self._at.append(length)
                    self._there.append((offset, same))
                    length += len(text)
        self._squeezed = "".join(words)
        self._cursor = 0

    def line(self, text: str, *, support: int = 1) -> Line | None:
        """The line with its places. Lines are looked for from the end of the last one on, then from the top."""
        words = [(match.start(), match.group()) for match in _WORD.finditer(text)]
        wanted = [word.translate(_ZERO_WIDTH) for _, word in words]
        squeezed = "".join(wanted)
        found = self._find(squeezed)
        if found is None:
            plain = mended(text)
            return line_of([Piece(plain, None)], None, support=support)
        pieces: list[Piece] = []
        at = found
        for number, word in enumerate(wanted):
            if number:
                pieces.append(self._blank(at))
            pieces += self._places(at, len(word))
            at += len(word)
        placed = [piece for piece in pieces if piece.there is not None]
        where = None
        if placed:
            first, last = placed[0], placed[-1]
            where = Span(first.there or 0, (last.there or 0) + len(last.text))
        return line_of(self._mended(pieces), where, support=support)

    def rewind(self) -> None:
        """Look for the next line from the top."""
        self._cursor = 0

    def _find(self, squeezed: str) -> int | None:
        if not squeezed:
            return None
        found = self._squeezed.find(squeezed, self._cursor)
        if found < 0:
            found = self._squeezed.find(squeezed)
        if found < 0:
            return None
        self._cursor = found + len(squeezed)
        return found

    def _places(self, at: int, length: int) -> Iterator[Piece]:
        """Pieces for a stretch of the squeezed text."""
        index = bisect_right(self._at, at) - 1
        end = at + length
        while at < end:
            begin = self._at[index]
            stop = self._at[index + 1] if index + 1 < len(self._at) else len(self._squeezed)
            there, same = self._there[index]
            text = self._squeezed[at : min(stop, end)]
            yield Piece(text, there + at - begin if same else None)
            at += len(text)
            index += 1

    def _blank(self, at: int) -> Piece:
        """A blank between two words, with its place where the source has exactly one there."""
        index = bisect_right(self._at, at) - 1
        there, _ = self._there[index]
        before = there + at - self._at[index] - 1
        return Piece(" ", before if before >= 0 and self.source[before] == " " else None)

    def _mended(self, pieces: list[Piece]) -> Iterator[Piece]:
        for piece in pieces:
            if piece.there is None or piece.text.isascii():
                yield piece
            else:
                yield from mend(self.source, piece.there, piece.there + len(piece.text), entities=False)

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """What stands between tags, comments, scripts and style sheets. Linear: a mark that never closes is text."""
        source = self.source
        at, unclosed, depth = 0, set(), 0
        while True:
            opened = source.find("<", at)
            if opened < 0:
                yield at, len(source)
                return
            if at < opened:
                yield at, opened
            head = source[opened + 1 : opened + 10].casefold()
            if not head or not (head[0].isalpha() or head[0] in "/!?"):
                yield opened, opened + 1
                at = opened + 1
                continue
            mark = "-->" if head.startswith("!--") else ">"
            closed = -1 if mark in unclosed else source.find(mark, opened)
            if closed < 0:
                unclosed.add(mark)
                yield opened, opened + 1
                at = opened + 1
                continue
            at = closed + len(mark)
            depth = depth - 1 if head[0] == "/" else depth + 1 if head.startswith(_NESTING) else depth
            self.depth = max(self.depth, depth)
            silent = next((name for name in _SILENT if head.startswith(name)), None)
            if silent is not None and silent not in unclosed:
                match = re.compile(rf"</{silent}", re.IGNORECASE).search(source, at)
                if match is None:
                    unclosed.add(silent)
                else:
                    at = match.start()


# Elements that nest; others open without closing in ordinary pages and would count for nothing.
_NESTING = (
    "div",
    "span",
    "section",
    "table",
    "ul",
    "ol",
    "b>",
    "i>",
    "font",
    "a ",
    "blockquote",
    "article",
    "em",
    "strong",
)


def _squeezed(decoded: str, offset: int, same: bool) -> Iterator[tuple[str, int, bool]]:
    """The token without zero-width marks, in the stretches between them."""
    if decoded.isascii() and not decoded.isspace():
        yield decoded, offset, same
        return
    start = 0
    for number, letter in enumerate(decoded):
        if ord(letter) in _ZERO_WIDTH or letter.isspace():
            if start < number:
                yield decoded[start:number], offset + start if same else offset, same
            start = number + 1
    if start < len(decoded):
        yield decoded[start:], offset + start if same else offset, same
