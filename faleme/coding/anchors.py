"""Which anchors of a parse stand as codings, of which type, mode and contexts.

The engine proposes; the word lists add or raise; the codebook and the house rules of annotation take away: what is
asked, refused, promised or threatened is no second happening, and one doing named twice in a clause is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from faleme.records import Anchor, Decision
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import Lexicon, TriggerEntry
from faleme.spans import Span, cover
from faleme.trees import Tree

_HOLDS_ITS_CONTENT = frozenset({"REQUEST", "REJECT", "AGREE", "THREATEN", "CONCEDE"})
_ENTRY_SCORE = (
    0.6  # of an anchor that only a `sure` entry sees; their examples hold by test, their precision is unmeasured
)
_NEAR = 12  # characters between a light verb and its noun that still make one stretch of words
_DESPITE = 0.8  # what the core must give where a word speaks against the sense
_HALF_SEEN = 0.5  # share of the threshold from which an entry raises an anchor that the engine doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What a score must reach. Tuned on the development part of the event pages (benchmarks/quality/events.py)."""

    event: float = 0.45
    mode: float = 0.5
    context: float = 0.25
    actor: float = 0.7
    recipient: float = 0.6
    place: float = 0.5
    time: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An anchor that stands. score: probability of the type, or of any event where an entry chose the type.

    words: all anchor words that were merged into it, its own first. own: of a desk's own type; parent: the PLOVER type
    of which that is a kind.
    """

    anchor: Anchor
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    score: float
    words: tuple[int, ...]
    decisions: tuple[Decision, ...] = field(default=())
    own: bool = False
    parent: str | None = None


def choose(
    tree: Tree, *, codebook: Codebook, lexicon: Lexicon, thresholds: Thresholds
) -> tuple[list[Chosen], list[Decision]]:
    """The anchors that stand, in text order, and what was refused."""
    refused: list[Decision] = []
    candidates = []
    entries, against = _entries(tree, lexicon), _against(tree, lexicon)
    for anchor in tree.parse.anchors:
        known = entries.pop(anchor.token, None)
        made = _weigh(tree, anchor, known, against[anchor.sentence], codebook, lexicon, thresholds, refused)
        if made is not None:
            candidates.append(made)
    taken = {at for made in candidates for at in tree.within(made.anchor.span)}
    for at, (entry, length) in sorted(entries.items()):
        own = codebook.is_own(entry.event_type)
        if not entry.sure or (not own and taken & set(range(at - entry.key, at - entry.key + length))):
            continue
        told = {
            tree.word(word)
            for made in candidates
            if made.event_type == entry.event_type and made.anchor.sentence == tree.tokens[at].sentence
            for word in made.words
        }
        # "The unrest spread": where the noun that the entry looks for is an anchor itself, the deed is told.
        if not entry.near & told:
            candidates.append(_from_entry(tree, at, length, entry, codebook))
    candidates.sort(key=lambda made: made.anchor.span)
    standing = _without_contents(tree, _merged(tree, candidates, refused), refused)
    return standing, refused


# --- one anchor -------------------------------------------------------------------------------------------


def _entries(tree: Tree, lexicon: Lexicon) -> dict[int, tuple[TriggerEntry, int]]:
    """Lexicon entries that stand in the text, by the token of their key word; the longest phrase wins."""
    found: dict[int, tuple[TriggerEntry, int]] = {}
    for sentence in tree.parse.sentences:
        words = [tree.word(at) for at in range(sentence.first, sentence.last)]
        tags = [
            # A passive is a verb, though the core may call its participle an adjective.
            "VERB" if tree.children(at, "aux:pass", "nsubj:pass") else tree.tokens[at].upos
            for at in range(sentence.first, sentence.last)
        ]
        for at, word in enumerate(words):
            for entry in lexicon.by_first_word.get(word, ()):
                length = entry.matches(words, at, upos=tags)
                if length is not None:
                    found.setdefault(sentence.first + at + entry.key, (entry, length))
                    break
    return found


def _against(tree: Tree, lexicon: Lexicon) -> list[list[tuple[int, TriggerEntry]]]:
    """For each sentence the entries whose words stand there beside a word of another sense, with their tokens."""
    found = []
    for sentence in tree.parse.sentences:
        words = [tree.word(at) for at in range(sentence.first, sentence.last)]
        found.append(
            [
                (sentence.first + at, entry)
                for at, word in enumerate(words)
                for entry in lexicon.by_first_word.get(word, ())
                if entry.speaks_against(words, at)
            ]
        )
    return found


def _weigh(
    tree: Tree,
    anchor: Anchor,
    entry: tuple[TriggerEntry, int] | None,
    against: Sequence[tuple[int, TriggerEntry]],
    codebook: Codebook,
    lexicon: Lexicon,
    thresholds: Thresholds,
    refused: list[Decision],
) -> Chosen | None:
    types = tuple((name, p) for name, p in anchor.types if name)
    any_event = 1.0 - dict(anchor.types).get("", 1.0 - sum(p for _, p in types))
    words = " ".join(tree.tokens[at].text for at in tree.within(anchor.span))
    known = [(name, p) for name, p in types if name in codebook.types]
    if not known:
        refused.append(Decision(step="refused", decided=words, why="no event type of the codebook", score=any_event))
        return None
    event_type = known[0][0]
    why = ""
    if entry is None and tree.word(anchor.token) in lexicon.neutral_verbs and tree.tokens[anchor.token].upos == "VERB":
        why = "a verb that only passes words on is a statement, no event"
    elif entry is None and tree.is_a(anchor.token, "case", "mark"):
        why = "it joins words (“concerning”) and tells nothing"
    if why:
        refused.append(
            Decision(step="refused", decided=f"{event_type} at “{words}”", why=why, score=round(any_event, 4))
        )
        return None
    why, entry_id = f"the core reads “{words}” so", anchor.entry
    if entry is not None and (entry[0].sure or any_event >= _HALF_SEEN * thresholds.event):
        trigger = entry[0]
        agreed = trigger.event_type == event_type
        # The core knows no type of a desk's own: there it is enough that it half sees an event.
        unknown = codebook.is_own(trigger.event_type)
        if agreed or trigger.sure or unknown or (any_event < thresholds.event and trigger.event_type in dict(known)):
            decided = "and the core agrees" if agreed else f"over the core's {event_type}"
            event_type, entry_id = trigger.event_type, trigger.id
            any_event = max(any_event, thresholds.event)
            why = f"{trigger.cited}, {decided}"
    bar = thresholds.event
    if entry is None and _another_sense(tree, anchor.token, event_type, against):
        bar = _DESPITE
    if any_event < bar:
        refused.append(
            Decision(
                step="refused",
                decided=f"{event_type} at “{words}”",
                why=f"less sure than the {bar:g} that an event needs"
                + (" beside words that speak against it" if bar > thresholds.event else ""),
                score=round(any_event, 4),
                runners_up=types[1:4],
            )
        )
        return None
    mode = _mode(anchor, event_type, codebook, thresholds) if event_type == known[0][0] else None
    if mode is None and entry is not None and entry[0].event_type == event_type:
        mode = entry[0].mode
    contexts = tuple(name for name, p in anchor.contexts if p >= thresholds.context and name in codebook.contexts)
    decisions = [
        Decision(step="type", decided=event_type, why=why, score=round(any_event, 4), runners_up=tuple(known[1:4]))
    ]
    if mode is not None:
        decisions.append(
            Decision(
                step="mode",
                decided=mode,
                why=f"the likeliest mode of {event_type}",
                score=dict(anchor.modes).get(mode),
                runners_up=tuple((name or "none", p) for name, p in anchor.modes if name != mode)[:3],
            )
        )
    return Chosen(
        anchor=replace(anchor, entry=entry_id),
        event_type=event_type,
        mode=mode,
        contexts=contexts,
        score=round(min(1.0, any_event), 4),
        words=(anchor.token,),
        decisions=tuple(decisions),
        own=codebook.is_own(event_type),
        parent=codebook.parent(event_type),
    )


def _another_sense(tree: Tree, at: int, event_type: str, against: Sequence[tuple[int, TriggerEntry]]) -> bool:
    """Whether the lexicon speaks against the type: an entry of it knows the word, but another sense's word stands near
    ("the crash killed"), or the anchor is such a word itself ("the crash").

    against: of its sentence, as from `_against`.
    """
    noun = tree.tokens[at].upos == "NOUN"
    return any(
        entry.event_type == event_type and (where == at or (noun and tree.word(at) in entry.unless))
        for where, entry in against
    )


def _mode(anchor: Anchor, event_type: str, codebook: Codebook, thresholds: Thresholds) -> str | None:
    """The likeliest mode, where the type has it and it is likely enough."""
    if not anchor.modes:
        return None
    mode, score = anchor.modes[0]
    likely = bool(mode) and score >= thresholds.mode and codebook.has_mode(event_type, mode)
    return mode if likely else None


def _from_entry(tree: Tree, at: int, length: int, entry: TriggerEntry, codebook: Codebook) -> Chosen:
    first = at - entry.key
    span = Span(tree.tokens[first].span.start, tree.tokens[first + length - 1].span.end)
    scores = tree.parse.auxiliaries[at] if at < len(tree.parse.auxiliaries) else ()
    why = (entry.cited, entry.because)
    asked = next((anchor for anchor in tree.parse.asked if anchor.token == at), None)
    return Chosen(
        anchor=Anchor(
            token=at,
            span=span,
            sentence=tree.tokens[at].sentence,
            types=((entry.event_type, _ENTRY_SCORE),),
            auxiliaries=scores,
            roles=() if asked is None else asked.roles,
            entry=entry.id,
        ),
        event_type=entry.event_type,
        mode=entry.mode if entry.mode and codebook.has_mode(entry.event_type, entry.mode) else None,
        contexts=(),
        score=_ENTRY_SCORE,
        words=(at,),
        decisions=(Decision(step="type", decided=entry.event_type, why=": ".join(filter(None, why))),),
        own=codebook.is_own(entry.event_type),
        parent=codebook.parent(entry.event_type),
    )


# --- several anchors --------------------------------------------------------------------------------------


def _merged(tree: Tree, candidates: list[Chosen], refused: list[Decision]) -> list[Chosen]:
    """Anchors with those that name one doing brought together: the earlier or the governing one keeps its place."""
    standing: list[Chosen] = []
    for made in candidates:
        for index, kept in enumerate(standing):
            why = _one_doing(tree, kept, made)
            if why is not None:
                stays = kept.score >= made.score or kept.event_type == made.event_type
                if kept.own != made.own:  # a desk's own type says more than PLOVER's
                    stays = kept.own
                better, other = (kept, made) if stays else (made, kept)
                standing[index] = _union(tree, better, other, why)
                refused.append(
                    Decision(
                        step="refused",
                        decided=f"{other.event_type} at “{_words(tree, other)}”",
                        why=why,
                        score=other.score,
                    )
                )
                break
        else:
            standing.append(made)
    return standing


def _one_doing(tree: Tree, a: Chosen, b: Chosen) -> str | None:
    """Why two anchors name one doing, or None."""
    if a.anchor.sentence != b.anchor.sentence:
        return None
    if a.anchor.span.overlaps(b.anchor.span):
        return f"“{_words(tree, a)}” and “{_words(tree, b)}” share their words"
    first, second = a.anchor.token, b.anchor.token
    if a.event_type in {b.event_type, b.parent} or a.parent == b.event_type:
        if tree.tokens[second].head == first and tree.is_a(second, "obj", "xcomp", "compound", "nsubj:pass"):
            return f"“{_words(tree, a)}” and “{_words(tree, b)}” are one doing"
        if tree.tokens[first].head == second and tree.is_a(first, "obj", "xcomp", "compound", "nsubj:pass"):
            return f"“{_words(tree, a)}” and “{_words(tree, b)}” are one doing"
        shared = tree.tokens[second].head == first and tree.is_a(second, "conj") and not tree.children(second, "nsubj")
        toll = shared and tree.tokens[second].upos == "VERB" and a.event_type == "ASSAULT" and _has_number(tree, second)
        if toll and _has_number(tree, first):
            return "one attack with two figures"
    return None


def _has_number(tree: Tree, at: int) -> bool:
    return any(
        tree.tokens[child].upos == "NUM" or any(tree.tokens[t].upos == "NUM" for t in tree.children(child, "nummod"))
        for child in tree.children(at, "obj", "nsubj:pass")
    )


def _union(tree: Tree, kept: Chosen, other: Chosen, why: str) -> Chosen:
    """The kept anchor with the other's roles where it has none of its own, its modes and its contexts."""
    own = {arc.role for arc in kept.anchor.roles}
    roles = kept.anchor.roles + tuple(arc for arc in other.anchor.roles if arc.role not in own)
    before, after = sorted((kept.anchor.span, other.anchor.span))
    near = after.start - before.end <= _NEAR and tree.is_a(other.anchor.token, "obj", "compound", "xcomp")
    span = cover((before, after)) if near or before.overlaps(after) else kept.anchor.span
    return replace(
        kept,
        anchor=replace(
            kept.anchor,
            roles=roles,
            span=span,
            core=max(kept.anchor.core, other.anchor.core),
            hedge=kept.anchor.hedge or other.anchor.hedge,
        ),
        mode=kept.mode or (other.mode if other.event_type == kept.event_type else None),
        contexts=kept.contexts + tuple(name for name in other.contexts if name not in kept.contexts),
        score=max(kept.score, other.score),
        words=kept.words + other.words,
        decisions=(*kept.decisions, Decision(step="merge", decided="one coding", why=why)),
    )


def _without_contents(tree: Tree, candidates: list[Chosen], refused: list[Decision]) -> list[Chosen]:
    """Anchors without those that lie inside what another one asks, refuses, promises, threatens or concedes."""
    by_token = {token: made for made in candidates for token in made.words}
    standing = []
    for made in candidates:
        holder = _holder(tree, made, by_token)
        if holder is None:
            standing.append(made)
            continue
        refused.append(
            Decision(
                step="refused",
                decided=f"{made.event_type} at “{_words(tree, made)}”",
                why=f"the matter of {holder.event_type} “{_words(tree, holder)}”, no second happening",
                score=made.score,
            )
        )
    return standing


def _holder(tree: Tree, made: Chosen, by_token: dict[int, Chosen]) -> Chosen | None:
    """The anchor whose content this one is: reached upwards by complements only."""
    below = made.anchor.token
    for above in tree.ancestors(below):
        if not _is_content(tree, below):
            return None
        holder = by_token.get(above)
        if holder is not None and holder is not made:
            beside = tree.is_a(below, "conj")  # "urged calm and announced a rally": two doings
            return holder if (holder.parent or holder.event_type) in _HOLDS_ITS_CONTENT and not beside else None
        below = above
    return None


def _is_content(tree: Tree, below: int) -> bool:
    if tree.is_a(below, "ccomp", "xcomp", "obj"):
        return True
    if tree.is_a(below, "acl", "advcl") and not tree.is_a(below, "acl:relcl"):
        return any(tree.word(child) == "to" for child in tree.children(below, "mark"))
    if tree.is_a(below, "obl", "nmod"):
        return tree.marker(below) in {"for", "to", "of", "with"}
    return tree.is_a(below, "conj")


def _words(tree: Tree, made: Chosen) -> str:
    return " ".join(tree.tokens[at].text for at in tree.within(made.anchor.span))
