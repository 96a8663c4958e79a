"""The shipped core from the corpora, in one command: `python -m training.recipe training/runs/fifth --alone`.

Four teachers that differ in seed, rates and hidden words; a pupil that goes on from the first one and learns from all
four besides the corpora; two rounds in which two runs go on at a low rate, without teachers, each round from the mean
of the one before; the pair head; the export; the links of noun phrases. A stage that is finished is passed over, and
one that was broken off goes on from its last checkpoint, so the command can be given again. Hours: RUNS.md.

`--alone` is the recipe for an evening on two cores: one model instead of teachers and pupil, and the second round
alone, its two runs side by side.
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

log = logging.getLogger(__name__)

# Rates and hidden words differ so that the teachers' mistakes do.
TEACHERS = (
    "--seed 1 --mask 0.03 --rate 2.5e-4 --head-rate 1.2e-3",
    "--seed 2 --mask 0.06 --rate 3e-4 --head-rate 1.2e-3",
    "--seed 3 --mask 0.0 --rate 2e-4 --head-rate 8e-4",
    "--seed 4 --mask 0.1 --rate 4e-4 --head-rate 1.6e-3",
)
TEACHER = "--million 10.6 --pieces 4000"
ALONE = "--million 6.5 --seed 5 --mask 0.05 --rate 2.5e-4 --head-rate 1.2e-3 --threads 2"
PUPIL = "--million 8.8 --pieces 5000 --seed 12 --mask 0.08 --rate 2e-4 --head-rate 8e-4"
ROUNDS = ("--million 1.0 --rate 6e-5 --head-rate 2.4e-4", "--million 2.3 --rate 7e-5 --head-rate 2.8e-4")
ROUND = "--pieces 1000 --shares syntax=0.25,names=0.15,events=0.5,pages=0.07,coreference=0.03"
MASKS = (0.04, 0.08)


def run(module: str, arguments: list[str]) -> None:
    """One stage, in a process of its own."""
    log.info("python -m %s %s", module, " ".join(arguments))
    subprocess.run([sys.executable, "-m", module, *arguments], check=True)  # noqa: S603 - our own modules


def train(out: Path, arguments: str, more: list[str]) -> None:
    """A training run, from its last checkpoint where there is one; nothing where it is done."""
    if (out / "done").exists():
        return
    latest = out / "latest.pt"
    resume = ["--resume", str(latest)] if latest.exists() else []
    run("training.train", ["--out", str(out), *arguments.split(), *more, *resume])
    (out / "done").touch()


def first_core(out: Path, rest: list[str]) -> Path:
    """Teachers and their pupil: the folder of the pupil."""
    teachers = [out / f"teacher-{number}" for number in range(1, len(TEACHERS) + 1)]
    for folder, arguments in zip(teachers, TEACHERS, strict=True):
        train(folder, f"{TEACHER} {arguments}", rest)
    last = sorted(teachers[0].glob("step-*.pt"))[-1]
    train(out / "pupil", PUPIL, ["--start", str(last), "--teachers", *map(str, teachers), *rest])
    return out / "pupil"


def mean_of(runs: list[Path], out: Path) -> Path:
    """The folder with the mean of some runs."""
    if not out.exists():
        run("training.mean", [*map(str, runs), "--out", str(out)])
    return out


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder of the run")
    parser.add_argument("--model", type=Path, default=Path("faleme/data/model/en"), help="folder of the exported model")
    parser.add_argument("--name", help="id of the run in core.json; default: the folder's name")
    parser.add_argument("--alone", action="store_true", help="an evening on two cores: no teachers, one round")
    options, rest = parser.parse_known_args()  # what is left goes to every training run: --device, --workers
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    if options.alone:
        first = options.out / "alone"
        train(first, ALONE, rest)
    else:
        first = first_core(options.out, rest)
    mean = mean_of([first], options.out / "mean-0")
    for number, schedule in list(enumerate(ROUNDS, 1))[1 if options.alone else 0 :]:
        runs = [options.out / f"round-{number}-{which}" for which in range(1, len(MASKS) + 1)]
        start = ["--start", str(mean / "step-000000.pt"), *rest]
        with ThreadPoolExecutor(len(runs) if options.alone else 1) as side_by_side:
            stages = [
                side_by_side.submit(
                    train, folder, f"{schedule} {ROUND} --seed {10 + 10 * number + which} --mask {mask}", start
                )
                for which, (folder, mask) in enumerate(zip(runs, MASKS, strict=True), 1)
            ]
            for stage in stages:
                stage.result()
        mean = mean_of(runs, options.out / f"mean-{number}")
    run("training.pairs", [str(mean)])
    run("training.export", [str(mean), "--out", str(options.model), "--name", options.name or options.out.name])
    run("training.antecedents", [str(options.model)])


if __name__ == "__main__":
    main()
