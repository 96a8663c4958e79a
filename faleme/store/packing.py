"""Record bodies packed: JSON of one kind repeats the same keys, so that each body is packed against a common text.

Alone a body shrinks to two fifths, against the common text to a sixth, and it then needs no page of its own.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from functools import cache
from importlib import resources

_LEVEL = 6
_WINDOW = 1 << 15  # bytes that zlib looks back
_RAW = -15  # no header: the number in front says how to read the rest


# Kinds of bodies, each packed against a text of its own, by table and column.
KINDS = {
    ("captures", "body"): "article",
    ("articles", "text"): "article",
    ("articles", "body"): "article",
    ("articles", "sentences"): "article",
    ("articles", "refused"): "article",
    ("articles", "resolved"): "resolved",
    ("codings", "body"): "coding",
    ("reports", "body"): "report",
    ("statements", "body"): "article",
    ("facts", "body"): "article",
    ("external_reports", "body"): "external",
}
_TEXTS = {"external": 1, "article": 2, "coding": 3, "report": 4, "resolved": 5}  # the newest of each kind


class Body(str):
    """JSON of a record on its way into a store: SQLite keeps it packed, PostgreSQL, which packs by itself, as text.

    kind: of `KINDS`; with another one a body is read just as well, and takes more room.
    """

    __slots__ = ("kind",)

    kind: str

    def __new__(cls, text: str, kind: str = "article") -> Body:
        """The body of a text."""
        made = super().__new__(cls, text)
        made.kind = kind
        return made


def packed(text: str, kind: str = "article") -> bytes:
    """The text against the common text of its kind; the first byte is that one's number."""
    number = _TEXTS[kind]
    packer = _packer(number).copy()
    return bytes([number]) + packer.compress(text.encode()) + packer.flush()


def unpacked(stored: str | bytes) -> str:
    """What was packed; text, as older files hold it, as it is. Raises ValueError where it is damaged."""
    if isinstance(stored, str):
        return stored
    try:
        unpacker = zlib.decompressobj(_RAW, zdict=_common(stored[0]))
        text = unpacker.decompress(stored[1:]).decode()
    except (zlib.error, IndexError, OSError, UnicodeDecodeError) as error:
        raise ValueError(f"a packed record is damaged ({error})") from error
    if not unpacker.eof:
        raise ValueError("a packed record is damaged (its end is missing)")
    return text


def packed_beside(text: str, content: bytes) -> bytes:
    """A text that the carrier of a page held, against the page's bytes, which mostly hold it too."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, zdict=content[-_WINDOW:])
    return b"\x00" + packer.compress(text.encode("utf-8", "surrogatepass")) + packer.flush()


def unpacked_beside(stored: bytes, content: bytes) -> str:
    """What `packed_beside` packed, or plain zlib, as older files hold it. Raises ValueError where it is damaged."""
    try:
        if stored[:1] != b"\x00":
            return zlib.decompress(stored).decode("utf-8", "surrogatepass")
        unpacker = zlib.decompressobj(_RAW, zdict=content[-_WINDOW:])
        text = unpacker.decompress(stored[1:]).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError(f"the text of a page is damaged ({error})") from error
    if not unpacker.eof:
        raise ValueError("the text of a page is damaged (its end is missing)")
    return text


def signature_of(shingles: Iterable[int]) -> bytes:
    """Shingles as an article keeps them: 8 bytes each, sorted."""
    return b"".join(shingle.to_bytes(8, "big", signed=True) for shingle in sorted(set(shingles)))


def shingles_in(signature: bytes) -> list[int]:
    """The shingles of `signature_of`, sorted."""
    return [int.from_bytes(signature[at : at + 8], "big", signed=True) for at in range(0, len(signature), 8)]


@cache
def _packer(number: int) -> zlib._Compress:
    """One that has read the common text, to be copied: reading it costs more than packing a body."""
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, zdict=_common(number))


@cache
def _common(number: int) -> bytes:
    """Records of our example pages. A file never changes once it is released, since what was packed against it can be
    read with it alone; a better one gets the next number."""
    return (resources.files("faleme.store") / f"packing.{number}.txt").read_bytes()


sqlite3.register_adapter(Body, lambda body: packed(body, body.kind))
