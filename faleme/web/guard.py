"""What stands before every route: known names, own pages for writes, bodies of a bounded size, who asks, how often;
and the headers of every answer, errors' too."""

from __future__ import annotations

from contextlib import nullcontext

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from faleme.errors import StoreError
from faleme.settings import Settings
from faleme.teams.identity import Identity
from faleme.teams.limits import Limits
from faleme.teams.listening import names_of
from faleme.web.errors import Problem, problem
from faleme.web.origins import SAFE, is_own, knows_host
from faleme.web.policy import headers_of
from faleme.web.signed import identity_in, needs_store
from faleme.web.stores import Stores

BODY = 1_000_000  # bytes of a request; forms and corrections are far smaller
_EXPORT_WAIT_S = 10


class Guard:
    """ASGI middleware around a desk. policy: False leaves the content policy out, for tests that show that pages are
    safe without it."""

    def __init__(
        self, app: ASGIApp, *, settings: Settings, stores: Stores, limits: Limits, policy: bool = True
    ) -> None:
        self.app = app
        self._settings = settings
        self._stores = stores
        self._limits = limits
        self._names = names_of(settings)
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it pass."""
        if scope["type"] == "websocket":  # the desk has none
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False
        extra = headers_of(scope["scheme"], policy=self._policy)

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                there = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(each for each in extra if each[0] not in there)]
            await send(message)

        request = Request(scope, receive)
        try:
            await self._answer(request, guarded)
        except Problem as error:
            await problem(request, error)(scope, receive, guarded)
        except StoreError as error:
            if begun:
                raise
            await problem(request, Problem(503, str(error)))(scope, receive, guarded)
        except Exception as error:
            # Answered here, since what lies outside knows nothing of the headers; raised for the log and for tests.
            if not begun:
                await problem(request, Problem(500, "This is a fault of faleme."), cause=error)(scope, receive, guarded)
            raise

    async def _answer(self, request: Request, send: Send) -> None:
        if not knows_host(request.headers, self._names):
            raise Problem(400, "The desk is not known under this name; add it to hosts under [serve] in faleme.toml.")
        if not is_own(request.method, request.headers):
            raise Problem(403, "This was sent by a page of another site, so nothing was changed. Use the desk's own.")
        receive = await _bounded(request)
        identity = (
            await run_in_threadpool(self._identity, request) if self._asks_store(request) else self._known(request)
        )
        request.state.identity = identity
        if identity.via == "token" and (wait := self._limits.api(identity.key or "")) is not None:
            raise Problem(429, "A token may ask 60 times a minute.", wait_s=wait)
        exports = request.url.path.startswith(("/export", "/api/v1/export"))
        who = identity.name or (request.client.host if request.client is not None else "")
        with self._limits.export(who) if exports else nullcontext(True) as free:
            if not free:
                raise Problem(
                    429, "Two exports are made for you already; wait until one is done.", wait_s=_EXPORT_WAIT_S
                )
            await self.app(request.scope, receive, send)

    def _asks_store(self, request: Request) -> bool:
        return not request.url.path.startswith("/static/") and needs_store(request, self._settings)

    def _known(self, request: Request) -> Identity:
        return identity_in(request, self._settings, None)

    def _identity(self, request: Request) -> Identity:
        with self._stores.lent() as store:
            try:
                return identity_in(request, self._settings, store.team)
            except Problem as error:  # the connection is whole: it must not be thrown away with the request
                refused = error
        raise refused


async def _bounded(request: Request) -> Receive:
    """How the rest of a request is received; a body of no told length is read here. Raises Problem for a long one."""
    too_long = Problem(413, f"The request is longer than {BODY:,} bytes.")
    told = request.headers.get("content-length")
    if told is not None:  # the server lets no more than that in
        if not told.isdigit() or int(told) > BODY:
            raise too_long
        return request.receive
    if request.method in SAFE:
        return request.receive
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY:
            raise too_long
    read = False

    async def receive() -> Message:
        nonlocal read
        if read:
            return await request.receive()
        read = True
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return receive
