"""Publication dates that the markup of saved pages gives: right when claimed sure, sure where the gold has none.

    python -m benchmarks.quality.page_dates [--save] [--wrong]

FALEME_GOLD names the folder of the gold sets (default ../shared/gold); its ``wcxb`` pages have dates, to the day.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from benchmarks.quality.web_pages import GOLD, web_pages
from benchmarks.results import Figure, machine, save
from faleme.clean.markup import read_markup
from faleme.clean.normalise import decoded_text

COMMAND = "python -m benchmarks.quality.page_dates --save"


def main(arguments: list[str] | None = None) -> None:
    """Print counts by way and sureness; --wrong lists the sure ones that differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args(arguments)
    folder = GOLD / "wcxb"
    if not (folder / "extraction" / "gold.jsonl").exists():
        sys.stdout.write(f"skipped: no pages in {folder} (FALEME_GOLD=folder)\n")
        return
    seen: Counter[tuple[str, bool, str]] = Counter()
    for page in web_pages(folder):
        found = read_markup(decoded_text(page.capture), url=page.capture.url, fetched_at=None).published
        wanted = (page.gold["date"] or "")[:10]
        how, sure = (found.how, found.sure) if found else ("none", False)
        said = str(found.when) if found else ""
        outcome = "right" if said == wanted else "invented" if not wanted else "missed" if not said else "wrong"
        seen[how, sure, outcome] += 1
        if options.wrong and sure and outcome != "right":
            sys.stdout.write(f"{page.capture.key} {how} said {said} wanted {wanted or 'none'} {page.capture.url}\n")
    for (how, sure, outcome), count in sorted(seen.items()):
        sys.stdout.write(f"{how:10s} {'sure' if sure else 'unsure':8s} {outcome:10s} {count:4d}\n")

    def pages_with(*, sure: bool, outcomes: tuple[str, ...]) -> int:
        return sum(n for (_, is_sure, outcome), n in seen.items() if is_sure == sure and outcome in outcomes)

    right, wrong = pages_with(sure=True, outcomes=("right",)), pages_with(sure=True, outcomes=("wrong",))
    invented = pages_with(sure=True, outcomes=("invented",))
    undated = invented + pages_with(sure=False, outcomes=("right", "invented")) - _right_unsure(seen)
    dated = sum(seen.values()) - undated
    figures = {
        "sure_right": (right / max(1, right + wrong), f"{right} of {right + wrong} sure dates"),
        "sure_share": ((right + wrong) / max(1, dated), f"{right + wrong} of {dated} dated pages"),
        "sure_invented": (invented / max(1, undated), f"{invented} of {undated} pages without a date"),
    }
    for name, (value, words) in figures.items():
        sys.stdout.write(f"{name:15s} {value:.4f}  {words}\n")
    if options.save:
        save(
            Figure(name=f"pages.date.{name}", value=round(value, 4), unit="share", command=COMMAND, machine=machine())
            for name, (value, _) in figures.items()
        )


def _right_unsure(seen: Counter[tuple[str, bool, str]]) -> int:
    """Unsure dates that are right: these pages have one ("none" that is right has none)."""
    return sum(n for (how, sure, outcome), n in seen.items() if not sure and outcome == "right" and how != "none")


if __name__ == "__main__":
    main()
