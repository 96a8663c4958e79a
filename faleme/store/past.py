"""Superseded versions of an article: each is kept as what differs from the next one, and the newest is whole.

A page that is coded anew mostly gets the same again, so that a version takes a few hundred bytes. What is compared are
the bodies as they stand in the store, not records read and written again: a later faleme may write them otherwise.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from faleme.ids import ArticleId, EventId, sha256
from faleme.records import Article, Coding, Decision, Fact, Parse, Record, Report, Resolved, Sentence, Statement
from faleme.store.codec import from_json
from faleme.store.packing import packed, unpacked

T = TypeVar("T")

_MADE = {"codings": "K", "reports": "R", "statements": "S", "facts": "F"}  # table -> what its lines begin with
_MARK = b"\x02"  # a whole record, as older rows hold it, begins as zlib does
_PIECE = re.compile(r"(?<=[}\]],)|(?<=\n)")  # where texts are cut to be compared; joined they are what they were


def stored_text(article: Mapping[str, Any], made: Mapping[str, Iterable[str]]) -> str:
    """All stored bodies of one version, a line each. article: its row, unpacked; made: bodies by table, in order."""
    lines = [
        "T" + json.dumps(article["text"], ensure_ascii=False),
        "A" + article["body"],
        "P" + article["sentences"],
        "E" + json.dumps(article["engine"], ensure_ascii=False),
        "W" + article["resolved"],
        "X" + article["refused"],
    ]
    for table, letter in _MADE.items():
        lines += [letter + body for body in made[table]]
    return "\n".join(lines)


def record_in(text: str, events: Mapping[str, str]) -> Record:
    """The record whose bodies ``stored_text`` joined. events: of its reports, by report."""
    lines: dict[str, list[str]] = {}
    for line in text.split("\n"):
        lines.setdefault(line[0], []).append(line[1:])
    article = replace(from_json(Article, lines["A"][0]), text=json.loads(lines["T"][0]))
    reports = _read(Report, lines.get("R", ()))
    return Record(
        article=article,
        parse=Parse(
            article_id=ArticleId(article.article_id),
            sentences=from_json(tuple[Sentence, ...], lines["P"][0]),
            engine=json.loads(lines["E"][0]),
        ),
        codings=_read(Coding, lines.get("K", ())),
        resolved=from_json(Resolved, lines["W"][0]),
        reports=tuple(replace(report, event_id=_event(report, events)) for report in reports),
        statements=_read(Statement, lines.get("S", ())),
        facts=_read(Fact, lines.get("F", ())),
        refused=from_json(tuple[Decision, ...], lines["X"][0]),
    )


def less(old: str, new: str, events: Mapping[str, str]) -> bytes:
    """What `whole` needs beside ``new`` to give ``old`` back. events: kept beside it, since links go on moving."""
    ours, theirs = _PIECE.split(old), _PIECE.split(new)
    where = {piece: number for number, piece in reversed(list(enumerate(theirs)))}
    parts: list[Any] = []  # [first piece, how many] of the new text, or words of the old one
    for piece in ours:
        last = parts[-1] if parts else None
        if isinstance(last, list) and sum(last) < len(theirs) and theirs[sum(last)] == piece:
            last[1] += 1
        elif piece in where:
            parts.append([where[piece], 1])
        elif isinstance(last, str):
            parts[-1] += piece
        else:
            parts.append(piece)
    held = {"parts": parts, "events": dict(events), "sum": _sum(old)}
    return _MARK + packed(json.dumps(held, ensure_ascii=False, separators=(",", ":")))


def whole(kept: bytes, new: str) -> tuple[str, dict[str, str]]:
    """The text that `less` was given, and its events. Raises ValueError where it does not come out as it was."""
    held = json.loads(unpacked(bytes(kept[1:])))
    theirs = _PIECE.split(new)
    text = "".join(
        part if isinstance(part, str) else "".join(theirs[part[0] : part[0] + part[1]]) for part in held["parts"]
    )
    if _sum(text) != held["sum"]:
        raise ValueError("what is kept of it does not fit the version after it")
    return text, held["events"]


def is_whole(kept: bytes) -> bool:
    """True for a row of an older faleme, which holds its record whole."""
    return bytes(kept[:1]) != _MARK


def record_of_old(kept: bytes) -> Record:
    """The record in such a row. Raises StoreError, or ValueError where it is damaged."""
    try:
        return from_json(Record, zlib.decompress(kept).decode())
    except zlib.error as error:
        raise ValueError(f"a superseded record is damaged ({error})") from error


def events_of(reports: Sequence[Report]) -> dict[str, str]:
    """Event of each report that is in one."""
    return {report.report_id: report.event_id for report in reports if report.event_id is not None}


def _read(kind: type[T], bodies: Iterable[str]) -> tuple[T, ...]:
    return tuple(from_json(kind, body) for body in bodies)


def _event(report: Report, events: Mapping[str, str]) -> EventId | None:
    event = events.get(report.report_id)
    return None if event is None else EventId(event)


def _sum(text: str) -> str:
    return sha256(text.encode())[:16]
