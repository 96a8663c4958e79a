"""Alerts of saved views: what would have come, by which way, how much a day at most."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace
from datetime import time
from typing import Annotated, get_args
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from faleme.desk.alerts.atom import feed
from faleme.desk.alerts.news import now_words, preview
from faleme.desk.alerts.queue import messages_of, start
from faleme.desk.asking import Asked, BadParameter, asked
from faleme.ids import digest
from faleme.read.addresses import why_blocked
from faleme.store.teams import Alert, Channel, View
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.forms import base_address
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False)

_READER = [Depends(require("reader"))]
_ENTRIES = 100


@router.get("/alerts", dependencies=_READER)
def alerts_page(desk: AtDesk) -> HTMLResponse:
    """One's alerts with what they sent lately."""
    mine = desk.store.team.alerts(identity_of(desk.request).name)
    found = [(one, desk.store.team.view(one.view_id), desk.store.team.deliveries(one.id, limit=5)) for one in mine]
    return desk.page("alerts.html", alerts=found, base=base_address(desk.request, desk.settings.desk_address))


@router.get("/alerts/new", dependencies=_READER)
def new_alert(desk: AtDesk, view: str = "") -> HTMLResponse:
    """The form, with what the alert would have sent in the last 30 days."""
    return _form(desk, _view(view, desk), _draft(desk, view), None)


@router.post("/alerts", dependencies=_READER)
def make_alert(
    desk: AtDesk,
    view: Annotated[str, Form(max_length=40)],
    channel: Annotated[str, Form(max_length=10)],
    target: Annotated[str, Form(max_length=500)] = "",
    threshold: Annotated[int, Form(ge=1, le=200)] = 15,
    min_origins: Annotated[int, Form(ge=1, le=20)] = 1,
    unusual_only: Annotated[bool, Form()] = False,
    quiet_from: Annotated[str, Form(max_length=5)] = "",
    quiet_to: Annotated[str, Form(max_length=5)] = "",
    zone: Annotated[str, Form(max_length=60)] = "UTC",
    show: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Make an alert; with ``show`` only the preview of one that is set so."""
    asked_view = _view(view, desk)
    made = Alert(
        id=digest("L", view, channel, target, now_words(), secrets.token_hex(8)),
        view_id=asked_view.id,
        owner=identity_of(desk.request).name,
        channel=_channel(channel),
        target=_target(channel, target.strip(), desk),
        secret=None if channel == "email" else secrets.token_urlsafe(24),
        made_at=now_words(),
        threshold=threshold,
        min_origins=min_origins,
        unusual_only=unusual_only,
        quiet_from=_clock("quiet_from", quiet_from),
        quiet_to=_clock("quiet_to", quiet_to),
        zone=_zone(zone),
    )
    if bool(made.quiet_from) != bool(made.quiet_to):
        raise BadParameter("quiet_to", "Quiet hours need both ends, or none.")
    if show:
        return _form(desk, asked_view, made, target)
    with desk.store.transaction():
        desk.store.team.put_alert(made)
        start(desk.store, made)
        desk.store.team.audit(made.owner, "alert.make", made.id, after=_logged(made))
    return RedirectResponse(f"/alerts?made={made.id}", 303)


@router.post("/alerts/{alert_id}/drop", dependencies=_READER)
def drop_alert(alert_id: str, desk: AtDesk) -> RedirectResponse:
    """Forget an alert of one's own."""
    one = _mine(alert_id, desk)
    with desk.store.transaction():
        desk.store.team.drop_alert(one.id)
        desk.store.team.audit(one.owner, "alert.drop", one.id, before=_logged(one))
    return RedirectResponse("/alerts", 303)


@router.post("/alerts/{alert_id}/pause", dependencies=_READER)
def pause_alert(alert_id: str, desk: AtDesk, paused: Annotated[bool, Form()] = True) -> RedirectResponse:
    """Stop sending, or go on from now."""
    one = _mine(alert_id, desk)
    with desk.store.transaction():
        desk.store.team.put_alert(replace(one, paused=paused))
        if not paused:
            start(desk.store, one)
        before, after = {"paused": one.paused}, {"paused": paused}
        desk.store.team.audit(
            one.owner, "alert.pause" if paused else "alert.resume", one.id, before=before, after=after
        )
    return RedirectResponse("/alerts", 303)


@router.get("/alerts/{alert_id}/{secret}.atom", dependencies=[Depends(require("anyone"))])
def alert_feed(alert_id: str, secret: str, desk: AtDesk) -> Response:
    """The feed of an alert. Feed readers cannot sign in, so its address holds the alert's secret, which opens nothing
    else."""
    one = desk.store.team.alert(alert_id)
    if one is None or one.channel != "atom" or not hmac.compare_digest(one.secret or "", secret):
        raise Problem(404, "There is no such feed.")
    view = desk.store.team.view(one.view_id)
    told = [each for each in desk.store.team.deliveries(one.id, limit=_ENTRIES) if each.status == "sent"]
    messages = messages_of(desk.store, told)
    base = base_address(desk.request, desk.settings.desk_address)
    content = feed(
        "faleme" if view is None else view.name,
        messages,
        address=f"{base}/alerts/{one.id}/{secret}.atom",
        base=base,
        updated=one.made_at,
    )
    return Response(content, media_type="application/atom+xml; charset=utf-8")


def _form(desk: Desk, view: View, alert: Alert, target: str | None) -> HTMLResponse:
    seen = preview(desk.store, alert, _asked(view, desk), today=desk.today)
    return desk.page(
        "alert.html", view=view, alert=alert, target=target or "", preview=seen, channels=get_args(Channel)
    )


def _asked(view: View, desk: Desk) -> Asked:
    return asked(parse_qsl(view.query), codebook=desk.codebook, directory=lambda: desk.directory, today=desk.today)


def _draft(desk: Desk, view: str) -> Alert:
    return Alert(
        id="",
        view_id=view,
        owner=identity_of(desk.request).name,
        channel="atom",
        target=None,
        secret=None,
        made_at=now_words(),
    )


def _view(view_id: str, desk: Desk) -> View:
    found = desk.store.team.view(view_id)
    me = identity_of(desk.request)
    if found is None or (found.owner != me.name and not found.shared):
        raise Problem(404, "There is no such view: save a search first.", href="/views")
    return found


def _mine(alert_id: str, desk: Desk) -> Alert:
    found = desk.store.team.alert(alert_id)
    if found is None or found.owner != identity_of(desk.request).name:
        raise Problem(404, "There is no such alert of yours.")
    return found


def _logged(alert: Alert) -> dict[str, str | int | bool | None]:
    """What the log has of an alert: not its secret."""
    return {
        "view": alert.view_id,
        "channel": alert.channel,
        "target": alert.target,
        "threshold": alert.threshold,
        "min_origins": alert.min_origins,
        "unusual_only": alert.unusual_only,
    }


def _channel(text: str) -> Channel:
    for each in get_args(Channel):
        if each == text:
            found: Channel = each
            return found
    raise BadParameter("channel", f"channel {text}: there is no such way.", get_args(Channel))


def _target(channel: str, text: str, desk: Desk) -> str | None:
    if channel == "atom":
        return None
    if channel == "webhook":
        why = why_blocked(text, allow_hosts=desk.settings.fetch_allow_hosts)
        if why is not None or not text.startswith(("https://", "http://")):
            raise BadParameter("target", f"Write an https:// address that may be asked: {why or text}.")
        return text
    local, at, domain = text.partition("@")
    if not (local and at and "." in domain) or any(letter.isspace() or letter in ",;<>" for letter in text):
        raise BadParameter("target", "Write one e-mail address.")
    return text


def _clock(name: str, text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return f"{time.fromisoformat(text.strip()):%H:%M}"
    except ValueError as error:
        raise BadParameter(name, f"{name} {text}: write a time such as 22:00.") from error


def _zone(text: str) -> str:
    try:
        ZoneInfo(text.strip() or "UTC")
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadParameter("zone", f"zone {text}: write one such as Africa/Dakar.") from error
    return text.strip() or "UTC"
