"""`faleme actors`: what is listed, shown, merged, split and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faleme.ids import EventId
from faleme.link.cluster import summarise
from faleme.records import Link
from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.store.pages import Told, page

RAID = "Ansaroul Islam attacked 3 traders near Gao, Moussa Keita said."
SECOND = "Ansaroul Islam attacked a post near Gao, Moussa Keïta said, and Awa Keita agreed."
OWN = """
[[actor]]
id = "own:salt-road-front"
name = "Salt Road Front"
kind = "armed_group"
country = "MLI"
sectors = ["REB"]
"""


@pytest.fixture(autouse=True)
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FALEME_ACTORS", raising=False)
    Path("faleme.toml").write_text('store = "news.db"\nactors = "own.toml"\n', encoding="utf-8")
    Path("own.toml").write_text(OWN, encoding="utf-8")
    store = open_sqlite(Path("news.db"))
    for key, text, name, more in (("a", RAID, "Moussa Keita", []), ("b", SECOND, "Moussa Keïta", ["Awa Keita"])):
        told = Told(
            clause=text,
            anchor="attacked",
            actor=[("Ansaroul Islam", "MLI", "own:other")],
            speaker=[(each, "MLI") for each in (name, *more)],
        )
        record, capture = page(key, text, [told], published="2024-03-05")
        (report,) = record.reports
        link = Link(report_id=report.report_id, event_id=EventId("E" + report.report_id[1:]), score=1.0)
        store.save(record, capture=capture, links=[link])
        store.put_event(summarise(link.event_id, store.reports_in(link.event_id), [link], []))
    store.close()


def listed(*more: str) -> dict[str, int]:
    rows = [
        json.loads(line) for line in run("actors", "list", "--store", "news.db", "--json", *more).stdout.splitlines()
    ]
    return {row["name"]: row["reports"] for row in rows}


def exported() -> str:
    return run("export", "--format", "reports").stdout + run("show", "--json").stdout


def test_the_registry_lists_own_actors() -> None:
    assert "own:salt-road-front" in run("actors", "list", "--name", "salt road").stdout
    assert run("actors", "list", "--name", "no such name at all").stdout == ""


def test_a_store_lists_one_person_where_there_is_evidence() -> None:
    assert listed() == {"Ansaroul Islam": 2, "Moussa Keita": 2, "Awa Keita": 1}
    assert listed("--name", "keita") == {"Moussa Keita": 2, "Awa Keita": 1}


def test_show_names_reports_and_chooses_nobody_of_several() -> None:
    view = json.loads(run("actors", "show", "Moussa Keita", "--store", "news.db", "--json").stdout)
    assert len(view["reports"]) == 2
    assert "Salt Road Front" in run("actors", "show", "own:salt-road-front").stdout
    run("actors", "show", "nobody of this name", code=2)


def test_merge_split_and_undo_leave_nothing_behind() -> None:
    before = exported()
    run("actors", "merge", "own:salt-road-front", "own:other", "--why", "its statement", "--by", "A. Editor")
    merged = exported()
    assert "Salt Road Front" in merged
    assert "Salt Road Front" not in before
    run("actors", "split", "own:salt-road-front", "--name", "Ansaroul Islam", "--why", "two after all", "--by", "B")
    rows = [json.loads(line) for line in run("actors", "decisions", "--json").stdout.splitlines()]
    assert [row["kind"] for row in rows] == ["merge", "split"]
    report = json.loads(merged.splitlines()[0])["report_id"]
    assert f"by decision {rows[0]['decision']}" in run("explain", report).stdout
    run("actors", "undo", rows[1]["decision"], "--why", "no")
    assert exported() == merged
    run("actors", "undo", rows[0]["decision"], "--why", "no")
    assert exported() == before
    run("actors", "undo", rows[0]["decision"], "--why", "again", code=2)
    assert "undone by" in run("actors", "decisions").stdout


def test_two_people_are_joined_by_decision_only() -> None:
    run("actors", "merge", "Moussa Keita", "Awa Keita", "--why", "a pen name")
    assert listed() == {"Ansaroul Islam": 2, "Moussa Keita": 2}


def test_what_is_plainly_different_is_refused() -> None:
    said = run("actors", "merge", "gov:SEN", "own:salt-road-front", "--why", "no", code=2).stderr
    assert "plainly different" in said
    run("actors", "merge", "gov:SEN", "own:salt-road-front", "--why", "a drill", "--force")


def test_a_list_goes_on() -> None:
    assert list(listed("--limit", "1")) == ["Moussa Keita"]
    assert list(listed("--limit", "1", "--offset", "1")) == ["Ansaroul Islam"]
    assert "--offset 1 shows the next" in run("actors", "list", "--store", "news.db", "--limit", "1").stderr


def test_the_line_of_a_group_is_a_tree() -> None:
    text = run("actors", "show", "group:jnim").stdout
    for line in (
        "  ├─ under",
        "  │  └─ Al-Qaeda in the Islamic Maghreb",
        "  │     └─ Al-Qaeda",
        "  ├─ came from",
        "  │  ├─ Ansar Dine (merged from, 2017-03-02)",
        "  ├─ holds",
        "  │  ├─ Katiba Gourma",
    ):
        assert line in text.splitlines()
    # The other side of a tie: only the group that was renamed tells it in the registry.
    assert "renamed" in run("actors", "show", "Islamic State Sahel Province").stdout


def test_offices_stand_by_date() -> None:
    lines = run("actors", "show", "Olaf Scholz").stdout.splitlines()
    terms = [line.split()[0] for line in lines if line.startswith("  2")]
    assert terms == sorted(terms, reverse=True)
    assert terms


def test_offices_are_those_of_the_day() -> None:
    president = run("actors", "show", "Ibrahim Traoré", "--on", "2023-01-01").stdout
    assert "since 2022-09-30, no end known  Transitional President, BFA" in president
    before = run("actors", "show", "Ibrahim Traoré", "--on", "2021-01-01").stdout
    assert "GOV" not in before
    assert "President" not in before


def test_check_tells_faults() -> None:
    assert "1 new" in run("actors", "check", "own.toml").stdout
    Path("own.toml").write_text('[[actor]]\nid = "own:x"\n', encoding="utf-8")
    assert "2 faults" in run("actors", "check", "own.toml", code=2).stderr
