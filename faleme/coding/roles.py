"""Who did it to whom, where and when: the engine's arcs, then what the tree shows where it left a role empty.

Constraints prune: nobody is actor and recipient of one doing, a date is nobody, and where both sides do the same
(talks, accords, drills) all are actors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from faleme.coding.anchors import Chosen, Thresholds
from faleme.coding.attribution import subject_of
from faleme.coding.bystanders import bystanders, is_instrument, is_lifeless, is_medium, sufferers
from faleme.records import Decision, MentionKind, Role, RoleArc
from faleme.reference.lexicon import Lexicon
from faleme.trees import BESIDE, Tree, is_verb

_MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
_ONE_SIDED = frozenset({"visit", "third-party"})
_SIDES = frozenset({"with", "between", "among"})
_RECEIVING = frozenset({"of", "on", "against", "at", "to", "into", "toward", "towards", "for", "from", "with"})
# Who is the subject of these in the passive suffers them. "Is committed to", "was deployed" and "was withdrawn" differ.
_SUFFERED = frozenset({"ASSAULT", "COERCE", "ACCUSE", "THREATEN", "REQUEST", "REJECT", "SANCTION"})
_WHERE = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "off", "on", "along"})
_HOW_LONG = frozenset({"for", "since", "until", "after", "before"})
_DOUBT = 0.3  # the likeliest actor stands from here where there is no other
_SURE_ENOUGH = 0.5  # for a role that stands in a clause below
_SYNTAX_SCORE = 0.5  # of a role that the tree alone shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Mention indices by role, in text order."""

    actor: tuple[int, ...]
    recipient: tuple[int, ...]
    place: tuple[int, ...]
    time: tuple[int, ...]
    decisions: tuple[Decision, ...]


def roles_of(tree: Tree, chosen: Chosen, *, lexicon: Lexicon, thresholds: Thresholds, mutual: bool = False) -> Roles:
    """The roles of one anchor. mutual: both sides act, whatever the words: a meeting that lies ahead."""
    parse = tree.parse
    decisions: list[Decision] = []
    bars = {
        Role.ACTOR: thresholds.actor,
        Role.RECIPIENT: thresholds.recipient,
        Role.PLACE: thresholds.place,
        Role.TIME: thresholds.time,
    }
    scores: dict[Role, dict[int, float]] = {role: {} for role in bars}
    for arc in chosen.anchor.roles:
        if arc.role in bars and arc.score >= bars[arc.role] and _fits(tree, arc):
            scores[arc.role][arc.mention] = max(arc.score, scores[arc.role].get(arc.mention, 0.0))
    if not scores[Role.ACTOR]:
        doubtful = [
            arc for arc in chosen.anchor.roles if arc.role is Role.ACTOR and arc.score >= _DOUBT and _fits(tree, arc)
        ]
        if doubtful:
            best = max(doubtful, key=lambda arc: arc.score)
            scores[Role.ACTOR][best.mention] = best.score
    for role in (Role.ACTOR, Role.RECIPIENT):
        if not scores[role]:
            scores[role] = dict.fromkeys(_by_syntax(tree, chosen, role, lexicon, taken=scores), _SYNTAX_SCORE)
    _with_subject(tree, chosen, scores)
    for role in (Role.ACTOR, Role.RECIPIENT):
        _with_companions(tree, scores, role)
        _without_parts(tree, scores[role], role, decisions)
        _without_deeper(tree, chosen, scores[role], role, decisions)
    _without_higher(tree, chosen, scores[Role.ACTOR], decisions)
    _without_objects_of_others(tree, chosen, scores[Role.RECIPIENT], decisions)
    _without_bystanders(tree, chosen, scores, decisions, lexicon)
    _without_idle(tree, chosen, scores[Role.ACTOR], decisions, lexicon)
    _suffer(tree, chosen, scores, decisions, lexicon)
    _without_active_subject(tree, chosen, scores[Role.RECIPIENT], decisions, lexicon)
    _settle(tree, scores, decisions)
    if mutual or chosen.mutual or (chosen.event_type in _MUTUAL and chosen.mode not in _ONE_SIDED):
        _join_sides(tree, chosen, scores, decisions, everybody=mutual)
        _settle(tree, scores, decisions)
    for role, kind in ((Role.PLACE, MentionKind.PLACE), (Role.TIME, MentionKind.TIME)):
        if not scores[role]:
            scores[role] = dict.fromkeys(_beside_the_verb(tree, chosen, kind), _SYNTAX_SCORE)
        _without_others(tree, chosen, scores, role, decisions, lexicon)
    for role, found in scores.items():
        for mention, score in sorted(found.items()):
            how = "the grammar of the sentence" if score == _SYNTAX_SCORE else "read so by the core"
            if role is Role.ACTOR and score < bars[role] and score != _SYNTAX_SCORE:
                how += f", though not as sure as {bars[role]:g}: nobody else is likelier"
            decisions.append(Decision(step=role.value, decided=parse.mentions[mention].text, why=how, score=score))
    in_order = {role: tuple(sorted(found, key=lambda m: parse.mentions[m].span)) for role, found in scores.items()}
    return Roles(
        actor=in_order[Role.ACTOR],
        recipient=in_order[Role.RECIPIENT],
        place=in_order[Role.PLACE],
        time=in_order[Role.TIME],
        decisions=tuple(decisions),
    )


def _fits(tree: Tree, arc: RoleArc) -> bool:
    """Whether the mention is of the kind that the role takes: a date is nobody, a person is no place."""
    kind = tree.parse.mentions[arc.mention].kind
    if arc.role is Role.PLACE:
        return kind is MentionKind.PLACE
    if arc.role is Role.TIME:
        return kind is MentionKind.TIME
    return kind is not MentionKind.TIME


# --- what the tree shows ----------------------------------------------------------------------------------


def _by_syntax(
    tree: Tree, chosen: Chosen, role: Role, lexicon: Lexicon, *, taken: dict[Role, dict[int, float]]
) -> list[int]:
    """Mentions that the tree gives for an empty role."""
    at = chosen.anchor.token
    verbal = tree.tokens[at].upos in {"VERB", "AUX"}
    noun = tree.head_in(chosen.anchor.span)  # of "air strike", the strike
    heads = _verb_roles(tree, at, role) if verbal else _noun_roles(tree, at if noun is None else noun, role, lexicon)
    if verbal and role is Role.ACTOR and not heads and chosen.event_type == "ASSAULT":
        heads = _by_the_attack(tree, at, lexicon)
    other = taken[Role.RECIPIENT if role is Role.ACTOR else Role.ACTOR]
    reached = [(head, tree.mention_for(head, MentionKind.ACTOR)) for head in _with_conjuncts(tree, heads)]
    heads = [
        head
        for head, mention in reached
        if not is_instrument(tree, head, mention, lexicon) and tree.word(head) not in lexicon.currencies
    ]
    found = [mention for head, mention in reached if head in heads]
    if verbal and not any(mention is not None for mention in found):
        found = [tree.mention_for(owner, MentionKind.ACTOR) for head in heads for owner in _owners(tree, head)]
    if chosen.event_type == "ASSAULT" and role is Role.RECIPIENT and not any(mention is not None for mention in found):
        # "attacked a militant camp", "a market was bombed": the place with a common noun is what was hit.
        common = [head for head in heads if tree.tokens[head].upos == "NOUN"]
        found = [tree.mention_for(head, MentionKind.PLACE) for head in common]
    return [mention for mention in dict.fromkeys(found) if mention is not None and mention not in other]


def _verb_roles(tree: Tree, verb: int, role: Role) -> list[int]:
    if role is Role.ACTOR:
        subject = subject_of(tree, verb)
        return [] if subject is None else [subject]
    patients = _patients(tree, verb)
    if patients:
        return patients
    objects = tree.children(verb, "obj", "iobj")
    if objects:
        return objects
    return [
        child for child in tree.children(verb, "obl") if tree.marker(child) in {"against", "at", "on", "with", "from"}
    ][:1]


def _by_the_attack(tree: Tree, verb: int, lexicon: Lexicon) -> list[int]:
    """Whose attack it was that somebody was killed "in" or "by": the "Kenyan" of "a Kenyan air raid"."""
    attacks = {
        anchor.token
        for anchor in (*tree.parse.anchors, *tree.parse.asked)
        if next((kind for kind, _ in anchor.types if kind), "") == "ASSAULT"
    }
    nouns = [child for child in tree.children(verb, "obl") if child in attacks and tree.marker(child) in {"in", "by"}]
    return [head for noun in nouns for head in _noun_roles(tree, noun, Role.ACTOR, lexicon)]


def _patients(tree: Tree, verb: int) -> list[int]:
    """The subject of a passive, or the noun that carries its participle ("the man arrested in Gao"). In headlines the
    core takes a participle for a past tense: it has no object of its own, then."""
    subjects = tree.children(verb, "nsubj:pass")
    perfect = any(tree.tokens[aux].lemma == "have" for aux in tree.children(verb, "aux"))
    if subjects and (tree.children(verb, "aux:pass") or not perfect):  # "had not retaliated" is none
        return [_antecedent(tree, verb, subjects[0])]
    participle = tree.tokens[verb].xpos in {"VBN", "VBD"} and not tree.children(verb, "obj", "nsubj")
    if tree.is_a(verb, "acl") and not tree.is_a(verb, "acl:relcl") and participle:
        return [tree.tokens[verb].head]
    if (
        tree.is_a(verb, "advcl")
        and _is_bare_participle(tree, verb)
        and not tree.children(tree.tokens[verb].head, "obj")
    ):
        return tree.children(tree.tokens[verb].head, "nsubj", "nsubj:pass")  # "appeared in court, charged with murder"
    return []


def _is_bare_participle(tree: Tree, verb: int) -> bool:
    return tree.tokens[verb].xpos == "VBN" and not tree.children(verb, "obj", "nsubj", "aux", "mark")


def _owners(tree: Tree, thing: int) -> list[int]:
    """Whose a thing is: "rejected a Togolese request", "its guns hit the port"."""
    near = tree.children(thing, "nmod:poss", "amod", "compound")
    return near + [child for child in tree.children(thing, "nmod") if tree.marker(child) in {"of", "by", "from"}]


def _antecedent(tree: Tree, verb: int, subject: int) -> int:
    """A relative pronoun's noun."""
    relative = tree.is_a(verb, "acl:relcl") and tree.tokens[subject].xpos in {"WP", "WDT"}
    return tree.tokens[verb].head if relative else subject


def _noun_roles(tree: Tree, noun: int, role: Role, lexicon: Lexicon) -> list[int]:
    """An event noun's owner, adjective and "by" are who did it; its "of", "on", "against" whom it met.

    So is the subject of a light verb ("launched an attack"): who condemns, confirms or denies one did nothing of it.
    """
    owners = tree.children(noun, "nmod:poss")
    of = [child for child in tree.children(noun, "nmod") if tree.marker(child) == "of"]
    if role is Role.ACTOR:
        by = [
            child
            for at in (noun, *of)  # "the killing of a guard by gunmen": trees hang the "by" on either noun
            for child in tree.children(at, "nmod", "obl")
            if tree.marker(child) in {"by", "between"}
        ]
        if owners or by:
            return owners + by
        nations = [
            child
            for child in tree.children(noun, "amod", "compound")
            if tree.mention_for(child, MentionKind.ACTOR) is not None
        ]
        if nations:
            return nations
        verb = tree.tokens[noun].head
        if verb >= 0 and tree.is_a(noun, "obj") and tree.tokens[verb].upos == "VERB":
            # "prompting raids by soldiers": an active verb takes no "by", whatever the tree says.
            hung = [child for child in tree.children(verb, "obl") if tree.marker(child) == "by" and child > noun]
            if hung:
                return hung
            subject = subject_of(tree, verb)
            if subject is not None and tree.word(verb) in lexicon.light_doing:
                return [subject]
        return []
    carriers = [noun]
    if tree.is_a(noun, "obj") and tree.tokens[tree.tokens[noun].head].upos == "VERB":
        carriers.append(tree.tokens[noun].head)  # "launched an attack on the camp"
    met = [
        child
        for at in carriers
        for child in tree.children(at, "nmod", "obl")
        if tree.marker(child) in _RECEIVING - {"of", "from", "for"} and child > noun
    ]
    return met or of


def _with_conjuncts(tree: Tree, heads: Iterable[int]) -> list[int]:
    return [at for head in heads for at in (head, *tree.children(head, "conj"))]


def _beside_the_verb(tree: Tree, chosen: Chosen, kind: MentionKind) -> list[int]:
    """Place or time phrases that hang on the anchor's own verb or event noun: where it happened, not where one came
    from or went ("invited him to Gao"), nor a dateline; when, not how long."""
    found = []
    for at in chosen.words:
        for child in tree.children(at, "obl", "nmod", "advmod"):
            marker = tree.marker(child)
            if marker not in _WHERE if kind is MentionKind.PLACE else marker in _HOW_LONG:
                continue
            found += [mention for mention in tree.mentions_at(child) if tree.parse.mentions[mention].kind is kind]
    return list(dict.fromkeys(found))


# --- constraints ------------------------------------------------------------------------------------------


def _with_companions(tree: Tree, scores: dict[Role, dict[int, float]], role: Role) -> None:
    """Who is joined to a filler by "and" or "along with" does the same: the engine often sees one of the two."""
    other = scores[Role.RECIPIENT if role is Role.ACTOR else Role.ACTOR]
    for mention, score in list(scores[role].items()):
        head = tree.parse.mentions[mention].head
        first = head
        while tree.is_a(first, "appos", "flat", "nmod:desc") and tree.tokens[first].head >= 0:
            first = tree.tokens[first].head
        first = tree.tokens[first].head if tree.is_a(first, "conj") else first
        if tree.tokens[first].upos not in {"NOUN", "PROPN", "PRON"}:
            continue
        beside = [
            child
            for child in tree.children(first, "nmod")
            if {tree.word(case) for case in tree.children(child, "case")} & BESIDE
        ]
        for companion in (first, *tree.children(first, "conj"), *beside):
            found = tree.mention_for(companion, MentionKind.ACTOR)
            if found is not None and found not in other:
                scores[role].setdefault(found, min(score, _SYNTAX_SCORE))


def _with_subject(tree: Tree, chosen: Chosen, scores: dict[Role, dict[int, float]]) -> None:
    """The subject of an active verb acts where the core half thinks so, too, and others act beside it."""
    verb = chosen.anchor.token
    if not scores[Role.ACTOR] or tree.tokens[verb].upos != "VERB":
        return
    likely = {arc.mention: arc.score for arc in chosen.anchor.roles if arc.role is Role.ACTOR}
    for head in tree.children(verb, "nsubj"):
        mention = tree.mention_for(head, MentionKind.ACTOR)
        if mention is not None and mention not in scores[Role.RECIPIENT] and likely.get(mention, 0.0) >= _DOUBT:
            scores[Role.ACTOR].setdefault(mention, likely[mention])


def _without_others(
    tree: Tree,
    chosen: Chosen,
    scores: dict[Role, dict[int, float]],
    role: Role,
    decisions: list[Decision],
    lexicon: Lexicon,
) -> None:
    """A place or time in a relative clause or participle that tells a doing of its own is that one's: "the force, which
    left Gao in May, bombed the camp"; so is one that says how a party came there: "freed the pupils taken in April"."""
    told = {anchor.token for anchor in tree.parse.anchors} - set(chosen.words)
    parties = {tree.parse.mentions[one].head for side in (Role.ACTOR, Role.RECIPIENT) for one in scores[side]}
    for mention in list(scores[role]):
        if role is Role.PLACE and _marker(tree, mention) in lexicon.towards:
            _refuse(tree, scores[role], mention, role, "says where to, not where", decisions)
            continue
        noun = tree.tokens[chosen.anchor.token].upos != "VERB"
        if role is Role.TIME and noun and _marker(tree, mention) in lexicon.since:
            _refuse(tree, scores[role], mention, role, "says since when, not when", decisions)
            continue
        clause = tree.clause_head(tree.parse.mentions[mention].head)
        if clause == chosen.anchor.token or clause in tree.ancestors(chosen.anchor.token):
            continue
        if role is Role.TIME and {tree.word(mark) for mark in tree.children(clause, "mark")} & lexicon.since:
            _refuse(tree, scores[role], mention, role, "says since when, not when", decisions)
            continue
        suffered = tree.tokens[clause].xpos == "VBN" and tree.tokens[clause].head in parties
        participle = tree.is_a(clause, "acl")
        if (clause in told and (participle or tree.is_relative(clause))) or (participle and suffered):
            _refuse(tree, scores[role], mention, role, "stands in a clause that tells something else", decisions)


def _without_parts(tree: Tree, found: dict[int, float], role: Role, decisions: list[Decision]) -> None:
    """Of two mentions of which one lies in the other ("the party" in "the party's treasurer"), the whole one stays."""
    spans = {mention: tree.parse.mentions[mention].span for mention in found}
    for mention in sorted(found, key=lambda m: (len(spans[m]), found[m], -m)):
        if any(other != mention and other in found and spans[other].contains(spans[mention]) for other in spans):
            _refuse(tree, found, mention, role, "part of a mention that fills the role", decisions)


def _without_deeper(tree: Tree, chosen: Chosen, found: dict[int, float], role: Role, decisions: list[Decision]) -> None:
    """Where one mention stands beside the anchor, those of clauses inside its clause are somebody else's business."""
    own = {tree.clause_head(at) for at in chosen.words}
    deeper = {
        mention
        for mention in found
        if (head := tree.parse.mentions[mention].head) not in chosen.words
        and tree.clause_head(head) not in own
        and any(above in own for above in tree.ancestors(head))
    }
    if len(deeper) == len(found):
        deeper = {mention for mention in deeper if found[mention] < _SURE_ENOUGH}
    for mention in sorted(deeper):
        _refuse(tree, found, mention, role, "stands in a clause inside this one", decisions)


def _without_higher(tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision]) -> None:
    """Where the anchor's clause has a subject that acts, whoever acts in the clause above does something else: "the
    bloc suspended Togo after a general seized power"."""
    clause = tree.clause_head(chosen.anchor.token)
    below = set(tree.subtree(clause))
    inside = {mention for mention in found if tree.parse.mentions[mention].head in below}
    if not any(tree.mention_for(head, MentionKind.ACTOR) in inside for head in tree.children(clause, "nsubj")):
        return
    for mention in sorted(found.keys() - inside):
        if tree.parse.mentions[mention].sentence == chosen.anchor.sentence:
            _refuse(tree, found, mention, Role.ACTOR, "acts in the clause above this one", decisions)


def _without_objects_of_others(tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision]) -> None:
    """Where a verb has an object of its own, those of other verbs suffer something else: "bombed a camp, freeing the
    hostages", "rejects the coup and welcomes the release of two monks"."""
    objects = _objects(tree, chosen.words)
    own = {tree.mention_for(head, MentionKind.ACTOR) for head in _with_conjuncts(tree, objects)}
    others = [anchor.token for anchor in tree.parse.anchors if anchor.token not in chosen.words]
    theirs = {tree.mention_for(head, MentionKind.ACTOR) for head in _with_conjuncts(tree, _objects(tree, others))}
    if own & found.keys():
        for mention in sorted(found.keys() & (theirs - own)):
            _refuse(tree, found, mention, Role.RECIPIENT, "object of another verb", decisions)
    if not objects:
        return
    beside = [at for at in others if tree.is_a(at, "conj") and tree.tokens[at].head in chosen.words]
    for mention in sorted(found):
        if any(tree.parse.mentions[mention].head > at > max(chosen.words) for at in beside):
            _refuse(tree, found, mention, Role.RECIPIENT, "stands behind another verb", decisions)


def _objects(tree: Tree, words: Iterable[int]) -> list[int]:
    """Objects of verbs, and what suffers a passive. An object before its verb belongs to the verb before it, whatever
    the tree says: "bombed a camp in the forest, freeing the hostages"."""
    found = []
    for at in (one for one in words if tree.tokens[one].upos == "VERB"):
        found += [child for child in tree.children(at, "obj") if child > at]
        found += tree.children(at, "nsubj:pass")
        for later in range(at + 1, tree.parse.sentences[tree.tokens[at].sentence].last):
            if is_verb(tree.tokens[later]):
                found += [child for child in tree.children(later, "obj") if at < child < later]
                break
    return found


def _without_bystanders(
    tree: Tree, chosen: Chosen, scores: dict[Role, dict[int, float]], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """Who is only told of beside a deed did nothing of it, nor did things; whom it struck suffers it."""
    for medium in [one for one in scores[Role.RECIPIENT] if is_medium(tree, chosen, one, lexicon)]:
        _refuse(tree, scores[Role.RECIPIENT], medium, Role.RECIPIENT, "where it was said", decisions)
    for lifeless in [one for one in scores[Role.ACTOR] if is_lifeless(tree, one, lexicon)]:
        _refuse(tree, scores[Role.ACTOR], lifeless, Role.ACTOR, "things do nothing", decisions)
    heads, struck = bystanders(tree, chosen, lexicon=lexicon)
    for head in heads:
        mention = tree.mention_for(head, MentionKind.ACTOR)
        if mention is None:
            continue
        if mention in scores[Role.ACTOR]:
            why = (
                "the verb over the noun says that it struck them" if struck else "told beside the deed, not of its doer"
            )
            _refuse(tree, scores[Role.ACTOR], mention, Role.ACTOR, why, decisions)
        if struck:
            scores[Role.RECIPIENT].setdefault(mention, _SYNTAX_SCORE)


def _without_idle(
    tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """A passive that names no agent is not done by the subject of a clause beside it which tells nothing: "the army
    remained loyal, and 14 people were arrested"."""
    verb = chosen.anchor.token
    if not tree.children(verb, "nsubj:pass") or tree.children(verb, "obl:agent"):
        return
    told = {anchor.token for anchor in tree.parse.anchors} | set(chosen.words)
    for mention in list(found):
        clause = tree.clause_head(tree.parse.mentions[mention].head)
        says_it = tree.word(clause) in lexicon.speech and clause in tree.ancestors(verb)
        idle = clause not in told and not says_it
        subject = any(tree.mention_for(head, MentionKind.ACTOR) == mention for head in tree.children(clause, "nsubj"))
        if idle and subject and tree.parse.mentions[mention].sentence == chosen.anchor.sentence:
            _refuse(tree, found, mention, Role.ACTOR, "subject of a clause that tells nothing", decisions)


def _suffer(
    tree: Tree, chosen: Chosen, scores: dict[Role, dict[int, float]], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """The subject of a passive, who dies or is tried, is whom it is done to, not who does it: "Fighters, soldiers
    killed in battle"."""
    verb = chosen.anchor.token
    if chosen.event_type not in _SUFFERED or tree.children(verb, "obj"):
        return
    patients = _with_conjuncts(tree, _patients(tree, verb))
    others = [name for patient in patients for name in tree.children(patient, "appos")]
    if chosen.event_type == "ACCUSE" and tree.is_a(verb, "acl", "advcl") and _is_bare_participle(tree, verb):
        others += [head for above in tree.ancestors(verb) for head in tree.children(above, "nsubj")]
    for head in (*patients, *others, *sufferers(tree, chosen, lexicon=lexicon)):
        mention = tree.mention_for(head, MentionKind.ACTOR)
        if mention in scores[Role.ACTOR]:
            score = scores[Role.ACTOR].pop(mention)
            scores[Role.RECIPIENT].setdefault(mention, score)
            decisions.append(
                Decision(
                    step="recipient",
                    decided=tree.parse.mentions[mention].text,
                    why="subject of a passive, who dies or is tried",
                    score=score,
                )
            )


def _without_active_subject(
    tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """Who is the subject of an active verb of violence does not suffer it: "its troops had not retaliated"."""
    verb = chosen.anchor.token
    active = tree.children(verb, "obj", "aux") and not tree.children(verb, "aux:pass", "nsubj:pass")
    if chosen.event_type != "ASSAULT" or tree.tokens[verb].upos != "VERB" or not active:
        return
    if tree.word(verb) in lexicon.deed_suffering | lexicon.dying:
        return
    for subject in tree.children(verb, "nsubj"):
        mention = tree.mention_for(subject, MentionKind.ACTOR)
        if mention in found:
            _refuse(tree, found, mention, Role.RECIPIENT, "subject of an active verb", decisions)


def _settle(tree: Tree, scores: dict[Role, dict[int, float]], decisions: list[Decision]) -> None:
    """Nobody on both sides: the side with the higher score keeps the mention; so for mentions of one chain."""
    chain_of = {mention: number for number, chain in enumerate(tree.parse.chains) for mention in chain.mentions}
    actors, recipients = scores[Role.ACTOR], scores[Role.RECIPIENT]
    for mention in list(actors):
        for rival in list(recipients):
            same = tree.is_one_phrase(mention, rival) or (
                mention in chain_of and chain_of[mention] == chain_of.get(rival)
            )
            if not same or mention not in actors:
                continue
            loser, role = (recipients, Role.RECIPIENT) if actors[mention] >= recipients[rival] else (actors, Role.ACTOR)
            gone = rival if loser is recipients else mention
            _refuse(tree, loser, gone, role, "nobody is actor and recipient of one doing", decisions)


def _refuse(tree: Tree, found: dict[int, float], mention: int, role: Role, why: str, decisions: list[Decision]) -> None:
    """Take a mention out of a role, and say so."""
    decided = f"{tree.parse.mentions[mention].text} as {role.value}"
    decisions.append(Decision(step="refused", decided=decided, why=why, score=found.pop(mention)))


def _marker(tree: Tree, mention: int) -> str:
    """The preposition of a mention: it hangs on the top of the phrase, not on its key word ("with Minister A. B")."""
    top = tree.head_in(tree.parse.mentions[mention].span)
    return "" if top is None else tree.marker(top)


def _join_sides(
    tree: Tree,
    chosen: Chosen,
    scores: dict[Role, dict[int, float]],
    decisions: list[Decision],
    *,
    everybody: bool,
) -> None:
    """Mutual doings: whoever it is done with is an actor, too."""
    for mention in list(scores[Role.RECIPIENT]):
        if not everybody and _marker(tree, mention) not in _SIDES:
            continue
        scores[Role.ACTOR][mention] = scores[Role.RECIPIENT].pop(mention)
        decisions.append(
            Decision(
                step="actor",
                decided=tree.parse.mentions[mention].text,
                why=f"{chosen.event_type} is mutual: both sides act",
            )
        )
    for at in chosen.words:
        sides = [child for child in tree.children(at, "obl", "nmod") if tree.marker(child) in _SIDES]
        for head in _with_conjuncts(tree, sides):
            found = tree.mention_for(head, MentionKind.ACTOR)
            if found is not None:
                scores[Role.ACTOR].setdefault(found, _SYNTAX_SCORE)
