"""The phrases of a page that name a place, and how each is tied to the words that tell its main event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from faleme.link.main_answers import Page
from faleme.records import MentionKind, NameKind, ResolvedPlace
from faleme.spans import Span, cover
from faleme.trees import Tree

ELSEWHERE = 9
"""Steps to a place that belongs to another clause."""

# Prepositions that put something in a place.
IN = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "off", "on", "along"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Words that name a place.

    place: what they name, None for a hall that nobody knows. seen: the core takes them for the place of something.
    put: how far below the word that tells the event they hang, None where nothing puts anything there.
    """

    span: Span
    place: ResolvedPlace | None
    head: int
    sentence: int
    seen: bool
    put: int | None


def spots_of(page: Page, tellings: Mapping[int, int], told: set[int]) -> Iterator[Spot]:
    """Every place phrase once, as long as it is, in text order."""
    tree = page.tree
    phrases = [
        (_without_time(page, mention.span), number)
        for number, mention in enumerate(tree.parse.mentions)
        if mention.kind is MentionKind.PLACE
    ]
    phrases = [(span, number) for span, number in phrases if _is_named(page, span)]
    whole = [(span, at) for span, at in phrases if not any(one != span and one.contains(span) for one, _ in phrases)]
    spots: dict[Span, Spot] = {}
    for span, number in whole:
        head = tree.head_in(span)
        if head is None:
            continue
        places = [place for place in places_of(page) if span.contains(place.span)]
        put = 0 if number in told else _steps(tree, head, tellings, seen=True)
        name = _named_by(page, span, places)
        spots.setdefault(
            span, Spot(span=span, place=name, head=head, sentence=tree.tokens[head].sentence, seen=True, put=put)
        )
    for place in places_of(page):
        if not any(span.overlaps(place.span) for span, _ in whole):
            spot = _bare(page, place, tellings)
            spots.setdefault(spot.span, spot)
    yield from sorted(spots.values(), key=lambda spot: spot.span)


def places_of(page: Page) -> list[ResolvedPlace]:
    """Toponyms and the nouns that stand for places, without what is the name of a person of the page ("Donald")."""
    both = (*page.resolved.places, *page.resolved.described_places)
    return [place for place in both if not _is_person(page, place.span)]


def _named_by(page: Page, span: Span, places: Sequence[ResolvedPlace]) -> ResolvedPlace | None:
    """The toponym that a phrase is about: its key word, or the one of which that only tells the kind ("the US state of
    Ohio", "the Gao region"); None where a toponym only tells where a hall is ("a café in Gao")."""
    tree, head = page.tree, page.tree.head_in(span)
    if head is None:
        return None
    own = [place for place in places if place.span.contains(tree.tokens[head].span)]
    of = [place for place in places if (at := _hung_on(tree, head, place)) is not None and tree.marker(at) == "of"]
    beside = [
        place
        for place in places
        if (at := _hung_on(tree, head, place)) is not None and tree.is_a(at, "compound", "flat", "appos", "amod")
    ]
    return next(iter((*own, *of, *beside)), None)


def _hung_on(tree: Tree, head: int, place: ResolvedPlace) -> int | None:
    """The key word of a toponym that hangs on a noun."""
    name = tree.head_in(place.span)
    return name if name is not None and tree.tokens[name].head == head else None


def _bare(page: Page, place: ResolvedPlace, tellings: Mapping[int, int]) -> Spot:
    """A toponym that no phrase of the core covers, by its whole name."""
    tree = page.tree
    names = [name.span for name in tree.parse.names if name.span.overlaps(place.span)]
    head = tree.head_in(place.span)
    at = 0 if head is None else head
    about = head is not None and is_about(place, tree.marker(head))
    put = None if head is None or about else _steps(tree, head, tellings, seen=False)
    return Spot(
        span=cover([place.span, *names]), place=place, head=at, sentence=tree.tokens[at].sentence, seen=False, put=put
    )


def spot_of(page: Page, spots: Sequence[Spot], place: ResolvedPlace) -> Spot:
    """The phrase that holds a toponym, or the toponym alone."""
    return next((spot for spot in spots if spot.span.contains(place.span)), _bare(page, place, {}))


def _is_named(page: Page, span: Span) -> bool:
    """Whether a phrase names a place, or stands for one that the page knows; "a street" and "prison" do neither."""
    proper = any(page.tree.tokens[at].upos == "PROPN" for at in page.tree.within(span))
    return proper or any(span.overlaps(place.span) for place in places_of(page))


def _without_time(page: Page, span: Span) -> Span:
    """A phrase up to the date that the core took into it: "his home early on Wednesday"."""
    tree = page.tree
    dates = [time.span for time in page.resolved.times if span.contains(time.span) and time.span.start > span.start]
    last = [at for at in tree.within(span) if all(tree.tokens[at].span.end <= date.start for date in dates)]
    while len(last) > 1 and tree.tokens[last[-1]].upos in {"ADP", "ADV", "PUNCT"}:
        last.pop()
    return Span(span.start, tree.tokens[last[-1]].span.end) if dates and last else span


def _steps(tree: Tree, at: int, tellings: Mapping[int, int], *, seen: bool) -> int | None:
    """How far below the word that tells the event a place hangs by phrases of place and time ("in the port of Gao"), 9
    where it belongs to a clause beside it; None where nothing puts anything there, or in what only
    describes somebody or is said.

    seen: the core takes it for the place of something, so that it may be an object, too ("stormed the palace in Gao").
    """
    steps, put, hit = 0, False, False
    top = tellings.get(tree.tokens[at].sentence)
    while at >= 0 and at != top:
        if put and tree.is_a(at, "acl") and is_put_in(tree, tree.tokens[at].head):
            at = tree.tokens[at].head  # "at a mine owned by a firm in Mali"
            continue
        if not tree.is_a(at, "obl", "nmod", "compound", "flat", "conj", "appos", "obj", "nsubj", "xcomp"):
            described = top is not None and tree.is_a(at, "acl", "ccomp")
            beside = put or (hit and tree.is_a(at, "advcl", "root", "parataxis"))
            return ELSEWHERE if beside and not described else None
        if tree.is_a(at, "compound", "flat") and not put and tree.tokens[tree.tokens[at].head].upos != "PROPN":
            return None
        hit = hit or (seen and tree.is_a(at, "obj"))
        put = put or (seen and tree.is_a(at, "obl", "nmod")) or is_put_in(tree, at)
        if not put and not hit and not tree.is_a(at, "compound", "flat", "conj", "appos", "nmod"):
            return None
        at, steps = tree.tokens[at].head, steps + 1
    return steps if put or hit else None


def is_put_in(tree: Tree, at: int) -> bool:
    """Whether a preposition of place puts something in what a word heads."""
    return tree.is_a(at, "obl", "nmod") and tree.marker(at) in IN


def is_about(place: ResolvedPlace, marker: str) -> bool:
    """Whether a preposition only says which country it is about: "sanctions on Mali"; an attack on a town is there."""
    return marker == "on" and place.resolution == 1


def is_somebody(page: Page, span: Span) -> bool:
    """Whether the words stand for or inside one who acts: "Paris denied", "the mayor of Gao"."""
    mentions = page.tree.parse.mentions
    return any(mentions[at].span.contains(span) for at in page.resolved.actors)


def _is_person(page: Page, span: Span) -> bool:
    """Whether the words are part of a person's name, and nothing is put in them: "Donald's building", not "in Denver"
    of a page about John Denver."""
    head = page.tree.head_in(span)
    if head is None or is_put_in(page.tree, head):
        return False
    words = {word.casefold() for word in span.of(page.article.text).split()}
    names = [name for name in page.tree.parse.names if name.kind is NameKind.PERSON]
    return any(words <= {word.casefold() for word in name.span.of(page.article.text).split()} for name in names)
