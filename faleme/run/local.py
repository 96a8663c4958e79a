"""Pages from paths into a store, one after another, on this machine."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from faleme.clean.normalise import decoded_text
from faleme.dedup import find_copy, signature
from faleme.link.cluster import link_reports
from faleme.link.succession import carried, says_otherwise, succession
from faleme.pipeline import Kit, is_coded, process
from faleme.read.files import captures_of
from faleme.records import Capture, Reason, Record, Rejection
from faleme.run.pairs import settle
from faleme.run.rejoin import rejoin
from faleme.run.relink import link_article, summarise_all
from faleme.run.setup import setup_of
from faleme.store.base import Saved, Store
from faleme.store.runs import Anew

log = logging.getLogger(__name__)
K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the pages so far. copies, reports, statements, facts: of stored and altered pages.

    uncoded: of those pages, the ones in a language that no core reads, by language. rejected: pages by reason.
    """

    stored: int = 0
    altered: int = 0
    unchanged: int = 0
    copies: int = 0
    reports: int = 0
    statements: int = 0
    facts: int = 0
    uncoded: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    rejected: Mapping[Reason, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def pages(self) -> int:
        """All pages looked at."""
        return self.kept + sum(self.rejected.values())

    @property
    def kept(self) -> int:
        """Pages that are in the store now, written just now or before."""
        return self.stored + self.altered + self.unchanged


def read_all(
    paths: Sequence[Path],
    store: Store,
    kit: Kit,
    *,
    again: bool = False,
    columns: Mapping[str, str] | None = None,
    fetched: Iterable[Capture | Rejection] = (),
    on_progress: Callable[[str, Counts], None] = lambda _key, _counts: None,
    on_refused: Callable[[Rejection], None] = lambda _rejection: None,
) -> Counts:
    """Read, code, link and store every page at the paths; a page that is stored already is skipped.

    Each page is one transaction, so whatever stops the loop, the pages before are kept and the same call goes on
    behind them. again: code also what is stored. columns: what tables call our fields.
    fetched: pages that were got already, read first. on_progress: called after each
    page with its key and the counts. on_refused: called before that for a page that is refused. Raises ReadError for
    a path that is not there, before anything is read, and StoreError.
    """
    counts = Counts()
    for capture in chain(fetched, *[captures_of(path, columns=columns) for path in paths]):
        if isinstance(capture, Rejection):
            made: Counts | Rejection = capture
            key = capture.subject
        else:
            made, key = _read(capture, store, kit, counts, again=again), capture.key
        if isinstance(made, Rejection):
            store.reject(made)
            on_refused(made)
            counts = _refused(counts, made)
        else:
            counts = made
        on_progress(key, counts)
    if again:
        rejoin(store, codebook=kit.codebook)
    log.info(
        "stored=%d altered=%d unchanged=%d rejected=%d",
        counts.stored,
        counts.altered,
        counts.unchanged,
        sum(counts.rejected.values()),
    )
    return counts


def code_all(
    captures: Iterable[Capture | Rejection], kit: Kit
) -> Iterator[tuple[Capture, Record | Rejection] | Rejection]:
    """Each text with its record, without a store. A plain text is taken as it is handed in, however short."""
    for capture in captures:
        if isinstance(capture, Rejection):
            yield capture
        elif capture.media_type == "text/plain" and capture.text is None:
            yield capture, process(replace(capture, text=decoded_text(capture)), kit)
        else:
            yield capture, process(capture, kit)


def _read(capture: Capture, store: Store, kit: Kit, counts: Counts, *, again: bool) -> Counts | Rejection:
    if not again and store.holds(capture):
        return replace(counts, unchanged=counts.unchanged + 1)
    record = record_of(capture, kit)
    return record if isinstance(record, Rejection) else keep(record, capture, store, kit, counts, again=again)


def record_of(capture: Capture, kit: Kit) -> Record | Rejection:
    """The record of one page, or why there is none that a store could hold. Touches nothing else."""
    record = process(capture, kit)
    if isinstance(record, Record) and not _is_text(record.article.text):
        return Rejection(
            stage="clean", subject=capture.key, reason=Reason.UNDECODABLE, detail="halves of UTF-16 characters"
        )
    return record


def keep(
    record: Record, capture: Capture, store: Store, kit: Kit, counts: Counts | None = None, *, again: bool = False
) -> Counts:
    """Link and store a record, in one transaction; the counts with it."""
    counts = counts or Counts()
    saved, copied = _keep(record, capture, store, kit, again=again)
    if saved.status in ("unchanged", "forgotten"):
        return replace(counts, unchanged=counts.unchanged + 1)
    return replace(
        counts,
        stored=counts.stored + (saved.status == "stored"),
        altered=counts.altered + (saved.status == "altered"),
        copies=counts.copies + copied,
        reports=counts.reports + len(record.reports),
        statements=counts.statements + len(record.statements),
        facts=counts.facts + len(record.facts),
        uncoded=counts.uncoded if is_coded(record.article) else _one_more(counts.uncoded, str(record.article.lang)),
    )


def _keep(record: Record, capture: Capture, store: Store, kit: Kit, *, again: bool) -> tuple[Saved, bool]:
    """Link and save in one transaction, so that what was compared is what is stored. Whether it is a copy."""
    article = record.article
    shingles = signature(article)
    with store.transaction():
        machine = store.as_machine()
        before = machine.article(article.article_id)
        # The same text is a copy of what it was a copy of: what was stored after it may copy it.
        alike = before is not None and tuple(sorted(set(shingles))) == store.shingles_of(article.article_id)
        copy = store.copy_of(article.article_id) if alike else find_copy(article, shingles, store)
        known = {one.report_id: link for one in record.reports if (link := machine.link_of(one.report_id)) is not None}
        anew = Anew(made_by=setup_of(kit))
        if before is not None:
            old = machine.reports_of(article.article_id)
            texts = {"old_text": before.text, "new_text": article.text}
            made = succession(old, record.reports, **texts)
            known |= {link.report_id: link for link in carried(made, known, machine.link_of)}
            otherwise = {new.report_id for one, new in made.pairs if says_otherwise(one, new, **texts)}
            alone = {one.report_id for one in record.reports} - set(known)
            anew = replace(anew, follows=made.follows, unsettled=sorted(otherwise | alone) if again else ())
        links = link_reports(article, record.reports, machine, codebook=kit.codebook, copy=copy, known=known)
        saved = store.save(record, capture=capture, shingles=shingles, copy=copy, links=links, again=again, anew=anew)
        touched = set(saved.touched)
        if store.has_judgements() and saved.status in ("stored", "altered"):
            reports = {report.report_id for report in record.reports}
            touched |= store.unlink(reports, cause="linked as people judged")
            touched |= link_article(article.article_id, reports, store, codebook=kit.codebook)
            if any(each.one in reports or each.other in reports for each in store.pairs()):
                touched |= settle(store, codebook=kit.codebook, among=reports)
        summarise_all(touched, store)
        # The store keeps no ring: read anew, an original is no copy of what copies it.
        return saved, store.copy_of(article.article_id) is not None


def _refused(counts: Counts, rejection: Rejection) -> Counts:
    return replace(counts, rejected=_one_more(counts.rejected, rejection.reason))


def _one_more(counted: Mapping[K, int], key: K) -> Mapping[K, int]:
    more = Counter(counted)
    more[key] += 1
    return MappingProxyType(dict(more))


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
