"""A brief in words: blocks that a page, a terminal, Markdown, HTML and PDF all print; every line with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from faleme.desk.brief import Brief, Changed, Item, Overdue, Silent
from faleme.desk.unusual import Unusual
from faleme.desk.wording import day_words, days_words, heading, moment_words, number_words, plural, range_words
from faleme.store.desk import EventLine, Source

PEOPLE = ("dead", "injured", "abducted", "arrested", "released", "displaced", "deported", "surrendered")
_LONG = 320  # letters of a quoted sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a brief. text: ours. quote: the press's words, never ours. notes: short remarks. sources: as one line
    each. ref: address on the desk of what it is about."""

    kind: Literal["title", "lead", "heading", "item", "empty"]
    text: str
    quote: str | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    ref: str | None = None


def blocks(brief: Brief, *, view: str | None = None) -> Iterator[Block]:
    """The brief from top to bottom. view: the name under which the desk keeps what is asked."""
    days = days_words(brief.since, brief.until)
    yield Block(kind="title", text=f"{days}, {view or 'everything'}")
    yield Block(kind="lead", text=lead(brief))
    yield Block(kind="heading", text="New")
    yield from (_item(each) for each in brief.new)
    if not brief.new:
        yield Block(kind="empty", text=nothing(brief))
    yield from _part("Changed", [_changed(each) for each in brief.changed])
    yield from _part("Unusual", [_unusual(each) for each in brief.unusual])
    yield from _part("Overdue promises", [_overdue(each) for each in brief.overdue])
    yield from _part("Silent feeds", [_silent(each) for each in brief.silent])


def lead(brief: Brief) -> str:
    """How much there is, in one sentence."""
    said = f"{plural(brief.happenings, 'happening')}, {brief.corroborated:,} with two or more independent origins"
    return said + (f"; {len(brief.silent)} of {plural(brief.feeds, 'feed')} silent." if brief.silent else ".")


def nothing(brief: Brief) -> str:
    """Why a brief has no new happening."""
    answering = brief.feeds - len(brief.silent)
    feeds = f" {answering} of {plural(brief.feeds, 'feed')} answered." if brief.feeds else " No feed is watched."
    latest = f" The newest in this view was told on {day_words(brief.latest)}." if brief.latest else ""
    return f"No happening from {days_words(brief.since, brief.until)} in this view.{feeds}{latest}"


def figures_words(line: EventLine) -> str:
    """Its figures of people: 7–12 dead, at least 3 injured. Others need their unit, which the event's page has."""
    return ", ".join(f"{range_words(*line.figures[kind])} {kind}" for kind in PEOPLE if kind in line.figures)


def facts_words(line: EventLine) -> str:
    """When, whether it happened, by how many origins, figures."""
    said = [
        days_words(line.first_day, line.last_day),
        line.factuality,
        plural(line.origins, "origin"),
        figures_words(line),
    ]
    return " · ".join(part for part in said if part)


def source_words(source: Source) -> str:
    """Outlet, title, day, address; and that it was withdrawn."""
    said = [source.outlet or "outlet not known", source.title, source.published, source.url]
    gone = f"withdrawn by the outlet, found gone {moment_words(source.withdrawn_at)}" if source.withdrawn_at else None
    return ", ".join(part for part in [*said, gone] if part)


def unusual_words(one: Unusual) -> str:
    """COERCE in Tillabéri: 9 this week (usual 2.1)."""
    usual = max(one.usual_4 or 0.0, one.usual_52 or 0.0)
    where = f" in {one.region}" if one.region else ""
    return f"{one.event_type}{where}: {one.events} in seven days (usual {number_words(round(usual, 1))})"


def field_name(name: str) -> str:
    """What a field of an event is called."""
    return _NAMES.get(name, name.replace("_", " "))


_NAMES = {
    "actors": "who",
    "recipients": "to whom",
    "event_type": "type",
    "first_day": "first day",
    "admin1": "region",
    "pages_gone": "its pages",
    "told_day": "first told",
}


def field_words(name: str, value: object) -> str:
    """A changed value for people."""
    if value is None or value in ("", (), [], {}):
        return "not known"
    if name == "pages_gone":
        return "withdrawn by their outlets" if value else "there"
    if name == "figures" and isinstance(value, dict):
        return ", ".join(f"{range_words(*bounds)} {kind}" for kind, bounds in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(each.get("name", each)) if isinstance(each, dict) else str(each) for each in value)
    return str(value)


def _part(name: str, made: Sequence[Block]) -> Iterator[Block]:
    if made:
        yield Block(kind="heading", text=name)
        yield from made


def _item(item: Item) -> Block:
    line = item.line
    notes = [
        days_words(line.first_day, line.last_day) + ("" if line.dated or line.first_day is None else " (first told)"),
        line.factuality + (", by a speaker's word" if line.doubted else ""),
        f"{plural(line.origins, 'origin')}, {plural(line.reports, 'report')}",
        figures_words(line),
        f"{number_words(round(item.times, 1))} times the usual" if item.times > 1 else "",
        f"changed {moment_words(item.changed_at)}" if item.changed_at else "",
        "all its sources were withdrawn" if item.withdrawn else "",
    ]
    return Block(
        kind="item",
        text=f"{heading(line)} [{line.event_id}]",
        quote=quoted(line.sentence),
        notes=tuple(note for note in notes if note),
        sources=tuple(source_words(source) for source in item.sources),
        ref=f"/events/{line.event_id}",
    )


def quoted(sentence: str | None) -> str | None:
    """A sentence of the press, cut where it is very long."""
    if not sentence:
        return None
    words = " ".join(sentence.split())
    return words if len(words) <= _LONG else words[:_LONG].rsplit(" ", 1)[0] + " …"


def _changed(one: Changed) -> Block:
    said = [
        f"{field_name(name)}: {field_words(name, before)} → {field_words(name, after)}"
        for name, (before, after) in one.fields.items()
    ]
    return Block(
        kind="item",
        text=f"{heading(one.line)} [{one.line.event_id}]",
        notes=(*said, f"{moment_words(one.at)}" + (f", corrected by {one.by}" if one.by else "")),
        sources=tuple(source_words(source) for source in one.sources),
        ref=f"/events/{one.line.event_id}",
    )


def _unusual(one: Unusual) -> Block:
    return Block(kind="item", text=unusual_words(one), ref=f"/events?{one.asked.address}")


def _overdue(one: Overdue) -> Block:
    row = one.row
    sources = dict.fromkeys(
        ", ".join(part for part in (entry.outlet, None if entry.published is None else str(entry.published)) if part)
        for entry in row.facts
    )
    by = ", ".join(party.name for party in row.parties if party.role == "promiser") or "not told"
    return Block(
        kind="item",
        text=f"{by}: {row.what} [{row.row_id}]",
        notes=(f"due {row.value('due')}, {plural(one.days, 'day')} over", "no report found that it was kept"),
        sources=tuple(source for source in sources if source),
        ref=f"/registers/commitments/{row.row_id}",
    )


def _silent(one: Silent) -> Block:
    feed = one.feed
    why = f"silent for {one.hours} h" if one.hours is not None else f"fails: {feed.last_error or 'no answer'}"
    return Block(kind="item", text=f"{feed.title or feed.url}: {why}", ref=f"/feeds/{feed.feed_id}")
