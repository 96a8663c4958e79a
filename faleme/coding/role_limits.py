"""What takes roles away or moves them: whole before part, this clause before others, nobody on both sides; who only
stands by did nothing, and whom a verb strikes suffers it."""

from __future__ import annotations

from collections.abc import Iterable

from faleme.coding.anchors import Chosen
from faleme.coding.attribution import subject_of
from faleme.coding.bystanders import (
    bystanders,
    givers,
    is_lifeless,
    is_medium,
    is_of_the_matter,
    lodges,
    remarked_on,
    sufferers,
    sufferers_at,
    while_dying,
)
from faleme.coding.clause_bounds import is_agent, is_left_out, is_one, is_passive
from faleme.coding.role_syntax import SYNTAX_SCORE, is_bare_participle, noun_roles, patients_of, with_conjuncts
from faleme.records import Decision, MentionKind, Role
from faleme.reference.lexicon import Lexicon
from faleme.trees import BESIDE, Tree, is_verb

_SIDES = frozenset({"with", "between", "among"})
# Who is the subject of these in the passive suffers them. "Is committed to", "was deployed" and "was withdrawn" differ.
_SUFFERED = frozenset({"ASSAULT", "COERCE", "ACCUSE", "THREATEN", "REQUEST", "REJECT", "SANCTION"})
_RECEIVING = frozenset({"with", "before"})
_OF_FEELING = frozenset({"SUPPORT", "AGREE", "CONCEDE"})
_BOTH_WAYS = frozenset({"CONSULT", "COOPERATE", "AGREE"})  # whose object may be the one who comes
_SET_FREE = ("RETREAT", "release")  # the one kind of giving way whose passive subject is a person it is done to
DOUBT = 0.3  # the likeliest actor stands from here where there is no other
# And from here for passives without "by" and nouns of force, which need not name their doer: at lower scores the core
# was wrong more often than right on the annotated pages (dev and test), of active verbs it was right 19 times of 21.
SURE_OF_NAMELESS = 0.65
_SURE_ENOUGH = 0.5  # for a role that stands in a clause below


def with_companions(tree: Tree, scores: dict[Role, dict[int, float]], role: Role) -> None:
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
        for companion in (first, *tree.children(first, "conj"), *beside, *_state_beside(tree, first)):
            found = tree.mention_for(companion, MentionKind.ACTOR)
            if found is not None and found not in other and not is_left_out(tree, companion):
                scores[role].setdefault(found, min(score, SYNTAX_SCORE))


def _state_beside(tree: Tree, head: int) -> list[int]:
    """ "Mali" of "Mali and Russia's Yadran Group", which the tree takes for a part of the name."""
    return [
        at
        for at in tree.children(head, "compound", "nmod:poss")
        if tree.tokens[at + 1].upos == "CCONJ" and tree.is_a(at + 2, "nmod:poss") and tree.tokens[at + 2].head == head
    ]


def with_comrades(tree: Tree, chosen: Chosen, scores: dict[Role, dict[int, float]]) -> None:
    """Beside whom one does it does it, too, and does not suffer it: "fought alongside the rebels"."""
    if not scores[Role.ACTOR]:
        return
    for child in (one for at in chosen.words for one in tree.children(at, "obl")):
        if not {tree.word(case) for case in tree.children(child, "case")} & BESIDE:
            continue
        for head in with_conjuncts(tree, [child]):
            mention = tree.mention_for(head, MentionKind.ACTOR)
            if mention is not None:
                score = scores[Role.RECIPIENT].pop(mention, SYNTAX_SCORE)
                scores[Role.ACTOR].setdefault(mention, score)


def of_the_addressed(
    tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision], lexicon: Lexicon
) -> bool:
    """Whether "you" are the subject; whoever says so above did nothing of it: "the army says that you attacked it"."""
    verb = chosen.anchor.token
    if not any(tree.word(one) in lexicon.second_persons for one in tree.children(verb, "nsubj")):
        return False
    below = set(tree.subtree(verb))
    for mention in [one for one in found if tree.parse.mentions[one].head not in below]:
        _refuse(tree, found, mention, Role.ACTOR, "says so of those spoken to", decisions)
    return True


def with_subject(tree: Tree, chosen: Chosen, scores: dict[Role, dict[int, float]]) -> None:
    """The subject of an active verb acts where the core half thinks so, too, and others act beside it."""
    verb = chosen.anchor.token
    if not scores[Role.ACTOR] or tree.tokens[verb].upos != "VERB":
        return
    likely = {arc.mention: arc.score for arc in chosen.anchor.roles if arc.role is Role.ACTOR}
    for head in tree.children(verb, "nsubj"):
        mention = tree.mention_for(head, MentionKind.ACTOR)
        if mention is not None and mention not in scores[Role.RECIPIENT] and likely.get(mention, 0.0) >= DOUBT:
            scores[Role.ACTOR].setdefault(mention, likely[mention])


def without_others(
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
        if is_of_the_matter(tree, chosen, mention, lexicon=lexicon):
            _refuse(tree, scores[role], mention, role, "place or day of what is spoken of", decisions)
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


def without_parts(tree: Tree, found: dict[int, float], role: Role, decisions: list[Decision]) -> None:
    """Of two mentions of which one lies in the other ("the party" in "the party's treasurer"), the whole one stays."""
    spans = {mention: tree.parse.mentions[mention].span for mention in found}
    for mention in sorted(found, key=lambda m: (len(spans[m]), found[m], -m)):
        if any(other != mention and other in found and spans[other].contains(spans[mention]) for other in spans):
            _refuse(tree, found, mention, role, "part of a mention that fills the role", decisions)


def without_deeper(tree: Tree, chosen: Chosen, found: dict[int, float], role: Role, decisions: list[Decision]) -> None:
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


def without_higher(tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision]) -> None:
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


def without_objects_of_others(tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision]) -> None:
    """Where a verb has an object of its own, those of other verbs suffer something else: "bombed a camp, freeing the
    hostages", "rejects the coup and welcomes the release of two monks"."""
    objects = _objects(tree, chosen.words) if found else []
    if not objects:
        return
    own = {tree.mention_for(head, MentionKind.ACTOR) for head in with_conjuncts(tree, objects)}
    here = chosen.anchor.sentence
    others = [one.token for one in tree.parse.anchors if one.sentence == here and one.token not in chosen.words]
    if own & found.keys():
        theirs = {tree.mention_for(head, MentionKind.ACTOR) for head in with_conjuncts(tree, _objects(tree, others))}
        for mention in sorted(found.keys() & (theirs - own)):
            _refuse(tree, found, mention, Role.RECIPIENT, "object of another verb", decisions)
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


def without_bystanders(
    tree: Tree, chosen: Chosen, scores: dict[Role, dict[int, float]], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """Who is only told of beside a deed did nothing of it, nor did things; whom it struck suffers it."""
    for medium in [one for one in scores[Role.RECIPIENT] if is_medium(tree, chosen, one, lexicon)]:
        _refuse(tree, scores[Role.RECIPIENT], medium, Role.RECIPIENT, "where it was said", decisions)
    for lifeless in [one for one in scores[Role.ACTOR] if is_lifeless(tree, one, lexicon)]:
        _refuse(tree, scores[Role.ACTOR], lifeless, Role.ACTOR, "things do nothing", decisions)
    if chosen.event_type == "ACCUSE" and lodges(tree, chosen, lexicon=lexicon):
        for court in [one for one in scores[Role.RECIPIENT] if _marker(tree, one) in _RECEIVING]:
            _refuse(tree, scores[Role.RECIPIENT], court, Role.RECIPIENT, "receives the complaint", decisions)
    for head in givers(tree, chosen, lexicon=lexicon) if chosen.event_type in _OF_FEELING else []:
        mention = tree.mention_for(head, MentionKind.ACTOR)
        if mention in scores[Role.RECIPIENT]:
            _refuse(tree, scores[Role.RECIPIENT], mention, Role.RECIPIENT, "it is their feeling", decisions)
    for role, inside in while_dying(tree, chosen, lexicon=lexicon):
        for beside in [one for one in scores[role] if tree.parse.mentions[one].head in inside]:
            _refuse(tree, scores[role], beside, role, "told beside the deaths, not of their doer", decisions)
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
            scores[Role.RECIPIENT].setdefault(mention, SYNTAX_SCORE)


def without_victims(
    tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """A remark on a deed is for its doer, not for whom it struck: "condemned the killing of two nurses by bandits"."""
    for noun in remarked_on(tree, chosen, lexicon=lexicon):
        doers = with_conjuncts(tree, noun_roles(tree, noun, Role.ACTOR, lexicon))
        for head in tree.subtree(noun):
            mention = tree.mention_for(head, MentionKind.ACTOR)
            if mention in found and head not in doers:
                _refuse(tree, found, mention, Role.RECIPIENT, "suffered the deed that is spoken of", decisions)
        for head in doers:
            mention = tree.mention_for(head, MentionKind.ACTOR)
            if mention is not None:
                found.setdefault(mention, SYNTAX_SCORE)


def without_idle(
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


def suffer(
    tree: Tree, chosen: Chosen, scores: dict[Role, dict[int, float]], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """The subject of a passive, who dies, is tried or whose arrest it is, is whom it is done to, not who does it:
    "Fighters, soldiers killed in battle"."""
    verb = chosen.anchor.token
    kind = (chosen.event_type, chosen.mode)
    if chosen.event_type not in _SUFFERED and kind != _SET_FREE:
        return
    patients = [] if tree.children(verb, "obj") else with_conjuncts(tree, patients_of(tree, verb))
    others = [name for patient in patients for name in tree.children(patient, "appos")]
    if chosen.event_type == "ACCUSE" and tree.is_a(verb, "advcl") and is_bare_participle(tree, verb):
        others += [head for above in tree.ancestors(verb) for head in tree.children(above, "nsubj")]
    for mention in list(scores[Role.ACTOR]) if tree.is_a(verb, "acl") else []:
        span, head = tree.parse.mentions[mention].span, tree.parse.mentions[mention].head
        if any(span.contains(tree.tokens[one].span) and head in tree.ancestors(one) for one in patients):
            # "the families of the soldiers killed in Gao"
            _refuse(tree, scores[Role.ACTOR], mention, Role.ACTOR, "told of beside whom it struck", decisions)
    for head in (*patients, *others, *sufferers(tree, chosen, lexicon=lexicon)):
        found = tree.mention_for(head, MentionKind.ACTOR)
        for mention in [one for one in scores[Role.ACTOR] if found is not None and is_one(tree, one, found)]:
            score = scores[Role.ACTOR].pop(mention)
            scores[Role.RECIPIENT].setdefault(mention, score)
            decisions.append(
                Decision(
                    step="recipient",
                    decided=tree.parse.mentions[mention].text,
                    why="subject of a passive, who dies or is tried, or whose arrest it is",
                    score=score,
                )
            )


def by_voice(tree: Tree, chosen: Chosen, scores: dict[Role, dict[int, float]], decisions: list[Decision]) -> None:
    """The object of an active verb does nothing of it, and its subject does not suffer it: "praised the president"."""
    verb = chosen.anchor.token
    if chosen.event_type in _BOTH_WAYS or tree.tokens[verb].upos != "VERB" or is_passive(tree, verb):
        return
    subject = subject_of(tree, verb)
    doer = None if subject is None else tree.mention_for(subject, MentionKind.ACTOR)
    if doer is None or doer not in scores[Role.RECIPIENT]:
        return
    for head in with_conjuncts(tree, tree.children(verb, "obj")):
        mention = tree.mention_for(head, MentionKind.ACTOR)
        if mention in scores[Role.ACTOR]:
            scores[Role.RECIPIENT][mention] = scores[Role.ACTOR].pop(mention)
            scores[Role.ACTOR].setdefault(doer, scores[Role.RECIPIENT].pop(doer, SYNTAX_SCORE))
            why = "subject of an active verb whose object is the other side"
            decisions.append(Decision(step="actor", decided=tree.parse.mentions[doer].text, why=why))


def without_struck_above(
    tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """Whom the verb above strikes is not who kills by it: "a hospital was bombed, killing seven", "a lorry hit a mine,
    killing ten"."""
    verb = chosen.anchor.token
    above = tree.tokens[verb].head
    result = tree.is_a(verb, "advcl") and tree.tokens[verb].xpos == "VBG" and not tree.marker(verb)
    if chosen.event_type not in _SUFFERED or not result:
        return
    struck = patients_of(tree, above) + sufferers_at(tree, above, lexicon=lexicon)
    for head in with_conjuncts(tree, struck):
        mention = tree.mention_for(head, MentionKind.ACTOR)
        if mention in found:
            _refuse(tree, found, mention, Role.ACTOR, "struck by what the verb above tells", decisions)
    for child in tree.children(above, "obl"):
        agent = tree.mention_for(child, MentionKind.ACTOR) if struck and is_agent(tree, child) else None
        if agent is not None:
            found.setdefault(agent, SYNTAX_SCORE)


def without_active_subject(
    tree: Tree, chosen: Chosen, found: dict[int, float], decisions: list[Decision], lexicon: Lexicon
) -> None:
    """Who is the subject of an active verb of violence does not suffer it: "its troops had not retaliated"."""
    verb = chosen.anchor.token
    active = tree.children(verb, "obj", "aux") and not tree.children(verb, "aux:pass", "nsubj:pass")
    if chosen.event_type != "ASSAULT" or tree.tokens[verb].upos != "VERB" or not active:
        return
    if tree.word(verb) in lexicon.deed_suffering or sufferers_at(tree, verb, lexicon=lexicon):
        return
    for subject in tree.children(verb, "nsubj"):
        mention = tree.mention_for(subject, MentionKind.ACTOR)
        if mention in found:
            _refuse(tree, found, mention, Role.RECIPIENT, "subject of an active verb", decisions)


def settle(tree: Tree, scores: dict[Role, dict[int, float]], decisions: list[Decision]) -> None:
    """Nobody on both sides: the side with the higher score keeps the mention; so for mentions of one chain."""
    actors, recipients = scores[Role.ACTOR], scores[Role.RECIPIENT]
    for mention in list(actors):
        for rival in list(recipients):
            if mention not in actors or not is_one(tree, mention, rival):
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


def join_sides(
    tree: Tree,
    chosen: Chosen,
    scores: dict[Role, dict[int, float]],
    decisions: list[Decision],
    lexicon: Lexicon,
    *,
    everybody: bool,
) -> None:
    """Mutual doings: whoever it is done with is an actor, too, and whom one meets."""
    met = [child for at in chosen.words if tree.word(at) in lexicon.meeting for child in tree.children(at, "obj")]
    whom = {tree.mention_for(head, MentionKind.ACTOR) for head in with_conjuncts(tree, met)}
    for mention in list(scores[Role.RECIPIENT]):
        if not everybody and mention not in whom and _marker(tree, mention) not in _SIDES:
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
        for head in with_conjuncts(tree, sides):
            found = tree.mention_for(head, MentionKind.ACTOR)
            if found is not None:
                scores[Role.ACTOR].setdefault(found, SYNTAX_SCORE)
