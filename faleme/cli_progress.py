"""What a long command is doing: a bar that moves on a terminal, and plain lines everywhere else."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

import typer

from faleme.cli_base import printable

if TYPE_CHECKING:
    from rich.progress import Progress


class Doing:
    """The state of a command on stderr, as a context manager. Where nobody watches, only ``say`` writes."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

            columns = (BarColumn(20), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
            console = Console(stderr=True, highlight=False)
            self._bar = Progress(*columns, console=console, transient=True, redirect_stdout=False)
            self._bar.add_task("", total=None)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def at(self, what: str, *, done: int = 0, total: int | None = None) -> None:
        """Move the bar. total: None where nobody knows how much is to come; what: cut at the width of the terminal."""
        if self._bar is not None:
            line = printable(what)[: max(self._bar.console.width - 32, 10)]
            self._bar.update(self._bar.task_ids[0], description=line, completed=done, total=total)

    def say(self, line: str) -> None:
        """A line that stays."""
        if self._bar is None:
            typer.echo(line, err=True)
        else:
            self._bar.console.print(printable(line), markup=False, soft_wrap=True)
