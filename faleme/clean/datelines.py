"""Datelines and signatures of agencies: "KAYES, Mali (AP) —" at the head of a paragraph, "(AFP)" at its end."""

from __future__ import annotations

import re
from typing import Protocol

from faleme.clean.dates import DAY_AND_MONTH

_PLACE = r"[^\W\d_a-z][\w.’'-]*(?: (?:[^\W\d_a-z][\w.’'-]*|d[aeu]s?|l[ae]|of|the|and|al-\w+)){0,3}"
_CAPITAL = r"[^\W\d_a-z]"
_SHOUTED = rf"{_CAPITAL}(?:{_CAPITAL}|[.’'-])+(?:[ /]{_CAPITAL}(?:{_CAPITAL}|[.’'-])+){{0,3}}"
_FRENCH_DAY = (
    r"(?:1er|\d\d?) (?:jan|fév|mar|avr|mai|jui|aoû|sep|oct|nov|déc|Jan|Fév|Mar|Avr|Mai|Jui|Aoû|Sep|Oct|Nov|Déc)\w*"
    r"(?:\.|,? (?:19|20)\d\d)?"
)
_DAY = rf"(?:{DAY_AND_MONTH}|{_FRENCH_DAY}|\d\d?[/.]\d\d?[/.](?:\d\d){{1,2}})"
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
# "… on Monday. (Xinhua)", "… lundi. (avec AFP)", "… on Monday. — AFP"
_SIGNED = re.compile(
    r"[.!?][\"”’»]?\s*(?:[-–—]*\s*[\[(](?:(?i:with|avec|source ?:?)\s+)?(?P<agency>[A-Z][\w ./&-]{1,30})[\])]"
    r"|[-–—]+\s*(?P<bare>[A-Z]\w{1,12}))\s*$"
)
_AROUND_NAME = re.compile(r"^[\W_]+|[\W_]+$")
# What stands before an agency's name on a line of credit: "With AFP", "Par Agence France-Presse", "© Reuters 2024".
_BEFORE_NAME = re.compile(
    r"(?:(?:with|by|from|via|avec|par|source|sources|credit|copyright|©|\(c\))\s*:?\s*)+(?:the\s+|l['’])?",
    re.IGNORECASE,
)
_NEXT_NAME = re.compile(r"\s*(?:[,/&+]|\b(?:and|et)\b|\s(?:19|20)\d\d$)\s*", re.IGNORECASE)
_WORDS_OF_DATELINE = re.compile(r"[\s,()]*[-–—:_/.]+\s*|,\s*")
# "This article first appeared on X", "The post T appeared first on X", "Cet article est d'abord paru dans X"
_PUBLISHED_FIRST = re.compile(
    r"(?=(?:this|the post|an? (?:earlier|longer) version|originally|first|culled|cet|cette|publiée?|article)\b)"
    r".{0,200}?"
    r"\b(?:first (?:appeared|published)|appeared first|originally (?:appeared|published)|culled"
    r"|(?:d['’]abord|initialement|originellement) (?:parue?|(?:été )?publiée?)"
    r"|publiée? (?:d['’]abord|initialement|pour la première fois))"
    r"\s+(?:on|in|by|at|from|dans|sur|par)\s+(?P<name>[^\W\d].{0,100})",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\s+(?:on|du|le)\s+(?:\w+\s+)?\d.*|\s+(?:and|et)\s.*|,.*|[.;]\s.*|[.;]$", re.IGNORECASE)
_DESK = re.compile(
    r"^[\[(]?(?:additional |writing |with )?(?:reporting|editing|writing)\s+by\b|^[\[(]?reportage\s+de\b", re.IGNORECASE
)


class Wires(Protocol):
    """What signatures are checked against."""

    def wire(self, text: str) -> str | None:
        """Name of the agency that signs so, or None."""
        ...

    def wire_named(self, name: str) -> str | None:
        """Short name of the agency with this short or full name, or None."""
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
        return match.end(), named or _unbracketed(match.group(), wires)
    match = _MIXED.match(head) if opens else None
    if match is not None and match.end() <= 40:
        return match.end(), _unbracketed(match.group(), wires)
    match = _ALONE.fullmatch(head.strip())
    if match is not None and len(text) <= 80:
        named = match.group("agency") or match.group("slashed")
        if _is_agency(named or "", wires):
            return len(text), named
    return None


def signature_of(text: str, wires: Wires) -> str | None:
    """The agency in brackets that closes a paragraph after its full stop: "… on Monday. (Xinhua)"."""
    match = _SIGNED.search(text[-60:])
    named = (match.group("agency") or match.group("bare")).strip() if match else None
    return named if named and _known(named, wires) else None


def closing_credit(text: str, wires: Wires) -> str | None:
    """The agency that a line on its own names as the origin: "(AFP)", "— Xinhua", "(Reporting by …)", "© AFP".

    "" where the line credits another than a known agency ("This article first appeared on …"); None for other lines.
    """
    if len(text) > 300:
        return None
    if _DESK.match(text):
        # The desk's own form is that with brackets, in which registries know it.
        return wires.wire(text) or wires.wire(f"({_AROUND_NAME.sub('', text)})") or ""
    if (name := published_first(text)) is not None:
        return name if _known(name, wires) else ""
    bare = _AROUND_NAME.sub("", text)
    if not 2 <= len(bare) <= 40 or any(mark in bare for mark in ":(,"):
        return None
    shown = text.lstrip("([—–- ")
    if (before := _BEFORE_NAME.match(shown)) is not None:
        first = _NEXT_NAME.split(_AROUND_NAME.sub("", shown[before.end() :]))[0]
        if _known(first, wires):
            return first
    signed = wires.wire(f"({bare}) -") or wires.wire(f"© {bare}") or wires.wire(f"{bare}. All rights")
    return bare if signed else None


def published_first(text: str) -> str | None:
    """The outlet in a line of its own that says where the text stood first ("Originally published by X on 4 May")."""
    match = _PUBLISHED_FIRST.match(text.lstrip("([*—–- ")) if len(text) <= 300 else None
    return _AFTER_NAME.sub("", match.group("name")).strip(" .)]*") if match else None


def _unbracketed(dateline: str, wires: Wires) -> str | None:
    """The agency among the words of "Bamako, AFP -" or "Reuters –"; a place is none."""
    return next((word for word in _WORDS_OF_DATELINE.split(dateline) if word and wires.wire_named(word)), None)


def _known(name: str, wires: Wires) -> bool:
    return wires.wire_named(name) is not None or wires.wire(f"({name}) -") is not None


def _is_agency(named: str, wires: Wires, *, must_be_known: bool = False) -> bool:
    if _known(named, wires):
        return True
    return not must_be_known and _LIKE_AGENCY.fullmatch(named) is not None
