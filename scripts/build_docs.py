"""Writes the pages under ``docs/`` that are made from the product itself: the codebook and the commands.

`make docs` runs it; tests/docs fails where a committed page differs from what it would write.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from faleme import cli
from faleme.reference.codebook import Codebook, EventType, load_codebook

DOCS = Path(__file__).parents[1] / "docs"

_MADE = "<!-- Made by scripts/build_docs.py; do not edit. -->"


def codebook_page(codebook: Codebook) -> str:
    """docs/codebook.md: every type with its modes, every context and sector."""
    return "\n".join(
        [
            _MADE,
            "# Codebook",
            "",
            "What was done, how, about what, and by whom: PLOVER 2.0 as faleme uses it, with the contradictions of its "
            "manual settled. The data is `faleme/data/codebook/plover.toml`; the definitions are our own wording.",
            "",
            "| type | class | score | is |",
            "|---|---|--:|---|",
            *(
                f"| [{found.code}](#{found.code.lower()}) | {codebook.quad_names[found.quad]} | {found.score:+.1f} "
                f"| {found.definition} |"
                for found in codebook.types.values()
            ),
            "",
            *(line for found in codebook.types.values() for line in _type_lines(found)),
            "## Statements",
            "",
            codebook.statement.definition,
            "",
            "## Did it happen",
            "",
            "`auxiliary` is empty where it happened or is happening. Where two fit: negation before hypothetical "
            "before future before historical.",
            "",
            *_table("auxiliary", codebook.auxiliaries),
            "## Contexts",
            "",
            *_table("context", {context.code: context.definition for context in codebook.contexts.values()}),
            "## Sectors",
            "",
            *_table("sector", {sector.code: sector.definition for sector in codebook.sectors.values()}),
            "## Countries that are none",
            "",
            "Countries are ISO 3166 alpha-3. Actors without one carry:",
            "",
            *_table("code", codebook.nonstate_countries),
        ]
    )


def _type_lines(found: EventType) -> Iterator[str]:
    yield from (f"## {found.code}", "", found.definition, "")
    yield from (f"- Is: *{example}*" for example in found.examples)
    yield from (f"- Is not: *{example}* {found.because}" for example in found.counter_examples)
    yield from (f"- {rule}" for rule in found.rules)
    if found.settled:
        yield f"- Settled: {found.settled}"
    if found.future_becomes != found.code:
        yield f"- Announced or planned, it is {found.future_becomes}."
    yield ""
    if found.modes:
        yield from ("| mode | score | is |", "|---|--:|---|")
        yield from (f"| {mode.code} | {mode.score:+.1f} | {mode.definition} |" for mode in found.modes.values())
        yield ""


def _table(head: str, rows: Mapping[str, str]) -> Iterator[str]:
    yield from (f"| {head} | is |", "|---|---|")
    yield from (f"| {code} | {definition} |" for code, definition in rows.items())
    yield ""


def commands_page() -> str:
    """docs/reference/commands.md: every command with its arguments and options, from the program's own help."""
    group = typer.main.get_command(cli.app)
    assert isinstance(group, TyperGroup)
    lines = [
        _MADE,
        "# Commands",
        "",
        "Data goes to stdout, talk to stderr. Exit codes: 0 done, 1 a check failed, 2 asked wrongly, 3 the store, "
        "4 the network. Every command can be stopped and run again.",
        "",
    ]
    for name, command in group.commands.items():
        lines += [f"## faleme {name}", "", *_help_lines(command.help or ""), ""]
        rows = [_parameter(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
        if rows:
            lines += ["| argument or option | meaning |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _help_lines(text: str) -> Iterator[str]:
    """Help text as Markdown: a paragraph that starts with the program's name is an example."""
    for paragraph in inspect.cleandoc(text).replace("\b\n", "").split("\n\n"):
        if paragraph.lstrip().startswith("faleme "):
            yield from ("```", *(line.strip() for line in paragraph.splitlines()), "```", "")
        else:
            yield from (paragraph, "")


def _parameter(parameter: object) -> str:
    if isinstance(parameter, TyperArgument):
        word = (parameter.metavar or parameter.name or "").upper()
        return f"| `{word}{' ...' if parameter.nargs == -1 else ''}` | {_one_line(parameter.help)} |"
    assert isinstance(parameter, TyperOption)
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    shown = parameter.default
    default = "" if shown is None or shown is False or callable(shown) or shown in ((), []) else f" Default: `{shown}`."
    return f"| {names} | {_one_line(parameter.help)}{default} |"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


PAGES: dict[Path, Callable[[], str]] = {
    DOCS / "codebook.md": lambda: codebook_page(load_codebook()),
    DOCS / "reference" / "commands.md": commands_page,
}


def main() -> None:
    """Write every page."""
    for path, page in PAGES.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(page().rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
