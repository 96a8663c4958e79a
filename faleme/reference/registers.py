"""The registers: what facts make up each, which statuses its rows have, and which cells a person may set."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Register = Literal["agreements", "memberships", "commitments", "offices", "figures"]
REGISTERS: tuple[Register, ...] = ("agreements", "memberships", "commitments", "offices", "figures")

# Kinds of facts.
KINDS: Mapping[Register, tuple[str, ...]] = MappingProxyType(
    {
        "agreements": ("agreement",),
        "memberships": ("membership",),
        "commitments": ("commitment",),
        "offices": ("office",),
        "figures": ("figure", "border"),
    }
)

# Closed lists. "unknown" is what nothing tells; overdue is no status but computed.
STATUS: Mapping[Register, tuple[str, ...]] = MappingProxyType(
    {
        "agreements": ("signed", "ratified", "in force", "suspended", "denounced", "ended", "unknown"),
        "memberships": ("member", "left", "suspended", "unknown"),
        "commitments": ("open", "kept", "partly", "broken", "lapsed", "withdrawn", "unknown"),
        "offices": ("held", "former", "unknown"),
        "figures": (),
    }
)

# Cells that hold dates and that a person may set.
DATES: Mapping[Register, tuple[str, ...]] = MappingProxyType(
    {
        "agreements": ("signed", "in_force", "ended"),
        "memberships": ("from", "to", "suspended"),
        "commitments": ("made", "due"),
        "offices": ("from", "to"),
        "figures": ("date",),
    }
)
