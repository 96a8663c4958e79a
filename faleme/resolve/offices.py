"""Who held an office on a date, and who was there at all."""

from __future__ import annotations

from faleme.dates import PartialDate
from faleme.reference.actors import Actor, Actors
from faleme.reference.mentions_lexicon import MentionLexicon


def was_there(actor: Actor, date: PartialDate | None) -> bool:
    """True unless the registry says that the actor had not begun or had ended by the date."""
    if date is None:
        return True
    if actor.start is not None and actor.start.first_day > date.last_day:
        return False
    return actor.end is None or actor.end.last_day >= date.first_day


def in_office(actor: Actor, *, before: PartialDate) -> bool:
    """True where the actor held some office that had ended by the date."""
    return any(office.end is not None and office.end.last_day < before.first_day for office in actor.offices)


def holders(
    office: str, country: str, date: PartialDate, *, actors: Actors, lexicon: MentionLexicon
) -> tuple[Actor, ...]:
    """Everybody who held an office (id of the mention lexicon) of a country on the date, by actor id."""
    found = [
        actor
        for actor in actors.persons_of(country)
        if any(
            held.country == country and lexicon.office(held.title) == office for held in actors.offices_on(actor, date)
        )
    ]
    return tuple(sorted(found, key=lambda actor: actor.actor_id))
