"""Interviews: paragraphs that open with "Q:" and "A:" or with the names of those who ask and answer, and questions to
"you" that stand by themselves, each with its answer behind it."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from faleme.records import Article, BlockKind, MentionKind, NameKind, Parse
from faleme.spans import Span

_LABEL = re.compile(r"(?P<name>[A-Z][^\W\d_]*(?:[ .'’-]{1,2}[^\W\d_]+){0,4})\s?:\s")
_ASKS, _ANSWERS = frozenset({"Q", "Question"}), frozenset({"A", "Answer"})
_LEAST_TURNS = 3
_ADDRESSED = re.compile(r"(?i)\byou(?:r|rs|rself|rselves)?\b[^\n]*\?\s*$")
_LEAST_PAIRS = 2
_SUBJECTS = ("nsubj", "nsubj:pass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """questions: blocks that ask. answers: (block, label, speaker) of those that answer, the speaker as a mention.

    group: the mention of whom the one who answers leads or speaks for, where the page says so in its introduction.
    """

    questions: frozenset[int]
    answers: tuple[tuple[int, Span, int], ...]
    group: int | None

    def speaker(self, block: int) -> int | None:
        return next((mention for number, _, mention in self.answers if number == block), None)


def interview_of(article: Article, parse: Parse, *, leading: Container[str] = ()) -> Interview | None:
    """The turns of an interview, or None where the page is none or does not tell who answers.

    Who answers is named by the label, or, where that is only "A", by the introduction. leading: lemmas of verbs whose
    object is one's group ("leads a rebel group").
    """
    turns = _labelled(article) or _unlabelled(article)
    if turns is None:
        return None
    first = min(turns.questions | {number for number, *_ in turns.answers})
    introduced = _introduced(parse, first)
    told = []
    for number, label, name in turns.answers:
        mention = introduced if name in _ANSWERS else _named(parse, name, label)
        if mention is not None:
            told.append((number, label, mention))
    if not told:
        return None
    one = len({mention for *_, mention in told}) == 1
    return Interview(
        questions=turns.questions,
        answers=tuple(told),
        group=_group(parse, told[0][2], first, leading) if one else None,
    )


@dataclass(frozen=True, slots=True)
class _Turns:
    """Blocks that ask; block, label and name of whoever answers ("A" where the introduction names him)."""

    questions: frozenset[int]
    answers: tuple[tuple[int, Span, str], ...]


def _labelled(article: Article) -> _Turns | None:
    turns = [
        (number, Span(*found.span("name")), found["name"])
        for number, block in enumerate(article.blocks)
        if block.kind is BlockKind.BODY and (found := _LABEL.match(article.text, block.span.start, block.span.end))
    ]
    labels = [name for *_, name in turns]
    if len({*labels} & (_ASKS | _ANSWERS)) > 1:
        turns = [turn for turn in turns if turn[2] in _ASKS | _ANSWERS]
        asking = _ASKS
    else:
        turns = [turn for turn in turns if labels.count(turn[2]) > 1]
        asking = frozenset({name for *_, name in turns if _mostly_asks(article, turns, name)})
    answers = tuple(turn for turn in turns if turn[2] not in asking)
    if len(turns) < _LEAST_TURNS or not answers or len(answers) == len(turns):
        return None
    return _Turns(frozenset(number for number, _, name in turns if name in asking), answers)


def _unlabelled(article: Article) -> _Turns | None:
    """Paragraphs that ask "you" something, each followed by its answer."""
    asked = [
        number
        for number, block in enumerate(article.blocks)
        if block.kind is BlockKind.BODY and _ADDRESSED.search(block.span.of(article.text))
    ]
    answered = [number for number in asked if number + 1 < len(article.blocks) and number + 1 not in asked]
    if len(answered) < _LEAST_PAIRS:
        return None
    ends = [(number, article.blocks[number].span.end) for number in answered]
    return _Turns(frozenset(asked), tuple((number + 1, Span(end - 1, end), "A") for number, end in ends))


def _mostly_asks(article: Article, turns: list[tuple[int, Span, str]], name: str) -> bool:
    asked = [
        article.blocks[number].span.of(article.text).rstrip().endswith("?") for number, _, who in turns if who == name
    ]
    return 2 * sum(asked) >= len(asked)


def _introduced(parse: Parse, first: int) -> int | None:
    """Whom the paragraphs before the first turn are about: their only person, else the one who is a subject first."""
    chosen = []
    for number, mention in enumerate(parse.mentions):
        before = parse.sentences[mention.sentence].block < first
        if before and mention.kind is MentionKind.ACTOR and _is_person(parse, number):
            chosen.append(number)
    if len({parse.mentions[one].text.split()[-1] for one in chosen}) < 2:
        return next(iter(chosen), None)
    subject = parse.tokens[_top(parse, chosen[0])].deprel in _SUBJECTS
    return chosen[0] if subject else None


def _top(parse: Parse, mention: int) -> int:
    """The word of a mention that the others hang on: of a person's name the first."""
    one, at = parse.mentions[mention], parse.mentions[mention].head
    while (above := parse.tokens[at].head) >= 0 and one.span.contains(parse.tokens[above].span):
        at = above
    return at


def _is_person(parse: Parse, mention: int) -> bool:
    one = parse.mentions[mention]
    named = (name for name in parse.names if name.kind is NameKind.PERSON and name.sentence == one.sentence)
    return any(name.span.contains(parse.tokens[one.head].span) for name in named)


def _named(parse: Parse, label: str, span: Span) -> int | None:
    """The first mention that bears the label as its name or at the end of it; the label itself where there is none."""
    for number, mention in enumerate(parse.mentions):
        bears = mention.text == label or (mention.text.endswith(" " + label) and _is_person(parse, number))
        if bears and mention.kind is MentionKind.ACTOR and not mention.span.overlaps(span):
            return number
    return None


def _group(parse: Parse, person: int, first: int, leading: Container[str]) -> int | None:
    head = _top(parse, person)
    verb = parse.tokens[head].head
    if parse.tokens[head].deprel != "nsubj" or verb < 0 or parse.tokens[verb].lemma not in leading:
        return None
    led = [at for at, token in enumerate(parse.tokens) if token.head == verb and token.deprel == "obj"]
    for number, mention in enumerate(parse.mentions):
        if (
            mention.kind is MentionKind.ACTOR
            and mention.head in led
            and parse.sentences[mention.sentence].block < first
        ):
            return number
    return None
