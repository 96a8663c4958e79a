"""The article's lines out of a saved page, by libraries that check each other.

trafilatura and readability-lxml both read the page. Where they agree, trafilatura's lines stand. Where they do not
(one page in four), newspaper4k reads it too, and the three vote over the lines of resiliparse. Thresholds: INGEST.md
section 1 and benchmarks/quality/page_text.py.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from faleme.clean.align import Aligner
from faleme.clean.lines import Line
from faleme.clean.markup import read_markup
from faleme.clean.metadata import PageData
from faleme.records import Capture, Reason, Rejection

log = logging.getLogger(__name__)
# What these say of one page is for a log file, if a door has set one up, and not for the terminal.
for _library in ("trafilatura", "readability", "newspaper", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_AGREE = 0.8  # 4-gram Jaccard of trafilatura and readability
_ENOUGH = 400  # characters; less from trafilatura is more often a miss than a short article
_SHORT = 0.4  # of what resiliparse keeps; two that agree on less have both stopped at a heading or a fold
_SUPPORT = 0.6  # share of a line's 4-grams in another output that counts as a vote
_DEEPEST = 2500  # open tags; ordinary pages stay below 100, and parsers recurse
# Tags on a page. The largest of 390 measured pages has 9,770; newspaper4k's time grows with the square (17 s at
# 40,000), and past the second number the others take half a minute too.
_MANY, _TOO_MANY = 20_000, 60_000
_BLOCKS = frozenset("p div li h1 h2 h3 h4 h5 h6 blockquote pre td th tr section article".split())
# What the four libraries were seen to raise on broken markup. They promise nothing, and a page must not stop a run.
_CRASHES = (
    etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError,
    AssertionError, UnicodeError,
)  # fmt: skip


def read_page(capture: Capture, source: str) -> tuple[PageData, list[Line]] | Rejection:
    """What the page says of itself, and its article's lines with their places in the source."""
    tags = source.count("<")
    if tags > _TOO_MANY:
        return _refused(capture, f"{tags} tags on one page")
    aligner = Aligner(source)
    if aligner.depth > _DEEPEST:
        return _refused(capture, f"tags are nested {aligner.depth} deep")
    page = read_markup(source, url=capture.url, fetched_at=capture.fetched_at)
    voted = article_lines(source)
    if voted is None:
        return _refused(capture, "no parser could read the markup")
    lines = [aligner.line(text, support=support) for text, support in voted]
    found = [line for line in lines if line is not None]
    if page.title is not None and found:
        aligner.rewind()
        headline = aligner.line(page.title)
        if headline is not None and all(line.text != headline.text for line in found):
            found.insert(0, headline)
    return page, found


def article_lines(source: str) -> list[tuple[str, int]] | None:
    """(line, how many extractors kept it), in page order; None where every extractor failed on the page."""
    first = attempted(by_trafilatura, source)
    second = attempted(by_readability, source)
    if first is None and second is None:
        return None
    one, two = _Output.of(first), _Output.of(second)
    all_lines = attempted(by_resiliparse, source) or []
    whole = _Output.of(all_lines)
    if _alike(one, two) >= _AGREE and one.size > max(_ENOUGH, _SHORT * whole.size):
        return [(line, 1 + len(_backers(line, two))) for line in one.lines]
    three = _Output.of(attempted(by_newspaper, source) if source.count("<") <= _MANY else None)
    backers = [(line, _backers(line, one, two, three)) for line in all_lines]
    voted = [(line, len(backing)) for line, backing in backers if len(backing) >= 2]
    size = sum(len(line) for line, _ in voted)
    if size < 0.5 * whole.size:
        # Two of three saw little of the page. If the third saw it as resiliparse does, these two are right.
        widest = max((one, two, three), key=lambda other: _alike(other, whole))
        if _alike(widest, whole) >= _SUPPORT:
            return [(line, len(backing)) for line, backing in backers if widest in backing]
    if size < 0.5 * one.size and not (voted and _alike(two, three) >= _AGREE):
        return [(line, 1) for line in one.lines]
    return voted or [(line, 1) for line in two.lines]


@dataclass(frozen=True, slots=True, eq=False)
class _Output:
    """What one extractor kept, ready for asking."""

    lines: Sequence[str]
    text: str
    grams: set[tuple[str, str, str, str]]
    size: int

    @staticmethod
    def of(lines: Sequence[str] | None) -> _Output:
        kept = lines or []
        text = " ".join(kept)
        return _Output(kept, text, set(_grams(text)), sum(map(len, kept)))


def _backers(line: str, *outputs: _Output) -> list[_Output]:
    """Those in which most of the line stands too."""
    own = _grams(line)
    if not own:
        return [output for output in outputs if line in output.text]
    return [output for output in outputs if sum(gram in output.grams for gram in own) >= _SUPPORT * len(own)]


def _alike(one: _Output, two: _Output) -> float:
    shared = len(one.grams & two.grams)
    union = len(one.grams) + len(two.grams) - shared
    return shared / union if union else 0.0


def _grams(text: str) -> list[tuple[str, str, str, str]]:
    words = re.findall(r"\w+", text)
    return list(zip(words, words[1:], words[2:], words[3:], strict=False))


def _refused(capture: Capture, detail: str) -> Rejection:
    return Rejection(stage="clean", subject=capture.url or capture.key, reason=Reason.UNREADABLE, detail=detail)


def attempted(extractor: Callable[[str], list[str]], source: str) -> list[str] | None:
    """The lines that one of the extractors below finds, or None where it fails on the page."""
    try:
        return extractor(source)
    except _CRASHES as error:
        log.debug("%s failed: %r", extractor.__name__, error)
        return None


def by_trafilatura(source: str) -> list[str]:
    """Lines of trafilatura's main text, its quick way."""
    import trafilatura  # noqa: PLC0415 - flat text must not wait for it

    text = trafilatura.extract(source, fast=True, include_comments=False, include_formatting=False) or ""
    return _split(text)


def by_readability(source: str) -> list[str]:
    """Lines of readability's summary."""
    import readability  # noqa: PLC0415 - as above

    summary = readability.Document(source).summary(html_partial=True)
    return _text_lines(lxml_html.fromstring(summary)) if summary.strip() else []


def by_newspaper(source: str) -> list[str]:
    """Lines of newspaper4k's text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it misses a package that only its summaries need
        from faleme.clean.newspaper_body import body_of  # noqa: PLC0415 - as above

    return _split(body_of(source))


def by_resiliparse(source: str) -> list[str]:
    """All lines of resiliparse's main content: more than the article, in page order."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - as above

    text = extract_plain_text(source, main_content=True, alt_texts=False, links=False, preserve_formatting=True)
    return _split(re.sub(r"(?m)^[^\S\n]*[•*-]\s+", "", text))


def _split(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [re.sub(r"^- ", "", line) for line in lines if line]


def _text_lines(tree: lxml_html.HtmlElement) -> list[str]:
    """Text of a small tree, a line for each block element."""
    out = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            if event == "end":
                out.append(element.tail or "")
            continue
        if element.tag in _BLOCKS or element.tag == "br":
            out.append("\n")
        out.append((element.text if event == "start" else element.tail) or "")
    return _split("".join(part if part == "\n" else " ".join(part.split("\n")) for part in out))
