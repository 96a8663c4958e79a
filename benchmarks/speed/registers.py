"""How long it takes to make the rows of a register from all facts of a store.

    python -m benchmarks.speed.registers [--facts 100000] [--keep FILE] [--save]

The store is made, the same one every time: four facts and one report a page, an event for each report; half of the
facts are figures, the others agreements, memberships, commitments and offices in equal parts, of 190 countries drawn as
often as in the press (Zipf), on 600 subjects in eight doings. Each register is asked whole, and for one country of
middling frequency; nothing is kept between two questions.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.results import Figure as Measured
from benchmarks.results import machine, save
from faleme.dates import DateRange, PartialDate
from faleme.ids import ActorId, ArticleId, CaptureId, CodingId, EventId, FactId, ReportId, digest, sha256
from faleme.records import (
    Article,
    Capture,
    Event,
    Evidence,
    Fact,
    Figure,
    FigureKind,
    Link,
    Parse,
    Published,
    Record,
    Report,
    ResolvedActor,
    Sentence,
    TimeMention,
)
from faleme.reference.countries import load_countries
from faleme.reference.registers import REGISTERS
from faleme.run.registers import RowFilter, rows_of
from faleme.spans import OffsetMap, Span
from faleme.store.sql_store import SqlStore
from faleme.store.sqlite import open_sqlite

FIRST_DAY = date(2015, 1, 1)
DAYS = 3_650
A_PAGE = 4  # facts
DOINGS = ("reopen", "return", "deliver", "withdraw", "repair", "publish", "pay", "release")
THINGS = tuple(np.base_repr(36**5 + 7919 * number, 36).lower() for number in range(600))  # what is promised or agreed
BODIES = ("org:AU", "org:ECOWAS", "org:EAC", "org:SADC", "org:IGAD")
AT_ONCE = 500  # pages


class Pages:
    """Pages by number, drawn as often as in the press."""

    def __init__(self) -> None:
        self._drawn = np.random.default_rng(7)
        countries = sorted(load_countries().by_iso3)[:190]
        self._countries = countries
        weights = 1 / np.arange(1, len(countries) + 1)
        self._weights = weights / weights.sum()

    def all(self, pages: int) -> Iterator[tuple[Record, Capture]]:
        """So many pages, in order of publication."""
        for number in range(pages):
            yield self._page(number, FIRST_DAY + timedelta(days=number * DAYS // pages))

    def _country(self) -> str:
        return str(self._drawn.choice(self._countries, p=self._weights))

    def _actor(self, country: str, mention: int) -> ResolvedActor:
        return ResolvedActor(
            mention=mention,
            text=country,
            span=Span(0, 3),
            name=f"government of {country}",
            actor_id=ActorId(f"gov:{country}"),
            country=country,
            sectors=("GOV",),
        )

    def _page(self, number: int, day: date) -> tuple[Record, Capture]:
        one, two = self._country(), self._country()
        doing, thing, place = (str(self._drawn.choice(words)) for words in (DOINGS, THINGS, THINGS))
        text = f"{one} {doing}ed the {thing} near {place}{number % 97}. More is told of it."
        key = f"page{number}"
        article_id = ArticleId(digest("A", key))
        capture = Capture(
            capture_id=CaptureId(digest("C", key, sha256(text.encode()))),
            key=key,
            content=text.encode(),
            media_type="text/plain",
        )
        article = Article(
            article_id=article_id,
            capture_id=capture.capture_id,
            key=key,
            text=text,
            blocks=(),
            offsets=OffsetMap.identity(len(text)),
            outlet=f"Outlet {number % 40}",
            published=Published(when=PartialDate.of(day), how="carrier", sure=True),
            origin=f"Outlet {number % 40}",
        )
        report = Report(
            report_id=ReportId(digest("R", key)),
            article_id=article_id,
            event_type="RETREAT",
            mode=None,
            contexts=(),
            auxiliary=None,
            hedge=None,
            speaker=(),
            actor=(self._actor(one, 0),),
            recipient=(self._actor(two, 1),),
            place=None,
            place_basis=None,
            date=None,
            figures=(),
            evidence=(
                Evidence(coding_id=CodingId(digest("C", key)), clause=Span(0, 20), anchor=Span(4, 12), sentence=0),
            ),
            score=0.9,
            salience=0.9,
        )
        kinds = ("figure", "figure", *self._drawn.choice(["agreement", "membership", "commitment", "office"], 2))
        facts = tuple(
            self._fact(article_id, str(kind), at, (one, two), f"{thing} near {place}", doing, day, report.report_id)
            for at, kind in enumerate(kinds)
        )
        parse = Parse(
            article_id=article_id,
            sentences=(Sentence(span=Span(0, len(text)), first=0, last=1, block=0),),
            engine="made",
        )
        return Record(article=article, parse=parse, reports=(report,), facts=facts), capture

    def _fact(
        self,
        article_id: ArticleId,
        kind: str,
        at: int,
        sides: tuple[str, str],
        thing: str,
        doing: str,
        day: date,
        report_id: ReportId,
    ) -> Fact:
        parties = tuple(self._actor(side, mention) for mention, side in enumerate(sides))
        status, value, figure, when = None, thing, None, day + timedelta(days=int(self._drawn.integers(-300, 300)))
        match kind:
            case "agreement":
                status, value = "signed", f"the {thing} agreement"
            case "membership":
                status = "left"
                body = str(self._drawn.choice(BODIES))
                union = ResolvedActor(
                    mention=1, text=body, span=Span(0, 3), name=body, actor_id=ActorId(body), country="IGO"
                )
                parties = (parties[0], union)
            case "commitment":
                status, value = "open", f"to {doing} the {thing}"
            case "office":
                person = f"Person {int(self._drawn.integers(0, 5000))} Name"
                parties = (ResolvedActor(mention=0, text=person, span=Span(0, 3), name=person, country=sides[0]),)
                value = "finance minister"
            case _:
                low = float(self._drawn.integers(1, 50))
                figure = Figure(what=FigureKind.DEAD, span=Span(0, 1), text="n", low=low, high=low)
        date_ = DateRange.single(PartialDate.of(when))
        return Fact(
            fact_id=FactId(digest("F", article_id, kind, str(at))),
            article_id=article_id,
            kind=kind,  # type: ignore[arg-type] # drawn from the kinds above
            parties=parties,
            span=Span(at, at + 10),
            status=status,
            value=value,
            date=TimeMention(span=Span(0, 3), text="then", kind="DATE", value=str(when), when=date_, basis="said"),
            figure=figure,
            report_id=report_id if kind == "figure" else None,
        )


def fill(store: SqlStore, facts: int) -> None:
    """Make the store."""
    made = Pages().all(facts // A_PAGE)
    done = False
    while not done:
        with store.transaction():
            done = True
            for _ in range(AT_ONCE):
                found = next(made, None)
                if found is None:
                    break
                done = False
                record, capture = found
                report = record.reports[0]
                event_id = EventId(digest("E", report.report_id))
                store.save(
                    record, capture=capture, links=[Link(report_id=report.report_id, event_id=event_id, score=1.0)]
                )
                store.put_event(
                    Event(
                        event_id=event_id,
                        event_type=report.event_type,
                        report_ids=(report.report_id,),
                        origins=(str(record.article.origin),),
                        headline=report.report_id,
                    )
                )


def main(arguments: list[str] | None = None) -> None:
    """Print seconds for each register, whole and for one country."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "registers.db"
        there = path.exists()
        store = open_sqlite(path)
        if not there:
            fill(store, options.facts)
        figures = []
        some = sorted(load_countries().by_iso3)[20]
        for register in REGISTERS:
            for name, wanted in (("all", None), ("party", RowFilter(parties=(some,)))):
                begun, cpu = time.perf_counter(), time.process_time()
                rows = rows_of(store, register, wanted)
                took, busy = time.perf_counter() - begun, time.process_time() - cpu
                sys.stdout.write(f"{register} {name}: {len(rows)} rows, {took:.2f} s, {busy:.2f} CPU s\n")
                figures.append((f"{register}.{name}", busy))
        store.close()
    if options.save:
        command = f"python -m benchmarks.speed.registers --facts {options.facts} --save"
        save(
            Measured(
                name=f"registers.seconds.{name}",
                value=round(value, 3),
                unit="CPU s",
                command=command,
                machine=machine(),
            )
            for name, value in figures
        )


if __name__ == "__main__":
    main()
