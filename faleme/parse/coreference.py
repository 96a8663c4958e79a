"""Mentions of one referent, found by ordered sieves: the surest evidence joins first, the doubtful last.

The sieves, in their order: states (country, capital, "the Malian government"), names and acronyms, a person's full
name and the surname alone, appositions, repeated descriptions, "the minister" and "the organisation", pronouns,
plurals ("the two ministers"). None needs a parse of the sentence; heads and relations help where they are good.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from faleme.records import Article, Chain, Mention, MentionKind, Parse, Saying
from faleme.reference.countries import Countries
from faleme.reference.mentions_lexicon import MentionLexicon
from faleme.reference.names import normalise
from faleme.reference.phrases import Phrase, analyse_phrase

if TYPE_CHECKING:
    from faleme.reference.actors import Actors

# How many sentences back a pronoun or a description looks. Tuned on the train pages (benchmarks/quality/chains.py):
# nearer loses more links than it saves wrong ones.
_PRONOUN_REACH = 3
_DESCRIPTION_REACH = 12


def chains(
    article: Article,
    parse: Parse,
    *,
    lexicon: MentionLexicon,
    countries: Countries,
    actors: Actors | None = None,
) -> tuple[Chain, ...]:
    """Chains over all actor and place mentions, in order of their first mention; a mention alone is a chain of one.

    Actors and places never share a chain: "in Mali" and "Mali said" are told apart by their kind. Times have none.
    actors: where given, two names of one registry entry ("JNIM", its full name) are one referent.
    """
    work = _Work(article, parse, lexicon, countries, actors)
    work.join_states()
    work.join_names()
    work.join_registry_names()
    work.join_shortened()
    work.join_members()
    work.join_persons()
    work.join_appositions()
    work.join_repeated()
    work.join_governments()
    work.join_classes()
    work.join_described()
    work.join_pronouns()
    return work.chains()


@dataclass(slots=True)
class _Item:
    """A mention with its parts and what is known of whom it names."""

    index: int
    mention: Mention
    phrase: Phrase
    subject: bool
    state: str | None = None  # alpha-3 where the mention is a state or its government
    person: bool = False
    keys: frozenset[str] = frozenset()  # normalised names
    kinds: frozenset[str] = frozenset()  # classes of the lexicon's bodies, "person", "state", "plural"


@dataclass(slots=True)
class _Cluster:
    items: list[_Item] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.items[0].index

    def countries(self) -> set[str]:
        found = {item.state for item in self.items if item.state}
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


class _Work:
    """The clusters while they grow."""

    def __init__(
        self, article: Article, parse: Parse, lexicon: MentionLexicon, countries: Countries, actors: Actors | None
    ) -> None:
        self.text = article.text
        self.parse = parse
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
        self.cluster_of = {index: _Cluster([item]) for index, item in self.items.items()}

    # --- what a mention is ---------------------------------------------------------------------------------------

    def _item(self, index: int) -> _Item:
        mention = self.parse.mentions[index]
        phrase = analyse_phrase(mention.text, lexicon=self.lexicon, countries=self.countries)
        token = self.parse.tokens[mention.head] if mention.head < len(self.parse.tokens) else None
        subject = token is not None and token.deprel.startswith("nsubj")
        item = _Item(index, mention, phrase, subject)
        item.state = None if phrase.parts else self._state(phrase)
        item.person = self._is_person(phrase)
        names = {phrase.name, phrase.acronym} - {""} if not phrase.parts else set()
        if phrase.apposition is not None and phrase.apposition.name and phrase.kind == "role":
            names.add(phrase.apposition.name)
        item.keys = frozenset(normalise(name) for name in names)
        item.kinds = self._kinds(item)
        return item

    def _state(self, phrase: Phrase) -> str | None:
        """The country that a phrase names as one that acts: by name, capital, or "the Malian government"."""
        if phrase.kind == "name" and not phrase.possessor and not phrase.partitive:
            if phrase.apposition is not None or self.countries.adjective(phrase.name) is not None:
                # "Ugandan" of "Ugandan and Congolese troops" are troops; "US" is name and adjective alike.
                country = self.countries.named(phrase.name) if phrase.name.isupper() or "." in phrase.name else None
            else:
                country = self.countries.named(phrase.name) or self.countries.metonym(phrase.name)
            if country is not None:
                return country.iso3
        if phrase.head in _GOVERNMENT and phrase.kind in {"group", "name"}:
            owner = phrase.possessor or phrase.complement.removeprefix("the ")
            country = self.countries.named(owner) if owner else None
            if country is not None:
                return country.iso3
            return phrase.nationality if len(phrase.modifiers) == 2 else None
        return None

    def _is_person(self, phrase: Phrase) -> bool:
        if phrase.kind in {"person", "role"}:
            return True
        if phrase.kind != "name" or phrase.parts or phrase.partitive:
            return False
        if phrase.apposition is not None:
            return phrase.apposition.kind in {"role", "person"}
        words = phrase.name.split()
        if not 2 <= len(words) <= 5 or any(word.casefold() in self.lexicon.name_words for word in words):
            return False
        if self._state(phrase) is not None or any(
            word.islower() and word not in self.lexicon.particles for word in words
        ):
            return False
        if self.actors is not None and (found := self.actors.candidates(phrase.name)):
            return any(actor.kind == "person" for actor in found)
        return not phrase.definite or bool(phrase.possessor)

    def _kinds(self, item: _Item) -> frozenset[str]:
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

    # --- joining -------------------------------------------------------------------------------------------------

    def join(self, a: _Item, b: _Item) -> None:
        one, other = self.cluster_of[a.index], self.cluster_of[b.index]
        if one is other:
            return
        one.items = sorted([*one.items, *other.items], key=lambda item: item.mention.span)
        for item in other.items:
            self.cluster_of[item.index] = one

    def compatible(self, a: _Cluster, b: _Cluster) -> bool:
        """No two countries, no two sexes, and persons only with persons."""
        first, second = a.countries(), b.countries()
        if first and second and not first & second:
            return False
        if len(a.genders() | b.genders()) > 1:
            return False
        return a.is_person() == b.is_person()

    # --- the sieves ----------------------------------------------------------------------------------------------

    def join_states(self) -> None:
        """Country, capital and government of one state."""
        seen: dict[str, _Item] = {}
        for item in self.actor_items:
            if item.state:
                self.join(seen.setdefault(item.state, item), item)

    def join_names(self) -> None:
        """The same name, or its acronym as the text itself gives it ("Alliance of Sahel States (AES)")."""
        for items in (self.actor_items, self.place_items):
            seen: dict[str, _Item] = {}
            for item in items:
                keys = item.keys
                if item.mention.kind is MentionKind.PLACE and not keys:
                    keys = frozenset([normalise(item.mention.text)])
                if item.state or item.phrase.partitive or (item.phrase.possessor and not item.person):
                    continue
                for key in sorted(keys):
                    self.join(seen.setdefault(key, item), item)
        self._join_initials()

    def _join_initials(self) -> None:
        """An acronym and the one name in the article with those initials."""
        long = [item for item in self.actor_items if item.phrase.kind == "name" and " " in item.phrase.name]
        for item in self.actor_items:
            name = item.phrase.name
            if item.phrase.kind != "name" or not 2 < len(name) < 7 or not name.isupper():
                continue
            fits = [other for other in long if _initials(other.phrase.name) == name]
            if fits and len({id(self.cluster_of[other.index]) for other in fits}) == 1:
                self.join(fits[0], item)

    def join_registry_names(self) -> None:
        """Two names of one entry of the registry, where neither names another entry as well."""
        if self.actors is None:
            return
        seen: dict[str, _Item] = {}
        for item in self.actor_items:
            phrase = item.phrase
            if item.state or phrase.kind not in {"name", "person"} or phrase.partitive or phrase.parts:
                continue
            if phrase.possessor and phrase.kind == "name" and not item.person:
                continue
            found = self.actors.candidates(phrase.name)
            if len(found) == 1:
                self.join(seen.setdefault(found[0].actor_id, item), item)

    def join_shortened(self) -> None:
        """ "Move Forward" and "the Move Forward Party": one name is the other and a word for a body."""
        seen: dict[str, _Item] = {}
        for item in self.actor_items:
            phrase = item.phrase
            if (
                phrase.kind != "name"
                or item.person
                or item.state
                or phrase.partitive
                or phrase.parts
                or phrase.possessor
            ):
                continue
            words = normalise(phrase.name).split()
            while len(words) > 1 and words[-1] in _BODY_WORDS:
                words.pop()
            while len(words) > 1 and words[0] in _BODY_WORDS:
                words.pop(0)
            key = " ".join(words)
            if key not in self.lexicon.name_words:
                self.join(seen.setdefault(key, item), item)

    def join_members(self) -> None:
        """ "Hamas fighters", "the RSF's men", "rebels of the M23": the body's people are the body."""
        by_key: dict[str, _Item] = {}
        for item in self.actor_items:
            if item.phrase.kind == "name" and not item.state and not item.person and not item.phrase.partitive:
                for key in item.keys:
                    by_key.setdefault(key, item)
        for item in self.actor_items:
            phrase = item.phrase
            if phrase.indefinite or phrase.count or phrase.parts or item.state:
                continue
            if phrase.kind == "name" and phrase.partitive:
                owners = [phrase.name]
            elif phrase.kind == "group" and phrase.head in self.lexicon.membership:
                owners = [phrase.named, phrase.possessor, phrase.complement]
            else:
                continue
            for owner in filter(None, owners):
                target = by_key.get(normalise(owner))
                if target is not None:
                    self.join(target, item)
                    break

    def join_persons(self) -> None:
        """The surname alone, with or without a title, and the one person in the article who bears it.

        Two persons of one surname in the article leave the surname alone unjoined, unless the title agrees with one.
        """
        full = [item for item in self.actor_items if item.person and len(self._name_words(item)) > 1]
        for item in self.actor_items:
            words = self._name_words(item)
            if len(words) != 1 or item.phrase.kind not in {"person", "name"} or item.state:
                continue
            bearers: dict[int, _Item] = {}
            for other in full:
                names = self._name_words(other)
                if words[0] in (names[-1], names[0]) or words[0] in names[1:]:
                    bearers.setdefault(id(self.cluster_of[other.index]), other)
            fits = [
                other
                for other in bearers.values()
                if self._titles_agree(item, self.cluster_of[other.index])
                and self._genders_agree(item, self.cluster_of[other.index])
            ]
            surnames = [other for other in fits if self._name_words(other)[-1] == words[0]]
            best = surnames if len(surnames) == 1 else fits
            title = {word.casefold() for word in item.phrase.modifiers}
            if len(best) > 1 and title:
                best = [other for other in best if title & self.cluster_of[other.index].title_words()]
            if len(best) == 1:
                self.join(best[0], item)
        self._join_longer_names(full)

    def _join_longer_names(self, full: Sequence[_Item]) -> None:
        """ "Mohamed Bazoum" and "President Mohamed Bazoum Salah": all words of one name in the other, last alike."""
        for at, item in enumerate(full):
            for other in full[:at]:
                a, b = self._name_words(item), self._name_words(other)
                short, long = (a, b) if len(a) <= len(b) else (b, a)
                if len(short) < len(long) and set(short) <= set(long) and short[0] == long[0]:
                    self.join(other, item)

    def _name_words(self, item: _Item) -> list[str]:
        phrase = item.phrase
        name = phrase.name
        if phrase.kind == "role" and phrase.apposition is not None:
            name = phrase.apposition.name
        return [word for word in normalise(name).split() if word not in self.lexicon.suffixes]

    def _titles_agree(self, item: _Item, cluster: _Cluster) -> bool:
        office = self.lexicon.office(item.phrase.title) if item.phrase.title else None
        nationality = item.phrase.nationality
        known = {country for country in cluster.countries() if country}
        if nationality and known and nationality not in known:
            return False
        if office is None:
            return True
        offices = {
            self.lexicon.office(phrase.title)
            for other in cluster.items
            for phrase in (other.phrase, other.phrase.apposition)
            if phrase is not None and phrase.title
        } - {None}
        return not offices or office in offices

    def _genders_agree(self, item: _Item, cluster: _Cluster) -> bool:
        return len(({item.phrase.gender} - {""}) | cluster.genders()) <= 1

    def join_appositions(self) -> None:
        """A description and the name beside it, set off by a comma: "the army chief, General Diarra,"."""
        for left, right in zip(self.actor_items, self.actor_items[1:], strict=False):
            between = self.text[left.mention.span.end : right.mention.span.start]
            if left.mention.sentence != right.mention.sentence or left.mention.span.overlaps(right.mention.span):
                continue
            one, other = self.cluster_of[left.index], self.cluster_of[right.index]
            if between.strip() in {",", ""} and left.phrase.kind == "role" and right.phrase.name and right.person:
                if self.compatible(one, other):
                    self.join(left, right)
            elif (
                between.strip() == ","
                and left.phrase.name
                and left.person
                and right.phrase.kind == "role"
                and right.phrase.definite
                and self.compatible(one, other)
            ):
                self.join(left, right)

    def join_repeated(self) -> None:
        """The same description again: "the army … the army", "suspected jihadists … the jihadists"."""
        for at, item in enumerate(self.actor_items):
            phrase = item.phrase
            if phrase.kind not in {"group", "role"} or item.state or phrase.indefinite or phrase.parts:
                continue
            if len(self.cluster_of[item.index].items) > 1:
                continue
            for other in reversed(self.actor_items[:at]):
                if other.phrase.kind not in {"group", "role", "person"} or other.mention.span.overlaps(
                    item.mention.span
                ):
                    continue
                if self._same_description(other, item):
                    self.join(other, item)
                    break

    def _same_description(self, earlier: _Item, later: _Item) -> bool:
        one, other = earlier.phrase, later.phrase
        if one.kind == "person":
            return False
        if one.head != other.head or one.number != other.number:
            return False
        if one.count and other.count and one.count != other.count:
            return False
        if other.count and not one.count:
            return False
        if not other.definite and normalise(later.mention.text) != normalise(earlier.mention.text):
            return False
        if one.possessor != other.possessor and other.possessor:
            return False
        if not self.compatible(self.cluster_of[earlier.index], self.cluster_of[later.index]):
            return False
        extra = {word.casefold() for word in other.modifiers} - {word.casefold() for word in one.modifiers}
        return not extra - self.lexicon.office_modifiers

    def join_governments(self) -> None:
        """ "The government" without a country, and "the Russians": the state last named before it."""
        for at, item in enumerate(self.actor_items):
            phrase = item.phrase
            if item.state or len(self.cluster_of[item.index].items) > 1 or not phrase.definite or phrase.parts:
                continue
            bare = len(phrase.modifiers) == 1 and not phrase.possessor and not phrase.complement
            peoples: set[str] = set()
            if phrase.kind == "name" and not phrase.count and not phrase.partitive:
                peoples = {country.iso3 for country in self.countries.adjective_candidates(phrase.name)}
            if not peoples and not (bare and phrase.head in _RULERS):
                continue
            for other in reversed(self.actor_items[:at]):
                if other.state and (not peoples or other.state in peoples):
                    self.join(other, item)
                    break

    def join_classes(self) -> None:
        """ "The attackers" after "suspected jihadists": the nearest group of one class."""
        for at, item in enumerate(self.actor_items):
            phrase = item.phrase
            if phrase.kind != "group" or not phrase.definite or phrase.possessor or phrase.complement or phrase.count:
                continue
            if len(self.cluster_of[item.index].items) > 1 or len(phrase.modifiers) > 1 or item.state:
                continue
            for name, nouns in self.lexicon.groups.items():
                if phrase.head in nouns and (target := self._of_class(at, item, name, nouns)) is not None:
                    self.join(target, item)
                    break

    def _of_class(self, at: int, item: _Item, name: str, nouns: frozenset[str]) -> _Item | None:
        for other in reversed(self.actor_items[:at]):
            if item.mention.sentence - other.mention.sentence > _PRONOUN_REACH:
                return None
            cluster = self.cluster_of[other.index]
            if other.mention.span.overlaps(item.mention.span) or cluster.is_person():
                continue
            if cluster.heads() & nouns or (name == "violent" and "armed" in self._registry_classes(cluster)):
                return other
        return None

    def join_described(self) -> None:
        """ "the minister", "the organisation", "the country": the nearest referent that it can describe."""
        for at, item in enumerate(self.actor_items):
            phrase = item.phrase
            if len(self.cluster_of[item.index].items) > 1 or item.state or phrase.parts or phrase.count:
                continue
            if not phrase.definite or phrase.possessor or phrase.number == "plural":
                continue
            if phrase.complement and self.lexicon.office(phrase.title) is None:
                continue
            if phrase.kind not in {"group", "role"} and (phrase.kind != "name" or " " in phrase.name):
                continue
            target = self._described(at, item)
            if target is not None:
                self.join(target, item)

    def _described(self, at: int, item: _Item) -> _Item | None:
        phrase = item.phrase
        seen: set[int] = set()
        for other in reversed(self.actor_items[:at]):
            cluster = self.cluster_of[other.index]
            if id(cluster) in seen or other.mention.span.overlaps(item.mention.span):
                continue
            seen.add(id(cluster))
            if item.mention.sentence - other.mention.sentence > _DESCRIPTION_REACH:
                break
            if phrase.kind == "role":
                if (
                    cluster.is_person()
                    and self._role_fits(phrase, cluster)
                    and self.compatible(cluster, self.cluster_of[item.index])
                ):
                    return other
            elif self._body_fits(item, cluster):
                return other
        return None

    def _role_fits(self, phrase: Phrase, cluster: _Cluster) -> bool:
        """True where the title of the cluster names the role: "the minister" of "Defence Minister Camara"."""
        wanted = {word.casefold() for word in phrase.modifiers if not self.countries.adjective_candidates(word)}
        titles = cluster.title_words()
        if wanted & _TELLING and not wanted & _TELLING <= titles:
            return False
        wanted -= self.lexicon.office_modifiers | {"young", "same"}
        if wanted and wanted <= titles:
            return True
        office = self.lexicon.office(phrase.title)
        if office is None:
            return False
        return any(
            self.lexicon.office(part.title) == office
            for item in cluster.items
            for part in (item.phrase, item.phrase.apposition)
            if part is not None and part.title
        )

    def _body_fits(self, item: _Item, cluster: _Cluster) -> bool:
        """True where a named body can be "the group", "the extremist organisation", "the ministry".

        A general noun fits any body of its class, whatever stands before it. A noun that every country has one of
        ("court", "army") fits a body with that word in its name, and no word of its own may be missing there.
        """
        if cluster.is_person() or not self.compatible(cluster, self.cluster_of[item.index]):
            return False
        if any(other.state for other in cluster.items):
            return False
        named = [other for other in cluster.items if other.phrase.kind == "name" and other.phrase.name]
        head = item.phrase.head
        words = {word for other in named for word in normalise(other.phrase.name).split()}
        if head in _GENERAL:
            wanted = {name for name, nouns in self.lexicon.bodies.items() if head in nouns}
            return bool(named) and bool(wanted & self._classes(cluster) or head in words)
        if head in _EVERYWHERE or head not in words:
            return False
        extra = {word.casefold() for word in item.phrase.modifiers} - {head}
        return all(word in words or bool(self.countries.adjective_candidates(word.title())) for word in extra)

    def _classes(self, cluster: _Cluster) -> set[str]:
        """Classes of a named body: from the words of its name, and from the registry where it knows the name."""
        classes: set[str] = set()
        for item in cluster.items:
            words = set(normalise(item.phrase.name).split())
            classes |= {name for name, nouns in self.lexicon.bodies.items() if words & nouns}
        return classes | self._registry_classes(cluster)

    def _registry_classes(self, cluster: _Cluster) -> set[str]:
        classes: set[str] = set()
        if self.actors is not None:
            for item in cluster.items:
                for name in filter(None, (item.phrase.name, item.phrase.acronym, item.phrase.named)):
                    for actor in self.actors.candidates(name):
                        classes |= _REGISTRY_CLASSES.get(actor.kind, frozenset())
        return classes

    def join_pronouns(self) -> None:
        """He, she, it, they, I, we: the nearest referent that agrees; the speaker inside a quotation."""
        for at, item in enumerate(self.actor_items):
            pronoun = item.phrase.pronoun
            if pronoun is None or len(self.cluster_of[item.index].items) > 1:
                continue
            if pronoun.person == 1:
                target = self._speaker_of(item)
            elif pronoun.person == 3:
                target = self._antecedent(at, item)
            else:
                target = None
            if target is not None and target is not item:
                self.join(target, item)

    def _speaker_of(self, item: _Item) -> _Item | None:
        for saying in self._sayings_over(item):
            if saying.speaker is not None and saying.speaker in self.items:
                speaker = self.items[saying.speaker]
                # "We" of a named person is the body that the person speaks for: left alone.
                named = speaker.person and speaker.phrase.kind != "role"
                return None if named and item.phrase.number == "plural" else speaker
        return None

    def _sayings_over(self, item: _Item) -> list[Saying]:
        over = [saying for saying in self.parse.sayings if saying.content.contains(item.mention.span)]
        return sorted(over, key=lambda saying: len(saying.content))

    def _antecedent(self, at: int, item: _Item) -> _Item | None:
        scored: list[tuple[float, int, _Item]] = []
        seen: set[int] = set()
        for back, other in enumerate(reversed(self.actor_items[:at])):
            cluster = self.cluster_of[other.index]
            distance = item.mention.sentence - other.mention.sentence
            if distance > _PRONOUN_REACH:
                break
            if id(cluster) in seen or other.mention.span.overlaps(item.mention.span):
                continue
            if not self._agrees(item, cluster, other):
                continue
            seen.add(id(cluster))
            score = -1.0 * distance - 0.2 * back
            if self._leads(other):
                score += 0.6
            if other.phrase.pronoun is not None and other.phrase.head == item.phrase.head:
                score += 0.5
            if other.subject:
                score += 0.4
            if distance == 0 and item.phrase.head in _OBJECTS and not self._clause_between(other, item):
                score -= 1.5  # "X attacked him": he is not X
            scored.append((score, -other.index, other))
        return max(scored, key=lambda entry: entry[:2])[2] if scored else None

    def _clause_between(self, earlier: _Item, later: _Item) -> bool:
        """True where a comma or a conjunction parts the two."""
        between = self.text[earlier.mention.span.end : later.mention.span.start]
        return any(mark in between for mark in ",;:—–") or bool(_CONJUNCTIONS & set(between.casefold().split()))

    def _leads(self, item: _Item) -> bool:
        """True for the first actor of its sentence: most often the subject."""
        sentence = self.parse.sentences[item.mention.sentence]
        before = self.text[sentence.span.start : item.mention.span.start]
        return len(before.split()) <= 2

    def _agrees(self, item: _Item, cluster: _Cluster, other: _Item) -> bool:
        pronoun = item.phrase.pronoun
        assert pronoun is not None
        gender, number = pronoun.gender, pronoun.number
        first_person = other.phrase.pronoun is not None and other.phrase.pronoun.person != 3
        if first_person and len(cluster.items) == 1:
            return False
        if gender in {"masculine", "feminine"}:
            heads = [one.phrase for one in cluster.items if one.phrase.pronoun is None]
            single = cluster.is_person() or any(
                one.kind == "name" and one.number == "singular" and not one.definite for one in heads
            )
            pronouns = any(one.phrase.gender == gender and one.phrase.pronoun for one in cluster.items)
            if any(one.state for one in cluster.items):
                return False
            return (single or pronouns) and cluster.genders() <= {gender}
        if gender == "neuter":
            return (
                not cluster.is_person() and not cluster.plural() and not cluster.genders() & {"masculine", "feminine"}
            )
        if number == "plural":
            return cluster.plural() or any(
                one.phrase.pronoun is not None and one.phrase.number == "plural" for one in cluster.items
            )
        return False

    # --- the chains ----------------------------------------------------------------------------------------------

    def chains(self) -> tuple[Chain, ...]:
        """The clusters as chains, in order of their first mention, plurals with their members."""
        unique: dict[int, _Cluster] = {}
        for item in (*self.actor_items, *self.place_items):
            unique.setdefault(id(self.cluster_of[item.index]), self.cluster_of[item.index])
        ordered = sorted(unique.values(), key=lambda cluster: (cluster.items[0].mention.span, cluster.items[0].index))
        number = {id(cluster): at for at, cluster in enumerate(ordered)}
        return tuple(
            Chain(
                mentions=tuple(sorted(item.index for item in cluster.items)),
                members=tuple(sorted(number[id(member)] for member in self._members(cluster))),
            )
            for cluster in ordered
        )

    def _members(self, cluster: _Cluster) -> list[_Cluster]:
        """The referents that "the two ministers" or "both nations" sum up: the last so many before that fit."""
        for item in cluster.items:
            phrase = item.phrase
            if item.mention.kind is not MentionKind.ACTOR:
                continue
            if phrase.parts:
                return self._parts(item)
            if not phrase.definite or phrase.possessor or phrase.number != "plural":
                continue
            classes = [name for name, nouns in self.lexicon.plurals.items() if phrase.head in nouns]
            if not classes or not (phrase.count in {2, 3} or phrase.head in _SUMS):
                continue
            found = self._last_of(item, classes, phrase.count or 2)
            if len(found) == (phrase.count or 2):
                return found
        return []

    def _last_of(self, item: _Item, classes: Iterable[str], count: int) -> list[_Cluster]:
        found: list[_Cluster] = []
        for other in reversed(self.actor_items[: self.actor_items.index(item)]):
            cluster = self.cluster_of[other.index]
            if cluster in found or cluster is self.cluster_of[item.index] or other.phrase.parts:
                continue
            state = any(one.state for one in cluster.items)
            named = any(one.phrase.kind in {"name", "person"} for one in cluster.items)
            fits = (
                ("state" in classes and state)
                or ("person" in classes and cluster.is_person())
                or ("body" in classes and named and not state and not cluster.is_person())
            )
            if fits and not (found and found[0].is_person() != cluster.is_person()):
                found.append(cluster)
            if len(found) == count:
                break
        return found

    def _parts(self, item: _Item) -> list[_Cluster]:
        found: list[_Cluster] = []
        for part in item.phrase.parts:
            phrase = analyse_phrase(part, lexicon=self.lexicon, countries=self.countries)
            state = self._state(phrase)
            key = normalise(phrase.name)
            for other in self.actor_items:
                same = (state is not None and other.state == state) or (key and key in other.keys)
                if same and other is not item and self.cluster_of[other.index] not in found:
                    found.append(self.cluster_of[other.index])
                    break
        return found


# Nouns that may stand for a body of any name.
_GENERAL = frozenset("group organisation organization movement militia outfit sect bloc body grouping network".split())
# Nouns that stand for the country's own, not for a body named with the same word before.
_EVERYWHERE = frozenset("army police government parliament military navy state".split())
# "The new president" is not the one before.
_TELLING = frozenset("new incoming outgoing former late ousted deposed first deputy vice acting interim".split())
_GOVERNMENT = frozenset("government authorities administration presidency state".split())
# Pronouns that cannot be the subject of their own clause, and so not the one who does it.
_OBJECTS = frozenset(["him", "her", "them", "it", "us", "me"])
_CONJUNCTIONS = frozenset(
    "and that who which when while after before because if as but whose until since although".split()
)
_RULERS = frozenset("government authorities junta presidency administration regime".split())
# They may stand in a body's name or be left out of it.
_BODY_WORDS = frozenset("party movement group organisation organization militia front network company the".split())
_SUMS = frozenset(["sides", "parties", "countries"])
_REGISTRY_CLASSES: dict[str, frozenset[str]] = {
    "armed_group": frozenset(["armed"]),
    "organisation": frozenset(["body"]),
    "body": frozenset(["body"]),
    "institution": frozenset(["institution", "society"]),
    "company": frozenset(["society"]),
    "media": frozenset(["society"]),
}


def _initials(name: str) -> str:
    """First letters of the words in capitals."""
    return "".join(word[0] for word in name.split() if word[:1].isupper())
