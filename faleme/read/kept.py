"""Bytes of answers as they came, kept in a folder by what they are: `ab/abcdef….gz`, each content once."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from faleme.ids import sha256


def keep(folder: Path, content: bytes) -> Path:
    """Where the content is kept now. Written whole or not at all; what is there already is left as it is.

    Raises OSError where the folder cannot be written.
    """
    name = sha256(content)
    path = folder / name[:2] / f"{name}.gz"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{name}.{os.getpid()}")
    try:
        part.write_bytes(gzip.compress(content, 6, mtime=0))
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return path
