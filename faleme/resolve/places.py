"""Toponyms tied to GeoNames records, or left NIL with the reason.

Every candidate of a name gets a score: how important it is, whether it is of the kind that the words ask for,
whether the next toponym names what holds it ("Gao, Mali"), whether the story is about its country, and how near
it lies to the other places of the text. A name means one place throughout a text.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from faleme.records import Candidate as RunnerUp
from faleme.records import ResolvedPlace
from faleme.reference.gazetteer import Gazetteer, Place
from faleme.reference.places_lexicon import PlacesLexicon, load_places_lexicon
from faleme.resolve.globe import kilometres
from faleme.resolve.holders import in_what_holds_them, owns, written_inside
from faleme.resolve.place_candidates import Candidate, Toponym
from faleme.spans import Span

# Weights in the units of Place.importance, where a step is a tenfold population. _COUNTRY, _SAME_ADMIN1, _NEAR and _TIE
# were each compared at three or four values on the development halves of GeoWebNews, LGL and TR-News, where the figures
# moved by two points at most; figures on those halves flatter by that. The others are judgement, never varied.
_HELD = 8.0  # the next toponym holds it: wins over any capital elsewhere
_HOLDS = 3.0  # it holds a candidate of the toponym before
_KIND = 4.0  # it is of the kind that the words beside the name ask for
_OTHER_KIND = -6.0
_NO_COUNTRY = -9.0  # "the Niger river"
_COUNTRY = 4.0  # all of the story's country mentions name its country
_SAME_ADMIN1 = 3.0
_NEAR = 2.0  # within NEAR_KM of another place of the text
BESIDE_KM = 25.0  # UCDP's where_prec 2: within 25 km of a known place
_WIDE_AT_MOST = 3  # PLOVER resolution of lakes, forests and parks
NEAR_KM = 161.0  # the distance by which the field counts a place as right (Gritta et al. 2018)
_NO_KIND_WORD = {"H": -2.0, "S": -3.0, "V": -3.0, "R": -3.0}  # a river or a mine is called one
_REGIONS = ("A.ADM1", "L.RGN")
_DIVISIONS = {"A.ADM1": 2, "A.ADM2": 3}  # PLOVER resolution of what a word of kind names
# Two candidates closer in score than this and further apart than NEAR_KM: nobody can tell.
_TIE = 0.5
# A place worth less than this, in a country that the story does not name and far from its places, is none.
_NOBODY = 4.0
_STRANGER = 5.5  # the same where the story does name countries: a village that the gazetteer lacks has namesakes abroad
_WELL_KNOWN = 12.0  # a name written before what does not hold it is a place all the same if it scores this
_RUNNERS_UP = 3


def resolve_toponyms(
    text: str,
    found: Sequence[Toponym],
    people: Sequence[tuple[Span, str]],
    *,
    story_countries: Sequence[str] = (),
    gazetteer: Gazetteer,
) -> tuple[ResolvedPlace, ...]:
    """The places that the toponyms name, in the order given.

    people: the text's words of peoples, with their countries (``peoples``). story_countries: iso3 of countries that
    the story is about by other signs, once for each sign.
    """
    lexicon = load_places_lexicon("en")
    tied = _ties(text, found, lexicon)
    evidence = Counter(story_countries) + Counter(country for _, country in people)
    scores = _scores(found, tied, evidence, {})
    # Second round: what the first is sure of gives the story's countries and the places to be near to.
    chosen = {key: ranked[0] for key, ranked in scores.items() if ranked and _sure(ranked)}
    evidence += Counter(
        country for one in found if one.key in chosen and (country := chosen[one.key][1].country) is not None
    )
    scores = _scores(found, tied, evidence, {key: place for key, (_, place) in chosen.items()})
    nowhere = _not_there(text, found, tied, lexicon)
    answers = [_resolved(one, scores[one.key], evidence, nowhere, gazetteer) for one in found]
    return in_what_holds_them(text, answers, lexicon)


Ranked = list[tuple[float, Place]]
Key = tuple[str, str]


def _scores(
    found: Sequence[Toponym],
    tied: Mapping[tuple[str, int], float],
    evidence: Mapping[str, int],
    chosen: Mapping[Key, Place],
) -> dict[Key, Ranked]:
    """For each name its candidates with their scores, best first; ties go to the earlier row.

    chosen: what names are sure to mean by now; a name is no evidence for itself.
    """
    times = Counter(one.key for one in found)
    scores: dict[Key, Ranked] = {}
    for one in found:
        if one.key in scores:
            continue
        others = Counter(evidence)
        if one.key in chosen and (country := chosen[one.key].country) is not None:
            others[country] -= times[one.key]
        total = sum(others.values())
        share = {iso3: math.sqrt(count / total) for iso3, count in others.items() if count > 0}
        places = [place for key, place in chosen.items() if key[0] != one.key[0]]
        ranked = [(_score(one, candidate, tied, share, places), candidate.place) for candidate in one.candidates]
        scores[one.key] = sorted(ranked, key=lambda pair: (-pair[0], pair[1].row))
    return scores


def _score(
    one: Toponym,
    candidate: Candidate,
    tied: Mapping[tuple[str, int], float],
    share: Mapping[str, float],
    places: Sequence[Place],
) -> float:
    place = candidate.place
    score = candidate.prior + tied.get((one.key[0], place.row), 0.0)
    if one.kind:
        score += _KIND if _is_kind(place, one.kind) else 0.0 if _could_be(place, one.kind) else _OTHER_KIND
        score += _NO_COUNTRY if one.kind[0] in "HT" and place.fcode.startswith("PCL") else 0.0
    else:
        score += _NO_KIND_WORD.get(place.fclass, 0.0)
    if place.country is None and share:
        # A region of several countries: the likelier, the more the story is spread over countries.
        score += _COUNTRY * math.sqrt(max(0.0, 1.0 - max(share.values()) ** 2))
    else:
        score += _COUNTRY * share.get(place.country or "", 0.0)
    others = [other for other in places if other.row != place.row and other.fcode[:3] != "PCL"]
    if place.admin1 and any((o.country, o.admin1) == (place.country, place.admin1) for o in others):
        score += _SAME_ADMIN1
    if place.fclass == "P" and any(kilometres(place, other) <= NEAR_KM for other in others):
        score += _NEAR
    return score


def _is_kind(place: Place, kind: str) -> bool:
    # "the Sahel region" is the belt as well as the province.
    return place.feature == kind or (len(kind) == 1 and place.fclass == kind) or (kind, place.feature) == _REGIONS


def _could_be(place: Place, kind: str) -> bool:
    """GeoNames and the press differ on what is a region, a district, a town: only other classes are ruled out. A
    district may be part of a town; an airport, a camp or a mine bears the name of the town beside it."""
    return (
        place.fclass == kind[0]
        or (kind[0] == "A" and place.fclass == "L")
        or (kind == "A.ADM2" and place.fcode == "PPLX")
        or (kind[0] == "S" and place.fclass in "PAT")
    )


def _sure(ranked: Ranked) -> bool:
    """True where the best is clearly ahead, so that others may be measured against it."""
    return ranked[0][0] >= 6.0 and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= 1.5 or _near(ranked))


def _near(ranked: Ranked) -> bool:
    return all(kilometres(ranked[0][1], place) <= NEAR_KM for score, place in ranked[1:] if ranked[0][0] - score < 1.5)


# --- containment ----------------------------------------------------------------------------------------------


def _ties(text: str, found: Sequence[Toponym], lexicon: PlacesLexicon) -> dict[tuple[str, int], float]:
    """Bonus of (name, row) where one toponym is written inside the next ("Springfield, Ill.", "Ber in Timbuktu") or
    the next inside it ("Nigeria's Borno")."""
    tied: dict[tuple[str, int], float] = {}
    for first, second in pairwise(found):
        between = text[first.span.end : second.span.start]
        one, two = (second, first) if owns(between) else (first, second)
        if one.key[0] == two.key[0] or not (owns(between) or written_inside(between, lexicon)):
            continue
        if _rank(one) is not None and _rank(one) == _rank(two):
            continue  # "Iraq, Iran and Syria", "Oklahoma, Pennsylvania": a list
        for inner in one.candidates:
            for outer in two.candidates:
                if not _holds(outer.place, inner.place):
                    continue
                # The more important the holder, the likelier it is meant: Georgia the state, not a hamlet so called.
                bonus = _HELD + min(outer.prior, 12.0) / 4
                tied[one.key[0], inner.place.row] = max(tied.get((one.key[0], inner.place.row), 0.0), bonus)
                back = _HOLDS + min(inner.prior, 12.0) / 3
                tied[two.key[0], outer.place.row] = max(tied.get((two.key[0], outer.place.row), 0.0), back)
    return tied


def _not_there(
    text: str, found: Sequence[Toponym], tied: Mapping[tuple[str, int], float], lexicon: PlacesLexicon
) -> dict[Key, str]:
    """Names written before what holds them of which no bearer lies in there ("Holliday, Mo."): name -> the holder."""
    held = {name for name, _ in tied}
    return {
        one.key: two.text
        for one, two in pairwise(found)
        if _said_to_lie_in(text[one.span.end : two.span.start], one, lexicon)
        and one.key[0] not in held
        and (
            _rank(two) is not None
            or ((two.kind == "A.ADM1" or _called(one, lexicon).startswith("A")) and two.candidates)
        )
        and (_rank(one) is None or text[one.span.end : two.span.start] != ", ")
    }


def _said_to_lie_in(between: str, one: Toponym, lexicon: PlacesLexicon) -> bool:
    """ "Holliday, Mo."; of what the words call a village or district, "the village of Dara in Mopti region" as well."""
    return between == ", " or (_called(one, lexicon)[:1] in ("P", "A") and written_inside(between, lexicon))


def _called(one: Toponym, lexicon: PlacesLexicon) -> str:
    """The kind that the words beside the name ask for, else that of its own last word ("Medina district")."""
    return one.kind or lexicon.kinds.get(one.text.split()[-1].casefold(), "")


def _rank(one: Toponym) -> str | None:
    """Country or first-order division, where that is what the name means by itself."""
    code = one.candidates[0].place.fcode[:4] if one.candidates else ""
    return "country" if code.startswith("PCL") else code if code == "ADM1" else None


def _holds(outer: Place, inner: Place) -> bool:
    if outer.country is None or outer.country != inner.country or outer.row == inner.row:
        return False
    if outer.fcode[:3] == "PCL":
        return inner.fcode[:3] != "PCL"
    if outer.fcode == "ADM1":
        return inner.admin1 == outer.admin1 and inner.fcode != "ADM1"
    if outer.fcode == "ADM2":
        return inner.admin1 == outer.admin1 and inner.admin2 == outer.admin2 and inner.fcode != "ADM2"
    return (
        outer.fclass == "P"
        and inner.fclass in "PSL"
        and inner.population < outer.population
        and (kilometres(outer, inner) <= _INSIDE_KM)
    )


_INSIDE_KM = 40.0  # a quarter or a suburb of a city


# --- the answer -----------------------------------------------------------------------------------------------


def _resolved(
    one: Toponym, ranked: Ranked, evidence: Mapping[str, int], nowhere: Mapping[Key, str], gazetteer: Gazetteer
) -> ResolvedPlace:
    def nil(why: str) -> ResolvedPlace:
        others = tuple(_runner_up(score, place) for score, place in ranked[:_RUNNERS_UP])
        return ResolvedPlace(span=one.span, text=one.text, name=one.text, why=why, runners_up=others)

    if not ranked:
        return nil("no place of this name is known")
    score, place = ranked[0]
    if one.key in nowhere and score < _WELL_KNOWN:
        return nil(f"no place of this name is known in {nowhere[one.key]}")
    if score < (_STRANGER if evidence else _NOBODY) and place.country not in evidence:
        return nil("only small places bear this name, none near the story's other places")
    if len(ranked) > 1 and score - ranked[1][0] < _TIE and _elsewhere(place, ranked[1][1]):
        return nil("two places far apart fit equally well")
    record = place_record(
        one.span,
        one.text,
        place,
        gazetteer,
        score=_probability(ranked),
        why=_why(one, place, evidence),
        runners_up=tuple(_runner_up(other, rival) for other, rival in ranked[1 : 1 + _RUNNERS_UP]),
        # "Macomia district", of which only the town is known, is no town.
        at_most=_DIVISIONS.get(one.kind),
    )
    if one.kind[:1] == "S" and place.fclass == "P":  # "Gao airport", "the Kouroussa mine"
        return replace(record, relation="near", radius_km=BESIDE_KM)
    return record


def place_record(
    span: Span,
    text: str,
    place: Place,
    gazetteer: Gazetteer,
    *,
    score: float,
    why: str,
    runners_up: tuple[RunnerUp, ...] = (),
    at_most: int | None = None,
) -> ResolvedPlace:
    """The record of words that name a place of the gazetteer. at_most: PLOVER resolution of what the words say."""
    province, district = gazetteer.admin_names(place)
    return ResolvedPlace(
        span=span,
        text=text,
        name=place.name,
        geonameid=place.geonameid,
        country=place.country,
        admin1=province,
        admin2=district,
        lat=place.lat,
        lon=place.lon,
        feature=place.feature,
        resolution=_resolution(place, at_most),
        score=score,
        why=why,
        runners_up=runners_up,
    )


def _resolution(place: Place, at_most: int | None) -> int | None:
    """A lake or a forest is no spot, whatever GeoNames calls it; a river or a road is none of any size."""
    if place.resolution is None or place.feature == "H.STM" or place.fclass == "R":
        return None
    wide = _WIDE_AT_MOST if place.fclass in "HVL" else place.resolution
    return min(place.resolution, wide, at_most or place.resolution)


def _probability(ranked: Ranked) -> float:
    """Softmax of the scores over the place and its rivals elsewhere; the town and its region are no rivals.

    Not calibrated: the temperature is a guess, good for ordering only.
    """
    best, place = ranked[0]
    rivals = [score for score, rival in ranked[1:] if _elsewhere(place, rival)]
    return round(1 / (1 + sum(math.exp((score - best) / 1.5) for score in rivals)), 3)


def _elsewhere(place: Place, rival: Place) -> bool:
    """True where the rival is another spot on the map, not the region of the town or the record of another source."""
    if place.admin1 is not None and (place.country, place.admin1) == (rival.country, rival.admin1):
        return place.fclass == rival.fclass
    return kilometres(place, rival) > NEAR_KM


def _runner_up(score: float, place: Place) -> RunnerUp:
    ref = str(place.geonameid) if place.geonameid is not None else f"row {place.row}"
    return RunnerUp(ref=ref, name=place.name, score=round(score, 2))


def _why(one: Toponym, place: Place, evidence: Mapping[str, int]) -> str:
    if len(one.candidates) == 1:
        return "the only place of this name"
    reasons = []
    if one.kind and _is_kind(place, one.kind):
        reasons.append("the kind of place that the words name")
    if place.country in evidence:
        reasons.append(f"the story names {place.country}")
    return "; ".join(reasons) or "the most important place of this name"
