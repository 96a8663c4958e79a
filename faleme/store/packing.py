"""Record bodies packed: JSON of one kind repeats the same keys, so that each body is packed against a common text.

Alone a body shrinks to two fifths, against the common text to a sixth, and it then needs no page of its own.
"""

from __future__ import annotations

import sqlite3
import zlib
from functools import cache
from importlib import resources

_LEVEL = 6
_RAW = -15  # no header: the number in front says how to read the rest


class Body(str):
    """JSON of a record on its way into a store: SQLite keeps it packed, PostgreSQL, which packs by itself, as text."""

    __slots__ = ()


def packed(text: str) -> bytes:
    """The text against the common text of today; the first byte is that one's number."""
    return b"\x01" + pressed(text)


def unpacked(stored: str | bytes) -> str:
    """What was packed; text, as older files hold it, as it is. Raises ValueError where it is damaged."""
    if isinstance(stored, str):
        return stored
    try:
        return released(stored[1:], common=stored[0])
    except IndexError as error:
        raise ValueError(f"a packed record is damaged ({error})") from error


def pressed(text: str) -> bytes:
    """The text against the first common text, without its number."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, zdict=_common(1))
    return packer.compress(text.encode()) + packer.flush()


def released(stored: bytes, *, common: int = 1) -> str:
    """What ``pressed`` was given. Raises ValueError where it is damaged."""
    try:
        unpacker = zlib.decompressobj(_RAW, zdict=_common(common))
        text = unpacker.decompress(stored).decode()
    except (zlib.error, OSError, UnicodeDecodeError) as error:
        raise ValueError(f"a packed record is damaged ({error})") from error
    if not unpacker.eof:
        raise ValueError("a packed record is damaged (its end is missing)")
    return text


@cache
def _common(number: int) -> bytes:
    """Records of our example pages. A file never changes once it is released, since what was packed against it can be
    read with it alone; a better one gets the next number."""
    return (resources.files("faleme.store") / f"packing.{number}.txt").read_bytes()


sqlite3.register_adapter(Body, packed)
