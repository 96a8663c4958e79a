"""A view's Atom feed (RFC 4287): an entry for each change of each happening, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from lxml.builder import ElementMaker

from faleme import __version__
from faleme.desk.alerts.queue import Message
from faleme.desk.brief_words import facts_words, quoted
from faleme.desk.wording import heading
from faleme.store.desk import EventLine

_ATOM = "http://www.w3.org/2005/Atom"
_E = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})


def feed(name: str, messages: Sequence[Message], *, address: str, base: str, updated: str) -> bytes:
    """The feed of a view. address: its own; base: of the desk. updated: ISO 8601, where there is no message."""
    latest = max((one.at for one in messages), default=updated)
    made = _E.feed(
        _E.id(address),
        _E.title(_clean(name)),
        _E.updated(latest),
        _E.link(rel="self", href=address),
        _E.generator("faleme", version=__version__),
        *[_entry(one, base) for one in messages],
    )
    content: bytes = etree.tostring(made, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return content


def _entry(one: Message, base: str) -> etree._Element:
    href = f"{base}/events/{one.event_id}"
    title = heading(one.line) if one.line else f"{one.event_id} is not in the record any more"
    return _E.entry(
        _E.id(f"{href}#{one.change}"),
        _E.title(_clean(title if one.kind == "created" else f"{one.kind}: {title}")),
        _E.updated(one.at),
        _E.link(rel="alternate", href=href),
        _E.author(_E.name(_clean((one.line.outlet if one.line else None) or "outlet not known"))),
        _E.summary(_clean(_summary(one.line))),
    )


def _summary(line: EventLine | None) -> str:
    if line is None:
        return ""
    words = quoted(line.sentence)
    return facts_words(line) + (f"\n“{words}”" if words else "")


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(letter if letter in "\n\t" or letter.isprintable() else " " for letter in text)
