"""Who a phrase names: a table with country, sectors and registry id, then whole articles with their chains."""

import pytest

from faleme.dates import PartialDate
from faleme.records import ResolvedActor, ResolvedPlace
from faleme.reference.actors import load_actors
from faleme.reference.countries import load_countries
from faleme.reference.gazetteer import load_gazetteer
from faleme.resolve.actors import resolve_actors, resolve_phrase
from faleme.spans import Span
from tests.builders import article_of, parse_of

PHRASES = [
    # phrase                                        date          country  sectors          id                       why
    ("Malian soldiers", None, "MLI", ("MIL",), None, "adjective and agent"),
    ("Ghana's teachers", None, "GHA", ("EDU",), None, "owner and agent"),
    ("Ghana's police", None, "GHA", ("COP",), "cop:GHA", "a national force"),
    ("the lawmakers of Ghana", None, "GHA", ("LEG",), None, "complement and agent"),
    ("Bamako", None, "MLI", ("GOV",), "gov:MLI", "a capital is the government"),
    ("Mali", None, "MLI", (), None, "a bare name does not act"),
    ("two Nigeriens", None, "NER", (), None, "people of a country"),
    ("Boko Haram gunmen", None, "NGA", ("REB",), None, "a body's fighters"),
    ("UN envoy Per Holm", None, "UNO", ("GOV",), None, "a body's envoy"),
    ("the ECOWAS Commission", None, "IGO", (), None, "a body of a body"),
    ("President Emmanuel Macron", "2020-05", "FRA", ("GOV",), "person:emmanuel-macron", "name and office"),
    ("Emmanuel Macron", "2020-05", "FRA", ("GOV",), "person:emmanuel-macron", "name alone"),
    ("Russian President Emmanuel Macron", "2020-05", "RUS", ("GOV",), None, "the text contradicts the registry"),
    ("French President", "2020-05", "FRA", ("GOV",), "person:emmanuel-macron", "country, office and date"),
    ("French President", None, "FRA", ("GOV",), None, "an office without a date is nobody"),
    ("the French president, Per Holm", "2020-05", "FRA", ("GOV",), None, "another's name rules the holder out"),
    ("the French president, Emanuel Macron", "2020-05", "FRA", ("GOV",), "person:emmanuel-macron", "nearly his name"),
    ("French President Holm", "2020-05", "FRA", ("GOV",), None, "a surname that is not the holder's"),
    ("the former French president", "2020-05", "FRA", ("ELI",), None, "former"),
    ("the French deputy foreign minister", "2020-05", "FRA", ("GOV",), None, "a deputy is not the minister"),
    ("Danish Defence Minister Per Holm", "2020-05", "DNK", ("GOV",), None, "not in the registry: the words speak"),
    ("Danish General Per Holm", None, "DNK", ("MIL",), None, "a rank"),
    ("opposition leader Per Holm", None, None, ("OPP",), None, "no country said"),
    ("Per Holm", None, None, (), None, "unknown"),
    ("a cat named Frank", None, None, (), None, "no actor"),
    ("Secretary of State Per Holm", None, "USA", ("GOV",), None, "only one country calls the office so"),
    ("peacekeepers", None, "UNO", ("MIL",), None, "the UN's, where no nationality is said"),
    ("Senegalese peacekeepers", None, "SEN", ("MIL",), None, "a nationality wins"),
    ("a garage in Kabul", None, "AFG", (), None, "where it is"),
    ("the Danish president's office", None, "DNK", ("GOV",), None, "an owner that says who"),
    ("the spokesman of the Ghanaian army", None, "GHA", ("MIL",), None, "speaks for"),
    ("Delhi", None, "IND", ("GOV",), "gov:IND", "a short name of the seat"),
    ("SANDF", None, "ZAF", ("MIL",), "mil:ZAF", "an army by its acronym"),
    ("the Islamic State", None, "IMG", ("REB",), "group:islamic_state", "branches in many countries: of none"),
    ("Nigeria's Islamic State", None, "IMG", ("REB",), "group:islamic_state", "an owner gives no country to it"),
    ("Pakistan's Haqqani network", None, "AFG", ("REB",), "group:haqqani", "of no single country, an owner or not"),
    ("Jordan's Red Crescent", None, "JOR", (), None, "a national society is the country's"),
    ("the Islamic State in the Sahel", None, "MLI", ("REB",), "group:issp", "a branch has a home"),
    ("the European Union", None, "EUR", (), "org:EU", "no trade union"),
    ("the European Community", None, "EUR", (), "org:EU", "as it was called before"),
    ("Croatian Serb refugees", None, "HRV", ("REF",), None, "a people within a country is the country's"),
    ("ethnic Albanian rebels", None, None, ("REB",), None, "ethnic Albanians live anywhere"),
    ("the Kurds of northern Turkey", None, "TUR", (), None, "a people and its country"),
    ("the hospital in Kayes, Mali", None, "MLI", ("MED",), None, "where it is, not who it is"),
    ("Christian farmers", None, None, ("AGR",), None, "no surname of a president"),
    ("Rebels in Chad", None, "TCD", ("REB",), None, "a noun in capitals at the beginning"),
    ("refugees fleeing a civil war", None, None, ("REF",), None, "the noun stands before the participle"),
    ("the peacekeeping force in Lebanon", None, "UNO", ("MIL",), None, "of the UN where no nationality is said"),
    ("a French and Malian patrol", None, None, ("MIL",), None, "of two countries"),
    ("Hossein Amirabdollahian", "2023-02", "IRN", ("GOV",), "person:hossein-amir-abdollahian", "a house minister"),
    ("Sergey Lavrov", "2015-02", "RUS", ("GOV",), "person:sergey-lavrov", "one of both tables stays one"),
    ("Daoud Aly Mohamedine", "2023-02", "MLI", ("GOV",), "person:daoud-aly-mohammedine", "by sound"),
    ("Daoud Aly Traore", "2023-02", None, (), None, "another surname is another man"),
    ("Mamadou Buhari", "2020-02", None, (), None, "Mamadou is not Muhammadu"),
    ("Josep Borrell", "2022-02", "EUR", ("GOV",), "person:josep-borrell", "in office for a body"),
    ("Josep Borrell", "2019-02", "ESP", ("GOV",), "person:josep-borrell", "in office at home before"),
    ("Mary Robinson Golding", "2010-02", None, (), None, "a surname of the list is nobody's full name"),
    ("villages across Ghana", None, "GHA", ("CVL",), None, "where they are"),
    ("Kachin farmers", None, "MMR", ("AGR",), None, "a people of one country"),
    ("Le Figaro", None, "FRA", ("JRN",), "inst:fra-le-figaro", "a house newspaper"),
    ("United Auto Workers", None, "USA", ("LAB",), "inst:usa-united-auto-workers", "a house union"),
    ("the UN chief", "2024-06", "UNO", ("GOV",), "person:antonio-guterres", "an office of a body with a code"),
    ("the UN secretary-general", "2024-06", "UNO", ("GOV",), "person:antonio-guterres", "no general"),
    ("Moammar Gadhafi", "2010-05", "LBY", ("GOV",), "person:muammar-gaddafi", "dh and dd are one sound"),
    ("Abdelfattah al-Burhan", "2024-06", "SDN", ("GOV",), "person:abdel-fattah-al-burhan", "Abdel Fattah in one word"),
    ("President Déby of Chad", "2019-06", "TCD", ("GOV",), "person:idriss-deby-itno", "a surname of an alias, by date"),
    ("President Déby of Chad", "2023-06", "TCD", ("GOV",), "person:mahamat-idriss-deby-itno", "the next of the name"),
    ("the African Union Election Unit", None, "IGO", (), None, "a union of states in the name is no trade union"),
    ("Dakar Dockers Union of Senegal", None, "SEN", ("LAB",), None, "another union is one"),
    ("his Nigerien", None, "NER", (), None, "an adjective cut out of its phrase"),
    ("the self-declared republic", None, None, ("PRE",), None, "a state that few recognise"),
    ("tribal elders", None, None, ("CVL",), None, "who speaks for a people"),
    ("two warplanes", None, None, ("MIL",), None, "arms that act"),
    ("Brussels", None, "EUR", (), "org:EU", "the seat of a body"),
    ("he", None, None, (), None, "a pronoun alone"),
    ("", None, None, (), None, "nothing"),
]  # fmt: skip


def phrase(text: str, date: str | None = None, context: str = "") -> ResolvedActor:
    when = PartialDate.parse(date) if date else None
    return resolve_phrase(text, context=context, date=when, actors=load_actors(), countries=load_countries())


MISSPELT = [
    # phrase, country, why it is here
    ("the Afganistan government", "AFG", "a letter left out"),
    ("Morrocco's army", "MAR", "a letter too many"),
    ("Tunesia", "TUN", "another letter"),
    ("the police of Venezeula", "VEN", "two letters that changed places"),
    ("Columbia", None, "a place of its own"),
    ("Nigera", None, "Nigeria or Niger"),
    ("Jordon", None, "too short to tell"),
    ("Siberia", None, "another first letter"),
    ("President Per Georgio", None, "a person"),
    ("the Americas", None, "a plural"),
    ("tunesia", None, "no name"),
]


@pytest.mark.parametrize(("text", "country", "why"), MISSPELT, ids=[row[-1] for row in MISSPELT])
def test_misspelt_country(text: str, country: str | None, why: str) -> None:
    found = resolve_phrase(text, actors=load_actors(), countries=load_countries(), gazetteer=load_gazetteer())
    assert found.country == country
    assert country is None or (found.score < 0.5 and "misspelt" in found.why)


@pytest.mark.parametrize(
    ("text", "date", "country", "sectors", "actor_id", "why"), PHRASES, ids=[why for *_, why in PHRASES]
)
def test_phrases(
    text: str, date: str | None, country: str | None, sectors: tuple[str, ...], actor_id: str | None, why: str
) -> None:
    got = phrase(text, date)
    assert (got.country, got.sectors, got.actor_id) == (country, sectors, actor_id), got.why
    assert got.why


def test_an_acronym_of_two_bodies_needs_a_country() -> None:
    alone = phrase("CNSP")
    assert alone.actor_id is None
    assert len(alone.runners_up) == 2
    assert phrase("CNSP", context="the Nigerien junta").actor_id == "group:cnsp_niger"


def test_two_holders_of_a_name_leave_none() -> None:
    for actor in load_actors().all.values():
        if actor.kind == "person" and len(load_actors().candidates(actor.name)) > 1:
            assert phrase(actor.name).actor_id is None or phrase(actor.name).runners_up
            break


def test_an_office_of_one_country_is_not_the_storys_elsewhere() -> None:
    assert phrase("Defense Secretary Per Holm").country == "USA"
    assert phrase("Defense Secretary Per Holm", context="in Ghana").country == "GHA"


def test_a_surname_alone_gives_no_id() -> None:
    got = phrase("Macron", "2020-05")
    assert got.actor_id is None
    assert [candidate.ref for candidate in got.runners_up] == ["person:emmanuel-macron"]
    assert got.country == "FRA"


def read(
    text: str,
    mentions: list[str],
    chains: list[list[int]],
    *,
    published: str | None = None,
    place: tuple[str, str] | None = None,
    members: dict[int, list[int]] | None = None,
) -> dict[int, ResolvedActor]:
    article = article_of(text, published=published)
    parse = parse_of(text, [(words, "actor") for words in mentions], chains=chains, members=members)
    places = []
    if place:
        start = text.index(place[0])
        span = Span(start, start + len(place[0]))
        places.append(ResolvedPlace(span=span, text=place[0], name=place[0], country=place[1]))
    return resolve_actors(article, parse, actors=load_actors(), countries=load_countries(), places=places)


def test_a_chain_speaks_for_its_pronouns() -> None:
    got = read(
        "French President Emmanuel Macron spoke. He left.",
        ["French President Emmanuel Macron", "He"],
        [[0, 1]],
        published="2020-05-05",
    )
    assert got[1].actor_id == "person:emmanuel-macron"
    assert (got[1].text, got[1].name, got[1].country) == ("He", "Emmanuel Macron", "FRA")


def test_a_name_in_the_chain_rules_out_who_holds_the_office() -> None:
    got = read(
        "French President Per Holm spoke. The French president left.",
        ["French President Per Holm", "The French president"],
        [[0, 1]],
        published="2020-05-05",
    )
    for answer in got.values():
        assert (answer.actor_id, answer.country, answer.name) == (None, "FRA", "Per Holm")
        assert [other.name for other in answer.runners_up] == ["Emmanuel Macron"]
        assert "holder of the office by our data: Emmanuel Macron" in answer.why


def test_a_title_with_a_surname_is_not_its_holder_where_the_chain_has_a_full_name() -> None:
    got = read(
        "Per Macron spoke. President Macron of France left.",
        ["Per Macron", "President Macron of France"],
        [[0, 1]],
        published="2020-05-05",
    )
    assert [answer.actor_id for answer in got.values()] == [None, None]


def test_same_surname_is_never_same_person() -> None:
    got = read("Macron and Brigitte Macron left.", ["Macron", "Brigitte Macron"], [[0], [1]], published="2020-05-05")
    assert got[0].actor_id is None
    assert got[1].actor_id is None


def test_the_country_of_the_story_is_a_guess_and_says_so() -> None:
    got = read("Soldiers fired on a crowd in Kayes.", ["Soldiers"], [[0]], place=("Kayes", "MLI"))
    assert (got[0].country, got[0].sectors) == ("MLI", ("MIL",))
    assert got[0].score < 0.5
    assert "no country said" in got[0].why


def test_a_body_of_many_countries_has_not_the_storys() -> None:
    assert phrase("traders' association", context="in Ghana").country == "GHA"
    assert phrase("Association of African Traders", context="in Ghana").country is None


def test_the_story_counts_its_actors_beside_its_places() -> None:
    got = read(
        "Ghana's army and Ghana's police left Kayes for Ghana's capital. Soldiers cheered.",
        ["Ghana's army", "Ghana's police", "Ghana", "Soldiers"],
        [],
        place=("Kayes", "MLI"),
    )
    assert got[3].country == "GHA"


def test_a_name_may_go_on_after_the_mention() -> None:
    got = read("The Islamic State in the Sahel attacked.", ["The Islamic State"], [])
    assert (got[0].actor_id, got[0].text) == ("group:issp", "The Islamic State")


def test_without_places_nothing_is_guessed() -> None:
    got = read("Soldiers fired on a crowd.", ["Soldiers"], [[0]])
    assert got[0].country is None


def test_a_country_that_acts_is_its_government() -> None:
    got = read("Mali closed the border.", ["Mali"], [[0]])
    assert (got[0].actor_id, got[0].country, got[0].sectors) == ("gov:MLI", "MLI", ("GOV",))


def test_a_plural_of_two_countries_has_none() -> None:
    got = read(
        "Mali and Senegal met. The two countries agreed.",
        ["Mali", "Senegal", "The two countries"],
        [[0], [1], [2]],
        members={2: [0, 1]},
    )
    assert got[2].country is None
    assert got[2].sectors == ("GOV",)
    assert "sums up" in got[2].why


def test_congolese_takes_the_country_of_the_story() -> None:
    got = read("Congolese troops left Goma.", ["Congolese troops"], [[0]], place=("Goma", "COD"))
    assert got[0].country == "COD"


def test_a_story_of_two_countries_gives_nobody_its_country() -> None:
    got = read(
        "Malian and Algerian envoys left. Troops fired.",
        ["Malian and Algerian envoys", "Malian", "Algerian", "Troops"],
        [],
    )
    assert got[3].country is None
    got = read("Malian envoys and Malian guards left. Troops fired.", ["Malian envoys", "Malian guards", "Troops"], [])
    assert got[2].country == "MLI"


def test_every_actor_mention_has_an_answer_and_quotes_the_article() -> None:
    text = "Troops, police and the UN met in Kayes."
    got = read(text, ["Troops, police and the UN", "police", "the UN"], [])
    assert sorted(got) == [0, 1, 2]
    assert all(answer.text == answer.span.of(text) for answer in got.values())


OFFICES = [
    # text                                                              published     office                   why
    ("US Secretary of State Marco Rubio", "2025-09-01", "Secretary of State", "of two the one that is said"),
    ("President Emmanuel Macron", "2023-05-10", "President", "at home before elsewhere"),
    ("French Foreign Minister Laurent Fabius", "2014-05-10", "Minister of Foreign Affairs", "the registry's title"),
    ("former French Foreign Minister Laurent Fabius", "2025-05-10", None, "held no more"),
    ("Danish Foreign Minister Per Holm", "2014-05-10", "foreign minister", "of somebody unknown as the words say"),
    ("former Danish Foreign Minister Per Holm", "2014-05-10", None, "and only while held"),
]


@pytest.mark.parametrize(("text", "date", "office", "why"), OFFICES, ids=[why for *_, why in OFFICES])
def test_the_office_is_that_of_the_day(text: str, date: str, office: str | None, why: str) -> None:
    assert phrase(text, date).office == office, why


def test_common_names_of_a_body_are_another_country_s_elsewhere() -> None:
    text = "Nigerian lawmakers spoke. The Senate rejected the bill."
    got = read(text, ["Nigerian lawmakers", "The Senate"], [])
    assert (got[1].actor_id, got[1].country, got[1].sectors) == (None, "NGA", ("LEG",))
    got = read("The Senate rejected the bill, US lawmakers said.", ["The Senate", "US lawmakers"], [])
    assert got[0].country == "USA"


def test_the_acronym_of_a_party_is_its_own_country_s() -> None:
    text = "The Congolese government fell. CODEM called for a vote."
    got = read(text, ["The Congolese government", "CODEM"], [])
    assert (got[1].actor_id, got[1].country) == (None, None)
    got = read("Malian troops left. CODEM called for a vote.", ["Malian troops", "CODEM"], [])
    assert got[1].actor_id == "inst:mli-codem"


BODIES_PEOPLE = [
    ("African Union troops", "IGO", ("MIL",), "a body's name is no region"),
    ("African Union Commission Chairperson", "IGO", ("GOV",), "a union of states is no trade union"),
    ("Member States", None, (), "the states are not the United States"),
    ("Western countries", None, ("GOV",), "several countries"),
]


@pytest.mark.parametrize(("text", "country", "sectors", "why"), BODIES_PEOPLE, ids=[why for *_, why in BODIES_PEOPLE])
def test_people_of_bodies(text: str, country: str | None, sectors: tuple[str, ...], why: str) -> None:
    got = read(f"Malian soldiers left. {text} spoke in Kayes.", ["Malian soldiers", text], [], place=("Kayes", "MLI"))
    assert (got[1].country, got[1].sectors) == (country, sectors), why


def test_a_party_called_by_its_people_is_its_own_country_s() -> None:
    got = read("Beninese soldiers left. The Democrats called for a vote.", ["Beninese soldiers", "The Democrats"], [])
    assert (got[1].actor_id, got[1].sectors) == (None, ())
    got = read("US soldiers left. The Democrats called for a vote.", ["US soldiers", "The Democrats"], [])
    assert got[1].actor_id == "inst:usa-democratic-party"


def test_a_place_in_the_phrase_counts_whoever_else_bears_the_name() -> None:
    got = read("Opposition parties in Nepal spoke.", ["Opposition parties in Nepal"], [], place=("Nepal", "NPL"))
    assert got[0].country == "NPL"


def test_a_surname_of_two_in_the_text_is_nobody_of_the_registry() -> None:
    text = "Keita left after Governor Awa Keita met unionist Moussa Keita in Kayes."
    got = read(text, ["Keita", "Governor Awa Keita", "unionist Moussa Keita"], [], place=("Kayes", "MLI"))
    assert (got[0].sectors, got[0].runners_up) == ((), ())


def test_a_surname_spelled_otherwise_is_who_the_text_has_in_full() -> None:
    names = ["Abdelfattah al-Sissi", "Sisi"]
    got = read("Abdelfattah al-Sissi spoke. Later Sisi left.", names, [], published="2024-06-01")
    assert [one.actor_id for one in got.values()] == ["person:abdelfattah-elsisi"] * 2
    text = "Sisi left after Abdelfattah al-Sissi met Ahmed Sisi."
    got = read(text, ["Sisi", "Abdelfattah al-Sissi", "Ahmed Sisi"], [], published="2024-06-01")
    assert [one.actor_id for one in got.values()] == [None, "person:abdelfattah-elsisi", None]


@pytest.mark.parametrize("text", ["his host", "The two leaders", "The three ministers"])
def test_those_from_elsewhere_have_not_the_country_of_the_story(text: str) -> None:
    got = read(f"{text} spoke in Kayes.", [text], [[0]], place=("Kayes", "MLI"))
    assert got[0].country is None


def test_a_body_is_called_by_its_name_and_not_by_its_fighters() -> None:
    text = "Fighters of the Movement for Zambele (MDZ) fled. The Movement for Zambele (MDZ) denied it."
    names = ["Fighters of the Movement for Zambele (MDZ)", "The Movement for Zambele (MDZ)"]
    got = read(text, names, [[0, 1]])
    assert {one.name.removeprefix("The ") for one in got.values()} == {"Movement for Zambele"}
