"""When two clauses of one page tell one happening."""

from dataclasses import replace

import pytest

from faleme.link.tellings import merge_tellings
from faleme.records import Coding, Report, Resolved
from faleme.reference.codebook import load_codebook
from tests.link.pages import Page, Who, page_of

ARMY = Who(name="Army of Togo", country="TGO", sectors=("MIL",))
REBELS = Who(name="Rebels", country="TGO", sectors=("REB",))
BANDITS = Who(name="Bandits", country="NER", sectors=("CRM",))
CAMP = Who(name="camp")

TWICE = "Rebels attacked the camp. The attack shocked the town."
FOLKS = {"Rebels": REBELS, "the camp": CAMP, "The army": ARMY, "Bandits": BANDITS, "the town": Who(name="town")}


def reports(page: Page, *codings: Coding) -> tuple[Report, ...]:
    return merge_tellings(page.article, page.parse, codings, page.resolved, codebook=load_codebook())


def attack(page: Page, nth: int = 0) -> Coding:
    return page.coding(
        "attacked", "ASSAULT", nth=nth, actor=[page.mention("Rebels")], recipient=[page.mention("the camp")]
    )


def test_the_attack_points_back() -> None:
    page = page_of(TWICE, FOLKS)
    first, second = attack(page), page.coding("attack", "ASSAULT", nth=1)
    (report,) = reports(page, first, second)
    assert [one.coding_id for one in report.evidence] == [first.coding_id, second.coding_id]
    assert [actor.name for actor in report.actor] == ["Rebels"]


def test_one_more_attack_is_another() -> None:
    page = page_of("Rebels attacked the camp. It was the sixth attack.", FOLKS)
    assert len(reports(page, attack(page), page.coding("attack", "ASSAULT", nth=1))) == 2


def test_whom_somebody_blames_is_no_doer_for_the_page() -> None:
    page = page_of("Rebels attacked the camp. The army blamed Bandits for the attack.", FOLKS)
    blamed, army = [page.mention("Bandits")], [page.mention("The army")]
    first = page.coding("attacked", "ASSAULT", recipient=[page.mention("the camp")])
    accused = page.coding("blamed", "ACCUSE", actor=army, recipient=blamed)
    second = page.coding("attack", "ASSAULT", nth=1, actor=blamed)
    assert len(reports(page, first, accused, replace(second, speaker=tuple(army)))) == 3
    assert len(reports(page, first, second)) == 1


def test_a_first_telling_names_the_report() -> None:
    page = page_of(TWICE, FOLKS)
    first, second = attack(page), page.coding("attack", "ASSAULT", nth=1)
    assert reports(page, second, first)[0].report_id == reports(page, first)[0].report_id


def test_every_coding_stands_in_one_report() -> None:
    page = page_of("Rebels attacked the camp. Bandits attacked the town.", FOLKS)
    codings = (
        attack(page),
        page.coding(
            "attacked", "ASSAULT", nth=1, actor=[page.mention("Bandits")], recipient=[page.mention("the town")]
        ),
    )
    assert sorted(one.coding_id for report in reports(page, *codings) for one in report.evidence) == sorted(
        one.coding_id for one in codings
    )


SECOND = "Rebels attacked the camp. The army said rebels attacked the camp again."

APART = [
    # what differs in the second telling, why
    ({"event_type": "CONSULT"}, "another kind of doing"),
    ({"auxiliary": "negation"}, "denied"),
    ({"auxiliary": "future"}, "planned"),
    ({"auxiliary": "historical"}, "long ago"),
]


@pytest.mark.parametrize(("change", "why"), APART, ids=[why for *_, why in APART])
def test_what_differs_stays_apart(change: dict[str, str], why: str) -> None:
    page = page_of(SECOND, {**FOLKS, "rebels": REBELS})
    again = page.coding(
        "attacked",
        change.get("event_type", "ASSAULT"),
        nth=1,
        actor=[page.mention("rebels")],
        recipient=[page.mention("the camp", 1)],
        auxiliary=change.get("auxiliary"),
    )
    assert len(reports(page, attack(page), again)) == 2


def test_the_same_doing_by_the_same_people_is_one() -> None:
    page = page_of(SECOND, {**FOLKS, "rebels": REBELS})
    again = page.coding(
        "attacked", "ASSAULT", nth=1, actor=[page.mention("rebels")], recipient=[page.mention("the camp", 1)]
    )
    assert len(reports(page, attack(page), again)) == 1


@pytest.mark.parametrize(("second", "found"), [(12, 1), (3, 2)])
def test_other_tolls_are_other_happenings(second: float, found: int) -> None:
    page = page_of(SECOND, {**FOLKS, "rebels": REBELS})
    rebels = [page.mention("Rebels"), page.mention("rebels")]
    first, again = (
        page.coding("attacked", "ASSAULT", nth=nth, actor=[rebels[nth]], dead=("camp", dead))
        for nth, dead in enumerate((12, second))
    )
    assert len(reports(page, first, again)) == found


def test_others_did_another_deed() -> None:
    page = page_of("Rebels attacked the camp. Bandits attacked the town.", FOLKS)
    other = page.coding(
        "attacked", "ASSAULT", nth=1, actor=[page.mention("Bandits")], recipient=[page.mention("the town")]
    )
    assert len(reports(page, attack(page), other)) == 2


def test_two_cities_are_two_happenings() -> None:
    text = "Rebels attacked a post in Kayes. Rebels attacked a post in Lome."
    page = page_of(text, FOLKS, places={"Kayes": (1, "MLI"), "Lome": (2, "TGO")})
    codings = [
        page.coding("attacked", "ASSAULT", nth=nth, actor=[page.mention("Rebels", nth)], place=[page.mention(place)])
        for nth, place in enumerate(("Kayes", "Lome"))
    ]
    found = reports(page, *codings)
    assert [(report.place.name if report.place else None, report.place_basis) for report in found] == [
        ("Kayes", "clause"),
        ("Lome", "clause"),
    ]


def test_a_noun_that_stands_for_a_place_is_the_place() -> None:
    page = page_of("Rebels attacked a post in Kayes.", FOLKS, places={"Kayes": (1, "MLI")})
    page = replace(page, resolved=Resolved(actors=page.resolved.actors, described_places=page.resolved.places))
    (report,) = reports(page, page.coding("attacked", "ASSAULT", place=[page.mention("Kayes")]))
    assert (report.place and report.place.geonameid, report.place_basis) == (1, "clause")


def test_a_weekday_without_a_publication_date_stays_open() -> None:
    page = page_of("Police will arrest the reporters on Friday.", {}, times={"Friday": None})
    (report,) = reports(page, page.coding("arrest", "COERCE", time=[page.mention("Friday")]))
    assert report.date is not None
    assert report.date.when is None
    assert any(one.step == "time" and "no publication date" in one.why for one in report.decisions)


DATES = [
    # text, anchor, whether the weekday is the anchor's although no mention of its own says so
    ("Police will arrest the reporters on Friday.", "arrest", True),
    ("Rebels attacked the camp, which opened on Friday.", "attacked", False),
]


@pytest.mark.parametrize(("text", "anchor", "its"), DATES, ids=[row[0] for row in DATES])
def test_a_date_belongs_to_the_verb_it_hangs_on(text: str, anchor: str, its: bool) -> None:
    page = page_of(text, {}, times={"Friday": "2025-11-14"})
    (report,) = reports(page, page.coding(anchor, "COERCE"))
    assert (report.date is not None) is its


def test_the_outlet_itself_outweighs_a_speaker() -> None:
    page = page_of(SECOND, {**FOLKS, "rebels": REBELS})
    told = page.coding(
        "attacked",
        "ASSAULT",
        nth=1,
        actor=[page.mention("rebels")],
        recipient=[page.mention("the camp", 1)],
        speaker=[page.mention("The army")],
    )
    assert reports(page, told)[0].speaker[0].name == "Army of Togo"
    assert reports(page, attack(page), told)[0].speaker == ()


def test_hearsay_holds_only_while_every_telling_has_it() -> None:
    page = page_of("The group reportedly attacked a convoy.", {})
    hedged = page.coding("attacked", "ASSAULT", hedge="reportedly")
    assert reports(page, hedged)[0].hedge == page.span("reportedly")


def test_coding_twice_gives_the_same_ids() -> None:
    page = page_of(TWICE, FOLKS)
    once = reports(page, attack(page))
    assert once == reports(page, replace(attack(page)))
