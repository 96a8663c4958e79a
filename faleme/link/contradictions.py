"""Statements of one speaker that stand against each other: found by matter and dyad, shown and not judged.

Precision goes before recall: two statements are set side by side only where both speak of one matter and the words
themselves are opposed. Whoever reads the pair may find that a year, a condition or a translator lies between them.

The rule, in order. Never: two printings of the same words, or anything that is told as open ("may", "if").

1. One event (linked, or of one type family, place and day): one denies what the other says happened; or both count the
   same thing and the numbers are more than a tenth apart.
2. One matter: the predicate of one stands in the other too, with one doer; what one of them names (people, places,
   months) the other names too; their numbers are the same; and of the words beside names all but a fifth of the shorter
   one's are shared. Then opposed are
   "will" and "will not" (also: promised, and ruled out or rejected); "did" told first and "did not" or a denial told
   later; denied first and admitted later; "will not" and, later, "did".
3. One who is praised here and accused there, named right behind the verb.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from faleme.link.match import family, may_agree
from faleme.link.same_words import same_words, words_of
from faleme.records import Auxiliary, Figure, Report, ResolvedActor, Statement
from faleme.reference.lexicon import Lexicon, load_lexicon

Kind = Literal["denied and told", "figures", "will and will not", "would not and did", "praised and accused"]

_SHARED = (
    0.8  # of the shorter one's words beside names; with half of them "maize exports" and "timber exports" were one
)
_APART = 0.1  # of the larger number: "about 30" and 31 are one count
_STEM = 5  # letters that two forms of a word share ("withdraw", "withdrawal"), all of a shorter one
_ENDING = 4  # letters by which they may differ
_TELLING = frozenset({"say", "stress", "announce", "claim", "confirm", "explain", "answer"})
_OWN = frozenset({*_TELLING, "deny", "promise", "warn", "accuse"})  # classes whose content the speaker vouches for
_ADMITTING = frozenset({"confirm"})
_NAME = re.compile(r"(?<!^)(?<![.!?“\"] )\b[A-Z][\w’'-]+|\b\d[\d.,]*")
_LEAST_LETTERS = 3
_OF_STATE = frozenset(
    {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"}
)  # sectors whose people may mean "the government" as we


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement with what it is compared by. verb, words: its verb and content. day: of saying, else of publication.
    reports: those whose happening its words hold or deny."""

    statement: Statement
    verb: str
    words: str
    day: date | None
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two statements that stand against each other, the earlier first, and why, in words."""

    kind: Kind
    first: Said
    second: Said
    why: str


def contradictions(said: Sequence[Said], *, lexicon: Lexicon | None = None) -> list[Contradiction]:
    """Pairs among the statements of one speaker, each once, latest second statement first. lexicon: English if not
    given."""
    words = lexicon or load_lexicon("en")
    ordered = sorted(said, key=lambda one: (one.day or date.min, one.statement.statement_id))
    read = [_Read(one, words) for one in ordered]
    near: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(read):
        for key in one.keys:
            near[key].append(at)
    pairs = {pair for together in near.values() for pair in combinations(together, 2)}
    found = []
    for first, second in sorted(pairs):
        one, other = read[first], read[second]
        if one.said.statement.article_id != other.said.statement.article_id and (made := _opposed(one, other)):
            found.append(made)
    return found[::-1]


class _Read:
    """A statement taken apart."""

    def __init__(self, said: Said, lexicon: Lexicon) -> None:
        self.said = said
        statement = said.statement
        named = [*_NAME.findall(said.words), *(word for one in statement.about for word in one.text.split())]
        own = {word[:_STEM] for one in statement.speaker for word in words_of(f"{one.name} {one.text}")}
        self.numbers = frozenset(word.strip(".,") for word in named if word[0].isdigit())
        self.names = frozenset(
            stem for word in named if word[0].isupper() for stem in [words_of(word)[0][:_STEM]] if stem not in own
        )
        empty = lexicon.empty_words | lexicon.negators | lexicon.modals.keys()
        turns, subject, self.object = _words_at(said)
        self.matter = frozenset(
            word if word != turns or self.lemma is None else self.lemma  # "sold" and "sell" are one word
            for word in words_of(said.words)
            if word != subject
            and len(word) >= _LEAST_LETTERS
            and not word[0].isdigit()
            and word[:_STEM] not in self.names | empty
        )
        self.doer = _doer(said, lexicon)
        self.claims = statement.verb_class in _OWN
        self.admits = said.verb.casefold() in lexicon.admitting
        self.target = _target(statement)
        self.keys: set[tuple[str, str]] = {("event", report.event_id) for report in said.reports if report.event_id}
        self.keys |= {
            ("doing", f"{min(family(report.event_type))} {report.place.geonameid}")
            for report in said.reports
            if report.place is not None and report.place.geonameid is not None
        }
        self.keys |= {("word", word[:_STEM]) for word in (*self.matter, *filter(None, [self.lemma]))}
        if self.target is not None:
            self.keys.add(("target", self.target))

    @property
    def lemma(self) -> str | None:
        predicate = self.said.statement.predicate
        return None if predicate is None else predicate.lemma

    @property
    def is_denied(self) -> bool:
        """Whether the speaker says that it is not so: a denial of a thing, or a thing that is not; not both."""
        predicate = self.said.statement.predicate
        return (self.said.statement.verb_class == "deny") ^ (predicate is not None and predicate.negated)


def _words_at(said: Said) -> tuple[str, str, str]:
    """Predicate, subject and object of the content, casefolded; blank where there is none."""
    predicate, start = said.statement.predicate, said.statement.content.start
    if predicate is None:
        return "", "", ""
    spans = (predicate.span, predicate.subject, predicate.object)
    one, two, three = ("" if span is None else span.shift(-start).of(said.words).casefold() for span in spans)
    return one, two, three


_SELF = "I or we"


def _doer(said: Said, lexicon: Lexicon) -> str | None:
    """The word for whoever does what the predicate tells, `_SELF` for the speaker and his own ("we", "his troops", a
    minister's country); None for another pronoun and for what may be his side ("the government")."""
    predicate, content = said.statement.predicate, said.statement.content
    if predicate is None or predicate.subject is None:
        return None
    span = predicate.subject
    subject = span.shift(-content.start).of(said.words).casefold()
    speaker = next(iter(said.statement.speaker), None)
    before = words_of(said.words[: span.start - content.start])[-1:]
    states = [one for one in said.statement.about if one.span.contains(span) and "GOV" in one.sectors]
    own = speaker is not None and (
        subject in words_of(f"{speaker.text} {speaker.name}")
        or any(one.country == speaker.country and one.country is not None for one in states)
    )
    if own or subject in lexicon.first_persons or set(before) & lexicon.owners:
        return _SELF
    if len(subject) < _LEAST_LETTERS or subject in lexicon.empty_words:
        return None
    of_state = speaker is None or not speaker.sectors or not _OF_STATE.isdisjoint(speaker.sectors)
    return None if subject in lexicon.own_side and of_state else subject


def _target(statement: Statement) -> str | None:
    """Whom one praises or accuses: named where the content begins."""
    if statement.verb_class not in ("praise", "accuse") or not statement.about:
        return None
    first = statement.about[0]
    named = first.actor_id is not None or any(word[:1].isupper() for word in first.name.split()[1:])
    return _key(first) if named and first.span.start <= statement.content.start + len("the ") else None


def _key(actor: ResolvedActor) -> str:
    return actor.actor_id or f"{actor.name.casefold()}|{actor.country or ''}"


def _opposed(one: _Read, other: _Read) -> Contradiction | None:
    for weigh in (_of_one_event, _of_one_matter, _of_one_target):
        if (found := weigh(one, other)) is not None:
            if one.is_denied == other.is_denied and same_words(one.said.words, other.said.words) is not None:
                return None
            kind, why = found
            return Contradiction(kind=kind, first=one.said, second=other.said, why=why)
    return None


# --- one event --------------------------------------------------------------------------------------------


def _of_one_event(one: _Read, other: _Read) -> tuple[Kind, str] | None:
    for ours in one.said.reports:
        for theirs in other.said.reports:
            same = _one_happening(ours, theirs)
            if same is None:
                continue
            stands = {_says(one, ours), _says(other, theirs)}
            if stands == {"so", "not so"}:
                return "denied and told", f"{same}; one denies it, the other says it is so"
            for figure in _inside(one, ours):
                for number in _inside(other, theirs):
                    if figure.what is number.what and figure.unit == number.unit and _are_apart(figure, number):
                        counted = f"{figure.what.value}: {figure.text} here, {number.text} there"
                        return "figures", f"{same}; {counted}"
    return None


def _one_happening(ours: Report, theirs: Report) -> str | None:
    """Why two reports are of one happening; None where they may be of two."""
    if ours.event_id is not None and ours.event_id == theirs.event_id:
        return f"both speak of event {ours.event_id}"
    a, b = ours.place, theirs.place
    if a is None or b is None or a.geonameid is None or a.geonameid != b.geonameid:
        return None
    when = None if ours.date is None else ours.date.when
    then = None if theirs.date is None else theirs.date.when
    if when is None or then is None or not family(ours.event_type) & family(theirs.event_type):
        return None
    if when.first_day != when.last_day or (when.first_day, when.last_day) != (then.first_day, then.last_day):
        return None
    return f"both speak of what happened in {a.name} on {when.first_day}"


def _are_apart(one: Figure, other: Figure) -> bool:
    if may_agree(one, other):
        return False
    low = min(each.high for each in (one, other) if each.high is not None)
    high = max(each.low for each in (one, other) if each.low is not None)
    return high - low > _APART * high


def _says(one: _Read, report: Report) -> str:
    """What the speaker says of a happening: so, not so, or something else."""
    kind = one.said.statement.verb_class
    denied = report.auxiliary is Auxiliary.NEGATION
    if kind == "deny" or (denied and one.claims):
        return "not so"
    return "so" if kind in _TELLING and report.auxiliary is None else ""


def _inside(one: _Read, report: Report) -> Iterator[Figure]:
    if one.claims and not one.is_denied:
        yield from (figure for figure in report.figures if one.said.statement.content.contains(figure.span))


# --- one matter -------------------------------------------------------------------------------------------


def _of_one_matter(one: _Read, other: _Read) -> tuple[Kind, str] | None:
    """``one`` is the earlier."""
    ours, theirs = one.said.statement.predicate, other.said.statement.predicate
    if ours is None or theirs is None or not (one.claims and other.claims):
        return None
    if "open" in (ours.time, theirs.time) or not _one_matter(one, other):
        return None
    both = f"both are about “{ours.lemma}”" if ours.lemma == theirs.lemma else f"“{ours.lemma}” and “{theirs.lemma}”"
    times = {_time(one), _time(other)}
    if one.is_denied != other.is_denied and times <= {"ahead", "any"}:
        denies, says = (one, other) if one.is_denied else (other, one)
        return "will and will not", f"{both}: {_words(says, 'will')} it, and {_words(denies, 'will not')}"
    kinds = (one.said.statement.verb_class, other.said.statement.verb_class)
    if times <= {"past", "any"} and one.is_denied != other.is_denied:
        if not one.is_denied:
            return "denied and told", f"{both}: first said to have been, later denied"
        if other.admits or (kinds[0] == "deny" and kinds[1] in _ADMITTING):
            return "denied and told", f"{both}: first denied, later admitted"
    if one.is_denied and not other.is_denied and _time(one) == "ahead" and _time(other) == "past":
        return "would not and did", f"{both}: first ruled out, later said to have been done"
    return None


def _one_matter(one: _Read, other: _Read) -> bool:
    if one.numbers != other.numbers or not (one.names <= other.names or other.names <= one.names):
        return False
    if one.doer and other.doer and not _one_word(one.doer, other.doer):
        return False
    # A name among the objects ("the town of Fada", "Fada") has been compared above.
    things = [each for each in (one.object, other.object) if each[:_STEM] not in one.names | other.names]
    if len(things) == 2 and min(map(len, things)) >= _LEAST_LETTERS and not _one_word(*things):
        return False
    fewer, more = sorted((one.matter, other.matter), key=len)
    shared = {word for word in fewer if any(_one_word(word, each) for each in more)}
    named = one.names & other.names
    lemmas = (one.lemma or "", other.lemma or "")
    both = shared | named | ({lemmas[0]} if lemmas[0] == lemmas[1] else set())
    if len(shared) < _SHARED * len(fewer) or len(both) < 2:
        return False
    in_other = any(_one_word(lemmas[0], word) for word in other.matter)
    in_one = any(_one_word(lemmas[1], word) for word in one.matter)
    return _one_word(*lemmas) or in_other or in_one


def _one_word(one: str, other: str) -> bool:
    """Whether two are forms of one word, by their beginnings."""
    if one == other:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    shorter, longer = sorted(map(len, (one, other)))
    return shared >= min(_STEM, shorter) >= _LEAST_LETTERS and longer - shared <= min(_ENDING, shorter - 1)


def _time(one: _Read) -> str:
    """When it is told to be; of a noun that one denies ("ruled out talks") any time."""
    statement = one.said.statement
    assert statement.predicate is not None
    if statement.verb_class == "deny" and statement.predicate.time == "now":
        return "any"
    return statement.predicate.time


def _words(one: _Read, otherwise: str) -> str:
    kind = one.said.statement.verb_class
    return {"promise": "promised", "deny": "ruled it out"}.get(kind, f"said {otherwise}")


# --- one target -------------------------------------------------------------------------------------------


def _of_one_target(one: _Read, other: _Read) -> tuple[Kind, str] | None:
    if one.target is None or one.target != other.target:
        return None
    kinds = [each.said.statement.verb_class for each in (one, other)]
    if set(kinds) != {"praise", "accuse"}:
        return None
    whom = one.said.statement.about[0].name
    turned = "praised first, accused later" if kinds[0] == "praise" else "accused first, praised later"
    return "praised and accused", f"toward {whom}: {turned}"
