"""Whole files: what they are, how they may be written, what is wrong with them; the same again changes nothing."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faleme.errors import ReadError
from faleme.exchange.external import importing
from faleme.exchange.external.importing import Imported, import_file, take_back
from faleme.exchange.external.sources import source_of
from faleme.records import ExternalReport, Reason, Rejection
from faleme.reference.actors import Actors
from faleme.reference.codebook import load_codebook
from faleme.store.external import ExternalFilter
from faleme.store.sql_store import SqlStore
from faleme.store.sqlite import open_sqlite
from tests.exchange.external.tables import ACLED, COLUMNS, GDELT, POLECAT, ROWS, UCDP, file_of, text_of

SOURCES = tuple(ROWS)
ID = {
    "acled": "event_id_cnty",
    "ucdp": "id",
    "gdelt1": "GLOBALEVENTID",
    "gdelt2": "GLOBALEVENTID",
    "polecat": "Event ID",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_sqlite(tmp_path / "news.db")
    yield opened
    assert opened.check() == []
    opened.close()


def brought(
    path: Path, store: SqlStore, actors: Actors, *, asked: str | None = None, name: str | None = None
) -> tuple[Imported, list[Rejection]]:
    refused: list[Rejection] = []
    done = import_file(
        path, store, actors=actors, codebook=load_codebook(), asked=asked, name=name, on_refused=refused.append
    )
    return done, refused


def kept(store: SqlStore) -> list[ExternalReport]:
    return [report for report, _ in store.external.reports(ExternalFilter())]


@pytest.mark.parametrize("source", SOURCES)
def test_a_file_tells_what_it_is(source: str, tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    done, refused = brought(file_of(tmp_path, source), store, actors)
    assert (done.source, done.data_set, done.rows, done.new, refused) == (source, source, 1, 1, [])
    (report,) = kept(store)
    assert dict(report.given) == {column: cell for column, cell in ROWS[source].items() if column in COLUMNS[source]}


@pytest.mark.parametrize("source", SOURCES)
def test_the_same_file_again_changes_nothing(source: str, tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    path = file_of(tmp_path, source, ROWS[source], {**ROWS[source], ID[source]: "7"})
    brought(path, store, actors)
    before = kept(store)
    done, _ = brought(path, store, actors)
    assert (done.new, done.revised, done.same) == (0, 0, 2)
    assert kept(store) == before


def test_a_newer_row_supersedes(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    brought(file_of(tmp_path, "acled"), store, actors)
    revised = {**ACLED, "fatalities": "14", "timestamp": "1700000000"}
    done, _ = brought(file_of(tmp_path, "acled", revised), store, actors)
    assert done.revised == 1
    done, _ = brought(file_of(tmp_path, "acled"), store, actors)  # the older file again
    assert (done.older, kept(store)[0].dead[1]) == (1, 14.0)


@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\r\n", "\n").encode(),
        lambda text: (text.replace("Gao", "Ségou")).encode("cp1252"),
        lambda text: text.replace("Gao", "Se\0gou").encode(),
        lambda text: (text + "\r\n\r\n").encode(),
    ],
    ids=["byte order mark", "utf-16", "line feeds", "Windows", "a NUL", "blank lines"],
)
@pytest.mark.parametrize("source", ["acled", "polecat", "gdelt1"])
def test_however_it_is_written(source: str, written: object, tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(written(text_of(source, [ROWS[source]])))  # type: ignore[operator]
    done, refused = brought(path, store, actors)
    assert (done.source, done.rows, refused) == (source, 1, [])
    (report,) = kept(store)
    assert report.place is not None
    assert report.place.name in ("Gao", "Ségou", "Segou")


def test_a_byte_of_another_hand_far_down(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    many = [{**ACLED, "event_id_cnty": f"MLI{number}"} for number in range(300)]
    last = {**ACLED, "event_id_cnty": "MLI999", "location": "SXgou"}
    path = tmp_path / "a.csv"
    path.write_bytes(text_of("acled", [*many, last]).encode().replace(b"SXgou", "Ségou".encode("cp1252")))
    brought(path, store, actors)
    place = kept(store)[-1].place
    assert place is not None
    assert place.name == "Ségou"


def test_quotes_commas_and_breaks_in_a_cell(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    note = 'He said: "no",\r\nand left; =1+1\ttabs'
    done, _ = brought(
        file_of(tmp_path, "acled", {**ACLED, "notes": note}, {**ACLED, "event_id_cnty": "2"}), store, actors
    )
    assert done.rows == 2
    assert kept(store)[0].note == note


def test_semicolons_and_headers_of_other_editions(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    path = tmp_path / "a.csv"
    columns = [column for column in COLUMNS["acled"] if column != "tags"] + ["data_id"]
    row = {**ACLED, "data_id": "77", "notes": "Invented."}
    lines = [";".join(name.upper() if name != "data_id" else name for name in columns)]
    lines.append(";".join(row.get(name, "").replace(";", ",").replace('"', "") for name in columns))
    path.write_text("\n".join(lines), encoding="utf-8")
    done, refused = brought(path, store, actors)
    assert (done.rows, refused, done.unplaced["data_id"]) == (1, [], 1)


def test_gdelt_before_its_last_column_and_with_a_header(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    path = tmp_path / "2012.csv"
    path.write_text("\t".join(GDELT.get(column, "") for column in COLUMNS["gdelt1"][:-1]) + "\n", encoding="utf-8")
    done, _ = brought(path, store, actors)
    assert (done.source, done.rows) == ("gdelt1", 1)
    path.write_text(text_of("gdelt2", [GDELT], header=True), encoding="utf-8")
    done, _ = brought(path, store, actors)
    assert (done.source, done.rows) == ("gdelt2", 1)


def test_ucdp_without_a_header(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    path = tmp_path / "candidate.csv"
    path.write_text(text_of("ucdp", [UCDP], header=False), encoding="utf-8")
    done, _ = brought(path, store, actors)
    assert (done.source, done.rows) == ("ucdp", 1)


def test_polecat_with_tabs_behind(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    path = tmp_path / "p.txt"
    head, row = text_of("polecat", [POLECAT], breaks="\n").splitlines()
    path.write_text(f"{head}\n{row}\t\t\n", encoding="utf-8")
    done, refused = brought(path, store, actors)
    assert (done.rows, refused) == (1, [])


@pytest.mark.parametrize("packing", ["zip", "gz"])
def test_packed(packing: str, tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    content = text_of("gdelt2", [GDELT]).encode()
    path = tmp_path / f"20210305.export.CSV.{packing}"
    if packing == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("20210305.export.CSV", content)
    else:
        path.write_bytes(gzip.compress(content))
    done, _ = brought(path, store, actors)
    assert (done.source, done.rows) == ("gdelt2", 1)


def test_a_packed_file_that_is_cut_short(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    many = [
        {**GDELT, "GLOBALEVENTID": str(number), "SOURCEURL": f"https://invented.example/{number**5}"}
        for number in range(9000)
    ]
    path = tmp_path / "a.csv.gz"
    packed = gzip.compress(text_of("gdelt2", many).encode())
    path.write_bytes(packed[: len(packed) // 2])
    done, refused = brought(path, store, actors)
    assert 0 < done.new < 9000
    assert refused[-1].reason is Reason.UNREADABLE
    assert "the file ends here" in refused[-1].detail


BAD: list[tuple[str, Mapping[str, str] | str, Reason, str]] = [
    ("a wrong day", {**ACLED, "event_date": "soon"}, Reason.BAD_RECORD, "line 3, column event_date: 'soon' is no day"),
    ("no id", {**ACLED, "event_id_cnty": ""}, Reason.BAD_RECORD, "line 3, column event_id_cnty: empty"),
    ("too few columns", "MLI9,2021-03-05,2021", Reason.BAD_RECORD, "3 columns where the first row has 31"),
    ("too many columns", ",".join("abcdefghij" * 4), Reason.BAD_RECORD, "40 columns where the first row has 31"),
    ("a huge cell", {**ACLED, "notes": "x" * 2_000_000}, Reason.BAD_RECORD, "field larger than field limit"),
    ("an open quote", '"MLI9,2021', Reason.BAD_RECORD, "columns where the first row has 31"),
]


@pytest.mark.parametrize(("why", "row", "reason", "said"), BAD, ids=[why for why, *_ in BAD])
def test_a_bad_row_never_stops_the_file(
    why: str,
    row: Mapping[str, str] | str,
    reason: Reason,
    said: str,
    tmp_path: Path,
    store: SqlStore,
    actors: Actors,
) -> None:
    good, last = {**ACLED, "event_id_cnty": "MLI1"}, {**ACLED, "event_id_cnty": "MLI3"}
    middle = row + "\r\n" if isinstance(row, str) else text_of("acled", [row], header=False)
    path = tmp_path / "a.csv"
    text = text_of("acled", [good]) + middle
    if not middle.startswith('"MLI9'):  # what an open quote swallows is lost with it
        text += text_of("acled", [last], header=False)
    path.write_text(text, encoding="utf-8", newline="")
    done, (refused,) = brought(path, store, actors)
    assert [report.row_id for report in kept(store)] == ["MLI1", "MLI3"][: done.rows]
    assert (refused.reason, refused.subject) == (reason, "a.csv:3")
    assert said in refused.detail
    assert done.rejected == {reason: 1}
    assert store.refusals(limit=9)[0].rejection == refused


def test_a_line_without_end_is_left_out(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    path = tmp_path / "a.tsv"
    good = text_of("gdelt1", [GDELT])
    path.write_text(good + "9" * 9_000_000 + "\n" + good.replace("900001", "900002"), encoding="utf-8")
    done, (refused,) = brought(path, store, actors)
    assert (done.rows, refused.reason, refused.subject) == (2, Reason.TOO_LARGE, "a.tsv:2")


@pytest.mark.parametrize(
    ("text", "asked", "said"),
    [
        ("", None, "is empty"),
        ("\n \n", None, "is empty"),
        ("a,b\n1,2\n", None, "nobody can tell what a.csv is: its first row has 2 columns (a, b). Say which it is"),
        ("Event ID\tEvent Date\tSource Name\tCAMEO Code\n", None, "of ICEWS, which cannot be imported"),
        ("a,b\n1,2\n", "acled", "is no file of ACLED: it lacks the columns country, event_date, event_id_cnty"),
        ("1\t2\n", "gdelt2", "ActionGeo_CountryCode, EventCode, GLOBALEVENTID, or 61 columns without a header"),
        (text_of("ucdp", [UCDP]), "acled", "a.csv has the columns of UCDP GED, and --format says acled"),
        (text_of("acled", [ACLED]), "icews", "--format is one of acled, ucdp, gdelt1, gdelt2, polecat, not 'icews'"),
        ("event_id_cnty,event_date,event_type\n", "acled", "it lacks the columns country, sub_event_type"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused_whole(
    text: str, asked: str | None, said: str, tmp_path: Path, store: SqlStore, actors: Actors
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError) as raised:
        brought(path, store, actors, asked=asked)
    assert said in str(raised.value)
    assert store.external.data_sets() == []


def test_what_is_not_there(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    with pytest.raises(ReadError, match=r"does not exist\. Give a file"):
        brought(tmp_path / "none.csv", store, actors)
    with pytest.raises(ReadError, match=r"is no file\. Give one file"):
        brought(tmp_path, store, actors)
    bad = tmp_path / "a.zip"
    bad.write_bytes(b"PK no")
    with pytest.raises(ReadError, match=r"a\.zip"):
        brought(bad, store, actors)
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("a.csv", "1")
        archive.writestr("b.csv", "2")
    with pytest.raises(ReadError, match=r"holds 2 tables \(a\.csv, b\.csv\), not one"):
        brought(bad, store, actors)


def test_stopped_and_run_again(
    tmp_path: Path, store: SqlStore, actors: Actors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each batch is committed by itself, with its links."""
    monkeypatch.setattr(importing, "_BATCH", 2)
    path = file_of(tmp_path, "acled", *({**ACLED, "event_id_cnty": f"MLI{number}"} for number in range(5)))

    def stop(done: Imported) -> None:
        if done.new == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(path, store, actors=actors, codebook=load_codebook(), seen=stop)
    assert len(kept(store)) == 4
    done, _ = brought(path, store, actors)
    assert (done.new, done.same, len(kept(store))) == (1, 4, 5)


def test_names_of_their_own(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    brought(file_of(tmp_path, "acled"), store, actors)
    brought(file_of(tmp_path, "acled"), store, actors, name="acled-sahel")
    assert [(one.name, one.reports) for one in store.external.data_sets()] == [("acled", 1), ("acled-sahel", 1)]
    assert len({report.external_id for report in kept(store)}) == 2


@pytest.mark.parametrize(
    ("text", "name", "ids"),
    [
        ("event_id_cnty,deleted_timestamp\nMLI1,1700000000\nMLI8,1700000001\n", None, 2),
        ("MLI1\nMLI8\n", "acled", 2),
        ('"deleted_timestamp";"event_id_cnty"\n1;"MLI1"\n', None, 1),
    ],
)
def test_rows_that_the_source_has_deleted(
    text: str, name: str | None, ids: int, tmp_path: Path, store: SqlStore, actors: Actors
) -> None:
    brought(file_of(tmp_path, "acled", ACLED, {**ACLED, "event_id_cnty": "MLI2"}), store, actors)
    path = tmp_path / "deleted.csv"
    path.write_text(text, encoding="utf-8")
    assert take_back(path, store, name=name) == ("acled", ids, 1)
    assert [report.row_id for report in kept(store)] == ["MLI2"]
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ReadError, match="lists no ids"):
        take_back(path, store, name="acled")


def test_a_loss_report_says_what_has_no_place(tmp_path: Path, store: SqlStore, actors: Actors) -> None:
    done, _ = brought(
        file_of(tmp_path, "acled", {**ACLED, "sub_event_type": "Other", "event_type": "Strategic developments"}),
        store,
        actors,
    )
    assert done.unplaced == {"inter1": 1, "inter2": 1, "region": 1, "source_scale": 1}
    assert done.uncoded == {"event type Strategic developments: Other": 1}
    assert done.as_lines() == [
        "acled: 1 rows (1 new)",
        "0 linked to events here, 0 that several events fit",
        "kept only as given: inter1 (1), inter2 (1), region (1), source_scale (1)",
        "without an answer in our terms: event type Strategic developments: Other (1)",
    ]


def test_a_header_may_be_told_by_what_it_needs() -> None:
    source, columns, is_header = source_of([column.upper() for column in COLUMNS["ucdp"]], None, "a.csv")
    assert (source.name, list(columns), is_header) == ("ucdp", COLUMNS["ucdp"], True)


def test_from_standard_input(store: SqlStore, actors: Actors, monkeypatch: pytest.MonkeyPatch) -> None:
    class Given:
        buffer = io.BytesIO(text_of("acled", [ACLED]).encode())

    monkeypatch.setattr("sys.stdin", Given)
    done, _ = brought(Path("-"), store, actors)
    assert (done.source, done.new) == ("acled", 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("source", SOURCES)
def test_no_file_whatever_ends_an_import(
    source: str, data: st.DataObject, tmp_path: Path, store: SqlStore, actors: Actors
) -> None:
    """Cells and bytes of any kind are read, refused with their line, or the file is none; nothing else."""
    cells = st.one_of(
        st.text(max_size=8), st.sampled_from(["", "-1", "1e999", "nan", "٣", "2021-03-05", "9" * 30, '"'])
    )
    wild = {**ROWS[source], **data.draw(st.dictionaries(st.sampled_from(COLUMNS[source]), cells, max_size=6))}
    content = text_of(source, [ROWS[source], wild]).encode("utf-8", "replace")
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(content) - 1), st.binary(max_size=2)), max_size=3)):
        content = content[:at] + byte + content[at:]
    path = tmp_path / "wild.csv"
    path.write_bytes(content)
    try:
        done, refused = brought(path, store, actors, asked=source)
    except ReadError:
        return
    assert len(refused) == done.rejected.total()
    assert done.rows + len(refused) >= 1
