"""A noun phrase taken apart by its words alone: name, title, nationality, possessor, number.

Coreference and the resolving of actors both read mentions this way. No parser is needed: a mention is short, and
its parts stand in a fixed order ("the late | Malian | defence minister | General | Sadio Camara | of …").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal, Protocol

from faleme.reference.mentions_lexicon import MentionLexicon, Pronoun
from faleme.reference.names import is_acronym


class _Country(Protocol):
    @property
    def iso3(self) -> str: ...


class CountryNames(Protocol):
    """What a phrase asks of the table of countries (``faleme.reference.countries.Countries`` fits)."""

    def named(self, text: str) -> _Country | None:
        """The country of that name."""
        ...

    def candidates(self, text: str) -> Sequence[_Country]:
        """All countries of that name ("Congo" has two)."""
        ...

    def adjective(self, word: str) -> _Country | None:
        """The country of that adjective or people."""
        ...

    def adjective_candidates(self, word: str) -> Sequence[_Country]:
        """All countries of that adjective ("Congolese" has two)."""
        ...

    def metonym(self, text: str) -> _Country | None:
        """The country of that capital or seat of government."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """The parts of a mention. Strings are as written, "" where there is none.

    kind: pronoun; person (a name with or without a title that shows it is one); role ("the minister": one person
    without a name); name (capitals only: a body, country or person without title); group (any other noun).
    title: what stands before a person's name, or the whole noun of a role. head: key word in lower case.
    nationality: alpha-3 from an adjective or country name before the noun; nationalities: all that the word fits
    ("Congolese": two, and then no nationality). possessor: "Mali" of "Mali's army", "his" of "his army".
    named: capitalised words before a common noun ("Boko Haram" gunmen). complement: what follows "of".
    where: the capitals that follow "in", "from" or "at".
    parts: what an "and" joins, where each part is a referent of its own; the other fields describe the first.
    count: "two", "both": 2. relation: counterpart word, if the head is one.
    """

    text: str
    kind: Literal["pronoun", "person", "role", "name", "group"]
    pronoun: Pronoun | None = None
    name: str = ""
    acronym: str = ""
    title: str = ""
    head: str = ""
    modifiers: tuple[str, ...] = ()
    nationality: str | None = None
    nationalities: tuple[str, ...] = ()
    possessor: str = ""
    named: str = ""
    complement: str = ""
    where: str = ""
    apposition: Phrase | None = None
    definite: bool = False
    indefinite: bool = False
    partitive: bool = False
    count: int | None = None
    number: Literal["singular", "plural", ""] = ""
    gender: str = ""
    former: bool = False
    deputy: bool = False
    parts: tuple[str, ...] = ()


_WORD = re.compile(r"[^\W_](?:[\w.&'’\-/]*\w|[\w.&'’\-/]*)\.?['’]?|[,;()\[\]—–\"“”«»]|--")
_QUOTES = frozenset('"“”«»')
_BREAKS = frozenset([",", ";", "—", "–", "--"])
_POSSESSIVE = re.compile(r"(['’]s|(?<=s)['’])$")
_INSIDE_NAMES = frozenset("of and for the to in on".split())


# Coreference and resolving read the same mentions, and a corpus repeats its names: 8,192 phrases are about 8 MB.
@lru_cache(maxsize=8192)
def analyse_phrase(text: str, *, lexicon: MentionLexicon, countries: CountryNames) -> Phrase:
    """The parts of one mention. Never fails: of a phrase unlike any other, the last word is the head."""
    words, acronym = _tokens(text)
    if not words:
        return Phrase(text=text, kind="group")
    if len(words) == 1 and (low := words[0].casefold()) in lexicon.pronouns and not _is_country_code(words[0]):
        pronoun = lexicon.pronouns[low]
        number: Literal["singular", "plural", ""] = (
            "singular" if pronoun.number == "singular" else "plural" if pronoun.number else ""
        )
        return Phrase(text=text, kind="pronoun", pronoun=pronoun, head=low, number=number, gender=pronoun.gender)
    segments = _segments(words)
    return _phrase(text, segments, acronym, lexicon, countries)


def _tokens(text: str) -> tuple[list[str], tuple[str, str]]:
    """The words and breaks of a phrase without its quotes, and the acronym that it gives in brackets with the word
    before it."""
    words: list[str] = []
    acronym = ("", "")
    inside: list[str] | None = None
    for word in _WORD.findall(text):
        if word in _QUOTES:
            continue
        if word in "([":
            inside = []
        elif word in ")]":
            if inside and len(inside) == 1 and is_acronym(inside[0]):
                acronym = (inside[0], words[-1] if words else "")
            inside = None
        elif inside is not None:
            inside.append(word)
        else:
            words.append(word if "." in word[:-1] or len(word) < 6 else word.rstrip("."))
    return words, acronym


def _is_country_code(word: str) -> bool:
    """ "US" is no pronoun, "us" is."""
    return word in {"US", "U.S.", "U.S"}


def _segments(words: Sequence[str]) -> list[list[str]]:
    segments: list[list[str]] = [[]]
    for word in words:
        if word in _BREAKS:
            segments.append([])
        else:
            segments[-1].append(word)
    return [segment for segment in segments if segment] or [list(words)]


def _phrase(
    text: str, segments: list[list[str]], acronym: tuple[str, str], lexicon: MentionLexicon, countries: CountryNames
) -> Phrase:
    parts = _joined(segments, lexicon, countries)
    main = parts[0] if parts else segments[0]
    core, traits = _strip_front(main, lexicon)
    if not core:  # "the two", "some"
        core = main[-1:]
    core, possessor = _possessor(core, lexicon)
    possessor = possessor or traits.owner
    if possessor and not traits.owner:
        core, more = _strip_front(core, lexicon)
        traits = traits.with_front(more)
    if len(core) > 2 and core[0].casefold() in lexicon.partitives and core[1] == "of":
        core, more = _strip_front(core[2:], lexicon)
        traits = traits.with_front(more, partitive=True)
        inner, owner = _possessor(core, lexicon)
        core, possessor = (inner, owner) if owner and inner else (core, possessor)
    if not core:
        core = main[-1:]
    apposition = None
    if not parts and len(segments) > 1:
        rest = segments[1]
        apposition = _phrase(" ".join(rest), [rest], ("", ""), lexicon, countries)
    built = (
        _named_person(core, lexicon, countries)
        or _proper_name(core, lexicon, countries)
        or _name_after_nouns(core, lexicon, countries)
        or _common(core, lexicon)
    )
    former = traits.former or any(_is_former(word, lexicon) for word in built.front)
    low_head = built.head.casefold()
    nationalities = _nationalities(built.front[:-1] if built.kind == "name" else built.front, countries)
    number: Literal["singular", "plural", ""] = "plural" if built.plural or parts or traits.plural else "singular"
    if built.kind in {"person", "role"} and not parts and not traits.plural:
        number = "singular"
    return Phrase(
        text=text,
        kind=built.kind,
        name=built.name,
        # Of "the exit from the Plains Alliance (PA)" the acronym is not the exit's.
        acronym=acronym[0] if built.kind in {"name", "person"} or acronym[1] == built.head else "",
        title=built.title,
        head=low_head,
        modifiers=tuple(built.front),
        nationality=nationalities[0] if len(nationalities) == 1 else None,
        nationalities=nationalities,
        where=_where(text),
        possessor=possessor,
        # "The Al-Qaeda-affiliated Salt Front" is not Al-Qaeda's: it has a name, and perhaps a country, of its own.
        named=_named([one for one in built.front if not (built.name and _ALLEGIANCE.search(one))], lexicon, countries),
        complement=built.complement,
        apposition=apposition,
        definite=traits.definite or bool(possessor),
        indefinite=traits.indefinite,
        partitive=traits.partitive,
        count=traits.count,
        number=number,
        gender=_gender(built, lexicon),
        former=former,
        deputy=any(word.casefold() in lexicon.deputies for word in built.front),
        parts=tuple(" ".join(part) for part in parts),
    )


# --- the front -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Front:
    definite: bool = False
    indefinite: bool = False
    former: bool = False
    partitive: bool = False
    count: int | None = None
    plural: bool = False
    owner: str = ""

    def with_front(self, other: _Front, *, partitive: bool = False) -> _Front:
        return _Front(
            definite=self.definite or other.definite,
            indefinite=self.indefinite or other.indefinite,
            former=self.former or other.former,
            partitive=partitive or self.partitive,
            count=other.count if other.count is not None else self.count,
            plural=self.plural or other.plural or partitive,
            owner=self.owner or other.owner,
        )


def _strip_front(words: Sequence[str], lexicon: MentionLexicon) -> tuple[list[str], _Front]:
    """The phrase without its articles, quantities and possessive pronoun."""
    definite = indefinite = plural = former = False
    count: int | None = None
    owner = ""
    at = 0
    while at < len(words):
        low = words[at].casefold()
        last = at == len(words) - 1
        following = words[at + 1].casefold() if not last else ""
        if low in lexicon.partitives and following == "of":
            break
        if low in lexicon.numbers and not last:
            count, plural = lexicon.numbers[low], lexicon.numbers[low] > 1
            definite = definite or low == "both"
        elif (
            low[:1].isdigit() and not last and any(char.isdigit() for char in low) and low.rstrip("0123456789.,") == ""
        ):
            count, plural = (int(low) if low.isdigit() else None), low != "1"
        elif low in lexicon.definite and not last:
            definite = True
        elif low in {"a", "an"} and not last:
            indefinite = True
        elif low in lexicon.indefinite and not last:
            indefinite, plural = True, plural or low not in {"another", "any"}
        elif low in lexicon.approximate and not last and (at == 0 or words[at].islower()):
            plural = plural or low in {"all", "various", "different"}
        elif low in lexicon.pronouns and lexicon.pronouns[low].possessive and not last and words[at] != "US":
            definite, owner = True, low
        elif words[at] in {"million", "per", "cent", "million-strong"} and not last:
            plural = True
        else:
            break
        at += 1
    return list(words[at:]), _Front(definite, indefinite, former, False, count, plural, owner)


def _possessor(words: list[str], lexicon: MentionLexicon) -> tuple[list[str], str]:
    """The phrase after its first possessive, and the possessor without the mark. A mention that is nothing but a
    possessive ("Georgians'") keeps its words."""
    for at, word in enumerate(words):
        if word in {"of", "in", "who"} or (word.islower() and word in lexicon.after_noun):
            return words, ""
        if _POSSESSIVE.search(word) and word not in {"’s", "'s"}:
            bare = _POSSESSIVE.sub("", word)
            owner = [*words[:at], bare]
            if at == len(words) - 1:
                return owner, ""
            # "Workers' Party", "People's Defence Force": a name, not an owner.
            if words[at + 1][:1].isupper() and bare.casefold() in _OWNED_NAMES:
                continue
            return words[at + 1 :], " ".join(owner)
    return words, ""


_OWNED_NAMES = frozenset("worker workers people peoples women farmers teachers citizens children".split())


def _joined(segments: list[list[str]], lexicon: MentionLexicon, countries: CountryNames) -> list[list[str]]:
    """The parts of a coordination whose parts are referents of their own; empty where there is none."""
    last = segments[-1]
    if len(segments) > 1 and last[0] == "and":
        return [*segments[:-1], last[1:]] if len(last) > 1 else []
    for at, word in enumerate(last):
        if word in lexicon.after_noun and word != "of" and at > 0:
            return []
        if word == "of" and at > 0:
            return []
        if word in {"and", "&"} and 0 < at < len(last) - 1:
            left, right = last[:at], last[at + 1 :]
            states = countries.named(" ".join(left).removeprefix("the ")) and countries.named(
                " ".join(right).removeprefix("the ")
            )
            apart = right[0] in {"the", "a", "an", "his", "her", "its", "their"} or (
                left[-1].islower() and right[-1].islower()
            )
            apart = apart or _state_and_others(left, right, countries)
            if states or apart or len(segments) > 2 or _two_persons(left, right, lexicon, countries):
                return [*segments[:-1], left, right]
            return _titled_alike(left, right, lexicon)
    return []


def _state_and_others(left: Sequence[str], right: Sequence[str], countries: CountryNames) -> bool:
    """ "Togo and Blue Front rebels"; "Togolese and Beninese rebels" and "Togo and Benin forces" are of both."""
    name = " ".join(left).removeprefix("the ")
    others = [_POSSESSIVE.sub("", " ".join(right[:many])) for many in range(1, len(right) + 1)]
    return (
        bool(countries.candidates(name))
        and not countries.adjective_candidates(name)
        and right[-1].islower()
        and not any(
            countries.candidates(other)
            or countries.adjective_candidates(other)
            or countries.candidates(f"{name} and {other}")
            for other in others
        )
    )


def _two_persons(left: Sequence[str], right: Sequence[str], lexicon: MentionLexicon, countries: CountryNames) -> bool:
    """ "President X and Prime Minister Y"; "Prime Minister and Defence Minister Y" is one."""
    return all(_named_person(_strip_front(side, lexicon)[0], lexicon, countries) for side in (left, right))


def _titled_alike(left: Sequence[str], right: Sequence[str], lexicon: MentionLexicon) -> list[list[str]]:
    """ "Presidents X and Y", each with the title; empty where no plural title stands before names."""
    for at, word in enumerate(left[:-1]):
        title = word.removesuffix("s")
        if title == word or not lexicon.is_person_word(title):
            continue
        first, front = left[at + 1 :], [*left[:at], title]
        if len(_name_run(first, lexicon)) == len(first) and len(_name_run(right, lexicon)) == len(right):
            return [[*front, *first], [*front, *right]]
    return []


# --- the noun ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Noun:
    kind: Literal["person", "role", "name", "group"]
    head: str
    front: Sequence[str] = ()
    name: str = ""
    title: str = ""
    complement: str = ""
    plural: bool = False


def _named_person(core: list[str], lexicon: MentionLexicon, countries: CountryNames) -> _Noun | None:
    """A title, rank or role with a person's name after it."""
    reach = next((at for at in range(1, len(core)) if _ends_person(core, at, lexicon)), len(core))
    for at in range(reach - 2, -1, -1):
        word = core[at]
        if not lexicon.is_person_word(word) and word.casefold().removesuffix("s") not in {"president", "minister"}:
            continue
        if word.casefold() in _ALSO_NAMES and at == 0 and not core[1][:1].isupper():
            continue
        begin = _after_portfolio(core, at, lexicon)
        after = core[begin:reach]
        name = _name_run(after, lexicon)
        if not name or len(name) < len(after):
            return None
        if any(part.casefold() in lexicon.name_words for part in name) or countries.named(" ".join(name)):
            return None
        if word.casefold() in lexicon.roles and word[:1].isupper() and len(name) == 1 and is_acronym(name[0]):
            return None
        return _Noun("person", name[-1], core[:begin], " ".join(name), " ".join(core[:begin]))
    return None


def _after_portfolio(core: Sequence[str], at: int, lexicon: MentionLexicon) -> int:
    """Where the name begins after the role at ``at``: past "of Defence", "of State" of an office."""
    begin = at + 1
    if begin < len(core) and core[begin] in {"of", "for"}:
        end = begin + 1
        while end < len(core) and (core[end].casefold() in lexicon.office_words or core[end] in {"the", "and"}):
            end += 1
        return end if end > begin + 1 else begin
    return begin


def _ends_person(core: Sequence[str], at: int, lexicon: MentionLexicon) -> bool:
    """True where the words from ``at`` on are no part of title and name: "supporters | of leader Ousmane Sonko", but
    not "Minister of Defence Andrei …": there the "of" belongs to an office."""
    if core[at].casefold() not in lexicon.after_noun or core[at] in lexicon.particles:
        return False
    return core[at] not in {"of", "for"} or not lexicon.is_person_word(core[at - 1])


_ALSO_NAMES = frozenset(["general", "private", "major", "prince", "justice"])


def _name_run(words: Sequence[str], lexicon: MentionLexicon) -> list[str]:
    """The words of a person's name at the beginning: capitals, initials, particles between them."""
    run: list[str] = []
    for word in words:
        low = word.casefold()
        if word[:1].isupper() or (
            low in lexicon.particles or low.startswith(("al-", "el-", "ar-", "as-", "an-", "ad-", "d'"))
        ):
            run.append(word)
        else:
            break
    while run and not run[-1][:1].isupper() and not run[-1].startswith(("al-", "el-", "as-", "ar-", "an-", "ad-")):
        run.pop()
    return run if run and any(word[:1].isupper() or "-" in word for word in run) else []


def _proper_name(core: list[str], lexicon: MentionLexicon, countries: CountryNames) -> _Noun | None:
    """Capitals throughout, with "of", "and", "for" between them; "Al-Qaeda-affiliated" before them is no part of it."""
    if len(core) > 1 and _ALLEGIANCE.search(core[0]):
        inner = _proper_name(core[1:], lexicon, countries)
        return replace(inner, front=[core[0], *inner.front, inner.head]) if inner is not None else None
    run: list[str] = []
    for at, word in enumerate(core):
        capital = word[:1].isupper() or word[:1].isdigit() or any(char.isupper() for char in word)
        inside = (word in _INSIDE_NAMES or word in lexicon.particles or word in {"d'affaires"}) and run
        if not (capital or (inside and at + 1 < len(core))):
            if word in lexicon.after_noun and run:
                break
            return None
        run.append(word)
    while run and not any(char.isupper() for char in run[-1]) and not run[-1][:1].isdigit():
        run.pop()
    if not run or not any(char.isupper() for word in run for char in word):
        return None
    rest = core[len(run) :]
    # "Foreign Minister", "Head of State", "Police": a noun in capitals, not a name.
    last = next((word for i, word in enumerate(run) if i + 1 < len(run) and run[i + 1] == "of"), run[-1])
    leads = len(run) > 1 and run[1] == "of"
    if leads and (run[0].casefold() in lexicon.roles or run[0].casefold() in lexicon.membership):
        return None
    if last.casefold() in lexicon.roles and not _org_like(run, lexicon):
        return None
    cut = next((at for at in range(1, len(run) - 1) if run[at] in {"of", "in"}), None)
    if cut is not None and countries.candidates(" ".join(run[cut + 1 :]).removeprefix("the ")):
        of = run[cut + 1 :]
        whole = countries.candidates(" ".join(run))
        if not whole and any(run[0].casefold() in nouns for nouns in lexicon.bodies.values()) and cut == 1:
            return None  # "Government of Chad", "Parliament of Ghana": a noun and its owner
        people = cut == 1 and countries.adjective_candidates(run[0])
        if cut == 1 and run[0].casefold() in lexicon.group_nouns:
            return None  # "Rebels in Chad": a noun in capitals because it begins the sentence
        plain = not any(word.casefold() in lexicon.name_words or word in _INSIDE_NAMES for word in run[:cut])
        if people or (plain and 2 <= cut <= 4 and not whole):
            # "Moroccans in Algeria", "Alpha Condé of Guinea": the name ends before the country.
            return _Noun(
                "name", run[cut - 1], (), " ".join(run[:cut]), "", " ".join(of), _is_plural(run[cut - 1], lexicon)
            )
    head = next((run[i] for i in range(len(run) - 1) if run[i + 1] in _INSIDE_NAMES), run[-1])
    return _Noun(
        "name",
        head,
        (),
        " ".join(run),
        "",
        " ".join(rest[1:]) if rest[:1] == ["of"] else "",
        _is_plural(run[-1], lexicon) and len(run) == 1,
    )


def _name_after_nouns(core: list[str], lexicon: MentionLexicon, countries: CountryNames) -> _Noun | None:
    """A name after nouns that say what it is: "the regional bloc ECOWAS", "the ruling CNRD"."""
    start = len(core)
    while start > 0 and any(char.isupper() for char in core[start - 1]):
        start -= 1
    front, run = core[:start], core[start:]
    if not front or not run or not front[-1].islower() or front[-1] in lexicon.after_noun:
        return None
    plain = all(word.islower() or countries.adjective_candidates(word) for word in front)
    if not plain or any(word in lexicon.after_noun or word in {"and", "or"} for word in front):
        return None
    return _Noun("name", run[-1], [*front, run[-1]], " ".join(run), " ".join(front), "", False)


def _org_like(run: Sequence[str], lexicon: MentionLexicon) -> bool:
    return any(word.casefold() in lexicon.name_words for word in run[-1:])


def _common(core: list[str], lexicon: MentionLexicon) -> _Noun:
    cut = len(core)
    for at, word in enumerate(core):
        if at > 0 and word.casefold() in lexicon.after_noun:
            cut = at
            break
    noun = core[:cut]
    rest = core[cut:]
    complement = " ".join(rest[1:]) if rest and rest[0].casefold() == "of" else ""
    head = noun[-1]
    # "prisoners jailed", "men calling themselves": the noun is the word before a participle.
    for at in range(1, len(noun)):
        word, following = noun[at], core[at + 1] if at + 1 < len(core) else ""
        verb = word.endswith(("ing", "ed")) and _is_plural(noun[at - 1], lexicon)
        ends = following in lexicon.after_noun or following in lexicon.definite or following in {"a", "an"}
        if word.islower() and ((verb and ends) or word in _NO_NOUNS):
            noun, head = noun[:at], noun[at - 1]
            break
    low = head.casefold()
    pair = " ".join(noun[-2:]).casefold()
    role = low in lexicon.roles or pair in lexicon.roles or low in lexicon.ranks
    kind: Literal["role", "group"] = "role" if role and not _is_plural(low, lexicon) else "group"
    title = " ".join(noun) + (f" of {complement}" if complement and kind == "role" else "")
    return _Noun(kind, head, noun, "", title, complement, _is_plural(low, lexicon))


_NO_NOUNS = frozenset("be being not out killed wounded held seized calling".split())


def _is_plural(word: str, lexicon: MentionLexicon) -> bool:
    low = word.casefold()
    return (
        low in lexicon.plural_nouns
        or low.endswith("men")
        or (low.endswith("s") and not low.endswith(("ss", "us", "is")) and low not in lexicon.singular_nouns)
    )


def _is_former(word: str, lexicon: MentionLexicon) -> bool:
    low = word.casefold()
    return low in lexicon.former or low.startswith("ex-")


def _nationalities(words: Sequence[str], countries: CountryNames) -> tuple[str, ...]:
    """The countries of the last people or country named among the words (the nearest to the noun)."""
    for size in (3, 2, 1):
        for at in range(len(words) - size, -1, -1):
            chunk = words[at : at + size]
            if not chunk[0][:1].isupper() or _ALLEGIANCE.search(chunk[-1]):
                continue
            text = _BASED.sub("", " ".join(chunk))
            found = countries.adjective_candidates(text) or countries.candidates(text)
            if found:
                return tuple(country.iso3 for country in found)
    return ()


# "Iran-backed" says whose friend somebody is, not where from; "Somalia-based" does say where.
_ALLEGIANCE = re.compile(r"-(led|backed|linked|affiliated|aligned|trained|allied|supported|funded|brokered|allied)$")
_BASED = re.compile(r"-(based|born)$")
# What is left of "Al-Qaeda-linked", "Hamas-led" names the body that the noun belongs to.
_BELONGING = re.compile(r"-(led|run|linked|affiliated|aligned|controlled)$")


def _named(words: Sequence[str], lexicon: MentionLexicon, countries: CountryNames) -> str:
    """Capitalised words before a common noun, nationalities and titles left out: "Boko Haram" of its gunmen."""
    run: list[str] = []
    for word, following in pairwise(words):
        capital = any(char.isupper() for char in word)
        office = word.casefold() in lexicon.office_words and lexicon.is_person_word(following) and not is_acronym(word)
        if capital and not lexicon.is_person_word(word) and not office:
            bare = _BASED.sub("", word)
            people = countries.adjective_candidates(bare) or countries.candidates(bare)
            if (people and not run) or word.casefold() in lexicon.office_modifiers or _is_former(word, lexicon):
                continue
            run.append(_BELONGING.sub("", word))
        elif run:
            break
    return " ".join(run)


_IN = re.compile(
    r"\b(?:in|from|at|near|outside|across|throughout)\s+(?:the\s+)?([^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*)*)"
)


def _where(text: str) -> str:
    """The last capitals after "in": "Kabul" of "an amusement park in Kabul"."""
    found = _IN.findall(text)
    return found[-1] if found else ""


def _gender(noun: _Noun, lexicon: MentionLexicon) -> str:
    """masculine or feminine where title, role or first name tells it, else ""."""
    if noun.kind not in {"person", "role", "name"}:
        return ""
    for word in noun.front:
        low = word.casefold()
        if gender := lexicon.titles.get(low) or lexicon.role_gender.get(low):
            return gender
    if gender := lexicon.role_gender.get(noun.head.casefold()):
        return gender
    first = noun.name.split()[0].casefold() if noun.name else ""
    return lexicon.name_gender.get(first, "")
