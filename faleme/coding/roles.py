"""Who did it to whom, where and when: the engine's arcs, then what the tree shows where it left a role empty.

Constraints prune: nobody is actor and recipient of one doing, a date is nobody, and where both sides do the same
(talks, accords, drills) all are actors.
"""

from __future__ import annotations

from dataclasses import dataclass

from faleme.coding.anchors import Chosen, Thresholds
from faleme.coding.attribution import subject_of
from faleme.coding.blame import lay_blame
from faleme.coding.bystanders import is_money
from faleme.coding.clause_bounds import beyond
from faleme.coding.parties import settle_parties, without_topics
from faleme.coding.role_limits import (
    DOUBT,
    by_voice,
    join_sides,
    of_the_addressed,
    settle,
    suffer,
    with_companions,
    with_comrades,
    with_subject,
    without_active_subject,
    without_bystanders,
    without_deeper,
    without_higher,
    without_idle,
    without_objects_of_others,
    without_others,
    without_parts,
    without_struck_above,
    without_victims,
)
from faleme.coding.role_syntax import SYNTAX_SCORE, beside_the_verb, by_syntax
from faleme.records import Decision, MentionKind, Role, RoleArc
from faleme.reference.lexicon import Lexicon
from faleme.trees import Tree

_MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
_ONE_SIDED = frozenset({"visit", "third-party"})


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
    arcs = []
    fitting = [one for one in chosen.anchor.roles if one.role in bars and _fits(tree, one)]
    for arc in (one for one in fitting if not is_money(tree, one.mention, lexicon=lexicon)):
        why = beyond(tree, chosen, arc.mention, arc.role, lexicon) if arc.role in (Role.ACTOR, Role.RECIPIENT) else None
        if why is None:
            arcs.append(arc)
        elif arc.score >= bars[arc.role]:
            decided = f"{parse.mentions[arc.mention].text} as {arc.role.value}"
            decisions.append(Decision(step="refused", decided=decided, why=why, score=arc.score))
    for arc in arcs:
        if arc.score >= bars[arc.role]:
            scores[arc.role][arc.mention] = max(arc.score, scores[arc.role].get(arc.mention, 0.0))
    addressed = of_the_addressed(tree, chosen, scores[Role.ACTOR], decisions, lexicon)
    if not scores[Role.ACTOR] and not addressed:
        doubtful = [arc for arc in arcs if arc.role is Role.ACTOR and arc.score >= DOUBT]
        # Where an entry made the anchor, or the core took another verb's party, the grammar knows better.
        surer = chosen.anchor.entry is not None or any(one.decided.endswith("as actor") for one in decisions)
        shown = by_syntax(tree, chosen, Role.ACTOR, lexicon, taken=scores) if surer else []
        best = max(doubtful, key=lambda arc: arc.score, default=None)
        if best is not None and (not shown or _acts_above(tree, chosen, best.mention)):
            scores[Role.ACTOR][best.mention] = best.score
    for role in (Role.ACTOR, Role.RECIPIENT):
        if not scores[role]:
            scores[role] = dict.fromkeys(by_syntax(tree, chosen, role, lexicon, taken=scores), SYNTAX_SCORE)
    with_subject(tree, chosen, scores)
    with_comrades(tree, chosen, scores)
    for role in (Role.ACTOR, Role.RECIPIENT):
        with_companions(tree, scores, role)
        without_parts(tree, scores[role], role, decisions)
        without_deeper(tree, chosen, scores[role], role, decisions)
    without_higher(tree, chosen, scores[Role.ACTOR], decisions)
    without_objects_of_others(tree, chosen, scores[Role.RECIPIENT], decisions)
    without_bystanders(tree, chosen, scores, decisions, lexicon)
    without_victims(tree, chosen, scores[Role.RECIPIENT], decisions, lexicon)
    without_idle(tree, chosen, scores[Role.ACTOR], decisions, lexicon)
    suffer(tree, chosen, scores, decisions, lexicon)
    without_struck_above(tree, chosen, scores[Role.ACTOR], decisions, lexicon)
    by_voice(tree, chosen, scores, decisions)
    without_active_subject(tree, chosen, scores[Role.RECIPIENT], decisions, lexicon)
    lay_blame(tree, chosen, scores, decisions, lexicon)
    settle_parties(tree, chosen, scores, decisions, lexicon)
    settle(tree, scores, decisions)
    if mutual or chosen.mutual or (chosen.event_type in _MUTUAL and chosen.mode not in _ONE_SIDED):
        join_sides(tree, chosen, scores, decisions, lexicon, everybody=mutual)
        settle(tree, scores, decisions)
    for role, kind in ((Role.PLACE, MentionKind.PLACE), (Role.TIME, MentionKind.TIME)):
        if not scores[role]:
            scores[role] = dict.fromkeys(beside_the_verb(tree, chosen, kind), SYNTAX_SCORE)
        without_others(tree, chosen, scores, role, decisions, lexicon)
    without_topics(tree, chosen, scores, (Role.PLACE,), decisions, lexicon)
    for role, found in scores.items():
        for mention, score in sorted(found.items()):
            how = "the grammar of the sentence" if score == SYNTAX_SCORE else "read so by the core"
            if role is Role.ACTOR and score < bars[role] and score != SYNTAX_SCORE:
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


def _acts_above(tree: Tree, chosen: Chosen, mention: int) -> bool:
    """Whether a mention is the subject of a clause over the anchor: trees hang "…, wounding four" on either."""
    subjects = [subject_of(tree, above) for above in tree.ancestors(chosen.anchor.token)]
    return any(one is not None and tree.mention_for(one, MentionKind.ACTOR) == mention for one in subjects)


def _fits(tree: Tree, arc: RoleArc) -> bool:
    """Whether the mention is of the kind that the role takes: a date is nobody, a person is no place."""
    kind = tree.parse.mentions[arc.mention].kind
    if arc.role is Role.PLACE:
        return kind is MentionKind.PLACE
    if arc.role is Role.TIME:
        return kind is MentionKind.TIME
    return kind is not MentionKind.TIME
