"""The article on a page: what is kept, what is dropped and why, and the way back to the page for every code point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from faleme.clean.classify import LineKind, Manner, Verdict, classify
from faleme.clean.datelines import Wires, closing_credit, dateline_end, published_first, signature_of
from faleme.clean.dates import as_of, dates_in, says_updated
from faleme.clean.furniture import Furniture, Rule, fold, furniture_of
from faleme.clean.kinds import other_kind
from faleme.clean.language import language_of
from faleme.clean.lines import Line, cut, is_prose, lines_of
from faleme.clean.markup import cannot_be
from faleme.clean.metadata import PageData, article_id_of, canonical_address, host_of
from faleme.clean.normalise import Piece, Writer, decoded_text, one_line
from faleme.dates import PartialDate
from faleme.records import (
    Article,
    Block,
    BlockKind,
    Capture,
    Credit,
    Dropped,
    Published,
    Reason,
    Rejection,
)
from faleme.reference.phrases import CountryNames
from faleme.reference.sections import opening_of, opens_sections
from faleme.spans import Span

_NOBODY = "Agency_generic"  # the registry's name for copy signed by agencies that it does not name
_OPENING_LINES = 3
_LETTER = re.compile(r"[^\W\d_]")
LEAST_WORDS = 40  # below that a scraped page is a stub or an error, INGEST.md section 9


class Publisher(Protocol):
    """What is known of an outlet."""

    @property
    def name(self) -> str: ...
    @property
    def owner(self) -> str | None: ...


class Outlets(Wires, Protocol):
    """What the outlet registry is asked."""

    def by_domain(self, host: str) -> Publisher | None:
        """The outlet that publishes on a host, or None."""
        ...

    def by_name(self, name: str) -> Publisher | None:
        """The outlet of that name or domain, or None."""
        ...

    def wire_named(self, name: str) -> str | None:
        """Short name of the agency with this short or full name, or None."""
        ...


class Boilerplate(Protocol):
    """The table of phrases that are not the article."""

    @property
    def rules(self) -> tuple[Rule, ...]: ...


@dataclass(slots=True)
class _Draft:
    """What one pass over the lines has gathered."""

    kept: list[tuple[BlockKind, Line]] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    repeats: list[Span] = field(default_factory=list)
    byline: str | None = None
    credit: Credit | None = None
    published: PartialDate | None = None
    modified: PartialDate | None = None
    partial: bool = False
    notes: list[str] = field(default_factory=list)
    refusing: list[Rule] = field(default_factory=list)
    teasers: int = 0


def extract_article(
    capture: Capture,
    *,
    outlets: Outlets,
    boilerplate: Boilerplate,
    countries: CountryNames | None = None,
    least_words: int = LEAST_WORDS,
) -> Article | Rejection:
    """The cleaned article, or why the page holds none.

    A capture whose carrier gave the text (a corpus line) needs one word of prose only, and its lines are kept unless
    something speaks against them. countries: with them, the country or hour that opens each section of a roundup or a
    live blog is cut off like a dateline. least_words: how many words make a page; 1 for text that a person hands in.
    """
    source = decoded_text(capture)
    if not source.strip():
        return _refused(capture, Reason.NO_TEXT, "the page is empty")
    furniture = furniture_of(tuple(boilerplate.rules))
    read = _read(capture, source)
    if isinstance(read, Rejection):
        return read
    page, lines, manner = read
    title = one_line(capture.title or page.title or "") or None
    verdicts = classify(lines, furniture, outlets, title=title, manner=manner)
    draft = _draft(lines, verdicts, furniture, outlets, countries)
    if manner is Manner.CORPUS and not any(kind is BlockKind.BODY for kind, _ in draft.kept):
        # A corpus line is a text that somebody chose: where nothing looks like an article, all of it is.
        draft = _draft(lines, [Verdict(LineKind.BODY, "kept")] * len(lines), furniture, outlets, countries)
    if manner is Manner.EXTRACTED:
        other = other_kind(source, page, [line.text for kind, line in draft.kept if kind is BlockKind.BODY])
        if other is not None:
            return _refused(capture, *other)
    refusal = _refusal(capture, lines, draft, page, least_words=1 if manner is Manner.CORPUS else least_words)
    return refusal or _article(capture, source, draft, page, title, outlets)


def body_text(capture: Capture, *, outlets: Outlets, boilerplate: Boilerplate) -> str:
    """The article's body, paragraphs one a line, also where `extract_article` would refuse the page. For evaluation."""
    source = decoded_text(capture)
    read = _read(capture, source)
    if isinstance(read, Rejection):
        return ""
    page, lines, manner = read
    title = one_line(capture.title or page.title or "") or None
    verdicts = classify(lines, furniture_of(tuple(boilerplate.rules)), outlets, title=title, manner=manner)
    kept = [
        line.text
        for line, verdict in zip(lines, verdicts, strict=True)
        if verdict.kind is LineKind.BODY or verdict == Verdict(LineKind.REPEAT, "repeat")
    ]
    return "\n".join(kept) if kept else "\n".join(line.text for line in lines)


def _read(capture: Capture, source: str) -> tuple[PageData, list[Line], Manner] | Rejection:
    """What the page says of itself, its lines, and how they came."""
    if capture.media_type == "text/plain":
        manner = Manner.DUMP if capture.text is None else Manner.CORPUS
        return PageData(), lines_of(source), manner
    from faleme.clean.html import read_page  # noqa: PLC0415 - the HTML libraries take a second to load

    read = read_page(capture, source)
    return read if isinstance(read, Rejection) else (*read, Manner.EXTRACTED)


def _refused(capture: Capture, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage="clean", subject=capture.url or capture.key, reason=reason, detail=detail)


def _draft(
    lines: Sequence[Line],
    verdicts: Sequence[Verdict],
    furniture: Furniture,
    wires: Wires,
    countries: CountryNames | None,
) -> _Draft:
    draft = _Draft()
    opened = False
    body = [line.text for line, verdict in zip(lines, verdicts, strict=True) if verdict.kind is LineKind.BODY]
    sectioned = countries is not None and opens_sections(body, countries)
    for line, verdict in zip(lines, verdicts, strict=True):
        if verdict.kind is LineKind.TITLE:
            draft.kept.append((BlockKind.TITLE, line))
        elif verdict.kind is LineKind.BODY:
            rest = _section(draft, line, countries) if countries is not None and sectioned else line
            if rest is None:
                continue
            _body(draft, rest, wires, first=not opened)
            opened = True
        elif verdict.kind is LineKind.REPEAT:
            if line.where is not None:
                draft.repeats.append(line.where)
        else:
            _aside(draft, line, verdict, furniture, wires)
    return draft


def _section(draft: _Draft, line: Line, countries: CountryNames) -> Line | None:
    """The paragraph without the country or hour that opens a section, which becomes a block of its own."""
    opening = opening_of(line.text, countries)
    if opening is None:
        return line
    head, rest = cut(line, opening[0])
    if head is not None:
        draft.kept.append((BlockKind.DATELINE, head))
    return rest


def _body(draft: _Draft, line: Line, wires: Wires, *, first: bool) -> None:
    """A paragraph, its dateline cut off as a block of its own and its signature noted."""
    opening = dateline_end(line.text, wires, opens=first) if first or len(draft.kept) < 4 else None
    if opening is not None:
        length, agency = opening
        dateline, rest = cut(line, length)
        if dateline is not None:
            draft.kept.append((BlockKind.DATELINE, dateline))
            _credit(draft, agency, dateline.where, wires, kind="wire")
            if draft.published is None:
                draft.published = next((when for _, when in dates_in(dateline.text) if when.day), None)
        if rest is None:
            return
        line = rest
    _credit(draft, signature_of(line.text, wires), line.where, wires, kind="wire")
    draft.kept.append((BlockKind.BODY, line))


def _aside(draft: _Draft, line: Line, verdict: Verdict, furniture: Furniture, wires: Wires) -> None:
    """A line that is not the article, for what it tells about it."""
    rule = furniture.rule_for(line.text)
    if verdict.kind is LineKind.DATE:
        when = next((when for _, when in dates_in(line.text) if when.day), None)
        if when is not None and says_updated(line.text):
            draft.modified = draft.modified or when
        else:
            draft.published = draft.published or when
    elif verdict.kind is LineKind.BYLINE:
        draft.byline = draft.byline or _byline(line.text)
    elif verdict.kind is LineKind.CREDIT:
        agency = closing_credit(line.text, wires)
        _credit(draft, agency or _credited(line.text, rule), line.where, wires, kind="wire" if agency else None)
    if rule is not None and verdict.kind is LineKind.NOISE:
        if rule.action == "flag_truncated":
            draft.partial = True
        if rule.action == "flag_machine":
            draft.notes.append("says that a machine wrote or translated it")
        if rule.action in ("reject_page", "flag_truncated") or rule.kind in ("cookie", "login"):
            draft.refusing.append(rule)
    draft.teasers += "related" in verdict.why or verdict.why in ("teaser", "short_line", "tail")
    _drop(draft, line, verdict.why)


def _drop(draft: _Draft, line: Line, why: str) -> None:
    if line.where is not None:
        draft.dropped.append(Dropped(source=line.where, reason=why))


def _credit(
    draft: _Draft, name: str | None, where: Span | None, wires: Wires, *, kind: Literal["wire", "outlet"] | None
) -> None:
    """The first credit of the page counts."""
    if name and draft.credit is None and where is not None:
        known: Literal["wire", "outlet"] = "wire" if wires.wire(f"({name}) -") else "outlet"
        draft.credit = Credit(name=name, kind=kind or known, source=where)


_BY = re.compile(r"^(?:(?:posted|written|published|report(?:ed)?)\s+)?(?:by|par)\b\s*:?\s*", re.IGNORECASE)
_BYLINE_ENDS = re.compile(r"\s*[|•·]|\s+[—–-]\s")


def _byline(text: str) -> str:
    return _BYLINE_ENDS.split(_BY.sub("", text))[0].strip(" .,")


def _credited(text: str, rule: Rule | None) -> str:
    """The name in "Source: X", or "This article first appeared on X"."""
    if (first := published_first(text)) is not None:
        return first
    if rule is not None and rule.match == "prefix" and fold(text).startswith(fold(rule.phrase)):
        text = text[len(rule.phrase) :]
    elif ":" in text:
        text = text.split(":", 1)[1]
    return text.strip(" :.-–—()[]")[:80]


def _refusal(
    capture: Capture, lines: Sequence[Line], draft: _Draft, page: PageData, *, least_words: int
) -> Rejection | None:
    body = [line for kind, line in draft.kept if kind is BlockKind.BODY]
    words = sum(len(line.text.split()) for line in body)
    # Scripts without blanks: five characters stand for a word.
    foreign = (line.text for line in body if not line.text.isascii())
    words = max(words, sum(not letter.isascii() for text in foreign for letter in _LETTER.findall(text)) // 5)
    letters = sum(len(_LETTER.findall(line.text[:2000])) for line in lines)
    signs = sum(len(line.text[:2000]) for line in lines)
    if signs and letters < 0.4 * signs:
        return _refused(capture, Reason.NOT_PROSE, f"letters make up {letters} of {signs} characters")
    prose = sum(is_prose(line.text) for line in body)
    banners = [rule for rule in draft.refusing if rule.action == "reject_page"]
    if banners and prose < 2:
        return _refused(capture, Reason.SOFT_ERROR, f"an error page: {banners[0].phrase}")
    if words >= least_words:
        return None
    for kind, reason in (("cookie", Reason.CONSENT_WALL), ("login", Reason.LOGIN), ("paywall", Reason.PAYWALL_STUB)):
        if not prose and any(rule.kind == kind for rule in draft.refusing):
            return _refused(capture, reason, f"{words} words of article beside a {kind} notice")
    if draft.partial or page.partial:
        return _refused(capture, Reason.PAYWALL_STUB, f"{words} words before the paywall")
    if draft.teasers >= 8:
        return _refused(capture, Reason.LISTING, f"{draft.teasers} headlines and {words} words of article")
    return _refused(capture, Reason.NO_TEXT, f"{words} words of article, fewer than {least_words}")


def _article(
    capture: Capture, source: str, draft: _Draft, page: PageData, title: str | None, outlets: Outlets
) -> Article:
    writer = Writer()
    blocks = []
    headline = title
    for kind, line in draft.kept:
        if writer.length:
            writer.write(Piece("\n", None))
        start = writer.length
        for piece in line.pieces:
            writer.write(piece)
        blocks.append(Block(kind=kind, span=Span(start, writer.length), support=line.support))
        if kind is BlockKind.TITLE and headline is None:
            headline = line.text
    text = writer.text()
    url = canonical_address(page.canonical or capture.url)
    outlet = capture.outlet or page.outlet or host_of(url)
    published, modified, notes = _when(capture, draft, page)
    credit = draft.credit
    if credit is None and page.origin is not None:
        credit = page.origin
    return Article(
        article_id=article_id_of(capture, url=url, outlet=outlet),
        capture_id=capture.capture_id,
        key=capture.key,
        text=text,
        blocks=tuple(blocks),
        offsets=writer.offsets(),
        title=headline,
        url=url,
        outlet=outlet,
        byline=page.byline or draft.byline,
        published=published,
        modified=modified,
        lang=language_of(text, capture.lang or page.lang),
        credit=credit,
        origin=_origin(credit, outlet, outlets),
        dropped=tuple(sorted(draft.dropped, key=lambda dropped: dropped.source)),
        repeats=tuple(sorted(draft.repeats)),
        partial=draft.partial or page.partial,
        cleaning_notes=tuple(dict.fromkeys([*draft.notes, *notes, *_mended(capture, source, draft)])),
    )


def _origin(credit: Credit | None, outlet: str | None, outlets: Outlets) -> str | None:
    """One name for one origin: the agency's short name, else what owns the outlet, else the name as it stands.

    "(Agencies)" names nobody: then nobody knows.
    """
    name = credit.name if credit is not None else outlet
    if name is None:
        return None
    agency = outlets.wire_named(name) or (outlets.wire(f"({name}) -") if credit is not None else None)
    if agency is not None:
        return None if agency == _NOBODY else agency
    known = outlets.by_name(name)
    return (known.owner or known.name) if known is not None else name


def _when(capture: Capture, draft: _Draft, page: PageData) -> tuple[Published | None, PartialDate | None, list[str]]:
    notes = list(page.notes)
    modified = page.modified or draft.modified
    # A corpus may hold old papers; what was fetched from the web is as young as that, whatever its feed says.
    fetched = capture.fetched_at
    if capture.published is not None and not (fetched and cannot_be(capture.published, fetched, notes)):
        return Published(when=capture.published, how="carrier", sure=True), modified, notes
    if page.published is not None and page.published.sure:
        return page.published, modified, notes
    visible = draft.published
    if visible is None and page.published is None:
        visible = draft.modified or _as_of(draft)
    if visible is not None:
        return Published(when=visible, how="visible", sure=False), modified, notes
    return page.published, modified, notes


def _as_of(draft: _Draft) -> PartialDate | None:
    """The day up to which the headline or the opening says that the page goes."""
    return next((when for _, line in draft.kept[:_OPENING_LINES] if (when := as_of(line.text)) is not None), None)


def _mended(capture: Capture, source: str, draft: _Draft) -> list[str]:
    notes = []
    unplaced = sum(
        piece.there is None and piece.text not in (" ", "\n") for _, line in draft.kept for piece in line.pieces
    )
    if unplaced and capture.media_type == "text/plain":  # in HTML every decoded entity would count
        notes.append(f"{unplaced} stretches of the text were mended")
    if "\0" in source:
        notes.append("NUL characters removed")
    return notes
