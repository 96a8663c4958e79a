"""Is an event's confidence worth its name? Fitted on the dev part of the annotated pages, measured on the test part.

    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.confidence          the test part, and its table
    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.confidence --fit    weights of data/link/account.toml
    FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.confidence --save

Pages are read, coded and linked into a store in order of publication, as `faleme read` does. An event is right where
more than half of the reports that say its type and factuality are: one of the report's tellings stands at an annotated
event of that type which happened, or is planned, supposed or denied, as told. The core has learned from the train part,
where its scores are better than anywhere else, so weights are fitted on the dev part.

What the pages cannot tell is assumed (``assumed`` in account.toml) and told apart: few of their events have several
reports. ``tests/data/happenings`` says how often a link is right: linked pairs by the score of the link.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.quality import happenings
from benchmarks.results import Figure, machine, save
from faleme.accounts import event_account
from faleme.dates import PartialDate
from faleme.evaluate.corpora import read_pages
from faleme.ids import CaptureId, digest
from faleme.link.account import EventAccount
from faleme.link.confidence import signs
from faleme.link.match import state_of
from faleme.pipeline import Kit, load_kit
from faleme.records import Auxiliary, Capture, Event, Record, Report
from faleme.reference.account import SIGNS, load_account_words
from faleme.run.local import keep, record_of
from faleme.spans import Span
from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite

Page = Mapping[str, Any]
Floats = npt.NDArray[np.float64]
_RIDGE = 1.0  # towards no weight, but for the score's, which is drawn towards 1
_STEPS = 50
_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An event of the annotated pages. signs: as `link.confidence.signs` has them, in their order."""

    right: bool
    said: float
    score: float
    signs: tuple[float, ...]
    voices: int
    whole_page: bool


def cases(pages: Sequence[Page], kit: Kit, store: Store) -> Iterator[Case]:
    """The events of the pages, coded and linked into a store."""
    gold: dict[str, tuple[Page, Record]] = {}
    for page in sorted(pages, key=lambda page: (page.get("published") or "", page["id"])):
        capture = _capture(page)
        record = record_of(capture, kit)
        if isinstance(record, Record):
            keep(record, capture, store, kit)
            gold[record.article.article_id] = page, record
        else:
            sys.stderr.write(f"{page['id']} refused: {record.detail}\n")
    for event in store.iter_events():
        account = event_account(event, store)
        yield _case(event, account, store, gold)


def _case(event: Event, account: EventAccount, store: Store, gold: Mapping[str, tuple[Page, Record]]) -> Case:
    behind = set(account.fields["type"].backing.reports) & set(account.fields["factuality"].backing.reports)
    reports = [report for report in store.reports_in(event.event_id) if report.report_id in behind]
    right = sum(_is_right(report, account, *gold[report.article_id]) for report in reports)
    scores = {link.report_id: link.score for link in event.links}
    found = signs(
        account.headline,
        [(report, _voice(report, store), scores[report.report_id]) for report in reports],
        contradicted=account.fields["type"].contradicted or account.fields["factuality"].contradicted,
    )
    return Case(
        right=2 * right > len(reports),
        said=account.confidence.value,
        score=max((report.score for report in reports), default=account.headline.score),
        signs=tuple(found[name][0] for name in SIGNS),
        voices=account.fields["type"].backing.at_least,
        whole_page=any("\n" in gold[report.article_id][0]["text"] for report in reports),
    )


def _voice(report: Report, store: Store) -> tuple[bool, str]:
    origin = store.origin_of(report.article_id)
    return (True, origin) if origin is not None else (False, report.article_id)


def _is_right(report: Report, account: EventAccount, page: Page, record: Record) -> bool:
    """True where a telling of the report stands at an annotated one of the headline's type and factuality."""
    wanted = account.headline.event_type, state_of(account.headline.auxiliary)
    for told in report.evidence:
        source = record.article.offsets.source(told.anchor)
        if source is None:
            continue
        for event in page["events"]:
            auxiliary = None if event["auxiliary"] is None else Auxiliary(event["auxiliary"])
            if source.overlaps(Span(*event["anchor"])) and (event["type"], state_of(auxiliary)) == wanted:
                return True
    return False


def _capture(page: Page) -> Capture:
    content = page["text"].encode()
    when = page.get("published")
    return Capture(
        capture_id=CaptureId(digest("C", page["id"])),
        key=page["id"],
        content=content,
        media_type="text/plain",
        charset="utf-8",
        text=page["text"],
        title=page.get("title"),
        outlet=page.get("outlet"),
        published=None if not when else PartialDate.parse(when),
    )


# --- fitting and measuring --------------------------------------------------------------------------------


def fit(found: Sequence[Case], fixed: Mapping[str, float]) -> tuple[float, dict[str, float]]:
    """Bias and weights of a logistic regression, by Newton's steps with a ridge; those in ``fixed`` stay."""
    free = [name for name in SIGNS if name not in fixed]
    at = [SIGNS.index(name) for name in free]
    rows = np.array([[1.0, *(case.signs[index] for index in at)] for case in found])
    given = np.array([sum(fixed[name] * case.signs[SIGNS.index(name)] for name in fixed) for case in found])
    truth = np.array([float(case.right) for case in found])
    prior = np.array([0.0, *(1.0 if name == "score" else 0.0 for name in free)])
    ridge = np.diag([0.0, *(_RIDGE for _ in free)])
    weights = prior.copy()
    for _ in range(_STEPS):
        shares = 1 / (1 + np.exp(-(rows @ weights + given)))
        slope = rows.T @ (truth - shares) - ridge @ (weights - prior)
        curve = (rows * (shares * (1 - shares))[:, None]).T @ rows + ridge
        weights = weights + np.linalg.solve(curve, slope)
    return float(weights[0]), {name: float(weight) for name, weight in zip(free, weights[1:], strict=True)}


def reliability(shares: Floats, right: Floats) -> list[tuple[float, float, float, int]]:
    """From, mean said, share right and number of each of ten bins that has any."""
    bins = np.minimum((shares * _BINS).astype(int), _BINS - 1)
    return [
        (one / _BINS, float(shares[bins == one].mean()), float(right[bins == one].mean()), int((bins == one).sum()))
        for one in range(_BINS)
        if (bins == one).any()
    ]


def errors(shares: Floats, right: Floats) -> tuple[float, float]:
    """Expected calibration error in ten bins, and Brier score."""
    table = reliability(shares, right)
    error = sum(abs(said - true) * number for _, said, true, number in table) / len(right)
    return error, float(((shares - right) ** 2).mean())


def links_right(part: str, kit: Kit, folder: Path) -> list[tuple[float, bool]]:
    """Of the happenings' pages: score of each link that joined a report to an event, and whether it shares a mark with
    a report that stood there."""
    store = open_sqlite(folder / f"{part}.db", create=True)
    linked = list(happenings.read(part, kit, store))
    marks: dict[str, set[str]] = {}
    for page, record in linked:
        for one in happenings.tellings(page, record, store):
            for report in record.reports:
                link = store.link_of(report.report_id)
                if link is not None and link.event_id in one.events:
                    marks.setdefault(report.report_id, set()).add(one.mark)
    found = []
    for event in store.iter_events():
        for number, link in enumerate(event.links):
            before = set[str]().union(*(marks.get(one, set()) for one in event.report_ids[:number]))
            ours = marks.get(link.report_id, set())
            if number and ours and before:
                found.append((link.score, bool(ours & before)))
    store.close()
    return found


def _cases(part: str, corpora: Path, kit: Kit, folder: Path) -> list[Case]:
    store = open_sqlite(folder / f"pages-{part}.db", create=True)
    found = list(cases(list(read_pages(corpora, part=part)), kit, store))
    store.close()
    return found


def _table(shares: Iterable[float], found: Sequence[Case]) -> Iterator[str]:
    said, right = np.array(list(shares)), np.array([float(case.right) for case in found])
    for start, mean, true, number in reliability(said, right):
        yield f"  {start:.1f}-{start + 1 / _BINS:.1f}  said {mean:.3f}  right {true:.3f}  of {number}"
    error, brier = errors(said, right)
    yield f"  expected calibration error {error:.3f}, Brier {brier:.3f}, {len(found)} events, {right.mean():.3f} right"


def main(arguments: list[str] | None = None) -> int:
    """Print the table of a part, or the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="test")
    parser.add_argument("--fit", action="store_true", help="weights from the dev part, as account.toml has them")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    corpora = Path(os.environ.get("FALEME_CORPORA", "../shared/corpora")) / "events"
    if not corpora.is_dir():
        sys.stdout.write("confidence: skipped, FALEME_CORPORA names no folder with events/\n")
        return 0
    kit = load_kit()
    weights = load_account_words().weights
    with tempfile.TemporaryDirectory() as folder:
        if options.fit:
            found = _cases("dev", corpora, kit, Path(folder))
            bias, of = fit(found, {name: weights.of[name] for name in weights.assumed})
            sys.stdout.write(f"bias = {bias:.3f}\n" + "".join(f'"{name}" = {of[name]:.3f}\n' for name in of))
            return 0
        found = _cases(options.part, corpora, kit, Path(folder))
        links = links_right("test", kit, Path(folder))
    right = np.array([float(case.right) for case in found])
    for title, shares in (
        ("confidence", [case.said for case in found]),
        ("the best score of its reports alone", [case.score for case in found]),
    ):
        sys.stdout.write("\n".join((f"{options.part}, {title}:", *_table(shares, found))) + "\n")
    several = [case for case in found if case.voices > 1]
    sys.stdout.write(f"events of several origins: {len(several)}, right {sum(case.right for case in several)}\n")
    sys.stdout.write(
        f"links of the happenings' test part: {len(links)}, right {sum(one for _, one in links)}, "
        f"said {sum(score for score, _ in links):.1f}\n"
    )
    if options.save:
        command = "FALEME_CORPORA=../shared/corpora python -m benchmarks.quality.confidence --save"
        error, brier = errors(np.array([case.said for case in found]), right)
        plain, plain_brier = errors(np.array([case.score for case in found]), right)
        named = (
            ("error", error, "expected calibration error"),
            ("brier", brier, "Brier score"),
            ("error.score_alone", plain, "expected calibration error"),
            ("brier.score_alone", plain_brier, "Brier score"),
        )
        save(
            Figure(name=f"confidence.{name}", value=round(value, 4), unit=unit, command=command, machine=machine())
            for name, value, unit in named
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
