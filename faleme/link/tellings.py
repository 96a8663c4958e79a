"""Codings of one article that tell one happening become one report with all its evidence.

Two codings tell one happening when nothing in them disagrees (type, auxiliary, people, place, time) and enough agrees:
the same verb, "the attack" that points back, the same people, a headline and its lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from faleme.ids import ReportId, digest
from faleme.records import (
    Article,
    Auxiliary,
    BlockKind,
    Coding,
    Decision,
    Evidence,
    Figure,
    FigureKind,
    Parse,
    Report,
    Resolved,
    ResolvedActor,
    ResolvedPlace,
    TimeMention,
)
from faleme.reference.codebook import Codebook
from faleme.spans import Span
from faleme.trees import Tree

_ENOUGH = 3.5  # best of 3 to 4.5 on the train part of the event pages (benchmarks/quality/tellings.py)
_LEARNED = 0.5  # weight of the core's own opinion: dev pair F1 0.637, 0.632 without it, 0.593 at 3
_SPEECH = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"})
_OFTEN = _SPEECH | {"COOPERATE", "COERCE"}
_MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE", "ASSAULT"})
_APART = frozenset({"abduct"})  # who was carried off was not killed in the same deed
_DATED = frozenset({"DATE", "TIME"})

PlaceBasis = Literal["clause", "sentence", "story", "dateline"]


def merge_tellings(
    article: Article, parse: Parse, codings: Sequence[Coding], resolved: Resolved, *, codebook: Codebook
) -> tuple[Report, ...]:
    """One report for each happening that the article tells, in order of its first telling."""
    tree = Tree(parse)
    views = [_View.of(article, tree, coding, resolved) for coding in sorted(codings, key=lambda one: one.anchor)]
    groups: list[list[_View]] = []
    reasons: list[list[Decision]] = []
    for view in views:
        best, why, most = None, "", _ENOUGH
        for number, group in enumerate(groups):
            weighed = [_weigh(other, view, codebook) for other in group]
            if any(score is None for score, _ in weighed):
                continue
            score, reason = max(((s or 0.0, r) for s, r in weighed), key=lambda pair: pair[0])
            if view.backward and _alone(groups, group, view.coding.event_type):
                score, reason = score + 1.0, f"{reason}, the only one before"
            if score >= most:
                best, why, most = number, reason, score + 1e-9
        if best is None:
            groups.append([view])
            reasons.append([])
            continue
        groups[best].append(view)
        words = view.coding.anchor.of(article.text)
        reasons[best].append(
            Decision(step="telling", decided=f"“{words}” tells the same", why=why, score=round(most, 2))
        )
    return tuple(_report(article, tree, group, resolved, made) for group, made in zip(groups, reasons, strict=True))


def _alone(groups: Sequence[Sequence[_View]], group: Sequence[_View], event_type: str) -> bool:
    """Whether the group is the only happening of its type so far, so that "the attack" can mean no other."""
    of_type = [one for one in groups if one[0].coding.event_type == event_type]
    return len(of_type) == 1 and of_type[0] is group


# --- one coding seen for comparison -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Party:
    """One who acts or is met: everything that could show two of them to be one."""

    chain: int | None
    actor_id: str | None
    name: str
    country: str | None
    sectors: tuple[str, ...]
    whole: bool  # a country as such, not somebody of it


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    coding: Coding
    lemma: str
    key: int
    above: frozenset[int]  # what governs the anchor by objects and phrases, no clause between
    nominal: bool
    backward: bool  # "the attack", "this meeting": points back to a telling before
    headline: bool
    lead: bool
    actor: tuple[_Party, ...]
    recipient: tuple[_Party, ...]
    place: ResolvedPlace | None
    time: TimeMention | None
    figures: frozenset[tuple[FigureKind, float | None, float | None]]
    number: int | None  # of its anchor among those that the engine found
    same: Mapping[int, float]  # the engine's probability that an earlier anchor tells the same

    @staticmethod
    def of(article: Article, tree: Tree, coding: Coding, resolved: Resolved) -> _View:
        tokens = tree.within(coding.anchor)
        key = tree.head_in(coding.anchor)
        key = tokens[0] if key is None else key
        token = tree.tokens[key]
        nominal = token.upos in {"NOUN", "PROPN"}
        determined = {tree.word(child) for child in tree.children(key, "det", "nmod:poss")}
        block = tree.parse.sentences[coding.sentence].block
        kinds = [one.kind for one in article.blocks]
        bodies = [number for number, kind in enumerate(kinds) if kind is BlockKind.BODY]
        chain_of = {m: number for number, chain in enumerate(tree.parse.chains) for m in chain.mentions}
        number = next((at for at, one in enumerate(tree.parse.anchors) if one.span.overlaps(coding.anchor)), None)
        return _View(
            coding=coding,
            lemma=token.lemma.casefold(),
            key=key,
            above=frozenset(_carriers(tree, key)),
            nominal=nominal,
            backward=nominal and bool(determined - {"a", "an", "another", "no"}),
            headline=kinds[block] is BlockKind.TITLE if block < len(kinds) else False,
            lead=block in bodies[:1],
            actor=_parties(tree, coding.actor, resolved, chain_of),
            recipient=_parties(tree, coding.recipient, resolved, chain_of),
            place=_place_in(tree, coding, resolved),
            time=_time_of(coding, tree, key, resolved),
            figures=frozenset((one.what, one.low, one.high) for one in coding.figures),
            number=number,
            same=dict(tree.parse.anchors[number].same) if number is not None else {},
        )


def _carriers(tree: Tree, at: int) -> Iterator[int]:
    """Words that an event noun hangs on within its own clause."""
    while tree.is_a(at, "obl", "nmod", "obj", "nsubj", "compound", "conj") and tree.tokens[at].head >= 0:
        at = tree.tokens[at].head
        yield at


def _parties(tree: Tree, mentions: Iterable[int], resolved: Resolved, chain_of: dict[int, int]) -> tuple[_Party, ...]:
    found = []
    for mention in mentions:
        actor = resolved.actors.get(mention)
        chain = chain_of.get(mention)
        members = [one for one in resolved.several.get(mention, ()) if one.mention != mention]
        found += list(_parties(tree, [one.mention for one in members], resolved, chain_of))
        text = tree.parse.mentions[mention].text
        found.append(
            _Party(
                chain=chain,
                actor_id=None if actor is None else actor.actor_id,
                name=(actor.name if actor is not None else text).casefold(),
                country=None if actor is None else actor.country,
                sectors=() if actor is None else actor.sectors,
                whole=actor is not None and actor.country is not None and actor.sectors[:1] in ((), ("GOV",)),
            )
        )
    return tuple(found)


# --- whether two tell one happening -----------------------------------------------------------------------


def _weigh(a: _View, b: _View, codebook: Codebook) -> tuple[float | None, str]:
    """How much speaks for one happening, and what; None where something speaks against it."""
    one, two = a.coding, b.coding
    same_type = one.event_type == two.event_type
    same_word = a.lemma == b.lemma
    related = codebook.quad(one.event_type) == codebook.quad(two.event_type) and (same_word or b.backward)
    if not (same_type or related):
        return None, ""
    if not _same_reality(one.auxiliary, two.auxiliary, backward=b.backward):
        return None, ""
    if not b.backward and one.mode and two.mode and (one.mode in _APART) != (two.mode in _APART):
        return None, ""
    if _apart(a.place, b.place) or _dated_apart(a.time, b.time):
        return None, ""
    actors, recipients = _shared(a.actor, b.actor), _shared(a.recipient, b.recipient)
    if one.event_type in _MUTUAL and same_type and _both_sides(a.actor + a.recipient, b.actor + b.recipient):
        actors = recipients = 1.0
    elif one.event_type in _MUTUAL and actors == 0.0 and recipients == 0.0:
        actors = _shared(a.actor + a.recipient, b.actor + b.recipient)  # both sides act; the order is style
        recipients = actors
    if (actors < 0 or recipients < 0) and not b.backward:
        return None, ""
    score, why = 0.0, []
    for amount, words in (
        (1.0 if same_type else 0.0, "same type"),
        (1.5 if same_word else 0.0, "same word"),
        (1.5 if b.backward else 0.0, "points back"),
        (actors * 1.5, "same actor"),
        (recipients * 1.5, "same recipient"),
        (1.0 if _alike(a.place, b.place) else 0.0, "same place"),
        (1.0 if _same_time(a.time, b.time) else 0.0, "same date"),
        (1.0 if a.headline and b.lead and same_type else 0.0, "headline and lead"),
        (1.0 if one.figures and a.figures & b.figures else 0.0, "same figure"),
        (1.5 if one.mode is not None and one.mode == two.mode else 0.0, "same mode"),
    ):
        if amount > 0:
            score += amount
            why.append(words)
    if one.mode is not None and two.mode is not None and one.mode != two.mode:
        score -= 1.0
    if a.number is not None and b.number is not None:
        share = b.same.get(a.number, 0.0)
        score += _LEARNED * (2 * share - 1)
        if share > 0.5:
            why.append(f"likely the same ({share:.2f})")
    if one.sentence == two.sentence:
        if same_type and (a.nominal or b.nominal) and (a.key in b.above or b.key in a.above):
            score += 1.0  # "met for talks", "killed in an attack"
            why.append("one clause")
        else:
            score -= 1.5  # one sentence rarely says a thing twice
    if one.event_type in _OFTEN and not same_word and not b.nominal:
        score -= 1.0  # the same people condemn, demand and forbid many things
    if a.figures and b.figures and not a.figures & b.figures and _same_kinds(a, b) and one.speaker == two.speaker:
        score -= 1.0
    if not (actors or recipients or b.backward or (a.headline and b.lead)):
        score -= 1.5  # nobody in common
    return score, ", ".join(why)


def _same_reality(a: Auxiliary | None, b: Auxiliary | None, *, backward: bool) -> bool:
    """Whether two auxiliaries can be of one happening; "after the attack" takes over its first telling's."""
    return a is b or (backward and b is None and a is not Auxiliary.NEGATION)


def _shared(a: Sequence[_Party], b: Sequence[_Party]) -> float:
    """1 for somebody in common, 0.5 for a country in common, 0 where one side is empty, -1 for nobody."""
    if not a or not b:
        return 0.0
    best = -1.0
    for one in a:
        for two in b:
            best = max(best, _alikeness(one, two))
    return best


def _both_sides(a: Sequence[_Party], b: Sequence[_Party]) -> bool:
    """Whether the same two countries or more stand in both: "Chad, Togo talk" and their ministers who met."""
    ours, theirs = ({one.country for one in side if one.country} for side in (a, b))
    return len(ours) > 1 and ours == theirs


def _alikeness(a: _Party, b: _Party) -> float:
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


def _apart(a: ResolvedPlace | None, b: ResolvedPlace | None) -> bool:
    """Two places of which neither can hold the other."""
    if a is None or b is None or a.geonameid is None or b.geonameid is None or a.geonameid == b.geonameid:
        return False
    if a.country != b.country:
        return True
    coarse = min(a.resolution or 1, b.resolution or 1)
    if coarse <= 1:
        return False
    return a.admin1 != b.admin1 or coarse >= 4


def _alike(a: ResolvedPlace | None, b: ResolvedPlace | None) -> bool:
    return a is not None and b is not None and a.geonameid is not None and a.geonameid == b.geonameid


def _dated_apart(a: TimeMention | None, b: TimeMention | None) -> bool:
    return (
        a is not None
        and b is not None
        and a.when is not None
        and b.when is not None
        and a.when.distance_days(b.when) > 1
    )


def _same_time(a: TimeMention | None, b: TimeMention | None) -> bool:
    if a is None or b is None:
        return False
    if a.when is None or b.when is None:
        return a.when is b.when and a.text.casefold() == b.text.casefold()
    return a.when.precision == b.when.precision == "day" and a.when == b.when


def _same_kinds(a: _View, b: _View) -> bool:
    return bool({what for what, *_ in a.figures} & {what for what, *_ in b.figures})


# --- the report -------------------------------------------------------------------------------------------


def _report(article: Article, tree: Tree, group: list[_View], resolved: Resolved, merges: list[Decision]) -> Report:
    codings = [view.coding for view in group]
    first = codings[0]
    main = max(codings, key=lambda one: (one.score * (0.5 + one.salience), -one.anchor.start))
    place, basis, why_place = _where(article, tree, group, resolved)
    date, why_date = _when(article, group)
    hedges = [coding.hedge for coding, view in zip(codings, group, strict=True) if not view.backward]
    hedged = bool(hedges) and all(hedge is not None for hedge in hedges)
    recipient = _everyone(tree, [m for coding in codings for m in coding.recipient], resolved)
    actor = _without(_everyone(tree, [m for coding in codings for m in coding.actor], resolved), recipient)
    recipient = tuple(one for one in recipient if not any(_is_one(one, other) for other in actor))
    decisions = [*main.decisions, *merges]
    decisions.append(Decision(step="place", decided=place.name if place is not None else "unknown", why=why_place))
    decisions.append(
        Decision(step="time", decided=str(date.value or "unresolved") if date is not None else "unknown", why=why_date)
    )
    return Report(
        report_id=ReportId(digest("R", article.article_id, first.coding_id)),
        article_id=article.article_id,
        event_type=main.event_type,
        mode=main.mode
        or next((c.mode for c in codings if c.mode is not None and c.event_type == main.event_type), None),
        contexts=tuple(dict.fromkeys(context for coding in (main, *codings) for context in coding.contexts)),
        auxiliary=first.auxiliary,
        hedge=hedges[0] if hedged else None,
        speaker=_speaker(tree, group, resolved),
        actor=actor,
        recipient=recipient,
        place=place,
        place_basis=basis,
        date=date,
        figures=_figures(codings),
        evidence=tuple(
            Evidence(coding_id=one.coding_id, clause=one.clause, anchor=one.anchor, sentence=one.sentence)
            for one in codings
        ),
        score=max(one.score for one in codings),
        salience=max(one.salience for one in codings),
        decisions=tuple(decisions),
    )


def _everyone(tree: Tree, mentions: Sequence[int], resolved: Resolved) -> tuple[ResolvedActor, ...]:
    """The resolved actors, each referent once: by the first mention that names it, else by its first mention.

    A mention of several stands for each of them.
    """
    chain_of = {m: number for number, chain in enumerate(tree.parse.chains) for m in chain.mentions}
    kept: dict[tuple[str, str], ResolvedActor] = {}
    for mention in mentions:
        several = resolved.several.get(mention)
        for actor in several or (resolved.actors.get(mention) or _unresolved(tree, mention),):
            chain = chain_of.get(actor.mention)
            if actor.actor_id is not None:
                key = ("actor", str(actor.actor_id))
            elif chain is not None and not (several and actor.mention == mention):
                key = ("chain", str(chain))
            else:
                key = ("name", actor.name.casefold())
            known = kept.get(key)
            named = tree.tokens[tree.parse.mentions[actor.mention].head].upos != "PRON"
            was_named = known is not None and tree.tokens[tree.parse.mentions[known.mention].head].upos != "PRON"
            if known is None or (named and not was_named):
                kept[key] = actor
    return tuple(kept.values())


def _without(actors: tuple[ResolvedActor, ...], recipients: Sequence[ResolvedActor]) -> tuple[ResolvedActor, ...]:
    """The actors without those whom another telling knows as recipient, unless nobody would be left."""
    met = {one.actor_id for one in recipients if one.actor_id is not None}
    return tuple(one for one in actors if one.actor_id not in met) or actors


def _is_one(a: ResolvedActor, b: ResolvedActor) -> bool:
    return a.name.casefold() == b.name.casefold() if a.actor_id is None else a.actor_id == b.actor_id


def _unresolved(tree: Tree, mention: int) -> ResolvedActor:
    found = tree.parse.mentions[mention]
    return ResolvedActor(mention=mention, text=found.text, span=found.span, name=found.text, why="not resolved")


def _speaker(tree: Tree, group: list[_View], resolved: Resolved) -> tuple[ResolvedActor, ...]:
    """Who says so: nobody where the outlet itself tells it in the body; else the first telling's speakers."""
    telling = [view for view in group if not view.backward and not view.headline] or group
    if any(not view.coding.speaker for view in telling):
        return ()
    return _everyone(tree, telling[0].coding.speaker, resolved)


def _figures(codings: Sequence[Coding]) -> tuple[Figure, ...]:
    """Every figure once, in text order; values that differ stand side by side."""
    kept: dict[tuple[FigureKind, float | None, float | None, str | None], Figure] = {}
    for coding in codings:
        for one in coding.figures:
            kept.setdefault((one.what, one.low, one.high, one.unit), one)
    return tuple(sorted(kept.values(), key=lambda one: one.span))


# --- where and when ---------------------------------------------------------------------------------------


def _place_in(tree: Tree, coding: Coding, resolved: Resolved) -> ResolvedPlace | None:
    """The finest place among the coding's own place mentions."""
    found = []
    for mention in coding.place:
        span = tree.parse.mentions[mention].span
        found += [place for place in resolved.places if place.span.overlaps(span)]
    return max(
        found, key=lambda place: (place.geonameid is not None, place.resolution or 0, -place.span.start), default=None
    )


def _where(
    article: Article, tree: Tree, group: list[_View], resolved: Resolved
) -> tuple[ResolvedPlace | None, PlaceBasis | None, str]:
    """The happening's place with its basis: the clause names it, else the sentence has one only, else the story has."""
    own = [view.place for view in group if view.place is not None]
    if own:
        best = max(own, key=lambda place: (place.geonameid is not None, place.resolution or 0))
        return best, "clause", f"“{best.text}” stands in the clause; {best.why}".rstrip("; ")
    if group[0].coding.event_type in _SPEECH:
        return None, None, "the clause names none, and words are spoken anywhere"
    free = [
        place
        for place in resolved.places
        if place.geonameid is not None and not _is_somebody(tree, place.span, resolved)
    ]
    for view in group:
        sentence = tree.parse.sentences[view.coding.sentence].span
        here = {
            place.geonameid: place for place in free if sentence.contains(place.span) and (place.resolution or 0) >= 2
        }
        if len(here) == 1:
            only = next(iter(here.values()))
            return only, "sentence", f"“{only.text}” is the only place of the sentence"
    bodies = [block.span for block in article.blocks if block.kind is BlockKind.BODY]
    everywhere = {
        place.geonameid: place
        for place in free
        if (place.resolution or 0) >= 3 and any(body.contains(place.span) for body in bodies)
    }
    news = any(view.lead or view.headline for view in group) and group[0].coding.auxiliary is not Auxiliary.HISTORICAL
    if len(everywhere) == 1 and news:
        only = next(iter(everywhere.values()))
        return only, "story", f"“{only.text}” is the only place of the story"
    return None, None, "neither the clause nor the sentence names one place"


def _is_somebody(tree: Tree, span: Span, resolved: Resolved) -> bool:
    """Whether a toponym stands for or inside one who acts: "Bamako denied", "the mayor of Gao"."""
    return any(tree.parse.mentions[mention].span.contains(span) for mention in resolved.actors)


def _time_of(coding: Coding, tree: Tree, key: int, resolved: Resolved) -> TimeMention | None:
    """The coding's date phrase: one of its own time mentions, else the only one of its clause that hangs on the
    anchor's key word or on its predicate. "The treaty of 1951" and "the border, closed since 1993" date something else.
    """
    found = []
    for mention in coding.time:
        span = tree.parse.mentions[mention].span
        found += [time for time in resolved.times if time.span.overlaps(span)]
    found = [time for time in found if time.kind in _DATED]
    if not found:
        inside = [time for time in resolved.times if coding.clause.contains(time.span) and time.kind in _DATED]
        carriers = {key, tree.clause_head(key), *tree.within(coding.anchor)}
        calendar = [
            time
            for time in inside
            if (time.value is None or not time.value.endswith("_REF")) and _hangs_on(tree, time.span, carriers)
        ]
        found = calendar if len(calendar) == 1 else []
    return max(found, key=lambda time: (time.when is not None, -time.span.start), default=None)


def _hangs_on(tree: Tree, span: Span, carriers: set[int]) -> bool:
    at = tree.head_in(span)
    return at is not None and (at in carriers or tree.tokens[at].head in carriers)


def _when(article: Article, group: list[_View]) -> tuple[TimeMention | None, str]:
    times = [view.time for view in group if view.time is not None]
    known = [time for time in times if time.when is not None]
    if known:
        finest = min(
            known, key=lambda time: ((time.when.last_day - time.when.first_day).days if time.when else 0, time.span)
        )
        return finest, f"“{finest.text}”; {finest.why}".rstrip("; ")
    if times:
        reason = "no publication date" if article.published is None else times[0].why or "not on the calendar"
        return times[0], f"“{times[0].text}”: {reason}"
    return None, "no telling gives one"
