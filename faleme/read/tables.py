"""Tables of pages: CSV and TSV with a column for each field, whatever the columns are called."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from faleme.errors import ReadError
from faleme.read.charset import charset_of
from faleme.read.pages import LIMIT_BYTES, refused
from faleme.read.streams import Joined
from faleme.records import Reason, Rejection

FIELDS = ("id", "text", "title", "url", "published", "outlet", "lang")
# What columns are called where nothing is said, in this order.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "uuid", "guid", "doc_id"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "maintext", "story"),
    "title": ("title", "headline", "heading"),
    "url": ("url", "link", "address", "source_url"),
    "published": ("published", "date", "pubdate", "publish_date", "publication_date", "date_publish", "published_at"),
    "outlet": ("outlet", "source", "publisher", "newspaper", "site", "domain"),
    "lang": ("lang", "language"),
}
_SAMPLE = 64 * 1024


def parse_columns(said: str) -> dict[str, str]:
    """``text=body,title=headline`` as a mapping of our fields to columns. Raises ReadError for what is none."""
    columns: dict[str, str] = {}
    for part in said.split(","):
        field, sign, column = (piece.strip() for piece in part.partition("="))
        if not sign or not column or field not in FIELDS:
            raise ReadError(f"--columns: {part.strip()!r} is not FIELD=COLUMN; fields are {', '.join(FIELDS)}.")
        columns[field] = column
    return columns


def table_records(
    stream: BinaryIO, name: str, *, columns: Mapping[str, str] | None = None, tabs: bool = False
) -> Iterator[tuple[str, Mapping[str, object]] | Rejection]:
    """Each row's place and fields; a table without a named column, or without one that holds the text, is refused."""
    csv.field_size_limit(min(LIMIT_BYTES, sys.maxsize))
    head = stream.read(_SAMPLE)
    charset = charset_of(head)
    text = io.TextIOWrapper(io.BufferedReader(Joined(head, stream)), encoding=charset, errors="replace", newline="")
    try:
        rows = csv.reader(_without_nul(text), delimiter="\t" if tabs else _delimiter(head.decode(charset, "replace")))
        header = [cell.strip().removeprefix("\ufeff") for cell in next(rows, [])]
    except csv.Error as error:
        yield refused(name, Reason.BAD_RECORD, f"not a table: {error}")
        return
    where = _where(header, columns)
    if isinstance(where, str):
        yield refused(name, Reason.BAD_RECORD, where)
        return
    number = 1
    while True:
        number += 1
        subject = f"{name}:{number}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield refused(subject, Reason.BAD_RECORD, f"broken row: {error}")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if max(where.values()) >= len(row):
            yield refused(subject, Reason.BAD_RECORD, f"{len(row)} columns where the first row has {len(header)}")
            continue
        made: dict[str, object] = {field: row[at] for field, at in where.items()}
        made.setdefault("id", made.get("url") or subject)
        if not str(made["id"]).strip():
            made["id"] = subject
        yield subject, made


def _where(header: list[str], columns: Mapping[str, str] | None) -> dict[str, int] | str:
    """Number of the column of each field, or what is wrong."""
    there = {cell.casefold(): at for at, cell in reversed(list(enumerate(header)))}
    listed = ", ".join(header) or "none"
    if columns:
        for field, column in columns.items():
            if column.casefold() not in there:
                return f"there is no column {column!r} for {field}; it has {listed}"
    named = {field: there[column.casefold()] for field, column in (columns or {}).items()}
    for field, usual in _USUAL.items():
        at = next((there[word] for word in usual if word in there), None)
        if field not in named and at is not None and at not in named.values():
            named[field] = at
    if "text" not in named:
        return f"no column holds the text; it has {listed}. Say which: --columns text=COLUMN"
    return named


def _delimiter(sample: str) -> str:
    """The mark between cells of the first line: the commonest of the usual ones."""
    first = sample.partition("\n")[0]
    return max(",;\t|", key=first.count)


def _without_nul(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line.replace("\0", "")
