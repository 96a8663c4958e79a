"""Build all of ``faleme/data`` that comes from the reference folder, and write the checksums into SOURCES.toml.

    python -m scripts.build_data [REFERENCE]      default: $FALEME_REFERENCE, else ../shared/reference
    python -m scripts.build_data --checksums      only refresh the checksums, after an edit by hand

Two runs on the same folder write the same bytes. Files written by hand are read, never written.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from scripts import (
    build_actors,
    build_codebook,
    build_countries,
    build_gazetteer,
    build_outlets,
    build_people,
)
from scripts.tables import DATA

SOURCES = DATA / "SOURCES.toml"
# People before actors: names that the registry knows are left out of the old dictionary.
BUILDERS = (build_codebook, build_countries, build_outlets, build_people, build_actors, build_gazetteer)


def default_reference() -> Path:
    """The reference folder that the environment names, else the one beside the repository."""
    return Path(os.environ.get("FALEME_REFERENCE") or DATA.parents[2] / "shared" / "reference")


def checksum(path: Path) -> str:
    """SHA-256 of a file; of a folder, over the names and checksums of its files in order."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    files = sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    lines = "".join(f"{file.relative_to(path).as_posix()} {checksum(file)}\n" for file in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def refresh_checksums(reference: Path | None) -> None:
    """Rewrite each ``sha256`` line of SOURCES.toml, after the ``path`` (under data/) or ``input`` line above it.

    reference: None leaves the checksums of inputs as they are.
    """
    lines, measured = [], None
    for line in SOURCES.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(" = ")
        if key == "path":
            measured = DATA / value.strip('"')
        elif key == "input":
            measured = None if reference is None else reference / value.strip('"')
        known = key == "sha256" and measured is not None
        lines.append(f'sha256 = "{checksum(measured)}"' if known and measured else line)
    SOURCES.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 2 asked wrongly."""
    if arguments == ["--checksums"]:
        refresh_checksums(None)
        return 0
    reference = Path(arguments[0]) if arguments else default_reference()
    if len(arguments) > 1 or not reference.is_dir():
        print(f"{reference} is no folder. Usage: python -m scripts.build_data [REFERENCE]", file=sys.stderr)
        return 2
    for builder in BUILDERS:
        builder.build(reference)
    refresh_checksums(reference)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
