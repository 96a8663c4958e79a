"""Who promised what to whom, by when; and what a page says became of a promise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from faleme.dates import DateRange, PartialDate
from faleme.link.register_finder import UNREAL, Finder
from faleme.records import Auxiliary, Fact, NameKind, Report, ResolvedActor, TimeMention, Utterance
from faleme.spans import Span, cover

_PROMISE = "promise"  # the class of verbs of saying
_FUTURE_TYPES = frozenset({"AGREE", "CONCEDE", "AID", "RETREAT"})  # announced by oneself, these are promises
_OF_PERSONS, _OF_BODIES = frozenset({"he", "she"}), frozenset({"it", "they"})
_FIRST_PERSON = frozenset({"we", "i"})
_INSIDE_A_DATE = frozenset({"the", "end", "of", "late", "early", "mid", "a", "period", "space", "beginning"})
_OPENING = 8  # words of a content among which its first verb stands
_FORWARD = frozenset({"next", "tomorrow"})  # a date that opens so needs no preposition


def commitments(found: Finder, reports: Sequence[Report], utterances: Sequence[Utterance]) -> Iterator[Fact]:
    """Promises (status open, ``date`` when they are due), and what is said of one: kept, broken, withdrawn, lapsed, or
    unmet, where somebody failed to do something.

    A promise is a statement of the promise class, a report of a promising type at a verb of promising, a cooperative
    doing that its own doer announces, or "we will" with a due date. A threat is none.
    """
    told = list(_fates(found, reports))
    yield from told
    # What is said of a promise stands there; the promise itself is not made anew.
    taken = [(fact.span, fact.parties[0].mention) for fact in told]
    for fact in (
        *_said(found, reports, utterances),
        *_reported(found, reports, utterances),
        *_announced(found, reports),
        *_we_will(found, reports, utterances),
    ):
        mine = fact.parties[0].mention
        if not any(fact.span.overlaps(span) for span, whose in taken if whose == mine):
            taken.append((fact.span, mine))
            yield fact


def _said(found: Finder, reports: Sequence[Report], utterances: Sequence[Utterance]) -> Iterator[Fact]:
    """ "Mali promised to reopen the post by 31 October": statements of the promise class."""
    for one in utterances:
        verb = found.tree.head_in(one.verb)
        if one.verb_class != _PROMISE or verb is None or found.is_unreal(verb):
            continue
        report = _report_at(one.verb, reports)
        if report is not None and (report.event_type not in found.words.promise_types or report.auxiliary in UNREAL):
            continue
        promiser = _resolved(found, one.speaker) or (report.actor if report is not None else ())
        if promiser:
            recipient = report.recipient if report is not None else ()
            yield from _promise(found, promiser, _others(recipient, promiser), one.verb, one.content, report)


def _reported(found: Finder, reports: Sequence[Report], utterances: Sequence[Utterance]) -> Iterator[Fact]:
    """Reports of a promising type whose anchor is a verb or noun of promising."""
    words = found.words.commitments | found.words.promises
    for report in reports:
        if report.event_type not in found.words.promise_types or report.auxiliary in UNREAL or not report.actor:
            continue
        first = next((e for e in report.evidence if found.has_word(e.anchor, words)), None)
        if first is None:
            continue
        said = next((one.content for one in utterances if one.verb.overlaps(first.anchor)), None)
        what = said or Span(first.anchor.start, max(first.anchor.end, first.clause.end))
        yield from _promise(found, report.actor, report.recipient, first.anchor, what, report)


def _announced(found: Finder, reports: Sequence[Report]) -> Iterator[Fact]:
    """ "Niger will withdraw its troops, its president said": what its own doer says that he will do for others."""
    for report in reports:
        first = report.evidence[0]
        ahead = report.auxiliary is Auxiliary.FUTURE or found.has_word(first.anchor, found.words.future)
        if report.event_type not in _FUTURE_TYPES or not ahead or report.hedge is not None:
            continue
        countries = {one.country for one in report.actor if one.country}
        if any(one.country in countries for one in report.speaker):
            what = Span(first.anchor.start, max(first.anchor.end, first.clause.end))
            yield from _promise(found, report.actor, report.recipient, first.anchor, what, report)


def _we_will(found: Finder, reports: Sequence[Report], utterances: Sequence[Utterance]) -> Iterator[Fact]:
    """ "We will hold elections before the end of 2026," somebody said; "said that his country would repair the bridge
    by September": what the speaker says of himself or of his side, with a due date."""
    for one in utterances:
        promiser = _resolved(found, one.speaker)
        if not promiser or one.verb_class == _PROMISE or due_in(found, one.content) is None:
            continue
        inside = [at for at in found.tree.within(one.content) if found.tree.tokens[at].upos != "PUNCT"]
        ahead = found.words.future | (frozenset() if one.quoted else found.words.reported)
        modal = next((at for at in inside[:_OPENING] if found.tree.word(at) in ahead), None)
        if modal is None:
            continue
        verb = found.tree.tokens[modal].head
        if verb not in inside or found.is_negated(verb):
            continue
        report = _report_at(found.tree.tokens[verb].span, reports)
        if report is not None and (report.hedge is not None or report.event_type in found.words.threats):
            continue
        subjects = found.tree.children(verb, "nsubj")
        if any(found.tree.word(at) in _FIRST_PERSON for at in subjects):
            yield from _promise(found, promiser, (), one.verb, one.content, report)
        elif subject := _of_the_speaker(found, subjects, promiser):
            yield from _promise(found, subject, (), one.verb, one.content, report)


def _of_the_speaker(
    found: Finder, subjects: Sequence[int], speaker: Sequence[ResolvedActor]
) -> tuple[ResolvedActor, ...]:
    """Who is to do it, where that is the speaker or the state that he speaks for; nobody else can promise it."""
    for at in subjects:
        mention = found.tree.mention_for(at, "actor")
        actor = None if mention is None else found.resolved.actors.get(mention)
        if actor is None:
            # Nobody else is named between the speaker and "said it would".
            if found.tree.word(at) in (_OF_PERSONS if _is_person(found, speaker[0]) else _OF_BODIES):
                return tuple(speaker)
            continue
        same = any(one.actor_id is not None and one.actor_id == actor.actor_id for one in speaker)
        state = "GOV" in actor.sectors and any(
            "GOV" in one.sectors and one.country is not None and one.country == actor.country for one in speaker
        )
        if same or state:
            return (actor,)
    return ()


def _is_person(found: Finder, actor: ResolvedActor) -> bool:
    return any(name.kind is NameKind.PERSON and name.span.overlaps(actor.span) for name in found.parse.names)


def _promise(
    found: Finder,
    promisers: Sequence[ResolvedActor],
    recipients: Sequence[ResolvedActor],
    at: Span,
    content: Span,
    report: Report | None,
) -> Iterator[Fact]:
    """A fact for each who promised."""
    content = _with_due_date(found, content)
    what = _from_its_verb(found, content)
    for promiser in promisers:
        yield found.fact(
            "commitment",
            (promiser, *recipients),
            cover((at, content)),
            status="open",
            value=what.of(found.article.text).rstrip(" .,;"),
            date=due_in(found, content),
            report=report,
        )


def _with_due_date(found: Finder, content: Span) -> Span:
    """The content with a due date right after it, which the tree may hang on the verb of promising."""
    for time in found.resolved.times:
        if time.value is None or time.span.start < content.end:
            continue
        between = [found.tree.word(at) for at in found.tree.within(Span(content.end, time.span.start + 1))][:-1]
        between = [word for word in between if word not in _INSIDE_A_DATE]
        if " ".join(between) in found.words.due:
            return Span(content.start, time.span.end)
    return content


def due_in(found: Finder, content: Span, *, past: bool = False) -> TimeMention | None:
    """The date by which something is to be done: one that a preposition of due dates stands before, and that does not
    lie before the page's own, unless ``past`` allows it. None where several stand so and none is set apart by "by",
    "before" or "within".
    """
    published = found.article.published
    day = None if published is None else published.when.first_day
    dated: list[tuple[str, TimeMention]] = []
    for said in found.resolved.times:
        time = _counted_from(day, said)
        if time.when is None or not content.contains(time.span):
            continue
        if day is not None and time.when.last_day < day and not past:
            continue
        before = [found.tree.word(at) for at in found.tree.within(Span(content.start, time.span.start + 1))][:-1]
        while before and before[-1] in _INSIDE_A_DATE:
            before.pop()
        mark = next((m for n in (3, 2, 1) if (m := " ".join(before[-n:])) in found.words.due), "")
        forward = found.article.text[time.span.start : time.span.end].split()[0].casefold() in _FORWARD
        if time is not said and mark not in found.words.due_lengths:
            continue
        if mark or forward:
            dated.append((mark, time))
    if len(dated) > 1:
        dated = [(mark, time) for mark, time in dated if mark in found.words.due_first]
    values = {time.value for _, time in dated}
    return dated[0][1] if len(values) == 1 else None


def _counted_from(day: date | None, time: TimeMention) -> TimeMention:
    """A length of time ("two weeks") as the date that lies so far after publication, no finer than its unit."""
    match = re.fullmatch(r"P(\d{1,4})([DWMY])", time.value or "")
    if match is None or time.when is not None or day is None:
        return time
    many, unit = int(match[1]), match[2]
    if unit in "DW":
        end = PartialDate.of(day + timedelta(days=many * (7 if unit == "W" else 1)))
    elif unit == "M":
        months = day.year * 12 + day.month - 1 + many
        end = PartialDate(months // 12, months % 12 + 1)
    else:
        end = PartialDate(day.year + many)
    return replace(
        time, value=str(end), when=DateRange.single(end), basis="relative", why=f"{time.text} after publication"
    )


def _fates(found: Finder, reports: Sequence[Report]) -> Iterator[Fact]:
    """ "kept its pledge to …", "broke a promise", "failed to …"."""
    tree, words = found.tree, found.words
    for at in range(len(tree.tokens)):
        if tree.tokens[at].upos != "VERB":
            continue
        status = _status_at(found, at)
        if status is None or found.is_unreal(at):
            continue
        noun = _promise_under(found, at)
        below = [child for child in tree.children(at, "xcomp") if tree.marker(child) == "to"]
        if status == "unmet" and below:
            inner = _promise_under(found, below[0])
            if inner is not None and _status_at(found, below[0]) == "kept":
                status, noun = "broken", inner  # "failed to honour its pledge"
            else:
                yield from _fate(found, reports, at, status, list(tree.subtree(below[0])))
                continue
        if noun is None or status == "unmet":
            continue
        inside = [a for a in tree.subtree(noun) if a > noun]
        yield from _fate(found, reports, at, status, inside or [noun], noun=noun)
    for at in range(len(tree.tokens)):  # "the broken promise to …" is told by an adjective
        if tree.word(at) in words.promises and tree.tokens[at].upos == "NOUN":
            for child in tree.children(at, "amod"):
                if words.promise_status.get(tree.word(child)) == "broken":
                    inside = [a for a in tree.subtree(at) if a > at]
                    if inside:
                        yield from _fate(found, reports, child, "broken", inside, noun=at)


def _fate(
    found: Finder, reports: Sequence[Report], at: int, status: str, inside: list[int], *, noun: int | None = None
) -> Iterator[Fact]:
    tree = found.tree
    while inside and tree.tokens[inside[-1]].upos == "PUNCT":
        inside = inside[:-1]
    if not inside:
        return
    promiser: tuple[ResolvedActor, ...] = ()
    for where, relations in ((at, ("nsubj",)), (noun, ("nmod:poss",))):
        if promiser or where is None:
            continue
        for child in tree.children(where, *relations):
            mention = tree.mention_for(child, "actor")
            if mention is not None and mention in found.resolved.actors:
                promiser = tuple(found.members(mention))
    report = _report_at(tree.tokens[at].span, reports)
    promiser = promiser or (report.actor if report is not None else ())
    what = cover(tree.tokens[a].span for a in inside)
    for one in promiser:
        yield found.fact(
            "commitment",
            (one,),
            cover((tree.tokens[at].span, what)),
            status=status,
            value=what.of(found.article.text).rstrip(" .,;"),
            date=None if status != "unmet" else due_in(found, what, past=True),
            report=report,
        )


def _status_at(found: Finder, at: int) -> str | None:
    """What a verb does to a promise, alone or with the words after it."""
    tree = found.tree
    for size in (3, 2, 1):
        phrase = " ".join(tree.word(k) for k in range(at, min(at + size, len(tree.tokens))))
        if (status := found.words.promise_status.get(phrase)) is not None:
            return status
    return None


def _promise_under(found: Finder, verb: int) -> int | None:
    """The noun of promising that a verb acts on, or that is its passive subject."""
    for child in found.tree.children(verb, "obj", "obl", "nsubj:pass"):
        if found.tree.word(child) in found.words.promises:
            return child
    intransitive = found.words.promise_status.get(found.tree.word(verb)) == "lapsed"
    subjects = found.tree.children(verb, "nsubj") if intransitive else []
    return next((child for child in subjects if found.tree.word(child) in found.words.promises), None)


def _from_its_verb(found: Finder, content: Span) -> Span:
    """The content from the infinitive on where only a date or a name stands before it: "Tuesday to reopen the post"."""
    inside = found.tree.within(content)
    for at in inside:
        if found.tree.tokens[at].upos in {"VERB", "AUX"}:
            break
        if found.tree.word(at) == "to" and at + 1 in inside and found.tree.tokens[at + 1].upos == "VERB":
            return Span(found.tree.tokens[at].span.start, content.end)
    return content


def _report_at(span: Span, reports: Iterable[Report]) -> Report | None:
    return next((one for one in reports if any(e.anchor.overlaps(span) for e in one.evidence)), None)


def _resolved(found: Finder, mentions: Iterable[int]) -> tuple[ResolvedActor, ...]:
    """The first speaker, who made the promise; those behind him only tell of it."""
    first = next((m for m in mentions if m in found.resolved.actors), None)
    return () if first is None else tuple(found.members(first))


def _others(actors: Iterable[ResolvedActor], than: Sequence[ResolvedActor]) -> tuple[ResolvedActor, ...]:
    mentions = {one.mention for one in than}
    return tuple(one for one in actors if one.mention not in mentions)
