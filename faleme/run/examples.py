"""Where the example pages are: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

import faleme
from faleme.errors import ReadError


def example_pages() -> Path:
    """The folder of the example pages; raises ReadError where they were not installed."""
    package = Path(faleme.__file__).parent
    for folder in (package / "examples", package.parent / "examples" / "pages"):
        if folder.is_dir():
            return folder
    raise ReadError("the example pages are missing from this installation. Name pages of your own: faleme read PATH")
