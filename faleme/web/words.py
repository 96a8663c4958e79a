"""What templates may call: the desk's wording, addresses, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from faleme.desk.sides import spelled
from faleme.desk.wording import (
    UNKNOWN,
    day_words,
    days_words,
    heading,
    instant_words,
    moment_words,
    number_words,
    parties_words,
    plural,
    precision_words,
    range_words,
)
from faleme.reference.countries import load_countries
from faleme.web.assets import asset
from faleme.web.tie_bars import tie_bar


def path(*parts: str) -> str:
    """An address on the desk from raw parts, each quoted."""
    return "/" + "/".join(quote(part, safe="+:*,") for part in parts)


_OF_IDS = {"E": "events", "R": "reports", "A": "articles", "S": "statements"}


def id_path(id_: str) -> str | None:
    """The address of what has an id, by its first letter; None where that has no page of its own."""
    screen = _OF_IDS.get(id_[:1])
    return None if screen is None else path(screen, id_)


def actor_path(key: str) -> str:
    """The address of an actor's dossier."""
    return path("actors", key)


def dyad_path(first: Sequence[str], second: Sequence[str]) -> str:
    """The address of the dyad of two sides; nobody named is anybody."""
    return path("dyads", spelled(first), spelled(second))


def share(part: int, whole: int) -> str:
    """77 %; not known, of nothing."""
    return f"{round(100 * part / whole)}\u202f%" if whole else UNKNOWN


def country_name(code: str) -> str:
    """The English name of a country, else its code."""
    found = load_countries().by_iso3.get(code)
    return code if found is None else found.name_en


def level(score: float | None) -> int:
    """How many of three bars a probability fills: 1 below .6, 2 below .85, 3; 0 where there is none."""
    return 0 if score is None else 1 + (score >= 0.6) + (score >= 0.85)


GLOBALS: Mapping[str, Callable[..., Any]] = {
    "actor_path": actor_path,
    "asset": asset,
    "country_name": country_name,
    "days_words": days_words,
    "dyad_path": dyad_path,
    "heading": heading,
    "level": level,
    "parties_words": parties_words,
    "path": path,
    "plural": plural,
    "range_words": range_words,
    "share": share,
    "tie_bar": tie_bar,
}


def cell_words(value: str | float | None) -> str:
    """A cell of a chart's table."""
    return "not known" if value is None else value if isinstance(value, str) else number_words(value)


FILTERS: Mapping[str, Callable[..., str | Markup]] = {
    "cell": cell_words,
    "day": day_words,
    "instant": instant_words,
    "moment": moment_words,
    "number": number_words,
    "precision": precision_words,
}
