"""Events of a list as rows of a table, and rows as CSV, NDJSON, GeoJSON and Parquet: for twins of pages and for REST.

A row has what `store.desk.EventLine` has, lists with "; " between values in CSV. Codes are text, never numbers.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from faleme.desk.plain import plain
from faleme.exchange.forms import spreadsheet_text
from faleme.exchange.tables import Column, Table
from faleme.store.desk import EventLine

EVENTS = (
    Column("event_id", "text", "lasting id"),
    Column("event_type", "text", "PLOVER event type, or the desk's own"),
    Column("mode", "text", "PLOVER mode"),
    Column("quad", "text", "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict, 0 none"),
    Column("factuality", "text", "happened, planned, hypothetical, denied or historical"),
    Column("doubted", "flag", "hedged, or told by a speaker only"),
    Column("first_day", "text", "of its date, else of its first publication; ISO"),
    Column("last_day", "text", "the same"),
    Column("dated", "flag", "by a date that the text gives"),
    Column("actors", "texts", "who did it, by name"),
    Column("actor_ids", "texts", "key of each"),
    Column("recipients", "texts", "to whom, by name"),
    Column("recipient_ids", "texts", "key of each"),
    Column("place", "text", "name in GeoNames"),
    Column("admin1", "text", "first-level division"),
    Column("country", "text", "ISO 3166 alpha-3 of the place"),
    Column("lat", "number", "WGS84"),
    Column("lon", "number", "WGS84"),
    Column("geonameid", "text", "of the place"),
    Column("precision", "text", "PLOVER resolution: 1 country, 2 region, 3 district, 4 town, 5 a part of one"),
    Column("origins", "whole", "independent origins, copies folded"),
    Column("reports", "whole", "articles' reports"),
    Column("dead_low", "number", "lowest toll that a report gives"),
    Column("dead_high", "number", "highest"),
    Column("figures", "texts", "all figures: kind low..high"),
    Column("confidence", "number", "0 to 1"),
    Column("told_day", "text", "on which its first page was published; ISO"),
    Column("outlet", "text", "of the headline report"),
    Column("url", "text", "of its page"),
    Column("sentence", "text", "that tells it there, as printed"),
    Column("changed_at", "text", "when the record of it last changed; ISO 8601, UTC"),
    Column("revision", "whole", "of the store at that change"),
)


def event_row(line: EventLine) -> dict[str, Any]:
    """The row of an event."""
    low, high = line.figures.get("dead", (None, None))
    known = {name: plain(getattr(line, name)) for name in EventLine.__slots__}
    return {
        **{column.name: known[column.name] for column in EVENTS if column.name in known},
        "quad": str(line.quad),
        "geonameid": None if line.geonameid is None else str(line.geonameid),
        "precision": None if line.precision is None else str(line.precision),
        "actors": [party.name for party in line.actors],
        "actor_ids": [party.who for party in line.actors],
        "recipients": [party.name for party in line.recipients],
        "recipient_ids": [party.who for party in line.recipients],
        "dead_low": low,
        "dead_high": high,
        "figures": [f"{kind} {_bound(least)}..{_bound(most)}" for kind, (least, most) in sorted(line.figures.items())],
    }


def table_of(lines: Sequence[EventLine]) -> Table[EventLine]:
    """Events as a table."""
    return Table(EVENTS, lambda: lines, event_row)


def csv_parts(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[Column], *, for_spreadsheets: bool = False
) -> Iterator[str]:
    """RFC 4180. for_spreadsheets: text that a spreadsheet would run as a formula gets an apostrophe; numbers never."""
    names = [column.name for column in columns]
    yield _line(names)
    for row in rows:
        yield _line([_cell(row.get(name), for_spreadsheets) for name in names])


def ndjson_parts(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One object a line."""
    for row in rows:
        yield json.dumps(plain(row), ensure_ascii=False) + "\n"


def geojson(lines: Iterable[EventLine]) -> dict[str, Any]:
    """RFC 7946: a feature for each event, longitude first; without a place the geometry is null. ``precision`` says how
    fine the place is: a point of a country is somewhere in its middle and no place where anything happened."""
    features = []
    for line in lines:
        row = event_row(line)
        lat, lon = row.pop("lat"), row.pop("lon")
        point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
        features.append({"type": "Feature", "id": row.pop("event_id"), "geometry": point, "properties": row})
    return {"type": "FeatureCollection", "features": features}


def parquet(table: Table[Any]) -> bytes:
    """Typed columns, zstd. Raises SettingsError where pyarrow is not installed."""
    arrow = table.to_arrow()
    import pyarrow.parquet  # noqa: PLC0415 - an extra; `to_arrow` says what to install

    out = io.BytesIO()
    pyarrow.parquet.write_table(arrow, out, compression="zstd")
    return out.getvalue()


def _bound(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _cell(value: Any, for_spreadsheets: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    text = "; ".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)
    return spreadsheet_text(text) if for_spreadsheets else text


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
