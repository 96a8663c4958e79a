"""Who publishes: outlets by domain and name, the signatures of news agencies, and phrases that are no article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from faleme.reference.files import DATA, Faults, rows_of, values
from faleme.reference.names import normalise
from faleme.reference.patterns import one_of

SignatureKind = Literal["dateline", "prefix", "byline", "republication", "attribution"]
_STATE_TYPES = frozenset({"state", "wire-state", "state-aligned", "government"})
_WIRE_TYPES = frozenset({"wire", "wire-state"})
_LONGEST_NAME = 200  # pages are hostile; what is longer is no name
_MATCHES = frozenset({"line", "prefix", "contains", "regex"})
_ACTIONS = frozenset(
    "cut_line cut_rest drop drop_block flag_machine flag_truncated keep meta_author meta_date meta_source "
    "reject_page".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One domain and who publishes there.

    country: ISO 3166 alpha-3, IGO or NGO; None if unknown. langs: main one first.
    owner: outlets of one owner count as one origin: the government that runs it ("gov:MLI"), or the group of
    owners_house.csv; None where neither is known.
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


# What follows a name in a credit: "on 4 May 2024", "du 4 mars 2024", "and is republished here", "– all rights".
_AFTER_NAME = re.compile(
    r"(?:\s+(?:on|of|du|le)\s+(?:\w+\s+)?\d.*|\s+(?:and|et)\s+(?:is|was|has|est|a)\b.*|\s+[–—|-]\s.*|,\s.*|\s*\(.*)$",
    re.IGNORECASE,
)
_BEFORE_NAME = re.compile(
    r"^(?:(?:on|in|by|at|sur|dans|par|chez|site)\s+)*(?:the\s+|le site\s+(?:de\s+)?)?", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*$")


class Outlets:
    """Outlets and agencies, with their look-ups."""

    def __init__(self, by_domain: Mapping[str, Outlet], signatures: tuple[Signature, ...]) -> None:
        self._by_domain = by_domain
        self.signatures = signatures
        self._any_agency = one_of(sign.pattern.pattern for sign in signatures if sign.kind != "attribution")
        self._by_name: dict[str, Outlet | None] = {}
        for outlet in by_domain.values():
            key = normalise(outlet.name)
            known = self._by_name.get(key, outlet)
            # Two domains of one publisher are one outlet; one name in two countries (Le Pays) names neither.
            self._by_name[key] = known if known is not None and known.country == outlet.country else None
        agencies = [sign for sign in signatures if sign.kind != "republication"]
        self._wires = {normalise(name): sign.wire for sign in agencies for name in (sign.wire, sign.name)}
        self._owners = {outlet.owner for outlet in by_domain.values() if outlet.owner}
        self._wire_owners: dict[str, str] = {}
        for outlet in by_domain.values():
            self._know_as_agency(outlet)

    def _know_as_agency(self, outlet: Outlet) -> None:
        """An agency's own site prints under its full name, its short one in brackets: both are the agency."""
        if outlet.kind not in _WIRE_TYPES:
            return
        short = _IN_BRACKETS.search(outlet.name)
        names = [outlet.name, _IN_BRACKETS.sub("", outlet.name), *([short.group(1)] if short else [])]
        wire = next((self._wires[key] for key in map(normalise, names) if key in self._wires), None)
        if wire is None:
            return
        for name in names:
            self._wires.setdefault(normalise(name), wire)
        if outlet.owner is not None:
            self._wire_owners[wire] = outlet.owner

    def by_domain(self, host: str) -> Outlet | None:
        """The outlet at a host; "www.", "m." and other sub-domains fold into the listed domain."""
        labels = host.casefold().strip().rstrip(".").partition(":")[0].split(".")
        for start in range(len(labels) - 1):
            if found := self._by_domain.get(".".join(labels[start:])):
                return found
        return None

    def by_name(self, name: str) -> Outlet | None:
        """The outlet of this name or domain, also with what stands around a name in a credit ("the Daily Trust on 4
        May 2024", "malijet.com"); None for a name that two countries' outlets share."""
        name = name[:_LONGEST_NAME]
        for tried in dict.fromkeys((name, _AFTER_NAME.sub("", name), _BEFORE_NAME.sub("", _AFTER_NAME.sub("", name)))):
            key = normalise(tried.strip(" .,;"))
            if key in self._by_name:
                return self._by_name[key]
            if "." in tried and " " not in tried.strip() and (found := self.by_domain(tried.strip(" .,;"))):
                return found
        return None

    def wire(self, text: str) -> str | None:
        """The agency whose dateline or byline stands in the text ("AFP"); the first in the file if two do.

        Attributions ("told Reuters") do not count: they name a speaker's audience, not the origin of the page.
        """
        if not self._any_agency.search(text):
            return None
        for signature in self.signatures:
            if signature.kind != "attribution" and signature.pattern.search(text):
                # "Le Monde avec AFP" stands in the file as Le_Monde_AFP: the text is the agency's.
                beside = signature.wire.rpartition("_")[2]
                return self._wires.get(normalise(beside), signature.wire)
        return None

    def wire_named(self, name: str) -> str | None:
        """The agency of this short or full name ("Agence France-Presse", "Agence France-Presse (AFP)": AFP)."""
        return self._wires.get(normalise(name))

    def owner_of(self, origin: str) -> str:
        """What stands for an origin where independent ones are counted: its owner, else its one name.

        Xinhua and China Daily are "gov:CHN", "Agence France-Presse" is "AFP"; a name that nobody knows is itself.
        """
        if origin in self._owners:
            return origin
        if (wire := self.wire_named(origin)) is not None:
            return self._wire_owners.get(wire, wire)
        known = self.by_name(origin)
        return (known.owner or known.name) if known is not None else origin

    def independent(self, origins: Iterable[str | None]) -> tuple[str, ...]:
        """The independent ones among origins, sorted: one name for each owner.

        An origin alone of its owner keeps its name (Xinhua); of two or more of one owner the owner's stands for them.
        Two spellings of one name are one. None, the unknown, is left out: it could be anybody's copy.
        """
        owned: dict[str, dict[str, str]] = {}
        for origin in origins:
            if origin:
                owner = self.owner_of(origin)
                owned.setdefault(normalise(owner), {}).setdefault(normalise(self._one_name(origin)), origin)
                if len(owned[normalise(owner)]) > 1:
                    owned[normalise(owner)][normalise(owner)] = owner
        return tuple(
            sorted(next(iter(names.values())) if len(names) == 1 else names[owner] for owner, names in owned.items())
        )

    def _one_name(self, origin: str) -> str:
        if (wire := self.wire_named(origin)) is not None:
            return wire
        known = self.by_name(origin)
        return origin if known is None else known.name


@cache
def load_outlets() -> Outlets:
    """The outlets of ``data/outlets``."""
    return read_outlets(DATA / "outlets")


@cache
def load_boilerplate() -> Boilerplate:
    """The boilerplate of ``data/outlets``."""
    return read_boilerplate(DATA / "outlets")


def read_outlets(folder: Path) -> Outlets:
    """Outlets and agencies of a folder. Raises ReferenceDataError with all faults of the first file that has any.

    outlets.csv and wire_signatures.csv are built; owners_house.csv and wire_signatures_house.csv, written here, add
    to them where they are there.
    """
    path = folder / "outlets.csv"
    owners = _read_owners(folder / "owners_house.csv")
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
            owner=f"gov:{row['country']}" if state_run else owners.pop(domain, None),
            sure=row["basis"] != "low",
        )
    for domain in owners:
        faults.add("owners", f"owners_house.csv names {domain}, which is not here or a state's own")
    faults.check()
    house = folder / "wire_signatures_house.csv"
    signatures = _read_signatures(house) if house.exists() else ()
    return Outlets(by_domain, (*signatures, *_read_signatures(folder / "wire_signatures.csv")))


def _read_owners(path: Path) -> dict[str, str]:
    """Owner by domain."""
    if not path.exists():
        return {}
    faults, owners = Faults(path), {}
    for entry, row in rows_of(path, ("domain", "owner")):
        if not row["owner"] or row["domain"] in owners:
            faults.add(entry, f"{row['domain']}: no owner, or a second one")
        owners[row["domain"]] = row["owner"]
    faults.check()
    return owners


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
