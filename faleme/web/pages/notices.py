"""What stands over a page after something was done, or where an old address led here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faleme.desk.event_history import Step
from faleme.web.desk import Desk

_ID = re.compile(r"E[A-Z0-9]{4,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """kind: done, warning, or blank. href, link: where to go on."""

    words: str
    kind: str = ""
    href: str | None = None
    link: str = ""


def notices(desk: Desk, history: Sequence[Step]) -> list[Notice]:
    """Those that the address asks for and the record bears out: nobody can make a page say what did not happen."""
    return list(_notices(desk, history))


def _notices(desk: Desk, history: Sequence[Step]) -> Iterator[Notice]:
    done = desk.request.query_params.get("done")
    if done == "unsure":
        yield Notice(words="Left open. Nothing was changed.", kind="done")
    for step in history:
        if done and step.judgement_id == done:
            # Not what it was: a step knows the machine's coding of one report, the page showed the whole event.
            what = "; ".join(f"{change.field} is {change.after}" for change in step.changes) or step.what
            after = step.undone
            words = f"Taken back: {what}." if after else f"Saved: {what}."
            yield Notice(words=words, kind="done", href="#history", link="History and undo")
    came = desk.request.query_params.get("came", "")
    if _ID.fullmatch(came) and any(step.other == came and step.by is None for step in history):
        yield Notice(
            words=f"{came} went into this event: their reports tell one happening.", href="#history", link="Why"
        )
