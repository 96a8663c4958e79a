"""Sessions of browsers: a random id in a cookie, its hash in the store, gone after twelve idle hours."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from faleme.errors import StoreError
from faleme.store.teams import Session, TeamStore
from faleme.teams.identity import Identity
from faleme.teams.secret import after, hash_of, new_secret, stamp

IDLE = timedelta(hours=12)
_TOUCH = timedelta(minutes=10)  # a page that is looked at should seldom have to write
_KEPT = timedelta(days=30)  # ended ones, for whoever asks what happened


def open_session(team: TeamStore, name: str, *, address: str | None, agent: str | None) -> str:
    """A new session of a user: the secret for the cookie."""
    secret, now = new_secret(), datetime.now(UTC)
    with team.transaction():
        team.drop_sessions(after(now, -_KEPT))
        team.add_session(
            Session(
                hash=hash_of(secret),
                name=name,
                made_at=stamp(now),
                last_at=stamp(now),
                address=address,
                agent=None if agent is None else agent[:200],
            )
        )
    return secret


def session_identity(team: TeamStore, secret: str, *, now: datetime | None = None) -> Identity | None:
    """Who holds a session; None where it is unknown, idle for too long, ended, or its user is disabled."""
    now = now or datetime.now(UTC)
    session = team.session(hash_of(secret))
    if session is None or session.revoked_at is not None or session.last_at < after(now, -IDLE):
        return None
    user = team.user(session.name)
    if user is None or user.disabled:
        return None
    if session.last_at < after(now, -_TOUCH):
        with suppress(StoreError):  # another process writes for long, or the store is read-only: looking must go on
            team.touch_session(session.hash, stamp(now))
    return Identity(name=user.name, role=user.role, via="session", key=session.hash)


def alive(team: TeamStore, name: str) -> list[Session]:
    """A user's sessions that still let in, latest first."""
    oldest = after(datetime.now(UTC), -IDLE)
    return [each for each in team.sessions(name) if each.last_at >= oldest]


def end_session(team: TeamStore, identity: Identity, key: str | None, *, address: str | None) -> int:
    """End one of somebody's own sessions, or all of them; how many it were."""
    with team.transaction():
        ended = team.revoke_sessions(identity.name, stamp(datetime.now(UTC)), only=key)
        if ended:
            action = "logout" if key is not None and key == identity.key else "session.end"
            team.audit(identity.name, action, address=address, after={"ended": ended})
    return ended
