"""The other tables of ``actors/``: groups, bodies, institutions, memberships, agents, and the old PETRARCH names."""

from __future__ import annotations

import csv
import gzip
import io
import re
from pathlib import Path

from faleme.reference.names import normalise
from scripts.tables import DATA, Row, read_table, united, write_table

# The agent list writes "defence minist" for minister, ministers, ministry and ministries.
_STEM = "minist"
_NONSTATE = frozenset({"IGO", "NGO", "MNC", "IMG"})


def build(reference: Path, data: Path = DATA) -> None:
    """Write all of them under ``data``, where people.csv and offices.csv stand already."""
    folder = data / "actors"
    groups = read_table(reference / "armed_groups.csv")
    relations = read_table(reference / "armed_group_relations.csv")
    ids = {row["id"]: f"group:{row['id']}" for row in groups}
    ids |= {row["code"].casefold(): f"org:{row['code']}" for row in read_table(reference / "orgs.csv")}
    for row in groups:
        if ":" in row["parent"]:  # a relation that slipped into the column: "war_with:ETH:2023-04"
            relation, other, date = row["parent"].split(":")
            relations.append({"group": row["id"], "relation": relation, "other": other, "date": date})
            row["parent"] = ""
        row["parent"] = ids[row["parent"]] if row["parent"] else ""
        row["variants"] = united(row["english_variants"], row["french_variants"], row["other_variants"])
    columns = (
        "id",
        "name",
        "acronyms",
        "variants",
        "countries",
        "sector",
        "from",
        "to",
        "parent",
        "confidence",
        "note",
    )
    write_table(folder / "groups.csv", columns, groups)
    write_table(folder / "group_relations.csv", ("group", "relation", "other", "date"), relations)
    orgs = read_table(reference / "orgs.csv")
    for row in orgs:
        row["aliases"] = united(row["name_fr"], row["aliases_en"], row["aliases_fr"])
    write_table(folder / "orgs.csv", ("code", "name_en", "aliases", "plover_code", "founded", "seat", "kind"), orgs)
    memberships = read_table(reference / "memberships.csv")
    write_table(folder / "memberships.csv", ("org", "country", "status", "from", "to", "source", "note"), memberships)
    institutions = read_table(reference / "institutions.csv")
    _give_ids(institutions)
    write_table(
        folder / "institutions.csv", ("id", "name", "aliases", "country", "sector", "kind", "from", "to"), institutions
    )
    agents = [_agent(row) for row in read_table(reference / "agents.csv")]
    agents = [row for row in agents if row["term"] != "ent affairs minist"]  # a torn line of the source
    write_table(folder / "agents.csv", ("lang", "term", "forms", "sector", "other_sectors", "source"), agents)
    _write_petrarch(reference, folder)


def _give_ids(rows: list[Row]) -> None:
    """An id from name and country; institutions of one name are told apart by country in any case."""
    for row in rows:
        slug = re.sub(r"[^\w]+", "-", normalise(row["name"])).strip("-")
        row["id"] = f"inst:{row['country'].casefold()}-{slug}"


def _agent(row: Row) -> Row:
    if row["term"].endswith(_STEM):
        row["term"] += "er"
        row["forms"] = united(row["forms"], row["term"].removesuffix("er") + "ry")
    return row


def _write_petrarch(reference: Path, folder: Path) -> None:
    """People and bodies of the PETRARCH dictionaries that no better table knows, with country and sector.

    Country names and places are left out (a code without a role), and companies and associations that carry no
    country, sector or date: they would only name what is plainly a name.
    """
    cameo = {row["cameo"]: row["iso3"] for row in read_table(reference / "countries.csv") if row["cameo"]}
    known = _known_names(folder)
    sectors = set("COP GOV JUD LEG MIL PTY REB SPY UAF AGR BUS CRM CVL EDU ELI LAB REF OPP REL".split())
    repaired = {"MED": "JRN", "HLH": "MED", "SEP": "REB", "INS": "REB", "RAD": "REB", "HRI": "SOC", "ENV": "SOC"}
    found: set[tuple[str, str, str, str, str]] = set()
    for row in read_table(reference / "petrarch_actors.csv.gz"):
        code = row["cameo_code"]
        head, roles = code[:3], [code[start : start + 3] for start in range(3, len(code), 3)]
        country = cameo.get(head) or (head if head in _NONSTATE else "")
        if head == "IGO" and roles[:1] == ["UNO"]:
            country = "UNO"
        if head == "IGO" and roles[:1] == ["EUR"]:
            country = "EUR"
        if country in _NONSTATE:  # "NGOFRA": the second part says where it sits
            country = next((cameo[role] for role in roles if role in cameo), country) if head != "IGO" else country
        sector = next((repaired.get(role, role) for role in roles if repaired.get(role, role) in sectors), "")
        sector = sector or {"MNC": "BUS", "NGO": "SOC", "IMG": "REB"}.get(head, "")
        name = row["name"].strip()
        if not country or not sector or country in ("MNC", "NGO") or normalise(name) in known or len(name) < 4:
            continue
        found.add((normalise(name), country, sector, row["from"], row["to"]))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("key", "country", "sector", "from", "to"))
    writer.writerows(sorted(found))
    # No time stamp, so that two builds give the same bytes.
    (folder / "petrarch.csv.gz").write_bytes(gzip.compress(stream.getvalue().encode(), compresslevel=9, mtime=0))


def _known_names(folder: Path) -> set[str]:
    """Names that the better tables hold: there the old code adds nothing."""
    names: set[str] = set()
    for file, columns in (
        ("people.csv", ("name", "aliases")),
        ("groups.csv", ("name", "acronyms", "variants")),
        ("orgs.csv", ("name_en", "aliases")),
        ("institutions.csv", ("name", "aliases")),
    ):
        for row in read_table(folder / file):
            names.update(normalise(value) for column in columns for value in row[column].split("|"))
    return names
