"""`faleme users`, `tokens` and `audit`, as whoever looks after a desk uses them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from faleme.store.judged import open_judged
from faleme.store.sqlite import open_sqlite
from faleme.teams.invites import invited
from faleme.teams.tokens import token_identity
from faleme.teams.users import let_in
from tests.command import run

GOOD = "sand and stars 7"


@pytest.fixture(autouse=True)
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("faleme.toml").write_text('store = "news.db"\n[desk]\naddress = "https://desk.example"\n', encoding="utf-8")
    run("users", "add", "awa", "--role", "admin")


def rows(*arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*arguments, "--json").stdout.splitlines()]


def test_a_new_user_gets_a_link() -> None:
    said = run("users", "add", "bo")
    assert "bo is reader" in said.stderr
    address, _, secret = said.stdout.strip().partition("#")
    assert address == "https://desk.example/invite"
    store = open_judged(Path("news.db"))
    user = invited(store.team, secret)
    store.close()
    assert user is not None
    assert user.name == "bo"


def test_a_newer_link_ends_the_older_one() -> None:
    older, newer = (run("users", "invite", "awa").stdout.strip().partition("#")[2] for _ in range(2))
    store = open_judged(Path("news.db"))
    assert (invited(store.team, older), invited(store.team, newer) is not None) == (None, True)
    store.close()


def test_a_password_comes_through_a_pipe() -> None:
    said = run("users", "add", "bo", "--role", "reviewer", "--password", stdin=f"{GOOD}\n")
    assert said.stdout == ""  # no link: there is a password
    store = open_judged(Path("news.db"))
    assert let_in(store.team, "bo", GOOD, address=None) is not None
    run("users", "password", "bo", stdin="other words 99\n")
    assert let_in(store.team, "bo", GOOD, address=None) is None
    assert let_in(store.team, "bo", "other words 99", address=None) is not None
    store.close()


def test_roles_and_the_door() -> None:
    run("users", "add", "bo")
    assert "bo is reviewer" in run("users", "role", "bo", "reviewer").stderr
    assert "bo is disabled" in run("users", "disable", "bo").stderr
    assert [(each["name"], each["role"], each["disabled"]) for each in rows("users", "list")] == [
        ("awa", "admin", False),
        ("bo", "reviewer", True),
    ]
    assert re.search(r"bo +reviewer +not yet +last never +disabled", run("users", "list").stdout)
    assert "bo is let in" in run("users", "disable", "bo", "--undo").stderr


def test_a_token_is_printed_once_and_ends() -> None:
    said = run("tokens", "make", "awa", "--for", "nightly pull", "--days", "30")
    secret = said.stdout.strip()
    assert re.fullmatch(r"fal_[\w-]{43}", secret)
    (listed,) = rows("tokens", "list")
    assert (listed["label"], listed["scope"], listed["last_at"]) == ("nightly pull", "read", None)
    assert "hash" not in listed
    assert secret not in run("tokens", "list").stdout
    store = open_judged(Path("news.db"))
    assert token_identity(store.team, secret) is not None
    run("tokens", "revoke", str(listed["id"]).lower())
    assert token_identity(store.team, secret) is None
    store.close()
    assert "ended" in run("tokens", "list").stdout


WRONG = [
    # arguments, exit code, what it says to do
    (("users", "add", "bo", "--role", "boss"), 2, "reader, reviewer, admin"),
    (("users", "add", "two words"), 2, "letters, digits and . _ @ + - are allowed"),
    (("users", "add", "AWA"), 2, "`faleme users role AWA reader` changes the role"),
    (("users", "role", "awa", "reader"), 2, "make another one first"),
    (("users", "disable", "awa"), 2, "make another one first"),
    (("users", "role", "nobody", "reader"), 3, "`faleme users list` shows"),
    (("users", "invite", "cy"), 3, "`faleme users list` shows"),
    (("tokens", "make", "cy", "--for", "pull"), 3, "`faleme users list` shows"),
    (("tokens", "make", "awa", "--for", " "), 2, "say in up to 100 letters"),
    (("tokens", "make", "awa", "--for", "pull", "--scope", "all"), 2, "read or write"),
    (("tokens", "make", "awa", "--for", "pull", "--days", "400"), 2, "365"),
    (("tokens", "revoke", "T0123456789"), 3, "`faleme tokens list` shows all"),
    (("audit", "verify", "--store", "none.db"), 3, "none.db"),
]


@pytest.mark.parametrize(("arguments", "code", "says"), WRONG, ids=[" ".join(arguments) for arguments, *_ in WRONG])
def test_errors_say_what_to_do(arguments: tuple[str, ...], code: int, says: str) -> None:
    assert says in run(*arguments, code=code).stderr


def test_a_weak_password_is_refused_and_nobody_added() -> None:
    assert "12 at least" in run("users", "add", "bo", "--password", stdin="short\n", code=2).stderr
    assert [each["name"] for each in rows("users", "list")] == ["awa"]


def test_the_log_has_who_typed() -> None:
    run("users", "add", "bo")
    run("users", "role", "bo", "reviewer")
    (changed, *_) = rows("audit", "list", "--action", "user.role")
    assert str(changed["person"]).endswith("(command line)")
    assert (changed["before"], changed["after"]) == (
        {"role": "reader", "disabled": False},
        {"role": "reviewer", "disabled": False},
    )
    assert "was {'disabled': False, 'role': 'reader'}" in run("audit", "list", "--action", "user.role").stdout
    assert run("audit", "list", "--person", "nobody").stdout == ""


def test_a_log_that_holds_and_one_that_was_altered() -> None:
    assert re.fullmatch(r"2 rows, and all hold; the last hash is [0-9a-f]{64}\n", run("audit", "verify").stdout)
    run("users", "add", "bo")
    store = open_sqlite(Path("news.db"))
    store.database.run("DROP TRIGGER desk_audit_no_update")
    store.database.run("UPDATE desk_audit SET person = 'cy' WHERE n = 3")
    store.close()
    assert "row 3 does not fit" in run("audit", "verify", code=1).stdout
    (state,) = [json.loads(run("audit", "verify", "--json", code=1).stdout)]
    assert (state["rows"], state["broken"]) == (2, 3)
