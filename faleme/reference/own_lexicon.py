"""A desk's own ontology: a TOML file of event types of its own, and of trigger entries for them or for PLOVER's.

[[type]]
code = "ROADBLOCK"
parent = "COERCE"
definition = "Armed men who are not the state stop traffic on a road."
examples = ["Armed men set up a roadblock near Gao."]

[[trigger]]
id = "own.roadblock"
lemma = "roadblock"
pos = "NOUN"
event_type = "ROADBLOCK"
sure = true
examples = ["Armed men set up a roadblock near Gao."]
not = ["The talks hit a roadblock."]
unless = ["talks"]
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from faleme.ids import sha256
from faleme.reference.codebook import Codebook, EventType, Mode, load_codebook
from faleme.reference.inflection import Inflector, load_inflector
from faleme.reference.lexicon import Lexicon, TriggerEntry, load_lexicon, trigger_of
from faleme.reference.own_files import EntryReader, read_own_file

_TYPE = ("code", "definition", "quad", "score", "parent", "modes", "examples", "not", "because")
_MODE = ("code", "definition", "score")
_TRIGGER = (
    *("id", "lemma", "lemmas", "phrase", "pos", "event_type", "mode", "sure", "object", "subject", "near", "unless"),
    *("mutual", "sentence", "examples", "not", "because"),
)
_POS = ("VERB", "NOUN", "ADJ", "ADV", "ANY")
_CODE = re.compile(r"[A-Z][A-Z0-9_-]*")
_MODE_CODE = re.compile(r"[a-z][a-z0-9_-]*")
_ID = re.compile(r"[\w.-]+")
_SCORES = (-10.0, 10.0)  # conflict to cooperation, as PLOVER's


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLexicon:
    """What a desk's file holds. name: of the file, with the beginning of its digest."""

    name: str
    types: tuple[EventType, ...]
    entries: tuple[TriggerEntry, ...]


def load_ontology(own: Path | None = None) -> tuple[Codebook, Lexicon]:
    """Event types and word lists for English, with those of a desk's own file.

    Raises SettingsError with all faults of the file. What is loaded once without it stays as it is.
    """
    codebook, lexicon = load_codebook(), load_lexicon("en")
    if own is None:
        return codebook, lexicon
    found = read_own_lexicon(own, codebook=codebook, lexicon=lexicon, inflect=load_inflector("en"))
    return codebook.extended(found.types), lexicon.extended(found.entries, own=found.name)


def read_own_lexicon(path: Path, *, codebook: Codebook, lexicon: Lexicon, inflect: Inflector) -> OwnLexicon:
    """The types and entries of the file, ready for ``Codebook.extended`` and ``Lexicon.extended``.

    An entry with an id of ours stands in place of ours. Raises SettingsError with every fault of the file, the line
    where its entry begins, and what to do about each.
    """
    content, table = read_own_file(path, hint="It, or the setting `lexicon`, has to name a TOML file.")
    reader = _Reader(path.name, content.decode("utf-8"), codebook, lexicon, inflect)
    types, entries = reader.read(table)
    reader.check(path)
    return OwnLexicon(name=f"{path.name} {sha256(content)[:8]}", types=types, entries=entries)


class _Reader(EntryReader):
    unknown = "nothing is called {!r} here"
    list_of = "a list"

    def __init__(self, name: str, text: str, codebook: Codebook, lexicon: Lexicon, inflect: Inflector) -> None:
        super().__init__()
        self._name = name
        self._text = text
        self._codebook = codebook
        self._ours = {entry.id for entry in lexicon.triggers}
        self._inflect = inflect

    def read(self, table: Mapping[str, Any]) -> tuple[tuple[EventType, ...], tuple[TriggerEntry, ...]]:
        self._at = self._name
        self._known_keys(table, ("type", "trigger"))
        types: dict[str, EventType] = {}
        for line, entry in self._entries(table, "type"):
            self._at = f"{_line(line)}type {entry.get('code', '?')}"
            found = self._event_type(entry)
            if found is not None and found.code in types:
                self._fault("this code stands twice in the file: make one type of the two.")
            elif found is not None:
                types[found.code] = found
        codebook = self._codebook.extended(types.values())
        entries: dict[str, TriggerEntry] = {}
        for line, entry in self._entries(table, "trigger"):
            self._at = f"{_line(line)}entry {entry.get('id', '?')}"
            made = self._trigger(entry, codebook, line)
            if made is not None and made.id in entries:
                self._fault("this id stands twice in the file: give one of the two another.")
            elif made is not None:
                entries[made.id] = made
        triggered = {entry.get("event_type") for _, entry in self._entries(table, "trigger", quiet=True)}
        for code in types:
            if code not in triggered:
                self._at = f"type {code}"
                self._fault(f'no entry leads to it: add a [[trigger]] with event_type = "{code}".')
        return tuple(types.values()), tuple(entries.values())

    def _entries(
        self, table: Mapping[str, Any], key: str, *, quiet: bool = False
    ) -> list[tuple[int | None, Mapping[str, Any]]]:
        """The entries with the lines where they begin; no lines where they are not written one by one."""
        entries = table.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            if not quiet:
                self.faults.append(f"`{key}` is no list of entries: begin each with [[{key}]].")
            return []
        opening = re.compile(rf"\s*\[\[\s*{key}\s*\]\]")
        lines = [number for number, line in enumerate(self._text.splitlines(), 1) if opening.match(line)]
        return list(zip(lines if len(lines) == len(entries) else [None] * len(entries), entries, strict=True))

    # --- types --------------------------------------------------------------------------------------------

    def _event_type(self, entry: Mapping[str, Any]) -> EventType | None:
        self._known_keys(entry, _TYPE)
        code, definition, because = (self._words(entry, key) for key in ("code", "definition", "because"))
        parent = self._words(entry, "parent")
        examples, refused = self._list(entry, "examples", needed=True), self._list(entry, "not")
        if definition is None:
            self._fault('has no definition: say in a sentence what it is, definition = "…".')
        if not examples and "examples" not in entry:
            self._fault('has no examples: give sentences of your own that tell it, examples = ["…"].')
        if parent is not None:
            self._one_of("PLOVER type, so no parent", parent, self._codebook.types)
        above = self._codebook.types.get(parent or "")
        quad = entry.get("quad", above.quad if above else 0)
        if quad not in (0, 1, 2, 3, 4) or isinstance(quad, bool) or (quad == 0 and "quad" in entry):
            names = ", ".join(f"{n} {name}" for n, name in sorted(self._codebook.quad_names.items()) if n)
            self._fault(f"quad {quad!r} is no class: there are {names}; leave it out where none fits.")
        score = self._score(entry, above.score if above else 0.0)
        modes = self._modes(entry.get("modes", []), score)
        if code is None:
            self._fault('has no code: give it one, such as code = "ROADBLOCK".')
            return None
        if not _CODE.fullmatch(code):
            self._fault("a code is capitals, digits, - and _, such as ROADBLOCK.")
        elif code in self._codebook.types or code == self._codebook.statement.code:
            self._fault("that is a type of PLOVER: take another code, or write only [[trigger]] entries for it.")
        elif code in self._codebook.type_repairs:
            self._fault(f"that is an older name of {self._codebook.type_repairs[code]}: take another code.")
        return EventType(
            code=code,
            quad=quad,
            score=score,
            definition=definition or "",
            modes=MappingProxyType(modes),
            rules=(),
            examples=examples,
            counter_examples=refused,
            because=because or "",
            future_becomes=code,
            own=True,
            parent=parent,
        )

    def _modes(self, entries: object, otherwise: float) -> dict[str, Mode]:
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self._fault("`modes` is no list of entries: begin each with [[type.modes]].")
            return {}
        modes: dict[str, Mode] = {}
        for entry in entries:
            self._known_keys(entry, _MODE)
            code, definition = self._words(entry, "code"), self._words(entry, "definition")
            score = self._score(entry, otherwise)
            if code is None or definition is None or not _MODE_CODE.fullmatch(code):
                self._fault("a mode needs a code in small letters and a definition.")
                continue
            if code in modes:
                self._fault(f"its mode {code!r} stands twice.")
            modes[code] = Mode(code=code, score=score, definition=definition)
        return modes

    def _score(self, entry: Mapping[str, Any], otherwise: float) -> float:
        score = entry.get("score", otherwise)
        if isinstance(score, bool) or not isinstance(score, int | float) or not _SCORES[0] <= score <= _SCORES[1]:
            self._fault(f"score {score!r} is no number from -10 (conflict) to 10 (cooperation).")
            return otherwise
        return float(score)

    # --- entries ------------------------------------------------------------------------------------------

    def _trigger(self, entry: Mapping[str, Any], codebook: Codebook, line: int | None) -> TriggerEntry | None:
        self._known_keys(entry, _TRIGGER)
        before = len(self.faults)
        text = {key: self._words(entry, key) for key in ("id", "lemma", "phrase", "pos", "event_type", "mode")}
        lemmas = self._list(entry, "lemmas")
        for key in ("lemmas", "object", "subject", "near", "unless", "sentence"):
            for word in self._list(entry, key):
                if len(word.split()) > 1:
                    self._fault(f"{key} takes single words, and {word!r} is several.")
        examples = self._list(entry, "examples", needed=True)
        self._list(entry, "not")
        self._words(entry, "because")
        if text["id"] is None:
            self._fault('has no id: give it one, such as id = "own.roadblock".')
        elif not _ID.fullmatch(text["id"]):
            self._fault("an id is letters, digits, dots, - and _, such as own.roadblock.")
        elif text["id"].startswith("en.") and text["id"] not in self._ours:
            near = difflib.get_close_matches(text["id"], self._ours, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            self._fault(f"no entry of ours has this id, and ours begin with en.: begin yours with own.{hint}")
        if sum(map(bool, (text["lemma"], text["phrase"], lemmas))) != 1:
            self._fault('needs either a lemma, one word in its dictionary form, or several lemmas, or a phrase = "…".')
        elif text["lemma"] is not None and len(text["lemma"].split()) > 1:
            self._fault(f"its lemma {text['lemma']!r} is several words: call it phrase.")
        self._one_of("part of speech", text["pos"], _POS)
        kind = text["event_type"]
        if kind is None:
            self._fault("has no event_type: name a type of PLOVER or one of this file.")
        elif kind in codebook.types:
            if text["mode"] is not None:
                self._one_of(f"mode of {kind}", text["mode"], codebook.types[kind].modes)
        else:
            self._one_of("event type", kind, codebook.types)
        for key in ("sure", "mutual"):
            if not isinstance(entry.get(key, False), bool):
                self._fault(f"{key} is {entry[key]!r}: write true or false, without quotation marks.")
        if not examples and "examples" not in entry:
            self._fault('has no examples: give sentences of your own that it must match, examples = ["…"].')
        if len(self.faults) > before:
            return None
        return trigger_of(entry, self._inflect, file=self._name + (f", line {line}" if line else ""))


def _line(line: int | None) -> str:
    return f"line {line}, " if line else ""
