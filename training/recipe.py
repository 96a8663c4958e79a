"""The shipped core from the corpora, in one command: `python -m training.recipe training/runs/third`.

Four teachers that differ in seed, rates and hidden words; a pupil that goes on from the first one and learns from all
four besides the corpora; two runs that go on from the pupil at a low rate, without teachers; the mean of these three;
the pair head; the export. A stage that is finished is passed over, and one that was broken
off goes on from its last checkpoint, so the command can be given again. Hours: RUNS.md.
"""

from __future__ import annotations

import argparse
import logging
import subprocess
import sys
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
FURTHER = ("--seed 21 --mask 0.04", "--seed 22 --mask 0.08")
PUPIL = "--million 8.8 --pieces 5000 --seed 12 --mask 0.08 --rate 2e-4 --head-rate 8e-4"


def run(module: str, arguments: list[str]) -> None:
    """One stage, in a process of its own."""
    log.info("python -m %s %s", module, " ".join(arguments))
    subprocess.run([sys.executable, "-m", module, *arguments], check=True)  # noqa: S603 - our own modules


def train(out: Path, arguments: str, more: list[str]) -> None:
    """A training run, from its last checkpoint where there is one; nothing where it is done."""
    if (out / "done").exists():
        return
    latest = out / "latest.pt"
    run(
        "training.train",
        ["--out", str(out), *arguments.split(), *more, *(["--resume", str(latest)] if latest.exists() else [])],
    )
    (out / "done").touch()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="folder of the run")
    parser.add_argument("--model", type=Path, default=Path("faleme/data/model/en"), help="folder of the exported model")
    parser.add_argument("--name", help="id of the run in core.json; default: the folder's name")
    options, rest = parser.parse_known_args()  # what is left goes to every training run: --device, --workers
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    teachers = [options.out / f"teacher-{number}" for number in range(1, len(TEACHERS) + 1)]
    for folder, arguments in zip(teachers, TEACHERS, strict=True):
        train(folder, f"{TEACHER} {arguments}", rest)
    pupil = options.out / "pupil"
    last = sorted(teachers[0].glob("step-*.pt"))[-1]
    train(pupil, PUPIL, ["--start", str(last), "--teachers", *map(str, teachers), *rest])
    run("training.pairs", [str(pupil)])
    run("training.export", [str(pupil), "--out", str(options.model), "--name", options.name or options.out.name])


if __name__ == "__main__":
    main()
