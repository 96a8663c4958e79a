"""Background facts for the registers: who signed, left, borders, holds which office, promised what."""

from __future__ import annotations

from typing import cast

import pytest

from faleme.link.registers import register_facts
from faleme.link.tellings import merge_tellings
from faleme.records import Coding, Fact, Utterance
from faleme.reference.actors import Actors
from faleme.reference.codebook import load_codebook
from tests.link.pages import Page, Who, page_of


class NoRegistry:
    """A registry that knows nobody: bodies are told by their country code alone."""

    def by_id(self, actor_id: str) -> None:
        """Nobody."""


CHAD, TOGO = Who(name="Chad", country="TCD", sectors=("GOV",)), Who(name="Togo", country="TGO", sectors=("GOV",))
UNION = Who(name="Customs Union of the Lake", country="IGO")


def facts(page: Page, *codings: Coding, said: tuple[Utterance, ...] = ()) -> list[Fact]:
    reports = merge_tellings(page.article, page.parse, codings, page.resolved, codebook=load_codebook())
    found = register_facts(
        page.article,
        page.parse,
        reports,
        said,
        page.resolved,
        actors=cast(Actors, NoRegistry()),
        codebook=load_codebook(),
    )
    return list(found)


def told(found: list[Fact], kind: str) -> list[tuple[list[str], str | None]]:
    return [([party.name for party in fact.parties], fact.status) for fact in found if fact.kind == kind]


def test_an_agreement_signed_in_a_month() -> None:
    page = page_of(
        "Chad and Togo work together under an accord signed in June 2019.",
        {"Chad": CHAD, "Togo": TOGO},
        times={"June 2019": "2019-06"},
    )
    found = facts(page)
    assert told(found, "agreement") == [(["Chad", "Togo"], "signed")]
    assert found[0].date is not None
    assert found[0].date.value == "2019-06"


def test_an_agreement_not_signed_is_none() -> None:
    page = page_of("Chad and Togo did not sign the accord.", {"Chad": CHAD, "Togo": TOGO})
    assert told(facts(page), "agreement") == []


MEMBERSHIPS = [
    # sentence, status, why
    ("Togo left the union.", "left", "left"),
    ("Togo has quit the union.", "left", "quit"),
    ("Togo joined the union.", "joined", "joined"),
    ("The talks began after Togo's withdrawal from the union.", "left", "noun with owner and from"),
]


@pytest.mark.parametrize(("sentence", "status", "why"), MEMBERSHIPS, ids=[why for *_, why in MEMBERSHIPS])
def test_memberships(sentence: str, status: str, why: str) -> None:
    page = page_of(sentence, {"Togo": TOGO, "the union": UNION})
    assert told(facts(page), "membership") == [(["Togo", "Customs Union of the Lake"], status)]


def test_a_membership_of_a_report_leads_back_to_it() -> None:
    page = page_of("Togo left the union.", {"Togo": TOGO, "the union": UNION})
    coding = page.coding("left", "SANCTION", actor=[page.mention("Togo")], recipient=[page.mention("the union")])
    (fact,) = facts(page, coding)
    assert fact.report_id is not None


def test_who_only_left_a_town_left_no_body() -> None:
    page = page_of("The rebels left the town.", {"The rebels": Who(name="Rebels"), "the town": Who(name="town")})
    assert told(facts(page), "membership") == []


OFFICES = [
    # sentence, person, office, why
    ("Interim President Komi Adjavon left.", "Komi Adjavon", "Interim President", "title before a name"),
    ("Togo's Defence Minister Komi Adjavon left.", "Komi Adjavon", "Defence Minister", "after an owner"),
    ("General Komi Adjavon left.", "Komi Adjavon", None, "a rank alone is no office"),
]


@pytest.mark.parametrize(("sentence", "person", "office", "why"), OFFICES, ids=[why for *_, why in OFFICES])
def test_offices(sentence: str, person: str, office: str | None, why: str) -> None:
    phrase = sentence.removesuffix(" left.")
    page = page_of(sentence, {phrase: Who(name=person, country="TGO")}, persons=[person])
    found = [fact.value for fact in facts(page) if fact.kind == "office"]
    assert found == ([] if office is None else [office])


def test_a_border_with_its_length() -> None:
    page = page_of("Chad and Togo share a 300-kilometre border.", {"Chad": CHAD, "Togo": TOGO})
    (fact,) = facts(page)
    assert fact.kind == "border"
    assert {party.name for party in fact.parties} == {"Chad", "Togo"}
    assert fact.figure is not None
    assert (fact.figure.low, fact.figure.unit) == (300, "km")


def test_a_commitment() -> None:
    page = page_of("Togo promised Chad a loan.", {"Togo": TOGO, "Chad": CHAD})
    coding = page.coding("promised", "AGREE", actor=[page.mention("Togo")], recipient=[page.mention("Chad")])
    (fact,) = [one for one in facts(page, coding) if one.kind == "commitment"]
    assert [party.name for party in fact.parties] == ["Togo", "Chad"]
    assert fact.status == "open"
    assert fact.value == "promised Chad a loan"


def test_a_figure_of_a_report() -> None:
    page = page_of("The blast killed at least 12 people.", {})
    coding = page.coding("killed", "ASSAULT", dead=("at least 12", 12))
    (fact,) = facts(page, coding)
    assert (fact.kind, fact.value, fact.report_id is not None) == ("figure", "dead", True)
