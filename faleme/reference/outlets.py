"""Who publishes: outlets by domain and name, the signatures of news agencies, and phrases that are no article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from faleme.reference.files import DATA, Faults, rows_of, values
from faleme.reference.names import normalise

SignatureKind = Literal["dateline", "prefix", "byline", "republication", "attribution"]
_STATE_TYPES = frozenset({"state", "wire-state", "state-aligned", "government"})
_MATCHES = frozenset({"line", "prefix", "contains", "regex"})
_ACTIONS = frozenset(
    "cut_line cut_rest drop drop_block flag_machine flag_truncated keep meta_author meta_date meta_source "
    "reject_page".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One domain and who publishes there.

    country: ISO 3166 alpha-3, IGO or NGO; None if unknown. langs: main one first.
    owner: outlets of one owner count as one origin. Known only for what a government runs ("gov:MLI"), else None.
    sure: False where the row itself is doubtful.
    """

    domain: str
    name: str
    country: str | None
    langs: tuple[str, ...]
    kind: str  # private, state, wire, wire-state, public, aggregator, NGO, UN, IGO, government, …
    owner: str | None
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How an agency signs its copy, or a re-publisher names whose text it prints.

    kind: dateline, prefix (first words), byline, republication ("Source: …"), attribution ("told …", inside the text).
    """

    wire: str
    name: str
    country: str | None
    kind: SignatureKind
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateRule:
    """A phrase of the furniture around an article and what to do where it stands.

    match: line (the whole line, any case), prefix, contains, or regex. action: drop, drop_block, cut_line, cut_rest
    (all below), reject_page, flag_truncated, flag_machine, meta_author, meta_date, meta_source, keep.
    """

    lang: str
    kind: str
    match: str
    action: str
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate:
    """All rules, in the order of their files."""

    rules: tuple[BoilerplateRule, ...]


class Outlets:
    """Outlets and agencies, with their look-ups."""

    def __init__(self, by_domain: Mapping[str, Outlet], signatures: tuple[Signature, ...]) -> None:
        self._by_domain = by_domain
        self.signatures = signatures
        self._by_name: dict[str, Outlet | None] = {}
        for outlet in by_domain.values():
            key = normalise(outlet.name)
            known = self._by_name.get(key, outlet)
            # Two domains of one publisher are one outlet; one name in two countries (Le Pays) names neither.
            self._by_name[key] = known if known is not None and known.country == outlet.country else None
        self._wires = {normalise(name): sign.wire for sign in signatures for name in (sign.wire, sign.name)}

    def by_domain(self, host: str) -> Outlet | None:
        """The outlet at a host; "www.", "m." and other sub-domains fold into the listed domain."""
        labels = host.casefold().strip().rstrip(".").partition(":")[0].split(".")
        for start in range(len(labels) - 1):
            if found := self._by_domain.get(".".join(labels[start:])):
                return found
        return None

    def by_name(self, name: str) -> Outlet | None:
        """The outlet of this name or domain; None for a name that two countries' outlets share."""
        return self._by_name.get(normalise(name)) or (self.by_domain(name) if "." in name else None)

    def wire(self, text: str) -> str | None:
        """The agency whose dateline or byline stands in the text ("AFP"); the first in the file if two do.

        Attributions ("told Reuters") do not count: they name a speaker's audience, not the origin of the page.
        """
        for signature in self.signatures:
            if signature.kind != "attribution" and signature.pattern.search(text):
                return signature.wire
        return None

    def wire_named(self, name: str) -> str | None:
        """The agency of this short or full name ("Agence France-Presse": AFP)."""
        return self._wires.get(normalise(name))


@cache
def load_outlets() -> Outlets:
    """The outlets of ``data/outlets``."""
    return read_outlets(DATA / "outlets")


@cache
def load_boilerplate() -> Boilerplate:
    """The boilerplate of ``data/outlets``."""
    return read_boilerplate(DATA / "outlets")


def read_outlets(folder: Path) -> Outlets:
    """Outlets from a folder with outlets.csv and wire_signatures.csv. Raises ReferenceDataError with all faults."""
    path = folder / "outlets.csv"
    faults, by_domain = Faults(path), {}
    for entry, row in rows_of(path, ("domain", "outlet", "country", "lang", "type", "basis")):
        domain = row["domain"]
        if "." not in domain or domain != domain.casefold() or "/" in domain:
            faults.add(entry, f"{domain!r} is no domain in small letters")
        if domain in by_domain:
            faults.add(entry, f"{domain} stands twice")
        state_run = row["type"] in _STATE_TYPES and row["country"]
        by_domain[domain] = Outlet(
            domain=domain,
            name=row["outlet"],
            country=row["country"] or None,
            langs=values(row["lang"]),
            kind=row["type"],
            owner=f"gov:{row['country']}" if state_run else None,
            sure=row["basis"] != "low",
        )
    faults.check()
    return Outlets(by_domain, _read_signatures(folder / "wire_signatures.csv"))


def _read_signatures(path: Path) -> tuple[Signature, ...]:
    faults, signatures = Faults(path), []
    for entry, row in rows_of(path, ("wire", "name", "country", "kind", "regex")):
        pattern = _compiled(entry, row["regex"], faults)
        match row["kind"]:
            case "dateline" | "prefix" | "byline" | "republication" | "attribution" as kind:
                signatures.append(
                    Signature(
                        wire=row["wire"], name=row["name"], country=row["country"] or None, kind=kind, pattern=pattern
                    )
                )
            case other:
                faults.add(entry, f"{other!r} is no kind of signature")
    faults.check()
    return tuple(signatures)


def read_boilerplate(folder: Path) -> Boilerplate:
    """Rules of boilerplate.csv (built), boilerplate_house.csv and boilerplate_languages.csv (written here), each once.

    Raises ReferenceDataError with all faults of the first file that has any.
    """
    rules: dict[BoilerplateRule, None] = {}
    for name in ("boilerplate.csv", "boilerplate_house.csv", "boilerplate_languages.csv"):
        path = folder / name
        faults = Faults(path)
        for entry, row in rows_of(path, ("lang", "kind", "match", "action", "phrase")):
            faults.one_of(entry, row["match"], _MATCHES)
            faults.one_of(entry, row["action"], _ACTIONS)
            if not row["phrase"].strip():
                faults.add(entry, "no phrase")
            if row["match"] == "regex":
                _compiled(entry, row["phrase"], faults)
            columns = {column: row[column] for column in ("lang", "kind", "match", "action", "phrase")}
            rules[BoilerplateRule(**columns)] = None
        faults.check()
    return Boilerplate(rules=tuple(rules))


def _compiled(entry: str, pattern: str, faults: Faults) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        faults.add(entry, f"the pattern {pattern!r} does not compile: {error}")
        return re.compile("(?!)")  # matches nothing; the faults are raised before anyone sees it
