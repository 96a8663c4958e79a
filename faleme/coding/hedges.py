"""Cues of hearsay: words by which the text passes a thing on and does not stand behind it."""

from __future__ import annotations

from collections.abc import Iterator

from faleme.coding.governors import governing
from faleme.coding.moods import is_infinitive
from faleme.reference.lexicon import Lexicon
from faleme.spans import Span
from faleme.trees import Tree


def hedge_of(tree: Tree, token: int, *, lexicon: Lexicon, found: Span | None = None) -> tuple[Span, str] | None:
    """The cue of hearsay on a verb or event noun and why it is one; None where the text stands behind the clause.

    found: the engine's own span, kept where no cue of the word lists governs the token.
    """
    for at, through in governing(tree, token, lexicon=lexicon):
        own = _own_hedge(tree, at, lexicon, below=through)
        if own is not None:
            return own
    aside = _aside(tree, token, lexicon)
    if aside is not None:
        return aside
    if found is None or not _bears_on(tree, found, token):
        return None
    return found, "the engine reads a cue of hearsay"


def _own_hedge(tree: Tree, at: int, lexicon: Lexicon, *, below: int | None) -> tuple[Span, str] | None:
    for child in tree.children(at, "advmod", "amod"):
        word = tree.word(child)
        if word in lexicon.hedge_adverbs or (tree.is_a(child, "amod") and word in lexicon.hedge_adjectives):
            return tree.tokens[child].span, f"“{tree.tokens[child].text}” on “{tree.tokens[at].text}”"
    if below is None:
        return None
    word = tree.word(at)
    if tree.tokens[at].upos == "VERB" and is_infinitive(tree, below):
        passive = tree.children(at, "aux:pass", "nsubj:pass")
        if word in lexicon.hedge_seeming or (word in lexicon.hedge_passives and passive):
            return _cue_span(tree, at, below, lexicon), f"“{tree.tokens[at].text}” with an infinitive is hearsay"
    if word in lexicon.hedge_nouns or any(
        tree.word(child) in lexicon.hedge_qualified.get(word, ()) for child in tree.children(at, "amod")
    ):
        return tree.tokens[at].span, f"“{tree.tokens[at].text}” that something happened"
    return None


def _cue_span(tree: Tree, at: int, below: int, lexicon: Lexicon) -> Span:
    """ "is reported to have": from the passive's auxiliary up to the verb that is hedged."""
    start = min([at, *tree.children(at, "aux:pass")])
    end = at
    while end + 1 < below and tree.word(end + 1) in lexicon.cue_tails:
        end += 1
    return Span(tree.tokens[start].span.start, tree.tokens[end].span.end)


def _bears_on(tree: Tree, cue: Span, token: int) -> bool:
    """Whether a cue stands in the token's own clause or governs it; the engine also ties cues of the clause beside."""
    words = set(tree.within(cue))
    clause = tree.clause_head(token)
    return bool(words & set(_above(tree, token))) or any(tree.clause_head(at) == clause for at in words)


def _above(tree: Tree, token: int) -> Iterator[int]:
    """What governs a token, up to where a sentence is only set beside another."""
    at = token
    for above in tree.ancestors(token):
        if tree.is_a(at, "parataxis"):
            return
        yield above
        at = above


def _aside(tree: Tree, token: int, lexicon: Lexicon) -> tuple[Span, str] | None:
    """ "it is said" by the way, in the sentence of the token."""
    sentence = tree.parse.sentences[tree.tokens[token].sentence]
    words = [tree.word(at) for at in range(sentence.first, sentence.last)]
    whole = " ".join(words)
    for phrase in lexicon.hedge_asides:
        if phrase not in whole:
            continue
        wanted = phrase.split()
        for at in range(len(words) - len(wanted) + 1):
            if words[at : at + len(wanted)] == wanted:
                first, last = tree.tokens[sentence.first + at], tree.tokens[sentence.first + at + len(wanted) - 1]
                return Span(first.span.start, last.span.end), f"“{phrase}”"
    return None
