"""`faleme registers`, and `show` and `correct` of its rows, as a desk uses them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from faleme import open_store
from faleme.exchange.register_views import columns_of
from faleme.reference.registers import REGISTERS
from faleme.store.judged import open_judged
from tests.command import run
from tests.conftest import REPO
from tests.run.test_registers import exit_, promise


@pytest.fixture(autouse=True)
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("faleme.toml").write_text('store = "news.db"\n', encoding="utf-8")
    store = open_judged(Path("news.db"), create=True)
    promise(store)
    exit_(store)
    store.close()


def row_id() -> str:
    return str(json.loads(run("registers", "commitments", "--json").stdout)["row_id"])


def test_a_table_by_due_date() -> None:
    shown = run("registers", "commitments", "--overdue", "--at", "2025-11-02").stdout
    assert "2025-10-31" in shown
    assert "open, 2 d over; no report found since (0 searched)" in shown
    assert "Mali -> Senegal" in shown
    none = run("registers", "commitments", "--overdue", "--at", "2025-10-01")
    assert (none.stdout, none.stderr) == ("", "no such commitments\n")


def test_as_csv_and_into_a_file() -> None:
    rows = list(csv.DictReader(io.StringIO(run("registers", "memberships", "--body", "org:ECOWAS", "--csv").stdout)))
    assert rows == []
    rows = list(csv.DictReader(io.StringIO(run("registers", "memberships", "--party", "MLI", "--csv").stdout)))
    assert [(row["to"], row["status"]) for row in rows] == [("2025-01-29", "left")]
    run("registers", "commitments", "--out", "due.csv")
    assert "reopen the border post" in Path("due.csv").read_text(encoding="utf-8")
    assert "--force" in run("registers", "commitments", "--out", "due.csv", code=2).stderr
    run("registers", "commitments", "--out", "due.csv", "--force", "--json")
    assert json.loads(Path("due.csv").read_text(encoding="utf-8"))["status"] == "open"


def test_a_row_with_its_evidence_judged_and_taken_back() -> None:
    row = row_id()
    shown = run("show", row[:6]).stdout
    assert "The a, 2025-03-01 “to reopen the border post at Kidira by 31 October”" in shown
    assert "no report found since; 0 events of the promiser searched" in shown
    said = run(
        "correct", row, "--set", "status=kept", "--set", "when=2025-09-01", "--why", "saw it", "--who", "A"
    ).stdout
    assert "status=kept (machine: open)" in said
    view = json.loads(run("show", row, "--json").stdout)
    assert (view["status"], view["corrected"][0]["machine"]) == ("kept", "open")
    assert [(step["status"], step["when"]) for step in view["history"]] == [("open", None), ("kept", "2025-09-01")]
    assert json.loads(run("export", "--format", "corrections").stdout)["kind"] == "register"
    run("correct", "--undo", said.split(maxsplit=1)[0], "--why", "it was another post")
    assert json.loads(run("show", row, "--json").stdout)["status"] == "open"
    assert "undone by" in run("corrections").stdout


WRONG = [
    (("registers", "treaties"), "There are agreements, memberships"),
    (("registers", "commitments", "--status", "promised"), "There are open, kept"),
    (("registers", "commitments", "--body", "AU"), "asked of memberships"),
    (("registers", "agreements", "--overdue"), "asked of commitments"),
    (("registers", "agreements", "--at", "soon"), "write a day"),
    (("registers", "agreements", "--csv", "--json"), "two formats"),
    (("registers", "agreements", "--party", "Nobody Atall"), "nobody answers to"),
    (("registers", "agreements", "--party", ","), "nobody is named"),
]


@pytest.mark.parametrize(("asked", "words"), WRONG, ids=[" ".join(asked) for asked, _ in WRONG])
def test_asked_wrongly(asked: tuple[str, ...], words: str) -> None:
    assert words in run(*asked, code=2).stderr


def test_judged_wrongly() -> None:
    row = row_id()
    assert "it is one of open" in run("correct", row, "--set", "status=done", "--why", "x", code=2).stderr
    assert "write FIELD=VALUE" in run("correct", row, "--set", "status", "--why", "x", code=2).stderr
    assert "with --set or --no-event" in run("correct", row, "--accept", "--why", "x", code=2).stderr
    assert "no row of a register" in run("show", "GZZZ", code=1).stderr
    run("correct", row, "--no-event", "--why", "no promise")
    assert "no row of a register" in run("show", row, code=1).stderr


def test_in_python() -> None:
    with open_store("news.db") as store:
        table = store.registers("commitments", party="Mali", at="2025-11-02")
        found = table.to_dicts()
        assert [(row["due"], row["overdue_days"], row["status"]) for row in found] == [("2025-10-31", 2, "open")]
        assert list(found[0]) == [column.name for column in columns_of("commitments")]
        assert store.registers("commitments", party="Senegal", status=["kept"]).to_dicts() == []
        with pytest.raises(Exception, match="no such register"):
            store.registers("treaties")  # type: ignore[arg-type] # asked wrongly
        with pytest.raises(Exception, match="write a day"):
            store.registers("commitments", at="2025")


def test_columns_are_documented() -> None:
    page = (REPO / "docs" / "how-to" / "registers.md").read_text(encoding="utf-8")
    for register in REGISTERS:
        for column in columns_of(register):
            assert f"| `{column.name}` | {column.kind} | {column.meaning} |" in page


def test_an_actor_s_memberships_as_told() -> None:
    shown = run("actors", "show", "gov:MLI", "--store", "news.db").stdout
    assert "told: Mali in the Lake Union: left, 2025-01-29  G" in shown
