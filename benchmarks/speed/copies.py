"""How fast copies are found: signing, looking one up in a store of many articles, and all of a corpus at once.

    python -m benchmarks.speed.copies [--articles 100000] [--words 400] [--save]

A few thousand articles are made as texts: words drawn as often as in a language (Zipf) and phrases that recur as
agencies' formulas do; those looked up are new texts and, one in ten, copies of stored ones, cut and mended. All other
stored articles are made as what the store keeps for copies: as many numbers as a text of that length gives, formulas
among them, one article in ten sharing most with an earlier one. The store is a temporary file. Times are of one core.
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
SAMPLED = 1 << 61  # shingles of the sample are below
ROW = np.dtype([("shingle", "<i8"), ("article", "<i8")])


class Press:
    """Texts, the same ones every time; the n-th can be made without those before."""

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
        words = self._some(chosen, int(self._words * chosen.lognormal(0, 0.4)) + 30)
        for at in chosen.integers(len(words), size=2):
            words[at:at] = self._formulas[min(FORMULAS - 1, int(chosen.pareto(0.5)))]
        return " ".join(words)

    def _some(self, chosen: np.random.Generator, count: int) -> list[str]:
        return [self._vocabulary[at] for at in np.searchsorted(self._upto, chosen.random(count))]

    def edited(self, stored: int, number: int) -> str:
        """That article cut, or mended in one word of twenty."""
        chosen = np.random.default_rng((4, number))
        words = self.text(stored).split()
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
    figures = shown({"signed_per_second_per_core": (signing(press), "articles/CPU s")})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "press.db"
        rows = fill(path, press, given.articles)
        figures |= shown(looking_up(press, given.articles, path))
        path.unlink()
        figures |= shown(in_bulk(rows, given.articles, Path(folder)))
    if given.save:
        here, command = machine(), f"python -m benchmarks.speed.copies --articles {given.articles}"
        save(
            Figure(name=f"speed.copies.{name}", value=float(f"{value:.3g}"), unit=unit, command=command, machine=here)
            for name, (value, unit) in figures.items()
        )


def shown(figures: dict[str, tuple[float, str]]) -> dict[str, tuple[float, str]]:
    """The same figures, printed."""
    for name, (value, unit) in figures.items():
        print(f"{name:40} {value:12.4g} {unit}", flush=True)
    return figures


def signing(press: Press) -> float:
    """Articles signed in a second."""
    articles = [article_of(number, press.text(number)) for number in range(2000)]
    for article in articles[:100]:
        signature(article)
    began = time.process_time()
    for article in articles:
        signature(article)
    return len(articles) / (time.process_time() - began)


def signatures(press: Press, articles: int) -> npt.NDArray[np.void]:
    """Shingles of so many articles, in order of article; those of `texts` are true ones."""
    chosen = np.random.default_rng(3)
    usual = [len(signature(article_of(number, press.text(number)))) for number in range(200)]
    counts = chosen.choice(usual, articles)
    starts = np.r_[0, np.cumsum(counts)]
    rows = np.empty(starts[-1], ROW)
    rows["shingle"] = chosen.integers(SAMPLED, size=len(rows))
    rows["article"] = np.repeat(np.arange(1, articles + 1), counts)
    rows["shingle"][starts[:-1]] += SAMPLED  # the number of the whole text
    formulas = chosen.integers(SAMPLED, size=FORMULAS)
    rows["shingle"][starts[:-1] + 1] = formulas[np.minimum(FORMULAS - 1, chosen.pareto(0.5, articles).astype(int))]
    for copy in np.flatnonzero(chosen.random(articles) < COPIED)[1:]:
        original = int(chosen.integers(copy))
        shared = int(min(counts[copy], counts[original]) * chosen.uniform(0.4, 1)) - 1
        if shared > 0:
            from_, to = starts[original] + 1, starts[copy] + 1
            rows["shingle"][to : to + shared] = rows["shingle"][from_ : from_ + shared]
    true = [(number, at + 1) for at in texts(articles) for number in signature(article_of(at, press.text(at)))]
    rest = rows[~np.isin(rows["article"], texts(articles) + 1)]
    both = np.concatenate([rest, np.array(true, ROW)])
    both = both[np.lexsort((both["shingle"], both["article"]))]
    return both[np.r_[True, both[1:] != both[:-1]]]


def texts(articles: int) -> npt.NDArray[np.int64]:
    """Which of the stored articles are stored as texts."""
    return np.linspace(0, articles - 1, LOOK_UPS).astype(np.int64)


def fill(path: Path, press: Press, articles: int) -> npt.NDArray[np.void]:
    """A store with what copies ask for; its shingles in order of article."""
    rows = signatures(press, articles)
    database = open_file(path, create=True)
    whole = set(texts(articles).tolist())
    body = to_json(Article, article_of(0, "none"))
    # Only for filling it faster: nobody else reads this file, and it is thrown away.
    for setting in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -1000000", "journal_mode = MEMORY"):
        database.rows(f"PRAGMA {setting}")
    with database.transaction():
        database.run("INSERT INTO captures VALUES (1, 'C', '', '', NULL, '{}')")
        for number in range(articles):
            article = article_of(number, press.text(number)) if number in whole else None
            database.run(
                "INSERT INTO articles (n, id, version, capture_n, key, wire, read_at, text, body, sentences, engine, "
                "resolved, refused) VALUES (?, ?, 1, 1, ?, 0, '', ?, ?, '[]', '', '{}', '[]')",
                (
                    number + 1,
                    digest("A", str(number)),
                    str(number),
                    "" if article is None else article.text,
                    body if article is None else to_json(Article, replace(article, text="")),
                ),
            )
        database.run("DROP INDEX shingles_article")
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
        for number, stored in enumerate(texts(articles).tolist(), articles):
            copy = number % round(1 / COPIED) == 0
            article = article_of(number, press.edited(stored, number) if copy else press.text(number))
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
