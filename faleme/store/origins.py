"""Where a text comes from, and how many independent origins a set of reports or articles has.

Credits decide, then sameness of text: docs/decisions/origins.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from faleme.ids import ArticleId
from faleme.records import Article, Report
from faleme.reference.names import normalise
from faleme.reference.outlets import Outlets, load_outlets
from faleme.store.base import Store

_AGGREGATOR = "aggregator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One page that prints a text. origin: the page's own; credited: by a credit, to a wire where ``wire`` is set."""

    outlet: str | None
    origin: str | None
    credited: bool
    wire: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """Independent origins. names: sorted, one for each owner. unnamed: texts of which nobody says whose they are."""

    names: tuple[str, ...]
    unnamed: int

    @property
    def at_least(self) -> int:
        """How many there are for certain: an unnamed text may be anybody's, but some origin it has."""
        return len(self.names) or min(1, self.unnamed)

    @property
    def at_most(self) -> int:
        """How many there are if every unnamed text is a stranger's."""
        return len(self.names) + self.unnamed


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Whose text an article prints. origin: one name for each owner; None where nobody knows, and then ``text`` is the
    article that it is a copy of, to the end, or itself."""

    origin: str | None
    text: ArticleId


def origin_among(printed: Sequence[Printed], outlets: Outlets) -> str | None:
    """Origin of one text from all pages that print it, the original first; None where nobody knows.

    In this order: the wire that any page credits; whom a credit names, then whom that one's own page credits, to the
    end of the chain; the original's outlet, or where that only gathers what others print, the first that does not.
    """
    if not printed:
        return None
    for page in printed:
        if page.wire and page.origin:
            return page.origin
    for page in printed:
        if page.credited and page.origin:
            return _end_of_chain(page.origin, _credits(printed, outlets), outlets)
    original = printed[0]
    if original.credited or original.origin is None or not _gathers(original, outlets):
        return original.origin
    return next((page.origin for page in printed if page.origin and not _gathers(page, outlets)), original.origin)


def independent_origins(told: Iterable[ArticleId | Report], store: Store, *, outlets: Outlets | None = None) -> Origins:
    """The independent origins of any articles, or of the articles of any reports, stored ones.

    Copies count with what they copy, credited text with whom it credits, outlets of one owner once. Credits are
    followed through the set: who credits an outlet whose own page here credits an agency has the agency's news.
    """
    found = voices(told, store, outlets=outlets)
    return Origins(
        names=tuple(sorted({voice.origin for voice in found.values() if voice.origin is not None})),
        unnamed=len({voice.text for voice in found.values() if voice.origin is None}),
    )


def voices(
    told: Iterable[ArticleId | Report],
    store: Store,
    *,
    outlets: Outlets | None = None,
    articles: Mapping[ArticleId, Article] | None = None,
    origins: Mapping[ArticleId, str | None] | None = None,
    roots: Mapping[ArticleId, ArticleId] | None = None,
) -> dict[ArticleId, Voice]:
    """Whose text each article prints, of any articles or those of any reports: what `independent_origins` counts.

    articles, origins, roots (the ends of chains of copies): those that the caller has read already.
    """
    known = outlets or load_outlets()
    asked = dict.fromkeys(each.article_id if isinstance(each, Report) else each for each in told)
    own = {each: store.origin_of(each) if origins is None else origins[each] for each in asked}
    ends = {origin: origin for origin in own.values() if origin is not None}
    if len(ends) > 1:
        links = _credits([_printed(each, own[each], store, articles or {}) for each in asked], known)
        ends = {name: _end_of_chain(name, links, known) for name in ends}
    # Of two outlets of one owner the owner's name stands for both.
    shown = {normalise(known.owner_of(name)): name for name in known.independent(ends.values())}
    names = {origin: shown[normalise(known.owner_of(end))] for origin, end in ends.items()}
    return {
        article_id: Voice(origin=None, text=_root(article_id, store) if roots is None else roots[article_id])
        if origin is None
        else Voice(origin=names[origin], text=article_id)
        for article_id, origin in own.items()
    }


def _credits(printed: Iterable[Printed], outlets: Outlets) -> dict[str, str]:
    """Whom each outlet has its text from, by owner; outlets that credit several or print their own are left out."""
    found: dict[str, set[str | None]] = defaultdict(set)
    for page in printed:
        if page.outlet is not None:
            found[outlets.owner_of(page.outlet)].add(page.origin)
    ends = {outlet: origins.pop() for outlet, origins in found.items() if len(origins) == 1}
    return {outlet: origin for outlet, origin in ends.items() if origin is not None}


def _end_of_chain(name: str, links: dict[str, str], outlets: Outlets) -> str:
    passed: set[str] = set()
    while (owner := outlets.owner_of(name)) in links and owner not in passed:
        passed.add(owner)
        if outlets.owner_of(links[owner]) == owner:
            break
        name = links[owner]
    return name


def _gathers(page: Printed, outlets: Outlets) -> bool:
    known = outlets.by_name(page.outlet) if page.outlet is not None else None
    return known is not None and known.kind.startswith(_AGGREGATOR)


def _printed(article_id: ArticleId, origin: str | None, store: Store, articles: Mapping[ArticleId, Article]) -> Printed:
    article = articles.get(article_id) or store.article(article_id)
    credit = None if article is None else article.credit
    return Printed(
        outlet=None if article is None else article.outlet,
        origin=origin,
        credited=credit is not None,
        wire=credit is not None and credit.kind == "wire",
    )


def _root(article_id: ArticleId, store: Store) -> ArticleId:
    """The end of a chain of copies; the store keeps no ring."""
    while (copy := store.copy_of(article_id)) is not None:
        article_id = copy.copy_of
    return article_id
