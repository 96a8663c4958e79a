"""Lines for a terminal: wrapped, in columns, and no more of a long list than a person reads."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_WIDTH = 100


def wrapped(text: str, indent: str) -> list[str]:
    """Lines of at most 100 columns; the text's own line breaks stay."""
    lines = []
    for line in text.split("\n"):
        lines += textwrap.wrap(
            line,
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines


def listed(names: Sequence[str], most: int) -> str:
    """The first names, and how many more there are."""
    left = len(names) - most
    return f"{', '.join(names[:most])} and {left} more" if left > 0 else ", ".join(names)


def more(all_of: Sequence[T], most: int, noun: str, indent: str) -> list[str]:
    """The line that says how many are left out; none where all are shown."""
    left = len(all_of) - most
    return [f"{indent}… and {counted(left, 'more ' + noun)} (--json shows all)"] if left > 0 else []


def counted(number: int, noun: str) -> str:
    """1 report, 2 reports."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def columns(rows: Sequence[Sequence[str]], *, width: int, shrink: Sequence[tuple[int, int]]) -> str:
    """Rows in columns two blanks apart. shrink: (column, width down to which it gives way), in turn."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for column, least in shrink:
        over = sum(widths) + 2 * (len(widths) - 1) - width
        widths[column] = max(min(widths[column], least), widths[column] - max(0, over))
    lines = []
    for row in rows:
        cells = [cut(cell, size).ljust(size) for cell, size in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def cut(cell: str, size: int) -> str:
    """At most so many letters."""
    return cell if len(cell) <= size else cell[: size - 1] + "…"
