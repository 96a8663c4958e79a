"""The pages of the code book: docs/codebook.md and one page for each event type, from data and measured figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from faleme.evaluate.scores import Count
from faleme.reference.codebook import CameoCode, Codebook, EventType
from faleme.reference.codebook_pages import (
    NOTHING,
    Example,
    Marked,
    Neighbour,
    TypePage,
    comes_out,
    emphasised,
    roles_fit,
)


def codebook_page(codebook: Codebook, pages: Mapping[str, TypePage], measured: Mapping[str, Any]) -> str:
    """docs/codebook.md: every type with a link to its page, every context and sector, and what holds for all types."""
    found = measured["examples"]["found"]
    right = {event_type: _share(page.examples(), found) for event_type, page in pages.items()}
    return "\n".join(
        [
            "# Codebook",
            "",
            "What was done, how, about what, and by whom: PLOVER 2.0 as faleme uses it, with the contradictions of its "
            "manual settled. The data is `faleme/data/codebook`; the definitions are our own wording. Each type has a "
            "page with examples, its modes, the types that it is mistaken for, and how well faleme finds it.",
            "",
            "| type | class | score | is | F1 | examples that come out |",
            "|---|---|--:|---|--:|--:|",
            *(
                f"| [{book.code}](codebook/{book.code}.md) | {codebook.quad_names[book.quad]} | {_score(book.score)} "
                f"| {book.definition} | {_count(measured, book.code).f1:.2f} | {right[book.code]} |"
                for book in codebook.types.values()
            ),
            "",
            *_measured(pages, measured),
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
            "## Names of other code books",
            "",
            "PLOVER's README, its gold records, the published crosswalk from CAMEO and other code books use names that "
            "the manual does not have. They are read so:",
            "",
            "| there | here |",
            "|---|---|",
            *(f"| type `{old}` | {new} |" for old, new in codebook.type_repairs.items()),
            *(
                f"| mode `{old}` of {event_type} | {f'`{new}`' if new else 'no mode'} |"
                for (event_type, old), new in codebook.mode_repairs.items()
            ),
            *(f"| context `{old}` | `{new}` |" for old, new in codebook.context_repairs.items()),
            "",
            "Mode names repeat under other types with another meaning (`arrest` is threatened under THREATEN and done "
            "under COERCE), so a mode is never read without its type.",
            "",
        ]
    )


def _measured(pages: Mapping[str, TypePage], measured: Mapping[str, Any]) -> Iterator[str]:
    types, examples = measured["types"], measured["examples"]
    every = [example for page in pages.values() for example in page.examples()]
    yield from (
        f"F1 is measured on {types['pages']} annotated pages that the core was not trained on, though the coder's "
        f"thresholds were chosen there (`{types['command']}`, commit of {types['commit_date']}): an event is found "
        "where its words and its type are. The examples are the sentences of the pages, all of them written by us "
        f"(`{examples['command']}`, commit of {examples['commit_date']}): {_share(every, examples['found'])} come out "
        "as the pages say, with no other coding beside. They are plainer than the press, so the first figure is the "
        "one to plan with.",
        "",
    )


def type_page(
    book: EventType, page: TypePage, codebook: Codebook, cameo: Mapping[str, CameoCode], measured: Mapping[str, Any]
) -> str:
    """docs/codebook/TYPE.md, its console block without outputs."""
    found = measured["examples"]["found"]
    return "\n".join(
        [
            f"# {book.code}",
            "",
            book.definition,
            "",
            f"[All types](../codebook.md). Class: {codebook.quad_names[book.quad]}. Score: {_score(book.score)}.",
            "",
            "*Found today* says what faleme makes of a sentence: *yes*, *not found*, or what it reads instead.",
            "",
            *_who(page, measured),
            *_inside_and_outside(book, page, found),
            *_modes(book, page, found),
            *_neighbours(page, found),
            *_tellings(book, page, found),
            *_settled(book, page),
            *_cameo(book, codebook, cameo),
            *_quality(book, page, measured),
            "## What faleme prints",
            "",
            "One line of JSON for each report ([fields](../how-to/export.md)):",
            "",
            "```console",
            "$ faleme code " + " ".join(f'"{text}"' for text in page.shown),
            "```",
            "",
        ]
    )


def _who(page: TypePage, measured: Mapping[str, Any]) -> Iterator[str]:
    yield from ("## Who is who", "", f"- Actor: {page.actor}", f"- Recipient: {page.recipient}", "")
    yield from _rows(
        ("example", "found today"),
        ((emphasised(one), _today_with_roles(one, measured)) for one in page.marked),
    )


def _inside_and_outside(book: EventType, page: TypePage, found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from ("## In", "")
    yield from _rows(
        ("what", "example", "found today"),
        ((one.about or "plain", f"*{one.text}*", _today(one, found)) for one in page.inside),
    )
    yield from ("## Out", "")
    yield from _rows(
        ("what", "is", "example", "found today"),
        ((one.about, _linked(one.wanted), f"*{one.text}*", _today(one, found)) for one in page.outside),
    )
    yield from (f"- *{text}* is not {book.code}. {book.because}" for text in book.counter_examples)
    yield from (f"- {rule}" for rule in book.rules if rule != book.because)
    yield ""


def _modes(book: EventType, page: TypePage, found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from ("## Modes", "")
    if not book.modes:
        yield from (f"{book.code} has none.", "")
        return
    yield from _rows(
        ("mode", "score", "is", "example", "found today"),
        (
            (
                mode.code,
                _score(mode.score),
                " ".join(filter(None, (mode.definition, mode.settled))),
                f"*{page.modes[mode.code].text}*",
                _today(page.modes[mode.code], found),
            )
            for mode in book.modes.values()
        ),
    )


def _neighbours(page: TypePage, found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from ("## Mistaken for", "")

    def cells(near: Neighbour) -> tuple[str, ...]:
        return (
            f"*{near.ours.text}*",
            _today(near.ours, found),
            f"*{near.theirs.text}*",
            _today(near.theirs, found),
            near.decides,
        )

    yield from _rows(
        (page.event_type, "found today", "neighbour", "", "found today", "what decides"),
        (
            (ours, today, _linked(near.event_type), theirs, today_theirs, decides)
            for near in page.neighbours
            for ours, today, theirs, today_theirs, decides in [cells(near)]
        ),
    )


def _tellings(book: EventType, page: TypePage, found: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from ("## Told as future, denied, refused or long past", "")
    if book.future_becomes != book.code:
        yield from (f"Announced or planned, it is {_linked(book.future_becomes)}.", "")
    yield from _rows(
        ("told as", "example", "is", "found today"),
        (
            (
                how,
                f"*{one.text}*" + (f" {one.about}" if one.about else ""),
                _linked(one.wanted) + (f", beside {one.also}" if one.also else ""),
                _today(one, found),
            )
            for how, one in page.tellings
        ),
    )


def _settled(book: EventType, page: TypePage) -> Iterator[str]:
    yield from ("## What the manual leaves open", "")
    yield from _rows(("the manual, and tables beside it", "here"), ((one.manual, one.ours) for one in page.settled))
    if book.settled:
        yield from (book.settled, "")


def _cameo(book: EventType, codebook: Codebook, cameo: Mapping[str, CameoCode]) -> Iterator[str]:
    ours = [code for code in cameo.values() if code.event_type == book.code]
    roots = sorted({code.root for code in ours})
    yield from (
        "## CAMEO",
        "",
        f"Codes of {'root' if len(roots) == 1 else 'roots'} {', '.join(roots)} (numbering of the manual 1.1b3):",
        "",
    )
    others = {
        root: {name: table[root] for name, table in codebook.quads_by_cameo_root.items() if table[root] != book.quad}
        for root in roots
    }
    yield from _rows(
        ("code", "CAMEO's label", "mode"), ((code.code, code.label.strip(), code.mode or "") for code in ours)
    )
    for root, quads in others.items():
        if quads:
            told = " and ".join(
                f"{quad} in {name.upper() if name == 'gdelt' else name.title()}" for name, quad in quads.items()
            )
            yield from (f"Here the type has class {book.quad}; root {root} has class {told}.", "")


def _quality(book: EventType, page: TypePage, measured: Mapping[str, Any]) -> Iterator[str]:
    count, types, examples = _count(measured, book.code), measured["types"], measured["examples"]
    yield from ("## How well faleme finds it", "")
    yield from _rows(
        ("precision", "recall", "F1", "annotated", "coded", "right"),
        [
            (
                *(f"{side:.2f}" for side in (count.precision, count.recall, count.f1)),
                *(f"{number:g}" for number in (count.wanted, count.found, count.right)),
            )
        ],
    )
    yield from (
        f"On {types['pages']} annotated pages, `{types['command']}`, commit of {types['commit_date']}. "
        + ("Fewer than thirty annotated events: read the figures with that in mind. " if count.wanted < 30 else "")
        + f"Of the sentences on this page, {_share(page.examples(), examples['found'])} come out as they should, with "
        f"no other coding beside (`{examples['command']}`, commit of {examples['commit_date']}).",
        "",
    )


# --- cells ------------------------------------------------------------------------------------------------


def _today(example: Example, found: Mapping[str, Sequence[str]]) -> str:
    codings = found.get(example.text, ())
    if comes_out(example, codings):
        return "yes" if example.wanted != NOTHING else "yes: nothing"
    return ", ".join(codings) if codings else "**not found**"


def _today_with_roles(marked: Marked, measured: Mapping[str, Any]) -> str:
    today = _today(marked.example, measured["examples"]["found"])
    roles = measured["examples"]["roles"].get(marked.example.text, {"actor": (), "recipient": ()})
    if today != "yes" or roles_fit(marked, roles):
        return today
    return "; ".join(f"{role}: {', '.join(words) or 'nobody'}" for role, words in roles.items())


def _linked(coding: str) -> str:
    """A coding with a link to its type's page."""
    if coding == NOTHING:
        return "no event"
    name, _, rest = coding.partition(" ")
    event_type = name.partition("-")[0]
    return f"[{name}]({event_type}.md)" + (f" {rest}" if rest else "")


def _share(examples: Sequence[Example], found: Mapping[str, Sequence[str]]) -> str:
    return f"{sum(comes_out(one, found.get(one.text, ())) for one in examples)} of {len(examples)}"


def _count(measured: Mapping[str, Any], event_type: str) -> Count:
    return Count(**measured["types"]["counts"][event_type])


def _score(score: float) -> str:
    return f"{score:+.1f}"


def _rows(heads: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield ""


def _table(head: str, rows: Mapping[str, str]) -> Iterator[str]:
    yield from _rows((head, "is"), list(rows.items()))
