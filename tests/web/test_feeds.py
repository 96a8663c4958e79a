"""Feed health on screen."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from faleme.desk.feed_health import health
from faleme.store.feeds import ListedItem, Try
from faleme.store.judged import open_judged

NOW = int(time.time())
DAY = 86_400


def fed(path: Path, url: str, days: int, each: int, *, failing: str | None = None) -> None:
    """A feed that brought so many items a day until yesterday."""
    store = open_judged(path)
    with store.transaction():
        store.watched.add(url, at=NOW - 40 * DAY, title=f"Daily <{url[-1]}>")
        feed = store.watched.find(url)
        assert feed is not None
        for back in range(days, 0, -1):
            items = [
                ListedItem(key=f"{back}.{n}", url=f"{url}/{back}/{n}", title=None, published=None, modified=None)
                for n in range(each)
            ]
            at = NOW - back * DAY
            made = Try(at=at, outcome="ok", detail="", listed=each, fresh=each)
            store.watched.took(feed.feed_id, made, items, next_try=at + 3600, etag=None, last_modified=None)
    store.close()


def test_no_feed_says_what_to_do(client: TestClient) -> None:
    page = client.get("/feeds").text
    assert "No feed is watched." in page
    assert 'action="/feeds"' in page


def test_feeds_with_their_usual(own_store: Path, own_client: TestClient) -> None:
    fed(own_store, "https://feeds.example/a", 20, 3)
    page = own_client.get("/feeds").text
    assert "Daily &lt;a&gt;" in page
    assert "<svg" in page
    (one,) = own_client.get("/feeds.json").json()["items"]
    single = own_client.get(f"/feeds/{one['id']}").text
    assert "usual 3" in single
    assert single.count("<tr><th scope") >= 28, "the chart as a table"
    store = open_judged(own_store)
    (made,) = health(store.watched, NOW)
    store.close()
    assert made.usual == 3
    assert [count for _, count in made.daily][-3:] == [3, 3, 0]


def test_ill_ones_come_first_and_the_badge_says_so(own_store: Path, own_client: TestClient) -> None:
    fed(own_store, "https://feeds.example/b", 20, 3)
    fed(own_store, "https://feeds.example/c", 30, 0)
    store = open_judged(own_store)
    found = store.watched.find("https://feeds.example/c")
    assert found is not None
    store.close()
    page = own_client.get("/feeds").text
    assert 'class="badge' in page


def test_add_pause_and_take_up_again(own_client: TestClient) -> None:
    assert own_client.post("/feeds", data={"url": "ftp://x"}).status_code == 400
    added = own_client.post("/feeds", data={"url": "https://feeds.example/new.xml"}, follow_redirects=False)
    assert added.status_code == 303
    address = added.headers["location"]
    own_client.post(f"{address}/pause", data={"paused": "true"})
    assert "paused" in own_client.get(address).text
    own_client.post(f"{address}/pause", data={"paused": "false"})
    assert "Take up again" not in own_client.get(address).text


@pytest.mark.parametrize("address", ["/feeds/WAAAAAAAAAAAAA", "/feeds/%00"])
def test_no_such_feed(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404
