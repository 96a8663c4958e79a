"""The command line: a thin skin over public functions. Data goes to stdout, talk to stderr."""

from __future__ import annotations

import errno
import json
import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperGroup

from faleme import __version__
from faleme.clean.normalise import decoded_text
from faleme.cli_actors import app as actors_app
from faleme.cli_base import (
    ASKED_WRONGLY,
    FAILED,
    STOPPED,
    STORE,
    Command,
    JsonOption,
    LimitOption,
    StoreOption,
    kit_of,
    opened_store,
    printable,
    write_json,
    wrong,
)
from faleme.cli_brief import brief
from faleme.cli_correct import correct, corrections, review
from faleme.cli_dyads import dyads
from faleme.cli_export import export
from faleme.cli_feeds import app as feeds_app
from faleme.cli_feeds import fetched_pages
from faleme.cli_import import compare, import_
from faleme.cli_keep import app as keep_app
from faleme.cli_lexicon import app as lexicon_app
from faleme.cli_mcp import mcp
from faleme.cli_progress import Doing
from faleme.cli_recode import app as runs_app
from faleme.cli_recode import diff, recode
from faleme.cli_registers import registers, row_named, row_shown
from faleme.cli_run import run
from faleme.cli_serve import serve
from faleme.cli_statements import (
    AboutOption,
    AudienceOption,
    QuotedOption,
    SpeakerOption,
    VerbOption,
    contradictions,
    filter_asked,
    show_statements,
)
from faleme.cli_teams import audit as audit_app
from faleme.cli_teams import tokens as tokens_app
from faleme.cli_teams import users as users_app
from faleme.errors import FalemeError, ReadError, SettingsError, StoreError
from faleme.ids import ArticleId, CodingId, EventId, ExternalId, FactId, ReportId, StatementId
from faleme.read.tables import parse_columns
from faleme.records import Article, Capture, Event, Rejection, Report
from faleme.run.feed_list import is_address
from faleme.settings import load_settings
from faleme.store.base import Filter, Refusal, Store

if TYPE_CHECKING:
    from faleme.evaluate.corpora import Kind
    from faleme.exchange import views
    from faleme.pipeline import Kit
    from faleme.run.local import Counts

_OPTIONS = ("type", "country", "factuality", "since", "until")  # called as the fields that errors name
_REFUSED = 10  # refused pages that are named; all are counted
_DEMO_EVENTS = 2  # of each example page that the demo shows
_DEMO_PAGES = 6  # that it shows: what fits on a screen
_WIDE = 160  # columns of a table that goes to a file or another program
_NARROW = 100  # of what the demo prints, so that it fits beside other things
_PAGE_SUFFIXES = (".txt", ".html", ".htm", ".jsonl", ".gz")

_OPENING = """\
Example:
  faleme read pages/ --store news.db     press pages in, a checkable record out
  faleme show --store news.db            what happened, newest first
  faleme explain R9F2C1 --store news.db  from the stored code back to the sentence
"""

# Commands as help lists them: by what one wants to do, in the order in which one comes to want it.
_PARTS = {
    "Read pages": ("demo", "read", "code", "feeds", "run"),
    "Ask the record": (
        "brief",
        "show",
        "explain",
        "search",
        "contradictions",
        "dyads",
        "registers",
        "actors",
        "serve",
        "mcp",
    ),
    "Correct it": ("review", "correct", "corrections", "forget"),
    "Share and compare": ("export", "import", "compare"),
    "Keep the store": ("doctor", "backup", "restore"),
    "Let others in": ("users", "tokens", "audit"),
    "Look after the coding": ("lexicon", "recode", "runs", "diff", "evaluate"),
}


class _Group(TyperGroup):
    """Opens its help with an example, lists commands by what they are for, and turns our errors into exit codes."""

    def list_commands(self, ctx: Any) -> list[str]:
        named = [name for part in _PARTS.values() for name in part]
        return sorted(super().list_commands(ctx), key=named.index)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        self.list_commands(ctx)  # raises where a command stands in no part
        width = max(len(name) for part in _PARTS.values() for name in part)
        for part, names in _PARTS.items():
            with formatter.section(part):
                said = [self.commands[name].get_short_help_str(formatter.width - 8 - width) for name in names]
                formatter.write_dl([(name.ljust(width), words) for name, words in zip(names, said, strict=True)])

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(_OPENING + "\n")
        super().format_help(ctx, formatter)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except FalemeError as error:
            typer.echo(f"faleme: {error}", err=True)
            code = {StoreError: STORE, SettingsError: ASKED_WRONGLY, ReadError: ASKED_WRONGLY}.get(type(error), FAILED)
            raise typer.Exit(code) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of a pipe has gone, as `head` does; Typer ends quietly
                raise
            where = f"{error.filename}: " if error.filename else ""
            typer.echo(f"faleme: {where}{error.strerror or error}", err=True)
            raise typer.Exit(FAILED) from error
        except KeyboardInterrupt as error:
            typer.echo("\nfaleme: stopped; run the same command to go on", err=True)
            raise typer.Exit(STOPPED) from error


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who did what to whom, where, when, and who says so: a checkable record of the open press.",
    epilog="Exit codes: 0 done, 1 a check failed, 2 asked wrongly, 3 the store, 4 the network, 130 stopped by Ctrl-C.",
)

app.add_typer(actors_app, name="actors")
app.add_typer(lexicon_app, name="lexicon")
app.add_typer(feeds_app, name="feeds")
app.add_typer(keep_app)
app.add_typer(runs_app, name="runs")
app.add_typer(users_app, name="users")
app.add_typer(tokens_app, name="tokens")
app.add_typer(audit_app, name="audit")
app.command(cls=Command, short_help="Keep a store supplied from its feeds.")(run)
app.command(cls=Command, short_help="Correct reports and events, or take a correction back.")(correct)
app.command(cls=Command, short_help="What was corrected, by whom and why.")(corrections)
app.command(cls=Command, short_help="What is most worth a person's minute.")(review)
app.command(cls=Command, short_help="Code stored articles anew.")(recode)
app.command(cls=Command, short_help="What two runs, or two stores, say otherwise.")(diff)
app.command(cls=Command, short_help="Cooperation and conflict between two sides.")(dyads)
app.command(cls=Command, short_help="Open the record in a browser.")(serve)
app.command(cls=Command, short_help="What is new, changed, unusual, overdue.")(brief)
app.command(cls=Command, short_help="Answer assistants (Model Context Protocol).")(mcp)
app.command(cls=Command, short_help="Agreements, memberships, commitments, offices, figures.")(registers)
app.command(cls=Command, short_help="What somebody said against what he said before.")(contradictions)

TypeOption = Annotated[
    list[str], typer.Option("--type", metavar="TYPE", help="Only this event type, such as ASSAULT; may be repeated.")
]
CountryOption = Annotated[
    list[str],
    typer.Option(
        "--country", metavar="ISO3", help="Only with an actor, recipient, speaker or place of it; may be repeated."
    ),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", help="2024, 2024-03 or 2024-03-05; the event's date, else the day of publication."
    ),
]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help="As --since, for the end.")]


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Say which faleme this is.")] = False,
) -> None:
    if version:
        typer.echo(f"faleme {__version__}")
        raise typer.Exit


@app.command(cls=Command, short_help="Read the example pages and show what was found.")
def demo(
    store: StoreOption = None,
    serve_: Annotated[
        bool | None, typer.Option("--serve/--no-serve", help="Open the desk at the end; else on a terminal only.")
    ] = None,
) -> None:
    """\b
    faleme demo

    Read the example pages that come with faleme, about seventy, and show what was found in the newest of them; then
    serve the desk with these pages until Ctrl-C. The store is demo.db in this folder, or what --store names; running it
    again codes the pages anew.
    """
    from faleme.exchange import terminal, views  # noqa: PLC0415 - the help must not wait for it
    from faleme.run.examples import example_pages  # noqa: PLC0415 - the help must not wait for the pipeline

    path = store or "demo.db"
    pages = example_pages()
    with opened_store(path, create=True) as opened:
        _read_into(opened, [pages], kit_of(load_settings()), again=True)
        opened.desk.mark("kind", "example")
        width = shutil.get_terminal_size((_WIDE, 24)).columns
        shown = views.digest(opened, pages=_DEMO_PAGES, events=_DEMO_EVENTS)
        typer.echo(terminal.digest_text(shown, width=min(width, _NARROW)))
        _say_demo(opened, path)
    if serve_ or (serve_ is None and sys.stdin.isatty() and sys.stdout.isatty()):
        typer.echo()
        serve(store=path)


@app.command(cls=Command, short_help="Read press pages into a store.")
def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH", help="Pages, folders, archives, corpora, addresses, or - for stdin.")
    ],
    store: StoreOption = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="FIELD=COLUMN,…", help="What tables and JSON lines call text, title, url, …"),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Code anew what is stored already.")] = False,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme read pages/ corpus.jsonl --store news.db

    Read press pages into a store: text dumps, saved pages (HTML, MHTML, PDF), web archives (WARC, WACZ), JSON lines
    and tables (CSV, TSV; id, text, url, title, published, outlet, lang), packed or not, folders of all of these, and
    pages of the web by their address (https://…), which are asked for as their sites allow.

    A page that is stored already is skipped; one whose address is known and whose text has changed becomes a new
    version. What cannot be read or is no article is refused, with the reason; that is ordinary and ends with 0. Each
    page is committed by itself: stop with Ctrl-C when you like and run the same command again.
    """
    from faleme.read.files import captures_of  # noqa: PLC0415 - the help must not wait for it

    named = parse_columns(columns) if columns else None
    addresses = [path for path in paths if is_address(path)]
    files = [Path(path) for path in paths if path not in addresses]
    for path in files:
        captures_of(path)  # a path that is not there is told before anything slow is loaded
    settings = load_settings()
    fetched = fetched_pages(addresses, settings)
    with opened_store(store, create=True) as opened:
        counts = _read_into(opened, files, kit_of(settings), again=again, columns=named, fetched=fetched)
    if json_:
        write_json(
            {
                "pages": counts.pages,
                "stored": counts.stored,
                "altered": counts.altered,
                "unchanged": counts.unchanged,
                "copies": counts.copies,
                "reports": counts.reports,
                "statements": counts.statements,
                "facts": counts.facts,
                "uncoded": dict(sorted(counts.uncoded.items())),
                "rejected": {reason.value: number for reason, number in sorted(counts.rejected.items())},
            }
        )


@app.command(cls=Command, short_help="Code text without a store.")
def code(
    texts: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="A sentence, a file or folder of them, or - for stdin.")
    ],
) -> None:
    """\b
    faleme code "Gunmen abducted two drivers near Pama on Sunday, a local official said."

    Code text without a store: one JSON object a line for each report, as `faleme export --format reports` writes it.
    Offsets count in the text as given; event_id is null. What is refused is told on stderr.
    """
    from faleme.exchange.reports import report_object  # noqa: PLC0415 - the help must not wait for it
    from faleme.read.files import captures_of  # noqa: PLC0415 - the help must not wait for it
    from faleme.run.local import code_all  # noqa: PLC0415 - the help must not wait for the pipeline

    captures = [found for text in texts for found in _captures_in(text)] if texts != ["-"] else captures_of(Path("-"))
    for coded in code_all(captures, kit_of(load_settings())):
        capture, made = (None, coded) if isinstance(coded, Rejection) else coded
        if isinstance(made, Rejection):
            _say_rejection(made)
            continue
        given = None if capture is None else decoded_text(capture)
        for report in made.reports:
            write_json(report_object(report, made.article, given=given))


@app.command(cls=Command, short_help="List events, or show one of anything.")
def show(
    id_: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="An event, report, article, statement, fact, row, external report; or its beginning; or: rejections.",
        ),
    ] = None,
    store: StoreOption = None,
    type_: TypeOption = [],  # noqa: B006 - Typer copies it
    country: CountryOption = [],  # noqa: B006
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = 50,
    versions: Annotated[
        bool, typer.Option("--versions", help="Of an article: each version that was read, and what it changed.")
    ] = False,
    history: Annotated[
        bool, typer.Option("--history", help="Of an event: how it came to be, each step with its time and cause.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme show --country MLI --since 2024-03 --store news.db

    Show events, newest day of publication first and the most salient first within a day; or, with an ID, all that is
    known of one event (E…), report (R…), article (A…), statement (S…), fact (F…), row of a register (G…) or external
    report (X…). `faleme show rejections` lists what was refused, latest first, with its reason.
    """
    from faleme.exchange import views  # noqa: PLC0415 - the help must not wait for it

    if history and id_ is None:
        raise typer.BadParameter("--history needs the id of an event (E…).")
    if versions and id_ is None:
        raise typer.BadParameter("--versions needs the id of an article (A…).")
    with opened_store(store) as opened:
        if id_ == "rejections":
            _show_refusals(opened.refusals(limit=limit), opened.tally().rejections, json_=json_)
            return
        if id_ is None:
            events = opened.events(_filter(type_, country, since, until), limit=limit)
            if json_:
                for event in events:
                    write_json(views.event_view(event, opened))
            elif events:
                typer.echo(_event_table(events, opened))
            else:
                typer.echo("no such events" if opened.tally().events else "the store holds no events yet", err=True)
            return
        if history:
            _show_history(id_, opened, json_=json_)
            return
        if id_.strip().upper().startswith("G") and not versions:
            view, text = row_shown(row_named(id_, opened), opened)
            if json_:
                write_json(view)
            else:
                typer.echo(text)
            return
        whole = _whole_id(id_, opened)
        if versions:
            from faleme.exchange.versions import versions_text, versions_view  # noqa: PLC0415 - numpy comes along

            told = versions_view(ArticleId(whole), opened)
            if not told:
                raise StoreError(f"{whole} is no article (A…), and only articles have versions.")
            if json_:
                for version in told:
                    write_json(version)
            else:
                typer.echo(versions_text(told))
            return
        view, text = _detail(whole, opened)
        if json_:
            write_json(view)
        else:
            typer.echo(text)


@app.command(cls=Command, short_help="From a report back to its sentence, step by step.")
def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A report, event, coding or statement; or its beginning.")],
    store: StoreOption = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme explain R9F2C1 --store news.db

    From a stored report back to its sentence: the words marked, what was decided at each step and why, with the
    runners-up, who else is named there, why it stands in its event, and what was refused in the same article. An
    event is explained by each of its reports; a statement by its speakers and by what is no statement beside it.
    """
    from faleme.exchange import explained, terminal  # noqa: PLC0415 - the help must not wait for it

    with opened_store(store) as opened:
        whole = _whole_id(id_, opened)
        reports = _reports_behind(whole, opened)
        if not reports:
            statement = opened.statement(StatementId(whole))
            if statement is not None:
                view = explained.statement_explanation(statement, opened)
                text = terminal.statement_explanation_text(view)
            else:
                view, text = _detail(whole, opened)
            if json_:
                write_json(view)
            else:
                typer.echo(text)
            return
        told = [explained.explanation(report, opened) for report in reports]
        if json_:
            for each in told:
                write_json(each)
        else:
            typer.echo("\n\n".join(terminal.explanation_text(each) for each in told))


@app.command(cls=Command, short_help="Find coded sentences by their words.")
def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help='Words, the beginning of a wor*, or (in shell quotes) a "whole phrase".'),
    ] = [],  # noqa: B006
    store: StoreOption = None,
    type_: TypeOption = [],  # noqa: B006
    country: CountryOption = [],  # noqa: B006
    actor: Annotated[
        list[str], typer.Option("--actor", metavar="WHO", help="Done by them: a country, id or name; may be repeated.")
    ] = [],  # noqa: B006
    recipient: Annotated[
        list[str], typer.Option("--recipient", metavar="WHO", help="Done to them, as --actor; may be repeated.")
    ] = [],  # noqa: B006
    factuality: Annotated[
        list[str],
        typer.Option(
            "--factuality",
            metavar="WORD",
            help="Only happened, planned, hypothetical, denied or historical; may be repeated.",
        ),
    ] = [],  # noqa: B006
    since: SinceOption = None,
    until: UntilOption = None,
    statements: Annotated[
        bool, typer.Option("--statements", help="Find what people said; words have to stand in what they said itself.")
    ] = False,
    speaker: SpeakerOption = [],  # noqa: B006
    audience: AudienceOption = [],  # noqa: B006
    about: AboutOption = [],  # noqa: B006
    verb: VerbOption = [],  # noqa: B006
    quoted: QuotedOption = None,
    limit: LimitOption = 50,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme search fuel convoy --type ASSAULT --since 2024 --store news.db
    faleme search --statements withdraw --speaker "Abdoulaye Diop" --verb deny --about ECOWAS --store news.db

    Find coded sentences and statements that hold all the words, newest first. Case and accents do not count; titles
    count as part of the sentence. --type STATEMENT finds statements only; of statements --actor asks the speakers.

    With --statements, find what people said: the words stand in what was said itself, and may be left out; --since and
    --until ask for the day of saying where the text tells it, else for the day of publication.
    """
    from faleme.exchange import terminal, views  # noqa: PLC0415 - the help must not wait for it

    if statements:
        if type_:
            wrong("--type asks for events; with --statements give --verb, such as --verb deny.")
        with opened_store(store) as opened:
            wanted = filter_asked(
                opened,
                words=" ".join(words),
                speaker=speaker,
                audience=audience,
                about=about,
                verb=verb,
                quoted=quoted,
                country=country,
                since=since,
                until=until,
            )
            show_statements(opened, wanted, limit=limit, json_=json_)
        return
    if speaker or audience or about or verb or quoted is not None:
        wrong("--speaker, --audience, --about, --verb and --quoted ask for statements: add --statements.")
    if not words:
        wrong("give words to look for.")
    with opened_store(store) as opened:
        asked = {"actors": actor, "recipients": recipient, "factuality": factuality}
        hits = opened.search(" ".join(words), _filter(type_, country, since, until, opened, **asked), limit=limit)
    for hit in hits:
        view = views.hit_view(hit)
        if json_:
            write_json(view)
        else:
            typer.echo(terminal.hit_text(view))
    if not hits:
        typer.echo("nothing found", err=True)


app.command(cls=Command, short_help="Write the store in anybody's format.")(export)
app.command("import", cls=Command, short_help="Bring in ACLED, UCDP, GDELT or POLECAT rows, beside ours.")(import_)
app.command(cls=Command, short_help="What another data set has and we lack, and the other way.")(compare)


@app.command(cls=Command, short_help="Score the language core on annotated files and gold sets.")
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD",
            help="An annotated file, a folder of event pages with a split.csv, or a folder of gold sets, <set>.jsonl.",
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", metavar="KIND", help="Only this of what a file holds: ud, names, events or coreference."
        ),
    ] = None,
    split: Annotated[
        str,
        typer.Option(
            "--split", metavar="PART", help="Of event pages in a folder, or of coreference: train, dev or test."
        ),
    ] = "dev",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PRED_DIR", help="Where the predictions for gold sets go.")
    ] = None,
    sets: Annotated[list[str], typer.Option("--set", metavar="NAME", help="Only this gold set; may be repeated.")] = [],  # noqa: B006
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes for gold sets; else one a core.")] = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme evaluate en_ewt-ud-test.conllu
    faleme evaluate pages/ --split test --json
    faleme evaluate gold/ --out predictions/ --set plover_gsr

    Score the language core alone on an annotated file: trees and words (CoNLL-U), names (NER= in MISC, or a word and
    its tag a line), events (JSON lines of annotated pages), coreference (JSON lines of GUM, their trees beside them);
    what it holds is seen from its first lines. Of a folder of gold sets made by others, write predictions of the
    whole road, in the form that the sets' own scorer reads. Sets that follow CAMEO, PLOVER of 2016 or
    PETRARCH are coded by what these make of a doing that lies ahead or is only said, and PETRARCH's by its own
    verbs (data/codebook/schemes.toml); where a set codes dyads, only what somebody does to somebody else is written.
    """
    if gold.is_dir() and not (gold / "split.csv").is_file():
        _predict(gold, out, sets, jobs)
    elif out or sets:
        wrong(f"--out and --set are for a folder of gold sets; {gold} is none")
    elif kind not in (None, "ud", "names", "events", "coreference"):
        wrong(f"--kind is ud, names, events or coreference, not {kind!r}")
    else:
        _measure(gold, cast("Kind | None", kind), split, as_json=json_)


def _predict(gold: Path, out: Path | None, sets: list[str], jobs: int | None) -> None:
    from faleme.evaluate import evaluate as run  # noqa: PLC0415 - the help must not wait for the pipeline

    if out is None:
        wrong(f"{gold} is a folder: gold sets need --out PRED_DIR, event pages a split.csv beside them")
    run(
        gold,
        out,
        sets=sets,
        jobs=jobs,
        on_set=lambda done: typer.echo(
            f"{done.name}: {done.rows} rows{f' ({done.note})' if done.note else ''} -> {done.path}", err=True
        ),
    )


def _measure(path: Path, kind: Kind | None, split: str, *, as_json: bool) -> None:
    from faleme.evaluate.heads import json_of, measure, table_of  # noqa: PLC0415 - as above
    from faleme.parse.encoder import load_engine  # noqa: PLC0415 - as above

    settings = load_settings()
    engine = load_engine(
        "en", threads=settings.engine_threads, precision=settings.engine_precision, folder=settings.engine_model
    )
    for number, measured in enumerate(measure(path, engine, kind=kind, part=split)):
        if as_json:
            typer.echo(json.dumps(json_of(measured), ensure_ascii=False))
        else:
            typer.echo("\n" * bool(number) + "\n".join(table_of(measured)))


def main() -> None:
    """Run the command line."""
    app()


def _read_into(
    store: Store,
    paths: list[Path],
    kit: Kit,
    *,
    again: bool,
    columns: dict[str, str] | None = None,
    fetched: Iterable[Capture | Rejection] = (),
) -> Counts:
    """Read, with a line of progress on a terminal; Ctrl-C ends with 130 and says what is kept."""
    from faleme.run.local import Counts, read_all  # noqa: PLC0415 - the help must not wait for the pipeline

    last = Counts()
    refused: list[Rejection] = []
    with Doing() as doing:

        def progress(key: str, counts: Counts) -> None:
            nonlocal last
            last = counts
            refusals = f", {sum(counts.rejected.values())} refused" if counts.rejected else ""
            doing.at(f"{counts.pages} pages, {counts.reports} reports{refusals}  {key}")

        try:
            counts = read_all(
                paths,
                store,
                kit,
                again=again,
                columns=columns,
                fetched=fetched,
                on_progress=progress,
                on_refused=refused.append,
            )
        except KeyboardInterrupt:
            doing.say(f"{last.kept} pages kept; run the same command to go on")
            raise typer.Exit(STOPPED) from None
    _say_counts(counts)
    for rejection in refused[:_REFUSED]:
        _say_rejection(rejection)
    if len(refused) > _REFUSED:
        typer.echo(f"… and {len(refused) - _REFUSED} more refused", err=True)
    return counts


def _show_refusals(refusals: Sequence[Refusal], by_reason: Mapping[str, int], *, json_: bool) -> None:
    for one in refusals:
        rejection = one.rejection
        if json_:
            write_json(
                {
                    "stage": rejection.stage,
                    "subject": rejection.subject,
                    "reason": rejection.reason.value,
                    "detail": rejection.detail,
                    "times": one.times,
                    "last_at": one.last_at,
                }
            )
        else:
            often = f" ({one.times} times)" if one.times > 1 else ""
            said = f"{one.last_at}  {rejection.reason.value:15}  {rejection.subject}{often}  {rejection.detail}"
            typer.echo(printable(said.rstrip()))
    counted = ", ".join(f"{times} {reason}" for reason, times in sorted(by_reason.items())) or "nothing was refused"
    typer.echo(counted, err=True)


def _say_counts(counts: Counts) -> None:
    copies = f" ({_number(counts.copies, 'copy', 'copies')} of another)" if counts.copies else ""
    said = [f"{_number(counts.stored, 'page')} stored{copies}"]
    said += [f"{counts.altered} coded anew"] if counts.altered else []
    said += [f"{counts.unchanged} stored before"] if counts.unchanged else []
    made = (_number(counts.reports, "report"), _number(counts.statements, "statement"), _number(counts.facts, "fact"))
    typer.echo(f"{', '.join(said)}: {', '.join(made)}", err=True)
    if counts.uncoded:
        languages = ", ".join(f"{number} {language}" for language, number in sorted(counts.uncoded.items()))
        typer.echo(f"{sum(counts.uncoded.values())} in languages that are not coded yet: {languages}", err=True)
    if counts.rejected:
        reasons = ", ".join(f"{number} {reason.value}" for reason, number in sorted(counts.rejected.items()))
        typer.echo(f"{sum(counts.rejected.values())} refused: {reasons}", err=True)
    if not counts.pages:
        typer.echo("there was no page to read", err=True)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _say_rejection(rejection: Rejection) -> None:
    detail = f" ({rejection.detail})" if rejection.detail else ""
    typer.echo(printable(f"{rejection.subject}: refused, {rejection.reason.value}{detail}"), err=True)


def _say_demo(store: Store, path: str) -> None:
    tally = store.tally()
    typer.echo(
        f"\n{_number(tally.articles, 'page')} ({_number(tally.copies, 'copy', 'copies')} of another) gave "
        f"{_number(tally.reports, 'report')} of {_number(tally.events, 'event')}, "
        f"{_number(tally.statements, 'statement')} and {_number(tally.facts, 'fact')}; "
        f"{_number(sum(tally.rejections.values()), 'page')} refused."
    )
    # An event that two independent articles tell shows most of what there is to see; else one that copies tell.
    first = max(store.iter_events(), key=lambda event: _independent(event, store), default=None)
    if first is None:
        return
    typer.echo("\nThree things to try next:")
    again, named = _called(), shlex.quote(path)
    typer.echo(f"  {again} show {first.event_id} --store {named}")
    typer.echo(f"  {again} explain {first.headline} --store {named}")
    typer.echo(f"  {again} export --format reports --store {named}")
    typer.echo(f"\nThe same in a browser: {again} serve --store {named}")


def _called() -> str:
    """How the shell can call faleme again: by name, else by the path under which it runs (`make demo`)."""
    called = Path(sys.argv[0])
    return "faleme" if shutil.which("faleme") or called.name != "faleme" else shlex.quote(str(called))


def _independent(event: Event, store: Store) -> tuple[int, int]:
    from faleme.exchange import views  # noqa: PLC0415 - the help must not wait for it

    view = views.event_view(event, store)
    return len(view["origins"]) + view["unnamed_origins"], len(event.report_ids)


def _event_table(events: list[Event], store: Store) -> str:
    from faleme.exchange import terminal, views  # noqa: PLC0415 - the help must not wait for it

    width = shutil.get_terminal_size((_WIDE, 24)).columns
    return terminal.event_table([views.event_view(event, store) for event in events], width=width)


def _captures_in(text: str) -> Iterable[Capture | Rejection]:
    """Pages behind an argument of `code`: a path where there is one, else the words themselves."""
    from faleme.read.files import capture_of_text, captures_of  # noqa: PLC0415 - the help must not wait for it

    if not text.strip():
        wrong("there are no words in the text to code.")
    path = Path(text)
    try:
        there = text == "-" or path.exists()
    except (OSError, ValueError):  # longer than a file name may be, or not one at all
        there = False
    if there or " " not in text.strip() or text.casefold().endswith(_PAGE_SUFFIXES):
        return captures_of(path)  # which says what is wrong where nothing is there
    return [capture_of_text(text, key="text")]


def _filter(
    types: list[str],
    countries: list[str],
    since: str | None,
    until: str | None,
    store: Store | None = None,
    **asked: list[str],
) -> Filter:
    """store: knows actors that are no countries. asked: what else `filter_of` takes."""
    from faleme.exchange.actor_directory import Directory  # noqa: PLC0415 - the help must not wait for it
    from faleme.exchange.asking import filter_of  # noqa: PLC0415 - the help must not wait for it
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    settings = load_settings()
    codebook, _ = load_ontology(settings.lexicon)

    def directory() -> Directory:
        from faleme.pipeline import load_registry  # noqa: PLC0415 - half a second, and countries need none

        assert store is not None
        return Directory(load_registry(settings.actors), store)

    try:
        return filter_of(
            codebook=codebook,
            directory=None if store is None else directory,
            types=types,
            countries=countries,
            since=since,
            until=until,
            **asked,
        )
    except SettingsError as error:
        wrong(f"--{error}" if str(error).split(" ")[0] in _OPTIONS else str(error))


def _whole_id(id_: str, store: Store) -> str:
    """The one id that begins so; ends the command where none does, or several do."""
    from faleme.exchange.correction_views import replaced_by  # noqa: PLC0415 - the help must not wait for it

    found = store.complete(id_.strip().upper(), limit=6)
    if not found and (other := replaced_by(id_.strip().upper(), store)) is not None:
        wrong(f"{id_} was replaced by {other}; `faleme show {id_} --history` says when and why.", code=FAILED)
    if not found and store.history(EventId(id_.strip().upper())):
        wrong(f"{id_} holds no report any more; `faleme show {id_} --history` says why.", code=FAILED)
    if not found:
        wrong(f"nothing in the store has an id that begins with {id_}. `faleme show` lists events.", code=FAILED)
    if len(found) > 1 and id_.upper() not in found:
        wrong(f"{id_} could be {', '.join(found[:5])}{' …' if len(found) > 5 else ''}: give more of it.")
    return id_.upper() if id_.upper() in found else found[0]


def _detail(whole: str, store: Store) -> tuple[views.View, str]:
    """What is known of an id, as an object and as text."""
    from faleme.exchange import terminal, views  # noqa: PLC0415 - the help must not wait for it
    from faleme.exchange.external.views import external_detail, external_text  # noqa: PLC0415 - the help must not wait for it
    from faleme.exchange.statement_views import statement_detail, statement_text  # noqa: PLC0415 - the help must not wait for it

    if (event := store.event(EventId(whole))) is not None:
        view = views.event_detail(event, store)
        return view, terminal.event_text(view)
    if (external := store.external.report(ExternalId(whole))) is not None:
        view = external_detail(external, store)
        return view, external_text(view)
    if reports := _reports_behind(whole, store):
        view = views.report_detail(reports[0], store)
        return view, terminal.report_text(view)
    if (statement := store.statement(StatementId(whole))) is not None:
        view = statement_detail(statement, store)
        return view, statement_text(view)
    if (fact := store.fact(FactId(whole))) is not None:
        view = views.fact_detail(fact, store)
        return view, terminal.words_text(terminal.fact_line(view), view)
    view = views.article_detail(_article(whole, store), store)
    return view, terminal.article_text(view)


def _show_history(id_: str, store: Store, *, json_: bool) -> None:
    """How an event came to be; of one that another replaced too, by its whole id."""
    from faleme.exchange.correction_views import history_text, history_view  # noqa: PLC0415 - the help must not wait for it

    event_id = EventId(id_.strip().upper())
    if not store.history(event_id):
        event_id = EventId(_whole_id(id_, store))
    steps = history_view(event_id, store)
    if not steps:
        wrong(f"{event_id} is no event (E…), and only events have a history.")
    if json_:
        for step in steps:
            write_json(step)
    else:
        typer.echo(history_text(event_id, steps))


def _reports_behind(whole: str, store: Store) -> list[Report]:
    """The report with an id, the report that a coding is evidence of, or the reports of an event."""
    report = store.report(ReportId(whole))
    if report is None and (behind := store.report_of(CodingId(whole))) is not None:
        report = store.report(behind)
    return store.reports_in(EventId(whole)) if report is None else [report]


def _article(article_id: str, store: Store) -> Article:
    article = store.article(ArticleId(article_id))
    if article is None:
        raise StoreError(f"article {article_id} is not stored.")
    return article


if __name__ == "__main__":
    main()
