"""An article's statements: who speaks to whom, when and where, and of which happenings of the same article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from faleme.ids import StatementId, digest
from faleme.records import (
    Article,
    Auxiliary,
    Parse,
    Report,
    Resolved,
    ResolvedActor,
    ResolvedPlace,
    SpokenOf,
    Statement,
    TimeMention,
    Utterance,
)
from faleme.reference.lexicon import Lexicon, load_lexicon
from faleme.spans import Span
from faleme.trees import Tree, is_verb

_AT = frozenset({"in", "at"})  # of the words that tell where somebody speaks: "told reporters in Bamako"
_ON = frozenset({"", "on", "in", "at", "during"})  # when he does: "today", "on Monday"; not "by Monday"
_ELSEWHERE = (
    "nsubj",
    "csubj",
    "ccomp",
    "xcomp",
    "conj",
    "acl",
    "appos",
    "parataxis",
)  # clauses and people of their own


def statements(
    article: Article,
    parse: Parse,
    utterances: Sequence[Utterance],
    resolved: Resolved,
    reports: Sequence[Report] = (),
    *,
    lexicon: Lexicon | None = None,
) -> tuple[Statement, ...]:
    """Utterances with speakers, audience and subjects resolved, in text order.

    reports: of the same article. lexicon: English if not given.
    """
    tree = Tree(parse)
    rounds = [_round_the_verb(tree, one, lexicon or load_lexicon("en")) for one in utterances]
    return tuple(
        Statement(
            statement_id=StatementId(
                digest("S", article.article_id, str(one.verb.start), str(one.content.start), str(one.content.end))
            ),
            article_id=article.article_id,
            speaker=_resolved(parse, one.speaker, resolved),
            verb=one.verb,
            verb_class=one.verb_class,
            content=one.content,
            quoted=one.quoted,
            about=_resolved(parse, one.about, resolved),
            audience=(*_resolved(parse, one.audience, resolved), *(_named(article, words) for words in one.hearers)),
            date=_said_on(tree, words, resolved.times),
            place=_said_at(tree, words, (*resolved.places, *resolved.described_places)),
            predicate=one.predicate,
            spoken_of=tuple(_spoken_of(one, reports)),
            score=one.score,
        )
        for one, words in zip(utterances, rounds, strict=True)
    )


def _spoken_of(one: Utterance, reports: Sequence[Report]) -> Iterator[SpokenOf]:
    """The reports that an utterance speaks of. A report's tellings were merged by what is known of coreference, so that
    "the attack" in somebody's words is the attack that the page told before, and nothing else is taken for it."""
    for report in reports:
        anchors = [told.anchor for told in report.evidence]
        if any(one.content.contains(anchor) for anchor in anchors):
            yield SpokenOf(report_id=report.report_id, basis="words")
        elif any(one.verb.overlaps(anchor) for anchor in anchors):
            # "denied it": the negation of what was told before, which has the verb as its anchor.
            denial = one.verb_class == "deny" and report.auxiliary is Auxiliary.NEGATION
            yield SpokenOf(report_id=report.report_id, basis="denial" if denial else "deed")
            if denial and (claim := _denied_by(report, reports)) is not None:
                yield SpokenOf(report_id=claim.report_id, basis="denial")


def _denied_by(denial: Report, reports: Sequence[Report]) -> Report | None:
    """The report that a denial of its own ("denied it") was made of: the nearest one before it of its type, with the
    parties that the denial took over."""
    here = denial.evidence[0].anchor.start
    found: list[tuple[int, Report]] = []
    for report in reports:
        before = [told.anchor.end for told in report.evidence if told.anchor.end <= here]
        same = report.event_type == denial.event_type and report.auxiliary is not Auxiliary.NEGATION
        if (
            before
            and same
            and all(_meet(getattr(report, role), getattr(denial, role)) for role in ("actor", "recipient"))
        ):
            found.append((max(before), report))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _meet(ours: Sequence[ResolvedActor], theirs: Sequence[ResolvedActor]) -> bool:
    """Whether two lists of parties have one in common; nobody meets anybody."""
    return not ours or not theirs or bool({one.name for one in ours} & {one.name for one in theirs})


def _said_on(tree: Tree, words: dict[int, int], times: Sequence[TimeMention]) -> TimeMention | None:
    """The date among the words round a verb of saying: "said on Monday", "told reporters late on 3 March". None where
    there is none, or two that differ at the same depth."""
    found: dict[int, list[TimeMention]] = {}
    for time in times:
        inside = set(tree.within(time.span))
        # "now" and "in recent weeks" tell no day; a day that waits for the publication date is kept as it stands.
        vague = time.when is None and time.value is not None
        if time.kind not in {"DATE", "TIME"} or vague or not inside or not inside <= words.keys():
            continue
        if tree.marker(min(inside, key=lambda at: words[at])) not in _ON:
            continue
        found.setdefault(min(words[at] for at in inside), []).append(time)
    nearest = found[min(found)] if found else []
    return nearest[0] if len({(time.value, time.when) for time in nearest}) == 1 else None


def _said_at(tree: Tree, words: dict[int, int], places: Sequence[ResolvedPlace]) -> ResolvedPlace | None:
    """The place that "in" or "at" ties to a verb of saying: "told reporters in Bamako"; the nearest of several."""
    found = []
    for place in places:
        head = tree.head_in(place.span)
        if head is not None and head in words and tree.marker(head) in _AT and place.relation == "at":
            found.append((words[head], place.span.start, place))
    return min(found, key=lambda each: each[:2])[2] if found else None


def _round_the_verb(tree: Tree, one: Utterance, lexicon: Lexicon) -> dict[int, int]:
    """The words that belong to the saying itself, each with its depth under the verb: neither what is said, nor the
    speaker and what is told of him, nor another clause but "speaking in …". Of objects only whom one speaks to."""
    verb = next((at for at in tree.within(one.verb) if is_verb(tree.tokens[at])), None)
    if verb is None:
        return {}
    hearers = [*(tree.parse.mentions[at].span for at in one.audience), *one.hearers]
    found: dict[int, int] = {verb: 0}
    todo = [verb]
    while todo:
        at = todo.pop()
        for child in tree.children(at):
            span = tree.tokens[child].span
            if one.content.overlaps(span) or tree.is_a(child, *_ELSEWHERE):
                continue
            if tree.is_a(child, "advcl") and tree.word(child) not in lexicon.speaking:
                continue
            if tree.is_a(child, "obj", "iobj") and not any(words.overlaps(span) for words in hearers):
                continue
            found[child] = found[at] + 1
            todo.append(child)
    return found


def _named(article: Article, words: Span) -> ResolvedActor:
    """Somebody of whom no more than the words is known."""
    text = words.of(article.text)
    return ResolvedActor(mention=-1, text=text, span=words, name=text, why="no more than the words is known")


def _resolved(parse: Parse, mentions: Iterable[int], resolved: Resolved) -> tuple[ResolvedActor, ...]:
    """The resolved actors, a mention of several as each of them."""
    found: list[ResolvedActor] = []
    for m in mentions:
        span: Span = parse.mentions[m].span
        unknown = ResolvedActor(
            mention=m, text=parse.mentions[m].text, span=span, name=parse.mentions[m].text, why="not resolved"
        )
        found += resolved.several.get(m) or (resolved.actors.get(m) or unknown,)
    return tuple(found)
