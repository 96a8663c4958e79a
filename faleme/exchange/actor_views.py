"""Actors as plain objects: of the registry, and as the reports of a store name them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from faleme.dates import PartialDate
from faleme.ids import ReportId
from faleme.records import ResolvedActor
from faleme.reference.actors import Actor, Actors
from faleme.reference.names import normalise
from faleme.reference.own_actors import SOURCE
from faleme.store.base import Store
from faleme.store.judged import Whom
from faleme.store.persons import Person, Sighting, has_full_name, persons

View = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One actor as a store knows it: of the registry, a named person outside it, or words only.

    actor_id: of the registry, or P… for a named person; None for words. kind: of the registry, "named" or "unknown".
    reports: latest first.
    """

    actor_id: str | None
    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    reports: tuple[ReportId, ...]
    whom: Whom


@dataclass(slots=True)
class _Group:
    actor: ResolvedActor
    reports: dict[ReportId, None] = field(default_factory=dict)


def seen_in(store: Store, actors: Actors) -> list[Seen]:
    """Whom the reports of a store name, most reports first."""
    known: dict[str, _Group] = {}
    words: dict[tuple[str, str | None], _Group] = {}
    sightings: list[Sighting] = []
    reports_of: dict[int, list[ReportId]] = defaultdict(list)
    for article_id in store.iter_articles():
        for report in store.reports_of(article_id):
            for actor in dict.fromkeys((*report.actor, *report.recipient, *report.speaker)):
                if actor.actor_id is not None:
                    known.setdefault(actor.actor_id, _Group(actor)).reports[report.report_id] = None
                elif has_full_name(actor):
                    sighting = Sighting(article_id=article_id, actor=actor)
                    reports_of[id(sighting)].append(report.report_id)
                    sightings.append(sighting)
                else:
                    group = words.setdefault((normalise(actor.name), actor.country), _Group(actor))
                    group.reports[report.report_id] = None
    found = [_known(actor_id, group, actors) for actor_id, group in known.items()]
    for person, of in persons(sightings).values():
        reports = dict.fromkeys(report for one in of for report in reports_of[id(one)])
        found.append(_named(person, tuple(reversed(reports))))
    found += [_words(group) for group in words.values()]
    return sorted(found, key=lambda seen: (-len(seen.reports), seen.name, seen.actor_id or ""))


def whom_of(actor: Actor) -> Whom:
    """A registry actor as a judgement names it."""
    return Whom(actor_id=actor.actor_id, name=actor.name, country=actor.country, sectors=actor.sectors)


def seen_view(seen: Seen) -> View:
    """One line of `actors list --store`."""
    return {
        "actor_id": seen.actor_id,
        "name": seen.name,
        "kind": seen.kind,
        "country": seen.country,
        "sectors": list(seen.sectors),
        "reports": len(seen.reports),
    }


def actor_view(actor: Actor) -> View:
    """One line of `actors list`."""
    return {
        "actor_id": actor.actor_id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sectors": list(actor.sectors),
    }


def actor_detail(actor: Actor, actors: Actors, *, date: PartialDate | None, own: bool) -> View:
    """All the registry knows of an actor, offices, sectors and memberships as on the date, else the last known."""
    state = actor.kind == "government" and actor.country
    return {
        **actor_view(actor),
        "sectors": list(actors.sectors_on(actor, date)),
        "aliases": list(actor.aliases),
        "countries": list(actor.countries),
        "from": None if actor.start is None else str(actor.start),
        "to": None if actor.end is None else str(actor.end),
        "note": actor.note,
        "source": "own" if own else "registry",
        "confidence": actor.confidence,
        "offices": [
            {
                "title": office.title,
                "country": office.country,
                "sector": office.sector,
                "from": None if office.start is None else str(office.start),
                "to": None if office.end is None else str(office.end),
                "source": "own" if office.source == SOURCE else office.source,
            }
            for office in actors.offices_on(actor, date)
        ],
        "relations": _relations(actor, actors),
        "memberships": [
            {"org": each.org, "status": each.status, "from": None if each.start is None else str(each.start)}
            for each in (actors.memberships(actor.country or "", date) if state else ())
        ],
    }


def _relations(actor: Actor, actors: Actors) -> list[View]:
    """What it is part of, came from and went into, then what says so of it."""
    found = [{"relation": "parent", "actor_id": actor.parent, "date": None}] if actor.parent else []
    for tie in actor.relations:
        other = tie.other if actors.by_id(f"group:{tie.other}") is None else f"group:{tie.other}"
        date = None if tie.date is None else str(tie.date)
        found.append({"relation": tie.relation.replace("_", " "), "actor_id": other, "date": date})
    bare = actor.actor_id.removeprefix("group:")
    for each in actors.all.values():
        if each.parent == actor.actor_id:
            found.append({"relation": "parent of", "actor_id": each.actor_id, "date": None})
        for tie in each.relations:
            if tie.other == bare and tie.relation in ("split_from", "merged_into"):
                words = {"split_from": "gave rise to", "merged_into": "took in"}[tie.relation]
                date = None if tie.date is None else str(tie.date)
                found.append({"relation": words, "actor_id": each.actor_id, "date": date})
    for view in found:
        other_actor = actors.by_id(str(view["actor_id"]))
        view["name"] = view["actor_id"] if other_actor is None else other_actor.name
    return found


def _known(actor_id: str, group: _Group, actors: Actors) -> Seen:
    actor = actors.by_id(actor_id)
    told = group.actor
    whom = (
        Whom(actor_id=actor_id, name=told.name, country=told.country, sectors=told.sectors)
        if actor is None
        else whom_of(actor)
    )
    return Seen(
        actor_id=actor_id,
        name=whom.name or told.name,
        # An id that the registry of today lacks: of other own actors, or of a judgement.
        kind="named" if actor is None else actor.kind,
        country=whom.country,
        sectors=whom.sectors,
        reports=tuple(reversed(group.reports)),
        whom=whom,
    )


def _named(person: Person, reports: tuple[ReportId, ...]) -> Seen:
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
        reports=reports,
        whom=whom,
    )


def _words(group: _Group) -> Seen:
    told = group.actor
    return Seen(
        actor_id=None,
        name=told.name,
        kind="unknown",
        country=told.country,
        sectors=told.sectors,
        reports=tuple(reversed(group.reports)),
        whom=Whom(name=told.name, country=told.country),
    )
