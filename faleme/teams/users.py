"""Users: adding one, their role, letting them in by password or no more. Every change is in the audit log."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from faleme.errors import SettingsError, StoreError
from faleme.store.teams import Role, TeamStore, User
from faleme.teams.passwords import fits, hashed, is_old
from faleme.teams.secret import stamp

_NAME = re.compile(r"[\w][\w.@+-]{0,63}")
_TAKEN = frozenset({"local", "nobody", "machine"})  # what logs and judgements call others


def add_user(team: TeamStore, name: str, role: Role, *, by: str, password: str | None = None) -> User:
    """A new user; without a password, until an invite is taken. Raises SettingsError for a name that cannot be or is
    taken, and for a password that is too weak."""
    check_name(name)
    user = User(
        name=name,
        role=role,
        made_at=stamp(datetime.now(UTC)),
        password=None if password is None else hashed(password, name=name),
    )
    with team.transaction():
        if team.user(name) is not None:
            raise SettingsError(f"there is a user {name} already. `faleme users role {name} {role}` changes the role.")
        team.put_user(user)
        team.audit(by, "user.add", name, after={"role": role})
    return user


def check_name(name: str) -> None:
    """Raises SettingsError for a name that no user can have."""
    if not _NAME.fullmatch(name) or name.casefold() in _TAKEN:
        raise SettingsError(f"{name!r} cannot be a user's name: 1 to 64 letters, digits and . _ @ + - are allowed.")


def change_user(
    team: TeamStore,
    name: str,
    *,
    by: str,
    role: Role | None = None,
    disabled: bool | None = None,
    address: str | None = None,
) -> User:
    """Give a user another role, or shut or open the door. Sessions and tokens of a disabled user hold no more.

    Raises StoreError where nobody has the name, and SettingsError where no admin would be left.
    """
    with team.transaction():
        user = known(team, name)
        new = replace(user, role=role or user.role, disabled=user.disabled if disabled is None else disabled)
        if new == user:
            return user
        others = [
            each for each in team.users() if each.role == "admin" and not each.disabled and each.name != user.name
        ]
        if user.role == "admin" and not user.disabled and not others and (new.role != "admin" or new.disabled):
            raise SettingsError(f"{user.name} is the only admin; make another one first.")
        team.put_user(new)
        if new.disabled and not user.disabled:
            now = stamp(datetime.now(UTC))
            team.revoke_sessions(user.name, now)
            for token in team.tokens(user.name):
                team.revoke_token(token.id, now)
        team.audit(
            by,
            "user.role" if new.role != user.role else "user.disable" if new.disabled else "user.enable",
            user.name,
            address=address,
            before={"role": user.role, "disabled": user.disabled},
            after={"role": new.role, "disabled": new.disabled},
        )
    return new


def set_password(team: TeamStore, name: str, password: str, *, by: str, address: str | None = None) -> None:
    """Give a user a password and end all sessions. Raises SettingsError for one that is too weak."""
    kept = hashed(password, name=name)
    with team.transaction():
        user = known(team, name)
        team.put_user(replace(user, password=kept))
        team.revoke_sessions(user.name, stamp(datetime.now(UTC)))
        team.audit(by, "user.password", user.name, address=address)


def let_in(team: TeamStore, name: str, password: str, *, address: str | None) -> User | None:
    """The user whose password this is; None where it is not, nobody has the name, or the user is disabled.

    Each takes as long as the others. Refusals are in the log, too.
    """
    user = team.user(name)
    right = fits(password, None if user is None else user.password)
    if user is None or not right or user.disabled:
        # A name that nobody has may be a password typed into the wrong field.
        team.audit(user.name if user is not None else "nobody", "login.refused", address=address)
        return None
    new = replace(
        user,
        last_at=stamp(datetime.now(UTC)),
        password=hashed(password) if user.password is not None and is_old(user.password) else user.password,
    )
    with team.transaction():
        team.put_user(new)
        team.audit(user.name, "login", address=address)
    return new


def known(team: TeamStore, name: str) -> User:
    """The user of a name. Raises StoreError where nobody has it."""
    user = team.user(name)
    if user is None:
        raise StoreError(f"there is no user {name}. `faleme users list` shows those that there are.")
    return user
