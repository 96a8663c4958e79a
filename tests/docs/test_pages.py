"""The documentation: generated pages are fresh, links lead somewhere, every command and option says what it is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from benchmarks.results import LATEST
from faleme.reference.codebook import load_codebook
from scripts.build_docs import PAGES, commands_of, with_figures
from scripts.doc_examples import commands_only
from tests.conftest import REPO

WRITTEN = sorted(
    [
        *REPO.glob("*.md"),
        *(REPO / "docs").rglob("*.md"),
        *(REPO / "examples").rglob("*.md"),
        *(REPO / "benchmarks").rglob("*.md"),
    ]
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings make, as GitHub writes them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def links() -> Iterator[tuple[Path, str]]:
    """Every link inside the repository, with the page it stands on."""
    for page in WRITTEN:
        for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
            if not re.match(r"[a-z]+:", target):
                yield page, target


@pytest.mark.parametrize(
    ("page", "target"), list(links()), ids=[f"{page.relative_to(REPO)}: {target}" for page, target in links()]
)
def test_link(page: Path, target: str) -> None:
    name, _, anchor = target.partition("#")
    there = (page.parent / name).resolve() if name else page
    assert there.exists(), f"{name} is not there"
    if anchor:
        assert anchor in anchors(there), f"{there.name} has no heading #{anchor}"


@pytest.mark.parametrize("path", list(PAGES), ids=[path.name for path in PAGES])
def test_generated_page_is_fresh(path: Path) -> None:
    # What the commands print is tried apart (test_examples), with a tolerance.
    written = commands_only(path.read_text(encoding="utf-8"))
    assert written == PAGES[path]().rstrip("\n") + "\n", "run `make docs`"


def test_every_event_type_and_mode_is_documented() -> None:
    index = (REPO / "docs" / "codebook.md").read_text(encoding="utf-8")
    for found in load_codebook().types.values():
        page = (REPO / "docs" / "codebook" / f"{found.code}.md").read_text(encoding="utf-8")
        assert f"](codebook/{found.code}.md)" in index
        assert found.definition in page
        assert [mode for mode in found.modes if f"| {mode} |" not in page] == []


def test_every_command_says_what_it_does() -> None:
    from faleme import cli

    group = typer.main.get_command(cli.app)
    assert isinstance(group, TyperGroup)
    page = (REPO / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    silent = []
    for name, command in commands_of(group):
        assert f"\n## faleme {name}\n" in page
        silent += [name] if not command.help else []
        silent += [f"{name} {parameter.name}" for parameter in command.params if not getattr(parameter, "help", "x")]
    assert silent == []


def test_every_setting_is_documented() -> None:
    from faleme.settings import Settings

    page = (REPO / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert [field.name for field in fields(Settings) if f"| `{field.name}` |" not in page] == []
    assert [field.name for field in fields(Settings) if f"`FALEME_{field.name.upper()}`" not in page] == []


def test_readme_shows_the_last_figures() -> None:
    readme = (REPO / "README.md").read_text(encoding="utf-8")
    figures = json.loads(LATEST.read_text(encoding="utf-8")) if LATEST.exists() else []
    assert with_figures(readme, figures) == readme, "run `make docs`"
