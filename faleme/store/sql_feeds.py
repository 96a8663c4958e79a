"""The watched feeds of a store; `feeds.FeedStore` says what each method promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from faleme.dates import PartialDate
from faleme.errors import StoreError
from faleme.ids import digest
from faleme.store.database import Database, Row
from faleme.store.feeds import ItemState, ListedItem, Try, WatchedFeed, WatchedItem, usual_gap

_FRESH = 31  # tries with something new, of the latest: thirty gaps
_EACH = 10  # items of one feed due at once: a host is asked for one page at a time
_COUNTED = 50_000  # newest items that are counted by day: a month of eighty busy feeds
_DAY_S = 86_400
_KEPT_TRIES = 500  # of a feed; older ones go, a few weeks of a busy feed


class SqlFeeds:
    """`FeedStore` in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        url: str,
        *,
        at: int,
        kind: Literal["feed", "sitemap"] = "feed",
        title: str | None = None,
        page: str | None = None,
    ) -> bool:
        with self._database.transaction():
            if self._database.row("SELECT 1 FROM feeds WHERE url = ?", (url,)):
                self._database.run("UPDATE feeds SET paused = 0 WHERE url = ?", (url,))
                return False
            self._database.run(
                "INSERT INTO feeds (id, url, kind, title, page, added_at, next_try) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (digest("W", url), url, kind, title, page, at, at),
            )
            return True

    def remove(self, feed_id: str) -> None:
        with self._database.transaction():
            number = self._number(feed_id)
            # What waits here for other feeds as well, one of them takes over.
            self._database.run(
                "UPDATE feed_items SET state = i.state, reason = i.reason, next_try = i.next_try, tries = i.tries, "
                "visits = i.visits FROM feed_items i WHERE i.feed_n = ?1 AND i.next_try IS NOT NULL "
                "AND feed_items.n = (SELECT min(o.n) FROM feed_items o WHERE o.url = i.url AND o.feed_n <> ?1) "
                "AND feed_items.reason = 'duplicate_item'",
                (number,),
            )
            self._database.run("DELETE FROM feeds WHERE n = ?", (number,))

    def pause(self, feed_id: str, *, paused: bool) -> None:
        with self._database.transaction():
            self._database.run("UPDATE feeds SET paused = ? WHERE n = ?", (int(paused), self._number(feed_id)))

    def answering(self) -> tuple[int, int]:
        row = self._database.row(
            "SELECT count(*) AS feeds, coalesce(sum(CASE failures WHEN 0 THEN 1 ELSE 0 END), 0) AS answering "
            "FROM feeds WHERE paused = 0"
        )
        assert row is not None
        return int(row["answering"]), int(row["feeds"])

    def all(self) -> list[WatchedFeed]:
        return self._with_health(self._database.rows("SELECT * FROM feeds ORDER BY url"))

    def find(self, named: str) -> WatchedFeed | None:
        found = self._with_health(self._database.rows("SELECT * FROM feeds WHERE id = ? OR url = ?", (named, named)))
        return found[0] if found else None

    def due(self, now: int, *, limit: int) -> list[WatchedFeed]:
        sql = "SELECT * FROM feeds WHERE paused = 0 AND next_try <= ? ORDER BY next_try, n LIMIT ?"
        return [_feed(row) for row in self._database.rows(sql, (now, limit))]

    def next_due(self) -> int | None:
        at = self._database.value(
            "SELECT min(at) FROM (SELECT min(next_try) AS at FROM feeds WHERE paused = 0 "
            "UNION ALL SELECT min(i.next_try) FROM feed_items i JOIN feeds f ON f.n = i.feed_n WHERE f.paused = 0) due"
        )
        return None if at is None else int(at)

    def tries(self, feed_id: str, *, limit: int) -> list[Try]:
        rows = self._database.rows(
            "SELECT * FROM feed_tries WHERE feed_n = ? ORDER BY at DESC, n DESC LIMIT ?", (self._number(feed_id), limit)
        )
        return [
            Try(
                at=row["at"],
                outcome=row["outcome"],
                detail=row["detail"],
                listed=row["listed"],
                fresh=row["fresh"],
            )
            for row in rows
        ]

    def daily(self, since: int) -> dict[str, dict[int, int]]:
        found: dict[str, dict[int, int]] = {}
        rows = self._database.rows(
            "SELECT f.id, i.seen_at / ?3 AS day, count(*) AS items FROM feed_items i JOIN feeds f ON f.n = i.feed_n "
            "WHERE i.n > (SELECT coalesce(max(n), 0) FROM feed_items) - ?2 AND i.seen_at >= ?1 "
            "GROUP BY f.id, i.seen_at / ?3",
            (since, _COUNTED, _DAY_S),
        )
        for row in rows:
            found.setdefault(row["id"], {})[int(row["day"])] = int(row["items"])
        return found

    def took(
        self,
        feed_id: str,
        made: Try,
        items: Sequence[ListedItem],
        *,
        next_try: int,
        etag: str | None,
        last_modified: str | None,
        title: str | None = None,
        lang: str | None = None,
    ) -> int:
        with self._database.transaction():
            number = self._number(feed_id)
            fresh = sum(self._take(number, item, made.at) for item in items)
            self._database.run(
                "INSERT INTO feed_tries (feed_n, at, outcome, detail, listed, fresh) VALUES (?, ?, ?, ?, ?, ?)",
                (number, made.at, made.outcome, made.detail, len(items), fresh),
            )
            self._database.run(
                "DELETE FROM feed_tries WHERE feed_n = ?1 AND n <= (SELECT n FROM feed_tries WHERE feed_n = ?1 "
                "ORDER BY n DESC LIMIT 1 OFFSET ?2)",
                (number, _KEPT_TRIES),
            )
            if made.answered:
                self._database.run(
                    "UPDATE feeds SET last_success = ?2, failures = 0, last_error = NULL, etag = ?3, "
                    "last_modified = ?4, title = coalesce(?5, title), lang = coalesce(?6, lang) WHERE n = ?1",
                    (number, made.at, etag, last_modified, title, lang),
                )
            else:
                said = f"{made.outcome}: {made.detail}" if made.detail else made.outcome
                self._database.run(
                    "UPDATE feeds SET failures = failures + 1, last_error = ? WHERE n = ?", (said, number)
                )
            self._database.run(
                "UPDATE feeds SET last_try = ?2, next_try = ?3, last_new = CASE WHEN ?4 THEN ?2 ELSE last_new END "
                "WHERE n = ?1",
                (number, made.at, next_try, fresh > 0),
            )
            return fresh

    def due_items(self, now: int, *, limit: int) -> list[WatchedItem]:
        rows = self._database.rows(
            "SELECT * FROM (SELECT i.*, f.id AS feed_id, "
            "row_number() OVER (PARTITION BY i.feed_n ORDER BY i.next_try, i.n) AS place "
            "FROM feed_items i JOIN feeds f ON f.n = i.feed_n WHERE i.next_try <= ? AND f.paused = 0) listed "
            "WHERE place <= ? ORDER BY place, next_try, n LIMIT ?",
            (now, _EACH, limit),
        )
        return [
            WatchedItem(
                number=row["n"],
                feed_id=row["feed_id"],
                url=row["url"],
                title=row["title"],
                published=_date(row["published"]),
                modified=_date(row["modified"]),
                tries=row["tries"],
                visits=row["visits"],
            )
            for row in rows
        ]

    def settle(self, number: int, state: ItemState, *, reason: str | None = None, next_try: int | None = None) -> None:
        with self._database.transaction():
            self._database.run(
                "UPDATE feed_items SET state = ?1, reason = ?2, next_try = ?3, "
                "tries = CASE WHEN ?5 THEN tries + 1 ELSE 0 END, "
                "visits = visits + CASE WHEN ?5 THEN 0 ELSE 1 END WHERE n = ?4",
                (state, reason, next_try, number, state == "refused" and next_try is not None),
            )

    def _take(self, feed: int, item: ListedItem, at: int) -> bool:
        """Keep one listed item; whether it was not known."""
        known = self._database.row(
            "SELECT n, modified, state FROM feed_items WHERE feed_n = ? AND key = ? AND url = ?",
            (feed, item.key, item.url),
        )
        modified = str(item.modified) if item.modified else None
        if known is not None:
            if modified and (known["modified"] or "") < modified:
                self._database.run(
                    "UPDATE feed_items SET modified = ?1, next_try = ?2, state = 'waiting', "
                    "tries = CASE state WHEN 'waiting' THEN tries ELSE 0 END WHERE n = ?3",
                    (modified, at, known["n"]),
                )
            return False
        elsewhere = self._database.row("SELECT 1 FROM feed_items WHERE url = ? AND feed_n <> ?", (item.url, feed))
        self._database.run(
            "INSERT INTO feed_items (feed_n, key, url, title, published, modified, seen_at, state, next_try, reason) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                feed,
                item.key,
                item.url,
                item.title,
                str(item.published) if item.published else None,
                modified,
                at,
                "unchanged" if elsewhere else "waiting",
                None if elsewhere else at,
                "duplicate_item" if elsewhere else None,
            ),
        )
        return True

    def _number(self, feed_id: str) -> int:
        number = self._database.value("SELECT n FROM feeds WHERE id = ? OR url = ?", (feed_id, feed_id))
        if number is None:
            raise StoreError(f"no feed {feed_id} is watched here. `faleme feeds list` names those that are.")
        return int(number)

    def _with_health(self, rows: Sequence[Row]) -> list[WatchedFeed]:
        states: dict[int, dict[str, int]] = defaultdict(dict)
        for row in self._database.rows(
            "SELECT feed_n, state, count(*) AS times FROM feed_items GROUP BY feed_n, state"
        ):
            states[row["feed_n"]][row["state"]] = row["times"]
        made = []
        for row in rows:
            fresh = self._database.rows(
                "SELECT at FROM feed_tries WHERE feed_n = ? AND fresh > 0 ORDER BY at DESC LIMIT ?", (row["n"], _FRESH)
            )
            gap = usual_gap([one["at"] for one in fresh])
            made.append(_feed(row, usual_gap_s=gap, by_state=states.get(row["n"], {})))
        return made


def _feed(row: Row, *, usual_gap_s: int | None = None, by_state: dict[str, int] | None = None) -> WatchedFeed:
    return WatchedFeed(
        feed_id=row["id"],
        url=row["url"],
        kind=row["kind"],
        title=row["title"],
        page=row["page"],
        lang=row["lang"],
        added_at=row["added_at"],
        paused=bool(row["paused"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        next_try=row["next_try"],
        last_try=row["last_try"],
        last_success=row["last_success"],
        last_new=row["last_new"],
        failures=row["failures"],
        last_error=row["last_error"],
        usual_gap_s=usual_gap_s,
        by_state=by_state or {},
    )


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
