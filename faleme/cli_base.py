"""What the commands share: exit codes, options, help that opens with an example."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from faleme.run.lines import open_store
from faleme.settings import Settings, load_settings
from faleme.store.base import Store
from faleme.store.opening import Address, address_of

if TYPE_CHECKING:
    from faleme.pipeline import Kit

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
    str | None,
    typer.Option(
        "--store",
        metavar="STORE",
        help="The store: a file or postgresql://user@host/name; else FALEME_STORE, faleme.toml, or faleme.db here.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="No more than so many.")]


def store_address(named: str | None) -> Address:
    """Where the store is that an option names, else the settings'."""
    return load_settings().store if named is None else address_of(named)


@contextmanager
def opened_store(named: str | None, *, create: bool = False) -> Iterator[Store]:
    """A store as people judged it, the settings' where none is named; create: one is made where there is none."""
    store = open_store(store_address(named), create=create)
    try:
        yield store
    finally:
        store.close()


def kit_of(settings: Settings) -> Kit:
    """The kit that the settings ask for."""
    from faleme.pipeline import load_kit  # noqa: PLC0415 - it takes a second to load, and most commands need no kit

    return load_kit(
        threads=settings.engine_threads,
        precision=settings.engine_precision,
        model=settings.engine_model,
        own_actors=settings.actors,
        own_lexicon=settings.lexicon,
    )


def write_json(value: dict[str, Any]) -> None:
    """One object on a line of stdout."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def printable(text: str) -> str:
    """Strangers' words on one line, without what would move the cursor or colour a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def wrong(message: str, *, code: int = ASKED_WRONGLY) -> NoReturn:
    """End the command with words on stderr."""
    typer.echo(f"faleme: {message}", err=True)
    raise typer.Exit(code)
