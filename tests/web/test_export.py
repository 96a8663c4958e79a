"""Exports: the file is of what was asked, says what it loses first, and is the same for the same address and state."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from faleme.desk.export import SAMPLE, TITLES
from faleme.exchange.form_names import FORMS
from faleme.exchange.forms import Table
from faleme.exchange.loss import Loss
from tests.web.conftest import client_of


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_form_has_a_title() -> None:
    assert set(TITLES) == set(FORMS)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "parquet"])
def test_each_form_says_its_loss_and_gives_a_file(client: TestClient, form: str) -> None:
    page = client.get(f"/export?type=ASSAULT&form={form}").text
    assert "What this form loses" in page
    href = re.search(r'href="(/export/file\?[^"]+)"', page)
    assert href is not None
    answer = client.get(unescape(href[1]))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert client.get(unescape(href[1])).content == answer.content


def test_a_loss_counted_on_a_sample_says_so(client: TestClient) -> None:
    of = client.get("/events.json").json()["count"]
    page = client.get("/export?form=csv").text
    assert (f"Of the first {SAMPLE} of {of:,} happenings:" in page) == (of > SAMPLE)


def test_only_what_was_asked(client: TestClient) -> None:
    found = client.get("/events.json?type=ASSAULT").json()
    rows = _rows(client.get("/export/file?type=ASSAULT&form=csv&flavour=data").text)
    assert len(rows) == found["count"]
    reports = client.get("/export/file?type=ASSAULT&form=reports").text.splitlines()
    assert len(reports) == sum(item["reports"] for item in found["items"])
    one = found["items"][0]["event_id"]
    assert len(_rows(client.get(f"/export/file?id={one}&form=csv").text)) == 1


@pytest.mark.parametrize("unit", ["dyad-month", "dyad-week", "place-week"])
def test_counted_units(client: TestClient, unit: str) -> None:
    rows = _rows(client.get(f"/export/file?unit={unit}").text)
    assert rows
    for row in rows:
        quads = [int(row[name]) for name in row if name.endswith(("_cooperation", "_conflict"))]
        assert sum(quads) <= int(row["events"])
    assert rows == sorted(rows, key=lambda row: row["period"])
    assert client.get(f"/export?unit={unit}&form=acled").status_code == 400


def test_of_a_state_that_is_gone(client: TestClient) -> None:
    answer = client.get("/export/file?rev=1")
    assert answer.status_code == 409
    assert "cannot be made again" in answer.text


def test_flavours_differ_in_text_alone() -> None:
    form = Table(name="t", columns=("a", "b"), rows=lambda *_: (), holds=frozenset(), delimiter=",")
    exact = Table(name="t", columns=("a", "b"), rows=lambda *_: (), holds=frozenset(), delimiter=",", exact=True)
    loss = Loss(form="t", unit="event", holds=frozenset())
    assert form.line({"a": "=1+1", "b": -2.5}, loss) == "'=1+1,-2.5\r\n"
    assert exact.line({"a": "=1+1\n", "b": -2.5}, loss) == '"=1+1\n",-2.5\r\n'


def test_curl_and_python_name_the_file(client: TestClient) -> None:
    page = unescape(client.get("/export?type=ASSAULT").text)
    assert re.search(r"curl -fL -o faleme-events-\d+\.csv 'http://127\.0\.0\.1:8765/export/file\?type=ASSAULT&", page)
    assert "urlretrieve(" in page


def test_a_long_export_is_a_job(own_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faleme.web.pages.export.AT_ONCE", 3)
    with client_of(own_store) as client:
        answer = client.get("/export/file?type=ASSAULT&form=plover", follow_redirects=False)
        assert answer.status_code == 303
        job = answer.headers["location"]
        for _ in range(200):
            found = client.get(f"{job}.json").json()
            if found["state"] == "done":
                break
            time.sleep(0.1)
        assert found["state"] == "done", found
        assert found["loss"]
        assert found["seen"] == found["total"]
        file = client.get(found["file"])
        assert [json.loads(line) for line in file.text.splitlines()]
        again = client.get("/export/file?type=ASSAULT&form=plover", follow_redirects=False)
        assert again.headers["location"] == job
        client.post(f"{job}/cancel")
        assert client.get(found["file"]).status_code == 409
        assert "Cancelled" in client.get(job).text
