"""Names of what stands under ``/static``: each file has a hash in its name, so that it may be kept for a year."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

STATIC = Path(str(resources.files("faleme.web"))) / "static"


def asset(name: str) -> str:
    """The address of a file by its name in ``MANIFEST.toml``. KeyError where there is none."""
    return f"/static/{_files()[name]}"


@cache
def _files() -> Mapping[str, str]:
    manifest = tomllib.loads((STATIC / "MANIFEST.toml").read_text(encoding="utf-8"))
    return {name: entry["file"] for name, entry in manifest["files"].items()}
