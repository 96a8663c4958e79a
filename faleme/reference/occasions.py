"""Words of occasions at which people gather or meet and mean no harm: feasts, funerals, games."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from faleme.reference.files import toml_of
from faleme.reference.mishaps import Inflection


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionWords:
    """Casefolded forms.

    protest: words that name a protest by themselves. occasions, purposes, guests: what a crowd comes for, what it does
    there, who comes. grievances: beside them it may protest. game_deeds: what sides in a game do to each other. games:
    words of games; weak: of these two have to stand there. serious: beside them it is no game, or violence at one.
    """

    protest: frozenset[str]
    occasions: frozenset[str]
    purposes: frozenset[str]
    guests: frozenset[str]
    grievances: frozenset[str]
    game_deeds: frozenset[str]
    games: frozenset[str]
    weak: frozenset[str]
    serious: frozenset[str]


def read_occasions(path: Path, *, inflect: Inflection) -> OccasionWords:
    """The lists of one language."""
    data = toml_of(path)
    crowds, games = data["crowds"], data["games"]

    def forms(words: list[str]) -> frozenset[str]:
        return frozenset(form for word in words for form in inflect.both(word))

    def nouns(words: list[str]) -> frozenset[str]:
        return frozenset(form for word in words for form in inflect.noun(word))

    def verbs(words: list[str]) -> frozenset[str]:
        return frozenset(form for word in words for form in inflect.verb(word))

    return OccasionWords(
        protest=forms(crowds["protest"]),
        occasions=nouns(crowds["occasions"]),
        purposes=verbs(crowds["purposes"]),
        guests=nouns(crowds["guests"]),
        grievances=forms(crowds["grievances"]),
        game_deeds=verbs(games["verbs"]) | nouns(games["nouns"]),
        games=nouns(games["words"]),
        weak=nouns(games["weak"]),
        serious=forms(games["serious"]),
    )
