"""Gatherings without a grievance and games: mourners who walk to a funeral protest against nobody, and clubs that meet
hold no talks."""

from __future__ import annotations

import re

from faleme.coding.anchors import Chosen
from faleme.records import Decision
from faleme.reference.lexicon import Lexicon
from faleme.reference.occasions import OccasionWords
from faleme.trees import Tree

_RESULT = re.compile(r"\b\d{1,2}[-–]\d{1,2}\b")
_BESIDE = 1  # sentences before and after that may tell of a game
# What the deeds of a game are taken for.
_GAME_TYPES = frozenset({"CONSULT", "ASSAULT", "SANCTION", "PROTEST", "RETREAT", "COOPERATE", "COERCE", "MOBILIZE"})


def without_occasions(tree: Tree, chosen: list[Chosen], refused: list[Decision], *, lexicon: Lexicon) -> list[Chosen]:
    """The doings without what people do at feasts and sides in games; these are told in ``refused``."""
    standing = []
    for made in chosen:
        occasion = _occasion(tree, made, lexicon.occasions)
        game = _game(tree, made, lexicon.occasions) if occasion is None else None
        if occasion is not None:
            refused.append(made.refused(tree, f"“{occasion}” tells of an occasion without a grievance"))
        elif game is not None:
            refused.append(made.refused(tree, f"“{game}” tells of a game"))
        else:
            standing.append(made)
    return standing


def _occasion(tree: Tree, made: Chosen, words: OccasionWords) -> str | None:
    """The word of a peaceful occasion at a gathering, or None where it is none or may be more."""
    if made.event_type != "PROTEST" or any(tree.word(at) in words.protest for at in tree.within(made.anchor.span)):
        return None
    told = _sentence(tree, made.anchor.sentence)
    beside = [word for at in _around(tree, made.anchor.sentence) for word in _sentence(tree, at)]
    if made.mode == "boycott" or not words.grievances.isdisjoint(told) or not words.protest.isdisjoint(beside):
        return None
    beyond = {
        at
        for other in tree.children(made.anchor.token, "parataxis")
        for at in tree.subtree(other)
        if tree.tokens[other].upos == "VERB"
    }
    below = [tree.word(at) for at in tree.subtree(made.anchor.token) if at not in beyond]
    return next((word for word in below if word in words.occasions | words.purposes | words.guests), None)


def _game(tree: Tree, made: Chosen, words: OccasionWords) -> str | None:
    """What shows that sides in a game do it, or None."""
    named = {tree.word(at) for at in tree.within(made.anchor.span)}
    if made.event_type not in _GAME_TYPES or named.isdisjoint(words.game_deeds):
        return None
    here = made.anchor.sentence
    told = [word for at in _around(tree, here) for word in _sentence(tree, at)]
    if not words.serious.isdisjoint(told):
        return None
    text = " ".join(tree.tokens[at].text for at in _tokens(tree, here)).replace(" - ", "-").replace(" – ", "-")
    if (result := _RESULT.search(text)) is not None:
        return result.group()
    own = [word for word in told if word in words.games]
    strong = next((word for word in own if word not in words.weak), None)
    return strong if strong is not None or len(set(own)) < 2 else own[0]


def _around(tree: Tree, sentence: int) -> list[int]:
    """The sentence and those beside it in its paragraph."""
    sentences = tree.parse.sentences
    beside = range(max(0, sentence - _BESIDE), min(len(sentences), sentence + _BESIDE + 1))
    return [at for at in beside if sentences[at].block == sentences[sentence].block]


def _tokens(tree: Tree, sentence: int) -> range:
    return range(tree.parse.sentences[sentence].first, tree.parse.sentences[sentence].last)


def _sentence(tree: Tree, sentence: int) -> list[str]:
    """Its words, casefolded; of a hyphen between two parts the whole word, too ("semi-final")."""
    tokens = _tokens(tree, sentence)
    joined = [f"{tree.word(at - 1)}-{tree.word(at + 1)}" for at in tokens[1:-1] if tree.tokens[at].text == "-"]
    return [tree.word(at) for at in tokens] + joined
