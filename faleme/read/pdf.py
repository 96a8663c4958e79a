"""The text of PDF files, as a flat dump: paragraphs mended over lines, page by page."""

from __future__ import annotations

import io
import logging
import re
import time

from faleme.read.pages import LIMIT_BYTES, page_of, refused
from faleme.records import Capture, Reason, Rejection

_MOST_PAGES = 200
_MOST_SECONDS = 20.0
_END = re.compile(r"[.!?:;…\"”»)\]]$")
_SHORT = 0.7  # of the usual length of lines: such a line ends its paragraph


def pdf_page(content: bytes, key: str, *, url: str | None = None, fetched_at: str | None = None) -> Capture | Rejection:
    """A capture with the text of a PDF; scanned pages hold none, and reading their pictures is not attempted."""
    subject = url or key
    if len(content) > LIMIT_BYTES:
        return refused(subject, Reason.TOO_LARGE, f"more than {LIMIT_BYTES // 1024**2} MB")
    pages = _pages(content, subject)
    if isinstance(pages, Rejection):
        return pages
    text = "\n\n".join(_paragraphs(page) for page in pages if page.strip())
    if not text.strip():
        return refused(subject, Reason.NO_TEXT, "a PDF without text: its pages are pictures")
    flat = text.encode("utf-8", "replace")
    return page_of(flat, key, markup=False, declared="utf-8", url=url, fetched_at=fetched_at)


def _pages(content: bytes, subject: str) -> list[str] | Rejection:
    from pypdf import PdfReader  # noqa: PLC0415 - only PDF files need it

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every slip of a file
    ends = time.monotonic() + _MOST_SECONDS
    try:
        read = PdfReader(io.BytesIO(content), strict=False)
        if read.is_encrypted and not read.decrypt(""):
            return refused(subject, Reason.UNREADABLE, "a PDF that asks for a password")
        pages = []
        for page in read.pages[:_MOST_PAGES]:
            pages.append(page.extract_text() or "")
            if time.monotonic() > ends:
                break
        return pages
    except Exception as error:  # the library raises whatever a broken file makes it stumble over
        return refused(subject, Reason.UNREADABLE, f"broken PDF: {type(error).__name__}: {error}"[:300])


def _paragraphs(page: str) -> str:
    """Lines of one page joined to paragraphs: a full line goes on in the next, a short one that ends a sentence does
    not. Words broken at the end of a line are joined."""
    lines = [line.strip() for line in page.splitlines()]
    usual = sorted(len(line) for line in lines if line)
    full = usual[int(len(usual) * 0.8)] if usual else 0
    made: list[str] = []
    opened = False
    for line in lines:
        if not line:
            opened = False
            continue
        if opened and made:
            before = made[-1]
            made[-1] = before[:-1] + line if before.endswith("-") and line[:1].islower() else f"{before} {line}"
        else:
            made.append(line)
        opened = len(line) >= _SHORT * full and not (_END.search(line) and len(line) < 0.9 * full)
    return "\n".join(made)
