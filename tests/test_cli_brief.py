"""`faleme brief`: text, Markdown, HTML, PDF; views; what was withdrawn."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from faleme.store.judged import JudgedStore, open_judged
from faleme.store.teams import View
from tests.command import run

DAYS = ("--since", "2025-01-01", "--until", "2026-12-31")


@pytest.fixture
def news(example_store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(example_store, tmp_path / "news.db"))


def opened(news: Path) -> JudgedStore:
    return open_judged(news)


def brief(news: Path, *arguments: str, code: int = 0) -> str:
    result = run("brief", "--store", str(news), *DAYS, *arguments, code=code)
    return result.stdout or result.output


def test_every_line_has_its_sources(news: Path) -> None:
    made = json.loads(brief(news, "--json"))
    text = " ".join(brief(news).split())
    for item in made["new"]:
        assert item["line"]["event_id"] in text
        assert item["sources"]
        for source in item["sources"]:
            assert (source["title"] or source["outlet"]) in text or source["title"].split()[0] in text
    assert "OVERDUE PROMISES" in text
    assert "no report found that it was kept" in text


def test_markdown_and_html_link_and_escape(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FALEME_DESK_ADDRESS", "https://desk.example")
    made = json.loads(brief(news, "--json"))["new"][0]["line"]["event_id"]
    markdown = brief(news, "--format", "markdown")
    assert markdown.startswith("# ")
    assert f"(https://desk.example/events/{made})" in markdown
    html = brief(news, "--format", "html")
    assert html.startswith("<!doctype html>")
    assert f'href="https://desk.example/events/{made}"' in html
    assert "<script" not in html


def test_pdf_has_pages_with_the_words(news: Path, tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    from pypdf import PdfReader

    brief(news, "--format", "pdf", code=2)
    out = tmp_path / "brief.pdf"
    brief(news, "--format", "pdf", "--out", str(out), "--lines", "5")
    reader = PdfReader(io.BytesIO(out.read_bytes()))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert "happenings" in words
    width, height = reader.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (595, 842), "A4"
    assert json.loads(brief(news, "--json"))["new"][0]["line"]["event_id"] in words.replace("\n", "")


def test_a_saved_view_by_name_and_by_id(news: Path) -> None:
    store = opened(news)
    store.team.put_view(
        View(id="V1", owner="local", name="Mali roads", query="country=MLI", shared=False, made_at="2026-01-01")
    )
    store.close()
    by_query = json.loads(brief(news, "--json", "--view", "country=MLI"))
    assert json.loads(brief(news, "--json", "--view", "Mali roads"))["new"] == by_query["new"]
    assert json.loads(brief(news, "--json", "--view", "V1"))["new"] == by_query["new"]
    assert all(item["line"]["country"] == "MLI" for item in by_query["new"])
    assert "Mali roads" in brief(news, "--view", "Mali roads").splitlines()[0]
    assert "Mali roads" in brief(news, "--view", "Niger roads", code=2), "the names that there are"


def test_what_was_withdrawn_says_so(news: Path) -> None:
    made = json.loads(brief(news, "--json"))
    item = next(one for one in made["new"] if all(source["url"] for source in one["sources"]))
    store = opened(news)
    for source in item["sources"]:
        store.withdraw(source["url"])
    store.close()
    for form in ("text", "markdown", "html"):
        text = " ".join(brief(news, "--format", form).split())
        assert "withdrawn by the outlet, found gone" in text
        assert "all its sources were withdrawn" in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "soon"),
        ("--format", "docx"),
        ("--view", "type=WAR"),
        ("--since", "2027-01-01"),
        ("--view", "nosuch"),
    ],
)
def test_what_cannot_be(news: Path, arguments: tuple[str, ...]) -> None:
    run("brief", "--store", str(news), *DAYS, *arguments, code=2)


def test_nothing_new_says_so(news: Path) -> None:
    result = run("brief", "--store", str(news), "--since", "2020-01-01", "--until", "2020-01-07")
    assert "No happening from 1–7 Jan 2020" in result.stdout
