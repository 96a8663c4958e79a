"""FollowTheMoney entities as JSON lines: Event, Article, LegalEntity, Address, and UnknownLink for who had which part.

An actor that the registry knows is one entity wherever it is named; one known by words alone ("12 soldiers") is an
entity of its report and of no other, so that a merge by id joins nothing that we do not know to be one. FollowTheMoney
has no event types, so ours is a keyword; and no direction, so the role stands in the link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from faleme.exchange.days import interval_of
from faleme.exchange.flat import flat_row
from faleme.exchange.forms import Objects, number_text
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told, words_of
from faleme.ids import digest
from faleme.records import Article, FigureKind, ResolvedActor, ResolvedPlace

Entity = Mapping[str, Any]


def entities(told: Told, books: Books, _loss: Loss) -> Iterator[Entity]:
    """The event, its articles, its place, its parties and their parts."""
    report = told.report
    event_id = f"faleme-{told.id}"
    parties = [
        (role, _actor_id(actor, report.report_id), actor)
        for role, actors in (("actor", report.actor), ("recipient", report.recipient), ("speaker", report.speaker))
        for actor in actors
    ]
    address = None if report.place is None else f"faleme-place-{digest('P', told.id)}"
    yield _event(told, event_id, [id_ for role, id_, _ in parties if role != "speaker"], address, books)
    for article in told.articles.values():
        yield _article(article)
    if report.place is not None and address is not None:
        yield _address(report.place, address, books)
    for id_, actor in {id_: actor for _, id_, actor in parties}.items():
        yield _entity(
            id_,
            "LegalEntity",
            name=[actor.name],
            country=_country(actor.country, books),
            keywords=list(actor.sectors),
            description=[] if actor.office is None else [actor.office],
        )
    for role, id_ in dict.fromkeys((role, id_) for role, id_, _ in parties):
        link = f"faleme-link-{digest('L', event_id, role, id_)}"
        yield _entity(link, "UnknownLink", subject=[id_], object=[event_id], role=[role])


def _event(told: Told, id_: str, involved: Sequence[str], address: str | None, books: Books) -> Entity:
    report, place, when = told.report, told.report.place, interval_of(told.report)
    row = flat_row(told)
    what = report.event_type if report.mode is None else f"{report.event_type}-{report.mode}"
    one_date = when is not None and when.start == when.end
    figures = row["figures"]
    return _entity(
        id_,
        "Event",
        name=[": ".join((what, report.evidence[0].anchor.of(told.article.text)))],
        summary=[words_of(told)],
        # A month is written as one: FollowTheMoney reads dates that stop there.
        date=[str(when.start)] if when is not None and one_date else [],
        startDate=[when.first_day.isoformat()] if when is not None and not one_date else [],
        endDate=[when.last_day.isoformat()] if when is not None and not one_date else [],
        location=[] if place is None else [place.name],
        addressEntity=[] if address is None else [address],
        country=[] if place is None else _country(place.country, books),
        involved=list(dict.fromkeys(involved)),
        keywords=[report.event_type, *([report.mode] if report.mode else []), *report.contexts, str(row["factuality"])],
        notes=[str(figure) for figure in figures] if isinstance(figures, list) else [],
        proof=[_article_id(article) for article in told.articles.values()],
        publisher=list(dict.fromkeys(article.outlet for article in told.articles.values() if article.outlet)),
        sourceUrl=[article.url for article in told.articles.values() if article.url],
        recordId=[told.id],
    )


def _article(article: Article) -> Entity:
    return _entity(
        _article_id(article),
        "Article",
        title=[article.title] if article.title else [],
        fileName=[article.key],
        language=[article.lang] if article.lang else [],
        publishedAt=[] if article.published is None else [str(article.published.when)],
        publisher=[article.outlet] if article.outlet else [],
        sourceUrl=[article.url] if article.url else [],
    )


def _address(place: ResolvedPlace, id_: str, books: Books) -> Entity:
    return _entity(
        id_,
        "Address",
        full=[", ".join(dict.fromkeys(part for part in (place.name, place.admin2, place.admin1) if part))],
        region=[place.admin1] if place.admin1 else [],
        country=_country(place.country, books),
        latitude=[] if place.lat is None else [number_text(place.lat)],
        longitude=[] if place.lon is None else [number_text(place.lon)],
    )


def _entity(id_: str, schema: str, **properties: Sequence[str]) -> Entity:
    return {"id": id_, "schema": schema, "properties": {name: list(said) for name, said in properties.items() if said}}


def _actor_id(actor: ResolvedActor, report_id: str) -> str:
    known = actor.actor_id is not None
    return f"faleme-actor-{digest('W', actor.actor_id or actor.name, '' if known else report_id)}"


def _article_id(article: Article) -> str:
    return f"faleme-{article.article_id}"


def _country(iso3: str | None, books: Books) -> list[str]:
    """FollowTheMoney's country: ISO 3166 alpha-2 in small letters; none for a body."""
    country = books.countries.by_iso3.get(iso3 or "")
    return [] if country is None else [country.iso2.lower()]


FORM = Objects(
    name="ftm",
    objects=entities,
    holds=frozenset(
        {
            "mode",
            "contexts",
            "factuality",
            "speaker",
            "sector",
            "further sectors",
            "actor name",
            "actor id",
            "office",
            "place name",
            "admin1",
            "admin2",
            "point",
            "range of a figure",
            "words",
            "url",
            "title",
            "outlet",
            "language",
            "day of publication",
            "number of reports",
            "names of other reports",
        }
    )
    | {f"figure {kind.value}" for kind in FigureKind},
)
