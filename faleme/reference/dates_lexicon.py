"""The words of date phrases in one language: ``faleme/data/lexicon/<lang>/dates.toml``, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from faleme.dates import DateRange, PartialDate
from faleme.reference.files import DATA, Faults, rows_of, toml_of

ROLES = frozenset(
    "the a this that last past next previous following coming same current recent ago earlier before later part edge "
    "about few every fiscal quarter half weekend of in preposition to and after into times from_now other".split()
)
# Sections that map a word to a value, and the role that their words get.
_TABLES = {
    "weekdays": "weekday",
    "weekdays_plural": "weekdays",
    "months": "month",
    "month_abbreviations": "month_abbreviation",
    "foreign_months": "foreign_month",
    "seasons": "season",
    "units": "unit",
    "units_plural": "units",
    "day_parts": "day_part",
    "day_words": "day_word",
    "numbers": "number",
    "ordinals": "ordinal",
    "decades": "decade",
    "sets": "set",
    "often": "often",
}
# Easter is computed for the years of the Gregorian calendar that news tell of, the eastern one as far as 13 days hold.
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
REFERENCES = frozenset({"PRESENT_REF", "PAST_REF", "FUTURE_REF"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A feast: fixed (month, day), the nth weekday of a month (-1 is the last), counted from the western or eastern
    Easter, or of the moon and then in a table (``known``: what it covers, in order)."""

    month: int = 0
    day: int = 0
    weekday: int = 0
    nth: int = 0
    easter: int | None = None
    eastern: int | None = None
    known: tuple[DateRange, ...] = ()

    def in_year(self, year: int) -> tuple[DateRange, ...]:
        """When it falls (or begins) in a year of the Gregorian calendar: the moon's year is shorter, so perhaps twice.
        Nothing where it is not known or the calendar did not run yet."""
        if not self.month and self.easter is None and self.eastern is None:
            return tuple(days for days in self.known if days.start.year == year)
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return ()
        return (DateRange.single(PartialDate.of(self._on(year))),)

    def _on(self, year: int) -> date:
        if self.eastern is not None:
            return eastern_easter(year) + timedelta(days=self.eastern)
        if self.easter is not None:
            return easter_sunday(year) + timedelta(days=self.easter)
        if self.day:
            return date(year, self.month, self.day)
        if self.nth > 0:
            first = date(year, self.month, 1)
            return first + timedelta(days=(self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))
        last = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - self.weekday) % 7 + 7 * (-self.nth - 1))


@dataclass(frozen=True, slots=True)
class Word:
    """What a word or phrase does in a date phrase, and its value there (month number, TIMEX3 unit, …)."""

    role: str
    value: int | str | None = None


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class DateLexicon:
    """The words of one language's date phrases, casefolded. Compared by identity, so that it can key a cache.

    words: one word -> what it does. phrases: several words (single blanks, "'s" a word of its own) -> what they do.
    abbreviations: words that carry a stop of their own. stop_needed: those that count only with it.
    ranges: first word of a range -> words between its ends. range_words: those that need no first word. night_words:
    between a night and its next day. next_day_words: between two days on end.
    """

    language: str
    words: Mapping[str, Word]
    phrases: Mapping[str, Word]
    abbreviations: frozenset[str]
    stop_needed: Mapping[str, Word]
    holidays: Mapping[str, Holiday]
    ranges: Mapping[str, frozenset[str]]
    range_words: frozenset[str]
    night_words: frozenset[str]
    next_day_words: frozenset[str]
    ordinal_suffixes: tuple[str, ...]
    clock_suffixes: tuple[str, ...]
    time_zones: tuple[str, ...]
    universal_time: tuple[str, ...]
    month_first: frozenset[str]
    either_first: frozenset[str]
    ambiguous: frozenset[str]
    given_names: frozenset[str]
    counted: frozenset[str]
    not_counted: frozenset[str]
    possessives: frozenset[str]
    pronouns: frozenset[str]
    future: frozenset[str]
    perhaps_future: frozenset[str]
    infinitive: str
    times_to_come: frozenset[str]
    obliged: frozenset[str]
    past: frozenset[str]
    past_endings: tuple[str, ...]
    not_past: frozenset[str]
    ahead_markers: frozenset[str]
    modals: frozenset[str]
    perfect: frozenset[str]
    past_helpers: frozenset[str]
    planning: frozenset[str]
    promising: frozenset[str]
    behind_markers: frozenset[str]
    open_markers: frozenset[str]
    same_time: frozenset[str]
    happening: frozenset[str]
    waging: frozenset[str]
    amid: frozenset[str]
    hours: frozenset[str]
    roughly: frozenset[str]
    moving_on: frozenset[str]
    dated_nouns: frozenset[str]


@cache
def load_date_lexicon(language: str) -> DateLexicon:
    """The date words of a language ("en"); raises ReferenceDataError with all faults of the file at once."""
    path = DATA / "lexicon" / language / "dates.toml"
    raw, faults = toml_of(path), Faults(path)
    entries: dict[str, Word] = {}

    def add(section: str, text: str, word: Word) -> None:
        if text != text.casefold():
            faults.add(f"{section}, {text!r}", "write it casefolded")
        if text in entries and entries[text].role != word.role:
            # "second" and "over" do two things; the file's first mention stands, the grammar knows the other.
            return
        entries[text] = word

    for section, role in _TABLES.items():
        for text, value in _table(raw, section, faults).items():
            add(section, text, Word(role, value))
    moon = _moon_feasts()
    holidays = {text: _holiday(text, value, moon, faults) for text, value in _table(raw, "holidays", faults).items()}
    for text in holidays:
        add("holidays", text, Word("holiday", _spaced(text)))
    for value, texts in _table(raw, "references", faults).items():
        faults.one_of("references", value, REFERENCES)
        for text in texts:
            add("references", text, Word("reference", value))
    for text, entry in _table(raw, "day_part_phrases", faults).items():
        add("day_part_phrases", text, Word("day_part_phrase", f"{entry['days']} {entry['part']}"))
    for role, texts in _table(raw, "roles", faults).items():
        faults.one_of("roles", role, ROLES)
        for text in texts:
            add("roles", text, Word(role))
    weekday_abbreviations = _table(raw, "weekday_abbreviations", faults)
    ambiguous, direction = _table(raw, "ambiguous", faults), _table(raw, "direction", faults)
    clauses = _table(raw, "clauses", faults)
    ranges = dict(_table(raw, "ranges", faults))
    alone, night, next_day = (ranges.pop(name, ()) for name in ("alone", "night", "next_day"))
    faults.check()
    phrases = {_spaced(text): word for text, word in entries.items() if " " in text or "'" in text or "-" in text}
    return DateLexicon(
        language=raw["language"],
        words=MappingProxyType({text: word for text, word in entries.items() if _spaced(text) not in phrases}),
        phrases=MappingProxyType(phrases),
        abbreviations=frozenset(raw["month_abbreviations"]) | frozenset(weekday_abbreviations),
        stop_needed=MappingProxyType({text: Word("weekday", day) for text, day in weekday_abbreviations.items()}),
        holidays=MappingProxyType({_spaced(text): holiday for text, holiday in holidays.items()}),
        ranges=MappingProxyType({first: frozenset(between) for first, between in ranges.items()}),
        range_words=frozenset(alone),
        night_words=frozenset(night),
        next_day_words=frozenset(next_day),
        ordinal_suffixes=tuple(raw["ordinal_suffixes"]),
        clock_suffixes=tuple(raw["clock_suffixes"]),
        time_zones=tuple(raw["time_zones"]),
        universal_time=tuple(raw["universal_time"]),
        month_first=frozenset(raw["month_first"]),
        either_first=frozenset(raw["either_first"]),
        ambiguous=frozenset(ambiguous["words"]),
        given_names=frozenset(ambiguous["given_names"]),
        counted=frozenset(ambiguous["counted"]),
        not_counted=frozenset(ambiguous["not_counted"]),
        possessives=frozenset(ambiguous["possessives"]),
        pronouns=frozenset(ambiguous["pronouns"]),
        future=frozenset(direction["future"]),
        perhaps_future=frozenset(direction["perhaps_future"]),
        infinitive=direction["infinitive"],
        times_to_come=frozenset(direction["times_to_come"]),
        obliged=frozenset(direction["obliged"]),
        past=frozenset(direction["past"]),
        past_endings=tuple(direction["past_endings"]),
        not_past=frozenset(direction["not_past"]),
        **{name: frozenset(words) for name, words in clauses.items()},
    )


def easter_sunday(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian algorithm, as in Meeus)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def eastern_easter(year: int) -> date:
    """Easter Sunday of the churches that keep the Julian calendar, in the Gregorian one (Meeus); 1900 to 2099."""
    moon = (19 * (year % 19) + 15) % 30
    month, day = divmod(moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _table(raw: Mapping[str, Any], section: str, faults: Faults) -> dict[str, Any]:
    table = raw.get(section)
    if not isinstance(table, dict):
        faults.add(section, "this section is missing")
        return {}
    return table


def _moon_feasts() -> Mapping[str, tuple[DateRange, ...]]:
    """The table of feasts of the moon: name -> its days, in order."""
    path = DATA / "moon_feasts.csv"
    faults = Faults(path)
    found: dict[str, list[DateRange]] = {}
    for line, row in rows_of(path, ("feast", "first_day", "last_day")):
        first, last = (faults.date(line, row[side]) for side in ("first_day", "last_day"))
        if first is not None and last is not None:
            found.setdefault(row["feast"], []).append(DateRange(first, last))
    faults.check()
    return {feast: tuple(sorted(days)) for feast, days in found.items()}


def _holiday(text: str, value: Mapping[str, Any], moon: Mapping[str, tuple[DateRange, ...]], faults: Faults) -> Holiday:
    if "moon" in value:
        faults.one_of(f"holidays, {text!r}", value["moon"], frozenset(moon))
        return Holiday(known=moon.get(value["moon"], ()))
    holiday = Holiday(**value)
    if (
        holiday.easter is None
        and holiday.eastern is None
        and not (1 <= holiday.month <= 12 and (holiday.day or holiday.nth))
    ):
        faults.add(f"holidays, {text!r}", "needs a month with a day or an nth weekday, or days from Easter")
    return holiday


def _spaced(text: str) -> str:
    """The phrase as the tokeniser cuts it: "new year's day" -> "new year 's day"."""
    return text.replace("'s", " 's").replace("-", " - ")
