"""History: what people decided stands there with before, after and why, and can be taken back."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from fastapi.testclient import TestClient

from faleme.reference.own_lexicon import load_ontology
from faleme.run.correct import Judge, set_values
from faleme.store.judged import open_judged
from tests.web.conftest import client_of

WHY = '<script>alert(1)</script> the march was "announced"'


def _corrected(path: Path) -> str:
    """A correction in a store; the event that it is of."""
    with closing(open_judged(path)) as store:
        event = next(iter(store.iter_events()))
        codebook, _ = load_ontology()
        set_values([event.event_id], {"factuality": "denied"}, store, Judge(who="Awa", why=WHY, codebook=codebook))
        return event.event_id


def test_a_decision_and_its_undoing(own_store: Path) -> None:
    event_id = _corrected(own_store)
    with client_of(own_store) as client:
        page = client.get("/history?of=people").text
        assert "Awa" in page
        assert f"/events/{event_id}" in page
        assert '<ins class="after">denied</ins>' in page
        assert "<script>alert" not in page
        undo = re.search(r'action="(/history/D\w+/undo)"', page)
        assert undo is not None
        assert client.post(undo[1], data={"why": " "}).status_code == 400
        answer = client.post(undo[1], data={"why": "checked again"}, follow_redirects=False)
        assert answer.status_code == 303
        page = client.get("/history?of=people").text
        assert "taken back by local: checked again" in page
        assert undo[1] not in page
        assert client.post(undo[1], data={"why": "twice"}).status_code == 409


def test_filters(own_store: Path) -> None:
    _corrected(own_store)
    with client_of(own_store) as client:
        items = client.get("/history.json?person=Awa").json()["items"]
        assert [item["fields"][0]["after"] for item in items] == ["denied"]
        assert not client.get("/history.json?person=Awa&field=place").json()["items"]
        assert not client.get("/history.json?day=1999").json()["items"]
        assert all(item["by"] is None for item in client.get("/history.json?of=program").json()["items"])


def test_all_steps_page_by_page(client: TestClient) -> None:
    href, seen = "/history.json", 0
    while href:
        found = client.get(href).json()
        seen += len(found["items"])
        href = found["next"]
    assert seen >= client.get("/events.json").json()["count"]


def test_what_cannot_be_asked(client: TestClient) -> None:
    for query in ("day=soon", "of=nobody", "before=x"):
        assert client.get(f"/history?{query}").status_code == 400
