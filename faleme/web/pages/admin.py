"""For admins: users with their roles, and the log of who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response

from faleme.errors import SettingsError, StoreError
from faleme.store.teams import AuditRow
from faleme.teams.invites import invite_user
from faleme.teams.roles import USER_ROLES, user_role
from faleme.teams.tokens import end_token
from faleme.teams.users import add_user, change_user
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.forms import base_address, gone_to
from faleme.web.roles import identity_of, require
from faleme.web.signed import address_of

router = APIRouter(prefix="/admin", include_in_schema=False, dependencies=[Depends(require("admin"))])

Text = Annotated[str, Form(max_length=300)]
_PAGE = 100


@router.get("/users")
def users(desk: AtDesk) -> HTMLResponse:
    """Users, and all tokens."""
    return _page(desk)


@router.post("/users")
def new_user(desk: AtDesk, name: Text, role: Text = "reader") -> HTMLResponse:
    """Add a user and show the invite, this once."""
    try:
        add_user(desk.store.team, name.strip(), user_role(role), by=_me(desk))
    except SettingsError as error:
        return _page(desk, wrong=str(error), status=400)
    return _invited(desk, name.strip())


@router.post("/users/{name}/invite")
def new_invite(desk: AtDesk, name: str) -> HTMLResponse:
    """A new invite, with which a user sets another password."""
    return _invited(desk, name)


@router.post("/users/{name}/role")
def new_role(desk: AtDesk, name: str, role: Text) -> Response:
    """Give a user another role."""
    try:
        change_user(desk.store.team, name, by=_me(desk), role=user_role(role), address=address_of(desk.request))
    except (SettingsError, StoreError) as error:
        return _page(desk, wrong=str(error), status=400)
    return gone_to("/admin/users")


@router.post("/users/{name}/door")
def door(desk: AtDesk, name: str, disabled: Annotated[bool, Form()]) -> Response:
    """Let a user in no more, or again."""
    try:
        change_user(desk.store.team, name, by=_me(desk), disabled=disabled, address=address_of(desk.request))
    except (SettingsError, StoreError) as error:
        return _page(desk, wrong=str(error), status=400)
    return gone_to("/admin/users")


@router.post("/tokens/{token_id}/end")
def drop_token(desk: AtDesk, token_id: str) -> Response:
    """End anybody's token."""
    try:
        end_token(desk.store.team, token_id, by=_me(desk), address=address_of(desk.request))
    except StoreError as error:
        raise Problem(404, "There is no such token, or it has ended.") from error
    return gone_to("/admin/users#tokens")


@router.get("/audit")
def audit(
    desk: AtDesk,
    person: Annotated[str, Query(max_length=64)] = "",
    action: Annotated[str, Query(max_length=64)] = "",
    before: Annotated[int | None, Query(ge=1)] = None,
    check: bool = False,
) -> HTMLResponse:
    """Who did what, latest first. check: walk the log and say whether it is whole."""
    rows = _rows(desk, person, action, before)
    return desk.page(
        "admin_audit.html",
        rows=rows[:_PAGE],
        more=rows[_PAGE - 1].n if len(rows) > _PAGE else None,
        person=person,
        action=action,
        state=desk.store.team.audit_state() if check else None,
    )


@router.get("/audit.json")
def audit_twin(
    desk: AtDesk,
    person: Annotated[str, Query(max_length=64)] = "",
    action: Annotated[str, Query(max_length=64)] = "",
    before: Annotated[int | None, Query(ge=1)] = None,
) -> JSONResponse:
    """The same rows for programs."""
    rows = _rows(desk, person, action, before)
    return JSONResponse(
        {
            "items": [
                {
                    "n": row.n,
                    "at": row.at,
                    "person": row.person,
                    "address": row.address,
                    "action": row.action,
                    "subject": row.subject,
                    "before": row.before,
                    "after": row.after,
                    "reason": row.reason,
                    "hash": row.hash,
                }
                for row in rows[:_PAGE]
            ],
            "next": rows[_PAGE - 1].n if len(rows) > _PAGE else None,
        },
        headers={"Cache-Control": "no-store"},
    )


def _rows(desk: Desk, person: str, action: str, before: int | None) -> list[AuditRow]:
    return desk.store.team.audit_rows(person=person or None, action=action or None, before_n=before, limit=_PAGE + 1)


def _invited(desk: Desk, name: str) -> HTMLResponse:
    if desk.settings.serve_login == "oidc":
        return _page(desk)  # who signs in elsewhere needs no password
    try:
        secret = invite_user(desk.store.team, name, by=_me(desk), address=address_of(desk.request))
    except StoreError as error:
        return _page(desk, wrong=str(error), status=404)
    link = f"{base_address(desk.request, desk.settings.desk_address)}/invite#{secret}"
    return _page(desk, invited=name, link=link)


def _page(
    desk: Desk,
    *,
    invited: str | None = None,
    link: str | None = None,
    wrong: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    team = desk.store.team
    page = desk.page(
        "admin_users.html",
        status=status,
        users=team.users(),
        tokens=team.tokens(),
        roles=USER_ROLES,
        invited=invited,
        link=link,
        wrong=wrong,
    )
    page.headers["Cache-Control"] = "no-store"  # a link is shown once
    return page


def _me(desk: Desk) -> str:
    return identity_of(desk.request).name
