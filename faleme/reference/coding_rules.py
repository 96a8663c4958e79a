"""What the coder does with a doing by its type, beside `EventType.future_becomes`: the ``[rules]`` of the code book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from faleme.records import FigureKind
from faleme.reference.files import Faults

_SETS = ("made_in_word", "speech_acts", "holds_content", "hostile", "stays", "harm")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingRules:
    """Sets of event types, and what follows from being in one.

    made_in_word: a promise is made now, whatever it promises. speech_acts: who says it does it. holds_content: what it
    asks, refuses, promises, threatens or concedes is no second coding. hostile: to announce it concedes nothing.
    stays: what the grammar shows to be a demand, refusal or attack stays it. harm: a mishap may have done it.
    precautions: types, or types and modes, that are none where they meet a mishap.
    leads_to: type -> type beside which it is not coded, if it only leads there.
    refused: type, or type and mode ("RETREAT-resign") -> mode of the REJECT of somebody who will not do it, "" without
    one; other types are not refused so.
    threats: type, or type and mode ("COERCE-arrest"), of what is threatened -> mode of the THREATEN.
    figures: kinds of figures that are the matter of some types alone, with these.
    """

    made_in_word: frozenset[str]
    speech_acts: frozenset[str]
    holds_content: frozenset[str]
    hostile: frozenset[str]
    stays: frozenset[str]
    harm: frozenset[str]
    precautions: frozenset[str]
    leads_to: Mapping[str, str]
    refused: Mapping[str, str]
    threats: Mapping[str, str]
    figures: Mapping[FigureKind, frozenset[str]]

    def threat(self, event_type: str, mode: str | None) -> str | None:
        """The mode of a threat with such a doing, None where that tells none."""
        return self.threats.get(f"{event_type}-{mode}") or self.threats.get(event_type)

    def refusal(self, event_type: str, mode: str | None) -> str | None:
        """The mode of refusing such a doing, None without one."""
        return self.refused.get(f"{event_type}-{mode}") or self.refused.get(event_type) or None

    def bears(self, event_type: str, what: FigureKind) -> bool:
        """Whether a figure of the kind may belong to a doing of the type."""
        return what not in self.figures or event_type in self.figures[what]


def rules_of(table: Mapping[str, Any], modes: Mapping[str, frozenset[str]], faults: Faults) -> CodingRules:
    """The rules of a code book's table. modes: the codes of each type's modes. Faults are added to ``faults``."""
    types, rejections = frozenset(modes), modes.get("REJECT", frozenset())
    kinds = {kind.value: kind for kind in FigureKind}

    def check(entry: str, doing: str) -> None:
        """A type, or a type with one of its modes."""
        event_type, _, mode = doing.partition("-")
        faults.one_of(entry, event_type, types)
        faults.one_of(f"{entry} {doing}", mode, modes.get(event_type, frozenset()) | {""})

    for name in _SETS:
        for event_type in table.get(name, ()):
            faults.one_of(f"rules.{name}", event_type, types)
    for measure in table.get("precautions", ()):
        check("rules.precautions", measure)
    for step, goal in table.get("leads_to", {}).items():
        faults.one_of("rules.leads_to", step, types)
        faults.one_of(f"rules.leads_to {step}", goal, types)
    for name, allowed in (("refused", rejections | {""}), ("threats", modes.get("THREATEN", frozenset()))):
        for doing, mode in table.get(name, {}).items():
            check(f"rules.{name}", doing)
            faults.one_of(f"rules.{name} {doing}", mode, allowed)
    for kind, listed in table.get("figures", {}).items():
        faults.one_of("rules.figures", kind, frozenset(kinds))
        for event_type in listed:
            faults.one_of(f"rules.figures {kind}", event_type, types)
    sets = {name: frozenset(table.get(name, ())) for name in _SETS}
    return CodingRules(
        **sets,
        precautions=frozenset(table.get("precautions", ())),
        leads_to=MappingProxyType(dict(table.get("leads_to", {}))),
        refused=MappingProxyType(dict(table.get("refused", {}))),
        threats=MappingProxyType(dict(table.get("threats", {}))),
        figures=MappingProxyType(
            {kinds[kind]: frozenset(listed) for kind, listed in table.get("figures", {}).items() if kind in kinds}
        ),
    )
