"""Sentences with their marks inline as event pages, a JSON object a line: what `faleme evaluate` reads.

python -m scripts.annotated mine/*.txt > mine.jsonl

The inline form is that of `training/markup.py`, which also says what is wrong with a line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from training.markup import read_written


def main(paths: Sequence[str]) -> int:
    """Write the pages of all files; 2 where there is none, 1 where a line is wrong."""
    if not paths:
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        pages = [page for path in paths for page in read_written(Path(path))]
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for page in pages:
        sys.stdout.write(json.dumps(page, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
