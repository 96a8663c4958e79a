"""Actor mentions tied to the registry, or left as text with the country and sectors that the words tell.

Each mention is read alone (``evidence``), then the mentions of one chain speak together: a name once given in full
serves "the minister" and "he" as well. What two entries fit alike stays without an id, both as runners-up. A country
that no word tells is taken from where the story plays, with a low score, and ``why`` says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from faleme.dates import PartialDate
from faleme.records import Article, Candidate, Mention, MentionKind, Parse, ResolvedActor, ResolvedPlace
from faleme.reference.actors import Actor, Actors
from faleme.reference.countries import Countries
from faleme.reference.mentions_lexicon import MentionLexicon, load_mention_lexicon
from faleme.reference.petrarch import OldNames
from faleme.reference.phrases import Phrase, analyse_phrase
from faleme.resolve.evidence import read_phrase
from faleme.resolve.readings import BODIES, GUESSED, KNOWN, NOTHING, SAID, Evidence, Fit, Setting, Tables
from faleme.resolve.registry_names import home_of, sectors_on
from faleme.spans import Span

# Two fits closer than this are one as good as the other: no id is given.
_MARGIN = 0.04
# Scores of a resolution without an entry, by how the country is known.
_SCORES = {SAID: 0.7, KNOWN: 0.6, GUESSED: 0.35, NOTHING: 0.2}


def resolve_actors(
    article: Article,
    parse: Parse,
    *,
    actors: Actors,
    countries: Countries,
    places: Sequence[ResolvedPlace],
    lexicon: MentionLexicon | None = None,
    old_names: OldNames | None = None,
) -> dict[int, ResolvedActor]:
    """A resolution for every actor mention, by mention index.

    places: the article's toponyms, resolved; a country of the story comes from them. lexicon: English if not given.
    old_names: of ``faleme.reference.petrarch``, the last resort for names that the registry lacks.
    Offices are those of the publication date; without one, an office alone names nobody.
    """
    tables = Tables(
        actors=actors, countries=countries, lexicon=lexicon or load_mention_lexicon("en"), old_names=old_names
    )
    mentions = {i: mention for i, mention in enumerate(parse.mentions) if mention.kind is MentionKind.ACTOR}
    phrases = {
        i: analyse_phrase(mention.text, lexicon=tables.lexicon, countries=countries) for i, mention in mentions.items()
    }
    story = _Story(parse, phrases, places)
    setting = Setting(date=article.published.when if article.published else None, countries=story.weights)
    readings = {i: read_phrase(phrase, setting, tables) for i, phrase in phrases.items()}
    groups = {number: [i for i in chain.mentions if i in mentions] for number, chain in enumerate(parse.chains)}
    chained = {i for group in groups.values() for i in group}
    groups |= {-1 - i: [i] for i in mentions if i not in chained}
    referents = {
        number: _referent([readings[i] for i in group], setting, tables) for number, group in groups.items() if group
    }
    for number, chain in enumerate(parse.chains):
        if number in referents and chain.members:
            members = [referents[member] for member in chain.members if member in referents]
            referents[number] = _sum_of(referents[number], members)
    story.add_actors(referent.country for referent in referents.values())
    resolved: dict[int, ResolvedActor] = {}
    for number, referent in referents.items():
        several = number >= 0 and bool(parse.chains[number].members)
        placed = referent if several else _placed(referent, mentions[groups[number][0]], story)
        resolved |= {i: _resolution(i, mentions[i], placed) for i in groups[number]}
    return dict(sorted(resolved.items()))


def _placed(referent: _Referent, first: Mention, story: _Story) -> _Referent:
    """The referent with the country of the story where nothing else tells one."""
    told = None if referent.country or referent.several else story.country_of(first)
    if told is None:
        return referent
    country, why = told
    return replace(referent, country=country, country_strength=GUESSED, why=_and(referent.why, why))


def resolve_phrase(
    text: str,
    *,
    context: str = "",
    date: PartialDate | None = None,
    actors: Actors,
    countries: Countries,
    lexicon: MentionLexicon | None = None,
    old_names: OldNames | None = None,
) -> ResolvedActor:
    """One phrase alone, outside any article. context: words round it; the countries they name break ties.

    A bare country has no sector here: nothing shows that it acts.
    """
    tables = Tables(
        actors=actors, countries=countries, lexicon=lexicon or load_mention_lexicon("en"), old_names=old_names
    )
    phrase = analyse_phrase(text, lexicon=tables.lexicon, countries=countries)
    setting = Setting(date=date, countries=_named_in(context, countries), acting=False)
    referent = _referent([read_phrase(phrase, setting, tables)], setting, tables)
    if referent.country is None and len(setting.countries) == 1 and (referent.sectors or referent.runners_up):
        country = next(iter(setting.countries))
        referent = replace(
            referent, country=country, country_strength=GUESSED, why=_and(referent.why, "country named beside it")
        )
    mention = Mention(kind=MentionKind.ACTOR, span=Span(0, max(1, len(text))), head=0, text=text, sentence=0, score=1.0)
    return _resolution(0, mention, referent)


def _named_in(context: str, countries: Countries) -> dict[str, float]:
    words = context.split()
    found: Counter[str] = Counter()
    for size in (1, 2, 3):
        for at in range(len(words) - size + 1):
            text = " ".join(words[at : at + size]).strip(".,;:!?()\"'“”")
            if text[:1].isupper() and (country := countries.named(text) or countries.adjective(text)):
                found[country.iso3] += 1
    return {code: float(count) for code, count in found.items()}


# --- one referent ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Referent:
    """What all mentions of a chain tell together."""

    name: str
    actor: Actor | None
    country: str | None
    country_strength: int
    sectors: tuple[str, ...]
    office: str | None
    score: float
    why: str
    runners_up: tuple[Candidate, ...]
    several: bool = False


def _referent(readings: Sequence[Evidence], setting: Setting, tables: Tables) -> _Referent:
    fits = _merged(readings)
    clear = bool(fits) and (len(fits) == 1 or fits[0].score - fits[1].score >= _MARGIN)
    actor = fits[0].actor if clear and fits[0].sure else None
    why: list[str] = [fits[0].why] if actor is not None else []
    said = max(readings, key=lambda reading: reading.country_strength)
    country, strength = said.country, said.country_strength
    if country is not None and said.country_strength:
        why.append(said.country_why)
    sector = max(readings, key=lambda reading: (reading.sector_strength, reading.titled))
    sectors = sector.sectors
    if setting.acting:
        sectors = tuple(code for code in sectors if code != "UNK")
    if actor is None and sectors:
        why.append(sector.sector_why)
    if actor is not None:
        # A mission serves in one country and speaks for a body of many: there the words win.
        country = country if strength == SAID and country in BODIES else home_of(actor) or country
        strength = SAID if actor.country else strength
        listed = sectors_on(actor, setting.date, tables)
        if actor.kind == "person" and sector.titled:
            # What the text calls the person holds for the day of the text; the registry adds to it.
            sectors = tuple(dict.fromkeys((*sectors, *(code for code in listed if code != "ELI"))))
        else:
            sectors = listed or sectors
    elif fits and strength < KNOWN:
        shared = {home_of(fit.actor) for fit in fits}
        if len(shared) == 1:
            country, strength = home_of(fits[0].actor), KNOWN
            why.append("all who bear the name are of one country")
    if actor is None and fits and not sectors:
        shared_sectors = {sectors_on(fit.actor, setting.date, tables) for fit in fits}
        sectors = shared_sectors.pop() if len(shared_sectors) == 1 else ()
    names = [reading.name for reading in readings if reading.name]
    office = next((reading.office for reading in readings if reading.office), None)
    return _Referent(
        name=actor.name if actor is not None else max(names, key=_fullness, default=""),
        actor=actor,
        country=country,
        country_strength=strength,
        sectors=sectors,
        office=_office_title(actor, setting.date, tables) or office,
        score=fits[0].score if actor is not None else _SCORES[strength],
        why="; ".join(dict.fromkeys(filter(None, why))) or "nothing in the phrase or the registry tells",
        runners_up=tuple(
            Candidate(ref=fit.actor.actor_id, name=fit.actor.name, score=round(fit.score, 3))
            for fit in (fits[1:] if actor is not None else fits)
        )[:5],
        several=country is None and any(reading.several for reading in readings),
    )


def _merged(readings: Iterable[Evidence]) -> list[Fit]:
    """Each entry once with its best score, raised a little where several mentions name it; best first."""
    best: dict[str, Fit] = {}
    for reading in readings:
        for fit in reading.fits:
            known = best.get(fit.actor.actor_id)
            if known is None or fit.score > known.score:
                best[fit.actor.actor_id] = fit
    return sorted(best.values(), key=lambda fit: (-fit.score, fit.actor.actor_id))


def _fullness(name: str) -> tuple[bool, int]:
    """Names before descriptions, longer ones first."""
    return (name[:1].isupper(), len(name))


def _office_title(actor: Actor | None, date: PartialDate | None, tables: Tables) -> str | None:
    if actor is None or actor.kind != "person" or date is None:
        return None
    held = tables.actors.offices_on(actor, date)
    return held[0].title if held else None


def _sum_of(plural: _Referent, members: Sequence[_Referent]) -> _Referent:
    """A plural with the country and sectors that all its members share."""
    if not members:
        return plural
    countries = {member.country for member in members}
    sectors = {member.sectors for member in members}
    return replace(
        plural,
        country=countries.pop() if len(countries) == 1 else None,
        country_strength=KNOWN,
        sectors=plural.sectors or (sectors.pop() if len(sectors) == 1 else ()),
        why=_and(plural.why, "sums up " + ", ".join(member.name for member in members)),
    )


def _and(why: str, more: str) -> str:
    return more if why.startswith("nothing") or not why else f"{why}; {more}"


def _resolution(index: int, mention: Mention, referent: _Referent) -> ResolvedActor:
    score = referent.score
    if referent.actor is None:
        score = _SCORES[referent.country_strength]
    return ResolvedActor(
        mention=index,
        text=mention.text,
        span=mention.span,
        name=referent.name or mention.text,
        actor_id=referent.actor.actor_id if referent.actor is not None else None,
        country=referent.country,
        sectors=referent.sectors,
        office=referent.office,
        score=score,
        why=referent.why,
        runners_up=referent.runners_up,
    )


# --- the story ------------------------------------------------------------------------------------------------------


# Places of the first two sentences count twice: there a story says where it plays.
_LEAD_SENTENCES = 2


class _Story:
    """Where the article plays: the country of most of its places, or of most of its actors where it names no place.

    On the train pages that is right for 72 of 100 mentions that no word gives a country; the last place of the
    mention's own sentence for 70, the nearest country named before, of whatever kind, for 68.
    """

    def __init__(
        self,
        parse: Parse,
        phrases: Mapping[int, Phrase],
        places: Sequence[ResolvedPlace],
    ) -> None:
        self.places = [(place.span, place.country) for place in places if place.country is not None]
        lead = [sentence.span.end for sentence in parse.sentences[:_LEAD_SENTENCES]]
        counted: Counter[str] = Counter()
        for span, country in self.places:
            counted[country] += 2 if lead and span.end <= lead[-1] else 1
        said = Counter(phrase.nationality for phrase in phrases.values() if phrase.nationality)
        self.weights: dict[str, float] = {
            code: counted[code] + 0.5 * said[code] for code in sorted(counted.keys() | said.keys())
        }
        self.main = _first_of(counted)
        self.why = "no country said: taken from most places of the story"

    def add_actors(self, countries: Iterable[str | None]) -> None:
        """Where no place tells a country, the one that most actors are of does."""
        if self.main is None:
            self.main = _first_of(Counter(code for code in countries if code and code not in BODIES))
            self.why = "no country said: taken from most actors of the story"

    def country_of(self, mention: Mention) -> tuple[str, str] | None:
        """The country of a place inside the mention, else the story's, with the reason."""
        inside = [country for span, country in self.places if mention.span.contains(span)]
        if inside:
            return inside[-1], "a place in the phrase"
        return None if self.main is None else (self.main, self.why)


def _first_of(counted: Counter[str]) -> str | None:
    return max(counted, key=lambda code: counted[code]) if counted else None
