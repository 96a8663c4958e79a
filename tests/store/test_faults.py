"""What goes wrong under a store: a full disk, a file or role that may only read, damaged bytes.

Each says what to do, ends with exit code 3, leaves nothing half-written, and the work goes on once it is put right.
"""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from faleme.errors import StoreError
from faleme.store.base import Filter
from faleme.store.doctor import examine
from faleme.store.sql_store import SqlStore
from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.store.conftest import opened
from tests.store.pages import page
from tests.store.postgres import HOW, Server, programs, running
from tests.store.test_store import TEXT, TOLD, keep

FULL = r"no room left on the|the disk takes no more"
NOBODY = 65_534
AS_ANOTHER = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without rights")


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A folder with a disk of its own; skips the test where this user may not mount one."""
    folder = Path(tempfile.mkdtemp(prefix="faleme-disk-"))
    mount = shutil.which("mount")
    asked = [str(mount), "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(asked, capture_output=True, check=False).returncode:
        folder.rmdir()
        pytest.skip("mounting a small disk needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def fill(store: SqlStore) -> int:
    """Save pages until there is no room; how many were acknowledged."""
    for number in range(10_000):
        words = random.Random(number).randbytes(40_000).hex()
        try:
            with store.transaction():
                keep(store, *page(f"{number}.txt", f"{TEXT} {words}", TOLD))
        except StoreError as error:
            if re.search(FULL, str(error)):
                return number
            raise
    raise AssertionError("the disk takes everything")


def test_a_file_on_a_full_disk_goes_on_where_it_was() -> None:
    with small_disk(6) as disk:
        (disk / "other").write_bytes(bytes(2 << 20))
        store = open_sqlite(disk / "news.db")
        kept = fill(store)
        assert kept > 0
        assert store.tally().articles == kept
        store.close()
        (disk / "other").unlink()
        store = open_sqlite(disk / "news.db")
        assert store.check() == []
        assert store.tally().articles == kept
        keep(store, *page("after.txt", TEXT, TOLD))
        assert store.tally().articles == kept + 1
        store.close()


@contextmanager
def limited(size: int) -> Iterator[None]:
    """No file of this process may grow beyond a size, as with a quota."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


FEED = "https://a.example/feed"


def test_a_command_without_room_ends_with_3_and_is_run_again(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    watch(open_sqlite(path))
    with limited(8192):
        said = run("feeds", "pause", FEED, "--store", str(path), code=3).stderr
    assert re.search(FULL, " ".join(said.split()))
    assert not paused(path)
    run("feeds", "pause", FEED, "--store", str(path))
    assert paused(path)


def watch(store: SqlStore) -> None:
    store.watched.add(FEED, at=0)
    store.close()


def paused(address: Path | str) -> bool:
    store = opened(address)
    (feed,) = store.watched.all()
    store.close()
    return feed.paused


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody who may read what all may, and write nothing."""
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@AS_ANOTHER
def test_a_file_that_only_others_may_write() -> None:
    folder = Path(tempfile.mkdtemp(prefix="faleme-read-"))
    try:
        folder.chmod(0o755)
        path = folder / "news.db"
        watch(open_sqlite(path))
        path.chmod(0o444)
        run("feeds", "list", "--store", str(path))  # loads what is loaded late
        content = path.read_bytes()
        with without_rights():
            said = run("feeds", "pause", FEED, "--store", str(path), code=3).stderr
        assert "Check who may write there" in " ".join(said.split())
        assert path.read_bytes() == content
        run("feeds", "pause", FEED, "--store", str(path))
        assert paused(path)
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bytes_are_told_and_never_break_a_reader(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "news.db"
    store = open_sqlite(path)
    for number in range(8):
        keep(store, *page(f"{number}.txt", TEXT, TOLD, published="2024-03-04"), f"E{number}", f"F{number}")
    before = [store.record(article_id) for article_id in store.iter_articles()]
    store.close()
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(6):
        at = chance.randrange(4096, len(content) - 400)  # the first page says whose file it is; it has tests of its own
        content[at : at + 400] = chance.randbytes(400)
    path.write_bytes(content)
    try:
        hurt = open_sqlite(path)
    except StoreError as error:
        assert "Restore a backup" in str(error)  # noqa: PT017 - either way is right
        return
    told: list[object] = []
    for ask in (
        lambda: [hurt.record(article_id) for article_id in hurt.iter_articles()],
        lambda: list(hurt.iter_events()),
        lambda: hurt.search("signed", Filter(), limit=9),
        lambda: list(hurt.reports(Filter())),
        lambda: examine(hurt.database),
    ):
        try:
            told.append(ask())
        except StoreError as error:
            told.append(str(error))
    noticed = bool(told[-1]) or any(isinstance(each, str) for each in told)
    assert noticed or told[0] == before, "altered, and nobody noticed"
    hurt.close()
    # The doctor names the faults, unless the file is too damaged for that.
    run("doctor", "--store", str(path), code=3 if isinstance(told[-1], str) else int(bool(told[-1])))


@pytest.mark.skipif(programs() is None, reason=HOW)
def test_a_server_on_a_full_disk_goes_on_where_it_was(server: Server) -> None:
    with small_disk(32) as disk:
        shutil.chown(disk, (server.socket / "data").owner())
        with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{disk}'".encode())
            connection.execute("CREATE DATABASE small TABLESPACE small")
        try:
            address = server.address("small")
            store = opened(address)
            (disk / "other").write_bytes(bytes(6 << 20))
            kept = fill(store)
            assert kept > 0
            assert store.tally().articles == kept
            (disk / "other").unlink()
            keep(store, *page("after.txt", TEXT, TOLD))
            assert store.tally().articles == kept + 1
            assert store.check() == []
            store.close()
        finally:
            with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
                connection.execute("DROP DATABASE small WITH (FORCE)")
                connection.execute("DROP TABLESPACE small")


@pytest.mark.skipif(programs() is None, reason=HOW)
def test_a_role_that_may_only_read(server: Server) -> None:
    address = server.fresh()
    watch(opened(address))
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("CREATE ROLE reader LOGIN")
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    as_reader = address.replace("faleme@", "reader@")
    assert FEED in run("feeds", "list", "--store", as_reader, "--json").stdout
    said = run("feeds", "pause", FEED, "--store", as_reader, code=3).stderr
    assert "Ask its owner for the rights" in " ".join(said.split())
    assert not paused(address)
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("DROP OWNED BY reader")
        owner.execute("DROP ROLE reader")


@pytest.mark.skipif(programs() is None, reason=HOW)
def test_a_damaged_table_of_a_server() -> None:
    with running() as server:
        address = server.fresh()
        keep(store := opened(address), *page("a.txt", TEXT, TOLD))
        place = store.database.value("SELECT pg_relation_filepath('reports')")
        store.database.run("CHECKPOINT")
        store.close()
        table = server.socket / "data" / place
        table.write_bytes(b"\xff" * table.stat().st_size)
        server.kill()  # what it had in memory is gone
        hurt = opened(address)
        with pytest.raises(StoreError, match=r"the store is damaged .*Restore a backup"):
            list(hurt.reports(Filter()))
        hurt.close()
        run("show", "--store", address, code=3)
