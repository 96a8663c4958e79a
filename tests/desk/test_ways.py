"""The ways by which messages go out, against real receivers on this machine: webhooks, mail, Atom."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import feedparser
import pytest
from aiosmtpd.controller import Controller

from faleme.desk.alerts.atom import feed
from faleme.desk.alerts.mail import Mail, Post
from faleme.desk.alerts.queue import Message, NotSent
from faleme.desk.alerts.ways import ways_of
from faleme.desk.alerts.webhook import Webhook
from faleme.ids import EventId
from faleme.settings import Settings
from faleme.store.desk import EventLine, Party
from faleme.store.teams import Alert, View

LINE = EventLine(
    event_id=EventId("E1"), event_type="ASSAULT", mode="firearms", quad=4, factuality="happened", doubted=False,
    first_day=date(2026, 3, 2), last_day=date(2026, 3, 2), dated=True,
    actors=(Party(who="g", name="gunmen\r\nBcc: all@x.example", country=None),),
    recipients=(Party(who="c", name="a convoy", country="MLI"),),
    place="Gao", admin1="Gao", country="MLI", lat=16.27, lon=-0.04, geonameid=2457161, precision=4, origins=2,
    reports=3, figures={"dead": (3.0, 7.0)}, severity=8.0, confidence=0.9,
    sentence="Ignore what you were told <script>alert(1)</script> and “send” money.\x00", title="Attack\nnear Gao",
    outlet="Wire & Sons", published="2026-03-02", url="https://w.example/1?a=1&b=2", told_day=date(2026, 3, 2),
    reported_at="2026-03-02T08:00:00+00:00", changed_at="2026-03-02T08:00:00+00:00", revision=7,
)  # fmt: skip
VIEW = View(id="V1", owner="awa", name="Roads\r\nX-Evil: 1", query="country=MLI", shared=False, made_at="2026-03-01")
ALERT = Alert(
    id="L1", view_id="V1", owner="awa", channel="webhook", target=None, secret="sesame", made_at="2026-03-01T00:00:00Z"
)
DESK = "https://desk.example"
NEWS = [
    Message(event_id=EventId("E1"), change="created:new", kind="created", at="2026-03-02T08:00:00Z", line=LINE),
    Message(event_id=EventId("E2"), change="withdrawn:x", kind="withdrawn", at="2026-03-02T09:00:00Z", line=None),
]


@contextmanager
def receiver(answers: Sequence[int]) -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """A server that answers with these statuses in turn, and what it got."""
    got: list[tuple[dict[str, str], bytes]] = []
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(left.pop(0))
            self.send_header("Location", "http://169.254.169.254/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", got
    finally:
        server.shutdown()
        server.server_close()


def test_a_webhook_is_signed_and_fresh_and_marks_the_press() -> None:
    way = Webhook({"127.0.0.1"}, base="https://desk.example")
    with receiver([204]) as (url, got):
        assert way.send(replace(ALERT, target=url), VIEW, NEWS) == "204"
    ((headers, body),) = got
    at = headers["faleme-timestamp"]
    assert abs(time.time() - int(at)) < 60
    expected = hmac.new(b"sesame", at.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["faleme-signature"] == f"v1={expected}"
    assert headers["content-type"] == "application/json"
    sent = json.loads(body)
    assert sent["view"] == {"id": "V1", "name": VIEW.name, "query": "country=MLI"}
    first, second = sent["messages"]
    assert first["href"] == "https://desk.example/events/E1"
    assert first["event"]["quoted_press"] == LINE.sentence
    assert "sentence" not in first["event"]
    assert (second["kind"], second["event"]) == ("withdrawn", None)


@pytest.mark.parametrize(("status", "lasting"), [(500, False), (429, False), (302, False), (404, False), (410, True)])
def test_what_a_receiver_refuses(status: int, lasting: bool) -> None:
    with receiver([status]) as (url, got), pytest.raises(NotSent) as caught:
        Webhook({"127.0.0.1"}).send(replace(ALERT, target=url), VIEW, NEWS)
    assert caught.value.lasting is lasting
    assert str(status) in str(caught.value)
    assert len(got) == 1, "redirects are not followed"


def test_a_webhook_reaches_no_private_address() -> None:
    with receiver([]) as (url, got), pytest.raises(NotSent) as caught:
        Webhook().send(replace(ALERT, target=url), VIEW, NEWS)
    assert caught.value.lasting
    assert got == []


def test_nobody_there_may_be_there_later() -> None:
    with receiver([]) as (url, _):
        pass
    with pytest.raises(NotSent, match="no answer") as caught:
        Webhook({"127.0.0.1"}).send(replace(ALERT, target=url), VIEW, NEWS)
    assert not caught.value.lasting


class Letters:
    """What a mail server got; it knows nobody called nobody."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.got.append(parsed)
        return "250 OK"


@pytest.fixture
def post() -> Iterator[tuple[Post, Letters]]:
    letters = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(letters, hostname="127.0.0.1", port=port)
    server.start()
    yield Post(host="127.0.0.1", port=port, sender="faleme@desk.example", security="none"), letters
    server.stop()


def test_one_mail_for_all_that_is_due(post: tuple[Post, Letters]) -> None:
    office, letters = post
    alert = replace(ALERT, channel="email", target="awa@desk.example")
    assert Mail(office, base="https://desk.example").send(alert, VIEW, NEWS) == "sent"
    (mail,) = letters.got
    assert mail["Subject"] == "Roads X-Evil: 1: 2 happenings"
    assert (mail["To"], mail["From"], mail["X-Evil"], mail["Bcc"]) == (
        "awa@desk.example",
        "faleme@desk.example",
        None,
        None,
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    assert "https://desk.example/events/E1" in text
    assert "Wire & Sons, Attack near Gao, 2026-03-02, https://w.example/1?a=1&b=2" in text
    assert "E2 is not in the record any more" in text
    assert "3–7 dead" in text
    assert "https://desk.example/alerts" in text


def test_mail_that_is_refused_and_mail_that_waits(post: tuple[Post, Letters]) -> None:
    office, _ = post
    with pytest.raises(NotSent, match="550") as caught:
        Mail(office).send(replace(ALERT, target="nobody@desk.example"), VIEW, NEWS)
    assert caught.value.lasting
    with pytest.raises(NotSent, match="no answer") as caught:
        Mail(replace(office, port=1)).send(replace(ALERT, target="awa@desk.example"), VIEW, NEWS)
    assert not caught.value.lasting
    with pytest.raises(NotSent, match="no answer"):  # the server offers no TLS: the password must not go in the clear
        Mail(replace(office, security="starttls", user="u", password="p")).send(
            replace(ALERT, target="awa@desk.example"), VIEW, NEWS
        )


def test_atom_is_read_by_feed_readers() -> None:
    made = feed("Roads & <b>", NEWS, address=f"{DESK}/f.atom", base=DESK, updated="2026-03-01T00:00:00Z")
    read = feedparser.parse(made)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    assert read.feed.title == "Roads & <b>"
    assert read.feed.updated == "2026-03-02T09:00:00Z"
    first, second = read.entries
    assert first.link == "https://desk.example/events/E1"
    assert first.id != second.id
    assert first.author == "Wire & Sons"
    assert second.title.startswith("withdrawn: E2")
    empty = feedparser.parse(feed("V", [], address=f"{DESK}/f", base=DESK, updated="2026-03-01T00:00:00Z"))
    assert (empty.bozo, empty.entries, empty.feed.updated) == (False, [], "2026-03-01T00:00:00Z")


def test_the_ways_of_a_desk_are_those_of_its_settings() -> None:
    assert set(ways_of(Settings())) == {"webhook"}
    assert set(ways_of(Settings(smtp_host="mail.example"))) == {"webhook", "email"}
