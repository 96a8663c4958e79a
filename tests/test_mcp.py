"""The server for assistants, asked by a client of the protocol."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

pytest.importorskip("mcp")

from mcp import Client

from faleme.mcp_server import NOTE, make_server
from faleme.settings import Settings
from faleme.store.desk import EventQuery
from faleme.store.judged import open_judged

T = TypeVar("T")
TOOLS = {"search_events", "get_event", "get_evidence", "dyad", "commitments", "codebook"}


@pytest.fixture(scope="module")
def server(example_store: Path) -> Any:
    return make_server(example_store, Settings())


def asked(server: Any, work: Callable[[Client], Awaitable[T]]) -> T:
    async def session() -> T:
        async with Client(server, raise_exceptions=False) as client:
            return await work(client)

    return asyncio.run(session())


def call(server: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool answers."""
    result = asked(server, lambda client: client.call_tool(tool, arguments))
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return dict(result.structured_content)


def sentences(answer: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text in an answer with the path to it."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from sentences(value, f"{where}/{key}")
    elif isinstance(answer, list):
        for value in answer:
            yield from sentences(value, where)
    elif isinstance(answer, str):
        yield where, answer


def test_six_tools_that_read(server: Any) -> None:
    listed = asked(server, lambda client: client.list_tools())
    assert {tool.name for tool in listed.tools} == TOOLS
    assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in listed.tools)
    assert all(tool.description for tool in listed.tools)


def test_search_and_from_an_event_to_its_words(server: Any) -> None:
    found = call(server, "search_events", country=["MLI"], event_type=["ASSAULT"], limit=5)
    assert found["query"] == "type=ASSAULT&country=MLI"
    assert found["count"] >= len(found["events"]) > 0
    first = found["events"][0]
    assert first["quoted_press"]["note"] == NOTE
    assert first["quoted_press"]["text"]
    event = call(server, "get_event", event_id=first["event_id"])
    assert first["event_id"] == event["event_id"]
    evidence = call(server, "get_evidence", event_id=first["event_id"], limit=2)
    assert 0 < len(evidence["reports"]) <= 2
    for report in evidence["reports"]:
        assert report["quoted_press"]["text"]


def test_the_press_is_quoted_in_its_field_alone(server: Any, example_store: Path) -> None:
    store = open_judged(example_store)
    lines = store.desk.event_lines(EventQuery(), limit=40, sort="severity").lines
    store.close()
    press = [line.sentence[:60] for line in lines if len(line.sentence) > 60]
    assert len(press) > 20
    answers = [call(server, "search_events", limit=50)]
    answers += [call(server, "get_event", event_id=line.event_id) for line in lines[:8]]
    answers += [call(server, "get_evidence", event_id=line.event_id) for line in lines[:8]]
    answers += [call(server, "commitments", limit=50), call(server, "dyad", first="MLI")]
    for answer in answers:
        for where, text in sentences(answer):
            if any(sentence in text for sentence in press):
                assert "/quoted_press" in where, (where, text[:80])


def test_dyads_promises_and_codes(server: Any) -> None:
    points = call(server, "dyad", first="MLI", second="SEN", by="year")["points"]
    assert points
    promises = call(server, "commitments", status="overdue")
    assert promises["count"] >= 1
    assert all(row["overdue_days"] for row in promises["commitments"])
    assert call(server, "codebook", event_type="assault")["type"]["code"] == "ASSAULT"
    assert "ASSAULT" in call(server, "codebook")["types"]


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("search_events", {"event_type": ["WAR"]}, "no such event type"),
        ("search_events", {"actor": ["Nobody At All"]}, "nobody answers"),
        ("search_events", {"since": "soon"}, "write 2024"),
        ("dyad", {"first": "Nobody At All"}, "nobody answers"),
        ("dyad", {"first": "MLI", "since": "soon"}, "Write 2024"),
        ("get_event", {"event_id": "E0"}, "no event"),
        ("get_evidence", {"event_id": "E0"}, "no event"),
        ("codebook", {"event_type": "WAR"}, "ASSAULT"),
    ],
)
def test_what_cannot_be_says_what_can(server: Any, tool: str, arguments: dict[str, Any], words: str) -> None:
    result = asked(server, lambda client: client.call_tool(tool, arguments))
    assert words in "".join(getattr(part, "text", "") for part in result.content)


def test_nothing_is_written(example_store: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(example_store, tmp_path / "news.db"))
    before = copy.read_bytes()
    server = make_server(copy, Settings())
    call(server, "search_events")
    call(server, "commitments")
    assert copy.read_bytes() == before
