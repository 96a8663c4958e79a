"""`faleme correct`, `corrections`, `review`, `show --history`: as a desk uses them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from faleme.store.judged import open_judged
from tests.command import run
from tests.run.test_correct import RAID, read


@pytest.fixture(autouse=True)
def ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    Path("faleme.toml").write_text('store = "news.db"\n', encoding="utf-8")
    store = open_judged(Path("news.db"), create=True)
    made = [read(store, "a"), read(store, "b"), read(store, "c", [RAID], published="2024-03-04")]
    store.close()
    return [str(each) for each in made]


def made_by(output: str) -> str:
    return output.split(maxsplit=1)[0]


def exported() -> str:
    return run("export", "--format", "reports").stdout + run("export").stdout + run("show", "--json").stdout


def test_a_desk_corrects_looks_and_takes_back(ids: list[str]) -> None:
    before = exported()
    said = run(
        "correct", ids[0][:6], "--set", "type=COERCE", "--set", "dead=12", "--why", "their count", "--who", "A"
    ).stdout
    assert "type=COERCE (machine: ASSAULT)" in said
    assert "dead=12 (machine: unknown)" in said
    shown = run("show", ids[0]).stdout
    assert "corrected type: COERCE (the machine has: ASSAULT)" in shown
    assert "corrected: type: COERCE" in run("explain", ids[0]).stdout
    assert "corrected type" in run("search", "ambushed").stdout
    assert "COERCE*" in run("show", "--type", "COERCE").stdout
    lines = [json.loads(line) for line in run("export", "--format", "reports").stdout.splitlines()]
    (line,) = [line for line in lines if "corrected" in line]
    assert (line["report_id"], line["judgements"][0]["who"]) == (ids[0], "A")
    assert run("correct", "--undo", made_by(said), "--why", "they took it back").stdout.endswith("took it back\n")
    assert exported() == before


def test_pairs_and_the_history_of_an_event(ids: list[str]) -> None:
    event = json.loads(run("show", ids[0], "--json").stdout)["event_id"]
    run("correct", "--different", ids[0], ids[1], "--why", "two patrols")
    history = run("show", event, "--history").stdout
    assert re.findall(r"  (minted|joined|parted|correction \w+)  ", history) == [
        "minted",
        "joined",
        "joined",
        "correction different",
        "parted",
    ]
    other = json.loads(run("show", ids[1], "--json").stdout)["event_id"]
    assert other != event
    run("correct", "--same", ids[0], ids[1], "--why", "one patrol after all")
    gone = run("show", other, code=1)
    assert f"{other} was replaced by {event}" in gone.stderr
    assert "replaced" in run("show", other, "--history").stdout
    assert json.loads(run("show", event, "--history", "--json").stdout.splitlines()[-1])["what"] == "replaces"
    assert f"replaces {other}" in run("show", event).stdout


def test_what_is_no_event_is_marked_and_in_no_event(ids: list[str]) -> None:
    run("correct", *ids, "--no-event", "--why", "an exercise")
    assert run("show").stderr == "the store holds no events yet\n"
    exported = run("export", "--format", "reports")
    assert all(json.loads(line)["no_event"] for line in exported.stdout.splitlines())
    assert run("export").stdout == ""
    assert "judged to be no event" in run("search", "ambushed").stdout


def test_corrections_are_listed_and_brought_over(ids: list[str]) -> None:
    assert run("corrections").stderr == "no corrections\n"
    run("correct", ids[0], "--set", "factuality=denied", "--why", "the army says so")
    run("correct", ids[1], "--accept", "--why", "seen")
    whole = run("export", "--format", "corrections").stdout
    Path("reports.jsonl").write_text(run("export", "--format", "reports").stdout, encoding="utf-8")
    open_judged(Path("new.db"), create=True).close()
    assert (
        run("corrections", "--restore", "-", "--store", "new.db", stdin=whole).stderr == "2 brought over, 0 were here\n"
    )
    assert (
        run("corrections", "--restore", "reports.jsonl", "--store", "new.db").stderr == "0 brought over, 2 were here\n"
    )
    listed = run("corrections", "--unapplied", "--store", "new.db").stdout
    assert listed.count("UNAPPLIED, its words are gone") == 2
    assert [json.loads(line)["status"] for line in run("corrections", "--json").stdout.splitlines()] == ["applied"] * 2
    wrong = run("corrections", "--restore", "-", stdin="{}", code=2).stderr
    assert "line 1 holds no correction" in wrong


WRONG = [
    # arguments after `correct`, {0} a report               exit   what the answer names
    (["{0}", "--why", "x"], 2, "say one of --set"),
    (["{0}", "--set", "type=ASSAULT", "--no-event", "--why", "x"], 2, "say one of --set"),
    (["{0}", "--no-event"], 2, "--why"),
    (["{0}", "--same", "--why", "x"], 2, "about two reports"),
    (["{0}", "{0}", "--same", "--why", "x"], 2, "one report: name two"),
    (["R000", "--no-event", "--why", "x"], 1, "begins with R000"),
    (["{0}", "--set", "type=ATTACK", "--why", "x"], 2, "no such event type"),
    (["{0}", "--set", "mode=arrest", "--why", "x"], 2, "ASSAULT has no mode arrest"),
    (["D000", "--undo", "--why", "x"], 2, "0 corrections begin so"),
]


@pytest.mark.parametrize(("arguments", "code", "named"), WRONG, ids=[named for _, _, named in WRONG])
def test_what_is_asked_wrongly_is_told_and_kept_out(
    arguments: list[str], code: int, named: str, ids: list[str]
) -> None:
    assert named in run("correct", *(each.format(ids[0]) for each in arguments), code=code).stderr
    assert run("corrections").stdout == ""


def test_review_is_a_list_where_nobody_types(ids: list[str]) -> None:
    said = run("review").stdout
    assert "why: " in said
    (item,) = map(json.loads, run("review", "--json").stdout.splitlines())
    assert set(item) >= {"worth", "reasons", "report_id", "sister", "event_id", "type"}
    run("correct", item["report_id"], "--accept", "--why", "seen")
    assert run("review").stderr == "nothing is open\n"
