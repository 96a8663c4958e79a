"""Saved views, alerts and what they sent, in a database; `teams.WatchStore` says what each method promises."""

from __future__ import annotations

import json
from collections.abc import Sequence

from faleme.errors import StoreError
from faleme.store.database import Database, Row
from faleme.store.teams import Alert, Delivery, View


class SqlWatches:
    """`WatchStore` in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_view(self, view: View) -> None:
        with self._database.transaction():
            other = self._database.value(
                "SELECT id FROM desk_views WHERE owner = ? AND name = ? AND id <> ?", (view.owner, view.name, view.id)
            )
            if other is not None:
                raise StoreError(f"you have a view called {view.name!r} already; choose another name.")
            self._database.run(
                "INSERT INTO desk_views (id, owner, name, query, shared, made_at) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query, shared = excluded.shared",
                (view.id, view.owner, view.name, view.query, int(view.shared), view.made_at),
            )

    def view(self, view_id: str) -> View | None:
        row = self._database.row("SELECT * FROM desk_views WHERE id = ?", (view_id,))
        return None if row is None else _view(row)

    def views(self, owner: str) -> list[View]:
        found = self._database.rows(
            "SELECT * FROM desk_views WHERE owner = ?1 OR shared = 1 "
            "ORDER BY CASE WHEN owner = ?1 THEN 0 ELSE 1 END, name, id",
            (owner,),
        )
        return list(map(_view, found))

    def drop_view(self, view_id: str) -> None:
        with self._database.transaction():
            self._database.run("DELETE FROM desk_views WHERE id = ?", (view_id,))

    def put_alert(self, alert: Alert) -> None:
        with self._database.transaction():
            self._database.run(
                "INSERT INTO desk_alerts (id, view_id, owner, channel, target, secret, threshold, min_origins, "
                "unusual_only, quiet_from, quiet_to, zone, paused, made_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                "channel = excluded.channel, target = excluded.target, secret = excluded.secret, "
                "threshold = excluded.threshold, min_origins = excluded.min_origins, "
                "unusual_only = excluded.unusual_only, quiet_from = excluded.quiet_from, "
                "quiet_to = excluded.quiet_to, zone = excluded.zone, paused = excluded.paused",
                (
                    alert.id,
                    alert.view_id,
                    alert.owner,
                    alert.channel,
                    alert.target,
                    alert.secret,
                    alert.threshold,
                    alert.min_origins,
                    int(alert.unusual_only),
                    alert.quiet_from,
                    alert.quiet_to,
                    alert.zone,
                    int(alert.paused),
                    alert.made_at,
                ),
            )

    def alert(self, alert_id: str) -> Alert | None:
        row = self._database.row("SELECT * FROM desk_alerts WHERE id = ?", (alert_id,))
        return None if row is None else _alert(row)

    def alerts(self, owner: str | None = None) -> list[Alert]:
        found = self._database.rows(
            "SELECT * FROM desk_alerts WHERE CAST(?1 AS text) IS NULL OR owner = ?1 ORDER BY made_at, id", (owner,)
        )
        return list(map(_alert, found))

    def drop_alert(self, alert_id: str) -> None:
        with self._database.transaction():
            self._database.run("DELETE FROM desk_alerts WHERE id = ?", (alert_id,))

    def add_delivery(self, delivery: Delivery) -> bool:
        with self._database.transaction():
            added = self._database.value(
                "INSERT INTO desk_deliveries (alert_id, event, change, at, attempts, next_try, status, answer) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING event",
                (
                    delivery.alert_id,
                    delivery.event,
                    delivery.change,
                    delivery.at,
                    delivery.attempts,
                    delivery.next_try,
                    delivery.status,
                    delivery.answer,
                ),
            )
        return added is not None

    def put_delivery(self, delivery: Delivery) -> None:
        with self._database.transaction():
            self._database.run(
                "UPDATE desk_deliveries SET attempts = ?, next_try = ?, status = ?, answer = ? "
                "WHERE alert_id = ? AND event = ? AND change = ?",
                (
                    delivery.attempts,
                    delivery.next_try,
                    delivery.status,
                    delivery.answer,
                    delivery.alert_id,
                    delivery.event,
                    delivery.change,
                ),
            )

    def due_deliveries(self, at: str, *, limit: int) -> list[Delivery]:
        found = self._database.rows(
            "SELECT * FROM desk_deliveries WHERE next_try <= ? ORDER BY next_try, at, event LIMIT ?", (at, limit)
        )
        return list(map(_delivery, found))

    def deliveries(self, alert_id: str, *, since: str | None = None, limit: int = 100) -> list[Delivery]:
        found = self._database.rows(
            "SELECT * FROM desk_deliveries WHERE alert_id = ? AND at >= ? ORDER BY at DESC, event, change LIMIT ?",
            (alert_id, since or "", limit),
        )
        return list(map(_delivery, found))

    def mark_seen(self, name: str, event: str, rev: int, at: str) -> None:
        with self._database.transaction():
            self._database.run(
                "INSERT INTO desk_seen (name, event, rev, at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (name, event) DO UPDATE SET rev = excluded.rev, at = excluded.at",
                (name, event, rev, at),
            )

    def seen(self, name: str, events: Sequence[str]) -> dict[str, int]:
        found = self._database.rows(
            f"SELECT event, rev FROM desk_seen WHERE name = ?1 AND event IN {self._database.texts('?2')}",  # noqa: S608
            (name, json.dumps(list(events))),
        )
        return {row["event"]: int(row["rev"]) for row in found}


def _view(row: Row) -> View:
    return View(
        id=row["id"],
        owner=row["owner"],
        name=row["name"],
        query=row["query"],
        shared=bool(row["shared"]),
        made_at=row["made_at"],
    )


def _alert(row: Row) -> Alert:
    return Alert(
        id=row["id"],
        view_id=row["view_id"],
        owner=row["owner"],
        channel=row["channel"],
        target=row["target"],
        secret=row["secret"],
        made_at=row["made_at"],
        threshold=int(row["threshold"]),
        min_origins=int(row["min_origins"]),
        unusual_only=bool(row["unusual_only"]),
        quiet_from=row["quiet_from"],
        quiet_to=row["quiet_to"],
        zone=row["zone"],
        paused=bool(row["paused"]),
    )


def _delivery(row: Row) -> Delivery:
    return Delivery(
        alert_id=row["alert_id"],
        event=row["event"],
        change=row["change"],
        at=row["at"],
        attempts=int(row["attempts"]),
        next_try=row["next_try"],
        status=row["status"],
        answer=row["answer"],
    )
