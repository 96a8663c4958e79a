"""From an article to its Parse: sentences, words, names, mentions, chains, anchors and sayings."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from faleme.parse.engine import Engine, FoundAnchor, FoundMention, FoundSaying, Scores, SentenceAnalysis, WordRange
from faleme.parse.pairs import Paired
from faleme.parse.second_verbs import with_second_verbs
from faleme.parse.sentences import split_sentences
from faleme.records import (
    Anchor,
    Article,
    BlockKind,
    Mention,
    MentionKind,
    Name,
    NameKind,
    Parse,
    RoleArc,
    Saying,
    Sentence,
    Token,
)
from faleme.reference.name_index import NameIndex
from faleme.spans import Span
from faleme.trees import BESIDE

# Latin letters, without the signs that share their block.
_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_QUOTES = re.compile('["“”«»]')
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,4}")  # "U.S.", "UK"
# Of a sentence's characters other than blanks. News sentences of the training pages never fall below 0.75;
# tables of figures, code and base64 with digits do.
_LEAST_LETTERS = 0.6

_LEAST_SAME = 0.05  # probabilities below say no more than that they are low

_OF_A_PHRASE = frozenset({"nmod", "conj", "flat", "compound"})
_VIOLENT = frozenset({"ASSAULT", "COERCE"})
_OUTSIDE = frozenset({"acl", "advcl", "appos", "parataxis", "punct", "conj", "cc", "dep", "discourse"})
_JOINS = frozenset({"and", "or", "&"})

_Spanner = Callable[[WordRange], Span]


def parse(
    article: Article,
    engine: Engine,
    *,
    also: Container[str] = (),
    names: NameIndex | None = None,
    sayers: Container[str] = (),
) -> Parse:
    """Everything that the engine finds in the article, in text order, without coreference.

    also: casefolded words that may be anchors though the engine sees none there; ``Parse.asked`` holds them. names: of
    actors that are mentioned wherever their names stand, though the engine sees nobody there. sayers: casefolded verbs
    of saying, whose subjects are mentions though the engine sees none in them.
    Datelines are not read. What is no prose in Latin letters (tables, other scripts) costs nothing and
    yields nothing; its block stays in the article.
    """
    made = _Made(known=names)
    for number, span in _sentences(article):
        made.add(article.text, span, number, engine.analyse(span.of(article.text), also=also), sayers)
    made.join(engine)
    read = Parse(
        article_id=article.article_id,
        sentences=tuple(made.sentences),
        tokens=tuple(made.tokens),
        names=tuple(made.names),
        mentions=tuple(made.mentions),
        anchors=tuple(made.anchors),
        asked=tuple(made.asked),
        sayings=tuple(made.sayings),
        auxiliaries=tuple(made.auxiliaries),
        engine=engine.name,
    )
    if not made.word_vectors:
        return read
    return replace(read, phrases=engine.link(article.text, read, np.concatenate(made.word_vectors)))


def is_prose(sentence: str) -> bool:
    """Whether a sentence is worth reading: at least one word, and mostly Latin letters."""
    solid = sum(not character.isspace() for character in sentence)
    return solid > 0 and len(_LETTER.findall(sentence)) >= _LEAST_LETTERS * solid


def _sentences(article: Article) -> Iterator[tuple[int, Span]]:
    """Block number and span of every sentence worth reading."""
    for number, block in enumerate(article.blocks):
        if block.kind is BlockKind.DATELINE:
            continue
        for start, end in split_sentences(block.span.of(article.text)):
            span = Span(start, end).shift(block.span.start)
            if is_prose(span.of(article.text)):
                yield number, span


@dataclass(slots=True)
class _Made:
    """What has been read so far; indices of the parts rise as sentences are added."""

    known: NameIndex | None = None
    sentences: list[Sentence] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    asked: list[Anchor] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)
    auxiliaries: list[Scores] = field(default_factory=list)
    vectors: list[tuple[float, ...]] = field(default_factory=list)
    word_vectors: list[NDArray[np.float32]] = field(default_factory=list)

    def join(self, engine: Engine) -> None:
        """Say of each anchor which earlier ones may tell the same happening."""
        if len(self.anchors) < 2:
            return
        paired = [
            Paired(
                sentence=one.sentence,
                word=self.tokens[one.token].text,
                kind=next((kind for kind, _ in one.types if kind), ""),
            )
            for one in self.anchors
        ]
        shares = engine.same(paired, self.vectors)
        self.anchors = [
            replace(
                anchor,
                same=tuple(
                    (earlier, round(float(share), 4))
                    for earlier, share in enumerate(shares[at, :at])
                    if share >= _LEAST_SAME
                ),
            )
            for at, anchor in enumerate(self.anchors)
        ]

    def add(self, text: str, span: Span, block: int, found: SentenceAnalysis, sayers: Container[str] = ()) -> None:
        """Take in one sentence, its word counts turned into offsets of the article."""
        found = with_second_verbs(found)
        number, base = len(self.sentences), len(self.tokens)
        words = [Span(start, end).shift(span.start) for start, end in found.words]

        def of(part: WordRange) -> Span:
            return Span(words[part.first].start, words[part.last].end)

        self.sentences.append(Sentence(span=span, first=base, last=base + len(words), block=block))
        for at, word in enumerate(words):
            self.tokens.append(
                Token(
                    span=word,
                    text=word.of(text),
                    lemma=found.lemmas[at],
                    upos=found.upos[at],
                    xpos=found.xpos[at],
                    head=base + found.heads[at] if found.heads[at] >= 0 else -1,
                    deprel=found.relations[at],
                    sentence=number,
                )
            )
        self.auxiliaries += found.auxiliaries
        if found.vectors is not None:
            self.word_vectors.append(found.vectors)
        self.names += [
            Name(kind=name.kind, span=of(name.words), sentence=number, score=name.score) for name in found.names
        ]
        forms = [word.of(text).casefold() for word in words]
        found_mentions = [
            _untolled(_unquoted(_uncoordinated(mention, found.mentions, forms), forms), found, forms)
            for mention in found.mentions
        ]
        own = [
            Mention(
                kind=mention.kind,
                span=of(mention.words),
                head=base + mention.head,
                text=of(mention.words).of(text),
                sentence=number,
                score=mention.score,
            )
            for mention in found_mentions
        ]
        own += _unmentioned(text, own, found, of, sentence=number, base=base)
        if self.known:
            written = [word.of(text) for word in words]
            own += _known(text, own, found, of, self.known.find(written), sentence=number, base=base)
        own += _companions(text, own, found, of, sentence=number, base=base)
        own += _counted(text, own, found, of, sentence=number, base=base)
        own += _states_beside(text, own, found, of, sentence=number, base=base)
        own += _addressed(text, own, found, of, sentence=number, base=base)
        own += _sayers(text, own, found, of, sayers, sentence=number, base=base)
        # Mentions stand in text order in the Parse; the roles follow them.
        order = sorted(range(len(own)), key=lambda at: (own[at].span.start, -own[at].span.end, own[at].kind))
        new = {old: len(self.mentions) + place for place, old in enumerate(order)}
        self.mentions += [own[at] for at in order]
        self.vectors += [anchor.vector for anchor in found.anchors]
        self.anchors += [_anchor(anchor, of, new, sentence=number, base=base) for anchor in found.anchors]
        self.asked += [_anchor(anchor, of, new, sentence=number, base=base) for anchor in found.asked]
        self.sayings += [_saying(text, saying, of, new, sentence=number, base=base) for saying in found.sayings]


def _anchor(anchor: FoundAnchor, of: _Spanner, new: dict[int, int], *, sentence: int, base: int) -> Anchor:
    return Anchor(
        token=base + anchor.words.first,
        span=of(anchor.words),
        sentence=sentence,
        types=anchor.types,
        modes=anchor.modes,
        contexts=anchor.contexts,
        auxiliaries=anchor.auxiliaries,
        core=anchor.core,
        roles=tuple(RoleArc(role=arc.role, mention=new[arc.mention], score=arc.score) for arc in anchor.roles),
        hedge=of(anchor.hedge) if anchor.hedge else None,
    )


def _saying(text: str, saying: FoundSaying, of: _Spanner, new: dict[int, int], *, sentence: int, base: int) -> Saying:
    content = of(saying.content)
    around = text[max(0, content.start - 2) : content.end + 1]
    return Saying(
        verb=of(saying.verb),
        token=base + saying.verb.first,
        sentence=sentence,
        content=content,
        speaker=None if saying.speaker is None else new[saying.speaker],
        quoted=_QUOTES.search(around) is not None,
        score=saying.score,
    )


def _uncoordinated(mention: FoundMention, others: Sequence[FoundMention], forms: Sequence[str]) -> FoundMention:
    """The mention without a second one that "and" joins behind its head: each of the two stands for itself."""
    joined = [
        other.words.first
        for other in others
        if other.kind is mention.kind
        and mention.head < other.words.first
        and other.words.last <= mention.words.last
        and _JOINS & set(forms[mention.head + 1 : other.words.first])
        and set(forms[mention.head + 1 : other.words.first]) <= _JOINS | {","}
    ]
    return replace(mention, words=WordRange(first=mention.words.first, last=mention.head)) if joined else mention


def _unquoted(mention: FoundMention, forms: Sequence[str]) -> FoundMention:
    """The mention without a quotation mark at its end that nothing in it opens."""
    first, last = mention.words.first, mention.words.last
    inside = sum(_QUOTES.fullmatch(form) is not None for form in forms[first : last + 1])
    if last > mention.head and inside == 1 and _QUOTES.fullmatch(forms[last]):
        return replace(mention, words=WordRange(first=first, last=last - 1))
    return mention


def _untolled(mention: FoundMention, found: SentenceAnalysis, forms: Sequence[str]) -> FoundMention:
    """The mention without the toll that a headline opens with: "Three dead as youths clash" is about the youths."""
    first = mention.words.first
    opened = first + 2 < mention.head and forms[first + 2] == "as" and found.upos[first] == "NUM"
    if opened and found.upos[first + 1] in {"ADJ", "VERB"}:
        return replace(mention, words=WordRange(first=first + 3, last=mention.words.last))
    return mention


def _unmentioned(
    text: str, own: Sequence[Mention], found: SentenceAnalysis, of: _Spanner, *, sentence: int, base: int
) -> list[Mention]:
    """Names of persons, bodies and groups that no actor mention of the engine heads or holds in its name.

    Coreference and the registers need them ("under President X"), though no event has them in a role.
    """
    heads = {mention.head - base for mention in own if mention.kind is MentionKind.ACTOR}
    doings = {at for anchor in found.anchors for at in range(anchor.words.first, anchor.words.last + 1)}
    more = []
    for name in found.names:
        last = name.words.last
        # "A U.S. strike" is one by the state, as "an Israeli strike" is; "the Gao attack" only happened there.
        by_a_state = found.heads[last] in doings and _INITIALS.fullmatch(of(name.words).of(text)) is not None
        if name.kind is NameKind.PLACE and not by_a_state:
            continue
        if any(name.words.first <= head <= last for head in heads):
            continue
        phrase = name.words if by_a_state else found.spans[last]
        words = WordRange(first=min(phrase.first, name.words.first), last=max(phrase.last, last))
        more.append(_unsigned(text, of(words), head=base + last, sentence=sentence))
    return more


def _known(
    text: str,
    own: Sequence[Mention],
    found: SentenceAnalysis,
    of: _Spanner,
    names: Sequence[tuple[int, int]],
    *,
    sentence: int,
    base: int,
) -> list[Mention]:
    """Names of known actors that stand in no actor mention yet. names: their first and last words."""
    actors = [mention.span for mention in own if mention.kind is MentionKind.ACTOR]
    more = []
    for first, last in names:
        words = WordRange(first=first, last=last)
        if any(span.contains(of(words)) for span in actors):
            continue
        head = next((at for at in range(first, last + 1) if not first <= found.heads[at] <= last), last)
        phrase = found.spans[head]
        # "The Gao parade": Gao alone, not what it describes.
        if phrase.first <= first and phrase.last == last:
            words = phrase
        more.append(_unsigned(text, of(words), head=base + head, sentence=sentence))
    return more


def _unsigned(text: str, span: Span, *, head: int, sentence: int) -> Mention:
    """An actor mention in which the engine saw no sign of a role."""
    return Mention(kind=MentionKind.ACTOR, span=span, head=head, text=span.of(text), sentence=sentence, score=0.0)


def _companions(
    text: str, own: Sequence[Mention], found: SentenceAnalysis, of: _Spanner, *, sentence: int, base: int
) -> list[Mention]:
    """Who stands beside an actor by "along with" or "like", or does a thing ("strikes by foreign armies"), and is no
    mention yet."""
    heads = {mention.head - base for mention in own if mention.kind is MentionKind.ACTOR}
    beside = {
        found.heads[case]
        for case, name in enumerate(found.relations)
        if name == "case" and of(_word(case)).of(text).casefold() in BESIDE
    }
    doers = {
        at
        for case, name in enumerate(found.relations)
        if name == "case"
        and found.heads[case] >= 0
        and of(_word(case)).of(text).casefold() == "by"
        and found.upos[at := found.heads[case]] == "NOUN"
        and found.relations[at] in {"nmod", "nmod:agent", "obl:agent"}
        and not any(mention.head - base == at for mention in own)
    }
    return [
        _unsigned(text, of(_whole(found, at)), head=base + at, sentence=sentence)
        for at in sorted((beside | doers) - heads)
        if at >= 0 and (at in doers or found.heads[at] in heads)
    ]


def _states_beside(
    text: str, own: Sequence[Mention], found: SentenceAnalysis, of: _Spanner, *, sentence: int, base: int
) -> list[Mention]:
    """The state before "and" and somebody of another one: "Mali" of "Mali and Russia's Yadran Group"."""
    starts = {mention.span.start: mention.head - base for mention in own if mention.kind is MentionKind.ACTOR}
    more = []
    for name in found.names:
        last = name.words.last
        known = any(mention.head == base + last for mention in own)
        if name.kind is not NameKind.PLACE or known or last + 2 >= len(found.heads):
            continue
        joined = of(_word(last + 1)).of(text).casefold() == "and"
        head = starts.get(of(_word(last + 2)).start)
        owned = head is not None and found.heads[last] == head and found.xpos[head] in {"NN", "NNP"}
        if joined and owned and found.relations[last + 2] == "nmod:poss":
            more.append(_unsigned(text, of(name.words), head=base + last, sentence=sentence))
    return more


def _addressed(
    text: str, own: Sequence[Mention], found: SentenceAnalysis, of: _Spanner, *, sentence: int, base: int
) -> list[Mention]:
    """ "You" as the subject of a doing: "the army says that you attacked the post"."""
    heads = {mention.head - base for mention in own}
    doings = {at for anchor in found.anchors for at in range(anchor.words.first, anchor.words.last + 1)}
    return [
        _unsigned(text, of(_word(at)), head=base + at, sentence=sentence)
        for at, name in enumerate(found.relations)
        if name == "nsubj"
        and found.heads[at] in doings
        and at not in heads
        and of(_word(at)).of(text).casefold() == "you"
    ]


def _counted(
    text: str, own: Sequence[Mention], found: SentenceAnalysis, of: _Spanner, *, sentence: int, base: int
) -> list[Mention]:
    """Those counted whom violence or force is done to ("killed nine fighters"), where the engine saw no mention."""
    verbs = {
        anchor.words.first
        for anchor in (*found.anchors, *found.asked)
        if next((name for name, _ in anchor.types if name), "") in _VIOLENT
    }
    heads = {mention.head - base for mention in own if mention.kind is MentionKind.ACTOR}
    nouns = {found.heads[number] for number, name in enumerate(found.relations) if name == "nummod"} - heads
    return [
        _unsigned(text, of(found.spans[at]), head=base + at, sentence=sentence)
        for at in sorted(nouns)
        if at >= 0
        and found.heads[at] in verbs
        and found.relations[at] in {"obj", "nsubj:pass"}
        and found.upos[at] == "NOUN"
    ]


def _sayers(
    text: str,
    own: Sequence[Mention],
    found: SentenceAnalysis,
    of: _Spanner,
    verbs_of_saying: Container[str],
    *,
    sentence: int,
    base: int,
) -> list[Mention]:
    """Subjects of verbs of saying in which the engine saw no mention ("the minister said"): a statement needs its
    speaker, and the "he" of the next sentence somebody to stand for."""
    actors = [mention.span for mention in own if mention.kind is MentionKind.ACTOR]
    verbs = {saying.verb.first for saying in found.sayings if saying.speaker is None} | {
        at
        for at, tag in enumerate(found.upos)
        if tag == "VERB" and of(_word(at)).of(text).casefold() in verbs_of_saying
    }
    return [
        _unsigned(text, of(_phrase(found, at)), head=base + at, sentence=sentence)
        for at, name in enumerate(found.relations)
        if name == "nsubj"
        and found.heads[at] in verbs
        and found.upos[at] in {"NOUN", "PROPN"}
        and not any(span.overlaps(of(_word(at))) for span in actors)
    ]


def _phrase(found: SentenceAnalysis, at: int) -> WordRange:
    """The phrase that a noun heads, as the tree has it, without clauses, appositions and what "and" joins."""
    inside, grown = {at}, True
    while grown:
        more = {
            word
            for word, head in enumerate(found.heads)
            if head in inside and word not in inside and found.relations[word].partition(":")[0] not in _OUTSIDE
        }
        inside, grown = inside | more, bool(more)
    return WordRange(first=min(inside), last=max(inside))


def _whole(found: SentenceAnalysis, at: int) -> WordRange:
    """The phrase that a word heads, with the places it is "in" or "of": the engine marks phrases in roles well, others
    less so."""
    last = found.spans[at].last
    grown = True
    while grown:
        grown = False
        for word in range(last + 1, len(found.heads)):
            if at <= found.heads[word] <= last and found.relations[word] in _OF_A_PHRASE:
                last, grown = word, True
    return WordRange(first=found.spans[at].first, last=last)


def _word(at: int) -> WordRange:
    return WordRange(first=at, last=at)
