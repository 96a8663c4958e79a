"""How far two annotators agree: more than that nobody can ask of the coder.

    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.agreement

288 sentences of the development and test parts of the event pages, drawn at random, were annotated a second time by
somebody who saw neither the first marks nor the rest of the page (`second/sentences.txt`: where each begins, and its
marked form). The first annotation is the truth, the second is the answer; an event is found where anchors overlap,
roles are scored over found events of the same type. What the first one fills from another sentence of the page, nobody
could mark in the second: such a role is left out. Statements are, too: the second annotation marks those only that
tell of no event.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.events import ROLES, filled, paired, sides_of
from benchmarks.results import Figure, machine, save
from faleme.evaluate.corpora import read_pages
from faleme.evaluate.scores import Count
from faleme.reference.codebook import load_codebook
from faleme.spans import Span
from training.markup import page_of

HERE = Path(__file__).parent / "second"
COMMAND = "FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.agreement --save"

Page = Mapping[str, Any]


def second() -> Iterator[tuple[str, int, Page]]:
    """(page, offset of the sentence in it, the second annotation); `page:offset`, a tab, the marked line."""
    book = load_codebook()
    for number, line in enumerate((HERE / "sentences.txt").read_text(encoding="utf-8").splitlines(), 1):
        if line and line[0] != "#":
            where, marked = line.split("\t")
            page, _, start = where.rpartition(":")
            yield page, int(start), page_of(marked, str(number), book)


def compare(first: Page, at: int, other: Page, counts: dict[str, Count], confusions: Counter[tuple[str, str]]) -> None:
    """Add one sentence to the counts. first: the page; other: the sentence, which begins at offset `at` of it."""
    inside = Span(at, at + len(other["text"]))
    if " ".join(inside.of(first["text"]).split()) != " ".join(other["text"].split()):
        raise ValueError(f"{first['id']}:{at} is not the sentence that was annotated")
    wanted = [event for event in first["events"] if inside.contains(Span(*event["anchor"]))]
    given = other["events"]
    anchors = [(Span(*event["anchor"]), event["type"]) for event in wanted]
    theirs = [(_moved(event["anchor"], at), event["type"]) for event in given]
    pairs = [(wanted[one], given[two]) for one, two in paired(anchors, theirs)]
    typed = [(one, two) for one, two in pairs if one["type"] == two["type"]]

    def add(name: str, right: int, found: int, of: int) -> None:
        counts.setdefault(name, Count()).take(right, found, of)

    add("anchor", len(pairs), len(given), len(wanted))
    add("event with type", len(typed), len(given), len(wanted))
    confusions.update((one["type"], two["type"]) for one, two in pairs if one["type"] != two["type"])
    for name in ("mode", "auxiliary", "core"):
        add(name, sum(one[name] == two[name] for one, two in typed), len(typed), len(typed))
    chains: dict[str, list[Span]] = {}
    for mention in first["mentions"]:
        if inside.contains(span := Span(*mention["span"])):
            chains.setdefault(mention["chain"], []).append(span)
    chain_of = {mention["id"]: mention["chain"] for mention in first["mentions"]}
    spans = {mention["id"]: _moved(mention["span"], at) for mention in other["mentions"]}
    for one, two in typed:
        for role in ROLES:
            here = {chain_of[name] for name in one[role]} & chains.keys()
            if one[role] and not here:
                continue
            ours = [spans[name] for name in two[role]]
            add(role, filled([chains[chain] for chain in here], ours, Span.overlaps), len(ours), len(here))


def _moved(span: Sequence[int], by: int) -> Span:
    return Span(span[0] + by, span[1] + by)


def main(arguments: list[str] | None = None) -> int:
    """Print the agreement; exit 0, or 0 with a line where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", action="store_true", help="put the figures into results/latest.json")
    options = parser.parse_args(arguments)
    corpora = os.environ.get("FALEME_CORPORA")
    if not corpora or not Path(corpora, "events").is_dir():
        sys.stdout.write("agreement: skipped, FALEME_CORPORA names no folder with events/\n")
        return 0
    pages = {page["id"]: page for page in read_pages(Path(corpora) / "events", part=None)}
    counts: dict[str, Count] = {}
    confusions: Counter[tuple[str, str]] = Counter()
    number = 0
    for name, start, other in second():
        compare(pages[name], start, other, counts, confusions)
        number += 1
    sys.stdout.write(f"{number} sentences annotated twice\n")
    for name, count in counts.items():
        sys.stdout.write(f"{name:18s} {sides_of(count)}\n")
    for (one, two), times in confusions.most_common(12):
        sys.stdout.write(f"  {one} read as {two}: {times}\n")
    if options.save:
        save(
            Figure(
                name=f"agreement.{name.replace(' ', '_')}_f1",
                value=round(count.f1, 4),
                unit="F1",
                command=COMMAND,
                machine=machine(),
            )
            for name, count in counts.items()
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
