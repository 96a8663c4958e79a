"""``codebook/cameo_plover.csv``. The code book itself, ``codebook/plover.toml``, is written by hand."""

from __future__ import annotations

from pathlib import Path

from scripts.tables import DATA, read_table, write_table

COLUMNS = (
    "cameo root label goldstein plover_type plover_mode contexts plover_score quad_plover quad_gdelt quad_phoenix "
    "differs_from_published note"
).split()


def build(reference: Path, data: Path = DATA) -> None:
    """Write the crosswalk, sorted by code."""
    write_table(data / "codebook" / "cameo_plover.csv", COLUMNS, read_table(reference / "cameo_plover.csv"))
