"""A desk's people in a database; `teams` says what each method promises."""

from __future__ import annotations

from contextlib import AbstractContextManager

from faleme.store.database import Database, Row
from faleme.store.sql_audit import SqlAudit
from faleme.store.sql_watches import SqlWatches
from faleme.store.teams import Invite, Session, Token, User


class SqlAccounts:
    """`AccountStore` in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def transaction(self) -> AbstractContextManager[None]:
        return self._database.transaction()

    def users(self) -> list[User]:
        return list(map(_user, self._database.rows("SELECT * FROM desk_users ORDER BY name")))

    def user(self, name: str) -> User | None:
        # Names are kept as they were written; no two differ by case alone.
        row = self._database.row("SELECT * FROM desk_users WHERE lower(name) = lower(?)", (name,))
        return None if row is None else _user(row)

    def user_of(self, subject: str) -> User | None:
        row = self._database.row("SELECT * FROM desk_users WHERE subject = ?", (subject,))
        return None if row is None else _user(row)

    def put_user(self, user: User) -> None:
        with self.transaction():
            self._database.run(
                "INSERT INTO desk_users (name, password, subject, role, disabled, made_at, last_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET password = excluded.password, "
                "subject = excluded.subject, role = excluded.role, disabled = excluded.disabled, "
                "last_at = excluded.last_at",
                (user.name, user.password, user.subject, user.role, int(user.disabled), user.made_at, user.last_at),
            )

    def add_invite(self, invite: Invite) -> None:
        with self.transaction():
            self._database.run("DELETE FROM desk_invites WHERE name = ?", (invite.name,))
            self._database.run(
                "INSERT INTO desk_invites (hash, name, made_by, expires_at, used_at) VALUES (?, ?, ?, ?, ?)",
                (invite.hash, invite.name, invite.made_by, invite.expires_at, invite.used_at),
            )

    def invite(self, hash_: str) -> Invite | None:
        row = self._database.row("SELECT * FROM desk_invites WHERE hash = ?", (hash_,))
        if row is None:
            return None
        return Invite(
            hash=row["hash"],
            name=row["name"],
            made_by=row["made_by"],
            expires_at=row["expires_at"],
            used_at=row["used_at"],
        )

    def take_invite(self, hash_: str, at: str) -> bool:
        with self.transaction():
            taken = self._database.value(
                "UPDATE desk_invites SET used_at = ? WHERE hash = ? AND used_at IS NULL RETURNING name", (at, hash_)
            )
        return taken is not None

    def add_session(self, session: Session) -> None:
        with self.transaction():
            self._database.run(
                "INSERT INTO desk_sessions (hash, name, made_at, last_at, address, agent, revoked_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    session.hash,
                    session.name,
                    session.made_at,
                    session.last_at,
                    session.address,
                    session.agent,
                    session.revoked_at,
                ),
            )

    def session(self, hash_: str) -> Session | None:
        row = self._database.row("SELECT * FROM desk_sessions WHERE hash = ?", (hash_,))
        return None if row is None else _session(row)

    def sessions(self, name: str) -> list[Session]:
        found = self._database.rows(
            "SELECT * FROM desk_sessions WHERE name = ? AND revoked_at IS NULL ORDER BY last_at DESC, hash", (name,)
        )
        return list(map(_session, found))

    def touch_session(self, hash_: str, at: str) -> None:
        with self.transaction():
            self._database.run("UPDATE desk_sessions SET last_at = ? WHERE hash = ?", (at, hash_))

    def revoke_sessions(self, name: str, at: str, *, only: str | None = None) -> int:
        with self.transaction():
            ended = self._database.rows(
                "UPDATE desk_sessions SET revoked_at = ?1 WHERE name = ?2 AND revoked_at IS NULL "
                "AND (CAST(?3 AS text) IS NULL OR hash = ?3) RETURNING hash",
                (at, name, only),
            )
        return len(ended)

    def drop_sessions(self, before: str) -> None:
        with self.transaction():
            self._database.run("DELETE FROM desk_sessions WHERE last_at < ?", (before,))

    def add_token(self, token: Token) -> None:
        with self.transaction():
            self._database.run(
                "INSERT INTO desk_tokens (id, hash, name, label, scope, made_at, expires_at, last_at, revoked_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    token.id,
                    token.hash,
                    token.name,
                    token.label,
                    token.scope,
                    token.made_at,
                    token.expires_at,
                    token.last_at,
                    token.revoked_at,
                ),
            )

    def token(self, hash_: str) -> Token | None:
        row = self._database.row("SELECT * FROM desk_tokens WHERE hash = ?", (hash_,))
        return None if row is None else _token(row)

    def tokens(self, name: str | None = None) -> list[Token]:
        found = self._database.rows(
            "SELECT * FROM desk_tokens WHERE CAST(?1 AS text) IS NULL OR name = ?1 ORDER BY made_at DESC, id", (name,)
        )
        return list(map(_token, found))

    def touch_token(self, token_id: str, at: str) -> None:
        with self.transaction():
            self._database.run("UPDATE desk_tokens SET last_at = ? WHERE id = ?", (at, token_id))

    def revoke_token(self, token_id: str, at: str) -> bool:
        with self.transaction():
            ended = self._database.value(
                "UPDATE desk_tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING id", (at, token_id)
            )
        return ended is not None


class SqlTeam(SqlAccounts, SqlWatches, SqlAudit):
    """`TeamStore` in a database."""


def _user(row: Row) -> User:
    return User(
        name=row["name"],
        role=row["role"],
        made_at=row["made_at"],
        password=row["password"],
        subject=row["subject"],
        disabled=bool(row["disabled"]),
        last_at=row["last_at"],
    )


def _session(row: Row) -> Session:
    return Session(
        hash=row["hash"],
        name=row["name"],
        made_at=row["made_at"],
        last_at=row["last_at"],
        address=row["address"],
        agent=row["agent"],
        revoked_at=row["revoked_at"],
    )


def _token(row: Row) -> Token:
    return Token(
        id=row["id"],
        hash=row["hash"],
        name=row["name"],
        label=row["label"],
        scope=row["scope"],
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        last_at=row["last_at"],
        revoked_at=row["revoked_at"],
    )
