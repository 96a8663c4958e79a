"""Datelines and signatures of agencies: "KAYES, Mali (AP) —" at the head of a paragraph, "(AFP)" at its end."""

from __future__ import annotations

import re
from typing import Protocol

from faleme.clean.dates import DAY_AND_MONTH

_PLACE = r"[^\W\d_a-z][\w.’'-]*(?: (?:[^\W\d_a-z][\w.’'-]*|d[aeu]s?|l[ae]|of|the|and|al-\w+)){0,3}"
_CAPITAL = r"[^\W\d_a-z]"
_SHOUTED = rf"{_CAPITAL}(?:{_CAPITAL}|[.’'-])+(?:[ /]{_CAPITAL}(?:{_CAPITAL}|[.’'-])+){{0,3}}"
_DAY = rf"(?:{DAY_AND_MONTH}|\d\d?[/.]\d\d?[/.](?:\d\d){{1,2}})"
_AGENCY = r"(?:\((?P<agency>[^()\n]{2,40})\)|/(?P<slashed>[A-Z][A-Za-z]{1,15})/)"
_DASH = r"\s*(?:[-–—:]{1,3}|_)\s*"
_OPENING = r"(?=[“\"‘'«(]?[^\W_])"
_SENTENCE = r"(?=[“\"‘'«(\[]?[^\W\d_a-z])"
_DASHED_SIGN = rf"{_AGENCY}\.?{_DASH}{_OPENING}"
_PLACES = rf"{_PLACE}(?:/{_PLACE})?"  # Geneva/Dakar
# (pattern, whether the agency must be one that is known)
_SHAPES = (
    # (Lome, May 7, 2025) –
    (re.compile(rf"\({_PLACES}(?:, {_PLACE})?,? {_DAY}\){_DASH}{_OPENING}"), False),
    # (AFP) – | (AP) | (ANSA) - BAMAKO, 03 MAR -
    (re.compile(rf"\((?P<agency>[A-Z][^()\n]{{1,40}})\)(?:{_DASH}|\s+){_OPENING}"), False),
    # KAYES, Mali (AP) — | BEIRUT (Agencies) -
    (re.compile(rf"{_SHOUTED}(?:, {_PLACE}){{0,2}}(?:,? {_DAY})?,? {_DASHED_SIGN}"), False),
    # Bamako, March 3 (Reuters) - | Niamey, 3 mars (ANP) Le
    (re.compile(rf"{_PLACES}(?:, {_PLACE})?,? {_DAY},? {_AGENCY}\.?(?:{_DASH}|\s+){_OPENING}"), False),
    # Bamako (dpa) - | MOSCOW. March 3 (Interfax) Russia
    (re.compile(rf"{_PLACE}(?:, {_PLACE}){{0,2}} {_AGENCY}\.?(?:{_DASH}|\s+){_SENTENCE}"), True),
    # PUTRAJAYA, July 28 — | Conakry, 18 August 2022. | YEVLAKH, September 21. —
    (re.compile(rf"(?:{_SHOUTED}|{_PLACES})(?:, {_PLACE})?,? {_DAY}(?:\.?{_DASH}|\.\s+){_OPENING}"), False),
    # SURIN — | BEIJING -- | NAIROBI, Kenya — (a place in capitals; the dash stands apart, a sentence opens after it)
    (re.compile(rf"{_SHOUTED}(?:, {_PLACE}){{0,2}}\s*(?:\s[-–—]{{1,3}}|—|--|\s_)\s+{_SENTENCE}"), False),
)
_LIKE_AGENCY = re.compile(r"[A-Z][A-Z0-9./& -]{1,12}|[A-Z][a-z]+|[A-Z]\w*[A-Z]\w*")
# "(Savanna News)": where a place and a day or a dash stand around it, two or three words with capitals name an agency.
_LIKE_LONG_NAME = re.compile(rf"{_CAPITAL}[\w’'-]+(?: {_CAPITAL}[\w’'-]+){{1,2}}")
# Maiduguri — | N'Djamena – : a place in ordinary letters, and only where the article opens.
_MIXED = re.compile(rf"{_PLACE}(?:, {_PLACE})?\s+(?:[-–—]|--)\s+{_SENTENCE}")
_ALONE = re.compile(rf"(?:{_SHOUTED}|{_PLACE})(?:, {_PLACE}){{0,2}}(?:,? {_DAY})?,? {_AGENCY}{_DASH}?")
_SIGNED = re.compile(r"(?:[.!?]|[.!?][\"”’»])\s*[-–—]*\s*[\[(](?P<agency>[A-Z][\w ./&-]{1,30})[\])]\s*$")
_AROUND_NAME = re.compile(r"^[\W_]+|[\W_]+$")
_DESK = re.compile(r"^[\[(]?(?:additional |writing |with )?(?:reporting|editing|writing)\s+by\b", re.IGNORECASE)


class Wires(Protocol):
    """What signatures are checked against."""

    def wire(self, text: str) -> str | None:
        """Name of the agency that signs so, or None."""
        ...


def dateline_end(text: str, wires: Wires, *, opens: bool = False) -> tuple[int, str | None] | None:
    """Length of the dateline that opens a paragraph, and the agency named in it; None where there is none.

    opens: the paragraph is the first of its article. A bracket alone ("(MENAFN) ", "(applause)") needs an agency that
    is known or a word in capitals.
    """
    head = text[:120]
    for shape, must_be_known in _SHAPES:
        match = shape.match(head)
        if match is None:
            continue
        named = match.groupdict().get("agency") or match.groupdict().get("slashed")
        shouted = text.upper() == text
        if named is None and shouted:
            continue  # in text all in capitals a dash after the first words is a dash
        strict = must_be_known or shouted
        long_name = not strict and not head.startswith("(") and named is not None and _LIKE_LONG_NAME.fullmatch(named)
        if named is not None and not long_name and not _is_agency(named, wires, must_be_known=strict):
            continue
        if head.startswith("(") and named is not None:
            rest = dateline_end(text[match.end() : match.end() + 120], wires)
            return (match.end() + rest[0], named) if rest else (match.end(), named)
        return match.end(), named
    match = _MIXED.match(head) if opens else None
    if match is not None and match.end() <= 40:
        return match.end(), None
    match = _ALONE.fullmatch(head.strip())
    if match is not None and len(text) <= 80:
        named = match.group("agency") or match.group("slashed")
        if _is_agency(named or "", wires):
            return len(text), named
    return None


def signature_of(text: str, wires: Wires) -> str | None:
    """The agency in brackets that closes a paragraph after its full stop: "… on Monday. (Xinhua)"."""
    match = _SIGNED.search(text[-60:])
    named = match.group("agency").strip() if match else None
    return named if named and wires.wire(f"({named}) -") else None


def closing_credit(text: str, wires: Wires) -> str | None:
    """The agency that a line on its own names as the origin: "(AFP)", "— Xinhua", "(Reporting by …)", "© AFP"."""
    if len(text) > 300:
        return None
    if _DESK.match(text):
        return wires.wire(text) or ""
    bare = _AROUND_NAME.sub("", text)
    if not 2 <= len(bare) <= 30 or any(mark in bare for mark in ":(,"):
        return None
    return bare if wires.wire(f"({bare}) -") or wires.wire(f"© {bare}") or wires.wire(f"{bare}. All rights") else None


def _is_agency(named: str, wires: Wires, *, must_be_known: bool = False) -> bool:
    if wires.wire(f"({named}) -") is not None:
        return True
    return not must_be_known and _LIKE_AGENCY.fullmatch(named) is not None
