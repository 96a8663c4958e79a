"""How long a new report takes to find its event in a store that is full.

    python -m benchmarks.speed.linking [--events 1000000] [--pages 300] [--keep FILE] [--save]

The store is that of `benchmarks.speed.store`, with a whole record for every report, so that candidates are read and
compared as in life: two reports in three are the first of their event. Then pages come in, three reports each, of days
drawn from the last ninety: one report in two tells what a stored report tells, in the same words but for three; the
others are drawn as the stored ones are. Each page goes the way of `faleme read` after coding: its reports are linked
(candidates, their clauses, comparison), the page is saved, its events are written anew. Told are milliseconds a report
of linking (finding the event and writing it) and of the whole way.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from benchmarks.results import Figure, machine, save
from benchmarks.speed.store import A_PAGE, ACTORS, COUNTRIES, DAYS, FIRST_DAY, SENTENCE, VOCABULARY, Drawn, World, fill
from benchmarks.speed.store import zipf as drawn_of
from faleme.dates import PartialDate
from faleme.dedup import find_copy, signature
from faleme.ids import ArticleId, CaptureId, ReportId, digest
from faleme.link.cluster import link_reports
from faleme.records import Article, Block, BlockKind, Capture, Parse, Published, Record, Report, Resolved, Sentence
from faleme.reference.codebook import load_codebook
from faleme.run.relink import summarise_all
from faleme.spans import OffsetMap, Span
from faleme.store.base import Store
from faleme.store.codec import from_json
from faleme.store.packing import packed
from faleme.store.sqlite import open_sqlite

FIRSTS = 0.66  # share of the stored reports that are the first of their event
RECENT_DAYS = 90
COMMON_WORDS = 2_000  # the others are written as names, about every third word: their pages are asked for
REACH_MS = 5


def told_json(world: World, one: Drawn, report_id: str, article_id: str) -> str:
    """The record of a drawn report, as `to_json` writes it: made by hand, which is ten times as fast."""
    by_role: dict[str, list[str]] = {"speaker": [], "actor": [], "recipient": []}
    for role, _, number in one.parts:
        name, country = world.actors[number], world.countries[world.home[number]]
        by_role[role].append(
            f'{{"mention":0,"text":"{name}","span":[0,{len(name)}],"name":"{name}","actor_id":"{name}",'
            f'"country":"{country}","sectors":["GOV"],"score":0.9,"why":"\\"{name}\\" is a name of {name}"}}'
        )
    when = "null"
    if one.days[0] is not None:
        day = one.days[0] if one.days[0] == one.days[1] else one.days[0][:7]
        when = f'{{"span":[0,6],"text":"Sunday","kind":"DATE","value":"{day}","when":["{day}","{day}"],"basis":"said"}}'
    country = world.countries[one.place]
    mode = json.dumps(one.doing[1])
    return (
        f'{{"report_id":"{report_id}","article_id":"{article_id}","event_type":"{one.doing[0]}","mode":{mode},'
        f'"contexts":[],"auxiliary":{json.dumps(one.auxiliary)},"hedge":null,"speaker":[{",".join(by_role["speaker"])}],'
        f'"actor":[{",".join(by_role["actor"])}],"recipient":[{",".join(by_role["recipient"])}],'
        f'"place":{{"span":[0,5],"text":"Town {one.place}","name":"Town {one.place}","geonameid":{1000 + one.place},'
        f'"country":"{country}","lat":{one.place / 4},"lon":{one.place / 8},"feature":"P.PPL","resolution":4,'
        f'"score":0.8,"why":"the clause names it"}},"place_basis":"clause","date":{when},"figures":[],'
        f'"evidence":[{{"coding_id":"{digest("D", report_id)}","clause":{one.told},"anchor":{one.told},"sentence":0}}],'
        f'"score":0.9,"salience":0.5}}'
    )


def body_of(world: World, one: Drawn) -> bytes:
    """What the store holds of a drawn report."""
    return packed(told_json(world, one, digest("R", str(one.number)), digest("A", str(one.page))), "report")


def pages(store: Store, world: World, reports: int, many: int) -> Iterator[tuple[Capture, Record]]:
    """New pages: one report in two tells a stored one anew."""
    before = store.tally().articles  # a store that is kept has pages of earlier runs: each run brings its own
    drawn = np.random.default_rng((17, before))
    recent = reports * RECENT_DAYS // DAYS
    names = frozenset(world.words[COMMON_WORDS:])
    for number in range(many):
        day = FIRST_DAY + DAYS - 1 - int(drawn.integers(RECENT_DAYS))
        article_id = ArticleId(digest("A", f"new{before}.{number}"))
        found: list[tuple[Report, str]] = []
        for place in range(A_PAGE):
            report_id = ReportId(digest("R", f"new{before}.{number}.{place}"))
            if drawn.random() < 0.5:
                old = reports - 1 - int(drawn.integers(recent))
                told = store.report(ReportId(digest("R", str(old))))
                assert told is not None
                words = store.clauses_of(told.report_id)[0].split()
                for at in drawn.integers(SENTENCE, size=3).tolist():
                    words[at] = world.words[int(drawn.integers(VOCABULARY))]
                day = FIRST_DAY + old // A_PAGE * A_PAGE * DAYS // reports
                anew = replace(told, report_id=report_id, article_id=article_id, event_id=None)
                found.append((anew, " ".join(words)))
            else:
                who = drawn_of(ACTORS, 2, drawn).tolist()
                one = Drawn(
                    number=0,
                    page=0,
                    doing=world.doings[int(drawn_of(len(world.doings), 1, drawn)[0])],
                    auxiliary=None,
                    days=(date.fromordinal(day).isoformat(),) * 2,
                    place=int(drawn_of(COUNTRIES, 1, drawn)[0]),
                    parts=[("actor", 0, who[0]), ("recipient", 0, who[1])],
                    told="[0,1]",
                )
                words = [world.words[word] for word in drawn_of(VOCABULARY, SENTENCE, drawn).tolist()]
                made = from_json(Report, told_json(world, one, report_id, article_id))
                found.append((made, " ".join(words)))
        yield _page(article_id, f"new{before}.{number}", day, [(each, _named(words, names)) for each, words in found])


def _named(words: str, names: frozenset[str]) -> str:
    return " ".join(word.capitalize() if word in names else word for word in words.split())


def _page(article_id: ArticleId, key: str, day: int, found: list[tuple[Report, str]]) -> tuple[Capture, Record]:
    """A page whose sentences tell the reports, and its capture."""
    text, reports, sentences = "", [], []
    for place, (report, words) in enumerate(found):
        span = Span(len(text), len(text) + len(words))
        text += words + "\n"
        evidence = tuple(replace(one, clause=span, anchor=span, sentence=place) for one in report.evidence[:1])
        reports.append(replace(report, evidence=evidence))
        sentences.append(Sentence(span=span, first=0, last=0, block=0))
    article = Article(
        article_id=article_id,
        capture_id=CaptureId(digest("C", key)),
        key=key,
        text=text,
        blocks=(Block(kind=BlockKind.BODY, span=Span(0, len(text))),),
        offsets=OffsetMap.identity(len(text)),
        outlet=f"outlet{day % 50}",
        published=Published(when=PartialDate.of(date.fromordinal(day)), how="carrier", sure=True),
        lang="en",
        origin=f"outlet{day % 50}",
    )
    parse = Parse(article_id=article_id, sentences=tuple(sentences), engine="made")
    capture = Capture(capture_id=article.capture_id, key=key, content=text.encode(), media_type="text/plain")
    return capture, Record(
        article=article,
        parse=parse,
        codings=(),
        resolved=Resolved(),
        reports=tuple(reports),
        statements=(),
        facts=(),
        refused=(),
    )


def measured(store: Store, made: list[tuple[Capture, Record]]) -> tuple[dict[str, list[float]], int]:
    """Milliseconds a report by what is done, by the clock and (cpu) of the processor; how many reports joined an event
    that was there."""
    codebook = load_codebook()
    spent: dict[str, list[float]] = {name: [] for name in ("linking", "linking_cpu", "whole", "whole_cpu")}
    joined = 0
    for capture, record in made:
        article = record.article
        shingles = signature(article)
        at = [(time.perf_counter(), time.process_time())]
        with store.transaction():
            machine_view = store.as_machine()
            copy = find_copy(article, shingles, store)
            at.append((time.perf_counter(), time.process_time()))
            links = link_reports(article, record.reports, machine_view, codebook=codebook, copy=copy)
            at.append((time.perf_counter(), time.process_time()))
            saved = store.save(record, capture=capture, shingles=shingles, copy=copy, links=links)
            at.append((time.perf_counter(), time.process_time()))
            summarise_all(set(saved.touched), store)
            at.append((time.perf_counter(), time.process_time()))
        at.append((time.perf_counter(), time.process_time()))
        joined += sum(link.reasons != ("its first report",) for link in links)
        for clock, name in enumerate(("", "_cpu")):
            steps = [1000 * (after[clock] - before[clock]) / A_PAGE for before, after in pairwise(at)]
            spent[f"linking{name}"].append(steps[1] + steps[3])
            spent[f"whole{name}"].append(sum(steps))
    return spent, joined


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="make the store there, or use the one that is there, and leave it")
    parser.add_argument("--save", action="store_true")
    given = parser.parse_args()
    world = World()
    world.words = [f"w{word}" for word in world.words]  # that can have a capital
    reports = int(given.events / FIRSTS) // A_PAGE * A_PAGE
    figures: dict[str, tuple[float, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "store.db"
        if not path.exists():
            print(f"filled in {fill(path, world, reports, body_of):.0f} CPU s; {path.stat().st_size / 1e6:.0f} MB")
        store = open_sqlite(path, create=False)
        events = store.tally().events
        made = list(pages(store, world, reports, given.pages + 1))
        measured(store, made[:1])  # loads what is loaded at first use
        spent, joined = measured(store, made[1:])
        store.close()
    print(f"{events} events; {joined} of {A_PAGE * given.pages} reports joined one; load {os.getloadavg()[0]:.1f}")
    for name, each in spent.items():
        p50, p95 = median(each), quantiles(each, n=20)[-1]
        print(f"{name:12} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms a report   to reach {REACH_MS} (linking)")
        unit = f"ms a report, at a load of {os.getloadavg()[0]:.0f}"  # of which the clock tells more than of the store
        figures[f"{name}.p50"], figures[f"{name}.p95"] = (p50, unit), (p95, unit)
    if given.save:
        command = f"python -m benchmarks.speed.linking --events {given.events}"
        save(
            Figure(
                name=f"speed.linking.at_{given.events}_events.{name}",
                value=float(f"{value:.3g}"),
                unit=unit,
                command=command,
                machine=machine(),
            )
            for name, (value, unit) in figures.items()
        )


if __name__ == "__main__":
    main()
