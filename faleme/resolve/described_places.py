"""Nouns that stand for a place that the text knows: "the capital", "the town", "the country", "in the north".

Only where the engine sees the place of a happening. What two places fit stays without an id, both as runners-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from faleme.records import Candidate, Mention, MentionKind, Parse, ResolvedPlace
from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer, Place
from faleme.reference.places_lexicon import PlacesLexicon, load_places_lexicon
from faleme.resolve.homes import Homes
from faleme.resolve.places import place_record
from faleme.spans import Span

# "The town" looks this many sentences back for the last place of its kind.
_REACH = 2
# Least probability of the linker's tie between "the city" and a name. On the train pages it is right from here on
# wherever the place is of the noun's kind; below it ties much to the capital of the dateline.
_LINKED = 0.6
# People that GeoNames counts: no village has more; a city has as many, or is a seat.
_VILLAGE_AT_MOST, _CITY_AT_LEAST = 50_000, 10_000
_SEATS = ("P.PPLC", "P.PPLA", "P.PPLA2")
_SMALL = frozenset({"village", "hamlet"})
# Scores, for ordering only: the words name the owner; one country in play, or the linker; the last place of the kind.
_OWNED, _LIKELY, _LAST = 0.9, 0.7, 0.6
_BETWEEN = frozenset({"'s", "’s", "'", "’", "-", "–"})


def described_places(
    text: str,
    parse: Parse,
    places: Sequence[ResolvedPlace],
    people: Sequence[tuple[Span, str]],
    homes: Homes,
    *,
    gazetteer: Gazetteer,
    countries: Countries,
) -> tuple[ResolvedPlace, ...]:
    """The places that nouns inside place mentions stand for, in text order; those that nothing tells are left out.

    places: the article's toponyms, resolved to what they name, wherever the words put it. people: its words of peoples
    with their countries.
    """
    reader = _Reader(text, parse, places, people, homes, gazetteer, countries)
    mentions = [mention for mention in parse.mentions if mention.kind is MentionKind.PLACE]
    found = {one.span: one for mention in mentions for at in _tokens(parse, mention) if (one := reader.read(at))}
    return tuple(found[span] for span in sorted(found))


def _tokens(parse: Parse, mention: Mention) -> Iterator[int]:
    sentence = parse.sentences[mention.sentence]
    return (at for at in range(sentence.first, sentence.last) if mention.span.contains(parse.tokens[at].span))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    """A definite noun. at: its token. before: the token before the phrase, or None. modifiers: casefolded, between.

    owners: who stands before it as possessor or adjective, or after it with "of".
    """

    at: int
    before: int | None
    span: Span
    noun: str
    modifiers: frozenset[str]
    owners: tuple[Span, ...]


class _Reader:
    def __init__(
        self,
        text: str,
        parse: Parse,
        places: Sequence[ResolvedPlace],
        people: Sequence[tuple[Span, str]],
        homes: Homes,
        gazetteer: Gazetteer,
        countries: Countries,
    ) -> None:
        self._text = text
        self._parse = parse
        self._places = {place.span: place for place in places}
        self._people = {span: country for span, country in people if span not in self._places}
        self._homes = homes
        self._gazetteer = gazetteer
        self._countries = countries
        self._lexicon: PlacesLexicon = load_places_lexicon("en")
        self._words = self._lexicon.described
        self._phrases = {phrase.head: at for at, phrase in enumerate(parse.phrases) if not phrase.joined}
        self._allowed = frozenset[str]().union(
            self._words.same, self._words.national, self._words.divisional, self._words.far, self._words.sides
        )

    def read(self, at: int) -> ResolvedPlace | None:
        """The place that a word of the parse stands for, if it is such a noun and something tells."""
        noun, words = self._parse.tokens[at].text.casefold(), self._words
        if noun in words.capital:
            phrase = self._phrase(at, noun)
            return self._capital(phrase) if phrase is not None else None
        if self._parse.tokens[at].deprel.startswith("compound"):
            return None  # "the city council"
        bare = words.country | words.sides | (self._lexicon.kinds.keys() - words.never)
        if noun not in bare or self._name_at(at) or self._name_after(at) is not None:
            return None
        phrase = self._phrase(at, noun)
        if phrase is None or phrase.owners:
            return None
        if noun in words.sides:
            return self._country(phrase) if self._is_whole_side(phrase) else None
        if not phrase.modifiers <= words.same:
            return None
        if noun in words.country:
            return self._country(phrase) if self._is_inside(phrase) else None
        return self._last(phrase)

    # --- the words ------------------------------------------------------------------------------------------------

    def _phrase(self, at: int, noun: str) -> _Phrase | None:
        """The noun with what leads it, or None where no determiner and no owner does: "a town", "the border town"."""
        tokens, words = self._parse.tokens, self._words
        start = self._parse.sentences[tokens[at].sentence].first
        first, definite = at, False
        owners: list[Span] = []
        modifiers: set[str] = set()
        for before in range(at - 1, start - 1, -1):
            word = tokens[before].text.casefold()
            owner = self._owner_at(before)
            if owner is not None:
                owners += [owner] if owner not in owners else []
            elif word in words.determiners or word in words.possessives:
                definite = True
            elif word.removesuffix("'s").removesuffix("’s") in self._allowed:
                modifiers.add(word.removesuffix("'s").removesuffix("’s"))
            elif word not in _BETWEEN:
                break
            first = before
            if definite:
                break
        if not (definite or owners):
            return None
        after = self._owner_after(at)
        return _Phrase(
            at=at,
            before=first - 1 if first > start else None,
            span=Span(tokens[first].span.start, tokens[at].span.end),
            noun=noun,
            modifiers=frozenset(modifiers),
            owners=(after,) if after is not None else tuple(owners),
        )

    def _is_inside(self, phrase: _Phrase) -> bool:
        before = self._parse.tokens[phrase.before].text.casefold() if phrase.before is not None else ""
        return before in self._words.inside

    def _is_whole_side(self, phrase: _Phrase) -> bool:
        """ "In the far north", "in the north of the country"; not "to the north", "in the north of Gao"."""
        rest = self._text[phrase.span.end :].casefold()
        of = f" {self._lexicon.of} "
        of_the_country = any(re.match(rf"{of}the {word}\b", rest) for word in self._words.country)
        return (
            self._is_inside(phrase)
            and phrase.modifiers <= self._words.far | self._words.sides
            and not rest.startswith("-")
            and (of_the_country or not rest.startswith(of))
        )

    def _owner_at(self, at: int) -> Span | None:
        token = self._parse.tokens[at].span
        return next((span for span in (*self._places, *self._people) if span.contains(token)), None)

    def _owner_after(self, at: int) -> Span | None:
        """The name after "of": "the capital of Mali", "the capital of the Gao region"."""
        rest = self._text[self._parse.tokens[at].span.end :][:12]
        for link in (f" {self._lexicon.of} the ", f" {self._lexicon.of} "):
            if rest.startswith(link):
                start = self._parse.tokens[at].span.end + len(link)
                return next((span for span in self._places if span.start == start), None)
        return None

    def _name_at(self, at: int) -> bool:
        """Whether the word belongs to a name: "Lake Chad", "Gao region"."""
        token = self._parse.tokens[at].span
        return any(span.contains(token) or token.start - 1 == span.end for span in self._places)

    def _name_after(self, at: int) -> ResolvedPlace | None:
        """The name that the noun introduces: "the town Gao", "the capital, Bamako", "the village of Dara"."""
        end = self._parse.tokens[at].span.end
        links = (" ", ", ", f" {self._lexicon.of} ", f" {self._lexicon.of} the ", " city ", " city of ")
        return next(
            (
                place
                for span, place in self._places.items()
                if self._text[end : span.start] in links and span.start > end
            ),
            None,
        )

    # --- what they stand for --------------------------------------------------------------------------------------

    def _capital(self, phrase: _Phrase) -> ResolvedPlace | None:
        named = self._name_after(phrase.at)
        if named is not None and (named.feature or "").startswith("P.PPL") and not phrase.span.overlaps(named.span):
            return replace(named, span=phrase.span, text=phrase.span.of(self._text), why="the name stands beside it")
        if phrase.owners:
            seats = [seat for owner in phrase.owners if (seat := self._seat_of(owner)) is not None]
            return self._one_of(phrase, seats, _OWNED, "the words say whose capital") if len(seats) == 1 else None
        if self._text.startswith(f" {self._lexicon.of} ", phrase.span.end):
            return None  # "the capital of a northern province"
        if (linked := self._linked(phrase)) is not None:
            return linked
        if phrase.modifiers & self._words.divisional:
            return self._seat_nearby(phrase)
        likely = self._homes.likely(phrase.span)
        capitals = {country: seat for country in likely if (seat := self._capital_of(country)) is not None}
        if len(capitals) > 1:
            # The capital that the text names speaks for its country.
            named_ids = {place.geonameid for place in self._places.values()}
            spoken = {country: seat for country, seat in capitals.items() if seat.geonameid in named_ids}
            capitals = spoken if len(spoken) == 1 else capitals
        why = "the capital of the country that the sentence or the story speaks of"
        return self._one_of(phrase, list(capitals.values()), _LIKELY, why)

    def _seat_of(self, owner: Span) -> Place | None:
        """Capital of the country, or seat of the province, that stands before or after the noun."""
        if owner in self._people:
            return self._capital_of(self._people[owner])
        place = self._places[owner]
        if place.country is None or place.feature is None:
            return None
        if place.feature.startswith("A.PCL"):
            return self._capital_of(place.country)
        return self._seat_of_division(place) if place.feature == "A.ADM1" else None

    def _capital_of(self, country: str) -> Place | None:
        """The capital by both tables; where they do not agree (Jerusalem, Tel Aviv) it is not for us to say."""
        name = self._countries.by_iso3[country].capital
        found = (place for place in self._gazetteer.candidates(name or "") if place.country == country)
        return next((place for place in found if place.fcode == "PPLC"), None)

    def _seat_of_division(self, place: ResolvedPlace) -> Place | None:
        record = self._gazetteer.by_id(place.geonameid or 0)
        if record is None or record.country is None or record.admin1 is None:
            return None
        return self._gazetteer.seat(record.country, record.admin1)

    def _seat_nearby(self, phrase: _Phrase) -> ResolvedPlace | None:
        """ "The regional capital": of the region in which the last place named before it lies."""
        near = [place for place in self._before(phrase) if not (place.feature or "A.PCL").startswith("A.PCL")]
        seats = {seat.row: seat for place in near if (seat := self._seat_of_division(place)) is not None}
        return self._one_of(phrase, list(seats.values()), _LAST, "the seat of the division of the last place named")

    def _country(self, phrase: _Phrase) -> ResolvedPlace | None:
        records = [self._countries.by_iso3[country].geonameid for country in self._homes.likely(phrase.span)]
        found = [place for record in records if record is not None and (place := self._gazetteer.by_id(record))]
        return self._one_of(phrase, found, _LIKELY, "the country that the sentence or the story speaks of")

    def _last(self, phrase: _Phrase) -> ResolvedPlace | None:
        """ "The town": what the linker ties it to, else the one place of its kind in the last sentence with any."""
        if (linked := self._linked(phrase)) is not None:
            return linked
        kind = self._lexicon.kinds[phrase.noun]
        near = [place for place in self._before(phrase) if place.feature is None or place.feature[0] == kind[0]]
        if not near or any(place.lat is None for place in near):
            return None  # it may be the village that nobody knows
        fitting = [place for place in near if self._fits(phrase, place)]
        return self._same_as(phrase, fitting, _LAST, "the last place named of this kind")

    def _before(self, phrase: _Phrase) -> list[ResolvedPlace]:
        """The places of the nearest sentence that names one before the phrase, its own sentence first."""
        number = self._parse.tokens[phrase.at].sentence
        for back in range(number, max(-1, number - _REACH - 1), -1):
            around = self._parse.sentences[back].span
            near = [
                place for span, place in self._places.items() if around.contains(span) and span.end <= phrase.span.start
            ]
            if near:
                return near
        return []

    def _fits(self, phrase: _Phrase, place: ResolvedPlace) -> bool:
        kind = self._lexicon.kinds[phrase.noun]
        if place.feature is None or place.feature[0] != kind[0] or place.feature.startswith("A.PCL"):
            return False
        record = self._gazetteer.by_id(place.geonameid or 0)
        people = record.population if record is not None else 0
        if phrase.noun in _SMALL:
            return people <= _VILLAGE_AT_MOST and place.feature not in ("P.PPLC", "P.PPLA")
        return phrase.noun != "city" or people >= _CITY_AT_LEAST or place.feature in _SEATS

    def _linked(self, phrase: _Phrase) -> ResolvedPlace | None:
        """The place of a fitting kind to which the linker ties the noun, directly or over phrases between."""
        at = self._phrases.get(phrase.at)
        while at is not None and (link := self._parse.phrases[at]).antecedent is not None and link.score >= _LINKED:
            at = link.antecedent
            head = self._parse.tokens[self._parse.phrases[at].head].span
            for span, place in self._places.items():
                if span.contains(head) and self._fits(phrase, place):
                    return self._same_as(phrase, [place], _LIKELY, f"tied to “{place.text}” by the linker")
        return None

    # --- the answer -----------------------------------------------------------------------------------------------

    def _one_of(self, phrase: _Phrase, found: Sequence[Place], score: float, why: str) -> ResolvedPlace | None:
        text = phrase.span.of(self._text)
        records = [place_record(phrase.span, text, one, self._gazetteer, score=score, why=why) for one in found]
        return self._same_as(phrase, records, score, why)

    def _same_as(self, phrase: _Phrase, found: Iterable[ResolvedPlace], score: float, why: str) -> ResolvedPlace | None:
        """The one place; where there are several, none of them, with all as runners-up."""
        text = phrase.span.of(self._text)
        unlike = list({(place.geonameid, place.name): place for place in found}.values())
        if not unlike:
            return None
        if len(unlike) == 1:
            return replace(unlike[0], span=phrase.span, text=text, score=score, why=why, runners_up=())
        others = tuple(
            Candidate(ref=str(place.geonameid or ""), name=place.name, score=round(score / len(unlike), 2))
            for place in unlike
        )
        return ResolvedPlace(
            span=phrase.span, text=text, name=text, why="several places fit the words", runners_up=others
        )
