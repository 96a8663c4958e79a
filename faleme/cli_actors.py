"""`faleme actors`: who is known, what a desk adds, and what it decides on who is who."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from faleme.cli_base import Command, JsonOption, LimitOption, StoreOption, write_json, wrong
from faleme.dates import PartialDate
from faleme.exchange import actor_views as views
from faleme.ids import digest
from faleme.reference.actors import Actor, Actors
from faleme.reference.names import normalise
from faleme.settings import load_settings
from faleme.store.judged import JudgedStore, Whom, open_judged, payload_of, undone_by

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Who is known: list, show, add your own, merge and split."
)

WhyOption = Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason; it stays beside the decision.")]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else the user's login.")]


@app.command("list", cls=Command, short_help="Actors of the registry, or those that a store's reports name.")
def list_(
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind, such as person or armed_group.")] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="ISO3", help="Only of this country.")] = None,
    sector: Annotated[str | None, typer.Option("--sector", help="Only of this sector, such as REB.")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="Only with this in a name.")] = None,
    store: StoreOption = None,
    limit: LimitOption = 50,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme actors list --country MLI --kind armed_group
    faleme actors list --store news.db

    List actors of the registry, your own among them; with --store those that its reports name, most reports first:
    named people whom the registry lacks (P…) and actors known by words only are there too.
    """
    actors = _registry()
    if store is None:
        rows = [
            views.actor_view(actor)
            for _, actor in sorted(actors.all.items())
            if _fits(actor.kind, (actor.country, *actor.countries), actor.sectors, kind, country, sector)
            and _is_called((actor.name, *actor.aliases), name)
        ]
    else:
        with closing(open_judged(store)) as opened:
            rows = [
                views.seen_view(seen)
                for seen in views.seen_in(opened, actors)
                if _fits(seen.kind, (seen.country,), seen.sectors, kind, country, sector)
                and _is_called((seen.name,), name)
            ]
    _write(rows[:limit], as_json=json_)
    if not rows:
        typer.echo("no such actors", err=True)
    elif len(rows) > limit:
        typer.echo(f"{len(rows) - limit} more; --limit shows them", err=True)


@app.command(cls=Command, short_help="All that is known of an actor.")
def show(
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="An id or a name.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="As on this day; else the last known.")] = None,
    store: StoreOption = None,
    limit: LimitOption = 20,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme actors show group:jnim --on 2019-06
    faleme actors show "Moussa Keita" --store news.db

    Show names, kind, sectors, offices and ties of an actor, and with --store its reports, latest first. Where several
    bear the name, all are listed and none is chosen.
    """
    try:
        date = None if on is None else PartialDate.parse(on)
    except ValueError as error:
        wrong(f"--on {on}: {error}. Write 2024, 2024-03 or 2024-03-05.")
    actors, seen = _registry(), []
    if store is not None:
        with closing(open_judged(store)) as opened:
            seen = views.seen_in(opened, actors)
    found = _found(actor, actors, seen)
    if len(found) != 1:
        _write([_line(each, seen) for each in found], as_json=json_)
        wrong(f"{len(found)} actors answer to {actor}: give the id." if found else f"nobody answers to {actor}.")
    one = found[0]
    entry = actors.by_id(one.actor_id or "")
    view = _line(one, seen)
    if entry is not None:
        own = _registry(own=False).by_id(entry.actor_id) != entry
        view |= views.actor_detail(entry, actors, date=date, own=own)
    reports = [report for each in seen if _id(each.whom, seen) == _id(one, seen) for report in each.reports]
    if store is not None:
        view["reports"] = reports[:limit]
    if json_:
        write_json(view)
    else:
        typer.echo(_text(view))


@app.command(cls=Command, short_help="Is a file of own actors right?")
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="A TOML file of actors.")]) -> None:
    """\b
    faleme actors check actors.toml

    Check a file of your own actors: every fault is told at once, with its entry and what to do.
    """
    from faleme.pipeline import load_registry  # noqa: PLC0415 - the help must not wait for the pipeline

    before, after = load_registry(), load_registry(file)
    changed = [actor for actor in after.all.values() if before.by_id(actor.actor_id) != actor]
    new = sum(before.by_id(actor.actor_id) is None for actor in changed)
    typer.echo(f"{file}: {new} new, {len(changed) - new} of the registry changed, no fault")


@app.command(cls=Command, short_help="Two actors are one.")
def merge(
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="Id or name of the one that stays.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Id or name of the one that goes into it.")],
    why: WhyOption,
    store: StoreOption = None,
    by: ByOption = None,
    force: Annotated[bool, typer.Option("--force", help="Even where the two are plainly different.")] = False,
) -> None:
    """\b
    faleme actors merge own:salt-road-front "Front of the Salt Road" --why "its own statement of 3 May" --store news.db

    Decide that two actors are one. The decision wins wherever the store is read, holds for what is read later, and
    can be undone; what the machine decided stays and `faleme explain` shows it.
    """
    with closing(_opened(store)) as opened:
        kept, gone = _both(keep, other, opened)
        if kept.whom == gone.whom:
            wrong(f"{keep} and {other} are one already.")
        if (reason := _different(kept, gone)) and not force:
            wrong(f"{kept.name} and {gone.name} are plainly different: {reason}. --force merges them all the same.")
        into = _with_id(kept)
        whom = [gone.whom] if into == kept.whom else [kept.whom, gone.whom]
        made = opened.judge("merge", into.actor_id or "", payload_of(whom, into), who=by or getpass.getuser(), why=why)
    typer.echo(f"{made.judgement_id}  {gone.name} is {kept.name}")


@app.command(cls=Command, short_help="Some words mean another actor.")
def split(
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="Id or name.")],
    name: Annotated[str, typer.Option("--name", metavar="WORDS", help="The words that mean another.")],
    why: WhyOption,
    to: Annotated[
        str | None, typer.Option("--to", metavar="ACTOR", help="Whom they mean; else somebody new of that name.")
    ] = None,
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """\b
    faleme actors split group:jnim --name "the Front" --to own:salt-road-front --why "context" --store news.db

    Decide that mentions in these words, resolved to ACTOR so far, mean another actor. Of somebody new no country or
    sector is known: add them to your own actors and name them with --to to say more.
    """
    with closing(_opened(store)) as opened:
        actors = _registry()
        seen = views.seen_in(opened, actors)
        whole = _one(actor, actors, seen)
        fresh = Whom(actor_id=digest("P", whole.actor_id or "", normalise(name)), name=name)
        into = fresh if to is None else _with_id(_one(to, actors, seen))
        payload = payload_of([whole.whom], into, wording=name)
        made = opened.judge("split", whole.actor_id or "", payload, who=by or getpass.getuser(), why=why)
    typer.echo(f'{made.judgement_id}  "{name}" of {whole.name} is {into.name} ({into.actor_id})')


@app.command(cls=Command, short_help="Take a decision back.")
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Its id, D…, or the beginning.")],
    why: WhyOption,
    store: StoreOption = None,
    by: ByOption = None,
) -> None:
    """\b
    faleme actors undo D5K2 --why "the statement was forged" --store news.db

    Take a decision back: whatever is read is as it was before. The decision and its undoing stay in the history.
    """
    with closing(_opened(store)) as opened:
        made = opened.judgements()
        found = [
            each for each in made if each.judgement_id.startswith(decision.upper()) and each.kind in ("merge", "split")
        ]
        if len(found) != 1:
            wrong(f"{decision}: {len(found)} decisions begin so. `faleme actors decisions` lists them.")
        if found[0].judgement_id in undone_by(made):
            wrong(f"{found[0].judgement_id} is undone already.")
        opened.judge("undo", found[0].judgement_id, "{}", who=by or getpass.getuser(), why=why)
    typer.echo(f"{found[0].judgement_id}  undone")


@app.command(cls=Command, short_help="What was decided, by whom and why.")
def decisions(store: StoreOption = None, json_: JsonOption = False) -> None:
    """\b
    faleme actors decisions --store news.db

    List all decisions on actors, oldest first, undone ones too.
    """
    with closing(_opened(store)) as opened:
        made = opened.judgements()
    undone = undone_by(made)
    for each in made:
        if each.kind not in ("merge", "split"):
            continue
        payload, after = json.loads(each.payload), undone.get(each.judgement_id)
        whom = [one.get("name") or one.get("actor_id") for one in payload["whom"]]
        view = {
            "decision": each.judgement_id,
            "kind": each.kind,
            "of": payload["wording"] or whom[-1],
            "into": payload["into"].get("name") or payload["into"].get("actor_id"),
            "who": each.who,
            "why": each.why,
            "at": each.at,
            "undone_by": None if after is None else {"who": after.who, "why": after.why, "at": after.at},
        }
        if json_:
            write_json(view)
        else:
            end = "" if after is None else f"  undone by {after.who}: {after.why}"
            typer.echo(f"{view['decision']}  {each.kind}  {view['of']} -> {view['into']}  {each.who}: {each.why}{end}")


def _registry(*, own: bool = True) -> Actors:
    from faleme.pipeline import load_registry  # noqa: PLC0415 - the help must not wait for the pipeline

    return load_registry(load_settings().actors if own else None)


def _opened(path: Path | None) -> JudgedStore:
    return open_judged(load_settings().store if path is None else path)


def _fits(
    kind: str,
    countries: Sequence[str | None],
    sectors: Sequence[str],
    wanted: str | None,
    country: str | None,
    sector: str | None,
) -> bool:
    return (
        wanted in (None, kind)
        and (country is None or country.upper() in countries)
        and (sector is None or sector.upper() in sectors)
    )


def _is_called(names: Sequence[str], text: str | None) -> bool:
    return text is None or any(normalise(text) in normalise(name) for name in names)


def _found(text: str, actors: Actors, seen: Sequence[views.Seen]) -> list[Whom]:
    """Whom an id or name means: an id wins, then full names, then longer forms of the name."""
    if (entry := actors.by_id(text)) is not None:
        return [views.whom_of(entry)]
    if by_id := [each.whom for each in seen if each.actor_id == text]:
        return by_id
    named: list[Actor] = list(actors.candidates(text)) or list(actors.alike(text)) or list(actors.surname(text))
    found = [views.whom_of(entry) for entry in named]
    found += [each.whom for each in seen if normalise(each.name) == normalise(text)]
    return [each for at, each in enumerate(found) if each not in found[:at]]


def _one(text: str, actors: Actors, seen: Sequence[views.Seen]) -> views.Seen:
    found = _found(text, actors, seen)
    if len(found) != 1:
        ids = ", ".join(str(_id(each, seen)) for each in found[:8])
        wrong(f"{len(found)} actors answer to {text}" + (f": {ids}. Give the id." if found else "."))
    whom = found[0]
    known = next((each for each in seen if each.whom == whom), None)
    if known is None:
        entry = actors.by_id(whom.actor_id or "")
        kind = "named" if entry is None else entry.kind
        return views.Seen(
            actor_id=whom.actor_id,
            name=whom.name or text,
            kind=kind,
            country=whom.country,
            sectors=whom.sectors,
            reports=(),
            whom=whom,
        )
    if known.actor_id is None:
        wrong(f"{text} is no name: words such as these mean many, and cannot be merged or split.")
    return known


def _both(keep: str, other: str, store: JudgedStore) -> tuple[views.Seen, views.Seen]:
    actors = _registry()
    seen = views.seen_in(store, actors)
    return _one(keep, actors, seen), _one(other, actors, seen)


def _with_id(seen: views.Seen) -> Whom:
    """Whom a decision leads to, under an id of its own where the registry has none."""
    if seen.whom.actor_id is not None:
        return seen.whom
    return Whom(
        actor_id=seen.actor_id, name=seen.name, country=seen.country, sectors=seen.sectors, office=seen.whom.office
    )


def _different(one: views.Seen, other: views.Seen) -> str | None:
    people = {"person", "named"}
    if (one.kind in people) != (other.kind in people) and "named" not in (one.kind, other.kind):
        return f"{one.kind} and {other.kind}"
    if one.country and other.country and one.country != other.country and "IMG" not in (one.country, other.country):
        return f"{one.country} and {other.country}"
    return None


def _id(whom: Whom, seen: Sequence[views.Seen]) -> str | None:
    return whom.actor_id or next((each.actor_id for each in seen if each.whom == whom), None)


def _line(whom: Whom, seen: Sequence[views.Seen]) -> views.View:
    known = next((each for each in seen if each.whom == whom), None)
    if known is not None:
        return views.seen_view(known)
    return {"actor_id": whom.actor_id, "name": whom.name, "country": whom.country, "sectors": list(whom.sectors)}


def _write(rows: Sequence[views.View], *, as_json: bool) -> None:
    for row in rows:
        if as_json:
            write_json(row)
        else:
            known = ", ".join(filter(None, (row.get("kind"), row["country"], *row["sectors"])))
            many = f"  {row['reports']} report{'s' * (row['reports'] != 1)}" if "reports" in row else ""
            typer.echo(f"{row['actor_id'] or '-'}  {row['name']} ({known}){many}")


def _text(view: views.View) -> str:
    lines = [f"{view['name']}  {view['actor_id'] or 'no id'}"]
    lines += [", ".join(filter(None, (view.get("kind"), view["country"], *view["sectors"])))]
    plain: dict[str, Any] = {key: view.get(key) for key in ("from", "to", "note", "source", "confidence")}
    lines += [f"  {key}: {value}" for key, value in plain.items() if value]
    if view.get("aliases"):
        lines.append("  also: " + "; ".join(view["aliases"]))
    for office in view.get("offices", ()):
        since = office["from"] or "?"
        term = f"{since} to {office['to']}" if office["to"] else f"since {since}, no end known"
        lines.append(f"  office: {office['title']}, {office['country']}, {term}")
    for tie in view.get("relations", ()):
        lines.append(f"  |- {tie['relation']} {tie['name']}{' ' + tie['date'] if tie['date'] else ''}")
    for each in view.get("memberships", ()):
        lines.append(f"  in {each['org']}: {each['status']} since {each['from'] or '?'}")
    if isinstance(view.get("reports"), list):
        lines += [f"  report {report}" for report in view["reports"]] or ["  no report"]
    return "\n".join(lines)
