"""Lines of a dump that no rule settles."""

from faleme.clean.extract import extract_article
from faleme.clean.lines import lines_of
from faleme.clean.weighing import FEATURES, figures_of, noise_chances
from faleme.ids import CaptureId
from faleme.records import Article, BlockKind, Capture
from faleme.reference.outlets import load_boilerplate, load_outlets

PAGE = """Notices for readers of this page are set below the fold
Farmers and herders sign grazing accord in Kossara
Elders of the Kossara valley and leaders of herding families signed an accord on Tuesday on where cattle may graze.
Under the accord, cattle will keep to marked corridors through the valley until the harvest is brought in.
Nobody has been charged over last month's killings in the valley.
The elders said that the herding families had agreed to pay for fields that their cattle trample.
A committee of elders and herding families will meet each month to hear complaints about the corridors.
Wordle of the morning
Kitchen
The soup that three grandmothers could not agree on, cooked and judged by the desk.
Garden
Roses want less water than most people give them, a gardener told our podcast.
"""


def article_of(text: str) -> Article:
    found = extract_article(
        Capture(capture_id=CaptureId("C"), key="a", content=text.encode(), media_type="text/plain"),
        outlets=load_outlets(),
        boilerplate=load_boilerplate(),
    )
    assert isinstance(found, Article)
    return found


def test_lines_of_other_words_go_and_the_article_stays() -> None:
    article = article_of(PAGE)
    assert "cattle will keep" in article.text
    assert "Nobody has been charged" in article.text
    assert "hear complaints" in article.text
    assert "soup" not in article.text
    assert "weighed" in {dropped.reason for dropped in article.dropped}


def test_the_headline_is_the_line_that_speaks_of_what_the_paragraphs_speak_of() -> None:
    article = article_of(PAGE)
    titles = [block.span.of(article.text) for block in article.blocks if block.kind is BlockKind.TITLE]
    assert titles == ["Farmers and herders sign grazing accord in Kossara"]


def test_figures_are_one_for_each_name_and_chances_lie_between_none_and_one() -> None:
    lines = lines_of(PAGE)
    count = len(lines)
    figures = figures_of(
        lines,
        range(count),
        body=[True] * count,
        noise=[False] * count,
        named=[False] * count,
        reasons=["prose"] * count,
        title=1,
    )
    assert figures.shape == (count, len(FEATURES))
    assert all(0 < chance < 1 for chance in noise_chances(figures))
    assert noise_chances(figures[:0]) == []
