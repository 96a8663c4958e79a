"""Article text of saved pages, beside trafilatura alone and readability alone in the same run.

    python -m benchmarks.quality.page_text [--save] [--worst 20]

FALEME_GOLD names the folder of the gold sets (default ../shared/gold). Shingle F1 is their own score; "below .5" counts
pages whose own F1 of shingles is below one half. The text is scored also where the reader would refuse the page.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from benchmarks.quality.web_pages import FOLDERS, GOLD, scorer, web_pages
from benchmarks.results import Figure, machine, save
from faleme.clean import html
from faleme.clean.extract import body_text
from faleme.clean.normalise import decoded_text
from faleme.records import Capture
from faleme.reference.outlets import load_boilerplate, load_outlets

COMMAND = "python -m benchmarks.quality.page_text --save"


def _alone(extractor: Callable[[str], list[str]]) -> Callable[[Capture], str]:
    return lambda capture: "\n".join(html.attempted(extractor, decoded_text(capture)) or [])


def main(arguments: list[str] | None = None) -> None:
    """Print a table for each folder that is there; --save puts ours into the list of figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--worst", type=int, default=0, help="list so many of our worst pages")
    options = parser.parse_args(arguments)
    outlets, boilerplate = load_outlets(), load_boilerplate()
    ways: dict[str, Callable[[Capture], str]] = {
        "faleme": lambda capture: body_text(capture, outlets=outlets, boilerplate=boilerplate),
        "trafilatura": _alone(html.by_trafilatura),
        "readability": _alone(html.by_readability),
    }
    figures = []
    for name in FOLDERS:
        if not (GOLD / name / "extraction" / "gold.jsonl").exists():
            sys.stdout.write(f"skipped: no pages in {GOLD / name} (FALEME_GOLD=folder)\n")
            continue
        pages = list(web_pages(GOLD / name))
        score = scorer(GOLD).score_extraction
        sys.stdout.write(f"\n{name or 'extraction'}, {len(pages)} pages    F1     P     R   exact  below .5\n")
        for way, text_of in ways.items():
            metrics, losses = score([(page.gold, {"text": text_of(page.capture)}) for page in pages])
            below = sum(loss > 0.5 for loss in losses)
            sys.stdout.write(
                f"{way:20s} {metrics['f1']:10.4f} {metrics['precision']:.3f} {metrics['recall']:.3f}"
                f"  {metrics['exact']:.2f} {below:6d}\n"
            )
            if way == "faleme":
                worst = sorted(zip(losses, (page.capture.key for page in pages), strict=True), reverse=True)
                sys.stdout.writelines(f"  {1 - loss:.3f} {key}\n" for loss, key in worst[: options.worst])
            for unit, value in (("F1", metrics["f1"]), ("pages below .5", below)):
                figures.append(
                    Figure(
                        name=f"pages.text.{name or 'extraction'}.{way}.{unit.replace(' ', '_')}",
                        value=round(value, 4),
                        unit=unit,
                        command=COMMAND,
                        machine=machine(),
                    )
                )
    if options.save:
        save(figures)


if __name__ == "__main__":
    main()
