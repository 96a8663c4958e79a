"""ICEWS: 20 tab-separated columns with a header, one dyad a row.

Every row of ICEWS has its day, both sides and a CAMEO code; what lacks one is left out and counted. ``Event Text`` is
the code's label. Sectors are our codes: ICEWS' own list of sectors is not in our reference data. ``Intensity`` is the
Goldstein value of the code.
"""

from __future__ import annotations

from collections.abc import Iterator

from faleme.exchange.cameo import in_cameo, type_and_mode, whole_dyads
from faleme.exchange.days import day_of, interval_of, no_fact
from faleme.exchange.dyads import numeric_id
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told
from faleme.records import ResolvedActor, ResolvedPlace

COLUMNS = (
    "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|"
    "Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|Longitude"
).split("|")
_CITY = 4  # PLOVER's resolution from which a place is a city


def rows(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    """A row for each dyad with both sides."""
    report = told.report
    code, day = in_cameo(report, books).code, day_of(report)
    why = no_fact(report)
    if why is None and code is None:
        why = f"no one CAMEO code for {type_and_mode(report)}"
    if why is None and day is None:
        why = "no day" if interval_of(report) is None else "a date coarser than a day"
    if why is not None or code is None or day is None:
        loss.left_out[why or ""] += 1
        return
    for id_, actor, recipient in whole_dyads(told, loss):
        yield {
            "Event ID": numeric_id(id_),
            "Event Date": day.isoformat(),
            **_party(actor, "Source", books),
            "Event Text": code.label,
            "CAMEO Code": code.code,
            "Intensity": code.goldstein,
            **_party(recipient, "Target", books),
            "Story ID": numeric_id(report.article_id),
            "Sentence Number": report.evidence[0].sentence + 1,
            "Publisher": told.article.outlet,
            **_place(report.place, books),
        }


def _party(actor: ResolvedActor, role: str, books: Books) -> Row:
    country = books.countries.by_iso3.get(actor.country or "")
    return {
        f"{role} Name": actor.name,
        f"{role} Sectors": ",".join(actor.sectors),
        f"{role} Country": None if country is None else country.name_en,
    }


def _place(place: ResolvedPlace | None, books: Books) -> Row:
    if place is None:
        return {}
    country = books.countries.by_iso3.get(place.country or "")
    return {
        "City": place.name if place.relation == "at" and (place.resolution or 0) >= _CITY else None,
        "District": place.admin2,
        "Province": place.admin1,
        "Country": None if country is None else country.name_en,
        "Latitude": place.lat,
        "Longitude": place.lon,
    }


FORM = Table(
    name="icews",
    columns=COLUMNS,
    rows=rows,
    holds=frozenset({"sector", "further sectors", "actor name", "place name", "admin1", "admin2", "point", "outlet"}),
)
