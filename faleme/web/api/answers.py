"""How REST answers: forms by suffix, then by ``Accept``; ETags; links to the next page; problems as in RFC 9457."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from pydantic_core import to_json

from faleme import __version__
from faleme.desk.flat import csv_parts, ndjson_parts, parquet
from faleme.desk.plain import plain
from faleme.exchange.tables import Column, Table
from faleme.store.base import Store
from faleme.web.api.models import ProblemAnswer
from faleme.web.quick_json import QuickJSON
from faleme.web.roles import identity_of

Form = Literal["json", "ndjson", "csv", "geojson", "parquet"]
FORMS: Mapping[str, str] = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "model": ProblemAnswer}


PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: _problem("A parameter cannot be so; the answer names it and what is allowed."),
    401: _problem("No token, or one that no longer counts."),
    403: _problem("The token's role or scope does not reach."),
    404: _problem("No such id."),
    410: _problem("Taken down, or withdrawn."),
    422: _problem("As 400."),
    429: _problem("Too many at once; Retry-After says how long to wait."),
    503: _problem("The store does not answer."),
}


def form_of(request: Request, suffix: str | None, allowed: Sequence[Form]) -> Form:
    """The form that is asked: by suffix where there is one, else by ``Accept``, else JSON."""
    if suffix is not None:
        return next(each for each in allowed if each == suffix)
    accepted = request.headers.get("accept", "")
    return next((each for each in allowed if FORMS[each] in accepted), "json")


def unchanged(request: Request, store: Store) -> tuple[Response | None, dict[str, str]]:
    """A 304 where the caller has the answer as it is now, and the headers for one that is made.

    An answer is the same for the same address, form and asker while the record is the same: its revision and the number
    of judgements.
    """
    asked = f"{request.url.path}?{request.url.query}|{request.headers.get('accept', '')}|{identity_of(request).role}"
    state = f"{store.desk.revision()}.{store.judgements_made()}.{__version__}"
    tag = f'W/"{hashlib.sha256(f"{state}|{asked}".encode()).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept, Authorization"}
    known = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    return (Response(status_code=304, headers=headers) if tag in known else None), headers


def answer(body: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    """An object."""
    return QuickJSON(plain(body), headers=dict(headers))


def rows_answer(
    form: Form,
    *,
    body: Callable[[], Mapping[str, Any]],
    rows: Callable[[], Iterable[dict[str, Any]]],
    columns: Sequence[Column],
    headers: Mapping[str, str],
    name: str,
    geo: Callable[[], Mapping[str, Any]] | None = None,
) -> Response:
    """A list in a form. body: as JSON. rows: as a table, of ``columns``. geo: as GeoJSON. name: of the file."""
    sent = {**headers, "Content-Disposition": f'inline; filename="{name}.{form}"'}
    if form == "ndjson":
        return StreamingResponse(ndjson_parts(rows()), headers=sent, media_type=FORMS[form])
    if form == "csv":
        return StreamingResponse(csv_parts(rows(), columns), headers=sent, media_type="text/csv; charset=utf-8")
    if form == "parquet":
        made: Table[dict[str, Any]] = Table(tuple(columns), rows, lambda row: row)
        return Response(parquet(made), headers=sent, media_type=FORMS[form])
    if form == "geojson" and geo is not None:
        return Response(to_json(plain(geo())), headers=sent, media_type=FORMS[form])
    return answer(body(), headers)


def next_link(request: Request, after: str | None) -> dict[str, str]:
    """The header that leads to the next page, none at the end (RFC 8288)."""
    if after is None:
        return {}
    return {"Link": f'<{request.url.include_query_params(after=after)}>; rel="next"'}
