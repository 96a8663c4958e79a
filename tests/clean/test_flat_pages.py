"""Flat pages line by line: what each line is. The pages stand in ``pages/``; change a mark there to correct us.

Marks: T title, B body, L dateline (stands on the line above its paragraph), R repeated, D date, Y byline, C credit,
N noise; ".." opens a remark.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.clean.extract import extract_article
from faleme.clean.normalise import decoded_text
from faleme.read.files import capture_of_text
from faleme.records import Article, BlockKind
from faleme.reference.outlets import load_boilerplate, load_outlets
from tests.clean.builders import corpus_line

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
KINDS = {BlockKind.TITLE: "T", BlockKind.BODY: "B", BlockKind.DATELINE: "L"}


def marked(page: Path) -> list[tuple[str, str]]:
    """(mark, line) of a page."""
    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if not line.startswith("..")]
    return [(line[:1], line[2:]) for line in lines]


def page_of(lines: list[tuple[str, str]]) -> str:
    """The page without marks; a dateline stands at the head of its paragraph."""
    return "".join(line + (" " if mark == "L" else "\n") for mark, line in lines)


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
@pytest.mark.parametrize("corpus", [False, True], ids=["file", "corpus"])
def test_every_line(page: Path, corpus: bool) -> None:
    lines = marked(page)
    text = page_of(lines)
    capture = corpus_line(text) if corpus else capture_of_text(text, key=page.name)
    article = extract_article(capture, outlets=load_outlets(), boilerplate=load_boilerplate(), least_words=20)
    assert isinstance(article, Article), article
    kept = [(KINDS[block.kind], block.span.of(article.text)) for block in article.blocks]
    assert kept == [(mark, line) for mark, line in lines if mark in "TBL"]
    source = decoded_text(capture)
    assert [span.of(source) for span in article.repeats] == [line for mark, line in lines if mark == "R"]
    gone = "\n".join(dropped.source.of(source) for dropped in article.dropped)
    for mark, line in lines:
        if mark in "NDYC" and line:
            assert line in gone


BODY = "Armed men on motorcycles attacked the market of the town and killed two nurses, the mayor said. " * 3


@pytest.mark.parametrize(
    ("text", "when"),
    [
        (f"Niger: situation report (as of 11 May 2025)\n\n{BODY}", "2025-05-11"),
        (f"Two nurses killed in Diffa\n\nUpdated: 11 May 2025\n\n{BODY}", "2025-05-11"),
        (f"Two nurses killed in Diffa\n\n(Lomé, May 7, 2025) – {BODY}", "2025-05-07"),
        (f"Two nurses killed in Diffa\n\n{BODY}", None),
    ],
    ids=["as of", "updated", "in brackets", "none"],
)
def test_a_page_without_a_date_line(text: str, when: str | None) -> None:
    capture = capture_of_text(text, key="page.txt")
    article = extract_article(capture, outlets=load_outlets(), boilerplate=load_boilerplate(), least_words=20)
    assert isinstance(article, Article), article
    assert (None if article.published is None else str(article.published.when)) == when


def test_what_the_lines_tell() -> None:
    by_name = {page.stem: page for page in PAGES}
    portal = read(by_name["menu_and_teasers"])
    assert (portal.byline, str(portal.published.when if portal.published else None)) == ("Halima Soumana", "2025-03-14")
    assert portal.published is not None
    assert (portal.published.how, portal.published.sure) == ("visible", False)
    assert (portal.credit.name if portal.credit else None, portal.origin) == ("Zinder Matin", "Zinder Matin")
    agency = read(by_name["agency_twice"])
    assert (agency.origin, agency.credit.kind if agency.credit else None, agency.published) == ("AFP", "wire", None)
    assert read(by_name["desk_line"]).origin == "Reuters"
    assert read(by_name["question_and_answer"]).origin is None


def read(page: Path) -> Article:
    article = extract_article(
        capture_of_text(page_of(marked(page)), key=page.name), outlets=load_outlets(), boilerplate=load_boilerplate()
    )
    assert isinstance(article, Article), article
    return article
