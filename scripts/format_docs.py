"""The pages of the export forms: docs/formats/README.md and one page for each form, from what the code declares.

Columns, header, what a form has room for and how it is filled come from its module in `faleme.exchange`; the example
and the counts come from `scripts.format_examples`. Written here is only what no module says: whom a form is for, and
what an event must have to be in it.
"""

from __future__ import annotations

import csv
import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from faleme.exchange import (
    acled,
    cameo,
    flat,
    ftm,
    gdelt,
    geojson,
    icews,
    jsonld,
    parquet,
    phoenix,
    plover,
    polecat,
    reports,
    statements,
    ucdp,
)
from faleme.exchange.correction_views import judgement_view
from faleme.exchange.export import _TEXT_FORMS, CORRECTIONS, PARQUET, REPORTS, STATEMENTS, STATEMENTS_CSV
from faleme.exchange.external import acled as acled_in
from faleme.exchange.external import gdelt as gdelt_in
from faleme.exchange.external import polecat as polecat_in
from faleme.exchange.external import ucdp as ucdp_in
from faleme.exchange.facets import FACETS
from faleme.exchange.form_names import FORMS
from faleme.exchange.forms import Table
from faleme.records import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What no module says of a form. needs: of an event, else it is left out. loses: where facets do not tell it.

    filled: what says by its docstring how the form is filled. way_in: the same of what reads it, None where nothing
    does. more: where its fields are explained.
    """

    title: str
    used: str
    filled: tuple[object, ...]
    rows: str = "an event, or with `--unit report` a report"
    needs: str = ""
    loses: str = ""
    way_in: object | None = None
    back: str = "none"
    more: str = ""


_IMPORT = "`faleme import`"
_RESTORE = "`faleme corrections --restore`"
_CAMEO = "it happened; both sides named; a CAMEO code or a quad class"
_GDELT = "it happened; somebody named; a CAMEO code or a quad class"
_DAY = "it happened; a day; both sides named; one CAMEO code"

ABOUT: Mapping[str, About] = MappingProxyType(
    {
        "plover": About(
            title="PLOVER 2.0",
            used="tools that know PLOVER's records; the default",
            filled=(plover,),
            needs="a PLOVER type, or a type of your own with a parent there",
            more="../how-to/export.md#--format-plover",
        ),
        "reports": About(
            title="reports, our own",
            used="programs that go on from every report and its offsets, and a store that takes judgements over",
            filled=(reports,),
            rows="a report",
            loses="decisions and runners-up (`faleme explain` has them)",
            back=f"of the judgements in it, {_RESTORE}",
            more="../how-to/export.md#--format-reports",
        ),
        "polecat": About(
            title="POLECAT",
            used="what reads POLECAT's files",
            filled=(polecat,),
            needs="it happened; a PLOVER type",
            way_in=polecat_in,
            back=_IMPORT,
        ),
        "cameo": About(title="CAMEO, PETRARCH2's rows", used="what reads PETRARCH2", filled=(cameo,), needs=_DAY),
        "gdelt1": About(
            title="GDELT 1.0 events",
            used="what reads GDELT's daily files",
            filled=(gdelt,),
            needs=_GDELT,
            way_in=gdelt_in,
            back=_IMPORT,
        ),
        "gdelt2": About(
            title="GDELT 2.0 events",
            used="what reads GDELT's files of a quarter of an hour",
            filled=(gdelt,),
            needs=_GDELT,
            way_in=gdelt_in,
            back=_IMPORT,
        ),
        "gdelt2-mentions": About(
            title="GDELT 2.0 mentions",
            used="which articles tell the rows of `gdelt2`, and where in them",
            filled=(gdelt,),
            needs=_GDELT,
        ),
        "icews": About(title="ICEWS", used="what reads ICEWS' files", filled=(icews,), needs=_DAY),
        "phoenix": About(
            title="Phoenix", used="what reads Phoenix of the Open Event Data Alliance", filled=(phoenix,), needs=_CAMEO
        ),
        "acled": About(
            title="ACLED-like",
            used="sheets and maps made for ACLED's columns",
            filled=(acled,),
            needs="it happened; a type that ACLED codes; at most a month; a place finer than a country",
            way_in=acled_in,
            back=_IMPORT,
        ),
        "ucdp": About(
            title="UCDP-GED-like",
            used="analyses made for UCDP GED's columns",
            filled=(ucdp,),
            needs="it happened; ASSAULT with dead told; at most a year; a place",
            way_in=ucdp_in,
            back=_IMPORT,
        ),
        "csv": About(
            title="flat, our own, as CSV",
            used="spreadsheets, R and the like",
            filled=(flat,),
            more="../how-to/export.md#what-an-event-says-in-these-forms",
        ),
        "geojson": About(title="GeoJSON", used="maps", filled=(geojson,)),
        "jsonld": About(title="JSON-LD with PROV-O", used="graphs that ask what each value rests on", filled=(jsonld,)),
        "ftm": About(title="FollowTheMoney", used="investigations in tools of its family", filled=(ftm,)),
        "parquet": About(
            title="flat, our own, as Parquet",
            used="DuckDB, pandas, polars, Spark; needs the extra `analysis` and `--out`",
            filled=(parquet, flat),
        ),
        "statements": About(
            title="statements, our own",
            used="programs that ask who said what",
            filled=(statements,),
            rows="a statement",
            loses="runners-up",
            more="../how-to/export.md#--format-statements",
        ),
        "statements-csv": About(
            title="statements as CSV", used="spreadsheets", filled=(statements,), rows="a statement",
            more="../how-to/statements.md",
        ),
        "corrections": About(
            title="what people judged",
            used="another store, which takes them over; undone ones are in it, too",
            filled=(judgement_view, Judgement),
            rows="a judgement",
            loses="nothing",
            back=_RESTORE,
            more="../how-to/correct.md",
        ),
    }
)  # fmt: skip

MENTIONS = gdelt.FORM_MENTIONS.name  # says of what the rows of gdelt2 tell where it stands, and no more
_OBJECTS = "JSON objects, one a line"
_SHOWN = 90  # characters of a value
_LONGEST = 600  # of a row as it stands in the file
_OFTEN = 4  # losses that the index names
_LOSSES = (
    ("left_out", "left out"),
    ("dropped", "no place for"),
    ("coarsened", "less precise"),
    ("uncoded", "without a code, left empty"),
    ("beside", "of other kinds, not in this form"),
)


def index_page(kept: Mapping[str, Any]) -> str:
    """docs/formats/README.md: every form in a row, with a link to its page."""
    return "\n".join(
        [
            "# Export forms",
            "",
            "`faleme export --format FORM` writes the store in each of these; [how](../how-to/export.md), and "
            "[what holds for all of them](../how-to/export.md#what-holds-for-all-of-them). Nothing is guessed to fill "
            "a column, and every export counts what it leaves out and what its form has no place for. The last column "
            "has what most events of the example pages lose; a form's page has all. What the records are is told "
            "in [the data model](../data-model.md).",
            "",
            "| `--format` | is | for | a row is | needs of it, else it is left out | written as | way in | "
            "has no place for |",
            "|---|---|---|---|---|---|---|---|",
            *(
                f"| [`{form}`]({form}.md) | {one.title} | {one.used} | {one.rows} | {one.needs} | {_shape(form)} "
                f"| {one.back} | {_often(form, kept)} |"
                for form, one in ((form, ABOUT[form]) for form in FORMS)
            ),
            "",
            f"{_IMPORT} brings rows of others in as [external reports](../how-to/compare.md), beside the record and "
            "never part of it: what was exported here does not come back as events.",
        ]
    )


def form_page(form: str, kept: Mapping[str, Any]) -> str:
    """docs/formats/FORM.md: how it is written and filled, what it holds and loses, its columns with an example."""
    one = ABOUT[form]
    out = " --out events.parquet" if form == PARQUET else ""
    return "\n".join(
        [
            f"# `{form}`: {one.title}",
            "",
            f"For {one.used}.",
            "",
            "```sh",
            f"faleme export --format {form} --store news.db{out}",
            "```",
            "",
            "| | |",
            "|---|---|",
            f"| written as | {_shape(form)} |",
            f"| a row is | {one.rows}{_dyads(form)} |",
            *([f"| needs, else it is left out | {one.needs} |"] if one.needs else []),
            f"| unknown is | {_unknown(form)} |",
            f"| way in | {one.back} |",
            *([f"| more | [{one.more.partition('#')[0].rpartition('/')[2]}]({one.more}) |"] if one.more else []),
            "",
            "## How it is filled",
            "",
            *_docstrings(one.filled),
            *(["### How it is read", "", *_docstrings((one.way_in,))] if one.way_in else []),
            "## What it loses",
            "",
            *_losses(form, kept),
            *_example(form, kept),
            "[All forms](README.md)",
        ]
    )


def _shape(form: str) -> str:
    found = _table_of(form)
    if found is not None:
        between = "tabs" if found.delimiter == "\t" else "commas"
        return f"{len(found.columns)} columns, {between}, {'header' if found.header else 'no header'}"
    if form == PARQUET:
        return f"{len(flat.FIELDS)} typed columns, lists as lists"
    if form in ("geojson", "jsonld"):
        return "one JSON object around all"
    return _OBJECTS


def _table_of(form: str) -> Table | None:
    if form == STATEMENTS_CSV:
        return statements._TABLE
    found = _TEXT_FORMS.get(form)
    return found if isinstance(found, Table) else None


def _dyads(form: str) -> str:
    if form == MENTIONS:
        return "; a row for each dyad in it and each report"
    return "; a row for each dyad in it" if form in ("polecat", "cameo", "gdelt1", "gdelt2", "icews", "phoenix") else ""


def _unknown(form: str) -> str:
    found = _table_of(form)
    if found is None:
        return "left out" if form in ("ftm", "jsonld") else "null"
    return f'"{found.missing}"' if found.missing else "an empty cell"


def _docstrings(found: tuple[object, ...]) -> Iterator[str]:
    for one in found:
        for paragraph in inspect.cleandoc(one.__doc__ or "").replace("``", "`").split("\n\n"):
            yield " ".join(paragraph.splitlines())
            yield ""


def _losses(form: str, kept: Mapping[str, Any]) -> Iterator[str]:
    """What the form holds and what not, by facet, then the loss report of the example pages."""
    holds = _holds(form)
    if holds is not None:
        every = "of each row of `gdelt2`: " if form == MENTIONS else "who and to whom, the type, the day, and: "
        yield f"It holds {every}{_in_words(_folded(holds))}."
        yield ""
        lost = _folded(frozenset(FACETS) - holds)
        yield f"It has no place for: {_in_words(lost)}." if lost else "It has a place for all that is counted."
        yield ""
    elif ABOUT[form].loses:
        yield f"It loses {ABOUT[form].loses}."
        yield ""
    loss = kept[form].get("loss")
    if loss is None:
        return
    counts = [(said, loss[kind]) for kind, said in _LOSSES if loss.get(kind)]
    noun = "rows" if _table_of(form) else "objects"
    rows = "" if loss["rows"] == loss["written"] else f" in {loss['rows']} {noun}"
    written = f"{loss['written']} of {loss['read']} {loss['unit']}s written{rows}"
    yield f"Of the example pages (`--loss-report`): {written}."
    yield ""
    if counts:
        yield "| | how many |"
        yield "|---|---|"
        for said, number_of in counts:
            often = sorted(number_of.items(), key=lambda item: (-item[1], item[0]))
            yield f"| {said} | {', '.join(f'{what} ({number})' for what, number in often)} |"
        yield ""


def _holds(form: str) -> frozenset[str] | None:
    """The facets that the form has room for; None where it counts none."""
    if form == PARQUET:
        return flat.HOLDS
    found = _TEXT_FORMS.get(form)
    return None if found is None else found.holds


def _folded(facets: frozenset[str]) -> list[str]:
    """Facets in their order, figures as one."""
    kinds = [name.removeprefix("figure ") for name in FACETS if name.startswith("figure ") and name in facets]
    every = len(kinds) == sum(name.startswith("figure ") for name in FACETS)
    found = [name for name in FACETS if name in facets and not name.startswith("figure ")]
    return found + ([f"figures of {'every kind' if every else ', '.join(kinds)}"] if kinds else [])


def _in_words(names: Sequence[str]) -> str:
    return "; ".join(names) if any(", " in name for name in names) else ", ".join(names)


def _often(form: str, kept: Mapping[str, Any]) -> str:
    """The most frequent losses of the example pages."""
    if ABOUT[form].loses:
        return ABOUT[form].loses
    dropped = kept[form]["loss"].get("dropped", {})
    names = sorted(dropped, key=lambda name: (-dropped[name], name))
    more = f" and {len(names) - _OFTEN} more" if len(names) > _OFTEN else ""
    return ", ".join(names[:_OFTEN]) + more


def _example(form: str, kept: Mapping[str, Any]) -> Iterator[str]:
    """Columns or fields with what stands in them, then the row as it stands in the file."""
    table, made = _table_of(form), kept[form]
    if table is not None:
        (line,) = made["lines"]
        yield from ("## Columns", "", *_intro(form), "| column | in the example |", "|---|---|")
        for column, cell in zip(table.columns, _cells(line, table.delimiter), strict=True):
            yield f"| `{column}` | {_code(cell)} |"
        yield from ("", "As it stands in the file:", "", "```text", _cut(line.replace("\t", "⇥"), _LONGEST), "```", "")
        return
    yield from ("## Fields", "", *_intro(form))
    if form == PARQUET:
        (row,) = made["objects"]
        yield from ("| column | type | in the example |", "|---|---|---|")
        for name, kind in flat.FIELDS.items():
            yield f"| `{name}` | {parquet.TYPES[kind]} | {_code(_json(row[name]))} |"
        yield ""
        return
    kinds: dict[str, Mapping[str, Any]] = {}
    for found in made["objects"]:
        kinds.setdefault(_kind(found, form), found)
    for title, found in kinds.items():
        yield from ([f"### {title}", ""] if len(kinds) > 1 else [])
        yield from ("| field | in the example |", "|---|---|")
        yield from (f"| `{name}` | {_code(_json(value))} |" for name, value in _fields(found))
        yield ""
    first = json.dumps(made["objects"][0], ensure_ascii=False)
    yield from ("As it begins in the file:", "", "```text", _cut(first, _LONGEST), "```", "")


def _intro(form: str) -> Iterator[str]:
    if form == CORRECTIONS:
        yield "A correction, made for this page."
    elif form in (REPORTS, STATEMENTS, STATEMENTS_CSV):
        yield "From one of the [example pages](../../examples/README.md); long values are cut here."
    else:
        tab = ", and ⇥ is a tab" if (found := _table_of(form)) is not None and found.delimiter == "\t" else ""
        yield (
            "One event of the [example pages](../../examples/README.md), the same on the page of every form; "
            f"long values are cut here{tab}."
        )
    yield ""


def _cells(line: str, delimiter: str) -> list[str]:
    return line.split("\t") if delimiter == "\t" else next(csv.reader([line]))


def _kind(found: Mapping[str, Any], form: str) -> str:
    """What sort of object it is, of forms that have several."""
    if form == "ftm":
        return str(found["schema"])
    kind = found.get("@type", "")
    return kind if isinstance(kind, str) else ", ".join(kind)


def _fields(found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Its fields; those of an object inside under both names."""
    for name, value in found.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", each) for inner, each in value.items())
        else:
            yield name, value


def _json(value: object) -> str:
    return "" if value is None or value == [] else json.dumps(value, ensure_ascii=False)


def _code(text: str) -> str:
    """A value in a cell of Markdown; an empty one stays empty."""
    return f"`{_cut(text, _SHOWN)}`".replace("|", "\\|") if text else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
