"""`faleme brief`: what is new, changed, unusual, overdue and silent, for a terminal, a mail or a desk's wall."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl

import typer

from faleme.cli_base import JsonOption, StoreOption, opened_store, write_json, wrong
from faleme.settings import load_settings
from faleme.store.base import Store
from faleme.teams.identity import LOCAL

_FORMATS = ("text", "markdown", "html", "pdf")


def brief(
    since: Annotated[
        str, typer.Option("--since", metavar="DAY", help="First day: 2026-11-20, friday, yesterday, 7d or 4w.")
    ] = "6d",
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="Last day.")] = "today",
    view: Annotated[
        str,
        typer.Option(
            "--view", metavar="VIEW", help="A saved view by name or id, or a query: 'country=MLI&type=ASSAULT'."
        ),
    ] = "",
    format_: Annotated[str, typer.Option("--format", metavar="FORM", help=f"{', '.join(_FORMATS)}.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there; PDF needs this.")] = None,
    lines: Annotated[int, typer.Option("--lines", min=1, max=200, help="Happenings at most.")] = 20,
    store: StoreOption = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme brief --since friday --store news.db
    faleme brief --since 7d --view 'country=MLI,BFA,NER' --format pdf --out monday.pdf

    Print the brief of the desk: happenings first told since a day, ranked; what changed of older ones; what is unusual
    against the 4 and 52 weeks before; promises that are overdue; feeds that fell silent. Every line has its sources,
    and one whose sources were all withdrawn says so.
    """
    from faleme.desk import brief as desk  # noqa: PLC0415 - the help must not wait for it
    from faleme.desk.asking import BadParameter, asked  # noqa: PLC0415
    from faleme.desk.brief_print import FORMS, as_pdf  # noqa: PLC0415
    from faleme.desk.brief_words import blocks  # noqa: PLC0415
    from faleme.desk.plain import plain  # noqa: PLC0415
    from faleme.desk.register_rows import register_rows  # noqa: PLC0415
    from faleme.exchange.actor_directory import Directory  # noqa: PLC0415
    from faleme.pipeline import load_registry  # noqa: PLC0415
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415

    if format_ not in _FORMATS:
        wrong(f"--format {format_}: write {', '.join(_FORMATS)}.")
    if format_ == "pdf" and out is None:
        wrong("a PDF goes to a file: add --out FILE.")
    settings = load_settings()
    today = datetime.now(UTC).date()
    try:
        first, last = desk.days_of(since, until, today)
    except BadParameter as error:
        wrong(f"--{error}")
    codebook, _ = load_ontology(settings.lexicon)
    actors = load_registry(settings.actors)
    with opened_store(store) as opened:
        name, query = _viewed(view, opened)
        try:
            wanted = asked(
                parse_qsl(query), codebook=codebook, directory=lambda: Directory(actors, opened), today=today
            )
        except BadParameter as error:
            wrong(f"--view: {error}")
        promises = register_rows("commitments", opened, actors)
        made = desk.brief(opened, wanted, since=first, until=last, promises=promises, lines=lines)
    if json_:
        write_json(plain(made))
        return
    said = list(blocks(made, view=name))
    base = settings.desk_address or ""
    content = as_pdf(said, base=base) if format_ == "pdf" else FORMS[format_](said, base=base).encode()
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        out.write_bytes(content)


def _viewed(text: str, store: Store) -> tuple[str | None, str]:
    """Name and query of what is asked: a saved view's, else the words themselves."""
    views = store.team.views(LOCAL.name)
    for view in views:
        if text in (view.id, view.name):
            return view.name, view.query
    if text and "=" not in text:
        names = ", ".join(view.name for view in views) or "none yet; save a search on the desk"
        wrong(f"--view {text}: no saved view is called so. There are: {names}. A query has =, as country=MLI.")
    return text or None, text.lstrip("?")
