"""How fast rows of another data set come in: ACLED's form and GDELT 2.0's, into a store of the example pages.

    python -m benchmarks.speed.external [--rows 100000] [--save]

Rows are made by hand: days of two years, some hundred places and actors, notes of 40 words. Each is read, kept and
weighed against the events of the store; most have none near them, as most rows of the world have none here. Then the
same file again, of which nothing changes. CPU seconds of one core, the loading of the registry included.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

from benchmarks.results import Figure, machine, save
from faleme.exchange import acled, gdelt
from faleme.exchange.external.importing import import_file
from faleme.pipeline import load_kit
from faleme.run.examples import example_pages
from faleme.run.local import read_all
from faleme.store.judged import open_judged

_FIRST = date(2024, 1, 1)
_DAYS = 760
_COUNTRIES = (("Mali", "466", "ML", 17.0, -4.0), ("Niger", "562", "NG", 17.0, 9.0), ("Nigeria", "566", "NI", 9.0, 8.0))
_TYPES = (("Battles", "Armed clash"), ("Violence against civilians", "Attack"), ("Protests", "Peaceful protest"))
_WORDS = "the gunmen came at night to a village and took cattle while soldiers of a patrol nearby did not move".split()


def acled_rows(number: int) -> Iterator[list[str]]:
    """A header and so many rows."""
    chosen = random.Random(1)  # noqa: S311 - the same every time
    yield list(acled.COLUMNS)
    for row in range(number):
        name, iso, _, lat, lon = chosen.choice(_COUNTRIES)
        kind, sub = chosen.choice(_TYPES)
        made = {
            "event_id_cnty": f"XXX{row}",
            "event_date": str(_FIRST + timedelta(days=row * _DAYS // number)),
            "time_precision": "1",
            "disorder_type": "Political violence",
            "event_type": kind,
            "sub_event_type": sub,
            "actor1": f"Invented Front {chosen.randint(1, 60)} ({name})",
            "actor2": f"Military Forces of {name} (2020-)",
            "iso": iso,
            "country": name,
            "location": f"Place {chosen.randint(1, 400)}",
            "latitude": f"{lat + chosen.uniform(-3, 3):.4f}",
            "longitude": f"{lon + chosen.uniform(-3, 3):.4f}",
            "geo_precision": "1",
            "source": "Invented Radio",
            "notes": " ".join(chosen.choices(_WORDS, k=40)),
            "fatalities": str(chosen.randint(0, 9)),
            "timestamp": "1700000000",
        }
        yield [made.get(column, "") for column in acled.COLUMNS]


def gdelt_rows(number: int) -> Iterator[list[str]]:
    """So many rows, without a header."""
    chosen = random.Random(2)  # noqa: S311
    for row in range(number):
        name, _, fips, lat, lon = chosen.choice(_COUNTRIES)
        day = _FIRST + timedelta(days=row * _DAYS // number)
        made = {
            "GLOBALEVENTID": str(10_000_000 + row),
            "SQLDATE": f"{day:%Y%m%d}",
            "MonthYear": f"{day:%Y%m}",
            "Year": f"{day:%Y}",
            "Actor1Code": "REB",
            "Actor1Name": chosen.choice(("REBEL", "MILITANT", "GUNMAN")),
            "Actor1Type1Code": "REB",
            "Actor2Code": "MIL",
            "Actor2Name": name.upper(),
            "Actor2CountryCode": "MLI",
            "EventCode": chosen.choice(("190", "193", "042", "112", "173")),
            "QuadClass": "4",
            "NumMentions": "4",
            "AvgTone": "-4.3",
            "ActionGeo_Type": "4",
            "ActionGeo_FullName": f"Place {chosen.randint(1, 400)}, {name}",
            "ActionGeo_CountryCode": fips,
            "ActionGeo_Lat": f"{lat + chosen.uniform(-3, 3):.4f}",
            "ActionGeo_Long": f"{lon + chosen.uniform(-3, 3):.4f}",
            "DATEADDED": f"{day:%Y%m%d}121500",
            "SOURCEURL": f"https://invented.example/{row}",
        }
        yield [made.get(column, "") for column in gdelt.COLUMNS_2]


def main(arguments: list[str] | None = None) -> None:
    """Print rows a CPU second and bytes a row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        kit = load_kit()
        for form, rows in (("acled", acled_rows), ("gdelt2", gdelt_rows)):
            path, place = Path(folder) / f"{form}.csv", Path(folder) / f"{form}.db"
            with path.open("w", encoding="utf-8", newline="") as stream:
                if form == "acled":
                    csv.writer(stream).writerows(rows(options.rows))
                else:
                    stream.writelines("\t".join(row) + "\n" for row in rows(options.rows))
            store = open_judged(place, create=True)
            read_all([example_pages()], store, kit)
            before = place.stat().st_size
            for said in ("first", "again"):
                began = time.process_time()
                done = import_file(path, store, actors=kit.actors, codebook=kit.codebook)
                spent = time.process_time() - began
                figures.append((f"{form}.{said}.rows_per_second", options.rows / spent, "rows per CPU second"))
                sys.stdout.write(
                    f"{form}, {said}: {options.rows / spent:,.0f} rows a CPU second, {done.linked} linked\n"
                )
            store.close()
            size = (place.stat().st_size - before) / options.rows
            figures.append((f"{form}.bytes_per_row", size, "bytes"))
            sys.stdout.write(f"{form}: {size:,.0f} bytes a row in the store\n")
    if options.save:
        command = f"python -m benchmarks.speed.external --rows {options.rows} --save"
        save(
            Figure(name=f"external.{name}", value=round(value), unit=unit, command=command, machine=machine())
            for name, value, unit in figures
        )


if __name__ == "__main__":
    main()
