"""Dates that cannot be, titles full of markup, control characters, marks of writing direction, a page in Arabic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.clean.extract import extract_article
from faleme.clean.normalise import decoded_text
from faleme.dates import PartialDate
from faleme.records import Article, Reason, Rejection
from faleme.reference.outlets import load_boilerplate, load_outlets
from tests.clean.builders import saved_page

ARABIC = [
    "أغلق مئات المزارعين يوم الثلاثاء الطريق الرئيسي عند مخرج المدينة احتجاجا على ارتفاع أسعار البذور، وفق شهود عيان.",
    "ووضع المحتجون العربات في عرض الطريق قبل الفجر ولم يسمحوا بالمرور إلا لسيارات الإسعاف، حسب ما قال أحد السائقين.",
    "وقال المزارع عمر ساني إنهم لا يستطيعون أن يزرعوا بهذا السعر، وإنهم سيعودون إلى الطريق يوم الخميس.",
    "ووعد مسؤول محلي بعقد محادثات مع نقابة التجار هذا الأسبوع، ودعا السكان إلى الهدوء.",
]
ENGLISH = [
    "Police in Kayes arrested two reporters on Monday after they filmed a march by teachers, their union said.",
    "They were held for six hours at the headquarters of the gendarmerie before a judge ordered their release.",
    "The ministry of security did not say who had given the order, and the office of the governor was silent.",
]


def cleaned(source: str, **how: str) -> Article | Rejection:
    return extract_article(
        saved_page(source, charset=how.get("charset", "utf-8"), fetched_at="2025-06-01T00:00:00Z"),
        outlets=load_outlets(),
        boilerplate=load_boilerplate(),
    )


def article(source: str, **how: str) -> Article:
    found = cleaned(source, **how)
    assert isinstance(found, Article), found
    return found


def page(lines: list[str], *, title: str = "Two reporters held in Kayes", head: str = "", lang: str = "en") -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


@pytest.mark.parametrize("charset", ["utf-8", "cp1256"])
def test_arabic(charset: str) -> None:
    head = '<meta property="article:published_time" content="2025-03-04"><p>نشر في 4 مارس 2025</p>'
    source = page(ARABIC, title="مزارعون يغلقون الطريق", head=head, lang="ar")
    found = article(source, charset=charset)
    assert all(line in found.text for line in ARABIC)
    assert (found.lang, found.title) == ("ar", "مزارعون يغلقون الطريق")
    assert found.published is not None
    assert (str(found.published.when), found.published.sure) == ("2025-03-04", True)


def test_marks_of_direction_stay_and_lead_back() -> None:
    marked = [f"\u200f{line}\u200f" for line in ARABIC]
    source = page(marked, title="مزارعون يغلقون الطريق", lang="ar")
    found = article(source)
    text = decoded_text(saved_page(source))
    assert all(
        found.text[run.here : run.here + run.length] == text[run.there : run.there + run.length]
        for run in found.offsets.runs
    )
    assert "المزارعين" in found.text


DATES = [
    ("2031-01-01", None, True),
    ("1923-05-05", None, True),
    ("2025-06-02T01:00:00+14:00", "2025-06-02", False),
    ("2025-06-05", None, True),
    ("2025-02-30", "2025-02", False),
    ("0000-00-00", None, False),
    ("yesterday", None, False),
    ("2025-13-41T99:99", None, False),
]


@pytest.mark.parametrize(("stamp", "wanted", "noted"), DATES, ids=[row[0] for row in DATES])
def test_dates_that_cannot_be(stamp: str, wanted: str | None, noted: bool) -> None:
    found = article(page(ENGLISH, head=f'<meta property="article:published_time" content="{stamp}">'))
    assert (str(found.published.when) if found.published else None) == wanted
    assert any("date dropped" in note for note in found.cleaning_notes) == noted


@pytest.mark.parametrize(("day", "wanted"), [("2199-03-04", None), ("1970-01-01", None), ("2025-03-04", "2025-03-04")])
def test_a_day_that_a_feed_says_must_be_one_that_can_be(day: str, wanted: str | None) -> None:
    capture = replace(saved_page(page(ENGLISH), fetched_at="2025-06-01T00:00:00Z"), published=PartialDate.parse(day))
    found = extract_article(capture, outlets=load_outlets(), boilerplate=load_boilerplate())
    assert isinstance(found, Article)
    assert (str(found.published.when) if found.published else None) == wanted
    assert any("date dropped" in note for note in found.cleaning_notes) == (wanted is None)


def test_modified_is_apart() -> None:
    head = (
        '<meta property="article:published_time" content="2025-03-04T10:00:00Z">'
        '<meta property="article:modified_time" content="2025-03-09T10:00:00Z">'
    )
    found = article(page([*ENGLISH, "Published 4 March 2025"], head=head))
    assert found.published is not None
    assert (str(found.published.when), str(found.modified)) == ("2025-03-04", "2025-03-09")


TITLES = [
    ("T &amp;amp; <b>x</b> in Kidal town", "T & x in Kidal town"),
    ("Two <i>reporters</i> held&nbsp;in&#160;Kayes", "Two reporters held in Kayes"),
    ("Held\0 in\x07 Kayes\x1b today", "Held in Kayes today"),
    ("  Two\n\t reporters   held ", "Two reporters held"),
    ("FranÃ§ois held in Kayes", "François held in Kayes"),
]


@pytest.mark.parametrize(("raw", "wanted"), TITLES, ids=[row[1] for row in TITLES])
def test_titles(raw: str, wanted: str) -> None:
    assert article(page(ENGLISH, title=raw)).title == wanted


def test_control_characters() -> None:
    found = article(page([line.replace(" ", " \0\x02", 2) for line in ENGLISH]))
    assert not any(ord(letter) < 32 and letter != "\n" for letter in found.text)
    assert "NUL characters removed" in found.cleaning_notes


def test_nested_tags() -> None:
    found = cleaned("<div>" * 3000 + ENGLISH[0] + "</div>" * 3000)
    assert isinstance(found, Rejection)
    assert found.reason is Reason.UNREADABLE


@pytest.mark.parametrize(
    ("credit", "origin"),
    [
        ("(AFP)", "AFP"),
        ("(Reporting by Jane Doe; Editing by John Roe; Reuters)", "Reuters"),
        ("Source : Sahel Matin", "Sahel Matin"),
    ],
)
def test_credit_stands_apart_from_the_outlet(credit: str, origin: str) -> None:
    head = '<meta property="og:site_name" content="Kayes Post">'
    found = article(page([*ENGLISH, credit], head=head))
    assert (found.outlet, found.origin) == ("Kayes Post", origin)
    assert credit not in found.text
