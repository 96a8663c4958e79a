"""UCDP-GED-like: 49 comma-separated columns with a header, a deadly event a row.

Like the Georeferenced Event Dataset, and not it: UCDP's conflicts, dyads and 25-death rule are the work of its people.
Rows are ASSAULT with at least one dead told; the rest is left out and counted. ``best`` is the headline figure, at the
least ("at least 12" is 12), ``low`` and ``high`` span all reports of the event, empty where one has no end. Nothing is
added up: where an event has one count of dead and its words tell whose they are, they are ``deaths_civilians``, or
``deaths_a`` or ``deaths_b`` where one side alone is of that kind; else they are ``deaths_unknown``. Numbers of
conflicts, dyads and sides, regions, clarity and ``active_year`` are empty. ``source_original`` is who, in the text,
says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

from faleme.dates import DateRange
from faleme.exchange.days import days_covered, interval_of, no_fact
from faleme.exchange.deaths import dead_in, dead_of, dead_said
from faleme.exchange.dyads import numeric_id
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.precision import ucdp_where_prec
from faleme.exchange.told import Books, Told
from faleme.records import Article, FigureKind, ResolvedActor, ResolvedPlace
from faleme.reference.crosswalks import Side

COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high "
    "low gwnoa gwnob"
).split()
_CELL = 0.5  # degrees, of PRIO-GRID
_CELLS = 720  # in a row of it
_STATE_BASED, _NON_STATE, _ONE_SIDED = 1, 2, 3


def rows(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    """One row, or none."""
    report, when, place = told.report, interval_of(told.report), told.report.place
    dead, _ = dead_of(report)
    where = None if place is None else ucdp_where_prec(place)
    why = no_fact(report)
    if why is None and books.codebook.in_plover(report.event_type) != "ASSAULT":
        why = f"{report.event_type}: no armed force"
    if why is None and dead is None:
        why = "no dead told"
    if why is None and when is None:
        why = "no date"
    if why is None and when is not None and days_covered(when) > 366:
        why = "a date coarser than a year"
    if why is None and where is None:
        why = "no place"
    if why is not None or dead is None or when is None or place is None or where is None:
        loss.left_out[why or ""] += 1
        return
    side_a, side_b = _first(report.actor), _first(report.recipient)
    kind = _violence(side_a, side_b, books)
    if kind is None:
        loss.uncoded["type_of_violence"] += 1
    country = books.countries.by_iso3.get(place.country or "")
    low, high = dead_in(told.reports) if told.account is None else dead_said(told.account, told.reports)
    yield {
        "id": numeric_id(told.id),
        "relid": told.id,
        "year": when.first_day.year if when.first_day.year == when.last_day.year else None,
        "type_of_violence": kind,
        "dyad_name": f"{side_a.name} - {side_b.name}" if side_a and side_b else None,
        "side_a": None if side_a is None else side_a.name,
        "side_b": None if side_b is None else side_b.name,
        **_sources(list(told.articles.values())),
        "source_original": "; ".join(dict.fromkeys(one.name for one in report.speaker)),
        "where_prec": where,
        "where_coordinates": place.name,
        "where_description": place.text,
        "adm_1": place.admin1,
        "adm_2": place.admin2,
        **_point(place),
        "country": None if country is None else country.name_en,
        "country_id": None if country is None else country.gw,
        "date_prec": date_prec(when),
        "date_start": when.first_day.isoformat(),
        "date_end": when.last_day.isoformat(),
        _whose(told, side_a, side_b, books): dead,
        "best": dead,
        "high": high,
        "low": low,
        "gwnoa": _government(side_a, books),
        "gwnob": _government(side_b, books),
    }


def date_prec(when: DateRange) -> int:
    """UCDP's: 1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 more."""
    days = days_covered(when)
    return 1 if days == 1 else 2 if days < 7 else 3 if days == 7 else 4 if days <= 31 else 5


def priogrid(lat: float, lon: float) -> int:
    """Number of the half-degree cell of PRIO-GRID, which counts from the south-west corner, row by row, from 1."""
    row = min(floor((lat + 90) / _CELL), _CELLS // 2 - 1)
    column = min(floor((lon + 180) / _CELL), _CELLS - 1)
    return row * _CELLS + column + 1


def _first(actors: Sequence[ResolvedActor]) -> ResolvedActor | None:
    return actors[0] if actors else None


def _side(actor: ResolvedActor | None, books: Books) -> Side | None:
    sector = books.crosswalks.sectors.get(actor.sectors[0]) if actor is not None and actor.sectors else None
    return None if sector is None else sector.side


def _whose(told: Told, side_a: ResolvedActor | None, side_b: ResolvedActor | None, books: Books) -> str:
    """The column of the dead of an event. A report by itself is not asked whose they are."""
    counts = [] if told.account is None else [one for one in told.account.figures if one.kind is FigureKind.DEAD]
    if len(counts) != 1 or counts[0].of is None or counts[0].whose_unsaid:
        return "deaths_unknown"
    if counts[0].of == "civilian":
        return "deaths_civilians"
    kinds = {"state": ("state", "government"), "armed": ("rebel", "armed")}[counts[0].of]
    ours = [name for name, side in (("deaths_a", side_a), ("deaths_b", side_b)) if _side(side, books) in kinds]
    return ours[0] if len(ours) == 1 else "deaths_unknown"


def _violence(side_a: ResolvedActor | None, side_b: ResolvedActor | None, books: Books) -> int | None:
    """1 a state and another armed side, 2 two armed sides without a state, 3 an armed side and civilians; else None."""
    one, two = _side(side_a, books), _side(side_b, books)
    one = "state" if one == "government" else one
    if two == "civilian":
        return _ONE_SIDED if one in ("state", "rebel") else None
    if {one, two} <= {"state", "rebel"} and "state" in (one, two):
        return _STATE_BASED
    return _NON_STATE if one == two == "rebel" else None


def _government(actor: ResolvedActor | None, books: Books) -> int | None:
    """Gleditsch and Ward's number of the state whose force or government the side is."""
    if actor is None or _side(actor, books) not in ("state", "government"):
        return None
    country = books.countries.by_iso3.get(actor.country or "")
    return None if country is None else country.gw


def _sources(articles: Sequence[Article]) -> Row:
    def day(article: Article) -> str:
        return "" if article.published is None else str(article.published.when)

    described = [
        ",".join(part for part in (article.outlet, day(article), article.title) if part) for article in articles
    ]
    return {
        "number_of_sources": len(articles),
        "source_article": ";".join(f'"{one}"' for one in described if one),
        "source_office": ";".join(dict.fromkeys(article.outlet for article in articles if article.outlet)),
        "source_date": ";".join(dict.fromkeys(day(article) for article in articles if article.published)),
        "source_headline": ";".join(article.title for article in articles if article.title),
    }


def _point(place: ResolvedPlace) -> Row:
    if place.lat is None or place.lon is None:
        return {}
    return {
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": f"POINT ({place.lon:.6f} {place.lat:.6f})",
        "priogrid_gid": priogrid(place.lat, place.lon),
    }


FORM = Table(
    name="ucdp",
    columns=COLUMNS,
    rows=rows,
    delimiter=",",
    holds=frozenset(
        {
            "speaker",
            "actor name",
            "place name",
            "admin1",
            "admin2",
            "point",
            "place resolution",
            "figure dead",
            "range of a figure",
            "title",
            "outlet",
            "day of publication",
            "number of reports",
        }
    ),
)
