"""`faleme read` on what should not be there: a clear error or a Rejection, the right exit code, a whole store."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from faleme.errors import StoreError
from faleme.store.sqlite import open_sqlite
from tests.conftest import REPO

STORY = (
    "Police in Ségou arrested François Traoré and three other members of the opposition on Friday after a march for "
    "free elections.\n"
    "The governor banned all gatherings until Sunday, his spokesman said in a statement that was read on the radio.\n"
    "Thousands of people had marched through the town and demanded the release of a journalist held since March.\n"
)
MOJIBAKE = STORY.encode("utf-8").decode("cp1252").encode("utf-8")

FILES = [
    # what,              name,        content,                                        stored, reason
    ("good page",        "good.txt",  STORY.encode("utf-8"),                          True,   None),
    ("empty",            "empty.txt", b"",                                            False,  "no_text"),
    ("blank",            "blank.txt", b" \n\n\t\n",                                   False,  "no_text"),
    ("binary",           "image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,  False,  "not_prose"),
    ("50 MB of text",    "large.txt", STORY.encode("utf-8") * 115_000,                False,  "too_large"),
    ("Latin-1",          "latin.txt", STORY.encode("latin-1"),                        True,   None),
    ("mojibake",         "moji.txt",  MOJIBAKE,                                       True,   None),
    ("NUL bytes",        "nul.txt",   STORY.replace("free", "fr\0ee").encode(),       True,   None),
    ("UTF-16 with BOM",  "utf16.txt", STORY.encode("utf-16"),                         True,   None),
    ("broken UTF-8",     "cut.txt",   STORY.encode("utf-8") + b"\xc3",                True,   None),
    ("bad JSON line",    "bad.jsonl", b'{"id": "1", "text": \n',                      False,  "bad_record"),
    ("line without text", "no.jsonl", b'{"id": "1", "title": "x"}\n',                 False,  "bad_record"),
]  # fmt: skip


def read(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `faleme read`."""
    from faleme import cli

    result = CliRunner().invoke(cli.app, ["read", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(("what", "name", "content", "stored", "reason"), FILES, ids=[row[0] for row in FILES])
def test_file(what: str, name: str, content: bytes, stored: bool, reason: str | None, tmp_path: Path) -> None:
    page, path = tmp_path / name, tmp_path / "news.db"
    page.write_bytes(content)
    code, _, _ = read(str(page), "--store", str(path))
    assert code == 0
    store = open_sqlite(path, create=False)
    tally = store.tally()
    assert tally.articles == int(stored)
    assert dict(tally.rejections) == ({} if reason is None else {reason: 1})
    assert store.check() == []
    store.close()


@pytest.mark.parametrize("name", ["latin.txt", "moji.txt", "nul.txt", "utf16.txt", "cut.txt"])
def test_names_survive_their_encoding(name: str, tmp_path: Path) -> None:
    content = next(content for _, file, content, _, _ in FILES if file == name)
    (tmp_path / name).write_bytes(content)
    read(str(tmp_path / name), "--store", str(tmp_path / "news.db"))
    store = open_sqlite(tmp_path / "news.db", create=False)
    (article_id,) = store.iter_articles()
    article = store.article(article_id)
    store.close()
    assert article is not None
    assert "François Traoré" in article.text
    assert "Ségou" in article.text
    assert "\0" not in article.text


def test_missing_file_is_asked_wrongly(tmp_path: Path) -> None:
    code, out, err = read(str(tmp_path / "none.txt"), "--store", str(tmp_path / "news.db"))
    assert code == 2
    assert "none.txt" in err
    assert "does not exist" in " ".join(err.split())
    assert out == ""


def test_foreign_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    page, path = tmp_path / "page.txt", tmp_path / "news.db"
    page.write_text(STORY, encoding="utf-8")
    path.write_text("these are my notes, not a store\n" * 100, encoding="utf-8")
    before = path.read_bytes()
    code, _, err = read(str(page), "--store", str(path))
    assert code == 3
    assert err
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_interrupt_loses_no_stored_page(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a corpus: the store is whole, what was stored stays, a rerun does the rest."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(40):
        text = STORY.replace("Ségou", f"Ségou {number}").replace("three", str(number + 2))
        (pages / f"page{number:02d}.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "news.db"
    command = [sys.executable, "-c", "from faleme.cli import main; main()", "read", str(pages), "--store", str(path)]
    child = subprocess.Popen(command, cwd=REPO, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stored = 0
    deadline = time.monotonic() + 120
    while stored < 3 and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
        with suppress(StoreError):  # not there yet, or being made
            store = open_sqlite(path, create=False)
            stored = store.tally().articles
            store.close()
    child.send_signal(signal.SIGINT)
    child.wait(timeout=60)
    store = open_sqlite(path, create=False)
    kept = store.tally().articles
    assert store.check() == []
    store.close()
    assert kept >= stored >= 3
    assert read(str(pages), "--store", str(path))[0] == 0
    store = open_sqlite(path, create=False)
    assert store.tally().articles == 40
    store.close()
