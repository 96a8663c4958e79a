"""News that the text itself calls false: "the rumour that he was shot proved unfounded", "a fake video showing him
shot". What such news says did not happen."""

from __future__ import annotations

from collections.abc import Iterator

from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree, is_verb

_CONTENT = ("acl", "ccomp", "csubj", "xcomp", "obj", "iobj", "conj")
_AT = frozenset({"", "at", "aside", "off"})  # "scoffed at reports"
_NEAR = ("xcomp", "ccomp", "acl", "obl", "advcl", "obj", "appos", "amod", "parataxis", "dep", "conj")


def called_untrue(tree: Tree, token: int, *, lexicon: Lexicon) -> tuple[str, bool] | None:
    """The words that call the news of a clause or of an event noun false, and whether they are denied themselves ("the
    report was not false"). None where nothing is said of it."""
    below = token
    for above in tree.ancestors(token):
        accused = tree.is_a(below, "advcl") and tree.tokens[below].xpos == "VBG" and tree.marker(below) == "of"
        beside = tree.is_a(below, "conj") and bool(tree.children(below, "nsubj"))
        if beside or not (accused or tree.is_a(below, *_CONTENT)):
            return None
        if is_verb(tree.tokens[above]) and not _is_news(tree, above, below, lexicon):
            if (wrongly := _wrongly(tree, above, below, lexicon)) is not None:
                return tree.tokens[wrongly].text, False
            if accused or (tree.is_a(below, "ccomp") and tree.word(above) not in lexicon.implied.showing):
                return None
        elif _is_news(tree, above, below, lexicon) or tree.word(above) in lexicon.implied.untrue:
            return next(_judged(tree, above, below, lexicon), None)
        below = above
    return None


def _is_news(tree: Tree, at: int, below: int, lexicon: Lexicon) -> bool:
    """Whether the word is a piece of news and the clause under it what it says or shows. The parser takes "reports
    that" for a verb at the head of a sentence."""
    if tree.word(at) not in lexicon.implied.news or not tree.is_a(below, "acl", "ccomp", "csubj"):
        return False
    if is_verb(tree.tokens[at]) and tree.children(at, "nsubj", "aux"):
        return False
    if any(tree.word(one) == "that" and tree.is_a(one, "mark") for one in range(at + 1, below)):
        return True
    shown = any(tree.word(one) in lexicon.implied.showing for one in (below, *tree.children(at, "acl")) if one <= below)
    return shown or tree.marker(below) == "according to"


def _wrongly(tree: Tree, verb: int, below: int, lexicon: Lexicon) -> int | None:
    """The adverb of "falsely reported that", "wrongly accused of"."""
    if tree.word(verb) not in lexicon.speech or not tree.is_a(below, "ccomp", "xcomp", "advcl"):
        return None
    return next((one for one in tree.children(verb, "advmod") if tree.word(one) in lexicon.implied.wrongly), None)


def _judged(tree: Tree, news: int, below: int, lexicon: Lexicon) -> Iterator[tuple[str, bool]]:
    """The words by which the text judges a piece of news false, and whether they are denied themselves."""
    for at in _words_on(tree, news, below):
        word = tree.word(at)
        thing = tree.is_a(news, "obj", "nsubj:pass") or (tree.is_a(news, "obl") and tree.marker(news) in _AT)
        verb = word in lexicon.implied.debunking and thing
        if not verb and word not in lexicon.implied.untrue:
            continue
        over = tree.tokens[at].head if tree.is_a(at, "xcomp") else at
        near = {tree.word(child) for one in (at, over) for child in tree.children(one, "advmod", "det", "aux")}
        yield tree.tokens[at].text, bool(near & (lexicon.negators | lexicon.negative_determiners))


def _words_on(tree: Tree, news: int, below: int) -> Iterator[int]:
    """Where a judgement on a noun may stand: the noun itself, what describes it, what it is subject or object of, and
    what that is said to be; the parser hangs the predicate of a long subject on the subject."""
    yield news
    yield from tree.children(news, "amod", "compound")
    over = tree.tokens[news].head
    beside = [] if over < 0 else [one for one in tree.children(over, *_NEAR) if one != news]
    if over >= 0 and tree.is_a(news, "nsubj", "obj", "obl", "xcomp"):
        yield over
        yield from (deeper for one in beside for deeper in (one, *tree.children(one, "xcomp", "obj", "advcl", "amod")))
    elif over >= 0 and tree.is_a(news, "ccomp", "parataxis"):
        # "Reports that … were untrue, the army said"
        yield from (one for one in beside if one > below and tree.is_a(one, "ccomp", "parataxis"))
    for child in tree.children(news, "ccomp", "xcomp", "acl", "parataxis", "dep", "conj"):
        if child > below and not tree.is_relative(child):
            yield child
            yield from tree.children(child, "xcomp", "ccomp", "obj")
