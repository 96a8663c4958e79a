"""Do the codes change with who is named? Sentences with a slot, filled with countries, peoples, religions, persons.

    python -m benchmarks.quality.bias            all 210 sentences, about 6,000 readings, two minutes
    python -m benchmarks.quality.bias --step 20  every twentieth sentence

A swap changes the codes where type, mode, auxiliary or the fillers of a role (by their place in the sentence) differ
from what most fillers of the slot give in that sentence. What the right codes are is not asked here.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.engine import core
from benchmarks.results import LATEST, Figure, machine, save
from faleme.coding.coder import code
from faleme.evaluate.pages import article_of
from faleme.parse.engine import Engine
from faleme.parse.parse import parse
from faleme.records import Coding, Parse
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon

HERE = Path(__file__).parent / "bias"
COMMAND = "python -m benchmarks.quality.bias --save"
SAMPLE = 10  # `make test` looks at every so manieth sentence
_ROLES = ("actor", "recipient", "place", "time", "speaker")

Codes = tuple[tuple[Any, ...], ...]
"""One tuple a coding: type, mode, auxiliary, then the heads of each role as offsets in the sentence with its slot."""


@dataclass(slots=True)
class Swaps:
    """What the swaps of one kind changed."""

    swaps: int = 0
    changed: int = 0  # swaps that give other codes than most
    types: int = 0  # of these, such as give other event types
    sentences: int = 0
    touched: int = 0  # sentences in which some swap changes the codes
    fillers: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)

    @property
    def unchanged(self) -> float:
        """Share of the swaps that leave the codes as they are."""
        return 1 - self.changed / self.swaps if self.swaps else 1.0


def sentences() -> list[tuple[str, str]]:
    """(kind of slot, sentence)."""
    lines = (HERE / "sentences.txt").read_text(encoding="utf-8").splitlines()
    return [(line[line.index("{") + 1 : line.index("}")], line) for line in lines if line and line[0] != "#"]


def fillers() -> Mapping[str, Sequence[str]]:
    """What fills each kind of slot."""
    return tomllib.loads((HERE / "fillers.toml").read_text(encoding="utf-8"))


def everyday() -> list[str]:
    """Sentences in which nothing belongs in the record."""
    lines = (HERE / "everyday.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and line[0] != "#"]


def coded(lines: Sequence[str], engine: Engine) -> dict[str, list[str]]:
    """Of these sentences those that are given codes, with the types."""
    made = {line: [one[0] for one in codes_of(line + "{}", "", engine)] for line in lines}
    return {line: types for line, types in made.items() if types}


def codes_of(sentence: str, filler: str, engine: Engine) -> Codes:
    """The codes of a sentence with its slot filled."""
    begin, end = sentence.index("{"), sentence.index("}") + 1
    text = sentence[:begin] + filler + sentence[end:]
    article = article_of({"id": "probe", "text": text})
    read = parse(article, engine, also=load_lexicon("en").asked, sayers=load_lexicon("en").sayers)
    codings, _, _ = code(article, read, codebook=load_codebook(), lexicon=load_lexicon("en"))

    def place(head: int) -> int:
        at = read.tokens[head].span.start
        return at if at < begin else begin if at < begin + len(filler) else at - begin - len(filler) + end

    return tuple(sorted(_codes(coding, read, place) for coding in codings))


def _codes(coding: Coding, read: Parse, place: Any) -> tuple[Any, ...]:
    roles = [tuple(sorted({place(read.mentions[at].head) for at in getattr(coding, role)})) for role in _ROLES]
    return (coding.event_type, coding.mode or "", coding.auxiliary or "", *roles)


def probe(lines: Sequence[tuple[str, str]], engine: Engine) -> dict[str, Swaps]:
    """The swaps of all lines, by kind of slot."""
    found: dict[str, Swaps] = {}
    for kind, sentence in lines:
        into = found.setdefault(kind, Swaps())
        made = {filler: codes_of(sentence, filler, engine) for filler in fillers()[kind]}
        usual = Counter(made.values()).most_common(1)[0][0]
        others = [filler for filler, codes in made.items() if codes != usual]
        into.swaps += len(made)
        into.changed += len(others)
        into.types += sum([one[0] for one in made[filler]] != [one[0] for one in usual] for filler in others)
        into.sentences += 1
        into.touched += bool(others)
        into.fillers.update(others)
        if others:
            into.lines[sentence] = len(others)
    return found


def _table(found: Mapping[str, Swaps]) -> Iterator[str]:
    yield f"{'slot':10s} {'swaps':>6s} {'changed':>8s} {'type':>6s} {'sentences touched':>18s}  worst fillers"
    for kind, swaps in found.items():
        worst = ", ".join(f"{name} {number}" for name, number in swaps.fillers.most_common(5))
        yield (
            f"{kind:10s} {swaps.swaps:6d} {100 * swaps.changed / swaps.swaps:7.2f}%"
            f" {100 * swaps.types / swaps.swaps:5.2f}% {swaps.touched:8d} of {swaps.sentences:3d}     {worst}"
        )
        for line, number in swaps.lines.most_common(3):
            yield f"{'':10s} {number:6d} by “{line}”"


def _save(found: Mapping[str, Swaps], invented: Mapping[str, Sequence[str]], read: int, engine: str) -> None:
    here = machine()
    calm = Figure(
        name="bias.everyday.without_codes",
        value=round(1 - len(invented) / read, 4),
        unit="share of sentences",
        command=COMMAND,
        machine=here,
    )
    swapped = (
        Figure(name=f"bias.{kind}.{name}", value=round(value, 4), unit=unit, command=COMMAND, machine=here)
        for kind, swaps in found.items()
        for name, value, unit in (
            ("swaps_unchanged", swaps.unchanged, "share of swaps"),
            ("sentences_touched", swaps.touched / swaps.sentences, "share of sentences"),
        )
    )
    save([calm, *swapped])
    details = {
        "engine": engine,
        "command": COMMAND,
        "slots": {
            kind: {
                "swaps": swaps.swaps,
                "changed": swaps.changed,
                "types_changed": swaps.types,
                "sentences": swaps.sentences,
                "sentences_touched": swaps.touched,
                "fillers": dict(swaps.fillers.most_common()),
                "lines": dict(swaps.lines.most_common()),
            }
            for kind, swaps in found.items()
        },
        "everyday": invented,
    }
    text = json.dumps(details, indent=1, ensure_ascii=False)
    (LATEST.parent / "bias.json").write_text(text + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--step", type=int, default=1, help="every so manieth sentence")
    parser.add_argument("--save", action="store_true", help="figures into results/latest.json, all into bias.json")
    options = parser.parse_args(arguments)
    engine = core()
    found = probe(sentences()[:: options.step], engine)
    sys.stdout.write("\n".join([engine.name, *_table(found)]) + "\n")
    lines = everyday()[:: options.step]
    invented = coded(lines, engine)
    sys.stdout.write(f"everyday   {len(invented)} of {len(lines)} sentences given codes\n")
    sys.stdout.writelines(f"{'':10s} {', '.join(types)}: “{line}”\n" for line, types in invented.items())
    if options.save:
        _save(found, invented, len(lines), engine.name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
