"""`faleme search --statements` and `faleme contradictions`: who said what to whom, and what stands against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from faleme.cli_base import JsonOption, StoreOption, opened_store, write_json, wrong
from faleme.errors import SettingsError
from faleme.settings import load_settings
from faleme.store.base import StatementFilter, Store

if TYPE_CHECKING:
    from faleme.exchange.actor_directory import Directory

_WHO = "A country, an id or a name, with commas between several"
SpeakerOption = Annotated[list[str], typer.Option("--speaker", metavar="WHO", help=f"Statements: who speaks. {_WHO}.")]
AudienceOption = Annotated[
    list[str], typer.Option("--audience", metavar="WHO", help=f"Statements: who is spoken to. {_WHO}.")
]
AboutOption = Annotated[
    list[str], typer.Option("--about", metavar="WHO", help=f"Statements: who is spoken of. {_WHO}.")
]
VerbOption = Annotated[
    list[str],
    typer.Option(
        "--verb", metavar="CLASS", help="Statements: say, deny, promise, demand, accuse, praise, …; may be repeated."
    ),
]
QuotedOption = Annotated[
    bool | None,
    typer.Option(
        "--quoted/--reported", help="Statements: in the speaker's own words, or in the outlet's.", show_default=False
    ),
]


def filter_asked(
    opened: Store,
    *,
    words: str = "",
    speaker: list[str],
    audience: list[str] = [],  # noqa: B006 - never changed
    about: list[str],
    verb: list[str] = [],  # noqa: B006
    quoted: bool | None = None,
    country: list[str] = [],  # noqa: B006
    since: str | None,
    until: str | None,
) -> StatementFilter:
    """The filter that the options mean; ends the command where nobody knows a name, class or date."""
    from faleme.exchange.asking import statement_filter_of  # noqa: PLC0415 - the help must not wait for it
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    settings = load_settings()
    codebook, _ = load_ontology(settings.lexicon)
    try:
        return statement_filter_of(
            codebook=codebook,
            directory=_directory(opened),
            words=words,
            speakers=speaker,
            audience=audience,
            about=about,
            verbs=verb,
            quoted=quoted,
            countries=country,
            since=since,
            until=until,
        )
    except SettingsError as error:
        wrong(f"{error}")


def _directory(opened: Store) -> Callable[[], Directory]:
    from faleme.exchange.actor_directory import Directory  # noqa: PLC0415 - the help must not wait for it

    def load() -> Directory:
        from faleme.pipeline import load_registry  # noqa: PLC0415 - loads for half a second, and countries need none

        return Directory(load_registry(load_settings().actors), opened)

    return load


def show_statements(opened: Store, wanted: StatementFilter, *, limit: int, json_: bool) -> None:
    """Write the statements that the filter lets pass, newest first."""
    from faleme.exchange.statement_views import found_text  # noqa: PLC0415 - the help must not wait for it
    from faleme.exchange.views import page_of, statement_view  # noqa: PLC0415 - the help must not wait for it

    nothing = True
    for statement in opened.statements(wanted, limit=limit):
        article = opened.article(statement.article_id)
        if article is None:
            continue
        nothing = False
        view = {**statement_view(statement, article), **page_of(article, opened)}
        if json_:
            write_json(view)
        else:
            typer.echo(found_text(view))
    if nothing:
        typer.echo("nothing found", err=True)


def contradictions(
    speaker: Annotated[str, typer.Argument(metavar="WHO", help=f"{_WHO}; each is compared with itself alone.")],
    store: StoreOption = None,
    about: Annotated[list[str], typer.Option("--about", metavar="WHO", help="Only statements that name them.")] = [],  # noqa: B006
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Said from then on; 2024, 2024-03, …")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="As --since, for the end.")] = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme contradictions "Abdoulaye Diop" --about ECOWAS --store news.db

    Show what somebody said that stands against something else he said: denied and told, "will" and "will not", promised
    and ruled out, praised and accused, two figures of one event. Both sentences, their days, outlets and the reason are
    shown, and nothing is judged: a year, a condition or a translator may lie between them. Few pairs are found, and
    most of them are right; docs/how-to/statements.md has the rule and how it was measured.
    """
    from faleme.exchange import contradiction_views  # noqa: PLC0415 - other commands need none of it

    with opened_store(store) as opened:
        wanted = filter_asked(opened, speaker=[speaker], about=about, since=since, until=until)
        if not wanted.speakers:
            wrong("nobody is named: give a name, an id or a country.")
        views = contradiction_views.contradictions_of(opened, wanted)
    if json_:
        for view in views:
            write_json(view)
    elif views:
        typer.echo(contradiction_views.contradictions_text(views))
    else:
        typer.echo("no statements that stand against each other were found", err=True)
