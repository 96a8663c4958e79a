"""Corrections from a screen: which values may be chosen, and a choice made by the functions of `faleme correct`.

No text that somebody types becomes a value: types, modes and factuality are of the code book, actors of the directory,
places of the gazetteer; days and numbers are read as such.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faleme.dates import DateRange, PartialDate
from faleme.errors import SettingsError
from faleme.exchange.actor_directory import Asked, Directory
from faleme.records import FigureKind, Judgement, Report
from faleme.reference.codebook import Codebook
from faleme.reference.gazetteer import Gazetteer, Place, load_gazetteer
from faleme.reference.names import normalise
from faleme.run.correct import Judge, accept, no_event, pair, set_values, undo
from faleme.run.correction_values import place_value
from faleme.store.base import Store
from faleme.store.corrections import FACTUALITY, ROLES

NONE = "none"  # nobody, unknown
_NAME = 100  # letters of a search
_WHY = 1000
_PICKED = 12  # of those that a search finds

FIELDS: Mapping[str, str] = {
    "type": "Action",
    "mode": "How (mode)",
    "factuality": "Did it happen?",
    "actor": "Who",
    "recipient": "To whom",
    "place": "Where",
    "date": "When",
    **{
        kind.value: f"How many: {kind.value}"
        for kind in FigureKind
        if kind not in (FigureKind.OTHER, FigureKind.DISTANCE)
    },
    "event": "It tells no event",
    "accepted": "It is right as it stands",
}


class BadChoice(SettingsError):
    """A choice that cannot be: the field, and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value that may be chosen. value: as a form sends it; note: what tells it from others of its name."""

    value: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How a field is asked for. kind: choices (a list), search (choices found by words), date, number, or nothing.

    now: the value that stands there, of a list as its choices have it.
    """

    field: str
    label: str
    kind: str
    choices: tuple[Choice, ...] = ()
    now: str | None = None
    pick: str | None = None  # what is searched: actors or places


def asking(field: str, report: Report, *, codebook: Codebook) -> Asking:
    """How to ask for a field of a report, or of an event by its headline. Raises BadChoice for no field."""
    if field not in FIELDS:
        raise BadChoice("field", f"There is no field {field[:_NAME]}. Choose one of the list.")
    label = FIELDS[field]
    match field:
        case "type":
            choices = [
                Choice(value=code, name=code, note=one.definition) for code, one in sorted(codebook.types.items())
            ]
            return Asking(field=field, label=label, kind="choices", choices=tuple(choices), now=report.event_type)
        case "mode":
            modes = codebook.types[report.event_type].modes if report.event_type in codebook.types else {}
            choices = [Choice(value=code, name=code, note=one.definition) for code, one in modes.items()]
            none = Choice(value=NONE, name="none", note=f"no mode of {report.event_type} is told")
            return Asking(field=field, label=label, kind="choices", choices=(none, *choices), now=report.mode or NONE)
        case "factuality":
            choices = [Choice(value=word, name=word) for word in FACTUALITY]
            told = next(word for word, auxiliary in FACTUALITY.items() if auxiliary == report.auxiliary)
            return Asking(field=field, label=label, kind="choices", choices=tuple(choices), now=told)
        case "actor" | "recipient":
            names = "; ".join(one.name for one in getattr(report, field))
            return Asking(field=field, label=label, kind="search", now=names or None, pick="actors")
        case "place":
            place = None if report.place is None else report.place.name
            return Asking(field=field, label=label, kind="search", now=place, pick="places")
        case "date":
            when = None if report.date is None else report.date.when
            return Asking(field=field, label=label, kind="date", now=None if when is None else str(when.start))
        case "event" | "accepted":
            return Asking(field=field, label=label, kind="nothing")
    return Asking(field=field, label=label, kind="number")


def actors_called(words: str, directory: Directory) -> list[Choice]:
    """Actors that an id or name may mean, then those of whose names the words are a part, best known first."""
    text = words.strip()[:_NAME]
    if not text:
        return []
    seen = directory.find(text)
    if len(seen) < _PICKED and len(text) > 1:
        more, _ = directory.page(Asked(name=text), limit=_PICKED)
        seen = [*seen, *more]
    found: dict[str, Choice] = {}
    for one in seen:
        value = one.whom.actor_id or one.key
        known = ", ".join(filter(None, (one.country, *one.sectors)))
        reports = f"{one.reports} report{'' if one.reports == 1 else 's'}" if one.reports else ""
        note = " · ".join(filter(None, (known, one.kind.replace("_", " "), reports)))
        found.setdefault(value, Choice(value=value, name=one.name, note=note))
    return list(found.values())[:_PICKED]


def places_called(words: str, gazetteer: Gazetteer | None = None) -> list[Choice]:
    """Places of the gazetteer with a GeoNames number that bear a name, or whose name begins so, the most important
    first. words: may end in a country: "Gao, MLI"; or be a number."""
    text = words.strip()[:_NAME]
    known = gazetteer or load_gazetteer()
    if text.isascii() and text.isdecimal():
        found = known.by_id(int(text)) if len(text) < 12 else None
        return [] if found is None else [_choice(found, known)]
    name, _, country = text.rpartition(",") if "," in text else (text, "", "")
    named = [*known.candidates(name), *known.beginning(normalise(name), most=200)]
    fitting = [
        each
        for each in dict.fromkeys(named)
        if each.geonameid is not None and (not country.strip() or each.country == country.strip().upper())
    ]
    return [_choice(each, known) for each in fitting[:_PICKED]]


def value_of(
    field: str, form: Mapping[str, Sequence[str]], *, codebook: Codebook, store: Store, directory: Directory
) -> Any:
    """What a correction sets a field to. form: what was sent, by name. Raises BadChoice, with what to do."""
    sent = [each.strip() for each in form.get("value", []) if each.strip()]
    if field in ROLES:
        return (
            []
            if sent == [NONE]
            else [_actor(each, field, store, directory) for each in dict.fromkeys(sent)] or _missing(field)
        )
    first = sent[0] if sent else ""
    match field:
        case "type":
            return first if first in codebook.types else _missing(field)
        case "mode":
            return None if first == NONE else first or _missing(field)
        case "factuality":
            return first if first in FACTUALITY else _missing(field)
        case "place":
            if first == NONE:
                return None
            place = load_gazetteer().by_id(int(first)) if re.fullmatch(r"[0-9]{1,11}", first) else None
            return _missing(field) if place is None else place_value(place, load_gazetteer())
        case "date":
            return None if first == NONE else _days(form)
    return None if first == NONE else _bounds(field, form)


def correct(
    subject: str, field: str, form: Mapping[str, Sequence[str]], store: Store, directory: Directory, judge: Judge
) -> list[Judgement]:
    """Make a correction of a report or event. Raises BadChoice and ValueError with what to do."""
    if field not in FIELDS:
        raise BadChoice("field", f"There is no field {field[:_NAME]}. Choose one of the list.")
    if field == "event":
        return no_event([subject], store, judge)
    if field == "accepted":
        return accept([subject], store, judge)
    value = value_of(field, form, codebook=judge.codebook, store=store, directory=directory)
    return set_values([subject], {field: value}, store, judge)


def judge_pair(one: str, other: str, verdict: str, store: Store, judge: Judge) -> list[Judgement]:
    """Two reports or events as one happening (same) or two (different); unsure keeps nothing and is no fault."""
    if verdict == "unsure":
        return []
    if verdict not in ("same", "different"):
        raise BadChoice("verdict", "Answer same, different or unsure.")
    return [pair(one, other, store, judge, same=verdict == "same")]


def take_back(judgement_id: str, store: Store, judge: Judge) -> list[Judgement]:
    """Undo a correction. Raises ValueError where it is none, or taken back already."""
    if not re.fullmatch(r"D[A-Z0-9]{4,40}", judgement_id):
        raise BadChoice("correction", "There is no such correction.")
    return undo([judgement_id], store, judge)


def reason(text: str) -> str:
    """Why, as it is kept. Raises BadChoice where nothing is said, or too much."""
    words = " ".join(text.split())
    if not words:
        raise BadChoice("why", "Say why: whoever reads the correction later needs the reason.")
    if len(words) > _WHY:
        raise BadChoice("why", f"The reason has {len(words)} letters; {_WHY} are enough.")
    return words


def _missing(field: str) -> Any:
    raise BadChoice("value", f"Choose a value for “{FIELDS[field]}” from the list.")


def _actor(text: str, field: str, store: Store, directory: Directory) -> dict[str, Any]:
    known = directory.actors.by_id(text)
    if known is not None:
        return {
            "actor_id": known.actor_id,
            "name": known.name,
            "country": known.country,
            "sectors": list(known.sectors),
        }
    who = store.actor(text)
    if who is None:
        return dict(_missing(field))
    return {"actor_id": who.actor_id, "name": who.name, "country": who.country, "sectors": list(who.sectors)}


def _days(form: Mapping[str, Sequence[str]]) -> list[str]:
    first = "".join(form.get("from", [])[-1:]).strip()
    last = "".join(form.get("to", [])[-1:]).strip() or first
    try:
        when = DateRange(PartialDate.parse(first), PartialDate.parse(last))
    except (ValueError, OverflowError) as error:
        raise BadChoice("value", "Write the day as 2024-03-05, the month as 2024-03, or the year as 2024.") from error
    return [str(when.start), str(when.end)]


def _bounds(field: str, form: Mapping[str, Sequence[str]]) -> list[float | None]:
    low, high = ("".join(form.get(name, [])[-1:]).strip().replace(",", "") for name in ("from", "to"))
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,6})?", low) or (
        high and not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,6})?", high)
    ):
        raise BadChoice("value", "Write a number, or two for a range.")
    if form.get("open"):
        return [float(low), None]
    bounds = float(low), float(high or low)
    if bounds[0] > bounds[1]:
        raise BadChoice("value", f"{FIELDS[field]}: the range ends before it begins.")
    return list(bounds)


def _choice(place: Place, gazetteer: Gazetteer) -> Choice:
    admin1, _ = gazetteer.admin_names(place)
    known = [
        admin1 if admin1 != place.name else None,
        place.country,
        f"{place.population:,} people" if place.population else None,
    ]
    return Choice(value=str(place.geonameid), name=place.name, note=" · ".join(filter(None, known)))
