"""Actors as plain objects, and as text: what is known of one, and where it comes from and belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from faleme.dates import PartialDate
from faleme.exchange.actor_directory import Seen
from faleme.reference.actors import Actor, Actors, Office
from faleme.reference.own_actors import SOURCE

View = dict[str, Any]

# Ties of the registry: the branch that each stands under, and what the tie is from the other side.
_BRANCHES = {
    "parent": ("under", "has part"),
    "part_of": ("under", "has part"),
    "member_of": ("under", "has member"),
    "armed_wing": ("under", "has armed wing"),
    "split_from": ("came from", "split_into"),
    "merged_from": ("came from", "merged_into"),
    "renamed_from": ("came from", "renamed_to"),
    "replaced": ("came from", "replaced_by"),
    "split_into": ("became", "split_from"),
    "merged_into": ("became", "merged_from"),
    "renamed_to": ("became", "renamed_from"),
    "replaced_by": ("became", "replaced"),
    "dissolved": ("became", ""),
    "annexed_by": ("became", ""),
    "has part": ("holds", ""),
    "has member": ("holds", ""),
    "has armed wing": ("holds", ""),
    "coalition_of": ("holds", "in coalition"),
    "in coalition": ("under", ""),
}
_ORDER = ("under", "came from", "holds", "became", "ties")
_DEPTH = 3  # generations of parts that are shown


def seen_view(seen: Seen, *, counted: bool) -> View:
    """One line of `actors list`. counted: with the number of reports of a store."""
    view = {
        "actor_id": seen.actor_id,
        "name": seen.name,
        "kind": seen.kind,
        "country": seen.country,
        "sectors": list(seen.sectors),
    }
    return {**view, "reports": seen.reports} if counted else view


def actor_detail(actor: Actor, actors: Actors, *, date: PartialDate | None, own: bool) -> View:
    """All the registry knows of an actor, sectors and memberships as on the date, else the last known.

    offices: those held on the date, without a date all that are known; latest first.
    """
    state = actor.kind == "government" and actor.country
    return {
        "actor_id": actor.actor_id,
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "sectors": list(actors.sectors_on(actor, date)),
        "aliases": list(actor.aliases),
        "countries": list(actor.countries),
        "from": None if actor.start is None else str(actor.start),
        "to": None if actor.end is None else str(actor.end),
        "note": actor.note,
        "source": "own" if own else "registry",
        "confidence": actor.confidence,
        "offices": [_office(each) for each in sorted(_offices(actor, actors, date), key=_since, reverse=True)],
        "relations": relations(actor, actors),
        "memberships": [
            {"org": each.org, "status": each.status, "from": None if each.start is None else str(each.start)}
            for each in (actors.memberships(actor.country or "", date) if state else ())
        ],
    }


def relations(actor: Actor, actors: Actors, *, depth: int = _DEPTH) -> list[View]:
    """What ties an actor to others, whichever side the registry tells it from.

    Each has a branch (under, came from, holds, became, ties), the relation in words, id, name and date of the other,
    and, down to the depth, what else is above or a part of it.
    """
    found: dict[tuple[str, str], View] = {}
    own = [("parent", str(actor.parent), "")] if actor.parent else []
    own += [(tie.relation, _id_of(tie.other, actors), str(tie.date or "")) for tie in actor.relations]
    for other in actors.all.values():
        theirs = [("parent", str(other.parent), "")] if other.parent else []
        theirs += [(tie.relation, _id_of(tie.other, actors), str(tie.date or "")) for tie in other.relations]
        own += [
            (back, other.actor_id, date)
            for relation, whom, date in theirs
            if whom == actor.actor_id and (back := _BRANCHES.get(relation, ("", ""))[1])
        ]
    for relation, other_id, date in own:
        branch = _BRANCHES.get(relation, ("ties", ""))[0]
        # The one side may know the date that the other lacks.
        known = found.setdefault(
            (branch if branch != "ties" else relation, other_id),
            {"branch": branch, "relation": relation.replace("_", " "), "actor_id": other_id or None, "date": None},
        )
        known["date"] = known["date"] or date or None
    for view in found.values():
        entry = actors.by_id(view["actor_id"] or "")
        view["name"] = view["actor_id"] if entry is None else entry.name
        if entry is not None and depth > 1 and view["branch"] in ("under", "holds"):
            more = relations(entry, actors, depth=depth - 1)
            view["parts" if view["branch"] == "holds" else "above"] = [
                each for each in more if each["branch"] == view["branch"]
            ]
    return sorted(
        found.values(), key=lambda view: (_ORDER.index(view["branch"]), view["date"] or "9", view["name"] or "")
    )


def actor_text(view: View) -> str:
    """An actor as a terminal shows it: names, offices by date, where it comes from and belongs as a tree, reports."""
    lines = [f"{view['name']}  {view['actor_id'] or 'no id'}"]
    lines += [", ".join(filter(None, (view.get("kind"), view["country"], *view["sectors"])))]
    plain = {"from": view.get("from"), "to": view.get("to"), "note": view.get("note"), "source": view.get("source")}
    lines += [f"  {key}: {value}" for key, value in plain.items() if value]
    if view.get("aliases"):
        lines.append("  also: " + "; ".join(view["aliases"]))
    for office in view.get("offices", ()):
        lines.append(f"  {_term(office)}  {office['title']}, {office['country']}")
    ties = view.get("relations", ())
    branches = [branch for branch in _ORDER if any(tie["branch"] == branch for tie in ties)]
    tree = [(branch, [_branch(tie) for tie in ties if tie["branch"] == branch]) for branch in branches]
    lines += [f"  {line}" for line in _tree(tree)]
    for each in view.get("memberships", ()):
        lines.append(f"  in {each['org']}: {each['status']} since {each['from'] or '?'}")
    for row in view.get("registers", ()):
        spell = " to ".join(filter(None, (row["from"], row["to"]))) or "no date known"
        lines.append(f"  told: {row['what']}: {row['status']}, {spell}  {row['row_id']}")
    if "reports" in view:
        many = view["report_count"]
        lines.append(f"  {many} report{'s' * (many != 1)}{', latest first' if many > 1 else ''}")
        lines += [f"    {report}" for report in view["reports"]]
    return "\n".join(lines)


_Node = tuple[str, Sequence[Any]]


def _branch(tie: View) -> _Node:
    words = "" if tie["relation"] in ("parent", "has part") else tie["relation"]  # the branch says it
    known = ", ".join(filter(None, (words, tie["date"])))
    below = [*tie.get("parts", ()), *tie.get("above", ())]
    text = f"{tie['name']}{known and f' ({known})'}" if tie["name"] else known
    return text, [_branch(each) for each in below]


def _tree(nodes: Sequence[_Node]) -> Iterator[str]:
    for at, (text, below) in enumerate(nodes):
        last = at == len(nodes) - 1
        yield f"{'└' if last else '├'}─ {text}"
        for line in _tree(below):
            yield f"{'   ' if last else '│  '}{line}"


def _id_of(other: str, actors: Actors) -> str:
    return f"group:{other}" if actors.by_id(f"group:{other}") is not None else other


def _offices(actor: Actor, actors: Actors, date: PartialDate | None) -> Sequence[Office]:
    return actor.offices if date is None else actors.offices_on(actor, date)


def _since(office: Office) -> tuple[str, str]:
    return str(office.start or ""), str(office.end or "9")


def _office(office: Office) -> View:
    return {
        "title": office.title,
        "country": office.country,
        "sector": office.sector,
        "from": None if office.start is None else str(office.start),
        "to": None if office.end is None else str(office.end),
        "seen_until": None if office.seen_until is None else str(office.seen_until),
        "source": "own" if office.source == SOURCE else office.source,
    }


def _term(office: View) -> str:
    since = office["from"] or "?"
    if office["to"]:
        return f"{since} to {office['to']}"
    return f"{since} to {office['seen_until']} or later" if office["seen_until"] else f"since {since}, no end known"
