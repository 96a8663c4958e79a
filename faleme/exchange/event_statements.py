"""Who speaks of an event: whom its reports name as saying or denying it, with the statements that speak of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from faleme.exchange.account_text import backing
from faleme.exchange.lines import listed, more, wrapped
from faleme.exchange.said import BASIS, stance
from faleme.link.same_words import same_words
from faleme.records import Report
from faleme.store.base import EventPage

View = dict[str, Any]

_INDENT = "  "
_SPEAKERS, _STATEMENTS, _NAMES = 10, 2, 3  # of an event, of a speaker, of who passes it on; --json has all


def statements_on(told: Iterable[tuple[Report, EventPage]]) -> list[View]:
    """The statements that speak of an event, by its reports with their pages, in their order.

    Nearly the same words of the same speaker stand once; ``printings`` are the statements of the others.
    """
    found: list[View] = []
    by: defaultdict[tuple[str, str], dict[str, View]] = defaultdict(
        dict
    )  # speaker and stance -> words -> first printing
    for report, page in told:
        text = page.article.text
        for statement in page.statements:
            link = next((each for each in statement.spoken_of if each.report_id == report.report_id), None)
            if link is None:
                continue
            words, speaker = statement.content.of(text), [actor.name for actor in statement.speaker]
            said = stance(statement, report, link.basis)
            # Nobody knows whether two whom nobody names are one.
            printed = by[speaker[0], said] if speaker else {}
            first = printed.get(words) or next(
                (one for other, one in printed.items() if same_words(other, words) is not None), None
            )
            if first is not None:
                first["printings"].append(statement.statement_id)
                printed[words] = first
                continue
            spoke = statement.speaker[0] if statement.speaker else None
            printed[words] = {
                "statement_id": statement.statement_id,
                "report_id": report.report_id,
                "speaker": speaker,
                "actor_id": None if spoke is None else spoke.actor_id,
                "country": None if spoke is None else spoke.country,
                "verb": statement.verb.of(text),
                "verb_class": statement.verb_class,
                "quoted": statement.quoted,
                "content": words,
                "says": said,
                "why": BASIS[link.basis],
                "outlet": page.article.outlet,
                "printings": [],
                "published": None if page.article.published is None else str(page.article.published.when),
            }
            found.append(printed[words])
    return found


def speaking_lines(event: View) -> list[str]:
    """The same for a terminal, with whom reports name as claiming or denying it: each speaker once, those who deny
    first, then those with the most origins; under each the words."""
    claims = [(claim, "denies") for claim in event["denied_by"]] + [(claim, "says so") for claim in event["claimed_by"]]
    speakers: dict[tuple[str, ...], _Speaker] = {}
    for claim, says in claims:
        speakers.setdefault(_key(claim["speaker"], claim), _Speaker(claim["speaker"])).add_claim(claim, says)
    for statement in event.get("statements", ()):
        name = statement["speaker"][0] if statement["speaker"] else "somebody"
        # The report that it speaks of may know the speaker's country, or the statement may.
        in_report = [one for one in speakers.values() if one.is_named_in(statement["report_id"], name)]
        key = _key(name, statement)
        speaker = speakers.get(key) or (in_report[0] if in_report else speakers.setdefault(key, _Speaker(name)))
        speaker.add_statement(statement)
    ordered = sorted(speakers.values(), key=lambda one: not one.denies)
    lines = [line for one in ordered[:_SPEAKERS] for line in one.lines()]
    return lines + more(ordered, _SPEAKERS, "speaker", _INDENT)


def _key(name: str, known: View) -> tuple[str, ...]:
    """As `standing.actor_key`, of a view."""
    return (known["actor_id"],) if known["actor_id"] else (name.casefold(), known["country"] or "")


class _Speaker:
    """One who speaks of an event: the claims of reports and the statements of pages."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._claims: list[View] = []
        self._says: dict[str, None] = {}
        self._statements: list[View] = []

    @property
    def denies(self) -> bool:
        return "denies" in self._says

    def add_claim(self, claim: View, says: str) -> None:
        self._claims.append(claim)
        self._says[says] = None

    def add_statement(self, statement: View) -> None:
        # How exactly one speaks of it is known from the statement; the report knows only that he does.
        if not self._statements:
            self._says.pop("says so", None)
        self._statements.append(statement)
        self._says[statement["says"]] = None

    def is_named_in(self, report_id: str, name: str) -> bool:
        return self.name.casefold() == name.casefold() and any(report_id in one["reports"] for one in self._claims)

    def lines(self) -> Iterator[str]:
        country = next((one["country"] for one in (*self._claims, *self._statements) if one["country"]), None)
        via = dict.fromkeys(each for claim in self._claims for each in claim["via"])
        via |= dict.fromkeys(each for one in self._statements for each in one["speaker"][1:])
        told = f", as told by {listed(list(via), _NAMES)}" if via else ""
        known = f" ({country})" if country else ""
        by = "; ".join(backing(claim).removeprefix(" — ") for claim in self._claims[:1])
        yield from wrapped(f"{self.name}{known}{told}: {', '.join(self._says)}{f' — {by}' if by else ''}", _INDENT)
        several = len(self._says) > 1
        for one in self._statements[:_STATEMENTS]:
            page = ", ".join(filter(None, (one["outlet"], one["published"])))
            others = f"printed {len(one['printings']) + 1} times" if one["printings"] else ""
            printed = "; ".join(filter(None, (page, others)))
            says = f"{one['says']}: " if several else ""
            words = f"{one['statement_id']}  {says}“{one['content']}”{f' ({printed})' if printed else ''}"
            yield from wrapped(words, _INDENT * 2)
        yield from more(self._statements, _STATEMENTS, "statement", _INDENT * 2)
