"""The application: pages, REST and static files over one store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from faleme import __version__
from faleme.desk.alerts.alone import alone
from faleme.desk.alerts.loop import Messenger
from faleme.desk.alerts.news import Resolve
from faleme.desk.alerts.ways import ways_of
from faleme.desk.asking import Asked, asked
from faleme.exchange.actor_directory import Directory
from faleme.settings import Settings
from faleme.store.base import Store
from faleme.store.opening import Address
from faleme.teams.limits import Limits
from faleme.web import api
from faleme.web.api.schema import describes_problems
from faleme.web.assets import STATIC
from faleme.web.desk import Shared
from faleme.web.errors import answers_errors
from faleme.web.guard import Guard
from faleme.web.pages import ROUTERS
from faleme.web.stores import Stores


class _Kept(StaticFiles):
    """Files whose names have a hash of what they hold."""

    def file_response(self, *args: object, **named: object) -> object:  # type: ignore[override]
        response = super().file_response(*args, **named)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def create_app(address: Address, settings: Settings, *, policy: bool = True, sends: bool = False) -> FastAPI:
    """The desk over the store at an address. policy: False leaves the content policy out, for tests alone. sends: while
    it runs it also keeps and sends the messages of alerts, and makes what takes long before it is asked.

    Raises StoreError where it cannot be opened, SettingsError for a fault in the desk's own lists.
    """
    shared = Shared.of(settings, Stores(address))

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        messenger = _messenger(shared) if sends else None
        if messenger is not None:
            messenger.start()
            shared.make_first()
        yield
        if messenger is not None:
            await run_in_threadpool(messenger.stop)
        shared.exports.close()
        shared.stores.close()

    app = FastAPI(
        title="faleme",
        version=__version__,
        summary="Who did what to whom, where, when, and who says so.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # FastAPI's own pages load scripts from elsewhere; /docs/api is ours
        redoc_url=None,
        lifespan=life,
    )
    app.state.shared = shared
    app.state.limits = Limits()
    app.add_middleware(Guard, settings=settings, stores=shared.stores, limits=app.state.limits, policy=policy)
    answers_errors(app)
    app.include_router(api.router)
    describes_problems(app)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", _Kept(directory=STATIC), name="static")
    return app


def _messenger(shared: Shared) -> Messenger:
    def resolve(store: Store) -> Resolve:
        def asks(query: str) -> Asked:
            return asked(
                parse_qsl(query),
                codebook=shared.codebook,
                directory=lambda: Directory(shared.actors, store),
                today=datetime.now(UTC).date(),
            )

        return asks

    stores = shared.stores
    return Messenger(stores.lent, resolve, ways_of(shared.settings), lambda: alone(stores.address))
