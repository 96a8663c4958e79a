"""What coreference works on: mentions with their parts, and the clusters they grow into."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from faleme.interviews import interview_of
from faleme.records import Article, BlockKind, Mention, MentionKind, Parse
from faleme.reference.actors import Actor, Actors
from faleme.reference.countries import Countries
from faleme.reference.mentions_lexicon import MentionLexicon
from faleme.reference.names import normalise
from faleme.reference.phrases import CountryNames, Phrase, analyse_phrase
from faleme.reference.sections import Sections, scene_of

# How many sentences back a pronoun or "the attackers" looks. Tuned on the train pages (benchmarks/quality/chains.py):
# nearer loses more links than it saves wrong ones.
REACH = 3

# A quotation within one line; shorter ones quote a word, not a speaker.
_QUOTED = re.compile(r"[“\"][^“”\"\n]*[”\"]")
_FEW_WORDS = 27  # characters, marks included: a shorter quotation is a word that somebody used
_GOVERNMENT = frozenset("government authorities administration presidency state".split())
_REGISTRY_CLASSES: dict[str, frozenset[str]] = {
    "armed_group": frozenset(["armed"]),
    "organisation": frozenset(["body"]),
    "armed_forces": frozenset(["armed", "military"]),
    "institution": frozenset(["institution", "society"]),
    "party": frozenset(["society"]),
    "company": frozenset(["society"]),
}


@dataclass(slots=True)
class Item:
    """A mention with its parts and what is known of whom it names."""

    index: int
    mention: Mention
    phrase: Phrase
    subject: bool
    state: str | None = None  # alpha-3 where the mention is a state or its government
    of: str | None = None  # alpha-3 of the country after "of": "the ambassador of Chad"
    person: bool = False
    keys: frozenset[str] = frozenset()  # normalised names
    kinds: frozenset[str] = frozenset()  # classes of the lexicon's bodies, "person", "state", "plural"


@dataclass(slots=True)
class Cluster:
    items: list[Item] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.items[0].index

    def countries(self) -> set[str]:
        found = {code for item in self.items for code in (item.state, item.of) if code}
        return found | {item.phrase.nationality for item in self.items if item.phrase.nationality}

    def genders(self) -> set[str]:
        return {item.phrase.gender for item in self.items if item.phrase.gender}

    def is_person(self) -> bool:
        return any(item.person for item in self.items)

    def kinds(self) -> frozenset[str]:
        return frozenset[str]().union(*(item.kinds for item in self.items))

    def heads(self) -> set[str]:
        return {item.phrase.head for item in self.items if item.phrase.head}

    def plural(self) -> bool:
        named = [item for item in self.items if item.phrase.pronoun is None]
        return any(item.phrase.number == "plural" for item in named)

    def title_words(self) -> set[str]:
        words: set[str] = set()
        for item in self.items:
            for phrase in (item.phrase, item.phrase.apposition):
                if phrase is not None:
                    words.update(word.casefold() for word in phrase.modifiers)
        return words


class Clusters:
    """The clusters while they grow."""

    def __init__(
        self, article: Article, parse: Parse, lexicon: MentionLexicon, countries: Countries, actors: Actors | None
    ) -> None:
        self.text = article.text
        self.interview = interview_of(article, parse, leading=lexicon.leading)
        self.sections = Sections(article, countries)
        self.titles = [at for at, block in enumerate(article.blocks) if block.kind is BlockKind.TITLE]
        self.parse = parse
        self.quoted = [
            # Short ones are found first, lest what stands between two of them be taken for one.
            match.span()
            for match in _QUOTED.finditer(article.text)
            if match.end() - match.start() >= _FEW_WORDS
        ]
        self.quoted_sentences = frozenset(
            number
            for number, sentence in enumerate(parse.sentences)
            if any(start < sentence.span.end and sentence.span.end <= end + 1 for start, end in self.quoted)
        )
        self.lexicon = lexicon
        self.countries = countries
        self.actors = actors
        kept = [
            index
            for index, mention in enumerate(parse.mentions)
            if mention.kind in (MentionKind.ACTOR, MentionKind.PLACE)
        ]
        kept.sort(key=lambda index: (parse.mentions[index].span.start, -parse.mentions[index].span.end, index))
        self.items = {index: self._item(index) for index in kept}
        self.actor_items = [self.items[i] for i in kept if self.items[i].mention.kind is MentionKind.ACTOR]
        self.place_items = [self.items[i] for i in kept if self.items[i].mention.kind is MentionKind.PLACE]
        self.cluster_of = {index: Cluster([item]) for index, item in self.items.items()}

    def in_quotes(self, item: Item) -> bool:
        """True for a mention inside quotation marks that hold more than a few words."""
        at = item.mention.span.start
        return any(start <= at < end for start, end in self.quoted)

    def answerer(self, item: Item) -> Item | None:
        """Who speaks the mention's paragraph, where it is an answer of an interview."""
        if self.interview is None:
            return None
        speaker = self.interview.speaker(self.parse.sentences[item.mention.sentence].block)
        return None if speaker is None else self.items.get(speaker)

    def apart(self, a: Item, b: Item) -> bool:
        """Whether two mentions stand in two sections of a roundup: only a name reaches from one into the other."""
        return self.sections.number(a.mention.span.start) != self.sections.number(b.mention.span.start)

    def facing(self, a: Item, b: Item) -> bool:
        """Whether two mentions hang on one verb, as who does it and who suffers it: "Vigilantes killed three of the
        bandits" tells of two."""
        tokens = self.parse.tokens
        one, two = tokens[a.mention.head], tokens[b.mention.head]
        return one.head == two.head >= 0 and {one.deprel[:5], two.deprel[:5]} == {"nsubj", "obj"}

    def scene(self, item: Item) -> str | None:
        """The country (alpha-3) in which the mention's sentence says that it plays, by words before the mention."""
        start = self.parse.sentences[item.mention.sentence].span.start
        return scene_of(self.text[start : item.mention.span.start], self.countries)

    def unquoted_sentences(self, first: int, last: int) -> list[int]:
        """Sentences after ``first`` up to ``last`` that no quotation holds: those that count as distance."""
        return [number for number in range(first + 1, last + 1) if number not in self.quoted_sentences]

    # --- what a mention is ---------------------------------------------------------------------------------------

    def _item(self, index: int) -> Item:
        mention = self.parse.mentions[index]
        phrase = analyse_phrase(mention.text, lexicon=self.lexicon, countries=self.countries)
        token = self.parse.tokens[mention.head] if mention.head < len(self.parse.tokens) else None
        subject = token is not None and token.deprel.startswith("nsubj")
        item = Item(index, mention, phrase, subject)
        item.state = None if phrase.parts else state_of(phrase, self.countries)
        item.of = _country_of(phrase, self.countries)
        item.person = self._is_person(phrase)
        names = {phrase.name, phrase.acronym} - {""} if not phrase.parts else set()
        if phrase.apposition is not None and phrase.apposition.name and phrase.kind == "role":
            names.add(phrase.apposition.name)
        item.keys = frozenset(normalise(name) for name in names)
        item.kinds = self._kinds(item)
        return item

    def _is_person(self, phrase: Phrase) -> bool:
        if phrase.kind in {"person", "role"}:
            return True
        if phrase.kind != "name" or phrase.parts or phrase.partitive or phrase.acronym:
            return False
        if phrase.apposition is not None:
            return phrase.apposition.kind in {"role", "person"}
        words = phrase.name.split()
        if not 2 <= len(words) <= 5 or any(word.casefold() in self.lexicon.name_words for word in words):
            return False
        if state_of(phrase, self.countries) is not None or any(
            word.islower() and word not in self.lexicon.particles for word in words
        ):
            return False
        if self.actors is not None and (found := self.actors.candidates(phrase.name)):
            return any(actor.kind == "person" for actor in found)
        return not phrase.definite or bool(phrase.possessor)

    def _kinds(self, item: Item) -> frozenset[str]:
        phrase = item.phrase
        if item.state:
            return frozenset(["state"])
        if item.person:
            return frozenset(["person"])
        head = phrase.head
        kinds = {name for name, words in self.lexicon.bodies.items() if head in words}
        if phrase.kind == "name":
            kinds.add("named")
        if phrase.number == "plural":
            kinds.add("plural")
        return frozenset(kinds)

    def join(self, a: Item, b: Item) -> None:
        one, other = self.cluster_of[a.index], self.cluster_of[b.index]
        if one is other:
            return
        one.items = sorted([*one.items, *other.items], key=lambda item: item.mention.span)
        for item in other.items:
            self.cluster_of[item.index] = one

    def compatible(self, a: Cluster, b: Cluster) -> bool:
        """No two countries, no two sexes, and persons only with persons."""
        first, second = a.countries(), b.countries()
        if first and second and not first & second:
            return False
        if len(a.genders() | b.genders()) > 1:
            return False
        return a.is_person() == b.is_person()

    def name_words(self, item: Item) -> list[str]:
        phrase = item.phrase
        name = phrase.name
        if phrase.kind == "role" and phrase.apposition is not None:
            name = phrase.apposition.name
        return [word for word in normalise(name).split() if word not in self.lexicon.suffixes]

    def shared_surnames(self) -> frozenset[str]:
        """Last words of two or more full names of people in the article, first names not alike."""
        first: dict[str, set[str]] = defaultdict(set)
        for item in self.actor_items:
            words = self.name_words(item)
            if item.person and len(words) > 1 and not item.phrase.parts:
                first[words[-1]].add(words[0])
        return frozenset(surname for surname, names in first.items() if len(names) > 1)

    def classes(self, cluster: Cluster) -> set[str]:
        """Classes of a named body: from the words of its name, and from the registry where it knows the name."""
        classes: set[str] = set()
        for item in cluster.items:
            words = set(normalise(item.phrase.name).split())
            classes |= {name for name, nouns in self.lexicon.bodies.items() if words & nouns}
        return classes | self.registry_classes(cluster)

    def registry_persons(self, cluster: Cluster) -> list[Actor]:
        """The persons of the registry whom the cluster's names fit."""
        found: dict[str, Actor] = {}
        if self.actors is not None:
            for item in cluster.items:
                for actor in self.actors.candidates(item.phrase.name) if item.phrase.name else ():
                    if actor.kind == "person":
                        found[actor.actor_id] = actor
        return list(found.values())

    def registry_classes(self, cluster: Cluster) -> set[str]:
        classes: set[str] = set()
        if self.actors is not None:
            for item in cluster.items:
                for name in filter(None, (item.phrase.name, item.phrase.acronym, item.phrase.named)):
                    for actor in self.actors.candidates(name):
                        classes |= _REGISTRY_CLASSES.get(actor.kind, frozenset())
        return classes


def _country_of(phrase: Phrase, countries: CountryNames) -> str | None:
    """The country that an office, a body or a people is of by the words after "of"."""
    if phrase.parts or not phrase.complement:
        return None
    country = countries.named(phrase.complement.rpartition(" of ")[2].removeprefix("the "))
    return country.iso3 if country is not None else None


def state_of(phrase: Phrase, countries: Countries) -> str | None:
    """The country that a phrase names as one that acts: by name, capital, or "the Malian government"."""
    if phrase.kind == "name" and not phrase.possessor and not phrase.partitive:
        if phrase.apposition is not None or countries.adjective(phrase.name) is not None:
            # "Ugandan" of "Ugandan and Congolese troops" are troops; "US" is name and adjective alike.
            country = countries.named(phrase.name) if phrase.name.isupper() or "." in phrase.name else None
        else:
            country = countries.named(phrase.name) or countries.metonym(phrase.name)
        if country is not None:
            return country.iso3
    if phrase.head in _GOVERNMENT and phrase.kind in {"group", "name"}:
        owner = phrase.possessor or phrase.complement.removeprefix("the ")
        country = countries.named(owner) if owner else None
        if country is not None:
            return country.iso3
        return phrase.nationality if len(phrase.modifiers) == 2 else None
    return None
