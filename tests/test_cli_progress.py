"""What moves on a terminal, and what is plain elsewhere; strangers' words move nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from faleme.cli_progress import Doing
from faleme.records import Reason, Rejection
from faleme.store.sqlite import open_sqlite
from tests.command import run


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    with Doing() as doing:
        doing.at("3 pages  a\x1b[2Jb.txt", done=3, total=9)
        doing.say("a round [of] counts")
    return stream.getvalue()


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    shown = told(Terminal(), monkeypatch)
    assert "3 pages  a [2Jb.txt" in shown
    assert "a round [of] counts\n" in shown


@pytest.mark.parametrize(("stream", "term"), [(io.StringIO(), "xterm"), (Terminal(), "dumb")], ids=["file", "dumb"])
def test_plain_lines_elsewhere(stream: io.StringIO, term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    assert told(stream, monkeypatch) == "a round [of] counts\n"


def test_refusals_colour_no_terminal(tmp_path: Path) -> None:
    opened = open_sqlite(tmp_path / "news.db")
    opened.reject(Rejection(stage="read", subject="https://a.example/\x1b[31m", reason=Reason.NO_TEXT, detail="\x07"))
    opened.close()
    shown = run("show", "rejections", "--store", str(tmp_path / "news.db")).stdout
    assert shown.rstrip("\n").isprintable()
    assert "no_text" in shown
