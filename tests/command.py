"""The command line as a user calls it."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from faleme.cli import app


def run(*arguments: str, code: int = 0, stdin: str | bytes | None = None) -> Result:
    """What a command prints; an AssertionError with all of it where it ends with another code."""
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    assert result.exit_code == code, f"{result.exit_code}: {result.stdout}{result.stderr}{result.exception!r}"
    return result
