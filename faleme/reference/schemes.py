"""Older schemes of the same event types: what they make of a doing that lies ahead, and the verbs of PETRARCH."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from faleme.reference.files import Faults, rows_of, toml_of
from faleme.reference.inflection import load_inflector

_STEM = 5  # letters from which a word of a pattern stands for all that begin so ("cooperat")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbCode:
    """What a verb tells in PETRARCH's dictionary: a CAMEO code, the type it is, and the entry in words.

    event_type: None for a statement or an appeal (CAMEO 01, 02), which are no events of the sets coded so. block: the
    verbs that the dictionary lists as one. alone: no word that the verb acts on decided.
    """

    cameo: str
    event_type: str | None
    cited: str
    block: str = ""
    alone: bool = False

    @property
    def root(self) -> str:
        """The CAMEO root, two digits."""
        return self.cameo[:2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbs:
    """PETRARCH's verbs: alone, or with a word that they act on or that acts."""

    blocks: Mapping[str, str]  # verb, in every form -> block
    alone: Mapping[str, VerbCode]  # verb -> what it tells without more
    objects: Mapping[str, Mapping[str, VerbCode]]  # block -> word -> what its verbs tell with the word
    subjects: Mapping[str, Mapping[str, VerbCode]]  # the same by who does it

    def code_of(self, verbs: Sequence[str], words: Iterable[str], doer: Iterable[str] = ()) -> VerbCode | None:
        """What a verb tells; None for a verb that the dictionary lacks or that alone tells nothing.

        verbs: as the text has them, with a particle or without, the longest first ("cordoned off", "cordoned").
        words: casefolded, that it acts on; the longest that a pattern knows decides. doer: forms of the word for who
        does it, which decides first.
        """
        reached, doing = set(words), set(doer)
        for verb in verbs:
            block = self.blocks.get(verb)
            if block is None:
                continue
            for known, said in ((self.subjects.get(block, {}), doing), (self.objects.get(block, {}), reached)):
                found = [word for word in known if _stands_in(word, said)]
                if found:
                    return known[max(found, key=lambda word: (len(word), word))]
            if verb in self.alone:
                return self.alone[verb]
        return None


def _stands_in(word: str, reached: set[str]) -> bool:
    if word in reached:
        return True
    if " " in word:
        return all(part in reached for part in word.split())
    return len(word) >= _STEM and any(one.startswith(word) for one in reached)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One scheme of ``schemes.toml``.

    future_becomes: types of announced, planned or promised doings. accused: whoever says that another attacks, accuses
    him. uppermost: what a participle, a relative or an adverbial clause tells is no event. statements_apart: what CAMEO
    counts as a statement or an appeal is no event. main_clauses: what stands under the main clause is not coded beside
    it. place_for_people: a place stands for its country where nobody else is named. verbs: None where the scheme has
    none of its own.
    """

    code: str
    future_becomes: Mapping[str, str]
    accused: bool = False
    uppermost: bool = False
    statements_apart: bool = False
    main_clauses: bool = False
    place_for_people: bool = False
    verbs: Verbs | None = None

    def becomes(self, event_type: str) -> str:
        """The type of an announced doing; itself where the future is only an auxiliary."""
        return self.future_becomes.get(event_type, event_type)


def read_scheme(path: Path, code: str, *, types: Mapping[str, str], known: frozenset[str]) -> Scheme:
    """A scheme from the TOML file. types: CAMEO code to event type; known: the event types.

    Raises ReferenceDataError where it is faulty or unknown.
    """
    faults = Faults(path)
    found = {str(entry.get("code", "?")): entry for entry in toml_of(path).get("scheme", ())}
    faults.one_of("scheme", code, frozenset(found))
    faults.check()
    entry = found[code]
    published: Mapping[str, str] = entry.get("types", {})
    for old, new in (*entry["future_becomes"].items(), *((new, new) for new in published.values())):
        faults.one_of(f"{code} {old}", old, known)
        faults.one_of(f"{code} {old}", new, known)
    for cameo in published:
        faults.one_of(f"{code} types", cameo, frozenset(types))
    faults.check()
    verbs = entry.get("verbs")
    return Scheme(
        code=code,
        future_becomes=entry["future_becomes"],
        accused=entry.get("accused", False),
        uppermost=entry.get("uppermost", False),
        statements_apart=entry.get("statements_apart", False),
        main_clauses=entry.get("main_clauses", False),
        place_for_people=entry.get("place_for_people", False),
        verbs=None if verbs is None else read_verbs(path.parent / verbs, types={**types, **published}),
    )


def read_verbs(path: Path, *, types: Mapping[str, str]) -> Verbs:
    """PETRARCH's verbs from their CSV. types: CAMEO code to event type. Raises ReferenceDataError with all faults."""
    faults = Faults(path)
    blocks: dict[str, str] = {}
    alone: dict[str, VerbCode] = {}
    patterns: dict[str, dict[str, dict[str, VerbCode]]] = {
        "object": defaultdict(dict),
        "subject": defaultdict(dict),
    }
    sets: dict[str, list[str]] = defaultdict(list)
    inflect = load_inflector()
    rows = list(rows_of(path, ("kind", "block", "text", "cameo")))
    for entry, row in rows:
        faults.one_of(entry, row["kind"], ("verb", "object", "subject", "set"))
        if row["cameo"] and row["cameo"][:2] not in types:
            faults.add(entry, f"no CAMEO code: {row['cameo']!r}")
        if row["kind"] == "set":
            sets[row["block"]].append(row["text"])
    faults.check()

    def told(cameo: str, block: str, what: str, *, alone: bool) -> VerbCode:
        # 0256 and its like are finer than the list: the code above it says the type.
        near = next(code for code in (cameo, cameo[:3], cameo[:2]) if code in types)
        return VerbCode(
            cameo=cameo,
            event_type=None if cameo[:2] in _NO_EVENTS else types[near],
            cited=f"{what} is CAMEO {cameo} in PETRARCH's dictionary",
            block=block,
            alone=alone,
        )

    for _, row in rows:
        text, block, cameo = row["text"], row["block"], row["cameo"].partition(":")[0]
        if row["kind"] == "verb":
            first, *rest = text.split()
            for form in inflect.verb(first):
                written = " ".join((form, *rest))
                blocks.setdefault(written, block)
                if cameo:
                    alone.setdefault(written, told(cameo, block, f"“{text}”", alone=True))
        elif row["kind"] in patterns:
            for word in sets.get(text, [text]):
                found = told(cameo, block, f"such a verb with “{word}”", alone=False)
                patterns[row["kind"]][block].setdefault(word, found)
    return Verbs(blocks=blocks, alone=alone, objects=patterns["object"], subjects=patterns["subject"])


_NO_EVENTS = frozenset({"01", "02"})
