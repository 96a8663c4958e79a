"""Two golden pages that ask for the same facts as the seed pages of issue 2, in other words and other countries."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faleme.records import Record
from tests.conftest import record_of
from tests.wanted import Absent, Event, NoDate, Once, Origin, Register, Said, Wanted, folded

if TYPE_CHECKING:
    from faleme.pipeline import Kit

GOLDEN = Path(__file__).parent / "golden"
PAGES = ("military_ties", "blockade")

ROWS: list[tuple[str, str, Wanted]] = [
    # page, fact, what the record must hold
    ("military_ties", "talks of Niger and Chad in Niamey, date unknown",
     Event(types=("CONSULT",), parties=("NER", "TCD"), place="Niamey", undated=True)),
    ("military_ties", "the talks are Boureima's and Kelley's",
     Event(types=("CONSULT",), parties=("Hassane Boureima", "Ousmane Kelley"))),
    ("military_ties", "the talks lasted three days", Event(types=("CONSULT",), clause="three-day", parties=("NER",))),
    ("military_ties", "agreed on defence cooperation: military",
     Event(types=("AGREE",), parties=("NER", "TCD"), contexts=("military",))),
    ("military_ties", "agreed on defence cooperation: terrorism",
     Event(types=("AGREE",), parties=("NER", "TCD"), contexts=("terrorism",))),
    ("military_ties", "Niger quit the Francophonie",
     Event(types=("SANCTION",), mode="withdraw", actor=("NER",), recipient=("Francophonie",))),
    ("military_ties", "register: Niger left the Francophonie",
     Register(kinds=("membership",), parties=("NER", "Francophonie"), status="left")),
    ("military_ties", "register: agreement of June 2019",
     Register(kinds=("agreement",), parties=("NER", "TCD"), date="2019-06", about=("patrol", "training"))),
    ("military_ties", "Chad halted trawl fishing",
     Event(types=("COERCE", "SANCTION"), actor=("TCD",), contexts=("natural_resource", "environment"),
           anchor=("halt",), clause="fishing")),
    ("military_ties", "three statements of Boureima", Said(speaker="Hassane Boureima", at_least=3)),
    ("military_ties", "two statements of Kelley", Said(speaker="Ousmane Kelley", at_least=2)),
    ("military_ties", "Kelley: President Déby gave instructions",
     Said(speaker="Ousmane Kelley", words="Mahamat Idriss Déby")),
    ("military_ties", "a border of 1,196 km",
     Register(kinds=("border", "figure"), parties=("NER", "TCD"), number=1196)),
    ("military_ties", "Tiani is transitional president",
     Register(kinds=("office",), parties=("Tiani",), about=("transition",))),
    ("military_ties", "credited to ActuNiger", Origin(name="ActuNiger")),
    ("military_ties", "nothing from the teasers", Absent(words=("uranium", "Canadian", "World Cup", "Leave a"))),
    ("military_ties", "no publication date", NoDate()),
    ("military_ties", "each once", Once(repeats=0)),
    ("blockade", "a call between the United Kingdom and Niger",
     Event(types=("CONSULT",), mode="phone", parties=("GBR", "NER"))),
    ("blockade", "the call is Lonsdale's and Boureima's",
     Event(types=("CONSULT",), parties=("Harriet Lonsdale", "Aïchatou Boureima"))),
    ("blockade", "the call was on a Thursday that stays unresolved",
     Event(types=("CONSULT",), parties=("GBR", "NER"), date_words="Thursday", undated=True)),
    ("blockade", "Lonsdale says so", Said(speaker="Lonsdale", words="telephone call")),
    ("blockade", "known from a post on X", Said(speaker="Lonsdale", words="frank conversation")),
    ("blockade", "the UK backs Niger's armed forces",
     Event(types=("SUPPORT",), actor=("GBR",), recipient=("NER",), sector="MIL")),
    ("blockade", "ISSP's blockade of grain deliveries",
     Event(types=("COERCE",), actor=("Sahel Province",), clause="blockade on grain deliveries")),
    ("blockade", "ISSP is believed to have ambushed convoys",
     Event(types=("ASSAULT",), actor=("Sahel Province",), hedge="is believed to have", clause="convoys")),
    ("blockade", "three military authorities expelled French troops",
     Event(types=("SANCTION", "COERCE"), actor=("MLI", "BFA", "NER"), recipient=("FRA",), anchor=("expel",))),
    ("blockade", "Western soldiers withdrew",
     Event(types=("RETREAT", "SANCTION"), anchor=("withdraw",), clause="Western soldiers")),
    ("blockade", "accused of failing", Event(types=("ACCUSE",), anchor=("accused", "arguing"))),
    ("blockade", "violence since 2015 is background",
     Event(types=("ASSAULT", "COERCE"), auxiliary="historical", clause="Since 2015")),
    ("blockade", "it spread to Benin and Burkina Faso",
     Event(clause="spread into neighbouring Benin and Burkina Faso")),
    ("blockade", "foreign armies intervened", Event(anchor=("intervention",), clause="foreign armies")),
    ("blockade", "credited to the News Agency of Nigeria", Origin(name="NAN")),
    ("blockade", "no publication date", NoDate()),
    ("blockade", "nothing from banner and disclaimer", Absent(words=("404", "Oops", "guarantee", "No comment"))),
    ("blockade", "each once, though seven paragraphs stand twice", Once(repeats=7)),
]  # fmt: skip


@pytest.fixture(scope="module")
def records(kit: Kit) -> Mapping[str, Record]:
    """Both golden pages, read."""
    return {page: record_of(GOLDEN / f"{page}.txt", kit) for page in PAGES}


@pytest.mark.parametrize(("page", "fact", "row"), ROWS, ids=[f"{page}: {fact}" for page, fact, _ in ROWS])
def test_fact(page: str, fact: str, row: Wanted, records: Mapping[str, Record]) -> None:
    missing = row.missing(records[page])
    assert missing is None, missing


def test_two_boureimas(records: Mapping[str, Record]) -> None:
    """Same surname, same country, two actors."""

    def first_names(record: Record) -> set[str]:
        called = [folded(actor.name) for actor in record.resolved.actors.values()]
        return {name.split()[-2] for name in called if name.endswith(" boureima")}

    assert first_names(records["military_ties"]) == {"hassane"}
    assert first_names(records["blockade"]) == {"aichatou"}
