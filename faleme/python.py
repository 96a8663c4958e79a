"""The door for Python: a store opened, asked with the filters that the commands use, answered as records or tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypedDict, Unpack, get_args

from faleme.accounts import event_account
from faleme.errors import SettingsError, StoreError
from faleme.exchange import record_rows as made
from faleme.exchange.actor_directory import Directory
from faleme.exchange.asking import date_of, filter_of, side_of, statement_filter_of
from faleme.exchange.contradiction_views import contradictions_of
from faleme.exchange.dyad_views import point_view
from faleme.exchange.external import rows as external
from faleme.exchange.external.comparing import Compared, compare
from faleme.exchange.tables import Table
from faleme.exchange.views import View
from faleme.ids import EventId
from faleme.link.account import EventAccount
from faleme.records import Article, Event, ExternalReport, Report, Statement
from faleme.reference.own_lexicon import load_ontology
from faleme.reference.registers import REGISTERS, STATUS, Register
from faleme.run.lines import open_store as opened_at
from faleme.settings import Settings, load_settings
from faleme.store.base import Filter, StatementFilter, Store
from faleme.store.dyads import By, DyadPoint, dyad_series
from faleme.store.external import ExternalFilter
from faleme.store.opening import address_of
from faleme.store.runs import Run

if TYPE_CHECKING:
    from faleme.link.register_rows import Row
    from faleme.run.difference import Difference

_SCHEME = "sqlite:///"
_ALL = (1 << 63) - 1


def open_store(url: str | Path | None = None) -> Opened:
    """The store at a path, ``sqlite:///path`` or ``postgresql://user@host/database``, as people judged it; that of the
    settings where none is named.

    Raises StoreError where there is none, or where it is damaged, foreign or of a newer faleme.
    """
    settings = load_settings()
    text = str(settings.store if url is None else url).removeprefix(_SCHEME)
    address = address_of(text)
    if isinstance(address, Path) and "://" in text:
        raise SettingsError(f"{url}: give the path of a store's file, {_SCHEME}path, or an address in PostgreSQL.")
    return Opened(opened_at(address), settings)


class Asked(TypedDict, total=False):
    """The filters, by keyword; `Opened` says what each asks."""

    types: str | Iterable[str]
    countries: str | Iterable[str]
    actors: str | Iterable[str]
    recipients: str | Iterable[str]
    factuality: str | Iterable[str]
    since: str | None
    until: str | None


class AskedStatements(TypedDict, total=False):
    """The filters of statements, by keyword. types, recipients, factuality: what only reports have."""

    words: str
    speakers: str | Iterable[str]
    audience: str | Iterable[str]
    about: str | Iterable[str]
    verbs: str | Iterable[str]
    quoted: bool | None
    types: str | Iterable[str]
    countries: str | Iterable[str]
    actors: str | Iterable[str]
    recipients: str | Iterable[str]
    factuality: str | Iterable[str]
    since: str | None
    until: str | None


class Opened:
    """A store that is open. Its methods take the same filters and answer with a `Table`, which reads nothing until it
    is walked.

    types: event types. countries: ISO 3166 alpha-3, of an actor, recipient, speaker or of the place. actors,
    recipients: countries, ids or names, anybody of them. factuality: happened, planned, hypothetical, denied,
    historical. since, until: 2024, 2024-03 or 2024-03-05, of the event's date, else of publication. limit: no more than
    so many. where: a `Filter` ready made, in place of all these. A method raises SettingsError for a type, actor or
    date that nobody knows.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store  # `faleme.store.base.Store`: records by id, and all that has no table
        self._settings = settings
        self._codebook, _ = load_ontology(settings.lexicon)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the store back."""
        self.store.close()

    def events(self, where: Filter | None = None, *, limit: int | None = None, **asked: Unpack[Asked]) -> Table[Event]:
        """Events with a report that fits, newest day of publication first."""
        wanted = self.filter(where, **asked)
        return Table(
            made.EVENTS,
            lambda: self.store.events(wanted, limit=_ALL if limit is None else limit),
            lambda event: made.event_row(event, self.store),
        )

    def account(self, event: Event | str) -> EventAccount:
        """What an event, or the one with this id, says: of each field the headline value and why, every other value
        with its reports, figures, who claims and denies it, and how sure it is. Raises StoreError where there is none.
        """
        found = self.store.event(EventId(event)) if isinstance(event, str) else event
        if found is None:
            raise StoreError(f"{event} is no event of this store, or holds no report any more.")
        return event_account(found, self.store, codebook=self._codebook)

    def reports(
        self, where: Filter | None = None, *, limit: int | None = None, **asked: Unpack[Asked]
    ) -> Table[Report]:
        """Reports, newest publication first."""
        wanted = self.filter(where, **asked)
        return Table(
            made.REPORTS,
            lambda: self.store.reports(wanted, limit=limit),
            lambda report: made.report_row(report, self.store),
        )

    def statements(
        self,
        where: Filter | StatementFilter | None = None,
        *,
        limit: int | None = None,
        **asked: Unpack[AskedStatements],
    ) -> Table[Statement]:
        """Statements, newest publication first.

        words: stand in what is said itself. speakers (or actors), audience, about: countries, ids or names. verbs:
        classes such as deny. quoted: True for the speaker's own words. since, until: of the day of saying, else of
        publication. What only reports have (types, recipients, factuality) lets none pass.
        """
        if where is not None and asked:
            raise SettingsError(f"where is a whole filter; ask for {', '.join(asked)} in it, or leave it out.")
        wanted = self._of_statements(**asked) if where is None else where
        return Table(
            made.STATEMENTS,
            lambda: self.store.statements(wanted, limit=limit),
            lambda statement: made.statement_row(statement, self.store),
        )

    def contradictions(
        self,
        speakers: str | Iterable[str],
        *,
        about: str | Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> Table[View]:
        """Pairs of statements of one speaker that stand against each other, latest first (`link.contradictions`)."""
        wanted = self._of_statements(speakers=speakers, about=about, since=since, until=until)
        if not isinstance(wanted, StatementFilter) or not wanted.speakers:
            raise SettingsError("nobody is named: give a speaker: a name, an id or a country.")
        return Table(made.CONTRADICTIONS, lambda: contradictions_of(self.store, wanted), made.contradiction_row)

    def articles(
        self, where: Filter | None = None, *, limit: int | None = None, **asked: Unpack[Asked]
    ) -> Table[Article]:
        """Articles with a report that fits, newest first; without a filter all. since, until: of publication."""
        wanted = self.filter(where, **asked)
        return Table(
            made.ARTICLES,
            lambda: self.store.articles(wanted, limit=limit),
            lambda article: made.article_row(article, self.store),
        )

    def dyads(
        self,
        first: str | Iterable[str],
        second: str | Iterable[str] | None = None,
        *,
        by: By = "month",
        since: str | None = None,
        until: str | None = None,
        with_events: bool = True,
    ) -> Table[DyadPoint]:
        """What passed between two sides by day, week, month or year (`store.dyads.dyad_series`).

        first, second: countries, ids or names, in a list or with commas between them; second: None for anybody.
        """
        if by not in get_args(By):
            raise SettingsError(f"by={by!r}: write {', '.join(get_args(By))}.")
        one = self._side(first)
        other = None if second is None else self._side(second)
        days = date_of(since, "since"), date_of(until, "until")
        return Table(
            made.DYADS,
            lambda: dyad_series(
                self.store,
                one,
                other,
                by=by,
                since=days[0],
                until=days[1],
                with_events=with_events,
                codebook=self._codebook,
            ),
            lambda point: point_view(point, one, other),
        )

    def registers(
        self,
        register: Register,
        *,
        party: str | Iterable[str] = (),
        body: str | Iterable[str] = (),
        status: str | Iterable[str] = (),
        overdue: bool = False,
        at: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Table[Row]:
        """The rows of a register (`run.registers.rows_of`): agreements, memberships, commitments, offices or figures.

        party, body: countries, ids or names, anybody of them. status: of the register's list. at: the day by which
        status and overdue are told; None for today. since, until: of the pages that tell of a row. The columns are
        those of `exchange.register_views.columns_of`; a record is a `Row` with all its evidence.
        """
        from faleme.exchange.register_views import columns_of, flat_row  # noqa: PLC0415 - loads link
        from faleme.pipeline import load_registry  # noqa: PLC0415 - loads for half a second
        from faleme.run.registers import RowFilter, rows_of  # noqa: PLC0415 - loads link

        if register not in REGISTERS:
            raise SettingsError(f"{register}: there is no such register. There are {', '.join(REGISTERS)}.")
        for word in (statuses := _many(status)):
            if word not in STATUS[register]:
                raise SettingsError(f"status {word}: {register} have no such. There are {', '.join(STATUS[register])}.")
        day = date_of(at, "at")
        if day is not None and day.precision != "day":
            raise SettingsError(f"at {at}: write a day, such as 2024-03-05.")
        wanted = RowFilter(
            parties=self._side(party) if _many(party) else (),
            bodies=self._side(body) if _many(body) else (),
            status=tuple(statuses),
            overdue=overdue,
            since=date_of(since, "since"),
            until=date_of(until, "until"),
            at=None if day is None else day.as_date(),
        )
        actors = load_registry(self._settings.actors) if register in ("memberships", "offices") else None
        return Table(
            columns_of(register),
            lambda: rows_of(self.store, register, wanted, actors=actors),
            lambda row: flat_row(row, self.store.origin_of, wanted.at),
        )

    def external(
        self, data_set: str | None = None, where: Filter | None = None, **asked: Unpack[Asked]
    ) -> Table[ExternalReport]:
        """Rows of other data sets (`faleme import`), of one or of all, in the order in which they came. Of the filters
        types (that a row may be), countries (of its place) and dates count."""
        wanted = self.filter(where, **asked)
        meant = ExternalFilter(
            data_set=data_set,
            countries=wanted.countries,
            types=wanted.event_types,
            since=wanted.since,
            until=wanted.until,
        )
        return Table(
            external.EXTERNAL,
            lambda: (report for report, _ in self.store.external.reports(meant)),
            lambda report: external.external_row(report, self.store),
        )

    def compare(self, data_set: str, where: Filter | None = None, **asked: Unpack[Asked]) -> Table[Compared]:
        """A data set held against our events (`exchange.external.comparing`), with the same filters."""
        wanted = self.filter(where, **asked)
        return Table(
            external.COMPARED,
            lambda: compare(self.store, data_set, wanted)[0],
            lambda one: external.compared_row(one, self.store),
        )

    def runs(self) -> list[Run]:
        """The runs that coded what the store holds or held, first to last: one for each set-up of the program."""
        return self.store.runs.all()

    def diff(
        self,
        before: str,
        after: str,
        *,
        types: str | Iterable[str] = (),
        countries: str | Iterable[str] = (),
        limit: int | None = None,
    ) -> Difference:
        """What one run codes otherwise than another (`run.difference.Difference`; false where nothing differs).

        before, after: ids of runs, beginnings of them, or names. limit: of examples of each kind; all are counted.
        Raises StoreError for a run that is not there.
        """
        from faleme.run.diff import diff_runs  # noqa: PLC0415 - linking comes along, which other questions need not

        wanted = self.filter(types=types, countries=countries)
        ours, theirs = (self.store.runs.named(each).run_id for each in (before, after))
        return diff_runs(self.store, ours, theirs, wanted=wanted, limit=limit)

    def filter(self, where: Filter | None = None, **asked: Unpack[Asked]) -> Filter:
        """The filter that the words mean, as the commands make it; ``where`` itself where it is given."""
        if where is not None:
            if asked:
                raise SettingsError(f"where is a whole filter; ask for {', '.join(asked)} in it, or leave it out.")
            return where
        return filter_of(
            codebook=self._codebook,
            directory=self._directory,
            types=_many(asked.get("types", ())),
            countries=_many(asked.get("countries", ())),
            actors=_many(asked.get("actors", ())),
            recipients=_many(asked.get("recipients", ())),
            factuality=_many(asked.get("factuality", ())),
            since=asked.get("since"),
            until=asked.get("until"),
        )

    def _of_statements(self, **asked: Unpack[AskedStatements]) -> Filter | StatementFilter:
        """The filter of statements; one that lets none pass where something is asked that only reports have."""
        of_reports = self.filter(
            types=asked.get("types", ()),
            recipients=asked.get("recipients", ()),
            factuality=asked.get("factuality", ()),
        )
        types = of_reports.event_types
        if of_reports.recipients or of_reports.factuality or (types and self._codebook.statement.code not in types):
            return of_reports
        return statement_filter_of(
            codebook=self._codebook,
            directory=self._directory,
            words=asked.get("words", ""),
            speakers=(*_many(asked.get("speakers", ())), *_many(asked.get("actors", ()))),
            audience=_many(asked.get("audience", ())),
            about=_many(asked.get("about", ())),
            verbs=_many(asked.get("verbs", ())),
            quoted=asked.get("quoted"),
            countries=_many(asked.get("countries", ())),
            since=asked.get("since"),
            until=asked.get("until"),
        )

    def _side(self, whom: str | Iterable[str]) -> tuple[str, ...]:
        side = side_of(",".join(_many(whom)), self._codebook, self._directory)
        if not side:
            raise SettingsError("nobody is named: give countries such as MLI, ids or names.")
        return side

    def _directory(self) -> Directory:
        from faleme.pipeline import load_registry  # noqa: PLC0415 - loads for half a second, and countries need none

        return Directory(load_registry(self._settings.actors), self.store)


def _many(words: str | Iterable[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)
