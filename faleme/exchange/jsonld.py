"""JSON-LD with provenance: one graph of events, reports and articles, in the terms of W3C PROV-O.

A report was quoted from its article, attributed to whom the text names as its speaker and to the outlet, and generated
by the coding activity of this version; an event was derived from its reports, and so was each value that it has, with
the origins that vouch for it: the headline ones, and those beside them with their ``standing`` to them. Where the words
stand is a Web Annotation selector. Our own terms are under ``urn:faleme:term:``. A node may stand several times: nodes
with one ``@id`` are one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from faleme import __version__
from faleme.exchange.account_views import claim_names, figure_words, said_words, toll_name
from faleme.exchange.flat import HOLDS, flat_row
from faleme.exchange.forms import Objects
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told
from faleme.ids import digest
from faleme.link.account import EventAccount
from faleme.link.account_figures import ToldFigure
from faleme.link.weigh import Backing
from faleme.records import Article

CONTEXT: Mapping[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "@vocab": "urn:faleme:term:",
}
_ACTIVITY = f"urn:faleme:coding:{__version__}"
_SOFTWARE = f"urn:faleme:software:{__version__}"
_HEAD: tuple[Mapping[str, Any], ...] = (
    {
        "@id": _SOFTWARE,
        "@type": "prov:SoftwareAgent",
        "schema:name": "faleme",
        "schema:softwareVersion": __version__,
    },
    {"@id": _ACTIVITY, "@type": "prov:Activity", "prov:wasAssociatedWith": {"@id": _SOFTWARE}},
)
# Told of the article or by PROV's terms.
_ELSEWHERE = frozenset(
    "id event_id report_id words start end article_id article_key title url outlet language published report_ids "
    "speakers date_start date_end origins unnamed_origins articles first_reported last_reported tolls other_values "
    "contradictions claimed_by denied_by confidence".split()
)


def nodes(told: Told, _books: Books, _loss: Loss) -> Iterator[Mapping[str, Any]]:
    """The event where one is told, each of its reports, and each article with its outlet."""
    if told.event is not None and told.unit == "event":
        yield _event(told)
    for report in told.reports:
        alone = Told(
            id=report.report_id,
            unit="report",
            report=report,
            reports=(report,),
            articles={report.article_id: told.articles[report.article_id]},
            origins=(),
            unnamed=0,
            event=told.event,
        )
        yield from _report(alone)
    for article in told.articles.values():
        yield from _article(article)


def _event(told: Told) -> Mapping[str, Any]:
    return {
        "@id": _id(told.id),
        "@type": ["prov:Entity", "schema:Event"],
        "prov:wasDerivedFrom": [{"@id": _id(report.report_id)} for report in told.reports],
        "headline": {"@id": _id(told.report.report_id)},
        "origins": list(told.origins),
        "unnamed_origins": told.unnamed,
        "prov:wasGeneratedBy": {"@id": _ACTIVITY},
        **({} if told.account is None else _says(told.account)),
    }


def _says(account: EventAccount) -> dict[str, Any]:
    """What the event says, each value with the reports that it is from."""
    values = []
    for name, field in account.fields.items():
        if field.value is not None:
            values.append(_value(name, said_words(field.value), "headline", field.backing, because=field.why))
        values += [_value(name, said_words(one.value), one.standing.value, one.backing) for one in field.others]
    for toll in account.figures:
        if toll.value is not None:
            words = figure_words(toll.value)
            values.append(_value(toll_name(toll), words, "headline", toll.backing, because=toll.why))
        values += [_counted(toll_name(toll), one) for one in toll.told if one.figure != toll.value]
    return {
        "values": values,
        "articles": account.articles,
        "first_reported": None if account.first_reported is None else str(account.first_reported),
        "last_reported": None if account.last_reported is None else str(account.last_reported),
        "contradictions": list(account.contradictions),
        "claimed_by": claim_names(account.claimed_by),
        "denied_by": claim_names(account.denied_by),
        "confidence": account.confidence.value,
    }


def _value(field: str, words: str, standing: str, backing: Backing, **more: str) -> dict[str, Any]:
    return {
        "@type": ["prov:Entity", "Value"],
        "field": field,
        "prov:value": words,
        "standing": standing,
        "prov:wasDerivedFrom": [{"@id": _id(report_id)} for report_id in backing.reports],
        "origins": list(backing.origins),
        "unnamed_origins": backing.unnamed,
        **more,
    }


def _counted(field: str, one: ToldFigure) -> dict[str, Any]:
    behind = Backing(
        reports=(one.report_id,),
        origins=() if one.origin is None else (one.origin,),
        unnamed=int(one.origin is None),
    )
    return _value(field, figure_words(one.figure), one.standing.value, behind)


def _report(told: Told) -> Iterator[Mapping[str, Any]]:
    row, report = flat_row(told), told.report
    speakers = [(f"urn:faleme:speaker:{report.report_id}:{number}", one) for number, one in enumerate(report.speaker)]
    said = [{"@id": agent} for agent, _ in speakers] + _agent(told.article)
    found: dict[str, Any] = {
        "@id": _id(report.report_id),
        "@type": ["prov:Entity", "Report"],
        "prov:wasQuotedFrom": {"@id": _id(report.article_id)},
        "prov:wasGeneratedBy": {"@id": _ACTIVITY},
        "prov:value": row["words"],
    }
    if said:
        found["prov:wasAttributedTo"] = said
    if row["start"] is not None:
        found["oa:hasSelector"] = {"@type": "oa:TextPositionSelector", "oa:start": row["start"], "oa:end": row["end"]}
    for field in ("date_start", "date_end"):
        if row[field] is not None:
            found[field] = {"@type": "xsd:date", "@value": row[field]}
    for field, value in row.items():
        if field in _ELSEWHERE or value is None or value == []:
            continue
        # A list that stands beside another keeps its order and its gaps.
        found[field] = {"@list": [one or "" for one in value]} if isinstance(value, list) else value
    yield found
    for agent, speaker in speakers:
        yield {
            "@id": agent,
            "@type": "prov:Agent",
            "schema:name": speaker.name,
            **({} if speaker.actor_id is None else {"actor_id": speaker.actor_id}),
            **({} if speaker.country is None else {"country": speaker.country}),
        }


def _article(article: Article) -> Iterator[Mapping[str, Any]]:
    told = {
        "schema:headline": article.title,
        "schema:url": article.url,
        "schema:inLanguage": article.lang,
        "schema:datePublished": None if article.published is None else str(article.published.when),
        "article_key": article.key,
    }
    agent = _agent(article)
    yield {
        "@id": _id(article.article_id),
        "@type": ["prov:Entity", "schema:NewsArticle"],
        **{term: value for term, value in told.items() if value is not None},
        **({"prov:wasAttributedTo": agent} if agent else {}),
    }
    for one in agent:
        yield {**one, "@type": ["prov:Agent", "prov:Organization"], "schema:name": article.outlet}


def _agent(article: Article) -> list[dict[str, str]]:
    """The outlet, by its name; nothing where it is not known."""
    return [] if article.outlet is None else [{"@id": f"urn:faleme:outlet:{digest('O', article.outlet)}"}]


def _id(id_: str) -> str:
    return f"urn:faleme:{id_}"


FORM = Objects(
    name="jsonld",
    objects=nodes,
    holds=HOLDS,
    opening=json.dumps({"@context": CONTEXT})[:-1] + ', "@graph": [\n',
    between=",",
    closing="]}\n",
    head=_HEAD,
)
