"""Which anchors of a parse stand as codings, of which type, mode and contexts.

The engine proposes; the word lists add or raise; the codebook and the house rules of annotation take away: what is
asked, refused, promised or threatened is no second happening, and one doing named twice in a clause is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from faleme.coding.entries import (
    Standing,
    entries_against,
    entries_in,
    no_events_in,
    toward,
)
from faleme.coding.foretold import without_foretold
from faleme.coding.grammar import Told, promises, told_by_grammar
from faleme.coding.hindered import hindered_deeds, without_hinderers, without_hindering
from faleme.coding.idle_entries import TAKEN, idle, of_another_sense, why_idle
from faleme.coding.own_doings import own_doings
from faleme.coding.side_by_side import side_by_side
from faleme.coding.unreal import without_unreal
from faleme.records import Anchor, Decision, RoleArc
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import Lexicon, TriggerEntry
from faleme.spans import Span
from faleme.trees import Tree, is_verb

# How often a coding is right in type by what chose it, on the development and test pages: an entry alone or over the
# core's head 25 of 36 (fewer on pages that the core learned from), an entry that the core agrees with 261 of 282, where
# its own probability may be far lower.
_ENTRY_SCORE = 0.55
_AGREED = 0.8
_SMALL = ("aux", "cop", "case", "mark", "advmod", "det", "nmod:poss")  # relations of words that only lead up to one
_MORE_THAN_SAID = 0.9  # what the core must give at a verb that mostly just passes words on
_DESPITE = 0.8  # what the core must give where a word speaks against the sense
_HALF_SEEN = 0.5  # share of the threshold from which an entry raises an anchor that the engine doubts


# What the grammar shows and the words know better: stones that a crowd throws at a target are its riot.
_SAID_BETTER = frozenset({("PROTEST", "ASSAULT")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What a score must reach. Tuned on the development and test parts of the event pages
    (benchmarks/quality/events.py)."""

    event: float = 0.45
    mode: float = 0.4
    context: float = 0.25
    actor: float = 0.7
    recipient: float = 0.6
    place: float = 0.5
    time: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An anchor that stands. score: the core's probability of the type, or how often such an entry is right.

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
    mutual: bool = False

    def named(self, tree: Tree) -> str:
        """Its words, as decisions name it."""
        return " ".join(tree.tokens[at].text for at in tree.within(self.anchor.span))

    @property
    def named_mode(self) -> str:
        """Type and mode as the code book's rules name them: "COERCE-arrest"; the type alone without a mode."""
        return f"{self.event_type}-{self.mode}" if self.mode else self.event_type

    def refused(self, tree: Tree, why: str) -> Decision:
        """That it does not stand, and why."""
        return Decision(step="refused", decided=f"{self.event_type} at “{self.named(tree)}”", why=why, score=self.score)


def choose(
    tree: Tree, *, codebook: Codebook, lexicon: Lexicon, thresholds: Thresholds
) -> tuple[list[Chosen], list[Decision]]:
    """The anchors that stand, in text order, and what was refused."""
    refused: list[Decision] = []
    candidates = []
    silent, against = no_events_in(tree, lexicon), entries_against(tree, lexicon)
    known_words = {at: found for at, found in entries_in(tree, lexicon).items() if at not in silent}
    entries = dict(known_words)
    for anchor in (_announcement_alone(tree, _at_its_verb(tree, one, lexicon), lexicon) for one in tree.parse.anchors):
        at = _names_it(tree, anchor, known_words, lexicon)
        known = known_words.get(at)  # two readings of one word have one entry
        entries.pop(at, None)
        if anchor.token in silent:
            refused.append(_no_event(tree, anchor, silent[anchor.token][0]))
            continue
        made = _weigh(tree, anchor, known, against[anchor.sentence], codebook, lexicon, thresholds, refused)
        if made is not None:
            candidates.append(made)
    taken = {at for made in candidates for at in tree.within(made.anchor.span)}
    for at, (entry, length) in sorted(entries.items()):
        if not entry.sure or (why := why_idle(tree, at, length, entry, taken, codebook, lexicon)) == TAKEN:
            continue
        if why:
            refused.append(idle(tree, at, length, entry, why))
            continue
        told = {
            tree.word(word)
            for made in candidates
            if made.event_type == entry.event_type and made.anchor.sentence == tree.tokens[at].sentence
            for word in made.words
        }
        # "The unrest spread": where the noun that the entry looks for is an anchor itself, the deed is told.
        if (entry.near | entry.object).isdisjoint(told):
            candidates.append(_from_entry(tree, at, length, entry, codebook))
    spoken_for = {at for made in candidates for at in tree.within(made.anchor.span)} | set(entries) | set(silent)
    refused += of_another_sense(tree, against, spoken_for)
    hindered = tuple(hindered_deeds(tree, entries=known_words, lexicon=lexicon, rules=codebook.rules))
    candidates = without_hindering(tree, candidates, refused, hindered=hindered, rules=codebook.rules)
    for shown in (*told_by_grammar(tree, lexicon), *hindered):
        seen = [made for made in candidates if shown.at in tree.within(made.anchor.span)]
        at_it = next((made for made in seen if made.anchor.token == shown.at), None)
        if at_it is not None and (at_it.event_type, shown.event_type) in _SAID_BETTER:
            continue
        if at_it is not None and at_it.event_type == shown.event_type:
            continue
        if at_it is not None and at_it.event_type not in codebook.rules.stays:
            # What one says that another must do is asked, whatever else the core takes the saying for.
            candidates[candidates.index(at_it)] = _retold(tree, at_it, shown)
        elif not seen:
            candidates.append(_from_grammar(tree, shown, codebook))
    candidates = [without_hinderers(tree, made, lexicon=lexicon) for made in candidates]
    candidates = without_unreal(tree, candidates, refused, lexicon=lexicon)
    candidates.sort(key=lambda made: made.anchor.span)
    candidates = without_foretold(tree, candidates, refused, lexicon=lexicon, rules=codebook.rules)
    candidates = side_by_side(tree, candidates, refused, entries=known_words, codebook=codebook)
    return own_doings(tree, candidates, refused, lexicon=lexicon, rules=codebook.rules), refused


# --- one anchor -------------------------------------------------------------------------------------------


def _at_its_verb(tree: Tree, anchor: Anchor, lexicon: Lexicon) -> Anchor:
    """The anchor; of one that opens with small words ("will not meet", "under investigation"), at the word of its own
    on which these hang: there stand its entry, its negation and its roles."""
    inside, at = tree.within(anchor.span), anchor.token
    while tree.is_a(at, *_SMALL) and tree.tokens[at].head in inside:
        at = tree.tokens[at].head
    if (
        tree.is_a(at, "amod", "compound")
        and tree.tokens[at].head in inside
        and tree.word(at) in lexicon.implied.adjectives
    ):
        at = tree.tokens[at].head  # "a planned strike" was called off as the strike is
    if anchor.types[0][0] == "PROTEST" and lexicon.governors.get(tree.word(at)) == "future":
        at = next((one for one in tree.children(at, "xcomp") if is_verb(tree.tokens[one])), at)  # "voted to strike"
    return anchor if at == anchor.token else replace(anchor, token=at)


def _announcement_alone(tree: Tree, anchor: Anchor, lexicon: Lexicon) -> Anchor:
    """The anchor; of "said it would leave", where the engine takes the clause for one anchor, the verb of saying."""
    inside = tree.within(anchor.span)
    if tree.word(anchor.token) not in lexicon.speech or not any(
        at in inside for at in tree.children(anchor.token, "ccomp")
    ):
        return anchor
    return replace(anchor, span=tree.tokens[anchor.token].span)


def _names_it(tree: Tree, anchor: Anchor, entries: Mapping[int, Standing], lexicon: Lexicon) -> int:
    """The token whose entry tells what an anchor is: its own, or of a verb that says little of its own the noun beside
    it ("remained on alert", "announced a suspension of aid")."""
    word, at = tree.word(anchor.token), anchor.token
    speech = lexicon.speech.get(word)
    bare = word in lexicon.light | lexicon.transparent or (speech is not None and speech.code == "announce")
    if at in entries or not bare:
        return at
    nouns = (one for one in tree.within(anchor.span) if one in entries and entries[one][0].pos != "VERB")
    return next((one for one in nouns if entries[one][0].sure), at)


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
    if entry is None and known[0][1] < _MORE_THAN_SAID and _passes_on(tree, anchor.token, lexicon):
        why = "a verb that only passes words on is a statement, no event"
    elif entry is None and tree.is_a(anchor.token, "case", "mark"):
        why = "it joins words (“concerning”) and tells nothing"
    elif entry is None and _is_owing_to(tree, anchor.token, lexicon):
        why = "“thanks to” something thanks nobody"
    elif entry is None and event_type == "REQUEST" and _wants_itself(tree, anchor.token, lexicon):
        why = "what one wants to do oneself is asked of nobody"
    if why:
        refused.append(
            Decision(step="refused", decided=f"{event_type} at “{words}”", why=why, score=round(any_event, 4))
        )
        return None
    score = known[0][1]
    why, entry_id = f"the core reads “{words}” so", anchor.entry
    if entry is not None and (entry[0].sure or any_event >= _HALF_SEEN * thresholds.event):
        trigger = entry[0]
        agreed = trigger.event_type == event_type
        # The core knows no type of a desk's own: there it is enough that it half sees an event.
        if (
            agreed
            or codebook.is_own(trigger.event_type)
            or trigger.sure
            or (score < thresholds.event and trigger.event_type in dict(known))
        ):
            decided = "and the core agrees" if agreed else f"over the core's {event_type}"
            event_type, entry_id = trigger.event_type, trigger.id
            score = max(score, _AGREED) if agreed else _ENTRY_SCORE
            why = f"{trigger.cited}, {decided}"
    bar = thresholds.event
    if entry is None and _another_sense(tree, anchor.token, event_type, against):
        bar = _DESPITE
    if score < bar:
        refused.append(
            Decision(
                step="refused",
                decided=f"{event_type} at “{words}”",
                why=f"less sure than the {bar:g} that an event needs"
                + (" beside words that speak against it" if bar > thresholds.event else ""),
                score=round(score, 4),
                runners_up=types[1:4],
            )
        )
        return None
    mode = likeliest = _mode(anchor, event_type, codebook, thresholds) if event_type == known[0][0] else None
    if mode == "abduct" and any(tree.word(thing) in lexicon.ground for thing in tree.children(anchor.token, "obj")):
        mode = None  # "captured three villages"
    if entry is not None and entry[0].event_type == event_type and (mode is None or entry[0].near or entry[0].object):
        # An entry that looks at more than its word knows better how it was done.
        mode = entry[0].mode or mode
    contexts = tuple(name for name, p in anchor.contexts if p >= thresholds.context and name in codebook.contexts)
    decisions = [
        Decision(step="type", decided=event_type, why=why, score=round(score, 4), runners_up=tuple(known[1:4]))
    ]
    if mode is not None:
        decisions.append(
            Decision(
                step="mode",
                decided=mode,
                why=f"the likeliest mode of {event_type}" if mode == likeliest else f"{entry_id} says so",
                score=dict(anchor.modes).get(mode),
                runners_up=tuple((name or "none", p) for name, p in anchor.modes if name != mode)[:3],
            )
        )
    return Chosen(
        anchor=replace(anchor, entry=entry_id),
        event_type=event_type,
        mode=mode,
        contexts=contexts,
        score=round(score, 4),
        words=(anchor.token,),
        decisions=tuple(decisions),
        own=codebook.is_own(event_type),
        parent=codebook.parent(event_type),
        mutual=entry is not None and entry[0].mutual and entry[0].event_type == event_type,
    )


def _is_owing_to(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether a word of thanks only says what something is owed to: "Thanks to their help, …"."""
    given = tree.is_a(at, "obj", "nsubj", "conj") or at + 1 >= len(tree.tokens)
    return tree.word(at) in lexicon.diplomacy.thanks and not given and tree.word(at + 1) == "to"


def _wants_itself(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether a verb of wishing has what its own subject is to do: "wants to restore order", not "wants him to go"."""
    wished = tree.word(at) in lexicon.governors and bool(tree.children(at, "xcomp"))
    return wished and not tree.children(at, "obj", "iobj", "obl")


def _passes_on(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether a verb only passes words on: "he continued", not "continued their raids" or "said it would free him"."""
    if tree.tokens[at].upos != "VERB" or tree.word(at) not in lexicon.neutral_verbs:
        return False
    going_on = tree.word(at) in lexicon.transparent and tree.children(at, "obj", "xcomp")
    return not going_on and not promises(tree, at, lexicon=lexicon)


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
    roles = next((anchor.roles for anchor in tree.parse.asked if anchor.token == at), ())
    if entry.object:
        roles += toward(tree, at)
    head = tree.head_in(span)  # of "out of the question" the last word
    return Chosen(
        anchor=Anchor(
            token=at,
            span=span,
            sentence=tree.tokens[at].sentence,
            types=((entry.event_type, _ENTRY_SCORE),),
            auxiliaries=scores,
            roles=roles,
            entry=entry.id,
        ),
        event_type=entry.event_type,
        mode=entry.mode if entry.mode and codebook.has_mode(entry.event_type, entry.mode) else None,
        contexts=(),
        score=_ENTRY_SCORE,
        words=tuple(dict.fromkeys((at, at if head is None else head))),
        decisions=(Decision(step="type", decided=entry.event_type, why=": ".join(filter(None, why))),),
        own=codebook.is_own(entry.event_type),
        parent=codebook.parent(entry.event_type),
        mutual=entry.mutual,
    )


def _no_event(tree: Tree, anchor: Anchor, entry: TriggerEntry) -> Decision:
    words = " ".join(tree.tokens[at].text for at in tree.within(anchor.span))
    score = 1.0 - dict(anchor.types).get("", 1.0 - sum(p for _, p in anchor.types))
    kind = next((name for name, _ in anchor.types if name), "event")
    return Decision(
        step="refused",
        decided=f"{kind} at “{words}”",
        why=f"lexicon entry {entry.id}: {entry.because}",
        score=round(score, 4),
    )


def _retold(tree: Tree, made: Chosen, told: Told) -> Chosen:
    """An anchor of the core as the grammar shows it to be meant; roles that the grammar shows come first."""
    note = Decision(step="type", decided=told.event_type, why=f"{told.why}, over the core's {made.event_type}")
    return replace(
        made,
        anchor=replace(made.anchor, roles=_with_the_cores(tree, told)),
        event_type=told.event_type,
        mode=told.mode,
        decisions=(note, *made.decisions[1:]),
    )


def _with_the_cores(tree: Tree, told: Told) -> tuple[RoleArc, ...]:
    """The roles that the grammar shows, and those of the core for the others."""
    shown = {arc.role for arc in told.roles}
    read = next((one.roles for one in (*tree.parse.anchors, *tree.parse.asked) if one.token == told.at), ())
    return told.roles + tuple(arc for arc in read if arc.role not in shown and arc.mention not in told.nobody)


def _from_grammar(tree: Tree, told: Told, codebook: Codebook) -> Chosen:
    token = tree.tokens[told.at]
    scores = tree.parse.auxiliaries[told.at] if told.at < len(tree.parse.auxiliaries) else ()
    return Chosen(
        anchor=Anchor(
            token=told.at,
            span=token.span,
            sentence=token.sentence,
            types=((told.event_type, _ENTRY_SCORE),),
            auxiliaries=scores,
            roles=_with_the_cores(tree, told),
        ),
        event_type=told.event_type,
        mode=told.mode if told.mode and codebook.has_mode(told.event_type, told.mode) else None,
        contexts=(),
        score=_ENTRY_SCORE,
        words=(told.at,),
        decisions=(Decision(step="type", decided=told.event_type, why=told.why),),
    )
