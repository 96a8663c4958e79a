"""Coreference of found mentions: the corpus is read, and phrases are matched with its mentions by head."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from faleme.errors import ReadError
from faleme.evaluate.coreference import matched, named_alike, read_documents, span_of
from faleme.evaluate.corpora import kinds_of
from faleme.evaluate.heads import measure
from faleme.parse.encoder import load_engine
from faleme.parse.noun_phrases import noun_phrases
from faleme.records import NounPhrase
from tests.builders import parse_of

ROWS = """# newdoc id = GUM_news_mill
# sent_id = GUM_news_mill-1
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
2\tmill\tmill\tNOUN\tNN\t_\t0\troot\t_\t_

# sent_id = GUM_news_mill-2
1\tAwa\tAwa\tPROPN\tNNP\t_\t3\tnsubj\t_\t_
2\tSow\tSow\tPROPN\tNNP\t_\t1\tflat\t_\t_
3\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
4\ther\ther\tPRON\tPRP$\t_\t5\tnmod:poss\t_\t_
5\tmill\tmill\tNOUN\tNN\t_\t3\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

"""


def mention(chain: str, sent: int, start: int, end: int, etype: str) -> dict[str, object]:
    return {"chain": chain, "sent": sent, "start": start, "end": end, "etype": etype}


def corpus(folder: Path) -> Path:
    record = {
        "document": "GUM_news_mill",
        "genre": "news",
        "sentences": [["The", "mill"], ["Awa", "Sow", "left", "her", "mill", "."]],
        "split": "dev",
        "mentions": [
            mention("1", 0, 0, 2, "object"),
            mention("2", 1, 0, 2, "person"),
            mention("2", 1, 3, 4, "person"),
            mention("1", 1, 3, 5, "object"),
        ],
    }
    with gzip.open(folder / "en_gum_open.coref.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    with gzip.open(folder / "en_gum_open.dev.conllu.gz", "wt", encoding="utf-8") as file:
        file.write(ROWS)
    return folder / "en_gum_open.coref.jsonl.gz"


def test_a_document_is_running_text_with_persons_bodies_and_places_in_chains(tmp_path: Path) -> None:
    (document,) = read_documents(corpus(tmp_path), "dev")
    text = document.article.text
    assert text == "The mill\nAwa Sow left her mill.", "a line without a full stop is a heading"
    (chain,) = document.chains()
    assert [one.span.of(text) for one in chain] == ["Awa Sow", "her"]
    assert [one.head.of(text) for one in chain] == ["Awa", "her"], "head by the tree"


def test_a_phrase_is_the_mention_with_its_head(tmp_path: Path) -> None:
    (document,) = read_documents(corpus(tmp_path), "dev")
    read = parse_of(
        document.article.text,
        arcs=[("Awa", "left", "nsubj"), ("Sow", "Awa", "flat"), ("her", "mill", "nmod:poss")],
    )
    at = {token.text: number for number, token in enumerate(read.tokens)}
    wide = NounPhrase(head=at["Awa"], first=at["Awa"], last=at["left"])
    exact = NounPhrase(head=at["Awa"], first=at["Awa"], last=at["Sow"])
    gold = document.chains()[0]
    assert matched(gold, [wide], read) == {0: 0}, "another span, the same head"
    assert matched(gold, [wide, exact], read) == {1: 0}, "of two the exact one"
    assert span_of(exact, read).of(document.article.text) == "Awa Sow"


def test_found_groups_and_gold_chains_have_one_name_for_a_mention(tmp_path: Path) -> None:
    (document,) = read_documents(corpus(tmp_path), "dev")
    read = parse_of(document.article.text, tags={"Awa": "PROPN", "Sow": "PROPN"}, arcs=[("Sow", "Awa", "flat")])
    phrases = noun_phrases(read.tokens, places=frozenset())
    first = next(at for at, phrase in enumerate(phrases) if read.tokens[phrase.head].text == "Awa")
    gold, found = named_alike(document, replace(read, phrases=phrases), [[first]])
    assert found == [[gold[0][0]]]


def test_the_command_knows_the_file_and_asks_for_its_trees(tmp_path: Path) -> None:
    path = corpus(tmp_path)
    assert kinds_of(path) == ("coreference",)
    (measured,) = measure(path, load_engine(), part="dev")
    assert (measured.size, measured.scores[0].wanted) == (1, 2)
    with pytest.raises(ReadError, match="needs its trees"):
        list(measure(path, load_engine(), part="test"))
