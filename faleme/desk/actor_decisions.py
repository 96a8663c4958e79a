"""Who is who, as people decide it: two actors are one, some words mean another, and a decision taken back.

A decision wins wherever the store is read, holds for what is read later, and can be undone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from faleme.errors import SettingsError
from faleme.exchange.actor_directory import Directory, Seen
from faleme.ids import digest
from faleme.records import Judgement
from faleme.reference.codebook import Codebook
from faleme.reference.names import normalise
from faleme.run.relink import relink
from faleme.store.base import Store
from faleme.store.judged import Whom, payload_of, undone_by

_KINDS = ("merge", "split")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision on actors. of: whose mentions, or which words, are meant; into: whom they are of now. undone: the
    judgement that took it back, None while it stands."""

    decision_id: str
    kind: str
    of: str
    into: str
    into_id: str | None
    who: str
    why: str
    at: str
    undone: Judgement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision that was just made. moved: reports that stand in another event by it."""

    judgement: Judgement
    moved: int


def decisions(store: Store) -> list[Decision]:
    """All that was ever decided on actors, oldest first, undone ones too."""
    return [decision for decision, _ in _all(store)]


def decisions_on(key: str, actor_id: str | None, store: Store) -> tuple[Decision, ...]:
    """Those that are of one actor, or lead to it."""
    mine = {key, *([actor_id] if actor_id else [])}
    return tuple(decision for decision, whom in _all(store) if mine & whom)


def _all(store: Store) -> list[tuple[Decision, set[str]]]:
    made = store.judgements()
    undone = undone_by(made)
    found = []
    for each in made:
        if each.kind not in _KINDS:
            continue
        payload = json.loads(each.payload)
        whom = [one.get("name") or one.get("actor_id") for one in payload["whom"]]
        sides = [_whom(one) for one in (*payload["whom"], payload["into"])]
        decision = Decision(
            decision_id=each.judgement_id,
            kind=each.kind,
            of=payload["wording"] or whom[-1],
            into=payload["into"].get("name") or payload["into"].get("actor_id"),
            into_id=payload["into"].get("actor_id"),
            who=each.who,
            why=each.why,
            at=each.at,
            undone=undone.get(each.judgement_id),
        )
        found.append((decision, {name for one in sides for name in (one.who, one.actor_id) if name}))
    return found


def _whom(fields: dict[str, object]) -> Whom:
    actor_id, name, country = (
        None if fields.get(each) is None else str(fields[each]) for each in ("actor_id", "name", "country")
    )
    return Whom(actor_id=actor_id, name=name, country=country)


def one_of(text: str, directory: Directory) -> Seen:
    """The one actor that an id or name means. Raises SettingsError where that is nobody, several, or words alone."""
    found = directory.find(text)
    if len(found) != 1:
        ids = ", ".join(str(each.actor_id) for each in found[:8])
        raise SettingsError(f"{len(found)} actors answer to {text}" + (f": {ids}. Give the id." if found else "."))
    if found[0].actor_id is None:
        raise SettingsError(f"{text} is no name: words such as these mean many, and cannot be merged or split.")
    return found[0]


def merge(
    keep: str, other: str, directory: Directory, *, codebook: Codebook, who: str, why: str, force: bool = False
) -> Decided:
    """Decide that two actors are one. force: even where the two are plainly different. Raises SettingsError."""
    kept, gone = one_of(keep, directory), one_of(other, directory)
    if kept.whom == gone.whom:
        raise SettingsError(f"{keep} and {other} are one already.")
    if (reason := _different(kept, gone)) and not force:
        raise SettingsError(
            f"{kept.name} and {gone.name} are plainly different: {reason}. --force merges them all the same."
        )
    into = _with_id(kept)
    whom = [gone.whom] if into == kept.whom else [kept.whom, gone.whom]
    return _judge(directory, "merge", into.actor_id or "", payload_of(whom, into), codebook, who, why)


def split(
    actor: str, wording: str, directory: Directory, *, codebook: Codebook, who: str, why: str, to: str | None = None
) -> Decided:
    """Decide that mentions in these words, resolved to an actor so far, mean another: ``to``, or somebody new of that
    name, of whom no country or sector is known. Raises SettingsError."""
    whole = one_of(actor, directory)
    fresh = Whom(actor_id=digest("P", whole.actor_id or "", normalise(wording)), name=wording)
    into = fresh if to is None else _with_id(one_of(to, directory))
    payload = payload_of([whole.whom], into, wording=wording)
    return _judge(directory, "split", whole.actor_id or "", payload, codebook, who, why)


def undo(decision: str, directory: Directory, *, codebook: Codebook, who: str, why: str) -> Decided:
    """Take a decision back; whatever is read is as it was before. decision: its id, or the beginning of it. Raises
    SettingsError where none or several begin so, and for one that is undone."""
    made = _store_of(directory).judgements()
    found = [each for each in made if each.judgement_id.startswith(decision.upper()) and each.kind in _KINDS]
    if len(found) != 1:
        raise SettingsError(f"{decision}: {len(found)} decisions begin so. `faleme actors decisions` lists them.")
    if found[0].judgement_id in undone_by(made):
        raise SettingsError(f"{found[0].judgement_id} is undone already.")
    return _judge(directory, "undo", found[0].judgement_id, "{}", codebook, who, why)


def _judge(
    directory: Directory, kind: str, subject: str, payload: str, codebook: Codebook, who: str, why: str
) -> Decided:
    """Keep a decision, and put the reports that it is about into the events that they tell by it."""
    store = _store_of(directory)
    with store.transaction():
        made = store.judge(kind, subject, payload, who=who, why=why)
        return Decided(judgement=made, moved=relink(store, codebook=codebook))


def _store_of(directory: Directory) -> Store:
    if directory.store is None:
        raise SettingsError("a decision needs a store to be kept in.")
    return directory.store


def _with_id(seen: Seen) -> Whom:
    """Whom a decision leads to, under an id of its own where the registry has none."""
    if seen.whom.actor_id is not None:
        return seen.whom
    return Whom(
        actor_id=seen.actor_id, name=seen.name, country=seen.country, sectors=seen.sectors, office=seen.whom.office
    )


def _different(one: Seen, other: Seen) -> str | None:
    people = {"person", "named"}
    if (one.kind in people) != (other.kind in people) and "named" not in (one.kind, other.kind):
        return f"{one.kind} and {other.kind}"
    if one.country and other.country and one.country != other.country and "IMG" not in (one.country, other.country):
        return f"{one.country} and {other.country}"
    return None
