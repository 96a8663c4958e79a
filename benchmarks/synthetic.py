# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""A store of made-up events for load tests, in which every outlet and title says that it is synthetic.

    python -m benchmarks.synthetic FILE [--events 100000]

The same rows every time: 912 days; real places of West Africa by their population, 20,000 actors and 17 types as often
as in the press (Zipf); 40 outlets; one to nine independent origins; sentences put together from lists of words; a fifth
known to a region or country only; statements and promises on some pages. Rows go in ready, with `store.sqlite_bulk`;
two processes make them. Figures of some hundred events differ between their reports. The store's mark ``kind`` says
"synthetic", so that each screen does.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.synthetic_words import CAPTURE, COUNTRIES, FIRST_NAMES, LAST_NAMES, NOUNS, SECTORS, VERBS
from faleme.dates import PartialDate
from faleme.ids import ArticleId, CaptureId, EventId, digest
from faleme.records import Article, Block, BlockKind, Capture, Published
from faleme.reference.codebook import load_codebook
from faleme.reference.gazetteer import load_gazetteer
from faleme.run.relink import summarise_all
from faleme.spans import OffsetMap, Span
from faleme.store.codec import to_json
from faleme.store.judged import open_judged
from faleme.store.packing import packed
from faleme.store.sql_write import DAY
from faleme.store.sqlite_bulk import bulk_load

FIRST_DAY = date(2024, 4, 1)
DAYS = 912
PLACES = 4_000
ACTORS = 20_000
OUTLETS = 40
A_PAGE = 3  # reports at most
_DAYS_AT_ONCE = 8  # a chunk
_DIFFERING = 400  # one event in so many has reports whose figures differ

Row = tuple[object, ...]
Rows = dict[str, list[Row]]


class Where(NamedTuple):
    """A place, as rows have it. body: of `ResolvedPlace`, without the words."""

    n: int
    name: str
    country: str
    geonameid: int
    body: dict[str, Any]


class World:
    """Who, where and what, drawn as often as in the press."""

    def __init__(self) -> None:
        self.places = _places()
        self.share = _cumulated(len(self.places))
        self.who_share = _cumulated(ACTORS)
        codebook = load_codebook()
        self.types = sorted(codebook.types, key=lambda code: digest("T", code))
        self.modes = {code: [None, *sorted(found.modes)] for code, found in codebook.types.items()}
        self.type_share = _cumulated(len(self.types))
        self.homes = [COUNTRIES[int(digest("H", str(n)), 36) % len(COUNTRIES)] for n in range(ACTORS)]

    def actor(self, number: int) -> dict[str, Any]:
        """An actor by its rank, without the words: every fifth a person, the others bodies."""
        home = self.homes[number]
        if number % 5:
            name = f"{SECTORS[number % len(SECTORS)][0]} {number} of {home}"
        else:
            name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number // 7 % len(LAST_NAMES)]} {number}"
        return {"name": name, "id": f"synthetic:{number}", "country": home, "sector": SECTORS[number % len(SECTORS)][1]}


def _cumulated(many: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    share = 1 / np.arange(1, many + 1)
    return np.cumsum(share / share.sum())


def _places() -> list[Where]:
    """Towns of the region by population, then its regions and countries."""
    gazetteer = load_gazetteer()
    towns, wide = [], []
    for row in range(len(gazetteer)):
        place = gazetteer.at(row)
        if place.country in COUNTRIES and place.geonameid is not None and place.lat is not None:
            if place.fclass == "P" and place.resolution == 4:
                towns.append(place)
            elif place.fclass == "A" and place.resolution in (1, 2):
                wide.append(place)
    towns.sort(key=lambda place: (-place.population, place.row))
    found = []
    for n, place in enumerate([*towns[:PLACES], *wide], 1):
        body: dict[str, Any] = {
            "name": place.name,
            "geonameid": place.geonameid,
            "country": place.country,
            "admin1": gazetteer.admin_names(place)[0] or (place.name if place.resolution == 2 else None),
            "lat": place.lat,
            "lon": place.lon,
            "feature": place.feature,
            "resolution": place.resolution,
            "score": 0.9,
        }
        assert place.geonameid is not None
        found.append(Where(n, place.name, str(place.country), place.geonameid, body))
    return found


@cache
def _world() -> World:
    return World()


class _Event(NamedTuple):
    """An event as drawn; its reports say the same, but for the number of some."""

    number: int
    day: date
    event_type: str
    mode: str | None
    auxiliary: str | None
    sides: tuple[int, int | None]
    where: Where | None
    dead: int
    first_n: list[int]  # its first report's internal number, once it is drawn
    names: set[str]
    n_reports: list[int]


class _Telling(NamedTuple):
    event: _Event
    day: date
    outlet: int


def chunk(asked: tuple[int, int, int]) -> Rows:
    """Rows of some days. asked: first day, days, events in all."""
    first, days, events = asked
    world, drawn = _world(), np.random.default_rng((11, first))
    tellings: list[_Telling] = []
    for day in range(first, first + days):
        begin, end = (events * each // DAYS for each in (day, day + 1))
        for number in range(begin, end):
            event = _drawn(world, drawn, number, FIRST_DAY + timedelta(day))
            heard = drawn.permutation(OUTLETS)[: _origins(drawn)]
            for place, outlet in enumerate(heard.tolist()):
                late = min(day + (int(drawn.integers(0, 4)) if place else 0), first + days - 1)
                tellings.append(_Telling(event, FIRST_DAY + timedelta(late), outlet))
    tellings.sort(key=lambda told: (told.day, told.outlet, told.event.number))
    rows: Rows = {name: [] for name in INSERTS}
    numbers: dict[date, int] = {}
    at = 0
    while at < len(tellings):
        key = tellings[at].day, tellings[at].outlet
        page = [each for each in tellings[at : at + A_PAGE] if (each.day, each.outlet) == key]
        _put_page(world, drawn, rows, page, numbers)
        at += len(page)
    known: dict[int, _Event] = {told.event.number: told.event for told in tellings}
    for event in known.values():
        newest = event.day.toordinal()
        origins = json.dumps(sorted(event.names))
        rows["events"].append(
            (event.first_n[0], _event_id(event), event.event_type, event.first_n[0], origins, newest, 0.5)
        )
    for name in ("reports", "events", "articles"):
        rows[name].sort(key=lambda row: row[0])  # type: ignore[arg-type, return-value] # all are numbers
    return rows


def _event_id(event: _Event) -> str:
    return digest("E", "synthetic", str(event.number))


def _origins(drawn: np.random.Generator) -> int:
    return 1 + min(8, int(drawn.geometric(0.72)) - 1 + (int(drawn.integers(0, 6)) if drawn.random() < 0.02 else 0))


def _drawn(world: World, drawn: np.random.Generator, number: int, day: date) -> _Event:
    chance = drawn.random(8)
    event_type = world.types[int(np.searchsorted(world.type_share, chance[0]))]
    modes = world.modes[event_type]
    where = None
    if chance[1] < 0.75:
        where = world.places[int(np.searchsorted(world.share[:PLACES] / world.share[PLACES - 1], chance[2]))]
    elif chance[1] < 0.95:
        where = world.places[PLACES + int(chance[2] * (len(world.places) - PLACES))]
    doer = int(np.searchsorted(world.who_share, chance[3]))
    other = int(np.searchsorted(world.who_share, chance[4]))
    auxiliary = None if chance[5] < 0.8 else ("future", "hypothetical", "negation")[int(chance[5] * 97) % 3]
    deadly = event_type in ("ASSAULT", "COERCE") and chance[6] < 0.5
    return _Event(
        *(number, day, event_type, modes[int(chance[7] * len(modes))], auxiliary),
        sides=(doer, None if chance[6] > 0.75 or other == doer else other),
        where=where,
        dead=int(drawn.geometric(0.12)) if deadly else 0,
        first_n=[],
        names=set(),
        n_reports=[0],
    )


def _put_page(
    world: World, drawn: np.random.Generator, rows: Rows, page: Sequence[_Telling], used: dict[date, int]
) -> None:
    """A page of an outlet with its reports, statement and promise."""
    day, outlet = page[0].day, page[0].outlet
    name = f"Synthetic Outlet {outlet + 1:02}"
    base = day.toordinal() * DAY
    at = used.get(day, 0)
    used[day] = at + len(page)
    article = base + at
    key = f"synthetic/{day}/{outlet}/{article}"
    article_id = digest("A", key)
    words = [NOUNS[each] for each in drawn.integers(0, len(NOUNS), 8).tolist()]
    near = page[0].event.where
    title = f"Synthetic: {words[0]} and {words[1]}{f' near {near.name}' if near else ''}"
    text, spans = "", []
    for place, told in enumerate(page):
        number = article + place
        event = told.event
        dead = event.dead
        if dead and event.number % _DIFFERING == 0:
            dead += event.n_reports[0]
        event.n_reports[0] += 1
        event.names.add(name)
        said = _Sentence(len(text))
        report = _report(world, said, event, article_id, number, dead, words[2 + place])
        spans.append((said.start, said.end))
        text += said.text + "\n"
        if not event.first_n:
            event.first_n.append(number)
        rows["reports"].append(_report_row(event, report, article, number, dead, said, day))
        _put_parties(world, rows, event, number)
        rows["evidence"].append((number, 0, report["evidence"][0]["coding_id"], said.start, said.end))
        rows["report_words"].append((number, said.text, title))
        rows["links"].append((number, event.first_n[0], 0.8, '["same day and place"]'))
    if article % 5 == 0:
        text, span = _put_statement(world, rows, text, page[0].event, article, article_id, day, title)
        spans.append(span)
    if article % 60 == 0:
        _put_promise(world, rows, page[0].event, article, article_id, day, words[6])
    published = day.isoformat()
    body = _article_body(article_id, key, name, title, published, len(text.rstrip()))
    sentences = [{"span": list(span), "first": n, "last": n + 1, "block": 0} for n, span in enumerate(spans)]
    url = f"https://synthetic-{outlet + 1:02}.example/{published}/{article}"
    rows["articles"].append(
        (
            *(article, article_id, 1, 1, key, url, title, name, name, published, f"{published}T12:00:00+00:00"),
            *(packed(text.rstrip(), "article"), packed(body, "article"), packed(json.dumps(sentences), "article")),
            *("synthetic", "{}", "[]", 0),
        )
    )


class _Sentence:
    """A sentence that is put together, with where its parts stand in the page's text."""

    def __init__(self, start: int) -> None:
        self.start, self.text = start, ""

    def add(self, words: str) -> list[int]:
        """Put words at the end; their span."""
        gap = " " if self.text and words[0] not in ",." else ""
        begin = self.start + len(self.text) + len(gap)
        self.text += gap + words
        return [begin, begin + len(words)]

    @property
    def end(self) -> int:
        """Where it ends so far."""
        return self.start + len(self.text)


def _report(
    world: World, said: _Sentence, event: _Event, article_id: str, number: int, dead: int, noun: str
) -> dict[str, Any]:
    """JSON of a report, and its sentence."""
    doer, other = event.sides
    actor = _actor(world, said, doer)
    anchor = said.add(VERBS.get(event.event_type, "acted towards"))
    recipient = [] if other is None else [_actor(world, said, other)]
    said.add(f"over the {noun}")
    place = None
    if event.where is not None:
        said.add("near")
        span = said.add(event.where.name)
        place = {"span": span, "text": event.where.name, **event.where.body}
    said.add("on")
    when = said.add(event.day.isoformat())
    figures = []
    if dead:
        said.add(", killing")
        figures.append({"what": "dead", "span": said.add(str(dead)), "text": str(dead), "low": dead, "high": dead})
        said.add("people")
    said.add(".")
    day = event.day.isoformat()
    evidence = {
        "coding_id": digest("K", str(number)),
        "clause": [said.start, said.end],
        "anchor": anchor,
        "sentence": 0,
    }
    return {
        "report_id": digest("R", "synthetic", str(number)),
        "article_id": article_id,
        "event_type": event.event_type,
        "mode": event.mode,
        "contexts": [],
        "auxiliary": event.auxiliary,
        "hedge": None,
        "speaker": [],
        "actor": [actor],
        "recipient": recipient,
        "place": place,
        "place_basis": None if place is None else "clause",
        "date": {"span": when, "text": day, "kind": "DATE", "value": day, "when": [day, day], "basis": "said"},
        "figures": figures,
        "evidence": [evidence],
        "score": 0.9,
        "salience": 0.5,
    }


def _actor(world: World, said: _Sentence, number: int) -> dict[str, Any]:
    one = world.actor(number)
    span = said.add(one["name"])
    return {
        "mention": 0,
        "text": one["name"],
        "span": span,
        "name": one["name"],
        "actor_id": one["id"],
        "country": one["country"],
        "sectors": [one["sector"]],
        "score": 0.9,
        "why": "synthetic",
    }


def _report_row(
    event: _Event, report: dict[str, Any], article: int, number: int, dead: int, said: _Sentence, day: date
) -> Row:
    when, where = event.day.isoformat(), event.where
    return (
        *(number, report["report_id"], article, event.event_type, event.mode, event.auxiliary, 0, 0, when, when, when),
        *(None if where is None else where.country, None if where is None else where.geonameid, 0.9, 0.5),
        *(packed(json.dumps(report, separators=(",", ":")), "report"), f"[[{said.start},{said.end}]]"),
        None if where is None else where.n,
        f'{{"dead":[{dead}.0,{dead}.0]}}' if dead else None,
    )


def _put_parties(world: World, rows: Rows, event: _Event, number: int) -> None:
    for role, one in (("actor", event.sides[0]), ("recipient", event.sides[1])):
        if one is not None:
            rows["report_actors"].append((number, role, 0, *_named(world, one)))


def _named(world: World, number: int) -> Row:
    one = world.actor(number)
    return one["name"], one["id"], one["country"], one["sector"], None, one["id"], 0


def _put_statement(
    world: World, rows: Rows, text: str, event: _Event, article: int, article_id: str, day: date, title: str
) -> tuple[str, tuple[int, int]]:
    """A statement at the end of a page: the text with it, and where it stands."""
    said = _Sentence(len(text))
    speaker = _actor(world, said, event.sides[0])
    verb = said.add("said")
    content = said.add(f"that the {NOUNS[article % len(NOUNS)]} must be protected")
    said.add(".")
    body = {
        "statement_id": digest("S", str(article)),
        "article_id": article_id,
        "speaker": [speaker],
        "verb": verb,
        "verb_class": "say",
        "content": content,
        "quoted": False,
    }
    packed_body = packed(json.dumps(body, separators=(",", ":")), "article")
    told = f"[[{said.start},{said.end}]]"
    rows["statements"].append((article, body["statement_id"], article, "say", 0, day.isoformat(), packed_body, told))
    rows["statement_actors"].append((article, "speaker", 0, *_named(world, event.sides[0])))
    rows["statement_words"].append((article, said.text, title))
    return text + said.text + "\n", (said.start, said.end)


def _put_promise(world: World, rows: Rows, event: _Event, article: int, article_id: str, day: date, noun: str) -> None:
    due = (day + timedelta(days=article % 400)).isoformat()
    sides = [event.sides[0], *([] if event.sides[1] is None else [event.sides[1]])]
    parties = [_actor(world, _Sentence(0), one) for one in sides]
    body = {
        "fact_id": digest("F", str(article)),
        "article_id": article_id,
        "kind": "commitment",
        "parties": parties,
        "span": [0, 10],
        "status": "open",
        "value": f"to reopen the {noun}",
        "date": {"span": [0, 4], "text": due, "kind": "DATE", "value": due, "when": [due, due], "basis": "said"},
    }
    packed_body = packed(json.dumps(body, separators=(",", ":")), "article")
    rows["facts"].append(
        (article, body["fact_id"], article, "commitment", "open", body["value"], due, due, packed_body)
    )
    for place, one in enumerate(sides):
        rows["fact_parties"].append((article, "party", place, *_named(world, one)))


@cache
def _article_parts() -> dict[str, Any]:
    made = Article(
        article_id=ArticleId("A"),
        capture_id=CaptureId(CAPTURE),
        key="K",
        text="",
        blocks=(Block(kind=BlockKind.BODY, span=Span(0, 1)),),
        offsets=OffsetMap.identity(1),
        title="T",
        url="U",
        outlet="O",
        published=Published(when=PartialDate.parse("2024-04-01"), how="carrier", sure=True),
        lang="en",
        origin="O",
    )
    parts: dict[str, Any] = json.loads(to_json(Article, made))
    return parts


def _article_body(article_id: str, key: str, outlet: str, title: str, published: str, length: int) -> str:
    parts = dict(_article_parts())
    parts |= {"article_id": article_id, "key": key, "title": title, "outlet": outlet, "origin": outlet}
    parts["url"] = f"https://{key}"
    parts["published"] = {**parts["published"], "when": published}
    parts["blocks"] = [{**parts["blocks"][0], "span": [0, length]}]
    parts["offsets"] = json.loads(to_json(OffsetMap, OffsetMap.identity(length)))
    return json.dumps(parts, separators=(",", ":"))


def _marks(many: int) -> str:
    return "(" + ", ".join("?" * many) + ")"


INSERTS = {
    "articles": "INSERT INTO articles (n, id, version, capture_n, key, url, title, outlet, origin, published, read_at, "
    f"text, body, sentences, engine, resolved, refused, wire) VALUES {_marks(18)}",
    "reports": f"INSERT INTO reports VALUES {_marks(19)}",
    "report_actors": f"INSERT INTO report_actors VALUES {_marks(10)}",
    "evidence": f"INSERT INTO evidence VALUES {_marks(5)}",
    "report_words": f"INSERT INTO report_words (rowid, sentence, title) VALUES {_marks(3)}",
    "statements": f"INSERT INTO statements VALUES {_marks(8)}",
    "statement_actors": f"INSERT INTO statement_actors VALUES {_marks(10)}",
    "statement_words": f"INSERT INTO statement_words (rowid, sentence, title) VALUES {_marks(3)}",
    "facts": f"INSERT INTO facts VALUES {_marks(9)}",
    "fact_parties": f"INSERT INTO fact_parties VALUES {_marks(10)}",
    "events": f"INSERT INTO events (n, id, event_type, headline_n, origins, newest, salience) VALUES {_marks(7)}",
    "links": f"INSERT INTO links VALUES {_marks(4)}",
}


def make(path: Path, events: int, *, processes: int = 2) -> None:
    """A store of so many events at a path where none is; what a kill cut short is thrown away by the next."""
    asked = [(first, min(_DAYS_AT_ONCE, DAYS - first), events) for first in range(0, DAYS, _DAYS_AT_ONCE)]
    places = _world().places  # before there are others, which then share it
    with multiprocessing.Pool(processes) as pool, bulk_load(path) as database:
        capture = Capture(capture_id=CaptureId(CAPTURE), key="synthetic", content=b"", media_type="text/plain")
        database.run("INSERT INTO captures VALUES (1, ?, '', x'', NULL, ?)", (CAPTURE, to_json(Capture, capture)))
        database.run_many(
            f"INSERT INTO places (n, key, geonameid, name, admin1, country, lat, lon, resolution) VALUES {_marks(9)}",
            [
                (where.n, json.dumps(_columns(where), ensure_ascii=False, separators=(",", ":")), *_columns(where))
                for where in places
            ],
        )
        database.run("INSERT INTO store_marks VALUES ('kind', 'synthetic')")
        for rows in pool.imap(chunk, asked):
            for table, values in rows.items():
                database.run_many(INSERTS[table], values)
    store = open_judged(path)
    differing = [EventId(digest("E", "synthetic", str(number))) for number in range(0, events, _DIFFERING)]
    summarise_all((event for event in differing if store.event(event) is not None), store)
    store.close()


def _columns(where: Where) -> Row:
    return tuple(where.body[each] for each in ("geonameid", "name", "admin1", "country", "lat", "lon", "resolution"))


def days() -> Iterator[date]:
    """The days of the store."""
    return (FIRST_DAY + timedelta(each) for each in range(DAYS))


def main() -> None:
    """Make one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--events", type=int, default=100_000)
    given = parser.parse_args()
    began = time.perf_counter()
    make(given.file, given.events)
    sys.stdout.write(f"{given.events} synthetic events in {time.perf_counter() - began:.0f} s\n")


if __name__ == "__main__":
    main()
