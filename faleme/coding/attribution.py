"""Who, inside the text, says so: the speakers of a clause.

A clause is somebody's word when a verb or noun of saying governs it ("X said that …", "X's claim that …"), when such a
verb is set beside it ("…, X said"), when a preposition names the speaker ("according to X"), when it stands inside
a quotation, or when the engine ties it to a verb of saying.
"""

from __future__ import annotations

from dataclasses import dataclass

from faleme.coding.contents import TAGS, is_beside
from faleme.coding.relatives import antecedent
from faleme.records import MentionKind, Parse, Saying, Utterance
from faleme.reference.lexicon import Lexicon, SpeechClass
from faleme.spans import Span, cover
from faleme.trees import Tree, is_verb

_MINDS = frozenset({"think", "know"})
_OF_DOINGS = frozenset({"deny", "claim", "confirm", "announce", "accuse"})  # "denied the attack", "announced a ban"


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
    below, inside, aside = token, False, _is_aside(tree, token)
    found += _beside(tree, token, lexicon)
    for above in tree.ancestors(token):
        voice = _governor(tree, above, below, lexicon, inside=inside)
        inside = inside or (voice is None and tree.is_a(below, "acl"))
        if voice is not None and not (aside and voice.speech.denies):
            found += _sources(tree, below, voice, lexicon)
            found.append(voice)
        aside = aside or _is_aside(tree, above)
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
    """The words that tell who says (or believes, or knows) the clause in ``span``; None where it is the outlet's own.

    The speaker's; of a verb that shares its subject with one before it ("X left and said …") the verb's.

    The verb of saying must stand in the same sentence, outside the span: of "X said he knew …" the clause is "he
    knew …". Quotations that go on over sentences are those of `utterances_of`.
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
        if _shares_its_subject(tree, voice.at):
            return where
        if voice.mention is not None:
            return parse.mentions[voice.mention].span
        return where if voice.speaker is None else _phrase(tree, voice.speaker)
    saying = _saying_over(parse, span)
    if saying is None:
        return None
    return parse.mentions[saying.speaker].span if saying.speaker is not None else saying.verb


def _shares_its_subject(tree: Tree, verb: int) -> bool:
    own = tree.children(verb, "nsubj", "csubj", "nsubj:pass", "obl:agent")
    return tree.is_a(verb, "conj") and is_verb(tree.tokens[verb]) and not own


def speakers(
    tree: Tree, token: int, *, lexicon: Lexicon, utterances: tuple[Utterance, ...]
) -> tuple[tuple[int, ...], str]:
    """Mentions that say that the thing at ``token`` happened, innermost first, and why so.

    Verbs of saying only: what somebody believes is no claim. A denial's speaker counts: he speaks of it.
    """
    named: list[int] = []
    reasons: list[str] = []
    for voice in voices(tree, token, lexicon=lexicon):
        if _is_withheld(tree, voice):
            continue
        if voice.speech.statement and voice.mention is not None and voice.mention not in named:
            named.append(voice.mention)
            reasons.append(voice.why)
    here = tree.tokens[token].span
    for utterance in utterances:
        if utterance.verb_class in TAGS and utterance.content.contains(here) and not utterance.verb.overlaps(here):
            for mention in utterance.speaker:
                if mention not in named and not named:
                    named.append(mention)
                    reasons.append("stands inside what the speaker is reported to have said")
    return tuple(named), "; ".join(reasons)


def speech_class(tree: Tree, at: int, lexicon: Lexicon) -> SpeechClass | None:
    """The class of a verb of saying or knowing at a token, its particle included; None for other words."""
    word = tree.word(at)
    after = at + 1
    if after < len(tree.tokens):
        phrase = lexicon.speech_phrases.get(f"{word} {tree.word(after)}")
        if phrase is not None:
            return phrase
    return lexicon.speech.get(word) if tree.tokens[at].upos in {"VERB", "AUX"} else None


def _is_aside(tree: Tree, verb: int) -> bool:
    """Whether a clause only tells more of a noun before it: "denied bombing the camp, where 40 people were killed"."""
    relative = {"WP", "WDT", "WRB"}
    asks = [at for at in tree.children(verb, "nsubj", "obj", "advmod") if tree.tokens[at].xpos in relative]
    return any(at > 0 and tree.tokens[at - 1].text == "," for at in asks)


def _is_withheld(tree: Tree, voice: Voice) -> bool:
    """Whether the speaker does not say it: "has not claimed the attack", "no group claimed it"."""
    if voice.speech.denies:
        return False
    nobody = voice.speaker is not None and any(tree.word(at) == "no" for at in tree.children(voice.speaker, "det"))
    return nobody or is_negated(tree, voice.at)


def is_negated(tree: Tree, verb: int) -> bool:
    """Whether "not" or "never" stands at the verb itself."""
    return any(tree.word(at) in {"not", "n't", "n’t", "never"} for at in tree.children(verb, "advmod"))


def _cut(tree: Tree, one: int, other: int) -> bool:
    """Whether a semicolon stands between two words: what is behind it is a sentence of its own."""
    low, high = sorted((one, other))
    return any(tree.tokens[at].text == ";" for at in range(low, high))


# --- voices of one clause ---------------------------------------------------------------------------------


def _governor(tree: Tree, above: int, below: int, lexicon: Lexicon, *, inside: bool) -> Voice | None:
    """The voice where ``above`` is a verb or noun of saying, or an adjective of a view, and ``below`` its content.

    inside: whether the clause asked about only tells more of a noun in between ("denied the attack that killed nine").
    """
    view = lexicon.view_adjectives.get(tree.word(above)) if tree.tokens[above].upos in {"ADJ", "VERB"} else None
    if view is not None and tree.is_a(below, "ccomp") and tree.children(above, "nsubj", "nsubj:pass"):
        return _voice(tree, above, view, f"“{tree.tokens[above].text}” that it is so", lexicon)
    if tree.tokens[above].upos in {"VERB", "AUX"}:
        speech = speech_class(tree, above, lexicon)
        infinitive = any(tree.word(child) == "to" for child in tree.children(below, "mark"))
        if speech is None:
            return None
        object_of_its_own = tree.children(above, "obj") and tree.word(above) not in lexicon.hearer_verbs
        tagged = tree.is_a(below, "parataxis") and not object_of_its_own and not _cut(tree, above, below)
        clause = tree.is_a(below, "ccomp", "csubj") or (tagged and speech.statement)
        infinitive = any(tree.word(child) == "to" for child in tree.children(below, "mark"))
        if clause and infinitive and speech.code in _MINDS:
            return None  # "decided to leave" is a plan, not a view
        accused = speech.code == "accuse" and tree.is_a(below, "advcl", "obl") and tree.marker(below) in {"of", "for"}
        doing = tree.is_a(below, "obj") and speech.code in _OF_DOINGS and not inside
        if not clause and not accused and not doing:
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
            tag = is_beside(tree, child) or tree.marker(child) == "as"
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
            found += _cited_by(tree, child, lexicon)
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
    if speech.code not in TAGS or tree.children(verb, "ccomp", "xcomp"):
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
    voice = Voice(at=phrase[0], speech=lexicon.speech["said"], speaker=head, mention=mention, why="“according to”")
    return [*_cited_by(tree, head, lexicon), voice]


def _sources(tree: Tree, content: int, voice: Voice, lexicon: Lexicon) -> list[Voice]:
    """Whoever a report cites for a clause: "Reuters, quoting a source, said", "reported, citing officials, that", "said
    they had fled, citing a witness". Trees hang him on any of its words, so that only the order counts."""
    if not voice.speech.statement or voice.speech.denies or not tree.is_a(content, "ccomp"):
        return []
    return [
        Voice(
            at=verb,
            speech=lexicon.speech["said"],
            speaker=tree.parse.mentions[mention].head,
            mention=mention,
            why=f"“{tree.tokens[verb].text}”",
        )
        for verb, mention in _named_sources(tree, tree.tokens[content].sentence, lexicon)
        if voice.at in {verb, *tree.ancestors(verb)}
    ]


def _named_sources(tree: Tree, sentence: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Each "quoting" or "citing" behind a comma or at the head of a sentence, with the mention right behind it."""
    part = tree.parse.sentences[sentence]
    found = []
    for verb in range(part.first, part.last - 1):
        opens = verb == part.first or tree.tokens[verb - 1].text == ","
        if not opens or tree.word(verb) not in lexicon.quoting_verbs or tree.tokens[verb].xpos != "VBG":
            continue
        behind = [
            (len(mention.span), at)
            for at, mention in enumerate(tree.parse.mentions)
            if mention.kind is MentionKind.ACTOR and mention.span.start == tree.tokens[verb + 1].span.start
        ]
        if behind:
            found.append((verb, max(behind)[1]))
    return found


def cited(tree: Tree, at: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Verb and object of what hangs on a word as "citing X"; X vouches for what the word's own speaker tells."""
    citing = [one for one in tree.children(at, "advcl", "acl") if tree.word(one) in lexicon.quoting_verbs]
    return [(one, named) for one in citing if tree.tokens[one].xpos == "VBG" for named in tree.children(one, "obj")]


def _cited_by(tree: Tree, at: int, lexicon: Lexicon) -> list[Voice]:
    return [
        Voice(
            at=verb,
            speech=lexicon.speech["said"],
            speaker=speaker,
            mention=tree.mention_for(speaker, MentionKind.ACTOR),
            why=f"“{tree.tokens[verb].text}”",
        )
        for verb, speaker in cited(tree, at, lexicon)
    ]


def _stands(tree: Tree, at: int, phrase: str) -> bool:
    words = phrase.split()
    return [tree.word(k) for k in range(at, min(at + len(words), len(tree.tokens)))] == words


def _according(tree: Tree, child: int, lexicon: Lexicon) -> bool:
    """Whether a phrase is opened by a preposition of attribution, however the tree cuts "according to"."""
    first = min((at for at in tree.subtree(child) if tree.tokens[at].upos != "PUNCT"), default=child)
    return any(_stands(tree, first, phrase) for phrase in lexicon.according)


def _voice(tree: Tree, verb: int, speech: SpeechClass, why: str, lexicon: Lexicon) -> Voice:
    speaker = subject_of(tree, verb)
    sources = {tree.parse.mentions[one].head for _, one in _named_sources(tree, tree.tokens[verb].sentence, lexicon)}
    if speaker in sources:  # "Reuters, quoting a source, said": trees call both its subject
        speaker = next((one for one in tree.children(verb, "nsubj") if one not in sources), speaker)
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
        return antecedent(tree, verb, subject)
    head = tree.tokens[verb].head
    if head < 0:
        return None
    bare = tree.tokens[verb].xpos == "VBN" and not tree.children(verb, "aux", "obj")
    if bare and (tree.is_a(verb, "acl", "advcl") or (tree.is_a(verb, "conj") and tree.children(head, "nsubj:pass"))):
        return None  # "defended a woman accused of theft", "was found, taken to hospital and questioned"
    if tree.is_a(verb, "acl") and tree.tokens[verb].xpos == "VBG":
        if tree.marker(verb) and tree.is_a(head, "obl:agent"):  # "was charged by a court with torturing prisoners"
            return next(iter(tree.children(tree.tokens[head].head, "nsubj:pass")), None)
        return head
    if tree.is_a(verb, "advcl") and tree.tokens[verb].xpos == "VBG" and tree.is_a(head, "xcomp"):
        head = tree.tokens[head].head  # "asked the court to stop, arguing that": who asks argues
    if tree.is_a(verb, "conj", "xcomp", "advcl", "parataxis") and tree.tokens[head].upos in {"VERB", "AUX", "ADJ"}:
        found = tree.tokens[head].head  # "found the colonel guilty of torturing detainees"
        if tree.tokens[head].upos == "ADJ" and tree.is_a(head, "xcomp") and tree.children(found, "obj"):
            return tree.children(found, "obj")[0]
        if tree.is_a(verb, "xcomp") and (controlled := tree.children(head, "obj", "iobj")):
            return controlled[0]
        if tree.is_a(verb, "xcomp", "advcl", "conj") and tree.children(head, "nsubj:pass"):
            return tree.children(head, "nsubj:pass")[0]
        return subject_of(tree, head)
    return None


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


def _phrase(tree: Tree, head: int) -> Span:
    """The words of a noun phrase without its relative clauses."""
    skip = {at for child in tree.children(head, "acl:relcl", "parataxis", "punct") for at in tree.subtree(child)}
    return cover(tree.tokens[at].span for at in tree.subtree(head) if at not in skip)
