"""Text made fit for reading, with the way back: every change is a stretch that has no place in the source.

Removed: control characters, byte order marks inside the text, soft hyphens, zero-width spaces (marks of writing
direction and joiners stay: they belong to the words). Mended: entities left over in a dump ("&amp;"), and UTF-8 that
was once read as cp1252 ("FranÃ§ois").
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from faleme.records import Capture
from faleme.spans import OffsetMap, Run

# Lone surrogates come from JSON escapes; neither UTF-8 nor a store can hold them.
_BROKEN = re.compile(
    r"(?P<drop>[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]+)"
    r"|(?P<surrogate>[\ud800-\udfff])"
    r"|(?P<space>[\u00a0\u2000-\u200a\u202f\u205f\u3000\t])"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)"
)
# First bytes of two- and three-byte sequences for Latin letters and punctuation, and what cp1252 makes of the bytes
# that may follow. Other scripts are left alone: "é", no-break space, "»" is French, and the bytes of a Chinese sign.
_TWICE_ENCODED = re.compile(
    r"[ÂÃÄÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€‚„][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)
_CP1252_OF = {chr(byte): bytes([byte]) for byte in range(0x80, 0x100)} | {
    bytes([byte]).decode("cp1252"): bytes([byte])
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Text to write, and where it stands in the source; there is None for what has no place there."""

    text: str
    there: int | None


def decoded_text(capture: Capture) -> str:
    """The text that offsets count in: the carrier's own, or the content read by ``charset`` without its mark.

    Line ends stay as they are. The reader has settled the charset; unknown is read as UTF-8, with U+FFFD for what
    is wrong.
    """
    if capture.text is not None:
        return capture.text
    text = capture.content.decode(capture.charset or "utf-8", errors="replace")
    return text.removeprefix("\ufeff")


def mend(source: str, start: int, end: int, *, entities: bool = True) -> Iterator[Piece]:
    """``source[start:end]`` as pieces to write, in order."""
    at = start
    for mended_start, mended_end, text in sorted(_changes(source, start, end, entities)):
        if mended_start < at:
            continue
        if mended_start > at:
            yield Piece(source[at:mended_start], at)
        if text:
            yield Piece(text, None)
        at = mended_end
    if at < end:
        yield Piece(source[at:end], at)


def mended(text: str) -> str:
    """The whole text mended, without offsets: for titles and names."""
    return "".join(piece.text for piece in mend(text, 0, len(text)))


def one_line(text: str) -> str:
    """Mended, white space runs as one blank, ends stripped."""
    return " ".join(mended(text).split())


def _changes(source: str, start: int, end: int, entities: bool) -> Iterator[tuple[int, int, str]]:
    for match in _BROKEN.finditer(source, start, end):
        kind = match.lastgroup
        if kind == "drop":
            yield match.start(), match.end(), ""
        elif kind == "surrogate":
            yield match.start(), match.end(), "\ufffd"
        elif kind == "space":
            yield match.start(), match.end(), " "
        elif entities:
            plain = html.unescape(match.group())
            if plain != match.group() and plain.isprintable():
                yield match.start(), match.end(), plain
    for match in _TWICE_ENCODED.finditer(source, start, end):
        once = _once_encoded(match.group())
        if once is not None:
            yield match.start(), match.end(), once


def _once_encoded(text: str) -> str | None:
    """What the text was before it was read as cp1252, or None where the round trip is not exact."""
    try:
        return b"".join(_CP1252_OF[letter] for letter in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None


class Writer:
    """Collects pieces into one text and its map to the source."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.length = 0

    def write(self, piece: Piece) -> None:
        """Append a piece; stretches that go on in both texts become one run."""
        if not piece.text:
            return
        if piece.there is not None:
            last = self._runs[-1] if self._runs else None
            if last is not None and last.here + last.length == self.length and last.there + last.length == piece.there:
                self._runs[-1] = Run(last.here, last.there, last.length + len(piece.text))
            else:
                self._runs.append(Run(self.length, piece.there, len(piece.text)))
        self._parts.append(piece.text)
        self.length += len(piece.text)

    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def offsets(self) -> OffsetMap:
        """Where it stands in the source."""
        return OffsetMap(tuple(self._runs))
