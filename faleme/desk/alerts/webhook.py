"""Webhooks: one POST of JSON, signed. Who takes it checks that it is ours and fresh:

faleme-timestamp: 1790000000
faleme-signature: v1=hex(HMAC-SHA256(secret, timestamp + "." + body))
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Collection, Sequence
from typing import Any

import aiohttp

from faleme import __version__
from faleme.desk.alerts.queue import Message, NotSent
from faleme.desk.flat import event_row
from faleme.read.addresses import BlockedAddress, PublicResolver, why_blocked
from faleme.store.teams import Alert, View

_TIMEOUT_S = 15.0


class Webhook:
    """Sends to addresses that are public, as fetching does; private ones only where the desk's settings name them."""

    def __init__(self, allow_hosts: Collection[str] = (), *, base: str = "") -> None:
        self._allow_hosts = allow_hosts
        self._base = base

    def send(self, alert: Alert, view: View, messages: Sequence[Message]) -> str:
        """See `queue.Channel`."""
        if not alert.target or not alert.secret:
            raise NotSent("the alert has no address or no secret", lasting=True)
        body = json.dumps(payload(alert, view, messages, base=self._base), ensure_ascii=False).encode()
        return asyncio.run(self._post(alert.target, body, signed(alert.secret, body, int(time.time()))))

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> str:
        why = why_blocked(url, allow_hosts=self._allow_hosts)
        if why is not None:
            raise NotSent(why, lasting=True)
        resolver = PublicResolver(self._allow_hosts)
        connector = aiohttp.TCPConnector(resolver=resolver, socket_factory=resolver.open_socket)
        try:
            async with (
                aiohttp.ClientSession(
                    connector=connector, timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S), trust_env=False
                ) as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                if answer.status == 410:
                    raise NotSent("410: the receiver wants no more", lasting=True)
                if not 200 <= answer.status < 300:
                    raise NotSent(f"the receiver said {answer.status}")
                return str(answer.status)
        except BlockedAddress as error:
            raise NotSent(str(error), lasting=True) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NotSent(f"no answer: {error or type(error).__name__}") from error


def payload(alert: Alert, view: View, messages: Sequence[Message], *, base: str = "") -> dict[str, Any]:
    """What is posted. Words of the press stand in ``quoted_press`` alone."""
    return {
        "alert": alert.id,
        "view": {"id": view.id, "name": view.name, "query": view.query},
        "messages": [
            {
                "event_id": one.event_id,
                "kind": one.kind,
                "change": one.change,
                "at": one.at,
                "href": f"{base}/events/{one.event_id}",
                "event": None if one.line is None else _event(one),
            }
            for one in messages
        ],
    }


def signed(secret: str, body: bytes, at: int) -> dict[str, str]:
    """Headers of a signed POST at a time in seconds since 1970."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "User-Agent": f"faleme/{__version__}",
        "faleme-timestamp": str(at),
        "faleme-signature": f"v1={digest}",
    }


def _event(message: Message) -> dict[str, Any]:
    assert message.line is not None
    row = event_row(message.line)
    row["quoted_press"] = row.pop("sentence")
    return row
