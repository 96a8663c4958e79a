"""The sieve of interviews: "I" of an answer is who answers, its "we" and the "you" of a question his group."""

from __future__ import annotations

from faleme.parse.referents import Clusters


def join_interviewed(work: Clusters) -> None:
    """First persons of the answers, second persons of the questions."""
    interview = work.interview
    if interview is None:
        return
    for item in work.actor_items:
        pronoun = item.phrase.pronoun
        if pronoun is None or work.in_quotes(item) or len(work.cluster_of[item.index].items) > 1:
            continue
        block = work.parse.sentences[item.mention.sentence].block
        target = None
        if pronoun.person == 1 and (speaker := work.answerer(item)) is not None:
            target = interview.group if pronoun.number == "plural" else speaker.index
        elif pronoun.person == 2 and block in interview.questions:
            target = interview.group
        if target is not None and target in work.items:
            work.join(work.items[target], item)
