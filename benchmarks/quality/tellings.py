"""Do two codings of one page tell one happening? Measured on the annotated pages, from their own events and chains.

    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.tellings --split train

Only the merging is measured: anchors, types, people, places and dates are the annotators'. A pair of events counts as
right where both or neither are of one happening (`same_as`). The engine gives words and trees only.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks import results
from benchmarks.engine import core
from benchmarks.quality.events import sides_of
from faleme.dates import DateRange, PartialDate
from faleme.evaluate.corpora import read_pages
from faleme.evaluate.pages import article_of
from faleme.evaluate.scores import Count
from faleme.ids import CodingId, GeonameId
from faleme.link.tellings import merge_tellings
from faleme.parse.parse import parse
from faleme.records import (
    Auxiliary,
    Chain,
    Coding,
    Figure,
    FigureKind,
    Mention,
    MentionKind,
    Parse,
    Resolved,
    ResolvedActor,
    ResolvedPlace,
    TimeMention,
)
from faleme.reference.codebook import load_codebook
from faleme.spans import Span
from faleme.trees import Tree

Page = Mapping[str, Any]


def annotated(page: Page, read: Parse) -> tuple[Parse, tuple[Coding, ...], Resolved]:
    """The page's own annotation as a parse with mentions and chains, codings, and resolutions."""
    tree, text = Tree(read), page["text"]
    number = {mention["id"]: index for index, mention in enumerate(page["mentions"])}
    mentions: list[Mention] = []
    actors: dict[int, ResolvedActor] = {}
    places: list[ResolvedPlace] = []
    chains: dict[str, list[int]] = {}
    known = {chain["id"]: chain for chain in page["chains"]}
    order = {chain["id"]: index for index, chain in enumerate(page["chains"])}
    for index, mention in enumerate(page["mentions"]):
        span = Span(*mention["span"])
        head = tree.head_in(Span(*mention["head"])) or 0
        mentions.append(
            Mention(
                kind=MentionKind(mention["kind"]),
                span=span,
                head=head,
                text=span.of(text),
                sentence=read.tokens[head].sentence,
                score=1.0,
            )
        )
        chain = known[mention["chain"]]
        chains.setdefault(mention["chain"], []).append(index)
        if mention["kind"] == "actor":
            actors[index] = ResolvedActor(
                mention=index,
                text=span.of(text),
                span=span,
                name=chain["name"],
                country=chain["country"],
                sectors=tuple(chain["sectors"]),
            )
        elif mention["kind"] == "place":
            places.append(
                ResolvedPlace(
                    span=span,
                    text=span.of(text),
                    name=chain["name"],
                    geonameid=GeonameId(1 + order[mention["chain"]]),
                    country=chain["country"],
                    resolution=4,
                )
            )
    ordered = list(chains)
    made = tuple(
        Chain(
            mentions=tuple(chains[one]),
            members=tuple(ordered.index(m) for m in known[one].get("members") or () if m in chains),
        )
        for one in ordered
    )
    times: list[TimeMention] = []
    codings = tuple(
        _coding(page, tree, event, number, times, index)
        for index, event in enumerate(page["events"])
        if tree.within(Span(*event["anchor"]))  # an anchor in a line that is no prose has no words
    )
    resolved = Resolved(actors=actors, places=tuple(places), times=tuple(times))
    return replace(read, mentions=tuple(mentions), chains=made), codings, resolved


def _coding(
    page: Page, tree: Tree, event: Any, number: Mapping[str, int], times: list[TimeMention], index: int
) -> Coding:
    anchor, clause = Span(*event["anchor"]), Span(*event["clause"])
    date = event["date"]
    if date and date["basis"] == "said":
        when = DateRange(PartialDate.parse(date["start"]), PartialDate.parse(date["end"]))
        times.append(
            TimeMention(
                span=anchor, text=anchor.of(page["text"]), kind="DATE", value=date["start"], when=when, basis="said"
            )
        )
    head = tree.head_in(anchor) or 0
    return Coding(
        coding_id=CodingId(str(index)),
        article_id=tree.parse.article_id,
        event_type=event["type"],
        mode=event["mode"],
        contexts=(),
        auxiliary=None if event["auxiliary"] is None else Auxiliary(event["auxiliary"]),
        hedge=None,
        anchor=anchor,
        clause=clause,
        sentence=tree.tokens[head].sentence,
        actor=tuple(number[m] for m in event["actor"]),
        recipient=tuple(number[m] for m in event["recipient"]),
        place=tuple(number[m] for m in event["place"]),
        time=tuple(number[m] for m in event["time"]),
        figures=tuple(
            Figure(
                what=FigureKind(one["what"]) if one["what"] in set(FigureKind) else FigureKind.OTHER,
                span=Span(*one["span"]),
                text="",
                low=one["low"],
                high=one["high"],
            )
            for one in event["figures"]
        ),
    )


def wanted_groups(page: Page) -> list[int]:
    """For each event the number of the first telling of its happening."""
    at = {event["id"]: index for index, event in enumerate(page["events"])}
    return [at.get(event["same_as"], index) for index, event in enumerate(page["events"])]


def pairs(page: Page, read: Parse) -> Iterator[tuple[int, int, bool, bool]]:
    """(event, event, one happening in the annotation, in ours)."""
    parsed, codings, resolved = annotated(page, read)
    reports = merge_tellings(article_of(page), parsed, codings, resolved, codebook=load_codebook())
    group = {int(one.coding_id): index for index, report in enumerate(reports) for one in report.evidence}
    wanted = wanted_groups(page)
    for a, b in combinations(sorted(group), 2):
        yield a, b, wanted[a] == wanted[b], group[a] == group[b]


def main(arguments: list[str] | None = None) -> int:
    """Print pairwise precision, recall and F1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=("train", "dev", "test"))
    parser.add_argument("--errors", type=int, default=0, help="print so many wrong pairs")
    parser.add_argument("--save", action="store_true", help="put the figure into results/latest.json")
    options = parser.parse_args(arguments)
    corpora = os.environ.get("FALEME_CORPORA")
    if not corpora or not Path(corpora, "events").is_dir():
        sys.stdout.write("tellings: skipped, FALEME_CORPORA names no folder with events/\n")
        return 0
    engine, count, shown = core(), Count(), 0
    for page in read_pages(Path(corpora) / "events", part=options.split):
        if len(page["events"]) < 2:
            continue
        read = parse(article_of(page), engine)
        if not read.tokens:
            continue
        for a, b, wanted, ours in pairs(page, read):
            count.right += wanted and ours
            count.found += ours
            count.wanted += wanted
            if wanted != ours and shown < options.errors:
                shown += 1
                one, two = page["events"][a], page["events"][b]
                sys.stdout.write(
                    f"{'missed' if wanted else 'wrong'} {one['type']} {Span(*one['clause']).of(page['text'])!r} | "
                    f"{two['type']} {Span(*two['clause']).of(page['text'])!r}\n"
                )
    sys.stdout.write(f"pairs of one happening  {sides_of(count)}\n")
    if options.save:
        command = f"FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.tellings --split {options.split}"
        name = f"tellings.{options.split}.pairs_f1"
        measured = results.Figure(
            name=name, value=round(count.f1, 4), unit="F1", command=command, machine=results.machine()
        )
        results.save([measured])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
