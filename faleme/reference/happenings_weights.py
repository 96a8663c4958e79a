"""What each sign is worth when two reports may tell one happening: ``faleme/data/link/happenings.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from faleme.reference.files import DATA
from faleme.reference.learned_weights import logistic, read_weights

_NUMBERS = ("bias", "least", "same_day", "near", "alone", "told")


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class HappeningsWeights:
    """Weights of a logistic regression by the name of the sign.

    least: the probability below which two are never one. same_day, near: from where they are one though nobody and no
    town recurs, on the same day and within a few days. alone: from where a report of the same day joins the only event
    that it could tell. told: from where two of one day are one by a rare word of their sentences.
    """

    of: Mapping[str, float]
    bias: float
    least: float
    same_day: float
    near: float
    alone: float
    told: float

    def share(self, seen: Mapping[str, float]) -> float:
        """The probability that two are one, from what was seen."""
        total = self.bias + sum(self.of.get(name, 0.0) * value for name, value in seen.items())
        return logistic(total)


@cache
def load_happenings_weights() -> HappeningsWeights:
    """The shipped weights; raises ReferenceDataError with all faults of the file."""
    return HappeningsWeights(**read_weights(DATA / "link" / "happenings.toml", _NUMBERS))


@cache
def load_common_words() -> frozenset[str]:
    """First letters of words that many pages have, as `link.match.words_of` cuts them."""
    return frozenset((DATA / "link" / "common_words.txt").read_text(encoding="utf-8").split())
