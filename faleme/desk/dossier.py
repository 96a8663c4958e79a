"""What is known of an actor on a day: names, offices, memberships; with whom it deals; what it says, does, promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from faleme.dates import PartialDate
from faleme.desk.actor_decisions import Decision, decisions_on
from faleme.desk.dyad_page import names_any
from faleme.desk.register_rows import Rows
from faleme.desk.sides import names_of
from faleme.exchange.actor_directory import Directory, Seen
from faleme.exchange.actor_views import relations
from faleme.link.register_commitments import overdue
from faleme.link.register_rows import Row
from faleme.reference.actors import Actor, Actors
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.reference.registers import Register
from faleme.store.base import StatementFilter, Store
from faleme.store.desk import EventLine, EventQuery
from faleme.store.judged import Whom
from faleme.store.sides import Tie

_WITH, _STATEMENTS, _EVENTS = 12, 8, 10  # of a dossier; each list leads to where all of it is
_SEVERAL = 30  # people of one name that are listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A time in an office or body. what: the title or status; of: where, in words. first, last: None where not known.

    seen_until: last day known of it, where an end is certain and its day is not. on: whether it lasted on the day asked
    for; without one, whether no end is known. table: of the registry, or row_id: of the registers, as pages tell it.
    """

    what: str
    of: str
    of_key: str | None
    first: PartialDate | None
    last: PartialDate | None
    seen_until: PartialDate | None
    on: bool
    table: str | None = None
    row_id: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement in a dossier: which words, to whom, where and when: of saying, else of publication."""

    statement_id: str
    article_id: str
    words: str
    quoted: bool
    verb: str
    audience: tuple[str, ...]
    about: tuple[str, ...]
    place: str | None
    first_day: date | None
    last_day: date | None
    outlet: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """A commitment by an actor, or to it. over: days since it was due, on the day asked for."""

    row: Row
    status: str | None
    over: int | None
    by_actor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Somebody with whom an actor deals, with the events of all times between them."""

    tie: Tie
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An actor. key: by which events are asked (`persons.who`); kind: of the registry, or country, named, unknown.

    at: the day by which offices, memberships and promises are told; None for all, and for now. several: how many people
    of this name the store knows, whose events no query tells apart; 1 for everybody else.
    """

    key: str
    actor_id: str | None
    name: str
    kind: str
    country: str | None
    country_name: str | None
    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    aliases: tuple[str, ...]
    decisions: tuple[Decision, ...]
    first: PartialDate | None
    last: PartialDate | None
    note: str
    source: str
    confidence: str | None
    at: PartialDate | None
    reports: int
    several: int
    offices: tuple[Spell, ...]
    memberships: tuple[Spell, ...]
    ties: tuple[dict[str, Any], ...]
    partners: tuple[Partner, ...]
    statements: tuple[Said, ...]
    more_statements: bool
    does: tuple[EventLine, ...]
    does_count: int
    suffers: tuple[EventLine, ...]
    suffers_count: int
    promises: tuple[PromiseLine, ...]
    whom: Whom | None

    @property
    def unresolved(self) -> bool:
        """Known by words only, which may mean many."""
        return self.kind == "unknown"


def seen_as(who: str, directory: Directory) -> list[Seen]:
    """Whom an address means: an id, a person P…, words with a country (armed men|MLI), or a name; in doubt several."""
    name, bar, _ = who.rpartition("|")
    if bar and directory.store is not None:
        return [seen for seen in directory.find(name) if seen.key == who][:_SEVERAL]
    return directory.find(who)[:_SEVERAL]


def dossier(
    who: str,
    store: Store,
    directory: Directory,
    *,
    codebook: Codebook,
    rows: Callable[[Register], Rows],
    at: PartialDate | None,
    today: date,
) -> Dossier | list[Seen]:
    """The dossier of a country (three letters) or of somebody; those who may be meant where they are none or several.

    rows: all rows of a register. today: by which promises are overdue where no day is asked.
    """
    if who in load_countries().by_iso3 or who in codebook.nonstate_countries:
        name = names_of([who], codebook, directory)[who]
        entry = directory.actors.by_id(f"gov:{who}")
        return _dossier(None, entry, who, name, "country", store, directory, codebook, rows, at, today)
    found = seen_as(who, directory)
    keys = {seen.key for seen in found}
    if len(keys) != 1 or (len(found) > 1 and not any(seen.actor_id == who for seen in found)):
        return found
    seen = next((one for one in found if one.actor_id == who), found[0])
    entry = directory.actors.by_id(seen.actor_id or "")
    return _dossier(seen, entry, seen.key, seen.name, seen.kind, store, directory, codebook, rows, at, today)


def _dossier(
    seen: Seen | None,
    entry: Actor | None,
    key: str,
    name: str,
    kind: str,
    store: Store,
    directory: Directory,
    codebook: Codebook,
    rows: Callable[[Register], Rows],
    at: PartialDate | None,
    today: date,
) -> Dossier:
    country = key if kind == "country" else (None if seen is None else seen.country)
    does, suffers = EventQuery(doers=(key,)), EventQuery(recipients=(key,))
    ties = store.sides.ties(key, codebook, limit=_WITH)
    names = names_of([*(tie.other for tie in ties), *([country] if country else [])], codebook, directory)
    statements, more = _statements(store, key)
    named_people = (
        [] if seen is None or seen.kind != "named" else [one for one in directory.find(seen.name) if one.key == key]
    )
    actors = directory.actors
    keys = frozenset({key, *([entry.actor_id] if entry is not None and kind == "country" else [])})
    return Dossier(
        key=key,
        actor_id=None if seen is None else seen.actor_id,
        name=name,
        kind=kind,
        country=country,
        country_name=names.get(country or ""),
        countries=() if entry is None else entry.countries,
        sectors=(() if seen is None else seen.sectors) if entry is None else actors.sectors_on(entry, at),
        aliases=() if entry is None else entry.aliases,
        decisions=decisions_on(key, None if seen is None else seen.actor_id, store),
        first=None if entry is None else entry.start,
        last=None if entry is None else entry.end,
        note="" if entry is None else entry.note,
        source="reports alone" if entry is None and kind != "country" else "registry",
        confidence=None if entry is None else entry.confidence,
        at=at,
        reports=0 if seen is None else seen.reports,
        several=max(1, len(named_people)),
        offices=_offices(keys, kind, key, entry, actors, rows("offices"), at),
        memberships=_memberships(keys, kind, key, entry, actors, rows("memberships"), at, codebook, directory),
        ties=tuple(relations(entry, actors))
        if entry is not None and entry.kind not in ("person", "government")
        else (),
        partners=tuple(Partner(tie=tie, name=names[tie.other]) for tie in ties),
        statements=statements,
        more_statements=more,
        does=store.desk.event_lines(does, limit=_EVENTS).lines,
        does_count=store.desk.count(does),
        suffers=store.desk.event_lines(suffers, limit=_EVENTS).lines,
        suffers_count=store.desk.count(suffers),
        promises=_promises(keys, rows("commitments"), at, today),
        whom=None if seen is None else seen.whom,
    )


def _offices(
    keys: frozenset[str],
    kind: str,
    key: str,
    entry: Actor | None,
    actors: Actors,
    told: Rows,
    at: PartialDate | None,
) -> tuple[Spell, ...]:
    """Of a person those held; of a country those who hold its offices, by the registry; what pages tell beside them.

    The latest first; what pages tell last.
    """
    found = []
    if kind == "country":
        for actor in actors.all.values():
            for office in actor.offices:
                # Without a day, the holders of now; all that ever were would be hundreds.
                if office.country == key and office.held_on(at):
                    found.append(
                        Spell(
                            what=office.title,
                            of=actor.name,
                            of_key=actor.actor_id,
                            first=office.start,
                            last=office.end,
                            seen_until=office.seen_until,
                            on=True,
                            table=office.source,
                        )
                    )
    elif entry is not None:
        found = [
            Spell(
                what=office.title,
                of=office.country,
                of_key=office.country,
                first=office.start,
                last=office.end,
                seen_until=office.seen_until,
                on=office.held_on(at),
                table=office.source,
            )
            for office in entry.offices
        ]
    found.sort(key=lambda spell: (str(spell.first or ""), str(spell.last or "9"), spell.what), reverse=True)
    if kind != "country":
        found += [
            _told(row, "holder", at) for row in told.naming(keys) if names_any(row, keys, "holder") and _is_press(row)
        ]
    return tuple(found)


def _memberships(
    keys: frozenset[str],
    kind: str,
    key: str,
    entry: Actor | None,
    actors: Actors,
    told: Rows,
    at: PartialDate | None,
    codebook: Codebook,
    directory: Directory,
) -> tuple[Spell, ...]:
    """Of a country the bodies it was ever in, of a body its members; the earliest first, those of unknown beginning
    before them. What pages tell last."""
    found = []
    if kind in ("country", "government") and (iso3 := key if kind == "country" else (entry.country if entry else None)):
        for each in actors.standings(iso3):
            body = actors.by_id(f"org:{each.org}")
            found.append(
                Spell(
                    what=each.status,
                    of=each.org if body is None else body.name,
                    of_key=None if body is None else body.actor_id,
                    first=each.start,
                    last=each.end,
                    seen_until=None,
                    on=each.held_on(at),
                    table=each.source,
                    note=each.note,
                )
            )
    elif kind == "organisation" and entry is not None:
        members = list(actors.members(entry.actor_id.partition(":")[2], at))
        names = names_of([each.country for each in members], codebook, directory)
        found = [
            Spell(
                what=each.status,
                of=names[each.country],
                of_key=each.country,
                first=each.start,
                last=each.end,
                seen_until=None,
                on=each.held_on(at),
                table=each.source,
                note=each.note,
            )
            for each in members
        ]
    found.sort(key=lambda spell: (str(spell.first or ""), spell.of, str(spell.last or "9")))
    found += [_told(row, "member", at) for row in told.naming(keys) if _is_press(row)]
    return tuple(found)


def _is_press(row: Row) -> bool:
    """Whether a page tells of it, and not the registry alone."""
    return bool(row.facts)


def _told(row: Row, role: str, at: PartialDate | None) -> Spell:
    first, last = (_partial(row.value(name)) for name in ("from", "to"))
    return Spell(
        what=row.status_at(at) or "unknown",
        of=row.what,
        of_key=None,
        first=first,
        last=last,
        seen_until=None,
        on=row.status_at(at) in ("held", "member"),
        row_id=row.row_id,
    )


def _partial(text: str | None) -> PartialDate | None:
    """The date that a cell has; None for an interval, whose ends its row tells."""
    try:
        return None if text is None else PartialDate.parse(text.partition("/")[0])
    except ValueError:
        return None


def _statements(store: Store, key: str) -> tuple[tuple[Said, ...], bool]:
    """The newest statements, and whether there are more."""
    made = list(store.statements(StatementFilter(speakers=(key,)), limit=_STATEMENTS + 1))
    texts = store.texts_of([one.article_id for one in made])
    found = []
    for one in made[:_STATEMENTS]:
        page = texts.get(one.article_id)
        if page is None:  # it was taken down while we read
            continue
        said = (None if one.date is None else one.date.when) or page.published
        found.append(
            Said(
                statement_id=one.statement_id,
                article_id=one.article_id,
                words=one.content.of(page.text),
                quoted=one.quoted,
                verb=one.verb.of(page.text),
                audience=tuple(actor.name for actor in one.audience),
                about=tuple(actor.name for actor in one.about),
                place=None if one.place is None else one.place.name,
                first_day=None if said is None else said.first_day,
                last_day=None if said is None else said.last_day,
                outlet=page.outlet,
            )
        )
    return tuple(found), len(made) > _STATEMENTS


def _promises(keys: frozenset[str], told: Rows, at: PartialDate | None, today: date) -> tuple[PromiseLine, ...]:
    """What somebody promised, then what was promised to it; the longest overdue first."""
    day = today if at is None else at.last_day
    found = []
    for row in told.naming(keys):
        by_actor = names_any(row, keys, "promiser")
        if by_actor or names_any(row, keys, "recipient"):
            found.append(
                PromiseLine(
                    row=row, status=row.status_at(PartialDate.of(day)), over=overdue(row, day), by_actor=by_actor
                )
            )
    return tuple(sorted(found, key=lambda line: (not line.by_actor, -(line.over or 0), line.row.value("due") or "9")))
