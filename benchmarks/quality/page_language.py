"""Language of a text, on news sentences of our own in 22 languages (``languages.tsv``), without any hint.

python -m benchmarks.quality.page_language [--save]
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.results import Figure, machine, save
from faleme.clean.language import language_of

SENTENCES = Path(__file__).parent / "languages.tsv"


def main(arguments: list[str]) -> None:
    """Print the sentences that are taken for another language, and the share that is right."""
    rows = [line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    right = 0
    for lang, text in rows:
        found = language_of(text, None)
        right += found == lang
        if found != lang:
            sys.stdout.write(f"{lang} taken for {found}: {text}\n")
    languages = len({lang for lang, _ in rows})
    sys.stdout.write(f"{right} of {len(rows)} sentences in {languages} languages: {right / len(rows):.4f}\n")
    if "--save" in arguments:
        command = "python -m benchmarks.quality.page_language --save"
        value = round(right / len(rows), 4)
        save([Figure(name="pages.language", value=value, unit="share", command=command, machine=machine())])


if __name__ == "__main__":
    main(sys.argv[1:])
