"""The facts that the two seed pages must give. The pages stay outside the repository: FALEME_SEEDS names their folder.

One row, one fact; no rule of ours may know these texts. The same facts in our own words: test_seed_like.py.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faleme.records import Record, ResolvedActor
from tests.conftest import REPO, record_of
from tests.wanted import Absent, Event, NoDate, Once, Origin, Register, Said, Wanted, folded

if TYPE_CHECKING:
    from faleme.pipeline import Kit

SEEDS = Path(os.environ.get("FALEME_SEEDS", REPO.parent / "shared" / "seeds"))
PAGES = {"000": "000_4c492ef52b470a88.txt", "004": "004_5051e60bb6f1d5a3.txt"}

pytestmark = pytest.mark.skipif(
    not all((SEEDS / page).exists() for page in PAGES.values()), reason=f"no seed pages in {SEEDS} (FALEME_SEEDS)"
)

ROWS: list[tuple[str, str, Wanted]] = [
    # page, fact, what the record must hold
    ("000", "talks of Mali and Senegal in Bamako, date unknown",
     Event(types=("CONSULT",), parties=("MLI", "SEN"), place="Bamako", undated=True)),
    ("000", "the talks are Camara's and Diop's",
     Event(types=("CONSULT",), parties=("Sadio Camara", "Birame Diop"))),
    ("000", "the talks lasted two days", Event(types=("CONSULT",), clause="two-day", parties=("MLI",))),
    ("000", "agreed on military cooperation: military",
     Event(types=("AGREE",), parties=("MLI", "SEN"), contexts=("military",))),
    ("000", "agreed on military cooperation: terrorism",
     Event(types=("AGREE",), parties=("MLI", "SEN"), contexts=("terrorism",))),
    ("000", "Mali withdrew from ECOWAS",
     Event(types=("SANCTION",), mode="withdraw", actor=("MLI",), recipient=("Economic Community of West African",))),
    ("000", "register: Mali left ECOWAS",
     Register(kinds=("membership",), parties=("MLI", "Economic Community of West African"), status="left")),
    ("000", "register: agreement of March 2021",
     Register(kinds=("agreement",), parties=("MLI", "SEN"), date="2021-03", about=("patrol", "training"))),
    ("000", "Senegal suspended gold mining",
     Event(types=("COERCE", "SANCTION"), actor=("SEN",), contexts=("natural_resource", "environment"),
           anchor=("suspend",), clause="gold mining")),
    ("000", "three statements of Camara", Said(speaker="Sadio Camara", at_least=3)),
    ("000", "two statements of Diop", Said(speaker="Birame Diop", at_least=2)),
    ("000", "Diop: President Faye gave instructions", Said(speaker="Birame Diop", words="Bassirou Diomaye Faye")),
    ("000", "a border of 419 km", Register(kinds=("border", "figure"), parties=("MLI", "SEN"), number=419)),
    ("000", "Goïta is transitional president",
     Register(kinds=("office",), parties=("Assimi Goïta",), about=("transition",))),
    ("000", "credited to malijet", Origin(name="malijet")),
    ("000", "nothing from the teasers", Absent(words=("CNPC", "Senate", "World Cup", "Traoré", "Leave a"))),
    ("000", "no publication date", NoDate()),
    ("000", "each once", Once(repeats=0)),
    ("004", "a call between the United States and Mali",
     Event(types=("CONSULT",), mode="phone", parties=("USA", "MLI"))),
    ("004", "the call is Landau's and Diop's",
     Event(types=("CONSULT",), parties=("Christopher Landau", "Abdoulaye Diop"))),
    ("004", "the call was on a Tuesday that stays unresolved",
     Event(types=("CONSULT",), parties=("USA", "MLI"), date_words="Tuesday", undated=True)),
    ("004", "Landau says so", Said(speaker="Landau", words="phone call")),
    ("004", "known from a post on X", Said(speaker="Landau", words="excellent conversation")),
    ("004", "the US backs Mali's armed forces",
     Event(types=("SUPPORT",), actor=("USA",), recipient=("MLI",), sector="MIL")),
    ("004", "JNIM's blockade of fuel imports",
     Event(types=("COERCE",), actor=("Nusrat al-Islam",), clause="blockade on fuel imports")),
    ("004", "JNIM is reported to have attacked convoys",
     Event(types=("ASSAULT",), actor=("Nusrat al-Islam",), hedge="is reported to have", clause="convoys")),
    ("004", "three military administrations expelled French forces",
     Event(types=("SANCTION", "COERCE"), actor=("MLI", "BFA", "NER"), recipient=("FRA",), anchor=("expel",))),
    ("004", "Western troops left",
     Event(types=("RETREAT", "SANCTION"), anchor=("leave", "forced"), clause="Western troops")),
    ("004", "accused of failing", Event(types=("ACCUSE",), anchor=("accusation", "contending"))),
    ("004", "violence since 2012 is background",
     Event(types=("ASSAULT", "COERCE"), auxiliary="historical", clause="Since 2012")),
    ("004", "it spread to Burkina Faso and Niger", Event(clause="spread into neighboring Burkina Faso and Niger")),
    ("004", "Western militaries intervened", Event(anchor=("intervention",), clause="Western militaries")),
    ("004", "no publication date", NoDate()),
    ("004", "nothing from banner and disclaimer", Absent(words=("403", "Sorry", "warranty", "No comment"))),
    ("004", "each once, though seven paragraphs stand twice", Once(repeats=7)),
]  # fmt: skip


@pytest.fixture(scope="module")
def records(kit: Kit) -> Mapping[str, Record]:
    """Both seed pages, read."""
    return {page: record_of(SEEDS / name, kit) for page, name in PAGES.items()}


@pytest.mark.parametrize(("page", "fact", "row"), ROWS, ids=[f"{page} {fact}" for page, fact, _ in ROWS])
def test_fact(page: str, fact: str, row: Wanted, records: Mapping[str, Record]) -> None:
    missing = row.missing(records[page])
    assert missing is None, missing


def test_two_diops(records: Mapping[str, Record]) -> None:
    """Same surname, same country, two actors."""

    def diops(record: Record) -> set[tuple[str | None, str]]:
        def is_diop(actor: ResolvedActor) -> bool:
            return folded(actor.name).endswith(" diop")

        return {(actor.actor_id, folded(actor.name)) for actor in record.resolved.actors.values() if is_diop(actor)}

    birame, abdoulaye = diops(records["000"]), diops(records["004"])
    assert {name.split()[0] for _, name in birame} == {"birame"}
    assert {name.split()[0] for _, name in abdoulaye} == {"abdoulaye"}
    assert not {ref for ref, _ in birame if ref} & {ref for ref, _ in abdoulaye if ref}
