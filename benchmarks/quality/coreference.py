"""Coreference on GUM, mentions found by us: MUC, B-cubed and CEAFe of persons, organisations and places.

    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.coreference [dev|train|test] [--genres] [--save]

Gold: chains of two mentions or more. A found phrase is a gold mention where both have the same head word (as CorefUD
matches); "exact" asks for the same span, too. Everything on our side counts, also chains of other things that we take
for persons. Beside the linker stand the chains of actor mentions that coding works with, and a baseline over the same
phrases: names of the same words and nouns with the same head.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator

from benchmarks.engine import core
from benchmarks.results import Figure, machine, save
from faleme.evaluate.chain_scores import ChainScores
from faleme.evaluate.coreference import Document, named_alike, read_documents
from faleme.parse.antecedents import SURE, groups
from faleme.parse.coreference import chains
from faleme.parse.parse import parse
from faleme.records import Parse
from faleme.reference.actors import load_actors
from faleme.reference.countries import load_countries
from faleme.reference.mentions_lexicon import load_mention_lexicon
from training.corpora import corpora_folder

COMMAND = "python -m benchmarks.quality.coreference test --save"


def same_words(read: Parse) -> list[list[int]]:
    """The baseline's groups of phrases."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    for at, phrase in enumerate(read.phrases):
        head = read.tokens[phrase.head]
        if head.upos == "PROPN":
            words = read.tokens[phrase.first : phrase.last + 1]
            found[tuple(word.text.casefold() for word in words if word.upos != "DET")].append(at)
        elif head.upos == "NOUN" and not phrase.joined:
            found[head.lemma].append(at)
    return [group for group in found.values() if len(group) > 1]


def by_rules(document: Document, read: Parse) -> list[list[int]]:
    """The groups of phrases that the chains of actor and place mentions make, by head."""
    found = chains(
        document.article, read, lexicon=load_mention_lexicon("en"), countries=load_countries(), actors=load_actors()
    )
    phrase_of = {phrase.head: at for at, phrase in reversed(list(enumerate(read.phrases)))}
    taken: set[int] = set()
    made: list[list[int]] = []
    for chain in found:
        heads = dict.fromkeys(read.mentions[at].head for at in chain.mentions)
        group = [phrase_of[head] for head in heads if head in phrase_of and phrase_of[head] not in taken]
        taken.update(group)
        made.append(group)
    return [group for group in made if len(group) > 1]


def ways(document: Document, read: Parse) -> Iterator[tuple[str, list[list[int]]]]:
    """(name, groups of phrases) of all that is compared."""
    yield "linker", groups(read.phrases)
    yield "linker, sure links", groups(read.phrases, least=SURE)
    yield "rules of the coder", by_rules(document, read)
    yield "same words", same_words(read)


def line(name: str, scores: ChainScores) -> str:
    """One row of the table."""
    parts = (scores.muc, scores.b_cubed, scores.ceaf, scores.mentions)
    return f"{name:28} {scores.mean:6.3f}  " + "  ".join(
        f"{part.precision:5.3f} {part.recall:5.3f} {part.f1:5.3f}" for part in parts
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the table of one part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="dev", choices=("dev", "train", "test"))
    parser.add_argument("--genres", action="store_true", help="the linker's figures by genre, too")
    parser.add_argument("--save", action="store_true", help="figures into benchmarks/results")
    options = parser.parse_args(arguments)
    if not (corpora_folder() / "en_gum_open.coref.jsonl.gz").is_file():
        print(f"skipped: no GUM in {corpora_folder()} (set FALEME_CORPORA)")
        return 0
    engine = core()
    head: dict[str, ChainScores] = defaultdict(ChainScores)
    exact: dict[str, ChainScores] = defaultdict(ChainScores)
    genres: dict[str, ChainScores] = defaultdict(ChainScores)
    texts = words = 0
    began = time.perf_counter()
    for document in read_documents(corpora_folder() / "en_gum_open.coref.jsonl.gz", options.part):
        read = parse(document.article, engine)
        texts, words = texts + 1, words + len(read.tokens)
        for name, found in ways(document, read):
            head[name].add(*named_alike(document, read, found))
            exact[name].add(*named_alike(document, read, found, exact=True))
            if name == "linker":
                genres[document.genre].add(*named_alike(document, read, found))
    print(f"{engine.name}, GUM {options.part}: {texts} texts, {words} words, {time.perf_counter() - began:.0f} s")
    print(f"{'':28} {'mean':>6}  " + "  ".join(f"{name:^17}" for name in ("MUC", "B-cubed", "CEAFe", "mentions")))
    for name, scores in head.items():
        print(line(name, scores))
    for name, scores in exact.items():
        print(line(f"{name}, exact", scores))
    for name, scores in sorted(genres.items()) if options.genres else ():
        print(line(f"  {name}", scores))
    if options.save:
        here = machine()
        values = {
            "gum": head["linker"], "gum exact": exact["linker"], "gum rules": head["rules of the coder"],
            "gum same words": head["same words"],
        }  # fmt: skip
        save(
            Figure(
                name=f"coreference.{name}", value=round(scores.mean, 4), unit="mean of MUC, B-cubed and CEAFe F1",
                command=COMMAND, machine=here,
            )
            for name, scores in values.items()
        )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
