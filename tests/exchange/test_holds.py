"""What a schema says it holds is what its rows show: a facet taken away changes them, or is not held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from faleme.exchange.export import _TEXT_FORMS
from faleme.exchange.facets import FACETS, facets_of
from faleme.exchange.told import Told
from faleme.ids import ArticleId, ReportId
from faleme.link.account import EventAccount
from faleme.link.account_fields import FieldAccount, Value
from faleme.link.confidence import Confidence
from faleme.link.standing import Standing
from faleme.records import Auxiliary, Figure, FigureKind, Report, ResolvedActor, ResolvedPlace
from tests.exchange.tellings import as_told, told, twice_told, written


def parties(change: Callable[[ResolvedActor], ResolvedActor]) -> Callable[[Told], Told]:
    return lambda one: with_report(
        one,
        actor=tuple(change(each) for each in one.report.actor),
        recipient=tuple(change(each) for each in one.report.recipient),
    )


def place(**changes: Any) -> Callable[[Told], Told]:
    def changed(one: Told) -> Told:
        assert one.report.place is not None
        return with_report(one, place=replace(one.report.place, **changes))

    return changed


def with_report(one: Told, **changes: Any) -> Told:
    report: Report = replace(one.report, **changes)
    rest = [(each, one.articles[each.article_id]) for each in one.reports[1:]]
    return as_told([(report, one.article), *rest])


def of_article(**changes: Any) -> Callable[[Told], Told]:
    return lambda one: as_told([(one.report, replace(one.article, **changes))])


def figure(kind: FigureKind) -> Figure:
    return replace(told().report.figures[0], what=kind, low=3.0, high=3.0)


def beside(id_: str) -> Told:
    """The event with a second report like the first, whose ids and address are others."""
    one = told()
    other = replace(one.article, article_id=ArticleId(f"A{id_}"), url=f"https://{id_}.example/")
    second = replace(one.report, article_id=other.article_id, report_id=ReportId(f"R{id_}"))
    return as_told([(one.report, one.article), (second, other)])


def from_origins(*names: str) -> Told:
    one = told()
    assert one.event is not None
    return replace(one, origins=names, event=replace(one.event, origins=names))


def account(one: Told) -> EventAccount:
    assert one.account is not None
    return one.account


def says(one: Told, **changes: Any) -> Told:
    return replace(one, account=replace(account(one), **changes))


def place_beside(standing: Standing) -> dict[str, FieldAccount]:
    """What the event says, with another place beside the headline one."""
    fields = dict(account(told()).fields)
    place = fields["place"]
    assert isinstance(place.value, ResolvedPlace)
    other = Value(value=replace(place.value, name="Bourem"), standing=standing, backing=place.backing)
    return {**fields, "place": replace(place, others=(other,))}


# Facet -> (an event that has it, the same without it).
PAIRS: dict[str, tuple[Told, Told]] = {
    "contexts": (told(), told(contexts=())),
    "factuality": (told(auxiliary=Auxiliary.HISTORICAL), told()),
    "hedge": (told(), told(hedge=None)),
    "speaker": (told(), told(speaker=())),
    "further sectors": (told(), parties(lambda one: replace(one, sectors=one.sectors[:1]))(told())),
    "actor words": (told(), parties(lambda one: replace(one, text="words"))(told())),
    "actor id": (told(), parties(lambda one: replace(one, actor_id=None))(told())),
    "office": (told(), parties(lambda one: replace(one, office=None))(told())),
    "geonameid": (told(), place(geonameid=None)(told())),
    "place name": (place(relation="at")(told()), place(relation="at", name="Bourem")(told())),
    "admin1": (told(), place(admin1=None)(told())),
    "admin2": (told(), place(admin2=None)(told())),
    "point": (told(), place(lat=16.5, lon=0.5)(told())),
    "place relation": (told(), place(relation="offset")(told())),
    "radius": (told(), place(radius_km=11.0)(told())),
    "place basis": (told(), told(place_basis=None)),
    "range of a figure": (told(), told(figures=(replace(told().report.figures[0], high=16.0),))),
    "url": (told(), of_article(url="https://other.example/")(told())),
    "title": (told(), of_article(title=None)(told())),
    "outlet": (told(), of_article(outlet=None)(told())),
    "language": (told(), of_article(lang=None)(told())),
    "day of publication": (told(), of_article(published=None)(told())),
    "score": (told(), told(score=0.5)),
    "independent origins": (from_origins("AFP", "RFI"), from_origins("AFP")),
    "runners-up": (told(), place(runners_up=())(told())),
    "number of reports": (beside("x"), told()),
    "names of other reports": (beside("x"), beside("y")),
    "other values": (says(told(), fields=place_beside(Standing.ALLOWS)), told()),
    "contradictions": (
        says(told(), fields=place_beside(Standing.EXCLUDES)),
        says(told(), fields=place_beside(Standing.ALLOWS)),
    ),
    "claimed by": (told(), says(told(), claimed_by=())),
    "denied by": (says(told(), denied_by=account(told()).claimed_by), told()),
    "first and last report": (told(), says(told(), first_reported=None, last_reported=None)),
    "confidence": (told(), says(told(), confidence=Confidence(value=0.5, factors=()))),
    **{
        f"figure {kind.value}": (told(figures=(*told().report.figures, figure(kind))), told())
        for kind in FigureKind
        if kind is not FigureKind.DEAD
    },
}


@pytest.mark.parametrize("facet", PAIRS)
@pytest.mark.parametrize("form", _TEXT_FORMS)
def test_holds(form: str, facet: str) -> None:
    having, lacking = PAIRS[facet]
    changed = written(form, having) != written(form, lacking)
    held = facet in _TEXT_FORMS[form].holds
    assert changed == held, f"{form} {'says it holds' if held else 'does hold'} {facet}"


def test_every_form_says_what_it_holds_by_known_names() -> None:
    for form in _TEXT_FORMS.values():
        assert form.holds <= FACETS.keys(), form.name


def test_facets() -> None:
    full = facets_of(twice_told())
    assert set(FACETS) - full == {
        "factuality",
        "denied by",
        *(f"figure {kind.value}" for kind in FigureKind if kind is not FigureKind.DEAD),
    }
    bare = told(
        mode=None, contexts=(), hedge=None, speaker=(), actor=(), recipient=(), place=None, place_basis=None, date=None,
        figures=(),
    )  # fmt: skip
    assert facets_of(bare) == {
        "words", "offsets", "url", "title", "outlet", "language", "day of publication", "score", "independent origins",
        "first and last report", "confidence",
    }  # fmt: skip
