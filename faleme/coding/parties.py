"""Who is a party in diplomacy: a guest visits his host, the matter of a talk takes no part in it, help comes from whom
its adjective names, and who is handed over does nothing of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from faleme.coding.anchors import Chosen
from faleme.coding.attribution import subject_of
from faleme.coding.role_limits import without_parts
from faleme.coding.role_syntax import SYNTAX_SCORE, patients_of, with_conjuncts
from faleme.records import Decision, MentionKind, Role
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

_TALKS = frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE"})
_GIVEN = frozenset({"CONSULT", "AID", "SUPPORT", "COOPERATE"})
_FROM = frozenset({"of", "from", "by"})
_SHOWN = 0.6  # of a role that the grammar shows beyond doubt

Scores = dict[Role, dict[int, float]]


def settle_parties(tree: Tree, chosen: Chosen, scores: Scores, decisions: list[Decision], lexicon: Lexicon) -> None:
    """Actors and recipients of talks, visits, help and extradition set right."""
    without_topics(tree, chosen, scores, (Role.ACTOR, Role.RECIPIENT), decisions, lexicon)
    _with_whom(tree, chosen, scores, decisions, lexicon)
    _guests(tree, chosen, scores, decisions, lexicon)
    for role in (Role.ACTOR, Role.RECIPIENT):
        without_parts(tree, scores[role], role, decisions)
    _helpers(tree, chosen, scores, decisions, lexicon)
    _handed_over(tree, chosen, scores, decisions, lexicon)


# --- what talks are about ---------------------------------------------------------------------------------


def without_topics(
    tree: Tree,
    chosen: Chosen,
    scores: Scores,
    roles: Iterable[Role],
    decisions: list[Decision],
    lexicon: Lexicon,
) -> None:
    """What is talked about is no party, and its place is not that of the talk: "discussed Sudan", "talks on Goma"."""
    topics = _topics(tree, chosen, lexicon) if chosen.event_type in _TALKS else []
    for role in roles:
        reached = [one for head in topics for one in _of_topic(tree, head, role, lexicon)]
        for mention in [one for one in scores[role] if tree.parse.mentions[one].head in reached]:
            decided = f"{tree.parse.mentions[mention].text} as {role.value}"
            why = "it is only talked about"
            decisions.append(Decision(step="refused", decided=decided, why=why, score=scores[role].pop(mention)))


def _with_whom(tree: Tree, chosen: Chosen, scores: Scores, decisions: list[Decision], lexicon: Lexicon) -> None:
    """With whom one talks talks, too, where trees hang him on the noun or on a name that is talked about: "held talks
    with Chad", "discussed Sudan with the king"."""
    if chosen.event_type not in {"CONSULT", "AGREE"} or chosen.mode in {"visit", "third-party"}:
        return
    names = [one for one in _topics(tree, chosen, lexicon) if tree.tokens[one].upos == "PROPN"]
    nouns = [at for at in _told(tree, chosen, lexicon) if tree.word(at) in lexicon.diplomacy.talks]
    sides = [of for at in (*nouns, *names) for of in tree.children(at, "nmod") if tree.marker(of) == "with"]
    for head in with_conjuncts(tree, sides):
        mention = tree.mention_for(head, MentionKind.ACTOR)
        if mention is not None:
            _move(tree, scores, mention, Role.ACTOR, "with whom one talks", decisions)


def _told(tree: Tree, chosen: Chosen, lexicon: Lexicon) -> list[int]:
    """The words of the doing and the talk that it is of: "held … talks", "talks resumed"."""
    words = list(dict.fromkeys([*chosen.words, *tree.within(chosen.anchor.span)]))
    near = [one for at in words for one in tree.children(at, "obj", "nsubj", "nsubj:pass")]
    near += [tree.tokens[at].head for at in words if tree.is_a(at, "acl")]
    return words + [
        one for one in dict.fromkeys(near) if one not in words and tree.word(one) in lexicon.diplomacy.talks
    ]


def _topics(tree: Tree, chosen: Chosen, lexicon: Lexicon) -> list[int]:
    """Heads of what the talk is about."""
    words = lexicon.diplomacy
    found = []
    for at in _told(tree, chosen, lexicon):
        verb, objects = tree.tokens[at].upos == "VERB", tree.children(at, "obj")
        if verb and tree.word(at) in words.discussing:
            found += [one for one in objects or tree.children(at, "nsubj:pass") if tree.word(one) not in words.talks]
        holds = any(tree.word(one) in words.talks for one in objects)  # "held talks on Goma": hung on either word
        talking = holds or tree.word(at) in (words.talking if verb else words.talks)
        if not talking:
            continue
        on = not verb or holds or tree.word(at) in words.talking_on
        for child in tree.children(at, "obl", "nmod"):
            marker = tree.marker(child)
            if marker in words.about and (marker != "on" or (on and _is_matter(tree, child, lexicon))):
                found.append(child)
    return with_conjuncts(tree, found)


def _is_matter(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether what stands behind "on" is neither a time nor ground that one stands on."""
    timed = tree.mention_for(at, MentionKind.TIME) is not None
    return not timed and tree.word(at) not in lexicon.diplomacy.grounds


def _of_topic(tree: Tree, topic: int, role: Role, lexicon: Lexicon) -> list[int]:
    """The matter and what belongs to it: whose it is, what it is of; of a crisis its place."""
    if role is Role.PLACE:
        inside = tree.children(topic, "nmod") if tree.word(topic) in lexicon.diplomacy.matters else []
        return [topic, *with_conjuncts(tree, inside)]
    found, stack = [], [topic]
    while stack:
        at = stack.pop()
        found.append(at)
        stack += tree.children(at, "nmod:poss", "compound", "amod", "flat")
        stack += [of for of in tree.children(at, "nmod") if tree.marker(of) in {"of", "by", "from", "in"}]
    return found


# --- guests and hosts -------------------------------------------------------------------------------------


def as_visit(tree: Tree, made: Chosen, *, lexicon: Lexicon) -> Chosen:
    """The doing; who is received or hosted pays a visit, whatever else the core sees in it."""
    if made.event_type != "CONSULT" or made.mode is not None or made.own:
        return made
    guests, _ = _received(tree, made, lexicon)
    if all(_party(tree, one) is None for one in guests):
        return made
    note = Decision(step="mode", decided="visit", why="who is received visits")
    return replace(made, mode="visit", decisions=(*made.decisions, note))


def _received(tree: Tree, chosen: Chosen, lexicon: Lexicon) -> tuple[list[int], bool]:
    """Heads of those whom somebody has for guests, and whether they are told of in the passive."""
    verb, words = chosen.anchor.token, lexicon.diplomacy
    if tree.tokens[verb].upos != "VERB" or tree.word(verb) not in words.hosting:
        return [], False
    objects = tree.children(verb, "obj")
    passive = bool(tree.children(verb, "nsubj:pass", "aux:pass")) or not objects
    if not passive and not tree.children(verb, "nsubj") and not tree.is_a(verb, "conj"):
        return [], passive  # "after receiving him": whose guest he was is only inferred
    if not passive:
        received = [_antecedent(tree, verb, objects[0])]
    else:
        received = struck_by(tree, verb) or (tree.children(verb, "nsubj") if tree.children(verb, "aux:pass") else [])
    if any(tree.word(one) in words.talks for one in received):
        return [], passive  # "hosted talks between them"
    return with_conjuncts(tree, received), passive


def _guests(tree: Tree, chosen: Chosen, scores: Scores, decisions: list[Decision], lexicon: Lexicon) -> None:
    """Who is received visits, and who receives him is visited: "was received by the king", "received the envoy"."""
    if chosen.event_type != "CONSULT" or chosen.mode == "third-party":
        return
    received, passive = _received(tree, chosen, lexicon)
    guests = [mention for one in received if (mention := _party(tree, one)) is not None]
    if not guests:
        return
    verb = chosen.anchor.token
    if passive:
        by = tree.children(verb, "obl:agent") or [one for one in tree.children(verb, "obl") if tree.marker(one) == "by"]
    else:
        subject = subject_of(tree, verb)
        by = [] if subject is None else [subject]
    hosts = [mention for one in with_conjuncts(tree, by) if (mention := _party(tree, one)) is not None]
    for mention in guests:
        _move(tree, scores, mention, Role.ACTOR, "who is received visits", decisions)
    for mention in hosts:
        if mention not in guests:
            _move(tree, scores, mention, Role.RECIPIENT, "who receives is visited", decisions)


def struck_by(tree: Tree, verb: int) -> list[int]:
    """Whom a passive befalls; of a participle that opens the sentence, the main subject, whatever joins the two in the
    tree: "Received by the emir, the envoy handed over a letter"."""
    patients = patients_of(tree, verb)
    participle = tree.tokens[verb].xpos in {"VBN", "VBD"} and not tree.children(verb, "nsubj", "obj", "aux", "mark")
    opens = verb == tree.parse.sentences[tree.tokens[verb].sentence].first
    if patients or not participle or not opens or not tree.children(verb, "obl:agent"):
        return patients
    mains = tree.children(verb, "parataxis", "conj")
    if tree.is_a(verb, "advcl", "ccomp"):
        mains = [tree.tokens[verb].head]
    return [subject for main in mains[:1] for subject in tree.children(main, "nsubj", "nsubj:pass") if subject > verb]


def _antecedent(tree: Tree, verb: int, taken: int) -> int:
    """The noun of "whom": "the envoy whom the king received"."""
    return tree.tokens[verb].head if tree.is_relative(verb) and tree.tokens[taken].xpos in {"WP", "WDT"} else taken


def _party(tree: Tree, head: int) -> int | None:
    """The mention of somebody, or of those who sent him: "a delegation from Chad"."""
    own = tree.mention_for(head, MentionKind.ACTOR)
    if own is not None:
        return own
    senders = tree.children(head, "nmod:poss", "amod", "compound")
    senders += [child for child in tree.children(head, "nmod") if tree.marker(child) in _FROM]
    found = (tree.mention_for(one, MentionKind.ACTOR) for one in senders)
    return next((one for one in found if one is not None), None)


# --- whose help it was ------------------------------------------------------------------------------------


def _helpers(tree: Tree, chosen: Chosen, scores: Scores, decisions: list[Decision], lexicon: Lexicon) -> None:
    """Who did something "with Kenyan help" was helped and did not help; Kenya did. A mediator acts, not the sides."""
    noun, words = chosen.anchor.token, lexicon.diplomacy
    between = _between(tree, noun, lexicon)
    beside = tree.word(noun) in words.helping and _hangs_beside(tree, noun, lexicon)
    if chosen.event_type not in _GIVEN or not (beside or between):
        return
    named = _givers(tree, noun)
    if between and named:
        for head in between:
            side = tree.mention_for(head, MentionKind.ACTOR)
            if side is not None and side not in named:
                _move(tree, scores, side, Role.RECIPIENT, "between whom another mediates", decisions)
    for mention in named:
        _move(tree, scores, mention, Role.ACTOR, "whose help it was", decisions)
    if not beside:
        return
    verb = next((above for above in tree.ancestors(noun) if tree.tokens[above].upos == "VERB"), None)
    clauses = [] if verb is None else [verb]
    clauses += tree.children(tree.tokens[noun].head, "parataxis")  # "Thanks to their help, …" with "Thanks" on top
    subjects = with_conjuncts(tree, [one for at in clauses for one in tree.children(at, "nsubj")])
    for head in subjects:
        helped = tree.mention_for(head, MentionKind.ACTOR)
        if helped is not None and helped in scores[Role.ACTOR] and helped not in named:
            _move(tree, scores, helped, Role.RECIPIENT, "who does something with help is helped", decisions)


def _givers(tree: Tree, noun: int) -> list[int]:
    """Mentions of those whose help a noun tells: "Kenyan help", "the help of Kenya"."""
    before = tree.children(noun, "amod", "compound", "nmod:poss")
    heads = [one for one in before if tree.tokens[one].text[:1].isupper()]
    heads += [child for child in tree.children(noun, "nmod") if tree.marker(child) in _FROM]
    found = (tree.mention_for(one, MentionKind.ACTOR) for one in with_conjuncts(tree, heads))
    return [mention for mention in dict.fromkeys(found) if mention is not None]


def _between(tree: Tree, noun: int, lexicon: Lexicon) -> list[int]:
    """Heads of the two sides of a mediation: "Togolese mediation between the army and the rebels"."""
    if tree.word(noun) not in lexicon.diplomacy.mediating:
        return []
    return with_conjuncts(tree, [child for child in tree.children(noun, "nmod") if tree.marker(child) == "between"])


def as_mediation(tree: Tree, made: Chosen, *, lexicon: Lexicon) -> Chosen:
    """The doing; the mediation of somebody between two sides is a third party's."""
    noun = made.anchor.token
    if made.event_type != "CONSULT" or made.mode is not None or made.own:
        return made
    if not _givers(tree, noun) or not _between(tree, noun, lexicon):
        return made
    note = Decision(step="mode", decided="third-party", why="somebody's mediation between two sides")
    return replace(made, mode="third-party", decisions=(*made.decisions, note))


def _hangs_beside(tree: Tree, noun: int, lexicon: Lexicon) -> bool:
    """Whether a noun is only the circumstance of a clause: "with their help", "thanks to their help"."""
    words, above = lexicon.diplomacy, tree.tokens[noun].head
    if above >= 0 and tree.word(above) in words.thanks and not tree.is_a(above, "obj"):
        return tree.marker(noun) == "to"
    return tree.is_a(noun, "obl", "advcl") and tree.marker(noun) in words.help_with


# --- who is handed over -----------------------------------------------------------------------------------


def _handed_over(tree: Tree, chosen: Chosen, scores: Scores, decisions: list[Decision], lexicon: Lexicon) -> None:
    """Who is extradited takes no part in it; whoever he is sent to receives him, and whoever he is sent from sends."""
    verb = chosen.anchor.token
    if tree.word(verb) not in lexicon.diplomacy.handing or tree.tokens[verb].upos != "VERB":
        return
    handed = with_conjuncts(tree, struck_by(tree, verb) or tree.children(verb, "obj"))
    for one in handed:
        mention = tree.mention_for(one, MentionKind.ACTOR)
        if mention is not None and mention in scores[Role.ACTOR]:
            _move(tree, scores, mention, Role.RECIPIENT, "who is handed over", decisions)
    passive = bool(tree.children(verb, "nsubj:pass", "aux:pass"))
    for at in (verb, *handed):
        for child in tree.children(at, "obl", "nmod"):
            mention, marker = tree.mention_for(child, MentionKind.ACTOR), tree.marker(child)
            if mention is not None and marker == "to":
                _move(tree, scores, mention, Role.RECIPIENT, "to whom one is handed over", decisions)
            elif mention is not None and marker == "from" and passive:
                _move(tree, scores, mention, Role.ACTOR, "from where one is handed over", decisions)


def _move(tree: Tree, scores: Scores, mention: int, role: Role, why: str, decisions: list[Decision]) -> None:
    """Give a mention a role, take the other one from it, and say so where that is news."""
    other = Role.RECIPIENT if role is Role.ACTOR else Role.ACTOR
    score = max(scores[other].pop(mention, 0.0), scores[role].get(mention, 0.0), _SHOWN)
    if mention not in scores[role]:
        decided = tree.parse.mentions[mention].text
        decisions.append(Decision(step=role.value, decided=decided, why=why, score=SYNTAX_SCORE))
    scores[role][mention] = score
