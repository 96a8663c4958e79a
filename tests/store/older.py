"""Files as older versions wrote them: what later steps added is taken away again."""

from __future__ import annotations

import sqlite3

from faleme.store.packing import unpacked

PACKED = {
    "articles": ("body", "sentences", "resolved", "refused"),
    "reports": ("body",),
    "codings": ("body",),
    "statements": ("body",),
    "facts": ("body",),
}


def undo_dyads(raw: sqlite3.Connection) -> None:
    """The file as it was before step 7, bodies unpacked; the caller sets the version."""
    raw.create_function("unpacked", 1, unpacked)
    for table, columns in PACKED.items():
        for column in columns:
            raw.execute(f"UPDATE {table} SET {column} = unpacked({column})")
    undo_runs(raw)
    raw.execute("DROP INDEX judgements_subject")
    for table in ("event_dyads", "event_months", "doings"):
        raw.execute(f"DROP TABLE {table}")
    raw.execute("DROP INDEX events_headline")
    for column in ("mode", "auxiliary", "doubted", "first_day", "last_day", "dated"):
        raw.execute(f"ALTER TABLE events DROP COLUMN {column}")


def undo_runs(raw: sqlite3.Connection) -> None:
    """The file as it was before runs were kept; the caller sets the version."""
    for table in ("unsettled", "readings", "runs"):
        raw.execute(f"DROP TABLE {table}")
