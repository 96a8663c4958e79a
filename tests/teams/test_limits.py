"""How often one may ask, and where a desk may listen."""

from __future__ import annotations

import pytest

from faleme.errors import SettingsError
from faleme.settings import Settings
from faleme.teams.limits import Limits
from faleme.teams.listening import may_listen, names_of

OIDC = Settings(
    serve_login="oidc",
    oidc_discovery="https://id.example/.well-known/openid-configuration",
    oidc_client_id="desk",
    oidc_client_secret="hush",
    desk_address="https://desk.example",
)


def test_five_tries_a_minute_for_a_name_at_an_address() -> None:
    limits = Limits()
    assert [limits.login("awa", "192.0.2.1") for _ in range(5)] == [None] * 5
    wait = limits.login("AWA", "192.0.2.1")
    assert wait is not None
    assert 55 <= wait <= 61
    assert limits.login("awa", "192.0.2.2") is None
    assert limits.login("bo", "192.0.2.1") is None


def test_sixty_questions_a_minute_for_a_token() -> None:
    limits = Limits()
    assert [limits.api("T1") for _ in range(60)] == [None] * 60
    assert limits.api("T1") is not None
    assert limits.api("T2") is None


def test_two_exports_at_a_time() -> None:
    limits = Limits()
    with limits.export("awa") as one, limits.export("awa") as two:
        with limits.export("awa") as three, limits.export("bo") as other:
            assert (one, two, three, other) == (True, True, False, True)
        with limits.export("awa") as still:
            assert not still
    with limits.export("awa") as free:
        assert free


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_this_machine_needs_no_login(host: str) -> None:
    may_listen(host, Settings())


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example", ""])
def test_others_do_and_the_lines_to_add_are_told(host: str) -> None:
    with pytest.raises(SettingsError, match=r'\[serve\]\nlogin = "password"\nhosts = \["desk.example.org"\]'):
        may_listen(host, Settings())
    may_listen(host, Settings(serve_login="password"))
    may_listen(host, OIDC)


def test_single_sign_on_says_what_it_lacks() -> None:
    with pytest.raises(SettingsError, match="oidc_discovery, oidc_client_id, oidc_client_secret, desk_address"):
        may_listen("127.0.0.1", Settings(serve_login="oidc"))


def test_names_under_which_a_desk_answers() -> None:
    settings = Settings(serve_hosts=frozenset({"news.example"}), desk_address="https://desk.example:8443")
    assert names_of(settings) == {"localhost", "127.0.0.1", "::1", "news.example", "desk.example"}
