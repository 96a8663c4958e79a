"""Other people, places and countries in the training sentences, so that what is told does not depend on who is named.

In our event pages African names stand beside conflict, in the treebanks' mails and reviews American ones beside bread
and bicycles; a core trained on both takes the name for the news. As in counterfactual data augmentation (Zhao et al.
2018, "Gender bias in coreference resolution"; Hall Maudslay et al. 2019, "It's all in the name"), a part of the
sentences is read with names exchanged for others of the same kind and number of words: people and towns in treebanks
and name corpora, where they are marked; countries in the event sentences, whose names are not. The labels stay as they
are. Batches of whole pages are read as written.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from dataclasses import dataclass, replace

from faleme.reference.countries import load_countries
from faleme.reference.files import DATA
from faleme.reference.gazetteer import load_gazetteer
from training.corpora import Sentence

# Share of the sentences that are read with other names, by kind of batch; of those of "everyday" origin three in four.
SHARES = {"syntax": 0.15, "names": 0.2, "events": 0.3, "everyday": 0.75}
_LEAD = ("South", "North", "Equatorial", "New", "Papua", "Northern")  # of a longer name
AFRICAN = 0.6  # share of the new names that are African: the region that we read most
TOWN = 8_000  # inhabitants from which a place may be drawn
"""Smaller places are seldom in the press, and often bear a person's or a common noun's name."""


@dataclass(frozen=True, slots=True)
class Named:
    """Single-word names of one country."""

    given: list[str]
    family: list[str]
    places: list[str]


class Renaming:
    """Draws the exchange for one sentence after another."""

    def __init__(self) -> None:
        countries = load_countries()
        given, family, places = (defaultdict(set) for _ in range(3))
        with open(DATA / "actors" / "people.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                words = row["name"].split()
                if len(words) == 2 and all(word.isalpha() and len(word) > 2 for word in words):
                    given[row["country"]].add(words[0])
                    family[row["country"]].add(words[1])
        gazetteer = load_gazetteer()
        for number in range(len(gazetteer)):
            place = gazetteer.at(number)
            if place.country and place.fclass == "P" and place.population >= TOWN and _plain(place.name):
                places[place.country].add(place.name)
        self._named = {
            iso3: Named(sorted(given[iso3]), sorted(family[iso3]), sorted(places[iso3]))
            for iso3 in countries.by_iso3
            if len(given[iso3]) > 2 and len(places[iso3]) > 2
        }
        known = countries.by_iso3
        self._african = [iso3 for iso3 in self._named if known[iso3].continent == "AF"]
        self._others = [iso3 for iso3 in self._named if known[iso3].continent != "AF"]
        self._countries = [
            (country.name_en, country.adjectives[0])
            for country in known.values()
            if country.independent and country.adjectives and _plain(country.name_en) and _plain(country.adjectives[0])
        ]
        self._alike = defaultdict(list)
        for number, pair in enumerate(self._countries):
            self._alike[_kind(*pair)].append(number)
        self._words = {word: number for number, pair in enumerate(self._countries) for word in pair}
        self._words |= {
            f"{adjective}s": number for number, (_, adjective) in enumerate(self._countries) if adjective.endswith("an")
        }

    def read(self, sentence: Sentence, kind: str, rng: random.Random) -> Sentence:
        """The sentence, or the same with other names; its number of words and its labels stay."""
        if rng.random() >= SHARES.get("everyday" if sentence.origin == "everyday" else kind, 0.0):
            return sentence
        new = self._countries_of(sentence.words, rng) if kind == "events" else {}
        new |= self._names_of(sentence, rng) if sentence.names else {}
        if not new:
            return sentence
        if sentence.lemmas:  # a name whose lemma is another word ("Andamans") stays
            new = {at: word for at, word in new.items() if sentence.lemmas[at] == sentence.words[at]}
        lemmas = sentence.lemmas and [new.get(at, lemma) for at, lemma in enumerate(sentence.lemmas)]
        return replace(sentence, words=[new.get(n, word) for n, word in enumerate(sentence.words)], lemmas=lemmas)

    def _names_of(self, sentence: Sentence, rng: random.Random) -> dict[int, str]:
        """New words by their index, for people of one or two words and places of one."""
        names = self._named[rng.choice(self._african if rng.random() < AFRICAN else self._others)]
        new: dict[int, str] = {}
        chosen: dict[tuple[str, str], str] = {}  # a name told twice stays one
        tags = [*(sentence.names or []), "O"]
        for first, tag in enumerate(tags):
            if tag not in ("B-PER", "B-LOC"):
                continue
            last = first
            while tags[last + 1].startswith("I-"):
                last += 1
            words = sentence.words[first : last + 1]
            if not all(word.isalpha() and len(word) > 2 for word in words):
                continue
            if tag == "B-LOC":
                lists = [names.places] if len(words) == 1 else []
            else:
                lists = {1: [names.given if rng.random() < 0.5 else names.family], 2: [names.given, names.family]}.get(
                    len(words), []
                )
            for at, choices in enumerate(lists):
                word = chosen.setdefault((tag, words[at].lower()), rng.choice(choices))
                new[first + at] = _cased(word, words[at])
        return new

    def _countries_of(self, words: list[str], rng: random.Random) -> dict[int, str]:
        """New words by their index for countries and their adjectives; each country becomes one other."""
        new: dict[int, str] = {}
        chosen: dict[int, int] = {}
        for at, word in enumerate(words):
            number = self._words.get(word)
            if number is None or (at and words[at - 1] in _LEAD):
                continue
            name, adjective = self._countries[number]
            if number not in chosen:
                free = [one for one in self._alike[_kind(name, adjective)] if one not in chosen.values()]
                chosen[number] = rng.choice(free or [number])
            other = chosen[number]
            other_name, other_adjective = self._countries[other]
            new[at] = other_name if word == name else other_adjective if word == adjective else f"{other_adjective}s"
        return new


def _kind(name: str, adjective: str) -> tuple[bool, bool]:
    """Countries of one kind can stand for each other: "an" before the name stays right, and the noun's plural."""
    return name[0] in "AEIO", adjective.endswith("an")  # "a Ukrainian"


def _plain(name: str) -> bool:
    return name.isalpha() and len(name) > 3 and name[0].isupper() and name[1:].islower()


def _cased(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.lower() if like.islower() else word
