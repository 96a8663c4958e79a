"""Two codings of one page held against each other: what speaks for one happening (what forbids it: ``telling_limits``).

``evidence`` gives what was seen, by name; the weights that `training.tellings` learned from annotated pages
(``data/link/tellings.toml``) make a probability of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from faleme.records import (
    Article,
    BlockKind,
    Coding,
    FigureKind,
    Resolved,
    ResolvedPlace,
    TimeMention,
    Token,
)
from faleme.reference.mentions_lexicon import load_mention_lexicon
from faleme.spans import Span
from faleme.trees import Tree

SPEECH = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
_OFTEN = SPEECH | {"COOPERATE", "COERCE"}  # the same people condemn, demand and forbid many things
_MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE", "ASSAULT"})
_DATED = frozenset({"DATE", "TIME"})
_RELATIVE = frozenset({"WDT", "WP"})
_NOUNS = frozenset({"NOUN", "PROPN"})
# On a noun they tell of one more in a row: "it was the sixth attack" is none of those before.
_ANEW = frozenset("second third fourth fifth sixth seventh eighth ninth tenth another fresh further".split())
_ENDS = frozenset({"until", "till", "within"})
_FAR = 10  # sentences from where on distance says no more


_CONTINENT = "L.CONT"
_STRETCH = 1.5
_LONG_AGO = 45  # days before the page: what is told so is its background


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One who acts or is met: everything that could show two of them to be one."""

    chain: int | None
    actor_id: str | None
    name: str
    country: str | None
    sectors: tuple[str, ...]
    whole: bool  # a country as such, not somebody of it
    head: str  # lemma of the noun that it is called by; "" for a pronoun, a number or a name
    number: float | None  # how many the words count


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A coding with what its words, tree and resolutions tell."""

    coding: Coding
    lemma: str
    key: int
    above: frozenset[int]  # what governs the anchor by objects and phrases, no clause between
    nominal: bool
    backward: bool  # "the attack", "this meeting": points back to a telling before
    anew: bool  # "the sixth attack", "fresh talks": one more than those before
    headline: bool
    lead: bool
    block: int
    long_ago: bool  # dated weeks before the page
    actor: tuple[Party, ...]
    recipient: tuple[Party, ...]
    place: ResolvedPlace | None
    time: TimeMention | None
    figures: frozenset[tuple[FigureKind, float | None, float | None]]
    blamed: bool  # its doer is who somebody accuses in the same sentence
    number: int | None  # of its anchor among those that the engine found
    same: Mapping[int, float]  # the engine's probability that an earlier anchor tells the same

    @staticmethod
    def of(article: Article, tree: Tree, coding: Coding, resolved: Resolved, others: Sequence[Coding] = ()) -> View:
        """The coding seen with its page. others: all codings of the page."""
        tokens = tree.within(coding.anchor)
        key = tree.head_in(coding.anchor)
        key = tokens[0] if key is None else key
        token = tree.tokens[key]
        nominal = token.upos in _NOUNS
        determined = {tree.word(child) for child in tree.children(key, "det", "nmod:poss")}
        block = tree.parse.sentences[coding.sentence].block
        kinds = [one.kind for one in article.blocks]
        bodies = [number for number, kind in enumerate(kinds) if kind is BlockKind.BODY]
        chain_of = {m: number for number, chain in enumerate(tree.parse.chains) for m in chain.mentions}
        time = _time_of(coding, tree, key, resolved)
        number = next((at for at, one in enumerate(tree.parse.anchors) if one.span.overlaps(coding.anchor)), None)
        return View(
            coding=coding,
            lemma=token.lemma.casefold(),
            key=key,
            above=frozenset(_carriers(tree, key)),
            nominal=nominal,
            backward=nominal and bool(determined - {"a", "an", "another", "no"}),
            anew=_is_anew(tree, key, nominal=nominal),
            headline=kinds[block] is BlockKind.TITLE if block < len(kinds) else False,
            lead=block in bodies[:1],
            block=block,
            long_ago=_is_long_ago(article, time),
            actor=_parties(tree, coding.actor, resolved, chain_of),
            recipient=_parties(tree, coding.recipient, resolved, chain_of),
            place=_place_in(tree, coding, resolved),
            time=time,
            figures=frozenset((one.what, one.low, one.high) for one in coding.figures),
            blamed=_is_blamed(coding, others),
            number=number,
            same=dict(tree.parse.anchors[number].same) if number is not None else {},
        )


def _is_blamed(coding: Coding, others: Sequence[Coding]) -> bool:
    """ "The opposition blamed the junta for the deaths": the junta's doing is the opposition's word."""
    return bool(coding.speaker) and any(
        one.event_type == "ACCUSE" and one.sentence == coding.sentence and set(one.recipient) & set(coding.actor)
        for one in others
    )


def _carriers(tree: Tree, at: int) -> Iterator[int]:
    """Words that an event noun hangs on within its own clause; of a verb in a relative clause, the noun that it has
    as its object ("the blockade that it had put on the port")."""
    if tree.is_a(at, "acl", "acl:relcl") and not _has_object(tree, at):
        yield tree.tokens[at].head
    while tree.is_a(at, "obl", "nmod", "obj", "nsubj", "compound", "conj") and tree.tokens[at].head >= 0:
        at = tree.tokens[at].head
        yield at


def _is_anew(tree: Tree, key: int, *, nominal: bool) -> bool:
    """ "The sixth attack", "they also agreed": one more."""
    if nominal:
        return any(tree.word(child) in _ANEW for child in tree.children(key, "amod", "det"))
    return any(tree.word(child) == "also" for child in tree.children(key, "advmod"))


def _is_long_ago(article: Article, time: TimeMention | None) -> bool:
    if article.published is None or time is None or time.when is None:
        return False
    return (article.published.when.first_day - time.when.last_day).days > _LONG_AGO


def _noun_of(tree: Tree, mention: int) -> Token:
    """The word that says what they are: "bandits" of "three of the bandits"."""
    head = tree.parse.mentions[mention].head
    inner = tree.children(head, "nmod") if tree.tokens[head].upos == "NUM" else []
    return tree.tokens[inner[0] if inner else head]


def _number_of(tree: Tree, mention: int) -> float | None:
    """How many the words of a mention count: "two union leaders", "seven of them"."""
    head = tree.parse.mentions[mention].head
    counted = [head] if tree.tokens[head].upos == "NUM" else tree.children(head, "nummod")
    return _value(tree.word(counted[0])) if len(counted) == 1 else None


def _value(word: str) -> float | None:
    """The number of a numeral or a word for one."""
    digits = word.replace(",", "")
    return float(digits) if digits.isdecimal() else load_mention_lexicon("en").numbers.get(word)


def _has_object(tree: Tree, verb: int) -> bool:
    """Whether a verb has an object of its own, or needs none: the noun above is not what it does, then."""
    objects = [
        child for child in tree.children(verb, "obj", "ccomp", "xcomp") if tree.tokens[child].xpos not in _RELATIVE
    ]
    subjects = tree.children(verb, "nsubj")
    return bool(objects) or any(tree.tokens[child].xpos in _RELATIVE for child in subjects)


def _parties(tree: Tree, mentions: Iterable[int], resolved: Resolved, chain_of: dict[int, int]) -> tuple[Party, ...]:
    found = []
    for mention in mentions:
        actor = resolved.actors.get(mention)
        chain = chain_of.get(mention)
        members = [one for one in resolved.several.get(mention, ()) if one.mention != mention]
        found += list(_parties(tree, [one.mention for one in members], resolved, chain_of))
        text, head = tree.parse.mentions[mention].text, _noun_of(tree, mention)
        found.append(
            Party(
                chain=chain,
                actor_id=None if actor is None else actor.actor_id,
                name=(actor.name if actor is not None else text).casefold(),
                country=None if actor is None else actor.country,
                sectors=() if actor is None else actor.sectors,
                whole=actor is not None and actor.country is not None and actor.sectors[:1] in ((), ("GOV",)),
                head=head.lemma.casefold() if head.upos == "NOUN" else "",
                number=_number_of(tree, mention),
            )
        )
    return tuple(found)


def _place_in(tree: Tree, coding: Coding, resolved: Resolved) -> ResolvedPlace | None:
    """The finest place among the coding's own place mentions."""
    found = []
    for mention in coding.place:
        span = tree.parse.mentions[mention].span
        known = (*resolved.places, *resolved.described_places)
        found += [place for place in known if place.span.overlaps(span)]
    return max(found, key=lambda place: (*fineness(place), -place.span.start), default=None)


def fineness(place: ResolvedPlace) -> tuple[float, bool]:
    """How finely a place is known, for comparison: its resolution, one without any (a range, the land where three
    borders meet) between country and province; then whether it is a record of the gazetteer."""
    known = place.feature is not None
    stretch = known and place.relation == "at" and place.feature != _CONTINENT
    return (place.resolution or (_STRETCH if stretch else 0.0)), known


def _time_of(coding: Coding, tree: Tree, key: int, resolved: Resolved) -> TimeMention | None:
    """The coding's date phrase: one of its own time mentions, else the only one of its clause that hangs on the
    anchor's key word or, for a verb, on its predicate. "The treaty of 1951" and "the border, closed since
    1993" date something else.
    """
    found = []
    for mention in coding.time:
        span = tree.parse.mentions[mention].span
        found += [time for time in resolved.times if time.span.overlaps(span)]
    found = [time for time in found if time.kind in _DATED and not _is_end(tree, time.span)]
    if not found:
        inside = [
            time
            for time in resolved.times
            if coding.clause.contains(time.span) and time.kind in _DATED and not _is_end(tree, time.span)
        ]
        if tree.tokens[key].upos != "VERB":
            inside = [time for time in inside if not _is_since(tree, time.span)]  # "the first attack since 2021"
        carriers = {key, *tree.within(coding.anchor)}
        # The verb above a noun dates what it tells itself: "denounced on Monday the raid". Of 16 nouns on the annotated
        # training pages none had its verb's date; those that share it are told in ``telling_governed``.
        if tree.tokens[key].upos not in _NOUNS:
            carriers.add(tree.clause_head(key))
        calendar = [
            time
            for time in inside
            if (time.value is None or not time.value.endswith("_REF")) and _hangs_on(tree, time.span, carriers)
        ]
        found = calendar if len(calendar) == 1 else []
    return max(found, key=lambda time: (time.when is not None, -time.span.start), default=None)


def _is_end(tree: Tree, span: Span) -> bool:
    """ "Remanded until 2 December", "must leave within 90 days": a bound of what follows, and not when it was."""
    at = tree.head_in(span)
    return at is not None and tree.marker(at) in _ENDS


def _is_since(tree: Tree, span: Span) -> bool:
    at = tree.head_in(span)
    return at is not None and tree.marker(at) == "since"


def _hangs_on(tree: Tree, span: Span, carriers: set[int]) -> bool:
    at = tree.head_in(span)
    return at is not None and (at in carriers or tree.tokens[at].head in carriers)


# --- what two have in common -----------------------------------------------------------------------


def evidence(views: Sequence[View], earlier: int, later: int) -> dict[str, float]:
    """What two tellings of a page that may be one have in common, by the names of the weights; all in 0..1."""
    a, b = views[earlier], views[later]
    one, two = a.coding, b.coding
    between = sum(view.coding.event_type == two.event_type for view in views[earlier + 1 : later])
    same_type, same_word = one.event_type == two.event_type, a.lemma == b.lemma
    actor, recipient = shared(a.actor, b.actor), shared(a.recipient, b.recipient)
    away = two.sentence - one.sentence
    seen = {
        "same type": same_type,
        "same word": same_word,
        "same type and word": same_type and same_word,
        "same actor": actor == 1.0,
        "actor's country": actor == 0.5,
        "other actor": actor < 0,
        "same recipient": recipient == 1.0,
        "recipient's country": recipient == 0.5,
        "other recipient": recipient < 0,
        "same type and actor": same_type and actor == 1.0,
        "same type and recipient": same_type and recipient == 1.0,
        "same word and actor": same_word and actor == 1.0,
        "both sides": _both_sides(a.actor + a.recipient, b.actor + b.recipient),
        "same place": _alike(a.place, b.place),
        "one place": (a.place is None) != (b.place is None),
        "same figure": bool(a.figures & b.figures),
        "other figure": bool(a.figures and b.figures) and not a.figures & b.figures and _same_kinds(a, b),
        "same mode": one.mode is not None and one.mode == two.mode,
        "other mode": one.mode is not None and two.mode is not None and one.mode != two.mode,
        "points back": b.backward,
        "points back, same type": b.backward and same_type,
        "noun, earlier": a.nominal,
        "noun, later": b.nominal,
        "headline": a.headline,
        "headline and lead": a.headline and b.lead,
        "headline and lead, same type": a.headline and b.lead and same_type,
        "same sentence": away == 0,
        "next sentence": away == 1,
        "one clause": away == 0 and (a.key in b.above or b.key in a.above),
        "told often": same_type and one.event_type in _OFTEN,
        "words": same_type and one.event_type in SPEECH,
        "attack": same_type and one.event_type == "ASSAULT",
        "mutual": same_type and one.event_type in _MUTUAL,
    }
    return {
        **{name: float(value) for name, value in seen.items()},
        "distance": min(away, _FAR) / _FAR,
        "between": min(between, 4) / 4,
    }


def shared(a: Sequence[Party], b: Sequence[Party]) -> float:
    """1 for somebody in common, 0.5 for a country in common, 0 where one side is empty, -1 for nobody."""
    if not a or not b:
        return 0.0
    best = -1.0
    for one in a:
        for two in b:
            best = max(best, _alikeness(one, two))
    return best


def _both_sides(a: Sequence[Party], b: Sequence[Party]) -> bool:
    """Whether the same two countries or more stand in both: "Chad, Togo talk" and their ministers who met."""
    ours, theirs = ({one.country for one in side if one.country} for side in (a, b))
    return len(ours) > 1 and ours == theirs


def _alikeness(a: Party, b: Party) -> float:
    if a.chain is not None and a.chain == b.chain:
        return 1.0
    if a.actor_id is not None and b.actor_id is not None:
        if a.actor_id == b.actor_id:
            return 1.0
    elif a.name == b.name:
        return 1.0
    if a.country is not None and a.country == b.country and (a.whole or b.whole or set(a.sectors) & set(b.sectors)):
        return 0.5
    if a.country is None or b.country is None:
        return 0.0 if not (a.sectors and b.sectors) or set(a.sectors) & set(b.sectors) else -1.0
    return -1.0


def _alike(a: ResolvedPlace | None, b: ResolvedPlace | None) -> bool:
    return a is not None and b is not None and a.geonameid is not None and a.geonameid == b.geonameid


def _same_kinds(a: View, b: View) -> bool:
    return bool({what for what, *_ in a.figures} & {what for what, *_ in b.figures})
