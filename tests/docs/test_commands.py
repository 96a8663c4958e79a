"""Commands of the how-to pages that no example runs: their modules are there, and know the options."""

from __future__ import annotations

import re
from importlib import util
from pathlib import Path

import pytest

from tests.conftest import REPO

COMMAND = re.compile(r"python -m ((?:training|benchmarks|scripts)[\w.]+)((?:[^\n`#>\\]|\\\n)*)")
FOUND = sorted(
    {
        (module, option, page.name)
        for page in [*(REPO / "docs").rglob("*.md"), REPO / "benchmarks" / "README.md"]
        for module, rest in COMMAND.findall(page.read_text(encoding="utf-8"))
        for option in re.findall(r"--[\w-]+", rest) or [""]
    }
)


@pytest.mark.parametrize(("module", "option", "page"), FOUND, ids=[" ".join(found) for found in FOUND])
def test_command(module: str, option: str, page: str) -> None:
    found = util.find_spec(module)
    assert found is not None, f"{page}: no module {module}"
    assert found.origin is not None
    assert option in Path(found.origin).read_text(encoding="utf-8"), f"{page}: {module} knows no {option}"
