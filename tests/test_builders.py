"""The builder itself: words are found in order, heads and spans are what the docstring says."""

import pytest

from tests.builders import AnchorSpec, article_of, parse_of

TEXT = "Mali's army attacked JNIM on Sunday. The army, he said, lost two men."


def test_a_phrase_named_twice_is_found_twice() -> None:
    parse = parse_of(TEXT, [("army", "actor"), ("army", "actor")])
    assert [mention.span.start for mention in parse.mentions] == [7, 41]


def test_heads_and_anchors() -> None:
    parse = parse_of(
        TEXT,
        [("Mali's army", "actor"), ("JNIM", "actor"), ("two men", "actor", "men")],
        [AnchorSpec("attacked", "ASSAULT", roles=[("actor", 0), ("recipient", 1)])],
    )
    assert [parse.tokens[mention.head].text for mention in parse.mentions] == ["army", "JNIM", "men"]
    assert [mention.sentence for mention in parse.mentions] == [0, 0, 1]
    assert parse.tokens[parse.anchors[0].token].text == "attacked"
    assert len(parse.auxiliaries) == len(parse.tokens)


def test_words_that_are_not_there_are_an_error() -> None:
    with pytest.raises(ValueError, match="does not stand"):
        parse_of(TEXT, [("gendarmes", "actor")])


def test_title_is_the_first_block() -> None:
    article = article_of("Army hits back\nMali's army attacked.", title="Army hits back", published="2024-03")
    assert [block.kind for block in article.blocks] == ["title", "body"]
    assert article.published is not None
    assert str(article.published.when) == "2024-03"
