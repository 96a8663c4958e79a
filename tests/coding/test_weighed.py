"""What stands beside a value: who else was thought of, and why nobody fills a role."""

from dataclasses import replace
from typing import Any

import pytest

from faleme.coding.anchors import Chosen, Thresholds
from faleme.coding.coder import code
from faleme.coding.factuality import Reading
from faleme.coding.weighed import (
    contexts_weighed,
    factuality_weighed,
    figure_weighed,
    no_mode,
    roles_weighed,
    type_weighed,
)
from faleme.records import Anchor, Auxiliary, Coding, Decision, Figure, FigureKind, Role, RoleArc
from faleme.reference.codebook import load_codebook
from faleme.reference.lexicon import load_lexicon
from faleme.spans import Span
from tests.builders import article_of
from tests.coding.trees import tree_of, word

SENTENCE = "Police arrested two men in Kayes."
PARSE = tree_of(SENTENCE).parse
BARS = Thresholds()
NUMBER = {mention.text: at for at, mention in enumerate(PARSE.mentions)}


def chosen(**values: Any) -> Chosen:
    at = word(tree_of(SENTENCE), "arrested")
    anchor = Anchor(
        token=at, span=PARSE.tokens[at].span, sentence=0, types=(("COERCE", 0.7), ("ASSAULT", 0.2), ("", 0.1))
    )
    made = Chosen(anchor=replace(anchor, **values), event_type="COERCE", mode=None, contexts=(), score=0.7, words=(at,))
    return made


def test_a_type_that_a_list_gives_stands_beside_what_the_core_gave() -> None:
    decided = [Decision(step="type", decided="COERCE", why="lexicon entry en.arrest")]
    made = replace(chosen(), score=0.4)
    parse = replace(PARSE, asked=(replace(made.anchor, types=(("", 0.9), ("COERCE", 0.06))),))
    (told,) = type_weighed(decided, made, parse)
    assert (told.score, told.runners_up) == (0.4, (("no event", 0.9),))


def test_a_mode_that_is_not_sure_is_told() -> None:
    (told,) = no_mode(chosen(modes=(("arrest", 0.35), ("", 0.3), ("restrict", 0.01))), [], BARS)
    assert (told.step, told.decided, told.score) == ("mode", "none", 0.3)
    assert told.runners_up == (("arrest", 0.35),)
    assert "0.4" in told.why
    assert no_mode(replace(chosen(modes=(("arrest", 0.9),)), mode="arrest"), [], BARS) == []


def test_contexts_come_with_those_that_were_thought_of() -> None:
    contexts = (("crime", 0.6), ("military", 0.2), ("health", 0.01))
    (told,) = contexts_weighed(replace(chosen(contexts=contexts), contexts=("crime",)), BARS)
    assert (told.decided, told.score, told.runners_up) == ("crime", 0.6, (("military", 0.2),))
    (none,) = contexts_weighed(chosen(contexts=contexts[1:]), BARS)
    assert (none.decided, none.runners_up) == ("none", (("military", 0.2),))


def test_a_role_comes_with_the_other_candidates_and_an_empty_one_with_its_own() -> None:
    made = chosen(
        roles=(
            RoleArc(role=Role.ACTOR, mention=NUMBER["Police"], score=0.9),
            RoleArc(role=Role.ACTOR, mention=NUMBER["two men"], score=0.2),
            RoleArc(role=Role.RECIPIENT, mention=NUMBER["two men"], score=0.4),
        )
    )
    told = roles_weighed([Decision(step="actor", decided="Police", why="", score=0.9)], made, BARS, PARSE)
    assert [(one.step, one.decided, one.runners_up) for one in told] == [
        ("actor", "Police", (("two men", 0.2),)),
        ("recipient", "nobody", (("two men", 0.4),)),
    ]
    assert "0.6" in told[1].why


def test_who_was_refused_is_no_runner_up() -> None:
    made = chosen(roles=(RoleArc(role=Role.ACTOR, mention=NUMBER["two men"], score=0.8),))
    refused = [Decision(step="refused", decided="two men as actor", why="nobody is actor and recipient of one doing")]
    assert roles_weighed(refused, made, BARS, PARSE) == refused


def test_factuality_is_told_where_it_happened_too() -> None:
    made = chosen(auxiliaries=(("", 0.8), ("future", 0.15), ("negation", 0.01)))
    told = factuality_weighed(None, Reading(auxiliary=None, why="nothing says otherwise", score=0.8), made)
    assert (told.step, told.score, told.runners_up) == ("auxiliary", 0.8, (("future", 0.15),))
    denied = factuality_weighed(Auxiliary.NEGATION, Reading(auxiliary=Auxiliary.NEGATION, why="“not”"), made)
    assert (denied.decided, denied.why) == ("negation", "“not”")
    assert denied.runners_up[0] == ("it happened", 0.8)


FIGURES = [
    # low, high, unit, what stands for the words
    (12, 12, "soldiers", "12 soldiers, counted"),
    (24, None, None, "24 or more, counted"),
    (None, 30, None, "30 or less, counted"),
    (10, 20, None, "10 to 20, counted"),
    (10_000_000, 10_000_000, "USD", "10,000,000 USD, counted"),
]


@pytest.mark.parametrize(("low", "high", "unit", "said"), FIGURES, ids=[said for *_, said in FIGURES])
def test_figures_say_what_their_words_stand_for(
    low: float | None, high: float | None, unit: str | None, said: str
) -> None:
    figure = Figure(what=FigureKind.DEAD, span=Span(0, 5), text="words", low=low, high=high, unit=unit)
    assert figure_weighed(figure).why.startswith(said)


def test_every_value_of_a_coding_has_its_decision() -> None:
    made = chosen(
        modes=(("arrest", 0.9),),
        contexts=(("crime", 0.5),),
        auxiliaries=(("", 0.9),),
        roles=(
            RoleArc(role=Role.ACTOR, mention=NUMBER["Police"], score=0.9),
            RoleArc(role=Role.RECIPIENT, mention=NUMBER["two men"], score=0.9),
            RoleArc(role=Role.PLACE, mention=NUMBER["Kayes"], score=0.9),
        ),
    )
    codings, _, _ = code(
        article_of(SENTENCE),
        replace(PARSE, anchors=(made.anchor,)),
        codebook=load_codebook(),
        lexicon=load_lexicon("en"),
    )
    coding: Coding = codings[0]
    steps = {decision.step for decision in coding.decisions}
    assert steps >= {"type", "mode", "context", "actor", "recipient", "place", "auxiliary", "figure", "salience"}
    assert all(decision.why for decision in coding.decisions)


UNSAID = [
    # sentence, the verb, part of the reason
    ("The army did not say who attacked the camp.", "say", "negation"),
    ("The mayor will announce that the town is safe.", "announce", "future"),
]


@pytest.mark.parametrize(("sentence", "verb", "reason"), UNSAID, ids=[verb for _, verb, _ in UNSAID])
def test_what_is_not_said_is_refused_with_its_reason(sentence: str, verb: str, reason: str) -> None:
    _, said, refused = code(
        article_of(sentence), tree_of(sentence).parse, codebook=load_codebook(), lexicon=load_lexicon("en")
    )
    assert said == ()
    assert [one.decided for one in refused] == [f"statement at “{verb}”"]
    assert reason in refused[0].why
