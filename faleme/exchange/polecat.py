"""POLECAT: 40 tab-separated columns with a header, one dyad a row.

From public readers of its files: what is unknown is "None", several values are joined by "; ", quad classes are
words, countries are ISO 3166 alpha-3, COW numbers are those of the Correlates of War project. The event date is the day
that the text gives; where it gives none, or several, it is None: POLECAT's own practice of a day at any price is not
ours. What is planned, denied or supposed is left out, since no column says so. The three lists of a story's people,
organisations and locations are None: they are of the page and not of the event, and ``faleme show`` has them.
"""

from __future__ import annotations

from collections.abc import Iterator

from faleme import __version__
from faleme.exchange.days import day_of, interval_of, no_fact
from faleme.exchange.dyads import dyads_of, row_id
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told
from faleme.records import ResolvedActor, ResolvedPlace

COLUMNS = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|"
    "Actor Name|Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|"
    "Wikipedia Actor ID|"
    "Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|"
    "Recipient Name Raw|Wikipedia Recipient ID|"
    "Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|"
    "Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
).split("|")
_SEVERAL = "; "
_CITY = 4  # PLOVER's resolution from which a place is a city


def rows(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    """A row for each dyad."""
    report, article, codebook = told.report, told.article, books.codebook
    why = no_fact(report)
    event_type = codebook.in_plover(report.event_type)
    if why is None and event_type is None:
        why = f"{report.event_type}: PLOVER has no type for it"
    if why is not None or event_type is None:
        loss.left_out[why or ""] += 1
        return
    mode = report.mode if event_type == report.event_type else None
    day = day_of(report)
    if day is None:
        loss.coarsened["no day" if interval_of(report) is None else "a date coarser than a day left empty"] += 1
    for dyad in dyads_of(told):
        yield {
            "Event ID": row_id(told, dyad),
            "Event Date": None if day is None else day.isoformat(),
            "Event Type": event_type,
            "Event Mode": mode,
            "Intensity": codebook.score(event_type, mode),
            "Quad Code": codebook.quad_names[codebook.quad(event_type)].upper(),
            "Contexts": _SEVERAL.join(report.contexts),
            **_party(dyad.actor, "Actor", books),
            **_party(dyad.recipient, "Recipient", books),
            **_place(report.place),
            "Source": article.outlet,
            "Publication Date": None if article.published is None else str(article.published.when),
            "Language": article.lang,
            "Version": f"faleme {__version__}",
        }


def _party(actor: ResolvedActor | None, role: str, books: Books) -> Row:
    if actor is None:
        return {}
    country = books.countries.by_iso3.get(actor.country or "")
    return {
        f"{role} Name": actor.name,
        f"{role} Country": actor.country if country is None else country.plover,
        f"{role} COW": None if country is None else country.cow,
        f"Primary {role} Sector": actor.sectors[0] if actor.sectors else None,
        f"{role} Sectors": _SEVERAL.join(actor.sectors),
        f"{role} Title": actor.office,
        f"{role} Name Raw": actor.text,
    }


def _place(place: ResolvedPlace | None) -> Row:
    if place is None:
        return {}
    return {
        "Placename": place.name,
        "City": place.name if place.relation == "at" and (place.resolution or 0) >= _CITY else None,
        "District": place.admin2,
        "Province": place.admin1,
        "Country": place.country,
        "Latitude": place.lat,
        "Longitude": place.lon,
        "GeoNames ID": place.geonameid,
        "Raw Placename": place.text,
        "Feature Type": (place.feature or "").partition(".")[2],
    }


FORM = Table(
    name="polecat",
    columns=COLUMNS,
    rows=rows,
    missing="None",
    holds=frozenset(
        {
            "mode",
            "contexts",
            "sector",
            "further sectors",
            "actor name",
            "actor words",
            "office",
            "geonameid",
            "place name",
            "admin1",
            "admin2",
            "point",
            "outlet",
            "language",
            "day of publication",
        }
    ),
)
