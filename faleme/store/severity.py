"""How grave an event is: a number by one stated rule, for ranking; never shown as a measurement.

severity = (class + dead + injured) * factuality + reports, where

- class is 6 for ASSAULT, else by quad class: 4 for material conflict, 2 for verbal conflict, 1.5 for material
  cooperation, 1 for verbal cooperation, 0.5 for what has no class;
- dead is 3 * log10(1 + n), injured 1.5 * log10(1 + n), of the highest number that reports give, else the lowest: the
  first death weighs about one class, ten times as many weigh three more;
- factuality is 1 for what happened, 0.5 for what is planned or denied, 0.25 for what is hypothetical or historical;
- reports is 0.1 for each report after the first, 1 at most: attention breaks ties and outweighs no class.

The brief ranks by severity * independent origins * distance from the usual.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

_CLASS = {4: 4.0, 3: 2.0, 2: 1.5, 1: 1.0, 0: 0.5}
_GRAVEST = {"ASSAULT": 6.0}
_DEAD, _INJURED = 3.0, 1.5
FACTOR = {None: 1.0, "future": 0.5, "negation": 0.5, "hypothetical": 0.25, "historical": 0.25}  # by auxiliary
A_REPORT, MOST_REPORTS = 0.1, 10

Figures = Mapping[str, tuple[float | None, float | None]]


def class_weight(event_type: str, quad: int) -> float:
    """Weight of a type of event."""
    return _GRAVEST.get(event_type, _CLASS[quad])


def severity(event_type: str, quad: int, auxiliary: str | None, figures: Figures, reports: int) -> float:
    """The severity of an event. quad: of its type. auxiliary: as `records.Auxiliary` has it."""
    toll = _DEAD * _log(figures, "dead") + _INJURED * _log(figures, "injured")
    told = A_REPORT * min(max(reports - 1, 0), MOST_REPORTS)
    return round((class_weight(event_type, quad) + toll) * FACTOR[auxiliary] + told, 4)


def _log(figures: Figures, kind: str) -> float:
    low, high = figures.get(kind, (None, None))
    number = high if high is not None else low
    return 0.0 if number is None else math.log10(1 + max(number, 0.0))
