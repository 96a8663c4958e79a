"""Users, passwords, invites, sessions and tokens: who gets in, and until when."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from faleme.errors import SettingsError, StoreError
from faleme.store.teams import TeamStore
from faleme.teams import passwords
from faleme.teams.invites import invite_user, invited, take_invite
from faleme.teams.roles import ROLES, may
from faleme.teams.sessions import alive, end_session, open_session, session_identity
from faleme.teams.tokens import end_token, make_token, token_identity
from faleme.teams.users import add_user, change_user, let_in

GOOD = "sand and stars 7"


@pytest.mark.parametrize(
    ("password", "says"),
    [("eleven char", "11 letters"), ("x" * 201, "more than 200"), ("Awa.Traore.ML", "is the name")],
)
def test_weak_passwords_are_refused(team: TeamStore, password: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        add_user(team, "awa.traore.ml", "reader", by="local", password=password)


@pytest.mark.parametrize("name", ["", "local", "two words", "a/b", "x" * 65, "<b>", "\u202eawa"])
def test_names_that_cannot_be(team: TeamStore, name: str) -> None:
    with pytest.raises(SettingsError, match="cannot be a user's name"):
        add_user(team, name, "reader", by="local")


def test_one_name_in_any_case_is_one_user(team: TeamStore) -> None:
    add_user(team, "Awa", "reader", by="local", password=GOOD)
    with pytest.raises(SettingsError, match="already"):
        add_user(team, "awa", "admin", by="local")
    assert let_in(team, "AWA", GOOD, address=None) is not None


def test_who_gets_in(team: TeamStore) -> None:
    add_user(team, "awa", "admin", by="local", password=GOOD)
    add_user(team, "bo", "reader", by="local", password=GOOD)
    add_user(team, "cy", "reader", by="local")  # has not taken the invite
    change_user(team, "bo", by="awa", disabled=True)
    assert let_in(team, "awa", GOOD, address="192.0.2.1") is not None
    for name, password in (("awa", GOOD + "x"), ("bo", GOOD), ("cy", GOOD), ("cy", ""), ("dan", GOOD)):
        assert let_in(team, name, password, address="192.0.2.1") is None
    assert [row.person for row in team.audit_rows(action="login.refused")] == ["nobody", "cy", "cy", "bo", "awa"]


def test_a_hash_of_older_settings_is_made_anew(team: TeamStore) -> None:
    from dataclasses import replace

    user = add_user(team, "awa", "admin", by="local")
    team.put_user(replace(user, password=PasswordHasher(time_cost=1, memory_cost=8192).hash(GOOD)))
    assert let_in(team, "awa", GOOD, address=None) is not None
    kept = team.user("awa")
    assert kept is not None
    assert kept.password is not None
    assert not passwords.is_old(kept.password)
    assert passwords.fits(GOOD, kept.password)


def test_names_that_nobody_has_take_as_long(team: TeamStore) -> None:
    add_user(team, "awa", "admin", by="local", password=GOOD)

    def taken(name: str) -> float:
        def once() -> float:
            begun = time.process_time()
            let_in(team, name, "wrong" * 4, address=None)
            return time.process_time() - begun

        return statistics.median(once() for _ in range(5))

    taken("nobody.there")  # makes the hash that nobody's password is held against
    assert 0.4 < taken("nobody.there") / taken("awa") < 2.5


def test_the_last_admin_stays(team: TeamStore) -> None:
    add_user(team, "awa", "admin", by="local")
    for change in ({"role": "reader"}, {"disabled": True}):
        with pytest.raises(SettingsError, match="only admin"):
            change_user(team, "awa", by="awa", **change)
    with pytest.raises(StoreError, match="no user bo"):
        change_user(team, "bo", by="awa", role="admin")


def test_a_disabled_user_is_out_at_once(team: TeamStore) -> None:
    add_user(team, "awa", "admin", by="local")
    add_user(team, "bo", "reviewer", by="awa")
    session = open_session(team, "bo", address=None, agent=None)
    token, _ = make_token(team, "bo", label="pull", scope="read", by="bo")
    change_user(team, "bo", by="awa", disabled=True)
    assert (session_identity(team, session), token_identity(team, token)) == (None, None)
    change_user(team, "bo", by="awa", disabled=False)
    assert (session_identity(team, session), token_identity(team, token)) == (None, None)


def test_an_invite_sets_the_password_once(team: TeamStore) -> None:
    add_user(team, "awa", "admin", by="local")
    old = invite_user(team, "awa", by="local")
    link = invite_user(team, "awa", by="local")
    assert invited(team, old) is None
    with pytest.raises(SettingsError, match="needs 12"):
        take_invite(team, link, "short", address=None)
    assert take_invite(team, link, GOOD, address=None).name == "awa"
    with pytest.raises(SettingsError, match="used or is over"):
        take_invite(team, link, GOOD, address=None)
    assert let_in(team, "awa", GOOD, address=None) is not None


def test_sessions_end_when_idle_and_when_one_says_so(team: TeamStore) -> None:
    add_user(team, "awa", "reviewer", by="local")
    found, now = None, datetime.now(UTC)
    secret, other = (open_session(team, "awa", address=None, agent="a browser") for _ in range(2))
    for hours in (6, 12, 18):  # used every six hours
        found = session_identity(team, secret, now=now + timedelta(hours=hours))
        assert found is not None
        assert (found.name, found.role, found.via) == ("awa", "reviewer", "session")
    assert found is not None
    assert session_identity(team, other, now=now + timedelta(hours=13)) is None
    assert session_identity(team, "made up") is None
    assert len(alive(team, "awa")) == 2
    assert end_session(team, found, found.key, address=None) == 1
    assert session_identity(team, secret) is None
    assert end_session(team, found, None, address=None) == 1
    assert alive(team, "awa") == []


def test_tokens_hold_until_their_end(team: TeamStore) -> None:
    add_user(team, "awa", "admin", by="local")
    secret, token = make_token(team, "awa", label="nightly pull", scope="read", by="awa")
    assert secret.startswith("fal_")
    assert len(secret) == 4 + 43
    assert secret not in str(team.tokens())
    now = datetime.now(UTC)
    found = token_identity(team, secret, now=now + timedelta(days=89))
    assert found is not None
    assert (found.via, found.scope, found.key) == ("token", "read", token.id)
    assert token_identity(team, secret, now=now + timedelta(days=91)) is None
    with pytest.raises(StoreError, match="no token"):
        end_token(team, token.id, by="bo", of="bo")
    end_token(team, token.id, by="awa")
    assert token_identity(team, secret) is None


def test_no_secret_stands_in_the_log(team: TeamStore) -> None:
    add_user(team, "awa", "admin", by="local", password=GOOD)
    secrets = [invite_user(team, "awa", by="local"), make_token(team, "awa", label="x", scope="write", by="awa")[0]]
    secrets.append(open_session(team, "awa", address=None, agent=None))
    let_in(team, GOOD, GOOD, address=None)  # a password typed as the name
    told = repr(team.audit_rows())
    assert not any(secret in told for secret in [*secrets, GOOD])


def test_roles_hold_what_lower_ones_may() -> None:
    assert [[may(role, needed) for needed in ROLES] for role in ROLES] == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]
