"""What a speaker said that stands against something else he said, as objects and as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from faleme.exchange.said import day_of, spoken_of
from faleme.exchange.views import View, date_of
from faleme.link.contradictions import Contradiction, Said, contradictions
from faleme.records import Article, Statement
from faleme.store.base import StatementFilter, Store
from faleme.store.persons import who


def contradictions_of(store: Store, wanted: StatementFilter) -> list[View]:
    """Pairs of statements of one speaker that stand against each other, both let pass by the filter, latest first.

    Each person or body among the speakers is compared with itself alone, also where a country was asked for.
    """
    by_speaker: dict[str, list[Said]] = {}
    articles: dict[str, Article] = {}
    for statement in store.statements(wanted):
        speaker = next(iter(statement.speaker), None)
        if speaker is None or not _is_meant(statement, wanted.speakers):
            continue
        article = articles.get(statement.article_id) or store.article(statement.article_id)
        if article is None:
            continue
        articles[statement.article_id] = article
        reports = tuple(report for report, link in spoken_of(statement, store) if link.basis != "deed")
        said = Said(
            statement=statement,
            verb=statement.verb.of(article.text),
            words=statement.content.of(article.text),
            day=day_of(statement, article),
            reports=reports,
        )
        by_speaker.setdefault(who(speaker.actor_id, speaker.name, speaker.country), []).append(said)
    found = [pair for said in by_speaker.values() for pair in contradictions(said)]
    found.sort(key=lambda pair: str(pair.second.day or ""), reverse=True)
    return [_view(pair, articles) for pair in found]


def _is_meant(statement: Statement, speakers: Sequence[str]) -> bool:
    """Whether the innermost speaker is asked for, and not only who passes his words on; somebody who is no more than
    words ("officials") may be several."""
    first = statement.speaker[0]
    known = first.actor_id is not None or " " in first.name
    return known and (first.country in speakers or who(first.actor_id, first.name, first.country) in speakers)


def _view(pair: Contradiction, articles: dict[str, Article]) -> View:
    return {
        "kind": pair.kind,
        "why": pair.why,
        "speaker": pair.first.statement.speaker[0].name,
        "first": _said_view(pair.first, articles),
        "second": _said_view(pair.second, articles),
    }


def _said_view(said: Said, articles: dict[str, Article]) -> View:
    statement = said.statement
    article = articles[statement.article_id]
    return {
        "statement_id": statement.statement_id,
        "day": None if said.day is None else said.day.isoformat(),
        "date": date_of(statement.date),
        "published": None if article.published is None else str(article.published.when),
        "outlet": article.outlet,
        "article_id": article.article_id,
        "verb": statement.verb.of(article.text),
        "verb_class": statement.verb_class,
        "quoted": statement.quoted,
        "content": said.words,
        "audience": [one.name for one in statement.audience],
        "events": [report.event_id for report in said.reports if report.event_id],
    }


def contradictions_text(views: Iterable[View]) -> str:
    """Each pair with both sentences, days, outlets and the reason."""
    return "\n\n".join("\n".join(_lines(view)) for view in views)


def _lines(view: View) -> Iterator[str]:
    yield f"{view['speaker']}: {view['kind']} — {view['why']}"
    for said in (view["first"], view["second"]):
        to = f" to {', '.join(said['audience'])}" if said["audience"] else ""
        page = ", ".join(filter(None, (said["outlet"], said["statement_id"])))
        text = f"{said['day'] or 'undated'}  {said['verb']}{to}: “{said['content']}” ({page})"
        yield from textwrap.wrap(text, 100, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
