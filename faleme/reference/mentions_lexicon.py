"""Words that build noun phrases about people, bodies and states: titles, ranks, pronouns, group nouns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from faleme.reference.files import DATA, Faults, toml_of
from faleme.reference.names import is_acronym, normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronoun:
    """number: singular, plural or "". gender: masculine, feminine, neuter or "". person: 1, 2 or 3."""

    number: str
    gender: str
    person: int
    possessive: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MentionLexicon:
    """Sets of lower-case words; see the comments in ``mentions.toml`` for what each one is.

    pointing: words that may stand for a phrase and are no personal pronouns ("this", "here", "others").
    titles: courtesy title -> gender or "". role_gender, name_gender: role or first name -> gender.
    bodies: class (state, armed, military, body, institution, society) -> singular nouns. plurals: class -> nouns.
    groups: class (violent, protest, military, police, captive) -> plural nouns that stand for one another. group_nouns:
    those, and nouns for a body's people.
    office_countries: normalised title -> alpha-3. body_names: seat or mission of a body
    -> its code ("brussels": EUR). body_nouns: noun -> code ("peacekeepers": UNO).
    office_names: a way of naming an office, normalised -> office id. office_words: all words of those.
    """

    language: str
    pronouns: Mapping[str, Pronoun]
    pointing: frozenset[str]
    definite: frozenset[str]
    indefinite: frozenset[str]
    approximate: frozenset[str]
    partitives: frozenset[str]
    membership: frozenset[str]
    numbers: Mapping[str, int]
    titles: Mapping[str, str]
    ranks: frozenset[str]
    roles: frozenset[str]
    role_gender: Mapping[str, str]
    name_gender: Mapping[str, str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    former: frozenset[str]
    office_modifiers: frozenset[str]
    deputies: frozenset[str]
    counterparts: frozenset[str]
    across: frozenset[str]
    across_plurals: frozenset[str]
    bodies: Mapping[str, frozenset[str]]
    name_words: frozenset[str]
    worldwide: frozenset[str]
    plurals: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]
    group_nouns: frozenset[str]
    regional: frozenset[str]
    peoples: frozenset[str]
    ethnic: frozenset[str]
    office_names: Mapping[str, str]
    office_words: frozenset[str]
    unique_offices: frozenset[str]
    after_noun: frozenset[str]
    plural_nouns: frozenset[str]
    singular_nouns: frozenset[str]
    conjunctions: frozenset[str]
    heads_of_bodies: frozenset[str]
    leading: frozenset[str]  # lemmas
    general_bodies: frozenset[str]
    describing: frozenset[str]
    telling: frozenset[str]
    office_countries: Mapping[str, str]
    body_names: Mapping[str, str]
    body_nouns: Mapping[str, str]
    name_word_sectors: Mapping[str, str]
    noun_sectors: Mapping[str, str]

    def is_person_word(self, word: str) -> bool:
        """True for a title, rank or role: a name may follow it."""
        low = word.casefold()
        return low in self.titles or low in self.ranks or low in self.roles

    def names_a_body(self, name: str) -> bool:
        """True for a name with a body's word or an acronym in it: "Rally of Foo", "CODEM Mali", "ZANDU-Renouveau"."""
        words = [part for word in name.split() for part in (word, *word.split("-"))]
        return any(word.casefold() in self.name_words or is_acronym(word) for word in words)

    def office_label(self, office: str) -> str:
        """The plainest wording of an office by its id: "foreign minister" of "foreign"."""
        return next(name for name, one in self.office_names.items() if one == office)

    def office(self, title: str) -> str | None:
        """Id of the office that a title names, None where it names none or only a deputy's.

        The longest known wording wins, and "deputy", "vice" and their like before it spoil the match unless the
        known wording has them itself. Ranks and modifiers such as "acting" are passed over.
        """
        all_words = normalise(title).split()
        words = [word for word in all_words if word not in self.ranks]
        # "Secretary-General" and "general staff" are no ranks.
        return self._office(all_words) or (self._office(words) if len(words) < len(all_words) else None)

    def _office(self, words: Sequence[str]) -> str | None:
        best: tuple[int, int, str] | None = None
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                office = self.office_names.get(" ".join(words[start:end]))
                if office is None:
                    continue
                if any(word in self.deputies for word in words[:start]):
                    break
                found = (end - start, -start, office)
                best = found if best is None else max(best, found)
                break
        return None if best is None else best[2]


@cache
def load_mention_lexicon(language: str) -> MentionLexicon:
    """The lexicon of a language. Raises ReferenceDataError with every fault of its file."""
    path = DATA / "lexicon" / language / "mentions.toml"
    table = toml_of(path)
    faults = Faults(path)
    persons = _section(table, "persons", faults)
    sectors = _section(table, "sectors", faults)
    grammar = _section(table, "grammar", faults)
    standing = _section(table, "standing", faults)
    bodies = {name: _words(words, faults, name) for name, words in _section(table, "bodies", faults).items()}
    name_words = _words(bodies.pop("name_words", ()), faults, "bodies.name_words")
    worldwide = _words(bodies.pop("worldwide", ()), faults, "bodies.worldwide")
    offices = _section(table, "offices", faults)
    office_names: dict[str, str] = {}
    for office, names in offices.items():
        for name in names:
            known = office_names.setdefault(normalise(name), office)
            if known != office:
                faults.add(office, f"{name!r} names {known!r} as well")
    unique = frozenset(_section(table, "unique", faults).get("offices", ()))
    for office in sorted(unique - offices.keys()):
        faults.add("unique", f"{office!r} is not among the offices")
    determiners = _section(table, "determiners", faults)
    membership = _words(determiners.get("membership", ()), faults, "membership")
    groups = {name: _words(words, faults, name) for name, words in _section(table, "groups", faults).items()}
    lexicon = MentionLexicon(
        language=str(table.get("language", "")),
        pronouns=MappingProxyType(_pronouns(_section(table, "pronouns", faults), faults)),
        pointing=_words(_section(table, "pronouns", faults).get("pointing", ()), faults, "pointing"),
        definite=_words(determiners.get("definite", ()), faults, "definite"),
        indefinite=_words(determiners.get("indefinite", ()), faults, "indefinite"),
        approximate=_words(determiners.get("approximate", ()), faults, "approximate"),
        partitives=_words(determiners.get("partitives", ()), faults, "partitives"),
        membership=membership,
        numbers=MappingProxyType({str(word): int(value) for word, value in _section(table, "numbers", faults).items()}),
        titles=MappingProxyType(
            dict.fromkeys(persons.get("masculine_titles", ()), "masculine")
            | dict.fromkeys(persons.get("feminine_titles", ()), "feminine")
            | dict.fromkeys(persons.get("neutral_titles", ()), "")
        ),
        ranks=_words(persons.get("ranks", ()), faults, "ranks"),
        roles=_words(persons.get("roles", ()), faults, "roles"),
        role_gender=MappingProxyType(
            dict.fromkeys(persons.get("masculine_roles", ()), "masculine")
            | dict.fromkeys(persons.get("feminine_roles", ()), "feminine")
        ),
        name_gender=MappingProxyType(dict.fromkeys(persons.get("feminine_names", ()), "feminine")),
        particles=_words(persons.get("particles", ()), faults, "particles"),
        suffixes=_words(persons.get("suffixes", ()), faults, "suffixes"),
        former=_words(persons.get("former", ()), faults, "former"),
        office_modifiers=_words(persons.get("office_modifiers", ()), faults, "office_modifiers"),
        deputies=_words(persons.get("deputies", ()), faults, "deputies"),
        counterparts=_words(persons.get("counterparts", ()), faults, "counterparts"),
        across=_words(persons.get("across", ()), faults, "across"),
        across_plurals=_words(persons.get("across_plurals", ()), faults, "across_plurals"),
        bodies=MappingProxyType(bodies),
        name_words=name_words,
        worldwide=worldwide,
        plurals=MappingProxyType(
            {name: _words(words, faults, name) for name, words in _section(table, "plurals", faults).items()}
        ),
        groups=MappingProxyType(groups),
        group_nouns=membership.union(*groups.values()),
        after_noun=_words(grammar.get("after_noun", ()), faults, "after_noun"),
        plural_nouns=_words(grammar.get("plurals", ()), faults, "plurals"),
        singular_nouns=_words(grammar.get("singulars", ()), faults, "singulars"),
        conjunctions=_words(grammar.get("conjunctions", ()), faults, "conjunctions"),
        heads_of_bodies=_words(standing.get("heads", ()), faults, "heads"),
        leading=_words(standing.get("leading", ()), faults, "leading"),
        general_bodies=_words(standing.get("general", ()), faults, "general"),
        describing=_words(standing.get("describing", ()), faults, "describing"),
        telling=_words(standing.get("telling", ()), faults, "telling"),
        peoples=_words(_section(table, "peoples", faults).get("within", ()), faults, "peoples.within"),
        ethnic=_words(_section(table, "peoples", faults).get("ethnic", ()), faults, "peoples.ethnic"),
        regional=_words(_section(table, "regions", faults).get("words", ()), faults, "regions"),
        office_names=MappingProxyType(office_names),
        office_words=frozenset(word for name in office_names for word in name.split()),
        unique_offices=unique,
        office_countries=MappingProxyType(
            {normalise(name): str(code) for name, code in _section(table, "office_countries", faults).items()}
        ),
        body_names=MappingProxyType(_codes(_section(table, "body_names", faults))),
        body_nouns=MappingProxyType(_codes(_section(table, "body_nouns", faults))),
        name_word_sectors=MappingProxyType(_sectors(sectors.get("name_words", {}), faults)),
        noun_sectors=MappingProxyType(_sectors(sectors.get("nouns", {}), faults)),
    )
    faults.check()
    return lexicon


def _section(table: dict[str, Any], name: str, faults: Faults) -> dict[str, Any]:
    section = table.get(name)
    if not isinstance(section, dict):
        faults.add(name, "the section is missing")
        return {}
    return section


def _words(words: Sequence[str] | frozenset[str], faults: Faults, where: str) -> frozenset[str]:
    for word in words:
        if word != word.casefold():
            faults.add(where, f"{word!r} is not in lower case")
    if not words:
        faults.add(where, "no words")
    return frozenset(words)


def _codes(section: dict[str, list[str]]) -> dict[str, str]:
    return {normalise(word): code for code, words in section.items() for word in words}


def _sectors(section: dict[str, list[str]], faults: Faults) -> dict[str, str]:
    found: dict[str, str] = {}
    for sector, words in section.items():
        for word in words:
            if word in found:
                faults.add(word, f"stands under {found[word]} and {sector}")
            found[word] = "" if sector == "none" else sector
    return found


def _pronouns(section: dict[str, Any], faults: Faults) -> dict[str, Pronoun]:
    possessive = frozenset(section.get("possessive", ()))
    pronouns: dict[str, Pronoun] = {}
    for form, traits in section.get("personal", {}).items():
        if len(traits) != 3:
            faults.add(form, "needs number, gender, person")
            continue
        number, gender, person = traits
        faults.one_of(form, number, ("singular", "plural", ""))
        faults.one_of(form, gender, ("masculine", "feminine", "neuter", ""))
        pronouns[form] = Pronoun(number=number, gender=gender, person=person, possessive=form in possessive)
    return pronouns
