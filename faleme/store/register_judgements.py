"""What people judged of rows of the registers: how it is written down, and whether its words still stand.

A judgement names the row by all ids that it had, and the words of its facts, by article: a row whose pages were coded
anew is found again by either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from faleme.dates import DateRange, PartialDate
from faleme.ids import ArticleId
from faleme.records import Judgement
from faleme.reference.registers import DATES, REGISTERS, STATUS, Register
from faleme.spans import Span
from faleme.store.base import Store

KIND = "register"
ROW, WHEN = "row", "when"  # "row" set to none: there is no such thing; "when": the day of the new status


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnchor:
    """The words of a fact in its article."""

    article_id: ArticleId
    words: str

    def where(self, text: str) -> Span | None:
        """The words in a text, however its blanks fell; None where they are gone or stand there twice."""
        pattern = r"\s+".join(map(re.escape, self.words.split()))
        found = list(re.finditer(pattern, text)) if pattern else []
        return Span(*found[0].span()) if len(found) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCorrection:
    """A judgement on a row, read. values: cell -> value, "none" for unknown. machine: what stood there."""

    judgement: Judgement
    register: Register
    ids: tuple[str, ...]
    anchors: tuple[RowAnchor, ...]
    values: Mapping[str, str]
    machine: Mapping[str, str]


def payload_of(
    register: Register,
    ids: Sequence[str],
    anchors: Sequence[RowAnchor],
    *,
    values: Mapping[str, str],
    machine: Mapping[str, str],
) -> str:
    """Payload of a judgement on a row."""
    fields = {
        "register": register,
        "ids": list(ids),
        "anchors": [{"article": one.article_id, "words": one.words} for one in anchors],
        "set": dict(values),
        "machine": dict(machine),
    }
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def without_words(payload: str, article_id: str) -> str | None:
    """Payload of a judgement on a row without the words of an article that was taken down; None where it has none."""
    fields = json.loads(payload)
    quoted = [each for each in fields["anchors"] if each["article"] == article_id and each["words"]]
    for each in quoted:
        each["words"] = ""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True) if quoted else None


def register_correction_of(judgement: Judgement) -> RegisterCorrection:
    """A judgement on a row, read. Raises ValueError where its payload is none, or sets what no row can have."""
    try:
        payload = json.loads(judgement.payload)
        register = payload["register"]
        if register not in REGISTERS:
            raise ValueError(f"there is no register {register!r}")
        values = {str(field): str(value) for field, value in payload["set"].items()}
        check_values(cast("Register", register), values)
        return RegisterCorrection(
            judgement=judgement,
            register=cast("Register", register),
            ids=tuple(str(each) for each in payload["ids"]),
            anchors=tuple(
                RowAnchor(article_id=ArticleId(str(each["article"])), words=str(each["words"]))
                for each in payload["anchors"]
            ),
            values=values,
            machine={str(field): str(value) for field, value in payload["machine"].items()},
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"judgement {judgement.judgement_id} is no correction of a register: {error}") from error


def check_values(register: Register, values: Mapping[str, str]) -> None:
    """Raises ValueError, with what may stand there, for a cell or value that no row of a register can have."""
    fields = (*(("status", WHEN) if STATUS[register] else ()), *DATES[register])
    for field, value in values.items():
        if field == ROW:
            if value != "none":
                raise ValueError(f"row={value}: only none, for what is no such thing.")
        elif field not in fields:
            raise ValueError(f"{field}: {register} have no such cell to set. There are {', '.join(fields)}.")
        elif field == "status":
            if value not in STATUS[register]:
                raise ValueError(f"status={value}: it is one of {', '.join(STATUS[register])}.")
        elif value != "none":
            first, _, last = value.partition("/")
            try:
                DateRange(PartialDate.parse(first), PartialDate.parse(last or first))
            except ValueError as error:
                raise ValueError(
                    f"{field}={value}: {error}. Write 2024, 2024-03, 2024-03-05 or 2024-03-05/2024-03-07."
                ) from error
    if WHEN in values and "status" not in values:
        raise ValueError("when is the day of a new status: set status beside it.")


def standing(store: Store) -> list[RegisterCorrection]:
    """Judgements on rows that count, oldest first."""
    made = store.judgements()
    undone = {each.subject for each in made if each.kind == "undo"}
    return [register_correction_of(each) for each in made if each.kind == KIND and each.judgement_id not in undone]


def stands(correction: RegisterCorrection, store: Store) -> bool:
    """Whether the words of any fact that the judgement is about still stand in their article."""
    for anchor in correction.anchors:
        article = store.article(anchor.article_id)
        if article is not None and anchor.where(article.text) is not None:
            return True
    return False
