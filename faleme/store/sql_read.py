# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Questions to a store: records by id, candidates for links and copies, events, words."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from faleme.dates import DateRange, PartialDate
from faleme.ids import ArticleId, EventId, ReportId, StatementId
from faleme.records import (
    Article,
    Capture,
    Coding,
    Copy,
    Decision,
    Event,
    Fact,
    Judgement,
    Link,
    Parse,
    PrintedFact,
    Reason,
    Record,
    Rejection,
    Report,
    Resolved,
    Sentence,
    Statement,
)
from faleme.store.base import Filter, Hit, Refusal, StatementFilter, Tally
from faleme.store.codec import from_json
from faleme.store.content_words import says, terms_of
from faleme.store.database import Database, Row
from faleme.store.origins import Printed
from faleme.store.packing import shingles_in, unpacked, unpacked_beside
from faleme.store.sql_dyads import pairs
from faleme.store.sql_past import superseded_records
from faleme.store.sql_words import (
    article_conditions,
    report_conditions,
    reports_with,
    statement_conditions,
    statements_with,
)
from faleme.store.sql_write import content_of, judgement_of
from faleme.store.told import words_told

T = TypeVar("T")

_POSTINGS = 200  # a shingle in more articles than this is a formula, not a trace of copying (INGEST.md section 4)
_BATCH = 500

REPORT = (
    "SELECT r.body, e.id AS event FROM reports r "
    "LEFT JOIN links l ON l.report_n = r.n LEFT JOIN events e ON e.n = l.event_n"
)
# In the event that the machine alone had put it into.
REPORT_UNMOVED = (
    "SELECT r.body, e.id AS event FROM reports r "
    "LEFT JOIN links l ON l.report_n = r.n LEFT JOIN moved m ON m.report_n = r.n "
    "LEFT JOIN events e ON e.n = coalesce(m.event_n, l.event_n)"
)
_HAS_REPORTS = "EXISTS (SELECT 1 FROM links WHERE event_n = e.n)"


def holds(database: Database, capture: Capture) -> bool:
    """See `Store.holds`."""
    found = database.value(
        "SELECT 1 FROM captures c JOIN articles a ON a.capture_n = c.n WHERE c.id = ? AND c.sha256 = ?",
        (capture.capture_id, content_of(capture)),
    )
    return found is not None


def capture(database: Database, capture_id: str) -> Capture | None:
    """See `Store.capture`."""
    row = database.row("SELECT * FROM captures WHERE id = ? ORDER BY n DESC LIMIT 1", (capture_id,))
    if row is None:
        return None
    given, content = row["given_text"], zlib.decompress(row["content"])
    return replace(
        from_json(Capture, row["body"]),
        content=content,
        text=None if given is None else unpacked_beside(given, content),
    )


def article(database: Database, article_id: str) -> Article | None:
    """See `Store.article`."""
    row = database.row("SELECT text, body FROM articles WHERE id = ?", (article_id,))
    return None if row is None else replace(from_json(Article, row["body"]), text=unpacked(row["text"]))


def versions(database: Database, article_id: ArticleId) -> list[tuple[int, Article]]:
    """See `Store.versions`."""
    row = database.row("SELECT n, version FROM articles WHERE id = ?", (article_id,))
    if row is None:
        return []
    found = [(number, each.article) for number, each in superseded_records(database, row["n"])][::-1]
    newest = article(database, article_id)
    return found if newest is None else [*found, (int(row["version"]), newest)]


def record(database: Database, article_id: ArticleId, *, unmoved: bool = False) -> Record | None:
    """See `Store.record`. unmoved: reports in the events of the machine alone."""
    row = database.row("SELECT * FROM articles WHERE id = ?", (article_id,))
    if row is None:
        return None
    number = row["n"]
    return Record(
        article=replace(from_json(Article, row["body"]), text=unpacked(row["text"])),
        parse=Parse(
            article_id=article_id,
            sentences=from_json(tuple[Sentence, ...], row["sentences"]),
            engine=row["engine"],
        ),
        codings=_bodies(database, Coding, "SELECT body FROM codings WHERE article_n = ? ORDER BY n", number),
        resolved=from_json(Resolved, row["resolved"]),
        reports=tuple(reports_of(database, article_id, unmoved=unmoved)),
        statements=_bodies(database, Statement, "SELECT body FROM statements WHERE article_n = ? ORDER BY n", number),
        facts=_bodies(database, Fact, "SELECT body FROM facts WHERE article_n = ? ORDER BY n", number),
        refused=from_json(tuple[Decision, ...], row["refused"]),
    )


def judgements(database: Database) -> list[Judgement]:
    """See `Store.judgements`."""
    return [judgement_of(row) for row in database.rows("SELECT * FROM judgements ORDER BY n")]


def body(database: Database, kind: type[T], table: str, public_id: str) -> T | None:
    """One record that its ``body`` holds whole."""
    found = database.value(f"SELECT body FROM {table} WHERE id = ?", (public_id,))
    return None if found is None else from_json(kind, found)


def copies(database: Database, side: str, article_id: str) -> list[Copy]:
    """Copies of an article (side ``o``), or what it is a copy of (side ``a``)."""
    found = database.rows(
        "SELECT a.id AS copy, o.id AS original, c.kind, c.containment, "
        "length(a.signature) AS mine, length(o.signature) AS theirs FROM copies c "
        f"JOIN articles a ON a.n = c.article_n JOIN articles o ON o.n = c.original_n WHERE {side}.id = ? ORDER BY a.n",
        (article_id,),
    )
    return [
        Copy(
            article_id=ArticleId(row["copy"]),
            copy_of=ArticleId(row["original"]),
            kind=row["kind"],
            containment=row["containment"],
            longer=("copy" if row["mine"] > row["theirs"] else "original") if row["kind"] == "excerpt" else None,
        )
        for row in found
    ]


def articles_sharing(database: Database, shingles: Collection[int], at_least: int) -> list[tuple[ArticleId, int]]:
    """See `Lookup.articles_sharing`."""
    found = database.rows(
        # CROSS JOIN keeps SQLite to the order: articles are looked at last. Most numbers of a new text stand nowhere;
        # the first EXISTS is there for them, so that each is sought once.
        "WITH found AS MATERIALIZED (SELECT s.article_n AS n, count(*) AS shared "
        f"FROM {database.numbers('?')} asked CROSS JOIN shingles s WHERE s.shingle = asked.value "
        "AND EXISTS (SELECT 1 FROM shingles t WHERE t.shingle = asked.value) "
        f"AND NOT EXISTS (SELECT 1 FROM shingles t WHERE t.shingle = asked.value LIMIT 1 OFFSET {_POSTINGS}) "
        "GROUP BY s.article_n HAVING count(*) >= ?) "
        "SELECT a.id, f.shared FROM found f JOIN articles a ON a.n = f.n ORDER BY f.shared DESC, a.id",
        (str(list(shingles)), at_least),  # JSON as it is, sooner than `json` writes it
    )
    return [(ArticleId(row["id"]), row["shared"]) for row in found]


def shingles_of(database: Database, article_id: str) -> tuple[int, ...]:
    """See `Lookup.shingles_of`."""
    signature = database.value("SELECT signature FROM articles WHERE id = ?", (article_id,))
    return () if signature is None else tuple(shingles_in(signature))


def printed(database: Database, article_id: str) -> list[Printed]:
    """All pages that print the text of an article, the original first."""
    found = database.rows(
        "WITH root AS (SELECT coalesce(c.root_n, a.n) AS n FROM articles a LEFT JOIN copies c ON c.article_n = a.n "
        "WHERE a.id = ?), "
        # A union and no OR, for which SQLite would read every article.
        "texts AS (SELECT n, n AS root_n FROM root "
        "UNION SELECT c.article_n, root.n FROM copies c JOIN root ON c.root_n = root.n) "
        f"SELECT g.outlet, g.origin, g.wire, {database.member('g.body', 'credit')} IS NOT NULL AS credited "
        "FROM texts t JOIN articles g ON g.n = t.n "
        f"ORDER BY g.n <> t.root_n, g.wire DESC, g.n LIMIT {_POSTINGS}",
        (article_id,),
    )
    return [
        Printed(outlet=row["outlet"], origin=row["origin"], credited=bool(row["credited"]), wire=bool(row["wire"]))
        for row in found
    ]


def clauses_of(database: Database, report_id: str) -> tuple[str, ...]:
    """See `Lookup.clauses_of`."""
    found = database.rows(
        "SELECT a.text, t.clause_start, t.clause_end FROM reports r JOIN evidence t ON t.report_n = r.n "
        "JOIN articles a ON a.n = r.article_n WHERE r.id = ? ORDER BY t.position",
        (report_id,),
    )
    text = unpacked(found[0]["text"]) if found else ""
    return tuple(text[row["clause_start"] : row["clause_end"]] for row in found)


def report(database: Database, report_id: str) -> Report | None:
    """See `Store.report`."""
    row = database.row(f"{REPORT} WHERE r.id = ?", (report_id,))
    return None if row is None else report_in(row)


def reports_of(database: Database, article_id: str, *, unmoved: bool = False) -> list[Report]:
    """See `Lookup.reports_of`. unmoved: in the events of the machine alone."""
    found = database.rows(
        f"{REPORT_UNMOVED if unmoved else REPORT} JOIN articles a ON a.n = r.article_n WHERE a.id = ? ORDER BY r.n",
        (article_id,),
    )
    return [report_in(row) for row in found]


def reports_in(database: Database, event_id: str) -> list[Report]:
    """See `Store.reports_in`."""
    # From the event on: from the reports on, SQLite reads all of them.
    found = database.rows(
        "SELECT r.body, e.id AS event FROM events e JOIN links l ON l.event_n = e.n JOIN reports r ON r.n = l.report_n "
        "WHERE e.id = ? ORDER BY r.n",
        (event_id,),
    )
    return [report_in(row) for row in found]


def links(database: Database, column: str, public_id: str) -> list[Link]:
    """Links of an event (column ``e.id``) or of a report (``r.id``), in order of publication."""
    return links_in(database, "links", column, public_id)


def links_in(database: Database, table: str, column: str, public_id: str) -> list[Link]:
    """The same of a table of links: ``links``, or ``moved``, which holds the machine's."""
    found = database.rows(
        f"SELECT r.id AS report, e.id AS event, l.score, l.reasons FROM {table} l JOIN reports r ON r.n = l.report_n "
        f"JOIN events e ON e.n = l.event_n WHERE {column} = ? ORDER BY r.n",
        (public_id,),
    )
    return [
        Link(
            report_id=ReportId(row["report"]),
            event_id=EventId(row["event"]),
            score=row["score"],
            reasons=from_json(tuple[str, ...], row["reasons"]),
        )
        for row in found
    ]


def event(database: Database, event_id: str) -> Event | None:
    """See `Store.event`."""
    row = database.row(
        "SELECT e.event_type, e.origins, r.id AS headline FROM events e LEFT JOIN reports r ON r.n = e.headline_n "
        "WHERE e.id = ?",
        (event_id,),
    )
    if row is None:
        return None
    found = links(database, "e.id", event_id)
    if not found:  # a judgement took its reports away, and may give them back
        return None
    return Event(
        event_id=EventId(event_id),
        event_type=row["event_type"],
        report_ids=tuple(link.report_id for link in found),
        origins=from_json(tuple[str, ...], row["origins"]),
        headline=ReportId(row["headline"] or found[0].report_id),
        links=tuple(found),
    )


def events(database: Database, wanted: Filter, limit: int, also: Collection[EventId] = ()) -> list[EventId]:
    """Ids of `Store.events`. also: ids that the filter lets pass, whatever their reports say."""
    if wanted.actors and wanted.recipients and not also:
        return _dyad_events(database, wanted, limit)
    where, values = report_conditions(database, wanted)
    inside = f"e.n IN (SELECT l.event_n FROM links l JOIN reports r ON r.n = l.report_n WHERE {where})"
    if where and also:
        inside = f"({inside} OR e.id IN {database.texts('?')} AND {_HAS_REPORTS})"
        values = (*values, json.dumps(sorted(also)))
    found = database.rows(
        f"SELECT e.id FROM events e WHERE {inside if where else _HAS_REPORTS} "
        "ORDER BY e.newest DESC, e.salience DESC, e.n DESC LIMIT ?",
        (*values, limit),
    )
    return [EventId(row["id"]) for row in found]


def _dyad_events(database: Database, wanted: Filter, limit: int) -> list[EventId]:
    """Ids of events between actors and recipients, the one last begun first: as the index has them, so that a list of
    fifty reads about as many."""
    where, values = report_conditions(database, replace(wanted, actors=(), recipients=()))
    told = "CROSS JOIN events e JOIN reports r ON r.n = e.headline_n WHERE e.n = d.event_n AND" if where else "WHERE"
    found: set[int] = set()
    for pair, whom in pairs(wanted.actors, wanted.recipients):
        rows = database.rows(
            f"SELECT DISTINCT d.event_n AS n FROM event_dyads d {told} {pair} {'AND ' + where if where else ''} "
            "ORDER BY d.event_n DESC LIMIT ?",
            (*whom, *values, limit),
        )
        found.update(row["n"] for row in rows)
    last = json.dumps(sorted(found, reverse=True)[:limit])
    listed = database.rows(
        f"SELECT id FROM events WHERE n IN (SELECT value FROM {database.numbers('?')} asked) "
        "ORDER BY newest DESC, salience DESC, n DESC",
        (last,),
    )
    return [EventId(row["id"]) for row in listed]


def search(database: Database, words: str, wanted: Filter, limit: int) -> list[Hit]:
    """See `Store.search`."""
    asked = database.words_asked(words)
    if not asked:
        return []
    hits = [(row["n"], _hit(row, "report")) for row in reports_with(database, asked, wanted, limit)]
    if not wanted.event_types or "STATEMENT" in wanted.event_types:
        hits += [(row["n"], _hit(row, "statement")) for row in statements_with(database, asked, wanted, limit)]
    return [hit for _, hit in sorted(hits, key=lambda pair: (-pair[0], pair[1].id))][:limit]


def events_saying(database: Database, stems: Collection[str], beside: Collection[str]) -> set[EventId]:
    """See `Store.events_saying`."""
    asked = database.begun_asked(sorted(stems), sorted(beside))
    if not asked:
        return set()
    found = database.rows(
        "SELECT DISTINCT e.id FROM report_words CROSS JOIN links l CROSS JOIN events e "
        f"WHERE l.report_n = report_words.rowid AND e.n = l.event_n AND {database.matching('report_words')}",
        (database.in_sentence(asked),),
    )
    return {EventId(row["id"]) for row in found}


def newest(database: Database, table: str, wanted: Any, limit: int | None) -> Iterator[str]:
    """Public ids of what a filter lets pass, of the newest publication first, read in batches like `walk`."""
    asked = {"reports": report_conditions, "statements": statement_conditions, "articles": article_conditions}
    where, values = asked[table](database, wanted)
    left, last = limit, (1 << 63) - 1
    while found := database.rows(
        f"SELECT n, id FROM {table} {table[0]} WHERE n < ? {'AND ' + where if where else ''} ORDER BY n DESC LIMIT ?",
        (last, *values, _BATCH if left is None else min(left, _BATCH)),
    ):
        for row in found:
            yield row["id"]
        last = found[-1]["n"]
        left = None if left is None else left - len(found)


def statement_ids(database: Database, wanted: Filter | StatementFilter, limit: int | None) -> Iterator[str]:
    """Public ids of statements that a filter lets pass, as `newest` gives them."""
    terms = terms_of(wanted.words) if isinstance(wanted, StatementFilter) else []
    if not isinstance(wanted, StatementFilter) or not terms:
        yield from newest(database, "statements", wanted, limit)
        return
    where, values = statement_conditions(database, wanted)
    asked = database.in_sentence(database.words_asked(wanted.words))
    left, last = limit, (1 << 63) - 1
    while found := database.rows(
        # The index holds sentences, and the rest of a statement's sentence may be the outlet's.
        "SELECT s.n, s.id, s.body, a.text FROM statement_words CROSS JOIN statements s CROSS JOIN articles a "
        f"WHERE s.n = statement_words.rowid AND a.n = s.article_n AND {database.matching('statement_words')} "
        f"AND statement_words.rowid < ? {'AND ' + where if where else ''} "
        f"ORDER BY statement_words.rowid DESC LIMIT {_BATCH}",
        (asked, last, *values),
    ):
        for row in found:
            if not says(from_json(Statement, row["body"]).content.of(unpacked(row["text"])), terms):
                continue
            yield row["id"]
            left = None if left is None else left - 1
            if left == 0:
                return
        last = found[-1]["n"]


def walk(database: Database, table: str) -> Iterator[str]:
    """Public ids of a table in internal order, read in batches so that a writer never waits for the reader."""
    last = -1
    while found := database.rows(
        f"SELECT n, id FROM {table} WHERE n > ? ORDER BY n LIMIT {_BATCH}",
        (last,),
    ):
        for row in found:
            yield row["id"]
        last = found[-1]["n"]


def facts(database: Database, kind: str | None) -> list[Fact]:
    """See `Store.facts`."""
    found = database.rows("SELECT body FROM facts WHERE kind = ? OR ? IS NULL ORDER BY article_n, n", (kind, kind))
    return [from_json(Fact, row["body"]) for row in found]


def printed_facts(database: Database, kinds: Collection[str], whom: Collection[str]) -> list[PrintedFact]:
    """See `Store.printed_facts`."""
    texts = database.texts("?")
    of_whom, values = "", [json.dumps(sorted(kinds))]
    if whom:
        of_whom = f"AND f.n IN (SELECT fact_n FROM fact_parties WHERE country IN {texts} OR who IN {texts})"
        values += [json.dumps(sorted(whom))] * 2
    rows = database.rows(
        "SELECT f.body, a.outlet, a.published FROM facts f JOIN articles a ON a.n = f.article_n "
        f"WHERE f.kind IN {texts} {of_whom} ORDER BY f.article_n, f.n",
        tuple(values),
    )
    made = [(from_json(Fact, row["body"]), row["outlet"], row["published"]) for row in rows]
    shown = sorted({fact.report_id for fact, _, _ in made if fact.report_id is not None})
    behind = {
        row["report"]: row
        for row in database.rows(
            "SELECT r.id AS report, e.id AS event, r.first_day, r.last_day FROM reports r "
            f"JOIN links l ON l.report_n = r.n JOIN events e ON e.n = l.event_n WHERE r.id IN {texts}",
            (json.dumps(shown),),
        )
    }
    return [
        PrintedFact(
            fact=fact,
            outlet=outlet,
            published=None if published is None else PartialDate.parse(published),
            event_id=None if (row := behind.get(fact.report_id or "")) is None else EventId(row["event"]),
            happened=None if row is None or row["first_day"] is None else _days(row["first_day"], row["last_day"]),
        )
        for fact, outlet, published in made
    ]


def _days(first: str, last: str) -> DateRange:
    """The days from one to another, as the month or year that they are where they are one."""
    one, two = PartialDate.parse(first), PartialDate.parse(last)
    for whole in (PartialDate(one.year), PartialDate(one.year, one.month)):
        if (whole.first_day, whole.last_day) == (one.first_day, two.last_day):
            return DateRange.single(whole)
    return DateRange(one, two)


def complete(database: Database, prefix: str, limit: int) -> list[str]:
    """See `Store.complete`."""
    found: list[str] = []
    for table in ("events", "reports", "articles", "statements", "facts", "codings", "external_reports"):
        found += [
            row["id"]
            for row in database.rows(
                f"SELECT id FROM {table} e WHERE id >= ? AND id < ? "
                f"{'AND ' + _HAS_REPORTS if table == 'events' else ''} ORDER BY id LIMIT ?",
                (prefix, prefix + "\U0010ffff", limit),
            )
        ]
    return found[:limit]


def tally(database: Database) -> Tally:
    """See `Store.tally`."""
    counts = {
        table: int(
            database.value(f"SELECT count(*) FROM {table} e {'WHERE ' + _HAS_REPORTS if table == 'events' else ''}")
        )
        for table in ("articles", "copies", "codings", "reports", "events", "statements", "facts")
    }
    refused = database.rows("SELECT reason, count(*) AS times FROM rejections GROUP BY reason ORDER BY reason")
    spoken = database.rows(
        f"SELECT coalesce({database.member('body', 'lang')}, 'unknown') AS lang, count(*) AS times FROM articles"
        " GROUP BY lang ORDER BY times DESC, lang"
    )
    return Tally(
        **counts,
        languages={row["lang"]: row["times"] for row in spoken},
        rejections={row["reason"]: row["times"] for row in refused},
    )


def refusals(database: Database, reason: str | None, limit: int) -> list[Refusal]:
    """See `Store.refusals`."""
    rows = database.rows(
        "SELECT * FROM rejections WHERE ?1 IS NULL OR reason = ?1 ORDER BY last_at DESC, n DESC LIMIT ?2",
        (reason, limit),
    )
    return [
        Refusal(
            rejection=Rejection(
                stage=row["stage"], subject=row["subject"], reason=Reason(row["reason"]), detail=row["detail"]
            ),
            times=row["times"],
            last_at=row["last_at"],
        )
        for row in rows
    ]


def _bodies(database: Database, kind: type[T], sql: str, number: int) -> tuple[T, ...]:
    return tuple(from_json(kind, row["body"]) for row in database.rows(sql, (number,)))


def report_in(row: Row) -> Report:
    """The report in a row of `REPORT`."""
    return replace(from_json(Report, row["body"]), event_id=row["event"])


def _hit(row: Row, kind: Any) -> Hit:
    return Hit(
        kind=kind,
        id=ReportId(row["id"]) if kind == "report" else StatementId(row["id"]),
        article_id=ArticleId(row["article"]),
        sentence=words_told(row["text"], row["told"]),
        title=row["title"],
        outlet=row["outlet"],
        published=None if row["published"] is None else PartialDate.parse(row["published"]),
        event_type=row["event_type"],
        mode=row["mode"],
        event_id=row["event"],
    )
