"""Versions of an article, each with what it changed, for terminal and JSON."""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import Any

from faleme.dedup.versions import Difference, ParagraphChange, difference
from faleme.ids import ArticleId
from faleme.records import Article
from faleme.store.base import Store

_WIDTH = 100
_MARKS = {"added": "+", "removed": "-", "changed": "~"}


def versions_view(article_id: ArticleId, store: Store) -> list[dict[str, Any]]:
    """One object a version, oldest first; ``changed`` is null in the first, and has empty lists where not a word is."""
    versions = store.versions(article_id)
    made = [_view(number, article, None) for number, article in versions[:1]]
    for (_, old), (number, new) in pairwise(versions):
        made.append(_view(number, new, difference(old, new)))
    return made


def versions_text(versions: list[dict[str, Any]]) -> str:
    """The same for people: added paragraphs behind +, removed ones behind -, in changed ones [old -> new]."""
    lines = []
    for version in versions:
        changed = version["changed"]
        when = version["modified"] or version["published"] or "no date"
        lines.append(f"version {version['version']}, {when}, {version['words']} words")
        if changed is None:
            continue
        if changed["title"]:
            lines += _wrapped("~", f"title: [{changed['title']['old']} -> {changed['title']['new']}]")
        for paragraph in changed["paragraphs"]:
            lines += _wrapped(_MARKS[paragraph["kind"]], _told(paragraph))
        if not changed["title"] and not changed["paragraphs"]:
            lines.append("  not a word changed: it was coded anew")
    return "\n".join(lines)


def _view(number: int, article: Article, changed: Difference | None) -> dict[str, Any]:
    return {
        "version": number,
        "published": None if article.published is None else str(article.published.when),
        "modified": None if article.modified is None else str(article.modified),
        "title": article.title,
        "words": len(article.text.split()),
        "changed": None if changed is None else _changed(changed),
    }


def _changed(changed: Difference) -> dict[str, Any]:
    title = changed.title
    return {
        "title": None if title is None else {"old": title.old, "new": title.new},
        "paragraphs": [_paragraph(paragraph) for paragraph in changed.paragraphs],
    }


def _paragraph(paragraph: ParagraphChange) -> dict[str, Any]:
    return {
        "kind": paragraph.kind,
        "old": paragraph.old,
        "new": paragraph.new,
        "words": [{"old": change.old, "new": change.new} for change in paragraph.words],
    }


def _told(paragraph: dict[str, Any]) -> str:
    if paragraph["kind"] != "changed":
        return str(paragraph["new"] or paragraph["old"])
    told = [f"[{change['old'] or '…'} -> {change['new'] or '…'}]" for change in paragraph["words"]]
    opening = " ".join(paragraph["new"].split()[:6])
    return f"{opening} …: {' '.join(told)}"


def _wrapped(mark: str, text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=f"  {mark} ", subsequent_indent="    ") or [f"  {mark}"]
