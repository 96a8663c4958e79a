"""Bodies in gzip, deflate or brotli, unpacked piece by piece: no step yields more than 64 kB, whatever is sent."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

ACCEPTED = "gzip, deflate, br"  # for Accept-Encoding. Not zstd: four bytes may yield 128 kB in one step
_STEP = 64 * 1024


class UnpackError(ValueError):
    """A body that is not packed as its header says."""


class Unpacker(Protocol):
    """One body."""

    def take(self, piece: bytes) -> Iterator[bytes]:
        """What a piece of the body yields, in parts of at most about 64 kB. Raises UnpackError."""
        ...

    @property
    def whole(self) -> bool:
        """Whether the body has come to its end, or nothing of it has come."""
        ...


def unpacker(encoding: str) -> Unpacker:
    """For the value of Content-Encoding; raises UnpackError for a packing that was not asked for."""
    match encoding.strip().casefold():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Zlib(gzip=True)
        case "deflate":
            return _Zlib(gzip=False)
        case "br":
            return _Brotli()
        case other:
            raise UnpackError(f"packed as {other[:40]!r}, which was not asked for")


class _Plain:
    whole = True

    def take(self, piece: bytes) -> Iterator[bytes]:
        yield piece


class _Zlib:
    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if gzip else None
        self._begun = self._ended = False

    @property
    def whole(self) -> bool:
        return self._ended or not self._begun

    def take(self, piece: bytes) -> Iterator[bytes]:
        try:
            yield from self._parts(piece)
        except zlib.error as error:
            raise UnpackError(str(error)) from error

    def _parts(self, piece: bytes) -> Iterator[bytes]:
        rest, full = piece, False
        while rest or full:
            if self._ended:
                if not (self._gzip and rest.startswith(b"\x1f\x8b")):
                    return  # bytes behind the end belong to nothing
                self._unpack, self._ended = zlib.decompressobj(zlib.MAX_WBITS | 16), False  # RFC 1952: many members
            if self._unpack is None:
                # Many servers send bare deflate. RFC 1950: the first byte names the method, 8.
                self._unpack = zlib.decompressobj(zlib.MAX_WBITS if rest[0] & 0x0F == 8 else -zlib.MAX_WBITS)
            self._begun = True
            part = self._unpack.decompress(rest, _STEP)
            self._ended = self._unpack.eof
            rest = self._unpack.unused_data if self._ended else self._unpack.unconsumed_tail
            full = not self._ended and len(part) == _STEP  # more may be held back even without input left
            if part:
                yield part


class _Brotli:
    def __init__(self) -> None:
        self._unpack = brotli.Decompressor()
        self._begun = False

    @property
    def whole(self) -> bool:
        return not self._begun or bool(self._unpack.is_finished())

    def take(self, piece: bytes) -> Iterator[bytes]:
        if self._unpack.is_finished():
            return
        self._begun = True
        try:
            part = self._unpack.process(piece, output_buffer_limit=_STEP)
            while part or not self._unpack.can_accept_more_data():
                yield part
                if self._unpack.is_finished():
                    return
                part = self._unpack.process(b"", output_buffer_limit=_STEP)  # the end shows only when asked for
        except brotli.error as error:
            raise UnpackError(str(error)) from error
