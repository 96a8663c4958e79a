"""``outlets/``: outlets, wire signatures and boilerplate phrases, as the reference folder has them, sorted."""

from __future__ import annotations

from pathlib import Path

from scripts.tables import DATA, read_table, write_table


def build(reference: Path, data: Path = DATA) -> None:
    """Write the three tables."""
    folder = data / "outlets"
    columns = ("domain", "outlet", "country", "lang", "type", "basis")
    write_table(folder / "outlets.csv", columns, read_table(reference / "outlets.csv"))
    signatures = read_table(reference / "wire_signatures.csv")
    write_table(folder / "wire_signatures.csv", ("wire", "kind", "regex", "name", "country", "examples"), signatures)
    phrases = read_table(reference / "boilerplate.csv")
    write_table(folder / "boilerplate.csv", ("lang", "kind", "match", "action", "phrase"), phrases)
