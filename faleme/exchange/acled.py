"""ACLED-like: 31 comma-separated columns with a header, an event a row.

ACLED-like and not ACLED: their researchers choose and judge, and their rows are licensed. Here stands what reports of
the press tell, in their columns. ``event_date`` is a day, or of up to a week (``time_precision`` 2) or a month (3) the
middle day, as theirs; what is vaguer or has no date is left out. ``interaction`` and ``inter`` are numbers, from
sectors: ``data/exchange/sectors.csv``. Types: ``data/exchange/acled_events.csv``; an unsettled sub-type is empty.
``fatalities`` is the lower end of the dead told, and empty where nobody tells: we do not know that it is 0. Regions,
sources' scale and tags are empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from faleme.dates import DateRange
from faleme.exchange.days import days_covered, interval_of, middle_of, no_fact
from faleme.exchange.deaths import dead_of
from faleme.exchange.dyads import numeric_id
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.precision import acled_geo_precision
from faleme.exchange.told import Books, Told, words_of
from faleme.records import Report, ResolvedActor, ResolvedPlace
from faleme.reference.crosswalks import Sides

COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
).split()
_STATE, _REBEL, _RIOTERS, _PROTESTERS, _CIVILIANS, _OTHERS = 1, 2, 5, 6, 7, 8
_ARMED = (_STATE, _REBEL, _OTHERS)
_WEEK, _MONTH = 7, 31  # days
_RIOT = ("riot", "vandalize")
_BODIES = ("UNO", "EUR", "IGO")


def rows(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    """One row, or none."""
    report, codebook = told.report, books.codebook
    event_type = codebook.in_plover(report.event_type) or report.event_type
    mode = report.mode if event_type == report.event_type else None
    inter1 = _inter(report.actor, event_type, mode, report.place, books, acting=True)
    inter2 = _inter(report.recipient, event_type, mode, report.place, books, acting=False)
    found = books.crosswalks.acled(event_type, mode, _sides(report, inter1, inter2, books))
    when, place = interval_of(report), report.place
    country = None if place is None else books.countries.by_iso3.get(place.country or "")
    why = no_fact(report)
    if why is None and found is None:
        why = f"{report.event_type}{f'-{mode}' if mode else ''}: ACLED does not code it"
    if why is None and when is None:
        why = "no date"
    if why is None and when is not None and days_covered(when) > _MONTH:
        why = "a date coarser than a month"
    if why is None and (place is None or country is None):
        why = "no country of the place"
    if why is None and place is not None and acled_geo_precision(place) is None:
        why = "no place finer than a country"
    if why is not None or found is None or when is None or place is None or country is None:
        loss.left_out[why or ""] += 1
        return
    for name, value in (("event type", found.event_type), ("sub-event type", found.sub_type)):
        if value is None:
            loss.uncoded[f"ACLED's {name} of {event_type}{f'-{mode}' if mode else ''}"] += 1
    for side, inter in ((report.actor, inter1), (report.recipient, inter2)):
        if side and inter is None:
            loss.uncoded[
                f"ACLED's inter of {side[0].sectors[0] if side[0].sectors else 'an actor without sector'}"
            ] += 1
    if days_covered(when) > 1:
        loss.coarsened["a week or month as its middle day, with its time_precision"] += 1
    day = middle_of(when)
    yield {
        "event_id_cnty": f"{country.iso3}{numeric_id(told.id)}",
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": time_precision(when),
        "disorder_type": found.disorder_type,
        "event_type": found.event_type,
        "sub_event_type": found.sub_type,
        **_side(1, report.actor, inter1),
        **_side(2, report.recipient, inter2),
        "interaction": _interaction(report, inter1, inter2),
        "civilian_targeting": "Civilian targeting" if _is_targeting(found.disorder_type, inter2) else None,
        "iso": int(country.isonum),
        "country": country.name_en,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "location": place.name,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": acled_geo_precision(place),
        "source": "; ".join(dict.fromkeys(article.outlet for article in told.articles.values() if article.outlet)),
        "notes": words_of(told),
        "fatalities": dead_of(report)[0],
        "timestamp": None if told.fetched_at is None else int(datetime.fromisoformat(told.fetched_at).timestamp()),
    }


def time_precision(when: DateRange) -> int:
    """ACLED's: 1 a day, 2 up to a week, 3 up to a month."""
    days = days_covered(when)
    return 1 if days == 1 else 2 if days <= _WEEK else 3


def _inter(
    actors: Sequence[ResolvedActor],
    event_type: str,
    mode: str | None,
    place: ResolvedPlace | None,
    books: Books,
    *,
    acting: bool,
) -> int | None:
    """ACLED's number of the first of a side, from its main sector; None where that does not tell."""
    if not actors or not actors[0].sectors:
        return None
    first = actors[0]
    sector = books.crosswalks.sectors.get(first.sectors[0])
    side = None if sector is None else sector.side
    if event_type == "PROTEST" and acting and side == "civilian":
        return _RIOTERS if mode in _RIOT else _PROTESTERS if mode == "demo" else None
    if side == "state" or (side == "government" and acting):
        abroad = place is not None and place.country is not None and first.country not in (place.country, None)
        return _OTHERS if abroad or first.country in _BODIES else _STATE
    if side == "rebel":
        return _REBEL
    return _CIVILIANS if side == "civilian" and not acting else None


def _sides(report: Report, inter1: int | None, inter2: int | None, books: Books) -> Sides:
    armed1 = inter1 in _ARMED or _is_armed(report.actor, books)
    armed2 = inter2 in _ARMED or _is_armed(report.recipient, books)
    if armed1 and armed2:
        return "armed"
    return "civilian" if armed1 and inter2 == _CIVILIANS else "other"


def _is_armed(actors: Sequence[ResolvedActor], books: Books) -> bool:
    sector = books.crosswalks.sectors.get(actors[0].sectors[0]) if actors and actors[0].sectors else None
    return sector is not None and sector.side in ("state", "rebel", "armed")


def _side(number: int, actors: Sequence[ResolvedActor], inter: int | None) -> Row:
    return {
        f"actor{number}": actors[0].name if actors else None,
        f"assoc_actor_{number}": "; ".join(dict.fromkeys(actor.name for actor in actors[1:])),
        f"inter{number}": inter,
    }


def _interaction(report: Report, inter1: int | None, inter2: int | None) -> int | None:
    """Two digits, the smaller first; a side that the report lacks is 0 and stands last. None while one is unknown."""
    if inter1 is None or (report.recipient and inter2 is None):
        return None
    if inter2 is None:
        return inter1 * 10
    return min(inter1, inter2) * 10 + max(inter1, inter2)


def _is_targeting(disorder: str, inter2: int | None) -> bool:
    return disorder == "Political violence" and inter2 == _CIVILIANS


FORM = Table(
    name="acled",
    columns=COLUMNS,
    rows=rows,
    delimiter=",",
    fetched=True,
    holds=frozenset(
        {
            "actor name",
            "place name",
            "admin1",
            "admin2",
            "point",
            "place resolution",
            "figure dead",
            "words",
            "outlet",
        }
    ),
)
