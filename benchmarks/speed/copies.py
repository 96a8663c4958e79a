"""How fast copies are found: signing, looking one up in a store of many articles, and all of a corpus at once.

    python -m benchmarks.speed.copies [--articles 100000] [--words 400] [--save]

The articles are made here: words drawn as often as in a language (Zipf), phrases that recur as agencies' formulas do,
and one article in ten a copy of an earlier one, cut or mended. The store is a temporary file; only what copies ask
for is filled (articles, shingles), sorted, so that making it takes minutes. Times are of one core.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import numpy.typing as npt

from benchmarks.results import Figure, machine, save
from benchmarks.speed.run import resident
from faleme.dedup import find_copy, signature
from faleme.dedup.bulk import Signed, all_copies
from faleme.dedup.shingles import Sample, shingles_in
from faleme.ids import ArticleId, CaptureId, digest
from faleme.records import Article, Block, BlockKind
from faleme.spans import OffsetMap, Span
from faleme.store.codec import to_json
from faleme.store.sqlite import open_sqlite
from faleme.store.sqlite_file import open_file

VOCABULARY = 50_000
FORMULAS = 2_000
LOOK_UPS = 500
COPIED = 0.1
AT_ONCE = 1 << 18
ROW = np.dtype([("shingle", "<i8"), ("article", "<i8")])


class Press:
    """Articles, the same ones for the same seed; the n-th can be made again without those before."""

    def __init__(self, words: int) -> None:
        chosen = np.random.default_rng(1)
        self._words = words
        self._vocabulary = [np.base_repr(number, 36).lower() for number in range(VOCABULARY)]
        share = 1 / np.arange(1, VOCABULARY + 1)
        self._upto = np.cumsum(share / share.sum())
        self._formulas = [self._some(chosen, 8) for _ in range(FORMULAS)]

    def text(self, number: int) -> str:
        """The n-th article's body."""
        chosen = np.random.default_rng((2, number))
        if number and chosen.random() < COPIED:
            return self._edited(self.text(int(chosen.integers(number))), chosen)
        words = self._some(chosen, int(self._words * chosen.lognormal(0, 0.4)) + 30)
        for at in chosen.integers(len(words), size=2):
            words[at:at] = self._formulas[min(FORMULAS - 1, int(chosen.pareto(0.5)))]
        return " ".join(words)

    def _some(self, chosen: np.random.Generator, count: int) -> list[str]:
        return [self._vocabulary[at] for at in np.searchsorted(self._upto, chosen.random(count))]

    def _edited(self, text: str, chosen: np.random.Generator) -> str:
        words = text.split()
        if chosen.random() < 0.5:
            words = words[: max(30, len(words) // 2)]
        for at in chosen.integers(len(words), size=len(words) // 20):
            words[at] = self._vocabulary[int(chosen.integers(VOCABULARY))]
        return " ".join(words)


def article_of(number: int, text: str) -> Article:
    """An article with that one paragraph."""
    return Article(
        article_id=ArticleId(digest("A", str(number))),
        capture_id=CaptureId("C"),
        key=str(number),
        text=text,
        blocks=(Block(kind=BlockKind.BODY, span=Span(0, len(text))),),
        offsets=OffsetMap.identity(len(text)),
    )


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=100_000)
    asked.add_argument("--words", type=int, default=400)
    asked.add_argument("--save", action="store_true")
    given = asked.parse_args()
    press = Press(given.words)
    figures = {"signed_per_second_per_core": (signing(press), "articles/CPU s")}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "press.db"
        rows = fill(path, press, given.articles)
        figures |= looking_up(press, given.articles, path)
        path.unlink()
        figures |= in_bulk(rows, given.articles, Path(folder))
    for name, (value, unit) in figures.items():
        print(f"{name:40} {value:12.4g} {unit}")
    if given.save:
        here, command = machine(), f"python -m benchmarks.speed.copies --articles {given.articles}"
        save(
            Figure(name=f"speed.copies.{name}", value=float(f"{value:.3g}"), unit=unit, command=command, machine=here)
            for name, (value, unit) in figures.items()
        )


def signing(press: Press) -> float:
    """Articles signed in a second."""
    articles = [article_of(number, press.text(number)) for number in range(2000)]
    for article in articles[:100]:
        signature(article)
    began = time.process_time()
    for article in articles:
        signature(article)
    return len(articles) / (time.process_time() - began)


def fill(path: Path, press: Press, articles: int) -> npt.NDArray[np.void]:
    """A store with what copies ask for; its shingles in order of article."""
    database = open_file(path, create=True)
    held = []
    with database.transaction():
        database.run("INSERT INTO captures VALUES (1, 'C', '', '', NULL, '{}')")
        for number in range(articles):
            article = article_of(number, press.text(number))
            numbers = signature(article)
            rows = np.empty(len(numbers), ROW)
            rows["shingle"], rows["article"] = numbers, number + 1
            held.append(rows)
            database.run(
                "INSERT INTO articles (n, id, version, capture_n, key, wire, read_at, text, body, sentences, engine, "
                "resolved, refused) VALUES (?, ?, 1, 1, ?, 0, '', ?, ?, '[]', '', '{}', '[]')",
                (
                    number + 1,
                    article.article_id,
                    article.key,
                    article.text,
                    to_json(Article, replace(article, text="")),
                ),
            )
        database.run("DROP INDEX shingles_article")
        rows = np.concatenate(held)
        held.clear()
        order = np.lexsort((rows["article"], rows["shingle"]))
        for at in range(0, len(rows), AT_ONCE):
            database.run_many("INSERT INTO shingles VALUES (?, ?)", rows[order[at : at + AT_ONCE]].tolist())
        database.run("CREATE INDEX shingles_article ON shingles (article_n)")
    database.close()
    return rows


def looking_up(press: Press, articles: int, path: Path) -> dict[str, tuple[float, str]]:
    """New articles, one in ten of them a copy, signed and looked up in the store."""
    store = open_sqlite(path, create=False)
    size = path.stat().st_size
    try:
        spent, cpu_s, found = [], 0.0, 0
        for number in range(articles, articles + LOOK_UPS):
            article = article_of(number, press.text(number))
            began, cpu = time.perf_counter(), time.process_time()
            found += find_copy(article, signature(article), store) is not None
            spent.append(1000 * (time.perf_counter() - began))
            cpu_s += time.process_time() - cpu
    finally:
        store.close()
    return {
        f"look_up_at_{articles}.median": (median(spent), "ms"),
        f"look_up_at_{articles}.p95": (quantiles(spent, n=20)[-1], "ms"),
        f"look_up_at_{articles}.per_second": (LOOK_UPS / cpu_s, "articles/CPU s"),
        f"look_up_at_{articles}.found": (found, f"of {LOOK_UPS}"),
        f"store_at_{articles}": (size / 1e6, "MB"),
    }


def in_bulk(rows: npt.NDArray[np.void], articles: int, folder: Path) -> dict[str, tuple[float, str]]:
    """All copies among the same articles, from their stored signatures."""
    before = most = resident()
    began, pairs = time.process_time(), 0
    for _ in all_copies(_signed(rows, articles), folder=folder):
        pairs += 1
        if pairs % 1000 == 1:
            most = max(most, resident())
    spent = time.process_time() - began
    return {
        f"bulk_of_{articles}.per_second": (articles / spent, "articles/CPU s"),
        f"bulk_of_{articles}.pairs": (pairs, "pairs"),
        f"bulk_of_{articles}.memory": ((most - before) / 1e6, "MB more"),
    }


def _signed(rows: npt.NDArray[np.void], articles: int) -> Iterator[Signed]:
    bounds = np.searchsorted(rows["article"], np.arange(1, articles + 2))
    for number in range(articles):
        numbers = rows["shingle"][bounds[number] : bounds[number + 1]].tolist()
        shingles = shingles_in(numbers)
        whole = next((each for each in numbers if each not in shingles), number)
        yield Signed(
            article_id=ArticleId(digest("A", str(number))),
            sample=Sample(whole=whole, shingles=shingles, free=shingles),
        )


if __name__ == "__main__":
    main()
