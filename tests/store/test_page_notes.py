"""Notes on many pages at once say what one by one says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faleme.ids import ArticleId
from faleme.records import Copy
from faleme.store.judged import JudgedStore, open_judged
from faleme.store.opening import Address
from tests.run.test_correct import RAID
from tests.store.pages import page

TEXT = f"On 2 March {RAID.clause}. It was dark. The road was closed."


@pytest.fixture
def store(address: Address) -> Iterator[JudgedStore]:
    opened = open_judged(address, create=True)
    yield opened
    opened.close()


def test_notes_and_sentences_of_many(store: JudgedStore) -> None:
    ids: list[ArticleId] = []
    for key, outlet, wire, original in [
        ("a", "Daily A", None, None),
        ("b", "Daily B", "Wire", 0),
        ("c", "Daily C", None, 1),
        ("d", None, None, None),
    ]:
        record, capture = page(key, TEXT, outlet=outlet, wire=wire, published="2024-03-03")
        ids.append(record.article.article_id)
        copy = None
        if original is not None:
            copy = Copy(article_id=ids[-1], copy_of=ids[original], kind="near", containment=0.9)
        store.save(record, capture=capture, copy=copy)
    notes = store.page_notes([*ids, ArticleId("ANOTHING")])
    assert set(notes) == set(ids)
    for article_id in ids:
        note = notes[article_id]
        assert note.origin == store.origin_of(article_id)
        assert note.copy == store.copy_of(article_id)
        assert note.withdrawn_at is None
        record_of = store.record(article_id)
        assert record_of is not None
        spans = tuple(each.span for each in record_of.parse.sentences)
        assert store.sentences_of(ids)[article_id] == spans
    assert [notes[each].text for each in ids] == [ids[0], ids[0], ids[0], ids[3]]
