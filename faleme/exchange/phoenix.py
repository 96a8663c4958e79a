"""Phoenix of the Open Event Data Alliance: 26 tab-separated columns, no header, one dyad a row.

``Date`` and ``Day`` are for a day alone; a month fills ``Year`` and ``Month``. Quad classes are those that its program
gives to the roots. Goldstein values are those of CAMEO 1.1b3; its table of an older numbering differs on seven codes,
none of which we write. ``CountryCode`` is ISO 3166 alpha-3. Issues are empty: they are words of its own list.
"""

from __future__ import annotations

from collections.abc import Iterator

from faleme import __version__
from faleme.exchange.cameo import (
    actor_code,
    body_code,
    count_uncoded,
    country_code,
    in_cameo,
    role_codes,
    type_and_mode,
    whole_dyads,
)
from faleme.exchange.days import day_of, interval_of, no_fact
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told
from faleme.records import Report, ResolvedActor, ResolvedPlace

COLUMNS = (
    "EventID Date Year Month Day SourceActorFull SourceActorEntity SourceActorRole SourceActorAttribute "
    "TargetActorFull TargetActorEntity TargetActorRole TargetActorAttribute EventCode EventRootCode QuadClass "
    "GoldsteinScore Issues Lat Lon LocationName StateName CountryCode SentenceID URLs NewsSources"
).split()


def rows(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    """A row for each dyad with both sides."""
    report = told.report
    found = in_cameo(report, books)
    why = no_fact(report)
    if why is None and found.code is None and found.phoenix_quad is None:
        why = f"neither CAMEO code nor quad class for {type_and_mode(report)}"
    if why is not None:
        loss.left_out[why] += 1
        return
    dyads = whole_dyads(told, loss)
    if dyads:
        count_uncoded(report, books, loss)
    if dyads and found.code is None:
        loss.uncoded[f"CAMEO code of {type_and_mode(report)}"] += 1
    if dyads and day_of(report) is None:
        loss.coarsened["no day" if interval_of(report) is None else "Date of a date coarser than a day"] += 1
    articles = told.articles.values()
    for id_, actor, recipient in dyads:
        yield {
            "EventID": f"{id_}_{__version__}",
            **_when(report),
            **_party(actor, "Source", books),
            **_party(recipient, "Target", books),
            "EventCode": None if found.code is None else found.code.code,
            "EventRootCode": None if found.code is None else found.code.root,
            "QuadClass": found.phoenix_quad,
            "GoldsteinScore": None if found.code is None else found.code.goldstein,
            **_place(report.place),
            "SentenceID": ";".join(f"{each.article_id}_{each.evidence[0].sentence + 1}" for each in told.reports),
            "URLs": ";".join(article.url for article in articles if article.url),
            "NewsSources": ";".join(dict.fromkeys(article.outlet for article in articles if article.outlet)),
        }


def _when(report: Report) -> Row:
    when, day = interval_of(report), day_of(report)
    if when is None:
        return {}
    first, last = when.first_day, when.last_day
    return {
        "Date": None if day is None else f"{day:%Y%m%d}",
        "Year": f"{first:%Y}" if first.year == last.year else None,
        "Month": first.month if (first.year, first.month) == (last.year, last.month) else None,
        "Day": None if day is None else day.day,
    }


def _party(actor: ResolvedActor, role: str, books: Books) -> Row:
    roles = role_codes(actor, books)
    return {
        f"{role}ActorFull": actor_code(actor, books),
        f"{role}ActorEntity": country_code(actor, books) or body_code(actor),
        f"{role}ActorRole": roles[0] if roles else None,
        f"{role}ActorAttribute": ";".join(roles[1:]),
    }


def _place(place: ResolvedPlace | None) -> Row:
    if place is None:
        return {}
    return {
        "Lat": place.lat,
        "Lon": place.lon,
        "LocationName": place.name,
        "StateName": place.admin1,
        "CountryCode": place.country,
    }


FORM = Table(
    name="phoenix",
    columns=COLUMNS,
    rows=rows,
    header=False,
    holds=frozenset(
        {
            "sector",
            "further sectors",
            "place name",
            "admin1",
            "point",
            "url",
            "outlet",
            "number of reports",
            "names of other reports",
        }
    ),
)
