"""CAMEO: what a report is in its codes, for every schema that is built on them, and PETRARCH2's tab-separated rows.

A row of PETRARCH2 (``PETRwriter.write_events``, all optional columns written): date, source, target, code, issues, ids,
url, story source, words of source, of target, of the event. No header. A row needs its day, both sides and a code;
what lacks one is left out and counted. Codes, their level and the reasons: ``data/exchange/cameo_codes.csv``.
"""

from __future__ import annotations

from collections.abc import Iterator

from faleme.exchange.days import day_of, interval_of, no_fact
from faleme.exchange.dyads import dyads_of, row_id
from faleme.exchange.forms import Row, Table
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told
from faleme.records import Report, ResolvedActor
from faleme.reference.crosswalks import InCameo

COLUMNS = (
    "date",
    "source",
    "target",
    "code",
    "issues",
    "ids",
    "url",
    "story_source",
    "source_text",
    "target_text",
    "event_text",
)
# Codes of ours that are no country: as CAMEO's own codes for bodies, with what comes after the first three letters.
_BODIES = {"IGO": "IGO", "NGO": "NGO", "MNC": "MNC", "IMG": "IMG", "UNO": "IGOUNO", "EUR": "IGOEUREEC"}


def in_cameo(report: Report, books: Books) -> InCameo:
    """What the report's type and mode are in CAMEO; a desk's own type is what its parent is."""
    event_type = books.codebook.in_plover(report.event_type)
    mode = report.mode if event_type == report.event_type else None
    return books.crosswalks.cameo(event_type or report.event_type, mode)


def type_and_mode(report: Report) -> str:
    """As people write it: ASSAULT-firearms."""
    return report.event_type if report.mode is None else f"{report.event_type}-{report.mode}"


def country_code(actor: ResolvedActor, books: Books) -> str | None:
    """CAMEO's three letters of the actor's country; None where it has none or the actor is of no country."""
    country = books.countries.by_iso3.get(actor.country or "")
    return None if country is None else country.cameo


def body_code(actor: ResolvedActor) -> str | None:
    """CAMEO's code of an international body or group; None for others."""
    return _BODIES.get(actor.country or "")


def role_codes(actor: ResolvedActor, books: Books) -> list[str]:
    """CAMEO's role codes of the actor's sectors, main one first."""
    found = (books.crosswalks.sectors.get(sector) for sector in actor.sectors)
    return list(dict.fromkeys(one.cameo for one in found if one is not None and one.cameo is not None))


def actor_code(actor: ResolvedActor, books: Books) -> str | None:
    """The whole code, country or body and main role ("MLIMIL"); None where not even one part is known."""
    return (country_code(actor, books) or body_code(actor) or "") + "".join(role_codes(actor, books)[:1]) or None


def count_uncoded(report: Report, books: Books, loss: Loss) -> None:
    """Count the countries and sectors of the report's parties for which CAMEO has no code."""
    for actor in (*report.actor, *report.recipient):
        if actor.country is not None and not (country_code(actor, books) or body_code(actor)):
            loss.uncoded[f"CAMEO country of {actor.country}"] += 1
        for sector in actor.sectors:
            elsewhere = books.crosswalks.sectors.get(sector)
            if elsewhere is None or elsewhere.cameo is None:
                loss.uncoded[f"CAMEO role of {sector}"] += 1


def whole_dyads(told: Told, loss: Loss) -> list[tuple[str, ResolvedActor, ResolvedActor]]:
    """Row id, actor, recipient of the dyads with both sides; none, and counted, where a side is not known."""
    dyads = [
        (row_id(told, dyad), dyad.actor, dyad.recipient)
        for dyad in dyads_of(told)
        if dyad.actor is not None and dyad.recipient is not None
    ]
    if not dyads:
        loss.left_out["no recipient" if told.report.actor else "no actor"] += 1
    return dyads


def rows(told: Told, books: Books, loss: Loss) -> Iterator[Row]:
    """A row for each dyad with both sides."""
    report, article = told.report, told.article
    if (why := no_fact(report)) is not None:
        loss.left_out[why] += 1
        return
    code = in_cameo(report, books).code
    if code is None:
        loss.left_out[f"no one CAMEO code for {type_and_mode(report)}"] += 1
        return
    day = day_of(report)
    if day is None:
        loss.left_out["no day" if interval_of(report) is None else "a date coarser than a day"] += 1
        return
    dyads = whole_dyads(told, loss)
    coded = [
        (actor, recipient, source, target)
        for _, actor, recipient in dyads
        if (source := actor_code(actor, books)) and (target := actor_code(recipient, books))
    ]
    if dyads and not coded:
        loss.left_out["no code for a side"] += 1
    if coded:
        count_uncoded(report, books, loss)
    for actor, recipient, source, target in coded:
        yield {
            "date": f"{day:%Y%m%d}",
            "source": source,
            "target": target,
            "code": code.code,
            "ids": ";".join(f"{each.article_id}_{each.evidence[0].sentence + 1}" for each in told.reports),
            "url": article.url,
            "story_source": article.outlet,
            "source_text": actor.text,
            "target_text": recipient.text,
            "event_text": "; ".join(one.anchor.of(article.text) for one in report.evidence),
        }


FORM = Table(
    name="cameo",
    columns=COLUMNS,
    rows=rows,
    header=False,
    holds=frozenset({"sector", "actor words", "url", "outlet", "number of reports", "names of other reports"}),
)
