"""What the page of an event type tells beyond the code book: sentences of ours with the coding that each should get.

The documentation and the tests read it; no coding depends on it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from faleme.reference.codebook import Codebook
from faleme.reference.files import DATA, Faults, toml_of

NOTHING = "none"  # the coding of a sentence that tells no event
_MARK = re.compile(r"\[([^\]]+)\]\((\w+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence of ours.

    wanted: its coding, "TYPE", "TYPE-mode" or either with an auxiliary after a space; a type without a mode asks for
    no mode. "none": it tells no event. also: a coding that may stand beside it. about: what it shows, or why.
    """

    text: str
    wanted: str
    about: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A sentence with who is who. marks: the sentence with each filler as ``[words](role)``."""

    marks: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    example: Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A type that this one is mistaken for, with a sentence of each. decides: the words that tell them apart."""

    event_type: str
    decides: str
    ours: Example
    theirs: Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A contradiction or silence of the manual or of the tables beside it, and what we do."""

    manual: str
    ours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypePage:
    """All that a page tells. actor, recipient: who fills the role. modes: an example by mode.

    tellings: by how it is told ("future", "denied"); a way may stand twice. shown: sentences of which the page prints
    what the product writes.
    """

    event_type: str
    actor: str
    recipient: str
    marked: tuple[Marked, ...]
    inside: tuple[Example, ...]
    outside: tuple[Example, ...]
    modes: Mapping[str, Example]
    neighbours: tuple[Neighbour, ...]
    tellings: tuple[tuple[str, Example], ...]
    settled: tuple[Settled, ...]
    shown: tuple[str, ...]

    def examples(self) -> tuple[Example, ...]:
        """Every sentence of the page once, in its order."""
        pairs = [example for pair in self.neighbours for example in (pair.ours, pair.theirs)]
        found = (
            *(one.example for one in self.marked),
            *self.inside,
            *self.outside,
            *self.modes.values(),
            *pairs,
            *(example for _, example in self.tellings),
        )
        return tuple(dict.fromkeys(found))


def load_pages(codebook: Codebook, folder: Path = DATA / "codebook" / "pages") -> Mapping[str, TypePage]:
    """The pages of all types, by type, in the code book's order. Raises ReferenceDataError with all faults of a file,
    or with the types that have no page."""
    found = {page.event_type: page for page in (_page(path, codebook) for path in sorted(folder.glob("*.toml")))}
    faults = Faults(folder)
    for event_type in codebook.types:
        if event_type not in found:
            faults.add(event_type, "no page")
    faults.check()
    return {event_type: found[event_type] for event_type in codebook.types}


def _page(path: Path, codebook: Codebook) -> TypePage:
    table, faults = toml_of(path), Faults(path)
    code = str(table.get("type", "?"))
    faults.one_of("type", code, frozenset(codebook.types))
    for key in ("actor", "recipient", "marked", "in", "out", "neighbour", "telling", "settled", "shown"):
        if not table.get(key):
            faults.add(code, f"no {key}")
    faults.check()
    book = codebook.types[code]
    page = TypePage(
        event_type=code,
        actor=table["actor"],
        recipient=table["recipient"],
        marked=tuple(_marked(marks, code, faults) for marks in table["marked"]),
        inside=(
            *(Example(text=text, wanted=code) for text in book.examples),
            *(
                Example(text=entry["text"], wanted=code, about=entry["what"], also=entry.get("also", ""))
                for entry in table["in"]
            ),
        ),
        outside=tuple(
            Example(text=entry["text"], wanted=entry["is"], about=entry["what"], also=entry.get("also", ""))
            for entry in table["out"]
        ),
        modes={
            entry["code"]: Example(text=entry["text"], wanted=f"{code}-{entry['code']}")
            for entry in table.get("mode", ())
        },
        neighbours=tuple(
            Neighbour(
                event_type=entry["type"],
                decides=entry["decides"],
                ours=Example(text=entry["text"], wanted=code),
                theirs=Example(text=entry["other"], wanted=entry["type"]),
            )
            for entry in table["neighbour"]
        ),
        tellings=tuple(
            (
                entry["how"],
                Example(text=entry["text"], wanted=entry["is"], about=entry.get("why", ""), also=entry.get("also", "")),
            )
            for entry in table["telling"]
        ),
        settled=tuple(Settled(manual=entry["manual"], ours=entry["ours"]) for entry in table["settled"]),
        shown=tuple(table["shown"]),
    )
    if list(page.modes) != list(book.modes):
        faults.add(code, f"modes with an example are {', '.join(page.modes)}, not {', '.join(book.modes)}")
    for example in page.examples():
        _check(example, codebook, faults)
    for text, times in Counter(example.text for example in page.examples()).items():
        if times > 1:
            faults.add(f"{text!r}", "stands twice")
    for text in set(page.shown) - {example.text for example in page.examples()}:
        faults.add("shown", f"{text!r} is no example of the page")
    faults.check()
    return page


def _marked(marks: str, code: str, faults: Faults) -> Marked:
    fillers: dict[str, Sequence[str]] = {
        role: [words for words, name in _MARK.findall(marks) if name == role] for role in ("actor", "recipient")
    }
    for _, name in _MARK.findall(marks):
        faults.one_of(f"marked {marks!r}", name, frozenset(fillers))
    return Marked(
        marks=marks,
        actor=tuple(fillers["actor"]),
        recipient=tuple(fillers["recipient"]),
        example=Example(text=_MARK.sub(r"\1", marks), wanted=code),
    )


def _check(example: Example, codebook: Codebook, faults: Faults) -> None:
    """Note a coding that the code book does not have."""
    for coding in filter(None, (example.wanted, example.also)):
        name, _, auxiliary = coding.partition(" ")
        event_type, _, mode = name.partition("-")
        known = name == NOTHING or (event_type in codebook.types and (not mode or codebook.has_mode(event_type, mode)))
        if not known or (auxiliary and auxiliary not in codebook.auxiliaries):
            faults.add(f"{example.text!r}", f"{coding!r} is no coding of the code book")


def emphasised(marked: Marked) -> str:
    """The sentence as Markdown: "**Police** (actor) arrested **two reporters** (recipient)"."""
    return _MARK.sub(r"**\1** (\2)", marked.marks)


def fits(coding: str, wanted: str) -> bool:
    """Whether a coding is the wanted one; where none is asked for, any mode will do."""
    if "-" in wanted.partition(" ")[0]:
        return coding == wanted
    name, _, auxiliary = coding.partition(" ")
    return f"{name.partition('-')[0]} {auxiliary}".strip() == wanted


def comes_out(example: Example, found: Sequence[str]) -> bool:
    """Whether the codings that a sentence got are the wanted one and no other.

    found: as `Example.wanted`, one for each report.
    """
    if example.wanted == NOTHING:
        return not found
    rest = [coding for coding in found if not (example.also and fits(coding, example.also))]
    return bool(rest) and all(fits(coding, example.wanted) for coding in rest)


def roles_fit(marked: Marked, found: Mapping[str, Sequence[str]]) -> bool:
    """Whether the words found for each role ("actor", "recipient") are the marked ones, whatever their order."""
    return sorted(found["actor"]) == sorted(marked.actor) and sorted(found["recipient"]) == sorted(marked.recipient)
