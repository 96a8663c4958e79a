"""Parquet of our flat form, through DuckDB (extra ``analysis``): typed columns, lists as lists, days as dates.

Rows go through a file of JSON lines in the temporary folder, so that memory does not grow with the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from faleme import __version__
from faleme.errors import SettingsError
from faleme.exchange.flat import FIELDS, flat_row
from faleme.exchange.loss import Loss
from faleme.exchange.told import Told

TYPES = {"text": "VARCHAR", "texts": "VARCHAR[]", "whole": "BIGINT", "number": "DOUBLE", "day": "DATE"}
_MEMORY = "512MB"  # the copy streams; what DuckDB would keep beyond that it writes to the temporary folder


def write_parquet(told: Iterable[Told], path: Path, loss: Loss) -> None:
    """Write the file; SettingsError where DuckDB is not installed."""
    try:
        import duckdb  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        raise SettingsError(
            "Parquet needs DuckDB, which is not installed: pip install 'faleme[analysis]'. CSV needs nothing more."
        ) from error
    with TemporaryDirectory(prefix="faleme-parquet-") as folder:
        lines = Path(folder) / "rows.jsonl"
        with lines.open("w", encoding="utf-8") as stream:
            for one in told:
                stream.write(json.dumps(flat_row(one), ensure_ascii=False) + "\n")
                loss.count(one, 1)
        columns = ", ".join(f"'{field}': '{TYPES[kind]}'" for field, kind in FIELDS.items())
        with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": folder}) as database:
            database.execute(
                f"COPY (SELECT * FROM read_json(?, format = 'newline_delimited', columns = {{{columns}}})) "  # noqa: S608
                f"TO ? (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{made_by: 'faleme {__version__}'}})",
                [str(lines), str(path)],
            )
