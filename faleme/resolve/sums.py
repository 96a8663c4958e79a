"""Mentions that name several actors: each gets the tuple of those that it sums up.

Four ways to say several: a plural that points back ("the two ministers"), a coordination ("French and British
troops"), a noun of such a plural ("the leaders of the two countries"), and a pair of things that two states before it
have one each of ("both parliaments").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from faleme.records import BODIES, Article, Chain, Mention, MentionKind, Parse, ResolvedActor, ResolvedPlace
from faleme.reference.actors import Actors
from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer
from faleme.reference.mentions_lexicon import MentionLexicon, load_mention_lexicon
from faleme.reference.petrarch import OldNames
from faleme.reference.phrases import Phrase
from faleme.reference.sections import Sections
from faleme.resolve.coordination import (
    NamedWords,
    names_after,
    names_before,
    one_for_each,
    parsed,
    plain,
    singular,
    singular_of,
)
from faleme.resolve.evidence import read_phrase
from faleme.resolve.readings import Setting, Tables
from faleme.resolve.referents import answer_of, referent_of
from faleme.resolve.story import Story
from faleme.spans import Span

Several = tuple[ResolvedActor, ...]


def resolve_several(
    article: Article,
    parse: Parse,
    resolved: Mapping[int, ResolvedActor],
    *,
    actors: Actors,
    countries: Countries,
    places: Sequence[ResolvedPlace],
    lexicon: MentionLexicon | None = None,
    old_names: OldNames | None = None,
    gazetteer: Gazetteer | None = None,
) -> dict[int, Several]:
    """For every actor mention of two or more actors, those actors in text order, by mention index.

    resolved: by ``resolve_actors``; the other arguments are as there. A member that the article names elsewhere is
    that mention's resolution; one that stands in the phrase only has the phrase's text and span, or its own part's.
    """
    tables = Tables(
        actors=actors,
        countries=countries,
        lexicon=lexicon or load_mention_lexicon("en"),
        old_names=old_names,
        gazetteer=gazetteer,
    )
    phrases = {i: parsed(parse.mentions[i].text, tables) for i in resolved}
    setting = Setting(
        date=article.published.when if article.published else None,
        countries=Story(article, parse, phrases, places, countries).weights,
    )
    return _Sums(article, parse, resolved, phrases, setting, tables).all()


class _Sums:
    def __init__(
        self,
        article: Article,
        parse: Parse,
        resolved: Mapping[int, ResolvedActor],
        phrases: Mapping[int, Phrase],
        setting: Setting,
        tables: Tables,
    ) -> None:
        self.text, self.parse, self.resolved, self.phrases = article.text, parse, resolved, phrases
        self.sections = Sections(article, tables.countries)
        self.setting, self.tables = setting, tables
        self.found: dict[int, Several] = {}

    def all(self) -> dict[int, Several]:
        for index, phrase in self.phrases.items():
            if " and " in phrase.text or "&" in phrase.text:
                self._keep(index, self._parts(index, phrase))
        for index in self.phrases:
            if index not in self.found:
                self._keep_wide(index)
        for chain in self.parse.chains:
            if chain.members:
                members = self._members(chain)
                for index in chain.mentions:
                    self._keep(index, members)
        for index, phrase in self.phrases.items():
            if index not in self.found and phrase.number == "plural" and phrase.pronoun is None:
                self._keep(index, self._owned(index, phrase) or self._one_of_each(index, phrase))
        for chain in self.parse.chains:
            named = next((self.found[index] for index in chain.mentions if index in self.found), ())
            for index in chain.mentions:
                if index in self.phrases and self._points_back(self.phrases[index]):
                    self._keep(index, named)
        return dict(sorted(self.found.items()))

    @staticmethod
    def _points_back(phrase: Phrase) -> bool:
        """ "they", "the troops": means as many as the mentions before it."""
        return phrase.pronoun is not None or (phrase.kind == "group" and phrase.definite and not phrase.nationalities)

    def _keep(self, index: int, several: Iterable[ResolvedActor]) -> None:
        """Two or more that differ in what is known of them, each once."""
        kept: dict[tuple[object, ...], ResolvedActor] = {}
        for one in several:
            kept.setdefault((one.actor_id or one.name.casefold(), one.country), one)
        if len(kept) > 1 and index in self.resolved and index not in self.found:
            self.found[index] = tuple(kept.values())

    # --- a plural that points back --------------------------------------------------------------------------------

    def _members(self, chain: Chain) -> Several:
        return tuple(best for number in chain.members if (best := self._best(self.parse.chains[number].mentions)))

    def _best(self, mentions: Sequence[int]) -> ResolvedActor | None:
        """The mention that says most of its referent: a name before a noun before a pronoun, the first of equals."""
        known = [index for index in mentions if index in self.resolved]
        if not known:
            return None
        rank = {"person": 3, "name": 3, "role": 2, "group": 1, "pronoun": 0}
        return self.resolved[max(known, key=lambda index: (rank[self.phrases[index].kind], -index))]

    # --- a coordination -------------------------------------------------------------------------------------------

    def _parts(self, index: int, phrase: Phrase) -> Several:
        texts = one_for_each(phrase, self.tables)
        found = [self._own_mention(index, text) or self._alone(index, text) for text in texts]
        told = {(one.country, one.sectors, one.actor_id) for one in found}
        return tuple(found) if len(told) > 1 else ()

    def _own_mention(self, index: int, text: str) -> ResolvedActor | None:
        """The resolution of the part where it is a mention of its own inside this one."""
        span, wanted = self.parse.mentions[index].span, plain(text)
        for other, mention in enumerate(self.parse.mentions):
            if mention.kind is not MentionKind.ACTOR or other == index or not span.contains(mention.span):
                continue
            if other in self.resolved and plain(mention.text) == wanted:
                return self.resolved[other]
        return None

    def _alone(self, index: int, text: str, wide: Mention | None = None) -> ResolvedActor:
        """The part read by itself: the one holder of an office or one body where the plural counts those.

        wide: the mention with all that is coordinated, where the engine's own is cut short.
        """
        mention, whole = wide or self.parse.mentions[index], self.resolved[index]
        phrase = parsed(text, self.tables)
        single = singular_of(text, phrase, self.tables)
        referent = referent_of([read_phrase(phrase, self.setting, self.tables)], self.setting, self.tables)
        if single is not None:
            reading = read_phrase(parsed(single, self.tables), self.setting, self.tables)
            one = referent_of([reading], self.setting, self.tables)
            referent = one if one.actor is not None else referent
        at = mention.text.find(text)
        if at >= 0:
            start = mention.span.start + at
            mention = replace(mention, span=Span(start, start + len(text)), text=text)
        answer = answer_of(index, mention, referent)
        country = answer.country or whole.country
        return replace(
            answer,
            name=referent.actor.name if referent.actor is not None else _without_front(text),
            country=country,
            sectors=answer.sectors or whole.sectors,
            why=f"one of several: “{text}”; {answer.why}",
        )

    def _keep_wide(self, index: int) -> None:
        """A coordination of which the engine cut the mention out: "French and | British troops", "ministers from Mali
        | and Chad". What it left of the rest stands for the whole as well."""
        mention = self.parse.mentions[index]
        first, last = self._reach(index)
        if (first, last) == (mention.span.start, mention.span.end):
            return
        span = Span(first, last)
        text = self.text[first:last]
        texts = one_for_each(parsed(text, self.tables), self.tables)
        wide = replace(mention, span=span, text=text)
        several = [self._alone(index, one, wide) for one in texts]
        for other, one in enumerate(self.parse.mentions):
            if one.kind is MentionKind.ACTOR and span.contains(one.span) and not mention.span.contains(one.span):
                self._keep(other, several)
        self._keep(index, several)

    def _reach(self, index: int) -> tuple[int, int]:
        """Start and end of the mention with the names that an "and" beside it ties to its own."""
        parse, tables = self.parse, self.tables
        mention, phrase = parse.mentions[index], self.phrases[index]
        sentence = parse.sentences[mention.sentence]
        start, end = mention.span.start, mention.span.end
        tokens = parse.tokens
        inside = [at for at in range(sentence.first, sentence.last) if mention.span.contains(tokens[at].span)]
        if not inside or phrase.pronoun is not None:
            return start, end
        words = [token.text for token in tokens[sentence.first : sentence.last]]
        at = inside[0] - sentence.first
        if at > 1 and words[at - 1] in {"and", "&"}:
            named = names_before(words, at - 1, tables)
            modifies = named and (phrase.nationalities or phrase.named) and phrase.number == "plural"
            if not phrase.nationalities:  # "Togo and | Blue Front rebels": a state is none of the rebels
                modifies = modifies and not any(self.tables.countries.candidates(one.bare) for one in named)
            if named and (modifies and all(self._modifies(words, one, sentence.first, inside) for one in named)):
                begin = named[0].first
                begin -= begin > 0 and words[begin - 1].casefold() in {"the", "both", "some"}
                start = tokens[sentence.first + begin].span.start
        at = inside[-1] - sentence.first + 1
        if phrase.number == "plural" and (phrase.complement or phrase.where) and at + 1 < len(words):
            tail = names_after(words, at, tables)
            if tail is not None and tokens[sentence.first + tail - 1].head in inside:
                end = tokens[sentence.first + tail - 1].span.end
        return start, end

    def _modifies(self, words: Sequence[str], one: NamedWords, base: int, inside: Sequence[int]) -> bool:
        """ "French" before "and British troops" is of troops; "Mali" before it is somebody else."""
        if self.tables.countries.adjective_candidates(one.bare) and not self.tables.countries.candidates(one.bare):
            return True
        token = self.parse.tokens[base + one.last - 1]
        return token.deprel in {"amod", "compound", "nmod"} and token.head in inside

    # --- a noun of several ----------------------------------------------------------------------------------------

    def _owned(self, index: int, phrase: Phrase) -> Several:
        """ "the leaders of the two countries", "their leaders": one for each that the inner mention sums up."""
        mention = self.parse.mentions[index]
        for other, several in list(self.found.items()):
            inner = self.parse.mentions[other].span
            if other == index or not mention.span.contains(inner) or mention.span == inner:
                continue
            front = mention.text[: inner.start - mention.span.start]
            rest = mention.text[inner.end - mention.span.start :]
            if front.rstrip().endswith(" of") and not rest.strip(" ,."):
                return tuple(self._alone(index, f"{front}{_called(one, self.tables)}") for one in several)
            if not front.strip() and (rest.startswith(("'", "’")) or self.phrases[other].pronoun is not None):
                owner = rest.removeprefix("’s").removeprefix("'s").removeprefix("’").removeprefix("'").lstrip()
                return tuple(self._alone(index, f"{_called(one, self.tables)}'s {owner}") for one in several)
        if phrase.possessor.casefold() == "their" and not phrase.where and not phrase.complement:
            return self._each(index, self._several_before(index), phrase.head)
        of = parsed(phrase.complement, self.tables) if phrase.complement else None
        if of is not None and of.definite and of.count == 2 and of.head in self._plurals("state"):
            return self._each(index, self._states_before(index), phrase.head)
        return ()

    def _several_before(self, index: int) -> Several:
        """The nearest plural of states before the mention, in its sentence or the one before."""
        here = self.parse.mentions[index]
        near = [
            (self.parse.mentions[other].span, several)
            for other, several in self.found.items()
            if self.parse.mentions[other].span.end <= here.span.start
            and self.parse.mentions[other].sentence >= here.sentence - 1
            and all(one.country and one.country not in BODIES for one in several)
        ]
        return max(near, key=lambda pair: pair[0])[1] if near else ()

    def _one_of_each(self, index: int, phrase: Phrase) -> Several:
        """ "both parliaments", "the two foreign ministers": of the last two states before, one each."""
        if not phrase.definite or phrase.count != 2 or phrase.possessor or phrase.complement:
            return ()
        if not phrase.modifiers[1:]:
            return self._each(index, self._states_before(index), phrase.head)
        office = " ".join((*phrase.modifiers[:-1], singular(phrase.head)))
        if self.tables.lexicon.office(office) is None:
            return ()
        return self._each(index, self._states_before(index), phrase.head, title=office)

    def _states_before(self, index: int) -> Several:
        """The last two states named before the mention, in text order; in a roundup, those of its section."""
        before: dict[str, ResolvedActor] = {}
        start = self.parse.mentions[index].span.start
        for other in sorted(self.resolved, key=lambda one: self.parse.mentions[one].span, reverse=True):
            one = self.resolved[other]
            if self.sections.number(one.span.start) != self.sections.number(start):
                continue
            if one.country is not None and one.actor_id == f"gov:{one.country}" and one.span.end <= start:
                before.setdefault(one.country, one)
            if len(before) == 2:
                return tuple(sorted(before.values(), key=lambda state: state.span))
        return ()

    def _each(self, index: int, owners: Several, head: str, *, title: str = "") -> Several:
        """The office or body ``head`` (a plural) of each owner; nobody where it names neither. title: the office in
        full, in the singular."""
        single = singular(head)
        bodies = self.tables.lexicon.bodies
        if single not in bodies["institution"] | bodies["military"] | bodies["state"] | self.tables.lexicon.roles:
            return ()
        return tuple(self._alone(index, f"{_called(owner, self.tables)}'s {title or single}") for owner in owners)

    def _plurals(self, kind: str) -> frozenset[str]:
        return self.tables.lexicon.plurals[kind]


def _called(actor: ResolvedActor, tables: Tables) -> str:
    """A state by its country's name, anybody else by the fullest name."""
    if actor.country is not None and actor.actor_id == f"gov:{actor.country}":
        return tables.countries.by_iso3[actor.country].name_en
    return actor.name


def _without_front(text: str) -> str:
    words = text.split(" ")
    while len(words) > 1 and words[0].casefold() in {"the", "a", "an", "their", "his", "her", "its", "both", "some"}:
        words.pop(0)
    return " ".join(words).strip(" ,")
