"""States and territories: names, adjectives, people's nouns, capitals and seats of government."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from faleme.ids import GeonameId
from faleme.reference.files import DATA, Faults, rows_of, values
from faleme.reference.names import acronym_key, is_acronym, normalise, one_letter_off

Language = Literal["en", "fr"]

_COLUMNS = (
    "iso3 iso2 isonum fips cow cow_abb gw cameo plover geonameid name_en official_en name_fr official_fr name_ar "
    "aliases "
    "adj_en adj_fr capital capital_metonyms neighbours continent subregion independent un_member_year population"
).split()
# A misspelt name is told from this many letters on; shorter ones, down to the other bound, still make it doubtful
# ("Nigera" is Nigeria or Niger).
_LONG, _SHORT = 7, 4
# English adjectives in these endings name the people without a further "s" ("the Senegalese", "the French").
_NO_PLURAL = ("ese", "ish", "ch", "s", "x", "z", "men")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One entry of ISO 3166, with its numbers elsewhere. Kosovo has iso3 XKX here and plover KOS.

    adjectives: English, adjectives and nouns of people alike, singular ("Malian", "Spaniard").
    metonyms: capital and seats of government that stand for it ("Bamako", "Koulouba").
    """

    iso3: str
    iso2: str
    isonum: str
    fips: str | None
    cow: int | None
    cow_abb: str | None
    gw: int | None
    cameo: str | None
    plover: str
    geonameid: GeonameId | None
    name_en: str
    official_en: str | None
    name_fr: str
    official_fr: str | None
    name_ar: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    adjectives_fr: tuple[str, ...]
    capital: str | None
    metonyms: tuple[str, ...]
    neighbours: tuple[str, ...]  # iso3
    continent: str
    subregion: str
    independent: bool
    un_member_year: int | None
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Metonym:
    """A place that stands for a government, an army or a parliament.

    ambiguous: the words often mean something else (Washington the state, Tripoli in Lebanon): ask the context.
    """

    text: str
    country: Country
    sector: str
    kind: Literal["capital", "seat"]
    ambiguous: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """The point of a border whose farthest other point is nearest (WGS84), and the distance to that one."""

    lat: float
    lon: float
    radius_km: float


class _Index:
    """Names to countries. Acronyms count with their case, words of the capital-only list need a capital."""

    def __init__(self, capital_only: frozenset[str]) -> None:
        self._names: dict[str, list[Country]] = defaultdict(list)
        self._acronyms: dict[str, list[Country]] = defaultdict(list)
        self._capital_only = capital_only
        self._initials: dict[str, list[str]] = defaultdict(list)

    def add(self, text: str, country: Country) -> None:
        table, key = (self._acronyms, acronym_key(text)) if is_acronym(text) else (self._names, normalise(text))
        if key and country not in table[key]:
            table[key].append(country)

    def find(self, text: str) -> tuple[Country, ...]:
        words = text.strip().removeprefix("the ").removeprefix("The ")
        if is_acronym(words) and (found := self._acronyms.get(acronym_key(words))):
            return tuple(found)
        key = normalise(words)
        if key in self._capital_only and not words[:1].isupper():
            return ()
        return tuple(self._names.get(key, ()))

    def near(self, text: str) -> tuple[Country, ...]:
        """The countries with a name one letter off, its first letter right. A plural is no slip ("the Americas")."""
        key = normalise(text)
        close = [
            name
            for name in self._by_initial().get(key[:1], ())
            if len(name) > _SHORT and key != f"{name}s" and one_letter_off(key, name)
        ]
        if not any(len(name) >= _LONG for name in close):
            return ()
        return tuple({country.iso3: country for name in close for country in self._names[name]}.values())

    def _by_initial(self) -> Mapping[str, list[str]]:
        if not self._initials:
            for name in self._names:
                self._initials[name[:1]].append(name)
        return self._initials


class Countries:
    """The table, with its look-ups. Each look-up says None for a word that two countries share (Congo, Korea)."""

    def __init__(
        self,
        by_iso3: Mapping[str, Country],
        names: Mapping[Language, _Index],
        adjectives: Mapping[Language, _Index],
        seats: Mapping[str, Metonym],
        borders: Mapping[frozenset[str], Border],
    ) -> None:
        self._borders = borders
        self.by_iso3: Mapping[str, Country] = MappingProxyType(dict(by_iso3))
        self._names = names
        self._adjectives = adjectives
        self._seats = seats
        self._iso2 = {country.iso2: country.iso3 for country in by_iso3.values()}
        self._cow = {country.cow_abb: country for country in by_iso3.values() if country.cow_abb}

    def named(self, text: str, lang: Language = "en") -> Country | None:
        """The country with this name, official name or alias; None if none or two have it."""
        return _only(self.candidates(text, lang))

    def candidates(self, text: str, lang: Language = "en") -> tuple[Country, ...]:
        """All countries with this name, by iso3: two for "Congo" and "Korea"."""
        return self._names[lang].find(text)

    def misspelt(self, text: str) -> Country | None:
        """The one country whose English name of seven letters or more is misspelt by one letter: "Afganistan".

        None for what is spelled as a country or a people. Whether the words are another name the caller has to know.
        """
        if not text[:1].isupper() or self.candidates(text) or self.adjective_candidates(text):
            return None
        return _only(self._names["en"].near(text))

    def adjective(self, word: str, lang: Language = "en") -> Country | None:
        """The country of an adjective or a people's noun, singular or plural: "Malian", "Malians", "Spaniards".

        None if two countries share it (Congolese, Dominican, Korean): see ``adjective_candidates``.
        """
        return _only(self.adjective_candidates(word, lang))

    def adjective_candidates(self, word: str, lang: Language = "en") -> tuple[Country, ...]:
        """All countries that the adjective fits, by iso3."""
        return self._adjectives[lang].find(word)

    def metonym(self, text: str) -> Country | None:
        """The country that a capital or seat of government stands for; ``seat`` says more."""
        found = self.seat(text)
        return found.country if found else None

    def seat(self, text: str) -> Metonym | None:
        """The capital or seat itself, with its sector and whether it is ambiguous. Small letters alone never count."""
        return self._seats.get(normalise(text)) if any(char.isupper() for char in text) else None

    def border(self, one: str, two: str) -> Border | None:
        """The land border of two countries (iso3), in either order; None where they have none."""
        return self._borders.get(frozenset((one, two)))

    def iso3(self, iso2: str) -> str | None:
        """Alpha-3 of an alpha-2 code."""
        return self._iso2.get(iso2.upper())

    def by_cow(self, abbreviation: str) -> Country | None:
        """The country of a Correlates of War abbreviation ("NIR")."""
        return self._cow.get(abbreviation)


def _only(found: tuple[Country, ...]) -> Country | None:
    return found[0] if len(found) == 1 else None


@cache
def load_countries() -> Countries:
    """The countries of ``data/countries``."""
    return read_countries(DATA / "countries")


def read_countries(folder: Path) -> Countries:
    """Countries from a folder with countries.csv, names.csv, metonyms.csv, capital_only.csv, borders.csv.

    Raises ReferenceDataError with all faults of the first file that has any.
    """
    extra = _read_names(folder / "names.csv")
    seats = _read_seats(folder / "metonyms.csv")
    capital_only = frozenset(normalise(row["word"]) for _, row in rows_of(folder / "capital_only.csv", ("word", "why")))
    by_iso3 = _read_table(folder / "countries.csv", extra, seats)
    for name, wanted in (("names.csv", extra), ("metonyms.csv", seats)):
        faults = Faults(folder / name)
        for iso3 in wanted.keys() - by_iso3.keys():
            faults.add(iso3, "no such country in countries.csv")
        faults.check()
    names: dict[Language, _Index] = {"en": _Index(capital_only), "fr": _Index(capital_only)}
    adjectives: dict[Language, _Index] = {"en": _Index(capital_only), "fr": _Index(capital_only)}
    metonyms: dict[str, Metonym] = {}
    for country in by_iso3.values():
        for text in (country.name_en, country.official_en, *country.aliases):
            names["en"].add(text or "", country)
        for text in (country.name_fr, country.official_fr, *country.aliases):
            names["fr"].add(text or "", country)
        for word in country.adjectives:
            adjectives["en"].add(word, country)
            if not word.endswith(_NO_PLURAL) and not is_acronym(word):
                adjectives["en"].add(word + "s", country)
        for word in country.adjectives_fr:
            adjectives["fr"].add(word, country)
            if not word.endswith(("s", "x")):
                adjectives["fr"].add(word + "s", country)
        listed = [
            Metonym(text=text, country=country, sector=sector, kind=kind, ambiguous=ambiguous)
            for text, sector, kind, ambiguous in seats.get(country.iso3, ())
        ]
        plain = [
            Metonym(text=text, country=country, sector="GOV", kind="capital", ambiguous=False)
            for text in (*country.metonyms, country.capital or "")
            if text
        ]
        for metonym in (*listed, *plain):  # the hand-written row, which knows the sector and the doubt, comes first
            metonyms.setdefault(normalise(metonym.text), metonym)
    return Countries(by_iso3, names, adjectives, metonyms, _read_borders(folder / "borders.csv", by_iso3))


def _read_borders(path: Path, by_iso3: Mapping[str, Country]) -> dict[frozenset[str], Border]:
    faults, found = Faults(path), {}
    for entry, row in rows_of(path, ("one", "two", "lat", "lon", "radius_km")):
        for column in ("one", "two"):
            if row[column] not in by_iso3:
                faults.add(entry, f"no such country in countries.csv: {row[column]!r}")
        lat, lon, radius = (faults.number(entry, row[column]) or 0.0 for column in ("lat", "lon", "radius_km"))
        found[frozenset((row["one"], row["two"]))] = Border(lat=lat, lon=lon, radius_km=radius)
    faults.check()
    return found


def _read_names(path: Path) -> dict[str, list[tuple[str, str]]]:
    faults, found = Faults(path), defaultdict(list)
    for entry, row in rows_of(path, ("iso3", "text", "kind")):
        faults.one_of(entry, row["kind"], ("display", "name", "adjective", "noun"))
        found[row["iso3"]].append((row["kind"], row["text"]))
    faults.check()
    return found


def _read_seats(path: Path) -> dict[str, list[tuple[str, str, Literal["capital", "seat"], bool]]]:
    faults = Faults(path)
    found: dict[str, list[tuple[str, str, Literal["capital", "seat"], bool]]] = defaultdict(list)
    for entry, row in rows_of(path, ("text", "iso3", "sector", "kind", "ambiguous")):
        faults.one_of(entry, row["kind"], ("capital", "seat"))
        faults.one_of(entry, row["ambiguous"], ("yes", ""))
        kind: Literal["capital", "seat"] = "capital" if row["kind"] == "capital" else "seat"
        found[row["iso3"]].append((row["text"], row["sector"], kind, row["ambiguous"] == "yes"))
    faults.check()
    return found


def _read_table(
    path: Path,
    extra: Mapping[str, list[tuple[str, str]]],
    seats: Mapping[str, list[tuple[str, str, Literal["capital", "seat"], bool]]],
) -> dict[str, Country]:
    faults = Faults(path)
    found: dict[str, Country] = {}
    for entry, row in rows_of(path, _COLUMNS):
        iso3 = row["iso3"]
        if len(iso3) != 3 or not iso3.isupper():
            faults.add(entry, f"{iso3!r} is no alpha-3 code")
        if iso3 in found:
            faults.add(entry, f"{iso3} stands twice")
        numbers = {
            column: faults.number(entry, row[column])
            for column in ("cow", "gw", "geonameid", "un_member_year", "population")
        }
        whole = {column: None if number is None else int(number) for column, number in numbers.items()}
        display = [text for kind, text in extra.get(iso3, ()) if kind == "display"]
        names = [text for kind, text in extra.get(iso3, ()) if kind == "name"]
        people = [text for kind, text in extra.get(iso3, ()) if kind in ("adjective", "noun")]
        geonameid = whole["geonameid"]
        found[iso3] = Country(
            iso3=iso3,
            iso2=row["iso2"],
            isonum=row["isonum"],
            fips=row["fips"] or None,
            cow=whole["cow"],
            cow_abb=row["cow_abb"] or None,
            gw=whole["gw"],
            cameo=row["cameo"] or None,
            plover=row["plover"] or iso3,
            geonameid=None if geonameid is None else GeonameId(geonameid),
            name_en=display[0] if display else row["name_en"],
            official_en=row["official_en"] or None,
            name_fr=row["name_fr"],
            official_fr=row["official_fr"] or None,
            name_ar=row["name_ar"],
            aliases=tuple(dict.fromkeys((*values(row["aliases"]), *names, row["name_en"]))),
            adjectives=tuple(dict.fromkeys((*values(row["adj_en"]), *people))),
            adjectives_fr=values(row["adj_fr"]),
            capital=row["capital"] or None,
            metonyms=tuple(
                dict.fromkeys((*values(row["capital_metonyms"]), *(seat[0] for seat in seats.get(iso3, ()))))
            ),
            neighbours=values(row["neighbours"]),
            continent=row["continent"],
            subregion=row["subregion"],
            independent=row["independent"] == "yes",
            un_member_year=whole["un_member_year"],
            population=whole["population"] or 0,
        )
    faults.check()
    return found
