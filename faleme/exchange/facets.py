"""What there is to say of one report or event, facet by facet. A schema declares which facets it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from faleme.exchange.told import Told
from faleme.records import FigureKind


def _anybody(told: Told) -> tuple[object, ...]:
    return (*told.report.actor, *told.report.recipient)


# Name -> whether a report or event has it. The type of event, who and to whom are in every schema; so is the day.
FACETS: Mapping[str, Callable[[Told], bool]] = MappingProxyType(
    {
        "mode": lambda told: told.report.mode is not None,
        "contexts": lambda told: bool(told.report.contexts),
        "factuality": lambda told: told.report.auxiliary is not None,
        "hedge": lambda told: told.report.hedge is not None,
        "speaker": lambda told: bool(told.report.speaker),
        "sector": lambda told: any(one.sectors for one in (*told.report.actor, *told.report.recipient)),
        "further sectors": lambda told: any(
            len(one.sectors) > 1 for one in (*told.report.actor, *told.report.recipient)
        ),
        "actor name": lambda told: bool(_anybody(told)),
        "actor words": lambda told: any(one.text != one.name for one in (*told.report.actor, *told.report.recipient)),
        "actor id": lambda told: any(one.actor_id for one in (*told.report.actor, *told.report.recipient)),
        "office": lambda told: any(one.office for one in (*told.report.actor, *told.report.recipient)),
        "geonameid": lambda told: told.report.place is not None and told.report.place.geonameid is not None,
        "place name": lambda told: told.report.place is not None,
        "admin1": lambda told: told.report.place is not None and told.report.place.admin1 is not None,
        "admin2": lambda told: told.report.place is not None and told.report.place.admin2 is not None,
        "point": lambda told: told.report.place is not None and told.report.place.lat is not None,
        "place resolution": lambda told: told.report.place is not None and told.report.place.resolution is not None,
        "place relation": lambda told: told.report.place is not None and told.report.place.relation != "at",
        "radius": lambda told: told.report.place is not None and told.report.place.radius_km is not None,
        "place basis": lambda told: told.report.place_basis is not None,
        "date basis": lambda told: told.report.date is not None and told.report.date.basis is not None,
        **{
            f"figure {kind.value}": lambda told, kind=kind: any(  # type: ignore[misc]
                figure.what is kind for figure in told.report.figures
            )
            for kind in FigureKind
        },
        "range of a figure": lambda told: any(figure.low != figure.high for figure in told.report.figures),
        "words": lambda told: bool(told.report.evidence),
        "offsets": lambda told: bool(told.report.evidence),
        "url": lambda told: told.article.url is not None,
        "title": lambda told: told.article.title is not None,
        "outlet": lambda told: told.article.outlet is not None,
        "language": lambda told: told.article.lang is not None,
        "day of publication": lambda told: told.article.published is not None,
        "score": lambda told: told.report.score is not None,
        "number of reports": lambda told: len(told.reports) > 1,
        "names of other reports": lambda told: len(told.reports) > 1,
        "independent origins": lambda told: bool(told.origins),
        "other values": lambda told: (
            told.account is not None
            and (
                any(field.others for field in told.account.fields.values())
                or any(one.accounts > 1 for one in told.account.figures)
            )
        ),
        "contradictions": lambda told: told.account is not None and bool(told.account.contradictions),
        "claimed by": lambda told: told.account is not None and bool(told.account.claimed_by),
        "denied by": lambda told: told.account is not None and bool(told.account.denied_by),
        "first and last report": lambda told: told.account is not None and told.account.first_reported is not None,
        "confidence": lambda told: told.account is not None,
        "runners-up": lambda told: any(
            one.runners_up
            for one in (
                *told.report.actor,
                *told.report.recipient,
                *(() if told.report.place is None else (told.report.place,)),
            )
        ),
    }
)


def facets_of(told: Told) -> frozenset[str]:
    """The facets that it has."""
    return frozenset(name for name, has in FACETS.items() if has(told))
