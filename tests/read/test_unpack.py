"""Bodies unpacked in steps: whole, cut, and of awkward sizes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.read.unpack import UnpackError, unpacker


def _bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", _bare), ("br", brotli.compress),
]  # fmt: skip


def _unpacked(encoding: str, packed: bytes, step: int) -> tuple[bytes, bool]:
    unpack = unpacker(encoding)
    parts = [part for at in range(0, len(packed), step) for part in unpack.take(packed[at : at + step])]
    assert all(len(part) <= 2 * 64 * 1024 for part in parts)
    return b"".join(parts), unpack.whole


@pytest.mark.parametrize(("encoding", "pack"), PACKERS, ids=["gzip", "deflate", "bare deflate", "brotli"])
@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 3_000_000])
@pytest.mark.parametrize("step", [7, 65_536])
def test_what_was_packed_comes_back(encoding: str, pack: Callable[[bytes], bytes], size: int, step: int) -> None:
    assert _unpacked(encoding, pack(b"a" * size), step) == (b"a" * size, True)


@pytest.mark.parametrize(("encoding", "pack"), PACKERS, ids=["gzip", "deflate", "bare deflate", "brotli"])
def test_a_cut_body_is_not_whole(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(bytes(range(256)) * 20)
    assert not _unpacked(encoding, packed[: len(packed) // 2], 100)[1]


def test_bytes_behind_the_end_are_left() -> None:
    assert _unpacked("gzip", gzip.compress(b"page") + b"\0\0trailing", 1000) == (b"page", True)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["gzip", "deflate", "br", "identity"]), st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_are_unpacked_or_refused(encoding: str, body: bytes, step: int) -> None:
    with suppress(UnpackError):
        _unpacked(encoding, body, step)


def test_a_packing_that_was_not_asked_for() -> None:
    with pytest.raises(UnpackError, match="zstd"):
        unpacker("zstd")
