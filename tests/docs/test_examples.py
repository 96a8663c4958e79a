"""Examples in the documentation run as they stand.

A ``console`` block holds commands after "$ " and what each prints to stdout; a line "..." stands for any lines,
and "..." inside a line for any words. Blocks of a page share a folder that holds ``examples/``, so that later
commands find what earlier ones wrote. A ``python`` block runs in one namespace a page.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.conftest import REPO

PAGES = sorted([REPO / "README.md", *(REPO / "docs").rglob("*.md")])
BLOCK = re.compile(r"^( *)```(console|python)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[tuple[str, str]]:
    """Language and text of the page's runnable blocks, in order."""
    found = []
    for indent, language, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        found.append((language, re.sub(f"^{indent}", "", text, flags=re.MULTILINE)))
    return found


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Commands of a console block, each with what it is to print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def pattern(output: str) -> re.Pattern[str]:
    """A pattern for an output with ellipses; blanks at line ends do not count."""
    lines = [line.rstrip() for line in output.rstrip("\n").split("\n")]
    parts = ["(?:.*\n)*" if line == "..." else re.escape(line).replace(re.escape("..."), ".*") + "\n" for line in lines]
    return re.compile("".join(parts))


RUNNABLE = [page for page in PAGES if blocks(page)]


@pytest.mark.parametrize("page", RUNNABLE, ids=[str(page.relative_to(REPO)) for page in RUNNABLE])
def test_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from faleme import cli

    (tmp_path / "examples").symlink_to(REPO / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    namespace: dict[str, object] = {}
    for language, text in blocks(page):
        if language == "python":
            exec(compile(text, str(page), "exec"), namespace)
            continue
        for command, wanted in commands(text):
            program, *arguments = shlex.split(command, comments=True)
            assert program == "faleme", command
            target = arguments[arguments.index(">") + 1] if ">" in arguments else None
            arguments = arguments[: arguments.index(">")] if target else arguments
            result = CliRunner().invoke(cli.app, arguments)
            assert result.exception is None or isinstance(result.exception, SystemExit), command
            assert result.exit_code == 0, f"{command}: {result.stderr}"
            if target:
                Path(target).write_text(result.stdout, encoding="utf-8")
                continue
            printed = "".join(line.rstrip() + "\n" for line in result.stdout.rstrip("\n").split("\n"))
            if wanted.strip():
                assert pattern(wanted).fullmatch(printed), f"{command} printed\n{printed}"


@pytest.mark.parametrize(
    ("output", "printed", "fits"),
    [
        ("one\ntwo", "one\ntwo\n", True),
        ("one\n...\nfour", "one\ntwo\nthree\nfour\n", True),
        ("score ... of", "score 0.9 of\n", True),
        ("one", "one\ntwo\n", False),
        ("...", "", True),
    ],
)
def test_pattern(output: str, printed: str, fits: bool) -> None:
    assert bool(pattern(output).fullmatch(printed)) is fits
