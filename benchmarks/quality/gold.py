"""`make quality`: predictions for every gold set, scored by the sets' own program, into the list of figures.

    python -m benchmarks.quality.gold GOLD_DIR [PRED_DIR]

The sets stay outside the repository; without the folder this says so and ends well.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.results import Figure, machine, save
from faleme.evaluate import evaluate

COMMAND = "make quality"


def main(arguments: list[str]) -> None:
    """Evaluate, score, print the scorer's table, save the headline of each set."""
    gold = Path(arguments[0])
    scorer = gold / "score.py"
    if not scorer.exists():
        print(f"skipped: no gold sets in {gold} (GOLD=folder)")
        return
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(arguments[1]) if len(arguments) > 1 else Path(folder)
        evaluate(gold, predictions, on_set=lambda done: print(f"{done.name}: {done.rows} rows", file=sys.stderr))
        command = [sys.executable, str(scorer), str(predictions)]
        subprocess.run(command, check=True)  # noqa: S603 the scorer that comes with the sets
        scored = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)  # noqa: S603
    results = json.loads(scored.stdout)
    here = machine()
    save(
        Figure(
            name=f"gold.{name}", value=round(result["value"], 4), unit=result["headline"], command=COMMAND, machine=here
        )
        for name, result in results.items()
        if result  # null: a set without predictions
    )


if __name__ == "__main__":
    main(sys.argv[1:])
