"""Anchors as PETRARCH types them, where its scheme is asked for: by the verb and its object, in its own dictionary.

Our reading says where something is told, who does it and to whom; the dictionary only says what it is and adds
nothing: its patterns are of unknown precision. The rules for verbs that govern others are those of the PETRARCH2 manual
("combinations", "transformations").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from faleme.coding.anchors import Chosen
from faleme.coding.attribution import subject_of
from faleme.coding.entries import acted_on_by
from faleme.coding.factuality import auxiliary_of
from faleme.records import Anchor, Auxiliary, Decision, MentionKind, Role, RoleArc
from faleme.reference.lexicon import Lexicon
from faleme.reference.schemes import Scheme, VerbCode, Verbs
from faleme.trees import Tree

_COOPERATIVE = frozenset({"03", "04", "05", "06", "07", "08"})
_ASKING = frozenset({"02", "10"})
_VISITS = frozenset({"042", "043", "044"})
_GOING = frozenset({"go_somewhere", "host"})
_DICTIONARY_SCORE = 0.4  # as of an entry of the word lists alone
_SURE = 0.8  # of a type, from which our reading stands against a verb's code alone
_SHOWN = 0.6  # of a role that the grammar shows
_SPEAKER = 0.8  # beyond the bar of actors
_AFTER = ("obl", "xcomp", "advcl")


def under_scheme(
    tree: Tree, chosen: list[Chosen], refused: list[Decision], *, scheme: Scheme, lexicon: Lexicon
) -> list[Chosen]:
    """The anchors as the scheme has them, in text order; ``refused`` gets those that are no event in it.

    Without verbs of its own a scheme leaves them as they are.
    """
    verbs = scheme.verbs
    if verbs is None:
        return chosen
    codes = {
        at: code
        for at, token in enumerate(tree.tokens)
        if token.upos == "VERB" and not tree.is_a(at, "amod") and (code := verb_code(tree, at, verbs)) is not None
    }
    held = _held(tree, codes)
    verb_of = {made.anchor.token: _verb_of(tree, made, codes) for made in chosen}
    standing = []
    for made in chosen:
        verb = verb_of[made.anchor.token]
        why = _no_event(tree, made, verb, codes, held)
        if why:
            refused.append(made.refused(tree, f"{why}: no event of the scheme"))
        else:
            standing.append(made if verb is None else _typed(tree, made, verb, codes[verb]))
    standing = [one for made in standing if (one := _negated(tree, made, codes, refused, lexicon)) is not None]
    if scheme.uppermost:
        standing = _uppermost(tree, standing, refused)
    if scheme.accused:
        standing = list(_accused(tree, standing, refused, lexicon))
    return sorted(standing, key=lambda made: made.anchor.span)


def _no_event(tree: Tree, made: Chosen, verb: int | None, codes: dict[int, VerbCode], held: dict[int, str]) -> str:
    """Why an anchor is no event of the scheme; "" where it is one.

    verb: its own that the dictionary knows. Of one that it lacks, or that alone tells nothing, our reading stays.
    """
    if verb is not None:
        return codes[verb].cited if codes[verb].event_type is None else held.get(verb, "")
    at = made.anchor.token
    if tree.tokens[at].upos != "VERB":
        return "PETRARCH codes verbs, and no verb carries this noun"
    if any(one in codes for one in tree.children(at, "xcomp") if _is_its_own(tree, one)):
        return "it only says that what follows is meant"
    if made.event_type == "REQUEST":
        return "what the dictionary does not call a demand (CAMEO 10) is an appeal (02)"
    return ""


def _typed(tree: Tree, made: Chosen, verb: int, code: VerbCode) -> Chosen:
    """The anchor with the type of its verb, which is that of an event."""
    if code.event_type is None or (code.alone and tree.children(verb, "obj") and made.score >= _SURE):
        return made  # no pattern knows the object: of such a verb's many senses we have read one
    if code.event_type == made.event_type:
        return replace(made, mode=_mode(code) or made.mode)
    note = Decision(step="type", decided=code.event_type, why=f"{code.cited}, over our {made.event_type}")
    return replace(made, event_type=code.event_type, mode=_mode(code), decisions=(note, *made.decisions[1:]))


def _uppermost(tree: Tree, chosen: list[Chosen], refused: list[Decision]) -> list[Chosen]:
    """Anchors without those in participles, relative and adverbial clauses."""
    standing = []
    for made in chosen:
        if _below(tree, made.anchor.token):
            refused.append(made.refused(tree, "it stands below the uppermost verb phrase"))
        else:
            standing.append(made)
    return standing


def _below(tree: Tree, at: int) -> bool:
    """Whether a word stands in a participle, or in a relative or adverbial clause."""
    return any(tree.is_a(one, "acl", "advcl") for one in (at, *tree.ancestors(at)))


def verb_code(tree: Tree, at: int, verbs: Verbs) -> VerbCode | None:
    """What the dictionary says of a verb with its particles and the words after it."""
    word = tree.word(at).replace("-", " ")
    particles = [tree.word(child) for child in tree.children(at, "compound:prt", "advmod") if child > at]
    particles += [tree.marker(child) for child in tree.children(at, "obl", "xcomp") if child > at]
    particles += [tree.word(child) for child in tree.children(at, "obj", "nsubj:pass")]  # "wage war", "open fire"
    words = set(acted_on_by(tree, at))
    after = [child for child in tree.children(at, *_AFTER) if not tree.is_a(child, "xcomp") or _is_its_own(tree, child)]
    for child in after:
        words |= {tree.word(child), *(tree.word(near) for near in tree.children(child, "compound", "amod"))}
    words |= {tree.tokens[child].lemma for child in (*tree.children(at, "obj"), *after)}
    again = [word.removeprefix("re ")] if word.startswith("re ") else []
    passive = bool(tree.children(at, "aux:pass", "nsubj:pass"))
    doers = [child for child in tree.children(at, "obl") if tree.marker(child) == "by"] if passive else []
    doers = doers or tree.children(at, *(() if passive else ("nsubj",)))
    doer = {form for child in doers for form in (tree.word(child), tree.tokens[child].lemma)}
    return verbs.code_of([*(f"{word} {particle}" for particle in particles), word, *again], words, doer)


def _verb_of(tree: Tree, made: Chosen, codes: dict[int, VerbCode]) -> int | None:
    """The verb of an anchor that the dictionary knows: itself, one among its words, or the one that a noun is object
    of ("launched | an attack")."""
    at = made.anchor.token
    if at in codes:
        return at
    inside = [one for one in tree.within(made.anchor.span) if one in codes]
    if inside:
        return inside[0]
    above = tree.tokens[at].head
    return above if above in codes and tree.is_a(at, "obj", "nsubj:pass") else None


def _held(tree: Tree, codes: dict[int, VerbCode]) -> dict[int, str]:
    """Verbs that are no event beside the one that governs them, or that they take the place of, with the reason."""
    held: dict[int, str] = {}
    for at in sorted(codes, key=lambda one: sum(1 for _ in tree.ancestors(one))):
        root = codes[at].root
        if root == "01" or at in held:
            continue
        below = [child for child in tree.children(at, "xcomp", "ccomp") if child in codes]
        own = [child for child in below if _is_its_own(tree, child) and codes[child].event_type is not None]
        said = [child for child in below if not _is_its_own(tree, child)]
        asks_itself = root in _ASKING and not said
        # "Is expected to meet" says nothing of whoever expects it.
        if own and (root == "05" or asks_itself or tree.children(at, "aux:pass")):
            held[at] = f"it only says that “{tree.tokens[own[0]].text}” is meant"
            continue
        held |= dict.fromkeys(own + (said if root in _ASKING else []), f"the matter of “{tree.tokens[at].text}”")
    return held


def _is_its_own(tree: Tree, below: int) -> bool:
    """Whether an infinitive is the doing of whoever does the verb above: "wants to attack", not "wants him to attack",
    "demands that he go"."""
    return (
        tree.is_a(below, "xcomp")
        and not tree.children(below, "nsubj")
        and not tree.children(tree.tokens[below].head, "obj", "iobj")
    )


def _mode(code: VerbCode) -> str | None:
    """A meeting has two directions, who goes somewhere one."""
    return "visit" if code.event_type == "CONSULT" and (code.cameo in _VISITS or code.block in _GOING) else None


def _negated(
    tree: Tree, made: Chosen, codes: dict[int, VerbCode], refused: list[Decision], lexicon: Lexicon
) -> Chosen | None:
    """REJECT for cooperation that is not given ("not doing is refusing"); None for what else did not happen."""
    at = made.anchor.token
    reading = auxiliary_of(tree, at, lexicon=lexicon, scores=made.anchor.auxiliaries)
    if reading.auxiliary is not Auxiliary.NEGATION or made.event_type == "REJECT":
        return made
    verb = _verb_of(tree, made, codes)
    if verb is None or codes[verb].root not in _COOPERATIVE:
        refused.append(made.refused(tree, f"{reading.why}: what is not done is no event of the scheme"))
        return None
    note = Decision(step="type", decided="REJECT", why=f"{reading.why}: to do no {made.event_type} is to refuse it")
    return replace(made, event_type="REJECT", mode=None, decisions=(note, *made.decisions[1:]))


def _accused(tree: Tree, chosen: list[Chosen], refused: list[Decision], lexicon: Lexicon) -> Iterator[Chosen]:
    """Attacks that somebody says another makes are accusations of that other."""
    for made in chosen:
        sides = _said_of_another(tree, made, lexicon)
        if sides is None:
            yield made
            continue
        refused.append(made.refused(tree, "that another attacks is an accusation by whoever says so"))
        said = tree.tokens[made.anchor.token].head
        yield _accusation(tree, said, *sides)


def _accusation(tree: Tree, said: int, who: int, whom: list[int]) -> Chosen:
    """What "said that they attacked" is: CAMEO 112, by the speaker, of those named. who, whom: mentions."""
    token = tree.tokens[said]
    return Chosen(
        anchor=Anchor(
            token=said,
            span=token.span,
            sentence=token.sentence,
            types=(("ACCUSE", _DICTIONARY_SCORE),),
            auxiliaries=tree.parse.auxiliaries[said] if said < len(tree.parse.auxiliaries) else (),
            roles=(
                RoleArc(role=Role.ACTOR, mention=who, score=_SPEAKER),
                *(RoleArc(role=Role.RECIPIENT, mention=one, score=_SHOWN) for one in whom),
            ),
        ),
        event_type="ACCUSE",
        mode=None,
        contexts=(),
        score=_DICTIONARY_SCORE,
        words=(said,),
        decisions=(Decision(step="type", decided="ACCUSE", why="another's attack is told"),),
    )


def _said_of_another(tree: Tree, made: Chosen, lexicon: Lexicon) -> tuple[int, list[int]] | None:
    """Who says it and of whom, as mentions; None where it is no attack or nobody, or the speaker's own.

    Of nobody where only a place is said to be where it came from ("was fired at it from the hills").
    """
    at = made.anchor.token
    above = tree.tokens[at].head
    if (
        made.event_type != "ASSAULT"
        or above < 0
        or not tree.is_a(at, "ccomp")
        or tree.word(above) not in lexicon.speech
    ):
        return None
    speaker, doer = subject_of(tree, above), subject_of(tree, at)
    who = None if speaker is None else tree.mention_for(speaker, MentionKind.ACTOR)
    fired = tree.children(at, "aux:pass") and any(tree.marker(child) == "from" for child in tree.children(at, "obl"))
    if who is None or (doer is not None and tree.tokens[doer].upos == "PRON") or (doer is None and not fired):
        return None
    whom = None if doer is None else tree.mention_for(doer, MentionKind.ACTOR)
    if whom is None:
        return (who, []) if fired else None
    return who, [whom]
