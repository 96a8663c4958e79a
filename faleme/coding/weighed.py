"""What was weighed beside what was taken: runners-up of each value, and why there is none where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from faleme.coding.anchors import Chosen, Thresholds
from faleme.coding.factuality import Reading
from faleme.records import Auxiliary, Decision, Figure, Parse, Role

_SHOWN = 0.05  # a probability below it says no more than that it is low
_MOST = 3

_NOBODY = {Role.ACTOR: "nobody", Role.RECIPIENT: "nobody", Role.PLACE: "nowhere", Role.TIME: "no time"}


def type_weighed(decisions: Sequence[Decision], made: Chosen, parse: Parse) -> list[Decision]:
    """The decisions, with what the core gave the types where a list or the grammar decided without it."""
    if not decisions or decisions[0].step != "type" or decisions[0].runners_up:
        return list(decisions)
    at = made.anchor.token
    read = next((one.types for one in (*parse.anchors, *parse.asked) if one.token == at), made.anchor.types)
    first = decisions[0]
    others = _others(read, besides=first.decided, nothing="no event")
    return [replace(first, score=made.score if first.score is None else first.score, runners_up=others), *decisions[1:]]


def no_mode(made: Chosen, decisions: Iterable[Decision], thresholds: Thresholds) -> list[Decision]:
    """That no mode was sure enough, where the core saw some."""
    others = _others(made.anchor.modes, besides="", nothing="none")
    if made.mode is not None or not others or any(one.step == "mode" for one in decisions):
        return []
    why = f"no mode of {made.event_type} is as sure as the {thresholds.mode:g} that one needs"
    return [Decision(step="mode", decided="none", why=why, score=dict(made.anchor.modes).get(""), runners_up=others)]


def contexts_weighed(made: Chosen, thresholds: Thresholds) -> list[Decision]:
    """The core's contexts, one a decision; where none is sure enough, those that it thought of."""
    taken = [(name, score) for name, score in made.anchor.contexts if name in made.contexts]
    others = tuple(
        (name, score) for name, score in made.anchor.contexts if name not in made.contexts and score >= _SHOWN
    )[:_MOST]
    if taken:
        return [
            Decision(step="context", decided=name, why="read so by the core", score=score, runners_up=others)
            for name, score in taken
        ]
    if not others:
        return []
    why = f"the core is of none as sure as the {thresholds.context:g} that one needs"
    return [Decision(step="context", decided="none", why=why, runners_up=others)]


def roles_weighed(decisions: Iterable[Decision], made: Chosen, thresholds: Thresholds, parse: Parse) -> list[Decision]:
    """The decisions on roles, with the core's other candidates beside the first of each role; where nobody fills one,
    that this is so and who was thought of."""
    kept = list(decisions)
    bars = {role: getattr(thresholds, role.value) for role in _NOBODY}
    for role, bar in bars.items():
        taken = {one.decided for one in kept if one.step == role.value}
        refused = {one.decided for one in kept if one.step == "refused"}
        best: dict[str, float] = {}
        for arc in made.anchor.roles:
            words = parse.mentions[arc.mention].text
            if arc.role is role and words not in taken and f"{words} as {role.value}" not in refused:
                best[words] = max(arc.score, best.get(words, 0.0))
        others = _others(sorted(best.items(), key=lambda one: -one[1]), besides="", nothing="")
        first = next((at for at, one in enumerate(kept) if one.step == role.value), None)
        if first is not None:
            kept[first] = replace(kept[first], runners_up=others)
        elif others:
            why = f"the core is of nothing as sure as the {bar:g} that this role needs"
            kept.append(Decision(step=role.value, decided=_NOBODY[role], why=why, runners_up=others))
    return kept


def factuality_weighed(auxiliary: Auxiliary | None, reading: Reading, made: Chosen) -> Decision:
    """Whether it happened, by which words, and what the core gave the other readings."""
    scores = made.anchor.auxiliaries
    decided = "none: it happened" if auxiliary is None else auxiliary.value
    why = reading.why
    if auxiliary is None and reading.auxiliary is not None:
        why = f"{why}, and to do {made.event_type} so is done in words now"
    others = _others(scores, besides="" if auxiliary is None else auxiliary.value, nothing="it happened")
    own = dict(scores).get("" if auxiliary is None else auxiliary.value)
    return Decision(
        step="auxiliary",
        decided=decided,
        why=why,
        score=own if reading.score is None else reading.score,
        runners_up=others,
    )


def figure_weighed(figure: Figure) -> Decision:
    """A figure with the number that its words stand for."""
    low, high = (None if one is None else f"{one:,.10g}" for one in (figure.low, figure.high))
    if low is None:
        amount = f"{high} or less" if high is not None else "no number"
    elif high is None:
        amount = f"{low} or more"
    else:
        amount = low if low == high else f"{low} to {high}"
    unit = f" {figure.unit}" if figure.unit else ""
    why = f"{amount}{unit}, counted in this clause"
    return Decision(step="figure", decided=f"{figure.what.value}: {figure.text}", why=why)


def _others(scores: Iterable[tuple[str, float]], *, besides: str, nothing: str) -> tuple[tuple[str, float], ...]:
    """The best of what was not taken, as far as it was likely at all."""
    shown = [(name or nothing, round(score, 4)) for name, score in scores if name != besides and score >= _SHOWN]
    return tuple(shown[:_MOST])
