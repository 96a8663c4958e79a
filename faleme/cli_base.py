"""What the commands share: exit codes, options, help that opens with an example."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

FAILED, ASKED_WRONGLY, STORE, NETWORK, STOPPED = 1, 2, 3, 4, 130


class Command(TyperCommand):
    """Help text, which begins with an example, stands before the usage line."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        self.format_help_text(ctx, formatter)
        formatter.write("\n")
        self.format_usage(ctx, formatter)
        self.format_options(ctx, formatter)


StoreOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="FILE", help="The store; else FALEME_STORE, faleme.toml, or faleme.db here."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="No more than so many.")]


def write_json(value: dict[str, Any]) -> None:
    """One object on a line of stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def wrong(message: str, *, code: int = ASKED_WRONGLY) -> NoReturn:
    """End the command with words on stderr."""
    typer.echo(f"faleme: {message}", err=True)
    raise typer.Exit(code)
