"""Flat-text dumps as scrapers leave them: characters of the body that are kept, lines of noise that are removed.

    python -m benchmarks.quality.dumps [--part test] [--save] [--errors]

``dumps/PART/LANG.txt`` holds stories and outlets of our own writing. An outlet is the order of lines on its pages: T,
B1, B2 and B+ (the rest) stand for the story's lines; D is its date, Y its byline, C its credit, N a line of noise.
Every outlet prints two stories. ``dev`` may be looked at for mending rules. On ``train`` the trees are fitted that
weigh what no rule settles (`training.lines`). ``test`` is scored: other stories and outlets, by writers who knew
neither the rules nor the other parts. Once its misses have been looked at, a test is a test no longer: move its
outlets to ``dev`` and write new ones.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.results import Figure, machine, save
from faleme.clean.extract import extract_article
from faleme.ids import CaptureId, digest
from faleme.records import Article, BlockKind, Capture
from faleme.reference.outlets import load_boilerplate, load_outlets

FOLDER = Path(__file__).parent / "dumps"
STORIES_AN_OUTLET = 2


@dataclass(frozen=True, slots=True)
class Dump:
    """A page: (mark, line), with B for every line of the body."""

    name: str
    lines: tuple[tuple[str, str], ...]

    def capture(self) -> Capture:
        """As the reader of files gives it."""
        content = "".join(f"{line}\n" for _, line in self.lines).encode()
        return Capture(
            capture_id=CaptureId(digest("C", self.name)), key=self.name, content=content, media_type="text/plain"
        )


def dumps(part: str, folder: Path = FOLDER) -> Iterator[Dump]:
    """The pages of a part, language by language."""
    for path in sorted((folder / part).glob("*.txt")):
        stories: list[list[tuple[str, str]]] = []
        outlets: list[list[tuple[str, str]]] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line in ("# story", "# outlet"):
                (stories if line == "# story" else outlets).append([])
                into = stories if line == "# story" else outlets
            else:
                mark, _, text = line.partition(" ")
                into[-1].append((mark, text))
        for number, outlet in enumerate(outlets):
            for step in range(STORIES_AN_OUTLET):
                story = stories[(number + step) % len(stories)]
                yield Dump(f"{path.stem}-{number + 1}-{step + 1}", tuple(_printed(outlet, story)))


def _printed(outlet: list[tuple[str, str]], story: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    body = [line for line in story if line[0] == "B"]
    for mark, text in outlet:
        if mark == "T":
            yield from (line for line in story if line[0] == "T")
        elif mark == "B+":
            yield from body[2:]
        elif mark in ("B1", "B2"):
            yield body[int(mark[1]) - 1]
        else:
            yield mark, text


def main(arguments: list[str] | None = None) -> None:
    """A row for each language; --errors lists lines of the body that were lost and noise that was kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("dev", "train", "test"), default="test")
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args(arguments)
    outlets, boilerplate = load_outlets(), load_boilerplate()
    counts: dict[str, list[int]] = {}
    for dump in dumps(options.part):
        found = extract_article(dump.capture(), outlets=outlets, boilerplate=boilerplate, least_words=1)
        kept: list[str] = []
        titles: list[str] = []
        if isinstance(found, Article):
            for block in found.blocks:
                (titles if block.kind is BlockKind.TITLE else kept).append(block.span.of(found.text))
        elif options.errors:
            sys.stdout.write(f"{dump.name} refused: {found.reason} {found.detail}\n")
        text = "\n".join(kept)
        row = counts.setdefault(dump.name[:2], [0] * 7)
        row[0] += 1
        for mark, line in dump.lines:
            if mark == "B":
                row[1] += len(line)
                row[2] += len(line) * (line in text)
            elif mark == "N":
                row[3] += 1
                row[4] += line not in kept and line not in titles
            elif mark == "T":
                row[5] += 1
                row[6] += line in titles
            wrong = line not in text if mark == "B" else line in kept or (mark == "N" and line in titles)
            wrong = line not in titles if mark == "T" else wrong
            if options.errors and wrong:
                sys.stdout.write(f"{dump.name} {mark} {line}\n")
    sys.stdout.write("lang  pages  body kept  noise removed  (lines)  titles told\n")
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    for lang, (pages, body, left, noise, gone, headed, told) in [*sorted(counts.items()), ("all", total)]:
        sys.stdout.write(
            f"{lang:4s} {pages:6d} {left / body:10.4f} {gone / noise:14.4f}  {noise:7d} {told / headed:13.3f}\n"
        )
    if options.save:
        command = "python -m benchmarks.quality.dumps --save"
        save(
            Figure(name=f"dumps.{name}", value=round(value, 4), unit="share", command=command, machine=machine())
            for name, value in (
                ("body_characters_kept", total[2] / total[1]),
                ("noise_lines_removed", total[4] / total[3]),
            )
        )


if __name__ == "__main__":
    main()
