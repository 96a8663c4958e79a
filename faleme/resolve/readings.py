"""What the parts of reading a phrase pass to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from faleme.dates import PartialDate
from faleme.reference.actors import Actor, Actors
from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer
from faleme.reference.mentions_lexicon import MentionLexicon
from faleme.reference.petrarch import OldNames

# How sure a country or sector is; the surest evidence of a chain decides.
SAID, KNOWN, GUESSED, NOTHING = 3, 2, 1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The reference data that reading a phrase needs. old_names: asked only for names that the registry lacks.

    gazetteer: knows which names are no misspelt country; without it none is.
    """

    actors: Actors
    countries: Countries
    lexicon: MentionLexicon
    old_names: OldNames | None = None
    gazetteer: Gazetteer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known round a phrase: the date, countries in play (alpha-3 -> weight), and whether it acts.

    acting: the phrase is an actor of an event, so that "Mali" is Mali's government; else it is a bare name.
    """

    date: PartialDate | None = None
    countries: Mapping[str, float]
    acting: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A registry entry that a phrase may name, with a score in 0..1 and the reason in words."""

    actor: Actor
    score: float
    why: str
    sure: bool = True  # False: a surname alone, which never gives an id
    shared: bool = False  # others share the name or acronym: a country has to tell them apart
    name: str = ""  # as the text has it, where the name was found as a whole
    by_office: bool = False  # found as holder of an office: a name that is not the holder's rules it out


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The reading of one phrase. Strings "" and strength NOTHING where it says nothing."""

    name: str = ""
    fits: tuple[Fit, ...] = ()
    country: str | None = None
    country_strength: int = NOTHING
    country_why: str = ""
    sectors: tuple[str, ...] = ()
    sector_strength: int = NOTHING
    sector_why: str = ""
    titled: bool = False  # a civil title of the text gives the sector ("opposition leader X")
    office: str | None = None
    former: bool = False  # no longer in that office
    proper: bool = False  # the name is a proper name, not a description
    persons: tuple[str, ...] = ()  # a person's name in the phrase, and the one beside it
    bearers: tuple[str, ...] = ()  # of a surname alone: the full names of the text that end in it
    several: bool = False  # of several countries, or of none in particular: the story's is not to be guessed


NO_EVIDENCE = Evidence()


def completed_by(one: Evidence, other: Evidence) -> Evidence:
    """The first reading, completed by the second where it is weaker or silent (the name after "his counterpart,")."""
    if other is NO_EVIDENCE:
        return one
    country, sectors = one, one
    if other.country_strength > one.country_strength:
        country = other
    if other.sector_strength > one.sector_strength:
        sectors = other
    return Evidence(
        name=one.name if one.fits or not other.name or one.name else other.name,
        fits=one.fits or other.fits,
        office=one.office or other.office,
        former=one.former or other.former,
        proper=one.proper if one.fits or not other.name or one.name else other.proper,
        persons=tuple(dict.fromkeys((*one.persons, *other.persons))),
        bearers=one.bearers,
        several=(one.several or other.several) and country.country is None,
        country=country.country,
        country_strength=country.country_strength,
        country_why=country.country_why,
        sectors=sectors.sectors,
        sector_strength=sectors.sector_strength,
        sector_why=sectors.sector_why,
        titled=sectors.titled,
    )


def in_play(codes: Sequence[str], setting: Setting) -> str | None:
    """The one of several countries that the setting speaks of most; None where it speaks of none or of two alike."""
    ranked = sorted(((setting.countries.get(code, 0.0), code) for code in codes), reverse=True)
    if not ranked or ranked[0][0] == 0 or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]
