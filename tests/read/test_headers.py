"""What heads of answers say, rightly and wrongly."""

from __future__ import annotations

import email.utils
import time

import pytest

from faleme.read.headers import location, retry_after


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("9" * 30, 1e6),
        ("9" * 6000, None),
        ("²", None),
        ("-5", None),
        ("soon", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Wed, 99 Oct 2015 07:28:00 GMT", None),
    ],
)
def test_how_long_to_wait(said: str | None, seconds: float | None) -> None:
    assert retry_after(said) == seconds


def test_a_time_to_come() -> None:
    wait = retry_after(email.utils.formatdate(time.time() + 60, usegmt=True))
    assert wait is not None
    assert 55 < wait <= 60


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("/b", "https://news.example/b"),
        ("b", "https://news.example/a/b"),
        (" //other.example/x ", "https://other.example/x"),
        ("?page=2", "https://news.example/a/1?page=2"),
        ("/two words", "https://news.example/two%20words"),
        ("/\udcc3\udca9t\udcc3\udca9", "https://news.example/été"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_where_to_go(said: str, where: str) -> None:
    assert location("https://news.example/a/1", said) == where
