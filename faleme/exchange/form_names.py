"""The names of the forms that `exchange.export` writes, apart from them: help lists them and loads none."""

from __future__ import annotations

FORMS = (
    "plover",
    "reports",
    "polecat",
    "cameo",
    "gdelt1",
    "gdelt2",
    "gdelt2-mentions",
    "icews",
    "phoenix",
    "acled",
    "ucdp",
    "csv",
    "geojson",
    "jsonld",
    "ftm",
    "parquet",
    "statements",
    "statements-csv",
    "corrections",
)
