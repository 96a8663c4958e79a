"""Statements beside what the store knows of them: the reports they speak of, their page, their day."""

from __future__ import annotations

from datetime import date

from faleme.records import Article, Report, SpokenOf, Statement
from faleme.store.base import Store

# Why a statement speaks of a report, in words.
BASIS = {
    "words": "its words hold what tells it",
    "deed": "saying so is the deed itself",
    "denial": "it denies what was told before",
}


def spoken_of(statement: Statement, store: Store) -> list[tuple[Report, SpokenOf]]:
    """The stored reports that a statement speaks of, with the link of each; as people judged them."""
    found = [(store.report(each.report_id), each) for each in statement.spoken_of]
    return [(report, each) for report, each in found if report is not None]


def day_of(statement: Statement, article: Article) -> date | None:
    """The first day on which it may have been said: as the text tells it, else of publication; None where neither is
    known."""
    if statement.date is not None and statement.date.when is not None:
        return statement.date.when.first_day
    return None if article.published is None else article.published.when.first_day


def stance(statement: Statement, report: Report, basis: str) -> str:
    """What a statement says of a happening, for lists of who claims and who denies."""
    if basis == "deed":
        return "does it by saying so"
    if basis == "denial" or statement.verb_class == "deny" or (report.auxiliary == "negation"):
        return "denies"
    if statement.verb_class in ("demand", "ask"):
        return f"{statement.verb_class}s for it"
    if report.auxiliary in ("future", "hypothetical"):
        return "foresees or supposes it"
    return {"accuse": "condemns it, or blames somebody for it", "praise": "welcomes it"}.get(
        statement.verb_class, "says so"
    )
