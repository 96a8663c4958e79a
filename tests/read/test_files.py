"""Files, folders, corpora: what comes back for each, and what a bad one is refused for."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.errors import ReadError
from faleme.read import corpora, files, pages
from faleme.read.charset import charset_of
from faleme.read.files import captures_of
from faleme.records import Capture, Reason, Rejection

SENTENCE = "François Ngaté crossed the Falémé on Monday. "

FILES = [
    # name                content                                             what comes back
    ("plain.txt", SENTENCE.encode(), "utf-8"),
    ("bare", SENTENCE.encode(), "utf-8"),
    ("marked.txt", b"\xef\xbb\xbf" + SENTENCE.encode(), "utf-8-sig"),
    ("wide.txt", SENTENCE.encode("utf-16"), "utf-16"),
    ("latin.txt", SENTENCE.encode("latin-1"), "cp1252"),
    ("nul.txt", b"Police\0 arrested two reporters in Kayes.", "utf-8"),
    ("page.html", b'<meta charset="windows-1252"><p>Fran\xe7ois', "cp1252"),
    ("lying.html", '<meta charset="ascii"><p>François'.encode(), "cp1252"),
    ("zipped.txt.gz", gzip.compress(SENTENCE.encode()), "utf-8"),
    ("empty.txt", b"", Reason.NO_TEXT),
    ("blank.txt", b" \r\n\n", Reason.NO_TEXT),
    ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), Reason.NOT_PROSE),
    ("noise.txt", bytes(range(256)) * 20, Reason.NOT_PROSE),
    ("broken.txt.gz", b"not gzip at all", Reason.UNREADABLE),
    ("short.txt.gz", gzip.compress(SENTENCE.encode() * 50)[:40], Reason.UNREADABLE),
    ("huge.txt", b"x" * 5000, Reason.TOO_LARGE),
    ("bomb.txt.gz", gzip.compress(b"x" * 5000), Reason.TOO_LARGE),
    ("replaced.txt", "\ufffdabc\ufffd".encode() * 9, Reason.UNDECODABLE),
]


@pytest.mark.parametrize(("name", "content", "wanted"), FILES, ids=[name for name, *_ in FILES])
def test_one_file(name: str, content: bytes, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = 4999 if "x" * 9 in content[:9].decode("latin-1") or "bomb" in name else 10**6
    monkeypatch.setattr(files, "LIMIT_BYTES", limit)
    monkeypatch.setattr(pages, "LIMIT_BYTES", limit)
    path = tmp_path / name
    path.write_bytes(content)
    (found,) = captures_of(path)
    if isinstance(found, Rejection):
        assert found.reason == wanted
        assert found.subject == name
    else:
        assert (found.key, found.charset, found.text) == (name, wanted, None)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="does not exist"):
        captures_of(tmp_path / "nowhere.txt")


def test_a_folder_comes_sorted_without_hidden_files_and_links_out(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("not a page of the folder")
    folder = tmp_path / "pages"
    (folder / "more").mkdir(parents=True)
    for name in ("b.txt", "a.txt", ".hidden.txt", "more/c.txt"):
        (folder / name).write_text(f"Page {name}.")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "ring").symlink_to(folder)
    assert [found.key for found in captures_of(folder) if isinstance(found, Capture)] == ["a.txt", "b.txt", "c.txt"]


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(path, "w") as file:
            file.write(SENTENCE)
    except OSError:
        pytest.skip("this file system takes no such names")
    assert [found.key for found in captures_of(tmp_path) if isinstance(found, Capture)] == ["caf\\xe9.txt"]


def test_a_corpus_goes_on_after_a_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    lines = [
        '{"id": "one", "text": "Mali signed.", "url": "https://x.example/1", "title": "T",'
        ' "published": "2024-03-05T10:00Z", "outlet": "x.example", "lang": "en"}',
        "{not json",
        '{"text": "no id"}',
        '{"id": "no text"}',
        '{"id": "blank", "text": " "}',
        "[1, 2]",
        "",
        '{"id": 7, "text": "Chad signed.", "published": "9:27 AM ET", "title": ""}',
    ]
    path.write_text("\n".join(lines))
    found = list(captures_of(path))
    reasons = [(one.reason, one.subject) for one in found if isinstance(one, Rejection)]
    assert reasons == [
        (Reason.BAD_RECORD, "corpus.jsonl:2"),
        (Reason.BAD_RECORD, "corpus.jsonl:3"),
        (Reason.BAD_RECORD, "corpus.jsonl:4"),
        (Reason.NO_TEXT, "blank"),
        (Reason.BAD_RECORD, "corpus.jsonl:6"),
    ]
    first, last = (one for one in found if isinstance(one, Capture))
    assert (first.key, first.text, first.url, first.title) == ("one", "Mali signed.", "https://x.example/1", "T")
    assert (str(first.published), first.outlet, first.lang) == ("2024-03-05", "x.example", "en")
    assert (last.key, last.published, last.title) == ("7", None, None)


def test_a_line_over_the_limit_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "LIMIT_BYTES", 200)
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps({"id": "long", "text": "x" * 900}) + "\n" + json.dumps({"id": "short", "text": "Yes."}))
    refused, kept = captures_of(path)
    assert isinstance(refused, Rejection)
    assert refused.reason is Reason.TOO_LARGE
    assert isinstance(kept, Capture)
    assert kept.key == "short"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ('{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n', ["a", "b"]),
        ("Police arrested two reporters.\n", ["-"]),
    ],
    ids=["JSON lines", "one page"],
)
def test_standard_input(typed: str, wanted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(typed.encode()))))
    assert [found.key for found in captures_of(Path("-")) if isinstance(found, Capture)] == wanted


def test_the_same_file_twice_is_the_same_capture(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(SENTENCE)
    assert list(captures_of(path)) == list(captures_of(path))


@given(st.binary(max_size=300))
def test_every_charset_found_decodes(content: bytes) -> None:
    content.decode(charset_of(content), errors="replace")


@given(st.text(min_size=1, max_size=300))
def test_utf8_is_seen_as_such(text: str) -> None:
    if "<" not in text and not text.startswith("\ufeff") and "\0" not in text:
        assert text.encode("utf-8", "replace").decode(charset_of(text.encode("utf-8", "replace"))) is not None
