"""Invites: a link with which somebody sets the first password, or a new one. No desk has a default account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from faleme.errors import SettingsError
from faleme.store.teams import Invite, TeamStore, User
from faleme.teams.passwords import hashed
from faleme.teams.secret import after, hash_of, new_secret, stamp
from faleme.teams.users import known, set_password

DAYS = 7


def invite_user(team: TeamStore, name: str, *, by: str, address: str | None = None) -> str:
    """A link's secret for a user who is there; older links hold no more."""
    secret, now = new_secret(), datetime.now(UTC)
    with team.transaction():
        user = known(team, name)
        team.add_invite(
            Invite(hash=hash_of(secret), name=user.name, made_by=by, expires_at=after(now, timedelta(days=DAYS)))
        )
        team.audit(by, "user.invite", user.name, address=address)
    return secret


def invited(team: TeamStore, secret: str) -> User | None:
    """Whom an invite is for; None where it was used, is over, or nobody made it."""
    invite = team.invite(hash_of(secret))
    if invite is None or invite.used_at is not None or invite.expires_at <= stamp(datetime.now(UTC)):
        return None
    user = team.user(invite.name)
    return None if user is None or user.disabled else user


def take_invite(team: TeamStore, secret: str, password: str, *, address: str | None) -> User:
    """Set the password with an invite. Raises SettingsError for one that does not hold, or a password too weak."""
    user = invited(team, secret)
    if user is None:
        raise SettingsError("this invite was used or is over; ask an admin for another one.")
    hashed(password, name=user.name)  # a weak one must not use the invite up
    with team.transaction():
        if not team.take_invite(hash_of(secret), stamp(datetime.now(UTC))):
            raise SettingsError("this invite was used; ask an admin for another one.")
        set_password(team, user.name, password, by=user.name, address=address)
    return user
