"""Files as older versions wrote them: what later steps added is taken away again."""

from __future__ import annotations

import sqlite3


def undo_dyads(raw: sqlite3.Connection) -> None:
    """The file as it was before step 8; the caller sets the version."""
    for table in ("event_dyads", "event_months", "doings"):
        raw.execute(f"DROP TABLE {table}")
    raw.execute("DROP INDEX events_headline")
    for column in ("mode", "auxiliary", "doubted", "first_day", "last_day", "dated"):
        raw.execute(f"ALTER TABLE events DROP COLUMN {column}")
