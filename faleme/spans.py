"""Half-open spans of code points, and maps between two texts that share stretches of each other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``text[start:end]``, in code points; never empty, never negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """True where the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True where ``other`` lies wholly inside, equality included."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """The same length, ``by`` code points further on."""
        return Span(self.start + by, self.end + by)


def cover(spans: Iterable[Span]) -> Span:
    """Smallest span over all of them; raises ValueError where there is none."""
    spans = list(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """``length`` code points that are the same in both texts: at ``here`` in one, at ``there`` in the other."""

    here: int
    there: int
    length: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where the stretches of a cleaned text stand in the text it was taken from.

    runs: sorted by ``here``, not overlapping. What lies between two runs (a line break that the
    cleaner wrote, a decoded entity) has no place in the source.
    """

    runs: tuple[Run, ...]

    @staticmethod
    def identity(length: int) -> OffsetMap:
        """The map of a text onto itself."""
        return OffsetMap((Run(0, 0, length),) if length else ())

    def point(self, here: int) -> int | None:
        """Source offset of one code point, or None where it has no place there."""
        index = bisect_right(self.runs, here, key=lambda run: run.here) - 1
        if index < 0:
            return None
        run = self.runs[index]
        return run.there + here - run.here if here < run.here + run.length else None

    def source(self, span: Span) -> Span | None:
        """Span in the source from its first to its last code point; None where either has no place.

        The source span may be longer than ``span`` (markup or entities inside it), never out of order.
        """
        first, last = self.point(span.start), self.point(span.end - 1)
        if first is None or last is None or last < first:
            return None
        return Span(first, last + 1)


def quote(text: str, span: Span, marks: Sequence[tuple[Span, str]], *, width: int = 0) -> str:
    """The words of ``span`` with each marked stretch written ``[words](label)``, for terminals.

    Marks outside ``span`` are left out; of two that overlap, the earlier and then the longer one stays.
    width: code points of context on either side.
    """
    start, end = max(0, span.start - width), min(len(text), span.end + width)
    out, at = [], start
    for mark, label in sorted(marks, key=lambda pair: (pair[0].start, -pair[0].end)):
        if mark.start < at or mark.end > end:
            continue
        out += [text[at : mark.start], "[", mark.of(text), "](", label, ")"]
        at = mark.end
    out.append(text[at:end])
    return "".join(out)
