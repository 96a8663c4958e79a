"""`faleme serve`: the desk, for a browser."""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from faleme.cli_base import StoreOption, store_address
from faleme.settings import load_settings


def serve(
    store: StoreOption = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="On which port; 0 for any.")] = 8765,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """\b
    faleme serve --store news.db           the desk at http://127.0.0.1:8765/

    Open the record in a browser: brief, map, events with their sentences, actors, dyads, registers, review.
    """
    import uvicorn  # noqa: PLC0415 - the help must not wait for it

    from faleme.web.app import create_app  # noqa: PLC0415 - the help must not wait for it

    app = create_app(store_address(store), load_settings())
    address = f"http://{host}:{port}/"
    typer.echo(f"The desk is at {address}   (Ctrl-C ends it)", err=True)
    if open_:
        webbrowser.open(address)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
