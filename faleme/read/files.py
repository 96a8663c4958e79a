"""Pages from files: a saved page, a flat dump, a folder of them, a corpus of JSON lines, standard input.

What cannot be read is a `Rejection` in its place, and reading goes on; only a path that is not there at all, the
caller's mistake, raises.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from faleme.dates import PartialDate
from faleme.errors import ReadError
from faleme.ids import CaptureId, digest, sha256
from faleme.read.charset import charset_of, is_binary
from faleme.records import Capture, Reason, Rejection

LIMIT_BYTES = 10 * 1024 * 1024  # no press page is larger; INGEST.md section 9
_PLAIN = frozenset({".txt", ".text", ""})
_MARKUP = frozenset({".html", ".htm", ".xhtml"})
_CORPUS = frozenset({".jsonl", ".ndjson"})
_BROKEN_SHARE = 0.01  # of U+FFFD, above which the charset was not found


def captures_of(path: Path) -> Iterator[Capture | Rejection]:
    """Every page at a path, in a stable order: one file, a folder (sorted, with its sub-folders), or "-".

    Corpora are read line by line, so size does not matter. Raises ReadError where nothing is there.
    """
    if str(path) == "-":
        return _standard_input(sys.stdin.buffer)
    if path.is_dir():
        return _folder(path)
    if path.is_file():
        return _file(path, _written(path.name))
    wanted = "Give a page, a folder of pages, a .jsonl corpus, or - for standard input."
    if path.exists():
        raise ReadError(f"{path} is neither a file nor a folder. {wanted}")
    raise ReadError(f"{path} does not exist. {wanted}")


def capture_of_text(text: str, *, key: str, media_type: str = "text/plain") -> Capture:
    """A capture of text at hand, as if it had been a flat file of that name."""
    content = text.encode("utf-8", "surrogatepass")
    return _capture(content, key, markup=media_type == "text/html", charset="utf-8")


def _folder(folder: Path) -> Iterator[Capture | Rejection]:
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
                yield from _folder(entry)
        elif entry.is_file():
            yield from _file(entry, _written(entry.name))


def _written(name: str) -> str:
    """A file's name as text; bytes of it that are no UTF-8 stand as \\xff: a store and JSON hold text only."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _file(path: Path, name: str) -> Iterator[Capture | Rejection]:
    suffixes = [suffix.casefold() for suffix in path.suffixes]
    zipped = suffixes[-1:] == [".gz"]
    suffix = next(iter(suffixes[-2:-1]), "") if zipped else next(iter(suffixes[-1:]), "")
    try:
        with path.open("rb") as raw:
            if suffix in _CORPUS:
                stream = io.BufferedReader(gzip.GzipFile(fileobj=raw)) if zipped else raw
                yield from _corpus(stream, name)
            else:
                yield _page(raw, name, markup=suffix in _MARKUP, zipped=zipped, known=suffix in _PLAIN | _MARKUP)
    except (OSError, EOFError, zlib.error) as error:  # no permission, a broken disk, a broken archive
        yield _refused(name, Reason.UNREADABLE, getattr(error, "strerror", None) or str(error))


def _page(raw: BinaryIO, name: str, *, markup: bool, zipped: bool, known: bool) -> Capture | Rejection:
    """One page; a suffix that says nothing ("page_2024.03") is read as what the content shows."""
    content = _unzipped(raw) if zipped else raw.read(LIMIT_BYTES + 1)
    if len(content) > LIMIT_BYTES:
        return _refused(name, Reason.TOO_LARGE, f"more than {LIMIT_BYTES // 1024**2} MB")
    if not content.strip(b" \t\r\n\0"):
        return _refused(name, Reason.NO_TEXT, "the file is empty")
    if is_binary(content):
        return _refused(name, Reason.NOT_PROSE, "a binary file")
    head = content[:1024].lstrip().lower()
    if not known:
        markup = head.startswith((b"<!doctype html", b"<html")) or b"<html" in head
    charset = charset_of(content)
    text = content.decode(charset, errors="replace")
    broken = text.count("\ufffd")
    if broken > _BROKEN_SHARE * len(text):
        return _refused(name, Reason.UNDECODABLE, f"{broken} of {len(text)} characters do not fit {charset}")
    return _capture(content, name, markup=markup, charset=charset)


def _unzipped(raw: BinaryIO) -> bytes:
    """The content, read no further than the limit: 300 kB of gzip can hold 300 MB."""
    with gzip.GzipFile(fileobj=raw) as stream:
        return stream.read(LIMIT_BYTES + 1)


def _capture(content: bytes, key: str, *, markup: bool, charset: str) -> Capture:
    return Capture(
        capture_id=CaptureId(digest("C", sha256(content), key)),
        key=key,
        content=content,
        media_type="text/html" if markup else "text/plain",
        charset=charset,
    )


def _standard_input(stream: BinaryIO) -> Iterator[Capture | Rejection]:
    head = stream.peek(64) if isinstance(stream, io.BufferedReader) else b""
    if head.lstrip().startswith(b"{"):
        yield from _corpus(stream, "-")
    else:
        yield _page(stream, "-", markup=head.lstrip()[:1] == b"<", zipped=False, known=True)


def _corpus(stream: BinaryIO, name: str) -> Iterator[Capture | Rejection]:
    number = 0
    while line := stream.readline(LIMIT_BYTES + 1):
        number += 1
        subject = f"{name}:{number}"
        if len(line) > LIMIT_BYTES and not line.endswith(b"\n"):
            while rest := stream.readline(LIMIT_BYTES):
                if rest.endswith(b"\n"):
                    break
            yield _refused(subject, Reason.TOO_LARGE, f"a line of more than {LIMIT_BYTES // 1024**2} MB")
        elif line.strip():
            yield _record(line.removeprefix(b"\xef\xbb\xbf"), subject)


def _record(line: bytes, subject: str) -> Capture | Rejection:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _refused(subject, Reason.BAD_RECORD, f"not a JSON object: {error}")
    if not isinstance(record, dict):
        return _refused(subject, Reason.BAD_RECORD, "not a JSON object")
    key, text = record.get("id"), record.get("text")
    if isinstance(key, int) and not isinstance(key, bool):
        key = str(key)
    if not isinstance(key, str) or not key or not key.isprintable():
        return _refused(subject, Reason.BAD_RECORD, "no id")
    if not isinstance(text, str):
        return _refused(subject, Reason.BAD_RECORD, f"{key}: no text")
    if not text.strip():
        return _refused(key, Reason.NO_TEXT, f"{subject}: the text is empty")
    if text.count("\ufffd") > _BROKEN_SHARE * len(text):
        return _refused(key, Reason.UNDECODABLE, f"{subject}: U+FFFD in more than 1 % of the text")
    content = text.encode("utf-8", "surrogatepass")
    url = _text(record, "url")
    return Capture(
        capture_id=CaptureId(digest("C", sha256(content), url or key)),
        key=key,
        content=content,
        media_type="text/plain",
        charset="utf-8",
        text=text,
        url=url,
        title=_text(record, "title"),
        outlet=_text(record, "outlet"),
        published=_date(_text(record, "published")),
        lang=_text(record, "lang"),
    )


def _text(record: dict[str, object], field: str) -> str | None:
    value = record.get(field)
    # Lone surrogates can be written in JSON and nowhere else.
    return (value.strip().encode("utf-8", "replace").decode() or None) if isinstance(value, str) else None


def _date(text: str | None) -> PartialDate | None:
    """An ISO date, with or without a time behind it; anything else is unknown, not an error: the text still counts."""
    if text is None:
        return None
    day = text.replace("T", " ").split(" ")[0]
    if len(day) == 8 and day.isdigit():
        day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    try:
        return PartialDate.parse(day)
    except ValueError:
        return None


def _refused(subject: str, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage="read", subject=subject, reason=reason, detail=detail)
