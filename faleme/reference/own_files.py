"""A desk's own TOML file: read once, its faults gathered and told together, each with its entry and what to do."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from faleme.errors import SettingsError


def read_own_file(path: Path, *, hint: str) -> tuple[bytes, dict[str, Any]]:
    """The file's bytes and its table. Raises SettingsError where it cannot be read, with the hint."""
    try:
        content = path.read_bytes()
        return content, tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}). {hint}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}") from error


class EntryReader:
    """Values of a file's entries, checked; ``check`` raises all faults that were found on the way."""

    unknown = "no field is called {!r}"
    list_of = "a list of words"

    def __init__(self) -> None:
        self._at = ""  # the entry that is read, for people
        self.faults: list[str] = []

    def check(self, path: Path) -> None:
        """Raise SettingsError with every fault so far, if there is one."""
        if self.faults:
            many = f"{len(self.faults)} fault{'s' * (len(self.faults) > 1)}"
            raise SettingsError(f"{path} has {many}:\n  " + "\n  ".join(self.faults))

    def _fault(self, words: str) -> None:
        self.faults.append(f"{self._at}: {words}")

    def _known_keys(self, entry: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in entry:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}."
                self._fault(f"{self.unknown.format(key)}; {hint}")

    def _words(self, entry: Mapping[str, Any], key: str) -> str | None:
        value = entry.get(key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self._fault(f"{key} is {value!r}: write words in quotation marks, or leave it out.")
        return None

    def _list(self, entry: Mapping[str, Any], key: str, *, needed: bool = False) -> tuple[str, ...]:
        """needed: a list that is given may not be empty."""
        value = entry.get(key, [])
        empty = needed and value == [] and key in entry
        if isinstance(value, list) and not empty and all(isinstance(each, str) and each.strip() for each in value):
            return tuple(dict.fromkeys(value))
        self._fault(f'{key} is {value!r}: write {self.list_of}, such as {key} = ["…", "…"].')
        return ()

    def _one_of(self, what: str, value: str | None, allowed: Collection[str]) -> None:
        if value is not None and value not in allowed:
            near = difflib.get_close_matches(value, allowed, n=1)
            self._fault(f"{value!r} is no {what}; " + (f"did you mean {near[0]!r}?" if near else self._choice(allowed)))

    def _choice(self, allowed: Collection[str]) -> str:
        return f"there are {', '.join(allowed)}." if allowed else "it has none."
