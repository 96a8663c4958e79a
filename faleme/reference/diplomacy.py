"""Words of talks, visits, mediation, extradition and sanctions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from faleme.reference.files import toml_of
from faleme.reference.mishaps import Inflection


@dataclass(frozen=True, slots=True, kw_only=True)
class DiplomacyWords:
    """Casefolded forms.

    about: words before the matter of a talk. talking, talks: verbs and nouns beside which they stand. talking_on: verbs
    beside which "on" is such a word. discussing: verbs whose object is the matter. matters: nouns whose place belongs
    to the matter. grounds: nouns that make a place or an occasion of "on". hosting: verbs whose subject has a guest.
    audience: of these, whose object visits where both are persons; pronouns: of persons. helping: nouns of help;
    help_with: words before them; mediating: of these, between two sides. thanks: nouns of thanks. handing: verbs whose
    object is handed over. sanction_verbs, sanction_nouns, sanctions_on: words of sanctions and those before whom they
    strike. persons, firms, goods, states: nouns of what they strike. of_business: last words of names of firms.
    conditions: words that open a condition.
    """

    about: frozenset[str]
    talking: frozenset[str]
    talking_on: frozenset[str]
    talks: frozenset[str]
    discussing: frozenset[str]
    matters: frozenset[str]
    grounds: frozenset[str]
    hosting: frozenset[str]
    audience: frozenset[str]
    pronouns: frozenset[str]
    helping: frozenset[str]
    help_with: frozenset[str]
    mediating: frozenset[str]
    thanks: frozenset[str]
    handing: frozenset[str]
    sanction_verbs: frozenset[str]
    sanction_nouns: frozenset[str]
    sanctions_on: frozenset[str]
    persons: frozenset[str]
    firms: frozenset[str]
    goods: frozenset[str]
    states: frozenset[str]
    of_business: frozenset[str]
    conditions: frozenset[str]


def read_diplomacy(path: Path, *, inflect: Inflection) -> DiplomacyWords:
    """The lists of one language."""
    data = toml_of(path)

    def nouns(table: str, key: str) -> frozenset[str]:
        return frozenset(form for word in data[table][key] for form in inflect.noun(word))

    def verbs(table: str, key: str = "verbs") -> frozenset[str]:
        return frozenset(form for word in data[table][key] for form in inflect.verb(word))

    def words(table: str, key: str) -> frozenset[str]:
        return frozenset(word.casefold() for word in data[table][key])

    return DiplomacyWords(
        about=words("talks", "about"),
        talking=verbs("talks"),
        talking_on=verbs("talks", "verbs_on"),
        talks=nouns("talks", "nouns"),
        discussing=verbs("talks", "discussing"),
        matters=nouns("talks", "matters"),
        grounds=nouns("talks", "grounds"),
        hosting=verbs("hosting"),
        audience=verbs("hosting", "audience"),
        pronouns=words("hosting", "pronouns"),
        helping=nouns("helping", "nouns"),
        help_with=words("helping", "with"),
        mediating=nouns("helping", "mediating"),
        thanks=words("helping", "thanks"),
        handing=verbs("handing"),
        sanction_verbs=verbs("sanctions"),
        sanction_nouns=nouns("sanctions", "nouns"),
        sanctions_on=words("sanctions", "on"),
        persons=nouns("sanctions", "persons"),
        firms=nouns("sanctions", "firms"),
        goods=nouns("sanctions", "goods"),
        states=nouns("sanctions", "states"),
        of_business=words("sanctions", "of_business"),
        conditions=words("conditions", "words"),
    )
