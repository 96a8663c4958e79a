"""What people may do at a desk, from the least to the most."""

from __future__ import annotations

from typing import Literal, get_args

from faleme.errors import SettingsError
from faleme.store.teams import Role as UserRole

# anyone: not signed in. reader: see, export, keep views. reviewer: correct and judge. admin: feeds, users, backups.
Role = Literal["anyone", "reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
USER_ROLES: tuple[UserRole, ...] = get_args(UserRole)


def may(role: Role, needed: Role) -> bool:
    """Whether who has a role may do what needs another."""
    return ROLES.index(role) >= ROLES.index(needed)


def user_role(text: str) -> UserRole:
    """The role that a user's word names. Raises SettingsError, with those that there are."""
    for role in USER_ROLES:
        if text == role:
            return role
    raise SettingsError(f"{text!r} is no role: {', '.join(USER_ROLES)}.")
