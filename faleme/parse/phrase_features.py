"""What the linker looks at: facts of each noun phrase, and what two phrases of a text have in common.

`training/antecedents.py` learns from the same tables, so an order changed here asks for new weights.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faleme.parse.noun_phrases import children
from faleme.records import NounPhrase, Parse, Token
from faleme.reference.mentions_lexicon import MentionLexicon

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]
_Both = Callable[[str], tuple[Ints, Ints]]
_Same = Callable[[str], Bools]

RELATIONS = (
    "nsubj nsubj:pass obj iobj obl nmod nmod:poss appos conj root compound obl:agent vocative parataxis advmod dep"
).split()
KINDS = ("person", "place", "organisation", "group")
_NUMBER, _GENDER = {"singular": 1, "plural": 2, "": 0}, {"masculine": 1, "feminine": 2, "neuter": 3, "": 0}
_QUOTED = re.compile(r"[“\"][^“”\"\n]{12,}[”\"]")
_IN_NAMES = frozenset(["flat", "compound", "goeswith"])
_MODIFIERS = frozenset(["amod", "compound", "nummod", "nmod"])
# Distances in sentences and in phrases, as ranges: both ends included.
_FAR = 10**6
_SENTENCES = ((0, 0), (1, 1), (2, 2), (3, 4), (5, 8), (9, 16), (17, _FAR))
_PHRASES = ((1, 1), (2, 2), (3, 4), (5, 8), (9, 16), (17, 32), (33, 64), (65, _FAR))


@dataclass(slots=True)
class Table:
    """Facts of the phrases of one text, one row each. own: what the linker sees of a phrase alone.

    Whole numbers stand for values; equal numbers are equal values. bags, names, heads, modifiers: words as columns.
    """

    own: Floats
    facts: dict[str, Ints]
    bags: Floats
    names: Floats
    heads: Floats
    modifiers: Floats


def table_of(text: str, parse: Parse, phrases: Sequence[NounPhrase], lexicon: MentionLexicon) -> Table:
    """The table of a text; sayings tell who speaks inside quotation marks."""
    tokens = parse.tokens
    under = children(tokens)
    lemmas = [token.lemma.casefold() for token in tokens]
    kind_at = _kinds(parse)
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    quote_at = _quote_of_words(tokens, quotes)
    speakers = _speakers(parse, quote_at)
    known = sorted(lexicon.pronouns) + sorted(lexicon.pointing)
    forms = {form: at + 1 for at, form in enumerate(known)}
    rows = [_row(phrase, parse, under, lemmas, forms, lexicon) for phrase in phrases]
    head = [phrase.head for phrase in phrases]
    often = Counter(lemmas[at] for at in head)
    facts = {name: np.array([row.facts[name] for row in rows], dtype=np.int64) for name in _FACTS}
    facts |= {
        "head": np.array(head, dtype=np.int64),
        "first": np.array([phrase.first for phrase in phrases], dtype=np.int64),
        "last": np.array([phrase.last for phrase in phrases], dtype=np.int64),
        "joined": np.array([phrase.joined for phrase in phrases], dtype=np.int64),
        "above": np.array([tokens[at].head for at in head], dtype=np.int64),
        "sentence": np.array([tokens[at].sentence for at in head], dtype=np.int64),
        "block": np.array([parse.sentences[tokens[at].sentence].block for at in head], dtype=np.int64),
        "kind": np.array([kind_at.get(at, 0) for at in head], dtype=np.int64),
        "quote": np.array([quote_at.get(at, -1) for at in head], dtype=np.int64),
        "speaker": np.array([speakers.get(at, -1) for at in head], dtype=np.int64),
        "clause": np.array([_clause(at, tokens, under) for at in head], dtype=np.int64),
        "exact relation": _numbered(tokens[at].deprel for at in head),
        "lemma": _numbered(
            ("", at) if row.facts["form"] else (lemmas[one], 0)
            for at, (one, row) in enumerate(zip(head, rows, strict=True))
        ),
        "string": _numbered(row.string for row in rows),
        "surname": _numbered(row.surname or ("", at) for at, row in enumerate(rows)),
        "initials": _numbered(row.initials or ("", at) for at, row in enumerate(rows)),
        "acronym": np.zeros(0, dtype=np.int64),
    }
    letters = {row.initials: int(number) for row, number in zip(rows, facts["initials"], strict=True) if row.initials}
    facts["acronym"] = np.array([letters.get(row.acronym, -1) if row.acronym else -1 for row in rows], dtype=np.int64)
    own = np.concatenate(
        [
            _one_hot(facts["form"], len(forms) + 1),
            _one_hot(facts["number"], 3),
            _one_hot(facts["gender"], 4),
            _one_hot(facts["person"], 4),
            _one_hot(facts["relation"], len(RELATIONS) + 1),
            _one_hot(facts["kind"], len(KINDS) + 1),
            _one_hot(facts["determiner"], 7),
            np.array(
                [
                    _shape(phrase, parse, under, often[lemmas[phrase.head]], quoted=phrase.head in quote_at)
                    for phrase in phrases
                ],
                dtype=np.float32,
            ).reshape(len(phrases), -1),
        ],
        axis=1,
    )
    words = {word: at for at, word in enumerate(sorted({word for row in rows for word in row.bag}))}
    return Table(
        own=own.astype(np.float32),
        facts=facts,
        bags=_bags((row.bag for row in rows), words, len(rows)),
        names=_bags((row.names for row in rows), words, len(rows)),
        heads=_bags(((lemmas[at],) if row.bag else () for at, row in zip(head, rows, strict=True)), words, len(rows)),
        modifiers=_bags((row.modifiers for row in rows), words, len(rows)),
    )


# --- one phrase ---------------------------------------------------------------------------------------------

_FACTS = ("form", "number", "gender", "person", "relation", "determiner", "subject", "copula", "proper")


@dataclass(frozen=True, slots=True)
class _Row:
    facts: dict[str, int]
    string: str
    bag: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    surname: str = ""
    initials: str = ""
    acronym: str = ""


def _row(
    phrase: NounPhrase,
    parse: Parse,
    under: Sequence[Sequence[int]],
    lemmas: Sequence[str],
    forms: dict[str, int],
    lexicon: MentionLexicon,
) -> _Row:
    tokens, head = parse.tokens, phrase.head
    token, low = tokens[head], tokens[head].text.casefold()
    span = range(phrase.first, phrase.last + 1)
    form = forms.get(low, 0) if len(span) == 1 and token.upos != "PROPN" else 0
    pronoun = lexicon.pronouns.get(low) if token.upos == "PRON" and not phrase.joined else None
    if pronoun is not None:
        number, gender, person = _NUMBER[pronoun.number], _GENDER[pronoun.gender], pronoun.person
    else:
        several = phrase.joined or token.xpos in {"NNS", "NNPS"} or low in {"these", "those"}
        number = 2 if several else 1 if token.xpos in {"NN", "NNP"} else 0
        gender, person = 0 if phrase.joined else _told_gender(phrase, tokens, lemmas, lexicon), 0
    relation = token.deprel if token.deprel in RELATIONS else token.deprel.partition(":")[0]
    facts = {
        "form": form,
        "number": number,
        "gender": gender,
        "person": person,
        "relation": RELATIONS.index(relation) + 1 if relation in RELATIONS else 0,
        "determiner": _determiner(phrase, tokens, under, lexicon),
        "subject": int(token.deprel.startswith("nsubj")),
        "copula": int(any(tokens[child].deprel == "cop" for child in under[head])),
        "proper": int(token.upos == "PROPN"),
    }
    if form:
        return _Row(facts, f"#{low}")
    content = [
        at for at in span if tokens[at].upos not in {"PUNCT", "PART"} and not _is_determiner(tokens[at], lexicon)
    ]
    proper = [
        at
        for at in span
        if tokens[at].upos == "PROPN" and (at == head or tokens[at].deprel in _IN_NAMES or tokens[at].deprel == "conj")
    ]
    named = token.upos == "PROPN" and not phrase.joined
    tail = next((lemmas[at] for at in reversed(proper) if at == head or tokens[at].head == head), "")
    capitals = "".join(
        tokens[at].text[0] for at in span if tokens[at].text[:1].isupper() and tokens[at].upos != "PUNCT"
    )
    return _Row(
        facts,
        string=" ".join(tokens[at].text.casefold() for at in content),
        bag=tuple({lemmas[at] for at in content} | {lemmas[head]}),
        names=tuple({lemmas[at] for at in proper}) if named else (),
        modifiers=tuple(lemmas[at] for at in under[head] if at in span and tokens[at].deprel in _MODIFIERS),
        surname=tail if named else "",
        initials=capitals.casefold() if len(capitals) > 1 else "",
        acronym=low if token.text.isupper() and len(low) > 1 else "",
    )


def _is_determiner(token: Token, lexicon: MentionLexicon) -> bool:
    return token.deprel == "det" or (token.xpos == "PRP$" and token.text.casefold() in lexicon.pronouns)


def _told_gender(phrase: NounPhrase, tokens: Sequence[Token], lemmas: Sequence[str], lexicon: MentionLexicon) -> int:
    """Of a title, a role or a first name in the phrase."""
    for at in range(phrase.first, phrase.last + 1):
        if at != phrase.head and (tokens[at].head != phrase.head or tokens[at].deprel.startswith("nmod")):
            continue
        low = tokens[at].text.casefold()
        told = lexicon.titles.get(low) or lexicon.role_gender.get(lemmas[at]) or lexicon.name_gender.get(low)
        if told:
            return _GENDER[told]
    return 0


def _determiner(
    phrase: NounPhrase, tokens: Sequence[Token], under: Sequence[Sequence[int]], lexicon: MentionLexicon
) -> int:
    first = tokens[phrase.first].text.casefold()
    if phrase.first < phrase.last and first in lexicon.pointing & lexicon.definite:
        return 3
    if any(tokens[child].deprel == "nmod:poss" for child in under[phrase.head]):
        return 4
    if first in lexicon.definite:
        return 1
    if first in {"a", "an"}:
        return 2
    if first in lexicon.numbers or tokens[phrase.first].upos == "NUM":
        return 6
    return 5 if first in lexicon.indefinite else 0


def _shape(
    phrase: NounPhrase, parse: Parse, under: Sequence[Sequence[int]], often: int, *, quoted: bool
) -> list[float]:
    token, length = parse.tokens[phrase.head], phrase.last - phrase.first + 1
    relations = {parse.tokens[child].deprel for child in under[phrase.head]}
    return [
        token.upos == "PROPN",
        phrase.joined,
        min(length, 10) / 10,
        length == 1,
        length == 2,
        float(np.log1p(often)) / 3,
        quoted,
        phrase.first == parse.sentences[token.sentence].first,
        token.text[:1].isupper(),
        token.text.isupper() and len(token.text) > 1,
        bool(relations & {"acl:relcl", "acl"}),
        "appos" in relations,
        min(token.sentence, 3) / 3,
    ]


# --- the text -------------------------------------------------------------------------------------------------


def _kinds(parse: Parse) -> dict[int, int]:
    found: dict[int, int] = {}
    for name in parse.names:
        sentence = parse.sentences[name.sentence]
        for at in range(sentence.first, sentence.last):
            if name.span.contains(parse.tokens[at].span):
                found[at] = KINDS.index(name.kind) + 1
    return found


def _quote_of_words(tokens: Sequence[Token], quotes: Sequence[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    number = 0
    for at, token in enumerate(tokens):
        while number < len(quotes) and quotes[number][1] <= token.span.start:
            number += 1
        if number < len(quotes) and quotes[number][0] <= token.span.start:
            found[at] = number
    return found


def _speakers(parse: Parse, quote_at: dict[int, int]) -> dict[int, int]:
    """Head word of the speaker of each word that somebody says; one speaker for the whole of a quotation."""
    found: dict[int, int] = {}
    of_quote: dict[int, int] = {}
    for saying in parse.sayings:
        if saying.speaker is None:
            continue
        speaker, sentence = parse.mentions[saying.speaker].head, parse.sentences[saying.sentence]
        for at in range(sentence.first, sentence.last):
            if saying.content.contains(parse.tokens[at].span):
                found[at] = speaker
                if at in quote_at:
                    of_quote.setdefault(quote_at[at], speaker)
    for at, number in quote_at.items():
        if number in of_quote:
            found.setdefault(at, of_quote[number])
    return found


def _clause(at: int, tokens: Sequence[Token], under: Sequence[Sequence[int]]) -> int:
    """The verb, or the noun with a copula, that a word hangs on in the end of its clause."""
    for _ in range(len(tokens)):  # no longer, should an engine from outside give a circle
        if tokens[at].head < 0:
            break
        at = tokens[at].head
        if tokens[at].upos in {"VERB", "AUX"} or any(tokens[child].deprel == "cop" for child in under[at]):
            break
    return at


def _numbered(values: Iterable[Hashable]) -> Ints:
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.int64)


def _one_hot(values: Ints, size: int) -> Floats:
    made = np.zeros((len(values), size), dtype=np.float32)
    made[np.arange(len(values)), values] = 1
    return made


def _bags(rows: Iterable[Iterable[str]], words: dict[str, int], count: int) -> Floats:
    made = np.zeros((count, len(words) + 1), dtype=np.float32)
    for at, row in enumerate(rows):
        for word in row:
            if word in words:
                made[at, words[word]] = 1
    return made


# --- two phrases ------------------------------------------------------------------------------------------------


def pair_features(table: Table, rows: range, first: int) -> NDArray[np.uint8]:
    """[rows, earlier phrases from ``first`` to the last row, features] of 0 and 1."""
    later, earlier = slice(rows.start, rows.stop), slice(first, rows.stop)

    def both(name: str) -> tuple[Ints, Ints]:
        values = table.facts[name]
        return values[later][:, None], values[earlier][None, :]

    def same(name: str) -> Bools:
        one, other = both(name)
        equal: Bools = one == other
        return equal

    at, before = np.arange(rows.start, rows.stop)[:, None], np.arange(first, rows.stop)[None, :]
    sentence, sentence_before = both("sentence")
    found: list[Bools] = [
        (low <= gap) & (gap <= high)
        for gap, ranges in ((sentence - sentence_before, _SENTENCES), (at - before, _PHRASES))
        for low, high in ranges
    ]
    lemma, string = same("lemma"), same("string")
    form, form_before = both("form")
    nouns = (form == 0) & (form_before == 0)
    found += [lemma, string, (form == form_before) & (form > 0), (form > 0) & (form_before > 0)]
    found += [(form > 0) & (form_before == 0), (form == 0) & (form_before > 0)]
    found += _words_in_common(table, later, earlier, nouns, lemma)
    found.append(same("surname"))
    initials, initials_before = both("initials")
    acronym, acronym_before = both("acronym")
    found.append((acronym == initials_before) | (initials == acronym_before))
    found += _agreement(both)
    found += _places_in_sentence(both, same)
    ready = [np.broadcast_to(one, lemma.shape) for one in found]
    shared = (table.names[later] @ table.names[earlier].T) > 0
    for alike in (lemma, string, shared):
        candidates = alike & (before < at)
        nearest = np.where(candidates, before, -1).max(axis=1, initial=-1)
        ready.append(candidates & (before == nearest[:, None]))
    return np.stack(ready, axis=-1).astype(np.uint8)


def _words_in_common(table: Table, later: slice, earlier: slice, nouns: Bools, lemma: Bools) -> list[Bools]:
    bags, names, modifiers = table.bags, table.names, table.modifiers
    shared = bags[later] @ bags[earlier].T
    size, size_before = bags[later].sum(1)[:, None], bags[earlier].sum(1)[None, :]
    proper = names[later] @ names[earlier].T
    proper_size, proper_before = names[later].sum(1)[:, None], names[earlier].sum(1)[None, :]
    named = (proper_size > 0) & (proper_before > 0)
    own, own_before = modifiers[later].sum(1)[:, None], modifiers[earlier].sum(1)[None, :]
    kept, kept_before = modifiers[later] @ bags[earlier].T, bags[later] @ modifiers[earlier].T
    return [
        nouns & (shared > 0),
        nouns & (shared == size),
        nouns & (shared == size_before),
        nouns & (shared >= 2),
        (table.heads[later] @ bags[earlier].T) > 0,
        (bags[later] @ table.heads[earlier].T) > 0,
        named & (proper > 0),
        named & (proper == 0),
        (proper_size > 0) & (proper == proper_size),
        (proper_before > 0) & (proper == proper_before),
        (proper > 0) & (proper < proper_size) & (proper < proper_before),
        (proper_size > 0) & (proper == proper_size) & (proper == proper_before),
        lemma & (own > 0) & (kept < own),
        lemma & (own > 0) & (kept == own),
        lemma & (own == 0),
        lemma & (own > 0) & (own_before > 0) & (kept_before < own_before),
    ]


def _agreement(both: _Both) -> list[Bools]:
    found: list[Bools] = []
    number, number_before = both("number")
    found += [(number == number_before) & (number > 0), (number != number_before) & (number > 0) & (number_before > 0)]
    gender, gender_before = both("gender")
    known = (gender > 0) & (gender_before > 0)
    found += [known & (gender == gender_before), known & (gender != gender_before)]
    person, person_before = both("person")
    known = (person > 0) & (person_before > 0)
    found += [known & (person == person_before), known & (person != person_before)]
    found += [(person == 1) & (person_before == 1), (person == 2) & (person_before == 2)]
    found.append(known & (person + person_before == 3))
    kind, kind_before = both("kind")
    known = (kind > 0) & (kind_before > 0)
    found += [known & (kind == kind_before), known & (kind != kind_before)]
    quote, quote_before = both("quote")
    inside, inside_before = quote >= 0, quote_before >= 0
    found += [inside & (quote == quote_before), inside & ~inside_before, ~inside & inside_before]
    found.append(inside & inside_before & (quote != quote_before))
    return found


def _places_in_sentence(both: _Both, same: _Same) -> list[Bools]:
    first, first_before = both("first")
    last, last_before = both("last")
    head, head_before = both("head")
    above, above_before = both("above")
    relation, relation_before = both("relation")
    copula, _ = both("copula")
    _, subject_before = both("subject")
    sentence, sentence_before = both("sentence")
    speaker, speaker_before = both("speaker")
    joined, joined_before = both("joined")
    clause, alike = same("clause"), same("exact relation")
    spoken = (speaker >= 0) & (speaker_before >= 0)
    return [
        (first >= first_before) & (last <= last_before),
        (first_before >= first) & (last_before <= last),
        (relation == RELATIONS.index("appos") + 1) & (above == head_before),
        (copula > 0) & (subject_before > 0) & (above_before == head),
        clause,
        clause & (above == above_before),
        above == head_before,
        above_before == head,
        (relation_before == RELATIONS.index("nmod:poss") + 1) & (above_before == above),
        (relation == RELATIONS.index("conj") + 1) & ((above == head_before) | (above == above_before)),
        alike,
        alike & ~clause & (sentence - sentence_before <= 1),
        same("block"),
        (speaker >= 0) & (speaker == head_before),
        (speaker_before >= 0) & (speaker_before == head),
        spoken & (speaker == speaker_before),
        spoken & (speaker != speaker_before),
        (joined > 0) & (first <= first_before) & (last >= last_before),
        (joined > 0) & (joined_before > 0),
    ]
