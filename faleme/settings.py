"""Settings: what stands in ``faleme.toml``, overruled by ``FALEME_*`` in the environment, overruled by options.

# faleme.toml
store = "news.db"

[engine]
threads = 2
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from faleme.errors import SettingsError
from faleme.store.opening import Address, address_of

FILE = "faleme.toml"
_PREFIX = "FALEME_"
Value = Path | int | float | str | frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """store: file of the embedded store, or address of one in PostgreSQL. engine_threads: cores that the language core
    may use. engine_precision: "int8", or "fp32" for answers that do not differ between kinds of processor.
    engine_model: folder of a core trained by oneself; None for the one shipped. actors, lexicon: files of the desk's
    own actors, and of its own event types and trigger entries, or None.

    fetch_contact: how the operators of sites reach the desk (an e-mail or web address), told with every request.
    fetch_delay: seconds between two requests to one host. fetch_allow_hosts: hosts that may be asked though their
    address is private. fetch_keep: folder for the bytes of every answer. feeds_soonest, feeds_latest: seconds between
    two tries of a feed, at least and at most; between them each feed sets its own pace.

    serve_host, serve_port: where the desk listens. serve_hosts: names under which it is reached, beside those of this
    machine. serve_login: "none" (one local user), "password" or "oidc" (single sign-on). serve_behind_proxy: addresses
    of proxies that are believed when they say who asks, and by https. desk_address: where people reach the desk, for
    links in messages, invites and single sign-on. oidc_discovery: address of the provider's discovery document;
    oidc_client_id, oidc_client_secret: how the provider knows this desk; oidc_role_claim: the claim with somebody's
    role; None makes everybody a reader at first. smtp_host, smtp_port, smtp_user, smtp_password, smtp_from, smtp_tls:
    the server for mail; smtp_tls is "starttls", "tls" or "none"."""

    store: Address = Path("faleme.db")
    engine_threads: int = 1
    engine_precision: str = "int8"
    engine_model: Path | None = None
    fetch_contact: str | None = None
    fetch_delay: float = 2.0
    fetch_allow_hosts: frozenset[str] = frozenset()
    fetch_keep: Path | None = None
    feeds_soonest: float = 300.0
    feeds_latest: float = 21_600.0
    actors: Path | None = None
    lexicon: Path | None = None
    serve_host: str = "127.0.0.1"
    serve_port: int = 8765
    serve_hosts: frozenset[str] = frozenset()
    serve_login: str = "none"
    serve_behind_proxy: frozenset[str] = frozenset()
    desk_address: str | None = None
    oidc_discovery: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = field(default=None, repr=False)
    oidc_role_claim: str | None = None
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_user: str | None = None
    smtp_password: str | None = field(default=None, repr=False)
    smtp_from: str | None = None
    smtp_tls: str = "starttls"


def load_settings(folder: Path = Path(), *, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings for a working folder.

    The file is ``faleme.toml`` there, or what FALEME_SETTINGS names. Paths in the file are relative to it. Raises
    SettingsError for a setting of the file that nobody knows, and for a value that cannot be, naming the file or
    variable. Other variables that begin with FALEME_ are left alone: tests and shells have theirs.
    """
    environment = os.environ if environment is None else environment
    named = environment.get("FALEME_SETTINGS")
    path = Path(named) if named else folder / FILE
    values: dict[str, Any] = {}
    if path.is_file():
        for key, value in _flat(_table(path)).items():
            if key not in _CHECKS:
                raise SettingsError(f"{path}: no setting is called {key!r}; {_hint(key)}")
            values[key] = _checked(key, value, f"{path}, {key}")
        for key in ("store", "engine_model", "fetch_keep", "actors", "lexicon"):
            if isinstance(values.get(key), Path):
                values[key] = path.parent / values[key]
    elif named:
        raise SettingsError(f"FALEME_SETTINGS names {named}, which does not exist.")
    for variable, text in environment.items():
        key = variable.removeprefix(_PREFIX).lower()
        if variable.startswith(_PREFIX) and key in _CHECKS:
            values[key] = _checked(key, text, variable)
    return Settings(**values)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}).") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}") from error


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """``[engine] threads`` as ``engine_threads``."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat.update({f"{key}_{inner}": found for inner, found in value.items()})
        else:
            flat[key] = value
    return flat


def _hint(key: str) -> str:
    near = difflib.get_close_matches(key, _CHECKS, n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(_CHECKS))}."


def _checked(key: str, value: object, where: str) -> Value:
    try:
        return _CHECKS[key](value)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error


def _path(value: object) -> Path:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{value!r} is not the name of a file")
    return Path(value).expanduser()


def _store(value: object) -> Address:
    _path(value)
    return address_of(str(value))


def _threads(value: object) -> int:
    text = str(value)
    if isinstance(value, bool) or not text.isdigit() or not 1 <= int(text) <= 256:
        raise ValueError(f"{value!r} is not a number of threads from 1 to 256")
    return int(text)


def _precision(value: object) -> str:
    if value not in ("int8", "fp32"):
        raise ValueError(f"{value!r} is not a precision: int8 or fp32")
    return str(value)


def _contact(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > 200:
        raise ValueError(f"{value!r} is no contact: give an e-mail or web address")
    return value.strip()


def _seconds(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = -1.0
    if isinstance(value, bool) or not 0.0 <= seconds <= 3_600.0:
        raise ValueError(f"{value!r} is not a number of seconds from 0 to 3600")
    return seconds


def _pause(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = -1.0
    if isinstance(value, bool) or not 1.0 <= seconds <= 604_800.0:
        raise ValueError(f"{value!r} is not a number of seconds from 1 to 604800 (a week)")
    return seconds


def _hosts(value: object) -> frozenset[str]:
    """A list in the file; in the environment, names with commas between."""
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise ValueError(f"{value!r} is no list of host names")
    return frozenset(one.strip().casefold() for one in listed if one.strip())


def _line(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError(f"{value!r} is no line of text")
    return value.strip()


def _secret(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is empty or no text")  # what it is must not stand in an error
    return value.strip()


def _port(value: object) -> int:
    text = str(value)
    if isinstance(value, bool) or not text.isdigit() or not 0 <= int(text) <= 65_535:
        raise ValueError(f"{value!r} is not a port from 0 to 65535")
    return int(text)


def _address(value: object) -> str:
    """An address without the slash at its end; https, unless it is this machine's own."""
    parts = urlsplit(value) if isinstance(value, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"{value!r} is no address such as https://desk.example.org")
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError(f"{value!r} must begin with https://")
    return parts.geturl().rstrip("/")


def _one_of(*words: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        if value not in words:
            raise ValueError(f"{value!r} is none of {', '.join(words)}")
        return str(value)

    return check


_CHECKS: dict[str, Callable[[object], Value]] = {
    "fetch_contact": _contact,
    "fetch_delay": _seconds,
    "fetch_allow_hosts": _hosts,
    "fetch_keep": _path,
    "feeds_soonest": _pause,
    "feeds_latest": _pause,
    "store": _store,
    "engine_threads": _threads,
    "engine_precision": _precision,
    "engine_model": _path,
    "actors": _path,
    "lexicon": _path,
    "serve_host": _line,
    "serve_port": _port,
    "serve_hosts": _hosts,
    "serve_login": _one_of("none", "password", "oidc"),
    "serve_behind_proxy": _hosts,
    "desk_address": _address,
    "oidc_discovery": _address,
    "oidc_client_id": _line,
    "oidc_client_secret": _secret,
    "oidc_role_claim": _line,
    "smtp_host": _line,
    "smtp_port": _port,
    "smtp_user": _line,
    "smtp_password": _secret,
    "smtp_from": _line,
    "smtp_tls": _one_of("starttls", "tls", "none"),
}
