"""Corpora of texts, one a line or row: the fields of a record into a capture."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from faleme.dates import PartialDate
from faleme.ids import CaptureId, digest, sha256
from faleme.read.pages import BROKEN_SHARE, LIMIT_BYTES
from faleme.read.pages import refused as _refused
from faleme.read.tables import table_records
from faleme.records import Capture, Reason, Rejection


def json_lines(
    stream: BinaryIO, name: str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Capture | Rejection]:
    """Every text of a JSON-lines corpus. columns: our fields by the names that the objects give them."""
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
            yield _object(line.removeprefix(b"\xef\xbb\xbf"), subject, columns or {})


def table_rows(
    stream: BinaryIO, name: str, *, columns: Mapping[str, str] | None = None, tabs: bool = False
) -> Iterator[Capture | Rejection]:
    """Every text of a CSV or TSV table."""
    for row in table_records(stream, name, columns=columns, tabs=tabs):
        yield row if isinstance(row, Rejection) else _record(row[1], row[0])


def _object(line: bytes, subject: str, columns: Mapping[str, str]) -> Capture | Rejection:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _refused(subject, Reason.BAD_RECORD, f"not a JSON object: {error}")
    if not isinstance(record, dict):
        return _refused(subject, Reason.BAD_RECORD, "not a JSON object")
    for field, column in columns.items():
        if column not in record and field in ("id", "text"):
            there = ", ".join(sorted(map(str, record)))[:200]
            return _refused(subject, Reason.BAD_RECORD, f"no {column!r} for {field}; it has {there}")
    renamed = {field: record.get(column) for field, column in columns.items()}
    return _record({**record, **renamed}, subject)


def _record(record: Mapping[str, object], subject: str) -> Capture | Rejection:
    key, text = record.get("id"), record.get("text")
    if isinstance(key, int) and not isinstance(key, bool):
        key = str(key)
    if not isinstance(key, str) or not key or not key.isprintable():
        return _refused(subject, Reason.BAD_RECORD, "no id")
    if not isinstance(text, str):
        return _refused(subject, Reason.BAD_RECORD, f"{key}: no text")
    if not text.strip():
        return _refused(key, Reason.NO_TEXT, f"{subject}: the text is empty")
    if text.count("\ufffd") > BROKEN_SHARE * len(text):
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


def _text(record: Mapping[str, object], field: str) -> str | None:
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
