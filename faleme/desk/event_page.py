"""One event as its screen shows it: what each origin says side by side, figures, claims, sisters, how sure, history."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from faleme.accounts import event_account
from faleme.desk.event_origins import Origin, Read, origins_of
from faleme.desk.wording import headed
from faleme.errors import StoreError
from faleme.exchange.account_views import interval_words, said_words
from faleme.exchange.cameo import in_cameo
from faleme.exchange.event_statements import statements_on
from faleme.exchange.external.views import external_view
from faleme.exchange.told import Books, Told
from faleme.link.account import EventAccount
from faleme.link.account_fields import FieldAccount
from faleme.records import Event, Report, ResolvedActor
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries
from faleme.reference.crosswalks import load_crosswalks
from faleme.run.review import near_misses
from faleme.store.base import Store

SHOWN = 12  # origins and statements, until all are asked for
_WEAK = 0.75  # links below it are asked about, as in review
_NAMES, _LETTERS = 2, 80  # of a heading: how many of a side, and how long
_MEETINGS = (1, 2)  # quad classes whose two sides act together


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """How sure one field is. score: a probability, None where there is none; words: in its place, or beside it."""

    field: str
    score: float | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sister:
    """Another happening that may be the same, or a report that stands in this one by a weak link (linked).

    heading, day: of the report's values. reasons: in words.
    """

    report_id: str
    event_id: str | None
    heading: str
    day: str | None
    score: float
    reasons: tuple[str, ...]
    linked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventScreen:
    """Everything of one event. read: where its reports and pages were read. cameo, cameo_label: None where no one code
    fits. first_seen: ISO 8601 in UTC. coded_by: the run, by name or id. state: changes with anything that is shown of
    the event, for forms.

    origins: those shown; more_origins, more_statements: how many are not.
    """

    event: Event
    account: EventAccount
    read: Read
    heading: str
    quad: int
    meeting: bool
    cameo: str | None
    cameo_label: str | None
    first_seen: str | None
    coded_by: str | None
    origins: tuple[Origin, ...]
    more_origins: int
    statements: tuple[Mapping[str, object], ...]
    more_statements: int
    external: tuple[Mapping[str, object], ...]
    sure: tuple[Sure, ...]
    state: str

    @property
    def said(self) -> Report:
        """The headline values."""
        return self.account.headline

    @property
    def independent(self) -> int:
        """Independent origins for certain."""
        return len(self.account.origins) or min(1, self.account.unnamed)

    def agree(self, field: str) -> str:
        """How many of the origins that there are say so, in words; blank where one alone tells it."""
        backing = self.account.fields[field].backing
        most = len(self.account.origins) + self.account.unnamed
        return f"{len(backing.origins) + backing.unnamed} of {most} agree" if most > 1 else ""

    @property
    def told(self) -> Told:
        """The same as exports take it."""
        return Told(
            id=self.event.event_id,
            unit="event",
            report=self.said,
            reports=tuple(self.read.reports),
            articles=self.read.articles,
            origins=self.account.origins,
            unnamed=self.account.unnamed,
            event=self.event,
            account=self.account,
        )


def event_screen(event: Event, store: Store, *, codebook: Codebook, whole: bool = False) -> EventScreen:
    """An event with all that its screen shows beside sisters and history, in a bounded number of queries.

    whole: all origins and statements. Raises StoreError where the event changed while it was read.
    """
    reports, pages = store.reports_in(event.event_id), store.pages_in(event.event_id)
    notes = store.page_notes(pages.keys())
    if {report.article_id for report in reports} != pages.keys() or pages.keys() - notes.keys():
        raise StoreError(f"event {event.event_id} changed while it was being read; run this again.")
    articles = {article_id: page.article for article_id, page in pages.items()}
    account = event_account(
        event,
        store,
        reports=reports,
        articles=articles,
        origins={article_id: note.origin for article_id, note in notes.items()},
        roots={article_id: note.text for article_id, note in notes.items()},
        codebook=codebook,
    )
    read = Read(
        reports=reports,
        articles=articles,
        notes=notes,
        links={link.report_id: link for link in event.links},
    )
    origins, more = origins_of(read, store, headline=account.headline.report_id, most=None if whole else SHOWN)
    statements = statements_on([(report, pages[report.article_id]) for report in reports])
    said = account.headline
    books = Books(codebook=codebook, crosswalks=load_crosswalks(), countries=load_countries())
    code = in_cameo(said, books).code
    steps = store.history(event.event_id)
    run = store.runs.of(said.article_id)
    shown = statements if whole else statements[:SHOWN]
    return EventScreen(
        event=event,
        account=account,
        read=read,
        heading=heading_of(said),
        quad=codebook.quad(said.event_type) if said.event_type in codebook.types else 0,
        meeting=said.event_type in codebook.types and codebook.quad(said.event_type) in _MEETINGS,
        cameo=None if code is None else code.code,
        cameo_label=None if code is None else code.label,
        first_seen=steps[0].at if steps else None,
        coded_by=None if run is None else run.label or run.run_id,
        origins=origins,
        more_origins=more,
        statements=tuple(shown),
        more_statements=len(statements) - len(shown),
        external=tuple(external_view(report, link) for report, link in store.external.of_event(event.event_id)),
        sure=tuple(_sure(event, account)),
        state=state_of(event, account),
    )


def sisters_of(screen: EventScreen, store: Store, *, codebook: Codebook) -> list[Sister]:
    """Happenings that were all but linked, each by its likeliest report, likeliest first; then reports of this one that
    a weak link holds."""
    event = screen.event
    by_id = {report.report_id: report for report in screen.read.reports}
    settled = {frozenset((each.one, each.other)) for each in store.pairs()}
    near = near_misses(by_id[event.headline], event.report_ids, settled, store, codebook)
    likeliest: dict[str, Sister] = {}
    for each in sorted(near, key=lambda one: -one.nearness):
        if each.report is not None and each.report.event_id is not None:
            likeliest.setdefault(each.report.event_id, _sister(each.report, each.nearness, each.reasons, linked=False))
    weak = [
        _sister(by_id[link.report_id], link.score, link.reasons, linked=True)
        for link in sorted(event.links, key=lambda one: one.score)
        if link.score < _WEAK
        and link.report_id != event.headline
        and frozenset((link.report_id, event.headline)) not in settled
    ]
    return [*likeliest.values(), *weak][:SHOWN]


def heading_of(report: Report) -> str:
    """An event in words, from its values alone: no sentence of a page is made into a title of ours."""
    place = report.place
    where = "" if place is None else f"{'' if place.relation == 'at' else 'near '}{_short(place.name)}"
    return headed(report.event_type, report.mode, who=_names(report.actor), whom=_names(report.recipient), where=where)


def citation(screen: EventScreen, *, address: str, retrieved: str, revision: int) -> str:
    """A text that cites the event: what, when, according to how many, where it is and which state of the record."""
    said = screen.said
    when = interval_words(said.date) or "date not known"
    origins = screen.independent
    by = f"{origins} independent origin{'' if origins == 1 else 's'}, {len(screen.read.reports)} reports"
    named = f" ({'; '.join(map(_short, screen.account.origins[:5]))})" if screen.account.origins else ""
    return (
        f"{screen.heading}. {when}. Event {screen.event.event_id}, according to {by}{named}. "
        f"faleme, state {revision} of the record, {address}, retrieved {retrieved}."
    )


def state_of(event: Event, account: EventAccount) -> str:
    """What tells one state of an event from another: its reports, values and corrections."""
    told = [
        list(event.report_ids),
        [(name, said_words(one.value), len(one.others)) for name, one in account.fields.items()],
        [(one.kind.value, one.of, one.low, one.high) for one in account.figures],
        [(mark.field, mark.value, mark.judgement_id) for mark in account.headline.corrected],
    ]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()[:16]


def _sister(report: Report, score: float, reasons: Sequence[str], *, linked: bool) -> Sister:
    return Sister(
        report_id=report.report_id,
        event_id=report.event_id,
        heading=heading_of(report),
        day=interval_words(report.date),
        score=score,
        reasons=tuple(reasons),
        linked=linked,
    )


def _sure(event: Event, account: EventAccount) -> Iterator[Sure]:
    """Of each field the probability that it is read rightly, as far as there is one."""
    said, fields = account.headline, account.fields
    deed = "type and whether it happened"
    yield Sure(field="Action", score=account.confidence.value, words=deed)
    yield _sure_who("Who", said.actor, fields["actor"])
    yield _sure_who("Whom", said.recipient, fields["recipient"])
    place = said.place
    words = "not told" if place is None else "no one place fits" if place.geonameid is None else ""
    yield Sure(field="Where", score=None if place is None or words else place.score, words=words)
    date = said.date
    if date is None or date.when is None:
        yield Sure(field="When", score=None, words="not told" if date is None else "unresolved")
    else:
        basis = {"said": "the words say so", "relative": "counted from publication"}.get(date.basis or "", "")
        yield Sure(field="When", score=None, words=basis or "by the words")
    others = [link.score for link in event.links if link.report_id != event.links[0].report_id]
    yield Sure(field="Linking", score=min(others, default=None), words="" if others else "one report alone")


def _sure_who(name: str, actors: Sequence[ResolvedActor], field: FieldAccount) -> Sure:
    if not actors:
        return Sure(field=name, score=None, words="left open" if field.others else "not told")
    least = min(actors, key=lambda one: one.score)
    words = "" if least.actor_id is not None else "not named"
    return Sure(field=name, score=least.score, words=words)


def _names(actors: Sequence[ResolvedActor]) -> str:
    """Names with commas, long ones cut; whom nobody names by the words for them."""
    more = len(actors) - _NAMES
    return ", ".join(_short(one.name) for one in actors[:_NAMES]) + (f" and {more} more" if more > 0 else "")


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
