"""Quotation marks: where a quotation opens, goes on and ends."""

from __future__ import annotations

from collections.abc import Iterable

from faleme.spans import Span

OPENING, CLOSING = "“«„", "”»"
PLAIN = '"'
MARKS = OPENING + CLOSING + PLAIN


def opens(words: str) -> bool:
    """Whether a stretch begins with a mark that opens a quotation."""
    return words.strip()[:1] in tuple(OPENING + PLAIN)


def closes(words: str) -> bool:
    """Whether a stretch ends with a mark that closes one."""
    return words.rstrip(" \n\t.,;:!?")[-1:] in tuple(CLOSING + PLAIN)


def open_after(text: str, span: Span, *, inside: bool = False) -> bool:
    """Whether a quotation is still open at the end of a stretch."""
    for char in span.of(text):
        inside = inside_after(char, inside)
    return inside


def inside_after(char: str, inside: bool) -> bool:
    """Whether a quotation is open behind a character; a plain mark opens and closes."""
    if char == PLAIN:
        return not inside
    return char in OPENING or (inside and char not in CLOSING)


def is_quoted(text: str, content: Span) -> bool:
    """Whether at least half of the content stands in quotation marks, those right around it included."""
    inside, quoted = opens(text[max(0, content.start - 1) : content.start]), 0
    for char in content.of(text):
        inside = inside_after(char, inside)
        quoted += inside
    return quoted * 2 >= len(content)


def stretches(text: str, blocks: Iterable[Span]) -> list[Span]:
    """Every quotation, its marks included; one that its paragraph does not close ends with the paragraph."""
    found = []
    for block in blocks:
        inside, start = False, block.start
        for at in range(block.start, block.end):
            was, inside = inside, inside_after(text[at], inside)
            if inside and not was:
                start = at
            elif was and not inside:
                found.append(Span(start, at + 1))
        if inside:
            found.append(Span(start, block.end))
    return found


def from_mark(text: str, span: Span) -> Span:
    """The stretch from its opening mark on, or all of it."""
    marks = [text.find(mark, span.start, span.end) for mark in OPENING + PLAIN]
    found = [at for at in marks if at >= 0]
    return Span(min(found), span.end) if found else span


def trimmed(text: str, span: Span) -> Span:
    """The span without white space, quotation marks and commas at its ends; a mark that closes a quotation within it
    stays."""
    words = span.of(text)
    left = len(words) - len(words.lstrip(" \n\t,;:" + MARKS))
    right = len(words.rstrip(" \n\t,;:." + MARKS))
    if left >= right:
        return span
    inner = Span(span.start + left, span.start + right)
    behind = text[inner.end : inner.end + 3].partition("\n")[0]  # never into the next paragraph
    closing = next((at for at, char in enumerate(behind) if char in CLOSING + PLAIN), None)
    if closing is not None and open_after(text, inner):
        return Span(inner.start, inner.end + closing + 1)
    return inner
