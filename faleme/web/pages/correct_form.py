"""The form that corrects a report or an event, what is sent by it, and the lists it finds values in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from faleme.desk.correcting import (
    FIELDS,
    Asking,
    BadChoice,
    Choice,
    actors_called,
    asking,
    places_called,
    reason,
)
from faleme.records import Judgement, Report
from faleme.run.correct import Judge
from faleme.teams.identity import Identity
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

_BYTES = 65_536  # of a form
_FIELDS = 100
_NAME = 100  # letters of a search
_WHY = 1000
_FIRST = "place"  # what is asked most


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form is filled with. choices: found by the words of ``find``. state: of what is corrected, as read.

    fault: what was wrong with what was sent; control: the id of what it is about; sent: all that was sent, by name.
    """

    asking: Asking
    state: str
    find: str = ""
    choices: tuple[Choice, ...] = ()
    fault: str | None = None
    control: str = "correct"
    sent: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def was(self, name: str, else_: str = "") -> str:
        """What was sent under a name, so that nobody types it twice; else_ where nothing was sent."""
        return one(self.sent, name)[:_WHY] if self.sent else else_


async def sent(request: Request) -> dict[str, list[str]]:
    """The fields of a form by name. Raises Problem for what is no form, or too large."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Problem(400, "Send a form, as application/x-www-form-urlencoded.")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _BYTES:
            raise Problem(413, f"A form may hold {_BYTES:,} bytes.")
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError as error:
        raise Problem(400, "The form is no UTF-8 text, or has too many fields.") from error


Sent = Annotated[dict[str, list[str]], Depends(sent)]


def one(form: Mapping[str, Sequence[str]], name: str) -> str:
    """The last value of a field; blank where there is none."""
    return (form.get(name) or [""])[-1]


def form_of(
    desk: Desk,
    report: Report,
    state: str,
    *,
    fault: Exception | None = None,
    sent: Mapping[str, Sequence[str]] | None = None,
) -> Form:
    """The form as the address asks for it; as it was sent, where that had a fault."""
    name = one(sent, "field") if sent else desk.request.query_params.get("correct", _FIRST)
    asked = asking(name if name in FIELDS else _FIRST, report, codebook=desk.codebook)
    find = (one(sent, "find") if sent else desk.request.query_params.get("find", ""))[:_NAME]
    return Form(
        asking=asked,
        state=state,
        find=find,
        choices=tuple(_found(desk, asked.pick, find)) if asked.kind == "search" and find.strip() else (),
        fault=None if fault is None else str(fault),
        control=_control(fault, asked),
        sent=sent or {},
    )


def _control(fault: Exception | None, asked: Asking) -> str:
    """The id of the control that a fault is about; the form's where it is about none."""
    about = fault.field if isinstance(fault, BadChoice) else ""
    if about == "value":
        return {"choices": "value", "search": "find", "date": "from", "number": "from"}.get(asked.kind, "correct")
    return about if about in ("field", "why") else "correct"


def judged(
    desk: Desk,
    form: Mapping[str, Sequence[str]],
    root: str,
    make: Callable[[Judge], list[Judgement]],
    again: Callable[[Exception], Response] | None = None,
) -> Response:
    """Make a judgement by the words of a form, and go back to the page with a notice.

    again: the page once more, with what is wrong with what was sent. Without it raises Problem 422.
    """
    try:
        judge = Judge(who=identity_of(desk.request).name, why=reason(one(form, "why")), codebook=desk.codebook)
        made = make(judge)
    except (BadChoice, ValueError) as error:
        if again is not None:
            return again(error)
        raise Problem(422, str(error)) from error
    done = quote(made[-1].judgement_id) if made else "unsure"
    return RedirectResponse(f"{root}?done={done}", 303)


def still(state: str, form: Mapping[str, Sequence[str]], root: str) -> None:
    """Raises Problem 409 where what is corrected was changed since the form was read."""
    if one(form, "state") != state:
        raise Problem(
            409, "This was changed since you read it. Load it again, look, and save again; nothing was kept.", href=root
        )


def may(identity: Identity) -> bool:
    """Whether the asker may correct."""
    return identity.role in ("reviewer", "admin") and identity.scope == "write"


@router.get("/pick/actors")
def pick_actors(desk: AtDesk) -> Response:
    """Actors called so, as the options of a form or as JSON."""
    return _picked(desk, "actors")


@router.get("/pick/places")
def pick_places(desk: AtDesk) -> Response:
    """Places called so, as the options of a form or as JSON."""
    return _picked(desk, "places")


def _picked(desk: Desk, pick: str) -> Response:
    query = desk.request.query_params
    words = (query.get("q") or query.get("find") or "")[:_NAME]
    choices = _found(desk, pick, words)
    if desk.request.headers.get("hx-request") == "true" or query.get("part"):
        name = "actor" if pick == "actors" else "place"
        asked = Asking(field=name, label=FIELDS[name], kind="search", pick=pick)
        return desk.page("picked.html", form=Form(asking=asked, state="", find=words, choices=tuple(choices)))
    return JSONResponse({"items": [{"value": each.value, "name": each.name, "note": each.note} for each in choices]})


def _found(desk: Desk, pick: str | None, words: str) -> list[Choice]:
    return actors_called(words, desk.directory) if pick == "actors" else places_called(words)
