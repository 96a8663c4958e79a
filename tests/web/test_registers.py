"""Registers on screen."""

from __future__ import annotations

import csv
import re
import threading
from pathlib import Path
from typing import get_args

import pytest
from fastapi.testclient import TestClient

from faleme.reference.registers import Register
from faleme.settings import Settings
from faleme.web.app import create_app
from tests.web.conftest import HOST


@pytest.mark.parametrize("register", get_args(Register))
def test_each_register_with_its_twins(client: TestClient, register: str) -> None:
    page = client.get(f"/registers/{register}")
    assert page.status_code == 200
    rows = client.get(f"/registers/{register}.json").json()["items"]
    assert page.text.count("<tr data-item>") == min(len(rows), 100)
    read = list(csv.DictReader(client.get(f"/registers/{register}.csv?flavour=data").text.splitlines(keepends=True)))
    assert [row["row_id"] for row in read] == [row["row_id"] for row in rows]
    for row in rows[:3]:
        one = client.get(f"/registers/{register}/{row['row_id']}")
        assert one.status_code == 200
        assert row["row_id"] in one.text
        assert client.get(f"/registers/{register}/{row['row_id']}.json").json()["what"] == row["what"]


def test_filters_lead_to_the_rows_they_name(client: TestClient) -> None:
    overdue = client.get("/registers/commitments.json?status=overdue").json()["items"]
    assert overdue
    assert all(row["overdue_days"] for row in overdue)
    page = client.get("/registers/commitments?status=overdue").text
    assert "no report found since" in page
    before = client.get("/registers/commitments.json?status=overdue&at=2025-01-01").json()["items"]
    assert len(before) < len(overdue)
    whole = client.get("/registers/commitments.json").json()["items"]
    some = client.get("/registers/commitments.json?party=MLI").json()["items"]
    assert 0 < len(some) < len(whole)
    assert all("MLI" in row["countries"] for row in some)


def test_no_row_says_so_and_leads_to_all(client: TestClient) -> None:
    page = client.get("/registers/commitments?status=kept&at=1990-01-01").text
    assert "No row fits." in page
    assert 'href="/registers/commitments"' in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/registers/treaties", 404),
        ("/registers/commitments/GAAAAAAAAAAAAA", 404),
        ("/registers/commitments?status=late", 400),
        ("/registers/commitments?at=soon", 400),
        ("/registers/commitments?party=Nobody+At+All", 400),
    ],
)
def test_what_cannot_be(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


def test_a_status_is_judged_with_a_reason_and_stands_in_the_history(own_client: TestClient) -> None:
    (row, *_) = own_client.get("/registers/commitments.json?status=open").json()["items"]
    address = f"/registers/commitments/{row['row_id']}"
    assert own_client.post(f"{address}/correct", data={"status": "kept"}).status_code == 400, "no reason"
    assert own_client.post(f"{address}/correct", data={"why": "x"}).status_code == 400, "nothing to set"
    assert own_client.post(f"{address}/correct", data={"status": "lost", "why": "x"}).status_code == 400
    done = own_client.post(
        f"{address}/correct", data={"status": "kept", "when": "2026-11-01", "why": "The <post> opened."}
    )
    assert done.status_code == 200
    assert "The &lt;post&gt; opened." in done.text
    assert own_client.get(f"{address}.json").json()["status"] == "kept"


def test_evidence_leads_to_the_sentence_on_its_page(client: TestClient) -> None:
    (row, *_) = client.get("/registers/commitments.json").json()["items"]
    page = client.get(f"/registers/commitments/{row['row_id']}").text
    (article, start, end, *_) = re.search(r'href="(/articles/A\w+)\?at=(\d+)-(\d+)"', page).groups()  # type: ignore[union-attr]
    assert int(start) < int(end)
    assert client.get(article).status_code == 200


def test_registers_and_review_are_made_when_the_desk_starts(examples_store: Path) -> None:
    app = create_app(examples_store, Settings())
    registers = app.state.shared.registers
    shelf = registers._shelves["agreements"]
    shelf.lock.acquire()  # its making is held up
    with TestClient(app, base_url=HOST, headers={"accept": "text/html"}) as client:
        app.state.shared.make_first()
        early = client.get("/registers/agreements")
        assert early.status_code == 503
        assert early.headers["retry-after"] == "5"
        assert "<h1>Being made</h1>" in early.text
        assert "The register of agreements is being made" in early.text
        shelf.lock.release()
        for thread in threading.enumerate():
            if thread.name == "first":
                thread.join(60)
        assert shelf.values
        assert app.state.shared.review.open() is not None
        assert client.get("/registers/agreements").status_code == 200


@pytest.mark.parametrize("address", ["/", "/dyads/MLI/SEN", "/actors/MLI", "/timeline?actor=MLI&actor=SEN"])
def test_pages_come_without_registers_that_are_being_made(examples_store: Path, address: str) -> None:
    app = create_app(examples_store, Settings())  # not started, so that nothing is made in the background
    app.state.shared.registers.expect(soon=True)
    client = TestClient(app, base_url=HOST, headers={"accept": "text/html"})
    page = client.get(address)
    assert page.status_code == 200
    assert re.search(r'class="notice" role="status">Being made .* registers', page.text)
    assert not re.search("No agreement in force|No open promise|None that is known", page.text)
    whole = client.get("/registers/commitments.json", headers={"accept": "application/json"})
    assert (whole.status_code, whole.headers["retry-after"]) == (503, "5")
