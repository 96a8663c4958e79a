"""What the coder does with a doing by its type, beside `EventType.future_becomes`: the ``[rules]`` of the code book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from faleme.records import FigureKind
from faleme.reference.files import Faults

_SETS = ("made_in_word", "speech_acts", "holds_content", "hostile", "asked", "harm")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingRules:
    """Sets of event types, and what follows from being in one.

    made_in_word: a promise is made now, whatever it promises. speech_acts: who says it does it. holds_content: what it
    asks, refuses, promises, threatens or concedes is no second coding. hostile: to announce it concedes nothing.
    asked: stays where one says that another must do it or that one will not. harm: a mishap may have done it.
    refused: type -> mode of the REJECT of somebody who will not do it, None without one; others cannot be.
    figures: kinds of figures that are the matter of some types alone, with these.
    """

    made_in_word: frozenset[str]
    speech_acts: frozenset[str]
    holds_content: frozenset[str]
    hostile: frozenset[str]
    asked: frozenset[str]
    harm: frozenset[str]
    refused: Mapping[str, str | None]
    figures: Mapping[FigureKind, frozenset[str]]

    def bears(self, event_type: str, what: FigureKind) -> bool:
        """Whether a figure of the kind may belong to a doing of the type."""
        return what not in self.figures or event_type in self.figures[what]


def rules_of(table: Mapping[str, Any], modes: Mapping[str, frozenset[str]], faults: Faults) -> CodingRules:
    """The rules of a code book's table. modes: the codes of each type's modes. Faults are added to ``faults``."""
    types, rejections = frozenset(modes), modes.get("REJECT", frozenset())
    kinds = {kind.value: kind for kind in FigureKind}
    for name in _SETS:
        for event_type in table.get(name, ()):
            faults.one_of(f"rules.{name}", event_type, types)
    for event_type, mode in table.get("refused", {}).items():
        faults.one_of("rules.refused", event_type, types)
        faults.one_of(f"rules.refused {event_type}", mode, rejections | {""})
    for kind, listed in table.get("figures", {}).items():
        faults.one_of("rules.figures", kind, frozenset(kinds))
        for event_type in listed:
            faults.one_of(f"rules.figures {kind}", event_type, types)
    sets = {name: frozenset(table.get(name, ())) for name in _SETS}
    return CodingRules(
        **sets,
        refused=MappingProxyType({code: mode or None for code, mode in table.get("refused", {}).items()}),
        figures=MappingProxyType(
            {kinds[kind]: frozenset(listed) for kind, listed in table.get("figures", {}).items() if kind in kinds}
        ),
    )
