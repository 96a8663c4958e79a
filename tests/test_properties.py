"""What holds for any page, on all the pages we have: spans quote their page, ids repeat, names do not change types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faleme.records import Article, Record, Report
from faleme.spans import Span
from tests.conftest import REPO, record_of

if TYPE_CHECKING:
    from faleme.pipeline import Kit

# One example page in five: they are of a kind, and each is coded several times.
PAGES = [*sorted((REPO / "examples" / "pages").iterdir())[::5], *sorted((REPO / "tests" / "golden").glob("*.txt"))]


@pytest.fixture(scope="module", params=PAGES, ids=[page.name for page in PAGES])
def page(request: pytest.FixtureRequest) -> Path:
    """One of the pages."""
    path = request.param
    assert isinstance(path, Path)
    return path


@pytest.fixture(scope="module")
def record(page: Path, kit: Kit) -> Record:
    """Its record."""
    return record_of(page, kit)


def spans_of(record: Record) -> Iterator[tuple[str, Span]]:
    """Every span of what is exported, with a name for messages."""
    for report in record.reports:
        for actor in (*report.actor, *report.recipient, *report.speaker):
            yield f"actor {actor.text}", actor.span
        for evidence in report.evidence:
            yield "clause", evidence.clause
        for figure in report.figures:
            yield f"figure {figure.text}", figure.span
        if report.hedge:
            yield "hedge", report.hedge
        if report.place:
            yield f"place {report.place.text}", report.place.span
    for statement in record.statements:
        yield "content", statement.content


def test_mentions_quote_their_article(record: Record) -> None:
    text = record.article.text
    assert [mention for mention in record.parse.mentions if mention.span.of(text) != mention.text] == []
    actors = record.resolved.actors.values()
    assert [actor.text for actor in actors if actor.span.of(text) != actor.text] == []
    assert [place.text for place in record.resolved.places if place.span.of(text) != place.text] == []
    assert [time.text for time in record.resolved.times if time.span.of(text) != time.text] == []
    figures = [figure for report in record.reports for figure in report.figures]
    assert [figure.text for figure in figures if figure.span.of(text) != figure.text] == []


def test_exported_spans_lie_in_the_page(record: Record) -> None:
    article = record.article
    lost = [name for name, span in spans_of(record) if article.offsets.source(span) is None]
    assert lost == []


def test_evidence_holds_its_anchor(record: Record) -> None:
    tellings = [evidence for report in record.reports for evidence in report.evidence]
    assert [telling for telling in tellings if not telling.clause.contains(telling.anchor)] == []


def test_nothing_is_its_own_recipient(record: Record) -> None:
    doubled = [
        actor.name
        for report in record.reports
        for actor in report.actor
        if any(actor.span == recipient.span for recipient in report.recipient)
    ]
    assert doubled == []


def test_no_date_without_a_basis(record: Record) -> None:
    """A calendar date comes from the text, or from the text and the publication day; never from the latter alone."""
    dated = [report.date for report in record.reports if report.date and report.date.when]
    assert [date.text for date in dated if date.basis is None] == []
    if record.article.published is None:
        assert [date.text for date in dated if date.basis == "relative" and not _has_digits(date.text)] == []


def _has_digits(text: str) -> bool:
    return any(char.isdigit() for char in text)


def test_every_event_type_stands_in_the_codebook(record: Record, kit: Kit) -> None:
    for report in record.reports:
        assert report.event_type in kit.codebook.types
        assert report.mode is None or kit.codebook.has_mode(report.event_type, report.mode)
        assert set(report.contexts) <= set(kit.codebook.contexts)


def types_of(record: Record) -> Counter[tuple[str, int]]:
    """Types of the codings by sentence."""
    return Counter((coding.event_type, coding.sentence) for coding in record.codings)


def countries_of(record: Record) -> set[str | None]:
    """Countries of all actors."""
    return {actor.country for actor in record.resolved.actors.values()}


SENTENCES = [
    # what is told, with two countries that do not neighbour each other
    "The army of {0} attacked a camp of rebels on Monday and killed nine fighters, its spokesman said.",
    "{0} and {1} signed an agreement on joint patrols along the river, and both presidents praised it.",
    "Police in {0} arrested four journalists who had criticised the government of {1} over the border dispute.",
    "The foreign minister of {0} accused {1} of sheltering armed men and recalled the ambassador of {0} for talks.",
]


@pytest.mark.parametrize("first", ["Mali", "Niger", "Ghana"])
def test_names_move_countries_and_never_types(first: str, kit: Kit) -> None:
    from faleme.pipeline import process
    from faleme.read.files import capture_of_text

    def read(*names: str) -> Record:
        text = "\n".join(sentence.format(*names) for sentence in SENTENCES)
        record = process(capture_of_text(text, key="swap.txt"), kit)
        assert isinstance(record, Record), record
        return record

    base, swapped = read("Senegal", "Togo"), read(first, "Togo")
    assert types_of(base) == types_of(swapped)
    assert countries_of(base) != countries_of(swapped)


def test_no_place_is_finer_than_its_toponym(record: Record, kit: Kit) -> None:
    """What lies beside a place is known no better than the place; a NIL has nothing."""
    for place in record.resolved.places:
        if place.geonameid is None:
            continue
        known = kit.gazetteer.by_id(place.geonameid)
        assert known is not None
        assert (place.resolution or 0) <= (known.resolution or 0), place


@pytest.mark.parametrize(("first", "code"), [("Mali", "MLI"), ("Niger", "NER"), ("Ghana", "GHA")])
def test_names_move_countries_of_places_and_no_dates(first: str, code: str, kit: Kit) -> None:
    from faleme.pipeline import process
    from faleme.read.files import capture_of_text

    def read(name: str) -> Record:
        told = "\n".join(sentence.format(name, "Togo") for sentence in SENTENCES)
        text = f"Gunmen killed nine farmers in {name} on 3 May 2021, a witness said.\n{told}"
        record = process(capture_of_text(text, key="swap.txt"), kit)
        assert isinstance(record, Record), record
        return record

    base, swapped = read("Senegal"), read(first)
    moved = [code if place.country == "SEN" else place.country for place in base.resolved.places]
    assert [place.country for place in swapped.resolved.places] == moved
    assert [place.relation for place in swapped.resolved.places] == [p.relation for p in base.resolved.places]
    assert [time.value for time in swapped.resolved.times] == [time.value for time in base.resolved.times]
    assert types_of(base) == types_of(swapped)
    assert [who(report, {}) for report in swapped.reports] == [who(report, {"SEN": code}) for report in base.reports]


def who(report: Report, moved: dict[str, str]) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Who does it to whom, by role, country and sectors, with some countries exchanged."""
    sides = (("actor", report.actor), ("recipient", report.recipient), ("speaker", report.speaker))
    return [(role, moved.get(one.country or "", one.country), one.sectors) for role, found in sides for one in found]


def test_articles_keep_the_order_of_the_page(record: Record) -> None:
    """Nearly every code point of the article has its place in the page, in the page's order."""
    article: Article = record.article
    mapped = [(at, article.offsets.point(at)) for at in range(len(article.text))]
    there = [place for _, place in mapped if place is not None]
    assert there == sorted(there), "the cleaner reordered the page"
    assert len(there) > 0.95 * len(article.text.replace("\n", ""))
