"""Settings: file, environment, and what is refused with which words."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from faleme.errors import SettingsError
from faleme.settings import Settings, load_settings


def test_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path, environment={}) == Settings(store=Path("faleme.db"), engine_threads=1)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "faleme.toml").write_text('store = "news.db"\n[engine]\nthreads = 2\n')
    assert load_settings(tmp_path, environment={}) == Settings(store=tmp_path / "news.db", engine_threads=2)
    found = load_settings(tmp_path, environment={"FALEME_STORE": "other.db", "FALEME_SEEDS": "x", "HOME": "y"})
    assert found == Settings(store=Path("other.db"), engine_threads=2)


def test_another_file(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("engine_threads = 3\n")
    assert load_settings(environment={"FALEME_SETTINGS": str(tmp_path / "mine.toml")}).engine_threads == 3
    with pytest.raises(SettingsError, match=r"none\.toml, which does not exist"):
        load_settings(environment={"FALEME_SETTINGS": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("stor = 'a'", r"no setting is called 'stor'; did you mean 'store'\?"),
        ("colour = 'red'", r"there are actors, .*, lexicon, .*, store\."),
        ("[engine]\nthreads = 0", r"engine_threads: 0 is not a number of threads"),
        ("[engine]\nthreads = true", "True is not a number"),
        ("[engine]\nprecision = 'fp16'", "'fp16' is not a precision: int8 or fp32"),
        ("store = 7", "7 is not the name of a file"),
        ("store = ", "cannot be read as TOML"),
        ("[fetch]\ndelay = -1", "is not a number of seconds"),
        ("[fetch]\ncontact = ''", "give an e-mail or web address"),
        ("[fetch]\nallow_hosts = 3", "is no list of host names"),
    ],
)
def test_what_is_refused(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "faleme.toml").write_text(toml)
    with pytest.raises(SettingsError, match=said):
        load_settings(tmp_path, environment={})


def test_a_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="FALEME_ENGINE_THREADS: 'two'"):
        load_settings(tmp_path, environment={"FALEME_ENGINE_THREADS": "two"})


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    values = {"store": "a.db", "engine_threads": "2", "engine_precision": "fp32", "engine_model": "mine"}
    values |= {"actors": "own.toml", "lexicon": "types.toml", "fetch_contact": "desk@news.example"}
    values |= {"fetch_delay": "0.5", "fetch_allow_hosts": "intranet, archive.local"}
    values |= {"fetch_keep": "answers"}
    values |= {"feeds_soonest": "60", "feeds_latest": "3600"}
    values |= {"serve_host": "0.0.0.0", "serve_port": "80", "serve_hosts": "desk.example", "serve_login": "oidc"}
    values |= {"serve_behind_proxy": "192.0.2.1", "desk_address": "https://desk.example/"}
    values |= {"oidc_discovery": "https://id.example/.well-known/openid-configuration", "oidc_client_id": "desk"}
    values |= {"oidc_client_secret": "hush", "oidc_role_claim": "groups", "smtp_host": "mail.example"}
    values |= {"smtp_port": "25", "smtp_user": "desk", "smtp_password": "hush", "smtp_from": "desk@mail.example"}
    values |= {"smtp_tls": "tls"}
    assert values.keys() == {field.name for field in fields(Settings)}
    load_settings(tmp_path, environment={f"FALEME_{name.upper()}": value for name, value in values.items()})
