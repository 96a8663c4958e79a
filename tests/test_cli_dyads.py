"""`faleme dyads` as a desk uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faleme.exchange import record_rows
from faleme.reference.codebook import load_codebook
from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.conftest import REPO
from tests.store.test_dyads import MALI, NIGER, SENEGAL, fill, told


@pytest.fixture
def news(tmp_path: Path) -> str:
    store = open_sqlite(tmp_path / "news.db")
    fill(
        store,
        told("AID", [MALI], [SENEGAL]),
        told("ACCUSE", [SENEGAL], [MALI], date="2025", hedge="it seems"),
        told("CONSULT", [MALI, NIGER, SENEGAL], date=None),
    )
    store.close()
    return str(tmp_path / "news.db")


def test_a_table(news: str) -> None:
    shown = run("dyads", "MLI", "Senegal", "--by", "month", "--store", news)
    assert [" ".join(line.split()) for line in shown.stdout.splitlines()] == [
        "PERIOD WHO EVENTS COOPERATION CONFLICT SCORE UNDATED DOUBTED",
        "2025-01 MLI > SEN 1 1 (+10.0) 0 (+0.0) +10.0 0 0",
        "none or wider SEN > MLI 1 0 (+0.0) 1 (-3.0) -3.0 0 1",
        "2025-03 MLI = SEN 1 1 (+2.5) 0 (+0.0) +2.5 1 0",
    ]


def test_the_events_behind_a_point(news: str) -> None:
    shown = run("dyads", "MLI,NER", "SEN", "--events", "--from", "2025-03", "--to", "2025-03", "--store", news)
    assert [line.strip() for line in shown.stdout.splitlines() if line.startswith("  ")] == ["E1", "E2"]


def test_one_object_a_line(news: str) -> None:
    rows = [
        json.loads(line)
        for line in run("dyads", "Mali", "--by", "year", "--json", "--store", news).stdout.split("\n")
        if line
    ]
    assert [(row["actor"], row["recipient"], row["period"], row["events"]) for row in rows] == [
        (["MLI"], None, "2025", 2),
        (None, ["MLI"], "2025", 1),
    ]
    assert rows[1]["event_ids"] == ["E1"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("MLI", "SEN", "--by", "decade"), "write day, week, month, year"),
        (("MLI", "Nobody Atall"), "nobody answers to Nobody Atall"),
        (("MLI", "--from", "spring"), "Write 2024, 2024-03 or 2024-03-05"),
        ((",",), "nobody is named"),
    ],
)
def test_asked_wrongly(news: str, asked: tuple[str, ...], words: str) -> None:
    assert words in run("dyads", *asked, "--store", news, code=2).stderr


def test_nothing_between_them(news: str) -> None:
    shown = run("dyads", "FRA", "USA", "--store", news)
    assert shown.stdout == ""
    assert "no event that happened is known" in shown.stderr


def test_scores_and_columns_are_documented() -> None:
    page = (REPO / "docs" / "how-to" / "dyads.md").read_text(encoding="utf-8")
    codebook = load_codebook()
    for code, found in codebook.types.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| {code} |"))
        assert f"| {found.score:g} |" in row
        assert [mode for mode, how in found.modes.items() if f"{mode} {how.score:g}" not in row] == []
    assert codebook.score("ACCUSE") == -3
    page = (REPO / "docs" / "how-to" / "python.md").read_text(encoding="utf-8")
    for question in ("events", "reports", "statements", "articles", "dyads"):
        for column in getattr(record_rows, question.upper()):
            assert f"| `{column.name}` | {column.kind} | {column.meaning} |" in page
