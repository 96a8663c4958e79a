"""Headers of every answer: nothing is loaded from elsewhere, nothing runs that is not our own file."""

from __future__ import annotations

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; worker-src 'self'; "
    "manifest-src 'self'"
)
_ALWAYS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))
_HSTS = (b"strict-transport-security", b"max-age=31536000")


def headers_of(scheme: str, *, policy: bool) -> list[tuple[bytes, bytes]]:
    """What an answer over a scheme carries beside its own headers."""
    found = [*_ALWAYS]
    if policy:
        found.append((b"content-security-policy", _POLICY.encode()))
    if scheme == "https":
        found.append(_HSTS)
    return found
