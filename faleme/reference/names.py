"""How two spellings of one name are brought together before they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʿʾ′"))
_TO_BLANK = dict.fromkeys(map(ord, "-‐‑‒–—."), " ")
_TABLE = {**_APOSTROPHES, **_TO_BLANK}


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """The name without accents, case, apostrophes, hyphens, stops and a leading "the".

    "N'Djaména" and "NDJAMENA" become "ndjamena"; "Guinea-Bissau" becomes "guinea bissau". Text in a script
    without case keeps its letters. "The" alone stays, so that no name becomes the empty one by this rule.
    """
    plain = name
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = plain.casefold()
    if not plain.replace(" ", "").isalnum():
        plain = plain.translate(_TABLE)  # slow, and most names need it not
    words = " ".join(plain.split())
    return words.removeprefix("the ") if words != "the" else words


# What one sound is written as in English, French and transliterated names.
_SOUNDS = tuple(pair.split("=") for pair in "dh=d gh=g ou=u oo=u ee=i dj=j kh=k ph=f q=k y=i o=u e=i".split())
_SERVANT = re.compile(r"^abd[aeiou]+[lrns](?=.{4}|$)")  # Abdou, Abdi and Abdoulaye are names of their own
_PARTICLES = frozenset("al el as at an ad ar ash az bin ben ibn abu".split())


@lru_cache(maxsize=65_536)
def sounds(name: str) -> tuple[str, ...]:
    """The words of a name by sound, without Arabic articles: "Nawaf Al-Jaber", "Nawwaf al Jabir" are near to equal.

    Letters that transliterations change are one ("Abdoul", "Abdul"), double letters single. Mohammed and Mamadou stay
    apart: they are two names.
    """
    found: list[str] = []
    servant = False
    for word in normalise(name).split():
        if word in _PARTICLES:
            continue
        # "Abd al-Fattah", "Abdel Fattah" and "Abdelfattah" are one name of two words.
        heard = _SERVANT.sub("abd", word)
        heard, servant = ("abd" + heard if servant else heard), heard == "abd"
        if servant:
            continue
        for written, sound in _SOUNDS:
            heard = heard.replace(written, sound)
        found.append("".join(char for at, char in enumerate(heard) if at == 0 or char != heard[at - 1]))
    return tuple(found)


@lru_cache(maxsize=65_536)
def is_acronym(text: str) -> bool:
    """True for two to seven capitals and digits, with or without stops ("UN", "U.N.", "G5", "FSA-A").

    Such names are compared with their case: "US" is a country and "us" is not.
    """
    if " " in text or len(text) > 14:
        return False
    letters = [char for char in text if char.isalnum()]
    return (
        2 <= len(letters) <= 7
        and any(char.isalpha() for char in letters)
        and all(char.isupper() or char.isdigit() for char in letters)
    )


def acronym_key(text: str) -> str:
    """The acronym without stops and hyphens, case kept: "U.N." and "UN" are one."""
    return "".join(char for char in text if char.isalnum())


def one_letter_off(one: str, other: str) -> bool:
    """Whether two words differ by one letter: another one, one too many, one too few, or two that changed places."""
    shorter, longer = sorted((one, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(longer) - len(shorter) == 1:
        return shorter[at:] == longer[at + 1 :]
    if len(longer) != len(shorter) or shorter == longer:
        return False
    swapped = shorter[at : at + 2] == longer[at : at + 2][::-1] and shorter[at + 2 :] == longer[at + 2 :]
    return swapped or shorter[at + 1 :] == longer[at + 1 :]
