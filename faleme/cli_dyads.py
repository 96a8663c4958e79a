"""`faleme dyads`: cooperation and conflict between two sides over time."""

from __future__ import annotations

import shutil
from typing import Annotated, cast, get_args

import typer

from faleme.cli_base import JsonOption, StoreOption, opened_store, write_json, wrong
from faleme.settings import load_settings
from faleme.store.dyads import By, dyad_series

_WIDE = 160  # columns of a table that goes to a file or another program


def dyads(
    first: Annotated[str, typer.Argument(metavar="WHO", help="Countries, ids or names, with commas between them.")],
    second: Annotated[str | None, typer.Argument(metavar="[WHOM]", help="The other side; else anybody.")] = None,
    store: StoreOption = None,
    by: Annotated[str, typer.Option("--by", metavar="UNIT", help="day, week, month or year.")] = "month",
    since: Annotated[str | None, typer.Option("--from", "--since", metavar="DATE", help="2024, 2024-03, …")] = None,
    until: Annotated[
        str | None, typer.Option("--to", "--until", metavar="DATE", help="As --from, for the end.")
    ] = None,
    events: Annotated[bool, typer.Option("--events", help="List the events behind each point.")] = False,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme dyads MLI SEN --by month --from 2025-01 --store news.db
    faleme dyads MLI,BFA,NER ECOWAS --events --store news.db

    Show what passed between two sides: events that happened, each once however many report it, with PLOVER's scores.
    "MLI > SEN" is what Mali did to Senegal, "MLI = SEN" what both did together, such as talks. An event without a date
    in its text stands at the day of its first publication (UNDATED says how many); one known less closely than --by
    asks, such as "in March" by day, stands in the last line of its kind.
    """
    from faleme.exchange.actor_directory import Directory  # noqa: PLC0415 - the help must not wait for it
    from faleme.exchange.asking import date_of, side_of  # noqa: PLC0415 - the help must not wait for it
    from faleme.exchange.dyad_views import point_view, series_text  # noqa: PLC0415 - the help must not wait for it
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    if by not in get_args(By):
        wrong(f"--by {by}: write {', '.join(get_args(By))}.")
    settings = load_settings()
    codebook, _ = load_ontology(settings.lexicon)
    with opened_store(store) as opened:

        def directory() -> Directory:
            from faleme.pipeline import load_registry  # noqa: PLC0415 - loads for half a second, and countries need none

            return Directory(load_registry(settings.actors), opened)

        sides = [None if text is None else side_of(text, codebook, directory) for text in (first, second)]
        one, other = sides
        if not one or other == ():
            wrong("nobody is named: give countries such as MLI, ids or names.")
        points = dyad_series(
            opened,
            one,
            other,
            by=cast("By", by),
            since=date_of(since, "--from"),
            until=date_of(until, "--to"),
            with_events=events or json_,
            codebook=codebook,
        )
    if json_:
        for point in points:
            write_json(point_view(point, one, other))
    elif points:
        width = shutil.get_terminal_size((_WIDE, 24)).columns
        typer.echo(series_text(points, one, other, events=events, width=width))
    else:
        typer.echo("no event that happened is known between them", err=True)
