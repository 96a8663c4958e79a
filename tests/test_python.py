"""The door for Python: filters by keyword, records, rows, frames."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import faleme
from faleme.errors import SettingsError, StoreError
from faleme.exchange import record_rows
from faleme.exchange.tables import Column, Table
from faleme.python import Opened
from faleme.store.base import Filter, StatementFilter
from faleme.store.judged import open_judged
from faleme.store.sqlite import open_sqlite
from tests.store.pages import Told, page
from tests.store.postgres import Server
from tests.store.test_store import keep

TEXT = "Mali accused Senegal near Kayes, Camara said. Gunmen attacked soldiers in spring."
TOLD = (
    Told(
        clause="Mali accused Senegal near Kayes",
        anchor="accused",
        event_type="ACCUSE",
        actor=[("Mali", "MLI", "ML")],
        recipient=[("Senegal", "SEN", "SN")],
        speaker=[("Camara", "MLI")],
        place=("Kayes", 2455518, "MLI", 14.45, -11.44),
        date="2025-01",
    ),
    Told(clause="Gunmen attacked soldiers", anchor="attacked", actor=[("Gunmen", "")], auxiliary="hypothetical"),
)
QUESTIONS = ("events", "reports", "statements", "articles")


@pytest.fixture
def news(tmp_path: Path) -> Iterator[Opened]:
    store = open_sqlite(tmp_path / "news.db")
    for number in range(3):
        record, capture = page(f"{number}.txt", TEXT, TOLD, published=f"2025-01-1{number}", outlet="malijet")
        keep(store, record, capture)
    store.close()
    with faleme.open_store(f"sqlite:///{tmp_path / 'news.db'}") as opened:
        yield opened


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        # keywords                                      events, reports, statements, articles
        ({}, (6, 6, 3, 3)),
        ({"types": "accuse"}, (3, 3, 0, 3)),
        ({"types": ["ASSAULT", "AID"]}, (3, 3, 0, 3)),
        ({"types": "STATEMENT"}, (0, 0, 3, 0)),
        ({"countries": ["SEN"]}, (3, 3, 0, 3)),
        ({"countries": "FRA"}, (0, 0, 0, 0)),
        ({"actors": "MLI", "recipients": "Senegal"}, (3, 3, 0, 3)),
        ({"actors": "MLI"}, (3, 3, 3, 3)),
        ({"factuality": "happened"}, (3, 3, 0, 3)),
        ({"factuality": ["hypothetical", "denied"]}, (3, 3, 0, 3)),
        ({"since": "2025-01-11"}, (2, 2, 2, 2)),  # January, undated since, may have been before: left out
        ({"until": "2025-01-10"}, (4, 4, 1, 1)),
        ({"limit": 2}, (2, 2, 2, 2)),
        ({"where": Filter(event_types=("ACCUSE",))}, (3, 3, 0, 3)),
    ],
)
def test_filters(news: Opened, asked: dict[str, Any], found: tuple[int, int, int, int]) -> None:
    counted = tuple(len(list(getattr(news, question)(**asked))) for question in QUESTIONS)
    assert counted == found


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"types": "WAR"}, "no such event type. There are ACCUSE"),
        ({"countries": "Mali"}, "three letters"),
        ({"factuality": "maybe"}, "There are happened, planned"),
        ({"since": "spring"}, "Write 2024"),
        ({"actors": "Nobody Atall"}, "nobody answers to Nobody Atall"),
        ({"where": Filter(), "types": "AID"}, "ask for types in it"),
    ],
)
def test_wrong_words_are_told(news: Opened, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        news.events(**asked)


SAID = [
    # keywords, how many statements; of the test store's each "Camara said: Mali accused Senegal near Kayes"
    ({"words": "accused Senegal"}, 3),
    ({"words": "Camara"}, 0),  # who speaks is not what is said
    ({"speakers": "MLI", "verbs": "say"}, 3),
    ({"verbs": ["deny", "accuse"]}, 0),
    ({"audience": "SEN"}, 0),
    ({"quoted": False}, 3),
    ({"where": StatementFilter(words="kayes")}, 3),
]


@pytest.mark.parametrize(("asked", "found"), SAID)
def test_filters_of_statements(news: Opened, asked: dict[str, Any], found: int) -> None:
    assert len(list(news.statements(**asked))) == found


def test_contradictions_are_a_table(news: Opened) -> None:
    assert news.contradictions("MLI").to_dicts() == []
    assert news.contradictions("MLI").columns == record_rows.CONTRADICTIONS
    with pytest.raises(SettingsError, match="nobody is named"):
        news.contradictions(" ")
    with pytest.raises(SettingsError, match="There are say"):
        news.statements(verbs="lie")


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store at"):
        faleme.open_store(tmp_path / "none.db")
    with pytest.raises(SettingsError, match="path of a store"):
        faleme.open_store("mysql://host/news")
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = faleme.nothing


def test_a_store_in_postgresql(server: Server) -> None:
    address = server.fresh()
    open_judged(address, create=True).close()
    with faleme.open_store(address) as opened:
        assert opened.events().to_dicts() == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_rows_have_the_columns_that_are_promised(news: Opened, question: str) -> None:
    columns = getattr(record_rows, question.upper())
    found = getattr(news, question)()
    assert found.columns == columns
    for row in found.to_dicts():
        assert list(row) == [column.name for column in columns]
        for column in columns:
            assert _fits(row[column.name], column), column


def _fits(value: object, column: Column) -> bool:
    kinds = {"text": str, "whole": int, "number": (int, float), "flag": bool, "texts": list}
    return value is None or isinstance(value, kinds[column.kind])  # type: ignore[arg-type]


def test_dyads(news: Opened) -> None:
    (row,) = news.dyads("MLI", ["SEN", "FRA"]).to_dicts()
    assert (row["actor"], row["recipient"], row["period"], row["events"]) == (["MLI"], ["SEN", "FRA"], "2025-01", 3)
    assert (row["score"], len(row["event_ids"])) == (-9.0, 3)
    assert [column.name for column in record_rows.DYADS] == list(row)
    (back,) = news.dyads("Senegal", with_events=False).to_dicts()
    assert (back["actor"], back["recipient"], back["event_ids"]) == (None, ["SEN"], None)
    with pytest.raises(SettingsError, match="write day, week, month, year"):
        news.dyads("MLI", by="decade")  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match="nobody is named"):
        news.dyads(" , ")


def test_nothing_is_read_before_it_is_asked_for(news: Opened) -> None:
    found = news.events()
    assert "not read yet" in repr(found)
    news.store.close()
    with pytest.raises(StoreError):
        found.first()


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_frame_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("faleme.exchange.tables.importlib.import_module", missing)
    found: Table[int] = Table((), list, dict)  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match=rf"{library} is not installed: pip install 'faleme\[analysis\]'"):
        getattr(found, {"pyarrow": "to_arrow"}.get(library, f"to_{library}"))()


@pytest.mark.parametrize("asked", [{}, {"countries": "FRA"}], ids=["rows", "none"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_frames(news: Opened, question: str, asked: dict[str, str]) -> None:
    """Each library that is there makes the same of the same rows, none at all included."""
    found = getattr(news, question)(**asked)
    rows, names = found.to_dicts(), [column.name for column in found.columns]
    made = 0
    if importlib.util.find_spec("pyarrow"):
        table = found.to_arrow()
        assert (table.column_names, table.to_pylist()) == (names, rows)
        made += 1
    if importlib.util.find_spec("polars"):
        frame = found.to_polars()
        assert (frame.columns, frame.to_dicts()) == (names, rows)
        made += 1
    if importlib.util.find_spec("pandas"):
        frame = found.to_pandas()
        assert (list(frame.columns), len(frame)) == (names, len(rows))
        made += 1
    if not made:
        pytest.skip("neither pandas, polars nor pyarrow is installed: pip install -e '.[analysis]'")
