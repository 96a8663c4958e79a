"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from faleme.store.teams import Scope
from faleme.teams.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who asks. via: local (no login is configured), session, token, or nobody. scope: of a token, read or write.

    key: which session or token it is, by the hash or id that the store has; None for local and nobody.
    """

    name: str
    role: Role
    via: Literal["local", "session", "token", "nobody"]
    scope: Scope = "write"
    key: str | None = None


LOCAL = Identity(name="local", role="admin", via="local")
NOBODY = Identity(name="", role="anyone", via="nobody", scope="read")
