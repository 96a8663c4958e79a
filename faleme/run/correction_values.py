"""What a person writes (`type=ASSAULT`, `place=2457161`, `dead=10-12`), read into what a correction sets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from faleme.dates import DateRange, PartialDate
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.gazetteer import Gazetteer, Place, load_gazetteer
from faleme.store.corrections import FACTUALITY, FIELDS, ROLES

_NONE = frozenset({"none", "unknown", "nobody"})
_DESCRIBED = re.compile(r"(?P<name>.*\S)\s*\((?P<country>[A-Z]{3})(?P<sectors>(?:,\s*[A-Z]{3})*)\)")
_SHOWN = 6  # of those that a name may mean


def values_from(texts: Iterable[str], *, codebook: Codebook, actors: Actors) -> dict[str, Any]:
    """Field -> value, as `store.corrections` keeps it.

    texts: ``FIELD=VALUE`` each. "none" makes a field unknown. Raises ValueError that says what may stand there; nothing
    that could mean two things is taken.
    """
    found: dict[str, Any] = {}
    for text in texts:
        field, sign, value = (part.strip() for part in text.partition("="))
        field = field.casefold()
        if not sign or not value:
            raise ValueError(f"{text!r}: write FIELD=VALUE, such as type=ASSAULT.")
        if field not in FIELDS:
            raise ValueError(f"{text!r}: there is no field {field}. There are {', '.join(FIELDS)}.")
        if field in found:
            raise ValueError(f"{field} is set twice; give all its values in one, with ; between them.")
        found[field] = _value(field, value, codebook, actors)
    event_type, mode = found.get("type"), found.get("mode")
    if event_type is not None and mode is not None:
        check_mode(event_type, mode, codebook)
    return found


def check_mode(event_type: str, mode: str, codebook: Codebook) -> None:
    """Raises ValueError, with the modes that there are, where the type has no such mode."""
    if not codebook.has_mode(event_type, mode):
        modes = ", ".join(codebook.types[event_type].modes) if event_type in codebook.types else ""
        raise ValueError(f"{event_type} has no mode {mode}; " + (f"it has {modes}." if modes else "it has none."))


def _value(field: str, value: str, codebook: Codebook, actors: Actors) -> Any:
    unknown = value.casefold() in _NONE
    match field:
        case "type":
            if value.upper() not in codebook.types:
                raise ValueError(f"type={value}: no such event type. There are {', '.join(sorted(codebook.types))}.")
            return value.upper()
        case "mode":
            return None if unknown else value.casefold()
        case "factuality":
            if value.casefold() not in FACTUALITY:
                raise ValueError(f"factuality={value}: it is one of {', '.join(FACTUALITY)}.")
            return value.casefold()
        case "place":
            return None if unknown else _place(value, load_gazetteer())
        case "date":
            return None if unknown else _date(value)
    if field in ROLES:
        return [] if unknown else [_actor(part.strip(), actors) for part in value.split(";") if part.strip()]
    return None if unknown else _figure(field, value)


def _actor(text: str, actors: Actors) -> dict[str, Any]:
    if (known := actors.by_id(text)) is not None:
        return {
            "actor_id": known.actor_id,
            "name": known.name,
            "country": known.country,
            "sectors": list(known.sectors),
        }
    if (described := _DESCRIBED.fullmatch(text)) is not None:
        sectors = [each.strip() for each in described["sectors"].split(",") if each.strip()]
        return {"actor_id": None, "name": described["name"], "country": described["country"], "sectors": sectors}
    named = actors.candidates(text)
    if len(named) == 1:
        return _actor(named[0].actor_id, actors)
    if named:
        ids = ", ".join(each.actor_id for each in named[:_SHOWN])
        raise ValueError(
            f"{len(named)} actors bear the name {text}: {ids}. Give the id, or {text} (MLI) for the words."
        )
    if ":" in text:
        raise ValueError(f"there is no actor {text}. `faleme actors list --name` finds the id.")
    return {"actor_id": None, "name": text, "country": None, "sectors": []}


def _place(text: str, gazetteer: Gazetteer) -> dict[str, Any]:
    if text.isdigit():
        found = gazetteer.by_id(int(text))
        if found is None:
            raise ValueError(f"place={text}: the gazetteer has no GeoNames number {text}.")
        return place_value(found, gazetteer)
    name, _, country = (part.strip() for part in text.rpartition(",")) if "," in text else (text, "", "")
    named = [each for each in gazetteer.candidates(name) if not country or each.country == country.upper()]
    if not named:
        raise ValueError(
            f"place={text}: the gazetteer has no such place. Give a name, as Gao or Gao, MLI, or a number."
        )
    if len(named) > 1:
        shown = "; ".join(
            f"{each.geonameid} {each.name}, {each.country} ({each.feature})"
            for each in named[:_SHOWN]
            if each.geonameid is not None
        )
        raise ValueError(f"place={text} may be {len(named)} places: {shown}. Give the number.")
    return place_value(named[0], gazetteer)


def place_value(place: Place, gazetteer: Gazetteer) -> dict[str, Any]:
    """A place of the gazetteer as a correction keeps it."""
    admin1, admin2 = gazetteer.admin_names(place)
    return {
        "name": place.name,
        "geonameid": place.geonameid,
        "country": place.country,
        "admin1": admin1,
        "admin2": admin2,
        "lat": place.lat,
        "lon": place.lon,
        "feature": place.feature,
        "resolution": place.resolution,
    }


def _date(text: str) -> list[str]:
    first, _, last = text.partition("/")
    try:
        when = DateRange(PartialDate.parse(first.strip()), PartialDate.parse((last or first).strip()))
    except ValueError as error:
        raise ValueError(f"date={text}: {error}. Write 2024, 2024-03, 2024-03-05 or 2024-03-05/2024-03-07.") from error
    return [str(when.start), str(when.end)]


def _figure(field: str, text: str) -> list[float | None]:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(?:\s*-\s*(\d+(?:\.\d+)?)?)?", text.replace(",", ""))
    if match is None:
        raise ValueError(f"{field}={text}: write a number (12), a range (10-12), at least so many (10-), or none.")
    low = float(match[1])
    high = None if match[2] is None else float(match[2])
    if high is not None and high < low:
        raise ValueError(f"{field}={text}: the range ends before it begins.")
    return [low, low if high is None and "-" not in text else high]
