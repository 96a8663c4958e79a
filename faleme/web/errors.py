"""What a request that fails is told: one sentence, what to do, an id for the log. REST gets it as problem+json.

RFC 9457 has the form; ``type`` points at a help page of this desk.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from faleme.desk.asking import BadParameter
from faleme.desk.being_made import AGAIN_S, BeingMade
from faleme.errors import FalemeError, SettingsError, StoreError
from faleme.exchange.asking import WHO_IS_KNOWN

log = logging.getLogger(__name__)

_KINDS = {
    400: "bad-request",
    401: "login",
    403: "not-allowed",
    404: "not-found",
    405: "not-allowed",
    409: "conflict",
    410: "gone",
    413: "too-large",
    422: "bad-request",
    429: "too-many",
    503: "store",
}
_TITLES = {
    400: "That cannot be asked",
    401: "Please sign in",
    403: "Not for your role",
    404: "Not found",
    405: "Not for this address",
    409: "Somebody was faster",
    410: "Taken down",
    413: "Too large",
    422: "That cannot be asked",
    429: "Too many at once",
    500: "Something broke",
    503: "The store does not answer",
}


class Problem(Exception):
    """A request that cannot be answered, with words for people. status: of HTTP. name, allowed: of a bad parameter.

    wait_s: seconds until it may be asked again. title: where the status alone would say something else.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        name: str | None = None,
        allowed: Sequence[str] = (),
        href: str | None = None,
        wait_s: int | None = None,
        title: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.name = name
        self.allowed = tuple(allowed)
        self.href = href  # where what is asked for is now
        self.wait_s = wait_s
        self.title = title


def answers_errors(app: FastAPI) -> None:
    """Make an application answer all that is raised on purpose; `guard.Guard` answers the rest."""

    @app.exception_handler(Problem)
    def _problem(request: Request, error: Problem) -> Response:
        return problem(request, error)

    @app.exception_handler(BadParameter)
    def _bad(request: Request, error: BadParameter) -> Response:
        detail = str(error).replace(WHO_IS_KNOWN, "The page `/actors` shows who is known.")
        return problem(request, Problem(400, detail, name=error.name, allowed=error.allowed))

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = [str(step) for step in first["loc"] if not isinstance(step, int)]
        name = place[-1] if place else "body"  # of one value of a list, the list's name
        allowed = _listed(str(first.get("ctx", {}).get("expected", "")))
        return problem(request, Problem(400, f"{name}: {first['msg']}", name=name, allowed=allowed))

    @app.exception_handler(FalemeError)
    def _ours(request: Request, error: FalemeError) -> Response:
        if isinstance(error, StoreError):
            return problem(request, Problem(503, str(error)))
        if isinstance(error, BeingMade):
            return problem(request, Problem(503, str(error), wait_s=AGAIN_S, title="Being made"))
        return problem(request, Problem(400 if isinstance(error, SettingsError) else 500, str(error)))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        said = {404: "There is no such page.", 405: f"{request.method} is not for this address."}
        detail = said.get(error.status_code, str(error.detail))
        return problem(request, Problem(error.status_code, detail), headers=error.headers)


def problem(request: Request, error: Problem, *, cause: Exception | None = None, headers: Any = None) -> Response:
    """The answer to a failed request: a page for people, problem+json for programs."""
    asks_person = wants_page(request)
    if error.status == 401 and asks_person and request.method == "GET" and "authorization" not in request.headers:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?{urlencode({'next': asked})}", 303, headers={"Cache-Control": "no-store"})
    headers = {**(headers or {})}
    if error.wait_s is not None:
        headers["Retry-After"] = str(error.wait_s)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    number = secrets.token_hex(4)
    if error.status >= 500:
        log.error("%s %s %s: %s", number, request.method, request.url.path, error.detail, exc_info=cause)
    kind = _KINDS.get(error.status, "fault")
    body = {
        "type": f"/help/errors/{kind}",
        "title": error.title or _TITLES.get(error.status, "Not answered"),
        "status": error.status,
        "detail": error.detail,
        "instance": number,
        **({"parameter": error.name} if error.name else {}),
        **({"allowed": list(error.allowed)} if error.allowed else {}),
        **({"href": error.href} if error.href else {}),
    }
    if asks_person:
        page: Response = request.app.state.shared.templates.problem(
            request, status=error.status, problem={"allowed": (), "href": None, "parameter": None, **body}
        )
        page.headers.update(headers)
        return page
    return JSONResponse(body, error.status, headers=headers, media_type="application/problem+json")


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks: not REST, not a twin with a suffix, and HTML is accepted."""
    last = request.url.path.rsplit("/", 1)[-1]
    return (
        not request.url.path.startswith("/api/")
        and not last.endswith((".json", ".csv", ".geojson", ".jsonld", ".ics", ".svg"))
        and "text/html" in request.headers.get("accept", "")
    )


def _listed(expected: str) -> list[str]:
    """What pydantic allows, of its words for people: 'a', 'b' or 'c'."""
    return re.findall(r"'([^']+)'", expected)
