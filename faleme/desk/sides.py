"""Sides of a dyad in an address, and what they are called: ``MLI+BFA+NER``, ``group:jnim``, ``*`` for anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from faleme.errors import SettingsError
from faleme.exchange.actor_directory import Directory
from faleme.exchange.asking import side_of
from faleme.reference.codebook import Codebook
from faleme.reference.countries import load_countries

ANYBODY = "*"
_MOST = 40  # actors of one side; queries are made of each pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: countries, or actors as `persons.who` has them, with their names; none of them for anybody."""

    keys: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def anybody(self) -> bool:
        """Whether nobody in particular is meant."""
        return not self.keys

    @property
    def words(self) -> str:
        """The names with commas."""
        return ", ".join(self.names) or "anybody"

    @property
    def spelled(self) -> str:
        """As one part of an address, before it is quoted as such."""
        return spelled(self.keys)


def spelled(keys: Iterable[str]) -> str:
    """Actors as one part of an address: a sign between them, ``*`` for none.

    What an address keeps for itself is quoted once more within a key, since servers take one quoting off before they
    look where a part ends.
    """
    return "+".join(quote(key, safe=" :|,.'’-_~()") for key in keys) or ANYBODY


def side_in(text: str, codebook: Codebook, directory: Directory) -> Side:
    """The side that a part of an address, or what a person typed, means. Raises SettingsError where nobody answers to a
    name, or several do."""
    parts = [unquote(part).strip() for part in text.replace(",", "+").split("+")]
    keys: list[str] = []
    for part in parts:
        if part in ("", ANYBODY):
            continue
        keys += side_of(part, codebook, lambda: directory)
    keys = list(dict.fromkeys(keys))
    if len(keys) > _MOST:
        raise SettingsError(f"{len(keys)} actors are too many for one side; ask for at most {_MOST}.")
    called = names_of(keys, codebook, directory)
    return Side(keys=tuple(keys), names=tuple(called[key] for key in keys))


def names_of(keys: Sequence[str], codebook: Codebook, directory: Directory) -> Mapping[str, str]:
    """What countries and actors are called: by the lists, by the registry, else as the first report that names them
    has it; a key that nobody knows is its own name."""
    countries = load_countries().by_iso3
    found: dict[str, str] = {}
    strange = []
    for key in keys:
        if key in countries:
            found[key] = countries[key].name_en
        elif key in codebook.nonstate_countries:
            found[key] = f"{codebook.nonstate_countries[key]} ({key})"
        elif (actor := directory.actors.by_id(key)) is not None:
            found[key] = actor.name
        else:
            strange.append(key)
    if strange and directory.store is not None:
        found |= {key: named.name for key, named in directory.store.sides.names(strange).items()}
    return {key: found.get(key, key) for key in keys}
