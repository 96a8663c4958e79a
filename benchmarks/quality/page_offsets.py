"""Do the article's characters lead back to the right place in the HTML? Checked by another parser than made them.

    python -m benchmarks.quality.page_offsets [--save]

FALEME_GOLD names the folder of the gold sets (default ../shared/gold). ``html.parser`` of the standard library says
where text stands in the source; a place is wrong if it lies outside, or if the source has another character there.
White space has no place of its own where the source breaks a line, so it is not counted.
"""

from __future__ import annotations

import sys
from collections import Counter
from html.parser import HTMLParser

from benchmarks.quality.web_pages import FOLDERS, GOLD, web_pages
from benchmarks.results import Figure, machine, save
from faleme.clean.extract import extract_article
from faleme.clean.normalise import decoded_text
from faleme.records import Article
from faleme.reference.outlets import load_boilerplate, load_outlets


class _Text(HTMLParser):
    """Marks the code points of the source that are text, scripts and style sheets aside."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.is_text = bytearray(len(source))
        self._lines = [0]
        for at, letter in enumerate(source):
            if letter == "\n":
                self._lines.append(at + 1)
        self.feed(source)
        self.close()

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:
            self._mark(len(data))

    def handle_entityref(self, name: str) -> None:
        self._mark(len(name) + 2)

    def handle_charref(self, name: str) -> None:
        self._mark(len(name) + 3)

    def _mark(self, length: int) -> None:
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        self.is_text[start : start + length] = b"\1" * len(self.is_text[start : start + length])


def main(arguments: list[str]) -> None:
    """Print counts over all pages that are taken for articles."""
    outlets, boilerplate = load_outlets(), load_boilerplate()
    seen: Counter[str] = Counter()
    for name in FOLDERS:
        if not (GOLD / name / "extraction" / "gold.jsonl").exists():
            sys.stdout.write(f"skipped: no pages in {GOLD / name} (FALEME_GOLD=folder)\n")
            continue
        for page in web_pages(GOLD / name):
            found = extract_article(page.capture, outlets=outlets, boilerplate=boilerplate)
            if not isinstance(found, Article):
                seen[f"refused: {found.reason}"] += 1
                continue
            source = decoded_text(page.capture)
            is_text = _Text(source).is_text
            seen["articles"] += 1
            seen["characters"] += sum(not letter.isspace() for letter in found.text)
            for run in found.offsets.runs:
                here, there = found.text[run.here : run.here + run.length], source[run.there : run.there + run.length]
                right = here == there and all(
                    is_text[run.there + at] for at, letter in enumerate(here) if not letter.isspace()
                )
                seen["spans"] += 1
                seen["wrong spans"] += not right
                seen["placed"] += sum(not letter.isspace() for letter in here) if right else 0
    for what, count in seen.items():
        sys.stdout.write(f"{what:30s} {count}\n")
    share = seen["placed"] / max(1, seen["characters"])
    sys.stdout.write(f"characters with a right place  {share:.4f}\n")
    if "--save" in arguments and seen["articles"]:
        command = "python -m benchmarks.quality.page_offsets --save"
        figures = (("characters", round(share, 4), "share"), ("wrong_spans", seen["wrong spans"], "spans"))
        save(
            Figure(name=f"pages.offsets.{what}", value=value, unit=unit, command=command, machine=machine())
            for what, value, unit in figures
        )


if __name__ == "__main__":
    main(sys.argv[1:])
