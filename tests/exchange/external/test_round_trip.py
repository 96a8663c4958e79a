"""What we write in the form of another data set comes back as an external report that says the same of its event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copy2
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faleme.dates import DateRange, PartialDate
from faleme.exchange.dyads import numeric_id
from faleme.exchange.export import export_file
from faleme.exchange.external.cells import Cells
from faleme.exchange.external.comparing import compare
from faleme.exchange.external.importing import import_file, relink
from faleme.exchange.external.parties import Parties
from faleme.exchange.external.reading import Reading
from faleme.exchange.external.sources import SOURCES
from faleme.link.external import compare_external
from faleme.link.match import Told
from faleme.records import ExternalReport, Figure, FigureKind
from faleme.reference.actors import Actors
from faleme.reference.codebook import load_codebook
from faleme.reference.countries import load_countries
from faleme.reference.crosswalks_in import load_crosswalks_in
from faleme.spans import Span
from faleme.store.external import ExternalFilter
from faleme.store.judged import JudgedStore, open_judged
from tests.exchange.tellings import dated, rows

FORMS = ("acled", "ucdp", "gdelt1", "gdelt2", "polecat")
CODEBOOK = load_codebook()


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, example_store: Path) -> Path:
    return Path(copy2(example_store, tmp_path_factory.mktemp("compare") / "news.db"))


@pytest.fixture
def store(news: Path) -> Iterator[JudgedStore]:
    opened = open_judged(news)
    for one in opened.external.data_sets():
        opened.external.remove(one.name)
    yield opened
    assert opened.check() == []
    opened.close()


def own_events(store: JudgedStore) -> dict[str, str]:
    """Our event by each id that a row of it may have: its own, a dyad's, its number, the number after a country."""
    found: dict[str, str] = {}
    for event in store.iter_events():
        for dyad in ("", *(f".{number}" for number in range(2, 30))):
            found[f"{event.event_id}{dyad}"] = event.event_id
            found[str(numeric_id(f"{event.event_id}{dyad}"))] = event.event_id
    return found


def own_event(row_id: str, own: dict[str, str]) -> str | None:
    """The event that a row was written from."""
    return own.get(row_id, own.get(row_id[3:]))


@pytest.mark.parametrize(
    ("form", "least", "why"),
    [
        ("acled", 36, "nearly all: they have a place, a day and words"),
        ("ucdp", 13, "nearly all"),
        ("gdelt1", 100, "those with a day: most of ours have none"),
        ("gdelt2", 100, "as gdelt1"),
        ("polecat", 100, "as gdelt1"),
    ],
)
def test_rows_of_ours_link_to_their_own_events(
    form: str, least: int, why: str, store: JudgedStore, actors: Actors, tmp_path: Path
) -> None:
    before = [(event, store.headline_of(event)) for event in store.iter_events()]
    path = tmp_path / f"{form}.table"
    loss = export_file(store, form, path, CODEBOOK)
    done = import_file(path, store, actors=actors, codebook=CODEBOOK)
    assert (done.source, done.new, done.rejected.total()) == (form, loss.rows, 0)
    linked = [
        (report, link.event_id)
        for report, link in store.external.reports(ExternalFilter(standing="linked"))
        if link is not None
    ]
    assert len(linked) >= least, why
    own = own_events(store)
    other = [(report.row_id, event) for report, event in linked if own_event(report.row_id, own) != event]
    assert len(other) <= len(linked) // 20, other  # two events of ours may tell one happening, unlinked
    assert [(event, store.headline_of(event)) for event in store.iter_events()] == before  # nothing of ours changes
    weighed, again, _ = relink(store, form, CODEBOOK, whole=True)
    assert (weighed, again) == (done.new, done.linked)
    compared, summary = compare(store, form)
    kinds = [one.kind for one in compared]
    assert kinds.count("both") == len(linked)
    assert summary.counts["both"] + summary.counts["theirs"] + summary.counts["ambiguous"] == done.new
    assert max(summary.agreement[field]["differs"] for field in ("type", "date")) <= len(other)


@pytest.fixture(scope="module")
def reading(actors: Actors) -> Reading:
    crosswalks = load_crosswalks_in()
    return Reading(
        data_set="other",
        codebook=CODEBOOK,
        countries=load_countries(),
        crosswalks=crosswalks,
        parties=Parties(actors, load_countries(), crosswalks),
    )


MODES = [(one.code, mode) for one in CODEBOOK.types.values() for mode in (None, *one.modes)]
days = st.dates(min_value=PartialDate(1990).first_day, max_value=PartialDate(2030).last_day).map(PartialDate.of)
dates = st.one_of(
    days.map(DateRange.single),
    days.map(lambda day: DateRange.single(PartialDate(day.year, day.month))),
    st.tuples(days, days).map(lambda pair: DateRange(*sorted(pair))),
)


def read_back(form: str, row: dict[str, Any], reading: Reading) -> ExternalReport:
    source = SOURCES[form]
    cells = {column: str(value) if not isinstance(value, float) else f"{value:.6f}" for column, value in row.items()}
    return source.read(Cells(cells, source.nothing), reading)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    doing=st.sampled_from(MODES),
    when=dates,
    low=st.integers(min_value=1, max_value=400),
    more=st.one_of(st.none(), st.integers(min_value=0, max_value=50)),
    resolution=st.sampled_from([2, 3, 4, 5]),
    lat=st.floats(min_value=-89, max_value=89),
    lon=st.floats(min_value=-179, max_value=179),
)
@pytest.mark.parametrize("form", FORMS)
def test_what_a_row_says_comes_back(
    form: str,
    doing: tuple[str, str | None],
    when: DateRange,
    low: int,
    more: int | None,
    resolution: int,
    lat: float,
    lon: float,
    reading: Reading,
) -> None:
    high = None if more is None else float(low + more)
    dead = Figure(what=FigureKind.DEAD, span=Span(0, 2), text=str(low), low=float(low), high=high)
    one = dated(str(when.start), str(when.end), event_type=doing[0], mode=doing[1], figures=(dead,))
    assert one.report.place is not None
    place = replace(one.report.place, resolution=resolution, lat=lat, lon=lon, relation="at", feature="P.PPL")
    one = replace(one, report=replace(one.report, place=place))
    for row in rows(form, one):
        back = read_back(form, row, reading)
        assert not back.types or doing[0] in {event_type for event_type, _ in back.types}
        assert back.when is None or back.when.distance_days(when) == 0
        if form == "ucdp":
            assert back.when is not None
            assert (back.when.first_day, back.when.last_day) == (when.first_day, when.last_day)
            assert back.dead == (float(low), float(low), high)
        if form == "acled":
            assert back.dead == (float(low),) * 3
        assert back.place is not None
        assert back.place.country == "MLI"
        assert back.place.lat is not None
        assert back.place.lon is not None
        assert abs(back.place.lat - lat) < 1e-5
        assert abs(back.place.lon - lon) < 1e-5
        told = Told(report=one.report, clauses=("12 to 15 fighters shot near Gao",))
        found = compare_external(back, told, codebook=CODEBOOK)
        assert not found.apart or not back.types, found.reasons
