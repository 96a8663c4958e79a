"""Actor mentions tied to the registry, or left as text with the country and sectors that the words tell.

Each mention is read alone (``evidence``), then the mentions of one chain speak together: a name once given in full
serves "the minister" and "he" as well. What two entries fit alike stays without an id, both as runners-up. A country
that no word tells is taken from where the story plays, with a low score, and ``why`` says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from faleme.dates import PartialDate
from faleme.records import NOT_SAID, Article, Mention, MentionKind, Parse, ResolvedActor, ResolvedPlace
from faleme.reference.actors import Actors
from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer
from faleme.reference.mentions_lexicon import MentionLexicon, load_mention_lexicon
from faleme.reference.petrarch import OldNames
from faleme.reference.phrases import Phrase, analyse_phrase
from faleme.resolve.evidence import read_phrase
from faleme.resolve.readings import GUESSED, Setting, Tables
from faleme.resolve.referents import Referent, also, answer_of, by_full_names, referent_of, sum_of
from faleme.resolve.registry_names import among_the_named
from faleme.resolve.story import Story
from faleme.spans import Span


def resolve_actors(
    article: Article,
    parse: Parse,
    *,
    actors: Actors,
    countries: Countries,
    places: Sequence[ResolvedPlace],
    lexicon: MentionLexicon | None = None,
    old_names: OldNames | None = None,
    gazetteer: Gazetteer | None = None,
) -> dict[int, ResolvedActor]:
    """A resolution for every actor mention, by mention index.

    places: the article's toponyms, resolved; a country of the story comes from them. lexicon: English if not given.
    old_names: of ``faleme.reference.petrarch``, the last resort for names that the registry lacks. gazetteer: with it,
    a country's name that is misspelt by one letter is read as that country, unless it is the name of a place.
    Offices are those of the publication date; without one, an office alone names nobody.
    """
    tables = Tables(
        actors=actors,
        countries=countries,
        lexicon=lexicon or load_mention_lexicon("en"),
        old_names=old_names,
        gazetteer=gazetteer,
    )
    mentions = {i: mention for i, mention in enumerate(parse.mentions) if mention.kind is MentionKind.ACTOR}
    phrases = {
        i: analyse_phrase(_full_name(article.text, mention, actors), lexicon=tables.lexicon, countries=countries)
        for i, mention in mentions.items()
    }
    story = Story(article, parse, phrases, places, countries)
    setting = Setting(date=article.published.when if article.published else None, countries=story.weights)
    # A page says its names often; each wording is read once.
    wordings = {phrase.text: phrase for phrase in phrases.values()}
    read = {text: read_phrase(phrase, setting, tables) for text, phrase in wordings.items()}
    full = [name for reading in read.values() for name in reading.persons if " " in name]
    read = {text: among_the_named(reading, full) for text, reading in read.items()}
    readings = {i: read[phrase.text] for i, phrase in phrases.items()}
    groups = {number: [i for i in chain.mentions if i in mentions] for number, chain in enumerate(parse.chains)}
    chained = {i for group in groups.values() for i in group}
    groups |= {-1 - i: [i] for i in mentions if i not in chained}
    referents = {
        number: referent_of([readings[i] for i in group], setting, tables) for number, group in groups.items() if group
    }
    referents = by_full_names(referents, full, tables)
    for number, chain in enumerate(parse.chains):
        if number in referents and chain.members:
            members = [referents[member] for member in chain.members if member in referents]
            referents[number] = sum_of(referents[number], members)
    story.add_actors((mentions[i], referents[number].country) for number, group in groups.items() for i in group)
    resolved: dict[int, ResolvedActor] = {}
    for number, referent in referents.items():
        several = number >= 0 and bool(parse.chains[number].members)
        nowhere = several or _is_worldwide(referent.name, tables.lexicon)
        nowhere = nowhere or any(_is_of_another(phrases[i], tables.lexicon) for i in groups[number])
        first = groups[number][0]
        owned = phrases[first].possessor.casefold() in tables.lexicon.pronouns
        told = None
        if not (nowhere or referent.country or referent.several):
            told = story.country_of(mentions[first], owned=owned, sectors=referent.sectors)
        placed = referent if told is None else _placed(referent, *told, actors)
        resolved |= {i: answer_of(i, mentions[i], placed) for i in groups[number]}
    return dict(sorted(resolved.items()))


# A name goes on after the mention: "the Islamic State | in the Sahel", "the Red Cross | of Mali".
# " of the Salt Road", " Nusrat al-Islam": what may belong to the name that the words before begin.
_GOES_ON = re.compile(r"(?: (?:in|of|for)(?: the)?)?(?: (?:[a-z]{1,3}-)?[^\W\d_a-z][\w’'-]*){1,4}")


def _full_name(text: str, mention: Mention, actors: Actors) -> str:
    """The mention's words, with those after it that make it the longer name of a body of the registry."""
    found = _GOES_ON.match(text, mention.span.end) if mention.text[-1:].isalnum() else None
    words = found.group() if found is not None and any(char.isupper() for char in mention.text) else ""
    own = mention.text.split()
    while words:
        # "The Al-Qaeda-affiliated Salt" + "Road Front": what stands before the name is not part of it.
        tails = (" ".join(own[at:]) + words for at in range(len(own)))
        if any(actor.kind != "person" for tail in tails for actor in actors.candidates(tail)):
            return mention.text + words
        words = words.rpartition(" ")[0]
    return mention.text


def _is_worldwide(name: str, lexicon: MentionLexicon) -> bool:
    """Whether a body's own name says that it is of no single country: "Association of African Jurists"."""
    return any(word[:1].isupper() and word.casefold() in lexicon.worldwide for word in name.split())


def _is_of_another(phrase: Phrase, lexicon: MentionLexicon) -> bool:
    """Whether the words say that this is somebody from elsewhere ("his host"), or two who may be of two countries ("the
    three ministers"): the country of the story is not theirs."""
    if phrase.kind == "role" and phrase.possessor.casefold() in lexicon.pronouns:
        return phrase.head in lexicon.counterparts | lexicon.across
    return bool(phrase.definite and phrase.count and phrase.count > 1 and phrase.head in lexicon.across_plurals)


def _placed(referent: Referent, country: str, why: str, actors: Actors) -> Referent:
    """The referent with the country of a place in the phrase, or of the story, the latter unless all whom the registry
    knows by the name are of others."""
    bearers = [actor for one in referent.runners_up if (actor := actors.by_id(one.ref)) is not None]
    if (
        why.startswith(NOT_SAID)
        and bearers
        and all(country not in (actor.country, *actor.countries) for actor in bearers)
    ):
        return referent
    return replace(referent, country=country, country_strength=GUESSED, why=also(referent.why, why))


def resolve_phrase(
    text: str,
    *,
    context: str = "",
    date: PartialDate | None = None,
    actors: Actors,
    countries: Countries,
    lexicon: MentionLexicon | None = None,
    old_names: OldNames | None = None,
    gazetteer: Gazetteer | None = None,
) -> ResolvedActor:
    """One phrase alone, outside any article. context: words round it; the countries they name break ties.

    gazetteer: as in ``resolve_actors``.

    A bare country has no sector here: nothing shows that it acts.
    """
    tables = Tables(
        actors=actors,
        countries=countries,
        lexicon=lexicon or load_mention_lexicon("en"),
        old_names=old_names,
        gazetteer=gazetteer,
    )
    phrase = analyse_phrase(text, lexicon=tables.lexicon, countries=countries)
    setting = Setting(date=date, countries=_named_in(context, countries), acting=False)
    referent = referent_of([read_phrase(phrase, setting, tables)], setting, tables)
    told = referent.sectors or referent.runners_up
    if referent.country is None and len(setting.countries) == 1 and told and not _is_worldwide(text, tables.lexicon):
        country = next(iter(setting.countries))
        referent = replace(
            referent, country=country, country_strength=GUESSED, why=also(referent.why, "country named beside it")
        )
    mention = Mention(kind=MentionKind.ACTOR, span=Span(0, max(1, len(text))), head=0, text=text, sentence=0, score=1.0)
    return answer_of(0, mention, referent)


def _named_in(context: str, countries: Countries) -> dict[str, float]:
    words = context.split()
    found: Counter[str] = Counter()
    for size in (1, 2, 3):
        for at in range(len(words) - size + 1):
            text = " ".join(words[at : at + size]).strip(".,;:!?()\"'“”")
            if text[:1].isupper() and (country := countries.named(text) or countries.adjective(text)):
                found[country.iso3] += 1
    return {code: float(count) for code, count in found.items()}
