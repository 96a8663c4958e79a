"""`faleme actors`: who is known, what a desk adds, and what it decides on who is who."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from faleme.cli_base import Command, JsonOption, LimitOption, StoreOption, opened_store, write_json, wrong
from faleme.dates import PartialDate
from faleme.errors import SettingsError
from faleme.reference.codebook import load_codebook
from faleme.settings import load_settings
from faleme.store.base import Store

if TYPE_CHECKING:
    from faleme.exchange.actor_directory import Directory, Seen
    from faleme.reference.actors import Actors

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
    offset: Annotated[int, typer.Option("--offset", min=0, help="Leave out so many from the top.")] = 0,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme actors list --country MLI --kind armed_group
    faleme actors list --store news.db --limit 20 --offset 40

    List actors of the registry, your own among them; with --store those that its reports name, most reports first:
    named people whom the registry lacks (P…) and actors known by words only are there too (kinds named and unknown).
    People of one name and country stand together and count as one for --limit.
    """
    from faleme.exchange.actor_directory import Asked  # noqa: PLC0415 - the help must not wait for it

    asked = Asked(kind=kind, country=country, sector=sector, name=name)
    with _directory(store, reading=store is not None) as directory:
        found, more = directory.page(asked, limit=limit, offset=offset)
    _write(found, as_json=json_, counted=store is not None)
    if not found:
        typer.echo("no such actors", err=True)
    elif more:
        typer.echo(f"there are more; --offset {offset + limit} shows the next", err=True)


@app.command(cls=Command, short_help="All that is known of an actor.")
def show(
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="An id or a name.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="As on this day; else all of it.")] = None,
    store: StoreOption = None,
    limit: LimitOption = 20,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme actors show group:jnim --on 2019-06
    faleme actors show "Moussa Keita" --store news.db

    Show names, kind, sectors, offices by date, what an actor comes from, belongs to and became, and with --store its
    reports, latest first, and what its pages tell of its offices and memberships (`faleme show G…` has their words).
    Where several bear the name, all are listed and none is chosen.
    """
    from faleme.exchange import actor_views as views  # noqa: PLC0415 - the help must not wait for it

    try:
        date = None if on is None else PartialDate.parse(on)
    except ValueError as error:
        wrong(f"--on {on}: {error}. Write 2024, 2024-03 or 2024-03-05.")
    with _directory(store, reading=store is not None) as directory:
        found = directory.find(actor)
        if len(found) != 1:
            _write(found, as_json=json_, counted=store is not None)
            wrong(f"{len(found)} actors answer to {actor}: give the id." if found else f"nobody answers to {actor}.")
        one = found[0]
        view = views.seen_view(one, counted=False)
        if (entry := directory.actors.by_id(one.actor_id or "")) is not None:
            own = _registry(own=False).by_id(entry.actor_id) != entry
            view |= views.actor_detail(entry, directory.actors, date=date, own=own)
        if store is not None:
            view |= {"report_count": one.reports, "reports": directory.reports(one, limit=limit)}
            view |= {"registers": _told(one, directory, date)}
    if json_:
        write_json(view)
    else:
        typer.echo(views.actor_text(view))


def _told(one: Seen, directory: Directory, date: PartialDate | None) -> list[dict[str, object]]:
    """Rows of the registers on an actor's offices and memberships, as pages tell of them."""
    from faleme.run.registers import RowFilter, rows_of  # noqa: PLC0415 - the help must not wait for link

    if directory.store is None:
        return []
    return [
        {
            "row_id": row.row_id,
            "register": row.register,
            "what": row.what,
            "status": row.status_at(date),
            "from": row.value("from"),
            "to": row.value("to"),
        }
        for register in ("offices", "memberships")
        for row in rows_of(directory.store, register, RowFilter(parties=(one.key,)), actors=directory.actors)
    ]


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
    from faleme.desk import actor_decisions as decide  # noqa: PLC0415 - the help must not wait

    with _directory(store) as directory, _refused():
        kept, gone = decide.one_of(keep, directory), decide.one_of(other, directory)
        made = decide.merge(keep, other, directory, codebook=load_codebook(), who=_by(by), why=why, force=force)
    _tell_moved(made.moved)
    typer.echo(f"{made.judgement.judgement_id}  {gone.name} is {kept.name}")


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
    from faleme.desk import actor_decisions as decide  # noqa: PLC0415 - the help must not wait

    with _directory(store) as directory, _refused():
        whole = decide.one_of(actor, directory)
        made = decide.split(actor, name, directory, codebook=load_codebook(), who=_by(by), why=why, to=to)
    _tell_moved(made.moved)
    into = json.loads(made.judgement.payload)["into"]
    typer.echo(f'{made.judgement.judgement_id}  "{name}" of {whole.name} is {into["name"]} ({into["actor_id"]})')


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
    from faleme.desk import actor_decisions as decide  # noqa: PLC0415 - the help must not wait

    with _directory(store) as directory, _refused():
        made = decide.undo(decision, directory, codebook=load_codebook(), who=_by(by), why=why)
    _tell_moved(made.moved)
    typer.echo(f"{made.judgement.subject}  undone")


@app.command(cls=Command, short_help="What was decided, by whom and why.")
def decisions(store: StoreOption = None, json_: JsonOption = False) -> None:
    """\b
    faleme actors decisions --store news.db

    List all decisions on actors, oldest first, undone ones too.
    """
    from faleme.desk import actor_decisions as decide  # noqa: PLC0415 - the help must not wait

    with _directory(store) as directory:
        made = decide.decisions(_store_of(directory))
    for each in made:
        after = each.undone
        if json_:
            write_json(
                {
                    "decision": each.decision_id,
                    "kind": each.kind,
                    "of": each.of,
                    "into": each.into,
                    "who": each.who,
                    "why": each.why,
                    "at": each.at,
                    "undone_by": None if after is None else {"who": after.who, "why": after.why, "at": after.at},
                }
            )
        else:
            end = "" if after is None else f"  undone by {after.who}: {after.why}"
            typer.echo(f"{each.decision_id}  {each.kind}  {each.of} -> {each.into}  {each.who}: {each.why}{end}")


def _registry(*, own: bool = True) -> Actors:
    from faleme.pipeline import load_registry  # noqa: PLC0415 - the help must not wait for the pipeline

    return load_registry(load_settings().actors if own else None)


@contextmanager
def _directory(named: str | None, *, reading: bool = True) -> Iterator[Directory]:
    """The registry with a store, that of the settings where none is named; reading: False for the registry alone."""
    from faleme.exchange.actor_directory import Directory  # noqa: PLC0415 - the help must not wait for it

    if not reading:
        yield Directory(_registry())
        return
    with opened_store(named) as store:
        yield Directory(_registry(), store)


def _store_of(directory: Directory) -> Store:
    assert directory.store is not None  # of `_directory` for a reader
    return directory.store


@contextmanager
def _refused() -> Iterator[None]:
    """Ends the command with the words of a decision that cannot be."""
    try:
        yield
    except SettingsError as error:
        wrong(f"{error}")


def _by(named: str | None) -> str:
    return named or getpass.getuser()


def _tell_moved(moved: int) -> None:
    if moved:
        typer.echo(f"by decisions {moved} report{'s stand' if moved > 1 else ' stands'} in another event", err=True)


def _write(found: Sequence[Seen], *, as_json: bool, counted: bool) -> None:
    from faleme.exchange import actor_views as views  # noqa: PLC0415 - the help must not wait for it

    for seen in found:
        if as_json:
            write_json(views.seen_view(seen, counted=counted))
        else:
            known = ", ".join(filter(None, (seen.kind, seen.country, *seen.sectors)))
            many = f"  {seen.reports} report{'s' * (seen.reports != 1)}" if counted else ""
            typer.echo(f"{seen.actor_id or '-'}  {seen.name} ({known}){many}")
