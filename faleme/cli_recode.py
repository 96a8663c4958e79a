"""Coding anew and what it changed: `faleme recode`, `faleme runs` and `faleme diff`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faleme.cli_base import (
    FAILED,
    STOPPED,
    Command,
    JsonOption,
    LimitOption,
    StoreOption,
    kit_of,
    opened_store,
    printable,
    write_json,
    wrong,
)
from faleme.cli_progress import Doing
from faleme.settings import load_settings
from faleme.store.base import Filter, Store
from faleme.store.judged import open_judged
from faleme.store.opening import Address, address_of
from faleme.store.runs import Run

if TYPE_CHECKING:
    from faleme.pipeline import Kit
    from faleme.records import Rejection
    from faleme.run.difference import Difference
    from faleme.run.recode import Recoded

_REFUSED = 10  # refused articles that are named; all are counted

RunArgument = Annotated[str, typer.Argument(metavar="RUN", help="Its id (N…), the beginning of it, or its name.")]
TypeOption = Annotated[
    list[str], typer.Option("--type", metavar="TYPE", help="Only reports of this type on either side; may be repeated.")
]
CountryOption = Annotated[
    list[str],
    typer.Option(
        "--country", metavar="ISO3", help="Only those with an actor, speaker or place of it; may be repeated."
    ),
]

app = typer.Typer()


def recode(
    store: StoreOption = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only articles published then or later.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only those published by then.")] = None,
    article: Annotated[
        list[str], typer.Option("--article", metavar="ARTICLE", help="Only this one (A…); may be repeated.")
    ] = [],  # noqa: B006 - Typer copies it
    name: Annotated[str | None, typer.Option("--name", metavar="LABEL", help="A name for the run.")] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Write nothing; say what would differ. Ends with 1 where anything would."),
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes that code.")] = 1,
    limit: LimitOption = 20,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme recode --since 2024 --name "lexicon of May" --store news.db

    Code stored articles anew with the program, core and data of now, from the pages as they came. What comes out
    otherwise is written beside what was there: that is superseded and stays readable, `faleme runs` counts it and
    `faleme diff` says what changed. What comes out as it was is not stored twice. Events keep their ids, corrections
    stay with their words.

    Without --since, --until and --article all articles are meant; those that this very set-up coded are left alone.
    Each article is committed by itself: stop with Ctrl-C when you like and run the same command again.
    """
    from faleme.exchange.asking import date_of  # noqa: PLC0415 - the help must not wait for it
    from faleme.run.recode import chosen, rehearse  # noqa: PLC0415 - the help must not wait for the pipeline

    settings = load_settings()
    with opened_store(store) as opened:
        days = date_of(since, "--since"), date_of(until, "--until")
        meant = chosen(opened, since=days[0], until=days[1], named=[each.strip().upper() for each in article])
        kit = kit_of(settings)
        load = functools.partial(kit_of, settings)
        if dry_run:
            with Doing() as doing:
                told = _looked_at(doing, len(meant))
                found = rehearse(meant, opened, kit, jobs=jobs, load=load, limit=limit, on_progress=told)
            _say(found, "the store", "now", json_=json_)
            return
        _check_name(name, kit, opened)
        counts, run = _recode(meant, opened, kit, jobs, load, name)
    if json_:
        write_json(
            {
                "run": None if run is None else run.run_id,
                "name": None if run is None else run.label,
                "articles": counts.articles,
                "before": counts.before,
                "alike": counts.alike,
                "changed": counts.changed,
                "moved": counts.moved,
                "refused": {reason.value: number for reason, number in sorted(counts.refused.items())},
            }
        )


@app.callback(invoke_without_command=True, short_help="Which set-ups of the program coded what.")
def runs(context: typer.Context, store: StoreOption = None, json_: JsonOption = False) -> None:
    """\b
    faleme runs --store news.db
    faleme runs name N7K2 "before the new lexicon" --store news.db
    faleme runs drop N7K2 --store news.db

    Which set-ups of the program coded what: all articles that one version, core, code book, lexicon, registry of
    actors and gazetteer coded are one run, however often it ran. current: articles that no later run coded otherwise
    or found to be as they were.
    """
    if context.invoked_subcommand is not None:
        return
    with opened_store(store) as opened:
        found = opened.runs.all()
        for run in found:
            coded = opened.runs.counted(run.run_id)
            view = {**run_view(run), "articles": coded.articles, "current": coded.current, "reports": coded.reports}
            if json_:
                write_json(view)
            else:
                typer.echo(printable(_run_line(view)))
    if not found:
        typer.echo("no run is known yet: `faleme read` and `faleme run` make one", err=True)


@app.command(cls=Command, short_help="Give a run a name.")
def name(
    run: RunArgument,
    label: Annotated[str, typer.Argument(metavar="NAME", help="What it is called from now on.")],
    store: StoreOption = None,
) -> None:
    """\b
    faleme runs name N7K2 "before the new lexicon" --store news.db

    Give a run a name, by which `faleme diff` knows it.
    """
    with opened_store(store) as opened:
        found = opened.runs.named(run)
        opened.runs.name(found.run_id, label)
        typer.echo(printable(f"{found.run_id} is called {label}"), err=True)


@app.command(cls=Command, short_help="Delete the superseded codings of a run.")
def drop(
    run: RunArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    store: StoreOption = None,
) -> None:
    """\b
    faleme runs drop N7K2 --store news.db

    Delete the superseded codings that this run alone made, and the run. What the store holds now is never deleted: a
    run that some articles still stand by is refused.
    """
    with opened_store(store) as opened:
        found = opened.runs.named(run)
        coded = opened.runs.counted(found.run_id)
        if not yes:
            typer.echo(printable(f"{found.run_id}  {found.label or ''}  {coded.articles} articles"), err=True)
            typer.confirm("Delete its superseded codings for good?", abort=True, err=True)
        dropped = opened.runs.drop(found.run_id)
    kept = f"; {dropped.kept} stay, since their pages were altered after them" if dropped.kept else ""
    typer.echo(f"{dropped.versions} superseded codings are deleted{kept}", err=True)


def diff(
    before: Annotated[str, typer.Argument(metavar="RUN|STORE", help="A run (N…, or its name), or a store.")],
    after: Annotated[str, typer.Argument(metavar="RUN|STORE", help="Another run, or another store.")],
    store: StoreOption = None,
    type_: TypeOption = [],  # noqa: B006 - Typer copies it
    country: CountryOption = [],  # noqa: B006
    limit: LimitOption = 20,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme diff earlier "lexicon of May" --store news.db
    faleme diff old.db new.db --type ASSAULT

    What the second says otherwise than the first, of two runs in a store or of two stores: reports added, gone and
    changed field by field, and events merged, split, gained, lost and renamed. Only articles that both coded are held
    against each other, reports by the words that set them, as the machine has them: corrections are left out.

    Counts first, then --limit examples of each kind with their sentence. Ends with 0 where nothing differs, with 1
    where anything does.
    """
    from faleme.exchange.asking import filter_of  # noqa: PLC0415 - the help must not wait for it
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it
    from faleme.run.diff import diff_runs, diff_stores  # noqa: PLC0415 - the help must not wait for linking

    codebook, _ = load_ontology(load_settings().lexicon)
    wanted: Filter = filter_of(codebook=codebook, types=type_, countries=country)
    one, other = _store_at(before), _store_at(after)
    with ExitStack() as closed:
        if one is not None and other is not None:
            opened = [closed.enter_context(closing(open_judged(each))) for each in (one, other)]
            found = diff_stores(opened[0], opened[1], wanted=wanted, limit=limit)
        elif one is not None or other is not None:
            wrong("a run and a store cannot be held against each other: name two runs of --store, or two stores.")
        else:
            there = closed.enter_context(opened_store(store))
            ours, theirs = there.runs.named(before), there.runs.named(after)
            found = diff_runs(there, ours.run_id, theirs.run_id, wanted=wanted, limit=limit)
            before, after = ours.label or ours.run_id, theirs.label or theirs.run_id
    _say(found, before, after, json_=json_)


def run_view(run: Run) -> dict[str, Any]:
    """A run, as JSON has it."""
    return {
        "run": run.run_id,
        "name": run.label,
        "made_by": dict(run.made_by),
        "started_at": run.started_at,
        "last_at": run.last_at,
    }


def _run_line(view: dict[str, Any]) -> str:
    made = ", ".join(f"{name} {value}" for name, value in view["made_by"].items()) or "set-up not known"
    counts = f"{view['articles']} articles ({view['current']} current), {view['reports']} reports"
    return (
        f"{view['run']}  {view['name'] or '-'}  {view['started_at'][:16]} to {view['last_at'][:16]}  {counts}  {made}"
    )


def _store_at(named: str) -> Address | None:
    """The store that an argument names, None where it is no address and no file."""
    address = address_of(named)
    return address if not isinstance(address, Path) or address.is_file() else None


def _check_name(label: str | None, kit: Kit, store: Store) -> None:
    from faleme.run.setup import setup_of  # noqa: PLC0415 - as above

    for run in store.runs.all() if label else ():
        if run.label == label and dict(run.made_by) != dict(setup_of(kit)):
            wrong(f"--name: run {run.run_id} is called {label!r} already; choose another name.")


def _recode(
    meant: list[Any], store: Store, kit: Kit, jobs: int, load: Callable[[], Kit], label: str | None
) -> tuple[Recoded, Run | None]:
    from faleme.run.recode import Recoded, recode  # noqa: PLC0415 - as above
    from faleme.run.setup import setup_of  # noqa: PLC0415 - as above

    last, refused = Recoded(articles=len(meant)), list[Any]()
    with Doing() as doing:

        def progress(key: str, counts: Recoded) -> None:
            nonlocal last
            last = counts
            doing.at(f"{counts.changed} of {counts.done} otherwise  {key}", done=counts.done, total=len(meant))

        try:
            counts = recode(meant, store, kit, jobs=jobs, load=load, on_progress=progress, on_refused=refused.append)
        except KeyboardInterrupt:
            doing.say(f"{last.done} of {len(meant)} articles are done; run the same command to go on")
            raise typer.Exit(STOPPED) from None
    made_by = dict(setup_of(kit))
    run = next((each for each in store.runs.all() if dict(each.made_by) == made_by), None)
    if run is not None and label:
        store.runs.name(run.run_id, label)
        run = store.runs.named(label)
    _say_recoded(counts, run)
    _say_refused(refused)
    return counts, run


def _say_recoded(counts: Recoded, run: Run | None) -> None:
    called = "no run" if run is None else f"run {run.run_id}{f' ({run.label})' if run.label else ''}"
    said = [f"{counts.changed} coded otherwise", f"{counts.alike} as they were"]
    said += [f"{counts.before} coded by it before"] if counts.before else []
    said += [f"{sum(counts.refused.values())} refused"] if counts.refused else []
    said += [f"{counts.moved} reports moved to another event"] if counts.moved else []
    typer.echo(printable(f"{called}: {counts.articles} articles, {', '.join(said)}"), err=True)


def _say_refused(refused: list[Rejection]) -> None:
    for one in refused[:_REFUSED]:
        detail = f" ({one.detail})" if one.detail else ""
        typer.echo(printable(f"{one.subject}: refused by now, {one.reason.value}{detail}; its codings stay"), err=True)
    if len(refused) > _REFUSED:
        typer.echo(f"… and {len(refused) - _REFUSED} more refused", err=True)


def _looked_at(doing: Doing, total: int) -> Callable[[str], None]:
    done = 0

    def progress(key: str) -> None:
        nonlocal done
        done += 1
        doing.at(f"{done} of {total}  {key}", done=done, total=total)

    return progress


def _say(found: Difference, before: str, after: str, *, json_: bool) -> None:
    """The difference, and 1 where there is one."""
    from faleme.run.difference_views import difference_text, difference_views  # noqa: PLC0415 - as above

    if json_:
        for view in difference_views(found):
            write_json(view)
    else:
        typer.echo(difference_text(found, before, after))
    if found:
        raise typer.Exit(FAILED)
