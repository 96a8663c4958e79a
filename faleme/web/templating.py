"""Pages from templates: everything is escaped, and a part of a page is the same template asked for one block."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from faleme import __version__
from faleme.desk.badges import badges
from faleme.reference.codebook import Codebook
from faleme.teams.identity import NOBODY
from faleme.teams.roles import may
from faleme.web import record_words, words
from faleme.web.roles import identity_of

if TYPE_CHECKING:
    from faleme.web.desk import Desk

# Address, name, and the key that goes there after ``g``.
NAVIGATION = (
    ("/", "Brief", "b"),
    ("/map", "Map", "m"),
    ("/events", "Events", "e"),
    ("/actors", "Actors", "a"),
    ("/dyads", "Dyads", "d"),
    ("/registers", "Registers", "r"),
    ("/review", "Review", "v"),
    ("/feeds", "Feeds", "f"),
)


_TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_TICKED = re.compile(r"``?([^`]+)``?")


class Templates:
    """The templates of the desk. What is not given to one is an error, never a blank."""

    def __init__(self, codebook: Codebook) -> None:
        self._environment = Environment(
            loader=PackageLoader("faleme.web"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_unturned,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(version=__version__, codebook=codebook, navigation=NAVIGATION, **words.GLOBALS)
        self._environment.filters.update({**words.FILTERS, **record_words.FILTERS})
        self._environment.filters["ticked"] = _ticked

    def render(self, template: str, context: Mapping[str, Any], *, part: str | None = None) -> str:
        """A whole page, or one block of it: what htmx swaps in has the very words of the page."""
        found = self._environment.get_template(template)
        if part is None:
            return found.render(context)
        if part not in found.blocks:
            raise LookupError(f"{template} has no block {part}")
        return "".join(found.blocks[part](found.new_context(dict(context))))

    def page(
        self, template: str, desk: Desk, *, status: int, part: str | None, context: Mapping[str, Any]
    ) -> HTMLResponse:
        """A page of the desk as an answer.

        part: the block that is answered where htmx asks for less than the page.
        """
        request = desk.request
        asks_part = part is not None and request.headers.get("hx-request") == "true"
        whole = {
            "desk": desk,
            "request": request,
            "here": _screen(request.url.path),
            "identity": identity_of(request),
            "badges": {}
            if asks_part or identity_of(request).via == "nobody"
            else badges(desk.store, questions=desk.review.open()),
            "kind": desk.store.desk.marked("kind"),
            "revision": desk.store.desk.revision(),
            "retrieved": _now(),
            **context,
        }
        text = self.render(template, whole, part=part if asks_part else None)
        # Answers to htmx and whole pages have one address.
        return HTMLResponse(text, status, headers={"Vary": "HX-Request", "Cache-Control": "private, no-cache"})

    def bare(self, template: str, request: Request, *, status: int, **context: Any) -> HTMLResponse:
        """A page that needs no store: an error's, or for signing in."""
        text = self.render(template, {"request": request, "back": request.headers.get("referer", "/"), **context})
        return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})

    def problem(self, request: Request, *, status: int, problem: Mapping[str, Any]) -> HTMLResponse:
        """An error's page: with navigation and search for who may read, and without counts, since no store is asked."""
        identity = identity_of(request) if hasattr(request.state, "identity") else NOBODY
        frame = "base.html" if may(identity.role, "reader") else "bare.html"
        return self.bare(
            "error.html",
            request,
            status=status,
            problem=problem,
            frame=frame,
            identity=identity,
            here=_screen(request.url.path),
            desk=None,
            badges={},
            kind=None,
            revision=None,
            retrieved=_now(),
        )


def _unturned(value: Any) -> Any:
    """A value without the letters that turn the direction of what stands beside it; `dir` does that for each quote."""
    return value.translate(_TURNING) if type(value) is str else value


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"


def _ticked(text: str) -> Markup:
    """A text for people of which what stands in backticks, one or two, is code."""
    pieces = _TICKED.split(_unturned(text))  # every second one stood in backticks
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else piece for number, piece in enumerate(pieces)
    )


def _screen(path: str) -> str:
    """The address of the screen, as the navigation has it, under which a page lies."""
    first = "/" + path.strip("/").split("/")[0]
    return "/" if first == "/brief" else first
