"""Shapes of REST answers, for OpenAPI. Records of the store stand in them as they are."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from faleme.store.desk import Change, Count, EventLine, Marks


class ProblemAnswer(BaseModel):
    """A request that cannot be answered (RFC 9457)."""

    type: str = Field(description="Address, on this desk, of a page that says what to do.")
    title: str
    status: int
    detail: str = Field(description="What is wrong with this request, in a sentence.")
    instance: str = Field(description="Its number in the log.")
    parameter: str | None = Field(None, description="The bad parameter.")
    allowed: list[str] | None = Field(None, description="Values that it may have.")
    href: str | None = Field(None, description="Where what is asked for is now.")


class Echo(BaseModel):
    """What was understood: an empty answer must show to what it is the answer."""

    query: str = Field(description="The query, in the one spelling that it has in addresses.")
    today: date = Field(description="The day, in UTC, from which words such as friday count.")


class EventsAnswer(Echo):
    """A page of a list of events."""

    items: list[EventLine]
    next: str | None = Field(description="The cursor of the next page: ``after`` of the next request.")
    count: int | None = Field(None, description="How many fit in all, where ``count`` was asked.")


class FacetValue(BaseModel):
    """How many events have a value; "" is unknown, "…" all values beyond ``top``."""

    value: str
    events: int


class FacetsAnswer(Echo):
    """Counts by field."""

    count: int
    facets: dict[str, list[FacetValue]]


class SeriesAnswer(Echo):
    """Counts by period and group."""

    by: str
    group: str
    items: list[Count]


class MarksAnswer(Echo):
    """Events at places, in columns."""

    marks: Marks


class ChangesAnswer(BaseModel):
    """What changed after a revision, oldest first."""

    items: list[Change]
    next: int = Field(description="``since`` of the next request; as asked where nothing changed.")
    revision: int = Field(description="Of the record now.")


class RowsAnswer(BaseModel):
    """A page of a list of plain objects."""

    items: list[dict[str, Any]]
    next: str | None = Field(None, description="``after`` of the next request.")
    as_of: str | None = Field(None, description="When the rows were made, where they are kept.")
