"""Whose text it is, and how many independent origins a set of articles has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.ids import ArticleId
from faleme.records import Copy, Credit
from faleme.reference.outlets import load_outlets
from faleme.spans import Span
from faleme.store.base import Store
from faleme.store.origins import Printed, independent_origins, origin_among
from tests.store.pages import page


def own(outlet: str | None) -> Printed:
    return Printed(outlet=outlet, origin=outlet, credited=False, wire=False)


def wire(outlet: str, agency: str | None) -> Printed:
    return Printed(outlet=outlet, origin=agency, credited=True, wire=True)


def credit(outlet: str, other: str) -> Printed:
    return Printed(outlet=outlet, origin=other, credited=True, wire=False)


TEXTS = [
    ([own("The Punch")], "The Punch", "the outlet's own"),
    ([own("The Punch"), wire("Vanguard", "AFP")], "AFP", "a copy credits the wire"),
    ([own("The Punch"), own("Vanguard")], "The Punch", "the original's"),
    ([own("Malijet"), own("Sahelien.com")], "Sahelien.com", "an aggregator only gathers"),
    ([own("Malijet"), own("MSN")], "Malijet", "nobody but aggregators"),
    ([own("The Punch"), credit("Maliweb", "Vanguard")], "Vanguard", "a copy credits another outlet"),
    ([credit("Maliweb", "Malijet"), credit("Malijet", "L'Indépendant")], "L'Indépendant", "a chain of credits"),
    ([credit("Maliweb", "Malijet"), credit("malijet.com", "Maliweb")], "Malijet", "credits in a ring end"),
    ([credit("Malijet", "Malijet")], "Malijet", "an outlet that credits itself"),
    ([wire("The Punch", None)], None, "agencies that nobody names"),
    ([wire("The Punch", None), own("Vanguard")], None, "nobody knows, whoever prints it later"),
    ([own(None), own("Vanguard")], None, "an unknown outlet may be anybody"),
    ([own(None), wire("Vanguard", "AFP")], "AFP", "unknown until a copy credits a wire"),
    ([], None, "not stored"),
]


@pytest.mark.parametrize(("printed", "origin", "why"), TEXTS, ids=[why for *_, why in TEXTS])
def test_origin_of_a_text(printed: list[Printed], origin: str | None, why: str) -> None:
    found = origin_among(printed, load_outlets())
    if why == "credits in a ring end":
        assert found in ("Malijet", "Maliweb")
    else:
        assert found == origin


SETS = [
    # (outlet, wire credited, number of the page that it copies), then names, unnamed
    ([("The Punch", None, None), ("Vanguard", None, None)], ("The Punch", "Vanguard"), 0, "two outlets"),
    ([("The Punch", "AFP", None), ("Vanguard", "AFP", None)], ("AFP",), 0, "two that print one agency"),
    ([("The Punch", None, None), ("Vanguard", None, 0)], ("The Punch",), 0, "a copy"),
    ([("The Punch", None, None), ("Vanguard", "AFP", 0)], ("AFP",), 0, "a copy that credits"),
    ([("ORTM", None, None), ("L'Essor", None, None)], ("gov:MLI",), 0, "two of one government"),
    ([("Nation (Kenya)", None, None), ("Daily Monitor", None, None)], ("Nation Media Group",), 0, "two of one house"),
    ([("China Daily", None, None), ("The Punch", "Xinhua", None)], ("gov:CHN",), 0, "a state's paper and agency"),
    ([(None, None, None), (None, None, None)], (), 2, "two that nobody knows"),
    ([(None, None, None), (None, None, 0)], (), 1, "one that nobody knows, and its copy"),
    ([], (), 0, "nothing"),
]


@pytest.mark.parametrize(("pages", "names", "unnamed", "why"), SETS, ids=[why for *_, why in SETS])
def test_independent_origins(
    store: Store, pages: list[tuple[str | None, str | None, int | None]], names: tuple[str, ...], unnamed: int, why: str
) -> None:
    ids: list[ArticleId] = []
    for at, (outlet, agency, original) in enumerate(pages):
        record, capture = page(f"{at}.txt", f"Gunmen attacked a post, text {at}.", outlet=outlet, wire=agency)
        article_id = record.article.article_id
        copy = (
            None
            if original is None
            else Copy(article_id=article_id, copy_of=ids[original], kind="near", containment=0.9)
        )
        store.save(record, capture=capture, copy=copy)
        ids.append(article_id)
    found = independent_origins(ids, store)
    assert (found.names, found.unnamed) == (names, unnamed)
    assert found.at_least <= found.at_most == len(names) + unnamed
    assert independent_origins(reversed(ids), store) == found, "in any order"


def test_credits_are_followed_through_the_set(store: Store) -> None:
    told = {}
    for at, (outlet, name, kind) in enumerate([("Mali Actu", "Malijet", "outlet"), ("Malijet", "AFP", "wire")]):
        record, capture = page(f"{at}.txt", f"Gunmen attacked a post, text {at}.", outlet=outlet)
        credited = Credit(name=name, kind=kind, source=Span(0, 1))  # type: ignore[arg-type]
        record = replace(record, article=replace(record.article, credit=credited, origin=name))
        store.save(record, capture=capture)
        told[outlet] = record.article.article_id
    assert independent_origins(told.values(), store).names == ("AFP",)
    assert independent_origins([told["Mali Actu"]], store).names == ("Malijet",), "alone it says no more"
