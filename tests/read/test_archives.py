"""Web archives, saved pages, PDF files and tables, whole and broken."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from faleme.dates import PartialDate
from faleme.errors import ReadError
from faleme.read.files import captures_of
from faleme.read.pdf import pdf_page
from faleme.read.tables import parse_columns
from faleme.records import Capture, Reason, Rejection
from tests.fuzz import EDITS, mutated, tried

PAGE = "<html><head><title>Page {n}</title></head><body><p>Soldiers entered the town of Ber.</p></body></html>"


def warc(*, packed: bool = True, pages: int = 4) -> bytes:
    """Information, requests, a redirect, a picture, a resource and the pages, as crawlers write them."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "test"}))

    def put(url: str, kind: str, status: str, media: str, body: bytes, encoding: str = "") -> None:
        headers = [("Content-Type", media)] + ([("Content-Encoding", encoding)] if encoding else [])
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1") if kind != "resource" else None
        given = {"WARC-Date": "2025-03-04T10:00:00Z"} | ({"Content-Type": media} if kind == "resource" else {})
        writer.write_record(
            writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=given)
        )

    put("https://a.example/moved", "response", "301 Moved", "text/html", b"gone there")
    put("https://a.example/logo", "response", "200 OK", "image/png", b"\x89PNG")
    for number in range(pages):
        body = PAGE.format(n=number).encode()
        put(
            f"https://a.example/{number}", "response", "200 OK", "text/html; charset=utf-8", gzip.compress(body), "gzip"
        )
    put("https://a.example/note", "resource", "", "text/plain", b"A note of one line.")
    return out.getvalue()


def urls(found: list[Capture | Rejection]) -> list[str | None]:
    return [one.url for one in found if isinstance(one, Capture)]


def refusals(found: list[Capture | Rejection]) -> list[tuple[Reason, str]]:
    return [(one.reason, one.detail) for one in found if isinstance(one, Rejection)]


ALL = [f"https://a.example/{n}" for n in (0, 1, 2, 3, "note")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc.gz", warc()),
        ("a.warc", warc(packed=False)),
        ("a.warc.gz", gzip.compress(warc(packed=False))),
        ("a.warc.zst", zstandard.compress(warc(packed=False))),
    ],
    ids=["gzip by record", "plain", "gzip as a whole", "zstd"],
)
def test_a_warc_in_every_packing(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    found = list(captures_of(tmp_path / name))
    assert urls(found) == ALL
    first, last = found[0], found[-1]
    assert isinstance(first, Capture)
    assert isinstance(last, Capture)
    assert (first.content.decode(), first.media_type, first.charset) == (PAGE.format(n=0), "text/html", "utf-8")
    assert (first.fetched_at, last.media_type) == ("2025-03-04T10:00:00Z", "text/plain")


def test_a_warc_in_zstd_with_its_dictionary(tmp_path: Path) -> None:
    records = warc(packed=False)
    dictionary = zstandard.ZstdCompressionDict(records[:4096], dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    frame = b"\x5d\x2a\x4d\x18" + len(dictionary.as_bytes()).to_bytes(4, "little") + dictionary.as_bytes()
    packed = zstandard.ZstdCompressor(dict_data=dictionary).compress(records)
    (tmp_path / "a.warc.zst").write_bytes(frame + packed)
    assert urls(list(captures_of(tmp_path / "a.warc.zst"))) == ALL


def test_a_broken_record_in_the_middle_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    content = bytearray(warc())
    at = content.index(b"\x1f\x8b\x08", len(content) // 2) + 40
    content[at : at + 60] = bytes(60)
    (tmp_path / "a.warc.gz").write_bytes(content)
    found = list(captures_of(tmp_path / "a.warc.gz"))
    assert len(urls(found)) == len(ALL) - 1
    assert urls(found)[-1] == ALL[-1]
    ((reason, detail),) = refusals(found)
    assert (reason, "broken record" in detail) == (Reason.UNREADABLE, True)


def test_a_broken_record_of_a_plain_warc_is_told_too(tmp_path: Path) -> None:
    content = bytearray(warc(packed=False))
    at = content.index(b"WARC/1.", content.index(b"https://a.example/1"))
    content[at : at + 40] = b"\0" * 40
    (tmp_path / "a.warc").write_bytes(content)
    found = list(captures_of(tmp_path / "a.warc"))
    assert urls(found) == [url for url in ALL if url != "https://a.example/2"]
    ((reason, detail),) = refusals(found)
    assert (reason, "broken record" in detail) == (Reason.UNREADABLE, True)


def test_an_archive_that_is_cut_short_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc()[:-60])
    found = list(captures_of(tmp_path / "a.warc.gz"))
    assert urls(found) == ALL[:-1]
    assert refusals(found)[-1] == (Reason.UNREADABLE, "the archive is cut short inside its last record")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.warc", b"", Reason.NO_TEXT),
        ("a.warc", b"plain words", Reason.UNREADABLE),
        ("a.wacz", b"plain words", Reason.UNREADABLE),
        ("a.pdf", b"%PDF-1.4 and no more", Reason.UNREADABLE),
        ("a.mht", b"From: x\n\nno parts", Reason.NO_TEXT),
        ("a.jsonl.xz", b"not xz", Reason.UNREADABLE),
        ("a.jsonl.zst", b"not zstd", Reason.UNREADABLE),
    ],
)
def test_what_is_no_archive_says_why(tmp_path: Path, name: str, content: bytes, reason: Reason) -> None:
    (tmp_path / name).write_bytes(content)
    assert [why for why, _ in refusals(list(captures_of(tmp_path / name)))] == [reason]


def test_a_wacz(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as packed:
        packed.writestr("datapackage.json", "{}")
        packed.writestr("archive/data.warc.gz", warc())
    assert urls(list(captures_of(tmp_path / "a.wacz"))) == ALL
    with zipfile.ZipFile(tmp_path / "b.wacz", "w") as packed:
        packed.writestr("datapackage.json", "{}")
    assert refusals(list(captures_of(tmp_path / "b.wacz"))) == [
        (Reason.NO_TEXT, "a zip without a WARC inside (no archive/*.warc.gz)")
    ]


MHTML = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://a.example/story
Subject: Story
Date: Tue, 4 Mar 2025 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Location: https://a.example/story

<html><body><p>Le village a =C3=A9t=C3=A9 attaqu=C3=A9.</p></body></html>
------x
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------x--
"""


@pytest.mark.parametrize("name", ["story.mhtml", "story.mht", "story"])
def test_a_page_that_a_browser_saved(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(MHTML)
    (page,) = captures_of(tmp_path / name)
    assert isinstance(page, Capture)
    assert (page.url, page.fetched_at, page.media_type) == (
        "https://a.example/story",
        "2025-03-04T10:00:00Z",
        "text/html",
    )
    assert "a été attaqué" in page.content.decode()


def pdf(*lines: str) -> bytes:
    """A PDF of one page with a line of text each, written by hand."""
    drawn = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    made += f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF"
    return made.encode()


def test_a_pdf(tmp_path: Path) -> None:
    lines = (
        "Army retakes Ber",
        "Soldiers entered the town of Ber on Monday after two days of fight-",
        "ing, the general staff said in a statement that was read on the radio.",
        "The town had been held by rebels since the summer of the year before.",
    )
    (tmp_path / "a.pdf").write_bytes(pdf(*lines))
    (page,) = captures_of(tmp_path / "a.pdf")
    assert isinstance(page, Capture)
    assert page.media_type == "text/plain"
    assert "after two days of fighting, the general staff" in page.content.decode()
    empty = pdf_page(pdf(), "empty.pdf")
    assert isinstance(empty, Rejection)
    assert (empty.reason, empty.detail) == (Reason.NO_TEXT, "a PDF without text: its pages are pictures")


TABLE = """Headline;Story;Link;When
Army retakes Ber;"Soldiers entered the town; it was ""empty"".
A second line.";https://a.example/1;2025-03-04
Short;Text only;https://a.example/2;04/03/2025
broken
Without a link;Some text;;2025
"""


def test_a_table_with_named_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    named = parse_columns("text=story, title=headline,url=Link,published=When")
    found = list(captures_of(tmp_path / "a.csv", columns=named))
    pages = [one for one in found if isinstance(one, Capture)]
    assert [(one.title, one.url) for one in pages] == [
        ("Army retakes Ber", "https://a.example/1"),
        ("Short", "https://a.example/2"),
        ("Without a link", None),
    ]
    assert pages[0].text == 'Soldiers entered the town; it was "empty".\nA second line.'
    assert [one.published for one in pages] == [PartialDate(2025, 3, 4), None, PartialDate(2025)]
    assert [reason for reason, _ in refusals(found)] == [Reason.BAD_RECORD]


def test_usual_names_of_columns_need_no_telling(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes("\ufeffid\ttitle\tbody\n7\tTitre\tLe village a été attaqué.\n".encode())
    (page,) = captures_of(tmp_path / "a.tsv")
    assert isinstance(page, Capture)
    assert (page.key, page.title, page.text) == ("7", "Titre", "Le village a été attaqué.")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("text=corps", "there is no column 'corps' for text; it has Headline, Words, Link, When"),
        ("title=Headline", "no column holds the text; it has Headline, Words, Link, When"),
    ],
)
def test_a_table_with_the_wrong_column_is_refused_and_the_next_file_is_read(
    tmp_path: Path, columns: str, said: str
) -> None:
    (tmp_path / "a.csv").write_text(TABLE.replace("Story", "Words"), encoding="utf-8")
    (tmp_path / "b.txt").write_text("Some words of a page.", encoding="utf-8")
    refused, page = captures_of(tmp_path, columns=parse_columns(columns))
    assert isinstance(refused, Rejection)
    assert (refused.subject, refused.reason, said in refused.detail) == ("a.csv", Reason.BAD_RECORD, True)
    assert isinstance(page, Capture)


@pytest.mark.parametrize(("columns", "said"), [("texte=Words", "fields are id, text"), ("text", "is not FIELD=COLUMN")])
def test_a_mapping_that_is_none_is_asked_wrongly(columns: str, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        parse_columns(columns)


def test_a_folder_of_everything(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc(pages=1))
    (tmp_path / "b.mhtml").write_bytes(MHTML)
    (tmp_path / "c.txt").write_text("Some words of a page.")
    (tmp_path / "d.jsonl.bz2").write_bytes(__import__("bz2").compress(b'{"id": "1", "text": "words"}\n'))
    assert len(list(captures_of(tmp_path))) == 5


def wacz() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("archive/data.warc.gz", warc(pages=1))
    return made.getvalue()


FUZZED = [
    ("a.warc.gz", warc(pages=2)),
    ("a.warc", warc(packed=False, pages=2)),
    ("a.warc.zst", zstandard.compress(warc(packed=False, pages=2))),
    ("a.wacz", wacz()),
    ("a.mhtml", MHTML),
    ("a.pdf", pdf("x y")),
    ("a.csv", TABLE.replace("Story", "text").encode()),
    ("a.jsonl", b'{"id": "1", "text": "Soldiers entered Ber.", "published": "2025-03-04"}\n' * 3),
    ("a.jsonl.gz", gzip.compress(b'{"id": "1", "text": "Soldiers entered Ber."}\n' * 3)),
]


@tried(1000)
@given(st.sampled_from(FUZZED), EDITS, st.integers(0, 200))
def test_mutated_archives_end_in_pages_or_reasons(
    tmp_path: Path, packed: tuple[str, bytes], edits: list[tuple[int, int, bytes]], cut: int
) -> None:
    name, content = packed
    (tmp_path / name).write_bytes(mutated(content, edits, cut))
    assert all(isinstance(one, Capture | Rejection) for one in captures_of(tmp_path / name))
