"""Examples in the documentation run, and print what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.doc_examples import PAGES, REPO, commands_only, is_runnable, outputs, refreshed

RUNNABLE = [page for page in PAGES if is_runnable(page.read_text(encoding="utf-8"))]


# 8-bit arithmetic differs between families of processors and may move a borderline coding; a page of which more than
# every tenth line has changed is stale.
TOLERATED = 0.1


@pytest.mark.parametrize("page", RUNNABLE, ids=[str(page.relative_to(REPO)) for page in RUNNABLE])
def test_page(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    written, now = outputs(text), set(outputs(refreshed(text, tmp_path)))
    stale = [line for line in written if line not in now]
    assert len(stale) <= TOLERATED * len(written), "run `make docs`; stale:\n" + "\n".join(stale)


def test_outputs_are_written_anew(tmp_path: Path) -> None:
    first = "Before.\n\n```console 2\n$ faleme --help\nold\nstale\n```\n"
    second = "\n   ```console\n   $ faleme --version > v.txt\n   ```\n"
    fresh = refreshed(first + second, tmp_path)
    assert fresh.startswith("Before.\n\n```console 2\n$ faleme --help\nExample:\n  faleme read")
    assert "stale" not in fresh
    assert fresh.endswith("\n...\n```\n" + second)
    assert (tmp_path / "v.txt").read_text(encoding="utf-8").startswith("faleme ")


def test_scores_do_not_count() -> None:
    def page(line: str) -> str:
        return f"```console\n$ faleme demo\n{line}\n```\n"

    assert outputs(page("ASSAULT 0.93 by faleme-core-en x-1")) == outputs(page("ASSAULT 0.9 by faleme-core-fr x-1"))
    assert outputs(page("14 dead")) != outputs(page("15 dead"))


def test_outputs_can_be_left_out() -> None:
    text = "Before.\n\n```console 2\n$ faleme --help\nold\n```\n\n```python\nx = 1\n```\n"
    assert commands_only(text) == text.replace("old\n", "")
