"""Who held an office on a date, and who was there at all."""

from __future__ import annotations

from faleme.dates import PartialDate
from faleme.reference.actors import Actor, Actors, Office
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
    ends = [office.end or office.seen_until for office in actor.offices]
    return any(end is not None and end.last_day < before.first_day for end in ends)


def is_office(held: Office, office: str, lexicon: MentionLexicon) -> bool:
    """True where a term of the registry is of the office that the lexicon calls so."""
    return office in (lexicon.office(held.title), lexicon.office(held.office))


def holders(
    office: str, country: str, date: PartialDate, *, actors: Actors, lexicon: MentionLexicon
) -> tuple[Actor, ...]:
    """Everybody who held an office (id of the mention lexicon) of a country on the date, by actor id.

    A body's own office ("head", "secretary-general") is nobody's of the country's, so terms with an org are left out,
    unless the body has a code of its own in a country's place, as the UN has.
    """
    classes = {
        actors.office_class(name, country) or name for name, one in lexicon.office_names.items() if one == office
    }
    found = {
        actor.actor_id: actor
        for name in sorted(classes)
        for actor, held in actors.holders(name, country, date)
        if held.org in (None, country)
    }
    return tuple(found[actor_id] for actor_id in sorted(found))
