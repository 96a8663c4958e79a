"""``countries/countries.csv`` from the reference table; the other files of the folder are written by hand."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.tables import DATA, read_table, united, write_table

COLUMNS = (
    "iso3 iso2 isonum fips cow cow_abb gw cameo plover geonameid name_en official_en name_fr official_fr name_ar "
    "aliases "
    "adj_en adj_fr capital capital_metonyms neighbours continent subregion independent un_member_year population"
).split()

# The UN list marks non-members and articles inside the name: "State of Palestine (the) *".
_MARKS = re.compile(r"\s*(\(the\))?\s*\*+$")


def build(reference: Path, data: Path = DATA) -> None:
    """Write the table, without marks of the source lists in the names."""
    rows = read_table(reference / "countries.csv")
    for row in rows:
        row["official_en"] = _MARKS.sub("", row["official_en"]).strip()
        aliases = [_MARKS.sub("", alias).strip() for alias in row["aliases"].split("|")]
        # "Iran (Islamic Republic of)" and the like are index entries, never written in running text.
        row["aliases"] = united(*(alias for alias in aliases if "(" not in alias))
        row["capital"] = row["capital"].strip()
    write_table(data / "countries" / "countries.csv", COLUMNS, rows)
