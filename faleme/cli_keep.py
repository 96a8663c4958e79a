"""Keeping a store well: `faleme doctor`, `backup`, `restore` and `forget`."""

from __future__ import annotations

import getpass
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from faleme.cli_base import (
    FAILED,
    Command,
    JsonOption,
    StoreOption,
    opened_store,
    printable,
    store_address,
    write_json,
    wrong,
)
from faleme.ids import ArticleId
from faleme.run.lines import open_store
from faleme.store.archive import back_up
from faleme.store.archive import restore as restore_from
from faleme.store.doctor import examine, mend
from faleme.store.opening import address_of

StoreArgument = Annotated[str, typer.Argument(metavar="STORE", help="A file, or postgresql://user@host/name.")]
BackupArgument = Annotated[Path, typer.Argument(metavar="BACKUP", help="The file of the backup.")]

app = typer.Typer()


@app.command(cls=Command, short_help="Say whether a store is whole, and mend its indexes.")
def doctor(
    store: StoreOption = None,
    repair: Annotated[bool, typer.Option("--repair", help="Make indexes anew, and what they lack.")] = False,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme doctor --store news.db

    Say which schema a store is at and what is wrong with it: the file, references, word index, records that cannot be
    read, quotes that are not in their text, pages whose bytes changed. Nothing is ever deleted. --repair makes indexes
    anew; what it cannot mend takes a backup. Ends with 1 where a fault is left.
    """
    with closing(open_store(store_address(store))) as opened:
        database = opened.database
        if database.migrated:
            typer.echo(f"{database.place} was brought up to date", err=True)
        faults = examine(database)
        mended = list(mend(database)) if repair else []
        if mended:
            opened.index_judged()  # what people judged stands in indexes, too
        left = examine(database) if repair else faults
        version = int(database.value("SELECT version FROM schema_version"))
        place = str(database.place)
    if json_:
        found = [{"fault": each.what, "mendable": each.mendable} for each in left]
        write_json({"store": place, "schema": version, "faults": found, "mended": mended})
    else:
        typer.echo(f"{place}: schema {version}, {f'{len(left)} faults' if left else 'whole'}")
        for each in left:
            typer.echo(printable(f"  {each.what}{' (--repair mends it)' if each.mendable and not repair else ''}"))
        for done in mended:
            typer.echo(f"  {done}")
        if any(not each.mendable or repair for each in left):
            typer.echo("  `faleme restore BACKUP STORE` makes a store of a backup beside this one", err=True)
    if left:
        raise typer.Exit(FAILED)


@app.command(cls=Command, short_help="Copy a store, as it is now, to one file.")
def backup(store: StoreArgument, target: BackupArgument) -> None:
    """\b
    faleme backup news.db news-2025-03-04.db
    faleme backup postgresql://desk@host/news news-2025-03-04.db

    Write a copy of a store to a new file, checked, while others read and write on. The copy is a store in a file
    itself, from PostgreSQL too. No file is overwritten.
    """
    back_up(address_of(store), target)
    typer.echo(f"{target} is a whole copy of the store", err=True)


@app.command(cls=Command, short_help="Make a store of a backup.")
def restore(target: BackupArgument, store: StoreArgument) -> None:
    """\b
    faleme restore news-2025-03-04.db news.db
    faleme restore news-2025-03-04.db postgresql://desk@host/news

    Make the store that a backup holds, in a file that is not there yet or in an empty database of PostgreSQL; any
    store in a file is a backup, so that a desk moves to PostgreSQL in this way. No store is overwritten.
    """
    restore_from(target, address_of(store))
    typer.echo("the store is made; `faleme doctor` says whether it is whole", err=True)


@app.command(cls=Command, short_help="Take a page down: delete its text and all that was made of it.")
def forget(
    named: Annotated[str, typer.Argument(metavar="URL|ARTICLE", help="Its address, or its id (A…).")],
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason; it stays in the store.")],
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else the user's login.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Let it be read again; what was deleted stays so.")] = False,
    store: StoreOption = None,
) -> None:
    """\b
    faleme forget https://news.example/a --why "the outlet asked on 4 March" --store news.db

    Delete a page's bytes, its text in all versions, and the codings, reports and statements made of it. Its id,
    address, outlet and day stay, with who decided and why; it is not stored again. Events that others tell stay.
    Backups made before still hold the page.
    """
    from faleme.run.takedown import take_down  # noqa: PLC0415 - the help must not wait for linking

    with opened_store(store) as opened:
        whole = named.strip().upper()
        found = opened.articles_at(named) or [ArticleId(whole)] * (opened.article(ArticleId(whole)) is not None)
        if not found:
            wrong(f"no article has the address or id {named}. `faleme search` shows ids.", code=FAILED)
        if undo:
            for each in found:
                if (taken := opened.forgotten(each)) is None:
                    wrong(f"{each} is not taken down.", code=FAILED)
                opened.judge("undo", taken.judgement_id, "{}", who=by or getpass.getuser(), why=why)
                typer.echo(f"{each} may be read again")
            return
        if not yes:
            for each in found:
                article = opened.article(each)
                title = "" if article is None else f"{article.title or article.key} ({article.outlet or 'no outlet'})"
                typer.echo(printable(f"{each}  {title}"), err=True)
            typer.confirm("Delete the text and all that was made of it, for good?", abort=True, err=True)
        for each in found:
            made = opened.forgotten(each)  # run again, it goes on with what is left to do
            if made is None:
                made = take_down(each, opened, who=by or getpass.getuser(), why=why)
            typer.echo(f"{made.judgement_id}  {each} is taken down")
        opened.overwrite_deleted()
