"""A phrase that names several actors, as one phrase for each: "French and British troops" is "French troops" and
"British troops". By words alone, with the names that the tables know."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from faleme.reference.names import is_acronym, normalise
from faleme.reference.phrases import Phrase, analyse_phrase
from faleme.resolve.readings import Tables

_WORD = re.compile(r"[^\s,;()\"“”]+|,")
_AND = frozenset(["and", "&"])
_ARTICLES = frozenset(["the", "The"])
_POSSESSIVE = re.compile(r"['’]s?$")
_DIRECTIONS = frozenset(["north", "south", "east", "west"])
# Words of the longest name looked up ("Democratic Republic of the Congo").
_LONGEST = 5
# They make one body of two: "a joint French and Malian force".
_ONE_BODY = frozenset(["joint", "combined", "mixed", "hybrid", "common"])


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWords:
    """A name among the words ``first`` to ``last`` (half-open). bare: the name as it would stand alone."""

    first: int
    last: int
    bare: str


def one_for_each(phrase: Phrase, tables: Tables) -> tuple[str, ...]:
    """The phrase once for each country, nationality or registry name that an "and" joins in it, in text order.

    Empty where the words join none of these ("the Ministry of Trade and Industry"), where what they join is one name
    ("Bosnia and Herzegovina") and where one person or body serves both ("the ambassador to Mali and Niger").
    """
    split = _split(phrase.text, tables)
    beside = bool(phrase.parts and split) and bool(tables.countries.candidates(phrase.parts[0]))
    if phrase.parts and (not split or " and " in split[0] or beside):  # "Togo and Blue Front rebels": Togo and they
        return tuple(one for part in phrase.parts for one in _split(part, tables) or (part,))
    return split


def _split(text: str, tables: Tables) -> tuple[str, ...]:
    """The text once for each of the names that its last fitting "and" joins."""
    words = [(found.group(), found.start(), found.end()) for found in _WORD.finditer(text)]
    for at in range(len(words) - 2, 0, -1):
        if words[at][0] in _AND and (names := _joined_at([word for word, *_ in words], at, tables)):
            break
    else:
        return ()
    front = text[: words[names[0].first][1]]
    rest = text[words[names[-1].last - 1][2] :]
    whole = text[len(front) : len(text) - len(rest)]
    if _known(whole, tables):
        return ()
    mark = _POSSESSIVE.search(whole)
    found = tuple(f"{front}{one.bare}{mark.group() if mark else ''}{rest}" for one in names)
    alone = front.strip() in {"", *_ARTICLES} and not rest.strip()
    return found if alone or _is_of_many(parsed(found[-1], tables)) else ()


def _is_of_many(phrase: Phrase) -> bool:
    if phrase.number != "plural" or phrase.kind == "person":
        return False
    return not any(word.casefold() in _ONE_BODY for word in phrase.modifiers)


def _joined_at(words: Sequence[str], at: int, tables: Tables) -> list[NamedWords]:
    """The names round the "and" at ``at``: one after it, one before it, more before that after commas."""
    right = _name_from(words, at + 1, tables)
    if right is None:
        return []
    before = names_before(words, at, tables)
    if not before and words[at - 1].casefold() in _DIRECTIONS:
        # "North and South Korea"
        direction, _, rest = right.bare.partition(" ")
        whole = f"{words[at - 1]} {rest}"
        if direction.casefold() in _DIRECTIONS and _known(whole, tables):
            before = [NamedWords(first=at - 1, last=at, bare=whole)]
    return [*before, right] if before else []


def names_before(words: Sequence[str], at: int, tables: Tables) -> list[NamedWords]:
    """The names that end at the "and" at ``at``: one, and more before it after commas."""
    names: list[NamedWords] = []
    end = at - 1 if at and words[at - 1] == "," else at
    while end > 0 and (found := _name_to(words, end, tables)) is not None:
        names.insert(0, found)
        if found.first < 2 or words[found.first - 1] != ",":
            break
        end = found.first - 1
    return names


def names_after(words: Sequence[str], at: int, tables: Tables) -> int | None:
    """Where the names end that go on at ``at``: ", Niger and Chad", "and Chad"; None where none follow."""
    while words[at : at + 1] == [","] and at + 2 < len(words):
        found = _name_from(words, at + 1, tables)
        if found is None:
            break
        at = found.last
    if at + 1 >= len(words) or words[at] not in _AND:
        return None
    found = _name_from(words, at + 1, tables)
    return None if found is None else found.last


def _name_from(words: Sequence[str], first: int, tables: Tables) -> NamedWords | None:
    first += words[first] in _ARTICLES
    for last in range(min(len(words), first + _LONGEST), first, -1):
        bare = _POSSESSIVE.sub("", " ".join(words[first:last]))
        if _known(bare, tables):
            return NamedWords(first=first, last=last, bare=bare)
    return None


def _name_to(words: Sequence[str], last: int, tables: Tables) -> NamedWords | None:
    for first in range(max(0, last - _LONGEST), last):
        if words[first] in _ARTICLES:
            continue
        bare = _POSSESSIVE.sub("", " ".join(words[first:last]))
        if _known(bare, tables):
            return NamedWords(first=first, last=last, bare=bare)
    return None


def _known(text: str, tables: Tables) -> bool:
    """Whether a country, a people or an entry of the registry is called so."""
    if not any(char.isupper() for char in text) or not (text[0].isalnum() and (text[-1].isalnum() or "." in text[:-1])):
        return False
    if "," in text or " . " in f"{text} ":
        return False
    countries = tables.countries
    if countries.candidates(text) or countries.adjective_candidates(text) or countries.seat(text):
        return True
    found = tables.actors.candidates(text)
    single = " " not in text and not is_acronym(text)
    return any(actor.kind != "person" or not single for actor in found)


def singular_of(text: str, phrase: Phrase, tables: Tables) -> str | None:
    """The phrase with its head in the singular, where that is an office or a body: "the presidents of Mali" have one
    president. None for anything else."""
    head = phrase.head
    if not head.endswith("s"):
        return None
    single = singular(head)
    office = tables.lexicon.office(single) or tables.lexicon.office(f"{phrase.title} ".replace(head, single).strip())
    body = any(single in nouns for nouns in tables.lexicon.bodies.values())
    if not (office or body or single in tables.lexicon.heads_of_bodies):
        return None
    start = text.casefold().rfind(head)
    return None if start < 0 else text[:start] + single + text[start + len(head) :]


def singular(noun: str) -> str:
    """A regular plural in the singular."""
    return noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")


def parsed(text: str, tables: Tables) -> Phrase:
    """The parts of a phrase."""
    return analyse_phrase(text, lexicon=tables.lexicon, countries=tables.countries)


def plain(text: str) -> str:
    """The words for comparison, without article."""
    return normalise(text.strip(" ,.;"))
