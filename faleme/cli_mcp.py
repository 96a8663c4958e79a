"""`faleme mcp`: the record for assistants."""

from __future__ import annotations

from faleme.cli_base import StoreOption, store_address, wrong
from faleme.settings import load_settings


def mcp(store: StoreOption = None) -> None:
    """\b
    faleme mcp --store news.db

    Answer assistants by the Model Context Protocol, on stdin and stdout: six tools that read the record (search_events,
    get_event, get_evidence, dyad, commitments, codebook) and none that writes. Words of the press stand in a field of
    their own, marked as quoted.
    """
    try:
        from faleme.mcp_server import make_server  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if error.name and not error.name.startswith("mcp"):
            raise
        wrong("this needs one more package: pip install 'faleme[mcp]'.")
    make_server(store_address(store), load_settings()).run("stdio")
