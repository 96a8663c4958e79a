"""`faleme serve`: the desk, for a browser."""

from __future__ import annotations

import socket
import sys
import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from faleme.cli_base import StoreOption, store_address, wrong
from faleme.settings import Settings, load_settings
from faleme.teams.listening import may_listen

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

# How long a thread may run while others wait. SQLite gives the turn away at each row, and waits for it again: beside
# one thread that only computes, 700 rows took up to 135 ms with Python's 5 ms, and up to 51 with this.
_TURN_S = 0.0005
# How long a connection stays open unused. A server that closes it before the other side does cuts off a request that is
# on its way; Caddy keeps its own for 120 s, nginx for 60.
_KEEPS_S = 150


def serve(
    store: StoreOption = None,
    host: Annotated[
        str | None, typer.Option("--host", metavar="ADDRESS", help="Where to listen; else the settings, or 127.0.0.1.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", min=0, max=65535, help="On which port, 0 for any; else the settings, or 8765."),
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """\b
    faleme serve --store news.db           the desk at http://127.0.0.1:8765/

    Open the record in a browser: brief, map, events with their sentences, actors, dyads, registers, review. Beyond
    this machine it listens only where people must sign in (docs/how-to/team-desk.md).
    """
    from faleme.web.app import create_app  # noqa: PLC0415 - the help must not wait for it

    settings = load_settings()
    host = settings.serve_host if host is None else host
    port = settings.serve_port if port is None else port
    may_listen(host, settings)
    served(create_app(store_address(store), settings, sends=True), settings, host=host, port=port, open_=open_)


def served(app: FastAPI, settings: Settings, *, host: str, port: int, open_: bool = False) -> None:
    """Serve until Ctrl-C. The port is taken first, so that the address that is told is the one that answers."""
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        wrong(f"{host}:{port} cannot be listened on ({error.strerror}): another program may be there; try --port 0.")
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    typer.echo(f"The desk is at {address}   (Ctrl-C ends it)", err=True)
    if open_:
        webbrowser.open(address)
    sys.setswitchinterval(_TURN_S)
    server_of(app, settings).run(sockets=[listening])


def server_of(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """The server of a desk. Of who asks, and by https, it believes the proxies that the settings name, and no other."""
    import uvicorn  # noqa: PLC0415 - the help must not wait for it

    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            timeout_keep_alive=_KEEPS_S,
            proxy_headers=bool(settings.serve_behind_proxy),
            forwarded_allow_ips=sorted(settings.serve_behind_proxy),
        )
    )
