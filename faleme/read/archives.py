"""Web archives: pages out of WARC (ISO 28500) and WACZ (Webrecorder, version 1.1.1), read as a stream.

Responses with status 200 and resources are pages; requests, revisits and redirects are passed over and counted in the
log. fastwarc reads the records. What is broken in the middle is told, and the rest is read.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, BinaryIO, cast

from faleme.read.pages import LIMIT_BYTES, page_of, refused
from faleme.read.pdf import pdf_page
from faleme.read.streams import Joined
from faleme.records import Capture, Reason, Rejection

log = logging.getLogger(__name__)

_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"  # a skippable frame that holds the dictionary of the frames behind it
_PLAIN = b"WARC/1."
_LARGEST_DICTIONARY = 16 * 1024 * 1024
_SEARCHED = 1024 * 1024
_MARKUP = frozenset({"text/html", "application/xhtml+xml"})
_LONGEST_HEAD = 16 * 1024
_TOLD = -1  # between the places of records: what is broken there was told
_MOST_FILES = 10_000  # archives inside a WACZ


def warc_captures(stream: BinaryIO, name: str) -> Iterator[Capture | Rejection]:
    """Every page of a WARC: plain, gzip or zstd, whole or record by record."""
    head = stream.read(4)
    if not head:
        yield refused(name, Reason.NO_TEXT, "the archive is empty")
        return
    if head in (_ZSTD, _ZSTD_DICTIONARY):
        yield from _zstd(stream, head, name)
        return
    if not head.startswith(_GZIP) and head != _PLAIN[:4]:
        yield refused(name, Reason.UNREADABLE, "not a WARC: it begins with neither a record nor gzip nor zstd")
        return
    if stream.seekable():
        stream.seek(0)
        yield from _records(stream, name, mark=_GZIP if head.startswith(_GZIP) else _PLAIN)
    else:
        yield from _records(Joined(head, stream), name, mark=None)


def wacz_captures(stream: BinaryIO, name: str) -> Iterator[Capture | Rejection]:
    """Every page of the archives inside a WACZ."""
    try:
        with zipfile.ZipFile(stream) as packed:
            inside = [
                entry for entry in packed.infolist() if entry.filename.endswith((".warc", ".warc.gz", ".warc.zst"))
            ]
            if not inside:
                yield refused(name, Reason.NO_TEXT, "a zip without a WARC inside (no archive/*.warc.gz)")
            for entry in inside[:_MOST_FILES]:
                with packed.open(entry) as archive:
                    yield from warc_captures(cast("BinaryIO", archive), f"{name}/{entry.filename}")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        yield refused(name, Reason.UNREADABLE, f"not a WACZ: {error}")


def _records(stream: BinaryIO, name: str, *, mark: bytes | None) -> Iterator[Capture | Rejection]:
    """Pages of a stream of records. mark: what a record begins with, where broken ones can be stepped over."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - only archives need it

    passed: Counter[str] = Counter()
    start, last, places = 0, -1, list[int]()
    while True:
        source = stream
        if start:
            stream.seek(start)
            source = Joined(b"", stream)
        try:
            for record in ArchiveIterator(source, record_types=WarcRecordType.any_type, parse_http=False):
                last = start + record.stream_pos
                if mark is _PLAIN:
                    places.append(last)
                made = _page(record, name, passed)
                if made is not None:
                    yield made
            if mark is _GZIP and last >= 0 and not _is_whole(stream, last):
                yield refused(f"{name}@{last}", Reason.UNREADABLE, "the archive is cut short inside its last record")
            break
        except (OSError, EOFError, ValueError, zlib.error) as error:
            found = None if mark is None else _next(stream, last + 1 if last >= start else start + 1, mark, past=last)
            detail = f"broken record: {error}" + ("" if found is not None else "; what is behind it is not read")
            yield refused(f"{name}@{max(last, start)}", Reason.UNREADABLE, detail)
            if found is None:
                break
            places.append(_TOLD)
            start, last = found, found - 1
    for place in _gaps(stream, places):
        yield refused(f"{name}@{place}", Reason.UNREADABLE, "a broken record was passed over")
    if passed:
        log.info("%s: passed over %s", name, ", ".join(f"{count} {kind}" for kind, count in passed.most_common()))


def _page(record: Any, name: str, passed: Counter[str]) -> Capture | Rejection | None:
    """The page of one record; None where it holds none."""
    from fastwarc.warc import WarcRecordType  # noqa: PLC0415

    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        passed[f"records of type {record.headers.get('WARC-Type', 'unknown')}"] += 1
        return None
    url = record.headers.get("WARC-Target-URI", "").strip("<>") or f"{name}@{record.stream_pos}"
    at = record.record_date.strftime("%Y-%m-%dT%H:%M:%SZ") if record.record_date else None
    kind, charset = (record.headers.get("Content-Type", "") or "").partition(";")[0].strip().casefold(), None
    if record.record_type is WarcRecordType.response:
        if not url.startswith(("http://", "https://")):
            passed["responses of other schemes"] += 1
            return None
        record.parse_http(auto_decode="all")
        status = record.http_headers.status_code if record.http_headers else None
        if status != 200:
            passed[f"responses with status {status}"] += 1
            return None
        kind, charset = (record.http_content_type or "").casefold(), record.http_charset
    content = record.reader.read(LIMIT_BYTES + 1)
    if kind == "application/pdf" or content.startswith(b"%PDF-"):
        return pdf_page(content, url, url=url, fetched_at=at)
    if kind in _MARKUP or kind == "text/plain" or kind in ("", "application/octet-stream"):
        known = True if kind in _MARKUP else False if kind == "text/plain" else None
        return page_of(content, url, markup=known, declared=charset, url=url, fetched_at=at)
    passed[kind] += 1
    return None


def _gaps(stream: BinaryIO, places: Sequence[int]) -> Iterator[int]:
    """Ends of records of a plain WARC behind which the next one does not begin: what lies between was no record."""
    for here, following in pairwise(places):
        if _TOLD in (here, following):
            continue
        stream.seek(here)
        head, _, rest = stream.read(_LONGEST_HEAD).partition(b"\r\n\r\n")
        length = re.search(rb"(?im)^content-length:\s*(\d+)\s*$", head.replace(b"\r\n", b"\n"))
        if not rest and length is None:
            continue  # a head longer than any that we read
        end = here + len(head) + 4 + (int(length[1]) if length else 0) + 4
        if end < following:
            yield end


def _is_whole(stream: BinaryIO, at: int) -> bool:
    """Whether the gzip member at a position ends before the file does."""
    stream.seek(at)
    if stream.read(3) != _GZIP:
        return True  # packed as a whole: records are no members
    stream.seek(at)
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        while not unpack.eof and (piece := stream.read(64 * 1024)):
            while piece and not unpack.eof:
                unpack.decompress(piece, 1024 * 1024)
                piece = unpack.unconsumed_tail
    except zlib.error:
        return False
    return unpack.eof


def _next(stream: BinaryIO, at: int, mark: bytes, *, past: int) -> int | None:
    """Where the next record that can be read may begin, behind the one at ``past``; None at the end."""
    stream.seek(max(at, past + 1))
    base, kept = stream.tell(), b""
    while piece := stream.read(_SEARCHED):
        window = kept + piece
        found = window.find(mark)
        while found >= 0:
            here = base - len(kept) + found
            if mark is not _GZIP or _begins_record(stream, here, base + len(piece)):
                return here
            found = window.find(mark, found + 1)
        base += len(piece)
        kept = window[-len(mark) + 1 :]
    return None


def _begins_record(stream: BinaryIO, at: int, back_to: int) -> bool:
    """Whether gzip at a position unpacks to the head of a record: its three bytes occur by chance, too."""
    stream.seek(at)
    try:
        head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(stream.read(4096), 64)
    except zlib.error:
        head = b""
    stream.seek(back_to)
    return head.lstrip().startswith(_PLAIN)


def _zstd(stream: BinaryIO, head: bytes, name: str) -> Iterator[Capture | Rejection]:
    """A WARC in zstd, with the dictionary that its first frame may hold."""
    import zstandard  # noqa: PLC0415 - only such archives need it

    try:
        dictionary = None
        if head == _ZSTD_DICTIONARY:
            (size,) = struct.unpack("<I", stream.read(4))
            if size > _LARGEST_DICTIONARY:
                yield refused(name, Reason.TOO_LARGE, f"a zstd dictionary of {size} bytes")
                return
            held = stream.read(size)
            if held.startswith(_ZSTD):
                held = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(held)).read(_LARGEST_DICTIONARY)
            dictionary = zstandard.ZstdCompressionDict(held)
            head = b""
        unpack = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=2**27)
        unpacked = unpack.stream_reader(Joined(head, stream), read_across_frames=True)
        yield from _records(cast("BinaryIO", unpacked), name, mark=None)
    except (zstandard.ZstdError, struct.error) as error:
        yield refused(name, Reason.UNREADABLE, f"broken zstd: {error}; what is behind it is not read")
