# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""Writing to a store: one page with all that was made of it, its copies, links and events."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from faleme.dates import PartialDate
from faleme.errors import StoreError
from faleme.ids import EventId, JudgementId, ReportId, digest, sha256
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
    Record,
    Rejection,
    Report,
    Resolved,
    ResolvedActor,
    Sentence,
    Statement,
)
from faleme.spans import OffsetMap, Span
from faleme.store import corrections, past, register_judgements
from faleme.store.base import Saved
from faleme.store.codec import from_json, to_json
from faleme.store.database import Database, Row
from faleme.store.desk import Told
from faleme.store.packing import Body, packed_beside, shingles_in, signature_of
from faleme.store.persons import is_named, who
from faleme.store.runs import Anew
from faleme.store.sql_actor_totals import count_actors
from faleme.store.sql_changes import forget_changes, pages_gone
from faleme.store.sql_desk_write import bounds_of, drop_line, figures_json, line_of, place_number, put_line
from faleme.store.sql_dyads import forget_event, index_event
from faleme.store.sql_external import forget_links
from faleme.store.sql_history import causes, emptied, joined, parted
from faleme.store.sql_past import stored_text
from faleme.store.sql_run_notes import note, note_unsettled
from faleme.store.told import told_in, words_told

EMPTIED = zlib.compress(b"")  # content of a page that was taken down

_WITHOUT_WORDS: dict[str, Callable[[str, str], str | None]] = {
    **dict.fromkeys(corrections.KINDS, corrections.without_words),
    register_judgements.KIND: register_judgements.without_words,
}

DAY = 1 << 24  # internal ids per day of publication: 16 million reports


def save(
    database: Database,
    record: Record,
    old: Record | None,
    *,
    capture: Capture,
    shingles: Sequence[int],
    copy: Copy | None,
    links: Sequence[Link],
    again: bool,
    anew: Anew,
) -> Saved:
    """See `Store.save`; the caller holds the transaction. old: what is stored of the same article, in the machine's
    events."""
    article = record.article
    if forgotten(database, article.article_id) is not None:
        version = int(database.value("SELECT version FROM articles WHERE id = ?", (article.article_id,)))
        return Saved(status="forgotten", article_id=article.article_id, version=version)
    if old is None:
        columns = _article_columns(record, _put_capture(database, capture), shingles)
        number, version = _insert_article(database, record, columns), 1
        touched: set[EventId] = set()
    else:
        row = database.row("SELECT n, version, capture_n FROM articles WHERE id = ?", (article.article_id,))
        if row is None:
            raise StoreError(f"article {article.article_id} went away while it was being written anew; run this again.")
        number, version = row["n"], row["version"]
        same = old.article.text == article.text and old.article.title == article.title
        if same and (not again or (is_made_again(old, record) and _is_copy_of(database, number, copy))):
            if again:
                note(database, number, version, len(old.reports), anew.made_by)
            return Saved(status="unchanged", article_id=article.article_id, version=version)
        before = stored_text(database, number)
        touched = _drop_made(database, number, f"its page was read anew; this was version {version}")
        version += 1
        columns = _article_columns(record, _put_capture(database, capture), shingles)
        _update_article(database, number, version, columns)
        database.written.follows |= {str(old): str(new) for old, new in anew.follows.items()}
    database.run_many(
        "INSERT INTO shingles VALUES (?, ?) ON CONFLICT DO NOTHING", [(shingle, number) for shingle in shingles]
    )
    if copy is not None:
        _put_copy(database, number, copy)
    _put_codings(database, number, record.codings)
    _put_reports(database, number, record, {link.report_id: link for link in links})
    _put_statements(database, number, record)
    _put_facts(database, number, record.facts)
    if old is not None and row is not None:
        kept_of_it = past.less(before, stored_text(database, number), past.events_of(old.reports))
        database.run(
            "INSERT INTO superseded (article_n, version, capture_n, record) VALUES (?, ?, ?, ?)",
            (number, version - 1, row["capture_n"], kept_of_it),
        )
    note(database, number, version, len(record.reports), anew.made_by)
    note_unsettled(database, anew)
    touched |= {link.event_id for link in links}
    kept = drop_empty_events(database, touched)
    return Saved(
        status="stored" if old is None else "altered",
        article_id=article.article_id,
        version=version,
        touched=tuple(sorted(kept)),
    )


def _forget_quotations(database: Database, article_id: str) -> None:
    """Corrections keep who, when and why, and lose what they quote of the article."""
    for row in database.rows("SELECT n, kind, payload FROM judgements ORDER BY n"):
        without_words = _WITHOUT_WORDS.get(row["kind"])
        if without_words is not None and (left := without_words(row["payload"], article_id)) is not None:
            database.run("UPDATE judgements SET payload = ? WHERE n = ?", (left, row["n"]))


def is_made_again(old: Record, new: Record) -> bool:
    """True where coding a page anew gave what is stored of it: the same article, codings, values and reasons."""
    if not all(report.event_id for report in old.reports):  # one that stands in no event is damage, which this mends
        return False
    kept = replace(old, parse=replace(old.parse, engine=""), reports=_unlinked(old.reports))
    made = replace(
        new,
        parse=Parse(article_id=new.parse.article_id, sentences=new.parse.sentences),
        reports=_unlinked(new.reports),
    )
    return kept == made


def _is_copy_of(database: Database, number: int, copy: Copy | None) -> bool:
    """True where an article (its internal number) is stored as this copy, or as none."""
    row = database.row(
        "SELECT o.id, c.kind, c.containment FROM copies c JOIN articles o ON o.n = c.original_n WHERE c.article_n = ?",
        (number,),
    )
    if row is None or copy is None:
        return row is None and copy is None
    return (row["id"], row["kind"], row["containment"]) == (copy.copy_of, copy.kind, float(copy.containment))


def _unlinked(reports: Iterable[Report]) -> tuple[Report, ...]:
    return tuple(replace(report, event_id=None) for report in reports)


def put_event(database: Database, event: Event, told: Told) -> None:
    """See `Store.put_event`; the caller holds the transaction."""
    headline = database.value("SELECT n FROM reports WHERE id = ?", (event.headline,))
    if headline is None:
        raise StoreError(f"event {event.event_id}: its headline report {event.headline} is not stored.")
    newest = database.row(
        "SELECT max(r.n) AS newest, max(r.salience) AS salience FROM reports r JOIN links l ON l.report_n = r.n "
        "JOIN events e ON e.n = l.event_n WHERE e.id = ?",
        (event.event_id,),
    )
    if newest is None or newest["newest"] is None:
        raise StoreError(f"event {event.event_id} has no stored report: save its articles first.")
    number = int(database.value("SELECT n FROM events WHERE id = ?", (event.event_id,)))
    before = line_of(database, number)
    forget_event(database, number)  # by what it was counted under, which the next lines write over
    database.run(
        "UPDATE events SET headline_n = ?, origins = ?, newest = ?, salience = ? WHERE id = ?",
        (
            headline,
            to_json(tuple[str, ...], event.origins),
            newest["newest"] // DAY,
            newest["salience"],
            event.event_id,
        ),
    )
    put_line(database, number, told, origins=len(event.origins), before=before)
    index_event(database, number)


def reject(database: Database, rejection: Rejection) -> None:
    """See `Store.reject`."""
    database.run(
        "INSERT INTO rejections (stage, subject, reason, detail, last_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (stage, subject, reason) "
        "DO UPDATE SET times = rejections.times + 1, detail = excluded.detail, last_at = excluded.last_at",
        (rejection.stage, rejection.subject, rejection.reason.value, rejection.detail, _now()),
    )


def withdraw(database: Database, url: str, *, gone: bool) -> int:
    """See `Store.withdraw`. An article's key is the address that was asked for, before redirects."""
    there = database.rows(
        "SELECT n FROM articles WHERE (url = ?1 OR key = ?1) AND (withdrawn_at IS NULL) = ?2", (url, gone)
    )
    for row in there:
        database.run("UPDATE articles SET withdrawn_at = ? WHERE n = ?", (_now() if gone else None, row["n"]))
        pages_gone(database, row["n"], gone=gone)
    return len(there)


def forget(database: Database, article: Article, *, who: str, why: str) -> tuple[Judgement, set[EventId]]:
    """See `Store.forget`; the caller holds the transaction."""
    row = database.row("SELECT n, key, url FROM articles WHERE id = ?", (article.article_id,))
    if row is None:
        raise StoreError(f"article {article.article_id} is not stored.")
    if (before := forgotten(database, article.article_id)) is not None:
        raise StoreError(f"article {article.article_id} was taken down by {before.who} on {before.at}: {before.why}")
    number = row["n"]
    reports = database.value("SELECT count(*) FROM reports WHERE article_n = ?", (number,))
    forget_links(database, number)
    database.written.by = (who, why)
    forget_changes(database, number)
    lost = _drop_made(database, number, f"its page was taken down by {who}: {why}")
    pages = database.rows(
        "SELECT c.n, c.body FROM captures c WHERE c.n IN (SELECT capture_n FROM articles WHERE n = ?1 "
        "UNION SELECT capture_n FROM superseded WHERE article_n = ?1) "
        "AND c.n NOT IN (SELECT capture_n FROM articles WHERE n <> ?1)",
        (number,),
    )
    for page in pages:
        left = replace(from_json(Capture, page["body"]), title=None)
        database.run(
            "UPDATE captures SET content = ?, given_text = NULL, body = ?, sha256 = ? WHERE n = ?",
            (EMPTIED, Body(to_json(Capture, left)), f"forgotten {page['n']}", page["n"]),
        )
    for table in ("superseded", "readings"):
        database.run(f"DELETE FROM {table} WHERE article_n = ?", (number,))
    bare = Article(
        article_id=article.article_id,
        capture_id=article.capture_id,
        key=article.key,
        text="",
        blocks=(),
        offsets=OffsetMap(()),
        url=article.url,
        outlet=article.outlet,
        published=article.published,
        lang=article.lang,
        credit=None,
        origin=article.origin,
    )
    database.run(
        "UPDATE articles SET title = NULL, text = '', body = ?, sentences = '[]', resolved = ?, refused = '[]', "
        "signature = ? WHERE n = ?",
        (Body(to_json(Article, bare)), Body(to_json(Resolved, Resolved())), b"", number),
    )
    database.run(
        "UPDATE feed_items SET title = NULL, state = 'gone', next_try = NULL WHERE url = ? OR url = ?",
        (row["key"], row["url"]),
    )
    _forget_quotations(database, article.article_id)
    left_of_it = {
        "key": article.key,
        "url": article.url,
        "outlet": article.outlet,
        "published": None if article.published is None else str(article.published.when),
        "reports": int(reports),
    }
    payload = json.dumps(left_of_it, ensure_ascii=False, sort_keys=True)
    return judge(database, "forget", article.article_id, payload, who=who, why=why), lost


def forgotten(database: Database, article_id: str) -> Judgement | None:
    """See `Store.forgotten`."""
    row = database.row(
        "SELECT * FROM judgements j WHERE j.subject = ? AND j.kind = 'forget' AND NOT EXISTS "
        "(SELECT 1 FROM judgements u WHERE u.subject = j.id AND u.kind = 'undo') ORDER BY j.n DESC LIMIT 1",
        (article_id,),
    )
    return None if row is None else judgement_of(row)


def judgement_of(row: Row) -> Judgement:
    """The judgement in a row of their table."""
    return Judgement(
        judgement_id=JudgementId(row["id"]),
        kind=row["kind"],
        subject=row["subject"],
        payload=row["payload"],
        who=row["who"],
        why=row["why"],
        at=row["at"],
    )


def keep_judgement(database: Database, judgement: Judgement) -> bool:
    """See `Store.keep_judgement`; the caller holds the transaction."""
    if database.value("SELECT 1 FROM judgements WHERE id = ?", (judgement.judgement_id,)):
        return False
    number = int(database.value("SELECT coalesce(max(n), 0) + 1 FROM judgements"))
    one = judgement
    database.written.by = (one.who, one.why)
    database.run(
        "INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, one.judgement_id, one.kind, one.subject, one.payload, one.who, one.why, one.at),
    )
    return True


def put_columns(database: Database, machine: Report, judged: Report) -> None:
    """Write what queries ask of a stored report as people judged it, and keep the machine's where it differs."""
    row = database.row(
        "SELECT r.n, r.article_n, a.published FROM reports r JOIN articles a ON a.n = r.article_n WHERE r.id = ?",
        (machine.report_id,),
    )
    if row is None:
        raise StoreError(f"report {machine.report_id} went away while it was being judged; run this again.")
    published = None if row["published"] is None else PartialDate.parse(row["published"]).first_day.isoformat()
    asked = ("event_type", "first_day", "last_day", "filed_day", "place_country", "geonameid")
    before, after = _columns(database, machine, published), _columns(database, judged, published)
    database.run(
        f"UPDATE reports SET {', '.join(f'{name} = ?' for name in after)} WHERE n = ?", (*after.values(), row["n"])
    )
    database.run("DELETE FROM machine_reports WHERE n = ?", (row["n"],))
    if any(before[name] != after[name] for name in asked):
        database.run(
            f"INSERT INTO machine_reports (n, article_n, {', '.join(asked)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (row["n"], row["article_n"], *(before[name] for name in asked)),
        )


def _columns(database: Database, report: Report, published: str | None) -> dict[str, Any]:
    """What queries ask of a report, by column. published: first day of its article's publication."""
    when = None if report.date is None else report.date.when
    first_day = None if when is None else when.first_day.isoformat()
    place = report.place
    return {
        "event_type": report.event_type,
        "mode": report.mode,
        "auxiliary": None if report.auxiliary is None else report.auxiliary.value,
        "hedged": int(report.hedge is not None),
        "claimed": int(bool(report.speaker)),
        "first_day": first_day,
        "last_day": None if when is None else when.last_day.isoformat(),
        "filed_day": first_day or published,
        "place_country": None if place is None else place.country,
        "geonameid": None if place is None else place.geonameid,
        "place_n": None if place is None else place_number(database, place),
        "figures": figures_json(bounds_of(report.figures)),
    }


def judge(database: Database, kind: str, subject: str, payload: str, *, who: str, why: str) -> Judgement:
    """See `Store.judge`; the caller holds the transaction."""
    number = int(database.value("SELECT coalesce(max(n), 0) + 1 FROM judgements"))
    # The running number tells two alike apart; without the time in it, the same work gives the same ids.
    made = Judgement(
        judgement_id=JudgementId(digest("D", str(number), kind, subject, payload)),
        kind=kind,
        subject=subject,
        payload=payload,
        who=who,
        why=why,
        at=_now(),
    )
    database.written.by = (who, why)
    database.run(
        "INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, made.judgement_id, kind, subject, payload, who, why, made.at),
    )
    return made


def content_of(capture: Capture) -> str:
    """Hash that tells one state of a page from another."""
    return sha256(
        capture.content + (b"" if capture.text is None else b"\x00" + capture.text.encode("utf-8", "surrogatepass"))
    )


def _put_capture(database: Database, capture: Capture) -> int:
    content = content_of(capture)
    known = database.value("SELECT n FROM captures WHERE id = ? AND sha256 = ?", (capture.capture_id, content))
    if known is not None:
        return int(known)
    made = database.value(
        "INSERT INTO captures (id, sha256, content, given_text, body) VALUES (?, ?, ?, ?, ?) RETURNING n",
        (
            capture.capture_id,
            content,
            zlib.compress(capture.content),
            None if capture.text is None else packed_beside(capture.text, capture.content),
            Body(to_json(Capture, replace(capture, content=b"", text=None))),
        ),
    )
    return int(made)


def _insert_article(database: Database, record: Record, columns: Mapping[str, Any]) -> int:
    number = _next(database, "articles", _day(record.article))
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    database.run(
        f"INSERT INTO articles (n, id, version, {names}) VALUES (?, ?, 1, {marks})",
        (number, record.article.article_id, *columns.values()),
    )
    return number


def _update_article(database: Database, number: int, version: int, columns: Mapping[str, Any]) -> None:
    if database.value("SELECT 1 FROM articles WHERE n = ? AND capture_n = ?", (number, columns["capture_n"])):
        # Coded anew; nobody asked for the page.
        columns = {name: value for name, value in columns.items() if name not in ("read_at", "withdrawn_at")}
    settings = ", ".join(f"{name} = ?" for name in columns)
    database.run(
        f"UPDATE articles SET version = ?, {settings} WHERE n = ?",
        (version, *columns.values(), number),
    )


def _article_columns(record: Record, capture: int, shingles: Iterable[int]) -> dict[str, Any]:
    article = record.article
    return {
        "capture_n": capture,
        "key": article.key,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "origin": article.origin,
        "withdrawn_at": None,  # it is there
        "wire": int(article.credit is not None and article.credit.kind == "wire"),
        "published": None if article.published is None else str(article.published.when),
        "read_at": _now(),
        "text": Body(article.text),
        "body": Body(to_json(Article, replace(article, text=""))),
        "sentences": Body(to_json(tuple[Sentence, ...], record.parse.sentences)),
        "engine": record.parse.engine,
        "resolved": Body(to_json(Resolved, record.resolved), "resolved"),
        "refused": Body(to_json(tuple[Decision, ...], record.refused)),
        "signature": signature_of(shingles),
    }


def _drop_made(database: Database, number: int, cause: str) -> set[EventId]:
    """Delete all that was made of an article; the events that lose a report."""
    lost = database.rows(
        "SELECT DISTINCT e.id FROM reports r LEFT JOIN links l ON l.report_n = r.n "
        "LEFT JOIN moved m ON m.report_n = r.n JOIN events e ON e.n IN (l.event_n, m.event_n) WHERE r.article_n = ?",
        (number,),
    )
    stood = database.rows(
        "SELECT r.id AS report, e.id AS event FROM reports r JOIN links l ON l.report_n = r.n "
        "JOIN events e ON e.n = l.event_n WHERE r.article_n = ? ORDER BY r.n",
        (number,),
    )
    for row in stood:
        parted(database, row["report"], row["event"], cause)
    for words, table in (("report_words", "reports"), ("statement_words", "statements")):
        database.run(
            f"DELETE FROM {words} WHERE rowid IN (SELECT n FROM {table} WHERE article_n = ?)",
            (number,),
        )
    signature = database.value("SELECT signature FROM articles WHERE n = ?", (number,))
    database.run(
        f"DELETE FROM shingles WHERE article_n = ? AND shingle IN (SELECT value FROM {database.numbers('?')} asked)",
        (number, str(shingles_in(signature))),
    )
    reports = database.rows("SELECT n FROM reports WHERE article_n = ?", (number,))
    count_actors(database, [row["n"] for row in reports], -1)
    for table in ("reports", "codings", "statements", "facts", "copies"):
        database.run(f"DELETE FROM {table} WHERE article_n = ?", (number,))
    return {EventId(row["id"]) for row in lost}


def _put_copy(database: Database, number: int, copy: Copy) -> None:
    original = database.value("SELECT n FROM articles WHERE id = ?", (copy.copy_of,))
    if original is None:
        raise StoreError(f"article {copy.article_id} copies {copy.copy_of}, which is not stored.")
    root = database.value("SELECT root_n FROM copies WHERE article_n = ?", (original,)) or original
    if root == number:  # the original was read later and is the copy of this one; both would be nobody's origin
        return
    database.run(
        "INSERT INTO copies VALUES (?, ?, ?, ?, ?)", (number, original, root, copy.kind, float(copy.containment))
    )
    database.run("UPDATE copies SET root_n = ? WHERE root_n = ?", (root, number))


def _put_codings(database: Database, number: int, codings: Iterable[Coding]) -> None:
    database.run_many(
        "INSERT INTO codings (id, article_n, event_type, mode, score, body) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                coding.coding_id,
                number,
                coding.event_type,
                coding.mode,
                coding.score,
                Body(to_json(Coding, coding), "coding"),
            )
            for coding in codings
        ],
    )


def _put_reports(database: Database, number: int, record: Record, links: dict[ReportId, Link]) -> None:
    article = record.article
    rows = []
    for report in record.reports:
        link = links.get(report.report_id)
        if link is None:
            raise StoreError(f"report {report.report_id} of article {article.article_id} is saved without its link.")
        row = _next(database, "reports", _day(article))
        rows.append(row)
        published = None if article.published is None else article.published.when.first_day.isoformat()
        columns = {
            "n": row,
            "id": report.report_id,
            "article_n": number,
            **_columns(database, report, published),
            "score": report.score,
            "salience": report.salience,
            "body": Body(to_json(Report, replace(report, event_id=None)), "report"),
            "told": _told(record, [told.anchor for told in report.evidence]),
        }
        marks = ", ".join("?" * len(columns))
        database.run(
            f"INSERT INTO reports ({', '.join(columns)}) VALUES ({marks})",
            tuple(columns.values()),
        )
        for role, actors in (("actor", report.actor), ("recipient", report.recipient), ("speaker", report.speaker)):
            put_actors(database, "report_actors", row, role, actors)
        database.run_many(
            "INSERT INTO evidence VALUES (?, ?, ?, ?, ?)",
            [
                (row, index, told.coding_id, told.clause.start, told.clause.end)
                for index, told in enumerate(report.evidence)
            ],
        )
        put_words(database, "report_words", row, article, columns["told"])
        put_link(database, row, link)
    count_actors(database, rows, 1)


def put_link(database: Database, row: int, link: Link) -> None:
    """Put a report, by internal number, into an event, which is made where there is none of the id."""
    event = database.value("SELECT n FROM events WHERE id = ?", (link.event_id,))
    if event is None:
        event = _next(database, "events", row // DAY)
        database.run(
            "INSERT INTO events (n, id, event_type, headline_n, origins, newest, salience) "
            "SELECT ?, ?, event_type, n, '[]', ?, salience FROM reports WHERE n = ?",
            (event, link.event_id, row // DAY, row),
        )
    database.run(
        "INSERT INTO links VALUES (?, ?, ?, ?)", (row, event, link.score, to_json(tuple[str, ...], link.reasons))
    )
    joined(database, link.report_id, link.event_id, causes(link.reasons))


def _put_statements(database: Database, number: int, record: Record) -> None:
    published = record.article.published
    filed = None if published is None else published.when.first_day.isoformat()
    for statement in record.statements:
        said = None if statement.date is None else statement.date.when
        day = filed if said is None else said.first_day.isoformat()
        row = _next(database, "statements", _day(record.article))
        body, told = Body(to_json(Statement, statement)), _told(record, [statement.content])
        database.run(
            "INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (row, statement.statement_id, number, statement.verb_class, int(statement.quoted), day, body, told),
        )
        for role, actors in (
            ("speaker", statement.speaker),
            ("about", statement.about),
            ("audience", statement.audience),
        ):
            put_actors(database, "statement_actors", row, role, actors)
        put_words(database, "statement_words", row, record.article, told)


def _put_facts(database: Database, number: int, facts: Iterable[Fact]) -> None:
    for fact in facts:
        when = None if fact.date is None else fact.date.when
        days = (None, None) if when is None else (when.first_day.isoformat(), when.last_day.isoformat())
        row = database.value(
            "INSERT INTO facts (id, article_n, kind, status, value, first_day, last_day, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING n",
            (fact.fact_id, number, fact.kind, fact.status, fact.value, *days, Body(to_json(Fact, fact))),
        )
        put_actors(database, "fact_parties", row, "party", fact.parties)


def put_actors(database: Database, table: str, row: int, role: str, actors: Iterable[ResolvedActor]) -> None:
    """One row for each of the actors that a report, statement or fact (its internal number) has in a role."""
    database.run_many(
        f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                row,
                role,
                index,
                actor.name,
                actor.actor_id,
                actor.country,
                " ".join(actor.sectors),
                actor.office,
                who(actor.actor_id, actor.name, actor.country),
                is_named(actor.actor_id, actor.name),
            )
            for index, actor in enumerate(actors)
        ],
    )


def _told(record: Record, spans: Sequence[Span]) -> str:
    return told_in((sentence.span for sentence in record.parse.sentences), spans)


def put_words(database: Database, table: str, row: int, article: Article, told: str) -> None:
    """Index the sentences in which a report or statement, by internal number, is told, and its page's title."""
    database.put_words(table, row, words_told(article.text, told), article.title or "")


def drop_empty_events(database: Database, touched: Iterable[EventId]) -> set[EventId]:
    """Those of ``touched`` that have a report; the others go, unless a moved report may have to come back."""
    kept = set()
    for event in touched:
        if database.value("SELECT 1 FROM links l JOIN events e ON e.n = l.event_n WHERE e.id = ?", (event,)):
            kept.add(event)
        elif (number := database.value("SELECT n FROM events WHERE id = ?", (event,))) is not None:
            emptied(database, event)
            forget_event(database, int(number))
            drop_line(database, int(number))
            database.run("DELETE FROM events WHERE n = ? AND n NOT IN (SELECT event_n FROM moved)", (number,))
    return kept


def _day(article: Article) -> int | None:
    return None if article.published is None else article.published.when.first_day.toordinal()


def _next(database: Database, table: str, day: int | None) -> int:
    """A fresh internal id among those of a day; undated ones go on from the highest."""
    if day is None:
        return int(database.value(f"SELECT coalesce(max(n), 0) + 1 FROM {table}"))
    return int(
        database.value(
            f"SELECT coalesce(max(n) + 1, ?) FROM {table} WHERE n >= ? AND n < ?",
            (day * DAY, day * DAY, (day + 1) * DAY),
        )
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
