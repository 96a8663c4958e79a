"""The loop behind `faleme read`: counts, copies, what cannot be stored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from faleme.errors import ReadError
from faleme.pipeline import Kit
from faleme.read.files import captures_of
from faleme.records import Capture, Copy, Reason, Record
from faleme.reference.codebook import load_codebook
from faleme.run import local
from faleme.run.local import Counts, read_all
from faleme.store.sqlite import open_sqlite
from tests.store.pages import Told, page

TEXT = "Mali and Senegal signed an accord on patrols in Kayes."
TOLD = Told(clause=TEXT, anchor="signed", event_type="AGREE", actor=[("Mali", "MLI", "ML"), ("Senegal", "SEN", "SN")])


class Asked:
    """The parts of a kit that the loop itself asks for: the code book, and what tells one set-up from another."""

    codebook = load_codebook()
    engine = SimpleNamespace(name="none")
    lexicon = SimpleNamespace(own="")
    actors = SimpleNamespace(own_digest="")


KIT = cast("Kit", Asked())


def made_of(capture: Capture, _kit: object) -> Record:
    record, _ = page(capture.key, TEXT, [TOLD], outlet=capture.key)
    return replace(record, article=replace(record.article, capture_id=capture.capture_id))


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    found = [tmp_path / f"{name}.txt" for name in "abc"]
    for path in found:
        path.write_text(f"{path.name} {TEXT}", encoding="utf-8")
    return found


def test_counts_after_each_page(pages: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "process", made_of)
    monkeypatch.setattr(local, "signature", lambda article: (1, 2, 3))
    monkeypatch.setattr(local, "find_copy", lambda article, shingles, lookup: None)
    store = open_sqlite(tmp_path / "store.db")
    seen: list[tuple[str, Counts]] = []
    counts = read_all(pages, store, KIT, on_progress=lambda key, so_far: seen.append((key, so_far)))
    assert [(key, so_far.stored) for key, so_far in seen] == [("a.txt", 1), ("b.txt", 2), ("c.txt", 3)]
    assert (counts.pages, counts.kept, counts.reports, counts.facts) == (3, 3, 3, 3)
    assert read_all(pages, store, KIT) == Counts(unchanged=3)
    assert store.tally().reports == 3
    store.close()


def test_a_copy_adds_no_origin(pages: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made_of(next(iter(cast("list[Capture]", list(captures_of(pages[0]))))), None).article.article_id
    monkeypatch.setattr(local, "process", made_of)
    monkeypatch.setattr(local, "signature", lambda article: (1, 2, 3))
    monkeypatch.setattr(
        local,
        "find_copy",
        lambda article, shingles, lookup: (
            None
            if article.article_id == first
            else Copy(article_id=article.article_id, copy_of=first, kind="exact", containment=1.0)
        ),
    )
    store = open_sqlite(tmp_path / "store.db")
    assert read_all(pages, store, KIT).copies == 2
    (event,) = store.iter_events()
    assert len(event.report_ids) == 3
    assert event.origins == ("a.txt",)
    store.close()


def test_half_characters_are_refused_not_stored(
    pages: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(capture: Capture, kit: object) -> Record:
        record = made_of(capture, kit)
        return replace(record, article=replace(record.article, text=TEXT + "\ud83d"))

    monkeypatch.setattr(local, "process", broken)
    store = open_sqlite(tmp_path / "store.db")
    assert read_all(pages[:1], store, KIT).rejected == {Reason.UNDECODABLE: 1}
    assert store.tally().articles == 0
    store.close()


def test_a_missing_path_stops_before_anything_is_read(pages: list[Path], tmp_path: Path) -> None:
    store = open_sqlite(tmp_path / "store.db")
    with pytest.raises(ReadError, match=r"none\.txt does not exist"):
        read_all([*pages, tmp_path / "none.txt"], store, KIT)
    assert store.tally().articles == 0
    store.close()


FRENCH = """Le Mali et le Niger renforcent leurs patrouilles communes

BAMAKO, 4 mars 2025 – Les armées du Mali et du Niger ont mené mardi une patrouille commune le long de leur frontière, a
indiqué l'état-major malien dans un communiqué publié dans la soirée.

Selon plusieurs habitants de la région, la patrouille a traversé trois villages où des hommes armés avaient été signalés
au cours des derniers jours, sans qu'aucun affrontement ne soit signalé.
"""


def test_a_page_in_another_language_is_stored_counted_and_not_coded(tmp_path: Path, kit: Kit) -> None:
    (tmp_path / "patrouille.txt").write_text(FRENCH, encoding="utf-8")
    store = open_sqlite(tmp_path / "store.db")
    counts = read_all([tmp_path / "patrouille.txt"], store, kit)
    assert (counts.stored, counts.reports, dict(counts.uncoded), dict(counts.rejected)) == (1, 0, {"fr": 1}, {})
    assert store.tally().languages == {"fr": 1}
    record = store.record(next(store.iter_articles()))
    assert record is not None
    assert [one.why for one in record.refused] == ["the page is in 'fr', which no core reads yet"]
    assert store.check() == []
    store.close()
