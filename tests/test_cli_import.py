"""`faleme import` and `faleme compare`, and what `show` says of external reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import faleme
from faleme.exchange.external import rows
from faleme.store.postgres import open_postgres
from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.conftest import REPO
from tests.exchange.external.tables import ACLED, file_of
from tests.store.pages import Told, page
from tests.store.postgres import Server
from tests.store.test_store import keep

TEXT = "Gunmen of JNIM killed 12 soldiers in Gao on 5 March. Police arrested students in Kayes. Rebels shelled Bourem."
TOLD = (
    Told(
        clause="Gunmen of JNIM killed 12 soldiers in Gao on 5 March",
        anchor="killed",
        actor=[("JNIM", "MLI", "group:jnim")],
        recipient=[("soldiers", "MLI", "group:fama")],
        place=("Gao", 2457161, "MLI", 16.27, -0.04),
        date=("5 March", "2021-03-05"),
        figures={"12": ("dead", 12)},
    ),
    Told(
        clause="Rebels shelled Bourem",
        anchor="shelled",
        mode="heavy-weapons",
        actor=[("Rebels", "MLI")],
        place=("Bourem", 2459638, "MLI", 16.95, -0.35),
        date="2021-03-06",
    ),
)
LATER = {**ACLED, "event_id_cnty": "MLI2", "event_date": "2021-03-08", "location": "Menaka", "latitude": "15.9"}


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FALEME_STORE", "news.db")
    store = open_sqlite(tmp_path / "news.db")
    record, capture = page("a.txt", TEXT, TOLD, published="2021-03-07", outlet="malijet")
    keep(store, record, capture, "E1", "E2")
    store.close()
    file_of(tmp_path, "acled", ACLED, LATER, {**ACLED, "event_id_cnty": "MLI3", "event_date": "soon"})
    return tmp_path


def test_bring_in_and_compare(news: Path) -> None:
    done = run("import", "acled.table")
    assert "acled: 2 rows (2 new)" in done.stderr
    assert "1 linked to events here, 0 that several events fit" in done.stderr
    assert "acled.table:4: refused, bad_record (line 4, column event_date: 'soon' is no day)" in done.stderr
    assert "refused: bad_record (1)" in done.stderr
    assert "acled  acled" in run("import").stdout
    told = run("compare", "acled").stdout
    assert "acled: 2021-03-05 to 2021-03-08, MLI" in told
    assert "in both 1 (as 1 events here), only in acled 1, only here 1, ambiguous 0" in told
    assert "of those in both, the same: type 1 of 1, date 1 of 1, place 1 of 1, dead 1 of 1" in told
    assert "Menaka, MLI (geo_precision 1)" in told
    assert "Bourem" in told


def test_compare_as_json_and_into_a_file(news: Path) -> None:
    run("import", "acled.table")
    found = [json.loads(line) for line in run("compare", "acled", "--json").stdout.splitlines()]
    assert [one["kind"] for one in found] == ["both", "theirs", "ours", "summary"]
    assert (found[0]["external"]["row_id"], found[0]["event"]["event_id"], found[0]["km"]) == ("MLI1", "E1", 0.5)
    assert found[0]["agreement"] == {"type": "same", "date": "same", "place": "same", "dead": "same"}
    assert found[2]["event"]["event_id"] == "E2"
    assert (found[3]["both"], found[3]["theirs"], found[3]["ours"]) == (1, 1, 1)
    run("compare", "acled", "--out", "all.jsonl")
    assert [json.loads(line) for line in (news / "all.jsonl").read_text().splitlines()] == found
    assert "--force" in run("compare", "acled", "--out", "all.jsonl", code=2).stderr
    ours = run("compare", "acled", "--only", "ours", "--json").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in ours] == ["ours", "summary"]


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        (("--since", "2021-03-07"), (0, 1, 0)),
        (("--until", "2021-03-05"), (1, 0, 0)),
        (("--country", "NER"), (0, 0, 0)),
        (("--type", "PROTEST"), (0, 0, 0)),
        (("--type", "ASSAULT", "--country", "MLI"), (1, 1, 1)),
    ],
)
def test_compare_in_part(news: Path, asked: tuple[str, ...], counts: tuple[int, int, int]) -> None:
    run("import", "acled.table")
    summary = json.loads(run("compare", "acled", "--json", *asked).stdout.splitlines()[-1])
    assert (summary["both"], summary["theirs"], summary["ours"]) == counts


def test_show_an_external_report_and_its_event(news: Path) -> None:
    run("import", "acled.table")
    (pair, *_) = [json.loads(line) for line in run("compare", "acled", "--json").stdout.splitlines()]
    external_id = pair["external"]["external_id"]
    told = run("show", external_id[:8]).stdout
    assert f"{external_id}  acled MLI1  Battles: Armed clash (ASSAULT)" in told
    assert "tells E1 (" in told
    assert "same figure: 12 dead" in told
    assert "side: Military Forces of Mali (2020-) (group:fama, MLI, MIL)" in told
    assert "source_scale: Subnational" in told
    detail = json.loads(run("show", external_id, "--json").stdout)
    assert detail["given"]["notes"] == ACLED["notes"]
    assert detail["event_id"] == "E1"
    assert f"also in acled: {external_id}  MLI1  Battles: Armed clash" in run("show", "E1").stdout
    event = json.loads(run("show", "E1", "--json").stdout)
    assert [one["external_id"] for one in event["external"]] == [external_id]
    assert event["reports"] == detail["reasons"][0].split()[-1:]  # its own reports, and no external one
    assert event["origins"] == ["malijet"]


def test_relink_delete_and_remove(news: Path) -> None:
    run("import", "acled.table")
    assert "0 rows weighed anew" in run("import", "--relink").stderr
    assert "2 rows weighed anew, 1 linked" in run("import", "--relink", "--all", "--name", "acled").stderr
    (news / "gone.csv").write_text("event_id_cnty\nMLI1\n")
    assert "acled: 1 of 1 rows were here, and are deleted" in run("import", "--deleted", "gone.csv").stderr
    assert "acled: 1 rows deleted" in run("import", "--remove", "acled").stderr
    assert "nothing was imported yet" in run("import").stderr
    assert "whole" in run("doctor").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("import", "none.csv"), 2, "none.csv does not exist"),
        (("import", "acled.table", "--format", "ucdp"), 2, "--format says ucdp"),
        (("import", "--deleted"), 2, "--deleted needs a file"),
        (("import", "--all"), 2, "--all is for --relink"),
        (("import", "acled.table", "--remove", "acled"), 2, "--remove stands alone"),
        (("compare", "none"), 3, "nothing was imported under the name none. `faleme import FILE` brings one."),
        (("compare", "none", "--only", "mine"), 2, "--only mine: write both, ambiguous, theirs, ours"),
        (("compare", "none", "--since", "spring"), 2, "since spring"),
    ],
)
def test_asked_wrongly(news: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    assert said in run(*arguments, code=code).stderr


def test_corrections_are_brought_elsewhere(news: Path) -> None:
    (news / "c.jsonl").write_text('{"judgement": "D1"}\n')
    assert "faleme corrections --restore" in run("import", "c.jsonl", code=2).stderr


def test_python(news: Path) -> None:
    run("import", "acled.table")
    with faleme.open_store("news.db") as store:
        table = store.external("acled", countries="MLI").to_dicts()
        assert [(row["row_id"], row["standing"]) for row in table] == [("MLI1", "linked"), ("MLI2", "alone")]
        assert list(table[0]) == [column.name for column in rows.EXTERNAL]
        compared = store.compare("acled").to_dicts()
        assert [(row["kind"], row["event_id"]) for row in compared] == [
            ("both", "E1"),
            ("theirs", None),
            ("ours", "E2"),
        ]
        assert list(compared[0]) == [column.name for column in rows.COMPARED]
        assert [row["kind"] for row in store.compare("acled", until="2021-03-05").to_dicts()] == ["both"]


def test_in_postgresql(server: Server, tmp_path: Path) -> None:
    address = server.fresh()
    store = open_postgres(address)
    record, capture = page("a.txt", TEXT, TOLD, published="2021-03-07", outlet="malijet")
    keep(store, record, capture, "E1", "E2")
    store.close()
    told = run("import", str(file_of(tmp_path, "acled", ACLED, LATER)), "--store", address).stderr
    assert "1 linked to events here" in told
    summary = json.loads(run("compare", "acled", "--json", "--store", address).stdout.splitlines()[-1])
    assert (summary["both"], summary["theirs"], summary["ours"]) == (1, 1, 1)
    assert "2 rows weighed anew, 1 linked" in run("import", "--relink", "--all", "--store", address).stderr
    assert "whole" in run("doctor", "--store", address).stdout
    assert "2 rows deleted" in run("import", "--remove", "acled", "--store", address).stderr


def test_all_columns_are_documented() -> None:
    page = (REPO / "docs" / "how-to" / "python.md").read_text(encoding="utf-8")
    for column in (*rows.EXTERNAL, *rows.COMPARED):
        assert f"| `{column.name}` | {column.kind} | {column.meaning} |" in page
