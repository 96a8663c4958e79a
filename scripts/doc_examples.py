"""Runs the examples of the documentation and writes what they print.

A ``console`` block holds commands after "$ "; below each stands what it prints. "```console 12" shows at most twelve
lines of each output and then "...". Blocks of a page share a folder that holds ``examples/``, so that later commands
find what earlier ones wrote; "> FILE" at the end of a command catches its data. A ``python`` block runs in one
namespace a page.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from typer.testing import CliRunner

from faleme import cli

REPO = Path(__file__).parents[1]
WIDTH = "150"  # columns of the terminal that the examples think they write to
PAGES = sorted([REPO / "README.md", *(REPO / "docs").rglob("*.md")])

_READS_ALL = "faleme read examples/pages --store news.db"
_read_before: list[tuple[list[str], bytes]] = []  # of the command above, once in a process: its lines, its store

_BLOCK = re.compile(r"^( *)```(console|python)(?: (\d+))?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
# What may differ between two machines or versions: scores (8-bit arithmetic), the name of the training run, the run.
_VOLATILE = re.compile(r"\b\d+\.\d+\b|faleme-core-\S+|\bcoded by run N\w{13}\b")


def refreshed(text: str, folder: Path) -> str:
    """A page's text with every console output as it is now. Runs in ``folder``, an empty one; raises on a failure."""
    (folder / "examples").symlink_to(REPO / "examples")
    before, columns = Path.cwd(), os.environ.get("COLUMNS")
    os.chdir(folder)
    os.environ["COLUMNS"] = WIDTH
    namespace: dict[str, object] = {}

    def run(match: re.Match[str]) -> str:
        indent, language, limit, block = match.groups()
        if language == "python":
            exec(compile(re.sub(f"^{indent}", "", block, flags=re.MULTILINE), "example", "exec"), namespace)  # noqa: S102
            return match.group()
        lines = [line for command in _commands(block) for line in _session(command, int(limit) if limit else None)]
        head = f"{indent}```{language}{f' {limit}' if limit else ''}"
        return "\n".join([head, *(f"{indent}{line}".rstrip() for line in lines), f"{indent}```"])

    try:
        return _BLOCK.sub(run, text)
    finally:
        os.chdir(before)
        os.environ.pop("COLUMNS")
        if columns is not None:
            os.environ["COLUMNS"] = columns


def is_runnable(text: str) -> bool:
    """Has the page any example that runs?"""
    return _BLOCK.search(text) is not None


def commands_only(text: str) -> str:
    """The page without what its commands print."""

    def bare(match: re.Match[str]) -> str:
        indent, language, limit, block = match.groups()
        if language == "python":
            return match.group()
        head = f"{indent}```{language}{f' {limit}' if limit else ''}"
        return "\n".join([head, *(f"{indent}$ {command}" for command in _commands(block)), f"{indent}```"])

    return _BLOCK.sub(bare, text)


def outputs(text: str) -> list[str]:
    """The lines of the page's console blocks, without what may differ between two machines."""
    blocks = [block for _, language, _, block in _BLOCK.findall(text) if language == "console"]
    return [without_volatile(line.strip()) for block in blocks for line in block.splitlines()]


def without_volatile(text: str) -> str:
    """A text without scores, the core's name and the run's id."""
    return _VOLATILE.sub("#", text)


def _commands(block: str) -> Iterator[str]:
    for line in block.splitlines():
        if line.strip().startswith("$ "):
            yield line.strip().removeprefix("$ ")


def _session(command: str, limit: int | None) -> Iterator[str]:
    """The command line and what a terminal would show under it."""
    program, *arguments = shlex.split(command)
    if program != "faleme":
        raise SystemExit(f"not an example of faleme: {command}")
    shown = _all_read() if command == _READS_ALL else _ran(command, arguments)
    yield f"$ {command}"
    yield from shown[:limit]
    if limit is not None and len(shown) > limit:
        yield "..."


def _all_read() -> list[str]:
    """What `faleme read` says of all example pages. Many pages begin so: the first reads, the others get its store."""
    if not _read_before:
        _read_before.append((_ran(_READS_ALL, shlex.split(_READS_ALL)[1:]), Path("news.db").read_bytes()))
    shown, kept = _read_before[0]
    Path("news.db").write_bytes(kept)
    return shown


def _ran(command: str, arguments: list[str]) -> list[str]:
    """The lines that a command prints."""
    target = None
    if ">" in arguments:
        *arguments, _, target = arguments
    result = CliRunner().invoke(cli.app, arguments, catch_exceptions=False)
    if result.exit_code:
        raise SystemExit(f"{command} ended with {result.exit_code}: {result.output}")
    if target:
        Path(target).write_text(result.stdout, encoding="utf-8")
    return (result.stderr if target else result.output).rstrip("\n").splitlines()
