"""Reading a web archive: our road (fastwarc) and the same road over warcio, in one run.

    python -m benchmarks.speed.archives --pages 3000

Pages of about 30 kB in gzip records, as crawlers write them, made here; CPU time, best of three.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from faleme.read.files import captures_of
from faleme.read.pages import page_of
from faleme.records import Capture

_WORDS = "the army said on Monday that soldiers had entered town after two days of fighting near river market".split()


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=3_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.warc.gz"
        _write(path, options.pages)
        ours, theirs = _best(lambda: _ours(path)), _best(lambda: _warcio(path, make=True))
        records, others = _best(lambda: _records(path)), _best(lambda: _warcio(path, make=False))
    sys.stdout.write(f"{options.pages} pages: ours {options.pages / ours:.0f} pages/CPU s, over warcio ")
    sys.stdout.write(f"{options.pages / theirs:.0f}: {theirs / ours:.2f} times\n")
    sys.stdout.write(f"records alone: fastwarc {options.pages / records:.0f}, warcio {options.pages / others:.0f}: ")
    sys.stdout.write(f"{others / records:.2f} times\n")
    return 0


def _write(path: Path, pages: int) -> None:
    chance = random.Random(1)  # noqa: S311 - text for a benchmark
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number in range(pages):
            words = " ".join(chance.choices(_WORDS, k=5_000))
            body = f"<html><head><title>{number}</title></head><body><p>{words}</p></body></html>".encode()
            headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
            http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            url, packed = f"https://a.example/{number}", io.BytesIO(gzip.compress(body, 6))
            writer.write_record(writer.create_warc_record(url, "response", payload=packed, http_headers=http))


def _ours(path: Path) -> int:
    return sum(isinstance(one, Capture) for one in captures_of(path))


def _records(path: Path) -> int:
    found = 0
    with path.open("rb") as stream:
        for record in FastIterator(stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all"):
            found += bool(record.reader.read())
    return found


def _warcio(path: Path, *, make: bool) -> int:
    found = 0
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and record.http_headers.get_statuscode() == "200":
                url = record.rec_headers.get_header("WARC-Target-URI")
                content = record.content_stream().read()
                if make:
                    found += isinstance(page_of(content, url, markup=True, declared="utf-8", url=url), Capture)
    return found


def _best(work: Callable[[], int]) -> float:
    times = []
    for _ in range(3):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
