"""A dossier as a plain object."""

from __future__ import annotations

from typing import Any

from faleme.desk.dossier import Dossier
from faleme.desk.dyad_tables import row_view
from faleme.desk.plain import plain

_PLAIN = (
    "key actor_id name kind country countries sectors aliases first last note source confidence at reports several "
    "offices memberships statements more_statements does_count suffers_count"
).split()


def dossier_view(found: Dossier) -> dict[str, Any]:
    """All of it; of events their lines, of promises their rows in short."""
    return {
        **{name: plain(getattr(found, name)) for name in _PLAIN},
        "decisions": [
            {
                "decision": each.decision_id,
                "kind": each.kind,
                "of": each.of,
                "into": each.into,
                "who": each.who,
                "why": each.why,
                "at": each.at,
                "undone_by": None if each.undone is None else each.undone.who,
            }
            for each in found.decisions
        ],
        "ties": plain(found.ties),
        "with_whom": [
            {"key": one.tie.other, "name": one.name, "events": one.tie.events, "score": one.tie.score}
            | {"cooperation": one.tie.cooperation, "conflict": one.tie.conflict}
            for one in found.partners
        ],
        "does": [plain(line) for line in found.does],
        "suffers": [plain(line) for line in found.suffers],
        "promises": [
            {**row_view(one.row), "status": one.status, "days_over": one.over, "by_actor": one.by_actor}
            for one in found.promises
        ],
    }
