"""Events that were asked for: a page of them with the words marked, how many, and facets with the query that each
value leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from faleme.desk.asked_words import Part, country_words, parts, place_words, type_words, who_words
from faleme.desk.asking import PRECISIONS, Asked
from faleme.desk.marking import Pieces, found_words
from faleme.exchange.actor_directory import Directory
from faleme.ids import EventId
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.reference.gazetteer import load_gazetteer
from faleme.store.base import Store
from faleme.store.desk import EventLine, EventQuery, Facet

PAGE = 25
TOP, ALL = 8, 200
_NAMED = 6  # words of a name that somebody may be called by
_OFFERED = 4  # actors, and places, that a name may mean

# Facet, parameter of the address, field of the query, heading.
_CHOICES: Sequence[tuple[Facet, str, str, str]] = (
    ("type", "type", "types", "What"),
    ("fact", "fact", "facts", "Did it happen?"),
    ("country", "country", "countries", "Country"),
    ("region", "region", "regions", "Region"),
    ("place", "place", "places", "Place"),
    ("actor", "doer", "doers", "Who did it"),
    ("recipient", "recipient", "recipients", "To whom"),
)
SHOWABLE = (*(facet for facet, *_ in _CHOICES), "month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a facet. events: how many have it. address: of the query with it, or without where it is asked."""

    value: str
    words: str
    events: int
    chosen: bool
    address: str
    quad: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A facet. name: of its parameter. unknown, rest: events with no value, and with one not listed.

    wider: its counts are of the query without its own choice, so that another value can be chosen beside it.
    """

    facet: Facet
    name: str
    title: str
    values: tuple[Value, ...]
    unknown: int
    rest: int
    wider: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """A choice of a least value: for each how many events have it or more."""

    name: str
    title: str
    chosen: int
    options: tuple[tuple[int, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a name may mean. kind: actor, country or place. address: of the events it is in. note: what tells it from
    others of the name."""

    kind: str
    words: str
    note: str
    address: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of a search. pieces: of each sentence, where words are asked. after: cursor of the next page."""

    asked: Asked
    total: int
    lines: tuple[EventLine, ...]
    after: str | None
    pieces: Mapping[EventId, Pieces]
    parts: tuple[Part, ...]
    facets: tuple[Counted, ...]
    months: Counted
    precision: AtLeast
    origins: AtLeast
    offers: tuple[Offer, ...]


def found(
    asked: Asked,
    store: Store,
    *,
    actors: Actors,
    codebook: Codebook,
    directory: Callable[[], Directory],
    after: str | None = None,
    whole: str | None = None,
) -> Found:
    """Events that fit, with all that stands beside them. whole: the facet of which all values are wanted.

    Raises StoreError for a cursor of another query.
    """
    page = store.desk.event_lines(asked.query, limit=PAGE, sort=asked.sort, after=after)
    facets, months, precision, origins = _facets(asked, store, actors=actors, codebook=codebook, whole=whole)
    words = asked.query.words
    return Found(
        asked=asked,
        total=store.desk.count(asked.query),
        lines=page.lines,
        after=page.after,
        pieces=marked(page.lines, words),
        parts=tuple(parts(asked, actors=actors, codebook=codebook)),
        facets=facets,
        months=months,
        precision=precision,
        origins=origins,
        offers=tuple(offers(words, store, directory=directory)) if words else (),
    )


def marked(lines: Sequence[EventLine], words: str) -> dict[EventId, Pieces]:
    """The sentence of each event in pieces; empty where no words are asked."""
    return {line.event_id: found_words(line.sentence, words) for line in lines} if words else {}


def offers(words: str, store: Store, *, directory: Callable[[], Directory]) -> list[Offer]:
    """Actors and places that a name may mean, those in the record first."""
    name = words.strip().strip('"')
    if not name or len(name.split()) > _NAMED or len(name) < 2:
        return []
    made = []
    if (country := load_countries().named(name)) is not None:
        address = Asked(query=EventQuery(actors=(country.iso3,))).address
        made.append(
            Offer(kind="country", words=country.name_en, note="on either side", address=address, key=country.iso3)
        )
    for seen in directory().find(name)[:_OFFERED]:
        known = ", ".join(filter(None, (seen.kind, country_words(seen.country) if seen.country else None)))
        made.append(
            Offer(
                kind="actor",
                words=seen.name,
                note=known,
                address=Asked(query=EventQuery(actors=(seen.key,))).address,
                key=seen.actor_id or seen.key,
            )
        )
    candidates = load_gazetteer().candidates(name)[:50]
    named = {str(place.geonameid): place for place in candidates if place.geonameid is not None}
    if named:
        query = EventQuery(places=tuple(int(each) for each in named))
        for value, events in store.desk.facets(query, ["place"], top=_OFFERED)["place"]:
            if value in named and events:
                place = named[value]
                address = Asked(query=EventQuery(places=(int(value),))).address
                note = f"{country_words(place.country)}, {events:,} here" if place.country else f"{events:,} here"
                made.append(Offer(kind="place", words=place.name, note=note, address=address, key=value))
    return made


def _facets(
    asked: Asked, store: Store, *, actors: Actors, codebook: Codebook, whole: str | None
) -> tuple[tuple[Counted, ...], Counted, AtLeast, AtLeast]:
    """The facets of a query. A chosen one is counted without its own choice, by a query of its own."""
    chosen = {facet for facet, _, field, _ in _CHOICES if getattr(asked.query, field)}
    plain: list[Facet] = [facet for facet, *_ in _CHOICES if facet not in chosen and facet != whole]
    counts = store.desk.facets(asked.query, [*plain, "month"], top=TOP)
    for facet, name, *_ in _CHOICES:
        if facet in chosen or facet == whole:
            counts[facet] = store.desk.facets(asked.without(name).query, [facet], top=ALL if facet == whole else TOP)[
                facet
            ]
    if whole == "month":
        counts["month"] = store.desk.facets(asked.query, ["month"], top=ALL)["month"]

    def words_of(facet: Facet, value: str) -> str:
        if facet in ("actor", "recipient"):
            return who_words(value, actors)
        if facet == "place":
            return place_words(int(value))
        return type_words(value) if facet == "type" else country_words(value) if facet == "country" else value

    made = []
    for facet, name, field, title in _CHOICES:
        now: tuple[object, ...] = getattr(asked.query, field)
        pairs = counts[facet]
        listed = [value for value, _ in pairs]
        more = [(str(value), 0) for value in now if str(value) not in listed]
        values = tuple(
            Value(
                value=value,
                words=words_of(facet, value),
                events=events,
                chosen=_typed(facet, value) in now,
                address=_toggled(asked, facet, field, value).address,
                quad=_quad(value, codebook) if facet == "type" else None,
            )
            for value, events in [*pairs, *more]
            if value not in ("", "…")
        )
        if facet == "type":
            values = tuple(sorted(values, key=lambda each: (_QUADS.index(each.quad or 0), -each.events)))
        made.append(_counted(facet, name, title, values, pairs, wider=facet in chosen))
    least = store.desk.facets(asked.without("precision").query, ["precision"])["precision"]
    backed = store.desk.facets(asked.without("origins").query, ["origins"])["origins"]
    return (
        tuple(made),
        _months(asked, counts["month"]),
        AtLeast(
            name="precision",
            title="Place known to",
            chosen=asked.query.precision or 0,
            options=tuple((at, f"{word} or finer", _from(least, at)) for at, word in PRECISIONS.items() if at > 1),
        ),
        AtLeast(
            name="origins",
            title="Independent origins",
            chosen=asked.query.min_origins,
            options=tuple((at, f"{at} or more", _from(backed, at)) for at in (2, 3, 4, 5)),
        ),
    )


_QUADS = (4, 3, 1, 2, 0)  # conflict first: what readers of a desk look for most


def _counted(
    facet: Facet, name: str, title: str, values: tuple[Value, ...], pairs: Sequence[tuple[str, int]], *, wider: bool
) -> Counted:
    left = dict(pairs)
    return Counted(
        facet=facet, name=name, title=title, values=values, unknown=left.get("", 0), rest=left.get("…", 0), wider=wider
    )


def _months(asked: Asked, pairs: Sequence[tuple[str, int]]) -> Counted:
    values = tuple(
        Value(
            value=month,
            words=month,
            events=events,
            chosen=False,
            address="&".join(filter(None, (asked.without("from").without("to").address, f"from={month}&to={month}"))),
        )
        for month, events in sorted(pairs, reverse=True)
        if month not in ("", "…")
    )
    return _counted("month", "from", "Month", values, pairs, wider=False)


def _from(pairs: Sequence[tuple[str, int]], least: int) -> int:
    """How many events have a value of at least so much; "5+" is five."""
    return sum(events for value, events in pairs if value not in ("", "…") and int(value.rstrip("+")) >= least)


def _quad(code: str, codebook: Codebook) -> int:
    event_type, _, _ = code.partition("-")
    return codebook.quad(event_type) if event_type in codebook.types else 0


def _typed(facet: Facet, value: str) -> object:
    return int(value) if facet == "place" else value


def _toggled(asked: Asked, facet: Facet, field: str, value: str) -> Asked:
    now: tuple[object, ...] = getattr(asked.query, field)
    typed = _typed(facet, value)
    return asked.with_(**{field: tuple(each for each in now if each != typed) if typed in now else (*now, typed)})
