"""What people are reported to have said: the engine's sayings, those that the tree shows, and quotations that go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from faleme.coding.addressed import addressed
from faleme.coding.attribution import cited, speech_class, subject_of, voices
from faleme.coding.contents import contents_of, is_beside, thing_said, without_remark
from faleme.coding.factuality import auxiliary_of
from faleme.coding.moods import is_asked, is_infinitive, is_order
from faleme.coding.predicates import with_predicate
from faleme.coding.quotations import is_quoted, stretches, trimmed
from faleme.coding.running_quotes import about, with_running_quotes
from faleme.interviews import interview_of
from faleme.records import Article, Auxiliary, Decision, MentionKind, Saying, Utterance
from faleme.reference.lexicon import Lexicon
from faleme.spans import Span
from faleme.trees import Tree, is_verb

_PRONOUN_SENTENCES = 3
_UNLISTED = 0.6  # of the engine, for a verb that no list knows as one of saying
_BY_THE_TREE = 0.8  # share of the tree's own utterances on the train pages that are statements there


def utterances_of(
    article: Article, tree: Tree, *, lexicon: Lexicon, refused: list[Decision] | None = None
) -> tuple[Utterance, ...]:
    """What people are reported to have said, in text order.

    Each names whoever speaks, innermost first where speakers nest: of "X said that Y had told Z so" the inner one is
    Y's, as X has it. What is denied, supposed, asked or still to be said is no utterance; ``refused`` is told so.
    """
    refused = [] if refused is None else refused
    found = {at: _told_at(article.text, tree, at, lexicon, refused) for at in range(len(tree.tokens))}
    for saying in tree.parse.sayings:
        one = speech_class(tree, saying.token, lexicon)
        doubtful = (
            (saying.score < _UNLISTED or _is_silent(tree.word(saying.token), lexicon))
            if one is None
            else not one.statement
        )
        if doubtful or saying.content.overlaps(saying.verb) or _unsaid(tree, saying.token, lexicon):
            continue
        found[saying.token] = _merged(article.text, tree, saying, found[saying.token], lexicon)
    quoted = stretches(article.text, [block.span for block in article.blocks])
    found = {
        at: [one for one in told if not _speaks_of_itself(tree, at, quoted, lexicon)] for at, told in found.items()
    }
    ordered = _with_pronouns(tree, [(at, one) for at in sorted(found) for one in found[at]])
    nested = [replace(one, speaker=_chain(tree, at, one.speaker, lexicon)) for at, one in ordered]
    told = [
        replace(one, content=_in_the_page(article, one.content)) for one in with_running_quotes(article, tree, nested)
    ]
    told += _answers(article, tree, {one.sentence for one in told})
    told = [with_predicate(tree, addressed(tree, one, lexicon), lexicon) for one in told]
    return tuple(sorted(told, key=lambda one: (one.sentence, one.content)))


def _answers(article: Article, tree: Tree, taken: set[int]) -> Iterator[Utterance]:
    """The sentences of an interview's answers that are no utterances yet: whoever answers says so."""
    interview = interview_of(article, tree.parse)
    for block, label, speaker in interview.answers if interview is not None else ():
        for number, sentence in enumerate(tree.parse.sentences):
            if sentence.block != block or number in taken or sentence.span.end <= label.end + 1:
                continue
            content = trimmed(article.text, Span(max(sentence.span.start, label.end), sentence.span.end))
            if len(content.of(article.text).split()) > 1:  # "Yes" alone tells nothing
                yield Utterance(
                    speaker=(speaker,),
                    verb=label,
                    verb_class="answer",
                    content=content,
                    quoted=True,
                    about=about(tree.parse, content, speaker),
                    sentence=number,
                    score=_BY_THE_TREE,
                )


def _in_the_page(article: Article, content: Span) -> Span:
    """The content without a mark at its ends that the page itself does not have: of a <q> the cleaner writes them."""
    start, end = content.start, content.end
    while end > start + 1 and article.offsets.point(end - 1) is None:
        end -= 1
    while start < end - 1 and article.offsets.point(start) is None:
        start += 1
    return Span(start, end)


def _is_silent(word: str, lexicon: Lexicon) -> bool:
    """ "refused to say", "went on to say": the verb that the engine names is none of saying."""
    return word not in lexicon.speech and (lexicon.governors.get(word) == "negation" or word in lexicon.transparent)


def _speaks_of_itself(tree: Tree, at: int, quoted: list[Span], lexicon: Lexicon) -> bool:
    """ "“We urge them to leave,” X said": one statement of X, of which "urge" is a part."""
    subject = subject_of(tree, at)
    where = tree.tokens[at].span
    inside = any(stretch.contains(where) for stretch in quoted)
    return inside and subject is not None and tree.word(subject) in lexicon.first_persons


def _told_at(text: str, tree: Tree, at: int, lexicon: Lexicon, refused: list[Decision]) -> list[Utterance]:
    """The utterances of a verb of saying with a subject and words that it reports."""
    speech = speech_class(tree, at, lexicon)
    if speech is None or not speech.statement or not is_verb(tree.tokens[at]) or _is_participle_of_a_passive(tree, at):
        return []
    subject = _subject(tree, at, lexicon)
    if subject is None or (tree.word(subject) in lexicon.nobody and tree.children(at, "aux:pass")):
        return []
    contents = contents_of(text, tree, at, speech, lexicon)
    if not contents:
        return []
    if (unsaid := _unsaid(tree, at, lexicon)) is not None:
        words = f"statement at “{tree.tokens[at].text}”"
        refused.append(Decision(step="refused", decided=words, why=f"nothing is said there: {unsaid}"))
        return []
    mention = tree.mention_for(subject, MentionKind.ACTOR)
    asked = tree.word(at) in lexicon.asking_verbs and any(
        is_infinitive(tree, one) for one in tree.children(at, "xcomp")
    )
    return [
        Utterance(
            speaker=() if mention is None else (mention,),
            verb=tree.tokens[at].span,
            verb_class="ask" if asked else speech.code,
            content=content,
            quoted=is_quoted(text, content),
            about=about(tree.parse, content, mention),
            sentence=tree.tokens[at].sentence,
            score=_BY_THE_TREE,
        )
        for content in contents
    ]


def _unsaid(tree: Tree, at: int, lexicon: Lexicon) -> str | None:
    """Why nothing was said at a verb of saying, or None: "did not say", "will announce", "if he admits"."""
    if not is_verb(tree.tokens[at]):
        return None
    reading = auxiliary_of(tree, at, lexicon=lexicon)
    if reading.auxiliary not in {None, Auxiliary.HISTORICAL} and not reading.weak:
        return f"{reading.why} ({reading.auxiliary})"
    if is_order(tree, at):
        return "it is an order"
    return "it is a question" if is_asked(tree, at, words=lexicon.implied) else None


def _is_participle_of_a_passive(tree: Tree, at: int) -> bool:
    """ "Asked whether he would resign, he …": who is asked does not ask."""
    bare = tree.tokens[at].xpos == "VBN" and not tree.children(at, "aux", "nsubj")
    return bare and tree.is_a(at, "advcl", "acl") and subject_of(tree, at) not in tree.children(at, "obl")


def _subject(tree: Tree, at: int, lexicon: Lexicon) -> int | None:
    """Whoever speaks at the verb: its subject; of "quoted X as saying" and "X was quoted as saying" X."""
    head = tree.tokens[at].head
    if head >= 0 and tree.marker(at) == "as" and tree.word(head) in lexicon.quoting_verbs:
        said = tree.children(head, "obj", "nsubj:pass") or [one for one in tree.children(head, "nsubj") if one > head]
        return next(iter(said), None)
    others = _cited(tree, at, lexicon)
    return next((one for one in tree.children(at, "nsubj") if others and one not in others), subject_of(tree, at))


def _cited(tree: Tree, at: int, lexicon: Lexicon) -> list[int]:
    """Whom the subject of a verb cites, however the tree hangs him: "Reuters, citing a source, reported"."""
    found = [named for _, named in cited(tree, at, lexicon)]
    for child in tree.children(at, "advcl"):
        if tree.word(child) in lexicon.quoting_verbs and tree.tokens[child].xpos == "VBG":
            found += [one for one in tree.children(at, "nsubj")[1:] if child < one < at]
    return found


def _merged(text: str, tree: Tree, saying: Saying, mine: list[Utterance], lexicon: Lexicon) -> list[Utterance]:
    """The engine's saying and what the tree shows at the same verb, as one: the tree's speaker where the verb has a
    subject ("A said …, according to a post" is A's), the wider content."""
    one = speech_class(tree, saying.token, lexicon)
    first = next(iter(mine), None)
    subject = _subject(tree, saying.token, lexicon) if is_verb(tree.tokens[saying.token]) else None
    own = None if subject is None else tree.mention_for(subject, MentionKind.ACTOR)
    speaker = own if own is not None else saying.speaker
    if own is None and subject is not None and speaker is not None and _speaks_elsewhere(tree, speaker, saying.token):
        speaker = None
    content = saying.content
    if first is not None and content.overlaps(first.content) and not content.contains(first.content):
        content = first.content
    elif content.end <= saying.verb.start and not is_quoted(text, content):
        content = thing_said(tree, saying.token, one, lexicon) or content
    content = trimmed(text, without_remark(tree, _without_next(tree, saying.token, content), lexicon))
    made = Utterance(
        speaker=() if speaker is None else (speaker,),
        verb=saying.verb,
        verb_class=first.verb_class if first is not None else one.code if one is not None else "say",
        content=content,
        quoted=is_quoted(text, saying.content) or is_quoted(text, content),
        about=about(tree.parse, content, speaker),
        sentence=saying.sentence,
        score=saying.score,
    )
    return [made, *(replace(other, speaker=made.speaker) for other in mine[1:] if not other.content.overlaps(content))]


def _without_next(tree: Tree, verb: int, content: Span) -> Span:
    """A content that ends where the next verb of the same subject begins: "noted a delay but praised the voters"."""
    for child in tree.children(verb, "conj"):
        first = min([child, *tree.children(child, "cc")])
        start = tree.tokens[first].span.start
        if is_verb(tree.tokens[child]) and content.start < start < content.end and child > verb:
            return Span(content.start, tree.tokens[first - 1].span.end)
    return content


def _speaks_elsewhere(tree: Tree, mention: int, verb: int) -> bool:
    """Whether a mention is another verb's subject: "One of them, she recalled, had shouted" is not her shouting."""
    head = tree.parse.mentions[mention].head
    return tree.is_a(head, "nsubj") and tree.tokens[head].head != verb


def _with_pronouns(tree: Tree, told: list[tuple[int, Utterance]]) -> list[tuple[int, Utterance]]:
    """The utterances with their verbs; "she wrote", where the engine saw no mention in "she", is the last speaker's."""
    ordered: list[tuple[int, Utterance]] = []
    for at, utterance in told:
        subject = subject_of(tree, at)
        pronoun = subject is not None and tree.tokens[subject].upos == "PRON"
        near = [one for _, one in ordered if one.speaker and utterance.sentence - one.sentence <= _PRONOUN_SENTENCES]
        mine = replace(utterance, speaker=near[-1].speaker) if not utterance.speaker and pronoun and near else utterance
        ordered.append((at, mine))
    return ordered


def _chain(tree: Tree, at: int, speaker: tuple[int, ...], lexicon: Lexicon) -> tuple[int, ...]:
    """The speakers of a verb of saying, innermost first: whom its subject cites, the subject, those who tell that it
    said so."""
    subject = _subject(tree, at, lexicon)
    quoted = [] if subject is None else [one for one in tree.children(subject, "acl") if tree.tokens[one].xpos == "VBN"]
    quoting = [by for one in quoted if tree.word(one) in lexicon.quoting_verbs for by in tree.children(one, "obl")]
    named = [tree.mention_for(one, MentionKind.ACTOR) for one in _cited(tree, at, lexicon)]
    chain = [*(one for one in named if one is not None and one not in speaker), *speaker]
    head = tree.tokens[at].head
    if head >= 0 and tree.marker(at) == "as" and tree.word(head) in lexicon.quoting_verbs:
        teller = subject_of(tree, head)
        quoting += [] if teller is None else [teller]
    tellers = [tree.mention_for(one, MentionKind.ACTOR) for one in quoting]
    chain += [one for one in tellers if one is not None]
    for voice in [] if is_beside(tree, at) else voices(tree, at, lexicon=lexicon):
        if _is_told_apart(tree, at, voice.at):
            break
        if voice.speech.statement and voice.mention is not None:
            chain.append(voice.mention)
    return _each_once(tree, chain)


def _is_told_apart(tree: Tree, at: int, above: int) -> bool:
    """Whether a relative clause or a second clause with a subject of its own parts a verb from the one above it: what
    stands there is the outlet's own, or nobody knows whose."""
    below = at
    for one in tree.ancestors(at):
        if tree.is_a(below, "acl:relcl") or (tree.is_a(below, "conj") and tree.children(below, "nsubj")):
            return True
        if one == above:
            return False
        below = one
    return False


def _each_once(tree: Tree, chain: list[int]) -> tuple[int, ...]:
    """Mentions without those of a referent that stands in the list already."""
    referent = {mention: number for number, each in enumerate(tree.parse.chains) for mention in each.mentions}
    kept = {referent.get(mention, -1 - mention): mention for mention in reversed(chain)}
    return tuple(mention for mention in dict.fromkeys(chain) if kept[referent.get(mention, -1 - mention)] == mention)
