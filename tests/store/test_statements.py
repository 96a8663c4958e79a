"""Statements as every store keeps and finds them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from faleme.dates import PartialDate
from faleme.ids import StatementId
from faleme.records import Statement
from faleme.store.base import Filter, StatementFilter, Store
from faleme.store.codec import from_json
from faleme.store.content_words import says, terms_of
from faleme.store.sqlite import open_sqlite
from faleme.store.sqlite_file import steps
from tests.store.said import Said, put

ECOWAS = ("ECOWAS", "IGO", "org:ECOWAS")
PAGES = {
    "stay": Said(content="Mali will stay in ECOWAS, whatever the Élysée says", about=[ECOWAS], date="2025-12-30"),
    "leave": Said(
        content="we never promised to leave",
        verb="denied",
        verb_class="deny",
        audience=[("Yassine Fall", "SEN", "person:yassine-fall")],
        published="2026-02-01",
        quoted=True,
    ),
    "aid": Said(
        content="the grain will come",
        speaker=("an official", "SEN", ""),
        verb_class="promise",
        verb="vowed",
        published="2026-02-02",
    ),
}
CASES = [
    # what is asked, which statements are found, newest publication first; why it is here
    ({}, ["aid", "leave", "stay"], "all"),
    ({"words": "ECOWAS"}, ["stay"], "a word of what was said"),
    ({"words": "elysee stay"}, ["stay"], "accents and order do not count"),
    ({"words": '"stay in ECOWAS"'}, ["stay"], "a phrase"),
    ({"words": '"ECOWAS stay"'}, [], "no such phrase"),
    ({"words": "promis*"}, ["leave"], "the beginning of a word"),
    ({"words": "Sanogo"}, [], "the speaker's name is not what he said"),
    ({"words": "denied"}, [], "nor is the outlet's verb"),
    ({"speakers": ("MLI",)}, ["leave", "stay"], "speakers of a country"),
    ({"speakers": ("person:awa-sanogo",)}, ["leave", "stay"], "one speaker"),
    ({"audience": ("SEN",)}, ["leave"], "audience by country"),
    ({"audience": ("person:yassine-fall",)}, ["leave"], "audience by id"),
    ({"about": ("org:ECOWAS",)}, ["stay"], "about"),
    ({"verb_classes": ("deny", "promise")}, ["aid", "leave"], "classes"),
    ({"quoted": True}, ["leave"], "the speaker's own words"),
    ({"quoted": False}, ["aid", "stay"], "the outlet's words"),
    ({"countries": ("SEN",)}, ["aid", "leave"], "speaker or audience of a country"),
    ({"since": PartialDate(2026)}, ["aid", "leave"], "said in December, published in January"),
    ({"until": PartialDate(2025, 12)}, ["stay"], "the day of saying counts"),
    ({"words": "will", "speakers": ("SEN",)}, ["aid"], "both"),
]


@pytest.mark.parametrize(("asked", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_statements_are_found(asked: dict[str, object], wanted: list[str], why: str, store: Store) -> None:
    names = {put(store, said).statement_id: name for name, said in PAGES.items()}
    found = store.statements(StatementFilter(**asked))  # type: ignore[arg-type]
    assert [names[one.statement_id] for one in found] == wanted


def test_no_more_than_asked_for(store: Store) -> None:
    for said in PAGES.values():
        put(store, said)
    assert len(list(store.statements(StatementFilter(), limit=2))) == 2
    assert len(list(store.statements(StatementFilter(words="will"), limit=1))) == 1
    assert len(list(store.statements(Filter(actors=("MLI",))))) == 2


def test_what_a_statement_holds_comes_back(store: Store) -> None:
    for said in PAGES.values():
        made = put(store, said)
        assert store.statement(made.statement_id) == made


def test_a_row_of_an_older_version_is_read() -> None:
    """As stored before there was an audience."""
    fields = ('"statement_id":"S1","article_id":"A1","speaker":[]', '"verb":[0,4],"verb_class":"say","content":[5,9]')
    older = f'{{{",".join(fields)},"quoted":false}}'
    found = from_json(Statement, older)
    assert found.statement_id == StatementId("S1")
    assert (found.audience, found.date, found.place, found.predicate, found.spoken_of) == ((), None, None, None, ())


def test_an_older_file_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    store = open_sqlite(path)
    for said in PAGES.values():
        put(store, said)
    store.close()
    with sqlite3.connect(path) as raw:
        columns = "statement_n, role, position, name, actor_id, country, sectors, office, who, named"
        raw.execute("DELETE FROM statement_actors WHERE role = 'audience'")
        raw.execute(f"CREATE TABLE kept AS SELECT {columns} FROM statement_actors")
        script = steps()[0][1]
        raw.execute("DROP TABLE statement_actors")
        start = script.index("CREATE TABLE statement_actors")
        raw.execute(script[start : script.index(";", start)])
        for column in ("office TEXT", "who TEXT NOT NULL DEFAULT ''", "named INTEGER NOT NULL DEFAULT 0"):
            raw.execute(f"ALTER TABLE statement_actors ADD COLUMN {column}")
        raw.execute(f"INSERT INTO statement_actors ({columns}) SELECT * FROM kept")
        raw.execute("DROP TABLE kept")
        (step,) = (sql for _, sql in steps() if "statement_actors_anew" in sql)
        raw.executescript(step)
    raw.close()
    migrated = open_sqlite(path)
    assert [len(list(migrated.statements(StatementFilter(speakers=(who,))))) for who in ("MLI", "SEN")] == [2, 1]
    put(migrated, Said(content="the audience is kept", audience=[ECOWAS], published="2026-03-01"))
    assert len(list(migrated.statements(StatementFilter(audience=("org:ECOWAS",))))) == 1
    assert migrated.check() == []
    migrated.close()


def test_words() -> None:
    assert says("Nous partirons à l'aube", terms_of('"a l aube" part*'))
    assert not says("Nous partirons à l'aube", terms_of("partir"))
    assert says("anything", terms_of("  "))
