"""A desk's own actors: a TOML file that adds to the registry, or corrects entries of it.

[[actor]]
id = "own:salt-road-front"
name = "Salt Road Front"
kind = "armed_group"
country = "MLI"
sectors = ["REB"]
aliases = ["SRF", "Front de la route du sel"]
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from faleme.dates import PartialDate
from faleme.ids import ActorId
from faleme.reference.actor_records import Actor, ActorKind, Office
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.countries import Countries
from faleme.reference.own_files import EntryReader, read_own_file

_KINDS = get_args(ActorKind)
_TEXTS = ("id", "name", "kind", "country", "parent", "start", "end", "note")
_LISTS = ("countries", "sectors", "aliases", "surnames")
_OFFICE = ("office", "title", "country", "sector", "start", "end")
_ID = re.compile(r"[a-z][a-z0-9_]*:[\w.-]+")
SOURCE = "own"  # of offices that a desk wrote


def read_own_actors(path: Path, *, actors: Actors, countries: Countries, codebook: Codebook) -> list[Actor]:
    """The actors of the file, ready for ``Actors.extended``.

    An id of the registry's means that entry: aliases and surnames are added to its own, other fields that are given
    replace its own. Any other id begins with a prefix that no id of ours has, such as "own:". Raises SettingsError
    with every fault of the file and what to do about each.
    """
    _, table = read_own_file(path, hint="The setting `actors` names it.")
    reader = _Reader(actors, countries, codebook)
    found = reader.read(table)
    reader.check(path)
    return found


class _Reader(EntryReader):
    def __init__(self, actors: Actors, countries: Countries, codebook: Codebook) -> None:
        super().__init__()
        self._actors = actors
        self._countries = countries.by_iso3.keys() | codebook.nonstate_countries.keys()
        self._sectors = codebook.sectors.keys()
        self._prefixes = {actor_id.partition(":")[0] for actor_id in actors.all if ":" in actor_id}

    def read(self, table: Mapping[str, Any]) -> list[Actor]:
        for key in table:
            if key != "actor":
                self.faults.append(f"{key!r} means nothing here: a file of actors holds [[actor]] entries only.")
        entries = table.get("actor", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.faults.append("`actor` is no list of entries: begin each with [[actor]].")
            return []
        ids = {entry["id"] for entry in entries if isinstance(entry.get("id"), str)}
        found: dict[str, Actor] = {}
        for number, entry in enumerate(entries, 1):
            self._at = f"entry {number}" + (f" ({entry['id']})" if isinstance(entry.get("id"), str) else "")
            actor = self._actor(entry, ids)
            if actor is not None and actor.actor_id in found:
                self._fault("this id stands twice in the file: make one entry of the two.")
            elif actor is not None:
                found[actor.actor_id] = actor
        return list(found.values())

    def _actor(self, entry: Mapping[str, Any], ids: set[str]) -> Actor | None:
        self._known_keys(entry, (*_TEXTS, *_LISTS, "office"))
        text = {key: self._text(entry, key) for key in _TEXTS}
        many = {key: self._list(entry, key) for key in _LISTS}
        actor_id, ours = text["id"], self._actors.by_id(text["id"] or "")
        if actor_id is None:
            self._fault('has no id: give it one, such as id = "own:salt-road-front".')
            return None
        if ours is None:
            self._new(actor_id, text)
        self._one_of("kind", text["kind"], _KINDS)
        for code in (text["country"], *many["countries"]):
            self._one_of("country", code, self._countries)
        for code in many["sectors"]:
            self._one_of("sector", code, self._sectors)
        parent = text["parent"]
        if parent is not None and parent not in ids and self._actors.by_id(parent) is None:
            self._fault(f"its parent {parent!r} is neither in this file nor in the registry.")
        offices = self._offices(entry.get("office", []), text["country"] or (ours.country if ours else None))
        start, end = self._date(text["start"], "start"), self._date(text["end"], "end")
        self._in_order(start, end)
        given: dict[str, Any] = {key: text[key] for key in ("name", "kind", "country", "note") if text[key] is not None}
        given |= {key: many[key] for key in ("countries", "sectors") if many[key]}
        given |= {"parent": ActorId(parent)} if parent else {}
        given |= {"offices": offices} if offices else {}
        given |= {key: value for key, value in (("start", start), ("end", end)) if value}
        if ours is not None:
            former = (ours.name,) if text["name"] not in (None, ours.name) else ()
            aliases = tuple(dict.fromkeys((*ours.aliases, *former, *many["aliases"])))
            surnames = tuple(dict.fromkeys((*ours.surnames, *many["surnames"])))
            return replace(ours, **given, aliases=aliases, surnames=surnames)
        if text["name"] is None or text["kind"] not in _KINDS:
            return None
        given.setdefault("country", None)
        if given["country"] and "countries" not in given:
            given["countries"] = (given["country"],)
        if offices and "sectors" not in given:
            given["sectors"] = tuple(dict.fromkeys(office.sector for office in offices))
        return Actor(actor_id=ActorId(actor_id), aliases=many["aliases"], surnames=many["surnames"], **given)

    def _new(self, actor_id: str, text: Mapping[str, str | None]) -> None:
        prefix = actor_id.partition(":")[0]
        if not _ID.fullmatch(actor_id):
            self._fault('an id of your own is a prefix, ":" and a name without blanks, such as own:salt-road-front.')
        elif prefix in self._prefixes:
            near = difflib.get_close_matches(actor_id, self._actors.all, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            self._fault(f'no such actor in the registry, whose ids begin with "{prefix}:"; use own: instead.{hint}')
        for key in ("name", "kind"):
            if text[key] is None:
                self._fault(f"has no {key}: an actor that the registry lacks needs one.")

    def _offices(self, entries: object, home: str | None) -> tuple[Office, ...]:
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self._fault("`office` is no list of entries: begin each with [[actor.office]].")
            return ()
        found = []
        for entry in entries:
            self._known_keys(entry, _OFFICE)
            text = {key: self._text(entry, key) for key in _OFFICE}
            title, country = text["title"] or text["office"], text["country"] or home
            self._one_of("country", text["country"], self._countries)
            self._one_of("sector", text["sector"], self._sectors)
            start, end = self._date(text["start"], "start"), self._date(text["end"], "end")
            self._in_order(start, end)
            if title is None or country is None or text["sector"] is None:
                self._fault("an office needs office (or title), sector, and a country, its own or the actor's.")
                continue
            found.append(
                Office(
                    office=text["office"] or self._actors.office_class(title, country) or title.casefold(),
                    title=title,
                    country=country,
                    org=None,
                    sector=text["sector"],
                    start=start,
                    end=end,
                    seen_until=None,
                    confidence="high",
                    source=SOURCE,
                )
            )
        return tuple(sorted(found, key=lambda office: str(office.start or ""), reverse=True))

    def _text(self, entry: Mapping[str, Any], key: str) -> str | None:
        value = entry.get(key)
        dated = key in ("start", "end") and value is not None and not isinstance(value, str)
        return str(value) if dated else self._words(entry, key)  # TOML has dates of its own

    def _choice(self, allowed: Collection[str]) -> str:
        return f"there are {', '.join(sorted(allowed))}." if len(allowed) < 60 else "it is ISO 3166 alpha-3."

    def _date(self, text: str | None, key: str) -> PartialDate | None:
        if text is None:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError:
            self._fault(f"{key} {text!r} is no date: write 2024, 2024-03 or 2024-03-05.")
            return None

    def _in_order(self, start: PartialDate | None, end: PartialDate | None) -> None:
        if start and end and start.first_day > end.last_day:
            self._fault(f"ends ({end}) before it starts ({start}).")
