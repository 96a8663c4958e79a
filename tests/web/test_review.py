"""The review queue: one question, one answer, one undo."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from faleme.desk.review_queue import KINDS
from faleme.store.judged import open_judged


def asked(page: str) -> tuple[str, list[str]]:
    """Key of the question, and values of its answers."""
    (key,) = re.findall(r'name="key" value="([^"]+)"', page)
    return key, re.findall(r'name="answer" value="([^"]+)" data-answer', page)


@pytest.mark.parametrize("kind", KINDS)
def test_evidence_comes_first_and_keys_are_told(client: TestClient, kind: str) -> None:
    page = client.get(f"/review/{kind}").text
    if "Nothing is open here." in page:
        pytest.skip(f"the example pages ask nothing of {kind}")
    assert page.index("<blockquote") < page.index('data-answer="1"')
    assert "why:" in page
    assert page.count("data-answer=") >= 2
    assert "data-skip" in page


def test_one_press_decides_one_item_and_u_takes_it_back(own_store: Path, own_client: TestClient) -> None:
    first = own_client.get("/review/codings").text
    key, answers = asked(first)
    assert answers[:2] == ["accept", "no_event"]
    left = int(re.findall(r"(\d+) left", first)[0])
    answered = own_client.post("/review/codings", data={"key": key, "answer": "accept"})
    assert answered.status_code == 200
    assert "right as it stands" in answered.text, "the outcome is announced"
    assert int(re.findall(r"(\d+) left", answered.text)[0]) == left - 1
    assert asked(answered.text)[0] != key
    store = open_judged(own_store)
    judged = store.judgements()
    store.close()
    assert len(judged) == 1
    (last,) = re.findall(r'name="last" value="([^"]+)"', answered.text)
    own_client.post("/review/codings", data={"answer": "undo", "last": last})
    back = own_client.get("/review/codings").text
    assert int(re.findall(r"(\d+) left", back)[0]) == left
    assert "1 today" in answered.text
    assert "0 today" in back, "an answer taken back is no work done, and taking it back is none"


def test_a_second_press_of_the_same_page_decides_nothing(own_client: TestClient) -> None:
    key, _ = asked(own_client.get("/review/codings").text)
    assert own_client.post("/review/codings", data={"key": key, "answer": "accept"}).status_code == 200
    again = own_client.post("/review/codings", data={"key": key, "answer": "no_event"})
    assert again.status_code == 409
    assert "answered meanwhile" in again.text


def test_skipped_ones_come_last_and_htmx_gets_the_question_alone(own_client: TestClient) -> None:
    key, _ = asked(own_client.get("/review/codings").text)
    part = own_client.post("/review/codings", data={"key": key, "answer": "skip"}, headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert asked(part)[0] != key
    assert f'name="skipped" value="{key}"' in part


def test_what_is_no_answer(own_client: TestClient) -> None:
    key, _ = asked(own_client.get("/review/codings").text)
    assert own_client.post("/review/codings", data={"key": key, "answer": "type=NOSUCH"}).status_code == 400
    assert own_client.post("/review/codings", data={"answer": "undo"}).status_code == 400
    assert own_client.get("/review/poems").status_code == 404


def test_sixty_an_hour_is_no_hardship(own_client: TestClient) -> None:
    own_client.get("/review/codings")
    begun = time.process_time()
    for _ in range(5):
        key, _ = asked(own_client.get("/review/codings").text)
        own_client.post("/review/codings", data={"key": key, "answer": "accept"}, headers={"hx-request": "true"})
    assert (time.process_time() - begun) / 5 < 2, "seconds of work an answer; a minute is what a person has"
