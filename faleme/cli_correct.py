"""`faleme correct`, `corrections`, `review`: what people judge of reports and events."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faleme.cli_base import (
    FAILED,
    JsonOption,
    LimitOption,
    StoreOption,
    opened_store,
    printable,
    write_json,
    wrong,
)
from faleme.cli_registers import row_named
from faleme.records import Judgement
from faleme.settings import load_settings
from faleme.store.base import Filter, Store

if TYPE_CHECKING:
    from faleme.reference.actors import Actors

WhoOption = Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who judges; else the user's login.")]


def correct(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="Reports (R…), events (E…), rows (G…), or for --undo corrections (D…)."),
    ],
    set_: Annotated[
        list[str],
        typer.Option("--set", metavar="FIELD=VALUE", help="Set a field, such as type=ASSAULT; may be repeated."),
    ] = [],  # noqa: B006 - Typer copies it
    no_event: Annotated[bool, typer.Option("--no-event", help="It tells no event.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="It is right as it stands.")] = False,
    same: Annotated[bool, typer.Option("--same", help="The two tell one happening.")] = False,
    different: Annotated[bool, typer.Option("--different", help="The two tell two happenings.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take corrections back.")] = False,
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason, which stays beside it.")] = "",
    store: StoreOption = None,
    who: WhoOption = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme correct R9F2C1 --set type=ASSAULT --set dead=12 --why "the hospital's own count" --store news.db
    faleme correct --same R9F2C1 R4KD2A --why "one convoy, two agencies" --store news.db
    faleme correct --undo D5K2 --why "the hospital took it back" --store news.db

    Correct reports and events. What a person judges wins over the machine wherever the store is read, whose value stays
    beside it; it holds when the page is coded anew, as long as its words are there; and it can be taken back.

    Fields: type, mode, factuality (happened, planned, hypothetical, denied, historical), actor and recipient (an id, a
    name, or "words (MLI)"; several with ;), place (a GeoNames number or a name), date (2024-03-05, or two with /), and
    figures: dead, injured, arrested … (12, 10-12 or 10-). "none" makes a field unknown. Of an event a field is set as a
    whole: its reports keep what they say. Of a row of a register (G…): status, with when=DAY beside it, and its dates
    (due, made; from, to; signed); --no-event says that there is no such thing.
    """
    asked = [bool(set_), no_event, accept, same, different, undo]
    if sum(asked) != 1:
        wrong("say one of --set, --no-event, --accept, --same, --different, --undo.")
    if not why.strip():
        wrong('--why "…" is missing: whoever reads the correction later needs the reason.')
    if (same or different) and len(ids) != 2:
        wrong(f"--{'same' if same else 'different'} is about two reports; {len(ids)} were given.")
    from faleme.run import correct as judged  # noqa: PLC0415 - the help must not wait for link and reference data

    with opened_store(store) as opened, _asked_rightly():
        judge = judged.Judge(who=who or getpass.getuser(), why=why, codebook=_codebook())
        if undo:
            made = judged.undo(ids, opened, judge)
        elif any(each.strip().upper().startswith("G") for each in ids):
            made = _judged_rows(ids, set_, opened, judge, no_such=no_event)
        else:
            whole = list(dict.fromkeys(_whole(each, opened) for each in ids))
            if set_:
                from faleme.run.correction_values import values_from  # noqa: PLC0415 - as above

                values = values_from(set_, codebook=judge.codebook, actors=_actors())
                made = judged.set_values(whole, values, opened, judge)
            elif no_event:
                made = judged.no_event(whole, opened, judge)
            elif accept:
                made = judged.accept(whole, opened, judge)
            else:
                made = [judged.pair(whole[0], whole[-1], opened, judge, same=same)]
        _tell(made, opened, json_=json_)


def _judged_rows(
    ids: Sequence[str], texts: Sequence[str], store: Store, judge: Any, *, no_such: bool
) -> list[Judgement]:
    """Judge rows of registers."""
    from faleme.run.register_corrections import judge_rows  # noqa: PLC0415 - the help must not wait for link

    if not no_such and not texts:
        wrong("a row of a register is corrected with --set or --no-event.")
    values = {}
    for text in texts:
        field, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not value:
            wrong(f"{text!r}: write FIELD=VALUE, such as status=kept.")
        values[field.casefold()] = value.casefold()
    rows = [row_named(each, store) for each in ids]
    return judge_rows(rows, {"row": "none"} if no_such else values, store, judge)


def corrections(
    restore: Annotated[
        Path | None,
        typer.Option("--restore", metavar="FILE", help="Bring over those that another store exported; - for stdin."),
    ] = None,
    unapplied: Annotated[bool, typer.Option("--unapplied", help="Only those whose words are gone.")] = False,
    store: StoreOption = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme corrections --store news.db
    faleme export --format corrections --store old.db | faleme corrections --restore - --store new.db

    List all corrections of reports, events and rows of registers, oldest first, undone ones too. A correction whose
    words no page holds any more is kept and marked UNAPPLIED. Decisions on who is who are listed by `faleme actors
    decisions`.
    """
    from faleme.exchange.correction_views import correction_text, corrections_view  # noqa: PLC0415 - the help must not wait for it

    with opened_store(store) as opened:
        if restore is not None:
            from faleme.run.correct import restore as bring  # noqa: PLC0415 - the help must not wait for link

            try:
                text = sys.stdin.read() if str(restore) == "-" else restore.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                wrong(f"{restore} is no UTF-8 text ({error.reason}). Give what `faleme export` wrote.")
            new, known = bring(text.split("\n"), opened, codebook=_codebook())
            typer.echo(f"{new} brought over, {known} were here", err=True)
            return
        found = [each for each in corrections_view(opened) if not unapplied or each["status"] == "unapplied"]
    for view in found:
        if json_:
            write_json(view)
        else:
            typer.echo(printable(correction_text(view)))
    if not found:
        typer.echo("no corrections" + (" without their words" if unapplied else ""), err=True)


def review(
    limit: LimitOption = 20,
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason of all decisions.")] = "reviewed",
    store: StoreOption = None,
    who: WhoOption = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme review --store news.db
    faleme review --store news.db --json --limit 100

    List the events most worth a person's minute, of the 500 newest: worth = influence * (doubt + contradictions +
    nearness). Influence: 1 + log2(1 + independent origins), and 1 more where somebody died. Doubt: 4 p (1 - p) of the
    score p. Contradictions: 1 for each kind of figure, for whether it happened and for the day, where reports exclude
    each other. Nearness: the score of a report that was all but linked, or what a weak link lacks to 1.

    On a terminal it asks: a accept, t fix type or any field, n not an event, s same and d different (with the report
    that is suggested), k or blank skip, u undo, q quit, ? keys. Each decision is kept at once. Elsewhere it is a list.
    """
    from faleme.run import review as run  # noqa: PLC0415 - the help must not wait for link and reference data
    from faleme.run.correct import Judge  # noqa: PLC0415 - as above

    asking = not json_ and sys.stdin.isatty() and sys.stdout.isatty()
    with opened_store(store) as opened:
        codebook = _codebook()
        items = run.worth_a_look(opened, Filter(), codebook=codebook, limit=limit)
        if asking and items:
            judge = Judge(who=who or getpass.getuser(), why=why, codebook=codebook)
            typer.echo("\n".join(f"{key}  {what}" for key, what in run.KEYS.items()))
            made = run.session(
                items, opened, _Terminal(), judge, actors=_actors(), describe=lambda item: _described(item, opened)
            )
            typer.echo(f"{made} decision{'' if made == 1 else 's'} kept", err=True)
            return
        for item in items:
            if json_:
                write_json(_item_view(item, opened))
            else:
                typer.echo(f"{item.worth:6.2f}  {_described(item, opened)}\n")
        if not items:
            typer.echo("nothing is open", err=True)


class _Terminal:
    """A session's desk at the terminal."""

    def key(self) -> str:
        """One key, without Enter."""
        return typer.getchar()

    def line(self, prompt: str) -> str:
        """A line, empty where only Enter is pressed."""
        return str(typer.prompt(prompt, default="", show_default=False, prompt_suffix=""))

    def say(self, text: str) -> None:
        """On stdout."""
        typer.echo(text)


def _item_view(item: Any, store: Store) -> dict[str, Any]:
    from faleme.exchange import views  # noqa: PLC0415 - the help must not wait for it

    return {
        "worth": item.worth,
        "reasons": list(item.reasons),
        "report_id": item.report_id,
        "sister": item.sister,
        "sister_linked": item.linked,
        **views.event_view(item.event, store),
    }


def _described(item: Any, store: Store) -> str:
    from faleme.exchange import terminal, views  # noqa: PLC0415 - the help must not wait for it

    text = terminal.event_text(views.event_detail(item.event, store))
    lines = [f"why: {'; '.join(item.reasons)}", text]
    if item.sister is not None and (sister := store.report(item.sister)) is not None:
        detail = terminal.report_text(views.report_detail(sister, store))
        lines += ["", "suggested, linked now:" if item.linked else "suggested, in another event:", detail]
    return "\n".join(lines)


@contextmanager
def _asked_rightly() -> Iterator[None]:
    """What a value, an id or a pair lacks, in words; nothing is kept then."""
    try:
        yield
    except ValueError as error:
        wrong(str(error))


def _whole(id_: str, store: Store) -> str:
    found = [each for each in store.complete(id_.strip().upper(), limit=6) if each[:1] in "RE"]
    if id_.strip().upper() in found:
        return id_.strip().upper()
    if not found:
        wrong(f"no report or event has an id that begins with {id_}. `faleme show` lists events.", code=FAILED)
    if len(found) > 1:
        wrong(f"{id_} could be {', '.join(found)}: give more of it.")
    return found[0]


def _codebook() -> Any:
    from faleme.reference.own_lexicon import load_ontology  # noqa: PLC0415 - the help must not wait for it

    return load_ontology(load_settings().lexicon)[0]


def _actors() -> Actors:
    from faleme.pipeline import load_registry  # noqa: PLC0415 - the help must not wait for the pipeline

    return load_registry(load_settings().actors)


def _tell(made: Sequence[Judgement], store: Store, *, json_: bool) -> None:
    from faleme.exchange.correction_views import correction_text, corrections_view  # noqa: PLC0415 - the help must not wait for it

    ids = {each.judgement_id for each in made} | {each.subject for each in made if each.kind == "undo"}
    for view in corrections_view(store):
        if view["correction"] in ids:
            if json_:
                write_json(view)
            else:
                typer.echo(printable(correction_text(view)))
