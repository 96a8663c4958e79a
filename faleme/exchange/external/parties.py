"""Who is meant by a name of another data set: our registry's actor where it knows one, else what the name tells."""

from __future__ import annotations

import re

from faleme.ids import ActorId
from faleme.records import ExternalActor
from faleme.reference.actors import Actors
from faleme.reference.countries import Countries
from faleme.reference.crosswalks_in import CrosswalksIn
from faleme.resolve.actors import resolve_phrase

_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_HALVES = re.compile(r":| - ")
_YEARS = re.compile(r"\d{4}\s*-\s*(?:\d{4})?")  # "Military Forces of Mali (2020-)"


class Parties:
    """Reads names, each wording once.

    A name that the registry gives to one actor is that actor. ACLED's and UCDP's own ways of naming states' forces and
    people without a name ("Police Forces of Kenya", "Civilians (Mali)") are in ``data/exchange/actor_beginnings.csv``;
    everything else is read as words of a page are.
    """

    def __init__(self, actors: Actors, countries: Countries, crosswalks: CrosswalksIn) -> None:
        self._actors = actors
        self._countries = countries
        self._crosswalks = crosswalks
        self._read: dict[tuple[str, str | None], ExternalActor] = {}

    def named(self, name: str, country: str | None) -> ExternalActor:
        """The party of a name. country: of the place, which breaks ties; it is nobody's own by that alone."""
        key = (name, country)
        if key not in self._read:
            self._read[key] = self._resolved(name, country)
        return self._read[key]

    def coded(
        self, name: str, country: str | None, sectors: tuple[str, ...], *, capitals: bool = False
    ) -> ExternalActor:
        """The party of a name whose country and sectors the row gives itself. capitals: all names are in capitals, so
        that they tell no acronym."""
        wordings = [name.lower(), name] if capitals else [name]
        found = next((one for wording in wordings if (one := self._actors.candidates(wording))), ())
        fitting = [
            one for one in found if country is None or not one.country or country in (one.country, *one.countries)
        ]
        id_ = fitting[0].actor_id if len(fitting) == 1 else None
        return ExternalActor(
            name=name,
            actor_id=id_,
            country=country or (fitting[0].country if id_ is not None else None),
            sectors=sectors or (fitting[0].sectors if id_ is not None else ()),
        )

    def _resolved(self, name: str, country: str | None) -> ExternalActor:
        inside = [said for said in _BRACKETS.findall(name) if not _YEARS.fullmatch(said.strip())]
        bare = " ".join(_BRACKETS.sub("", name).split())
        stated = next((found.iso3 for said in inside if (found := self._countries.named(said))), None)
        for beginning in self._crosswalks.beginnings:
            if bare != beginning.words and not bare.startswith(f"{beginning.words} "):
                continue
            whose = self._countries.named(bare.removeprefix(beginning.words).strip())
            own = stated if whose is None else whose.iso3
            called = None if whose is None or beginning.called is None else beginning.called.format(whose.name_en)
            id_ = None if called is None else self._only(called, own)
            return ExternalActor(name=name, actor_id=id_, country=own, sectors=(beginning.sector,))
        # "JNIM: Group for Support of Islam and Muslims", "Boko Haram - Jamatu …": the registry may know a half.
        for wording in (bare, *(part.strip() for part in _HALVES.split(bare))):
            if (id_ := self._only(wording)) is not None:
                actor = self._actors.all[id_]
                if not self._fits(id_, stated):
                    continue
                return ExternalActor(
                    name=name, actor_id=id_, country=actor.country or stated, sectors=tuple(actor.sectors)
                )
        context = self._countries.by_iso3[where].name_en if (where := stated or country) else ""
        read = resolve_phrase(bare, context=context, actors=self._actors, countries=self._countries)
        # A country that only stands beside the name is told apart from one that is in it.
        own = stated or (None if read.country == country and read.why.endswith(_BESIDE) else read.country)
        id_ = read.actor_id if read.actor_id is not None and self._fits(read.actor_id, stated) else None
        return ExternalActor(name=name, actor_id=id_, country=own, sectors=read.sectors)

    def _fits(self, id_: ActorId, stated: str | None) -> bool:
        """Whether the actor is of a country that the name states: "Islamic State (Mozambique)" is a branch, and not the
        group that bears the bare name."""
        actor = self._actors.by_id(id_)
        return stated is None or actor is None or stated in (actor.country, *actor.countries)

    def _only(self, name: str, country: str | None = None) -> ActorId | None:
        """The one actor of a name; country: whose it has to be, where that is known."""
        found = [one for one in self._actors.candidates(name) if country is None or country == one.country]
        sure = len(found) == 1 and (country is not None or not found[0].needs_country)
        return found[0].actor_id if sure else None


_BESIDE = "country named beside it"  # as `resolve_phrase` says it
