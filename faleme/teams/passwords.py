"""Passwords: argon2id as the library has it by default, and the same wait for names that nobody has."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from faleme.errors import SettingsError

LEAST, MOST = 12, 200  # letters; the upper bound keeps hashing short


def hashed(password: str, *, name: str = "") -> str:
    """The hash that is kept. Raises SettingsError for a password that is too short, too long, or the name."""
    if len(password) < LEAST:
        raise SettingsError(f"the password has {len(password)} letters; it needs {LEAST} at least. Several words do.")
    if len(password) > MOST:
        raise SettingsError(f"the password has more than {MOST} letters.")
    if password.casefold() == name.casefold():
        raise SettingsError("the password is the name; choose another.")
    return _hasher().hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that a hash was made of. None: of nobody, which takes as long and is never true."""
    if len(password) > MOST:
        return False
    try:
        return _hasher().verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_old(kept: str) -> bool:
    """Whether a hash was made with settings that the library has left behind."""
    return _hasher().check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")
