"""What a store keeps of a desk's people: who may come in, what they watch, what was sent to them, who did what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Role = Literal["reader", "reviewer", "admin"]
Scope = Literal["read", "write"]
Channel = Literal["atom", "webhook", "email"]
Delivered = Literal["waiting", "sent", "held", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who may sign in. password: its argon2id hash; None for single sign-on, or until an invite is taken.

    subject: issuer and subject of single sign-on. made_at, last_at: ISO 8601, UTC; last_at of the last sign-in.
    """

    name: str
    role: Role
    made_at: str
    password: str | None = None
    subject: str | None = None
    disabled: bool = False
    last_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """A link with which somebody sets a password. hash: SHA-256 of what the link has."""

    hash: str
    name: str
    made_by: str
    expires_at: str
    used_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that is signed in. hash: SHA-256 of what its cookie has. address, agent: as told at sign-in."""

    hash: str
    name: str
    made_at: str
    last_at: str
    address: str | None = None
    agent: str | None = None
    revoked_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A program's key. hash: SHA-256 of it. last_at: of its last use, to ten minutes."""

    id: str
    hash: str
    name: str
    label: str
    scope: Scope
    made_at: str
    expires_at: str
    last_at: str | None = None
    revoked_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A search that somebody saved. query: that of its address. shared: all who may read see it."""

    id: str
    owner: str
    name: str
    query: str
    shared: bool
    made_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What a view sends when something happens.

    target: address of the webhook or mailbox; None for atom. secret: signs webhooks, and stands in a feed's address.
    threshold: messages a day at most. quiet_from, quiet_to: HH:MM in the zone, both or none; between them it waits.
    """

    id: str
    view_id: str
    owner: str
    channel: Channel
    target: str | None
    secret: str | None
    made_at: str
    threshold: int = 15
    min_origins: int = 1
    unusual_only: bool = False
    quiet_from: str | None = None
    quiet_to: str | None = None
    zone: str = "UTC"
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message of an alert: of one event and one change of it, never twice.

    change: what tells this change of the event from the one before. next_try: None where nothing is left to do.
    answer: what the other side said last.
    """

    alert_id: str
    event: str
    change: str
    at: str
    attempts: int = 0
    next_try: str | None = None
    status: Delivered = "waiting"
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One thing that somebody did. n: 1, 2, 3 … before, after: what it changed, None where it says nothing of it.

    hash: SHA-256 over the hash of the row before and the canonical JSON of this one.
    """

    n: int
    at: str
    person: str
    address: str | None
    action: str
    subject: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    reason: str | None
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditState:
    """How the log stands. rows: walked; head: hash of the last, to be kept elsewhere; broken: the first row whose hash
    does not fit, or whose number does not follow, None where all do."""

    rows: int
    head: str | None
    broken: int | None


class AccountStore(Protocol):
    """Users, and with what they come in. Raises StoreError, nothing else."""

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside, or none of them; one inside another joins it."""
        ...

    def users(self) -> list[User]:
        """All users, by name."""
        ...

    def user(self, name: str) -> User | None:
        """The user of this name, whatever its letters' case."""
        ...

    def user_of(self, subject: str) -> User | None:
        """Who signs in elsewhere as this."""
        ...

    def put_user(self, user: User) -> None:
        """Keep a user, as it is from now on."""
        ...

    def add_invite(self, invite: Invite) -> None:
        """Keep an invite; older ones of its user hold no more."""
        ...

    def invite(self, hash_: str) -> Invite | None:
        """The invite with a hash, used and expired ones too."""
        ...

    def take_invite(self, hash_: str, at: str) -> bool:
        """Use an invite up. False where somebody did before."""
        ...

    def add_session(self, session: Session) -> None:
        """Keep a session."""
        ...

    def session(self, hash_: str) -> Session | None:
        """The session with a hash, revoked and idle ones too."""
        ...

    def sessions(self, name: str) -> list[Session]:
        """A user's sessions that are not revoked, latest first."""
        ...

    def touch_session(self, hash_: str, at: str) -> None:
        """It was used."""
        ...

    def revoke_sessions(self, name: str, at: str, *, only: str | None = None) -> int:
        """End a user's sessions, or the only one with a hash; how many were alive."""
        ...

    def drop_sessions(self, before: str) -> None:
        """Forget sessions last used before a time."""
        ...

    def add_token(self, token: Token) -> None:
        """Keep a token."""
        ...

    def token(self, hash_: str) -> Token | None:
        """The token with a hash, revoked and expired ones too."""
        ...

    def tokens(self, name: str | None = None) -> list[Token]:
        """A user's tokens, or all; newest first."""
        ...

    def touch_token(self, token_id: str, at: str) -> None:
        """It was used."""
        ...

    def revoke_token(self, token_id: str, at: str) -> bool:
        """End a token. False where there is none, or it has ended."""
        ...


class WatchStore(Protocol):
    """Saved views, alerts and what they sent. Raises StoreError, nothing else."""

    def put_view(self, view: View) -> None:
        """Keep a view, as it is from now on. Raises StoreError where its owner has another of this name."""
        ...

    def view(self, view_id: str) -> View | None:
        """The view with an id."""
        ...

    def views(self, owner: str) -> list[View]:
        """A person's views, then those that others share; each by name."""
        ...

    def drop_view(self, view_id: str) -> None:
        """Forget a view with its alerts."""
        ...

    def put_alert(self, alert: Alert) -> None:
        """Keep an alert, as it is from now on."""
        ...

    def alert(self, alert_id: str) -> Alert | None:
        """The alert with an id."""
        ...

    def alerts(self, owner: str | None = None) -> list[Alert]:
        """A person's alerts, or all; oldest first."""
        ...

    def drop_alert(self, alert_id: str) -> None:
        """Forget an alert and what it sent."""
        ...

    def add_delivery(self, delivery: Delivery) -> bool:
        """Keep a message. False where this change of this event was told by this alert before."""
        ...

    def put_delivery(self, delivery: Delivery) -> None:
        """How it went with a message that is kept."""
        ...

    def due_deliveries(self, at: str, *, limit: int) -> list[Delivery]:
        """Messages whose next try is due, longest due first."""
        ...

    def deliveries(self, alert_id: str, *, since: str | None = None, limit: int = 100) -> list[Delivery]:
        """Messages of an alert, latest first."""
        ...

    def mark_seen(self, name: str, event: str, rev: int, at: str) -> None:
        """Somebody saw an event as it was at a revision."""
        ...

    def seen(self, name: str, events: Sequence[str]) -> dict[str, int]:
        """Of these events, those that somebody saw, with the revision."""
        ...


class AuditStore(Protocol):
    """The log that is only ever added to. Raises StoreError, nothing else."""

    def audit(
        self,
        person: str,
        action: str,
        subject: str | None = None,
        *,
        address: str | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str | None = None,
    ) -> AuditRow:
        """Write down what somebody did; in the transaction of what it tells, where one is open."""
        ...

    def asked_from(self, address: str | None) -> AbstractContextManager[None]:
        """Within it, what is written down without an address came from this one."""
        ...

    def audit_rows(
        self, *, person: str | None = None, action: str | None = None, before_n: int | None = None, limit: int = 100
    ) -> list[AuditRow]:
        """Rows of the log, latest first. action: it, and all that begin with it and a dot."""
        ...

    def audit_state(self) -> AuditState:
        """Walk the whole log and say whether it is as it was written."""
        ...


class TeamStore(AccountStore, WatchStore, AuditStore, Protocol):
    """All that a store keeps of a desk's people."""
