"""`faleme lexicon`: which trigger entries there are, whether their examples hold, what an edit wins and loses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from faleme.cli_base import FAILED, Command, JsonOption, StoreOption, kit_of, opened_store, write_json, wrong
from faleme.records import Article, Rejection
from faleme.settings import load_settings

if TYPE_CHECKING:
    from faleme.evaluate.entries import Change
    from faleme.pipeline import Kit
    from faleme.reference.lexicon import TriggerEntry

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What the trigger entries and event types are, yours among them; whether they hold, and what an edit does.",
)

_NONE = "none"  # in place of a file: our entries alone
_SIGNS = {"won": "+", "lost": "-", "changed": "~"}


@app.command("list", cls=Command, short_help="Trigger entries, all or those for a word or type.")
def list_(
    word: Annotated[
        str | None, typer.Argument(metavar="[WORD]", help="A word in any form, an event type, or a part of an id.")
    ] = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme lexicon list blockade
    faleme lexicon list SANCTION

    List trigger entries: id, type and mode, the words with their conditions, and the file where it is your own. Of a
    type of your own the definition stands first.
    """
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    codebook, lexicon = load_ontology(load_settings().lexicon)
    own = codebook.types.get((word or "").upper())
    if own is not None and own.own and not json_:
        kind = f"a kind of {own.parent}" if own.parent else "of no PLOVER type"
        typer.echo(f"{own.code} ({kind}): {own.definition}")
    found = [entry for entry in lexicon.triggers if word is None or _is_for(entry, word)]
    for entry in found:
        if json_:
            write_json(
                {
                    "id": entry.id,
                    "event_type": entry.event_type,
                    "mode": entry.mode,
                    "words": entry.written,
                    "sure": entry.sure,
                    "examples": list(entry.examples),
                    "not": list(entry.not_),
                    "because": entry.because,
                    "file": entry.file,
                }
            )
        else:
            kind = "-".join(filter(None, (entry.event_type, entry.mode)))
            sure, file = ", sure" if entry.sure else "", f"  {entry.file}" if entry.file else ""
            typer.echo(f"{entry.id}  {kind}  {entry.written}{sure}{file}")
    if not found:
        typer.echo("no such entries", err=True)


@app.command(cls=Command, short_help="Do the examples of all entries come out as they say?")
def check(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A file of your own types and entries; else ours.")
    ] = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme lexicon check own.toml

    Check a file of your own: first every fault of the file at once, then every example of its entries and types on the
    whole road. Each must be coded as its type, and each sentence under `not` must not. Ends with 1 where one fails.
    """
    from faleme.evaluate.entries import faults_in  # noqa: PLC0415 - the help must not wait for the pipeline
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    codebook, lexicon = load_ontology(file)
    entries = [entry for entry in lexicon.triggers if file is None or entry.file is not None]
    types = [found for found in codebook.types.values() if found.own]
    sentences = sum(len(entry.examples) + len(entry.not_) for entry in entries)
    sentences += sum(len(own.examples) + len(own.counter_examples) for own in types)
    failed = 0
    for fault in faults_in(entries, types, _kit(file)):
        failed += 1
        if json_:
            write_json({"of": fault.of, "sentence": fault.sentence, "wanted": fault.wanted, "found": fault.found})
        else:
            typer.echo(f"{fault.of}\n  “{fault.sentence}”\n  wanted: {fault.wanted}\n  found:  {fault.found}")
    name = "our lexicon" if file is None else str(file)
    said = f"{name}: {_number(len(types), 'own type')}, {_number(len(entries), 'entry', 'entries')}, "
    typer.echo(said + f"{_number(sentences, 'sentence')}, {failed or 'no'} fault{'s' * (failed > 1)}", err=json_)
    if failed:
        raise typer.Exit(FAILED)


@app.command(cls=Command, short_help="What an edit wins and loses on a sample of pages.")
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The file before, or none for our entries alone.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The file after, or none.")],
    pages: Annotated[
        list[Path] | None, typer.Argument(metavar="[PAGES]", help="Pages, folders or .jsonl corpora; else the store.")
    ] = None,
    store: StoreOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="No more articles; of a store the newest.")] = 200,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme lexicon diff none own.toml pages/
    faleme lexicon diff before.toml after.toml --store news.db

    Code a sample with each of two files and show what the second wins (+), loses (-) and codes otherwise (~), sentence
    by sentence, with counts by type. Nothing is stored. A copy of one of our own trigger files can be tried as well:
    an entry with an id of ours stands in place of ours.
    """
    from faleme.evaluate.entries import changes  # noqa: PLC0415 - the help must not wait for the pipeline

    if pages and store is not None:
        wrong("give pages or --store, not both.")
    before, after = (_kit(None if name == _NONE else Path(name)) for name in (old, new))
    sample = Counter[str]()
    articles = _of_pages(pages, after, limit) if pages else _of_store(store, limit)
    found = list(_shown(changes(_counted(articles, sample), before, after), as_json=json_))
    _say_sums(found, sample["articles"], err=json_)


def _kit(own: Path | None) -> Kit:
    return kit_of(replace(load_settings(), lexicon=own))


def _is_for(entry: TriggerEntry, word: str) -> bool:
    return (
        entry.event_type == word.upper()
        or word.casefold() in entry.id.casefold()
        or any(word.casefold() in forms for forms in entry.words)
    )


def _of_pages(paths: Iterable[Path], kit: Kit, limit: int) -> Iterator[Article]:
    from faleme.clean.extract import extract_article  # noqa: PLC0415 - as above
    from faleme.read.files import captures_of  # noqa: PLC0415 - as above

    left = limit
    for path in paths:
        for capture in captures_of(path):
            if left == 0:
                return
            made: Article | Rejection = (
                capture
                if isinstance(capture, Rejection)
                else extract_article(capture, outlets=kit.outlets, boilerplate=kit.boilerplate, countries=kit.countries)
            )
            if isinstance(made, Rejection):
                detail = f" ({made.detail})" if made.detail else ""
                typer.echo(f"{made.subject}: refused, {made.reason.value}{detail}", err=True)
            else:
                left -= 1
                yield made


def _of_store(named: str | None, limit: int) -> Iterator[Article]:
    with opened_store(named) as opened:
        for article_id in list(opened.iter_articles())[: -limit - 1 : -1]:
            article = opened.article(article_id)
            if article is not None and article.text:  # else it was taken down
                yield article


def _counted(articles: Iterable[Article], sample: Counter[str]) -> Iterator[Article]:
    for article in articles:
        sample["articles"] += 1
        yield article


def _shown(found: Iterable[Change], *, as_json: bool) -> Iterator[Change]:
    """Each change, written as it is found; a sentence stands once above its changes."""
    last = None
    for change in found:
        if as_json:
            write_json(
                {
                    "article_key": change.article,
                    "sentence": change.sentence,
                    "anchor": change.anchor,
                    "before": change.before,
                    "after": change.after,
                    "why": change.why,
                }
            )
        else:
            if (change.article, change.sentence) != last:
                typer.echo(f"{change.article}: {change.sentence}")
                last = change.article, change.sentence
            types = " → ".join(dict.fromkeys(filter(None, (change.before, change.after))))
            typer.echo(f"  {_SIGNS[change.kind]} {types} at “{change.anchor}”: {change.why}")
        yield change


def _say_sums(found: list[Change], articles: int, *, err: bool) -> None:
    kinds = Counter(change.kind for change in found)
    sentences = len({(change.article, change.sentence) for change in found})
    typer.echo(
        f"{_number(articles, 'article')}, {_number(sentences, 'sentence')} coded otherwise: "
        f"{kinds['won']} won, {kinds['lost']} lost, {kinds['changed']} changed",
        err=err,
    )
    won = Counter(change.after for change in found if change.after)
    lost = Counter(change.before for change in found if change.before)
    for name in sorted(won | lost):
        typer.echo(f"  {name}: +{won[name]} -{lost[name]}", err=err)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
