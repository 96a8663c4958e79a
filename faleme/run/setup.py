"""What codings are made by: the program, its core, and the data that it goes by, each with a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from faleme import __version__
from faleme.pipeline import Kit
from faleme.store.runs import MadeBy

# What makes a record of a page; doors, store and exports change nothing in it.
_CODE = (
    *("clean", "parse", "coding", "resolve", "link", "reference"),
    *("trees.py", "interviews.py", "pipeline.py", "records.py", "spans.py", "dates.py", "ids.py"),
)
_DATA = {
    "codebook": ("codebook",),
    "lexicon": ("lexicon", "calendar", "moon_feasts.csv", "link"),
    "actors": ("actors", "countries"),
    "gazetteer": ("gazetteer",),
    "outlets": ("outlets",),
}
_LENGTH = 12  # hexadecimal digits


def setup_of(kit: Kit) -> MadeBy:
    """The set-up of a kit: version of the program, digest of its code, name of the engine (with its training run and
    precision), digests of code book, lexicon, actors, gazetteer and outlets, and of a desk's own actors and lexicon
    where it has some. The same set-up gives the same codings of a page; two machines have the same with the same files.
    """
    own = kit.actors.own_digest
    return {
        **_shipped(),
        "engine": kit.engine.name,
        **({"own lexicon": kit.lexicon.own} if kit.lexicon.own else {}),
        **({"own actors": own} if own else {}),
    }


@cache
def _shipped() -> dict[str, str]:
    root = resources.files("faleme")
    made = {"program": __version__, "code": _digest(_files([root / part for part in _CODE], ".py"))}
    for name, parts in _DATA.items():
        made[name] = _digest(_files([root / "data" / part for part in parts], ""))
    return made


def _digest(files: Iterator[tuple[str, Traversable]]) -> str:
    hashed = hashlib.sha256()
    for name, file in files:
        content = file.read_bytes()
        hashed.update(f"{name}\x1f{len(content)}\x1f".encode() + content)
    return hashed.hexdigest()[:_LENGTH]


def _files(parts: list[Traversable], ending: str) -> Iterator[tuple[str, Traversable]]:
    for part in sorted(parts, key=lambda each: each.name):
        if part.is_file():
            yield part.name, part
        elif part.is_dir():
            inner = [each for each in part.iterdir() if each.is_dir() or each.name.endswith(ending)]
            for name, file in _files([each for each in inner if each.name != "__pycache__"], ending):
                yield f"{part.name}/{name}", file
