"""Tokens of programs: shown once, kept as a hash, with a scope and an end."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from faleme.errors import SettingsError, StoreError
from faleme.store.teams import Scope, TeamStore, Token
from faleme.teams.identity import Identity
from faleme.teams.secret import after, hash_of, new_id, new_secret, stamp
from faleme.teams.users import known

PREFIX = "fal_"  # by which scanners find one that was published
DAYS = 90
_TOUCH = timedelta(minutes=10)


def make_token(
    team: TeamStore,
    name: str,
    *,
    label: str,
    scope: Scope,
    by: str,
    days: int = DAYS,
    address: str | None = None,
) -> tuple[str, Token]:
    """A new token of a user: what is shown this once, and what is kept.

    Raises StoreError where nobody has the name, SettingsError for a label or length that cannot be.
    """
    if not label.strip() or len(label) > 100 or not label.isprintable():
        raise SettingsError("say in up to 100 letters what the token is for.")
    if not 1 <= days <= 365:
        raise SettingsError(f"a token holds for 1 to 365 days, not {days}.")
    if scope not in ("read", "write"):
        raise SettingsError(f"{scope!r} is no scope: read, write.")
    secret, now = new_secret(PREFIX), datetime.now(UTC)
    with team.transaction():
        user = known(team, name)
        token = Token(
            id=new_id("T"),
            hash=hash_of(secret),
            name=user.name,
            label=label.strip(),
            scope=scope,
            made_at=stamp(now),
            expires_at=after(now, timedelta(days=days)),
        )
        team.add_token(token)
        team.audit(
            by,
            "token.make",
            token.id,
            address=address,
            after={"user": user.name, "label": token.label, "scope": scope, "until": token.expires_at},
        )
    return secret, token


def token_identity(
    team: TeamStore, secret: str, *, address: str | None = None, now: datetime | None = None
) -> Identity | None:
    """Who holds a token; None where it is unknown, over, revoked, or its user is disabled.

    Its use is in the log, once in ten minutes. address: from where.
    """
    now = now or datetime.now(UTC)
    token = team.token(hash_of(secret)) if secret.startswith(PREFIX) else None
    if token is None or token.revoked_at is not None or token.expires_at <= stamp(now):
        return None
    user = team.user(token.name)
    if user is None or user.disabled:
        return None
    if token.last_at is None or token.last_at < after(now, -_TOUCH):
        with suppress(StoreError), team.transaction():  # as for sessions
            team.touch_token(token.id, stamp(now))
            team.audit(user.name, "token.use", token.id, address=address)
    return Identity(name=user.name, role=user.role, via="token", scope=token.scope, key=token.id)


def end_token(team: TeamStore, token_id: str, *, by: str, of: str | None = None, address: str | None = None) -> None:
    """End a token. of: only one of this user. Raises StoreError where there is none that could end."""
    with team.transaction():
        found = [each for each in team.tokens(of) if each.id == token_id]
        if not found or not team.revoke_token(token_id, stamp(datetime.now(UTC))):
            raise StoreError(f"there is no token {token_id} that holds. `faleme tokens list` shows all.")
        team.audit(by, "token.revoke", token_id, address=address, before={"user": found[0].name})
