"""What tells figures of two sides apart, and what speaks for an event as coded: ``faleme/data/link/account.toml``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from faleme.reference.agents import Agents, load_agents
from faleme.reference.crosswalks import load_crosswalks
from faleme.reference.files import DATA, Faults, toml_of

SIGNS = ("score", "hedged", "claimed", "not happened", "tellings", "further origins", "contradicted")
_SIDES = {"state": "state", "government": "state", "rebel": "armed", "armed": "armed", "civilian": "civilian"}


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class ConfidenceWeights:
    """Weights of a logistic regression by sign, in log odds. assumed: signs whose weight was set by hand."""

    bias: float
    of: Mapping[str, float]
    assumed: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class AccountWords:
    """Nouns that leave open whose people they count (singular), sides by sector, and the weights of confidence.

    agents: loads the list of nouns, which takes a tenth of a second; asked where something is counted.
    """

    open_nouns: frozenset[str]
    sides: Mapping[str, str]
    agents: Callable[[], Agents]
    weights: ConfidenceWeights

    def side_of(self, noun: str | None) -> str | None:
        """Whose people a noun counts: state, armed or civilian; None where it does not tell."""
        if noun is None:
            return None
        found = self.agents().match([noun])
        if found is None or noun.casefold() in self.open_nouns or found.term.casefold() in self.open_nouns:
            return None
        return self.sides.get(found.sector)


@cache
def load_account_words() -> AccountWords:
    """The shipped ones; raises ReferenceDataError with all faults of the file."""
    path = DATA / "link" / "account.toml"
    raw, faults = toml_of(path), Faults(path)
    nouns, weights = raw.get("whose_not_said", []), raw.get("confidence", {})
    if not all(isinstance(noun, str) for noun in nouns):
        faults.add("whose_not_said", "holds something else than words")
    for name in ("bias", *SIGNS):
        if not isinstance(weights.get(name), int | float):
            faults.add(f"confidence.{name}", "is no number")
    assumed = weights.get("assumed", [])
    for name in assumed:
        faults.one_of("confidence.assumed", name, SIGNS)
    faults.check()
    return AccountWords(
        open_nouns=frozenset(nouns),
        sides=MappingProxyType(
            {code: _SIDES[sector.side] for code, sector in load_crosswalks().sectors.items() if sector.side is not None}
        ),
        agents=load_agents,
        weights=ConfidenceWeights(
            bias=float(weights["bias"]),
            of=MappingProxyType({name: float(weights[name]) for name in SIGNS}),
            assumed=frozenset(assumed),
        ),
    )
