"""Every sentence of the code book's pages is read by the product; the pages show which come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality.codebook import codings_of, keep, kept, record_of, right_by_type, roles_of
from faleme.errors import ReferenceDataError
from faleme.pipeline import Kit
from faleme.records import Record
from faleme.reference.codebook import load_codebook
from faleme.reference.codebook_pages import Example, Marked, comes_out, emphasised, load_pages, roles_fit
from faleme.reference.files import DATA

PAGES = load_pages(load_codebook())
FLOOR = 0.9  # share of all sentences that come out: a little below what the kept codings give
TYPE_FLOOR = 0.75  # the same for one page
ROLE_FLOOR = 0.7  # share of the marked sentences with the right actors and recipients
STALE = 0.05  # share of sentences whose kept codings may differ: another processor, a change not yet written down


@pytest.fixture(scope="module")
def records(kit: Kit) -> dict[str, Record]:
    texts = dict.fromkeys(example.text for page in PAGES.values() for example in page.examples())
    return {text: record_of(text, kit) for text in texts}


def test_enough_come_out(records: dict[str, Record]) -> None:
    counts = right_by_type(PAGES, {text: codings_of(record) for text, record in records.items()})
    right, number = (sum(side) for side in zip(*counts.values(), strict=True))
    assert right / number >= FLOOR, counts
    assert [event_type for event_type, (good, of) in counts.items() if good / of < TYPE_FLOOR] == []


def test_enough_roles_are_right(records: dict[str, Record]) -> None:
    marked = [one for page in PAGES.values() for one in page.marked]
    wrong = [one.marks for one in marked if not roles_fit(one, roles_of(records[one.example.text]))]
    assert len(wrong) <= (1 - ROLE_FLOOR) * len(marked), "\n".join(wrong)


def test_the_kept_codings_are_those_of_today(records: dict[str, Record]) -> None:
    written = kept()["examples"]["found"]
    stale = [text for text, record in records.items() if written.get(text) != codings_of(record)]
    assert len(stale) <= STALE * len(records), (
        "run `python -m benchmarks.quality.codebook --save`, then `make docs`; stale:\n" + "\n".join(stale)
    )


def test_every_type_is_measured() -> None:
    assert set(kept()["types"]["counts"]) == set(PAGES)


FITS = [
    # wanted, beside it, what was found, right, why
    ("ASSAULT", "", ["ASSAULT-firearms"], True, "no mode asked for"),
    ("ASSAULT-abduct", "", ["ASSAULT-abduct"], True, "mode"),
    ("ASSAULT-abduct", "", ["ASSAULT"], False, "mode missing"),
    ("ASSAULT", "", ["ASSAULT future"], False, "auxiliary nobody asked for"),
    ("ASSAULT future", "", ["ASSAULT-aerial future"], True, "auxiliary, any mode"),
    ("COERCE-martial-law", "", ["COERCE-martial-law"], True, "mode with a hyphen"),
    ("PROTEST", "", ["PROTEST-demo", "REQUEST"], False, "a second coding"),
    ("ACCUSE", "ASSAULT", ["ACCUSE-disapprove", "ASSAULT-aerial"], True, "a second coding that may stand beside"),
    ("ACCUSE", "ASSAULT", ["ASSAULT"], False, "only the one beside"),
    ("ASSAULT", "", [], False, "nothing"),
    ("none", "", [], True, "nothing, as it should be"),
    ("none", "", ["ASSAULT"], False, "something where nothing is told"),
]


@pytest.mark.parametrize(("wanted", "also", "found", "right", "why"), FITS, ids=[why for *_, why in FITS])
def test_comes_out(wanted: str, also: str, found: list[str], right: bool, why: str) -> None:
    assert comes_out(Example(text="", wanted=wanted, also=also), found) is right


def test_marks() -> None:
    marked = Marked(
        marks="[Police](actor) arrested [two reporters](recipient).",
        actor=("Police",),
        recipient=("two reporters",),
        example=PAGES["COERCE"].marked[0].example,
    )
    assert emphasised(marked) == "**Police** (actor) arrested **two reporters** (recipient)."
    assert roles_fit(marked, {"actor": ["Police"], "recipient": ["two reporters"]})
    assert not roles_fit(marked, {"actor": ["two reporters"], "recipient": ["Police"]})
    assert PAGES["COERCE"].marked[0].example.text == "Police arrested two reporters in Kayes."


def test_faults_of_a_page_are_told_together(tmp_path: Path) -> None:
    text = (DATA / "codebook" / "pages" / "agree.toml").read_text(encoding="utf-8")
    text = text.replace('is = "SUPPORT"', 'is = "SUPORT"').replace("](recipient)", "](victim)", 1)
    text = text.replace('"AGREE hypothetical"', '"AGREE maybe"')
    (tmp_path / "agree.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="3 fault") as raised:
        load_pages(load_codebook(), tmp_path)
    for entry in ("'victim'", "'SUPORT'", "'AGREE maybe'"):
        assert entry in str(raised.value)


def test_a_type_without_a_page_is_told(tmp_path: Path) -> None:
    (tmp_path / "agree.toml").write_text(
        (DATA / "codebook" / "pages" / "agree.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(ReferenceDataError, match="15 fault"):
        load_pages(load_codebook(), tmp_path)


def test_a_part_is_kept_beside_the_other(tmp_path: Path) -> None:
    path = tmp_path / "codebook.json"
    keep("types", {"pages": 1}, command="a", path=path, commit_date="2026-11-01")
    keep("examples", {"found": {}}, command="b", path=path, commit_date="2026-11-02")
    assert {part: table["command"] for part, table in kept(path).items()} == {"types": "a", "examples": "b"}
