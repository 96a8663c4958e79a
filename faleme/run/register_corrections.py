"""Judging rows of the registers, and rows as people judged them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from faleme.dates import PartialDate
from faleme.ids import ArticleId
from faleme.link.register_cells import Cell, Said
from faleme.link.register_rows import Row, Step
from faleme.records import Corrected, Judgement
from faleme.run.correct import Judge
from faleme.store.base import Store
from faleme.store.register_judgements import (
    KIND,
    ROW,
    WHEN,
    RegisterCorrection,
    RowAnchor,
    check_values,
    payload_of,
)

_ANCHORS = 8  # facts of a row whose words are kept; more add nothing to finding it again


def judge_rows(rows: Sequence[Row], values: Mapping[str, str], store: Store, judge: Judge) -> list[Judgement]:
    """Keep a judgement on each of the rows: what its cells are, or that it is no such thing (row=none).

    Raises ValueError for a cell or value that the register has not; then nothing is kept.
    """
    for row in rows:
        check_values(row.register, values)
    with store.transaction():
        made = []
        for row in rows:
            now = {field: _machine(row, field) for field in values}
            ids = (row.row_id, *row.also)
            payload = payload_of(row.register, ids, _anchors(row, store), values=values, machine=now)
            made.append(store.judge(KIND, row.row_id, payload, who=judge.who, why=judge.why, before=now))
        return made


def rows_corrected(
    rows: Iterable[Row], made: Sequence[RegisterCorrection], *, text_of: Callable[[ArticleId], str | None]
) -> list[Row]:
    """Rows as people judged them, the machine's values kept beside; those judged to be no such thing are left out.

    A judgement applies to the row with an id of its own, else to the one that holds the words of most of its facts.
    """
    found = list(rows)
    for correction in made:
        at = _meant(found, correction, text_of)
        if at is not None:
            found[at] = _applied(found[at], correction)
    return [row for row in found if not any(mark.field == ROW for mark in row.corrected)]


def _meant(
    rows: Sequence[Row], correction: RegisterCorrection, text_of: Callable[[ArticleId], str | None]
) -> int | None:
    mine = [at for at, row in enumerate(rows) if row.register == correction.register]
    for id_ in correction.ids:
        named = [at for at in mine if id_ in (rows[at].row_id, *rows[at].also)]
        if len(named) == 1:
            return named[0]
    spans = [
        (anchor.article_id, span)
        for anchor in correction.anchors
        if (text := text_of(anchor.article_id)) is not None and (span := anchor.where(text)) is not None
    ]
    counted = [
        (
            sum(
                any(e.fact.article_id == article and e.fact.span.overlaps(span) for e in rows[at].facts)
                for article, span in spans
            ),
            at,
        )
        for at in mine
    ]
    best = max((many for many, _ in counted), default=0)
    nearest = [at for many, at in counted if many == best and best > 0]
    return nearest[0] if len(nearest) == 1 else None


def _applied(row: Row, correction: RegisterCorrection) -> Row:
    made = correction.judgement
    cells, steps = dict(row.cells), row.steps
    marks = {mark.field: mark for mark in row.corrected}
    for field, value in correction.values.items():
        if field == "status":
            when = correction.values.get(WHEN)
            steps = (
                *steps,
                Step(
                    status=value,
                    when=when if when not in (None, "none") else None,
                    reported=PartialDate.parse(made.at[:10]),
                    why=f"{made.who}: {made.why}",
                    judgement_id=made.judgement_id,
                ),
            )
        elif field not in (ROW, WHEN):
            before = cells[field].said if field in cells else ()
            said = () if value == "none" else (Said(value=value, sources=(), basis=f"judged by {made.who}"),)
            cells[field] = Cell(said=(*said, *(each for each in before if each.value != value)) if said else ())
        marks[field] = Corrected(
            field=field,
            value=value,
            machine=marks[field].machine if field in marks else _machine(row, field),
            judgement_id=made.judgement_id,
            who=made.who,
            why=made.why,
            at=made.at,
        )
    return replace(row, cells=cells, steps=steps, corrected=tuple(marks.values()))


def _machine(row: Row, field: str) -> str:
    """What stands in a cell, in words."""
    if field == "status":
        return row.status_at() or "unknown"
    if field == ROW:
        return row.what
    return row.value(field) or "unknown"


def _anchors(row: Row, store: Store) -> list[RowAnchor]:
    found = []
    for entry in row.facts[:_ANCHORS]:
        article = store.article(entry.fact.article_id)
        if article is not None:
            found.append(RowAnchor(article_id=article.article_id, words=entry.fact.span.of(article.text)))
    return found
