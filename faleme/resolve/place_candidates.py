"""Which places a toponym could name, and what the words beside it say of their kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from faleme.reference.countries import Countries
from faleme.reference.gazetteer import Gazetteer, Place, normalise
from faleme.reference.places_lexicon import PlacesLexicon
from faleme.spans import Span

# Towns that bear the name of a division that holds them and stand before it.
_SEATS = {"ADM1": ("PPLA", "PPLC", "PPLA2"), "ADM2": ("PPLA", "PPLC", "PPLA2", "PPLA3", "PPL", "PPL?")}
# Candidates looked at per name: the 30th Springfield has never been the right one of a gold set.
_MOST = 40
# A place by its own name counts this much over one by an alternate name (Casablanca is a "White House").
_ALTERNATE = 3.0
# GeoNames' table of divisions has no population and few alternates, so that Florida in Uruguay would equal the state.
_US_STATE = 3.0
# Where the press writes a bare name for the division rather than for its seat of the same name.
_DIVISION_FIRST = frozenset({"USA", "CAN"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that bears the name. prior: what it is worth before any context."""

    place: Place
    prior: float


@dataclass(frozen=True, slots=True)
class Toponym:
    """A toponym of a text with its candidates. key: toponyms with the same one name the same place in a text.

    kind: GeoNames class, or class and code, that the words beside the name ask for; "" where they say nothing.
    """

    span: Span
    text: str
    key: tuple[str, str]
    kind: str
    candidates: tuple[Candidate, ...]


def toponym(text: str, span: Span, *, gazetteer: Gazetteer, countries: Countries, lexicon: PlacesLexicon) -> Toponym:
    """The toponym at a span, with the candidates of its name or, where nobody bears that, of its barer forms."""
    written = span.of(text)
    kind = _kind_beside(text, span, countries, lexicon)
    for name in _forms(written, lexicon):
        found = _candidates(name, gazetteer, countries)
        if found:
            kind = kind or _kind_dropped(written, name, lexicon) or _kind_of_name(name, found, lexicon)
            if kind == "A.ADM1":
                found = _with_divisions(found, gazetteer)
            return Toponym(span, written, (normalise(name), kind), kind, found)
    return Toponym(span, written, (normalise(written), kind), kind, ())


def _forms(written: str, lexicon: PlacesLexicon) -> list[str]:
    """The name as written, then without possessive, directions and words of kind, barer and barer."""
    bare = written.strip().removesuffix("'s").removesuffix("’s").strip("\"'“”‘’()[],;")
    forms = [bare]
    words = bare.split()
    if len(words) > 1 and (long := lexicon.adjectives.get(words[0].casefold())):
        forms.append(" ".join((long, *words[1:])))  # "North Darfur" is Northern Darfur
    while len(words) > 1 and words[0].casefold() in lexicon.directions | {"the"}:
        words = words[1:]
        forms.append(" ".join(words))
    if len(words) > 2 and words[0].casefold() in lexicon.kinds and words[1].casefold() == lexicon.of:
        words = words[2:]
        forms.append(" ".join(words))
    if len(words) > 1 and words[-1].casefold() in lexicon.kinds:
        words = words[:-1]
        forms.append(" ".join(words))
        while len(words) > 1 and words[-1].islower() and words[-1] not in lexicon.fillers:  # "Mugunga refugee camp"
            words = words[:-1]
            forms.append(" ".join(words))
    return forms


@lru_cache(maxsize=16_384)
def _candidates(name: str, gazetteer: Gazetteer, countries: Countries) -> tuple[Candidate, ...]:
    key = normalise(name)
    found: dict[int, Candidate] = {}
    adjectives = countries.adjective_candidates(name)
    for place in gazetteer.candidates(name)[:_MOST] if not adjectives else ():
        own = normalise(place.name) == key
        if own and len(name) == 2 and name.isupper() and not place.name.isupper():
            continue  # "EU" is not the town of Eu
        state_bonus = _US_STATE if (place.country, place.fcode) == ("USA", "ADM1") else 0.0
        found[place.row] = Candidate(place, place.importance + state_bonus - (0.0 if own else _ALTERNATE))
    compact = name.replace(". ", ".")  # "W. Va."
    state = gazetteer.us_state(compact) or (gazetteer.us_state(f"{compact}.") if len(compact) <= 5 else None)
    if state is not None:
        found[state.row] = Candidate(state, state.importance + _US_STATE)
    divisions = [one.prior for one in found.values() if one.place.fcode == "ADM1" and normalise(one.place.name) == key]
    for country in (*countries.candidates(name), *adjectives):
        state_itself = gazetteer.by_id(country.geonameid) if country.geonameid is not None else None
        if state_itself is None:
            continue
        # An alias of a country that is a division of it by name (England) is the division.
        known = state_itself.row in found or not divisions
        found[state_itself.row] = Candidate(state_itself, state_itself.importance if known else min(divisions) - 1.0)
    _prefer_seats(found, key)
    return tuple(sorted(found.values(), key=lambda candidate: (-candidate.prior, candidate.place.row)))


def _with_divisions(found: tuple[Candidate, ...], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """ "Timbuktu region" is the division whose seat is Timbuktu, although its own name is another (Tombouctou)."""
    if any(one.place.fcode == "ADM1" for one in found):
        return found
    seats = [one for one in found if one.place.fcode in ("PPLA", "PPLC")]
    divisions = [(one.prior, gazetteer.divisions(one.place)[0]) for one in seats]
    added = [Candidate(division, prior) for prior, division in divisions if division is not None]
    return (*found, *added)


def _prefer_seats(found: dict[int, Candidate], key: str) -> None:
    """A bare "Gao" is the town before the region or cercle of the same name; these need a word that says so."""
    divisions = [
        one
        for one in found.values()
        if one.place.fcode in ("ADM1", "ADM2") and one.place.country not in _DIVISION_FIRST
    ]
    for division in divisions:
        seats = _SEATS[division.place.fcode]
        for town in list(found.values()):
            inside = (town.place.country, town.place.admin1) == (division.place.country, division.place.admin1)
            named = division.place.fcode == "ADM1" or normalise(town.place.name) == key
            if town.place.fclass == "P" and inside and named and town.place.fcode in seats:
                prior = max(town.prior, division.prior + 0.5)
                found[town.place.row] = Candidate(town.place, prior)


def _kind_beside(text: str, span: Span, countries: Countries, lexicon: PlacesLexicon) -> str:
    """Kind asked for by the words beside the name: "Gao region", "the city of Gao", "Lake Chad" inside the span."""
    after = text[span.end : span.end + 32].split() if text[span.end : span.end + 1].isspace() else []
    for many in (3, 1):  # "local government area"
        word = " ".join(after[:many]).casefold().strip(".,;:)")
        if word not in lexicon.described.capital and (kind := lexicon.kinds.get(word)):
            return kind
    before = text[max(0, span.start - 32) : span.start].split()
    if len(before) > 1 and before[-1].casefold() == lexicon.of:
        lead = before[-3] if len(before) > 2 else ""
        if lead[:1].isupper() and lead.casefold() != "the" and not countries.adjective_candidates(lead):
            return ""  # "the Medina district of Dakar"; "the Indonesian island of Java" is one
        word = before[-2].casefold()
        return "" if word in lexicon.described.capital else lexicon.kinds.get(word, "")  # "the capital of Mali"
    if before and lexicon.kinds.get(before[-1].casefold(), "")[:1] in ("P", "H", "T"):
        return lexicon.kinds[before[-1].casefold()]
    return ""


def _kind_of_name(name: str, found: tuple[Candidate, ...], lexicon: PlacesLexicon) -> str:
    """Kind by a word of the full name ("Niger River", "Lake Chad"), if that is what its first bearer is: Lake Placid
    is a town."""
    words = name.casefold().split()
    kind = lexicon.kinds.get(words[-1]) or lexicon.kinds.get(words[0]) if len(words) > 1 else None
    return kind if kind is not None and found[0].place.feature.startswith(kind) else ""


def _kind_dropped(written: str, name: str, lexicon: PlacesLexicon) -> str:
    dropped = [word for word in written.split() if word not in name.split()]
    return next((lexicon.kinds[word.casefold()] for word in dropped if word.casefold() in lexicon.kinds), "")
