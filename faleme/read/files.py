"""Pages from files: saved pages, flat dumps, archives, corpora, folders of all of these, standard input.

What cannot be read is a `Rejection` in its place, and reading goes on; only a path that is not there at all, the
caller's mistake, raises.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from faleme.errors import ReadError
from faleme.ids import CaptureId, digest, sha256
from faleme.read.archives import wacz_captures, warc_captures
from faleme.read.corpora import json_lines, table_rows
from faleme.read.mhtml import is_mhtml, mhtml_page
from faleme.read.pages import LIMIT_BYTES, page_of
from faleme.read.pages import refused as _refused
from faleme.read.pdf import pdf_page
from faleme.read.streams import Joined
from faleme.records import Capture, Reason, Rejection

# No permission, a broken disk, a broken archive.
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
_PACKINGS = frozenset({".gz", ".bz2", ".xz", ".zst"})
_PLAIN = frozenset({".txt", ".text", ""})
_MARKUP = frozenset({".html", ".htm", ".xhtml"})


def captures_of(path: Path, *, columns: Mapping[str, str] | None = None) -> Iterator[Capture | Rejection]:
    """Every page at a path, in a stable order: one file, a folder (sorted, with its sub-folders), or "-".

    Archives and corpora are read as streams, so size does not matter. columns: our fields by what tables and JSON
    lines call them. Raises ReadError where nothing is there.
    """
    if str(path) == "-":
        return _standard_input(sys.stdin.buffer, columns)
    if path.is_dir():
        return _folder(path, columns)
    if path.is_file():
        return _file(path, _written(path.name), columns)
    wanted = "Give a page, a folder, an archive (.warc.gz, .wacz), a corpus (.jsonl, .csv), or - for standard input."
    if path.exists():
        raise ReadError(f"{path} is neither a file nor a folder. {wanted}")
    raise ReadError(f"{path} does not exist. {wanted}")


def capture_of_text(text: str, *, key: str, media_type: str = "text/plain") -> Capture:
    """A capture of text at hand, as if it had been a flat file of that name."""
    content = text.encode("utf-8", "surrogatepass")
    return Capture(
        capture_id=CaptureId(digest("C", sha256(content), key)),
        key=key,
        content=content,
        media_type="text/html" if media_type == "text/html" else "text/plain",
        charset="utf-8",
    )


def _folder(folder: Path, columns: Mapping[str, str] | None) -> Iterator[Capture | Rejection]:
    root = folder.resolve()
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield _refused(_written(str(folder)), Reason.UNREADABLE, error.strerror or str(error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and not entry.resolve().is_relative_to(root):
            continue  # a link out of the folder is not a page of it, and may lead round in a ring
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _folder(entry, columns)
        elif entry.is_file():
            yield from _file(entry, _written(entry.name), columns)


def _written(name: str) -> str:
    """A file's name as text; bytes of it that are no UTF-8 stand as \\xff: a store and JSON hold text only."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _file(path: Path, name: str, columns: Mapping[str, str] | None) -> Iterator[Capture | Rejection]:
    suffixes = [suffix.casefold() for suffix in path.suffixes]
    packing = suffixes[-1] if suffixes[-1:] and suffixes[-1] in _PACKINGS else ""
    suffix = next(iter(suffixes[-2:-1] if packing else suffixes[-1:]), "")
    try:
        with path.open("rb") as raw:
            if suffix == ".warc":
                yield from warc_captures(raw, name)
            elif suffix in _READERS:
                yield from _READERS[suffix](unpacked_stream(raw, packing), name, columns)
            else:
                yield _page(raw, name, markup=suffix in _MARKUP, packing=packing, known=suffix in _PLAIN | _MARKUP)
    except _BROKEN as error:
        yield _refused(name, Reason.UNREADABLE, getattr(error, "strerror", None) or str(error))


def unpacked_stream(raw: BinaryIO, packing: str) -> BinaryIO:
    """The stream inside a packed file."""
    if packing == ".gz":
        return cast("BinaryIO", io.BufferedReader(gzip.GzipFile(fileobj=raw)))
    if packing == ".bz2":
        return cast("BinaryIO", io.BufferedReader(bz2.BZ2File(raw)))
    if packing == ".xz":
        return cast("BinaryIO", io.BufferedReader(lzma.LZMAFile(raw)))
    if packing == ".zst":
        return cast("BinaryIO", io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(raw)))
    return raw


def _page(raw: BinaryIO, name: str, *, markup: bool, packing: str, known: bool) -> Capture | Rejection:
    """One page; a suffix that says nothing ("page_2024.03") is read as what the content shows.

    Of what is packed no more is unpacked than the limit: 300 kB of gzip can hold 300 MB.
    """
    content = unpacked_stream(raw, packing).read(LIMIT_BYTES + 1)
    if content.startswith(b"%PDF-"):
        return pdf_page(content, name)
    if is_mhtml(content):
        return mhtml_page(content, name)
    return page_of(content, name, markup=markup if known else None)


def _whole(
    read: Callable[[bytes, str], Capture | Rejection],
) -> Callable[[BinaryIO, str, Mapping[str, str] | None], Iterator[Capture | Rejection]]:
    """A reader of one page as a reader of a stream."""

    def made(stream: BinaryIO, name: str, _columns: Mapping[str, str] | None) -> Iterator[Capture | Rejection]:
        content = stream.read(LIMIT_BYTES + 1)
        too_large = len(content) > LIMIT_BYTES
        yield (
            _refused(name, Reason.TOO_LARGE, f"more than {LIMIT_BYTES // 1024**2} MB")
            if too_large
            else read(content, name)
        )

    return made


_READERS: Mapping[str, Callable[[BinaryIO, str, Mapping[str, str] | None], Iterator[Capture | Rejection]]] = {
    ".jsonl": lambda stream, name, columns: json_lines(stream, name, columns=columns),
    ".ndjson": lambda stream, name, columns: json_lines(stream, name, columns=columns),
    ".csv": lambda stream, name, columns: table_rows(stream, name, columns=columns),
    ".tsv": lambda stream, name, columns: table_rows(stream, name, columns=columns, tabs=True),
    ".wacz": lambda stream, name, _columns: wacz_captures(stream, name),
    ".pdf": _whole(pdf_page),
    ".mht": _whole(mhtml_page),
    ".mhtml": _whole(mhtml_page),
}


def _standard_input(stream: BinaryIO, columns: Mapping[str, str] | None) -> Iterator[Capture | Rejection]:
    head = stream.peek(64) if isinstance(stream, io.BufferedReader) else b""
    if head.lstrip().startswith(b"{"):
        yield from json_lines(stream, "-", columns=columns)
    elif columns:
        yield from table_rows(stream, "-", columns=columns)
    elif head.startswith((b"WARC/1.", b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        yield from warc_captures(Joined(b"", stream), "-")  # a pipe or a file, it does not go back
    else:
        yield _page(stream, "-", markup=head.lstrip()[:1] == b"<", packing="", known=True)
