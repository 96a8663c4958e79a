"""Writes what the documentation takes from the product: codebook, export forms, commands, outputs of examples.

`make docs` runs it; tests/docs fails where a committed page differs from what it would write.
"""

from __future__ import annotations

import inspect
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from benchmarks.quality.codebook import kept
from benchmarks.results import LATEST
from faleme import cli
from faleme.desk.measured import measured_text
from faleme.exchange.form_names import FORMS
from faleme.reference.codebook import load_cameo, load_codebook
from faleme.reference.codebook_pages import load_pages
from scripts import doc_examples, format_examples
from scripts.codebook_docs import codebook_page, type_page
from scripts.format_docs import form_page, index_page

DOCS = doc_examples.REPO / "docs"

MEASURED = doc_examples.REPO / "faleme" / "data" / "codebook" / "measured.toml"
_MADE = "<!-- Made by scripts/build_docs.py; do not edit. -->"


def commands_page() -> str:
    """docs/reference/commands.md: every command with its arguments and options, from the program's own help."""
    group = typer.main.get_command(cli.app)
    assert isinstance(group, TyperGroup)
    lines = [
        _MADE,
        "# Commands",
        "",
        f"Data goes to stdout, talk to stderr. Every command can be stopped and run again. {group.epilog}",
        "",
    ]
    for name, command in commands_of(group):
        lines += [f"## faleme {name}", "", *_help_lines(command.help or ""), ""]
        rows = [_parameter(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
        if rows:
            lines += ["| argument or option | meaning |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def commands_of(group: TyperGroup, before: str = "") -> Iterator[tuple[str, Any]]:
    """Commands by name, those of a group inside under both names; a group that does something by itself, too."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            if command.invoke_without_command:
                yield before + name, command
            yield from commands_of(command, f"{before}{name} ")
        else:
            yield before + name, command


def _help_lines(text: str) -> Iterator[str]:
    """Help text as Markdown: a paragraph that starts with the program's name is an example."""
    for paragraph in inspect.cleandoc(text).replace("\b\n", "").split("\n\n"):
        if paragraph.lstrip().startswith("faleme "):
            yield from ("```", *(line.strip() for line in paragraph.splitlines()), "```", "")
        else:
            yield from (paragraph, "")


def _parameter(parameter: object) -> str:
    if isinstance(parameter, TyperArgument):
        word = parameter.metavar or (parameter.name or "").upper()
        return f"| `{word}{' ...' if parameter.nargs == -1 else ''}` | {_one_line(parameter.help)} |"
    assert isinstance(parameter, TyperOption)
    metavar = f" {parameter.metavar}" if parameter.metavar else ""
    names = ", ".join(f"`{name}{metavar}`" for name in (*parameter.opts, *parameter.secondary_opts))
    shown = parameter.default
    default = "" if shown is None or shown is False or callable(shown) or shown in ((), []) else f" Default: `{shown}`."
    return f"| {names} | {_one_line(parameter.help)}{default} |"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


_SHOWN = re.compile(
    r"gold\.|speed\.(pages_per_second_per_core|first_output|peak)|events\.dev\.(event_with_type|actor|recipient|factuality)_f1"
)


def with_figures(text: str, figures: list[dict[str, str | float]]) -> str:
    """The README with its main figures as last measured; the whole list is `benchmarks/results/latest.json`."""
    rows = [
        f"| {figure['name']} | {figure['value']:g} {figure['unit']} | `{figure['command']}` |"
        for figure in figures
        if _SHOWN.match(str(figure["name"])) and figure["value"]  # Spanish has no core: 0
    ]
    machines = ", ".join(sorted({str(figure["machine"]) for figure in figures}))
    table = ["| figure | value | measured with |", "|---|--:|---|", *rows, "", f"Measured on {machines}."]
    start, end = "<!-- figures -->", "<!-- end of figures -->"
    filled = f"{start}\n" + "\n".join(table) + f"\n{end}" if rows else f"{start}\n{end}"
    return re.sub(f"{start}.*?{end}", lambda _: filled, text, flags=re.DOTALL)


def _of_type(event_type: str) -> str:
    codebook = load_codebook()
    page = load_pages(codebook)[event_type]
    return f"{_MADE}\n" + type_page(codebook.types[event_type], page, codebook, load_cameo(), kept())


def _of_form(form: str) -> str:
    return f"{_MADE}\n" + form_page(form, format_examples.kept())


PAGES: dict[Path, Callable[[], str]] = {
    DOCS / "codebook.md": lambda: f"{_MADE}\n" + codebook_page(load_codebook(), load_pages(load_codebook()), kept()),
    **{DOCS / "codebook" / f"{event_type}.md": partial(_of_type, event_type) for event_type in load_codebook().types},
    DOCS / "formats" / "README.md": lambda: f"{_MADE}\n" + index_page(format_examples.kept()),
    **{DOCS / "formats" / f"{form}.md": partial(_of_form, form) for form in FORMS},
    DOCS / "reference" / "commands.md": commands_page,
}


def main() -> None:
    """Write every generated page, the README's figures, then the outputs of all examples."""
    format_examples.keep()
    for path, page in PAGES.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(page().rstrip("\n") + "\n", encoding="utf-8")
    readme = doc_examples.REPO / "README.md"
    if LATEST.exists():
        figures = json.loads(LATEST.read_text(encoding="utf-8"))
        MEASURED.write_text(measured_text(figures), encoding="utf-8")
        readme.write_text(with_figures(readme.read_text(encoding="utf-8"), figures), encoding="utf-8")
    for path in sorted({*doc_examples.PAGES, *PAGES}):
        text = path.read_text(encoding="utf-8")
        if doc_examples.is_runnable(text):
            with tempfile.TemporaryDirectory() as folder:
                path.write_text(doc_examples.refreshed(text, Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    main()
