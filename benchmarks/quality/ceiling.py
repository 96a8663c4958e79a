"""Actor resolution alone: the dyads of plover_gsr when the gold's own phrases for actor and recipient are given.

    GOLD=../shared/gold python -m benchmarks.quality.ceiling [--errors N] [--save]

Each text is read by the product, with its places and chains; the gold phrase then stands where a mention of ours ends
with it, else as a mention of its own, and the resolver of articles gives its country and sectors. A phrase that the
text does not hold as written (words left out, another spacing) is given as a line of its own below the text. Dyads
are counted by the set's own program: the gold events with our countries in place of theirs. "Right" is the share of
gold dyads that this gives; country and sector are shares of the gold phrases that have one.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.results import Figure, machine, save
from faleme.evaluate.pages import article_of
from faleme.pipeline import Kit, load_kit, parse_article, resolve
from faleme.records import Article, Mention, MentionKind, Parse, ResolvedActor
from faleme.spans import Span

COMMAND = "GOLD=../shared/gold python -m benchmarks.quality.ceiling --save"
ROLES = ("source", "target")

Row = Mapping[str, Any]
Entity = Mapping[str, Any]


def scorer(folder: Path) -> ModuleType:
    """The sets' own scoring program."""
    found = importlib.util.spec_from_file_location("gold_score", folder / "score.py")
    if found is None or found.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def phrases_of(row: Row) -> list[str]:
    """The gold phrases of a row, each once."""
    said = [one["text"] for event in row["events"] for role in ROLES for one in event[role] if one.get("text")]
    return list(dict.fromkeys(said))


def with_phrases(article: Article, read: Parse, phrases: Sequence[str]) -> tuple[Parse, dict[str, int]]:
    """The parse with a mention for each phrase, and where it stands: one of ours that ends with it, else a new one."""
    mentions = list(read.mentions)
    index: dict[str, int] = {}
    for text in phrases:
        found = re.search(rf"(?<!\w){re.escape(text)}(?!\w)", article.text)
        at = found.start() if found else article.text.find(text)
        span = Span(at, at + len(text))
        ours = [
            i
            for i, mention in enumerate(read.mentions)
            if mention.kind is MentionKind.ACTOR
            and mention.span.end == span.end
            and mention.span.contains(span)
            # "The French and Malian patrols" is no longer form of "Malian patrols", nor "forces in Gao" of "Gao".
            and not re.search(r",| and ", article.text[mention.span.start : span.start])
            and span.contains(read.tokens[mention.head].span)
        ]
        if ours:
            index[text] = min(ours, key=lambda i: mentions[i].span.end - mentions[i].span.start)
            continue
        sentence = next((i for i, one in enumerate(read.sentences) if one.span.contains(span)), 0)
        index[text] = len(mentions)
        mentions.append(Mention(kind=MentionKind.ACTOR, span=span, head=0, text=text, sentence=sentence, score=1.0))
    return replace(read, mentions=tuple(mentions)), index


def answers(row: Row, kit: Kit) -> dict[str, ResolvedActor]:
    """What the product makes of each gold phrase of a row, by phrase."""
    phrases = phrases_of(row)
    standing = [text for text in phrases if text in row["text"]]
    found = _resolved(row["text"], standing, row, kit)
    for text in phrases:
        if text not in found:
            plain = " ".join(text.replace("...", " ").split())
            found[text] = _resolved(f"{row['text']}\n\n{plain}.", [plain], row, kit)[plain]
    return found


def _resolved(text: str, phrases: Sequence[str], row: Row, kit: Kit) -> dict[str, ResolvedActor]:
    article = article_of({"id": row["id"], "text": text})
    read, index = with_phrases(article, parse_article(article, kit), phrases)
    resolved = resolve(article, read, kit).actors
    return {phrase: resolved[i] for phrase, i in index.items()}


def ours(event: Row, found: Mapping[str, ResolvedActor]) -> dict[str, Any]:
    """The gold event with our countries and sectors in place of its own."""
    filled: dict[str, Any] = dict(event)
    for role in ROLES:
        filled[role] = []
        for one in event[role]:
            answer = found.get(one.get("text") or "")
            filled[role].append(
                {
                    **one,
                    "country": (answer.country if answer else None) or "",
                    "sectors": answer.sectors if answer else (),
                }
            )
    return filled


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; exit 0, or 0 with a line where there is no set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, help="how many wrong phrases to show")
    parser.add_argument("--save", action="store_true", help="put the figures into results/latest.json")
    options = parser.parse_args(arguments)
    folder = Path(os.environ.get("GOLD", "../shared/gold"))
    path = next(iter(sorted(folder.glob("plover_gsr*.jsonl"))), None)
    if path is None:
        sys.stdout.write(f"ceiling: skipped, no plover_gsr in {folder} (GOLD=folder)\n")
        return 0
    score, kit = scorer(folder), load_kit()
    dyads, counts, wrong = score.Count(), Counter[str](), list[str]()
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        found = answers(row, kit)
        events = [ours(event, found) for event in row["events"]]
        score.count_matches(
            dyads,
            list({dyad for event in row["events"] for dyad in score.dyads(event)}),
            list({dyad for event in events for dyad in score.dyads(event)}),
            score.dyad_fits,
        )
        for gold, own in ((g, o) for ge, oe in zip(row["events"], events, strict=True) for role in ROLES
                          for g, o in zip(ge[role], oe[role], strict=True)):  # fmt: skip
            _count(gold, own, score, counts, wrong, found.get(gold.get("text") or ""))
    figures = {
        "dyads_right": dyads.recall,
        "dyad_f1": dyads.f1 or 0.0,
        "country": counts["country right"] / counts["country"],
        "country_and_sector": counts["both right"] / counts["both"],
    }
    sys.stdout.write(f"{path.name}: {dyads.gold} dyads, {counts['country']} phrases with a country\n")
    for name, value in figures.items():
        sys.stdout.write(f"{name:20s} {value:.3f}\n")
    sys.stdout.writelines(f"  {line}\n" for line in wrong[: options.errors])
    if options.save:
        unit = {"dyad_f1": "F1"}
        save(
            Figure(
                name=f"ceiling.{name}",
                value=round(value, 4),
                unit=unit.get(name, "share right"),
                command=COMMAND,
                machine=machine(),
            )
            for name, value in figures.items()
        )
    return 0


def _count(
    gold: Entity,
    own: Entity,
    score: ModuleType,
    counts: Counter[str],
    wrong: list[str],
    answer: ResolvedActor | None,
) -> None:
    """Add one phrase: its country, and its country with the first sector where the gold has both."""
    if not gold["country"]:
        return
    country = score.country(own)
    right = score.country(gold) in (country, score.UMBRELLA.get(country, country))
    counts["country"] += 1
    counts["country right"] += right
    sector_right = True
    if gold["sectors"]:
        sector_right = tuple(own["sectors"][:1]) == tuple(gold["sectors"][:1])
        counts["both"] += 1
        counts["both right"] += right and sector_right
    if not right or not sector_right:
        why = answer.why if answer else "not in the text as written"
        want = f"{gold['country']} {' '.join(gold['sectors'])}".strip()
        wrong.append(f"{gold.get('text')!r}: {country or '-'} {' '.join(own['sectors'])}, gold {want}; {why}")


if __name__ == "__main__":
    sys.exit(main())
