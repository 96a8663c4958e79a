"""Single sign-on against a provider that listens here: who is let in as what, and what is not believed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey

from faleme.settings import Settings
from faleme.store.teams import TeamStore
from faleme.teams import oidc
from faleme.teams.oidc import LoginRefused, let_in_person
from faleme.teams.users import add_user, change_user
from tests.teams.provider import CLIENT, SECRET, Provider, provided


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provided() as listening:
        yield listening


def desk(provider: Provider) -> oidc.Provider:
    return oidc.Provider(
        Settings(
            serve_login="oidc",
            oidc_discovery=provider.discovery,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_role_claim="groups",
            desk_address="https://desk.example",
        )
    )


def came_back(asked: oidc.Provider, back: str = "/map") -> tuple[str, str]:
    """State and code with which the provider sends a browser back."""
    answer = httpx.get(asked.begin(back).address, follow_redirects=False)
    location = httpx.URL(answer.headers["location"])
    assert str(location).startswith("https://desk.example/login/oidc/callback?")
    return location.params["state"], location.params["code"]


ROLES: list[tuple[Any, str | None]] = [
    ("reviewer", "reviewer"),
    (["staff", "reader"], "reader"),
    (["faleme-admin", "reader"], "admin"),
    (["staff"], None),
    ("administrator", None),
    (None, None),
    ([7, {"admin": 1}], None),
]


@pytest.mark.parametrize(("groups", "role"), ROLES)
def test_roles_come_from_the_claim(provider: Provider, groups: Any, role: str | None) -> None:
    provider.claims = {"groups": groups}
    asked = desk(provider)
    person, back = asked.finish(*came_back(asked))
    assert (person.name, person.role, person.subject) == ("awa", role, f"{provider.address}|7")
    assert back == "/map"


def test_a_code_and_a_state_count_once(provider: Provider) -> None:
    asked = desk(provider)
    state, code = came_back(asked)
    asked.finish(state, code)
    with pytest.raises(LoginRefused, match="begin again"):
        asked.finish(state, code)
    with pytest.raises(LoginRefused, match="begin again"):
        asked.finish("made up", code)
    state, _ = came_back(asked)
    with pytest.raises(LoginRefused, match="did not take the code"):
        asked.finish(state, "made up")


def test_another_browsers_code_fails_by_pkce(provider: Provider) -> None:
    asked = desk(provider)
    (mine, _), (_, theirs) = came_back(asked), came_back(asked)
    with pytest.raises(LoginRefused):
        asked.finish(mine, theirs)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another client"},
        {"exp": int(time.time()) - 3600},
        {"nonce": "another"},
        {"sub": None},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_what_is_not_for_us_is_not_believed(provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims = claims
    asked = desk(provider)
    with pytest.raises(LoginRefused, match="cannot be trusted"):
        asked.finish(*came_back(asked))


def test_a_key_that_is_not_published_is_not_believed_and_a_new_one_is_looked_up(provider: Provider) -> None:
    asked = desk(provider)
    asked.finish(*came_back(asked))
    old = provider.key
    provider.key, provider.published = RSAKey.generate_key(2048, {"kid": "two"}), [old]
    with pytest.raises(LoginRefused, match="cannot be trusted"):
        asked.finish(*came_back(asked))
    provider.published = [old, provider.key]
    asked.finish(*came_back(asked))


def test_another_issuer_than_the_settings_name(provider: Provider) -> None:
    provider.issuer = "https://evil.example"
    with pytest.raises(LoginRefused, match="not what oidc_discovery says"):
        desk(provider).begin("/")


def test_a_provider_that_is_gone() -> None:
    with provided() as listening:
        asked = desk(listening)
    with pytest.raises(LoginRefused, match="does not answer"):
        asked.begin("/")


def _person(**also: Any) -> oidc.Person:
    return oidc.Person(**{"subject": "https://id.example|7", "name": "awa", "role": "reader", **also})


def test_users_are_made_and_change_with_the_claim(team: TeamStore) -> None:
    assert let_in_person(team, _person(), address=None, keeps_role=False).role == "reader"
    assert let_in_person(team, _person(name="renamed", role="admin"), address=None, keeps_role=False).name == "awa"
    assert let_in_person(team, _person(), address=None, keeps_role=True).role == "admin"
    assert [row.action for row in team.audit_rows()] == ["login", "login", "user.role", "login", "user.add"]


def test_who_is_not_let_in(team: TeamStore) -> None:
    add_user(team, "bo", "admin", by="local")
    add_user(team, "cy", "admin", by="local")
    with pytest.raises(LoginRefused, match="another user"):
        let_in_person(team, _person(name="BO"), address=None, keeps_role=False)
    with pytest.raises(LoginRefused, match="no role"):
        let_in_person(team, _person(role=None), address=None, keeps_role=False)
    with pytest.raises(LoginRefused, match="cannot be a user's name"):
        let_in_person(team, _person(name="local"), address=None, keeps_role=False)
    let_in_person(team, _person(), address=None, keeps_role=False)
    change_user(team, "awa", by="bo", disabled=True)
    with pytest.raises(LoginRefused, match="disabled"):
        let_in_person(team, _person(), address=None, keeps_role=False)
