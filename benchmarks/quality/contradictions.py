"""Are statements of one speaker that stand against each other found, and look-alikes left alone? On our own writing.

    python -m benchmarks.quality.contradictions [--part test] [--errors] [--save]

``tests/data/contradictions/PART.txt`` holds pairs of short reports of invented outlets, each with one statement of one
invented speaker; a header says whether the two stand against each other. Every pair is read, coded and linked into a
store of its own, and `faleme contradictions` is asked for the speaker. A pair counts as found where that has a pair at
all: which kind it is said to be is told apart. Pairs of which no two statements of one speaker were coded cost recall;
how many they are is told apart, too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.results import Figure, machine, save
from faleme.evaluate.pages import article_of
from faleme.exchange.contradiction_views import contradictions_of
from faleme.ids import ArticleId
from faleme.pipeline import Kit, load_kit, process_article
from faleme.read.files import capture_of_text
from faleme.run.local import keep
from faleme.store.base import StatementFilter, Store
from faleme.store.persons import who
from faleme.store.sqlite import open_sqlite

FOLDER = Path(__file__).parents[2] / "tests" / "data" / "contradictions"


@dataclass(slots=True)
class Pair:
    """Two reports. opposed: whether they stand against each other. about: the kind, or what makes them look alike."""

    key: str
    opposed: bool
    about: str
    pages: list[tuple[str, str, str]] = field(default_factory=list)  # day, outlet, text


@dataclass(slots=True)
class Score:
    """Pairs of one part."""

    opposed: int = 0
    found: int = 0
    right: int = 0
    of_kind: int = 0  # of the right ones, of the kind that the header has
    unread: int = 0  # opposed pairs without two statements of one speaker

    @property
    def precision(self) -> float:
        """Share of the pairs found that stand against each other."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the opposed pairs that are found."""
        return self.right / self.opposed if self.opposed else 0.0


def pairs(part: str, folder: Path = FOLDER) -> list[Pair]:
    """The pairs of a part, as they stand in its file."""
    found: list[Pair] = []
    for line in (folder / f"{part}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            key, opposed, about = line[3:].split(" ", 2)
            found.append(Pair(key, opposed == "yes", about))
        elif line[:2] == "20":
            day, outlet = line.split(" ", 1)
            found[-1].pages.append((day, outlet, ""))
        elif line.strip() and not line.startswith("#"):
            day, outlet, text = found[-1].pages[-1]
            found[-1].pages[-1] = day, outlet, f"{text} {line}".strip()
    return found


def speakers_in(pair: Pair, store: Store, kit: Kit) -> set[str]:
    """Read a pair into a store; whoever speaks there, as `StatementFilter` has them."""
    for number, (day, outlet, text) in enumerate(pair.pages):
        key = f"{pair.key}-{number}"
        article = replace(
            article_of({"id": str(ArticleId(f"A{key}")), "text": text, "published": day}), outlet=outlet, origin=outlet
        )
        keep(process_article(article, kit), capture_of_text(text, key=key), store, kit)
    first = [one.speaker[0] for one in store.statements(StatementFilter()) if one.speaker]
    return {who(one.actor_id, one.name, one.country) for one in first}


def read(part: str, kit: Kit, folder: Path) -> Iterator[tuple[Pair, list[dict[str, object]], int]]:
    """Each pair with what was found of it, and how many statements its most frequent speaker has."""
    for pair in pairs(part):
        store = open_sqlite(folder / f"{pair.key}.db")
        try:
            speakers = speakers_in(pair, store, kit)
            found = contradictions_of(store, StatementFilter(speakers=tuple(sorted(speakers)))) if speakers else []
            many = max((len(list(store.statements(StatementFilter(speakers=(each,))))) for each in speakers), default=0)
            yield pair, found, many
        finally:
            store.close()


def measure(part: str, kit: Kit, *, errors: bool) -> Score:
    """Score of a part; with ``errors`` each pair that was missed or wrongly found, on stderr."""
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        for pair, found, many in read(part, kit, Path(folder)):
            score.opposed += pair.opposed
            score.found += bool(found)
            score.right += bool(found) and pair.opposed
            score.of_kind += bool(found) and pair.opposed and found[0]["kind"] == _KINDS.get(pair.about, pair.about)
            score.unread += pair.opposed and many < 2
            if errors and bool(found) is not pair.opposed:
                told = "; ".join(f"{each['kind']}: {each['why']}" for each in found) or f"not found, {many} statements"
                sys.stderr.write(f"{pair.key} {pair.about}: {told}\n" + "".join(f"    {p[2]}\n" for p in pair.pages))
    return score


_KINDS = {"promised and ruled out": "will and will not"}


def main() -> None:
    """Print the figures of a part, or keep those of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--save", action="store_true", help="keep the figures of both parts in benchmarks/results")
    asked = parser.parse_args()
    kit = load_kit()
    kept = []
    for part in ("dev", "test") if asked.save else (asked.part,):
        score = measure(part, kit, errors=asked.errors)
        sys.stdout.write(
            f"{part}: precision {score.precision:.3f} ({score.right} of {score.found}), recall {score.recall:.3f} "
            f"({score.right} of {score.opposed}; {score.unread} without two statements of one speaker), "
            f"{score.of_kind} of the kind that the header has\n"
        )
        for name, value in (("precision", score.precision), ("recall", score.recall)):
            kept.append(
                Figure(
                    name=f"contradictions {part} {name}",
                    value=round(value, 3),
                    unit="share",
                    command=f"python -m benchmarks.quality.contradictions --part {part}",
                    machine=machine(),
                )
            )
    if asked.save:
        save(kept)


if __name__ == "__main__":
    main()
