"""Words of harm that nobody willed: earthquakes, crashes, epidemics."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from faleme.reference.files import toml_of


class Inflection(Protocol):
    """Forms of dictionary words."""

    def noun(self, lemma: str) -> frozenset[str]:
        """Singular and plural."""
        ...

    def verb(self, lemma: str) -> frozenset[str]:
        """Every form of a verb."""
        ...

    def both(self, lemma: str) -> frozenset[str]:
        """Forms as verb and as noun."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MishapWords:
    """Casefolded forms.

    nouns: happenings that do harm. verbs: what things do by themselves. bursts: what does harm by itself beside a word
    of industry. things: what does it without will. safety: what measures are about that
    are to prevent mishaps. politics: words beside which no measure is a precaution. force: words beside which nothing
    is a mishap.

    Of accidents that no word of disaster names (`coding.accidents`) vehicles, falling: what does it by itself. beasts:
    so do they. blows: verbs of harm that a thing can do; bites: those that an animal can. gives_way: what goes wrong
    with things; slips: what somebody does by mistake; grip: what he loses or touches then. organs: their attack is an
    illness. flames: a fire of which no more is said. armed: whose lorry may be sent. arms, crowds: beside them a
    vehicle may be a weapon.
    """

    nouns: frozenset[str]
    verbs: frozenset[str]
    bursts: frozenset[str]
    industry: frozenset[str]
    things: frozenset[str]
    safety: frozenset[str]
    politics: frozenset[str]
    force: frozenset[str]
    vehicles: frozenset[str]
    falling: frozenset[str]
    beasts: frozenset[str]
    blows: frozenset[str]
    bites: frozenset[str]
    gives_way: frozenset[str]
    slips: frozenset[str]
    grip: frozenset[str]
    organs: frozenset[str]
    flames: frozenset[str]
    armed: frozenset[str]
    arms: frozenset[str]
    crowds: frozenset[str]


def read_mishaps(path: Path, *, inflect: Inflection) -> MishapWords:
    """The lists of one language."""
    data = toml_of(path)
    return MishapWords(
        nouns=frozenset(form for word in data["nouns"] for form in inflect.noun(word)),
        verbs=frozenset(form for word in data["verbs"] for form in inflect.verb(word)),
        bursts=frozenset(form for word in data["bursts"] for form in inflect.both(word)),
        industry=frozenset(form for word in data["industry"] for form in inflect.noun(word)),
        things=frozenset(form for word in data["things"] for form in inflect.noun(word)),
        safety=frozenset(form for word in data["safety"] for form in inflect.noun(word)),
        politics=frozenset(form for word in data["politics"] for form in inflect.noun(word)),
        force=frozenset(form for word in data["force"] for form in inflect.both(word)),
        vehicles=frozenset(form for word in data["vehicles"] for form in inflect.noun(word)),
        falling=frozenset(form for word in data["falling"] for form in inflect.noun(word)),
        beasts=frozenset(form for word in data["beasts"] for form in inflect.noun(word)),
        blows=frozenset(form for word in data["blows"] for form in inflect.verb(word)),
        bites=frozenset(form for word in data["bites"] for form in inflect.verb(word)),
        gives_way=frozenset(form for word in data["gives_way"] for form in inflect.verb(word)),
        slips=frozenset(form for word in data["slips"] for form in inflect.verb(word)),
        grip=frozenset(form for word in data["grip"] for form in inflect.noun(word)),
        organs=frozenset(data["organs"]),
        flames=frozenset(form for word in data["flames"] for form in inflect.noun(word)),
        armed=frozenset(form for word in data["armed"] for form in inflect.noun(word)),
        arms=frozenset(form for word in data["arms"] for form in inflect.both(word)),
        crowds=frozenset(form for word in data["crowds"] for form in inflect.noun(word)),
    )
