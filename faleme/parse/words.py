"""Words with character offsets, split as the English UD treebanks split them.

EWT and GUM (UD 2.16) cut contractions ("did|n't", "Mali|'s"), hyphens ("al|-|Ani", "Eye|-|Tracking") and all
punctuation, and keep numbers, URLs, initials and abbreviations with their full stop whole. The language core is
trained on such words, so running text has to be cut the same way.
"""

from __future__ import annotations

import re

# Full stop belongs to the word. Only forms that hardly ever end a clause as ordinary words ("no." is not here:
# "No. 5" is told apart below). Lower case; compared casefolded.
_ABBREVIATIONS = (
    "gen maj lt col capt cmdr cpl sgt adm brig pvt mr mrs ms messrs mme mlle dr prof rev fr hon gov sen rep reps sens "
    "pres atty supt insp msgr st ste mt ft jr sr bros inc ltd corp co cos plc dept univ assn est vs etc al approx ave "
    "blvd rd jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn mo mont neb nev okla ore pa penn tenn "
    "tex va vt wash wis wyo"
).split()

# Abbreviations that are also words: the stop is theirs only in this letter case and before more text.
_BEFORE_NAME = "Ind|La|Mass|Pa|Del|Mar|Fri|Mon|Wed|Sat|Sun|Rep|Gen|Gov|Miss|Wash|Ill|Ore|Mo|Co|Al|Fr|Est|Ark|Ga"

# Both treebanks keep these with the word that follows ("anti-junta", "re-elected") and cut all other hyphens.
_AFFIXES = (
    "non anti pro re co pre post mid ex semi sub e multi neo counter cross over inter intra micro mini socio".split()
)

_LETTER = r"[^\W\d_]"

# Commas only where they part thousands or lakhs: "[13,14]" is a list.
_FIGURE = r"(?:\d{1,3}(?:,\d\d)*,\d{3}(?!\d)|\d+)(?:,\d{3}(?!\d))*(?:\.\d+)*"

_WORD = re.compile(
    rf"""
    (?=\S)(?:                                                             # nothing begins at a blank: for speed
    # Most words are letters before a blank or a comma, and need none of what follows; this is for speed.
    (?P<plain>(?-i:{_LETTER}++(?=[\s,;]|\Z)|[,.;](?=\s|\Z)))
  | (?P<url>(?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]}}'’])
  | (?P<mail>[\w.+-]{{1,64}}+@[\w-]+(?:\.[\w-]+)+)                            # lengths are bounded: hostile text
  | (?P<handle>@\w+|\#[^\W\d]\w*)                                        # @user, #tag; but "#" 2
  | (?P<domain>\b[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,5}}
      \.(?:com|org|net|gov|edu|info|int)(?-i:\.[a-z][a-z])?\b(?:/[^\s<>"“”]*[^\s<>"“”.,;:!?)\]}}'’])?)
  | (?P<degree>\b(?:Ph\.?D|[BM]\.Sc|M\.Phil)\.?(?!\w))
  | (?P<initials>(?:{_LETTER}\.)++(?:{_LETTER}(?!['’.\w])|(?<=\.[^\W\d_]\.)))   # U.S.  a.m.  J.K.  U.S
  | (?P<phone>(?<![\w/-])(?:\d{{3}}-)?\d{{3}}-\d{{4}}(?![\w-])|\+\d{{7,15}}(?:-\d{{2,10}})?(?![\w-]))
  | (?P<item>(?<!.)\d{{1,2}}(?:\.\d{{1,2}})*\.(?=\s+\S)|(?<!\w)\([a-h]\))     # "2." before a heading or point; (a)
  | (?P<number>{_FIGURE}(?:st|nd|rd|th)\b                                   # 21st
      | \d+(?::\d\d)+                                                    # 10:30
      | \d+(?:/\d+)+                                                     # 3/4, 12/05/2003
      | \d+(?-i:[ADEGHJLNPQRSTUVWXYZ])\b                                 # 4A, 81P; units as K, M, C are apart
      | {_FIGURE}(?:s\b)?                                               # 1,250.50  1990s
      | \.\d+)
  | (?P<initial>(?-i:\b[A-HJ-Z]\.(?=\s+["“(]?\w|,)))                      # George W. Bush, E. coli
  | (?P<abbreviation>\b(?:{"|".join(_ABBREVIATIONS)})\.)
  | (?P<no>\bNos?\.(?=\s*\d))
  | (?P<note>(?-i:\b(?:c|ca|p|pp|b|d|m|r|v|vol|fig|eq)\.(?=\s?\d)          # c. 1818, p. 12
      | (?<=\()[bdm]\.(?=\s[A-Z])))                                       # (b. March 1960)
  | (?P<firm>(?-i:\b[A-Z]{{1,4}}&[A-Z]{{1,4}}\b))                          # AT&T
  | (?P<clitic>['’](?:s|m|d|ll|re|ve|S|M|D|LL|RE|VE)(?![\w]))
  | (?P<negation>n['’]t\b)
  | (?P<affixed>(?<![\w-])(?:{"|".join(_AFFIXES)})-(?:(?:{_LETTER})+|\d+s?\b))
  | (?P<word>(?:{_LETTER}|[̀-ͯ])+?(?=n['’]t\b)                             # did|n't
      | (?:{_LETTER}|[̀-ͯ\d_])+(?:['’](?!(?:s|m|d|ll|re|ve|t)\b)(?:{_LETTER})+)*)   # O'Brien, N'Djamena
  | (?P<dots>\.{{2,}}|…)
  | (?P<dashes>-{{2,}}|[–—―]+)
  | (?P<face>(?<!\S)[:;]-?[()DP](?!\S))                                 # :-)
  | (?P<quotes>''|``|’’|‘‘|‘’)
  | (?P<marks>[!?]{{2,}})
  | (?P<same>(?P<one>[*=_~<>])(?P=one)+)                                             # !!!  ***
  | (?P<mark>\S)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Words that UD writes as two though nothing but letters stands between them.
_FUSED = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3}

SHAPES = ("special", "lower", "title", "upper", "capital", "digit", "mark", "digit_and_letter", "mixed")


def split_words(text: str) -> list[tuple[int, int]]:
    """Half-open code-point offsets of the words of one sentence, in order; white space is never inside a word.

    A full stop that belongs to an abbreviation stays with it, also at the end of the sentence ("in the U.S.").
    """
    words: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if match.lastgroup == "plain" and not 5 <= end - start <= 6:
            words.append((start, end))
            continue
        if match.lastgroup == "abbreviation" and not _keeps_stop(text, start, end):
            words += [(start, end - 1), (end - 1, end)]
            continue
        cut = _FUSED.get(text[start:end].lower())
        if cut:
            words += [(start, start + cut), (start + cut, end)]
        else:
            words.append((start, end))
    return words


def word_shape(word: str) -> int:
    """Letter shape of a word: an index into SHAPES (0 is kept for the tokens that are no words).

    The encoder reads lower case only; this is how it learns what was written with capitals.
    """
    letters = [letter for letter in word if letter.isalpha()]
    digits = any(letter.isdigit() for letter in word)
    if not letters:
        return 5 if digits else 6
    if digits:
        return 7
    upper = sum(letter.isupper() for letter in letters)
    if upper == 0:
        return 1
    if upper == len(letters):
        return 4 if len(letters) == 1 else 3
    return 2 if upper == 1 and letters[0].isupper() else 8


def _keeps_stop(text: str, start: int, end: int) -> bool:
    """Whether the stop after an abbreviation's letters is its own: not when the letters are an everyday word in
    lower case ("la.", "sun.", "co."), nor a capitalised word of that kind at the very end."""
    form = text[start : end - 1]
    if form.lower() in {"etc", "vs", "al", "approx", "est", "inc", "ltd", "jr", "sr", "corp", "dept"}:
        return True
    if form.islower():
        return False
    if re.fullmatch(_BEFORE_NAME, form):
        return text[end:].strip(" \"'”’)") != ""
    return True
