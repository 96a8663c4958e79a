"""Whom the reports of a store name, counted without reading them."""

from __future__ import annotations

from pathlib import Path

import pytest

from faleme.exchange.actor_directory import Asked, Directory
from faleme.ids import EventId
from faleme.records import Link
from faleme.reference.actors import load_actors
from faleme.store.base import Store
from faleme.store.sqlite import open_sqlite
from tests.store.pages import Told, page

TEXT = "JNIM attacked 3 traders and the chief Moussa Keita near Gao, Awa Keita and Colonel Moussa Keïta said."
ANYBODY = Asked()
JNIM = ("JNIM", "MLI", "group:jnim")
TRADERS = ("3 traders", "MLI")


@pytest.fixture
def directory(store: Store) -> Directory:
    keep(store, "a", recipient=[TRADERS], speaker=[("Moussa Keita", "MLI")])
    keep(store, "b", recipient=[TRADERS], speaker=[("Colonel Moussa Keïta", "MLI"), ("Awa Keita", "MLI")])
    keep(store, "c", speaker=[("Moussa Keita", "SEN"), ("JNIM", "MLI", "own:lost")])
    keep(store, "d", speaker=[("Awa Keita", "")])
    keep(store, "e", speaker=[("Awa Keita", "")])
    return Directory(load_actors(), store)


def keep(store: Store, key: str, **more: list[tuple[str, ...]]) -> None:
    record, capture = page(key, TEXT, [Told(clause=TEXT, anchor="attacked", actor=[JNIM], **more)])  # type: ignore[arg-type]
    links = [
        Link(report_id=each.report_id, event_id=EventId("E" + each.report_id[1:]), score=1.0) for each in record.reports
    ]
    store.save(record, capture=capture, links=links, again=True)


def listed(
    directory: Directory,
    asked: Asked = ANYBODY,
    *,
    limit: int = 50,
    offset: int = 0,
) -> list[tuple[str, int]]:
    found, _ = directory.page(asked, limit=limit, offset=offset)
    return [(seen.name, seen.reports) for seen in found]


def test_most_reports_first(directory: Directory) -> None:
    assert listed(directory)[0] == ("Jama'at Nusrat al-Islam wal-Muslimin", 5)
    assert ("Moussa Keita", 2) in listed(directory), "accents and the rank do not matter"
    assert ("3 traders", 2) in listed(directory)
    assert [name for name, _ in listed(directory)].count("Awa Keita") == 3, "no country tells whether they are one"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"kind": "armed_group"}, {"Jama'at Nusrat al-Islam wal-Muslimin"}),
        ({"kind": "named"}, {"Moussa Keita", "Awa Keita", "JNIM"}),  # the last of an id that the registry lacks
        ({"kind": "unknown"}, {"3 traders"}),
        ({"country": "sen", "kind": "named"}, {"Moussa Keita"}),
        ({"country": "sen"}, {"Moussa Keita", "Jama'at Nusrat al-Islam wal-Muslimin"}),  # it is in several
        ({"name": "KEÏTA"}, {"Moussa Keita", "Awa Keita"}),
        ({"name": "trader"}, {"3 traders"}),
        ({"name": "nusrat"}, {"Jama'at Nusrat al-Islam wal-Muslimin"}),
        ({"sector": "REB"}, {"Jama'at Nusrat al-Islam wal-Muslimin"}),
        ({"sector": "MED"}, set()),
    ],
)
def test_filters(directory: Directory, asked: dict[str, str], names: set[str]) -> None:
    assert {name for name, _ in listed(directory, Asked(**asked))} == names


def test_pages_make_the_whole(directory: Directory) -> None:
    whole = listed(directory)
    pages = [listed(directory, limit=1, offset=at) for at in range(9)]
    assert [one for page in pages for one in page] == whole


def test_everybody_listed_is_found_by_id_with_the_reports(directory: Directory) -> None:
    found, _ = directory.page(Asked(), limit=50)
    for seen in found:
        if seen.actor_id is not None:
            assert [one.actor_id for one in directory.find(seen.actor_id)] == [seen.actor_id]
        assert len(directory.reports(seen, limit=50)) == seen.reports
        assert len(directory.reports(seen, limit=1)) == 1


def test_a_name_finds_all_who_bear_it(directory: Directory) -> None:
    assert sorted(str(seen.country) for seen in directory.find("moussa keïta")) == ["MLI", "SEN"]
    assert directory.find("Keita Moussa") == []


def test_counts_follow_what_is_coded_anew(directory: Directory, store: Store) -> None:
    assert ("3 traders", 2) in listed(directory)
    keep(store, "b", speaker=[("Awa Keita", "MLI")])
    assert ("3 traders", 1) in listed(directory)
    record, capture = page("a", TEXT, ())
    store.save(record, capture=capture, again=True)
    assert "3 traders" not in [name for name, _ in listed(directory)]
    assert ("Jama'at Nusrat al-Islam wal-Muslimin", 4) in listed(directory)


def test_the_list_reads_totals_in_their_order(tmp_path: Path) -> None:
    """A list of a store of millions must not sort or count their rows."""
    store = open_sqlite(tmp_path / "news.db")
    query = "SELECT who, reports FROM actor_totals ORDER BY reports DESC, who LIMIT 50"
    plan = " ".join(str(row["detail"]) for row in store._database.rows(f"EXPLAIN QUERY PLAN {query}"))
    store.close()
    assert "COVERING INDEX actor_totals_reports" in plan
    assert "TEMP B-TREE" not in plan
