"""Denials in a clause of their own: "The army said that rebels shelled the town. Their spokesman denied this."

What was told stays as it was told; beside it stands one more telling, a negation, with whoever denies it as speaker.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from faleme.coding.attribution import speech_class, subject_of
from faleme.coding.clause_bounds import is_one
from faleme.coding.factuality import auxiliary_of
from faleme.coding.moods import is_asked
from faleme.ids import CodingId, digest
from faleme.records import Article, Auxiliary, BlockKind, Coding, Decision, MentionKind
from faleme.reference.lexicon import Lexicon
from faleme.spans import Span
from faleme.trees import Tree, is_verb

_BACK = 2  # sentences back, those between telling nothing
# What is only said is not denied as a deed is: who "denied it" after a call for talks denies something else.
_SAID = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN"})
_LESS = 0.7  # of the salience, as for whatever did not happen
_REAL = frozenset({None, Auxiliary.HISTORICAL})
_WHICH = frozenset({"WDT", "WP"})


def denials(article: Article, tree: Tree, codings: Sequence[Coding], *, lexicon: Lexicon) -> tuple[Coding, ...]:
    """One negation for each type of doing that a denial of its own points back to, in text order.

    It has the parties, place and time of the claim, the verb that denies it as anchor, and the denier as speaker.
    """
    found: list[Coding] = []
    for at in range(len(tree.tokens)):
        spoken = _denied_at(tree, at, lexicon)
        if spoken is None or not _is_said_so(tree, at, lexicon):
            continue
        denier = _denier(tree, at)
        if denier is None:
            continue
        for claim in _claims(article, tree, at, denier, codings, spoken=spoken):
            found.append(_negation(article, tree, at, denier, claim))
    return tuple(found)


def _denied_at(tree: Tree, at: int, lexicon: Lexicon) -> bool | None:
    """Whether a word denies what was told before it: True where only what somebody claims can be meant ("rejected the
    accusation"), False where it may be what the outlet tells ("denied it"), None where it denies nothing so."""
    if tree.word(at) in lexicon.denied_untrue:
        return True if _is_said_to_be(tree, at, lexicon) else None
    if not is_verb(tree.tokens[at]):
        return None
    own, objects = speech_class(tree, at, lexicon), tree.children(at, "obj")
    claimed = any(_is_claim(tree, one, lexicon) for one in objects)
    if tree.word(at) in lexicon.naming_verbs:
        names = tree.children(at, "xcomp", "obl", "advcl")
        if claimed and any(tree.word(one) in lexicon.denied_untrue for one in names):
            return True
    if own is None or not own.denies:
        return None
    if tree.is_relative(at) and not tree.is_a(at, "root"):
        which = any(tree.tokens[one].xpos in _WHICH for one in objects)
        return True if which and tree.word(tree.tokens[at].head) not in lexicon.denied_claims else None
    if claimed:
        return True
    if tree.word(at) in lexicon.denied_verbs and any(_points(tree, one, lexicon) for one in objects):
        return False
    return None


def _is_said_to_be(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """ "said that was false", "says the report is a lie"."""
    if not tree.is_a(at, "ccomp"):
        return False
    speech = speech_class(tree, tree.tokens[at].head, lexicon)
    subjects = tree.children(at, "nsubj")
    points = any(_points(tree, one, lexicon) or _is_claim(tree, one, lexicon) for one in subjects)
    return points and speech is not None and speech.statement


def _points(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """ "this", "it", standing alone."""
    return tree.word(at) in lexicon.denied_pronouns and not tree.children(at, "acl", "acl:relcl", "nmod")


def _is_claim(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """ "the accusation", "these reports", of which nothing is said but whose they are."""
    if tree.word(at) not in lexicon.denied_claims or tree.children(at, "acl", "acl:relcl", "nmod", "compound"):
        return False
    return any(tree.word(one) in lexicon.denied_determiners for one in tree.children(at, "det")) or bool(
        tree.children(at, "nmod:poss")
    )


def _is_said_so(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether the denial itself took place: not "did not deny it", "would deny it"."""
    verb = at if is_verb(tree.tokens[at]) else tree.tokens[at].head
    reading = auxiliary_of(tree, verb, lexicon=lexicon)
    denied = any(tree.word(child) in lexicon.negators for child in tree.children(at, "advmod"))
    return reading.auxiliary in _REAL and not denied and not is_asked(tree, verb, words=lexicon.implied)


def _denier(tree: Tree, at: int) -> int | None:
    verb = at if is_verb(tree.tokens[at]) else tree.tokens[at].head
    speaker = subject_of(tree, verb)
    return None if speaker is None else tree.mention_for(speaker, MentionKind.ACTOR)


def _claims(
    article: Article, tree: Tree, at: int, denier: int, codings: Sequence[Coding], *, spoken: bool
) -> Iterator[Coding]:
    """What the denial points to: of the words before it in its sentence, else of the nearest sentence that tells
    anything, the outermost doing of each type that somebody else claims; without a speaker where that may be."""
    here = tree.tokens[at].sentence
    kinds = [block.kind for block in article.blocks]
    start = tree.tokens[at].span.start
    for sentence in range(here, max(-1, here - _BACK - 1), -1):
        if kinds[tree.parse.sentences[sentence].block] is not BlockKind.BODY:
            return
        told = [one for one in codings if one.sentence == sentence and one.anchor.end <= start]
        if sentence == here:
            told = [one for one in told if one.speaker and not _is_under(tree, one, at)]
        claimed = [one for one in told if one.speaker] if spoken or any(one.speaker for one in told) else told
        if claimed:
            yield from _outermost(tree, [one for one in claimed if _may_be_denied(tree, one, denier)])
        if told:
            return


def _is_under(tree: Tree, coding: Coding, at: int) -> bool:
    """Whether the doing is itself the content of the verb at hand, which has made it a negation already."""
    head = tree.head_in(coding.anchor)
    return head is None or at in tree.ancestors(head)


def _may_be_denied(tree: Tree, coding: Coding, denier: int) -> bool:
    if coding.auxiliary not in _REAL or coding.event_type in _SAID:
        return False
    if not coding.speaker and any(is_one(tree, denier, one) for one in coding.recipient):
        return False  # "was arrested for arson; he denied it": not the arrest
    return not any(is_one(tree, denier, speaker) for speaker in coding.speaker)


def _outermost(tree: Tree, codings: list[Coding]) -> Iterator[Coding]:
    kept: dict[str, tuple[int, Coding]] = {}
    for coding in codings:
        head = tree.head_in(coding.anchor)
        depth = 0 if head is None else len(list(tree.ancestors(head)))
        if coding.event_type not in kept or depth < kept[coding.event_type][0]:
            kept[coding.event_type] = depth, coding
    yield from (coding for _, coding in kept.values())


def _negation(article: Article, tree: Tree, at: int, denier: int, claim: Coding) -> Coding:
    anchor = tree.tokens[at].span
    sentence = tree.tokens[at].sentence
    clause, whole = tree.clause_span(at), tree.parse.sentences[sentence].span
    words = claim.anchor.of(article.text)
    return replace(
        claim,
        coding_id=CodingId(digest("C", article.article_id, str(anchor.start), str(anchor.end), claim.event_type)),
        auxiliary=Auxiliary.NEGATION,
        hedge=None,
        anchor=anchor,
        clause=Span(max(clause.start, whole.start), min(clause.end, whole.end)),
        sentence=sentence,
        speaker=(denier,),
        figures=(),
        salience=round(claim.salience * _LESS, 4),
        decisions=(
            Decision(step="auxiliary", decided="negation", why=f"“{tree.tokens[at].text}” denies “{words}”"),
            *(
                one
                for one in claim.decisions
                if one.step not in {"auxiliary", "hedge", "speaker", "figure", "salience"}
            ),
        ),
    )
