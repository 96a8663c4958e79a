"""Where the words of a page's text stand in its HTML: tags and entities are skipped, white space does not count.

No extractor keeps offsets, for each rewrites the tree. So the words are looked for again: the page with its tags cut
out and entities decoded, with an index; a line that is not found there has no place, and none is guessed.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from faleme.clean.lines import Line, line_of
from faleme.clean.normalise import Piece, mend, mended
from faleme.spans import Span

_TOKEN = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?|[^\s&]+|&")
_SILENT = ("script", "style", "template")
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c"))
_ODD = re.compile(f"[&{''.join(map(chr, _ZERO_WIDTH))}]")
_WORD = re.compile(r"\S+")
# Parts of a line that is not found whole: so many words, no fewer characters, no further behind the part before.
_PART_WORDS, _PART_LENGTH, _PART_GAP = 10, 30, 3000


class Aligner:
    """The text of one HTML page without white space, and the source offset of every code point of it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.depth = 0
        self._spans: list[tuple[int, int]] = []  # of text between tags, in the source
        self._at: list[int] = []  # offset in the squeezed text where each of them begins
        self._tokens: dict[int, list[tuple[int, int, bool]]] = {}
        texts: list[str] = []
        length = 0
        for start, end in self._stretches():
            text = source[start:end]
            if _ODD.search(text):
                text = "".join(part for part, _, _ in _tokens_of(source, start, end))
            else:
                text = "".join(text.split())
            if text:
                self._spans.append((start, end))
                self._at.append(length)
                texts.append(text)
                length += len(text)
        self._squeezed = "".join(texts)
        self._cursor = 0

    def line(self, text: str, *, support: int = 1) -> Line | None:
        """The line with its places. Lines are looked for from the end of the last one on, then from the top."""
        words = [word for word in (match.group().translate(_ZERO_WIDTH) for match in _WORD.finditer(text)) if word]
        stretches = self._stretches_of(words)
        if not stretches:
            return line_of([Piece(mended(text), None)], None, support=support)
        pieces: list[Piece] = []
        for number, (stretch, found) in enumerate(stretches):
            if number:
                pieces.append(Piece(" ", None))
            pieces += self._stretch(stretch, found)
        placed = [piece for piece in pieces if piece.there is not None]
        where = None
        if placed:
            first, last = placed[0], placed[-1]
            where = Span(first.there or 0, (last.there or 0) + len(last.text))
        return line_of(self._mended(pieces), where, support=support)

    def _stretches_of(self, words: Sequence[str]) -> list[tuple[list[str], int | None]]:
        """The line in stretches of words, each with its place in the squeezed text or None; empty where none has one.

        Mostly the line is one stretch. Extractors draw tables with bars that the page does not have, and leave out
        what stands inside a paragraph (a button, a note); then its parts are looked for, in order and close together.
        """
        found = self._find("".join(words))
        if found is not None:
            return [(list(words), found)]
        cells = [word for word in words if word != "|"]
        found = self._find("".join(cells)) if len(cells) < len(words) else None
        stretches: list[tuple[list[str], int | None]] = []
        if found is not None:
            for word in words:
                barred = word == "|"
                if not stretches or barred or stretches[-1][1] is None:
                    stretches.append(([word], None if barred else found))
                else:
                    stretches[-1][0].append(word)
                found += 0 if barred else len(word)
            return stretches
        at = -1
        for start in range(0, len(words), _PART_WORDS):
            part = list(words[start : start + _PART_WORDS])
            squeezed = "".join(part)
            if len(squeezed) < _PART_LENGTH:
                stretches.append((part, None))
                continue
            place = self._squeezed.find(squeezed, at, at + _PART_GAP) if at >= 0 else self._squeezed.find(squeezed)
            stretches.append((part, place if place >= 0 else None))
            at = place + len(squeezed) if place >= 0 else at
        return stretches if at >= 0 else []

    def _stretch(self, words: Sequence[str], at: int | None) -> Iterator[Piece]:
        if at is None:
            yield Piece(mended(" ".join(words)), None)
            return
        number = 0
        while number < len(words):
            if number:
                yield self._blank(at)
            # The words between two tags, in one piece where the page parts them by single blanks, as nearly all do.
            _, there, same = self._token_at(at)
            room = self._end(at) - at
            upto, length = number, 0
            while upto < len(words) and length + len(words[upto]) <= room:
                length += len(words[upto])
                upto += 1
            text = " ".join(words[number:upto])
            if same and upto > number and self.source.startswith(text, there):
                yield Piece(text, there)
                at += length
            else:
                upto, begin = max(upto, number + 1), at
                for word in words[number:upto]:
                    if at > begin:
                        yield self._blank(at)
                    yield from self._places(at, len(word))
                    at += len(word)
            number = upto

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
        end = at + length
        while at < end:
            left, there, same = self._token_at(at)
            text = self._squeezed[at : min(at + left, end)]
            yield Piece(text, there if same else None)
            at += len(text)

    def _blank(self, at: int) -> Piece:
        """A blank between two words, with its place where the source has exactly one there."""
        before = self._token_at(at)[1] - 1
        return Piece(" ", before if before >= 0 and self.source[before] == " " else None)

    def _token_at(self, at: int) -> tuple[int, int, bool]:
        """Of the token that holds an offset of the squeezed text: code points from there to its end, place in the
        source, and whether the source has it as it is."""
        index = bisect_right(self._at, at) - 1
        if index not in self._tokens:
            begin = self._at[index]
            tokens = self._tokens[index] = []
            for text, offset, same in _tokens_of(self.source, *self._spans[index]):
                tokens.append((begin, offset, same))
                begin += len(text)
        tokens = self._tokens[index]
        token = bisect_right(tokens, at, key=itemgetter(0)) - 1
        begin, there, same = tokens[token]
        following = tokens[token + 1][0] if token + 1 < len(tokens) else self._end(at)
        return following - at, there + at - begin, same

    def _end(self, at: int) -> int:
        """End of the stretch between tags that holds an offset of the squeezed text."""
        index = bisect_right(self._at, at)
        return self._at[index] if index < len(self._at) else len(self._squeezed)

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
            silent = next(filter(head.startswith, _SILENT)) if head.startswith(_SILENT) else None
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


def _tokens_of(source: str, start: int, end: int) -> Iterator[tuple[str, int, bool]]:
    """What stands between blanks and entities: text without zero-width marks, its place, whether it stands there so."""
    for match in _TOKEN.finditer(source, start, end):
        token = match.group()
        decoded = html.unescape(token) if token[0] == "&" else token
        yield from _squeezed(decoded, match.start(), decoded == token)


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
