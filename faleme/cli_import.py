"""`faleme import` and `faleme compare`: other data sets beside our record."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faleme.cli_base import JsonOption, LimitOption, StoreOption, opened_store, printable, write_json, wrong
from faleme.cli_progress import Doing
from faleme.settings import load_settings

if TYPE_CHECKING:
    from faleme.records import Rejection
    from faleme.store.base import Store

_REFUSED = 10  # refused rows that are named; all are counted
_WIDE = 160  # columns of a table that goes to a file or another program
_FORMATS = "acled, ucdp, gdelt1, gdelt2, polecat"
NameOption = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="What to call the data set; else as its source.")
]


def import_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...", help="Tables as their own sites hand them out, packed or not; - for stdin."
        ),
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="FORM", help=f"{_FORMATS}; else it is told from the file.")
    ] = None,
    name: NameOption = None,
    deleted: Annotated[bool, typer.Option("--deleted", help="The file lists ids that the source has deleted.")] = False,
    relink: Annotated[bool, typer.Option("--relink", help="Find anew which events here the rows tell.")] = False,
    whole: Annotated[
        bool, typer.Option("--all", help="With --relink: weigh every row, not only what changed.")
    ] = False,
    remove: Annotated[
        str | None, typer.Option("--remove", metavar="NAME", help="Delete a data set with all its rows.")
    ] = None,
    store: StoreOption = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme import acled-2024.csv --store news.db
    faleme import 20240305.export.CSV.zip --name gdelt-march --store news.db
    faleme import --relink --store news.db

    Bring in rows of ACLED, UCDP GED, GDELT 1.0 and 2.0 events, or POLECAT as external reports: beside our record and
    never part of it. They are no origins and change no event; each is linked to the event here that it tells, if one
    alone fits, with score and reasons. `faleme compare` holds the two against each other.

    The same file again changes nothing; a newer revision of a row supersedes it. A row that cannot be read is refused
    with its line and column, and the next one is read. Each batch of a thousand rows is committed by itself: stop with
    Ctrl-C when you like and run the same command again. Without a file, what was imported is listed.

    Bring your own files: no data set comes with faleme, and their terms bind whoever uses them.
    """
    if deleted and (relink or not files):
        wrong("--deleted needs a file that lists ids, and nothing else.")
    if whole and not relink:
        wrong("--all is for --relink.")
    if remove is not None and (files or relink):
        wrong("--remove stands alone.")
    with opened_store(store, create=bool(files) and not deleted) as opened:
        if remove is not None:
            rows = opened.external.remove(remove)
            opened.overwrite_deleted()
            _say({"data_set": remove, "removed": rows}, f"{remove}: {rows} rows deleted", json_=json_)
        elif deleted:
            _take_back(files or [], opened, format_, name, json_=json_)
        else:
            for path in files or []:
                _bring(path, opened, format_, name, json_=json_)
            if relink:
                _relink(opened, name, whole=whole, json_=json_)
            if not files and not relink:
                _list(opened, json_=json_)


def compare(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the data set, as `faleme import` called it.")],
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="2024, 2024-03 or 2024-03-05.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="As --since, for the end.")] = None,
    country: Annotated[list[str], typer.Option("--country", metavar="ISO3", help="Only there; may be repeated.")] = [],  # noqa: B006 - Typer copies it
    type_: Annotated[
        list[str], typer.Option("--type", metavar="TYPE", help="Only what may be this event type; may be repeated.")
    ] = [],  # noqa: B006
    only: Annotated[
        list[str],
        typer.Option("--only", metavar="KIND", help="List only: both, ambiguous, theirs, ours; may be repeated."),
    ] = [],  # noqa: B006
    limit: LimitOption = 20,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write all of it there, as JSON lines.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    store: StoreOption = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme compare acled --country MLI --since 2024-03 --store news.db

    Show what an imported data set has that we have too, what it has and we lack, what we have and it lacks, and how far
    the two agree on type, date, place and dead. Ours are compared only where it could have them: of countries, days and
    event types that it covers. A row that several events here fit is ambiguous, and counted as neither.

    Each kind is listed up to --limit; --json and --out give all, an object a line, the summary last.
    `faleme show X…` opens a row, `faleme show E…` an event.
    """
    from faleme.exchange.asking import filter_of  # noqa: PLC0415 - the help must not wait for it
    from faleme.exchange.external import comparing  # noqa: PLC0415 - the help must not wait for linking
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    if strange := [each for each in only if each not in comparing.KINDS]:
        wrong(f"--only {strange[0]}: write {', '.join(comparing.KINDS)}.")
    if out is not None and out.exists() and not force:
        wrong(f"{out} is there already; --force writes over it.")
    codebook, _ = load_ontology(load_settings().lexicon)
    wanted = filter_of(codebook=codebook, types=type_, countries=country, since=since, until=until)
    kinds = only or list(comparing.KINDS)
    with opened_store(store) as opened:
        rows, summary = comparing.compare(opened, name, wanted)
        views = (comparing.compared_view(one, opened) for one in rows if one.kind in kinds)
        if out is not None:
            from faleme.exchange.export import whole_file  # noqa: PLC0415 - loads all forms

            with whole_file(out) as part, part.open("w", encoding="utf-8") as stream:
                for view in views:
                    stream.write(json.dumps(view, ensure_ascii=False) + "\n")
                stream.write(json.dumps(summary.as_json(), ensure_ascii=False) + "\n")
        elif json_:
            for view in views:
                write_json(view)
            write_json(summary.as_json())
        else:
            from faleme.exchange.external.tables import comparison_text  # noqa: PLC0415 - as above

            shown: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
            for view in views:
                if len(shown[view["kind"]]) < limit:
                    shown[view["kind"]].append(view)
            width = shutil.get_terminal_size((_WIDE, 24)).columns
            typer.echo("\n".join(map(printable, summary.as_lines())))
            for kind in kinds:
                if shown[kind]:
                    typer.echo(comparison_text(kind, shown[kind], name, summary.counts[kind], width=width))
        if out is not None:
            typer.echo("\n".join(map(printable, summary.as_lines())), err=True)


def _bring(path: Path, store: Store, format_: str | None, name: str | None, *, json_: bool) -> None:
    from faleme.exchange.external.importing import import_file  # noqa: PLC0415 - the help must not wait for linking
    from faleme.pipeline import load_registry  # noqa: PLC0415 - loads for half a second
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    settings = load_settings()
    codebook, _ = load_ontology(settings.lexicon)
    refused: list[Rejection] = []

    def refusal(one: Rejection) -> None:
        if len(refused) < _REFUSED:
            refused.append(one)

    with Doing() as doing:
        done = import_file(
            path,
            store,
            actors=load_registry(settings.actors),
            codebook=codebook,
            asked=format_,
            name=name,
            seen=lambda so_far: doing.at(f"{so_far.rows} rows, {so_far.linked} linked"),
            on_refused=refusal,
        )
    for one in refused:
        typer.echo(printable(f"{one.subject}: refused, {one.reason.value} ({one.detail})"), err=True)
    if (more := done.rejected.total() - len(refused)) > 0:
        typer.echo(f"… and {more} more refused", err=True)
    if json_:
        write_json(done.as_json())
    for line in done.as_lines():
        typer.echo(printable(line), err=True)


def _take_back(files: list[Path], store: Store, format_: str | None, name: str | None, *, json_: bool) -> None:
    from faleme.exchange.external.importing import take_back  # noqa: PLC0415 - as above

    for path in files:
        of, ids, rows = take_back(path, store, name=name, asked=format_)
        told = {"data_set": of, "ids": ids, "deleted": rows}
        _say(told, f"{of}: {rows} of {ids} rows were here, and are deleted", json_=json_)


def _relink(store: Store, name: str | None, *, whole: bool, json_: bool) -> None:
    from faleme.exchange.external.importing import relink  # noqa: PLC0415 - as above
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    codebook, _ = load_ontology(load_settings().lexicon)
    for one in [name] if name is not None else [each.name for each in store.external.data_sets()]:
        with Doing() as doing:
            weighed, linked, ambiguous = relink(
                store, one, codebook, whole=whole, seen=lambda rows: doing.at(f"{rows} rows")
            )
        told = {"data_set": one, "weighed": weighed, "linked": linked, "ambiguous": ambiguous}
        _say(told, f"{one}: {weighed} rows weighed anew, {linked} linked, {ambiguous} ambiguous", json_=json_)


def _list(store: Store, *, json_: bool) -> None:
    sets = store.external.data_sets()
    for one in sets:
        told = {
            "data_set": one.name,
            "source": one.source,
            "imported_at": one.imported_at,
            "rows": one.reports,
            "linked": one.linked,
            "ambiguous": one.ambiguous,
            "events_changed_since": one.behind,
        }
        behind = f"; {one.behind} events changed since (--relink)" if one.behind else ""
        counts = f"{one.reports} rows, {one.linked} linked, {one.ambiguous} ambiguous{behind}"
        if json_:
            write_json(told)
        else:
            typer.echo(printable(f"{one.name}  {one.source}  {one.imported_at}  {counts}"))
    if not sets:
        typer.echo("nothing was imported yet: faleme import FILE", err=True)


def _say(told: dict[str, Any], line: str, *, json_: bool) -> None:
    if json_:
        write_json(told)
    typer.echo(printable(line), err=True)
