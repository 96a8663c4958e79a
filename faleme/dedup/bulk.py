"""All copies among many articles at once, as a join on the disk: for a backfill, where a look-up each would be slow.

Three passes, each over one part of the numbers at a time: articles by shingle, pairs of articles by shingle, shared
shingles by pair. The rule that decides is that of `copies.find_copy`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faleme.dedup.copies import AT_LEAST, containment, copy_of, printed_by
from faleme.dedup.shingles import Sample, sample_of
from faleme.ids import ArticleId
from faleme.records import Article, Copy

_POSTINGS = 200  # a shingle in more articles than this is a formula, not a trace of copying; as in the store
_PARTS = 256
_AT_ONCE = 2000  # articles, or pairs, held before they go to the disk or are compared
_PAIRS_AT_ONCE = 1 << 21
_POSTING = np.dtype([("shingle", "<i8"), ("article", "<u4")])
_SHARED = np.dtype([("later", "<u4"), ("earlier", "<u4"), ("shared", "<u4")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An article as far as copies ask. outlet: which may print it again; None where the page credits another."""

    article_id: ArticleId
    sample: Sample
    outlet: str | None = None


def signed(article: Article) -> Signed:
    """What `all_copies` asks of an article."""
    return Signed(article_id=article.article_id, sample=sample_of(article), outlet=printed_by(article))


def all_copies(articles: Iterable[Signed], *, folder: Path | None = None) -> Iterator[Copy]:
    """Every pair of articles of which the later one copies the earlier, in no special order.

    articles: each once, originals first, as they were published; they are read once. Of more than 200 articles with
    the very same words each is paired with the first, and with those that other shingles tie it to.
    folder: where the work files go while this runs, about 4 kB an article; the system's own by default.
    Memory is about 120 bytes an article for ids, and some 100 MB for the rest however many there are;
    380 MB resident were measured at a million, a part of the mapped file of samples among them.
    """
    with tempfile.TemporaryDirectory(prefix="faleme-copies-", dir=folder) as work:
        kept = _Kept(Path(work))
        postings = _Parted(Path(work) / "postings", _POSTING)
        texts = _Parted(Path(work) / "texts", _POSTING)
        reading = iter(articles)
        while some := list(islice(reading, _AT_ONCE)):
            first = kept.add(some)
            postings.write(*_postings(first, [article.sample.shingles for article in some]))
            texts.write(*_postings(first, [(article.sample.whole,) for article in some]))
        pairs = _Parted(Path(work) / "pairs", _SHARED)
        for part in texts.parts():
            pairs.write(*_keyed(_same_text(part)))
        for part in postings.parts():
            for made in _pairs(part):
                pairs.write(*_keyed(made))
        for part in pairs.parts():
            yield from kept.judge(_candidates(part))


class _Parted:
    """Rows on the disk, in parts by a key that is as good as random."""

    def __init__(self, folder: Path, rows: np.dtype[np.void]) -> None:
        folder.mkdir()
        self._paths = [folder / str(part) for part in range(_PARTS)]
        self._rows = rows

    def write(self, rows: npt.NDArray[np.void], keys: npt.NDArray[np.uint64]) -> None:
        part = (keys % np.uint64(_PARTS)).astype(np.int64)
        order = np.argsort(part, kind="stable")
        bounds = np.searchsorted(part[order], np.arange(_PARTS + 1))
        for number in np.flatnonzero(np.diff(bounds)):
            with self._paths[number].open("ab") as file:
                rows[order[bounds[number] : bounds[number + 1]]].tofile(file)

    def parts(self) -> Iterator[npt.NDArray[np.void]]:
        for path in self._paths:
            if path.exists():
                yield np.fromfile(path, self._rows)
                path.unlink()


class _Kept:
    """Samples on the disk by number of article; ids and outlets in memory."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "samples"
        self._path.touch()
        self._ids: list[ArticleId] = []
        self._outlets: list[int | None] = []
        self._outlet_numbers: dict[str, int] = {}
        self._starts = [0]

    def add(self, some: Sequence[Signed]) -> int:
        """Keep them; the number of the first."""
        first = len(self._ids)
        numbers: list[int] = []
        for article in some:
            sample = article.sample
            # The free ones first, so that where they end is all there is to remember of quotations.
            row = [sample.whole, len(sample.free), *sorted(sample.free), *sorted(sample.shingles - sample.free)]
            numbers += row
            self._starts.append(self._starts[-1] + len(row))
            self._ids.append(article.article_id)
            outlet = article.outlet
            self._outlets.append(
                None if outlet is None else self._outlet_numbers.setdefault(outlet, len(self._outlet_numbers))
            )
        with self._path.open("ab") as file:
            np.array(numbers, np.int64).tofile(file)
        return first

    def judge(self, candidates: npt.NDArray[np.void]) -> Iterator[Copy]:
        """Those pairs that are copies."""
        if not len(candidates):
            return
        numbers = np.memmap(self._path, np.int64, mode="r")
        for later, pairs in groupby(candidates.tolist(), key=lambda pair: pair[0]):
            mine = self._sample(numbers, later)
            for _, earlier, _ in pairs:
                yield from self._compare(later, mine, earlier, self._sample(numbers, earlier))

    def _compare(self, later: int, mine: Sample, earlier: int, theirs: Sample) -> Iterator[Copy]:
        if mine.whole == theirs.whole:
            yield Copy(article_id=self._ids[later], copy_of=self._ids[earlier], kind="exact", containment=1.0)
            return
        if (shared := containment(mine, theirs)) is not None:
            outlet = self._outlets[later]
            yield copy_of(
                self._ids[later],
                self._ids[earlier],
                shared,
                lengths=(len(mine.shingles), len(theirs.shingles)),
                same_outlet=outlet is not None and outlet == self._outlets[earlier],
            )

    def _sample(self, numbers: npt.NDArray[np.int64], article: int) -> Sample:
        whole, free, *shingles = numbers[self._starts[article] : self._starts[article + 1]].tolist()
        return Sample(whole=whole, shingles=frozenset(shingles), free=frozenset(shingles[:free]))


def _postings(first: int, shingles: Sequence[Iterable[int]]) -> tuple[npt.NDArray[np.void], npt.NDArray[np.uint64]]:
    rows = np.array([(number, at) for at, held in enumerate(shingles, first) for number in held], _POSTING)
    return rows, rows["shingle"].astype(np.uint64)


def _runs(part: npt.NDArray[np.void]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Articles in order of shingle and number; where the run of each shingle begins, and how long it is."""
    order = np.lexsort((part["article"], part["shingle"]))
    shingles = part["shingle"][order]
    starts = np.flatnonzero(np.r_[True, shingles[1:] != shingles[:-1]])
    return part["article"][order], starts, np.diff(np.r_[starts, len(shingles)])


def _same_text(part: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    articles, starts, lengths = _runs(part)
    firsts = np.repeat(articles[starts], lengths)
    again = np.ones(len(articles), bool)
    again[starts] = False
    return _shared(articles[again], firsts[again], AT_LEAST)


def _pairs(part: npt.NDArray[np.void]) -> Iterator[npt.NDArray[np.void]]:
    """Pairs of articles that share a shingle, as many times as they share one."""
    articles, starts, lengths = _runs(part)
    for length in np.unique(lengths[(lengths > 1) & (lengths <= _POSTINGS)]).tolist():
        of_length = starts[lengths == length]
        earlier, later = np.triu_indices(length, k=1)
        step = max(1, _PAIRS_AT_ONCE // len(earlier))
        for at in range(0, len(of_length), step):
            held = articles[of_length[at : at + step, None] + np.arange(length)]
            yield _shared(held[:, later].ravel(), held[:, earlier].ravel(), 1)


def _shared(later: npt.NDArray[np.uint32], earlier: npt.NDArray[np.uint32], shared: int) -> npt.NDArray[np.void]:
    rows = np.empty(len(later), _SHARED)
    rows["later"], rows["earlier"], rows["shared"] = later, earlier, shared
    return rows


def _keyed(rows: npt.NDArray[np.void]) -> tuple[npt.NDArray[np.void], npt.NDArray[np.uint64]]:
    """By the earlier article: texts that copy one another are compared together."""
    return rows, rows["earlier"].astype(np.uint64)


def _candidates(part: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """Each pair once that shares enough, in order."""
    order = np.lexsort((part["earlier"], part["later"]))
    rows = part[order]
    starts = np.flatnonzero(
        np.r_[True, (rows["later"][1:] != rows["later"][:-1]) | (rows["earlier"][1:] != rows["earlier"][:-1])]
    )
    shared = np.add.reduceat(rows["shared"], starts)
    return rows[starts][shared >= AT_LEAST]
