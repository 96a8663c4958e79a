"""What is told as past history: words that set a clause over a year before the page."""

from __future__ import annotations

from faleme.coding.moods import is_past
from faleme.dates import PartialDate
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree, is_verb

_OLD_YEARS = 1  # the house rule: over a year before the page


def background(tree: Tree, token: int, *, published: PartialDate | None, lexicon: Lexicon) -> str | None:
    """The words in the token's own clause that set it over a year back, or None.

    A year counts from the page's date; without one only "since 2012" and "decades ago" say so by themselves.
    """
    clause = tree.clause_head(token)
    if (told := _of_a_life(tree, token, lexicon)) is not None:
        return told
    if phrase := _years_earlier(tree, clause, lexicon) or _anniversary(tree, token, lexicon):
        return phrase
    for at in tree.clause_tokens(token):
        if tree.clause_head(at) != clause:
            continue  # a clause inside the clause has dates of its own
        word = tree.word(at)
        if word in lexicon.ago and (phrase := _years_before(tree, at, lexicon)):
            return phrase
        if word in lexicon.long_spans and tree.marker(at) in {"for", "over", "during", "since"}:
            return _phrase(tree, at)
        year = _year(word)
        if year is None or not _dates_the_clause(tree, at, token):
            continue
        if published is not None:
            if published.year - year > _OLD_YEARS:
                return _phrase(tree, at)
        elif tree.marker(at) in lexicon.since:
            return _phrase(tree, at)
    return None


def _of_a_life(tree: Tree, token: int, lexicon: Lexicon) -> str | None:
    """ "As a boy he was beaten", "in her youth", "were once attacked", "his grandfather had been jailed": the words, or
    None where a day says that it is news."""
    if not is_verb(tree.tokens[token]) or is_news(tree, token, lexicon):
        return None
    for child in tree.children(token, "obl", "advcl", "nmod"):
        opener, word = tree.marker(child), tree.word(child)
        young = any(tree.word(one) in lexicon.young for one in tree.children(child, "amod"))
        if opener == "as" and (word in lexicon.childhood or (young and word in lexicon.people | lexicon.addressees)):
            return f"as {tree.tokens[child].text}"
        if opener == "in" and word in lexicon.times_of_life and tree.children(child, "nmod:poss"):
            return f"in {tree.tokens[child].text}"
    before = token - 1
    if before in tree.children(token, "advmod") and tree.word(before) in lexicon.once and is_past(tree, token):
        return tree.tokens[before].text
    for subject in tree.children(token, "nsubj"):
        perfect = any(tree.word(one) == "had" for one in tree.children(token, "aux"))
        if perfect and tree.word(subject) in lexicon.forebears:
            return tree.tokens[subject].text
    return None


def is_news(tree: Tree, token: int, lexicon: Lexicon) -> bool:
    """Whether a day of the week or "today" stands at the doing itself."""
    if any(tree.word(one) == "had" for one in tree.children(token, "aux")):
        return False
    named = tree.children(token, "obl", "advmod", "nmod")
    return any(tree.word(day) in lexicon.recent and not tree.children(day, "det") for day in named)  # not "that Friday"


def _years_earlier(tree: Tree, clause: int, lexicon: Lexicon) -> str | None:
    """ "Five years after crowds burned the embassy": the words before a clause that set it years before another."""
    for mark in tree.children(clause, "mark"):
        span = mark - 1
        if (
            span < 1
            or tree.word(mark) not in {"after", "since"}
            or tree.tokens[span].sentence != tree.tokens[mark].sentence
        ):
            continue
        number = tree.word(span - 1)
        if tree.word(span) in lexicon.long_spans or (tree.word(span) in {"years", "yrs"} and number != "1"):
            return f"{tree.tokens[span].text} {tree.tokens[mark].text}"
    return None


def _anniversary(tree: Tree, token: int, lexicon: Lexicon) -> str | None:
    """ "The tenth anniversary of the attack", "… of the attack in which they died": not the first one."""
    at = token
    for above in tree.ancestors(token):
        if not (tree.is_a(at, "nmod", "compound") or tree.is_relative(at)):
            return None
        if tree.word(above) in lexicon.anniversaries:
            first = any(tree.word(one) in {"first", "1st", "one-year"} for one in tree.children(above, "amod"))
            return None if first else tree.tokens[above].text
        at = above
    return None


def _year(word: str) -> int | None:
    return int(word) if len(word) == 4 and word.isdigit() and 1800 <= int(word) <= 2100 else None


def _dates_the_clause(tree: Tree, at: int, token: int) -> bool:
    """Whether a year hangs on the clause's verb (or on the event noun) and not on another noun: "the 1991 treaty"."""
    head = at
    while tree.tokens[head].head >= 0 and tree.tokens[head].upos in {"NUM", "PROPN", "NOUN"} and head != token:
        if tree.is_a(head, "obl", "nmod", "advmod"):
            return tree.tokens[head].head == token or tree.clause_head(tree.tokens[head].head) == tree.tokens[head].head
        if tree.is_a(head, "compound", "nummod") and tree.tokens[tree.tokens[head].head].upos == "NOUN":
            return tree.tokens[head].head == token
        head = tree.tokens[head].head
    return False


def _years_before(tree: Tree, ago: int, lexicon: Lexicon) -> str | None:
    """ "two years ago", "decades earlier": the phrase, where it means more than a year."""
    before = ago - 1
    if before < 0:
        return None
    word = tree.word(before)
    if word in lexicon.long_spans:
        return f"{tree.tokens[before].text} {tree.tokens[ago].text}"
    if word in {"years", "yrs"} and before > 0:
        count = tree.word(before - 1)
        return (
            f"{tree.tokens[before - 1].text} {tree.tokens[before].text} {tree.tokens[ago].text}"
            if count != "1"
            else None
        )
    return None


def _phrase(tree: Tree, at: int) -> str:
    marker = tree.marker(at)
    return f"{marker} {tree.tokens[at].text}".strip()
