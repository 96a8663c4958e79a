"""Where a page's main event is: the words that put it somewhere, and the places that hold it as the page tells them.

The words may name a hall or a square that no gazetteer knows ("outside the Arndale Centre in Luton"): they stand here
as the page has them, and the town that they are put in stands behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from faleme.link.main_answers import Basis, Clause, Page, tellings_of, told_again
from faleme.link.place_phrases import (
    ELSEWHERE,
    IN,
    Spot,
    is_about,
    is_put_in,
    is_somebody,
    places_of,
    spot_of,
    spots_of,
)
from faleme.records import Answer, BlockKind, Report, ResolvedPlace, Role
from faleme.spans import Span, cover
from faleme.trees import Tree

_JOINS = frozenset({"PUNCT", "ADP", "DET"})  # what stands between the toponyms of one place phrase
_APART = 8  # characters between two toponyms of one phrase, at most
_WAY = frozenset({"to", "from", "for", "toward", "towards", "into"})  # where somebody comes from or goes
_SURE = 0.5  # of the core's word that something happened at a place
_TOWN = 4.0  # PLOVER's resolution of a town
_SPOT = 5.0  # of a part of one; so is a hall or a square that no gazetteer knows


def where_of(page: Page, report: Report | None, clause: Clause) -> tuple[Answer, ...]:
    """The finest place that the page tells of its main event, then those that hold it; empty where it tells none.

    What the sentence that tells it says, else the report's own place, else where the headline puts it, else the
    dateline, else where the lead is; of several in a lead one that the headline has. A place that stands for somebody
    ("Paris denied") is none, and one that only tells which election is meant ("the US election") is one only where the
    headline has it, too.
    """
    tellings, again = tellings_of(page, report, clause), told_again(page, clause)
    spots = list(spots_of(page, again | tellings, _read_so_by_the_core(page, report)))
    found = _first(page, spots, tellings, again, report)
    if found is None:
        return ()
    spot, basis = found
    return tuple(_unlike([*_parts(page, spot, basis), *_holders(page, spot, spots, basis)]))


def _first(
    page: Page, spots: Sequence[Spot], tellings: Mapping[int, int], again: Mapping[int, int], report: Report | None
) -> tuple[Spot, Basis] | None:
    basis: Basis = "sentence" if report is None else "event"
    beside = [spot for spot in spots if spot.sentence in tellings and spot.put is not None]
    own = [spot for spot in beside if spot.put != ELSEWHERE]
    later = [spot for spot in spots if spot.sentence in again and spot.put is not None and spot.put != ELSEWHERE]
    if own:
        best = min(own, key=lambda spot: _in_telling(page, spot))
        finer = [spot for spot in later if _is_within(spot.place, best.place)]
        return min(finer or [best], key=lambda spot: _in_telling(page, spot)), basis
    if report is not None and report.place is not None and report.place_basis in ("clause", "sentence"):
        return spot_of(page, spots, report.place), "event"
    for few in (later, beside):
        if few:
            return min(few, key=lambda spot: _in_telling(page, spot)), "sentence"
    headed = next((spot for spot in spots if _is_in_headline(page, spot.place)), None)
    dateline = next((place for place in page.resolved.places if _is_in_dateline(page, place.span)), None)
    if dateline is not None and (headed is None or _is_alike(headed.place, dateline)):
        return spot_of(page, spots, dateline), "dateline"
    if headed is not None:
        return headed, "headline"
    return _in_lead(page, spots)


def _is_in_headline(page: Page, place: ResolvedPlace | None) -> bool:
    """Whether the headline puts something in a place."""
    before = "" if place is None else page.headline.word_before(place.span)
    return place is not None and before in IN and not is_about(place, before)


def _is_in_dateline(page: Page, span: Span) -> bool:
    return any(block.kind is BlockKind.DATELINE and block.span.contains(span) for block in page.article.blocks)


def _is_within(place: ResolvedPlace | None, held: ResolvedPlace | None) -> bool:
    """Whether a place is a finer one in a country or division."""
    if place is None or held is None or place.geonameid is None or place.country != held.country:
        return False
    wide = held.resolution in (1, 2) and held.relation == "at"
    return wide and _fineness(place) > _fineness(held) and (held.resolution == 1 or place.admin1 == held.admin1)


def _is_alike(headed: ResolvedPlace | None, dateline: ResolvedPlace) -> bool:
    """Whether the dateline is in the country that the headline names, and so the finer of the two."""
    return headed is not None and headed.country == dateline.country and _fineness(headed) <= _fineness(dateline)


def _in_lead(page: Page, spots: Sequence[Spot]) -> tuple[Spot, Basis] | None:
    """The first place of the lead that something is put in, else one that the headline has, too."""
    opening = page.opening()
    told = [spot for spot in spots if opening.contains(spot.span)]
    put = [spot for spot in told if spot.put is not None and (spot.seen or not is_somebody(page, spot.span))]
    named = [spot for spot in told if page.headline.speaks_of(spot.span) and not is_somebody(page, spot.span)]
    for few in (put, named):
        if few:
            best = min(few, key=lambda spot: (*_doubts(page, spot), spot.span))
            return _whole(page, best, few), "lead"
    return None


def _whole(page: Page, spot: Spot, spots: Sequence[Spot]) -> Spot:
    """The first place of a phrase that puts one in another: "at the Mount hospital in Kati, west of Bamako"."""
    over = [one for one in spots if one.sentence == spot.sentence and spot.head in page.tree.subtree(one.head)]
    return min(over, key=lambda one: (-len(page.tree.subtree(one.head)), one.span))


def _read_so_by_the_core(page: Page, report: Report | None) -> set[int]:
    """Mentions where the core sees the report's doing."""
    told = [] if report is None else [evidence.anchor for evidence in report.evidence]
    return {
        arc.mention
        for anchor in page.tree.parse.anchors
        if any(anchor.span.overlaps(span) for span in told)
        for arc in anchor.roles
        if arc.role is Role.PLACE and arc.score >= _SURE
    }


# --- which of several -------------------------------------------------------------------------------------


def _in_telling(page: Page, spot: Spot) -> tuple[bool, bool, bool, float, int, Span]:
    """Order of the places of a telling: not whose place somebody is of, nor where one goes to; then the finest."""
    put = 0 if spot.put is None else spot.put
    way = page.tree.marker(spot.head) in _WAY
    return put == ELSEWHERE, is_somebody(page, spot.span), way, -_fineness(spot.place), put, spot.span


def _fineness(place: ResolvedPlace | None) -> float:
    if place is None:
        return _SPOT
    return place.resolution or (0.0 if place.feature is not None else _SPOT)


def _doubts(page: Page, spot: Spot) -> tuple[bool, bool, bool]:
    """Whether the headline does not have it, whether somebody only goes there, and whether nobody knows it: a hall as
    like as a ship."""
    way = page.tree.marker(spot.head) in _WAY
    known = any(place.geonameid is not None for place in places_of(page) if spot.span.contains(place.span))
    return not page.headline.speaks_of(spot.span), way, not known


# --- the answers ------------------------------------------------------------------------------------------


def _parts(page: Page, spot: Spot, basis: Basis) -> list[Answer]:
    """The place by its own words, then those that its phrase puts it in: "the Lindt café", "Martin Place"."""
    tree = page.tree
    inside = [place for place in places_of(page) if spot.span.contains(place.span)]
    after = [place for place in _following(page, spot.span) if place not in inside]
    both = [place for place in (*inside, *after) if place is not spot.place and _is_put(tree, place)]
    holding = [place for place in both if _is_coarser(place, spot.place)]
    if spot.place is not None:
        own = _answer(page, spot.place, basis)
    else:
        end = min((_phrase_start(tree, place) for place in holding), default=spot.span.end)
        named = Span(spot.span.start, end) if end > spot.span.start else spot.span
        proper = any(tree.tokens[at].upos == "PROPN" for at in tree.within(named))
        whole = named if proper and holding else spot.span
        words = whole.of(page.article.text).rstrip(" ,")
        own = Answer(text=words, name=words, basis=basis, span=Span(whole.start, whole.start + len(words)))
    return [own, *(_answer(page, place, basis) for place in holding)]


def _following(page: Page, span: Span) -> list[ResolvedPlace]:
    """Toponyms that stand right behind a phrase: "Trocadero in Paris", "Gao, Mali"."""
    found, end = [], span.end
    for place in page.resolved.places:
        if place.span.start >= end and _joined(page.tree, end, place.span.start):
            found.append(place)
            end = place.span.end
    return found


def _joined(tree: Tree, end: int, start: int) -> bool:
    if start - end > _APART:
        return False
    between = tree.within(Span(end, start)) if start > end else range(0)
    marks = {".", ";", ":", "!", "?"}
    last, first = tree.within(Span(end - 1, end)), tree.within(Span(start, start + 1))
    if not last or not first or tree.tokens[last[0]].sentence != tree.tokens[first[0]].sentence:
        return False
    return all(tree.tokens[at].upos in _JOINS and tree.tokens[at].text not in marks for at in between)


def _is_put(tree: Tree, place: ResolvedPlace) -> bool:
    """Whether a preposition or comma puts something in a toponym: not "the Gao hospital"."""
    inside = tree.within(place.span)
    tops = [at for at in inside if tree.tokens[at].head not in inside]
    return any(tree.marker(at) or tree.is_a(at, "appos", "nmod:poss") for at in tops)


def _is_coarser(place: ResolvedPlace, held: ResolvedPlace | None) -> bool:
    """Whether a place may hold another, as far as both are known."""
    if held is None or held.geonameid is None or place.geonameid is None:
        return True
    return place.country == held.country and _fineness(place) < _fineness(held)


def _phrase_start(tree: Tree, place: ResolvedPlace) -> int:
    """Where the preposition of a toponym stands, or the toponym itself."""
    head = tree.head_in(place.span)
    while head is not None and not tree.marker(head) and tree.is_a(head, "compound", "flat", "nmod:poss", "appos"):
        head = tree.tokens[head].head
    cases = [] if head is None else tree.children(head, "case")
    return min([tree.tokens[at].span.start for at in cases] + [place.span.start])


def _answer(page: Page, place: ResolvedPlace, basis: Basis) -> Answer:
    names = [name.span for name in page.tree.parse.names if name.span.overlaps(place.span)]
    span = cover([place.span, *names])
    return Answer(text=span.of(page.article.text), name=place.name, basis=basis, span=span)


def _unlike(answers: Iterable[Answer]) -> Iterator[Answer]:
    """Each place once."""
    seen: set[str] = set()
    for answer in answers:
        if answer.name.casefold() not in seen and answer.text.casefold() not in seen:
            yield answer
        seen |= {answer.name.casefold(), answer.text.casefold()}


# --- what holds it ----------------------------------------------------------------------------------------


def _holders(page: Page, spot: Spot, spots: Sequence[Spot], basis: Basis) -> list[Answer]:
    """Town, division and country of the place, where the page names them. The town of a hall is that of its phrase,
    else the one town of its sentence, the dateline and the headline."""
    inside = [place for place in places_of(page) if spot.span.contains(place.span)]
    known = next((place for place in (spot.place, *inside) if place is not None and place.geonameid is not None), None)
    found: list[ResolvedPlace] = []
    if known is None or _fineness(known) >= _SPOT:
        towns = [place for place in _towns(page, spots, spot) if _may_hold(place, known)]
        if len({town.geonameid for town in towns}) == 1:
            found.append(towns[0])
    held = known or (found[0] if found else spot.place)
    if held is not None:
        near = _near(page, spots)
        for level in (2, 1):
            for place in near:
                same = place.country == held.country and (level == 1 or place.admin1 == held.admin1)
                if place.resolution == level and same and place.relation == "at" and place != held:
                    found.append(place)
                    break
    return [_answer(page, place, basis) for place in found]


def _near(page: Page, spots: Sequence[Spot]) -> list[ResolvedPlace]:
    """Known toponyms of dateline, headline and lead, in text order."""
    return [
        spot.place
        for spot in spots
        if spot.place is not None
        and spot.place.geonameid is not None
        and (_stands_in(page, spot, BlockKind.DATELINE, BlockKind.TITLE) or page.opening().contains(spot.span))
    ]


def _towns(page: Page, spots: Sequence[Spot], held: Spot) -> list[ResolvedPlace]:
    """Towns that may hold a place: of the headline; of a hall those of the dateline too, and those that its sentence
    puts something in. A name that nobody knows may be a village, with a town of its own."""
    hall = held.place is None or held.place.geonameid is not None
    return [
        spot.place
        for spot in spots
        if spot.place is not None
        and spot.place.geonameid is not None
        and spot.place.resolution == _TOWN
        and spot.place.relation == "at"
        and (
            page.headline.speaks_of(spot.span)
            or (hall and _stands_in(page, spot, BlockKind.DATELINE))
            or (hall and spot.sentence == held.sentence and is_put_in(page.tree, spot.head))
        )
    ]


def _stands_in(page: Page, spot: Spot, *kinds: BlockKind) -> bool:
    return any(block.kind in kinds and block.span.contains(spot.span) for block in page.article.blocks)


def _may_hold(town: ResolvedPlace, known: ResolvedPlace | None) -> bool:
    """Whether a town may hold a place: always for one that nobody knows, else in the same division."""
    return known is None or (town.country, town.admin1) == (known.country, known.admin1)
