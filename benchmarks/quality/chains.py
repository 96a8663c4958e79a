"""Coreference of actor mentions against the annotated pages, gold mentions given: B-cubed and pairwise F1.

    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.chains [dev|train|test] [--errors N] [--no-sayings]

Floor: see benchmarks/quality/README.md once floors are set. Mentions alone in their chain count in B-cubed.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping

from benchmarks.quality.pages import CORPORA, GoldPage, pages
from faleme.parse.coreference import chains
from faleme.records import Chain, MentionKind
from faleme.reference.actors import load_actors
from faleme.reference.countries import load_countries
from faleme.reference.mentions_lexicon import load_mention_lexicon


def clusters(page: GoldPage, found: tuple[Chain, ...]) -> tuple[dict[int, str], dict[int, str]]:
    """Gold and found cluster names of every actor mention."""
    actors = [i for i, mention in enumerate(page.parse.mentions) if mention.kind is MentionKind.ACTOR]
    where = {mention: f"c{number}" for number, chain in enumerate(found) for mention in chain.mentions}
    return {i: page.chain_of[i] for i in actors}, {i: where.get(i, f"m{i}") for i in actors}


def b_cubed(gold: Mapping[int, str], pred: Mapping[int, str]) -> tuple[float, float]:
    """Sums of B-cubed precision and recall over the mentions."""
    gold_sets, pred_sets = _sets(gold), _sets(pred)
    precision = sum(len(gold_sets[gold[i]] & pred_sets[pred[i]]) / len(pred_sets[pred[i]]) for i in gold)
    recall = sum(len(gold_sets[gold[i]] & pred_sets[pred[i]]) / len(gold_sets[gold[i]]) for i in gold)
    return precision, recall


def links(names: Mapping[int, str]) -> set[tuple[int, int]]:
    """All pairs of mentions in one cluster."""
    return {(a, b) for members in _sets(names).values() for a in members for b in members if a < b}


def _sets(names: Mapping[int, str]) -> dict[str, set[int]]:
    sets: dict[str, set[int]] = defaultdict(set)
    for mention, name in names.items():
        sets[name].add(mention)
    return sets


def main(arguments: list[str]) -> int:
    """Print the figures of one part."""
    if not (CORPORA / "events").is_dir():
        print(f"skipped: {CORPORA}/events is not there (set FALEME_CORPORA)")
        return 0
    part = next((word for word in arguments if word in {"dev", "train", "test"}), "dev")
    errors = int(arguments[arguments.index("--errors") + 1]) if "--errors" in arguments else 0
    lexicon, countries, actors = load_mention_lexicon("en"), load_countries(), load_actors()
    totals: Counter[str] = Counter()
    wrong: list[str] = []
    for page in pages(part, sayings="--no-sayings" not in arguments):
        found = chains(page.article, page.parse, lexicon=lexicon, countries=countries, actors=actors)
        gold, pred = clusters(page, found)
        for scope in ("all", "bank" if page.bank else "pages"):
            precision, recall = b_cubed(gold, pred)
            right = links(gold) & links(pred)
            totals[f"{scope} n"] += len(gold)
            totals[f"{scope} p"] += precision  # type: ignore[assignment]
            totals[f"{scope} r"] += recall  # type: ignore[assignment]
            totals[f"{scope} right"] += len(right)
            totals[f"{scope} pred"] += len(links(pred))
            totals[f"{scope} gold"] += len(links(gold))
        text = {i: mention.text for i, mention in enumerate(page.parse.mentions)}
        wrong += [f"+ {page.article.key}: {text[a]!r} = {text[b]!r}" for a, b in sorted(links(pred) - links(gold))]
        wrong += [f"- {page.article.key}: {text[a]!r} = {text[b]!r}" for a, b in sorted(links(gold) - links(pred))]
    print(f"{part:6} {'mentions':>8} {'B3 P':>6} {'B3 R':>6} {'B3 F1':>6} {'pair P':>7} {'pair R':>7} {'pair F1':>7}")
    for scope in ("pages", "bank", "all"):
        n = totals[f"{scope} n"] or 1
        p, r = totals[f"{scope} p"] / n, totals[f"{scope} r"] / n
        pp = totals[f"{scope} right"] / (totals[f"{scope} pred"] or 1)
        pr = totals[f"{scope} right"] / (totals[f"{scope} gold"] or 1)
        print(
            f"{scope:6} {n:8} {p:6.3f} {r:6.3f} {2 * p * r / ((p + r) or 1):6.3f} {pp:7.3f} {pr:7.3f} "
            f"{2 * pp * pr / ((pp + pr) or 1):7.3f}"
        )
    for line in wrong[:errors]:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
