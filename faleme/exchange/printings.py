"""The same words of the same speaker in several outlets: one utterance with several printings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from faleme.dates import PartialDate
from faleme.exchange.said import day_of
from faleme.link.same_words import same_words
from faleme.records import Article, Statement
from faleme.store.base import StatementFilter, Store
from faleme.store.origins import Origins, independent_origins
from faleme.store.persons import who

_WITHIN_DAYS = 7  # of each other: who says the same a month later says it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """A statement that prints another's words: all of them, or part of them, whichever is the longer."""

    statement: Statement
    article: Article
    words: Literal["same", "part"]


def printings(statement: Statement, article: Article, store: Store) -> list[Printing]:
    """Statements of other articles with nearly the same words of the same speaker, said or published within a week,
    newest first. None where nobody knows who speaks."""
    speaker = next(iter(statement.speaker), None)
    if speaker is None:
        return []
    key = who(speaker.actor_id, speaker.name, speaker.country)
    day = day_of(statement, article)
    near = timedelta(days=_WITHIN_DAYS)
    since, until = (None, None) if day is None else (PartialDate.of(day - near), PartialDate.of(day + near))
    words = statement.content.of(article.text)
    found = []
    for other in store.statements(StatementFilter(speakers=(key,), since=since, until=until)):
        first = next(iter(other.speaker), None)
        mine = first is not None and who(first.actor_id, first.name, first.country) == key
        denial = (statement.verb_class == "deny") != (other.verb_class == "deny")  # "denied it", "said so": two
        if not mine or denial or other.article_id == statement.article_id:
            continue
        page = store.article(other.article_id)
        if page is not None and (how := same_words(words, other.content.of(page.text))) is not None:
            found.append(Printing(statement=other, article=page, words=how))
    return found


def origins_of(statement: Statement, printed: list[Printing], store: Store) -> Origins:
    """Whose the texts are that print the words, copies and credits folded."""
    return independent_origins([statement.article_id, *(one.article.article_id for one in printed)], store)
