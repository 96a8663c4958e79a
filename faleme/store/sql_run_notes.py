"""What is noted of runs by the transaction that writes an article."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from faleme.ids import digest
from faleme.store.database import Database
from faleme.store.runs import Anew, MadeBy, RunId


def run_id_of(made_by: MadeBy) -> RunId:
    """Id of the run that a set-up makes."""
    return RunId(digest("N", *(f"{name}={value}" for name, value in sorted(made_by.items()))))


def note(database: Database, article: int, version: int, reports: int, made_by: MadeBy) -> None:
    """An article (its internal number) stands now as a run coded it; the caller holds the transaction."""
    if not made_by:
        return
    run_id, now = run_id_of(made_by), datetime.now(UTC)
    minute = now.replace(second=0).isoformat(timespec="seconds")
    run = database.row("SELECT n, last_at FROM runs WHERE id = ?", (run_id,))
    if run is None:
        number = database.value(
            "INSERT INTO runs (n, id, label, made_by, started_at, last_at) "
            "VALUES ((SELECT coalesce(max(n), 0) + 1 FROM runs), ?, NULL, ?, ?, ?) RETURNING n",
            (run_id, json.dumps(dict(made_by), sort_keys=True), *[now.isoformat(timespec="seconds")] * 2),
        )
    else:
        number = run["n"]
        if run["last_at"] < minute:  # once a minute: a page more in each transaction would be a page more to write
            database.run("UPDATE runs SET last_at = ? WHERE n = ?", (minute, number))
    database.run(
        "INSERT INTO readings (run_n, article_n, version, reports) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (run_n, article_n) DO UPDATE SET version = excluded.version, reports = excluded.reports",
        (number, article, version, reports),
    )


def note_unsettled(database: Database, anew: Anew) -> None:
    """Keep which reports are to be put into events once more."""
    for report_id in anew.unsettled:
        database.run(
            "INSERT INTO unsettled SELECT n FROM reports WHERE id = ? ON CONFLICT DO NOTHING",
            (report_id,),
        )
