"""What a person asks for, in words, as the store's filters: for commands and for Python alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from faleme.dates import PartialDate
from faleme.errors import SettingsError
from faleme.exchange.actor_directory import Directory, Seen
from faleme.records import FACTUALITY
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.reference.lexicon import load_lexicon
from faleme.reference.names import normalise, one_letter_off
from faleme.store.base import Filter, StatementFilter


def filter_of(
    *,
    codebook: Codebook,
    directory: Callable[[], Directory] | None = None,
    types: Iterable[str] = (),
    countries: Iterable[str] = (),
    actors: Iterable[str] = (),
    recipients: Iterable[str] = (),
    factuality: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Filter:
    """The filter that is meant. directory: is asked where an actor is no country.

    Raises SettingsError for a type, country, actor, word or date that nobody knows.
    """
    known = {*codebook.types, codebook.statement.code}
    for event_type in (types := [each.upper() for each in types]):
        if event_type not in known:
            raise SettingsError(f"type {event_type}: no such event type. There are {', '.join(sorted(known))}.")
    for country in (countries := list(countries)):
        if len(country) != 3 or not country.isalpha():
            raise SettingsError(f"country {country}: a country is three letters, such as MLI.")
    for word in (factuality := list(factuality)):
        if word not in FACTUALITY.values():
            raise SettingsError(f"factuality {word}: there is no such. There are {', '.join(FACTUALITY.values())}.")
    return Filter(
        event_types=tuple(types),
        countries=tuple(country.upper() for country in countries),
        actors=side_of(",".join(actors), codebook, directory),
        recipients=side_of(",".join(recipients), codebook, directory),
        factuality=tuple(factuality),
        since=date_of(since, "since"),
        until=date_of(until, "until"),
    )


def statement_filter_of(
    *,
    codebook: Codebook,
    directory: Callable[[], Directory] | None = None,
    words: str = "",
    speakers: Iterable[str] = (),
    audience: Iterable[str] = (),
    about: Iterable[str] = (),
    verbs: Iterable[str] = (),
    quoted: bool | None = None,
    countries: Iterable[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> StatementFilter:
    """The filter of statements that is meant; the rest as for `filter_of`.

    verbs: classes of verbs, such as deny. Raises SettingsError for a class, country, actor or date that nobody knows.
    """
    known = load_lexicon("en").classes_of_words
    classes = [part.strip().casefold() for verb in verbs for part in verb.split(",") if part.strip()]
    for verb in classes:
        if verb not in known:
            raise SettingsError(f"verb {verb}: there is no such class of verbs. There are {', '.join(known)}.")
    plain = filter_of(codebook=codebook, countries=countries, since=since, until=until)
    return StatementFilter(
        words=words,
        speakers=side_of(",".join(speakers), codebook, directory),
        audience=side_of(",".join(audience), codebook, directory),
        about=side_of(",".join(about), codebook, directory),
        verb_classes=tuple(dict.fromkeys(classes)),
        quoted=quoted,
        countries=plain.countries,
        since=plain.since,
        until=plain.until,
    )


def date_of(text: str | None, field: str) -> PartialDate | None:
    """The date; None for None. field: what the error calls it. Raises SettingsError."""
    try:
        return None if text is None else PartialDate.parse(text)
    except ValueError as error:
        raise SettingsError(f"{field} {text}: {error}. Write 2024, 2024-03 or 2024-03-05.") from error


WHO_IS_KNOWN = "`faleme actors list` shows who is known."
"""What a message says at the command line; who answers elsewhere names his own list in its place."""


def side_of(text: str, codebook: Codebook, directory: Callable[[], Directory] | None) -> tuple[str, ...]:
    """One side of a dyad: countries (codes or English names) and actors (ids or names), with commas between them.

    Raises SettingsError where nobody answers to a name, or several do.
    """
    return tuple(dict.fromkeys(_one(name, codebook, directory) for part in text.split(",") if (name := part.strip())))


def _told_apart(seen: Seen) -> str:
    """An actor by its id, with what a reader knows it by."""
    known = ", ".join(filter(None, (seen.name, seen.country)))
    return known if seen.actor_id is None else f"{seen.actor_id} ({known})"


def _one(name: str, codebook: Codebook, directory: Callable[[], Directory] | None) -> str:
    countries = load_countries()
    if name in countries.by_iso3 or name in codebook.nonstate_countries:
        return name
    if (country := countries.named(name)) is not None:
        return country.iso3
    store = directory().store if "|" in name and directory is not None else None
    if store is not None and store.actor(name) is not None:
        return name  # the key of somebody who is known by words only, as addresses of the desk have it
    found = [] if directory is None else directory().find(name)
    if not found:
        close = [
            each for each in countries.by_iso3.values() if one_letter_off(normalise(name), normalise(each.name_en))
        ]
        meant = f" Do you mean {' or '.join(f'{each.name_en} ({each.iso3})' for each in close[:3])}?" if close else ""
        raise SettingsError(f"nobody answers to {name}: give a country (MLI), an id or a name. {WHO_IS_KNOWN}{meant}")
    if len({seen.key for seen in found}) > 1:
        who = ", ".join(dict.fromkeys(_told_apart(seen) for seen in found[:8]))
        raise SettingsError(f"{len(found)} actors answer to {name}: {who}. Give the id, or a longer name.")
    if len(found) > 1:
        raise SettingsError(
            f"several people are called {name}, and the dyad index counts by name: `faleme actors merge` joins those "
            "who are one."
        )
    return found[0].key
