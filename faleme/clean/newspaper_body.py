"""newspaper4k's reading of a page, the body alone and the same every time.

Of its parse only what finds the body runs: authors, images and videos take as long again. Where candidates tie it
takes them as a set gives them, which changes from run to run; here they come in the order of the page.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml.html import HtmlElement
from newspaper import parsers
from newspaper.cleaners import DocumentCleaner
from newspaper.configuration import Configuration
from newspaper.extractors import ContentExtractor
from newspaper.extractors.articlebody_extractor import ArticleBodyExtractor
from newspaper.outputformatters import OutputFormatter
from newspaper.utils import get_available_languages

_LANGUAGES = frozenset(get_available_languages())


class _InPageOrder(ArticleBodyExtractor):  # type: ignore[misc]  # it comes without types
    def nodes_to_check(self, doc: HtmlElement) -> list[HtmlElement]:
        return _in_page_order(super().nodes_to_check(doc))

    def compute_gravity_scores(self, nodes_with_text: list[HtmlElement]) -> list[HtmlElement]:
        return _in_page_order(super().compute_gravity_scores(nodes_with_text))


def body_of(source: str) -> str:
    """The text of the page's body, paragraphs parted by blank lines; empty where it finds none."""
    configuration = Configuration()
    configuration.clean_article_html = False
    extractor = ContentExtractor(configuration)
    extractor.article_body_extractor = _InPageOrder(configuration)
    page = parsers.fromstring(source)
    if page is None:
        return ""
    title = extractor.get_title(page)
    language = extractor.get_metadata("https://page.invalid/", page)["language"]
    if language in _LANGUAGES:
        configuration.language = language  # its stop words weigh the paragraphs
    if extractor.calculate_best_node(page) is None:
        return ""
    body = DocumentCleaner(configuration).clean(extractor.top_node_complemented)
    text: str = OutputFormatter(configuration).get_formatted(body, title)[0]
    return text


def _in_page_order(nodes: Iterable[HtmlElement]) -> list[HtmlElement]:
    wanted = list(nodes)
    if not wanted:
        return wanted
    place = {node: number for number, node in enumerate(wanted[0].getroottree().iter())}
    return sorted(wanted, key=place.__getitem__)
