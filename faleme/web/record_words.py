"""How the desk writes what stands in records: a report's date and place, an actor, a page's day, long words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from faleme.dates import PartialDate
from faleme.desk.asking import PRECISIONS
from faleme.desk.wording import UNKNOWN, days_words
from faleme.records import (
    FACTUALITY,
    NOT_SAID,
    Article,
    Auxiliary,
    Published,
    ResolvedActor,
    ResolvedPlace,
    TimeMention,
)
from faleme.store.persons import who
from faleme.web.words import country_name

_CLIPPED = 160  # letters of a name or value; a stranger's word may have a million
_UNBROKEN = 100  # letters; no word of a language is as long
_LONG_WORD = re.compile(rf"(\S{{{_UNBROKEN + 1},}})")


def clipped(text: object, most: int = _CLIPPED) -> str:
    """A text as it is, or its beginning with "…"; blank for None."""
    words = "" if text is None else str(text)
    return words if len(words) <= most else f"{words[: most - 1]}…"


def foldable(text: str) -> Markup:
    """A text whose overlong words may go on in the next line.

    A browser needs 20 s to lay out a word of 60,000 letters that it has to break by itself, and 0.3 s where it is told
    where to. What is copied from the page has no trace of it.
    """
    pieces = _LONG_WORD.split(text)  # every second one is an overlong word
    return Markup("").join(
        Markup("<wbr>").join(piece[at : at + _UNBROKEN] for at in range(0, len(piece), _UNBROKEN))
        if number % 2
        else piece
        for number, piece in enumerate(pieces)
    )


def date_words(date: TimeMention | None) -> str:
    """13 Nov 2026, Nov 2026, or both ends; what is not told or not resolved is said so."""
    if date is None:
        return "not told"
    return "unresolved" if date.when is None else days_words(date.when.first_day, date.when.last_day)


def partial_words(day: PartialDate | None) -> str:
    """A day, month or year of a page."""
    return UNKNOWN if day is None else days_words(day.first_day, day.last_day)


def published(when: Published | None) -> str:
    """When a page was published, as closely as it is known."""
    return "day not known" if when is None else partial_words(when.when)


def published_time(article: Article) -> Markup:
    """The same as an element, for machines too."""
    when = article.published
    if when is None:
        return Markup('<span class="note">day not known</span>')
    return Markup('<time datetime="{}">{}</time>').format(str(when.when), partial_words(when.when))


def place_words(place: ResolvedPlace | None) -> str:
    """near Diabaly, Ségou."""
    if place is None:
        return "not told"
    beside = "" if place.relation == "at" else "near "
    inside = place.admin1 if place.admin1 != place.name else None
    return beside + ", ".join(filter(None, (clipped(place.name), inside)))


def place_precision(place: ResolvedPlace | None) -> str:
    """How closely a place is known."""
    if place is None:
        return "no place is told"
    if place.geonameid is None:
        return "no one place fits the words" + ("" if place.country is None else f"; in {country_name(place.country)}")
    fine = PRECISIONS.get(place.resolution or 0)
    known = f"precision {place.resolution} of 5: {fine}" if fine else "a region of its own"
    if place.relation == "at":
        return known
    off = f", within {place.radius_km:g} km" if place.radius_km else ""
    return f"{known}, {place.relation}{off}"


def known(actor: ResolvedActor) -> str:
    """What is known of an actor beside the name."""
    words = [country_name(actor.country) if actor.country else "country not known", *actor.sectors]
    guessed = ", country of the story" if actor.country and NOT_SAID in actor.why else ""
    return " · ".join(words) + guessed


def names(actors: Sequence[ResolvedActor]) -> str:
    """Names with commas; who is not told is said so."""
    return ", ".join(actor.name for actor in actors) or "not told"


def actor_path(actor: ResolvedActor) -> str:
    """The address of an actor's page."""
    return "/actors/" + quote(who(actor.actor_id, actor.name, actor.country), safe="")


def factuality(auxiliary: Auxiliary | None) -> str:
    """A word of `records.FACTUALITY`."""
    return FACTUALITY[auxiliary]


def web_address(url: str | None) -> str | None:
    """An address that a browser may be sent to; None for what is none: pages of strangers name their own."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


FILTERS: Mapping[str, Callable[..., Any]] = {
    "actor_path": actor_path,
    "clipped": clipped,
    "date_words": date_words,
    "factuality": factuality,
    "foldable": foldable,
    "known": known,
    "names": names,
    "place_precision": place_precision,
    "place_words": place_words,
    "published": published,
    "published_time": published_time,
    "web_address": web_address,
}
