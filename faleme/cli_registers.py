"""`faleme registers`: agreements, memberships, commitments, offices and figures, each value with its evidence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faleme.cli_base import FAILED, JsonOption, LimitOption, StoreOption, opened_store, write_json, wrong
from faleme.reference.registers import REGISTERS, STATUS
from faleme.settings import load_settings
from faleme.store.base import Store

if TYPE_CHECKING:
    from faleme.link.register_rows import Row

_WIDE = 160  # columns of a table that goes to a file or another program


def registers(
    register: Annotated[str, typer.Argument(metavar="REGISTER", help=f"One of {', '.join(REGISTERS)}.")],
    party: Annotated[
        str | None, typer.Option("--party", metavar="WHO", help="Only of these: countries, ids or names, with commas.")
    ] = None,
    body: Annotated[
        str | None, typer.Option("--body", metavar="WHO", help="Of memberships: only in these bodies.")
    ] = None,
    status: Annotated[
        list[str], typer.Option("--status", metavar="STATUS", help="Only with this status; may be repeated.")
    ] = [],  # noqa: B006 - Typer copies it
    overdue: Annotated[bool, typer.Option("--overdue", help="Of commitments: only those that are overdue.")] = False,
    at: Annotated[
        str | None, typer.Option("--at", metavar="DAY", help="Status and overdue as of this day; else today.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only what pages published since then tell of.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="As --since, for the end.")] = None,
    store: StoreOption = None,
    limit: LimitOption = 200,
    csv: Annotated[bool, typer.Option("--csv", help="Write CSV.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write all rows there: CSV, or with --json JSON lines.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme registers commitments --overdue --party MLI --store news.db
    faleme registers memberships --body ECOWAS --at 2024-06-01 --store news.db

    List a register: what pages say together of one agreement, membership, commitment, office or figure. Values that
    contradict each other are marked * ; `faleme show G…` has each with its words. The registry's own offices and
    memberships stand beside what the press says. A commitment changes its status only where an event shows it for
    certain or a person judges so (`faleme correct G… --set status=kept`); without a due date it is never overdue.

    Rows that the table leaves out by --limit are told on stderr; --json, --csv and --out write all rows that fit.
    """
    from faleme.exchange.asking import date_of  # noqa: PLC0415 - the help must not wait for it

    if register not in REGISTERS:
        wrong(f"{register}: there is no such register. There are {', '.join(REGISTERS)}.")
    asked = register
    if unknown := [each for each in status if each not in STATUS[asked]]:
        known = ", ".join(STATUS[asked]) or "none"
        wrong(f"--status {unknown[0]}: {register} have no such status. There are {known}.")
    if body is not None and asked != "memberships":
        wrong("--body is asked of memberships.")
    if overdue and asked != "commitments":
        wrong("--overdue is asked of commitments.")
    if csv and json_:
        wrong("--csv and --json are two formats; ask for one.")
    if out is not None and out.exists() and not force:
        wrong(f"{out} is there already; --force writes over it.")
    day = None if at is None else _day(at)
    from faleme.exchange import register_views as views  # noqa: PLC0415 - the help must not wait for link
    from faleme.exchange.export import whole_file  # noqa: PLC0415 - as above
    from faleme.run.registers import RowFilter, rows_of  # noqa: PLC0415 - as above

    with opened_store(store) as opened:
        wanted = RowFilter(
            parties=_side(party, opened),
            bodies=_side(body, opened),
            status=tuple(status),
            overdue=overdue,
            since=date_of(since, "--since"),
            until=date_of(until, "--until"),
            at=day,
        )
        rows = rows_of(opened, asked, wanted, actors=_actors() if asked in ("memberships", "offices") else None)
        if out is not None:
            with whole_file(out) as part, part.open("w", encoding="utf-8", newline="") as stream:
                if json_:
                    stream.writelines(_json_lines(rows, opened, day))
                else:
                    flat = views.flat_rows(rows, opened, day)
                    stream.writelines(views.csv_parts(flat, asked))
            typer.echo(f"{len(rows)} rows written to {out}", err=True)
        elif json_:
            for row in rows:
                write_json(views.row_view(row, opened, day))
        elif csv:
            for line in views.csv_parts(views.flat_rows(rows, opened, day), asked):
                typer.echo(line, nl=False)
        elif rows:
            width = shutil.get_terminal_size((_WIDE, 24)).columns
            typer.echo(views.register_text(rows[:limit], asked, opened, day, width=width))
            if len(rows) > limit:
                typer.echo(f"{len(rows) - limit} more rows: --limit shows more, --out writes all", err=True)
        else:
            typer.echo(f"no such {register}", err=True)


def rows_named(id_: str, store: Store) -> list[Row]:
    """The rows whose id begins so."""
    from faleme.run.registers import row_of  # noqa: PLC0415 - loads link, which few commands need

    return row_of(store, id_.strip().upper(), actors=_actors())


def row_named(id_: str, store: Store) -> Row:
    """The one row whose id begins so; ends the command where none does, or several do."""
    found = rows_named(id_, store)
    if not found:
        wrong(f"no row of a register has an id that begins with {id_}. `faleme registers` lists them.", code=FAILED)
    if len(found) > 1:
        wrong(f"{id_} could be {', '.join(row.row_id for row in found[:5])}: give more of it.")
    return found[0]


def row_shown(row: Row, store: Store) -> tuple[dict[str, Any], str]:
    """A row as an object and as text."""
    from faleme.exchange.register_views import row_text, row_view  # noqa: PLC0415 - as above

    view = row_view(row, store)
    return view, row_text(view)


def _json_lines(rows: Sequence[Row], store: Store, day: date | None) -> list[str]:
    from faleme.exchange.register_views import row_view  # noqa: PLC0415 - as above

    return [json.dumps(row_view(row, store, day), ensure_ascii=False) + "\n" for row in rows]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong(f"--at {text}: write a day, such as 2024-03-05.")


def _side(text: str | None, store: Store) -> tuple[str, ...]:
    from faleme.exchange.actor_directory import Directory  # noqa: PLC0415 - the help must not wait for it
    from faleme.exchange.asking import side_of  # noqa: PLC0415 - the help must not wait for it
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    if text is None:
        return ()
    codebook, _ = load_ontology(load_settings().lexicon)
    found = side_of(text, codebook, lambda: Directory(_actors(), store))
    if not found:
        wrong("nobody is named: give countries such as MLI, ids or names.")
    return found


def _actors() -> Any:
    from faleme.pipeline import load_registry  # noqa: PLC0415 - the help must not wait for the pipeline

    return load_registry(load_settings().actors)
