"""Names of what stands under ``/static``: each file has a hash in its name, so that it may be kept for a year."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from faleme.errors import ReferenceDataError

STATIC = Path(str(resources.files("faleme.web"))) / "static"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licensed:
    """What others made: alone in a file, or bundled with ours. licence_text: a path under ``static``."""

    name: str
    version: str
    licence: str
    licence_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file under ``static``. made_by_others: what of it is not ours, each with its licence."""

    file: str
    sha256: str
    size: int
    licence: str
    made_by_others: tuple[Licensed, ...]


def asset(name: str) -> str:
    """The address of a file by its name in ``MANIFEST.toml``. KeyError where there is none."""
    return f"/static/{assets()[name].file}"


@cache
def assets() -> Mapping[str, Asset]:
    """All files by their names. Raises ReferenceDataError where the manifest lacks something."""
    path = STATIC / "MANIFEST.toml"
    try:
        return {name: _asset(entry) for name, entry in tomllib.loads(path.read_text(encoding="utf-8"))["files"].items()}
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise ReferenceDataError(
            f"{path.name} of the desk's files cannot be read ({error!r}): install faleme again, or run "
            "`node build.mjs` in frontend/ of a checkout."
        ) from error


def _asset(entry: Mapping[str, Any]) -> Asset:
    alone = [entry] if "licence_text" in entry else []
    return Asset(
        file=str(entry["file"]),
        sha256=str(entry["sha256"]),
        size=int(entry["bytes"]),
        licence=str(entry["licence"]),
        made_by_others=tuple(_licensed(part) for part in (*alone, *entry.get("contains", ()))),
    )


def _licensed(entry: Mapping[str, Any]) -> Licensed:
    return Licensed(
        name=str(entry["name"]),
        version=str(entry["version"]),
        licence=str(entry["licence"]),
        licence_text=str(entry["licence_text"]),
    )
