"""``actors/people.csv`` and ``offices.csv``: four tables of office-holders and our own as one list of people.

Two rows are one person when name and country agree, or when country and office agree, the terms start within
weeks of each other, and the names share a word. A surname alone never makes two rows one person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from faleme.dates import PartialDate
from faleme.reference.actor_tables import slug_of
from faleme.reference.names import normalise
from scripts.house_people import add_house_people
from scripts.tables import DATA, Row, read_table, united, write_table

HERE = Path(__file__).parent
_SUPRANATIONAL = frozenset({"IGO", "UNO", "EUR", "IMG", ""})
# The tables date one accession by election, oath or first sitting: README of the reference folder, within 20 days for
# good rows; REIGN's months reach further.
_SAME_TERM_DAYS = 45
_LIKE_WORDS = 0.75  # "Campaore" and "Compaoré"
_HEADS = frozenset({"head of state", "head of government"})
_SUFFIXES = re.compile(r"(^|\s)([A-Z]\.|Jr\.?|Sr\.?)(?=\s|$|,)")
_ORDINAL = re.compile(r"(^|\s)[IVX]+$", re.IGNORECASE)  # "Charles III" has no surname
_QUOTED = re.compile(r"\s*[\"“][^\"”]*[\"”]")


@dataclass
class Office:
    """One term of one office, in the columns of offices.csv."""

    office: str
    title: str
    country: str
    org: str
    sector: str
    start: str
    end: str
    seen_until: str
    confidence: str
    source: str


@dataclass
class Person:
    """One person while the tables are laid over each other."""

    name: str
    country: str
    aliases: list[str] = field(default_factory=list)
    surnames: list[str] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)


def build(reference: Path, data: Path = DATA) -> None:
    """Write both files under ``data``; the titles are read from the repository, where people write them."""
    titles = {
        (row["title"], row["country"]): row["office"] for row in read_table(DATA / "actors" / "office_titles.csv")
    }
    people = _hand_made(read_table(reference / "people_offices.csv"), titles)
    _add_us(people, read_table(reference / "people_us_federal.csv"), titles)
    countries = read_table(reference / "countries.csv")
    states = {row["iso3"] for row in countries if row["independent"] == "yes"}
    # States before territories, so that a monarch or president is met at home first.
    heads = read_table(reference / "people_world_leaders_factbook.csv")
    _add_factbook(people, sorted(heads, key=lambda row: row["country"] not in states))
    by_cow = {row["cow_abb"]: row["iso3"] for row in countries if row["cow_abb"]}
    _add_reign(people, read_table(reference / "people_leaders_reign.csv"), by_cow)
    _write(people, data / "actors")
    add_house_people(data / "actors")


def _hand_made(rows: list[Row], titles: dict[tuple[str, str], str]) -> list[Person]:
    namesakes = {(row["person"], row["country"]) for row in read_table(HERE / "namesakes.csv")}
    nations = {row["person"]: row["country"] for row in read_table(HERE / "nationalities.csv")}
    people: dict[tuple[str, str], Person] = {}
    for row in rows:
        written, country = row["person"], row["country"]
        name = _known_as(written, country)
        # Within this table one name is one person, but for the namesakes listed.
        key = (name, country if (name, country) in namesakes else "")
        person = people.setdefault(key, Person(name, nations.get(name, country)))
        if person.country in _SUPRANATIONAL and country not in _SUPRANATIONAL:
            person.country = country
        person.aliases += [alias for alias in (written, *row["aliases"].split("|")) if alias and alias != name]
        title = row["office_en"]
        # "President" of a body is its head, not a head of state.
        office = "head" if row["org"] and title in ("President", "Head", "Leader") else _office(title, country, titles)
        person.offices.append(
            Office(
                office=office,
                title=title if not row["office_detail"] else f"{title} ({row['office_detail']})",
                country=country,
                org=row["org"],
                sector=row["sector"],
                start=row["from"],
                end=row["to"],
                seen_until="",
                confidence=row["confidence"],
                source=row["source"] or row["basis"],
            )
        )
    return list(people.values())


@cache
def _names() -> dict[tuple[str, str], str]:
    return {(row["as_written"], row["country"]): row["name"] for row in read_table(HERE / "person_names.csv")}


def _known_as(written: str, country: str) -> str:
    """The name by which news knows the person: titles cut off, surnames made whole, by the hand-made list."""
    return _names().get((written, country), written)


def _office(title: str, country: str, titles: dict[tuple[str, str], str]) -> str:
    """The class of a title in a country; a title of no class is its own."""
    plain = title.casefold().replace("-", " ").strip()
    return titles.get((plain, country)) or titles.get((plain, "")) or plain


def _add_us(people: list[Person], rows: list[Row], titles: dict[tuple[str, str], str]) -> None:
    for row in rows:
        office = _office(row["office"], "USA", titles)
        term = Office(
            office=office,
            title=row["office"].title() + (f" ({row['state']})" if row["state"] else ""),
            country="USA",
            org="",
            sector=row["plover_sector"],
            start=row["from"],
            # Congress ends on a date fixed by law; what lies beyond the table is not known to have happened.
            end=row["to"] if row["to"] <= "2026-06-15" else "",
            seen_until="",
            confidence="high",
            source=row["source"],
        )
        name = _known_as(row["person"], "USA")
        person = _same_name(people, name, "USA")
        if person is None:
            person = Person(name, "USA")
            people.append(person)
        person.aliases.append(row["person"])
        if row["nickname"]:
            person.aliases.append(f"{row['nickname']} {row['surname']}")
        person.surnames.append(row["surname"])
        _add_term(person, term)


def _add_factbook(people: list[Person], rows: list[Row]) -> None:
    nations = {row["person"]: row["country"] for row in read_table(HERE / "nationalities.csv")}
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        name = _known_as(row["person"], row["country"])
        if any(char.isalpha() for char in name):
            found.setdefault((name, nations.get(name, row["country"])), []).append(row)
    for (name, country), held in found.items():
        terms = [_factbook_term(row) for row in held]
        person = _same_name(people, name, country)
        for term in terms:
            person = person or _same_term(people, name, term) or _same_crown(people, name, term)
        if person is None:
            person = Person(name, country)
            people.append(person)
        for row, term in zip(held, terms, strict=True):
            spellings = (name, row["person"], *row["other_spellings"].split("|"))
            person.aliases += [alias for alias in spellings if alias]
            person.surnames += [row["surname"]] if row["surname"] else []
            _add_term(person, term)


def _factbook_term(row: Row) -> Office:
    in_office = row["to_basis"].startswith("in office")
    # Without a start of its own the term starts where a copy first shows it, unless the copy came late.
    first_seen = row["first_seen"] if not row["to"] or row["first_seen"] <= row["to"] else ""
    return Office(
        office=row["office_class"],
        title=row["title_as_written"],
        country=row["country"],
        org="",
        sector="GOV",
        start=row["from"] or first_seen,
        end=row["to"],
        seen_until="" if row["to"] or in_office else row["last_seen"],
        confidence="high" if row["from"] else "medium",
        source="World Factbook",
    )


def _add_reign(people: list[Person], rows: list[Row], by_cow: dict[str, str]) -> None:
    """Effective leaders. Most rows say a surname only: one of a leader's terms must fit a person known for it."""
    leaders: dict[tuple[str, str], list[Office]] = {}
    for row in rows:
        country = by_cow.get(row["cow_abb"])
        if country is None:
            continue  # a state that is no more, without a code today
        term = Office(
            office="head",
            title="effective leader",
            country=country,
            org="",
            sector="GOV",
            start=row["from"],
            end=row["to"],
            seen_until="" if row["to"] else "2021-02",
            confidence="medium",
            source="REIGN 2021-03",
        )
        written = row["leader_as_written"].replace('"', "").strip()
        leaders.setdefault((written, country), []).append(term)
    for (written, country), terms in leaders.items():
        name = _known_as(written, country)
        known = _same_name(people, name, country)
        unknown = []
        for term in terms:
            person = known or _same_term(people, written, term)
            if person is None:
                unknown.append(term)
            elif not any(_near(held.start, term.start) for held in person.offices if held.office in {"head", *_HEADS}):
                person.offices.append(term)
        # Under one full name terms are one person's; under a bare surname (Rasmussen) each may be another's.
        shares = [unknown] if " " in name else [[term] for term in unknown]
        people += [Person(name, country, offices=share) for share in shares if share]


def _same_name(people: list[Person], name: str, country: str) -> Person | None:
    """The person of the country who bears the whole name, or the name without initials."""
    wanted = _spellings(name)
    for person in people:
        if person.country == country and wanted & _spellings(person.name, *person.aliases):
            return person
    return None


def _same_term(people: list[Person], name: str, term: Office) -> Person | None:
    """The person of the country who came to its head about the same day under a like name.

    Deputies are never joined so: several take office on one day, and many share a family name.
    """
    if term.office not in {"head", *_HEADS} or term.org:
        return None
    for person in people:
        if (
            person.country == term.country
            and any(_alike(name, known) for known in (person.name, *person.aliases))
            and any(office.office in {"head", *_HEADS} and _near(office.start, term.start) for office in person.offices)
        ):
            return person
    return None


@cache
def _alike(one: str, other: str) -> bool:
    """True if every word of the shorter name has a like one in the longer; words of two letters do not count."""
    shorter, longer = sorted(
        ([word for word in normalise(name).split() if len(word) > 2] for name in (one, other)), key=len
    )
    return bool(shorter) and all(
        any(word == known or SequenceMatcher(None, word, known).ratio() >= _LIKE_WORDS for known in longer)
        for word in shorter
    )


def _same_crown(people: list[Person], name: str, term: Office) -> Person | None:
    """The head of state of another country who became it here about the same day: realms and territories."""
    if term.office != "head of state":
        return None
    wanted = _spellings(name)
    for person in people:
        if any(office.office == term.office and _near(office.start, term.start) for office in person.offices) and (
            wanted & _spellings(person.name, *person.aliases)
        ):
            return person
    return None


@cache
def _near(one: str, other: str) -> bool:
    return bool(one and other) and abs((_first_day(one) - _first_day(other)).days) <= _SAME_TERM_DAYS


@cache
def _first_day(text: str) -> date:
    return PartialDate.parse(text).first_day


def _add_term(person: Person, term: Office) -> None:
    """Add the term unless the person has it, from a better table, under the same office and about the same start."""
    for known in person.offices:
        if known.office == term.office and known.country == term.country and _near(known.start, term.start):
            if not known.end and term.end:
                known.end = term.end
            return
    person.offices.append(term)


def _spellings(*names: str) -> frozenset[str]:
    """Normalised full names, with and without initials and nicknames; a single word is none."""
    return frozenset(key for name in names for key in _keys(name))


@cache
def _keys(name: str) -> tuple[str, ...]:
    return tuple(key for text in (name, _plain(name)) if " " in (key := normalise(text)))


def _plain(name: str) -> str:
    return " ".join(_SUFFIXES.sub(" ", _QUOTED.sub("", name)).replace(",", " ").split())


def _write(people: list[Person], folder: Path) -> None:
    slugs: dict[str, list[Person]] = {}
    for person in people:
        slugs.setdefault(slug_of(_plain(person.name)), []).append(person)
    rows, terms = [], []
    for slug, bearers in slugs.items():
        for person in bearers:
            # Bearers of one name take their country into the id, and a number only if that is shared too.
            twins = [other for other in bearers if other.country == person.country]
            actor_id = f"person:{slug}"
            if len(bearers) > 1:
                actor_id += f"-{person.country.casefold()}"
            if len(twins) > 1 and twins.index(person):
                actor_id += f"-{twins.index(person) + 1}"
            plain = _plain(person.name)
            surnames = [plain.split()[-1], *person.surnames] if " " in plain else [plain]
            surnames = [name for name in surnames if not _ORDINAL.search(name) and (" " not in plain or name != plain)]
            aliases = [alias for alias in (*person.aliases, plain) if alias != person.name]
            rows.append(
                {
                    "id": actor_id,
                    "name": person.name,
                    "aliases": united(*aliases),
                    "surnames": united(*surnames),
                    "country": person.country,
                }
            )
            terms += [{"person": actor_id, **vars(office)} for office in person.offices]
    write_table(folder / "people.csv", ("id", "name", "aliases", "surnames", "country"), rows)
    columns = ("person", "start", "end", "office", "title", "country", "org", "sector")
    write_table(folder / "offices.csv", (*columns, "seen_until", "confidence", "source"), terms)
