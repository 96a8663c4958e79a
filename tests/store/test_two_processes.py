"""Every store with several processes on it: what readers see, who waits, what a kill leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from faleme.errors import StoreError
from tests.store.conftest import opened
from tests.store.pages import page

ROOT = Path(__file__).parents[2]


def test_a_reader_sees_the_last_commit_while_another_writes(address: Path | str) -> None:
    writer, reader = opened(address), opened(address)
    with writer.transaction():
        record, capture = page("a.txt", "A page.")
        writer.save(record, capture=capture)
        assert reader.tally().articles == 0
    assert reader.tally().articles == 1
    writer.close()
    reader.close()


def test_a_second_writer_waits_and_both_pages_stay(address: Path | str) -> None:
    opened(address).close()
    done: list[float] = []

    def write(key: str, hold_s: float) -> None:
        store = opened(address)
        with store.transaction():
            record, capture = page(key, "A page.", published="2024-03-04")
            store.save(record, capture=capture)
            time.sleep(hold_s)
        done.append(time.monotonic())
        store.close()

    begun = time.monotonic()
    writers = [threading.Thread(target=write, args=(key, 0.3)) for key in ("a.txt", "b.txt")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert max(done) - begun >= 0.6, "one after the other"
    store = opened(address)
    assert store.tally().articles == 2
    assert store.check() == []
    store.close()


def test_who_waits_too_long_is_told(address: Path | str) -> None:
    first, second = opened(address), opened(address)
    is_file = isinstance(address, Path)
    second.database.run("PRAGMA busy_timeout = 50" if is_file else "SET lock_timeout = '50ms'")
    record, capture = page("a.txt", "A page.")
    with first.transaction():
        first.save(record, capture=capture)
        with pytest.raises(StoreError, match=r"another process has been writing.*Wait for it"):
            second.save(record, capture=capture)
    assert second.save(record, capture=capture).status == "unchanged", "and goes on afterwards"
    first.close()
    second.close()


@pytest.mark.parametrize("address", ["postgres"], indirect=True)
def test_a_server_that_goes_away_takes_nothing_along(address: str) -> None:
    store, other = opened(address), opened(address)
    record, capture = page("a.txt", "A page.")

    def interrupted() -> None:
        with store.transaction():
            store.save(record, capture=capture)
            other.database.run(  # and wait until it is gone
                "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            store.tally()

    with pytest.raises(StoreError, match=r"went away.*What was committed is safe"):
        interrupted()
    assert other.tally().articles == 0
    assert other.save(record, capture=capture).status == "stored"
    other.close()
    store.close()


WRITER = """
import sys
from faleme.store.opening import address_of
from tests.store.conftest import opened
from tests.store.pages import page
store = opened(address_of(sys.argv[1]))
for number in range(100_000):
    record, capture = page(f"{number}.txt", f"Page {number}. " * 40)
    store.save(record, capture=capture, shingles=tuple(range(number, number + 30)))
    print(record.article.article_id, flush=True)
"""


def test_kill_9_loses_nothing_that_was_acknowledged(address: Path | str) -> None:
    for round_ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(address)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as writer:
            assert writer.stdout is not None
            kept = [writer.stdout.readline().strip() for _ in range(5 + 7 * round_)]
            writer.send_signal(signal.SIGKILL)
            kept += [line.strip() for line in writer.stdout if line.endswith("\n")]
        store = opened(address)
        assert store.check() == []
        assert set(kept) <= set(store.iter_articles())
        store.close()
