# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""In how many reports each actor stands, and which sectors they say: written with the reports, made anew from them."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Literal

from faleme.store.database import Database

_REPORTS = "SELECT who, {by}count(DISTINCT report_n) AS reports FROM report_actors WHERE {where} GROUP BY who"
_SECTORS = (
    "SELECT who, sectors, {by}count(DISTINCT report_n) AS reports FROM report_actors WHERE sectors <> '' AND {where} "
    "GROUP BY who, sectors"
)
_TABLES = (("actor_totals", _REPORTS, "who"), ("actor_sectors", _SECTORS, "who, sectors"))


def count_actors(database: Database, reports: Collection[int], by: Literal[1, -1]) -> None:
    """Count those who stand in reports, by internal number, or no longer; the caller holds the transaction.

    Called once the rows of the reports are written, or before they go.
    """
    these = json.dumps(list(reports))
    where = f"report_n IN (SELECT value FROM {database.numbers('?2')} asked)"
    for table, counted, key in _TABLES:
        database.run(
            f"INSERT INTO {table} {counted.format(by='?1 * ', where=where)} "
            f"ON CONFLICT ({key}) DO UPDATE SET reports = {table}.reports + excluded.reports",
            (by, these),
        )
        if by < 0:
            gone = f"SELECT who FROM report_actors WHERE {where.replace('?2', '?1')}"
            database.run(f"DELETE FROM {table} WHERE reports = 0 AND who IN ({gone})", (these,))


def count_all_actors(database: Database) -> None:
    """Count everybody anew; the caller holds the transaction."""
    for table, counted, _ in _TABLES:
        database.run(f"DELETE FROM {table}")
        database.run(f"INSERT INTO {table} {counted.format(by='', where='TRUE')}")


def check_actors(database: Database) -> list[str]:
    """What is wrong with the counts, in words."""
    differing = 0
    for table, counted, key in _TABLES:
        given, kept = counted.format(by="", where="TRUE"), f"SELECT {key}, reports FROM {table}"
        for way in (f"{given} EXCEPT {kept}", f"{kept} EXCEPT {given}"):
            differing += database.value(f"SELECT count(*) FROM ({way}) differing")
    return [f"{differing} counts of reports by actor are not what the reports give"] if differing else []
