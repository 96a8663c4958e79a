"""What an event says, read from both databases: judgements, origins, and every door it is told through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from faleme.accounts import event_account
from faleme.errors import StoreError
from faleme.exchange.export import export_parts
from faleme.exchange.record_rows import EVENTS, event_row
from faleme.exchange.terminal import event_text
from faleme.exchange.views import event_detail, event_view
from faleme.link.account import EventAccount
from faleme.python import Opened
from faleme.records import Event
from faleme.run.correct import accept, set_values, undo
from faleme.settings import Settings
from faleme.store.judged import JudgedStore, open_judged
from faleme.store.opening import Address
from tests.run.test_correct import CODEBOOK, JUDGE, RAID, event_of, read, values

SEVEN = replace(
    RAID, clause="the Salt Road Front ambushed 7 soldiers on patrol near Gao", figures={"7": ("dead", 7)}, speaker=[]
)
TWELVE = replace(
    RAID, clause="the Salt Road Front ambushed 12 soldiers on patrol near Gao", figures={"12": ("dead", 12)}
)
DENIED = replace(
    RAID,
    clause="the army denied that the Salt Road Front ambushed soldiers on patrol near Gao",
    auxiliary="negation",
    speaker=[("the army", "MLI", "forces:MLI")],
)


@pytest.fixture
def store(address: Address) -> Iterator[JudgedStore]:
    opened = open_judged(address, create=True)
    yield opened
    assert opened.check() == []
    opened.close()


def raid(store: JudgedStore) -> Event:
    """The event of three outlets: 7 dead, 12 dead, 12 dead two days later."""
    found = {
        event_of(store, read(store, "a", [SEVEN], text=f"On 2 March {SEVEN.clause}.")),
        event_of(store, read(store, "b", [TWELVE], text=f"On 2 March {TWELVE.clause}.")),
        event_of(store, read(store, "c", [TWELVE], text=f"In the morning {TWELVE.clause}.", published="2024-03-05")),
    }
    (event_id,) = found
    assert event_id is not None
    return event(store, event_id)


def event(store: JudgedStore, event_id: str) -> Event:
    found = store.event(event_id)  # type: ignore[arg-type]
    assert found is not None
    return found


def account(store: JudgedStore, found: Event) -> EventAccount:
    return event_account(event(store, found.event_id), store)


def rows(store: JudgedStore, form: str) -> list[dict[str, object]]:
    text = "".join(export_parts(store, form, CODEBOOK)[0])
    if form == "geojson":
        return [feature["properties"] for feature in json.loads(text)["features"]]
    return [json.loads(line) for line in text.splitlines()]


def test_every_door_tells_the_headline_value(store: JudgedStore) -> None:
    found = raid(store)
    (toll,) = account(store, found).figures
    assert (toll.value and toll.value.low, toll.low, toll.high, toll.accounts) == (12, 7, 12, 3)
    view = event_detail(found, store)
    assert (view["tolls"][0]["value"], view["tolls"][0]["span"], view["contradictions"]) == ("12", "7-12", ["dead"])
    assert "dead: 12; 7-12 in 3 accounts, CONTRADICTED (most independent origins: 2 of 3)" in event_text(view)
    (plover,) = rows(store, "plover")
    assert (plover["size"], plover["contradictions"], plover["articles"]) == ({"dead": 12.0}, ["dead"], 3)
    (flat,) = rows(store, "geojson")
    assert (flat["dead_low"], flat["dead_high"], flat["figures"], flat["tolls"]) == (
        7.0, 12.0, ["dead 12"], ["dead 7-12 in 3"],
    )  # fmt: skip
    assert (flat["first_reported"], flat["last_reported"]) == ("2024-03-03", "2024-03-05")
    opened = Opened(store, Settings())
    row = event_row(found, store)
    assert [row[column.name] for column in EVENTS if column.name in ("articles", "contradictions")] == [3, ["dead"]]
    assert opened.account(found).figures == opened.account(found.event_id).figures
    with pytest.raises(StoreError, match="no event"):
        opened.account("E0")


def test_what_is_set_of_the_event_wins_and_the_reports_stand_beside_it(store: JudgedStore) -> None:
    found = raid(store)
    made = set_values([found.event_id], values("dead=9", "place=2440485", "mode=beat"), store, JUDGE)
    says = account(store, found)
    (toll,) = says.figures
    assert (toll.value and toll.value.low, toll.interval, len(toll.told)) == (9, (9, 9), 3)
    assert toll.why.startswith("set by A. Editor: read the ministry's note (D")
    place = says.fields["place"]
    assert place.why.startswith("set by")
    assert place.others[0].backing.at_least == 3
    assert [mark.field for mark in says.headline.corrected] == ["mode", "place", "dead"]
    (flat,) = rows(store, "geojson")
    assert (flat["dead_low"], flat["mode"], flat["geonameid"]) == (9.0, "beat", 2440485)
    undo([made[0].judgement_id], store, JUDGE)
    assert account(store, found).figures[0].value != toll.value


def test_what_is_set_of_a_report_is_what_that_report_says(store: JudgedStore) -> None:
    found = raid(store)
    first, *_ = found.report_ids
    set_values([first], values("dead=12"), store, JUDGE)
    (toll,) = account(store, found).figures
    assert (toll.contradicted, toll.backing.at_least) == (False, 3)
    assert event_view(found, store)["contradictions"] == []


def test_an_accepted_headline_is_certain(store: JudgedStore) -> None:
    found = raid(store)
    assert account(store, found).confidence.value < 1
    accept([found.event_id], store, JUDGE)
    assert account(store, found).confidence.value == 1


def test_who_denies(store: JudgedStore) -> None:
    found = raid(store)
    other = event_of(store, read(store, "d", [DENIED], text=f"On 2 March {DENIED.clause}."))
    assert other == found.event_id
    says = account(store, found)
    assert [claim.speaker.actor_id for claim in says.denied_by] == ["forces:MLI"]
    assert (says.fields["factuality"].value, says.fields["factuality"].contradicted) == ("happened", True)
