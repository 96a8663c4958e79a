"""Cleaning of saved pages: pages a second on one core, and as a ratio to trafilatura alone on the same pages.

    python -m benchmarks.speed.cleaning [--save] [--step 4]

FALEME_GOLD names the folder of the gold sets (default ../shared/gold), whose pages are read. CPU time of this
process, so that other jobs on the machine count little. trafilatura alone is its quick way, the text and nothing
else.
"""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.quality.web_pages import FOLDERS, GOLD, web_pages
from benchmarks.results import Figure, machine, save
from faleme.clean import html
from faleme.clean.extract import extract_article
from faleme.clean.normalise import decoded_text
from faleme.reference.outlets import load_boilerplate, load_outlets


def main(arguments: list[str] | None = None) -> None:
    """Every step-th page by both, after one page to load the libraries."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--step", type=int, default=4)
    options = parser.parse_args(arguments)
    there = [name for name in FOLDERS if (GOLD / name / "extraction" / "gold.jsonl").exists()]
    if not there:
        sys.stdout.write(f"skipped: no pages in {GOLD} (FALEME_GOLD=folder)\n")
        return
    captures = [page.capture for name in there for page in web_pages(GOLD / name)][:: options.step]
    outlets, boilerplate = load_outlets(), load_boilerplate()
    spent = {"faleme": 0.0, "trafilatura": 0.0}
    for number, capture in enumerate([captures[0], *captures]):
        start = time.process_time()
        extract_article(capture, outlets=outlets, boilerplate=boilerplate)
        between = time.process_time()
        html.attempted(html.by_trafilatura, decoded_text(capture))
        if number:
            spent["faleme"] += between - start
            spent["trafilatura"] += time.process_time() - between
    rate = len(captures) / spent["faleme"]
    ratio = spent["trafilatura"] / spent["faleme"]
    sys.stdout.write(
        f"{len(captures)} pages: {rate:.1f} a second of CPU, {ratio:.2f} of the speed of trafilatura alone\n"
    )
    if options.save:
        command = "python -m benchmarks.speed.cleaning --save"
        figures = (("pages_per_cpu_second", rate, "pages/s"), ("ratio_to_trafilatura", ratio, "ratio"))
        save(
            Figure(name=f"speed.cleaning.{what}", value=round(value, 3), unit=unit, command=command, machine=machine())
            for what, value, unit in figures
        )


if __name__ == "__main__":
    main()
