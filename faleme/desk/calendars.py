"""Events as a calendar (RFC 5545) that a calendar program can subscribe to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from faleme import __version__
from faleme.desk.wording import heading
from faleme.store.desk import EventLine


def calendar_of(lines: Sequence[EventLine], *, base: str, name: str) -> bytes:
    """A calendar of whole days. Events of unknown day are left out. base: of the desk, for the address of each.

    An event lasts as many days as its date may mean, so that "in March" is the whole of March and no day of it.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//faleme//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for line in lines:
        if line.first_day is None or line.last_day is None:
            continue
        entry = Event()
        entry.add("uid", f"{line.event_id}@faleme")
        # The same record gives the same file.
        entry.add("dtstamp", datetime.fromisoformat(line.changed_at.replace("Z", "+00:00")))
        entry.add("dtstart", line.first_day)
        entry.add("dtend", line.last_day + timedelta(days=1))  # the first day after it
        entry.add("summary", heading(line))
        said = f"{line.factuality}; {line.origins} independent origin{'s' * (line.origins != 1)}"
        entry.add("description", f"{said}\n{line.sentence}\n{line.outlet or 'outlet not known'}")
        if line.place:
            entry.add("location", ", ".join(part for part in (line.place, line.country) if part))
        entry.add("url", f"{base}/events/{line.event_id}")
        entry.add("categories", [line.event_type])
        entry.add("transp", "TRANSPARENT")  # nobody is busy then
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
