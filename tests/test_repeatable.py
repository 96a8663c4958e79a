"""The same page gives the same record alone and among a hundred others (dynamic int8 scales whole batches)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from faleme.pipeline import Kit, load_kit, process
from faleme.read.files import captures_of
from faleme.records import Capture, Record

PAGES = sorted((Path(__file__).parent / "golden").glob("*.txt"))
TOWNS = "Gao Kidal Mopti Ségou Kayes Sikasso Timbuktu Ménaka Bamako Douentza".split()
DOINGS = (
    "soldiers clashed with rebels",
    "farmers blocked the road to demand water",
    "police arrested two traders",
    "ministers from Niger held talks with elders",
    "gunmen killed a teacher",
)


def short_pages(folder: Path) -> list[Path]:
    """A hundred little pages that tell different things."""
    for number in range(100):
        town, doing = TOWNS[number % 10], DOINGS[number % 5]
        text = (
            f"In {town} {doing} on {number % 28 + 1} March 2024, the state radio reported in its morning news.\n\n"
            f"The mayor of {town} said {number} houses had burned since the rains ended, and asked the governor for "
            "tents, rice and doctors before the schools of the district open their doors again next month."
        )
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def bytes_of(page: Path, kit: Kit) -> bytes:
    (capture,) = captures_of(page)
    assert isinstance(capture, Capture)
    made = process(replace(capture, key=page.name), kit)
    assert isinstance(made, Record)
    return repr(made).encode()


def test_a_page_alone_and_among_a_hundred_others(tmp_path: Path) -> None:
    page = PAGES[0]
    alone = bytes_of(page, load_kit())
    kit = load_kit()
    others = short_pages(tmp_path)
    for other in others[:50]:
        bytes_of(other, kit)
    among = bytes_of(page, kit)
    for other in others[50:]:
        bytes_of(other, kit)
    assert alone == among == bytes_of(page, kit)
