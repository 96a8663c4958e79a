"""Do the core's heads still reach their floors? `floors.toml` says what each set must reach and how it is measured.

    python -m benchmarks.quality.floors                 the sample beside this file, which `make test` checks too
    python -m benchmarks.quality.floors whole           treebanks and names of FALEME_CORPORA, event pages, all swaps
    python -m benchmarks.quality.floors whole --save    and their figures into results/latest.json
    python -m benchmarks.quality.floors --set-floors    writes floors.toml anew from what is measured now

A floor stands a little below what was measured when it was set: 8-bit arithmetic differs between processors, and the
sample is small. Set floors anew when a better core ships; lower one only with a reason in the commit.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engine import core
from benchmarks.quality import bias
from benchmarks.results import Figure, machine, save
from faleme.evaluate.corpora import TreeSentence, read_pages
from faleme.evaluate.events import event_scores
from faleme.evaluate.heads import measure, name_scores
from faleme.evaluate.scores import Score
from faleme.parse.encoder import CoreEngine
from training.markup import named_words, read_written

REPO = Path(__file__).parents[2]
FLOORS = Path(__file__).parent / "floors.toml"
SCOPES = ("sample", "whole")
# What may be lost before a floor breaks: a share, but never fewer than so many of the gold. Swaps of one sentence go
# together, and the sample has few sentences.
_ROOM = {"sample": 0.03, "whole": 0.01}
_ITEMS = 3
_ROOM_BIAS = {"sample": 0.1, "whole": 0.02}
_LEAST_GOLD = 20  # a score over fewer is no floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A set with its floors. file: below the repository, or with "$FALEME_CORPORA/" below that folder."""

    scope: str
    name: str
    kind: str
    file: str
    part: str | None
    command: str
    least: Mapping[str, float]

    @property
    def path(self) -> Path | None:
        """Where it lies; None where FALEME_CORPORA is not set or has no such file."""
        folder, _, name = self.file.rpartition("$FALEME_CORPORA/")
        if name == self.file:
            return REPO / self.file
        corpora = os.environ.get("FALEME_CORPORA")
        path = Path(corpora or ".", folder, name)
        return path if corpora and path.exists() else None


def sets(scope: str) -> Iterator[Set]:
    """The sets of a scope, in the order of the file."""
    for name, entry in tomllib.loads(FLOORS.read_text(encoding="utf-8"))[scope].items():
        yield Set(
            scope=scope,
            name=name,
            kind=entry["kind"],
            file=entry["file"],
            part=entry.get("part"),
            command=entry["command"],
            least=entry.get("least", {}),
        )


def scores_of(one: Set, engine: CoreEngine) -> list[Score]:
    """What the core reaches on a set that is there."""
    path = one.path
    assert path is not None
    if one.kind == "bias":
        step = 1 if one.scope == "whole" else bias.SAMPLE
        found = bias.probe(bias.sentences()[::step], engine)
        calm = bias.everyday()[::step]
        free = 1 - len(bias.coded(calm, engine)) / len(calm)
        return [
            *(
                Score(name=f"{kind} swaps unchanged", value=swaps.unchanged, wanted=swaps.swaps)
                for kind, swaps in found.items()
            ),
            Score(name="everyday without codes", value=free, wanted=len(calm)),
        ]
    if path.suffix == ".txt":  # inline, as training/markup.py reads it
        if one.kind == "names":
            return name_scores(list(named_sentences(path)), engine)
        return event_scores(list(read_written(path)), engine)
    if one.kind == "events":
        return event_scores(read_pages(path, part=one.part), engine)
    return [
        score
        for measured in measure(path, engine, kind="ud" if one.kind == "ud" else "names")
        for score in measured.scores
    ]


def named_sentences(path: Path) -> Iterator[TreeSentence]:
    """Sentences of a file with its names marked inline."""
    for words, tags in named_words(path):
        yield TreeSentence(words=tuple(words), names=tuple(tags))


def broken(one: Set, scores: Iterable[Score]) -> list[str]:
    """A line for each floor that is not reached, with the command that measures it."""
    by_name = {score.name: score for score in scores}
    lines = []
    for name, least in one.least.items():
        score = by_name.get(name)
        if score is None:
            lines.append(f"{one.scope} {one.name}: {name!r} is not measured any more; its floor is {least}")
        elif score.value < least:
            lines.append(
                f"{one.scope} {one.name}: {name} is {score.value:.4f} (over {score.wanted}), below its floor {least}; "
                f"measure it with: {one.command}"
            )
    return lines


def check(scope: str, engine: CoreEngine) -> Iterator[tuple[Set, list[Score] | None]]:
    """Each set with its scores; None where its file is not there."""
    for one in sets(scope):
        yield one, None if one.path is None else scores_of(one, engine)


def _written(measured: Mapping[str, list[tuple[Set, list[Score] | None]]]) -> str:
    """floors.toml with floors a little below what is measured; sets that are not there keep theirs."""
    lines = [line for line in FLOORS.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    for scope in SCOPES:
        for one, scores in measured[scope]:
            lines += ["", f"[{scope}.{one.name}]", f'kind = "{one.kind}"', f'file = "{one.file}"']
            lines += [f'part = "{one.part}"'] if one.part else []
            lines += [f'command = "{one.command}"', "", f"[{scope}.{one.name}.least]"]
            least = (
                dict(one.least)
                if scores is None
                else {
                    score.name: math.floor(200 * max(0.0, score.value - _room(one, score))) / 200
                    for score in scores
                    if score.wanted >= _LEAST_GOLD
                }
            )
            lines += [f'"{name}" = {value}' for name, value in least.items()]
    return "\n".join(lines) + "\n"


def _room(one: Set, score: Score) -> float:
    return _ROOM_BIAS[one.scope] if one.kind == "bias" else max(_ROOM[one.scope], _ITEMS / score.wanted)


def main(arguments: list[str] | None = None) -> int:
    """Print every score beside its floor; 1 where one is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scope", nargs="?", choices=SCOPES, default="sample")
    parser.add_argument("--save", action="store_true", help="put the figures into results/latest.json")
    parser.add_argument("--set-floors", action="store_true", help="write floors.toml anew, both scopes")
    options = parser.parse_args(arguments)
    engine = core()
    sys.stdout.write(f"{engine.name}\n")
    if options.set_floors:
        measured = {scope: list(check(scope, engine)) for scope in SCOPES}
        FLOORS.write_text(_written(measured), encoding="utf-8")
        return 0
    wrong: list[str] = []
    figures: list[Figure] = []
    for one, scores in check(options.scope, engine):
        if scores is None:
            sys.stdout.write(f"\n{one.name}: skipped, FALEME_CORPORA has no {one.file.rpartition('/')[2]}\n")
            continue
        sys.stdout.write(f"\n{one.name:28s} {'score':>7s} {'floor':>7s} {'of':>7s}   {one.command}\n")
        for score in scores:
            least = one.least.get(score.name)
            floor = f"{least:7.3f}" if least is not None else f"{'':7s}"
            sys.stdout.write(f"{score.name:28s} {score.value:7.4f} {floor} {score.wanted:7d}\n")
            name = f"core.{one.name}.{score.name}".replace(",", "").replace(" ", "_").replace("-", "_")
            unit = "share" if score.precision is None else "F1"
            command = "python -m benchmarks.quality.floors whole --save"
            figures.append(
                Figure(name=name, value=round(score.value, 4), unit=unit, command=command, machine=machine())
            )
        wrong += broken(one, scores)
    for line in wrong:
        sys.stderr.write(f"\nbelow its floor: {line}\n")
    if options.save:
        save(figures)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
