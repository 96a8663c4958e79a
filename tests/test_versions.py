"""What changed between two versions of an article."""

from __future__ import annotations

import pytest

from faleme.dedup.versions import difference
from faleme.ids import ArticleId, CaptureId
from faleme.records import Article, Block, BlockKind
from faleme.spans import OffsetMap, Span

ONE = "Armed men stopped a bus near Kayes on Sunday, a local official said."
TWO = "The army sent soldiers to the town and closed the road to the north."
THREE = "Two traders who had been taken were set free the next day."


def article(*paragraphs: str, title: str = "Bus stopped near Kayes") -> Article:
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(kind=BlockKind.BODY, span=Span(at, at + len(paragraph))))
        at += len(paragraph) + 1
    text = "\n".join(paragraphs)
    return Article(
        article_id=ArticleId("A"),
        capture_id=CaptureId("C"),
        key="k",
        text=text,
        blocks=tuple(blocks),
        offsets=OffsetMap.identity(len(text)),
        title=title,
    )


CASES = [
    (article(ONE, TWO, THREE), [], "nothing"),
    (article(ONE, TWO + " ", THREE), [], "a blank"),
    (article(ONE, THREE), [("removed", TWO, None)], "a paragraph less"),
    (article(ONE, TWO, THREE, "It rained."), [("added", None, "It rained.")], "a paragraph more"),
    (
        article(ONE, TWO.replace("closed", "opened"), THREE),
        [("changed", TWO, TWO.replace("closed", "opened"))],
        "a word",
    ),
    (
        article("Another text altogether, of other things.", TWO, THREE),
        [("removed", ONE, None), ("added", None, "Another text altogether, of other things.")],
        "a paragraph for another",
    ),
    (article(TWO, ONE, THREE), [("removed", ONE, None), ("added", None, ONE)], "moved"),
]


@pytest.mark.parametrize(("new", "wanted", "why"), CASES, ids=[why for *_, why in CASES])
def test_paragraphs(new: Article, wanted: list[tuple[str, str | None, str | None]], why: str) -> None:
    found = difference(article(ONE, TWO, THREE), new)
    made = {(one.kind, one.old, one.new) for one in found.paragraphs}
    if why == "moved":
        assert {kind for kind, *_ in made} == {"removed", "added"}
    else:
        assert made == set(wanted)
    assert found.empty == (not wanted)


def test_words_of_a_changed_paragraph() -> None:
    new = ONE.replace("stopped", "halted").replace("a local official", "the mayor")
    (changed,) = difference(article(ONE), article(new)).paragraphs
    assert [(word.old, word.new) for word in changed.words] == [
        ("stopped", "halted"),
        ("a local official", "the mayor"),
    ]


def test_a_title() -> None:
    found = difference(article(ONE), article(ONE, title="Bus stopped, two taken"))
    assert found.title is not None
    assert (found.title.old, found.title.new) == ("Bus stopped near Kayes", "Bus stopped, two taken")
    assert not found.empty


def test_a_hostile_page_ends() -> None:
    old = article(*(f"word{at} " * 30 for at in range(400)))
    new = article(*(f"word{at + 1} other" * 30 for at in range(400)), "a " * 50_000)
    assert difference(old, new).paragraphs
