"""Saved pages of a gold folder with what their makers say of them, and the gold's own scoring program.

A folder has ``extraction/gold.jsonl`` (id, url, html, text; where given title, author, date) and the gzipped pages it
names. ``score.py`` lies in the folder or above it. They stay outside the repository.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from faleme.ids import CaptureId, digest
from faleme.records import Capture

GOLD = Path(os.environ.get("FALEME_GOLD", "../shared/gold"))
FOLDERS = ("", "wcxb")  # below GOLD


@dataclass(frozen=True, slots=True)
class WebPage:
    """A saved page and the row of its gold."""

    capture: Capture
    gold: dict[str, Any]


def web_pages(folder: Path) -> Iterator[WebPage]:
    """The pages in the order of the gold file. A row may name its ``charset``."""
    with (folder / "extraction" / "gold.jsonl").open(encoding="utf-8") as rows:
        for line in rows:
            row = json.loads(line)
            content = gzip.decompress((folder / "extraction" / row["html"]).read_bytes())
            capture = Capture(
                capture_id=CaptureId(digest("C", row["id"])),
                key=row["id"],
                content=content,
                media_type="text/html",
                charset=row.get("charset"),
                url=row.get("url"),
            )
            yield WebPage(capture, row)


def scorer(gold: Path) -> ModuleType:
    """The scoring program that came with the gold."""
    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
