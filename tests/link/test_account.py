"""What an event says: the rule for headline values, and what always holds of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.dates import DateRange, PartialDate
from faleme.ids import ActorId, ArticleId, CodingId, EventId, GeonameId, JudgementId, ReportId
from faleme.link.account import EventAccount, account_of
from faleme.link.account_fields import FIELDS, Said
from faleme.link.standing import Standing
from faleme.link.weigh import Account
from faleme.records import (
    FACTUALITY,
    Auxiliary,
    Corrected,
    Evidence,
    Figure,
    FigureKind,
    Report,
    ResolvedActor,
    ResolvedPlace,
    TimeMention,
)
from faleme.reference.account import load_account_words
from faleme.reference.codebook import load_codebook
from faleme.spans import Span

CODEBOOK, WORDS = load_codebook(), load_account_words()
SPAN = Span(0, 1)
PLACES = {
    "Mali": ResolvedPlace(span=SPAN, text="Mali", name="Mali", geonameid=GeonameId(1), country="MLI", resolution=1),
    "Gao": ResolvedPlace(
        span=SPAN, text="Gao", name="Gao", geonameid=GeonameId(2), country="MLI", admin1="Gao", lat=16.27, lon=-0.04,
        resolution=4,
    ),
    "Kayes": ResolvedPlace(
        span=SPAN, text="Kayes", name="Kayes", geonameid=GeonameId(3), country="MLI", admin1="Kayes", lat=14.45,
        lon=-11.44, resolution=4,
    ),
    "Zinder": ResolvedPlace(
        span=SPAN, text="Zinder", name="Zinder", geonameid=GeonameId(4), country="NER", lat=13.8, lon=8.99, resolution=4
    ),
}  # fmt: skip
ACTORS = {
    "gunmen": ("gunmen", None, None, ("UAF",)),
    "front": ("Salt Road Front", "group:salt", "MLI", ("UAF", "REB")),
    "league": ("Dune League", "group:dune", "MLI", ("UAF", "REB")),
    "army": ("army of Mali", "forces:MLI", "MLI", ("MIL",)),
    "Mali": ("government of Mali", "gov:MLI", "MLI", ("GOV",)),
    "Niger": ("government of Niger", "gov:NER", "NER", ("GOV",)),
    "herders": ("herders", None, "MLI", ("AGR",)),
}


Count = int | str | tuple[float | None, float | None]


def one(
    origin: str | None = "A",
    day: str | None = "2024-03-02",
    *,
    id_: str = "",
    text: str = "",
    event_type: str = "ASSAULT",
    mode: str | None = None,
    said: str | None = None,
    actor: Sequence[str] = ("front",),
    recipient: Sequence[str] = ("army",),
    place: str | None = None,
    date: str | None = None,
    dead: Sequence[Count] = (),
    speaker: Sequence[str] = (),
    hedged: bool = False,
    score: float = 0.9,
    corrected: Sequence[Corrected] = (),
) -> Account:
    """A report in short. dead: 7, (7, None) for at least 7, "7 soldiers", or (low, high)."""
    name = id_ or f"{origin}{day}{text}{event_type}{said}{place}{date}{dead}"
    return Account(
        report=Report(
            report_id=ReportId(f"R{name}"),
            article_id=ArticleId(f"A{name}"),
            event_type=event_type,
            mode=mode,
            contexts=(),
            auxiliary=None if said is None else Auxiliary(said),
            hedge=SPAN if hedged else None,
            speaker=tuple(map(somebody, speaker)),
            actor=tuple(map(somebody, actor)),
            recipient=tuple(map(somebody, recipient)),
            place=None if place is None else PLACES[place],
            place_basis=None if place is None else "clause",
            date=None if date is None else day_of(date),
            figures=tuple(map(killed, dead)),
            evidence=(Evidence(coding_id=CodingId(f"K{name}"), clause=SPAN, anchor=SPAN, sentence=0),),
            score=score,
            salience=0.5,
            corrected=tuple(corrected),
        ),
        origin=origin,
        text=text or name,
        outlet=origin,
        published=None if day is None else PartialDate.parse(day),
        link_score=0.9,
    )


def somebody(name: str) -> ResolvedActor:
    words, actor_id, country, sectors = ACTORS.get(name, (name, None, None, ()))
    return ResolvedActor(
        mention=0,
        text=words,
        span=SPAN,
        name=words,
        actor_id=None if actor_id is None else ActorId(actor_id),
        country=country,
        sectors=sectors,
    )


def day_of(iso: str) -> TimeMention:
    return TimeMention(
        span=SPAN, text=iso, kind="DATE", value=iso, when=DateRange.single(PartialDate.parse(iso)), basis="said"
    )


def killed(told: Count) -> Figure:
    match told:
        case int():
            return Figure(what=FigureKind.DEAD, span=SPAN, text=str(told), low=told, high=told)
        case str():
            number, noun = told.split()
            figure = killed(int(number))
            return replace(figure, unit=noun)
        case (low, high):
            return Figure(what=FigureKind.DEAD, span=SPAN, text=str(told), low=low, high=high)


def mark(field: str, value: str = "x") -> Corrected:
    return Corrected(
        field=field, value=value, machine="y", judgement_id=JudgementId("J1"), who="ana", why="read it", at="2024-03-09"
    )


def says(*accounts: Account, set_: Mapping[str, Any] | None = None) -> EventAccount:
    """What an event of these reports says. set_: fields of the report as people set them of the event as a whole."""
    base = min(accounts, key=lambda each: each.report.report_id).report
    names = {"figures": "dead", "auxiliary": "factuality", "event_type": "type"}
    whole = replace(
        base, **(set_ or {}), corrected=(*(mark(names.get(name, name)) for name in set_ or ()), *base.corrected)
    )
    return account_of(EventId("E1"), accounts, base=base.report_id, whole=whole, codebook=CODEBOOK, words=WORDS)


def short(value: Said | None) -> object:
    match value:
        case ResolvedPlace():
            return value.name
        case TimeMention():
            return value.value
        case Figure():
            return (value.low, value.high)
        case tuple():
            return tuple(each.name for each in value)
    return value


# field, the reports, the headline value, whether reports contradict each other, why it is here
CASES: list[tuple[str, list[Account], object, bool, str]] = [
    ("place", [one("A", place="Gao"), one("B", place="Mali")], "Gao", False, "a country allows its town"),
    ("place", [one("A", place="Gao"), one("B", place="Kayes"), one("C", place="Kayes")], "Kayes", True, "two origins"),
    ("place", [one("A", place="Gao"), one("A", place="Gao", text="b", id_="2"), one("C", "2024-03-03", place="Kayes")],
     "Kayes", True, "two pages of one origin are one, and the later stands"),
    ("place", [one("A", place="Gao"), one("B", place="Zinder", day="2024-03-01")], "Gao", True, "the latest of equals"),
    ("place", [one("A", place="Gao"), one(None, place="Kayes", text="x"), one(None, place="Kayes", text="y"),
               one("B", place="Gao")], "Gao", True, "texts of nobody may all be one"),
    ("date", [one("A", date="2024-03"), one("B", date="2024-03-12")], "2024-03-12", False, "March allows 12 March"),
    ("date", [one("A", date="2024-03-11"), one("B", date="2024-03-12"), one("C", date="2024-03-11")],
     "2024-03-11", True, "two days"),
    ("date", [one("A", "2024-03-02", date="2024-03-01"), one("A", "2024-03-05", date="2024-03-02", id_="2"),
              one("B", "2024-03-01", date="2024-03-01"), one("C", "2024-03-01", date="2024-03-02", id_="3")],
     "2024-03-02", True, "what an origin prints later counts"),
    ("type", [one("A"), one("B", event_type="COERCE"), one("C", event_type="COERCE")], "COERCE", True, "types"),
    ("mode", [one("A", mode="firearms"), one("B", mode="beat"), one("C", mode="beat")], "beat", False, "two ways"),
    ("factuality", [one("A", said="future"), one("B", said="future"), one("C", day="2024-03-03")],
     "happened", False, "a plan gives way to the deed"),
    ("factuality", [one("A"), one("B", said="negation"), one("C", said="negation")], "denied", True, "denied"),
    ("factuality", [one("A", said="historical"), one("B")], "happened", False, "the past happened too"),
    ("actor", [one("A", actor=["gunmen"]), one("B", actor=["gunmen"]), one("C")], ("Salt Road Front",), False,
     "gunmen may be of the group"),
    ("actor", [one("A", actor=["league"]), one("B", actor=["front"]), one("C", actor=["league"])], ("Dune League",),
     True, "two groups"),
    ("actor", [one("A", actor=["army"]), one("B", actor=["Mali"])], ("army of Mali",), False,
     "a government stands for its army"),
    ("actor", [one("A", actor=["Mali"], recipient=["Niger"], event_type="CONSULT"),
               one("B", actor=["Niger"], recipient=["Mali"], event_type="CONSULT")], ("government of Mali",), False,
     "host and guest"),
    ("recipient", [one("A", actor=["army"], recipient=["front"]), one("B", actor=[], recipient=["army"], id_="2")],
     ("Salt Road Front",), True, "who and whom are of one report"),
    ("recipient", [one("A", actor=["army"], recipient=[]), one("B", actor=[], recipient=["herders"], id_="2")],
     ("herders",), False, "what one leaves open another tells"),
    ("recipient", [one("A", actor=["army"], recipient=[]), one("B", actor=[], recipient=["Mali"], id_="Z")],
     None, False, "nobody is put on both sides"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "accounts", "value", "contradicted", "why"), CASES, ids=[why for *_, why in CASES])
def test_headline(field: str, accounts: list[Account], value: object, contradicted: bool, why: str) -> None:
    found = says(*accounts).fields[field]
    assert (short(found.value), found.contradicted) == (value, contradicted)
    assert found.why


# the reports' dead, each (headline, low-high, open above, contradicted) for each count, why it is here
TOLLS: list[tuple[list[Account], list[tuple[object, object, bool, bool]], str]] = [
    ([one("A", dead=[7]), one("B", dead=[12]), one("C", dead=[12])], [((12, 12), (7, 12), False, True)], "7-12"),
    ([one("A", dead=[(7, None)]), one("B", dead=[9])], [((9, 9), (7, 9), True, False)], "at least 7 allows 9"),
    ([one("A", dead=[7]), one("B", dead=[12])], [((7, 7), (7, 12), False, True)], "the smaller of equals"),
    ([one("A", dead=[7]), one("A", "2024-03-04", dead=[12])], [((12, 12), (7, 12), False, True)], "a toll that rose"),
    ([one("A", dead=["12 soldiers"]), one("B", dead=["30 militants"])],
     [((30, 30), (30, 30), False, False), ((12, 12), (12, 12), False, False)], "the dead of two sides"),
    ([one("A", dead=[14, "2 soldiers"])], [((2, 2), (2, 2), False, False), ((14, 14), (14, 14), False, False)],
     "two of them soldiers"),
    ([one("A", dead=["12 soldiers"]), one("B", dead=["30 people"])], [((12, 12), (12, 30), False, False)],
     "nobody tells whose the 30 are"),
    ([one("A", dead=["10 people", "3 members"]), one("B", dead=[10])], [((10, 10), (10, 10), False, False)],
     "a part is no contradiction"),
]  # fmt: skip


@pytest.mark.parametrize(("accounts", "tolls", "why"), TOLLS, ids=[why for *_, why in TOLLS])
def test_tolls(accounts: list[Account], tolls: object, why: str) -> None:
    found = says(*accounts).figures
    assert [(short(each.value), (each.low, each.high), each.open_high, each.contradicted) for each in found] == tolls, (
        why
    )


def test_what_an_origin_no_longer_says_is_kept_and_does_not_count() -> None:
    first, later = one("A", dead=[7]), one("A", "2024-03-04", dead=[12])
    others = [one("B", "2024-03-01", dead=[7]), one("C", "2024-03-01", dead=[12])]
    (toll,) = says(first, later, *others).figures
    assert short(toll.value) == (12, 12)
    assert [each.superseded for each in toll.told if each.figure.low == 7] == [False, False], "B still says so"
    (alone,) = says(first, later).figures
    assert [each.superseded for each in alone.told] == [True, False]


def test_units_are_never_mixed() -> None:
    def paid(origin: str, unit: str, amount: float) -> Account:
        made = one(origin, id_=origin)
        money = Figure(what=FigureKind.MONEY, span=SPAN, text=str(amount), low=amount, high=amount, unit=unit)
        return replace(made, report=replace(made.report, figures=(money,)))

    found = says(paid("A", "EUR", 5.0), paid("B", "USD", 6.0)).figures
    assert [(each.of, each.low, each.high, each.contradicted) for each in found] == [
        ("eur", 5.0, 5.0, False),
        ("usd", 6.0, 6.0, False),
    ]


def test_who_claims_and_who_denies() -> None:
    found = says(
        one("A", speaker=["Awa"]), one("B", speaker=["Awa", "an officer"]), one("C", said="negation", speaker=["army"])
    )
    (claim,), (denial,) = found.claimed_by, found.denied_by
    assert (claim.speaker.name, claim.via, claim.backing.origins) == ("Awa", ("an officer",), ("A", "B"))
    assert (denial.speaker.actor_id, denial.backing.at_least) == ("forces:MLI", 1)
    assert found.headline.speaker, "nobody tells it in a voice of his own"
    assert not says(one("A", speaker=["Awa"]), one("B")).headline.speaker


def test_copies_of_one_text_name_one_speaker() -> None:
    known = replace(somebody("a local official"), country="MLI")
    first, copy = one("A", speaker=["a local official"]), one("A", day="2024-03-03", speaker=["a local official"])
    copy = replace(copy, report=replace(copy.report, speaker=(known,)))
    (claim,) = says(first, copy).claimed_by
    assert (claim.speaker.country, len(claim.backing.reports)) == ("MLI", 2)
    assert len(says(first, replace(copy, origin="B")).claimed_by) == 2, "another outlet may mean another official"


def test_an_event_is_hedged_where_all_hedge() -> None:
    assert says(one("A", hedged=True), one("B", hedged=True, id_="2")).hedged
    mixed = says(one("A", hedged=True), one("B", id_="2"))
    assert (mixed.hedged, mixed.hedges) == (False, 1)


def test_first_and_last_reported() -> None:
    found = says(one("A", "2024-03"), one("B", "2024-03-20"), one("C", None))
    assert (str(found.first_reported), str(found.last_reported)) == ("2024-03", "2024-03")
    assert says(one("A", None)).first_reported is None
    assert (found.articles, found.origins, found.unnamed) == (3, ("A", "B", "C"), 0)


def test_the_headline_is_one_report_with_the_headline_values() -> None:
    found = says(one("A", place="Mali", date="2024-03"), one("B", place="Gao", dead=[7]), one("C", date="2024-03-02"))
    made = found.headline
    assert (short(made.place), short(made.date), [short(each) for each in made.figures]) == (
        "Gao", "2024-03-02", [(7, 7)],
    )  # fmt: skip


def test_a_person_reads_better_than_the_machine() -> None:
    judged = one("A", place="Gao", corrected=[mark("place")])
    assert short(says(judged, one("B", "2024-03-05", place="Kayes")).fields["place"].value) == "Gao"
    two = [one("B", place="Kayes"), one("C", place="Kayes")]
    assert short(says(judged, *two).fields["place"].value) == "Kayes", "the report says so; two others do not"


def test_a_person_reads_what_it_is_better_than_many() -> None:
    judged = one("A", event_type="COERCE", corrected=[mark("type")])
    found = says(judged, one("B"), one("C"))
    assert (found.headline.event_type, found.fields["type"].why) == (
        "COERCE", "a person read it so; 1 of 3 independent origins",
    )  # fmt: skip


# --- confidence -------------------------------------------------------------------------------------------


def test_confidence_is_the_sum_of_its_factors() -> None:
    alone, two = says(one("A")).confidence, says(one("A"), one("B")).confidence
    assert alone.value < two.value
    assert [factor.name for factor in two.factors] == ["base", "score", "further origins"]
    assert [factor.assumed for factor in two.factors] == [False, False, True]
    copied = says(one("A"), one("A", "2024-03-05", id_="copy")).confidence
    assert copied.value == alone.value, "a copy vouches for nothing"


def test_a_contradiction_costs() -> None:
    both = says(one("A"), one("B"), one("C", said="negation")).confidence
    assert both.value < says(one("A"), one("B")).confidence.value


def test_what_a_person_settled_is_certain() -> None:
    found = says(one("A", corrected=[mark("accepted")])).confidence
    assert (found.value, found.factors[0].said) == (1.0, "ana: read it (J1)")


# --- what always holds ------------------------------------------------------------------------------------

DAYS = st.integers(1, 9).map(lambda day: f"2024-03-0{day}")
FIGURES = st.one_of(
    st.integers(1, 4), st.tuples(st.integers(1, 3), st.one_of(st.none(), st.integers(3, 5))),
    st.sampled_from(["3 soldiers", "4 militants", "5 people"]),
)  # fmt: skip
ACCOUNTS = st.lists(
    st.builds(
        one,
        st.one_of(st.none(), st.sampled_from("ABC")),
        DAYS,
        event_type=st.sampled_from(["ASSAULT", "COERCE", "CONSULT"]),
        mode=st.sampled_from([None, "beat"]),
        said=st.sampled_from([None, "future", "negation", "hypothetical", "historical"]),
        actor=st.lists(st.sampled_from(sorted(ACTORS)), max_size=2, unique=True),
        recipient=st.lists(st.sampled_from(sorted(ACTORS)), max_size=2, unique=True),
        place=st.sampled_from([None, *PLACES]),
        date=st.sampled_from([None, "2024", "2024-03", "2024-03-01", "2024-03-02"]),
        dead=st.lists(FIGURES, max_size=2),
        speaker=st.sampled_from([(), ("Awa",), ("army",)]),
        hedged=st.booleans(),
    ),
    min_size=1,
    max_size=5,
).map(lambda found: [renamed(each, str(number)) for number, each in enumerate(found)])


def renamed(account: Account, id_: str) -> Account:
    report = replace(account.report, report_id=ReportId(f"R{id_}"), article_id=ArticleId(f"A{id_}"))
    return replace(account, report=report, text=f"A{id_}")


def headlines(found: EventAccount) -> dict[str, object]:
    return {
        **{name: short(field.value) for name, field in found.fields.items()},
        **{f"{each.kind} {each.of}": short(each.value) for each in found.figures},
    }


@given(ACCOUNTS, st.randoms(use_true_random=False))
def test_the_order_of_reports_does_not_matter(accounts: list[Account], chance: Any) -> None:
    shuffled = list(accounts)
    chance.shuffle(shuffled)
    assert says(*accounts) == says(*shuffled)


@given(ACCOUNTS, st.data())
def test_a_copy_changes_no_headline_value(accounts: list[Account], data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(accounts))
    assert original.published is not None
    later = PartialDate(2024, 3, data.draw(st.integers(original.published.day, 9)))
    copy = replace(renamed(original, "9"), text=original.text, published=later)
    before, after = says(*accounts), says(*accounts, copy)
    assert headlines(before) == headlines(after)
    assert (before.origins, before.unnamed, before.contradictions) == (
        after.origins, after.unnamed, after.contradictions,
    )  # fmt: skip
    assert before.confidence.value == after.confidence.value


@given(ACCOUNTS)
def test_every_value_is_some_reports_and_none_is_lost(accounts: list[Account]) -> None:
    found = says(*accounts)
    reports = [each.report for each in accounts]
    for name in FIELDS:
        told = {short(value) for report in reports if (value := VALUES[name](report)) not in (None, ())}
        field = found.fields[name]
        kept = {short(each.value) for each in field.others} | ({short(field.value)} - {None})
        if name == "mode":
            assert kept <= told
        elif name in ("actor", "recipient"):  # the same people in another order are one value
            assert set(map(together, kept)) == set(map(together, told))
        else:
            assert kept == told
        assert field.value is None or field.report_id in set(field.backing.reports)
    told_figures = sorted((r.report_id, f.low or 0, f.high or 0, f.text) for r in reports for f in r.figures)
    kept_figures = sorted(
        (one.report_id, one.figure.low or 0, one.figure.high or 0, one.figure.text)
        for toll in found.figures
        for one in toll.told
    )
    assert told_figures == kept_figures
    assert all(toll.value in [each.figure for each in toll.told] for toll in found.figures)


def together(names: object) -> frozenset[object]:
    assert isinstance(names, tuple)
    return frozenset(names)


VALUES: dict[str, Any] = {
    "type": lambda report: report.event_type,
    "mode": lambda report: report.mode,
    "factuality": lambda report: FACTUALITY[report.auxiliary],
    "actor": lambda report: report.actor,
    "recipient": lambda report: report.recipient,
    "place": lambda report: report.place,
    "date": lambda report: report.date,
}


@given(ACCOUNTS)
def test_a_judgement_on_the_event_always_wins(accounts: list[Account]) -> None:
    found = says(
        *accounts,
        set_={
            "event_type": "AID",
            "auxiliary": Auxiliary.FUTURE,
            "actor": (somebody("league"),),
            "recipient": (),
            "place": PLACES["Zinder"],
            "date": day_of("2023-01-01"),
            "figures": (killed(99),),
        },
    )
    made = found.headline
    assert (made.event_type, made.auxiliary, short(made.actor), made.recipient) == (
        "AID", Auxiliary.FUTURE, ("Dune League",), (),
    )  # fmt: skip
    assert (short(made.place), short(made.date), [short(each) for each in made.figures]) == (
        "Zinder", "2023-01-01", [(99, 99)],
    )  # fmt: skip
    assert found.confidence.value == 1.0
    assert all("set by ana" in found.fields[name].why for name in FIELDS if name != "mode")
    assert sum(len(toll.told) for toll in found.figures) == sum(len(each.report.figures) for each in accounts)


@settings(max_examples=20)
@given(ACCOUNTS)
def test_standings_mirror(accounts: list[Account]) -> None:
    """What excludes the headline is excluded whichever of two reports comes first."""
    for pair in permutations(accounts, 2):
        a, b = says(*pair), says(*reversed(pair))
        assert a.contradictions == b.contradictions
        assert all(other.standing is not Standing.SAME for field in a.fields.values() for other in field.others)
