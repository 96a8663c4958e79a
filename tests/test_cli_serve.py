"""`faleme serve`: where it listens, and whom it believes."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from faleme.cli_serve import server_of
from faleme.settings import Settings
from faleme.store.sqlite import open_sqlite
from faleme.teams.users import add_user
from faleme.web.app import create_app
from tests.command import run

GOOD = "sand and stars 7"
BY_PROXY = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https", "host": "desk.example"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    opened = open_sqlite(path)
    add_user(opened.team, "awa", "admin", by="local", password=GOOD)
    opened.close()
    return path


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example"])
def test_it_is_not_open_to_others_without_a_login(
    host: str, store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("serve", "--host", host, "--store", str(store), code=2).stderr
    assert '[serve]\nlogin = "password"\nhosts = ["desk.example.org"]\n' in said
    assert "`faleme users add NAME --role admin`" in said


def test_single_sign_on_lacks_settings(store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("faleme.toml").write_text('[serve]\nlogin = "oidc"\n', encoding="utf-8")
    assert "oidc_discovery" in run("serve", "--store", str(store), code=2).stderr


@contextmanager
def served(store: Path, settings: Settings) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = server_of(create_app(store, settings), settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize(
    ("proxies", "believed"), [({"127.0.0.1"}, True), ({"192.0.2.1"}, False), (set(), False)], ids=str
)
def test_proxies_that_are_named_are_believed(store: Path, proxies: set[str], believed: bool) -> None:
    settings = Settings(
        serve_login="password", serve_hosts=frozenset({"desk.example"}), serve_behind_proxy=frozenset(proxies)
    )
    with served(store, settings) as address:
        answer = httpx.post(f"{address}/login", data={"name": "awa", "password": GOOD}, headers=BY_PROXY)
    assert answer.status_code == (303 if believed else 400)  # others could read a password over http
    assert ("strict-transport-security" in answer.headers) is believed
    assert "server" not in answer.headers
    if believed:
        assert answer.headers["set-cookie"].startswith("__Host-faleme=")
        opened = open_sqlite(store)
        assert [row.address for row in opened.team.audit_rows(action="login")] == ["203.0.113.9"]
        opened.close()
