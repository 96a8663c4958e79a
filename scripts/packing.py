"""Make the common texts that record bodies are packed against (faleme/store/packing.py) from the records of a store.

    python scripts/packing.py STORE 6 [--segment 160] [--samples 3000]

Writes faleme/store/packing.NUMBER.txt for each kind of body, from the number given on. A text is pieces of bodies;
those come last whose runs of eight bytes stand in most bodies, as what is near costs least. zlib looks back 32 KB.
Numbers that are released never change.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections import Counter
from pathlib import Path

from faleme.store.packing import KINDS, unpacked

_FOLDER = Path(__file__).parents[1] / "faleme" / "store"
_SIZE = 32_500
_RUN = 8  # bytes; shorter ones zlib finds nearby as well


def common_text(samples: list[bytes], segment: int) -> bytes:
    """Pieces of the samples that share most runs with other samples, the best last; each run counts once."""
    known = Counter(
        run for sample in samples for run in {sample[at : at + _RUN] for at in range(len(sample) - _RUN + 1)}
    )
    data = b"".join(samples)
    part = len(data) * segment // _SIZE
    found: list[tuple[int, bytes]] = []
    for first in range(0, len(data) - part + 1, part):
        chunk = data[first : first + part]
        best, at = max(_worth(chunk, known, segment))
        piece = chunk[at : at + segment]
        found.append((best, piece))
        for run in range(len(piece) - _RUN + 1):
            known.pop(piece[run : run + _RUN], None)
    return b"".join(piece for _, piece in sorted(found))[-_SIZE:].decode(errors="ignore").encode()


def _worth(chunk: bytes, known: Counter[bytes], segment: int) -> list[tuple[int, int]]:
    """For each place: how often the different runs of the piece that begins there stand in samples."""
    runs = [chunk[at : at + _RUN] for at in range(len(chunk) - _RUN + 1)]
    inside: Counter[bytes] = Counter()
    worth, total = [], 0
    width = segment - _RUN + 1
    for at, run in enumerate(runs):
        total += known[run] if run in known and not inside[run] else 0
        inside[run] += 1
        if at >= width:
            left = runs[at - width]
            inside[left] -= 1
            total -= known[left] if left in known and not inside[left] else 0
        worth.append((total, max(0, at - width + 1)))
    return worth


def main() -> None:
    """Read the bodies, write the texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("first", type=int)
    parser.add_argument("--segment", type=int, default=160)
    parser.add_argument("--samples", type=int, default=3000)
    given = parser.parse_args()
    with sqlite3.connect(given.store) as raw:
        by_kind: dict[str, list[bytes]] = {}
        for (table, column), kind in KINDS.items():
            bodies = raw.execute(f"SELECT {column} FROM {table} ORDER BY id")  # noqa: S608 - our own names
            by_kind.setdefault(kind, []).extend(unpacked(row[0]).encode() for row in bodies)
    raw.close()
    for number, (_, samples) in enumerate(sorted(by_kind.items()), given.first):
        step = max(1, len(samples) // given.samples)
        (_FOLDER / f"packing.{number}.txt").write_bytes(common_text(samples[::step], given.segment))


if __name__ == "__main__":
    main()
