"""``codebook/cameo_plover.csv`` and ``codebook/petrarch_verbs.csv``. The code book itself, ``codebook/plover.toml``, is
written by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from scripts.tables import DATA, Row, read_table, write_table

COLUMNS = (
    "cameo root label goldstein plover_type plover_mode contexts plover_score quad_plover quad_gdelt quad_phoenix "
    "differs_from_published note"
).split()
# Of a pattern: the verb, who does it and to whom. What else stands in one is words.
_MARKS = frozenset("* + $ % ^".split())
_PREPOSITIONS = frozenset(
    "a about against as at between by for from in into of on over the to toward towards with".split()
)


def build(reference: Path, data: Path = DATA) -> None:
    """Write the crosswalk, sorted by code, and PETRARCH's verbs."""
    write_table(data / "codebook" / "cameo_plover.csv", COLUMNS, read_table(reference / "cameo_plover.csv"))
    verbs = petrarch_verbs(read_table(reference / "verbs_cameo_petrarch.csv.gz"))
    write_table(data / "codebook" / "petrarch_verbs.csv", ("kind", "block", "text", "cameo"), verbs)


def petrarch_verbs(rows: list[Row]) -> list[Row]:
    """Verbs with the code that each has alone, words after a verb or of its subject that give it another code, and the
    sets of words that such a word may stand for.

    A verb of several blocks belongs to the first that gives it a code. Patterns of more than two words, or with words
    on both sides of the verb, mostly repeat one sentence of the news they were made from, and stay out.
    """
    found: dict[str, Row] = {}
    patterns: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    kept = []
    for row in rows:
        text = row["text"].strip("_").replace("_", " ").casefold()
        block = row["block"].casefold()
        if row["kind"] == "synset":
            kept.append({"kind": "set", "block": block, "text": text, "cameo": ""})
        elif row["kind"] == "verb":
            if text not in found or (not found[text]["cameo"] and row["usable"] == "yes"):
                cameo = row["cameo"] if row["usable"] == "yes" else ""
                found[text] = {"kind": "verb", "block": block, "text": text, "cameo": cameo}
        elif row["usable"] == "yes" and (words := _words(row["text"])):
            patterns["object", block, words][row["cameo"]] += _PLAIN if row["text"].casefold() == f"* {words}" else 1
        elif row["usable"] == "yes" and (word := _subject(row["text"])):
            patterns["subject", block, word][row["cameo"]] += 1
    for (kind, block, words), codes in patterns.items():
        # Where patterns differ, the code that most of them have; of as many, the first.
        kept.append({"kind": kind, "block": block, "text": words, "cameo": codes.most_common(1)[0][0]})
    return [*found.values(), *kept]


_PLAIN = 100  # "* attack" says more of the verb with this word than "* to attack +" or "* for attack"


def _subject(pattern: str) -> str:
    """The only word of a pattern, where it stands before the verb; else ""."""
    before, _, after = pattern.casefold().partition("*")
    words = [word for word in before.split() if word not in _MARKS]
    if len(words) != 1 or any(word not in _MARKS for word in after.split()) or "_" in words[0].strip("_"):
        return ""
    return words[0].strip("_")


def _words(pattern: str) -> str:
    """The one or two words of a pattern, where they stand after the verb; else ""."""
    before, _, after = pattern.casefold().partition("*")
    if any(word not in _MARKS for word in before.split()):
        return ""
    words = [word for word in after.split() if word not in _MARKS and word not in _PREPOSITIONS]
    words = [word for word in words if not word.startswith("&preposit")]  # any of some prepositions
    if len(words) == 2 and " ".join(words) not in after:
        return ""
    phrase = " ".join(words).strip("_").replace("_", " ")
    return "" if not 1 <= len(words) <= 2 or "+" in phrase or ("&" in phrase and " " in phrase) else phrase
