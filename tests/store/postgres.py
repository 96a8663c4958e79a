"""A real PostgreSQL for tests and benchmarks: started in a temporary folder on a Unix socket, gone afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

from faleme.store.postgres import open_postgres

HOW = (
    "PostgreSQL is not installed here, so its half of the store's suite does not run. Install the server "
    "(Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql; conda install postgresql); it need "
    "not run. Programs elsewhere than on PATH or under /usr/lib/postgresql: name their folder in FALEME_TEST_POSTGRES."
)
_SAFE = ("fsync=on", "synchronous_commit=on")
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass
class Server:
    """A running server. socket: folder of its socket. restart: starts it after a kill."""

    socket: Path
    restart: Callable[[], None]
    _numbers: Iterator[int] = field(default_factory=count)
    _kept: str | None = None

    def address(self, database: str) -> str:
        """How a store's user names a database."""
        return f"postgresql://faleme@/{database}?host={quote(str(self.socket), safe='')}"

    def emptied(self) -> str:
        """Address of a database with our tables, all empty: quicker than a new one, and for one test at a time."""
        if self._kept is None:
            self._kept = self.fresh()
            open_postgres(self._kept).close()
        with psycopg.connect(self._kept, autocommit=True) as connection:
            named = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            # Without triggers and so without references; a DELETE of nothing costs less than a TRUNCATE.
            deletes = [f"DELETE FROM {table}" for (table,) in named if table != "schema_version"]
            connection.execute("; ".join(["SET session_replication_role = replica", *deletes]).encode())
        return self._kept

    def kill(self) -> None:
        """Kill (-9) the server with all its processes, and start it again: it recovers by its log."""
        mark = self.socket / "data" / "postmaster.pid"
        pid = int(mark.read_text().split()[0])
        mine = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
        for one in mine:
            os.kill(one, signal.SIGKILL)
        while any(_lives(one) for one in mine):
            time.sleep(0.01)
        # The server would take a dead process that nobody has waited for yet for a living one.
        for left in (mark, *self.socket.glob(".s.PGSQL.*.lock")):
            left.unlink()
        self.restart()

    def fresh(self) -> str:
        """Address of a new, empty database."""
        name = f"store{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.address(name)


def programs() -> Path | None:
    """Folder of initdb and pg_ctl, or None where there is none."""
    named = os.environ.get("FALEME_TEST_POSTGRES")
    found = shutil.which("initdb")
    folders = [Path(named)] if named else []
    folders += [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


@contextmanager
def running(*, safe: bool = False) -> Iterator[Server]:
    """A server of its own. safe: it keeps what it acknowledged when the machine stops, and is slower.

    PostgreSQL refuses to run as root; root's is run as the user postgres, or nobody.
    """
    folder = programs()
    if folder is None:
        raise RuntimeError(HOW)
    home = Path(tempfile.mkdtemp(prefix="faleme-pg-"))  # short: a socket's path has 107 bytes at most
    user = _other_user() if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(home, user)

    def run(*command: str | Path) -> None:
        # Not captured by a pipe: the server would hold it open.
        with (home.parent / f"{home.name}.log").open("ab") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, user=user, cwd="/", env=_environment(home))

    data, log = home / "data", home / "log"
    try:
        run(folder / "initdb", "-D", data, "-U", "faleme", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = ["listen_addresses=", f"unix_socket_directories={home}", *(_SAFE if safe else _FAST)]
        options = " ".join(f"-c {each}" for each in settings)
        start = partial(run, folder / "pg_ctl", "start", "-w", "-t", "60", "-D", data, "-l", log, "-o", options)
        start()
        try:
            yield Server(home, start)
        finally:
            run(folder / "pg_ctl", "stop", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        (home.parent / f"{home.name}.log").unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][:1] not in "ZX"
    except FileNotFoundError:
        return False


def _other_user() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _environment(home: Path) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"HOME": str(home)}
