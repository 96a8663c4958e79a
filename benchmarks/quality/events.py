"""Events, roles, factuality, speakers, statements and figures against the annotated event pages.

    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.events --split dev
    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.events --split train --sample 200 --sweep event

An event is found where anchors overlap and types agree; all tellings count. Roles are scored over found anchors, and
any mention of the right chain counts; a role is swapped where actor and recipient are exchanged. Of mutual acts
(talks, trade, clashes) the annotation has both parties as actors, by its house rule 5, or one as the other's recipient,
about as often: those swaps are counted apart, too.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.engine import core
from benchmarks.quality.codebook import keep
from benchmarks.results import Figure, machine, save
from faleme.coding.anchors import Thresholds
from faleme.coding.coder import code
from faleme.evaluate.corpora import read_pages
from faleme.evaluate.pages import article_of
from faleme.evaluate.scores import Count
from faleme.parse.parse import parse
from faleme.records import Coding, Parse, Utterance
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon
from faleme.spans import Span

Page = Mapping[str, Any]


@dataclass
class Scores:
    """Counts by what is scored."""

    counts: dict[str, Count] = field(default_factory=dict)
    by_type: dict[str, Count] = field(default_factory=dict)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    swapped: int = 0
    swapped_mutual: int = 0

    def add(self, name: str, *, right: int, found: int, wanted: int) -> None:
        """Add to one count."""
        self.counts.setdefault(name, Count()).take(right, found, wanted)


def score_page(
    page: Page, parsed: Parse, codings: tuple[Coding, ...], said: tuple[Utterance, ...], into: Scores
) -> None:
    """Add one page to the scores."""
    text: str = page["text"]
    mentions = {mention["id"]: mention for mention in page["mentions"]}
    chains: dict[str, list[Span]] = {}
    for mention in page["mentions"]:
        chains.setdefault(mention["chain"], []).append(Span(*mention["span"]))
    gold = page["events"]
    anchors = [(Span(*event["anchor"]), event["type"]) for event in gold]
    ours_at = [(coding.anchor, coding.event_type) for coding in codings]
    pairs = [(gold[one], codings[two]) for one, two in paired(anchors, ours_at)]
    right = [(event, coding) for event, coding in pairs if event["type"] == coding.event_type]
    into.add("anchor", right=len(pairs), found=len(codings), wanted=len(gold))
    into.add("event with type", right=len(right), found=len(codings), wanted=len(gold))
    core = [event for event in gold if event["core"]]
    into.add("core recall", right=(hit := sum(event["core"] for event, _ in right)), found=hit, wanted=len(core))
    for event, coding in pairs:
        if event["type"] != coding.event_type:
            into.confusions[event["type"], coding.event_type] += 1
    for kind, number in Counter(event["type"] for event in gold).items():
        into.by_type.setdefault(kind, Count()).wanted += number
    for kind, number in Counter(coding.event_type for coding in codings).items():
        into.by_type.setdefault(kind, Count()).found += number
    for event, coding in right:
        into.by_type[event["type"]].right += 1
        into.add("mode", right=event["mode"] == coding.mode, found=1, wanted=1)
        into.add("factuality", right=event["auxiliary"] == coding.auxiliary, found=1, wanted=1)
        marked = event["auxiliary"] is not None
        into.add(
            "factuality, where marked",
            right=marked and event["auxiliary"] == coding.auxiliary,
            found=coding.auxiliary is not None,
            wanted=marked,
        )
        hedged = event["hedge"] is not None
        into.add("hedge", right=hedged and coding.hedge is not None, found=coding.hedge is not None, wanted=hedged)
        ours = {role: [parsed.mentions[m].span for m in getattr(coding, role)] for role in ROLES}
        for role in ROLES:
            wanted = [chains[mentions[m]["chain"]] for m in event[role]]
            into.add(role, right=filled(wanted, ours[role], _same), found=len(ours[role]), wanted=len(wanted))
        for role, other in (("actor", "recipient"), ("recipient", "actor")):
            wanted = [chains[mentions[m]["chain"]] for m in event[role]]
            swapped = sum(any(_same(span, one) for one in chain for span in ours[other]) for chain in wanted)
            into.swapped += swapped
            into.swapped_mutual += swapped if _is_mutual(event) else 0
        into.add(
            "figure",
            right=sum(_has_figure(one, coding) for one in event["figures"]),
            found=len(coding.figures),
            wanted=len(event["figures"]),
        )
        into.add(
            "figure, value and kind",
            right=sum(_has_figure(one, coding, exact=True) for one in event["figures"]),
            found=len(coding.figures),
            wanted=len(event["figures"]),
        )
    _statements(page, parsed, said, mentions, chains, text, into)


def _statements(
    page: Page,
    parsed: Parse,
    said: tuple[Utterance, ...],
    mentions: Mapping[str, Any],
    chains: Mapping[str, list[Span]],
    text: str,
    into: Scores,
) -> None:
    gold = page["statements"]
    hits = [(wanted, one) for wanted in gold for one in said if one.verb.overlaps(Span(*wanted["verb"]))]
    right = len({wanted["id"] for wanted, _ in hits})
    into.add("statement", right=right, found=len(said), wanted=len(gold))
    # The annotators wrote most demands, charges and promises down as events alone: of those, this second count does not
    # judge whether they are statements too.
    acts = [Span(*event["anchor"]) for event in page["events"]]
    told = [one for one in said if one in [hit for _, hit in hits] or not any(one.verb.overlaps(act) for act in acts)]
    into.add("statement, events left out", right=right, found=len(told), wanted=len(gold))
    for wanted, one in hits:
        spans = [parsed.mentions[m].span for m in one.speaker]
        chain = [span for m in wanted["speaker"] for span in chains[mentions[m]["chain"]]]
        right = any(_same(span, other) for span in spans for other in chain)
        into.add("speaker of statement", right=right, found=bool(spans), wanted=bool(chain))
        a, b = one.content, Span(*wanted["content"])
        shared = max(0, min(a.end, b.end) - max(a.start, b.start))
        into.add("content of statement", right=2 * shared >= 0.8 * (len(a) + len(b)), found=1, wanted=1)


ROLES = ("actor", "recipient", "place", "time", "speaker")


def paired(gold: Sequence[tuple[Span, str]], ours: Sequence[tuple[Span, str]]) -> list[tuple[int, int]]:
    """Numbers of anchors that overlap, each used once, those of one type before others."""
    free = set(range(len(ours)))
    pairs: dict[int, int] = {}
    for same_type in (True, False):
        for one, (span, kind) in enumerate(gold):
            near = (two for two in sorted(free) if ours[two][0].overlaps(span) and (ours[two][1] == kind) is same_type)
            if one not in pairs and (two := next(near, None)) is not None:
                pairs[one] = two
                free.discard(two)
    return list(pairs.items())


def filled(wanted: Sequence[Sequence[Span]], ours: Sequence[Span], same: Callable[[Span, Span], bool]) -> int:
    """How many fillers of a role are right. wanted: for each filler the spans of all its mentions."""
    hits = sum(any(same(span, one) for one in chain for span in ours) for chain in wanted)
    return min(hits, sum(any(same(span, one) for chain in wanted for one in chain) for span in ours))


def _same(ours: Span, gold: Span) -> bool:
    """Whether two mention spans name the same words: they overlap by half of the shorter one and end or start alike."""
    shared = min(ours.end, gold.end) - max(ours.start, gold.start)
    return shared > 0 and 2 * shared >= min(len(ours), len(gold))


def _is_mutual(event: Mapping[str, Any]) -> bool:
    """Whether both parties do it alike: talks and joint work that are no visit, clashes."""
    if event["type"] in {"CONSULT", "COOPERATE"}:
        return event["mode"] not in {"visit", "third-party"}
    return event["type"] == "ASSAULT" and len(event["actor"]) > 1 and not event["recipient"]


def _has_figure(wanted: Any, coding: Coding, *, exact: bool = False) -> bool:
    span = Span(*wanted["span"])
    return any(
        one.span.overlaps(span)
        and (not exact or ((one.low, one.high) == (wanted["low"], wanted["high"]) and one.what.value == wanted["what"]))
        for one in coding.figures
    )


def run(pages: Sequence[Page], parses: list[Parse], thresholds: Thresholds) -> Scores:
    """Code every page and score it."""
    scores = Scores()
    codebook, lexicon = load_codebook(), load_lexicon("en")
    for page, parsed in zip(pages, parses, strict=True):
        codings, said, _ = code(article_of(page), parsed, codebook=codebook, lexicon=lexicon, thresholds=thresholds)
        score_page(page, parsed, codings, said, scores)
    return scores


def _lines(scores: Scores, *, types: bool) -> Iterator[str]:
    for name, count in scores.counts.items():
        yield f"{name:28s} {sides_of(count)}"
    yield f"{'swapped roles':28s} {scores.swapped}, of them {scores.swapped_mutual} of mutual acts"
    if types:
        for kind, count in sorted(scores.by_type.items()):
            yield f"  {kind:26s} {sides_of(count)}"
        for (gold, ours), number in scores.confusions.most_common(15):
            yield f"  {gold} read as {ours}: {number}"


def sides_of(count: Count) -> str:
    """Precision, recall, F1 and what they are made of."""
    sides = f"P {count.precision:.3f}  R {count.recall:.3f}  F1 {count.f1:.3f}"
    return f"{sides}  ({count.right}/{count.found}/{count.wanted})"


def _figures(scores: Scores, split: str) -> Iterator[Figure]:
    command = f"FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.events --split {split}"
    for name, count in scores.counts.items():
        key = name.replace(",", "").replace(" ", "_")
        yield Figure(
            name=f"events.{split}.{key}_f1", value=round(count.f1, 4), unit="F1", command=command, machine=machine()
        )


def main(arguments: list[str] | None = None) -> int:
    """Print the scores; exit 0, or 0 with a line where there is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=("train", "dev", "test"))
    parser.add_argument("--sample", type=int, help="this many pages, spread evenly")
    parser.add_argument("--sweep", choices=tuple(Thresholds.__dataclass_fields__), help="try 0.1 to 0.9")
    parser.add_argument("--types", action="store_true", help="by event type, with confusions")
    parser.add_argument(
        "--save",
        action="store_true",
        help="put the F1 figures into results/latest.json; with --types, the counts by type into quality/codebook.json",
    )
    options = parser.parse_args(arguments)
    corpora = os.environ.get("FALEME_CORPORA")
    if not corpora or not Path(corpora, "events").is_dir():
        sys.stdout.write("events: skipped, FALEME_CORPORA names no folder with events/\n")
        return 0
    pages = read_pages(Path(corpora) / "events", part=options.split)
    if options.sample and options.sample < len(pages):
        pages = pages[:: len(pages) // options.sample]
    engine = core()
    asked, sayers = load_lexicon("en").asked, load_lexicon("en").sayers
    parses = [parse(article_of(page), engine, also=asked, sayers=sayers) for page in pages]
    if options.sweep:
        for step in range(2, 19):
            value = step / 20
            scores = run(pages, parses, replace(Thresholds(), **{options.sweep: value}))
            role = options.sweep if options.sweep in ROLES else "actor"
            event, other = (sides_of(scores.counts[name]) for name in ("event with type", role))
            sys.stdout.write(f"{value:.2f}  event {event}  {role} {other}\n")
        return 0
    sys.stdout.write(f"{len(pages)} pages of {options.split}, engine {engine.name}\n")
    scores = run(pages, parses, Thresholds())
    for line in _lines(scores, types=options.types):
        sys.stdout.write(line + "\n")
    if options.save and options.types:
        keep(
            "types",
            {"pages": len(pages), "counts": {kind: asdict(count) for kind, count in scores.by_type.items()}},
            command=f"FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.events --split {options.split} "
            "--types --save",
        )
    elif options.save:
        save(_figures(scores, options.split))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
