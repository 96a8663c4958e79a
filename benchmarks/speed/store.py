# ruff: noqa: S608 (statements are our own; values are always bound)
"""How fast the embedded store answers when it is full, and how fast it is filled.

    python -m benchmarks.speed.store [--reports 1000000] [--questions 200] [--keep FILE] [--postgres] [--save]

The rows are made, the same ones every time: 5,800 days; three reports a page; actors, words and types as often as in
the press (Zipf); sentences of 18 words; two reports in three the first of their event; some reports dated to a month or
not at all. They go in as ready rows with `store.sqlite_bulk`, so that filling is what SQLite needs for rows, all
indexes, words and the dyad index, without coding and linking. Pages hold these sentences and no more. Each question is
asked through the
store's own methods, with parameters drawn as the rows are, so that what is frequent is asked often; one question of
each kind goes before, uncounted. With --postgres the file is restored into a PostgreSQL that the benchmark starts and
ends (`tests/store/postgres.py`; settings as they come, without waiting for the disk), and that one is asked.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median, quantiles

import numpy as np

from benchmarks.results import Figure, machine, save
from faleme.dates import PartialDate
from faleme.ids import ActorId, ArticleId, CaptureId, ReportId, digest
from faleme.records import Article, Capture, Report, ResolvedActor
from faleme.reference.codebook import load_codebook
from faleme.spans import OffsetMap, Span
from faleme.store.archive import restore
from faleme.store.base import Filter
from faleme.store.codec import to_json
from faleme.store.dyads import dyad_series
from faleme.store.packing import packed
from faleme.store.postgres import open_postgres
from faleme.store.sql_store import SqlStore
from faleme.store.sql_write import DAY
from faleme.store.sqlite import open_sqlite
from faleme.store.sqlite_bulk import bulk_load
from tests.store.postgres import running

FIRST_DAY = date(2010, 1, 1).toordinal()
DAYS = 5_800
ACTORS = 20_000
COUNTRIES = 190
VOCABULARY = 50_000
SENTENCE = 18
TITLE = 8
A_PAGE = 3  # reports
AT_ONCE = 60_000  # a multiple of A_PAGE
TARGETS_MS = {"by_id": 1, "dyad_list": 20, "words": 100, "words_actor_type_date": 200, "monthly_series": 20}


class World:
    """Who, what and in which words, drawn as often as in the press."""

    def __init__(self) -> None:
        drawn = np.random.default_rng(1)
        self.words = [np.base_repr(number + 36**3, 36).lower() for number in range(VOCABULARY)]
        self.countries = [
            "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0)) for number in range(COUNTRIES)
        ]
        # The largest actors are countries themselves, the others belong to one, most to the large ones.
        home = zipf(COUNTRIES, ACTORS, drawn)
        home[:COUNTRIES] = np.arange(COUNTRIES)
        self.home = home
        self.actors = [f"actor-{number}" for number in range(ACTORS)]
        types = load_codebook().types
        self.doings = [(code, mode) for code, found in types.items() for mode in (None, *found.modes)]
        self.doings.sort(key=lambda doing: digest("T", *map(str, doing)))


def zipf(many: int, size: int, drawn: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    share = 1 / np.arange(1, many + 1)
    return np.searchsorted(np.cumsum(share / share.sum()), drawn.random(size)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One report as drawn. parts: who takes part, by role and place in it, as numbers of actors. told: its sentence."""

    number: int
    page: int  # number of its page's first report
    doing: tuple[str, str | None]
    auxiliary: str | None
    days: tuple[str | None, str | None]
    place: int
    parts: list[tuple[str, int, int]]
    told: str


def chunks(
    world: World, reports: int, body_of: Callable[[World, Drawn], bytes] | None = None
) -> Iterator[dict[str, list[tuple[object, ...]]]]:
    """Rows by table, so many reports at once, in order of publication. body_of: else one body serves a thousand."""
    event, number_in_day, last_day = 0, 0, -1
    bodies = _bodies(world)
    for first in range(0, reports, AT_ONCE):
        size = min(AT_ONCE, reports - first)
        drawn = np.random.default_rng((7, first))
        rows: dict[str, list[tuple[object, ...]]] = {
            name: [] for name in ("articles", "reports", "report_actors", "evidence", "report_words", "events", "links")
        }
        # Actors and their countries, words and types, for all at once: numpy draws 50 times faster than one by one.
        who = zipf(ACTORS, 4 * size, drawn).reshape(size, 4).tolist()
        words = zipf(VOCABULARY, (SENTENCE + TITLE) * size, drawn).reshape(size, SENTENCE + TITLE).tolist()
        doings = zipf(len(world.doings), size, drawn).tolist()
        chance = drawn.random((size, 6)).tolist()
        place = zipf(COUNTRIES, size, drawn).tolist()
        for at in range(size):
            number = first + at
            page = number // A_PAGE * A_PAGE
            day = FIRST_DAY + page * DAYS // reports
            number_in_day = 0 if day != last_day else number_in_day + 1
            last_day = day
            n = day * DAY + number_in_day
            published = date.fromordinal(day).isoformat()
            if number % A_PAGE == 0:
                article, title = n, " ".join(world.words[word] for word in words[at][SENTENCE:])
                sentences = [
                    " ".join(world.words[word] for word in told[:SENTENCE]) for told in words[at : at + A_PAGE]
                ]
                rows["articles"].append(
                    (
                        *(n, digest("A", str(number)), 1, 1, str(number), title, f"outlet{place[at]}"),
                        *(published, published, packed("\n".join(sentences)), bodies[2], "[]", "made", "{}", "[]", 0),
                    )
                )
            recipient, second, speaker, own, whether, dated = chance[at]
            code, mode = world.doings[doings[at]]
            auxiliary = None if whether < 0.75 else ("future", "hypothetical", "negation")[int(whether * 97) % 3]
            days: tuple[str | None, str | None] = (None, None)
            if dated < 0.7:
                days = (date.fromordinal(day - int(dated * 5)).isoformat(),) * 2
            elif dated < 0.8:
                days = (f"{published[:7]}-01", f"{published[:7]}-28")
            taking_part = [("actor", 0, who[at][0])]
            if recipient < 0.7:
                taking_part.append(("recipient", 0, who[at][1]))
            if second < 0.15:
                taking_part.append(("actor", 1, who[at][2]))
            if speaker < 0.3:
                taking_part.append(("speaker", 0, who[at][3]))
            told = _told(sentences, number - page)
            if body_of is None:
                body = bodies[number % 1000 == 0]
            else:
                body = body_of(
                    world, Drawn(number, page, (code, mode), auxiliary, days, place[at], taking_part, told[1:-1])
                )
            rows["reports"].append(
                (
                    *(n, digest("R", str(number)), article, code, mode, auxiliary, int(own > 0.9), int(speaker < 0.3)),
                    *(*days, days[0] or published, world.countries[place[at]], 1000 + place[at], 0.9, own, body),
                    *(told, 1 + place[at]),
                )
            )
            for role, position, one in taking_part:
                name, country = world.actors[one], world.countries[world.home[one]]
                rows["report_actors"].append((n, role, position, name, name, country, "GOV", None, name, 0))
            start, end = json.loads(told)[0]
            rows["evidence"].append((n, 0, digest("D", str(number)), start, end))
            rows["report_words"].append((n, sentences[number - page], title))
            if own < 0.66 or not event:
                event = n
                rows["events"].append((n, digest("E", str(number)), code, n, '["wire"]', day, own))
            rows["links"].append((n, event, 0.8, '["same day"]'))
        yield rows


def _told(sentences: list[str], at: int) -> str:
    """Where a sentence stands in a page's text."""
    start = sum(len(each) + 1 for each in sentences[:at])
    return f"[[{start},{start + len(sentences[at])}]]"


def _bodies(world: World) -> tuple[bytes, bytes, bytes]:
    """Packed JSON of a report that nobody reads, of one of usual size, and of a page."""
    actor = ResolvedActor(
        mention=0,
        text="the army",
        span=Span(0, 8),
        name="Armed Forces",
        actor_id=ActorId(world.actors[0]),
        country=world.countries[0],
        sectors=("MIL",),
        score=0.9,
        why="made for measuring, about as long as such reasons are",
    )
    empty = Report(
        report_id=ReportId("R"),
        article_id=ArticleId("A"),
        event_type="ASSAULT",
        mode=None,
        contexts=(),
        auxiliary=None,
        hedge=None,
        speaker=(),
        actor=(),
        recipient=(),
        place=None,
        place_basis=None,
        date=None,
        figures=(),
        evidence=(),
        score=0.9,
        salience=0.5,
    )
    usual = Report(
        **{name: getattr(empty, name) for name in Report.__slots__ if name not in ("actor", "recipient", "speaker")},
        actor=(actor, actor),
        recipient=(actor,),
        speaker=(actor,),
    )
    page = Article(
        article_id=ArticleId("A"),
        capture_id=CaptureId("C"),
        key="made",
        text="",
        blocks=(),
        offsets=OffsetMap.identity(0),
    )
    return packed("{}", "report"), packed(to_json(Report, usual), "report"), packed(to_json(Article, page))


INSERTS = {
    "articles": "INSERT INTO articles (n, id, version, capture_n, key, title, outlet, published, read_at, text, body, "
    "sentences, engine, resolved, refused, wire) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "reports": "INSERT INTO reports VALUES (" + ", ".join("?" * 18) + ", NULL)",
    "report_actors": "INSERT INTO report_actors VALUES (" + ", ".join("?" * 10) + ")",
    "evidence": "INSERT INTO evidence VALUES (?, ?, ?, ?, ?)",
    "report_words": "INSERT INTO report_words (rowid, sentence, title) VALUES (?, ?, ?)",
    "events": "INSERT INTO events (n, id, event_type, headline_n, origins, newest, salience) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)",
    "links": "INSERT INTO links VALUES (?, ?, ?, ?)",
}


def fill(path: Path, world: World, reports: int, body_of: Callable[[World, Drawn], bytes] | None = None) -> float:
    """CPU seconds that the store needs for so many reports; what makes the rows is not counted."""
    made = 0.0
    began = time.process_time()
    with bulk_load(path) as database:
        capture = Capture(capture_id=CaptureId("C"), key="made", content=b"", media_type="text/plain")
        database.run("INSERT INTO captures VALUES (1, 'C', '', x'', NULL, ?)", (to_json(Capture, capture),))
        database.run_many(
            "INSERT INTO places (n, key, geonameid, name, country, resolution) VALUES (?, ?, ?, ?, ?, 4)",
            [(1 + at, str(at), 1000 + at, f"place {at}", code) for at, code in enumerate(world.countries)],
        )
        before = time.process_time()
        for rows in chunks(world, reports, body_of):
            made += time.process_time() - before
            for table, values in rows.items():
                database.run_many(INSERTS[table], values)
            before = time.process_time()
        made += time.process_time() - before
        print(f"rows in after {time.process_time() - began - made:.0f} CPU s", flush=True)
    return time.process_time() - began - made


def asked(store: SqlStore, world: World, reports: int, questions: int) -> dict[str, tuple[float, float]]:
    """p50 and p95 of each kind of question, ms."""
    drawn = np.random.default_rng(11)
    home: list[int] = world.home.tolist()

    def country() -> str:
        return world.countries[home[int(zipf(ACTORS, 1, drawn)[0])]]

    def word() -> str:
        return world.words[int(zipf(VOCABULARY, 1, drawn)[0])]

    def by_id() -> object:
        return store.report(ReportId(digest("R", str(int(drawn.integers(reports)) // 1000 * 1000))))

    def dyad_list() -> object:
        return store.events(Filter(actors=(country(),), recipients=(country(),)), limit=50)

    def words() -> object:
        return store.search(f"{word()} {word()}", Filter(), limit=50)

    def words_actor_type_date() -> object:
        since = FIRST_DAY + int(drawn.integers(DAYS - 365))
        wanted = Filter(
            event_types=(world.doings[int(zipf(len(world.doings), 1, drawn)[0])][0],),
            countries=(country(),),
            since=PartialDate.of(date.fromordinal(since)),
            until=PartialDate.of(date.fromordinal(since + 365)),
        )
        return store.search(word(), wanted, limit=50)

    def monthly_series() -> object:
        return dyad_series(store, (country(),), None, by="month", with_events=False)

    figures = {}
    for ask in (by_id, dyad_list, words, words_actor_type_date, monthly_series):
        ask()
        spent, cpu = [], []
        for _ in range(questions):
            began, cpu_began = time.perf_counter(), time.process_time()
            ask()
            spent.append(1000 * (time.perf_counter() - began))
            cpu.append(1000 * (time.process_time() - cpu_began))
        p50, p95 = figures[ask.__name__] = median(spent), quantiles(spent, n=20)[-1]
        print(
            f"{ask.__name__:24} p50 {p50:9.3f} ms   p95 {p95:9.3f} ms (CPU {quantiles(cpu, n=20)[-1]:9.3f})   "
            f"to reach {TARGETS_MS[ask.__name__]}",
            flush=True,
        )
    return figures


@contextmanager
def served(path: Path) -> Iterator[SqlStore]:
    """The same store in a PostgreSQL of its own."""
    with running() as server:
        began = time.perf_counter()
        restore(path, address := server.fresh())
        print(f"restored into PostgreSQL in {time.perf_counter() - began:.0f} s", flush=True)
        with closing(open_postgres(address, create=False)) as store:
            store.database.run("ANALYZE")
            yield store


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="make the store there, or ask the one that is there, and leave it")
    parser.add_argument("--postgres", action="store_true", help="ask a PostgreSQL that holds the same")
    parser.add_argument("--save", action="store_true")
    given = parser.parse_args()
    world = World()
    here, command = machine(), f"python -m benchmarks.speed.store --reports {given.reports}"
    command += " --postgres" if given.postgres else ""
    figures: dict[str, tuple[float, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "store.db"
        if not path.exists():
            spent = fill(path, world, given.reports)
            print(f"filled in {spent:.1f} CPU s; {path.stat().st_size / 1e6:.0f} MB", flush=True)
            figures["load"] = spent / given.reports * 1e6, "CPU s per million reports"
            figures["file"] = path.stat().st_size / given.reports / 1000, "MB per 1,000 reports, with their sentences"
        with served(path) if given.postgres else closing(open_sqlite(path, create=False)) as store:
            for name, (p50, p95) in asked(store, world, given.reports, given.questions).items():
                figures[f"{name}.p50"], figures[f"{name}.p95"] = (p50, "ms"), (p95, "ms")
    if given.save:
        kept = "postgres" if given.postgres else "store"
        save(
            Figure(
                name=f"speed.{kept}.at_{given.reports}.{name}",
                value=float(f"{value:.3g}"),
                unit=unit,
                command=command,
                machine=here,
            )
            for name, (value, unit) in figures.items()
        )


if __name__ == "__main__":
    main()
