"""A page that is taken down leaves its id and the decision, and no word."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from faleme.errors import StoreError
from faleme.ids import ArticleId
from faleme.records import Copy
from faleme.run.takedown import take_down
from faleme.store.base import Filter
from faleme.store.feeds import ListedItem, Try
from faleme.store.judged import JudgedStore, open_judged
from tests.store.pages import page
from tests.store.test_store import TEXT, TOLD, keep

WHO = {"who": "A. Editor", "why": "the outlet asked"}


@pytest.fixture
def store(address: Path | str) -> JudgedStore:
    return open_judged(address, create=True)


def test_nothing_of_the_page_is_left_but_the_decision(store: JudgedStore) -> None:
    record, capture = page("a.txt", TEXT, TOLD, published="2024-03-04", title="Deal", outlet="malijet")
    keep(store, record, capture)
    keep(store, record, capture, again=True)
    other, recapture = page("b.txt", TEXT, TOLD[:1], published="2024-03-05")
    (shared,) = store.reports_of(record.article.article_id)[:1]
    assert shared.event_id is not None
    keep(store, other, recapture, shared.event_id)
    made = take_down(record.article.article_id, store, **WHO)

    assert (made.kind, made.subject, made.who, made.why) == ("forget", record.article.article_id, *WHO.values())
    assert json.loads(made.payload)["reports"] == 2
    article = store.article(record.article.article_id)
    assert article is not None
    assert (article.text, article.title, article.blocks) == ("", None, ())
    assert (article.outlet, article.published) == ("malijet", record.article.published)
    assert len(store.versions(record.article.article_id)) == 1
    kept = store.capture(capture.capture_id)
    assert kept is not None
    assert kept.content == b""
    assert store.report(record.reports[0].report_id) is None
    assert store.coding(record.codings[0].coding_id) is None
    assert [hit.article_id for hit in store.search("gunmen", Filter(), limit=9)] == [other.article.article_id]
    (event,) = store.iter_events()
    assert event.report_ids == (other.reports[0].report_id,), "what others tell stays, what it alone told goes"
    assert store.forgotten(record.article.article_id) == made
    assert store.check() == []
    store.close()


def test_it_is_not_read_again_until_the_decision_is_undone(store: JudgedStore) -> None:
    record, capture = page("a.txt", TEXT, TOLD)
    keep(store, record, capture)
    made = take_down(record.article.article_id, store, **WHO)
    with pytest.raises(StoreError, match="was taken down by A"):
        take_down(record.article.article_id, store, **WHO)
    assert keep(store, record, capture, again=True).status == "forgotten"
    assert store.tally().reports == 0
    store.judge("undo", made.judgement_id, "{}", who="A. Editor", why="they agreed")
    assert store.forgotten(record.article.article_id) is None
    assert not store.holds(capture)
    assert keep(store, record, capture).status == "altered"
    assert store.tally().reports == 2
    assert store.capture(capture.capture_id) == capture
    assert store.check() == []
    store.close()


def test_copies_stay_and_lead_to_what_is_left(store: JudgedStore) -> None:
    record, capture = page("a.txt", TEXT, outlet="The Punch")
    keep(store, record, capture)
    other, recapture = page("b.txt", TEXT, outlet="Vanguard")
    ids = record.article.article_id, other.article.article_id
    keep(store, other, recapture, copy=Copy(article_id=ids[1], copy_of=ids[0], kind="exact", containment=1.0))
    take_down(ids[0], store, **WHO)
    assert store.origin_of(ids[1]) == "The Punch"
    assert store.check() == []
    store.close()


def test_a_feed_does_not_fetch_it_again(store: JudgedStore) -> None:
    url = "https://a.example/1"
    record, capture = page(url, TEXT)
    keep(store, record, capture)
    store.watched.add("https://a.example/feed", at=0)
    items, tried = [ListedItem(key=url, url=url, title="Deal")], Try(at=1, outcome="ok")
    store.watched.took("https://a.example/feed", tried, items, next_try=9, etag=None, last_modified=None)
    assert store.articles_at(url) == [record.article.article_id]
    take_down(record.article.article_id, store, **WHO)
    assert store.watched.due_items(99, limit=9) == []
    with pytest.raises(StoreError, match="is not stored"):
        take_down(other_id(), store, **WHO)
    store.close()


def other_id() -> ArticleId:
    return page("nowhere.txt", TEXT)[0].article.article_id


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_no_byte_of_it_is_left_in_the_file(store: JudgedStore, address: Path) -> None:
    for number in range(30):
        keep(store, *page(f"{number}.txt", f"{TEXT} Others said {number}.", TOLD))
    secret = "Zebulon"
    record, capture = page("a.txt", f"{TEXT} {secret} said so. ", TOLD, title=secret)
    keep(store, record, capture)
    take_down(record.article.article_id, store, **WHO)
    reader = open_judged(address)
    store.database.run("PRAGMA busy_timeout = 50")
    with reader.database.snapshot():
        assert reader.tally().articles == 31
        with pytest.raises(StoreError, match="may still be in the file"):
            store.overwrite_deleted()
    reader.close()
    store.overwrite_deleted()
    left = b"".join(path.read_bytes() for path in address.parent.glob(f"{address.name}*"))
    assert secret.encode() not in left
    assert secret.lower().encode() not in left, "nor in the word index"
    assert zlib.compress(capture.content) not in left
    assert store.check() == []
    store.close()
