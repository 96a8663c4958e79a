"""Tables of other data sets as their sites write them. Every row is invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from faleme.exchange import acled, gdelt, polecat, ucdp

ACLED = {
    "event_id_cnty": "MLI1",
    "event_date": "2021-03-05",
    "year": "2021",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Mali (2020-)",
    "inter1": "State forces",
    "actor2": "JNIM: Group for Support of Islam and Muslims",
    "assoc_actor_2": "Fulani Ethnic Group (Mali); Villagers",
    "inter2": "Rebel group",
    "iso": "466",
    "region": "Western Africa",
    "country": "Mali",
    "admin1": "Gao",
    "admin2": "Gao",
    "location": "Gao",
    "latitude": "16.2717",
    "longitude": "-0.0447",
    "geo_precision": "1",
    "source": "Invented Radio; Made-up Post",
    "source_scale": "Subnational",
    "notes": 'On 5 March, soldiers clashed with JNIM in Gao; "12" were killed.',
    "fatalities": "12",
    "timestamp": "1615014489",
}
UCDP = {
    "id": "412",
    "relid": "MLI-2021-1-1",
    "year": "2021",
    "type_of_violence": "1",
    "conflict_name": "Mali: Government",
    "side_a": "Government of Mali",
    "side_b": "JNIM",
    "number_of_sources": "2",
    "source_article": '"Invented Radio,2021-03-06,Twelve die"',
    "source_office": "Invented Radio",
    "source_headline": "Twelve die in Gao",
    "where_prec": "1",
    "where_coordinates": "Gao town",
    "adm_1": "Gao region",
    "latitude": "16.27",
    "longitude": "-0.04",
    "country": "Mali",
    "country_id": "432",
    "date_prec": "1",
    "date_start": "2021-03-05 00:00:00.000",
    "date_end": "2021-03-05 00:00:00.000",
    "best": "12",
    "high": "15",
    "low": "10",
}
GDELT = {
    "GLOBALEVENTID": "900001",
    "SQLDATE": "20210305",
    "MonthYear": "202103",
    "Year": "2021",
    "FractionDate": "2021.1781",
    "Actor1Code": "MLIMIL",
    "Actor1Name": "MALI",
    "Actor1CountryCode": "MLI",
    "Actor1Type1Code": "MIL",
    "Actor2Code": "REB",
    "Actor2Name": "REBELS",
    "Actor2Type1Code": "REB",
    "IsRootEvent": "1",
    "EventCode": "043",
    "EventBaseCode": "043",
    "EventRootCode": "04",
    "QuadClass": "1",
    "GoldsteinScale": "2.8",
    "NumMentions": "4",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Gao, Gao, Mali",
    "ActionGeo_CountryCode": "ML",
    "ActionGeo_Lat": "16.2717",
    "ActionGeo_Long": "-0.0447",
    "DATEADDED": "20210306071500",
    "SOURCEURL": "https://invented.example/a",
}
POLECAT = {
    "Event ID": "20210305-1-abc",
    "Event Date": "2021-03-05",
    "Event Type": "ASSAULT",
    "Event Mode": "firearms",
    "Intensity": "-9.0",
    "Quad Code": "MATERIAL CONFLICT",
    "Contexts": "terrorism; military",
    "Actor Name": "JNIM",
    "Actor Country": "MLI",
    "Primary Actor Sector": "REB",
    "Actor Sectors": "REB",
    "Recipient Name": "Malian army",
    "Recipient Country": "MLI",
    "Primary Recipient Sector": "MIL",
    "Placename": "Gao",
    "City": "Gao",
    "Province": "Gao",
    "Country": "MLI",
    "Latitude": "16.2717",
    "Longitude": "-0.0447",
    "GeoNames ID": "2457161",
    "Feature Type": "PPLA",
    "Source": "Invented Radio",
    "Publication Date": "2021-03-06",
    "Language": "en",
}
COLUMNS: Mapping[str, list[str]] = {
    "acled": list(acled.COLUMNS),
    "ucdp": list(ucdp.COLUMNS),
    "gdelt1": list(gdelt.COLUMNS_1),
    "gdelt2": list(gdelt.COLUMNS_2),
    "polecat": list(polecat.COLUMNS),
}
ROWS: Mapping[str, Mapping[str, str]] = {
    "acled": ACLED,
    "ucdp": UCDP,
    "gdelt1": GDELT,
    "gdelt2": GDELT,
    "polecat": POLECAT,
}


def text_of(source: str, rows: Iterable[Mapping[str, str]], *, header: bool | None = None, breaks: str = "\r\n") -> str:
    """The file. header: else as the source has it."""
    columns = COLUMNS[source]
    shown = source not in ("gdelt1", "gdelt2") if header is None else header
    cells = [columns] * shown
    cells += [[row.get(column, "None" if source == "polecat" else "") for column in columns] for row in rows]
    if source in ("acled", "ucdp"):
        stream = io.StringIO()
        csv.writer(stream, lineterminator=breaks).writerows(cells)
        return stream.getvalue()
    return "".join("\t".join(line) + breaks for line in cells)


def file_of(folder: Path, source: str, *rows: Mapping[str, str]) -> Path:
    """The file on disk; one row of the source where none is given."""
    path = folder / f"{source}.table"
    path.write_text(text_of(source, rows or [ROWS[source]]), encoding="utf-8", newline="")
    return path
