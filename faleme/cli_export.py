"""`faleme export`: the store in anybody's format, with what that format cannot say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from faleme.cli_base import StoreOption, opened_store, printable, wrong
from faleme.cli_progress import Doing
from faleme.exchange.form_names import FORMS
from faleme.settings import load_settings


def export(
    format_: Annotated[str, typer.Option("--format", metavar="FORM", help=f"One of {', '.join(FORMS)}.")] = "plover",
    unit: Annotated[
        str,
        typer.Option("--unit", metavar="UNIT", help="A row for each event, or for each report; `reports` has reports."),
    ] = "event",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write there and not to stdout; parquet needs it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that are there.")] = False,
    loss_report: Annotated[
        Path | None, typer.Option("--loss-report", metavar="FILE", help="What the format could not hold, as JSON.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """\b
    faleme export --format reports --store news.db > reports.jsonl
    faleme export --format statements-csv --out said.csv
    faleme export --format gdelt2 --out events.tsv --loss-report events.tsv.loss.json

    Write the store in a format of others or of our own. An event has its headline values; what a format
    cannot hold is told on stderr, counted by kind, and nothing is guessed to fill a column. A file is written whole or
    not at all. docs/formats/ says what each format loses. What people said is in `statements` and in
    `statements-csv`, and in no other. Reports carry the corrections that apply to them; `corrections`, undone ones and
    those on actors too, are read by `faleme corrections --restore`.
    """
    from faleme.exchange.export import PARQUET, export_file, export_parts, write_loss  # noqa: PLC0415 - the help must not wait for it
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    if format_ not in FORMS:
        wrong(f"--format is one of {', '.join(FORMS)}, not {format_!r}")
    if unit not in ("event", "report"):
        wrong(f"--unit is event or report, not {unit!r}")
    if format_ == PARQUET and out is None:
        wrong("parquet is no text for a terminal: name a file with --out.")
    for path in (out, loss_report):
        if path is not None and path.exists() and not force:
            wrong(f"{path} is there already; --force writes over it.")
    if out is not None and out == loss_report:
        wrong("--out and --loss-report are one file; name two.")
    codebook, _ = load_ontology(load_settings().lexicon)
    asked = cast(Literal["event", "report"], unit)
    with opened_store(store) as opened:
        if out is not None:
            with Doing() as doing:
                loss = export_file(
                    opened, format_, out, codebook, unit=asked, seen=lambda number: doing.at(f"{number} {unit}s")
                )
        else:
            parts, loss = export_parts(opened, format_, codebook, unit=asked)
            for part in parts:
                typer.echo(part, nl=False)
    for line in loss.as_lines():
        typer.echo(printable(line), err=True)
    if loss_report is not None:
        write_loss(loss, loss_report)
