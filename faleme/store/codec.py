"""Frozen records to JSON text and back, checked against their declared types on both ways.

Fields that hold their default are left out. Spans, dates and offset maps have short forms: [start, end],
"2024-03", ["2024-03", "2024-04"], [[here, there, length], …]; bytes are base64.
"""

from __future__ import annotations

import dataclasses
import json
import types
from base64 import b64decode, b64encode
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Literal, NamedTuple, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from faleme.dates import DateRange, PartialDate
from faleme.errors import StoreError
from faleme.spans import OffsetMap, Run, Span
from faleme.store.packing import unpacked

T = TypeVar("T")

_ENDLESS = float("inf")


def to_json(kind: type[T], value: T) -> str:
    """JSON text of ``value``; raises StoreError where it is not what ``kind`` declares (and names the field)."""
    try:
        return json.dumps(_converter(kind).write(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except _Mismatch as error:
        raise StoreError(f"cannot store {_name(kind)}{error.path}: {error.why}") from error


def from_json(kind: type[T], text: str | bytes) -> T:
    """The record that ``to_json`` wrote, packed or not; raises StoreError where the text is no such record."""
    try:
        value: T = _converter(kind).read(json.loads(unpacked(text)))
    except _Mismatch as error:
        raise StoreError(f"the store holds a broken {_name(kind)}{error.path}: {error.why}") from error
    except ValueError as error:  # of JSON, of UTF-8, of packing
        raise StoreError(f"the store holds a broken {_name(kind)}: {error}") from error
    return value


class _Mismatch(Exception):
    """A value that is not of its declared type. path: where in the record, such as ``.actor[0].score``."""

    def __init__(self, why: str, path: str = "") -> None:
        super().__init__(why)
        self.why, self.path = why, path

    def under(self, step: str) -> _Mismatch:
        return _Mismatch(self.why, step + self.path)


class _Converter(NamedTuple):
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


_MADE: dict[Any, _Converter] = {}


def _converter(kind: Any) -> _Converter:
    """Converter of a declared type, made once."""
    if kind not in _MADE:
        _MADE[kind] = _make(kind)
    return _MADE[kind]


def _make(kind: Any) -> _Converter:
    """The closed list of types that records use, nothing else."""
    if isinstance(kind, NewType):
        return _converter(kind.__supertype__)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _SHORT:
        return _SHORT[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _one_of(arguments)
    if origin in (Union, types.UnionType):
        return _optional(kind, arguments)
    if origin is tuple:
        return _many(arguments[0]) if arguments[1:] == (...,) else _fixed(arguments)
    if origin is dict:
        return _mapping(*arguments)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _enumeration(kind)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _record(kind)
    raise TypeError(f"records do not use {kind!r}; teach faleme/store/codec.py what it looks like in JSON")


def _checked(accepts: Callable[[Any], bool], what: str) -> _Converter:
    def check(value: Any) -> Any:
        if not accepts(value):
            raise _Mismatch(f"{value!r} is not {what}")
        return value

    return _Converter(check, check)


def _is_text(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if value.isascii():
        return True
    try:
        value.encode()  # a lone surrogate is no character: SQLite would refuse it later and further away
    except UnicodeEncodeError:
        return False
    return True


def _is_float(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _ENDLESS


_text = _checked(_is_text, "text").read
_whole = _checked(lambda value: isinstance(value, int) and not isinstance(value, bool), "a whole number").read
_finite = _checked(_is_float, "a finite number").read


# Nearly all values are plainly what they should be, and most of the time of reading goes into values: those are let
# through with one call each.


def _plain_text(value: Any) -> Any:
    return value if type(value) is str and value.isascii() else _text(value)


def _plain_whole(value: Any) -> Any:
    return value if type(value) is int else _whole(value)


def _plain_finite(value: Any) -> Any:
    return value if type(value) is float and abs(value) < _ENDLESS else _finite(value)


_PLAIN: dict[Any, _Converter] = {
    str: _Converter(_plain_text, _plain_text),
    bool: _checked(lambda value: isinstance(value, bool), "true or false"),
    int: _Converter(_plain_whole, _plain_whole),
    float: _Converter(_plain_finite, _plain_finite),
}


def _short(kind: type[Any], write: Callable[[Any], Any], read: Callable[[Any], Any]) -> _Converter:
    def checked_write(value: Any) -> Any:
        if not isinstance(value, kind):
            raise _Mismatch(f"{value!r} is not a {kind.__name__}")
        return write(value)

    def checked_read(data: Any) -> Any:
        try:
            return read(data)
        except (ValueError, TypeError, AttributeError) as error:
            raise _Mismatch(f"{data!r} is not a {kind.__name__}: {error}") from error

    return _Converter(checked_write, checked_read)


def _date_range(data: Any) -> DateRange:
    start, end = data
    return DateRange(PartialDate.parse(start), PartialDate.parse(end))


_SHORT: dict[Any, _Converter] = {
    bytes: _short(bytes, lambda content: b64encode(content).decode(), lambda data: b64decode(data, validate=True)),
    Span: _short(Span, lambda span: [span.start, span.end], lambda data: Span(*data)),
    PartialDate: _short(PartialDate, str, PartialDate.parse),
    DateRange: _short(DateRange, lambda when: [str(when.start), str(when.end)], _date_range),
    OffsetMap: _short(
        OffsetMap,
        lambda offsets: [[run.here, run.there, run.length] for run in offsets.runs],
        lambda data: OffsetMap(tuple(Run(*run) for run in data)),
    ),
}


def _one_of(values: tuple[Any, ...]) -> _Converter:
    return _checked(lambda value: value in values, f"one of {', '.join(map(str, values))}")


def _enumeration(kind: type[StrEnum]) -> _Converter:
    def write(value: Any) -> Any:
        if not isinstance(value, kind):
            raise _Mismatch(f"{value!r} is not a {kind.__name__}")
        return value.value

    def read(data: Any) -> Any:
        try:
            return kind(data)
        except ValueError as error:
            raise _Mismatch(f"{data!r} is not a {kind.__name__}") from error

    return _Converter(write, read)


def _optional(kind: Any, arguments: tuple[Any, ...]) -> _Converter:
    inner = [argument for argument in arguments if argument is not type(None)]
    if len(inner) != 1 or len(arguments) != 2:
        raise TypeError(f"records use no union but X | None, not {kind!r}")
    some = _converter(inner[0])
    return _Converter(
        lambda value: None if value is None else some.write(value),
        lambda data: None if data is None else some.read(data),
    )


def _each(convert: Callable[[Any], Any], values: Any) -> list[Any]:
    out = []
    for index, value in enumerate(values):
        try:
            out.append(convert(value))
        except _Mismatch as error:
            raise error.under(f"[{index}]") from error
    return out


def _many(element: Any) -> _Converter:
    one = _converter(element)

    def write(value: Any) -> Any:
        if not isinstance(value, tuple):
            raise _Mismatch(f"{value!r} is not a tuple")
        return _each(one.write, value)

    def read(data: Any) -> Any:
        if not isinstance(data, list):
            raise _Mismatch(f"{data!r} is not a list")
        try:
            return tuple(map(one.read, data))
        except _Mismatch:
            return tuple(_each(one.read, data))  # says which one is wrong

    return _Converter(write, read)


def _fixed(elements: tuple[Any, ...]) -> _Converter:
    inner = [_converter(element) for element in elements]

    def check(values: Any, kind: type[Any]) -> None:
        if not isinstance(values, kind) or len(values) != len(inner):
            raise _Mismatch(f"{values!r} does not hold {len(inner)} values")

    def write(value: Any) -> Any:
        check(value, tuple)
        return [one.write(part) for one, part in zip(inner, value, strict=True)]

    def read(data: Any) -> Any:
        check(data, list)
        return tuple(one.read(part) for one, part in zip(inner, data, strict=True))

    return _Converter(write, read)


def _mapping(key: Any, element: Any) -> _Converter:
    """JSON knows text keys only, so a mapping is a list of pairs, in the order it was made."""
    pairs = _many(tuple[key, element])

    def write(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _Mismatch(f"{value!r} is not a mapping")
        return pairs.write(tuple(value.items()))

    return _Converter(write, lambda data: dict(pairs.read(data)))


def _record(kind: type[Any]) -> _Converter:
    hints = get_type_hints(kind)
    fields = {field.name: (field, _converter(hints[field.name])) for field in dataclasses.fields(kind)}

    def write(value: Any) -> Any:
        if type(value) is not kind:
            raise _Mismatch(f"{value!r} is not a {kind.__name__}")
        out = {}
        for name, (field, converter) in fields.items():
            part = getattr(value, name)
            if part == field.default and type(part) is type(field.default):
                continue
            try:
                out[name] = converter.write(part)
            except _Mismatch as error:
                raise error.under(f".{name}") from error
        return out

    readers = {name: converter.read for name, (_, converter) in fields.items()}

    def read(data: Any) -> Any:
        try:
            return kind(**{name: readers[name](part) for name, part in data.items()})
        except (_Mismatch, AttributeError, KeyError, TypeError, ValueError):
            return read_with_care(data)

    def read_with_care(data: Any) -> Any:
        """The same, field by field: it says which one is wrong."""
        if not isinstance(data, dict):
            raise _Mismatch(f"{data!r} is not a {kind.__name__}")
        if strange := data.keys() - fields.keys():
            raise _Mismatch(f"no such field: {', '.join(sorted(strange))}")
        values = {}
        for name, part in data.items():
            try:
                values[name] = fields[name][1].read(part)
            except _Mismatch as error:
                raise error.under(f".{name}") from error
        try:
            return kind(**values)
        except (TypeError, ValueError) as error:
            raise _Mismatch(str(error)) from error

    return _Converter(write, read)


def _name(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) and get_origin(kind) is None else str(kind)
