"""Watched feeds: health, items once each, nothing lost between two openings."""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.dates import PartialDate
from faleme.errors import StoreError
from faleme.store.feeds import FeedStore, ListedItem, Try, usual_gap
from faleme.store.sql_store import SqlStore
from tests.store.conftest import opened

HOUR, DAY = 3600, 86_400
URL = "https://a.example/feed"


def took(feeds: FeedStore, at: int, *urls: str, named: str = URL, modified: PartialDate | None = None) -> int:
    items = [ListedItem(key=url, url=url, title=f"t {url}", modified=modified) for url in urls]
    return feeds.took(named, Try(at=at, outcome="ok"), items, next_try=at + HOUR, etag='"1"', last_modified=None)


def test_a_feed_is_watched_once(store: SqlStore) -> None:
    assert store.watched.add(URL, at=10, title="A")
    assert not store.watched.add(URL, at=20)
    (feed,) = store.watched.all()
    assert (feed.url, feed.title, feed.added_at, feed.next_try, feed.items) == (URL, "A", 10, 10, 0)
    assert store.watched.find(feed.feed_id) == feed
    assert store.watched.find("https://b.example/feed") is None


def test_items_wait_once_and_are_settled(store: SqlStore) -> None:
    feeds = store.watched
    feeds.add(URL, at=0)
    assert took(feeds, 100, "https://a.example/1", "https://a.example/2") == 2
    assert took(feeds, 200, "https://a.example/1", "https://a.example/2", "https://a.example/3") == 1
    first, second, third = feeds.due_items(200, limit=10)
    assert [one.url[-1] for one in (first, second, third)] == ["1", "2", "3"]
    feeds.settle(first.number, "stored")
    feeds.settle(second.number, "refused", reason="timeout", next_try=900)
    assert [one.url[-1] for one in feeds.due_items(899, limit=10)] == ["3"]
    assert [(one.url[-1], one.tries) for one in feeds.due_items(900, limit=10)] == [("3", 0), ("2", 1)]
    (feed,) = feeds.all()
    assert dict(feed.by_state) == {"stored": 1, "refused": 1, "waiting": 1}


def test_an_item_edited_later_waits_again(store: SqlStore) -> None:
    feeds = store.watched
    feeds.add(URL, at=0)
    took(feeds, 100, "https://a.example/1", modified=PartialDate(2025, 3, 4))
    feeds.settle(feeds.due_items(100, limit=1)[0].number, "stored")
    assert took(feeds, 200, "https://a.example/1", modified=PartialDate(2025, 3, 4)) == 0
    assert feeds.due_items(200, limit=1) == []
    assert took(feeds, 300, "https://a.example/1", modified=PartialDate(2025, 3, 6)) == 0
    assert [one.modified for one in feeds.due_items(300, limit=1)] == [PartialDate(2025, 3, 6)]


def test_one_page_in_two_feeds_is_fetched_once(store: SqlStore) -> None:
    feeds, other = store.watched, "https://a.example/mali/feed"
    feeds.add(URL, at=0)
    feeds.add(other, at=0)
    took(feeds, 100, "https://a.example/1")
    assert took(feeds, 100, "https://a.example/1", named=other) == 1
    assert len(feeds.due_items(100, limit=9)) == 1


def test_failures_count_in_a_row_and_are_forgotten_with_an_answer(store: SqlStore) -> None:
    feeds = store.watched
    feeds.add(URL, at=0)
    for at in (100, 200):
        made = Try(at=at, outcome="http_error", detail="503 Service Unavailable")
        feeds.took(URL, made, (), next_try=at + 60, etag=None, last_modified=None)
    (feed,) = feeds.all()
    assert (feed.failures, feed.last_error, feed.last_success) == (2, "http_error: 503 Service Unavailable", None)
    feeds.took(URL, Try(at=300, outcome="unchanged"), (), next_try=400, etag='"2"', last_modified=None)
    (feed,) = feeds.all()
    assert (feed.failures, feed.last_error, feed.last_success, feed.etag) == (0, None, 300, '"2"')
    assert [one.outcome for one in feeds.tries(URL, limit=2)] == ["unchanged", "http_error"]


def test_each_feed_has_its_turn(store: SqlStore) -> None:
    feeds, other = store.watched, "https://b.example/feed"
    feeds.add(URL, at=0)
    feeds.add(other, at=0)
    took(feeds, 100, *(f"https://a.example/{n}" for n in range(30)))
    took(feeds, 200, "https://b.example/1", named=other)
    due = [one.url for one in feeds.due_items(200, limit=100)]
    assert due[:3] == ["https://a.example/0", "https://b.example/1", "https://a.example/1"]
    assert len(due) == 11


def test_what_waits_for_two_feeds_stays_when_one_is_removed(store: SqlStore) -> None:
    feeds, other = store.watched, "https://a.example/mali/feed"
    feeds.add(URL, at=0)
    feeds.add(other, at=0)
    took(feeds, 100, "https://a.example/1", "https://a.example/2")
    took(feeds, 100, "https://a.example/1", "https://a.example/2", named=other)
    read, _ = feeds.due_items(100, limit=9)
    feeds.settle(read.number, "stored", next_try=900)
    feeds.remove(URL)
    assert [one.url for one in feeds.due_items(100, limit=9)] == ["https://a.example/2"]
    assert [(one.url, one.visits) for one in feeds.due_items(900, limit=9)][1:] == [("https://a.example/1", 1)]


def test_a_paused_feed_wakes_nobody(store: SqlStore) -> None:
    store.watched.add(URL, at=0)
    took(store.watched, 100, "https://a.example/1")
    store.watched.pause(URL, paused=True)
    assert store.watched.next_due() is None


def test_what_is_due(store: SqlStore) -> None:
    feeds = store.watched
    assert feeds.next_due() is None
    feeds.add(URL, at=50)
    feeds.add("https://b.example/feed", at=40)
    assert feeds.next_due() == 40
    assert [one.url for one in feeds.due(50, limit=9)] == ["https://b.example/feed", URL]
    feeds.pause("https://b.example/feed", paused=True)
    assert [one.url for one in feeds.due(50, limit=9)] == [URL]
    feeds.remove(URL)
    assert feeds.due(50, limit=9) == []
    with pytest.raises(StoreError, match="no feed"):
        feeds.remove(URL)


def test_silence_is_measured_by_the_feeds_own_pace(store: SqlStore) -> None:
    feeds = store.watched
    feeds.add(URL, at=0)
    assert feeds.all()[0].silent_s(DAY) is None
    assert feeds.all()[0].silent_s(DAY + 1) == DAY + 1
    for week in range(4):
        took(feeds, week * 7 * DAY, f"https://a.example/{week}")
    (feed,) = feeds.all()
    assert feed.usual_gap_s == 7 * DAY
    assert feed.silent_s(40 * DAY) is None
    assert feed.silent_s(50 * DAY) == 29 * DAY


def broken_off(store: SqlStore) -> None:
    with store.transaction():
        took(store.watched, 100, "https://a.example/1")
        raise ZeroDivisionError


def test_all_is_there_after_a_kill(address: Path | str) -> None:
    first = opened(address)
    first.watched.add(URL, at=0)
    with pytest.raises(ZeroDivisionError):
        broken_off(first)
    took(first.watched, 200, "https://a.example/2")
    again = opened(address)  # the first one was never closed
    assert [one.url for one in again.watched.due_items(999, limit=9)] == ["https://a.example/2"]
    assert again.check() == []
    again.close()
    first.close()


def test_a_gap_needs_three_times() -> None:
    assert usual_gap([100, 50]) is None
    assert usual_gap([100, 60, 50]) == 40
