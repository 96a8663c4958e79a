"""What a verb of saying reports: the clause under or beside it, what is asked or promised, blamed or praised."""

from __future__ import annotations

from collections.abc import Sequence

from faleme.coding.moods import is_infinitive, is_present
from faleme.coding.quotations import is_quoted, trimmed
from faleme.records import MentionKind
from faleme.reference.lexicon import Lexicon, SpeechClass
from faleme.spans import Span
from faleme.trees import Tree, is_verb

TAGS = frozenset(
    {"say", "stress", "announce", "claim", "confirm", "explain", "answer", "warn", "ask", "demand", "think", "know"}
)
"""Classes whose verbs are set beside what they report: "…, X said"."""


def contents_of(text: str, tree: Tree, verb: int, speech: SpeechClass, lexicon: Lexicon) -> list[Span]:
    """The words that the verb at ``verb`` reports; two stretches where it stands amid a quotation, none without."""
    for found in (
        _clause(text, tree, verb, speech, lexicon),
        _behind_a_colon(text, tree, verb),
        _around(text, tree, verb) if speech.code in TAGS else [],
        _asked(tree, verb, speech, lexicon),
        _judged(tree, verb, speech, lexicon),
        _object(tree, verb, speech, lexicon),
    ):
        spans = [trimmed(text, span) for span in found]
        if spans:
            return spans
    return []


def thing_said(tree: Tree, verb: int, speech: SpeechClass | None, lexicon: Lexicon) -> Span | None:
    """What a verb of saying in a headline's present has behind it as a noun: of "Nine killed in attack, minister
    promises escorts" the first half is no promise."""
    if speech is None or not speech.objects or not is_present(tree, verb):
        return None
    for what in tree.children(verb, "obj", "iobj"):
        if what > verb and tree.tokens[what].upos in {"NOUN", "PROPN"} and not _is_somebody(tree, what, lexicon):
            return None if tree.mention_for(what, MentionKind.ACTOR) is not None else _span(tree, tree.subtree(what))
    return None


def _is_somebody(tree: Tree, what: int, lexicon: Lexicon) -> bool:
    return tree.word(what) in lexicon.people | lexicon.addressees


def _clause(text: str, tree: Tree, verb: int, speech: SpeechClass, lexicon: Lexicon) -> list[Span]:
    """ "said that …", "asked whether …", "told them he would …"."""
    for child in tree.children(verb, "ccomp", "xcomp"):
        if tree.is_a(child, "xcomp") and not tree.children(child, "nsubj"):
            continue
        if speech.code in {"accuse", "praise"} and tree.marker(child) in {"of", "for"}:
            continue
        tokens = _of_one_speaker(tree, child, lexicon)
        bare = child < verb and tokens and not is_quoted(text, _span(tree, tokens))
        if bare and thing_said(tree, verb, speech, lexicon) is not None:
            continue
        if child < verb:  # "It fell, X said, speaking to us": what stands behind is about the speaking
            saying = min([verb, *(one for one in tree.children(verb, "nsubj") if one > child)])
            tokens = [at for at in tokens if at < saying]
        tokens = _without_a_remark(tree, tokens, lexicon)
        if tokens and tree.word(tokens[0]) == "that" and len(tokens) > 1:
            tokens = tokens[1:]
        if tokens:
            return [_span(tree, tokens)]
    return []


def _of_one_speaker(tree: Tree, clause: int, lexicon: Lexicon) -> list[int]:
    """The words of a clause without ", and Y warned …": who says something else there is no longer reported."""
    skip: set[int] = set()
    for child in tree.children(clause, "conj"):
        speech = lexicon.speech.get(tree.word(child)) if is_verb(tree.tokens[child]) else None
        first = _content_tokens(tree, child)[0]
        own = speech is not None and speech.statement and tree.children(child, "nsubj")
        if own and tree.tokens[first - 1].text == ",":
            skip |= set(tree.subtree(child))
    return [at for at in tree.subtree(clause) if at not in skip and tree.tokens[at].upos != "PUNCT"]


def _without_a_remark(tree: Tree, tokens: list[int], lexicon: Lexicon) -> list[int]:
    """The tokens up to "…, a charge that X denied": the outlet's own remark on what was said."""
    for at in tokens:
        if tree.is_a(at, "appos", "parataxis", "conj", "dep", "obl", "nmod") and tree.word(at) in lexicon.speech_nouns:
            first = _content_tokens(tree, at)[0]
            remark = tree.children(at, "acl", "acl:relcl")
            if remark and first > tokens[0] and tree.tokens[first - 1].text in {",", "—", "–", "-"}:
                return [one for one in tokens if one < first and tree.tokens[one].upos != "PUNCT"]
    return tokens


def without_remark(tree: Tree, span: Span, lexicon: Lexicon) -> Span:
    """A content without the outlet's own remark at its end: "…, a charge that X denied"."""
    tokens = list(tree.within(span))
    kept = _without_a_remark(tree, tokens, lexicon)
    return span if len(kept) == len(tokens) or not kept else Span(span.start, tree.tokens[kept[-1]].span.end)


def _behind_a_colon(text: str, tree: Tree, verb: int) -> list[Span]:
    """ "told us: …"."""
    for child in tree.children(verb, "parataxis", "appos"):
        tokens = [at for at in tree.subtree(child) if tree.tokens[at].upos != "PUNCT"]
        if tokens and tokens[0] > verb:
            between = text[tree.tokens[verb].span.end : tree.tokens[tokens[0]].span.start]
            if ":" in between:
                return [_span(tree, tokens)]
    return []


def _around(text: str, tree: Tree, verb: int) -> list[Span]:
    """The clause that the verb is set beside: "…, X said", "X, said Y, …"."""
    head = tree.tokens[verb].head
    if head < 0 or not tree.children(verb, "nsubj") or not is_beside(tree, verb):
        return []
    own = set(tree.subtree(verb))
    rest = [at for at in tree.subtree(tree.clause_head(head)) if at not in own and tree.tokens[at].upos != "PUNCT"]
    before = [at for at in rest if at < min(own)]
    after = [at for at in rest if at > max(own)]
    if not before or not after:
        one = before or after
        span = _span(tree, one) if one else None
        whole = span is not None and (any(is_verb(tree.tokens[at]) for at in one) or is_quoted(text, span))
        return [span] if span is not None and whole else []
    if not any(is_verb(tree.tokens[at]) for at in after):
        return [_span(tree, before)]
    quoted = any(mark in text[tree.tokens[before[-1]].span.end : tree.tokens[min(own)].span.start] for mark in '"”»')
    if quoted or head in before:
        # “We came,” he said, “to help.” Or a full clause that others follow.
        return [_span(tree, before), _span(tree, after)] if quoted else [_span(tree, before)]
    return [_span(tree, rest)]  # "The claims, she said, were false": no half of it is a clause


def is_beside(tree: Tree, verb: int) -> bool:
    """Whether a verb is set beside the clause it hangs on, between commas if it has no relation of its own for it."""
    words = tree.subtree(verb)
    if tree.is_a(verb, "parataxis"):
        # Behind a semicolon stands a sentence of its own.
        return ";" not in {tree.tokens[at].text for at in (words[0] - 1, words[0]) if at >= 0}
    outside = (words[0] - 1, words[-1] + 1)
    commas = [at for at in (*words, *outside) if 0 <= at < len(tree.tokens) and tree.tokens[at].text == ","]
    alone = not tree.children(verb, "mark", "advmod", "ccomp", "xcomp", "obj", "aux")
    return tree.is_a(verb, "advcl") and alone and len(commas) > 1


def _asked(tree: Tree, verb: int, speech: SpeechClass, lexicon: Lexicon) -> list[Span]:
    """What somebody is asked to do, or promises: "urged them to leave", "promised to leave", "called for talks"."""
    if tree.word(verb) not in lexicon.open_verbs:
        return []
    for child in tree.children(verb, "xcomp", "advcl"):
        if not is_infinitive(tree, child):
            continue
        hearers = tree.children(verb, "obj", "iobj") + [
            at for at in tree.children(verb, "obl") if tree.marker(at) == "on"
        ]
        hearer = [at for one in hearers if one < child for at in tree.subtree(one) if not tree.is_a(at, "case")]
        if not hearer and speech.code in {"ask", "demand"} and tree.children(child, "aux:pass"):
            return []  # "asked not to be named"
        asked = set(_content_tokens(tree, child)) - _said_besides(tree, child, lexicon)
        return [_span(tree, [*hearer, *asked])]
    wanted = [at for at in tree.children(verb, "obl") if tree.marker(at) == "for"]
    if wanted and tree.word(verb) in lexicon.for_verbs:
        return [_span(tree, _without_marker(tree, wanted[0]))]
    return []


def _said_besides(tree: Tree, clause: int, lexicon: Lexicon) -> set[int]:
    """The words of ", arguing that …" behind an infinitive: whoever asks says that, too."""
    besides = [
        at for at in tree.children(clause, "advcl") if tree.tokens[at].xpos == "VBG" and tree.word(at) in lexicon.sayers
    ]
    return {word for at in besides for word in tree.subtree(at)}


def _judged(tree: Tree, verb: int, speech: SpeechClass, lexicon: Lexicon) -> list[Span]:
    """Whom one accuses, blames or praises, with what for: "accused them of theft"; the name that one gives a thing:
    "called it a lie"."""
    objects = tree.children(verb, "obj")
    reasons = [at for at in tree.children(verb, "obl", "advcl", "xcomp", "ccomp") if at > verb and _is_reason(tree, at)]
    if objects and not reasons and any(tree.marker(at) in {"of", "for"} for at in tree.children(objects[0], "acl")):
        reasons = objects  # the tree hangs "of using force" on the accused
    if not objects or not reasons:
        return []
    if tree.word(verb) in lexicon.naming_verbs and tree.marker(reasons[0]) in {"", "as"}:
        return [_span(tree, _without_marker(tree, reasons[0]))]
    if speech.code not in {"accuse", "praise"}:
        return []
    tokens = [at for at in _content_tokens(tree, reasons[0]) if at >= objects[0]]
    return [_span(tree, _without_a_remark(tree, [*tree.subtree(objects[0]), *tokens], lexicon))]


def _is_reason(tree: Tree, at: int) -> bool:
    return tree.marker(at) in {"of", "for", "as"} or (tree.is_a(at, "xcomp") and not is_verb(tree.tokens[at]))


def _object(tree: Tree, verb: int, speech: SpeechClass, lexicon: Lexicon) -> list[Span]:
    """The thing that one denies, demands, condemns or stresses."""
    objects = tree.children(verb, "obj")
    if not objects:
        return []
    what = objects[0]
    thing = tree.tokens[what].upos == "NOUN" and not _is_somebody(tree, what, lexicon)
    if speech.code == "praise" and tree.mention_for(what, MentionKind.ACTOR) is not None:
        return []  # "welcomed the envoy" at the airport
    if tree.word(verb) in lexicon.expressing_verbs:
        return [_span(tree, tree.subtree(what))]
    if tree.word(verb) in lexicon.object_verbs:
        return [_span(tree, tree.subtree(what))] if len(tree.subtree(what)) > 3 else []
    if not speech.objects or not thing or tree.word(verb) in lexicon.of_persons:
        return []
    aside = {
        at
        for one in tree.subtree(what)
        if one != what and tree.is_a(one, "acl", "advcl", "appos", "parataxis")
        if tree.tokens[_content_tokens(tree, one)[0] - 1].text == ","
        for at in tree.subtree(one)
    }
    return [_span(tree, [at for at in tree.subtree(what) if at not in aside])]


def _content_tokens(tree: Tree, head: int) -> list[int]:
    return [at for at in tree.subtree(head) if tree.tokens[at].upos != "PUNCT"] or [head]


def _without_marker(tree: Tree, head: int) -> list[int]:
    markers = set(tree.children(head, "case", "mark"))
    return [at for at in _content_tokens(tree, head) if at not in markers]


def _span(tree: Tree, tokens: Sequence[int]) -> Span:
    return Span(tree.tokens[min(tokens)].span.start, tree.tokens[max(tokens)].span.end)
