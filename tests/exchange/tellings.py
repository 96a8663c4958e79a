"""Events made by hand, with a value in every field that an export could have room for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from faleme.dates import DateRange, PartialDate
from faleme.exchange.export import _TEXT_FORMS
from faleme.exchange.forms import Table
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told
from faleme.ids import ActorId, ArticleId, EventId
from faleme.link.account import EventAccount, account_of
from faleme.link.weigh import Account
from faleme.records import Article, Candidate, Event, Figure, FigureKind, Report, ResolvedActor, ResolvedPlace
from faleme.reference.account import load_account_words
from faleme.reference.codebook import load_codebook
from faleme.reference.countries import load_countries
from faleme.reference.crosswalks import load_crosswalks
from faleme.spans import Span
from tests.store.pages import Told as Clause
from tests.store.pages import page

TEXT = "Malian soldiers reportedly shot 12 to 15 fighters of the Katiba near Gao on 5 March 2021, Camara told RFI."
LATER = "The army shot 20 fighters of the Katiba in Gao, residents said."
FETCHED = "2021-03-06T07:08:09+00:00"

BOOKS = Books(codebook=load_codebook(), crosswalks=load_crosswalks(), countries=load_countries())


def report_and_article() -> tuple[Report, Article]:
    """An event told in full: shots, soldiers and fighters with two sectors each, a place beside a town, a range."""
    record, _ = page(
        "a.txt",
        TEXT,
        [
            Clause(
                clause="Malian soldiers reportedly shot 12 to 15 fighters of the Katiba near Gao on 5 March 2021",
                anchor="shot",
                mode="firearms",
                actor=[("Malian soldiers", "MLI", "forces:MLI")],
                recipient=[("fighters of the Katiba", "MLI", "group:katiba")],
                speaker=[("Camara", "MLI")],
                place=("Gao", 2457161, "MLI", 16.27, -0.04),
                date=("5 March 2021", "2021-03-05"),
                hedge="reportedly",
            )
        ],
        published="2021-03-06",
        outlet="malijet",
        title="Fight near Gao",
    )
    (report,) = record.reports
    assert report.place is not None
    actor = replace(report.actor[0], name="Malian army", sectors=("MIL", "COP"), office="garrison of Gao")
    fighters = replace(report.recipient[0], name="Katiba", sectors=("REB", "CVL"))
    place = replace(
        report.place,
        admin1="Gao Region",
        admin2="Gao Cercle",
        feature="P.PPLA",
        relation="near",
        radius_km=10.0,
        runners_up=(Candidate(ref="1", name="Gao, India", score=0.1),),
    )
    figures = (Figure(what=FigureKind.DEAD, span=Span(32, 40), text="12 to 15", low=12.0, high=15.0),)
    report = replace(report, actor=(actor,), recipient=(fighters,), place=place, figures=figures)
    return report, replace(record.article, url="https://malijet.example/a", lang="en")


def told(*, unit: str = "event", **changes: Any) -> Told:
    """The event with one report, with fields of the report changed."""
    report, article = report_and_article()
    return as_told([(replace(report, **changes), article)], unit=unit)


def as_told(reports: list[tuple[Report, Article]], *, unit: str = "event") -> Told:
    """An event of these reports; the first speaks for it."""
    event = Event(
        event_id=EventId("E1"),
        event_type=reports[0][0].event_type,
        report_ids=tuple(report.report_id for report, _ in reports),
        origins=("AFP",),
        headline=reports[0][0].report_id,
    )
    return Told(
        id="E1" if unit == "event" else reports[0][0].report_id,
        unit="event" if unit == "event" else "report",
        report=reports[0][0],
        reports=tuple(report for report, _ in reports),
        articles={article.article_id: article for _, article in reports},
        origins=("AFP",),
        unnamed=0,
        event=event,
        fetched_at=FETCHED,
        account=account_of_all(event.event_id, reports) if unit == "event" else None,
    )


def account_of_all(event_id: EventId, reports: list[tuple[Report, Article]]) -> EventAccount:
    """What an event of these reports says, each of an origin of its own but for those of one outlet."""
    accounts = [
        Account(
            report=report,
            origin=article.outlet,
            text=article.article_id,
            outlet=article.outlet,
            published=None if article.published is None else article.published.when,
        )
        for report, article in reports
    ]
    return account_of(
        event_id,
        accounts,
        base=reports[0][0].report_id,
        whole=reports[0][0],
        codebook=BOOKS.codebook,
        words=load_account_words(),
    )


def twice_told(first: Told | None = None) -> Told:
    """The event with a second report from another outlet, which says 20 dead."""
    report, article = report_and_article()
    one = (first.report, first.article) if first is not None else (report, article)
    record, _ = page("b.txt", LATER, [Clause(clause=LATER, anchor="shot")], outlet="RFI")
    other = replace(record.article, url="https://rfi.example/b", title="Twenty")
    dead = Figure(what=FigureKind.DEAD, span=Span(14, 16), text="20", low=20.0, high=20.0)
    return as_told([one, (replace(record.reports[0], figures=(dead,)), other)])


def dated(when: str | None, until: str | None = None, **changes: Any) -> Told:
    """The event on a day, in a month or year, from one day to another, or without a date."""
    one = told(**changes)
    mention = one.report.date
    assert mention is not None
    if when is None:
        return as_told([(replace(one.report, date=None), one.article)])
    interval = DateRange(PartialDate.parse(when), PartialDate.parse(until or when))
    return as_told([(replace(one.report, date=replace(mention, when=interval)), one.article)])


def actor(name: str, country: str | None, *sectors: str, id_: str | None = None) -> ResolvedActor:
    return ResolvedActor(
        mention=0,
        text=name,
        span=Span(0, 4),
        name=name,
        actor_id=None if id_ is None else ActorId(id_),
        country=country,
        sectors=sectors,
    )


def placed(**changes: Any) -> ResolvedPlace:
    place = report_and_article()[0].place
    assert place is not None
    return replace(place, **changes)


def written(form: str, one: Told) -> str:
    """The file that holds the event alone."""
    return "".join(_TEXT_FORMS[form].parts([one], BOOKS, new_loss(form)))


def rows(form: str, one: Told, loss: Loss | None = None) -> list[dict[str, Any]]:
    """The rows of a table, before they are text; unknown columns are left out."""
    found = _TEXT_FORMS[form]
    assert isinstance(found, Table)
    made = [dict(row) for row in found.rows(one, BOOKS, loss or new_loss(form))]
    for row in made:
        assert set(row) <= set(found.columns), set(row) - set(found.columns)
    return [{column: value for column, value in row.items() if value not in (None, "")} for row in made]


def left_out(form: str, one: Told) -> list[str]:
    """Why the form has no row of the event."""
    loss = new_loss(form)
    assert rows(form, one, loss) == []
    return list(loss.left_out)


def new_loss(form: str) -> Loss:
    return Loss(form=form, unit="event", holds=_TEXT_FORMS[form].holds)


def article_key(one: Told) -> ArticleId:
    return one.article.article_id
