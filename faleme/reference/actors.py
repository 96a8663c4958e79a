"""The registry of actors: people with their offices, governments, forces, groups, bodies and institutions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from faleme.dates import PartialDate
from faleme.errors import ReferenceDataError
from faleme.ids import ActorId, sha256
from faleme.reference import actor_tables
from faleme.reference.actor_records import Actor, ActorKind, Membership, Office, Relation, SectorSpell
from faleme.reference.agents import Agent, Agents, Language, load_agents, read_agents
from faleme.reference.countries import Countries, load_countries
from faleme.reference.files import DATA
from faleme.reference.name_index import NameIndex
from faleme.reference.names import acronym_key, is_acronym, normalise, sounds

__all__ = [
    "Actor",
    "ActorKind",
    "Actors",
    "Agent",
    "Membership",
    "Office",
    "Relation",
    "load_actors",
    "normalise",
    "read_actors",
]

_HEADS = frozenset({"head of state", "head of government"})


class Actors:
    """The registry, with its look-ups. Lists come in order of id unless a docstring says otherwise.

    What is known ends in February 2026; an office or membership without an end is the last known.
    """

    def __init__(
        self,
        actors: Iterable[Actor],
        memberships: Iterable[Membership],
        titles: Mapping[tuple[str, str], str],
        agents: Agents,
        changes: Mapping[ActorId, Sequence[SectorSpell]],
        own: Iterable[ActorId] = (),
    ) -> None:
        """titles: (title in small letters, country or "") to office class. changes: groups that changed sides.

        own: which of the actors a desk wrote or changed.
        """
        self.all: Mapping[ActorId, Actor] = MappingProxyType({actor.actor_id: actor for actor in actors})
        self._titles = titles
        self._agents = agents
        self._changes = changes
        self._own = frozenset(own)
        self._names: dict[str, list[Actor]] = defaultdict(list)
        self._acronyms: dict[str, list[Actor]] = defaultdict(list)
        self._surnames: dict[str, list[Actor]] = defaultdict(list)
        self._holders: dict[tuple[str, str], list[tuple[Actor, Office]]] = defaultdict(list)
        for _, actor in sorted(self.all.items()):
            self._index(actor)
        self._by_country: dict[str, list[Membership]] = defaultdict(list)
        self._by_org: dict[str, list[Membership]] = defaultdict(list)
        for membership in memberships:
            self._by_country[membership.country].append(membership)
            self._by_org[membership.org].append(membership)

    def _index(self, actor: Actor) -> None:
        for name in dict.fromkeys((actor.name, *actor.aliases)):
            if is_acronym(name):
                _put(self._acronyms, acronym_key(name), actor)
            elif len(key := normalise(name)) > 1:
                _put(self._names, key, actor)
        for surname in actor.surnames:
            _put(self._surnames, normalise(surname), actor)
        if actor.kind == "person":
            # Idriss Déby Itno is sorted under Itno, and his alias Idriss Déby says that he is called Déby too.
            for _, _, last in (normalise(alias).rpartition(" ") for alias in actor.aliases if " " in alias):
                _put(self._surnames, last, actor)
        for office in actor.offices:
            self._holders[office.office, office.country].append((actor, office))

    def extended(self, more: Iterable[Actor]) -> Actors:
        """The registry with further actors, a desk's own for instance; one of the same id takes the place of ours."""
        added = {actor.actor_id: actor for actor in more}
        known = {**self.all, **added}
        memberships = [one for listed in self._by_org.values() for one in listed]
        return Actors(known.values(), memberships, self._titles, self._agents, self._changes, self._own | set(added))

    def by_id(self, actor_id: str) -> Actor | None:
        """The actor with the id, or None."""
        return self.all.get(ActorId(actor_id))

    def candidates(self, name: str) -> tuple[Actor, ...]:
        """All actors that bear the full name, an alias or an acronym. Acronyms count with their case only."""
        found = self._acronyms.get(acronym_key(name), ()) if is_acronym(name) else ()
        return tuple(dict.fromkeys((*found, *self._names.get(normalise(name), ()))))

    def own(self, name: str) -> tuple[Actor, ...]:
        """Those of ``candidates`` that a desk wrote or changed: of a name, a desk knows best whose it is."""
        return tuple(actor for actor in self.candidates(name) if actor.actor_id in self._own) if self._own else ()

    @cached_property
    def own_digest(self) -> str:
        """Tells one set of a desk's actors from another; "" where it has none."""
        ours = [repr(self.all[actor_id]) for actor_id in sorted(self._own)]
        return sha256("\n".join(ours).encode())[:12] if ours else ""

    @cached_property
    def own_names(self) -> NameIndex:
        """The full names of a desk's actors, to be found in a text."""
        return NameIndex([name for one in self._own for name in (self.all[one].name, *self.all[one].aliases)])

    def surname(self, name: str) -> tuple[Actor, ...]:
        """People with this surname. One alone is no proof of identity: ask for office, country or first name too."""
        return tuple(self._surnames.get(normalise(name), ()))

    @cached_property
    def _sounds(self) -> dict[str, list[Actor]]:
        """People by the sound of their surname or a name's last word; made at the first question: few texts ask."""
        found: dict[str, list[Actor]] = defaultdict(list)
        for _, actor in sorted(self.all.items()):
            names = (*actor.surnames, actor.name, *actor.aliases) if actor.kind == "person" else ()
            # Two words tell the sound of the last, which may be one with the word before it.
            tails = {" ".join(name.split()[-2:]) for name in names}
            for last in {last for tail in tails for last in sounds(tail)[-1:]}:
                found[last].append(actor)
        return found

    def sounding(self, name: str) -> tuple[Actor, ...]:
        """People whose surname sounds like the last word of the name: "Al-Sabah" and "as-Sabah", "Mitterand" too."""
        last = sounds(name)[-1:]
        return tuple(self._sounds.get(last[0], ())) if last else ()

    def alike(self, name: str) -> tuple[Actor, ...]:
        """People whose full name, or an alias, holds all words of a name of two or more, in order, its last a surname.

        "Bassirou Faye" finds Bassirou Diomaye Faye. Those that ``candidates`` finds are among them.
        """
        words = normalise(name).split()
        if len(words) < 2:
            return ()
        # Surnames of several words ("Ag Ghaly", "de Souza") are looked up by each possible tail.
        tails = dict.fromkeys(" ".join(words[start:]) for start in range(len(words) - 1, 0, -1))
        pool = dict.fromkeys(actor for tail in tails for actor in self._surnames.get(tail, ()))
        return tuple(
            actor
            for actor in pool
            if any(_holds_in_order(normalise(full).split(), words) for full in (actor.name, *actor.aliases))
        )

    def offices_on(self, actor: Actor, date: PartialDate | None = None) -> tuple[Office, ...]:
        """Offices the actor held on the date, latest first; without a date, those with no known end."""
        return tuple(office for office in actor.offices if office.held_on(date))

    def sectors_on(self, actor: Actor, date: PartialDate | None = None) -> tuple[str, ...]:
        """Sectors on the date: a person's by the offices then held, ELI where all are past, none before the
        first; a group's by its changes.

        The Taliban are REB before August 2021 and GOV after. Without a date, the last known.
        """
        if actor.kind == "person":
            held = tuple(dict.fromkeys(office.sector for office in self.offices_on(actor, date)))
            past = [
                office
                for office in actor.offices
                if office.start and (not date or office.start.first_day <= date.last_day)
            ]
            return held or (("ELI",) if past else () if date and actor.offices else actor.sectors)
        for change in self._changes.get(actor.actor_id, ()):
            if change.held_on(date):
                return (change.sector,)
        return actor.sectors

    def office_class(self, title: str, country: str | None = None) -> str | None:
        """The class of a title as news writes it: "defense minister" and "Secretary of Defense" are defence minister.

        country: some titles mean another office in some countries (secretary of state). None for an unknown title.
        """
        plain = title.casefold().replace("-", " ").strip()
        classes = self._titles.get((plain, country or "")) or self._titles.get((plain, ""))
        return classes or (plain if plain in self._titles.values() else None)

    def holders(self, office: str, country: str, date: PartialDate | None = None) -> tuple[tuple[Actor, Office], ...]:
        """Who held an office of a country on the date, latest start first; without a date, the last known.

        office: a class or a title that ``office_class`` knows. Before 2014 heads of state and government are known
        as "effective leaders" only: one of them answers for either office where nobody else does.
        """
        wanted = self.office_class(office, country) or office.casefold()
        found = [(actor, held) for actor, held in self._holders.get((wanted, country), ()) if held.held_on(date)]
        if not found and wanted in _HEADS:
            found = [pair for pair in self._holders.get(("head", country), ()) if pair[1].held_on(date)]
        return tuple(sorted(found, key=lambda pair: -(pair[1].start.first_day.toordinal() if pair[1].start else 0)))

    def memberships(self, country: str, date: PartialDate | None = None) -> tuple[Membership, ...]:
        """A country's standings on the date, by body; without a date, those with no known end."""
        return tuple(found for found in self._by_country.get(country, ()) if found.held_on(date))

    def standings(self, country: str) -> tuple[Membership, ...]:
        """All standings of a country, ended ones too."""
        return tuple(self._by_country.get(country, ()))

    def members(self, org: str, date: PartialDate | None = None) -> tuple[Membership, ...]:
        """Standings in a body (code, as in orgs.csv) on the date, by country; without a date, those with no end."""
        return tuple(found for found in self._by_org.get(org, ()) if found.held_on(date))

    def history(self, country: str, org: str) -> tuple[Membership, ...]:
        """All standings of a country in a body, ended ones too."""
        return tuple(found for found in self._by_country.get(country, ()) if found.org == org)

    def agent(self, words: Sequence[str], lang: Language = "en") -> Agent | None:
        """The longest term for a kind of actor at the end of a noun phrase: "Malian soldiers" is MIL."""
        return self._agents.match(words, lang)


def _put(table: dict[str, list[Actor]], key: str, actor: Actor) -> None:
    if actor not in table[key]:
        table[key].append(actor)


def _holds_in_order(full: Sequence[str], words: Sequence[str]) -> bool:
    remaining = iter(full)
    return all(word in remaining for word in words)


@cache
def load_actors() -> Actors:
    """The registry of ``data/actors``."""
    return _actors(DATA / "actors", load_countries(), load_agents())


def read_actors(folder: Path, countries: Countries) -> Actors:
    """A registry from a folder of tables. Raises ReferenceDataError with all faults of the first wrong table."""
    return _actors(folder, countries, read_agents(folder))


def _actors(folder: Path, countries: Countries, agents: Agents) -> Actors:
    forces = actor_tables.names_of_forces(folder, countries)
    groups = [
        replace(group, aliases=tuple(dict.fromkeys((*group.aliases, *forces.pop(group.actor_id, ())))))
        for group in actor_tables.read_groups(folder)
    ]
    if forces:
        raise ReferenceDataError(
            f"actors/national_forces.csv names no group of groups.csv: {', '.join(sorted(forces))}"
        )
    named = [*groups, *actor_tables.read_orgs(folder), *actor_tables.read_institutions(folder)]
    more = actor_tables.read_more_names(folder)
    named = [replace(actor, aliases=(*actor.aliases, *more.pop(actor.actor_id, ()))) for actor in named]
    if more:
        raise ReferenceDataError(f"actors/more_names.csv names no entry of the registry: {', '.join(sorted(more))}")
    actors = [*actor_tables.read_people(folder), *named, *actor_tables.generic_actors(folder, countries)]
    return Actors(
        _with_doubt(actors),
        actor_tables.read_memberships(folder),
        actor_tables.read_titles(folder),
        agents,
        actor_tables.read_changes(folder),
    )


def _with_doubt(actors: Sequence[Actor]) -> list[Actor]:
    """Actors, with ``needs_country`` where two institutions or groups share an acronym or name."""
    bearers: dict[str, set[ActorId]] = defaultdict(set)
    for actor in actors:
        if actor.kind != "person":
            for name in (actor.name, *actor.aliases):
                bearers[acronym_key(name) if is_acronym(name) else normalise(name)].add(actor.actor_id)
    shared = {actor_id for key, ids in bearers.items() if len(ids) > 1 and key for actor_id in ids}
    return [replace(actor, needs_country=True) if actor.actor_id in shared else actor for actor in actors]
