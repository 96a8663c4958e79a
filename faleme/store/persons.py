"""People whom the registry lacks, across articles: one person only where the words give evidence for it.

Evidence is the same full name, of two words or more, and the same known country, with no office or sector that
contradicts. Titles before the name do not count, a surname alone joins nobody, and a name with an acronym or a body's
word in it is nobody's. Where two of one name and country contradict each other, those whose words
tell neither office nor sector stay apart: nobody can say which of the two is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from faleme.ids import ArticleId, ReportId, digest
from faleme.records import ResolvedActor
from faleme.reference.countries import load_countries
from faleme.reference.mentions_lexicon import load_mention_lexicon
from faleme.reference.names import normalise

_LONGEST = 6  # words of a name; longer ones are descriptions
_LONGEST_NAME = 300  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Somebody in one report, as the words of its article tell of them."""

    report_id: ReportId
    article_id: ArticleId
    actor: ResolvedActor


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Sightings that are one person. person_id: begins with P; the same sightings give the same id."""

    person_id: str
    name: str
    country: str | None
    sectors: tuple[str, ...]
    office: str | None
    articles: tuple[ArticleId, ...]


def identity(name: str) -> str:
    """What two spellings of a person's name have in common: titles and ranks in front are left off, then accents, case,
    hyphens and apostrophes."""
    words = name.split()
    lexicon = load_mention_lexicon("en")
    while len(words) > 1:
        size = next((size for size in (2, 1) if lexicon.is_person_word(" ".join(words[:size]))), 0)
        if not 0 < size < len(words):
            break
        words = words[size:]
    return normalise(" ".join(words))


def is_full_name(name: str) -> bool:
    """True for a person's name of two to six words, titles left off: all capitalised but for particles, none of them an
    acronym, a body's word or a nationality."""
    words = name.split()
    lexicon = load_mention_lexicon("en")
    return (
        2 <= len(words) <= _LONGEST
        and all(word[:1].isupper() for word in (words[0], words[-1]))
        and all(word[:1].isupper() or word in lexicon.particles or word.startswith("al-") for word in words)
        and words[0].casefold() not in ("the", "a", "an")
        and words[-1].casefold() not in lexicon.group_nouns
        and " " in identity(name)
        and not lexicon.names_a_body(name)
        and not load_countries().adjective_candidates(words[0])
    )


def is_named(actor_id: str | None, name: str) -> bool:
    """True for a person by full name whom no id tells."""
    return actor_id is None and is_full_name(name)


def who(actor_id: str | None, name: str, country: str | None) -> str:
    """What all mentions have in common that may be one actor: the id; else the name as compared, and the country.

    Of a person's full name only `persons` says whether they are one. What is longer than any name is told by its
    beginning, so that keys and addresses stay short.
    """
    name = name[:_LONGEST_NAME]
    return actor_id or f"{identity(name) if is_full_name(name) else normalise(name)}|{country or ''}"


def is_country(whom: str) -> bool:
    """True for the code of a country; ids of actors are of another form (faleme/data/actors)."""
    return len(whom) == 3 and whom.isalpha() and whom.isupper()


def contradict(one: ResolvedActor, other: ResolvedActor) -> bool:
    """True where both tell an office and it differs, or both tell sectors and share none."""
    offices = one.office and other.office and one.office.casefold() != other.office.casefold()
    return bool(offices) or bool(one.sectors and other.sectors and not set(one.sectors) & set(other.sectors))


def persons(sightings: Iterable[Sighting]) -> dict[str, tuple[Person, list[Sighting]]]:
    """Those with a full name as people, by id, each with its sightings. The order of sightings does not matter."""
    named: dict[tuple[str, str | None], list[Sighting]] = defaultdict(list)
    for seen in sightings:
        if is_named(seen.actor.actor_id, seen.actor.name):
            named[identity(seen.actor.name), seen.actor.country].append(seen)
    found = {}
    for (name, country), bucket in sorted(named.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        for mark, together in _parted(bucket, country):
            person_id = person_id_of(name, country, mark)
            found[person_id] = (_person(person_id, together), together)
    return found


def person_id_of(name: str, country: str | None, mark: str = "") -> str:
    """Id of the person of a name, as `identity` has it. mark: what tells them from others of that name and country."""
    return digest("P", name, country or "", mark)


def _parted(bucket: list[Sighting], country: str | None) -> Iterable[tuple[str, list[Sighting]]]:
    """Groups of one person each, and what tells each from the others of its name and country."""
    doubtful = country is None or any(contradict(one.actor, other.actor) for one, other in _unlike(bucket))
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for seen in bucket:
        told = country is not None and (seen.actor.office or seen.actor.sectors)
        mark = f"{(seen.actor.office or '').casefold()} {' '.join(sorted(seen.actor.sectors))}"
        groups["" if not doubtful else mark if told else str(seen.article_id)].append(seen)
    return sorted(groups.items())


def _unlike(bucket: list[Sighting]) -> Iterable[tuple[Sighting, Sighting]]:
    """Pairs of those that differ in what they tell: a name seen a thousand times tells few different things."""
    told = {(seen.actor.office, seen.actor.sectors): seen for seen in bucket}
    return combinations(told.values(), 2)


def _person(person_id: str, seen: list[Sighting]) -> Person:
    def first(values: Iterable[str | None]) -> str | None:
        return next(iter(sorted({value for value in values if value})), None)

    sectors = sorted({sector for one in seen for sector in one.actor.sectors})
    return Person(
        person_id=person_id,
        name=min((one.actor.name for one in seen), key=lambda name: (len(name.split()), name)),
        country=first(one.actor.country for one in seen),
        sectors=tuple(sectors),
        office=first(one.actor.office for one in seen),
        articles=tuple(sorted({one.article_id for one in seen})),
    )
