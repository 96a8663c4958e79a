"""Every screen, by name, with the address of one that has something to show in a store."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from faleme.records import Event
from faleme.reference.registers import REGISTERS
from faleme.store.base import Filter
from faleme.store.judged import open_judged


def screens(store: Path) -> dict[str, str]:
    """Name -> path."""
    opened = open_judged(store)
    try:
        events = opened.events(Filter(), limit=2_000)
        told = max(events, key=lambda event: (len(event.report_ids), event.event_id))
        report = opened.report(told.headline)
        assert report is not None
        who = next(iter(report.actor), None)
        key = None if who is None else who.actor_id
        return {
            "brief": "/",
            "search": "/events",
            "search with words": "/events?q=border",
            "search without result": "/events?q=zzzzqqq",
            "event": f"/events/{told.event_id}",
            "report": f"/reports/{report.report_id}",
            "article": f"/articles/{report.article_id}",
            "actors": "/actors",
            "actor": f"/actors/{quote(key or 'gov:MLI', safe='')}",
            "dyads": "/dyads",
            "dyad": "/dyads/MLI/SEN",
            "map": "/map",
            "timeline": "/timeline?actor=MLI&actor=SEN",
            "network": "/network?actor=MLI",
            **{f"register of {register}": f"/registers/{register}" for register in REGISTERS},
            "review": "/review/codings",
            "review of links": "/review/links",
            "feeds": "/feeds",
            "export": "/export",
            "views": "/views",
            "statements": "/statements",
            "codebook": "/codebook",
            "type": "/codebook/ASSAULT",
            "history": "/history",
            "api": "/docs/api",
            "help": "/help",
            "error": "/events/ENOSUCHEVENTXX",
        }
    finally:
        opened.close()


def most_told(store: Path) -> Event:
    """The event with most reports."""
    opened = open_judged(store)
    try:
        return max(opened.events(Filter(), limit=2_000), key=lambda event: (len(event.report_ids), event.event_id))
    finally:
        opened.close()
