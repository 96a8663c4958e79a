"""Country and first sector of actor mentions: the annotated pages (gold mentions, our chains), and ngec_actor.

    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.actors [dev|train|test] [--errors N] [--gold-places]
    GOLD=../shared/gold python -m benchmarks.quality.actors ngec PRED_DIR
    python $GOLD/score.py PRED_DIR --set ngec_actor

A mention counts where the gold chain has a country (a sector). Places are resolved by the product; --gold-places takes
the countries of the annotated places instead, to see this step alone. "inferred" counts those whose country no word
says.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from benchmarks.quality.pages import CORPORA, GoldPage, pages
from faleme.dates import PartialDate
from faleme.parse.coreference import chains
from faleme.records import MentionKind, ResolvedPlace
from faleme.reference.actors import load_actors
from faleme.reference.countries import load_countries
from faleme.reference.mentions_lexicon import load_mention_lexicon
from faleme.reference.petrarch import load_petrarch
from faleme.resolve.actors import resolve_actors, resolve_phrase

GOLD = Path(os.environ.get("GOLD", "../shared/gold"))
_CODES = frozenset("UNO IGO EUR NGO IMG ISM MNC".split())


def gold_places(page: GoldPage) -> tuple[ResolvedPlace, ...]:
    """The annotated places with their annotated countries."""
    return tuple(
        ResolvedPlace(
            span=mention.span, text=mention.text, name=mention.text, country=page.chains[page.chain_of[i]]["country"]
        )
        for i, mention in enumerate(page.parse.mentions)
        if mention.kind is MentionKind.PLACE
    )


def found_places(page: GoldPage) -> tuple[ResolvedPlace, ...]:
    """The places that the product finds."""
    from faleme.reference.gazetteer import load_gazetteer  # noqa: PLC0415  (half a second, not wanted with --gold-places)
    from faleme.resolve.find_places import find_places  # noqa: PLC0415

    return find_places(page.article, page.parse, gazetteer=load_gazetteer(), countries=load_countries()).places


def measure_pages(part: str, *, errors: int, with_gold_places: bool) -> None:
    """Print country and sector accuracy of a part."""
    lexicon, countries, actors = load_mention_lexicon("en"), load_countries(), load_actors()
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for page in pages(part):
        found = chains(page.article, page.parse, lexicon=lexicon, countries=countries, actors=actors)
        parse = replace(page.parse, chains=found)
        places = gold_places(page) if with_gold_places else found_places(page)
        resolved = resolve_actors(
            page.article, parse, actors=actors, countries=countries, places=places, old_names=load_petrarch()
        )
        for i, answer in resolved.items():
            gold = page.chains[page.chain_of[i]]
            if gold["country"] == "KOS":  # PLOVER's code; ours is ISO's user-assigned XKX
                gold = {**gold, "country": "XKX"}
            for scope in ("all", "bank" if page.bank else "pages"):
                if gold["country"]:
                    counts[f"{scope} country n"] += 1
                    counts[f"{scope} country right"] += answer.country == gold["country"]
                    if "no country said" in answer.why:
                        counts[f"{scope} inferred n"] += 1
                        counts[f"{scope} inferred right"] += answer.country == gold["country"]
                    if gold["country"] in _CODES:
                        counts[f"{scope} codes n"] += 1
                        counts[f"{scope} codes right"] += answer.country == gold["country"]
                if gold["sectors"]:
                    counts[f"{scope} sector n"] += 1
                    counts[f"{scope} sector right"] += answer.sectors[:1] == tuple(gold["sectors"][:1])
                if answer.actor_id:
                    counts[f"{scope} linked"] += 1
                counts[f"{scope} mentions"] += 1
            for what, got, want in (
                ("country", answer.country, gold["country"]),
                ("sector", "".join(answer.sectors[:1]), "".join(gold["sectors"][:1])),
            ):
                if want and got != want:
                    wrong.append(f"{what} {page.article.key} {answer.text!r}: {got}, gold {want}; {answer.why}")
    print(f"{part}: accuracy over actor mentions")
    for scope in ("pages", "bank", "all"):
        line = [f"{scope:6}"]
        for what in ("country", "inferred", "codes", "sector"):
            n, right = counts[f"{scope} {what} n"], counts[f"{scope} {what} right"]
            line.append(f"{what} {right / (n or 1):.3f} of {n}")
        line.append(f"in the registry {counts[f'{scope} linked']} of {counts[f'{scope} mentions']}")
        print("  ".join(line))
    print("\n".join(wrong[:errors]))


def predict_ngec(out: Path) -> None:
    """Write predictions for ngec_actor."""
    countries, actors = load_countries(), load_actors()
    out.mkdir(parents=True, exist_ok=True)
    source = next(GOLD.glob("ngec_actor*.jsonl"))
    with source.open(encoding="utf-8") as lines, (out / "ngec_actor.jsonl").open("w", encoding="utf-8") as written:
        for line in lines:
            record = json.loads(line)
            date = record.get("date") or ""
            when = PartialDate.parse(date) if re.fullmatch(r"\d{4}(-\d\d){0,2}", date) else None
            answer = resolve_phrase(
                record["actor"],
                context=record.get("context") or "",
                date=when,
                actors=actors,
                countries=countries,
                old_names=load_petrarch(),
            )
            prediction = {
                "id": record["id"],
                "country": answer.country or "",
                "sector": answer.sectors[0] if answer.sectors else "",
            }
            written.write(json.dumps(prediction) + "\n")


def main(arguments: list[str]) -> int:
    """Measure, or write predictions for ngec_actor."""
    if arguments[:1] == ["ngec"]:
        predict_ngec(Path(arguments[1]))
        return 0
    if not (CORPORA / "events").is_dir():
        print(f"skipped: {CORPORA}/events is not there (set FALEME_CORPORA)")
        return 0
    part = next((word for word in arguments if word in {"dev", "train", "test"}), "dev")
    errors = int(arguments[arguments.index("--errors") + 1]) if "--errors" in arguments else 0
    measure_pages(part, errors=errors, with_gold_places="--gold-places" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
