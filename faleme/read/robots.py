"""What a site's robots.txt allows (RFC 9309), kept for a day."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass

from protego import Protego

from faleme.records import Reason

KEPT_S = 24 * 3_600.0  # RFC 9309 section 2.4
LIMIT_BYTES = 512 * 1024  # RFC 9309 section 2.5: at least 500 kibibytes are read
_AGAIN_S = 600.0  # rules that could not be read are asked for again
_REMEMBERED = 10_000
_LONGEST_DELAY_S = 120.0  # a site that asks for more is asked so seldom


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The rules of one site. rules None: all is allowed, or nothing is, and why says for what reason."""

    rules: Protego | None
    allows_all: bool
    until: float
    why: str = "robots.txt does not allow it"
    reason: Reason = Reason.ROBOTS

    def allows(self, url: str, agent: str) -> bool:
        """Whether the address may be asked."""
        return self.allows_all if self.rules is None else bool(self.rules.can_fetch(url, agent))

    def delay_s(self, agent: str) -> float:
        """Pause between two requests that the site asks for, bounded by two minutes; 0 without a wish."""
        wish = None if self.rules is None else self.rules.crawl_delay(agent)
        return min(float(wish), _LONGEST_DELAY_S) if wish and wish > 0 else 0.0  # "nan" is no wish


def robots_of(status: int, content: bytes) -> Robots:
    """The rules that an answer to /robots.txt gives: of 2xx its own; all is allowed by 4xx, nothing by 5xx and by
    whatever else (RFC 9309 section 2.3.1), nor by 429: a site that is busy has not said that it has no rules."""
    until = time.monotonic() + KEPT_S
    if 200 <= status < 300:
        text = content[:LIMIT_BYTES].decode("utf-8", "replace")
        return Robots(rules=Protego.parse(text), allows_all=False, until=until)
    if 400 <= status < 500 and status != 429:
        return Robots(rules=None, allows_all=True, until=until)
    return unreachable(f"robots.txt answers {status}")


def unreachable(why: str, reason: Reason = Reason.HTTP_ERROR) -> Robots:
    """Nothing is allowed while the rules cannot be read; asked for again after ten minutes. No refusal by the site."""
    return Robots(rules=None, allows_all=False, until=time.monotonic() + _AGAIN_S, why=why, reason=reason)


class RobotsCache:
    """Rules by site (scheme, host and port)."""

    def __init__(self) -> None:
        self._sites: OrderedDict[str, Robots] = OrderedDict()

    def get(self, site: str) -> Robots | None:
        """The rules of a site while they hold."""
        known = self._sites.get(site)
        if known is None or known.until < time.monotonic():
            return None
        self._sites.move_to_end(site)
        return known

    def put(self, site: str, robots: Robots) -> None:
        """Keep the rules of a site."""
        self._sites[site] = robots
        while len(self._sites) > _REMEMBERED:
            self._sites.popitem(last=False)
