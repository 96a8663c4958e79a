"""External reports for people and programs: as objects, and as text for a terminal."""

from __future__ import annotations

from typing import Any

from faleme.exchange.lines import wrapped
from faleme.ids import EventId
from faleme.records import ExternalLink, ExternalReport
from faleme.store.base import Store


def external_view(report: ExternalReport, link: ExternalLink | None) -> dict[str, Any]:
    """One external report in our terms; None is unknown. possible_types: all that the row may be. event_id: of ours,
    None where none or several fit."""
    place, when = report.place, report.when
    low, best, high = report.dead
    return {
        "external_id": report.external_id,
        "data_set": report.data_set,
        "source": report.source,
        "row_id": report.row_id,
        "given_type": report.given_type,
        "possible_types": list(dict.fromkeys(event_type for event_type, _ in report.types)),
        "actor": [actor.name for actor in report.actor],
        "recipient": [actor.name for actor in report.recipient],
        "directed": report.directed,
        "place": None if place is None else place.name,
        "admin1": None if place is None else place.admin1,
        "country": None if place is None else place.country,
        "lat": None if place is None else place.lat,
        "lon": None if place is None else place.lon,
        "place_precision": None if place is None else place.precision,
        "date": None if when is None else str(when.start) if when.start == when.end else f"{when.start}/{when.end}",
        "dead_low": low,
        "dead": best,
        "dead_high": high,
        "note": report.note,
        "outlet": report.outlet,
        "url": report.url,
        "event_id": None if link is None else link.event_id,
        "score": None if link is None else link.score,
        "standing": standing(link),
    }


def standing(link: ExternalLink | None) -> str:
    """linked, ambiguous or alone."""
    return "alone" if link is None else "ambiguous" if link.event_id is None else "linked"


def external_detail(report: ExternalReport, store: Store) -> dict[str, Any]:
    """An external report with who its parties are, why it is linked, and its row as given."""
    link = store.external.link(report.external_id)
    return {
        **external_view(report, link),
        "parties": [
            {
                "side": side,
                "name": actor.name,
                "actor_id": actor.actor_id,
                "country": actor.country,
                "sectors": list(actor.sectors),
            }
            for side, actors in (("actor", report.actor), ("recipient", report.recipient))
            for actor in actors
        ],
        "reasons": [] if link is None else list(link.reasons),
        "runners_up": []
        if link is None
        else [{"event_id": event, "score": score, "reasons": why} for event, score, why in link.runners_up],
        "given": dict(report.given),
    }


def also_in(event_id: EventId, store: Store) -> list[dict[str, Any]]:
    """The external reports that tell an event, in short."""
    return [
        {
            "external_id": report.external_id,
            "data_set": report.data_set,
            "row_id": report.row_id,
            "given_type": report.given_type,
            "score": link.score,
            "reasons": list(link.reasons),
        }
        for report, link in store.external.of_event(event_id)
    ]


def external_text(view: dict[str, Any]) -> str:
    """An external report for a reader."""
    types = ", ".join(view["possible_types"]) or "no type of the code book"
    lines = [f"{view['external_id']}  {view['data_set']} {view['row_id']}  {view['given_type']} ({types})"]
    lines.append(f"where: {where_of(view)}   when: {view['date'] or '?'}   {dead_of(view)}")
    for party in view["parties"]:
        side = party["side"] if view["directed"] else "side"
        known = ", ".join(filter(None, (party["actor_id"], party["country"], *party["sectors"])))
        lines.append(f"  {side}: {party['name']}{f' ({known})' if known else ''}")
    if view["note"]:
        lines += ["", *wrapped(f"“{view['note']}”", "  ")]
    lines += ["", *_linked(view), "", "the row as given"]
    for column, cell in view["given"].items():
        lines += wrapped(f"{column}: {cell}", "  ")
    return "\n".join(lines)


def where_of(view: dict[str, Any]) -> str:
    """Place and country, with the precision as the source gives it."""
    named = ", ".join(filter(None, (view["place"], view["country"]))) or "?"
    return f"{named} ({view['place_precision']})" if view["place_precision"] else named


def dead_of(view: dict[str, Any]) -> str:
    """How many dead the row tells."""
    low, best, high = view["dead_low"], view["dead"], view["dead_high"]
    known = [value for value in (low, best, high) if value is not None]
    if not known:
        return "dead: not told"
    middle = f"{best:g}" if best is not None else f"{known[0]:g}"
    return f"dead: {middle}" if min(known) == max(known) else f"dead: {middle} ({min(known):g} to {max(known):g})"


def _linked(view: dict[str, Any]) -> list[str]:
    match view["standing"]:
        case "linked":
            lines = wrapped(f"tells {view['event_id']} ({view['score']:.2f}): {'; '.join(view['reasons'])}", "")
            return lines + [
                line
                for one in view["runners_up"]
                for line in wrapped(f"or {one['event_id']} ({one['score']:.2f}): {one['reasons']}", "  ")
            ]
        case "ambiguous":
            lines = ["; ".join(view["reasons"]) + ", so it is linked to none:"]
            return lines + [
                line
                for one in view["runners_up"]
                for line in wrapped(f"{one['event_id']} ({one['score']:.2f}): {one['reasons']}", "  ")
            ]
        case _:
            return ["no event here tells it, as far as linking sees"]
