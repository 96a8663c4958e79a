"""All that an article says of places: its toponyms, the places inside other words, and nouns that stand for places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faleme.records import Article, BlockKind, MentionKind, Parse, ResolvedPlace
from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer
from faleme.reference.places_lexicon import DistanceWords, PlacesLexicon, load_places_lexicon
from faleme.reference.sections import Sections
from faleme.resolve.between import between
from faleme.resolve.borders import borders
from faleme.resolve.described_places import described_places
from faleme.resolve.holders import beside_a_known_place
from faleme.resolve.homes import Homes
from faleme.resolve.inner_places import inner_places
from faleme.resolve.peoples import peoples
from faleme.resolve.place_candidates import toponym
from faleme.resolve.places import resolve_toponyms
from faleme.resolve.section_places import by_sections
from faleme.resolve.toponyms import toponyms
from faleme.resolve.whereabouts import whereabouts


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """An article's places, each list in text order; the fields are as in ``Resolved``."""

    places: tuple[ResolvedPlace, ...]
    inner: tuple[ResolvedPlace, ...]
    described: tuple[ResolvedPlace, ...]


def find_places(
    article: Article, parse: Parse, *, gazetteer: Gazetteer, countries: Countries, story_countries: Sequence[str] = ()
) -> Places:
    """Every place that the article speaks of, resolved or NIL.

    story_countries: iso3 of countries that the story is about by other signs (the outlet's), once for each sign.
    """
    text, lexicon = article.text, load_places_lexicon("en")
    datelines = [block.span for block in article.blocks if block.kind is BlockKind.DATELINE]
    read = [
        toponym(text, span, gazetteer=gazetteer, countries=countries, lexicon=lexicon)
        for span in toponyms(text, parse.names, gazetteer=gazetteer, countries=countries, datelines=datelines)
    ]
    people = tuple(peoples(text, countries))
    sections = Sections(article, countries)
    named = resolve_toponyms(text, read, people, story_countries=story_countries, gazetteer=gazetteer)
    if sections:
        named = by_sections(text, read, people, named, sections, gazetteer=gazetteer, countries=countries)
    inner = inner_places(
        article,
        parse,
        read,
        people,
        named,
        gazetteer=gazetteer,
        countries=countries,
        story_countries=story_countries,
    )
    homes = Homes(parse, named, people, story_countries, sections)
    described = described_places(text, parse, named, people, homes, gazetteer=gazetteer, countries=countries)
    placed, told = borders(
        text,
        between(text, named, lexicon.distance),
        people,
        homes,
        lexicon.distance,
        countries=countries,
        gazetteer=gazetteer,
    )
    nouns = [*_happens_at(text, told, parse, lexicon), *(_beside(text, place, lexicon.distance) for place in described)]
    return Places(
        places=beside_a_known_place(text, [_beside(text, place, lexicon.distance) for place in placed], lexicon),
        inner=inner,
        described=tuple(sorted(nouns, key=lambda place: place.span)),
    )


def _beside(text: str, place: ResolvedPlace, words: DistanceWords) -> ResolvedPlace:
    return whereabouts(text, place, words) if place.relation == "at" else place


def _happens_at(
    text: str, borders: Sequence[ResolvedPlace], parse: Parse, lexicon: PlacesLexicon
) -> Iterator[ResolvedPlace]:
    """The borders at which the engine sees something happen: "the Malian border guards" are none, and in "the Malian
    border town" it happens in the town."""
    seen = [mention.span for mention in parse.mentions if mention.kind is MentionKind.PLACE]
    for place in borders:
        after = text[place.span.end :][:20].split()
        town = bool(after) and lexicon.kinds.get(after[0].casefold(), "").startswith("P")
        if not town and any(span.overlaps(place.span) for span in seen):
            yield place
