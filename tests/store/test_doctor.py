"""What the doctor finds in a store that was hurt, and what it makes good again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from faleme.store.base import Filter
from faleme.store.doctor import examine, mend
from faleme.store.sql_store import SqlStore
from tests.store.conftest import opened
from tests.store.pages import page
from tests.store.test_store import TEXT, TOLD, keep

HURTS = [
    # SQL, what is found, whether it can be mended
    ("DELETE FROM report_words", "2 reports are not in the word index", True),
    ("DELETE FROM statement_words", "1 statements are not in the word index", True),
    ("DELETE FROM links WHERE report_n = (SELECT min(n) FROM reports)", "1 reports stand in no event", False),
    ("DELETE FROM event_dyads", "counts of events by month are not what the events give", True),
    ("UPDATE event_months SET events = events + 1", "counts of events by month are not what the events give", True),
    ("UPDATE reports SET body = '{}'", "reports, R", False),
    ("UPDATE codings SET body = 'x'", "the store holds a broken Coding", False),
    ("UPDATE articles SET text = 'Nothing of it.'", "clauses of evidence are not in the text", False),
    ("UPDATE captures SET sha256 = 'x'", "the page's bytes are not those that came", False),
    ("UPDATE captures SET content = given_text, given_text = content WHERE given_text IS NOT NULL", "", False),
]


@pytest.fixture
def hurt(address: Path | str) -> SqlStore:
    store = opened(address)
    keep(store, *page("a.txt", TEXT, TOLD, published="2024-03-04"))
    assert store.check() == []
    return store


@pytest.mark.parametrize(("sql", "said", "mendable"), HURTS)
def test_what_is_wrong_is_said_and_mended_where_it_can_be(hurt: SqlStore, sql: str, said: str, mendable: bool) -> None:
    hurt.database.run(sql)
    faults = examine(hurt.database)
    assert not said or said in "\n".join(each.what for each in faults)
    assert not said or {each.mendable for each in faults if said in each.what} == {mendable}
    before = hurt.tally()
    assert list(mend(hurt.database))
    assert hurt.tally() == before, "nothing is deleted"
    assert examine(hurt.database) == [each for each in faults if not each.mendable]
    assert not mendable or len(hurt.search("signed", Filter(), limit=9)) == 2
    hurt.close()


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_damaged_word_index_of_a_file(hurt: SqlStore, address: Path) -> None:
    hurt.close()
    with sqlite3.connect(address) as raw:
        raw.execute("UPDATE report_words_data SET block = zeroblob(20) WHERE id > 10")
    raw.close()
    store = opened(address)
    (fault,) = examine(store.database)
    assert "word index report_words is damaged" in fault.what
    list(mend(store.database))
    assert store.check() == []
    assert len(store.search("signed", Filter(), limit=9)) == 2
    store.close()
