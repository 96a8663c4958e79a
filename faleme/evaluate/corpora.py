"""Readers of annotated files that others make: CoNLL-U, names with one word a line, event pages as JSON lines.

A `.gz` file is unpacked on the way. A file that cannot be read is a ReadError with its line.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from faleme.errors import ReadError

Kind = Literal["ud", "names", "events", "coreference"]

# Labels of other corpora -> ours. Products and works are none; OTH (peoples, religions) is read and not scored.
_NAME_KINDS = {
    "PER": "PER", "LOC": "LOC", "ORG": "ORG", "OTH": "OTH",
    "PERSON": "PER", "LOCATION": "LOC", "GPE": "LOC", "GROUP": "ORG", "CORPORATION": "ORG", "ORGANIZATION": "ORG",
}  # fmt: skip
_TAG = re.compile(r"O|[BI]-\S+")
_NO_BREAK = "SpaceAfter=No"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeSentence:
    """A sentence with its gold layers; a layer that the file lacks is empty.

    heads: index of each word's head, -1 for the root. names: tags "O", "B-PER", …, or None where names are unknown.
    surface: what stands in the text, as (written form, words in it, blank after it). opens: a paragraph begins here.
    name: its id in the treebank.
    """

    words: tuple[str, ...]
    lemmas: tuple[str, ...] = ()
    upos: tuple[str, ...] = ()
    xpos: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()
    relations: tuple[str, ...] = ()
    names: tuple[str, ...] | None = None
    surface: tuple[tuple[str, tuple[str, ...], bool], ...] = ()
    opens: bool = False
    name: str = ""


def kinds_of(path: Path) -> tuple[Kind, ...]:
    """What a file holds, seen by its first lines; CoNLL-U may hold trees and names. Raises ReadError for others."""
    if path.is_dir():
        if (path / "split.csv").is_file():
            return ("events",)
        raise ReadError(f"{path}: a folder of event pages has a split.csv")
    first = next((line for _, line in _lines(path) if line.strip() and not line.startswith("#")), "")
    columns = first.split("\t")
    if len(columns) == 10:
        return ("ud", "names") if any("NER=" in line for _, line in _lines(path)) else ("ud",)
    if first.lstrip().startswith("{"):
        return ("coreference",) if '"sentences": [[' in first else ("events",)
    if len(words := first.split()) >= 2 and _TAG.fullmatch(words[-1]):
        return ("names",)
    raise ReadError(
        f"{path}: neither CoNLL-U (ten columns), nor one word and its name tag a line, nor event pages as JSON lines"
    )


def read_conllu(path: Path) -> list[TreeSentence]:
    """Sentences of a CoNLL-U file; names ride in MISC as NER=B-PER. Empty nodes are passed over."""
    sentences: list[TreeSentence] = []
    rows: list[list[str]] = []
    missing = opens = named = False
    name = ""
    for number, line in [*_lines(path), (0, "")]:
        if line.startswith("#"):
            missing = missing or line.replace(" ", "") == "#ner=missing"
            opens = opens or line.startswith(("# newpar", "# newdoc"))
            name = line.removeprefix("# sent_id = ") if line.startswith("# sent_id = ") else name
        elif line.strip():
            columns = line.split("\t")
            if len(columns) != 10:
                raise ReadError(f"{path}, line {number}: {len(columns)} columns, not the ten of CoNLL-U")
            rows.append(columns)
            named = named or "NER=" in columns[9]
        elif rows:
            sentences.append(_tree(rows, path, number, missing=missing, opens=opens, name=name))
            rows, missing, opens = [], False, False
    return sentences if named else [replace(sentence, names=None) for sentence in sentences]


def _tree(
    rows: Sequence[Sequence[str]], path: Path, number: int, *, missing: bool, opens: bool, name: str
) -> TreeSentence:
    words = [row for row in rows if row[0].isdigit()]
    try:
        heads = tuple(int(row[6]) - 1 for row in words)
    except ValueError as error:
        raise ReadError(f"{path}, before line {number}: a head is no number") from error
    if any(not -1 <= head < len(words) for head in heads):
        raise ReadError(f"{path}, before line {number}: a head is no word of the sentence")
    return TreeSentence(
        words=tuple(row[1] for row in words),
        lemmas=tuple(row[2] for row in words),
        upos=tuple(row[3] for row in words),
        xpos=tuple(row[4] for row in words),
        heads=heads,
        relations=tuple(row[7] for row in words),
        names=None if missing else tuple(_misc_name(row[9]) for row in words),
        surface=tuple(_surface(rows)),
        opens=opens,
        name=name,
    )


def _surface(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Written forms with the words in them: "don't" holds "do" and "n't"."""
    covered = 0
    forms = {int(row[0]): row[1] for row in rows if row[0].isdigit()}
    for row in rows:
        blank = _NO_BREAK not in row[9].split("|")
        first, dash, last = row[0].partition("-")
        if dash:
            covered = int(last)
            yield row[1], tuple(forms[at] for at in range(int(first), covered + 1)), blank
        elif row[0].isdigit() and int(row[0]) > covered:
            yield row[1], (row[1],), blank


def read_iob(path: Path) -> list[TreeSentence]:
    """Sentences of a file with a word and its name tag a line and an empty line between sentences."""
    sentences: list[TreeSentence] = []
    words: list[str] = []
    tags: list[str] = []
    for number, line in [*_lines(path), (0, "")]:
        parts = line.split()
        if line.startswith("# ") and not _TAG.fullmatch(parts[-1]):
            continue
        if len(parts) >= 2:
            if not _TAG.fullmatch(parts[-1]):
                raise ReadError(f"{path}, line {number}: {parts[-1]!r} is no name tag such as O or B-PER")
            words.append(parts[0])
            tags.append(_name(parts[-1]))
        elif words:
            sentences.append(TreeSentence(words=tuple(words), names=tuple(tags)))
            words, tags = [], []
    return sentences


def read_pages(path: Path, *, part: str | None = None) -> list[dict[str, Any]]:
    """Event pages of a file, or of a folder with a split.csv, there only those of a part (train, dev, test)."""
    if not path.is_dir():
        return list(_pages(path))
    with (path / "split.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["id"] for row in csv.DictReader(file) if part is None or row["split"] == part}
    files = sorted([*path.glob("*.jsonl"), *path.glob("*.jsonl.gz")])
    pages = [page for file_ in files for page in _pages(file_) if page["id"] in wanted]
    if not pages:
        raise ReadError(f"{path} holds no page of the part {part!r}; split.csv names train, dev and test")
    return pages


def _pages(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in _lines(path):
        if not line.strip():
            continue
        try:
            page = json.loads(line)
        except ValueError as error:
            raise ReadError(f"{path}, line {number}: not a JSON object ({error})") from error
        lacking = {"id", "text", "mentions", "events"} - set(page if isinstance(page, dict) else ())
        if lacking:
            raise ReadError(f"{path}, line {number}: an event page has {', '.join(sorted(lacking))}")
        yield page


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                yield number, line.rstrip("\n")
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadError(f"{path}: not readable as UTF-8 text ({error})") from error


def _misc_name(misc: str) -> str:
    return next((_name(part[4:]) for part in misc.split("|") if part.startswith("NER=")), "O")


def _name(tag: str) -> str:
    begin, _, kind = tag.partition("-")
    known = _NAME_KINDS.get(kind.upper())
    return f"{begin}-{known}" if known else "O"


def name_spans(tags: Iterable[str]) -> set[tuple[int, int, str]]:
    """(first word, last word, kind) of the names; an I- without its beginning begins one. OTH is left out."""
    spans: set[tuple[int, int, str]] = set()
    start, kind = 0, ""
    for word, tag in enumerate([*tags, "O"]):
        if kind and (not tag.startswith("I-") or tag[2:] != kind):
            spans.add((start, word - 1, kind))
            kind = ""
        if tag != "O" and not kind:
            start, kind = word, tag[2:]
    return {span for span in spans if span[2] != "OTH"}
