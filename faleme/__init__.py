"""faleme reads the news and says who did what to whom, where, when, and who says so."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from faleme.python import open_store as open_store

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # The command line shows its help in a moment, and must not load what it does not use.
    if name == "open_store":
        from importlib import import_module  # noqa: PLC0415

        return import_module("faleme.python").open_store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
