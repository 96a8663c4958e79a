"""The entries of the registry that a phrase may name, and what the registry knows of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from faleme.dates import PartialDate
from faleme.records import BODIES
from faleme.reference.actors import Actor
from faleme.reference.names import is_acronym, normalise, sounds
from faleme.reference.phrases import Phrase
from faleme.resolve.offices import holders, in_office, is_office, was_there
from faleme.resolve.readings import GUESSED, KNOWN, NO_EVIDENCE, NOTHING, SAID, Evidence, Fit, Setting, Tables

# Sectors that an organisation without one in the registry may have by the words of its name.
SECTORS_OF_BODIES = frozenset(["JUD", "COP", "MIL"])


def read_names(phrase: Phrase, setting: Setting, tables: Tables) -> tuple[Fit, ...]:
    """Registry entries with the name of the phrase, its acronym, or the whole phrase as an alias."""
    if phrase.parts or (phrase.partitive and phrase.kind == "group"):
        return ()
    names = [phrase.name, phrase.acronym, _bare(phrase.text), *_shorter(phrase, tables), *_of_no_owner(phrase, tables)]
    for name in dict.fromkeys(filter(None, names)):
        found = _there(tables.actors.own(name) or tables.actors.candidates(name), setting)
        if not found:
            continue
        persons = [actor for actor in found if actor.kind == "person"]
        if phrase.kind == "person":
            found = persons
        elif persons and len(found) > len(persons) and (phrase.definite or is_acronym(name)):
            found = [actor for actor in found if actor.kind != "person"]
        if found:
            return tuple(
                Fit(
                    actor=actor,
                    score=0.8,
                    why=f'"{name}" is a name of {actor.name}',
                    name=name,
                    shared=actor.needs_country and (len(found) > 1 or is_acronym(name)),
                    # A list that gives a leader's surname only proves no more than a surname does.
                    sure=" " in name or actor.kind != "person" or not actor.surnames,
                )
                for actor in found
            )
    return _read_person(phrase, setting, tables)


def _shorter(phrase: Phrase, tables: Tables) -> list[str]:
    """The name without a word for a body ("the Zetas Cartel") or the adjectives before it ("UN Security Council")."""
    words = phrase.name.split()
    if phrase.kind != "name" or len(words) < 2:
        return []
    found = []
    for end in range(len(words) - 1, 0, -1):
        if words[end].casefold() not in tables.lexicon.describing:
            break
        found.append(" ".join(words[:end]))
    first = words[0]
    if tables.countries.adjective_candidates(first) or is_acronym(first) or first.endswith(("-led", "-backed")):
        if len(words) > 2:
            found.append(" ".join(words[1:]))
        if len(words) > 3 and tables.countries.adjective_candidates(words[1]):
            found.append(" ".join(words[2:]))
    return found


def _of_no_owner(phrase: Phrase, tables: Tables) -> list[str]:
    """The name after an owner or a country's adjective, where all who bear it are of no single country: "Pakistan's
    Haqqani network", "the Kenyan Al-Shabaab"."""
    first, _, rest = phrase.text.removeprefix("the ").removeprefix("The ").partition(" ")
    if phrase.possessor:
        rest = re.sub(rf"^.*?{re.escape(phrase.possessor)}['’]s?\s+", "", phrase.text)
    elif not tables.countries.adjective_candidates(first):
        return []
    found = tables.actors.candidates(rest) if rest[:1].isupper() or rest[:3] in {"al-", "el-"} else ()
    return [rest] if found and all(actor.country in BODIES for actor in found) else []


def _read_person(phrase: Phrase, setting: Setting, tables: Tables) -> tuple[Fit, ...]:
    """Persons whose name is spelled nearly so, or who bear the surname that stands alone (never sure)."""
    words = [word for word in normalise(phrase.name).split() if word not in tables.lexicon.suffixes]
    if phrase.kind not in {"person", "name"} or not words or phrase.number == "plural":
        return ()
    if len(words) > 1:
        fuller = tables.actors.alike(phrase.name)
        if fuller:
            return tuple(
                Fit(actor=actor, score=0.76, why=f'"{phrase.name}" is part of {actor.name}') for actor in fuller
            )
    bearers: Sequence[Actor] = tables.actors.surname(words[-1])
    if len(words) > 1:
        near = [actor for actor in bearers if _alike(words, normalise(actor.name).split())]
        near = near or [
            actor
            for actor in tables.actors.sounding(words[-1])
            if any(_sound_alike(phrase.name, full) for full in (actor.name, *actor.aliases))
        ]
        return tuple(
            Fit(actor=actor, score=0.72, why=f'"{phrase.name}" is spelled nearly as {actor.name}') for actor in near
        )
    office = tables.lexicon.office(phrase.title) if phrase.title else None
    if office is not None:
        held = [
            actor
            for actor in bearers
            if any(is_office(one, office, tables.lexicon) for one in tables.actors.offices_on(actor, setting.date))
        ]
        if len(held) == 1 and setting.date is not None:
            why = f"{held[0].name} held the office with that surname{_on(setting.date)}"
            return (Fit(actor=held[0], score=0.7, why=why, by_office=True),)
        bearers = held or bearers
    if setting.date is not None:
        bearers = [actor for actor in bearers if tables.actors.offices_on(actor, setting.date)] or bearers
    return tuple(
        Fit(actor=actor, score=0.4, why=f'"{phrase.name}" is a surname of {actor.name}', sure=False)
        for actor in bearers
    )


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """True for two spellings of a name: one surname, first names with one initial and mostly the same letters."""
    if one[0][:1] != other[0][:1] or one[-1] != other[-1]:
        return False
    if set(one) <= set(other) or set(other) <= set(one):
        return one[0] == other[0]
    return (
        _one_name(one[0], other[0])
        and SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio() >= 0.84
    )


def _sound_alike(one: str, other: str) -> bool:
    """True for two transliterations of a name: first names and surnames sound alike, and every word of the shorter
    one has a like one in the longer."""
    shorter, longer = sorted((sounds(one), sounds(other)), key=len)
    if len(shorter) < 2 or shorter[-1] != longer[-1] or not _one_name(shorter[0], longer[0]):
        return False
    rest = list(longer)
    for word in shorter:
        like = next((known for known in rest if _near(word, known)), None)
        if like is None:
            return False
        rest.remove(like)
    return True


def personal_names(phrase: Phrase, tables: Tables) -> tuple[str, ...]:
    """The person's name in the phrase: after a title, or two to five capitals that name no country and no body."""
    if phrase.kind == "person":
        return (phrase.name,)
    words = phrase.name.split()
    if phrase.kind != "name" or phrase.definite or phrase.parts or not 2 <= len(words) <= 5:
        return ()
    if any(word.casefold() in tables.lexicon.name_words for word in words) or tables.countries.candidates(phrase.name):
        return ()
    if tables.countries.seat(phrase.name) or tables.countries.adjective_candidates(words[0]):
        return ()
    known = tables.actors.candidates(phrase.name)
    return (phrase.name,) if not known or any(actor.kind == "person" for actor in known) else ()


def bears(actor: Actor, name: str, tables: Tables) -> bool:
    """True where a person's name may be a spelling of the actor's, or a part of it: each word of the shorter one is
    nearly a word of the longer, or both sound alike."""
    passed = tables.lexicon.suffixes | tables.lexicon.particles
    words = [word for word in normalise(name).split() if word not in passed]
    for full in (actor.name, *actor.aliases):
        own = [word for word in normalise(full).split() if word not in passed]
        shorter, longer = sorted((words, own), key=len)
        if len(words) > 1 and len(own) == 1:
            continue  # a surname as alias says nothing of the first name
        if shorter and all(any(_near(word, other) for other in longer) for word in shorter):
            return True
    return any(_sound_alike(name, full) for full in (actor.name, *actor.aliases))


def among_the_named(reading: Evidence, full: Sequence[str]) -> Evidence:
    """The reading of a surname alone with those names of the text, of two words and more, that end in it."""
    if not reading.fits or any(fit.sure for fit in reading.fits) or " " in reading.name:
        return reading
    surname = normalise(reading.name)
    return replace(reading, bearers=tuple(name for name in full if normalise(name).split()[-1:] == [surname]))


def _one_name(one: str, other: str) -> bool:
    """True for two spellings of a first name. Mamadou and Muhammadu are two, and so are Daoud and Daouda."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1 or shorter == longer:
        return _near(one, other)
    more = longer.removeprefix(shorter)
    return len(longer) - len(shorter) <= 1 and more not in {"a", "e", "i", "o", "u"} and _near(one, other)


def _near(one: str, other: str) -> bool:
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    return one[0] == other[0] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.8


def read_old_names(phrase: Phrase, setting: Setting, tables: Tables) -> Evidence:
    """Country and sector of a name in the old dictionaries, where they held on the date and do not contradict."""
    if tables.old_names is None or phrase.kind not in {"name", "person"} or " " not in phrase.name:
        return NO_EVIDENCE
    rows = tables.old_names.find(phrase.name, setting.date)
    if len({row.country for row in rows}) != 1:
        return NO_EVIDENCE
    return Evidence(
        name=phrase.name,
        country=rows[0].country,
        country_strength=KNOWN,
        country_why=f'"{phrase.name}" in the dictionaries of before 2013',
        sectors=(rows[0].sector,) if rows[0].sector else (),
        sector_strength=GUESSED,
        sector_why="the same dictionaries",
    )


def _there(found: Sequence[Actor], setting: Setting) -> list[Actor]:
    """Those that existed on the date; all of them where none did, or the date is unknown."""
    alive = [actor for actor in found if was_there(actor, setting.date)]
    return alive or list(found)


def _bare(text: str) -> str:
    """The text without article and quotes."""
    words = text.strip(" \"'“”‘’").removeprefix("the ").removeprefix("The ")
    return words if words[:1].isupper() or words[:3] in {"al-", "el-"} else ""


def weighed(evidence: Evidence, phrase: Phrase, setting: Setting, tables: Tables) -> tuple[Fit, ...]:
    """The fits with country, office and date weighed in, best first. One that contradicts what is said goes."""
    weighed: list[Fit] = []
    for fit in evidence.fits:
        actor, score, why, sure = fit.actor, fit.score, [fit.why], fit.sure
        if evidence.country_strength == SAID and actor.country:
            if actor.country == evidence.country:
                score, why = score + 0.1, [*why, evidence.country_why]
            elif evidence.country in BODIES:
                pass  # a mission of the UN is where it serves in the registry, and of the UN in the text
            elif evidence.country in actor.countries:
                score, why = score + 0.08, [*why, evidence.country_why]
            elif actor.needs_country or not (actor.kind in {"armed_group", "organisation"} or actor.country in BODIES):
                continue
        elif actor.country in setting.countries or any(code in setting.countries for code in actor.countries):
            score, why = score + 0.05, [*why, "its country is in the text"]
        elif setting.countries and _wants_its_country(actor, fit.name, tables):
            continue
        elif fit.shared:
            sure = False
            score, why = score - 0.1, [*why, "two bodies share the name, and no country tells which"]
        if actor.kind == "person" and evidence.office is not None:
            held = tables.actors.offices_on(actor, setting.date)
            if any(is_office(office, evidence.office, tables.lexicon) for office in held):
                score, why = score + 0.08, [*why, f"held that office{_on(setting.date)}"]
            elif held:
                score, why = score - 0.1, [*why, "another office than said"]
        weighed.append(replace(fit, score=min(score, 0.98), why="; ".join(why), sure=sure))
    return tuple(sorted(weighed, key=lambda fit: (-fit.score, fit.actor.actor_id)))


def _wants_its_country(actor: Actor, name: str, tables: Tables) -> bool:
    """True where the name alone means this body in a text about its own country only: common nouns in capitals ("the
    Senate", "the Supreme Court"), the acronym of a party, and a word for its people ("the Democrats")."""
    if actor.kind == "party":
        return is_acronym(name) or (" " not in name and name.endswith("s"))
    common = tables.lexicon.name_words | tables.lexicon.bodies["institution"] | {"of", "the", "supreme", "high"}
    return actor.kind == "institution" and all(word.casefold() in common for word in name.split())


def _on(date: PartialDate | None) -> str:
    return f" on {date}" if date else ""


def office_holders(evidence: Evidence, phrase: Phrase, setting: Setting, tables: Tables) -> tuple[Fit, ...]:
    """Who held the office that the phrase names, where country and date say so and the office has one holder."""
    office = evidence.office
    if office is None or evidence.country is None or setting.date is None or phrase.former:
        return ()
    if office not in tables.lexicon.unique_offices:
        return ()
    found = holders(office, evidence.country, setting.date, actors=tables.actors, lexicon=tables.lexicon)
    return tuple(
        Fit(
            actor=actor,
            score=0.75,
            by_office=True,
            why=f"{actor.name} held the office of {phrase.title} in {evidence.country}{_on(setting.date)}",
        )
        for actor in found
    )


def from_registry(reading: Evidence, setting: Setting, tables: Tables) -> Evidence:
    """Country and sectors of the best fit, where the best is alone."""
    if len(reading.fits) > 1 and reading.fits[0].score - reading.fits[1].score < 0.04:
        countries = {home_of(fit.actor) for fit in reading.fits}
        sectors = {fit.actor.sectors for fit in reading.fits}
        if len(countries) > 1 or len(sectors) > 1:
            return reading
    actor = reading.fits[0].actor
    sectors_then = sectors_on(actor, setting.date, tables)
    if actor.kind == "organisation" and not sectors_then:
        # "League" in its name makes no body of states an association.
        reading = replace(reading, sectors=tuple(code for code in reading.sectors if code in SECTORS_OF_BODIES))
    return replace(
        reading,
        country=reading.country or home_of(actor),
        country_strength=max(reading.country_strength, KNOWN if actor.country else NOTHING),
        country_why=reading.country_why or f"the registry's country of {actor.name}",
        sectors=sectors_then or reading.sectors,
        sector_strength=SAID if sectors_then else reading.sector_strength,
        sector_why=f"the registry's sector of {actor.name}" if sectors_then else reading.sector_why,
    )


def home_of(actor: Actor) -> str | None:
    """The actor's country; of a group in several countries the one it comes from, which the registry lists first.

    On the train pages the annotators chose that one for 49 of 59 such mentions, IMG for 6.
    """
    if actor.kind in {"armed_group", "armed_forces"} and actor.country == "IMG" and actor.countries:
        return actor.countries[0]
    return actor.country


def country_on(actor: Actor, date: PartialDate | None, tables: Tables) -> str | None:
    """The actor's country on a date: of one who then held office in a body of states, and no other, the body's code."""
    if actor.kind != "person" or date is None:
        return home_of(actor)
    held = {office.country for office in tables.actors.offices_on(actor, date)}
    return held.pop() if len(held) == 1 and held <= BODIES else home_of(actor)


def sectors_on(actor: Actor, date: PartialDate | None, tables: Tables) -> tuple[str, ...]:
    """Sectors of an actor on a date: of the office held then, ELI for one who held office before and holds none."""
    if actor.kind != "person" or date is None:
        return tuple(actor.sectors)
    held = tables.actors.offices_on(actor, date)
    if held:
        return tuple(dict.fromkeys(office.sector for office in held if office.sector)) or tuple(actor.sectors)
    if in_office(actor, before=date):
        return ("ELI",)
    return () if actor.offices else tuple(actor.sectors)  # not in office yet
