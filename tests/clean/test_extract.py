"""Whole pages: what is refused and why, ids, offsets, mended text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.clean.extract import body_text, extract_article
from faleme.clean.normalise import decoded_text
from faleme.read.files import capture_of_text
from faleme.records import Article, BlockKind, Capture, Reason, Rejection
from faleme.reference.countries import load_countries
from faleme.reference.outlets import load_boilerplate, load_outlets
from tests.clean.builders import corpus_line, saved_page

PARAGRAPH = (
    "Police in Kayes arrested two reporters on Monday after they filmed a march by teachers, their union said, and "
    "held them for six hours before a judge ordered their release late in the evening."
)
PAGE = "Police arrest two reporters in Kayes\n" + PARAGRAPH + "\nThe ministry declined to say who had given the order."


def cleaned(capture: Capture, *, least_words: int = 40) -> Article | Rejection:
    return extract_article(capture, outlets=load_outlets(), boilerplate=load_boilerplate(), least_words=least_words)


def article_of(text: str) -> Article:
    found = cleaned(capture_of_text(text, key="page.txt"))
    assert isinstance(found, Article), found
    return found


REFUSED = [
    ("   \n \n", Reason.NO_TEXT, "nothing on it"),
    ("Police arrested two reporters in Kayes on Monday.", Reason.NO_TEXT, "fewer words than a page has"),
    ("404\nNot found\nThe page you are looking for could not be found.", Reason.SOFT_ERROR, "error page"),
    ("We use cookies\nAccept all cookies\nManage cookies", Reason.CONSENT_WALL, "cookie notice"),
    ("Log in\nRegister\nForgotten password", Reason.LOGIN, "login form"),
    (
        "A ministry in the dark\nThe ministry has been without power since a storm cut the line on Friday night.\n"
        "This article is for subscribers only",
        Reason.PAYWALL_STUB,
        "first sentence, then the paywall",
    ),
    ("\n".join(f"Headline number {at} of the day" for at in range(20)), Reason.LISTING, "front page"),
    ("12 | 34 | 56\n" * 40, Reason.NOT_PROSE, "a table of figures"),
]


@pytest.mark.parametrize(("text", "reason", "why"), REFUSED, ids=[why for *_, why in REFUSED])
def test_refused(text: str, reason: Reason, why: str) -> None:
    found = cleaned(capture_of_text(text, key="page.txt"))
    assert isinstance(found, Rejection), found
    assert (found.reason, found.stage, found.subject) == (reason, "clean", "page.txt")


CORPUS_LINES = [
    ("Police arrested two reporters in Kayes on Monday.", "one sentence"),
    ("police held them overnight", "no full stop, no capital"),
    ("POLICE ARRESTED TWO REPORTERS IN KAYES. THEY WERE HELD FOR SIX HOURS.", "capitals"),
    ("Talks resumed...", "trails off"),
    ('He said: "We signed."', "a quotation"),
    ("Access denied to aid convoys, says UN. Convoys for Kidal have waited since Monday.", "words of an error banner"),
]


@pytest.mark.parametrize(("text", "why"), CORPUS_LINES, ids=[why for _, why in CORPUS_LINES])
def test_a_corpus_line_stays_whole(text: str, why: str) -> None:
    found = cleaned(corpus_line(text))
    assert isinstance(found, Article), found
    assert found.text == text


def test_hard_wrapped_lines_become_paragraphs() -> None:
    text = (
        "POLICE IN THE NORTHERN PROVINCE REPORTED THAT TWENTY FARMERS\n"
        "WERE TAKEN FROM THEIR HOMES BY ARMED MEN DURING THE NIGHT OF\n"
        "12 JANUARY.  THE ARMY HAS SENT TWO COMPANIES TO THE AREA.\n"
        "\n"
        "   IN ANOTHER REPORT, A BRIDGE WAS BLOWN UP NEAR THE BORDER\n"
        "AND TRAFFIC HAS STOPPED.\n"
    )
    found = cleaned(corpus_line(text))
    assert isinstance(found, Article)
    assert [block.kind for block in found.blocks] == [BlockKind.BODY, BlockKind.BODY]
    assert "FARMERS WERE TAKEN" in found.text
    at = found.text.index("WERE TAKEN")
    assert found.offsets.point(at) == text.index("WERE TAKEN")
    assert found.offsets.point(at - 1) is None


def test_headlines_of_like_width_are_not_joined() -> None:
    text = "Fuel prices rise for the third month in the capital\nTeachers in Zinder return to their classrooms\n" + PAGE
    found = article_of(text)
    assert not any("capital Teachers" in dropped.source.of(text).replace("\n", " ") for dropped in found.dropped)


MENDED = [
    ("FranÃ§ois", "François", "UTF-8 read as cp1252"),
    ("the armyâ€™s", "the army’s", "the same, three bytes"),
    ("«\u00a0été\u00a0» là", "« été » là", "French with no-break spaces is not that"),
    ("food &amp; water", "food & water", "entity left in a dump"),
    ("Kay\u00ades", "Kayes", "soft hyphen"),
    ("Kay\0es", "Kayes", "NUL"),
    ("AT&T; and R&D", "AT&T; and R&D", "no entity"),
]


@pytest.mark.parametrize(("written", "read", "why"), MENDED, ids=[why for *_, why in MENDED])
def test_mended(written: str, read: str, why: str) -> None:
    text = PAGE.replace("two reporters on Monday", f"{written} two reporters")
    found = article_of(text)
    assert f"arrested {read} two reporters" in found.text
    at = found.text.index("after they filmed")
    assert found.offsets.point(at) == text.index("after they filmed")


def test_line_ends_stay_in_the_source() -> None:
    text = PAGE.replace("\n", "\r\n")
    found = article_of(text)
    assert found.offsets.point(found.text.index("The ministry")) == text.index("The ministry")


def test_ids() -> None:
    one = cleaned(corpus_line(PAGE, url="https://www.x.example/news/1?utm_source=feed#top"))
    same = cleaned(corpus_line(PAGE.replace("Monday", "Tuesday"), url="http://x.example/news/1/", key="other"))
    front = cleaned(corpus_line(PAGE, url="https://x.example/"))
    bare = cleaned(corpus_line(PAGE))
    assert isinstance(one, Article)
    assert isinstance(same, Article)
    assert isinstance(front, Article)
    assert isinstance(bare, Article)
    assert one.article_id == same.article_id, "one address, two versions"
    assert front.article_id == bare.article_id, "a front page is nobody's address: the key and the text count"
    assert bare.article_id != one.article_id
    assert article_of(PAGE).article_id == article_of(PAGE).article_id
    assert article_of(PAGE).article_id != article_of(PAGE + " More.").article_id, "one name, two folders"


def test_language() -> None:
    spanish = "La policía de Kayes detuvo el lunes a dos periodistas que filmaban una marcha de maestros. " * 3
    found = article_of(spanish)
    assert found.lang == "es"
    assert article_of(PAGE).lang == "en"


def test_title_given_apart_is_no_block() -> None:
    found = cleaned(corpus_line(PARAGRAPH, title="Reporters &amp; police"))
    assert isinstance(found, Article)
    assert (found.title, found.text) == ("Reporters & police", PARAGRAPH)


def test_the_countries_of_a_roundup_are_cut_off() -> None:
    other = "Traders in Cotonou waited all week for the port to open again, and many went home on Friday."
    text = f"TOGO - {PARAGRAPH}\n\nBenin: {other}"
    given_ = {"outlets": load_outlets(), "boilerplate": load_boilerplate(), "countries": load_countries()}
    found = extract_article(capture_of_text(text, key="k"), least_words=1, **given_)  # type: ignore[arg-type]
    assert isinstance(found, Article)
    kept = [block.span.of(found.text) for block in found.blocks]
    assert kept == ["TOGO -", PARAGRAPH, "Benin:", other]


def test_body_text_never_refuses() -> None:
    given_ = {"outlets": load_outlets(), "boilerplate": load_boilerplate()}
    assert body_text(capture_of_text("Too short.", key="k"), **given_) == "Too short."  # type: ignore[arg-type]
    assert body_text(saved_page("<p>Too short.</p>"), **given_) == "Too short."  # type: ignore[arg-type]


LINES = st.sampled_from(
    [
        *PAGE.split("\n"), PARAGRAPH, "", "Home | News", "1.2k", "Related Articles", "Leave a Reply", "Read more: more",
        "KAYES, Mali (AP) — Police said on Monday that nobody was hurt in the clash.", "source: x", "14 March 2025",
        "By A B", "...",
        "FranÃ§ois & co &amp; \0 \u200b\u200f", "© 2025", "Legal Disclaimer:", "About the author", "ONE TWO THREE",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(LINES, max_size=30).map("\n".join)), st.booleans())
def test_never_raises_and_always_quotes(text: str, corpus: bool) -> None:
    capture = corpus_line(text) if corpus else capture_of_text(text, key="page.txt")
    found = cleaned(capture, least_words=1)
    if isinstance(found, Rejection):
        return
    source = decoded_text(capture)
    for run in found.offsets.runs:
        assert found.text[run.here : run.here + run.length] == source[run.there : run.there + run.length]
    assert "\n".join(block.span.of(found.text) for block in found.blocks) == found.text
    assert "\0" not in found.text
    for dropped in found.dropped:
        assert dropped.source.end <= len(source)


MARKUP = st.sampled_from(["<p>", "</p>", "<div>", "<!--", "-->", "<script>", "&amp;", "<", ">", '"', "é"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(MARKUP, LINES), max_size=25))
def test_hostile_markup(parts: list[str]) -> None:
    capture = saved_page("".join(parts))
    found = cleaned(capture, least_words=1)
    if isinstance(found, Article):
        source = decoded_text(capture)
        for run in found.offsets.runs:
            assert found.text[run.here : run.here + run.length] == source[run.there : run.there + run.length]
