"""The command line as a user calls it."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from faleme.cli import app

WIDE = 160  # of a line where no terminal is: a process of a parallel run may have one that this has not


def run(*arguments: str, code: int = 0, stdin: str | bytes | None = None) -> Result:
    """What a command prints where no terminal is; an AssertionError with all of it where it ends with another code."""
    result = CliRunner(env={"COLUMNS": str(WIDE)}).invoke(app, list(arguments), input=stdin)
    assert result.exit_code == code, f"{result.exit_code}: {result.stdout}{result.stderr}{result.exception!r}"
    return result
