"""Where a desk may listen, and under which names it answers."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from faleme.errors import SettingsError
from faleme.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def may_listen(host: str, settings: Settings) -> None:
    """Raises SettingsError where a desk at an address would be open to others without a login, with the lines to add;
    and where single sign-on lacks a setting."""
    if settings.serve_login == "oidc":
        lacking = [
            name
            for name in ("oidc_discovery", "oidc_client_id", "oidc_client_secret", "desk_address")
            if getattr(settings, name) is None
        ]
        if lacking:
            raise SettingsError(f"serve_login is oidc, and {', '.join(lacking)} must be set for it.")
    if settings.serve_login == "none" and not is_loopback(host):
        raise SettingsError(
            f"{host} can be reached by others, and nobody would have to sign in. Add to faleme.toml:\n"
            '[serve]\nlogin = "password"\nhosts = ["desk.example.org"]\n'
            "with the name under which the desk is reached, then `faleme users add NAME --role admin`."
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def names_of(settings: Settings) -> frozenset[str]:
    """Names under which the desk answers, without ports; others are refused, so that no foreign name can be bound to
    this machine's address."""
    names = LOOPBACK | settings.serve_hosts
    if settings.desk_address is not None and (named := urlsplit(settings.desk_address).hostname):
        names |= {named}
    return frozenset(names)
