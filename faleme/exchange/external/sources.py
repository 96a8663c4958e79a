"""Which data set a file is of: by its header, or without one by the number of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from faleme.errors import ReadError
from faleme.exchange.external import acled, gdelt, polecat, ucdp
from faleme.exchange.external.reading import Source

SOURCES: Mapping[str, Source] = MappingProxyType(
    {one.name: one for one in (acled.SOURCE, ucdp.SOURCE, gdelt.SOURCE_1, gdelt.SOURCE_2, polecat.SOURCE)}
)
_ASK = f"Say which it is: --format {', '.join(SOURCES)}."
_SHOWN = 8  # columns that an error names


def source_of(first: Sequence[str], asked: str | None, name: str) -> tuple[Source, Sequence[str], bool]:
    """Schema, columns and whether the first row is a header. asked: what the desk says it is, if it does.

    Raises ReadError where that cannot be, and where nobody says and the row does not tell.
    """
    header = [cell.strip() for cell in first]
    found = [one for one in SOURCES.values() if one.needed <= set(_called(header, one))]
    if len(found) > 1:  # a header of GDELT: its number of columns tells
        found = [one for one in found if len(header) in map(len, one.columns)]
    if asked is not None and asked not in SOURCES:
        raise ReadError(f"--format is one of {', '.join(SOURCES)}, not {asked!r}.")
    wanted = None if asked is None else SOURCES[asked]
    if found and wanted in (None, *found):
        source = wanted or found[0]
        return source, _called(header, source), True
    if found:
        raise ReadError(f"{name} has the columns of {found[0].title}, and --format says {asked}. Leave --format out.")
    bare = [
        (source, columns)
        for source in ([wanted] if wanted is not None else SOURCES.values())
        for columns in source.columns
        if len(columns) == len(first) and _is_row(first)
    ]
    if len(bare) == 1:
        return *bare[0], False
    seen = ", ".join(cell[:30] for cell in header[:_SHOWN]) + (" …" if len(header) > _SHOWN else "")
    if wanted is not None:
        missing = sorted(wanted.needed - set(_called(header, wanted)))
        shape = " or ".join(str(len(columns)) for columns in wanted.columns)
        bare_form = f", or {shape} columns without a header" if shape else ""
        raise ReadError(
            f"{name} is no file of {wanted.title}: it lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}"
            f"{bare_form}. Its first row has {len(header)}: {seen}."
        )
    if header[0].startswith("{"):
        raise ReadError(
            f"{name} holds JSON lines. Corrections are brought over by `faleme corrections --restore {name}`; "
            f"other data sets come as tables. {_ASK}"
        )
    if {"CAMEO Code", "Source Name"} <= set(header):
        raise ReadError(f"{name} is of ICEWS, which cannot be imported. {_ASK}")
    raise ReadError(f"nobody can tell what {name} is: its first row has {len(header)} columns ({seen}). {_ASK}")


def _called(header: Sequence[str], source: Source) -> list[str]:
    """Columns of a header by our spelling: case and some names differ between editions."""
    known = {column.casefold(): column for columns in source.columns for column in columns}
    known |= {column.casefold(): column for column in (*source.holds, *source.needed)}
    known |= {other.casefold(): column for other, column in source.also_called}
    return [known.get(column.casefold(), column) for column in header]


def _is_row(cells: Sequence[str]) -> bool:
    """Rows of the schemas that come without a header begin with a number."""
    return bool(cells) and cells[0].strip().isdecimal()
