"""The pages of the export forms: one for each, with examples that are those of today."""

from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import copy2

from faleme.exchange.export import _TEXT_FORMS
from faleme.exchange.external.sources import SOURCES
from faleme.exchange.facets import FACETS
from faleme.exchange.form_names import FORMS
from faleme.reference.codebook import load_codebook
from faleme.store.sqlite import open_sqlite
from scripts.doc_examples import without_volatile
from scripts.format_docs import ABOUT, form_page, index_page
from scripts.format_examples import kept, made_of_pages
from tests.conftest import REPO

# As in test_examples: arithmetic differs between families of processors.
STALE = 0.05


def test_every_form_has_a_page_and_no_other() -> None:
    pages = {path.stem for path in (REPO / "docs" / "formats").glob("*.md")} - {"README"}
    assert pages == set(FORMS) == set(ABOUT)
    assert [form for form in FORMS if f"]({form}.md)" not in index_page(kept())] == []


def test_what_can_be_imported_says_so() -> None:
    assert {form for form, about in ABOUT.items() if "faleme import" in about.back} == set(SOURCES)


def test_a_page_names_every_facet_once() -> None:
    facets = [name for name in FACETS if not name.startswith("figure ")]
    for form in _TEXT_FORMS:
        lines = form_page(form, kept()).splitlines()
        told = " ".join(line for line in lines if line.startswith(("It holds ", "It has no place for: ")))
        names = re.split(r"[:,;.] ?", told)
        assert [name for name in facets if names.count(name) != 1] == [], form


def test_the_kept_examples_are_those_of_today(example_store: Path, tmp_path: Path) -> None:
    store = open_sqlite(Path(copy2(example_store, tmp_path / "news.db")))
    written, made = kept(), made_of_pages(store, tmp_path, load_codebook())
    store.close()
    assert list(written) == list(made)
    for form in FORMS:
        lines = [without_volatile(json.dumps(found[form], indent=1)).splitlines() for found in (written, made)]
        stale = [line for line in lines[0] if line not in set(lines[1])]
        assert len(stale) <= max(2, STALE * len(lines[0])), f"run `make docs`; stale in {form}:\n" + "\n".join(stale)
