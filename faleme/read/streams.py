"""A stream whose first bytes were read already, to know what it is."""

from __future__ import annotations

import io
from typing import BinaryIO


class Joined(io.RawIOBase, BinaryIO):
    """Bytes, then the rest of a stream; it cannot go back, and counts its place from its own start.

    Closing it leaves the stream open: whoever opened that closes it.
    """

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest, self._at = head, rest, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        view = memoryview(buffer)
        piece = self._head[: len(view)] if self._head else self._rest.read(len(view))
        self._head = self._head[len(piece) :]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._at
