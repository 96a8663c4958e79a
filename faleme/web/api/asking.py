"""The filters of events as parameters of REST: named as in addresses of pages, described for OpenAPI."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import StringConstraints

from faleme.desk.asking import Asked
from faleme.store.desk import Sort
from faleme.web.desk import AtDesk

_DAY = r"^(\d{4}(-\d{2}(-\d{2})?)?|today|yesterday|(mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,4}[dw])$"
TEXT = r"^[^\x00-\x1f\x7f]*$"

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=TEXT)]
Day = Annotated[str, StringConstraints(pattern=_DAY, max_length=10)]
TypeCode = Annotated[str, StringConstraints(pattern=r"^[A-Z_]{2,40}(-[A-Za-z0-9_-]{1,40})?$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{3}$")]
Words = Annotated[str, StringConstraints(max_length=500, pattern=TEXT)]
Fact = Literal["happened", "planned", "hypothetical", "denied", "historical"]

Limit = Annotated[int, Query(ge=1, le=1000, description="No more than so many.")]
After = Annotated[
    str | None, Query(max_length=400, pattern=TEXT, description="The cursor of the last answer, its ``next``.")
]


def _asked(
    desk: AtDesk,
    q: Annotated[Words | None, Query(description='Words, and "quoted phrases", in a telling sentence.')] = None,
    actor: Annotated[list[Name] | None, Query(description="Countries, ids or names on either side.")] = None,
    doer: Annotated[list[Name] | None, Query(description="The same, of who does it.")] = None,
    recipient: Annotated[list[Name] | None, Query(description="The same, of whom it befalls.")] = None,
    type_: Annotated[list[TypeCode] | None, Query(alias="type", description="Event types, or TYPE-mode.")] = None,
    quad: Annotated[list[Annotated[int, Query(ge=1, le=4)]] | None, Query(description="Quad classes.")] = None,
    fact: Annotated[list[Fact] | None, Query(description="Whether it happened.")] = None,
    country: Annotated[list[CountryCode] | None, Query(description="ISO 3166 alpha-3 of the place.")] = None,
    region: Annotated[list[Name] | None, Query(description="Names of first-level divisions.")] = None,
    place: Annotated[list[Annotated[int, Query(ge=1)]] | None, Query(description="GeoNames ids.")] = None,
    precision: Annotated[int | None, Query(ge=1, le=5, description="PLOVER resolution of the place at least.")] = None,
    origins: Annotated[int | None, Query(ge=0, le=99, description="Independent origins at least.")] = None,
    from_: Annotated[Day | None, Query(alias="from", description="First day of the event.")] = None,
    to: Annotated[Day | None, Query(description="Last day of the event.")] = None,
    told_from: Annotated[Day | None, Query(description="First day of its first publication.")] = None,
    told_to: Annotated[Day | None, Query(description="Last day of its first publication.")] = None,
    sort: Annotated[Sort | None, Query(description="Order; newest where none is asked.")] = None,
) -> Asked:
    """The query of a request. The parameters are declared for OpenAPI and checked; they are read from the address as
    pages read them, so that both mean the same."""
    del q, actor, doer, recipient, type_, quad, fact, country, region, place, precision, origins
    del from_, to, told_from, told_to, sort
    return desk.asked()


Asking = Annotated[Asked, Depends(_asked)]


def echo(wanted: Asked, today: date) -> dict[str, str]:
    """What was understood, for the answer (`models.Echo`)."""
    return {"query": wanted.address, "today": today.isoformat()}
