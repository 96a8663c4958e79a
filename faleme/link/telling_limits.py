"""What keeps two codings of one page from being tellings of one happening."""

from __future__ import annotations

from faleme.link.telling_pairs import Party, View, shared
from faleme.records import Auxiliary, FigureKind, ResolvedPlace, TimeMention
from faleme.reference.codebook import Codebook

_TOGETHER = frozenset({"CONSULT", "COOPERATE"})
_TOLLS = frozenset({FigureKind.DEAD, FigureKind.INJURED, FigureKind.ARRESTED, FigureKind.ABDUCTED})
_ABDUCT = "abduct"
# Nouns for anybody: "14 people" may be the villagers of another telling.
_ANYBODY = frozenset("people person civilian victim man woman other resident member".split())


def forbidden(a: View, b: View, codebook: Codebook) -> bool:
    """Whether something keeps a later telling from being the earlier one's: the kind of doing, its reality, two places
    of which neither can hold the other, days that are too far apart, figures that both cannot be, changed sides,
    others who suffer it, a doer whom only an accusation names, or words that say it is one more."""
    one, two = a.coding, b.coding
    if b.anew:
        return True
    if codebook.quad(one.event_type) != codebook.quad(two.event_type):
        return True
    if not _same_reality(one.auxiliary, two.auxiliary, backward=b.backward):
        return True
    if b.blamed and not a.blamed and shared(a.actor, b.actor) < 1.0:
        return True
    if _apart(a.place, b.place) or _dated_apart(a.time, b.time) or _tolls_apart(a, b) or _changed_sides(a, b):
        return True
    return _taken_or_hit(a, b) or _done_to_others(a, b) or _then_and_now(a, b)


def _same_reality(a: Auxiliary | None, b: Auxiliary | None, *, backward: bool) -> bool:
    """Whether two auxiliaries can be of one happening; "after the attack" takes over its first telling's."""
    return a is b or (backward and b is None and a is not Auxiliary.NEGATION)


def _apart(a: ResolvedPlace | None, b: ResolvedPlace | None) -> bool:
    """Two places of which neither can hold the other."""
    if a is None or b is None or a.geonameid is None or b.geonameid is None or a.geonameid == b.geonameid:
        return False
    if a.country is None or b.country is None:  # on a border, which side is not said
        return False
    if a.country != b.country:
        return True
    coarse = min(a.resolution or 1, b.resolution or 1)
    if coarse <= 1:
        return False
    return a.admin1 != b.admin1 or coarse >= 4


def _dated_apart(a: TimeMention | None, b: TimeMention | None) -> bool:
    return (
        a is not None
        and b is not None
        and a.when is not None
        and b.when is not None
        and a.when.distance_days(b.when) > 1
    )


def _changed_sides(a: View, b: View) -> bool:
    """Whether who acts in one is met in the other, and nobody keeps a side: blow and answer are two.

    Of 409 such pairs of one type on the annotated pages, meetings and joint doings left out, 14 are one happening.
    """
    if a.coding.event_type != b.coding.event_type or a.coding.event_type in _TOGETHER:
        return False
    kept = shared(a.actor, b.actor), shared(a.recipient, b.recipient)
    crossed = shared(a.actor, b.recipient), shared(a.recipient, b.actor)
    return 1.0 in crossed and 1.0 not in kept


def _tolls_apart(a: View, b: View) -> bool:
    """Whether both count one kind (dead, arrested) and no count of one can be a count of the other.

    Of 32 such pairs on the annotated pages two are one happening, told once by its parts.
    """
    return any(
        all(_cannot_be(ours, theirs) for ours in _counts(a, what) for theirs in _counts(b, what))
        for what in {what for what, *_ in a.figures} & {what for what, *_ in b.figures} & _TOLLS
    )


def _counts(view: View, what: FigureKind) -> list[tuple[float | None, float | None]]:
    return [(low, high) for kind, low, high in view.figures if kind is what]


def _cannot_be(one: tuple[float | None, float | None], other: tuple[float | None, float | None]) -> bool:
    """Whether two ranges share no number; None is open on that side."""
    return any(
        high is not None and low is not None and high < low for (_, high), (low, _) in ((one, other), (other, one))
    )


def _taken_or_hit(a: View, b: View) -> bool:
    """Whether one tells of people taken and the other, with a verb, of something else: they killed a guard and
    kidnapped two engineers."""
    one, two = a.coding, b.coding
    both = one.event_type == two.event_type == "ASSAULT"
    return both and (one.mode == _ABDUCT) != (two.mode == _ABDUCT) and not (a.nominal or b.nominal)


def _done_to_others(a: View, b: View) -> bool:
    """Whether one thing is done to two sets of people, by the number that they are called by or, where one verb tells
    both, by the noun. A headline and a noun that points back may call them otherwise."""
    if a.headline or b.backward or a.coding.event_type != b.coding.event_type:
        return False
    if not a.recipient or not b.recipient or shared(a.recipient, b.recipient) == 1.0:
        return False
    again = a.lemma == b.lemma and not a.nominal and not b.nominal
    alike = again or (a.coding.mode is not None and a.coding.mode == b.coding.mode)
    return alike and all(_are_others(one, two, again=again) for one in a.recipient for two in b.recipient)


def _are_others(one: Party, other: Party, *, again: bool) -> bool:
    if one.number is not None and other.number is not None:
        return one.number != other.number
    return again and bool(one.head and other.head) and one.head != other.head and not {one.head, other.head} & _ANYBODY


def _then_and_now(a: View, b: View) -> bool:
    """Whether one is dated long ago and the other, in another paragraph, has no date: news and its background."""
    if a.block == b.block or b.backward or a.long_ago == b.long_ago or shared(a.recipient, b.recipient) == 1.0:
        return False
    return (b if a.long_ago else a).time is None
