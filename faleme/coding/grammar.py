"""What the grammar tells without a word for it: refusals by "will not", demands by "must", fire at a target, visitors
received, doings that lie ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faleme.coding.attribution import subject_of
from faleme.coding.entries import toward
from faleme.coding.factuality import Reading, refuses
from faleme.records import Auxiliary, Decision, MentionKind, NameKind, Role, RoleArc
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

if TYPE_CHECKING:
    from faleme.coding.anchors import Chosen

_TOWARDS = frozenset({"for", "to", "into", "on", "upon"})
_SHOWN = 0.6  # of a role that the grammar shows beyond doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A doing that the grammar tells without an entry. at: its token. nobody: mentions that take no part in it. over:
    the verb that says what became of it, no doing itself."""

    at: int
    event_type: str
    mode: str | None
    roles: tuple[RoleArc, ...]
    why: str
    nobody: frozenset[int] = frozenset()
    over: int | None = None


def told_by_grammar(tree: Tree, lexicon: Lexicon) -> Iterator[Told]:
    """Refusals ("Riga will not lift the ban"), demands ("Riga said Minsk must free him"), fire ("fired rockets at the
    port") and visitors received, in text order."""
    for at, token in enumerate(tree.tokens):
        if token.upos != "VERB":
            continue
        readings = (_refusal, _demand, _fire, _audience)
        for told in (reading(tree, at, lexicon) for reading in readings):
            if told is not None:
                yield told


def _refusal(tree: Tree, verb: int, lexicon: Lexicon) -> Told | None:
    """What somebody says he will not do for another is refused."""
    word = tree.word(verb)
    if word not in lexicon.refusals or not refuses(tree, verb, lexicon=lexicon):
        return None
    who = _acting(tree, verb)
    subject = subject_of(tree, verb)
    if who is None and subject is not None and tree.tokens[subject].upos == "PRON":
        # "Riga says it will not": the pronoun is whoever says so.
        said = said_by(tree, verb, lexicon)
        who = None if said is None else _acting(tree, said)
    if who is None:
        return None
    return Told(
        at=verb,
        event_type="REJECT",
        mode=lexicon.refusals[word] or None,
        roles=(RoleArc(role=Role.ACTOR, mention=who, score=_SHOWN), *toward(tree, verb)),
        why=f"“will not {word}” is a refusal",
    )


def said_by(tree: Tree, verb: int, lexicon: Lexicon) -> int | None:
    """The verb of saying whose content a clause is: "announced that …", "made it clear that …"."""
    above = tree.tokens[verb].head
    if above < 0 or not tree.is_a(verb, "ccomp", "xcomp"):
        return None
    if tree.word(above) in lexicon.speech:
        return above
    over = tree.tokens[above].head
    phrase = (
        over >= 0 and tree.is_a(above, "xcomp") and f"{tree.word(over)} {tree.word(above)}" in lexicon.speech_phrases
    )
    return over if phrase else None


def _fire(tree: Tree, verb: int, lexicon: Lexicon) -> Told | None:
    """Arms sent against a target are an attack; without a target they are shown or tried."""
    small = {tree.word(child) for child in tree.children(verb, "aux", "mark")}
    if tree.word(verb) not in lexicon.shooting or small & (lexicon.modals.keys() | lexicon.suppositions):
        return None
    thing = next((one for one in tree.children(verb, "obj") if tree.word(one) in lexicon.instruments), None)
    if thing is None:
        return None
    for target in (*tree.children(verb, "obl"), *tree.children(thing, "nmod")):
        if tree.marker(target) in lexicon.shooting_targets and tree.word(target) not in lexicon.shooting_empty:
            words = f"{tree.tokens[verb].text} … {tree.tokens[thing].text} {tree.marker(target)} …"
            return Told(at=verb, event_type="ASSAULT", mode=None, roles=(), why=f"arms against a target: “{words}”")
    return None


def _audience(tree: Tree, verb: int, lexicon: Lexicon) -> Told | None:
    """One person who receives another has a visitor: "was received by the king", not "received a letter"."""
    if tree.word(verb) not in lexicon.diplomacy.audience:
        return None
    passive = bool(tree.children(verb, "nsubj:pass", "aux:pass"))
    subject = next(iter(tree.children(verb, "nsubj:pass")), None) if passive else None
    subject = subject_of(tree, verb) if subject is None else subject
    other = next(iter(tree.children(verb, "obl:agent") if passive else tree.children(verb, "obj")), None)
    if subject is None or other is None:
        return None
    guest, host = (subject, other) if passive else (other, subject)
    roles = []
    for role, head in ((Role.ACTOR, guest), (Role.RECIPIENT, host)):
        mention = tree.mention_for(head, MentionKind.ACTOR)
        if mention is None or not _is_person(tree, head, lexicon):
            return None
        roles.append(RoleArc(role=role, mention=mention, score=_SHOWN))
    why = f"one person receives another: “{tree.tokens[verb].text}”"
    return Told(at=verb, event_type="CONSULT", mode="visit", roles=tuple(roles), why=why)


def _is_person(tree: Tree, head: int, lexicon: Lexicon) -> bool:
    """Whether a noun names a person or an office that one holds, or is "he" or "she"."""
    if tree.word(head) in lexicon.called | lexicon.diplomacy.pronouns:
        return True
    names = (name for name in tree.parse.names if name.kind is NameKind.PERSON)
    return any(name.span.overlaps(tree.tokens[head].span) for name in names)


def _acting(tree: Tree, verb: int) -> int | None:
    """The mention of whoever does it, where it is somebody."""
    subject = subject_of(tree, verb)
    return None if subject is None else tree.mention_for(subject, MentionKind.ACTOR)


def _demand(tree: Tree, said: int, lexicon: Lexicon) -> Told | None:
    """What one says another must do is asked of that other."""
    speech = lexicon.speech.get(tree.word(said))
    if speech is None or not speech.statement or speech.denies or tree.word(said) in lexicon.rulings:
        return None
    speaker = _acting(tree, said)
    for deed in tree.children(said, "ccomp"):
        bound = any(tree.word(aux) in lexicon.musts for aux in tree.children(deed, "aux"))
        subject = subject_of(tree, deed)
        if speaker is None or not bound or subject is None:
            continue
        asked = tree.mention_for(subject, MentionKind.ACTOR)
        if asked is None and tree.word(subject) not in lexicon.addressees:
            continue
        if asked is not None and tree.is_one_phrase(speaker, asked):
            continue
        arcs = [(Role.ACTOR, speaker)] + ([] if asked is None else [(Role.RECIPIENT, asked)])
        return Told(
            at=said,
            event_type="REQUEST",
            mode=None,
            roles=tuple(RoleArc(role=role, mention=mention, score=_SHOWN) for role, mention in arcs),
            why=f"what another must do is asked of him: “{tree.tokens[said].text} … {tree.tokens[deed].text}”",
        )
    return None


def lies_ahead(tree: Tree, at: int, *, lexicon: Lexicon) -> bool:
    """Whether a verb promises or announces what is yet to be done: "agreed to leave", "said that it would leave"."""
    if tree.word(at) in lexicon.commitments:
        return not any(tree.word(given) in lexicon.given_at_once for given in tree.children(at, "obj"))
    if tree.word(at) not in lexicon.speech:
        return False
    return any(
        lexicon.modals.get(tree.word(aux)) in {"future", "conditional"}
        for content in tree.children(at, "ccomp")
        for aux in tree.children(content, "aux")
    )


def promises(tree: Tree, at: int, *, lexicon: Lexicon) -> bool:
    """Whether a verb of saying tells what its speaker will do himself: "said that it would free the crew"."""
    for content in tree.children(at, "ccomp"):
        ahead = any(
            lexicon.modals.get(tree.word(aux)) in {"future", "conditional"} for aux in tree.children(content, "aux")
        )
        doer = subject_of(tree, content)
        if (
            ahead
            and doer is not None
            and tree.tokens[doer].xpos == "PRP"
            and not refuses(tree, content, lexicon=lexicon)
        ):
            return True
    return False


# --- what becomes of a doing ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AsTold:
    """What a doing is coded as once its auxiliary is read: one that only lies ahead may be another type, one refused
    is a REJECT. notes: why, where it is not what it was. one_sided: whoever it is done with takes no part."""

    event_type: str
    mode: str | None
    auxiliary: Auxiliary | None
    notes: tuple[Decision, ...] = ()
    one_sided: bool = False


def as_told(tree: Tree, made: Chosen, reading: Reading, *, lexicon: Lexicon, codebook: Codebook) -> AsTold:
    """Type, mode and auxiliary by the rules of the code book: a planned meeting is AGREE, an announced withdrawal
    CONCEDE, and whoever says that he will not help has refused."""
    at, rules = made.anchor.token, codebook.rules
    becomes = codebook.future_becomes(made.event_type)
    # An entry that looks at more than the promise ("pledged allegiance") says what it is.
    promised = reading.auxiliary is None and made.anchor.entry is None and lies_ahead(tree, at, lexicon=lexicon)
    if (promised or reading.auxiliary is Auxiliary.FUTURE) and becomes != made.event_type:
        why = "it is only promised" if promised else reading.why
        note = Decision(step="type", decided=becomes, why=f"a {made.event_type} that lies ahead is {becomes} ({why})")
        return AsTold(event_type=becomes, mode=None, auxiliary=None, notes=(note,))
    if reading.auxiliary is Auxiliary.FUTURE and made.event_type in rules.made_in_word:
        return AsTold(event_type=made.event_type, mode=made.mode, auxiliary=None)
    if reading.auxiliary is Auxiliary.NEGATION and made.event_type in rules.refused:
        if made.event_type == "REJECT" and (tree.word(at) in lexicon.refusals or refuses(tree, at, lexicon=lexicon)):
            # "Will not meet": the negation is what makes it a refusal.
            return AsTold(event_type="REJECT", mode=made.mode, auxiliary=None)
        if refuses(tree, at, lexicon=lexicon):
            note = Decision(step="type", decided="REJECT", why=f"{made.event_type} that one will not do")
            mode = rules.refusal(made.event_type, made.mode)
            return AsTold(event_type="REJECT", mode=mode, auxiliary=None, notes=(note,))
    if made.event_type == "REQUEST" and (own := _own_conflict(tree, at, lexicon)) is not None:
        why = f"a party to it calls for an end: “{tree.tokens[own].text}”"
        note = Decision(step="type", decided="AGREE", why=why)
        return AsTold(event_type="AGREE", mode=None, auxiliary=reading.auxiliary, notes=(note,), one_sided=True)
    if made.event_type in {"REQUEST", "ACCUSE"} and (how := _called(tree, at, lexicon)) is not None:
        note = Decision(step="type", decided="CONSULT", why=f"“{tree.tokens[at].text}” asks nothing: a {how}")
        return AsTold(event_type="CONSULT", mode=how, auxiliary=reading.auxiliary, notes=(note,))
    mode = made.mode
    if made.event_type == "REJECT" and mode is None:
        mode = next((lexicon.refusals.get(tree.word(deed)) for deed in tree.children(at, "xcomp")), None) or None
    return AsTold(event_type=made.event_type, mode=mode, auxiliary=reading.auxiliary)


def _own_conflict(tree: Tree, asking: int, lexicon: Lexicon) -> int | None:
    """The conflict of whoever asks that it end, or the truce with the other side that he asks for; None where it is
    asked of somebody, or is not his."""
    hung = tree.children(asking, "obl", "obj", "iobj")
    if any(tree.mention_for(one, MentionKind.ACTOR) is not None for one in hung):
        return None
    for noun in (*hung, *tree.children(asking, "xcomp")):  # trees call "for an end" either
        if tree.word(noun) in lexicon.truces and any(tree.marker(of) == "with" for of in tree.children(noun, "nmod")):
            return noun
        if tree.word(noun) not in lexicon.conflict_ends:
            continue
        for conflict in tree.children(noun, "nmod"):
            owners = tree.children(conflict, "nmod:poss")
            his = [one for owner in owners for one in (owner, *tree.children(owner, "nmod:poss"))]
            if tree.word(conflict) in lexicon.conflicts and any(tree.tokens[one].xpos == "PRP$" for one in his):
                return conflict
    return None


def _called(tree: Tree, verb: int, lexicon: Lexicon) -> str | None:
    """The mode of a CONSULT that "called him" (phone) or "called on him" (visit) tells; None for other calls."""
    more = tree.children(verb, "ccomp", "nsubj:pass", "iobj", "compound:prt")  # "called in the envoy"
    # "Called him to discuss Libya", but "called on him to negotiate".
    talk = lexicon.diplomacy.discussing | lexicon.diplomacy.talking if tree.children(verb, "obj") else frozenset()
    more += [one for one in tree.children(verb, "xcomp", "advcl") if tree.word(one) not in talk]
    if tree.word(verb) not in lexicon.calls or more:
        return None
    persons = []
    for one in tree.children(verb, "obj", "obl"):
        named = tree.tokens[one].xpos in {"PRP", "NNP"} or tree.word(one) in lexicon.called
        if named and tree.mention_for(one, MentionKind.ACTOR) is not None and tree.marker(one) in {"", "on", "upon"}:
            persons.append(one)
        elif tree.is_a(one, "obj") or (tree.marker(one) in _TOWARDS and not _when(tree, one)):
            return None
    if len(persons) != 1:
        return None
    return "visit" if tree.marker(persons[0]) else "phone"


def _when(tree: Tree, at: int) -> bool:
    """Whether a noun is a time."""
    return tree.mention_for(at, MentionKind.TIME) is not None
