"""Who, inside the text, says so: the speaker of a clause, and what people are reported to have said.

A clause is somebody's word when a verb or noun of saying governs it ("X said that …", "X's claim that …"), when such a
verb is set beside it ("…, X said"), when a preposition names the speaker ("according to X"), when it stands inside
a quotation, or when the engine ties it to a verb of saying.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from faleme.records import Article, MentionKind, Parse, Saying, Utterance
from faleme.reference.lexicon import Lexicon, SpeechClass
from faleme.spans import Span, cover
from faleme.trees import Tree

_OPENING, _CLOSING = "“«„", "”»"
_PLAIN = '"'
_MINDS = frozenset({"think", "know"})
_OF_DOINGS = frozenset({"deny", "claim", "confirm", "announce", "accuse"})  # "denied the attack", "announced a ban"
_TAGS = frozenset({"say", "stress", "announce", "claim", "confirm", "explain", "answer", "warn", "think", "know"})
_PRONOUN_SENTENCES = 3
_UNLISTED = 0.6  # of the engine, for a verb that no list knows as one of saying
_QUOTE_SENTENCES = 8  # a quotation that has not closed by then was never closed: its mark was lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who vouches for a clause.

    at: the verb, noun or preposition that says so. speaker: head token of whoever speaks, None where unnamed ("it is
    said"). mention: index into Parse.mentions where the engine saw the speaker as one.
    """

    at: int
    speech: SpeechClass
    speaker: int | None
    mention: int | None
    why: str


def voices(tree: Tree, token: int, *, lexicon: Lexicon) -> list[Voice]:
    """Everybody who vouches for the clause around a token, innermost first, each once."""
    found: list[Voice] = []
    below = token
    found += _beside(tree, token, lexicon)
    for above in tree.ancestors(token):
        voice = _governor(tree, above, below, lexicon)
        if voice is not None:
            found.append(voice)
        if tree.opens_clause(above) or tree.tokens[above].upos in {"VERB", "AUX"}:
            found += [voice for voice in _beside(tree, above, lexicon) if voice.at != below]
        below = above
    found += _over_the_sentence(tree, token, lexicon)
    unique: dict[int, Voice] = {}
    for voice in found:
        if voice.at != token:
            unique.setdefault(voice.at, voice)
    return list(unique.values())


def speaker_of(parse: Parse, span: Span, *, lexicon: Lexicon, tree: Tree | None = None) -> Span | None:
    """The words that name who says (or believes, or knows) the clause in ``span``; None where it is the outlet's own.

    The verb of saying must stand in the same sentence, outside the span: of "X said he knew …" the clause is "he
    knew …". Quotations that go on over sentences are `utterances_of`'s.
    """
    tree = tree or Tree(parse)
    head = tree.head_in(span)
    if head is None:
        return None
    for voice in voices(tree, head, lexicon=lexicon):
        where = tree.tokens[voice.at].span
        if span.overlaps(where) or (voice.speaker is None and voice.speech.denies):
            continue  # "was denied a visa" says nothing of a clause
        if voice.speaker is not None and tree.word(voice.speaker) in lexicon.first_persons:
            continue  # whose words they are, the quotation's own speaker tells
        if voice.mention is not None:
            return parse.mentions[voice.mention].span
        return where if voice.speaker is None else _phrase(tree, voice.speaker)
    saying = _saying_over(parse, span)
    if saying is None:
        return None
    return parse.mentions[saying.speaker].span if saying.speaker is not None else saying.verb


def speakers(
    tree: Tree, token: int, *, lexicon: Lexicon, utterances: tuple[Utterance, ...]
) -> tuple[tuple[int, ...], str]:
    """Mentions that say that the thing at ``token`` happened, innermost first, and why so.

    Verbs of saying only: what somebody believes is no claim. A denial's speaker counts: he speaks of it.
    """
    named: list[int] = []
    reasons: list[str] = []
    for voice in voices(tree, token, lexicon=lexicon):
        if voice.speech.statement and voice.mention is not None and voice.mention not in named:
            named.append(voice.mention)
            reasons.append(voice.why)
    here = tree.tokens[token].span
    for utterance in utterances:
        if utterance.verb_class in _TAGS and utterance.content.contains(here) and not utterance.verb.overlaps(here):
            for mention in utterance.speaker:
                if mention not in named and not named:
                    named.append(mention)
                    reasons.append("stands inside what the speaker is reported to have said")
    return tuple(named), "; ".join(reasons)


def utterances_of(article: Article, tree: Tree, *, lexicon: Lexicon) -> tuple[Utterance, ...]:
    """What people are reported to have said, in text order: the engine's sayings, those that the tree shows, and the
    sentences of a quotation that goes on."""
    parse = tree.parse
    found: dict[int, Utterance] = {}
    for at in range(len(tree.tokens)):
        utterance = _told_here(article, tree, at, lexicon)
        if utterance is not None:
            found[at] = utterance
    for saying in parse.sayings:
        one = speech_class(tree, saying.token, lexicon)
        doubtful = saying.score < _UNLISTED if one is None else not one.statement
        if doubtful or saying.content.overlaps(saying.verb):
            continue
        mine = found.get(saying.token)
        # The verb's own subject first: "A said …, according to a post" is A's.
        subject = subject_of(tree, saying.token)
        own = mine.speaker[0] if mine and mine.speaker else None
        speaker = (
            own if subject is not None and own is not None else saying.speaker if saying.speaker is not None else own
        )
        found[saying.token] = Utterance(
            speaker=() if speaker is None else (speaker,),
            verb=saying.verb,
            verb_class=one.code if one is not None else "say",
            content=_trimmed(article.text, _fuller(mine, saying)),
            quoted=saying.quoted or _is_quoted(article.text, saying.content),
            about=_about(parse, saying.content, speaker),
            sentence=saying.sentence,
            score=saying.score,
        )
    ordered = _with_pronouns(tree, found)
    return tuple(sorted(_with_continuations(article, tree, ordered), key=lambda u: (u.sentence, u.content)))


def _with_pronouns(tree: Tree, found: dict[int, Utterance]) -> list[Utterance]:
    """The utterances in text order; "she wrote", where the engine saw no mention in "she", is the last speaker's."""
    ordered: list[Utterance] = []
    for at in sorted(found):
        utterance, subject = found[at], subject_of(tree, at)
        pronoun = subject is not None and tree.tokens[subject].upos == "PRON"
        near = [one for one in ordered if one.speaker and utterance.sentence - one.sentence <= _PRONOUN_SENTENCES]
        if not utterance.speaker and pronoun and near:
            utterance = replace(utterance, speaker=near[-1].speaker)
        ordered.append(utterance)
    return ordered


def _fuller(mine: Utterance | None, saying: Saying) -> Span:
    """The tree's content, which ends where its clause does, unless the engine's holds it and more."""
    return saying.content if mine is None or saying.content.contains(mine.content) else mine.content


def speech_class(tree: Tree, at: int, lexicon: Lexicon) -> SpeechClass | None:
    """The class of a verb of saying or knowing at a token, its particle included; None for other words."""
    word = tree.word(at)
    after = at + 1
    if after < len(tree.tokens):
        phrase = lexicon.speech_phrases.get(f"{word} {tree.word(after)}")
        if phrase is not None:
            return phrase
    return lexicon.speech.get(word) if tree.tokens[at].upos in {"VERB", "AUX"} else None


# --- voices of one clause ---------------------------------------------------------------------------------


def _governor(tree: Tree, above: int, below: int, lexicon: Lexicon) -> Voice | None:
    """The voice where ``above`` is a verb or noun of saying and ``below`` its content."""
    if tree.tokens[above].upos in {"VERB", "AUX"}:
        speech = speech_class(tree, above, lexicon)
        infinitive = any(tree.word(child) == "to" for child in tree.children(below, "mark"))
        if speech is None:
            return None
        clause = tree.is_a(below, "ccomp", "csubj") or (tree.is_a(below, "parataxis") and speech.statement)
        infinitive = any(tree.word(child) == "to" for child in tree.children(below, "mark"))
        if clause and infinitive and speech.code in _MINDS:
            return None  # "decided to leave" is a plan, not a view
        accused = speech.code == "accuse" and tree.is_a(below, "advcl", "obl") and tree.marker(below) in {"of", "for"}
        if not clause and not accused and not (tree.is_a(below, "obj") and speech.code in _OF_DOINGS):
            return None
        return _voice(tree, above, speech, f"“{tree.tokens[above].text}” governs the clause", lexicon)
    if (
        tree.tokens[above].upos == "NOUN"
        and tree.is_a(below, "acl", "ccomp", "appos")
        and not tree.is_a(below, "acl:relcl")
    ):
        noun = lexicon.speech_nouns.get(tree.word(above))
        if noun is None:
            return None
        owner = next(iter(tree.children(above, "nmod:poss")), None)
        if owner is None:
            owner = next((at for at in tree.children(above, "nmod") if tree.marker(at) in {"of", "by", "from"}), None)
        if owner is None and noun.code in _MINDS:
            return None
        return Voice(
            at=above,
            speech=noun,
            speaker=owner,
            mention=None if owner is None else tree.mention_for(owner, MentionKind.ACTOR),
            why=f"“{tree.tokens[above].text}” that it is so",
        )
    return None


def _beside(tree: Tree, token: int, lexicon: Lexicon) -> list[Voice]:
    """Voices that hang on the clause: "…, X said", "according to X", "as X said"."""
    found = []
    for child in tree.children(token):
        if tree.is_a(child, "parataxis", "advcl") and tree.tokens[child].upos in {"VERB", "AUX"}:
            speech = speech_class(tree, child, lexicon)
            tag = tree.is_a(child, "parataxis") or tree.marker(child) == "as"
            if (
                speech is not None
                and tag
                and tree.children(child, "nsubj")
                and _lacks_content(tree, child, speech, lexicon)
            ):
                found.append(
                    _voice(tree, child, speech, f"“{tree.tokens[child].text}” stands beside the clause", lexicon)
                )
        elif tree.is_a(child, "obl", "nmod", "advcl", "parataxis") and _according(tree, child, lexicon):
            found.append(
                Voice(
                    at=next(iter(tree.children(child, "case", "mark")), child),
                    speech=lexicon.speech["said"],
                    speaker=child,
                    mention=tree.mention_for(child, MentionKind.ACTOR),
                    why="“according to”",
                )
            )
    return found


def _lacks_content(tree: Tree, verb: int, speech: SpeechClass, lexicon: Lexicon) -> bool:
    """Whether a verb of saying has no content of its own, so that the clause beside it is what was said."""
    if speech.code not in _TAGS or tree.children(verb, "ccomp", "xcomp"):
        return False
    return not tree.children(verb, "obj") or tree.word(verb) in lexicon.hearer_verbs


def _over_the_sentence(tree: Tree, token: int, lexicon: Lexicon) -> list[Voice]:
    """A sentence opened by "according to X" is X's, wherever the tree hangs the phrase."""
    sentence = tree.parse.sentences[tree.tokens[token].sentence]
    phrase = [at for at in range(sentence.first, sentence.last) if tree.tokens[at].upos != "PUNCT"][:1]
    if not phrase or not any(_stands(tree, phrase[0], words) for words in lexicon.according):
        return []
    head = phrase[0]
    while tree.is_a(head, "case", "fixed", "mark") and tree.tokens[head].head >= 0:
        head = tree.tokens[head].head
    if head == phrase[0] or token in tree.subtree(head):
        return []
    mention = tree.mention_for(head, MentionKind.ACTOR)
    return [Voice(at=phrase[0], speech=lexicon.speech["said"], speaker=head, mention=mention, why="“according to”")]


def _stands(tree: Tree, at: int, phrase: str) -> bool:
    words = phrase.split()
    return [tree.word(k) for k in range(at, min(at + len(words), len(tree.tokens)))] == words


def _according(tree: Tree, child: int, lexicon: Lexicon) -> bool:
    """Whether a phrase is opened by a preposition of attribution, however the tree cuts "according to"."""
    first = min((at for at in tree.subtree(child) if tree.tokens[at].upos != "PUNCT"), default=child)
    return any(_stands(tree, first, phrase) for phrase in lexicon.according)


def _voice(tree: Tree, verb: int, speech: SpeechClass, why: str, lexicon: Lexicon) -> Voice:
    speaker = subject_of(tree, verb)
    if speaker is not None and tree.word(speaker) in lexicon.nobody and tree.children(verb, "aux:pass"):
        speaker = None
    return Voice(
        at=verb,
        speech=speech,
        speaker=speaker,
        mention=None if speaker is None else tree.mention_for(speaker, MentionKind.ACTOR),
        why=why,
    )


def subject_of(tree: Tree, verb: int) -> int | None:
    """Head of the one who does what the verb says: its subject, a passive's "by" phrase, a relative clause's
    antecedent, or the subject of the verb it shares one with. None where the clause names nobody."""
    for child in tree.children(verb, "obl:agent"):
        return child
    passive = bool(tree.children(verb, "aux:pass", "nsubj:pass"))
    if passive:
        return next((child for child in tree.children(verb, "obl") if tree.marker(child) == "by"), None)
    own = tree.children(verb, "nsubj", "csubj")
    if own:
        before = [child for child in own if child < verb]
        subject = before[-1] if before else own[-1]
        if (
            tree.tokens[subject].upos == "PRON"
            and tree.is_a(verb, "acl:relcl")
            and tree.tokens[subject].xpos in {"WP", "WDT"}
        ):
            return tree.tokens[verb].head
        return subject
    head = tree.tokens[verb].head
    if head < 0:
        return None
    if tree.is_a(verb, "acl") and tree.tokens[verb].xpos == "VBG":
        return head
    if tree.is_a(verb, "conj", "xcomp", "advcl", "parataxis") and tree.tokens[head].upos in {"VERB", "AUX", "ADJ"}:
        if tree.is_a(verb, "xcomp") and (controlled := tree.children(head, "obj", "iobj")):
            return controlled[0]
        if tree.is_a(verb, "xcomp", "advcl", "conj") and tree.children(head, "nsubj:pass"):
            return tree.children(head, "nsubj:pass")[0]
        return subject_of(tree, head)
    return None


# --- quotations and sayings -------------------------------------------------------------------------------


def _saying_over(parse: Parse, span: Span) -> Saying | None:
    """The engine's saying whose content holds most of the span, smallest content first."""
    over = [
        saying
        for saying in parse.sayings
        if saying.content.overlaps(span)
        and not saying.verb.overlaps(span)
        and min(saying.content.end, span.end) - max(saying.content.start, span.start) >= 0.6 * len(span)
    ]
    return min(over, key=lambda saying: (len(saying.content), saying.verb), default=None)


def _told_here(article: Article, tree: Tree, at: int, lexicon: Lexicon) -> Utterance | None:
    """The utterance of a verb of saying with a named subject and a content: a clause under or around it."""
    speech = speech_class(tree, at, lexicon)
    if speech is None or not speech.statement or tree.tokens[at].upos not in {"VERB", "AUX"}:
        return None
    content = _content(article.text, tree, at, lexicon)
    if content is None or content.overlaps(tree.tokens[at].span):
        return None
    voice = _voice(tree, at, speech, "", lexicon)
    if voice.speaker is None:
        return None
    mention = voice.mention
    return Utterance(
        speaker=() if mention is None else (mention,),
        verb=tree.tokens[at].span,
        verb_class=speech.code,
        content=content,
        quoted=_is_quoted(article.text, content),
        about=_about(tree.parse, content, mention),
        sentence=tree.tokens[at].sentence,
        score=0.8,
    )


def _content(text: str, tree: Tree, verb: int, lexicon: Lexicon) -> Span | None:
    """What a verb of saying reports: its clause, or the clause that it is set beside."""
    for child in tree.children(verb, "ccomp"):
        tokens = [at for at in tree.subtree(child) if tree.tokens[at].upos != "PUNCT"]
        if tokens and tree.word(tokens[0]) == "that" and len(tokens) > 1:
            tokens = tokens[1:]
        if tokens:
            return _trimmed(text, Span(tree.tokens[tokens[0]].span.start, tree.tokens[tokens[-1]].span.end))
    for child in tree.children(verb, "obj") if tree.word(verb) in lexicon.object_verbs else ():
        span = _phrase(tree, child)  # "stressed the need for calm"
        return _trimmed(text, span) if len(tree.subtree(child)) > 3 else None
    head = tree.tokens[verb].head
    if tree.is_a(verb, "parataxis") and head >= 0 and tree.children(verb, "nsubj"):
        own = set(tree.subtree(verb))
        rest = [at for at in tree.subtree(tree.clause_head(head)) if at not in own and tree.tokens[at].upos != "PUNCT"]
        if not rest:
            return None
        before = [at for at in rest if at < min(own)]
        chosen = before if before else rest
        return _trimmed(text, Span(tree.tokens[chosen[0]].span.start, tree.tokens[chosen[-1]].span.end))
    return None


def _with_continuations(article: Article, tree: Tree, told: list[Utterance]) -> Iterator[Utterance]:
    """The utterances, and one more for every sentence of a quotation that goes on after its verb of saying.

    A quotation goes on where it was not closed, or where the next sentence of the paragraph opens with a mark and is
    no utterance itself.
    """
    yield from told
    sentences = tree.parse.sentences
    taken = {utterance.sentence for utterance in told}
    for utterance in told:
        if not utterance.quoted and not _closes_before(article.text, utterance):
            continue
        block = sentences[utterance.sentence].block
        inside = _open_after(article.text, sentences[utterance.sentence].span)
        for number in range(utterance.sentence + 1, min(utterance.sentence + _QUOTE_SENTENCES, len(sentences))):
            sentence = sentences[number]
            words = article.text[sentence.span.start : sentence.span.end].strip()
            starts = words[:1] in _OPENING + _PLAIN
            if number in taken or sentence.block != block or not (inside or starts):
                break
            taken.add(number)
            content = _trimmed(article.text, sentence.span)
            yield replace(
                utterance,
                content=content,
                sentence=number,
                about=_about(tree.parse, content, next(iter(utterance.speaker), None)),
            )
            inside = _open_after(article.text, sentence.span, inside=inside)
            if not inside and words[-1:] not in _CLOSING + _PLAIN:
                break
        yield from _beginning(article, tree, utterance, taken)


def _closes_before(text: str, utterance: Utterance) -> bool:
    """Whether a quotation ends right where the content does, though its opening mark stands further back."""
    return any(mark in text[utterance.content.end : utterance.content.end + 3] for mark in _CLOSING + _PLAIN)


def _beginning(article: Article, tree: Tree, utterance: Utterance, taken: set[int]) -> Iterator[Utterance]:
    """The sentences of a quotation before the one that its verb of saying stands in: “First. Second,” she said."""
    sentences = tree.parse.sentences
    block = sentences[utterance.sentence].block
    first = utterance.sentence
    while first > 0 and sentences[first - 1].block == block and utterance.sentence - first < _QUOTE_SENTENCES:
        first -= 1
    inside, opened = False, first
    for number in range(first, utterance.sentence):
        span = sentences[number].span
        if not inside:
            opened = number
        inside = _open_after(article.text, span, inside=inside)
    lead = article.text[sentences[utterance.sentence].span.start : utterance.content.start]
    if not inside or any(mark in lead for mark in _OPENING + _PLAIN):
        return
    for number in range(opened, utterance.sentence):
        if number not in taken:
            taken.add(number)
            content = _trimmed(article.text, _after_mark(article.text, sentences[number].span))
            about = _about(tree.parse, content, next(iter(utterance.speaker), None))
            yield replace(utterance, content=content, sentence=number, about=about, quoted=True)


def _after_mark(text: str, span: Span) -> Span:
    """The sentence from its opening mark on, or all of it."""
    marks = [text.find(mark, span.start, span.end) for mark in _OPENING + _PLAIN]
    found = [at for at in marks if at >= 0]
    return Span(min(found), span.end) if found else span


def _open_after(text: str, span: Span, *, inside: bool = False) -> bool:
    """Whether a quotation is still open at the end of a sentence."""
    for char in span.of(text):
        inside = _inside_after(char, inside)
    return inside


def _inside_after(char: str, inside: bool) -> bool:
    """Whether a quotation is open behind a character; a plain mark opens and closes."""
    if char == _PLAIN:
        return not inside
    return char in _OPENING or (inside and char not in _CLOSING)


def _is_quoted(text: str, content: Span) -> bool:
    """Whether quotation marks stand in or right around the content and hold at least half of it."""
    around = text[max(0, content.start - 2) : content.end + 3]
    if not any(mark in around for mark in _OPENING + _CLOSING + _PLAIN):
        return False
    inside, quoted = text[max(0, content.start - 2) : content.start].strip()[-1:] in tuple(_OPENING + _PLAIN), 0
    for char in content.of(text):
        inside = _inside_after(char, inside)
        quoted += inside
    return quoted * 2 >= len(content)


def _about(parse: Parse, content: Span, speaker: int | None) -> tuple[int, ...]:
    """Named actors inside the content, without the speaker, each referent once."""
    chain_of = {mention: number for number, chain in enumerate(parse.chains) for mention in chain.mentions}
    seen: set[int] = {-1} if speaker is None else {chain_of.get(speaker, -2 - speaker)}
    found = []
    for index, mention in enumerate(parse.mentions):
        chain = chain_of.get(index, -2 - index)
        named = parse.tokens[mention.head].upos == "PROPN"
        if mention.kind is MentionKind.ACTOR and named and content.contains(mention.span) and chain not in seen:
            seen.add(chain)
            found.append(index)
    return tuple(found)


def _phrase(tree: Tree, head: int) -> Span:
    """The words of a noun phrase without its relative clauses."""
    skip = {at for child in tree.children(head, "acl:relcl", "parataxis", "punct") for at in tree.subtree(child)}
    return cover(tree.tokens[at].span for at in tree.subtree(head) if at not in skip)


def _trimmed(text: str, span: Span) -> Span:
    """The span without white space, quotation marks and commas at its ends."""
    words = span.of(text)
    left = len(words) - len(words.lstrip(" \n\t,;:" + _OPENING + _CLOSING + _PLAIN))
    right = len(words.rstrip(" \n\t,;:." + _OPENING + _CLOSING + _PLAIN))
    return Span(span.start + left, span.start + right) if left < right else span
