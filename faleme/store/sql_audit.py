"""The log of who did what, in a database; `teams.AuditStore` says what each method promises.

Each row's hash stands over the hash of the row before it: whoever alters or takes out a row must write all later ones
anew, and a hash that was kept elsewhere then tells.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from faleme.store.database import Database, Row
from faleme.store.teams import AuditRow, AuditState

_SAID = ("at", "person", "address", "action", "subject", "before", "after", "reason")
_EACH = 1_000  # rows read at a time


class SqlAudit:
    """`AuditStore` in a database."""

    _from: str | None = None

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def asked_from(self, address: str | None) -> Iterator[None]:
        self._from = address
        try:
            yield
        finally:
            self._from = None

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
        said = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "person": person,
            "address": address or self._from,
            "action": action,
            "subject": subject,
            "before": None if before is None else _canonical(before),
            "after": None if after is None else _canonical(after),
            "reason": reason,
        }
        with self._database.transaction():
            last = self._database.row("SELECT n, hash FROM desk_audit ORDER BY n DESC LIMIT 1")
            number = 1 if last is None else int(last["n"]) + 1
            hash_ = _hash("" if last is None else last["hash"], said)
            self._database.run(
                "INSERT INTO desk_audit (n, at, person, address, action, subject, before, after, reason, hash) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, *said.values(), hash_),
            )
        return _row({"n": number, **said, "hash": hash_})

    def audit_rows(
        self, *, person: str | None = None, action: str | None = None, before_n: int | None = None, limit: int = 100
    ) -> list[AuditRow]:
        conditions, values = ["1 = 1"], list[Any]()
        if person is not None:
            conditions.append("person = ?")
            values.append(person)
        if action is not None:
            conditions.append("(action = ? OR substr(action, 1, ?) = ?)")
            values += [action, len(action) + 1, f"{action}."]
        if before_n is not None:
            conditions.append("n < ?")
            values.append(before_n)
        found = self._database.rows(
            f"SELECT * FROM desk_audit WHERE {' AND '.join(conditions)} ORDER BY n DESC LIMIT ?",  # noqa: S608 - our own words
            (*values, limit),
        )
        return list(map(_row, found))

    def audit_state(self) -> AuditState:
        walked, head = 0, ""
        while rows := self._database.rows("SELECT * FROM desk_audit WHERE n > ? ORDER BY n LIMIT ?", (walked, _EACH)):
            for row in rows:
                said = {name: row[name] for name in _SAID}
                if int(row["n"]) != walked + 1 or row["hash"] != _hash(head, said):
                    return AuditState(rows=walked, head=head or None, broken=int(row["n"]))
                walked, head = walked + 1, row["hash"]
        return AuditState(rows=walked, head=head or None, broken=None)


def _hash(before: str, said: Mapping[str, Any]) -> str:
    return hashlib.sha256((before + _canonical(said)).encode()).hexdigest()


def _canonical(value: Mapping[str, Any]) -> str:
    """The one JSON of an object: sorted, without blanks, in ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _row(row: Row | Mapping[str, Any]) -> AuditRow:
    return AuditRow(
        n=int(row["n"]),
        at=row["at"],
        person=row["person"],
        address=row["address"],
        action=row["action"],
        subject=row["subject"],
        before=None if row["before"] is None else json.loads(row["before"]),
        after=None if row["after"] is None else json.loads(row["after"]),
        reason=row["reason"],
        hash=row["hash"],
    )
