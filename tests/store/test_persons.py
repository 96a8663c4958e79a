"""People outside the registry: one across articles with evidence, apart without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.ids import ArticleId, ReportId
from faleme.records import ResolvedActor
from faleme.reference.names import normalise
from faleme.spans import Span
from faleme.store.persons import Sighting, contradict, identity, persons


def seen(
    article: str, name: str, country: str | None = "MLI", sectors: tuple[str, ...] = (), office: str | None = None
) -> Sighting:
    actor = ResolvedActor(
        mention=0, text=name, span=Span(0, len(name)), name=name, country=country, sectors=sectors, office=office
    )
    return Sighting(report_id=ReportId(f"R{article}"), article_id=ArticleId(article), actor=actor)


SIGHTINGS = st.lists(
    st.builds(
        seen,
        st.sampled_from(["A1", "A2", "A3"]),
        st.sampled_from(["Moussa Keita", "Moussa Ke\u00efta", "Awa Keita", "Keita", "Salif Moussa Keita"]),
        st.sampled_from(["MLI", "SEN", None]),
        st.sampled_from([(), ("MIL",), ("CVL",), ("MIL", "GOV")]),
        st.sampled_from([None, "governor", "colonel"]),
    ),
    max_size=8,
)


@given(SIGHTINGS)
def test_two_of_one_surname_never_merge_without_evidence(sightings: list[Sighting]) -> None:
    for _, together in persons(sightings).values():
        assert len({normalise(one.actor.name) for one in together}) == 1
        assert len({one.actor.country for one in together}) == 1
        assert all(len(one.actor.name.split()) > 1 for one in together)
        if len({one.article_id for one in together}) > 1:
            assert together[0].actor.country is not None
            assert not any(contradict(one.actor, other.actor) for one in together for other in together)


@given(SIGHTINGS)
def test_the_order_of_reading_does_not_matter(sightings: list[Sighting]) -> None:
    turned = sightings[::-1]
    assert {key: person for key, (person, _) in persons(sightings).items()} == {
        key: person for key, (person, _) in persons(turned).items()
    }


def test_name_and_country_are_evidence_and_a_contradiction_is_none() -> None:
    same = persons([seen("A1", "Moussa Keita"), seen("A2", "Moussa Ke\u00efta", sectors=("MIL",))])
    assert [person.articles for person, _ in same.values()] == [("A1", "A2")]
    assert len(persons([seen("A1", "Moussa Keita"), seen("A2", "Moussa Keita", country="SEN")])) == 2
    assert len(persons([seen("A1", "Moussa Keita", country=None), seen("A2", "Moussa Keita", country=None)])) == 2
    two = [seen("A1", "Moussa Keita", sectors=("MIL",)), seen("A2", "Moussa Keita", sectors=("CVL",))]
    assert len(persons([*two, seen("A3", "Moussa Keita")])) == 3


NOBODY = [
    ("The Army Staff", "an article in front"),
    ("armed men", "a description"),
    ("12 Malian Soldiers", "a number"),
    ("Malian Herders", "a nationality"),
    ("Fulani Militiamen", "a plural of people"),
    ("Keita", "a surname"),
    ("General Keita", "a rank and a surname"),
    ("Prime Minister Keita", "an office of two words and a surname"),
    ("CODEM Gao", "an acronym"),
    ("MPCF", "an acronym alone"),
    ("Alliance MPCF", "an acronym at the end"),
    ("ZANDU-Renouveau", "an acronym with its half"),
    ("Elan ZANDU-Renouveau", "the same with a word before"),
    ("Patriotic Front", "a body's word"),
    ("Parti Zandu", "a body's word in French"),
    ("Ansar Tombouctou", "a body's word in Arabic"),
    ("Movimiento Roble", "a body's word in Spanish"),
]


@pytest.mark.parametrize(("name", "why"), NOBODY, ids=[why for _, why in NOBODY])
def test_what_is_no_person_s_name(name: str, why: str) -> None:
    assert not persons([seen("A1", name), seen("A2", name)]), why


TITLED = ["Mr Moussa Keita", "Colonel Moussa Ke\u00efta", "Lt. Col. Moussa Keita", "Prime Minister Moussa Keita"]


def test_titles_in_front_do_not_matter() -> None:
    sightings = [seen(f"A{at}", name) for at, name in enumerate(["Moussa Keita", *TITLED])]
    ((person, together),) = persons(sightings).values()
    assert person.name == "Moussa Keita"
    assert len(together) == len(sightings)


def test_a_title_inside_a_name_is_part_of_it() -> None:
    assert identity("Hassan Sheikh Nuur") == "hassan sheikh nuur"
