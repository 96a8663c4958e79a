"""Secrets that are given out once: the store keeps a hash, so that who reads the store cannot come in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

_BYTES = 32  # 256 bits: nothing to guess, so a plain hash without salt is enough to keep


def new_secret(prefix: str = "") -> str:
    """A secret that nobody can guess, fit for a cookie or an address."""
    return prefix + secrets.token_urlsafe(_BYTES)


def hash_of(secret: str) -> str:
    """What the store keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_id(prefix: str) -> str:
    """A short id that is no secret."""
    return prefix + secrets.token_hex(5).upper()


def stamp(at: datetime) -> str:
    """A time as the store has it: ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def after(at: datetime, length: timedelta) -> str:
    """So long after a time, as the store has it."""
    return stamp(at + length)
