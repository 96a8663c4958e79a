"""Edit scripts from a word to its lemma: what the core's lemma head chooses from.

A script is a letter for the case, the number of letters to cut from the end, and what to add: "l3:y" makes "y" of the
last three letters of the lower-case word (studies -> study), "k0:" keeps the word as written (names).
"""

from __future__ import annotations

import re

_SCRIPT = re.compile(r"([lk])(\d+):(.*)", re.DOTALL)


def lemma_script(word: str, lemma: str) -> str:
    """The shortest script that turns a word into a lemma."""
    lower = _script("l", word.lower(), lemma)
    kept = _script("k", word, lemma)
    return lower if int(_SCRIPT.fullmatch(lower)[2]) <= int(_SCRIPT.fullmatch(kept)[2]) else kept  # type: ignore[index]


def apply_script(script: str, word: str) -> str:
    """The lemma; the word itself, in the script's case, where the script cuts more than there is."""
    found = _SCRIPT.fullmatch(script)
    if found is None:
        return word
    form = word.lower() if found[1] == "l" else word
    cut = int(found[2])
    if cut > len(form):
        return form
    return (form[: len(form) - cut] + found[3]) or form


def _script(case: str, form: str, lemma: str) -> str:
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return f"{case}{len(form) - same}:{lemma[same:]}"
