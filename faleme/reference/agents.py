"""Words for kinds of people and bodies ("soldiers", "foreign ministry") and the sector they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from faleme.reference.files import DATA, Faults, rows_of, values
from faleme.reference.names import normalise

Language = Literal["en", "fr"]
# PLOVER codes the former holder of a public office as elite; a former soldier or teacher is a civilian or stays one.
_OFFICE_SECTORS = frozenset({"GOV", "LEG", "JUD", "COP", "SPY"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A noun phrase for an actor without a name.

    term: as in the list, singular or plural. sector: codebook code. other_sectors: further ones, best first.
    former: the phrase says that the office is past ("former minister"); then the sector is ELI.
    words: how many words at the end of the phrase matched.
    """

    term: str
    sector: str
    other_sectors: tuple[str, ...]
    lang: Language
    former: bool = False
    words: int = 0


class Agents:
    """The list, by normalised term."""

    def __init__(self, terms: Mapping[tuple[Language, str], Agent], former: Mapping[Language, frozenset[str]]) -> None:
        self._terms = terms
        self._former = former
        self._longest = max((key.count(" ") + 1 for _, key in terms), default=0)

    def __iter__(self) -> Iterator[Agent]:
        """Every term once for each of its forms, in no promised order."""
        return iter(self._terms.values())

    def match(self, words: Sequence[str], lang: Language = "en") -> Agent | None:
        """The longest term at the end of a noun phrase, or None.

        words: the phrase's words in order, its head last ("the", "former", "Malian", "defence", "minister").
        """
        plain = [part for word in words for part in normalise(word).split()]
        for start in range(max(0, len(plain) - self._longest), len(plain)):
            tail = plain[start:]
            found = self._terms.get((lang, " ".join(tail))) or self._terms.get((lang, _singular(tail)))
            if found is None:
                continue
            past = any(word in self._former[lang] for word in plain[:start])
            sector = "ELI" if past and found.sector in _OFFICE_SECTORS else found.sector
            return replace(found, sector=sector, former=past or found.sector == "ELI", words=len(tail))
        return None


def _singular(words: Sequence[str]) -> str:
    """The phrase with its last word in the singular by English spelling; both sides of a look-up pass through it."""
    *front, last = words
    if last.endswith("men"):
        last = last[:-3] + "man"
    elif last.endswith("ies") and len(last) > 4:
        last = last[:-3] + "y"
    elif last.endswith(("sses", "xes", "ches", "shes")):
        last = last[:-2]
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return " ".join((*front, last))


@cache
def load_agents() -> Agents:
    """The agents of ``data/actors``."""
    return read_agents(DATA / "actors")


def read_agents(folder: Path) -> Agents:
    """Agents of agents.csv, agents_house.csv and former_words.csv. Our own rows win over the PLOVER list's."""
    columns = ("lang", "term", "forms", "sector", "other_sectors", "source")
    path = folder / "agents.csv"
    faults = Faults(path)
    rows = [*rows_of(folder / "agents_house.csv", columns), *rows_of(path, columns)]
    terms: dict[tuple[Language, str], Agent] = {}
    for entry, row in sorted(rows, key=lambda item: item[1]["source"] not in ("house", "own")):
        match row["lang"]:
            case "en" | "fr" as lang:
                pass
            case other:
                faults.add(entry, f"{other!r} is not a language of the list")
                continue
        if len(row["sector"]) != 3:
            faults.add(entry, f"{row['sector']!r} is no sector")
        agent = Agent(term=row["term"], sector=row["sector"], other_sectors=values(row["other_sectors"]), lang=lang)
        for form in (row["term"], *values(row["forms"])):
            key = normalise(form)
            if key:
                terms.setdefault((lang, key), agent)
                terms.setdefault((lang, _singular(key.split())), agent)
    faults.check()
    former: dict[Language, set[str]] = {"en": set(), "fr": set()}
    path = folder / "former_words.csv"
    faults = Faults(path)
    for entry, row in rows_of(path, ("lang", "word")):
        match row["lang"]:
            case "en" | "fr" as lang:
                former[lang].add(normalise(row["word"]))
            case other:
                faults.add(entry, f"{other!r} is not a language of the list")
    faults.check()
    return Agents(terms, {lang: frozenset(words) for lang, words in former.items()})
