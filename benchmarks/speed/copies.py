"""How fast copies are found: signing, all of a corpus at once, and looking one up in a store of that corpus.

    python -m benchmarks.speed.copies [--articles 100000] [--words 400] [--save]

Every article is a text: words drawn as often as in a language (Zipf), in sentences of which one in five is a quotation,
with phrases that recur as agencies' formulas do; one article in ten is an earlier one, cut or mended. In bulk all are
signed and joined. The store then holds what copies ask of it: the signatures of all, and the texts of those of which
copies are looked up. The store and the work files are temporary. CPU time of one core, without the making of the texts.
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
from typing import BinaryIO

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import numpy.typing as npt

from benchmarks.results import Figure, machine, save
from benchmarks.speed.run import resident
from faleme.dedup import find_copy, signature
from faleme.dedup.bulk import Signed, all_copies, signed
from faleme.ids import ArticleId, CaptureId, digest
from faleme.records import Article, Block, BlockKind
from faleme.spans import OffsetMap, Span
from faleme.store.codec import to_json
from faleme.store.sql_write import DAY
from faleme.store.sqlite import open_sqlite
from faleme.store.sqlite_file import open_file

VOCABULARY = 50_000
FORMULAS = 2_000
LOOK_UPS, BATCH = 2000, 200
COPIED = 0.1
AT_ONCE = 1 << 18
LETTERS = str.maketrans("012345", "eatino")
SENTENCE = 20  # words
FIRST_DAY, A_DAY = 738_000, 1000  # days as the store counts them, and articles of each
ROW = np.dtype([("shingle", "<i8"), ("article", "<i8")])


class Press:
    """Texts, the same ones every time; the n-th can be made without those before."""

    def __init__(self, words: int) -> None:
        chosen = np.random.default_rng(1)
        self._words = words
        self._vocabulary = [np.base_repr(number, 6).translate(LETTERS) for number in range(VOCABULARY)]
        share = 1 / np.arange(1, VOCABULARY + 1)
        self._upto = np.cumsum(share / share.sum())
        self._formulas = [self._some(chosen, 8) for _ in range(FORMULAS)]

    def text(self, number: int) -> str:
        """The n-th article's body; one in ten is copied from an earlier one."""
        original = self.original(number)
        return self.written(number) if original is None else self.edited(original, number)

    def written(self, number: int) -> str:
        """A text that copies none."""
        chosen = np.random.default_rng((2, number))
        words = self._some(chosen, int(self._words * chosen.lognormal(0, 0.4)) + 30)
        for at in chosen.integers(len(words), size=2):
            words[at:at] = self._formulas[min(FORMULAS - 1, int(chosen.pareto(0.5)))]
        sentences = [" ".join(words[at : at + SENTENCE]).capitalize() + "." for at in range(0, len(words), SENTENCE)]
        return " ".join(f"“{each}”" if at % 5 == 4 else each for at, each in enumerate(sentences))

    def original(self, number: int) -> int | None:
        """The earlier article that the n-th is made from; None for a text of its own."""
        chosen = np.random.default_rng((3, number))
        return int(chosen.integers(number)) if number and chosen.random() < COPIED else None

    def edited(self, stored: int, number: int) -> str:
        """That article cut, or mended in one word of twenty."""
        chosen = np.random.default_rng((4, number))
        words = self.text(stored).split()
        if chosen.random() < 0.5:
            words = words[: max(30, len(words) // 2)]
        for at in chosen.integers(len(words), size=len(words) // 20):
            words[at] = self._vocabulary[int(chosen.integers(VOCABULARY))]
        return " ".join(words)

    def _some(self, chosen: np.random.Generator, count: int) -> list[str]:
        return [self._vocabulary[at] for at in np.searchsorted(self._upto, chosen.random(count))]


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
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures |= shown(in_bulk(press, given.articles, folder))
        fill(folder / "press.db", press, given.articles, np.fromfile(folder / "rows", ROW))
        figures |= shown(looking_up(press, given.articles, folder / "press.db"))
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


def in_bulk(press: Press, articles: int, folder: Path) -> dict[str, tuple[float, str]]:
    """All copies among so many texts, signed and joined; what they are signed with is left in ``rows``."""
    aside_s, signing_s = 0.0, 0.0

    def all_signed(rows: BinaryIO) -> Iterator[Signed]:
        nonlocal aside_s, signing_s
        for number in range(articles):
            began = time.process_time()
            article = article_of(number, press.text(number))
            made = time.process_time()
            one = signed(article)
            done = time.process_time()
            numbers = [one.sample.whole, *one.sample.shingles]
            rows.write(np.array([(each, internal(number)) for each in numbers], ROW).tobytes())
            signing_s += done - made
            aside_s += made - began + time.process_time() - done
            yield one

    before = most = resident()
    began, pairs = time.process_time(), 0
    copies: set[ArticleId] = set()
    with (folder / "rows").open("wb") as rows:
        for copy in all_copies(all_signed(rows), folder=folder):
            pairs += 1
            copies.add(copy.article_id)
            if pairs % 1000 == 1:
                most = max(most, resident())
    spent = time.process_time() - began - aside_s
    made = sum(press.original(number) is not None for number in range(articles))
    return {
        f"bulk_of_{articles}.per_second": (articles / spent, "articles/CPU s"),
        f"bulk_of_{articles}.signing": (100 * signing_s / spent, "% of the time"),
        f"bulk_of_{articles}.pairs": (pairs, "pairs"),
        f"bulk_of_{articles}.copies": (len(copies), f"articles, {made} made as copies"),
        f"bulk_of_{articles}.memory": ((most - before) / 1e6, "MB more"),
    }


def internal(number: int) -> int:
    """Number of an article in the store, by day of publication."""
    return (FIRST_DAY + number // A_DAY) * DAY + number % A_DAY


def texts(articles: int) -> list[int]:
    """Which of the stored articles are stored as texts."""
    return [int(at) for at in np.linspace(0, articles - 1, LOOK_UPS)]


def fill(path: Path, press: Press, articles: int, rows: npt.NDArray[np.void]) -> None:
    """A store with what copies ask for, from signatures."""
    database = open_file(path, create=True)
    whole = set(texts(articles))
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
                    internal(number),
                    digest("A", str(number)),
                    str(number),
                    "" if article is None else article.text,
                    body if article is None else to_json(Article, replace(article, text="")),
                ),
            )
        database.run("DROP INDEX shingles_article")
        order = np.argsort(rows["shingle"], kind="stable")  # those of one shingle stay in order of article
        for at in range(0, len(rows), AT_ONCE):
            database.run_many("INSERT INTO shingles VALUES (?, ?)", rows[order[at : at + AT_ONCE]].tolist())
        database.run("CREATE INDEX shingles_article ON shingles (article_n)")
    database.close()


def looking_up(press: Press, articles: int, path: Path) -> dict[str, tuple[float, str]]:
    """New articles, one in ten of them a copy, signed and looked up in the store.

    The fastest batch is what the processor does while nothing else runs beside it.
    """
    store = open_sqlite(path, create=False)
    size = path.stat().st_size
    spent, cpu_s, found = [], [], 0
    try:
        for number, stored in enumerate(texts(articles), articles):
            copy = number % round(1 / COPIED) == 0
            article = article_of(number, press.edited(stored, number) if copy else press.written(number))
            began, cpu = time.perf_counter(), time.process_time()
            found += find_copy(article, signature(article), store) is not None
            spent.append(1000 * (time.perf_counter() - began))
            cpu_s.append(time.process_time() - cpu)
    finally:
        store.close()
    fastest = min(sum(cpu_s[at : at + BATCH]) for at in range(0, LOOK_UPS, BATCH))
    return {
        f"look_up_at_{articles}.median": (median(spent), "ms"),
        f"look_up_at_{articles}.p95": (quantiles(spent, n=20)[-1], "ms"),
        f"look_up_at_{articles}.per_second": (LOOK_UPS / sum(cpu_s), "articles/CPU s"),
        f"look_up_at_{articles}.fastest_batch": (BATCH / fastest, "articles/CPU s"),
        f"look_up_at_{articles}.found": (found, f"of {LOOK_UPS}"),
        f"store_at_{articles}": (size / 1e6, "MB"),
    }


if __name__ == "__main__":
    main()
