"""GDELT: events of 1.0 (58 columns) and 2.0 (61), and mentions of 2.0 (16). Tab-separated, no header.

One dyad a row; ``GLOBALEVENTID`` is a number made of the row's id, and the mentions bear the same. Dates: ``SQLDATE``
and ``FractionDate`` are for a day alone; a month fills ``MonthYear`` and ``Year``, a year ``Year``. ``DATEADDED`` is
when the page was fetched, empty where nobody knows. Country codes of actors are CAMEO's, those of places FIPS 10-4.
``EventCode`` is as fine as type and mode bear out; where even the root is not certain it is empty, and ``QuadClass``
stands if all possible roots have the same. Tone, feature ids (GNS), FIPS codes of provinces and places of actors are
empty: we have none. Offsets of mentions count in the cleaned text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from faleme.exchange.cameo import (
    actor_code,
    body_code,
    count_uncoded,
    country_code,
    in_cameo,
    role_codes,
    type_and_mode,
)
from faleme.exchange.days import day_of, interval_of, no_fact
from faleme.exchange.dyads import Dyad, dyads_of, numeric_id, row_id, same_actor
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told
from faleme.records import Article, BlockKind, Report, ResolvedActor, ResolvedPlace

_ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
)
_EVENT = (
    "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles "
    "AvgTone"
).split()
_GEO = "Type FullName CountryCode ADM1Code Lat Long FeatureID".split()


def _columns(geo: list[str]) -> tuple[str, ...]:
    return (
        *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
        *(f"Actor{number}{column}" for number in (1, 2) for column in _ACTOR),
        *_EVENT,
        *(f"{whose}Geo_{column}" for whose in ("Actor1", "Actor2", "Action") for column in geo),
        "DATEADDED",
        "SOURCEURL",
    )


COLUMNS_1 = _columns(_GEO)
COLUMNS_2 = _columns([*_GEO[:4], "ADM2Code", *_GEO[4:]])
MENTIONS = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID "
    "Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone "
    "MentionDocTranslationInfo Extras"
).split()
_GROUPS = {"IGOUNO": ("UNO", None), "IGOEUREEC": ("EEC", "EUR")}  # body -> known group, country code
_TYPES = 3  # columns for role codes
_WEB, _CITATION = 1, 2
_NOWHERE = -1  # an offset that is not known


def rows_1(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    """A row of GDELT 1.0 for each dyad."""
    for row in _rows(told, books, loss):
        yield {**row, "DATEADDED": _fetched(told, "%Y%m%d")}


def rows_2(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    """A row of GDELT 2.0 for each dyad."""
    for row in _rows(told, books, loss):
        yield {**row, "DATEADDED": _fetched(told, "%Y%m%d%H%M%S")}


def mentions(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    """For each row of the events a row for each report: which article mentions it, and where."""
    added = _fetched(told, "%Y%m%d%H%M%S")
    for dyad in _dyads(told, books, loss):
        for report in told.reports:
            article = told.articles[report.article_id]
            yield {
                "GLOBALEVENTID": numeric_id(row_id(told, dyad)),
                "EventTimeDate": added,
                "MentionTimeDate": added if report is told.report else None,
                "MentionType": _CITATION if article.url is None else _WEB,
                "MentionSourceName": article.outlet,
                "MentionIdentifier": article.url or article.key,
                "SentenceID": report.evidence[0].sentence + 1,
                "Actor1CharOffset": _offset(report.actor, dyad.actor),
                "Actor2CharOffset": _offset((*report.recipient, *report.actor), dyad.recipient),
                "ActionCharOffset": report.evidence[0].anchor.start,
                "Confidence": round(100 * report.score),
                "MentionDocLen": len(article.text),
            }


def _rows(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    dyads = _dyads(told, books, loss)
    if not dyads:
        return
    report = told.report
    found = in_cameo(report, books)
    if found.code is None:
        loss.uncoded[f"CAMEO code of {type_and_mode(report)}"] += 1
    count_uncoded(report, books, loss)
    _count_places(report.place, books, loss)
    if day_of(report) is None:
        loss.coarsened["no day" if interval_of(report) is None else "SQLDATE of a date coarser than a day"] += 1
    code = found.code
    for dyad in dyads:
        yield {
            "GLOBALEVENTID": numeric_id(row_id(told, dyad)),
            **_when(report),
            **_actor("Actor1", dyad.actor, books, loss),
            **_actor("Actor2", dyad.recipient, books, loss),
            "IsRootEvent": int(_in_lead(report, told.article)),
            "EventCode": None if code is None else code.code,
            "EventBaseCode": None if code is None else code.code[:3],
            "EventRootCode": None if code is None else code.root,
            "QuadClass": found.gdelt_quad,
            "GoldsteinScale": None if code is None else code.goldstein,
            "NumMentions": sum(len(each.evidence) for each in told.reports),
            "NumSources": max(1, len({article.outlet for article in told.articles.values() if article.outlet})),
            "NumArticles": len(told.articles),
            **_place("Action", report.place, books),
            "SOURCEURL": told.article.url,
        }


def _dyads(told: Told, books: Books, loss: Loss) -> list[Dyad]:
    """The dyads that have rows; none, and counted, where the report has none."""
    why = no_fact(told.report)
    if why is None and not (told.report.actor or told.report.recipient):
        why = "nobody named"
    if why is None:
        found = in_cameo(told.report, books)
        if found.code is None and found.gdelt_quad is None:
            why = f"neither CAMEO code nor quad class for {type_and_mode(told.report)}"
    if why is not None:
        loss.left_out[why] += 1
        return []
    return dyads_of(told)


def _when(report: Report) -> Row:
    when, day = interval_of(report), day_of(report)
    if when is None:
        return {}
    first, last = when.first_day, when.last_day
    one_year, one_month = first.year == last.year, (first.year, first.month) == (last.year, last.month)
    return {
        "SQLDATE": None if day is None else f"{day:%Y%m%d}",
        "MonthYear": f"{first:%Y%m}" if one_month else None,
        "Year": f"{first:%Y}" if one_year else None,
        "FractionDate": None if day is None else f"{_fraction(day):.4f}",
    }


def _fraction(day: date) -> float:
    return day.year + (day.month * 30 + day.day) / 365


def _actor(role: str, actor: ResolvedActor | None, books: Books, loss: Loss) -> Row:
    if actor is None:
        return {}
    country, body = country_code(actor, books), body_code(actor)
    group, region = _GROUPS.get(body or "", (None, None))
    types = [] if body is None else [body[:3]]
    types += [code for code in role_codes(actor, books) if code not in types]
    if len(types) > _TYPES:
        loss.coarsened["a fourth role of an actor"] += 1
    return {
        f"{role}Code": actor_code(actor, books),
        f"{role}Name": actor.name.upper(),
        f"{role}CountryCode": country or region,
        f"{role}KnownGroupCode": group,
        **{f"{role}Type{number}Code": code for number, code in enumerate(types[:_TYPES], 1)},
    }


def _count_places(place: ResolvedPlace | None, books: Books, loss: Loss) -> None:
    if place is None:
        return
    if place.country is not None and _fips(place.country, books) is None:
        loss.uncoded[f"FIPS country of {place.country}"] += 1
    if place.admin1 is not None:
        loss.uncoded["FIPS code of a province"] += 1
    if place.lat is not None and _geo_type(place) is None:
        loss.uncoded["Geo_Type of a district, a region or a river"] += 1


def _place(role: str, place: ResolvedPlace | None, books: Books) -> Row:
    if place is None:
        return {}
    country = books.countries.by_iso3.get(place.country or "")
    parts = [place.name, place.admin1, None if country is None else country.name_en]
    return {
        f"{role}Geo_Type": _geo_type(place),
        f"{role}Geo_FullName": ", ".join(dict.fromkeys(part for part in parts if part)),
        f"{role}Geo_CountryCode": None if country is None else country.fips,
        f"{role}Geo_Lat": place.lat,
        f"{role}Geo_Long": place.lon,
    }


def _fips(iso3: str, books: Books) -> str | None:
    country = books.countries.by_iso3.get(iso3)
    return None if country is None else country.fips


def _geo_type(place: ResolvedPlace) -> int | None:
    """1 country, 2 US state, 3 US city, 4 city elsewhere, 5 province elsewhere; GDELT has no district."""
    american = place.country == "USA"
    return {1: 1, 2: 2 if american else 5, 4: 3 if american else 4, 5: 3 if american else 4}.get(place.resolution or 0)


def _in_lead(report: Report, article: Article) -> bool:
    """True where the report is told in the page's first paragraph of text."""
    lead = next((block.span for block in article.blocks if block.kind is BlockKind.BODY), None)
    return lead is not None and any(lead.start <= told.anchor.start < lead.end for told in report.evidence)


def _offset(actors: tuple[ResolvedActor, ...], wanted: ResolvedActor | None) -> int:
    if wanted is None:
        return _NOWHERE
    key = same_actor(wanted)
    return next((actor.span.start for actor in actors if same_actor(actor) == key), _NOWHERE)


def _fetched(told: Told, form: str) -> str | None:
    return None if told.fetched_at is None else datetime.fromisoformat(told.fetched_at).strftime(form)


_EVENT_HOLDS = frozenset(
    {"sector", "further sectors", "actor name", "place name", "admin1", "point", "url", "number of reports"}
)
FORM_1 = Table(name="gdelt1", columns=COLUMNS_1, rows=rows_1, header=False, fetched=True, holds=_EVENT_HOLDS)
FORM_2 = Table(name="gdelt2", columns=COLUMNS_2, rows=rows_2, header=False, fetched=True, holds=_EVENT_HOLDS)
FORM_MENTIONS = Table(
    name="gdelt2-mentions",
    columns=MENTIONS,
    rows=mentions,
    header=False,
    fetched=True,
    holds=frozenset({"offsets", "url", "outlet", "score", "number of reports", "names of other reports"}),
)
