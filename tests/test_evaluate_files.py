"""Files of `faleme evaluate`: what is written, and what is said of a folder that does not fit."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path

import pytest

from faleme.errors import FalemeError, ReadError, SettingsError
from faleme.evaluate.gold import evaluate


def test_predictions_are_whole_files_that_others_may_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "es_cameo.dev.jsonl").write_text('{"id": "1", "text": "Hubo una marcha."}\n', encoding="utf-8")
    (tmp_path / "mystery.dev.jsonl").write_text("{}\n", encoding="utf-8")
    out = tmp_path / "out"
    with caplog.at_level(logging.WARNING):
        (result,) = evaluate(tmp_path, out, jobs=1)
    assert json.loads(result.path.read_text(encoding="utf-8")) == {"id": "1", "events": []}
    assert stat.S_IMODE(result.path.stat().st_mode) & 0o400
    assert result.path.stat().st_mode == (tmp_path / "es_cameo.dev.jsonl").stat().st_mode
    assert list(out.iterdir()) == [result.path]
    assert "mystery" in caplog.text


WRONG = [
    # file name             content         sets          error          says
    ("es_cameo.jsonl", "{broken\n", (), ReadError, "line 1"),
    ("es_cameo.jsonl", "[]\n", (), ReadError, "with an id"),
    ("es_cameo.jsonl", "{}\n", ("nope",), SettingsError, "there are es_cameo"),
    ("mystery.jsonl", "{}\n", (), ReadError, "no set that faleme knows"),
]


@pytest.mark.parametrize(("name", "content", "sets", "error", "says"), WRONG, ids=[says for *_, says in WRONG])
def test_a_folder_that_does_not_fit(
    name: str, content: str, sets: tuple[str, ...], error: type[FalemeError], says: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(error, match=says):
        evaluate(tmp_path, tmp_path / "out", sets=sets, jobs=1)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="not a folder"):
        evaluate(tmp_path / "nowhere", tmp_path / "out")


def test_sets_of_dyads_take_a_place_for_its_country_and_leave_out_what_nobody_suffers(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": "Togo deployed hundreds of soldiers in Ghana on Monday.", "date": "2000-01-01"},
        {"id": "2", "text": "Togo held elections.", "date": "2000-01-01"},
    ]
    (tmp_path / "plover_gsr.dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (result,) = evaluate(tmp_path, tmp_path / "out", jobs=1)
    first, second = (json.loads(line) for line in result.path.read_text(encoding="utf-8").splitlines())
    (event,) = first["events"]
    assert [one["country"] for one in event["actor"]] == ["TGO"]
    assert [one["country"] for one in event["recipient"]] == ["GHA"]
    assert second["events"] == []
