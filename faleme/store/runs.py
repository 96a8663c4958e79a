"""Runs: which set-up of the program coded what, and what it left of the article's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NewType, Protocol

from faleme.ids import ArticleId, EventId, ReportId
from faleme.records import Link, Record

RunId = NewType("RunId", str)

MadeBy = Mapping[str, str]  # program, code, engine and the digests of data, by name; empty where it is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """All codings that one set-up made, whenever it ran.

    label: the name that a person gave it. started_at, last_at: ISO 8601, UTC; of its first and, to the minute, of its
    latest article.
    """

    run_id: RunId
    label: str | None
    made_by: MadeBy
    started_at: str
    last_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """How much a run coded. current: of the articles, those whose present record is this run's, and no later one's."""

    articles: int
    reports: int
    current: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Articles that two runs coded. both: how many; unlike: those of which they left different records, in order of
    publication; only_one, only_other: how many one of them alone coded."""

    both: int
    only_one: int
    only_other: int
    unlike: tuple[ArticleId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What a dropped run left. versions: superseded codings that are deleted; kept: those that stay, since the page was
    altered after them and nothing else has its words."""

    versions: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """What `Store.save` must know of the run that it is called by.

    made_by: the run's set-up. follows: old report -> the new one that tells what it told. unsettled: reports that say
    something else than before, and are to be put into events by it later on.
    """

    made_by: MadeBy = field(default_factory=dict)
    follows: Mapping[ReportId, ReportId] = field(default_factory=dict)
    unsettled: Sequence[ReportId] = ()


class RunStore(Protocol):
    """What a store knows of runs. Raises StoreError, nothing else."""

    def all(self) -> list[Run]:
        """All runs, first to last."""
        ...

    def counted(self, run_id: RunId) -> Coded:
        """How much a run coded."""
        ...

    def named(self, name: str) -> Run:
        """The run with this label, this id, or an id that begins so. Raises StoreError where none has, or several."""
        ...

    def of(self, article_id: ArticleId) -> Run | None:
        """The last run that stands behind an article's present record; None where it is not known."""
        ...

    def coded(self, article_id: ArticleId, made_by: MadeBy) -> bool:
        """True where a set-up made, or found as it would make it, the article's present record."""
        ...

    def articles(self, run_id: RunId) -> list[ArticleId]:
        """Articles that a run coded, in order of publication."""
        ...

    def shared(self, one: RunId, other: RunId) -> Shared:
        """How far two runs coded the same articles."""
        ...

    def record(self, article_id: ArticleId, run_id: RunId) -> Record | None:
        """An article's record as a run left it, as the machine made it; reports in the events that they had then."""
        ...

    def name(self, run_id: RunId, label: str) -> None:
        """Give a run a name. Raises StoreError where another has it."""
        ...

    def drop(self, run_id: RunId) -> Dropped:
        """Delete the superseded codings of a run that no other run shares, and the run.

        Raises StoreError where it is what the store holds of some articles now.
        """
        ...

    def unsettled(self) -> list[ReportId]:
        """Reports that were coded anew and wait to be put into the events that they tell now, in order of
        publication."""
        ...

    def settle(self, report_id: ReportId, link: Link | None, *, cause: str) -> set[EventId]:
        """It waits no longer. link: where the machine puts it now, None where it stays; the events that win or lose."""
        ...
