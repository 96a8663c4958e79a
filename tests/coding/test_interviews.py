"""Interviews: who answers is the speaker, and what "we" and "you" stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.pipeline import Kit, process_article
from faleme.records import Record
from tests.builders import article_of
from tests.conftest import record_of

INTRODUCTION = """"We are tired of war"

Tamale, 10 May 2025 - Kofi Banda leads the Volta Front, a rebel group of northern Ghana. He spoke to us by telephone.
"""
BY_LETTERS = f"""{INTRODUCTION}
Q: The army says that you attacked a bridge in March. Is that true?

A: No. Soldiers burned the village of Daboya and killed nine farmers. He was angry.

Q: Will you go to the talks?

A: We freed two prisoners on Monday.

The government rejected the remarks. Rebels killed a nurse in Damongo.
"""
BY_NAMES = BY_LETTERS.replace("Q:", "Savanna News:").replace("A:", "Banda:")
BY_QUESTIONS = BY_LETTERS.replace("Q: ", "").replace("A: ", "")


def record(text: str, folder: Path, kit: Kit) -> Record:
    page = folder / "page.txt"
    page.write_text(text, encoding="utf-8")
    return record_of(page, kit)


@pytest.mark.parametrize("text", [BY_LETTERS, BY_NAMES, BY_QUESTIONS], ids=["letters", "names", "no labels"])
def test_who_answers_says_so(text: str, tmp_path: Path, kit: Kit) -> None:
    page = record(text, tmp_path, kit)
    told = {
        page.article.text[report.evidence[0].anchor.start : report.evidence[0].anchor.end]: report
        for report in page.reports
    }
    assert [one.name for one in told["burned"].speaker] == ["Kofi Banda"]
    assert [one.name for one in told["freed"].speaker] == ["Kofi Banda"]
    assert [one.name for one in told["freed"].actor] == ["Volta Front"]
    assert [one.name for one in told["attacked"].speaker] == ["The army"]
    assert [one.name for one in told["attacked"].actor] == ["Volta Front"]
    after = page.article.text.index("The government rejected")
    assert not [one for report in page.reports if report.evidence[0].anchor.start > after for one in report.speaker]


NO_INTERVIEW = """Five questions about the war in the north

Tamale, 10 May 2025 - Kofi Banda leads the Volta Front, a rebel group of northern Ghana.

What happened?

Soldiers burned the village of Daboya and killed nine farmers.

Who are the rebels?

They freed two prisoners on Monday.
"""


def test_an_explainer_is_no_interview(kit: Kit) -> None:
    page = process_article(article_of(NO_INTERVIEW), kit)
    assert page.reports
    assert not any(report.speaker for report in page.reports)
