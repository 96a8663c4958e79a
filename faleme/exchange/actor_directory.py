"""Whom one may ask for: actors of the registry, people whom it lacks, and those known by words only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from faleme.ids import ReportId
from faleme.reference.actors import Actor, Actors
from faleme.reference.names import normalise
from faleme.store.base import Store, Who, WhoFilter
from faleme.store.judged import Whom
from faleme.store.persons import Person, Sighting, person_id_of, persons


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which actors are asked for; an empty field asks nothing. name: a part of it, in any spelling of case."""

    kind: str | None = None
    country: str | None = None
    sector: str | None = None
    name: str | None = None

    def fits(self, actor: Actor) -> bool:
        """Whether an actor of the registry is asked for."""
        return (
            self.kind in (None, actor.kind)
            and (self.country is None or self.country.upper() in (actor.country, *actor.countries))
            and (self.sector is None or self.sector.upper() in actor.sectors)
            and (self.name is None or any(normalise(self.name) in normalise(name) for name in _names(actor)))
        )

    def of_store(self, actors: Actors) -> WhoFilter:
        """The same as a store is asked."""
        if self == Asked():
            return WhoFilter()
        return WhoFilter(
            known=tuple(sorted(actors.all)),
            fitting=tuple(sorted(actor.actor_id for actor in actors.all.values() if self.fits(actor))),
            strangers=self.kind in (None, "named", "unknown"),
            named=None if self.kind is None else self.kind == "named",
            country=None if self.country is None else self.country.upper(),
            sector=None if self.sector is None else self.sector.upper(),
            name=None if self.name is None else normalise(self.name),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One actor: of the registry, a named person outside it, or words only.

    actor_id: of the registry, or P… for a named person; None for words. kind: of the registry, "named" or "unknown".
    reports: how many of the store name it. key: of `Store.sightings`.
    """

    actor_id: str | None
    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    reports: int
    whom: Whom
    key: str


class Directory:
    """The registry together with those whom the reports of a store name; without a store the registry alone."""

    def __init__(self, actors: Actors, store: Store | None = None) -> None:
        self.actors = actors
        self.store = store

    def page(self, asked: Asked, *, limit: int, offset: int = 0) -> tuple[list[Seen], bool]:
        """Actors of the registry in order of id; with a store those whom its reports name, most reports first, people
        of one name and country together. And whether there are more."""
        if self.store is None:
            fitting = [actor for _, actor in sorted(self.actors.all.items()) if asked.fits(actor)]
            page, more = fitting[offset : offset + limit], len(fitting) > offset + limit
            return [self._registered(actor) for actor in page], more
        found = self.store.actors(asked.of_store(self.actors), limit=limit + 1, offset=offset)
        return [seen for who in found[:limit] for seen in self._seen(who)], len(found) > limit

    def find(self, text: str) -> list[Seen]:
        """Whom an id or name means: an id wins, then full names, then longer forms of the name; in doubt several."""
        if (entry := self.actors.by_id(text)) is not None:
            return [self._registered(entry)]
        if self.store is not None:
            if (who := self.store.actor(text)) is not None and who.actor_id is not None:
                return list(self._seen(who))
            if (person := self._person(text)) is not None:
                return [person]
        named = self.actors.candidates(text) or self.actors.alike(text) or self.actors.surname(text)
        found = [self._registered(entry) for entry in named]
        called = () if self.store is None else self.store.actors_called(text)
        return [*found, *(seen for who in called for seen in self._seen(who))]

    def reports(self, seen: Seen, *, limit: int) -> list[ReportId]:
        """Reports of the store that name an actor, latest first."""
        if self.store is None:
            return []
        if seen.actor_id is None or seen.whom.actor_id is not None:
            return self.store.reports_naming(seen.key, limit=limit)
        _, sightings = persons(self.store.sightings(seen.key))[seen.actor_id]
        return list(dict.fromkeys(one.report_id for one in sightings))[:limit]

    def _registered(self, actor: Actor) -> Seen:
        who = None if self.store is None else self.store.actor(actor.actor_id)
        return Seen(
            actor_id=actor.actor_id,
            name=actor.name,
            kind=actor.kind,
            country=actor.country,
            sectors=actor.sectors,
            reports=0 if who is None else who.reports,
            whom=Whom(actor_id=actor.actor_id, name=actor.name, country=actor.country, sectors=actor.sectors),
            key=actor.actor_id,
        )

    def _seen(self, who: Who) -> Iterator[Seen]:
        """One actor; of a full name the people who bear it."""
        if who.named and self.store is not None:
            for person, sightings in persons(self.store.sightings(who.who)).values():
                yield _named(person, sightings, who.who)
        elif who.actor_id is not None and (actor := self.actors.by_id(who.actor_id)) is not None:
            yield replace(self._registered(actor), reports=who.reports)
        else:
            yield Seen(
                actor_id=who.actor_id,
                name=who.name,
                # An id that the registry of today lacks: of other own actors, or of a judgement.
                kind="unknown" if who.actor_id is None else "named",
                country=who.country,
                sectors=who.sectors,
                reports=who.reports,
                whom=Whom(actor_id=who.actor_id, name=who.name, country=who.country, sectors=who.sectors)
                if who.actor_id is not None
                else Whom(name=who.name, country=who.country),
                key=who.who,
            )

    def _person(self, person_id: str) -> Seen | None:
        """The person outside the registry with an id P…"""
        if self.store is None or not person_id.startswith("P"):
            return None
        for key in self.store.persons_named():
            name, _, country = key.rpartition("|")
            if person_id_of(name, country) == person_id:
                return self._one_of(key, person_id)
        found = (self._one_of(key, person_id) for key in self.store.persons_named(doubtful=True))
        return next((seen for seen in found if seen is not None), None)

    def _one_of(self, key: str, person_id: str) -> Seen | None:
        found = persons(self.store.sightings(key)).get(person_id) if self.store is not None else None
        return None if found is None else _named(*found, key)


def _names(actor: Actor) -> tuple[str, ...]:
    return (actor.name, *actor.aliases)


def _named(person: Person, sightings: list[Sighting], key: str) -> Seen:
    whom = Whom(
        name=person.name,
        country=person.country,
        sectors=person.sectors,
        office=person.office,
        articles=() if person.country else person.articles,
    )
    return Seen(
        actor_id=person.person_id,
        name=person.name,
        kind="named",
        country=person.country,
        sectors=person.sectors,
        reports=len({one.report_id for one in sightings}),
        whom=whom,
        key=key,
    )
