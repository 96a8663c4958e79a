"""Reports to events: each new report joins the event that it tells, or opens one of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from faleme.ids import ArticleId, EventId, ReportId, digest
from faleme.link.affair import most_named
from faleme.link.match import Match, compare, elsewhere, family, home_of, told_in, told_of, words_of
from faleme.records import Article, Copy, Event, Link, Lookup, Report
from faleme.reference.codebook import Codebook
from faleme.reference.outlets import load_outlets

FIRST = ("its first report",)  # the reasons of a link to an event of its own
_WINDOW_DAYS = 3  # candidates; `compare` is stricter
_SAME_WORDS = 0.6  # share of a copied clause's words that its original must hold


def link_reports(
    article: Article,
    reports: Sequence[Report],
    lookup: Lookup,
    *,
    codebook: Codebook,
    copy: Copy | None = None,
    known: Mapping[ReportId, Link] | None = None,
) -> tuple[Link, ...]:
    """A link for each report of an article, in their order.

    copy: the original that the article copies; its reports fold into the original's events. known: links of an
    earlier reading of the article, which stand. Two reports of one article are never put into one event: the
    article tells them apart.
    """
    made = {report.report_id: known[report.report_id] for report in reports if known and report.report_id in known}
    taken = {link.event_id for link in made.values()}
    home = home_of(reports)
    unlinked = [report for report in reports if report.report_id not in made]
    beside = beside_of(article, lookup) if unlinked else []
    for report in sorted(unlinked, key=lambda report: (-report.salience, report.report_id)):
        _, link = link_report(
            report, lookup, article=article, codebook=codebook, copy=copy, taken=taken, home=home, beside=beside
        )
        made[report.report_id] = link
        taken.add(link.event_id)
    return tuple(made[report.report_id] for report in reports)


def link_report(
    report: Report,
    lookup: Lookup,
    *,
    article: Article,
    codebook: Codebook,
    copy: Copy | None = None,
    taken: Collection[EventId] = (),
    home: frozenset[str] = frozenset(),
    beside: Collection[ArticleId] = (),
) -> tuple[EventId, Link]:
    """The event of a report, and why: the best match among stored reports, else a new event.

    An event is joined only if none of its reports that could be compared rules it out. Where no detail ties the report
    to one, it joins the only event of its type, day and country that it could tell; of two such it joins neither.
    taken: events that already hold a report of the same article. home: the countries that the article tells of. beside:
    articles that may be of its affair (`beside_of`). Event ids are minted from their first report and never change.
    """
    published = None if article.published is None else article.published.when
    ours = told_in(report, article.text, published, home)
    if copy is not None and (link := _copied(report, ours.clauses, lookup, copy, taken)) is not None:
        return link.event_id, link
    best, could = _Best(), _Best()
    ruled_out: set[EventId] = set()
    apart = lookup.told_apart()
    near = lookup.reports_near(
        report,
        types=family(report.event_type),
        published=published,
        window_days=_WINDOW_DAYS,
        beside=beside,
    )
    texts = lookup.texts_of({other.article_id for other in near})
    for other in near:
        if other.event_id is None or other.event_id in taken:
            continue
        theirs = told_of(other, lookup, texts[other.article_id])
        match = compare(ours, theirs, codebook=codebook, apart=apart)
        if match.apart:
            ruled_out.add(other.event_id)
        elif match.same:
            best.see(other, match)
        elif match.could:
            could.see(other, match, ("nothing else of that day fits",))
    fitting = best.without(ruled_out)
    if not fitting and len(alone := could.without(ruled_out)) == 1:
        fitting = alone
    if not fitting:
        minted = EventId(digest("E", report.report_id))
        return minted, Link(report_id=report.report_id, event_id=minted, score=1.0, reasons=FIRST)
    score, other, reasons = min(fitting, key=lambda found: (-found[0], found[1].report_id))
    assert other.event_id is not None
    reasons = (f"tells the same as {other.report_id}", *reasons)
    return other.event_id, Link(report_id=report.report_id, event_id=other.event_id, score=score, reasons=reasons)


def beside_of(article: Article, lookup: Lookup) -> list[ArticleId]:
    """Stored articles that may be of an article's affair: they name the same people and places."""
    published = None if article.published is None else article.published.when
    return lookup.articles_naming(most_named(article.text), published)


class _Best:
    """The best match for each event, with the report matched and why."""

    def __init__(self) -> None:
        self._found: dict[EventId, tuple[float, Report, tuple[str, ...]]] = {}

    def see(self, other: Report, match: Match, more: tuple[str, ...] = ()) -> None:
        assert other.event_id is not None
        if match.score > self._found.get(other.event_id, (0.0,))[0]:
            self._found[other.event_id] = (match.score, other, (*match.reasons, *more))

    def without(self, events: Collection[EventId]) -> list[tuple[float, Report, tuple[str, ...]]]:
        return [found for event, found in self._found.items() if event not in events]


def summarise(
    event_id: EventId, reports: Sequence[Report], links: Sequence[Link], origins: Sequence[str | None]
) -> Event:
    """The event that the reports tell, found by the best-evidenced one.

    origins: of the reports' articles, in any order; those of one owner count once. Unknown ones are not counted: they
    could be anybody's copy.
    Best-evidenced: most of date, place, actor and recipient known, then most tellings, then the better score,
    then the more salient, then the first.
    """
    headline = max(reports, key=evidence_of)  # max keeps the first of equals
    return Event(
        event_id=event_id,
        event_type=headline.event_type,
        report_ids=tuple(report.report_id for report in reports),
        origins=load_outlets().independent(origins),
        headline=headline.report_id,
        links=tuple(links),
    )


def evidence_of(report: Report) -> tuple[int, int, float, float]:
    """Sorts the best-evidenced report last."""
    dated = report.date is not None and report.date.when is not None
    known = (dated, report.place is not None, bool(report.actor), bool(report.recipient))
    return sum(known), len(report.evidence), report.score, report.salience


def _copied(
    report: Report, clauses: tuple[str, ...], lookup: Lookup, copy: Copy, taken: Collection[EventId]
) -> Link | None:
    """Link to the original's report of the same clause, or None where the copy adds a telling of its own."""
    ours = words_of(clauses)
    found: list[tuple[float, Report]] = []
    for other in lookup.reports_of(copy.copy_of):
        if other.event_type != report.event_type or other.event_id is None or other.event_id in taken:
            continue
        if elsewhere(report, other):  # one form filled in twice, as bulletins are, is no copy in this clause
            continue
        shared = len(ours & words_of(lookup.clauses_of(other.report_id))) / max(1, len(ours))
        if shared >= _SAME_WORDS:
            found.append((shared, other))
    if not found:
        return None
    _, other = min(found, key=lambda pair: (-pair[0], pair[1].report_id))
    assert other.event_id is not None
    reasons = (f"the same words as {other.report_id}, in a copy ({copy.kind}) of {copy.copy_of}",)
    return Link(report_id=report.report_id, event_id=other.event_id, score=copy.containment, reasons=reasons)
