"""Whom a page names as the origin of its text: pages of ours, English and French."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from faleme.clean.extract import extract_article
from faleme.read.files import capture_of_text
from faleme.records import Article
from faleme.reference.outlets import load_boilerplate, load_outlets

PAGES = tomllib.loads(Path(__file__).with_name("pages.toml").read_text(encoding="utf-8"))["page"]
BODIES = {
    "en": (
        "Armed men stopped a bus on the road to Kayes on Sunday and took two traders, a local official said.\n"
        "The two were set free on Monday after elders from three villages had talked with the men all night.\n"
        "Soldiers have since put up two posts along the road, and buses travel in convoys until further notice."
    ),
    "fr": (
        "Des hommes armés ont arrêté un car sur la route de Kayes dimanche et emmené deux commerçants.\n"
        "Les deux hommes ont été libérés lundi après que des anciens de trois villages ont parlé avec eux.\n"
        "L'armée a depuis installé deux postes le long de la route, et les cars circulent en convoi."
    ),
}


@pytest.mark.parametrize("page", PAGES, ids=[page["why"] for page in PAGES])
def test_origin(page: dict[str, str]) -> None:
    text = page.get("text", "{body}").replace("{body}", BODIES[page.get("lang", "en")])
    capture = replace(capture_of_text(f"Two traders freed near Kayes\n\n{text}\n", key="k"), outlet=page["outlet"])
    article = extract_article(capture, outlets=load_outlets(), boilerplate=load_boilerplate())
    assert isinstance(article, Article)
    assert article.origin == page.get("origin")
    assert "convo" in article.text, "the body is whole"
