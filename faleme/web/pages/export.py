"""Export: what a form loses, then the file; long ones are made in the background."""

from __future__ import annotations

import json
import secrets
import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.background import BackgroundTask

from faleme.desk.asked_words import parts
from faleme.desk.export import (
    TITLES,
    UNITS,
    WHOLE,
    Export,
    export_asked,
    file_name,
    loss_shown,
    text_parts,
    write_file,
)
from faleme.desk.export_jobs import Job, TooMany, moved_on
from faleme.exchange.export import PARQUET, is_table
from faleme.teams.limits import EXPORTS
from faleme.web.desk import AtDesk, Desk, Shared
from faleme.web.errors import Problem
from faleme.web.roles import identity_of, require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])

AT_ONCE = 50_000  # events that an answer streams; more become a job
_CHUNK = 1 << 16  # letters sent together
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
    "parquet": "application/vnd.apache.parquet",
}


@router.get("/export")
def export_page(desk: AtDesk) -> HTMLResponse:
    """What is exported, as what, and what is lost by it."""
    wanted = _wanted(desk)
    now = desk.store.desk.revision()
    said = [part.words for part in parts(wanted.asked, actors=desk.actors, codebook=desk.codebook)]
    said += list(wanted.asked.query.ids)
    base = str(desk.request.base_url).rstrip("/")
    address = f"/export/file?{wanted.address(revision=wanted.revision or now)}"
    whose = f"events asked for: {', '.join(said)}" if said else "all events"
    return desk.page(
        "export.html",
        wanted=wanted,
        units=UNITS,
        titles=TITLES,
        whole=wanted.form in WHOLE,
        tabular=wanted.counted or is_table(wanted.form),
        said=said,
        kept=[*parse_qsl(wanted.asked.address), *(("id", each) for each in wanted.asked.query.ids)],
        query=wanted.asked.address,
        loss=loss_shown(wanted, desk.store, desk.codebook),
        long=AT_ONCE,
        now=now,
        stale=moved_on(wanted.revision, now) if wanted.revision not in (None, now) else None,
        address=address,
        link=f"{base}/export?{wanted.address()}",
        fresh=f"/export?{_at(wanted, now)}",
        name=file_name(wanted, now),
        curl=f"curl -fL {_auth(desk)}-o {file_name(wanted, now)} '{base}{address}'",
        python=_python(f"{base}{address}", file_name(wanted, now), token=identity_of(desk.request).via != "local"),
        citation=f"faleme, record at {base}, state {now}, {whose}. Retrieved {desk.today} from {base}{address}",
    )


@router.get("/export/file")
def export_file(desk: AtDesk) -> Response:
    """The file. Of more than 50,000 happenings a job is begun, and its page is the answer."""
    wanted = _wanted(desk)
    now = desk.store.desk.revision()
    if wanted.revision not in (None, now):
        raise Problem(409, moved_on(wanted.revision or 0, now), href=f"/export?{_at(wanted, now)}")
    jobs = desk.exports
    desk.store.team.audit(
        identity_of(desk.request).name,
        "export",
        wanted.form,
        after={"asked": wanted.address(), "state": now},
    )
    total = desk.store.desk.count(wanted.asked.query)
    if total > AT_ONCE or (wanted.form in WHOLE and desk.store.tally().events > AT_ONCE):
        job = _begun(desk, wanted, now, total)
        return RedirectResponse(f"/export/jobs/{job.id}", 303)
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(wanted, now)}"',
        "Cache-Control": "private, no-cache",
        "X-Faleme-State": str(now),
    }
    held = ExitStack()
    if not held.enter_context(jobs.limits.export(identity_of(desk.request).name)):
        raise Problem(429, f"{EXPORTS} of your exports are being made. Try again when one is done.")
    if wanted.form == PARQUET:
        with held:
            path = jobs.folder() / f"{secrets.token_hex(8)}.parquet"
            write_file(wanted, path, desk.store, desk.codebook)
        return FileResponse(
            path, headers=headers, media_type=_MEDIA["parquet"], background=BackgroundTask(path.unlink, missing_ok=True)
        )
    answer = StreamingResponse(
        _streamed(desk.request, wanted, now, held), headers=headers, media_type=_MEDIA[wanted.suffix]
    )
    weakref.finalize(answer, held.close)  # who goes away before the first part leaves the place, too
    return answer


@router.get("/export/jobs/{job_id}.json")
def job_json(job_id: str, desk: AtDesk) -> Response:
    """How far a job is, for programs."""
    job = _job(desk, job_id)
    body = {
        "id": job.id,
        "state": job.state,
        "seen": job.seen,
        "total": job.total,
        "why": job.why,
        "loss": list(job.loss),
        "file": f"/export/jobs/{job.id}/file" if job.state == "done" else None,
    }
    return Response(json.dumps(body), media_type="application/json")


@router.get("/export/jobs/{job_id}")
def job_page(job_id: str, desk: AtDesk) -> HTMLResponse:
    """How far a job is, and its file once it is done."""
    job = _job(desk, job_id)
    return desk.page("export_job.html", part="job", job=job, name=file_name(job.wanted, job.revision), titles=TITLES)


@router.get("/export/jobs/{job_id}/file")
def job_file(job_id: str, desk: AtDesk) -> Response:
    """The file of a job that is done."""
    job = _job(desk, job_id)
    if job.state != "done":
        raise Problem(409, f"This export is {job.state}.", href=f"/export/jobs/{job.id}")
    return FileResponse(job.path, filename=file_name(job.wanted, job.revision), media_type=_MEDIA[job.wanted.suffix])


@router.post("/export/jobs/{job_id}/cancel")
def job_cancel(job_id: str, desk: AtDesk) -> RedirectResponse:
    """Stop a job, and forget its file."""
    desk.exports.cancel(_job(desk, job_id))
    return RedirectResponse(f"/export/jobs/{job_id}", 303)


def _wanted(desk: Desk) -> Export:
    return export_asked(desk.asked(), desk.request.query_params.multi_items())


def _begun(desk: Desk, wanted: Export, revision: int, total: int) -> Job:
    try:
        return desk.exports.start(wanted, revision=revision, total=total, owner=identity_of(desk.request).name)
    except TooMany as error:
        raise Problem(429, str(error)) from error


def _job(desk: Desk, job_id: str) -> Job:
    job = desk.exports.job(job_id)
    if job is None or job.owner != identity_of(desk.request).name:
        raise Problem(
            404, "There is no such export any more: files are kept for a day. Ask for it again.", href="/export"
        )
    return job


def _streamed(request: Request, wanted: Export, revision: int, held: ExitStack) -> Iterator[bytes]:
    """The file in chunks, of one moment of the record; one that has moved on meanwhile breaks the answer off, so that
    no file is of two states."""
    shared: Shared = request.app.state.shared
    with held, shared.stores.lent() as store, store.database.snapshot():
        if store.desk.revision() != revision:
            raise Problem(409, moved_on(revision, store.desk.revision()))
        made, _ = text_parts(wanted, store, shared.codebook)
        chunk: list[str] = []
        size = 0
        for part in made:
            chunk.append(part)
            size += len(part)
            if size > _CHUNK:
                yield "".join(chunk).encode()
                chunk, size = [], 0
        yield "".join(chunk).encode()


def _at(wanted: Export, revision: int) -> str:
    return wanted.address(revision=revision)


def _auth(desk: Desk) -> str:
    return "" if identity_of(desk.request).via == "local" else '-H "Authorization: Bearer $FALEME_TOKEN" '


def _python(address: str, name: str, *, token: bool) -> str:
    if not token:
        return f'from urllib.request import urlretrieve\n\nurlretrieve("{address}", "{name}")'
    return (
        "import os, shutil\nfrom urllib.request import Request, urlopen\n\n"
        f'asked = Request("{address}", headers={{"Authorization": "Bearer " + os.environ["FALEME_TOKEN"]}})\n'
        f'with urlopen(asked) as answer, open("{name}", "wb") as file:\n    shutil.copyfileobj(answer, file)'
    )
