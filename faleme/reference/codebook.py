"""The code book: event types, modes, contexts and sectors of PLOVER, with its traps settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from faleme.reference.coding_rules import CodingRules, rules_of
from faleme.reference.files import DATA, Faults, rows_of, toml_of, values
from faleme.reference.schemes import Scheme, read_scheme

_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How an event of a type was done. Mode names repeat under other types with other meanings: key by both."""

    code: str
    score: float
    definition: str
    settled: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """What was done.

    quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, 0 statement.
    score: -10 (conflict) to +10 (cooperation). examples are of the type, counter_examples are not, for ``because``.
    future_becomes: the type of an announced or planned doing; itself where the future is only an auxiliary.
    settled: how a contradiction of the manual was decided. own: a desk's own type, not PLOVER's; quad is 0 then where
    it has no class, and parent is the PLOVER type of which it is a kind, or None.
    """

    code: str
    quad: int
    score: float
    definition: str
    modes: Mapping[str, Mode]
    rules: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    because: str
    future_becomes: str
    settled: str | None = None
    own: bool = False
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an event is about."""

    code: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """What an actor is in society."""

    code: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoCode:
    """A code of the CAMEO manual 1.1b3 and what it is in the code book. The older numbering is not supported."""

    code: str
    root: str
    label: str
    goldstein: float | None
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The scheme. ``types`` holds PLOVER's 16 event types and a desk's own; ``statement`` is our extension and never a
    coding."""

    version: str
    types: Mapping[str, EventType]
    statement: EventType
    contexts: Mapping[str, Context]
    sectors: Mapping[str, Sector]
    auxiliaries: Mapping[str, str]
    quad_names: Mapping[int, str]
    nonstate_countries: Mapping[str, str]
    type_repairs: Mapping[str, str]
    mode_repairs: Mapping[tuple[str, str], str]
    context_repairs: Mapping[str, str]
    sector_repairs: Mapping[str, str]
    quads_by_cameo_root: Mapping[str, Mapping[str, int]]
    rules: CodingRules
    scheme: Scheme | None = None  # an older one that is to be followed

    def extended(self, types: Iterable[EventType]) -> Codebook:
        """This code book with a desk's own types."""
        return replace(self, types=_frozen({**self.types, **{found.code: found for found in types}}))

    def is_own(self, event_type: str) -> bool:
        """True for a desk's own type."""
        return event_type in self.types and self.types[event_type].own

    def parent(self, event_type: str) -> str | None:
        """The PLOVER type of which a desk's own type is a kind; None for others."""
        return self.types[event_type].parent if event_type in self.types else None

    def in_plover(self, event_type: str) -> str | None:
        """The PLOVER type to write for a type: its own, or its parent; None where PLOVER has nothing for it."""
        found = self.types.get(event_type)
        return None if found is None else (found.parent if found.own else found.code)

    def has_mode(self, event_type: str, mode: str) -> bool:
        """True if the type has the mode."""
        return event_type in self.types and mode in self.types[event_type].modes

    def quad(self, event_type: str) -> int:
        """Quad class 1 to 4; 0 for STATEMENT and for an own type without one. KeyError for an unknown type."""
        return self.statement.quad if event_type == self.statement.code else self.types[event_type].quad

    def score(self, event_type: str, mode: str | None = None) -> float:
        """Conflict-cooperation score of the mode, else of the type."""
        found = self.types[event_type]
        return found.score if mode is None else found.modes[mode].score

    def alias(self, event_type: str) -> str | None:
        """Today's type for an older category name (FIGHT: ASSAULT); a type is its own; None for an unknown word."""
        return event_type if event_type in self.types else self.type_repairs.get(event_type)

    def mode_alias(self, event_type: str, mode: str) -> str | None:
        """The mode that another code book's mode stands for (ASSAULT, massacre: targeted); None if it has none here."""
        return mode if self.has_mode(event_type, mode) else self.mode_repairs.get((event_type, mode)) or None

    def context_alias(self, context: str) -> str | None:
        """The context that another list's context stands for (humanitarian: human_security)."""
        return context if context in self.contexts else self.context_repairs.get(context)

    def future_becomes(self, event_type: str) -> str:
        """The type of an announced doing: CONSULT, SUPPORT, COOPERATE, AID are AGREE; RETREAT is CONCEDE."""
        return self.types[event_type].future_becomes


@cache
def load_codebook(scheme: str | None = None) -> Codebook:
    """The code book of ``data/codebook``.

    scheme: one of ``schemes.toml`` ("cameo", "petrarch", "petrarch2"), None for PLOVER as it is. Raises
    ReferenceDataError where a scheme is faulty or unknown.
    """
    book = read_codebook(DATA / "codebook" / "plover.toml")
    return book if scheme is None else _under(book, scheme, DATA / "codebook" / "schemes.toml")


def _under(book: Codebook, code: str, path: Path) -> Codebook:
    cameo = {code: found.event_type for code, found in load_cameo().items()}
    scheme = read_scheme(path, code, types=cameo, known=frozenset(book.types))
    types = {code: replace(kind, future_becomes=scheme.becomes(code)) for code, kind in book.types.items()}
    return replace(book, version=f"{book.version}, {code}", types=MappingProxyType(types), scheme=scheme)


def read_codebook(path: Path) -> Codebook:
    """A code book from its TOML file. Raises ReferenceDataError with all faults."""
    table = toml_of(path)
    faults = Faults(path)
    types: dict[str, EventType] = {}
    for entry in table.get("type", ()):
        read = _event_type(entry, faults)
        if read.code in types:
            faults.add(read.code, "stands twice")
        types[read.code] = read
    statement = types.pop("STATEMENT", None)
    if statement is None:
        faults.add("type", "STATEMENT is missing")
    for read in types.values():
        if read.future_becomes not in types:
            faults.add(read.code, f"future_becomes names no type: {read.future_becomes!r}")
        if read.quad not in (1, 2, 3, 4):
            faults.add(read.code, f"quad {read.quad} is not 1 to 4")
    mode_repairs: dict[tuple[str, str], str] = {}
    for name, mode in table.get("mode_repairs", {}).items():
        event_type, _, old = name.partition(".")
        if event_type not in types or (mode and mode not in types[event_type].modes):
            faults.add(f"mode_repairs {name}", f"{event_type}.{mode} is not in the code book")
        mode_repairs[event_type, old] = mode
    for old, new in table.get("type_repairs", {}).items():
        faults.one_of(f"type_repairs {old}", new, frozenset(types))
    for old, new in table.get("context_repairs", {}).items():
        faults.one_of(f"context_repairs {old}", new, frozenset(table.get("contexts", {})))
    for old, new in table.get("sector_repairs", {}).items():
        faults.one_of(f"sector_repairs {old}", new, frozenset({"", *table.get("sectors", {})}))
    rules = rules_of(table.get("rules", {}), {code: frozenset(read.modes) for code, read in types.items()}, faults)
    faults.check()
    assert statement is not None
    return Codebook(
        version=table["version"],
        types=MappingProxyType(types),
        statement=statement,
        contexts=_frozen({code: Context(code=code, definition=text) for code, text in table["contexts"].items()}),
        sectors=_frozen({code: Sector(code=code, definition=text) for code, text in table["sectors"].items()}),
        auxiliaries=_frozen({entry["code"]: entry["definition"] for entry in table["auxiliary"]}),
        quad_names=_frozen({int(number): name for number, name in table["quad_names"].items()}),
        nonstate_countries=_frozen(table["nonstate_country_codes"]),
        type_repairs=_frozen(table["type_repairs"]),
        mode_repairs=_frozen(mode_repairs),
        context_repairs=_frozen(table["context_repairs"]),
        sector_repairs=_frozen(table["sector_repairs"]),
        quads_by_cameo_root=_frozen({scheme: _frozen(roots) for scheme, roots in table["quad_by_cameo_root"].items()}),
        rules=rules,
    )


def _frozen(table: Mapping[_K, _V]) -> Mapping[_K, _V]:
    return MappingProxyType(dict(table))


def _event_type(entry: Mapping[str, Any], faults: Faults) -> EventType:
    code = str(entry.get("code", "?"))
    for key in ("quad", "score", "definition", "examples", "not", "because"):
        if key not in entry:
            faults.add(code, f"no {key}")
    modes: dict[str, Mode] = {}
    for mode in entry.get("modes", ()):
        if mode["code"] in modes:
            faults.add(f"{code}.{mode['code']}", "stands twice")
        if not -10 <= mode["score"] <= 10:
            faults.add(f"{code}.{mode['code']}", f"score {mode['score']} is outside -10 to 10")
        modes[mode["code"]] = Mode(
            code=mode["code"], score=mode["score"], definition=mode["definition"], settled=mode.get("settled")
        )
    return EventType(
        code=code,
        quad=entry.get("quad", -1),
        score=entry.get("score", 0.0),
        definition=entry.get("definition", ""),
        modes=MappingProxyType(modes),
        rules=tuple(entry.get("rules", ())),
        examples=tuple(entry.get("examples", ())),
        counter_examples=tuple(entry.get("not", ())),
        because=entry.get("because", ""),
        future_becomes=entry.get("future_becomes", code),
        settled=entry.get("settled"),
    )


@cache
def load_cameo() -> Mapping[str, CameoCode]:
    """CAMEO codes with their PLOVER counterparts, by code, roots included."""
    return read_cameo(DATA / "codebook" / "cameo_plover.csv", load_codebook())


def read_cameo(path: Path, codebook: Codebook) -> Mapping[str, CameoCode]:
    """The crosswalk from its CSV. Raises ReferenceDataError with every row that the code book does not bear out."""
    faults = Faults(path)
    found: dict[str, CameoCode] = {}
    columns = ("cameo", "root", "label", "goldstein", "plover_type", "plover_mode", "contexts")
    for entry, row in rows_of(path, columns):
        event_type, mode = row["plover_type"], row["plover_mode"] or None
        if event_type and event_type != codebook.statement.code:
            faults.one_of(entry, event_type, frozenset(codebook.types))
            if mode and not codebook.has_mode(event_type, mode):
                faults.add(entry, f"{event_type} has no mode {mode!r}")
        for context in values(row["contexts"]):
            faults.one_of(entry, context, frozenset(codebook.contexts))
        found[row["cameo"]] = CameoCode(
            code=row["cameo"],
            root=row["root"],
            label=row["label"],
            goldstein=faults.number(entry, row["goldstein"]),
            event_type=event_type,
            mode=mode,
            contexts=values(row["contexts"]),
        )
    faults.check()
    return _frozen(found)
