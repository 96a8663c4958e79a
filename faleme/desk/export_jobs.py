"""Exports too long for an answer: written in the background into a file, which is to be had for a day."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from faleme.desk.export import Export, write_file
from faleme.errors import FalemeError
from faleme.reference.codebook import Codebook
from faleme.store.judged import JudgedStore
from faleme.teams.limits import Limits

log = logging.getLogger(__name__)

AT_ONCE = 2  # files that are made in the background at the same time
KEPT_S = 24 * 3600
MOST = 40  # jobs that are remembered
State = Literal["waiting", "running", "done", "failed", "cancelled"]


class TooMany(FalemeError):
    """So many exports are being made that another has to wait."""


class _Cancelled(Exception):
    pass


@dataclass(slots=True)
class Job:
    """An export in the background. seen, total: events so far and in all. until: when its file goes, seconds since
    1970. loss: in words, once it is done. why: what failed."""

    id: str
    wanted: Export
    revision: int
    owner: str
    total: int
    path: Path
    until: float
    state: State = "waiting"
    seen: int = 0
    loss: tuple[str, ...] = ()
    why: str | None = None
    stop: bool = False


class ExportJobs:
    """The jobs of one desk. Files lie in a folder of its own, which goes with it."""

    def __init__(self, lent: Callable[[], AbstractContextManager[JudgedStore]], codebook: Codebook) -> None:
        self._lent = lent
        self._codebook = codebook
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._folder: Path | None = None
        self.limits = Limits()  # of files that are made while somebody waits

    def start(self, wanted: Export, *, revision: int, total: int, owner: str) -> Job:
        """Begin to write an export; the job that has it already, where somebody asked for the same of the same state.
        Raises TooMany."""
        self.sweep()
        with self._lock:
            for job in self._jobs.values():
                same = job.wanted.address() == wanted.address() and job.revision == revision and job.owner == owner
                if same and job.state in ("waiting", "running", "done"):
                    return job
            if sum(job.state in ("waiting", "running") for job in self._jobs.values()) >= MOST:
                raise TooMany(f"{MOST} exports are waiting. Try again later.")
            id_ = secrets.token_hex(16)
            path = self.folder() / f"{id_}.{wanted.suffix}"
            made = Job(id_, wanted, revision, owner, total, path, time.time() + KEPT_S)
            self._jobs[id_] = made
        threading.Thread(target=self._write, args=(made,), name=f"export-{id_[:6]}", daemon=True).start()
        return made

    def job(self, id_: str) -> Job | None:
        """The job with an id, unless it is gone."""
        self.sweep()
        return self._jobs.get(id_)

    def cancel(self, job: Job) -> None:
        """Stop it as soon as it reaches its next event; of one that is done the file goes."""
        job.stop = True
        if job.state == "done":
            job.state = "cancelled"
            job.path.unlink(missing_ok=True)

    def folder(self) -> Path:
        """Where files lie."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="faleme-exports-"))
        return self._folder

    def sweep(self) -> None:
        """Let go what is older than a day."""
        now = time.time()
        with self._lock:
            for job in [
                job for job in self._jobs.values() if job.until < now and job.state not in ("waiting", "running")
            ]:
                job.path.unlink(missing_ok=True)
                del self._jobs[job.id]

    def close(self) -> None:
        """Stop all, and remove the folder."""
        for job in self._jobs.values():
            job.stop = True
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _write(self, job: Job) -> None:
        def seen(number: int) -> None:
            job.seen = number
            if job.stop:
                raise _Cancelled

        with self._places:
            try:
                seen(0)
                job.state = "running"
                with self._lent() as store, store.database.snapshot():
                    now = store.desk.revision()
                    if now != job.revision:
                        job.state, job.why = "failed", moved_on(job.revision, now)
                        return
                    job.loss = write_file(job.wanted, job.path, store, self._codebook, seen=seen)
                job.state = "done"
            except _Cancelled:
                job.state = "cancelled"
            except FalemeError as error:
                job.state, job.why = "failed", str(error)
            except Exception:
                log.exception("export %s failed", job.id)
                job.state, job.why = "failed", "This is a fault of faleme; the log has it."


def moved_on(asked: int, now: int) -> str:
    """Why a file of an older state is not to be had."""
    return (
        f"The record has moved on from state {asked} to {now}, and a file of state {asked} cannot be made again. "
        "Get the file of the record as it is, or ask whoever has kept the old one."
    )
