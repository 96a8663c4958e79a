"""The word lists of one language: what triggers an event, who speaks, what hedges, negates, supposes and counts.

    lexicon = load_lexicon("en")
    lexicon.speech["said"].code          "say"
    lexicon.number_words["twelve"]       12

Lists are written in dictionary forms; they are looked up by the forms that stand in a text, so nothing here depends on
a lemmatiser. Keys are casefolded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from faleme.errors import ReferenceDataError
from faleme.reference.codebook import Codebook, load_codebook
from faleme.reference.diplomacy import DiplomacyWords, read_diplomacy
from faleme.reference.files import DATA, Faults, toml_of
from faleme.reference.implicatives import Implicatives, phrase_forms, read_implicatives
from faleme.reference.inflection import Inflector, load_inflector
from faleme.reference.mishaps import MishapWords, read_mishaps
from faleme.reference.occasions import OccasionWords, read_occasions
from faleme.reference.only_said import OnlySaidWords, read_only_said

_NEAR_WORDS = 7  # how far from the trigger its `near` and `unless` words may stand


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerEntry:
    """One sense of a word or phrase that names a doing.

    words: for each word of the phrase, its forms. near: one of these has to stand close by, where there are any.
    unless: none of these may. sentence: one of these has to stand anywhere in the sentence. object: one of these has to
    be what the words act on ("lifted the curfew", "the curfew was lifted", "the lifting of the curfew"). subject: or
    one of these what it happens to by itself ("the bomb exploded"). sure: decides the type, and adds an anchor also
    where the engine sees none; otherwise the engine must half see it. mutual: both sides do it ("clashed with them").
    event_type: "" in an entry of words that tell no event. written: phrase and conditions as the file has them, for
    people. file: name of the desk's own file that holds it, with the line; None for one of ours.
    """

    id: str
    words: tuple[frozenset[str], ...]
    pos: str | None
    event_type: str
    mode: str | None
    sure: bool
    mutual: bool
    near: frozenset[str]
    unless: frozenset[str]
    sentence: frozenset[str]
    object: frozenset[str]
    subject: frozenset[str]
    examples: tuple[str, ...]
    not_: tuple[str, ...]
    because: str
    written: str = ""
    file: str | None = None

    @property
    def key(self) -> int:
        """Which word of the phrase names the doing: of a noun phrase the last ("hunger strike"), else the first."""
        return len(self.words) - 1 if self.pos == "NOUN" else 0

    @property
    def cited(self) -> str:
        """The entry as decisions name it."""
        return f"lexicon entry {self.id}" + (f" ({self.file})" if self.file else "")

    def matches(
        self,
        words: Sequence[str],
        at: int,
        *,
        upos: Sequence[str] | None = None,
        acted_on: Callable[[int], Collection[str]] | None = None,
        befallen: Callable[[int], Collection[str]] | None = None,
    ) -> int | None:
        """How many words the phrase covers from word ``at`` on, or None where it does not stand there.

        words: one sentence, casefolded. upos: parts of speech, where known; the entry's own is then demanded.
        acted_on: what the word of a number acts on; befallen: what it happens to by itself. Where there is no tree, all
        words close by may be either.
        """
        if not self._stands(words, at):
            return None
        key = at + self.key
        if (
            upos is not None
            and self.pos is not None
            and upos[key] not in {self.pos, "PROPN" if self.pos == "NOUN" else self.pos}
        ):
            return None
        around = self._around(words, at)
        if (self.near and not self.near & around) or self.unless & around:
            return None
        if self.sentence and self.sentence.isdisjoint(words):
            return None
        if self.object or self.subject:
            matter = self.object & set(around if acted_on is None else acted_on(key))
            if not matter and self.subject.isdisjoint(around if befallen is None else befallen(key)):
                return None
        return len(self.words)

    def speaks_against(self, words: Sequence[str], at: int) -> bool:
        """Whether its words stand at word ``at``, but so does one of `unless` beside them: another sense is likely."""
        return bool(self.unless) and self._stands(words, at) and bool(self.unless & self._around(words, at))

    def _stands(self, words: Sequence[str], at: int) -> bool:
        return at + len(self.words) <= len(words) and all(words[at + k] in forms for k, forms in enumerate(self.words))

    def _around(self, words: Sequence[str], at: int) -> set[str]:
        end = at + len(self.words)
        return {*words[max(0, at - _NEAR_WORDS) : at], *words[end : end + _NEAR_WORDS]}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechClass:
    """A class of verbs or nouns that report. statement: their content is somebody's words. objects: so is a thing that
    is their object."""

    code: str
    statement: bool
    denies: bool = False
    objects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    """How one figure kind is told by words: forms of its verbs, of verbs whose subject counts, nouns, states, and ends
    ("hacked to death")."""

    code: str
    verbs: frozenset[str]
    subject_verbs: frozenset[str]
    nouns: frozenset[str]
    states: frozenset[str]
    ends: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All lists of a language. Sets hold casefolded forms; phrases are written with single blanks.

    asked: forms of the words at which a `sure` entry may set an anchor. own: name and digest of a desk's own file.
    """

    language: str
    triggers: tuple[TriggerEntry, ...]
    by_first_word: Mapping[str, tuple[TriggerEntry, ...]]
    no_events: Mapping[str, tuple[TriggerEntry, ...]]  # by first word: words that sound like a doing and tell none
    asked: frozenset[str]
    contexts: Mapping[str, frozenset[str]]  # code -> words that put a clause into the context
    mishaps: MishapWords
    occasions: OccasionWords
    diplomacy: DiplomacyWords
    implied: Implicatives
    only_said: OnlySaidWords  # for older schemes alone
    # speech
    speech: Mapping[str, SpeechClass]
    sayers: frozenset[str]  # of the verbs of speech those that report words
    speech_phrases: Mapping[str, SpeechClass]  # "point out": the first word in any form
    speech_nouns: Mapping[str, SpeechClass]
    view_adjectives: Mapping[str, SpeechClass]
    according: frozenset[str]
    classes_of_words: tuple[str, ...]  # the classes that report somebody's words, in the order of the list
    hearer_verbs: frozenset[str]
    to_hearers: frozenset[str]  # prepositions of whom one speaks to
    spoken_in: frozenset[str]  # nouns of what one speaks in: an interview with a paper
    speaking: frozenset[str]
    hearing: frozenset[str]  # nouns of whom one may speak to
    refusing: frozenset[str]
    admitting: frozenset[str]
    own_side: frozenset[str]  # nouns that may be the speaker's own side
    owners: frozenset[str]  # "his"
    empty_words: frozenset[str]  # that say nothing of what a sentence is about
    neutral_verbs: frozenset[str]
    object_verbs: frozenset[str]
    expressing_verbs: frozenset[str]
    open_verbs: frozenset[str]
    asking_verbs: frozenset[str]
    for_verbs: frozenset[str]
    naming_verbs: frozenset[str]
    of_persons: frozenset[str]
    quoting_verbs: frozenset[str]
    nobody: frozenset[str]
    first_persons: frozenset[str]
    second_persons: frozenset[str]
    denied_verbs: frozenset[str]  # "denied it"
    denied_claims: frozenset[str]  # "denied the report"
    denied_pronouns: frozenset[str]
    denied_determiners: frozenset[str]
    denied_untrue: frozenset[str]  # "said it was false"
    # hedges
    hedge_adverbs: frozenset[str]
    hedge_passives: frozenset[str]
    hedge_seeming: frozenset[str]
    hedge_adjectives: frozenset[str]
    hedge_nouns: frozenset[str]
    hedge_qualified: Mapping[str, frozenset[str]]
    hedge_asides: tuple[str, ...]
    cue_tails: frozenset[str]
    # factuality
    negators: frozenset[str]
    negative_determiners: frozenset[str]
    negative_subjects: frozenset[str]
    negative_prepositions: frozenset[str]
    almost: frozenset[str]
    undone_by: frozenset[str]
    modals: Mapping[str, str]  # form -> future, hypothetical or conditional
    suppositions: frozenset[str]
    governors: Mapping[str, str]  # form -> negation, future or hypothetical
    refusals: Mapping[str, str]  # form -> mode of the refusal that "will not" makes of it, "" without one
    musts: frozenset[str]
    rulings: frozenset[str]
    addressees: frozenset[str]
    foreseeing: frozenset[str]  # words of warning, fear and prediction, of these those of fear, nouns of what is feared
    fearing: frozenset[str]
    feared_deeds: frozenset[str]
    of_state: frozenset[str]  # who speaks for a state, and its arms
    state_arms: frozenset[str]
    themselves: frozenset[str]
    conflict_ends: frozenset[str]  # nouns of ending a conflict, of conflicts, of truces
    conflicts: frozenset[str]
    truces: frozenset[str]
    calls: frozenset[str]  # "called him", "called on him"
    called: frozenset[str]  # persons without a name whom one telephones or visits
    commitments: frozenset[str]
    given_at_once: frozenset[str]  # what is given by the word itself, as condolences are
    transparent: frozenset[str]
    light: frozenset[str]
    light_doing: frozenset[str]  # of the light ones, those whose subject does what the noun tells
    # deeds that nouns tell, by the verbs over them
    deed_doing: frozenset[str]
    deed_suffering: frozenset[str]
    fiction: frozenset[str]  # what only looks like a deed: in fiction, in drills, of anyone, of no living thing
    drills: frozenset[str]
    mock: frozenset[str]
    anyone: frozenset[str]
    punishable: frozenset[str]
    killing: frozenset[str]
    abstract: frozenset[str]
    hindering: frozenset[str]  # verbs that hinder a deed, nouns of such deeds and of plots, verbs that lay plots open
    hindered: frozenset[str]
    plots: frozenset[str]
    uncovering: frozenset[str]
    deed_suffering_with: Mapping[str, frozenset[str]]
    suffered: frozenset[str]  # nouns whose possessor suffers them
    shooting: frozenset[str]
    shooting_targets: frozenset[str]
    shooting_empty: frozenset[str]
    dying: frozenset[str]
    fleeing: frozenset[str]
    meeting: frozenset[str]
    blaming: frozenset[str]
    met_with: Mapping[str, frozenset[str]]  # by verb: things of others' doing that its subject runs into
    tried: frozenset[str]
    tried_with: frozenset[str]
    instruments: frozenset[str]
    lifeless: frozenset[str]
    ground: frozenset[str]
    media: frozenset[str]
    complaints: frozenset[str]  # whoever receives them is not accused
    feelings: frozenset[str]  # nouns whose "of" gives them
    towards: frozenset[str]
    long_spans: frozenset[str]
    ago: frozenset[str]
    since: frozenset[str]
    anniversaries: frozenset[str]
    # a life told: what one was then, how young, what time of life, "once", whose life is long past; what is news
    childhood: frozenset[str]
    young: frozenset[str]
    times_of_life: frozenset[str]
    once: frozenset[str]
    forebears: frozenset[str]
    recent: frozenset[str]
    # figures
    about: tuple[str, ...]
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    at_least_after: tuple[str, ...]
    at_most_after: tuple[str, ...]
    vague: Mapping[str, int]
    number_words: Mapping[str, int]
    multipliers: Mapping[str, int]
    figure_kinds: tuple[FigureWords, ...]
    ignored_units: frozenset[str]
    date_words: frozenset[str]
    labels: frozenset[str]
    currencies: Mapping[str, str]
    distances: Mapping[str, str]
    people: frozenset[str]
    goods: frozenset[str]  # nobody is abducted, arrested or freed in them
    own: str = ""

    def extended(self, entries: Sequence[TriggerEntry], *, own: str) -> Lexicon:
        """These lists with a desk's own entries; one with an id of ours stands in its place."""
        ids = {entry.id for entry in entries}
        triggers = (*(entry for entry in self.triggers if entry.id not in ids), *entries)
        return replace(self, triggers=triggers, by_first_word=_by_first_word(triggers), asked=_asked(triggers), own=own)


@cache
def load_lexicon(language: str = "en") -> Lexicon:
    """The lists of a language. Raises ReferenceDataError with all faults of the first file that has some."""
    folder = DATA / "lexicon" / language
    if not folder.is_dir():
        raise ReferenceDataError(f"there is no lexicon for {language!r}: add the folder lexicon/{language}")
    inflect = load_inflector(language)
    triggers = tuple(
        entry
        for path in sorted((folder / "triggers").glob("*.toml"))
        for entry in read_triggers(path, codebook=load_codebook(), inflect=inflect)
    )
    _check_unique(folder / "triggers", triggers)
    return Lexicon(
        language=language,
        triggers=triggers,
        by_first_word=_by_first_word(triggers),
        no_events=_by_first_word(read_triggers(folder / "no_events.toml", inflect=inflect)),
        asked=_asked(triggers),
        contexts=_contexts(folder / "contexts.toml", inflect),
        mishaps=read_mishaps(folder / "mishaps.toml", inflect=inflect),
        diplomacy=read_diplomacy(folder / "diplomacy.toml", inflect=inflect),
        occasions=read_occasions(folder / "occasions.toml", inflect=inflect),
        implied=read_implicatives(folder / "implicatives.toml", inflect=inflect),
        only_said=read_only_said(folder / "only_said.toml", types=frozenset(load_codebook().types), inflect=inflect),
        **_speech(folder / "speech.toml", inflect),
        **_hedges(toml_of(folder / "hedges.toml"), inflect),
        **_factuality(toml_of(folder / "factuality.toml"), inflect),
        **_deeds(toml_of(folder / "deeds.toml"), inflect),
        **_figures(toml_of(folder / "figures.toml"), inflect),
    )


def _each(words: Iterable[str], forms: Any) -> frozenset[str]:
    return frozenset(form for word in words for form in forms(word))


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


_TRIGGER_KEYS = frozenset(
    "id lemma lemmas phrase pos event_type mode sure mutual near unless sentence object subject "
    "examples not because".split()
)


def read_triggers(
    path: Path, *, codebook: Codebook | None = None, inflect: Inflector | None = None
) -> tuple[TriggerEntry, ...]:
    """The entries of one trigger file, checked against the codebook; without one, entries of no event.

    Raises ReferenceDataError with every fault of the file.
    """
    inflect = inflect or load_inflector("en")
    faults, entries = Faults(path), []
    for number, raw in enumerate(toml_of(path).get("trigger", ()), start=1):
        name = str(raw.get("id", f"entry {number}"))
        for key in sorted(raw.keys() - _TRIGGER_KEYS):
            faults.add(name, f"unknown key {key!r}")
        needed = ("id", "event_type", "examples", "because") if codebook else ("id", "examples", "because")
        missing = [key for key in needed if not raw.get(key)]
        written = _written(raw)
        if missing or not written:
            faults.add(name, f"needs {', '.join(missing) or 'a lemma or a phrase'}")
            continue
        kind, mode = raw.get("event_type", ""), raw.get("mode")
        if len(written) > 1 and any(" " in lemma for lemma in written):
            faults.add(name, "several lemmas are single words")
        if codebook is None:
            if kind or mode:
                faults.add(name, "tells no event, so it has no event type")
        elif kind not in codebook.types:
            faults.add(name, f"event type {kind!r} is not in the codebook")
        elif mode is not None and not codebook.has_mode(kind, mode):
            faults.add(name, f"{kind} has no mode {mode!r}")
        entries.append(trigger_of(raw, inflect))
    faults.check()
    return tuple(entries)


def trigger_of(raw: Mapping[str, Any], inflect: Inflector, *, file: str | None = None) -> TriggerEntry:
    """The entry that a checked table of a trigger file describes."""
    pos = None if raw.get("pos") == "ANY" else raw.get("pos", "VERB")
    words = _written(raw)
    listed = ("object", "subject", "near", "sentence", "unless")
    conditions = [f"{key} {' or '.join(raw[key])}" for key in listed if raw.get(key)]
    return TriggerEntry(
        id=raw["id"],
        words=_forms(words, pos, inflect),
        pos=pos,
        event_type=raw.get("event_type", ""),
        mode=raw.get("mode"),
        sure=bool(raw.get("sure", False)),
        mutual=bool(raw.get("mutual", False)),
        near=_each(raw.get("near", ()), inflect.both),
        unless=_each(raw.get("unless", ()), inflect.both),
        sentence=_each(raw.get("sentence", ()), inflect.both),
        object=_each(raw.get("object", ()), inflect.noun),
        subject=_each(raw.get("subject", ()), inflect.noun),
        examples=tuple(raw["examples"]),
        not_=tuple(raw.get("not", ())),
        because=raw.get("because", ""),
        written=", ".join([f"{' or '.join(words)} ({pos or 'ANY'})", *conditions]),
        file=file,
    )


def _written(raw: Mapping[str, Any]) -> list[str]:
    return [raw[key] for key in ("lemma", "phrase") if raw.get(key)] + list(raw.get("lemmas", ()))


def _forms(written: Sequence[str], pos: str | None, inflect: Inflector) -> tuple[frozenset[str], ...]:
    """Forms of each word of a phrase; of several lemmas, which are single words, those of all."""
    if len(written) == 1:
        return inflect.phrase(written[0], pos)
    return (frozenset(form for lemma in written for form in inflect.phrase(lemma, pos)[0]),)


def _check_unique(folder: Path, entries: Sequence[TriggerEntry]) -> None:
    seen: set[str] = set()
    faults = Faults(folder)
    for entry in entries:
        if entry.id in seen:
            faults.add(entry.id, "stands twice")
        seen.add(entry.id)
    faults.check()


def _by_first_word(entries: Sequence[TriggerEntry]) -> dict[str, tuple[TriggerEntry, ...]]:
    """Entries under each form of their first word: a desk's own before ours, longest phrases first, then those that
    name what they act on, then those that need a word of the sentence, or one beside them."""
    table: dict[str, list[TriggerEntry]] = {}
    for entry in entries:
        for form in entry.words[0]:
            table.setdefault(form, []).append(entry)
    return {form: tuple(sorted(found, key=_rank)) for form, found in table.items()}


def _rank(entry: TriggerEntry) -> tuple[bool, int, bool, bool, bool, str]:
    matter = bool(entry.object or entry.subject)
    return entry.file is None, -len(entry.words), not matter, not entry.sentence, not entry.near, entry.id


def _asked(entries: Sequence[TriggerEntry]) -> frozenset[str]:
    return frozenset(form for entry in entries if entry.sure for form in entry.words[entry.key])


def _contexts(path: Path, inflect: Inflector) -> dict[str, frozenset[str]]:
    faults, known = Faults(path), load_codebook().contexts
    found: dict[str, frozenset[str]] = {}
    for code, words in toml_of(path)["contexts"].items():
        if code not in known:
            faults.add(code, "no context of the codebook")
        if any(" " in word for word in words):
            faults.add(code, "single words only")
        found[code] = _each(words, inflect.noun)
    faults.check()
    return found


def _speech(path: Path, inflect: Inflector) -> dict[str, Any]:
    data, faults = toml_of(path), Faults(path)
    classes: dict[str, SpeechClass] = {}
    words: dict[str, SpeechClass] = {}
    phrases: dict[str, SpeechClass] = {}
    for raw in data["class"]:
        one = SpeechClass(
            code=raw["code"],
            statement=raw["statement"],
            denies=raw.get("denies", False),
            objects=raw.get("objects", False),
        )
        classes[one.code] = one
        for verb in raw["verbs"]:
            first, _, rest = verb.partition(" ")
            for form in inflect.verb(first):
                key = f"{form} {rest}".strip()
                table = phrases if rest else words
                if table.get(key, one) is not one:
                    faults.add(one.code, f"{verb!r} stands under {table[key].code} too")
                table[key] = one
    nouns: dict[str, SpeechClass] = {}
    for code, listed in data["nouns"].items():
        if code not in classes:
            faults.add(f"nouns.{code}", "no class of that code")
            continue
        nouns.update({form: classes[code] for noun in listed for form in inflect.noun(noun)})
    faults.check()
    return {
        "speech": words,
        "sayers": frozenset(form for form, one in words.items() if one.statement),
        "speech_phrases": phrases,
        "speech_nouns": nouns,
        "view_adjectives": {word: classes[code] for code, listed in data["adjectives"].items() for word in listed},
        "classes_of_words": tuple(one.code for one in classes.values() if one.statement),
        "to_hearers": _folded(data["audience"]["to"]),
        "spoken_in": _each(data["audience"]["in"], inflect.noun),
        "speaking": _each(data["audience"]["speaking"], inflect.verb),
        "hearing": _each(data["audience"]["hearing"], inflect.noun),
        "admitting": _each(data["admitting"]["verbs"], inflect.verb),
        "own_side": _folded(data["own_side"]["words"]),
        "owners": _folded(data["owners"]["words"]),
        "empty_words": _folded(data["empty"]["words"]),
        "refusing": _each(data["refusing"]["verbs"], inflect.verb),
        "according": _folded(data["prepositions"]["words"]),
        "object_verbs": _each(data["objects"]["verbs"], inflect.verb),
        "expressing_verbs": _each(data["objects"]["any"], inflect.verb),
        "open_verbs": _each(data["open"]["verbs"], inflect.verb),
        "asking_verbs": _each(data["open"]["asking"], inflect.verb),
        "for_verbs": _each(data["open"]["for"], inflect.verb),
        "naming_verbs": _each(data["naming"]["verbs"], inflect.verb),
        "of_persons": _each(data["of_persons"]["verbs"], inflect.verb),
        "quoting_verbs": _each(data["quoting"]["verbs"], inflect.verb),
        "neutral_verbs": _each(data["neutral"]["verbs"], inflect.verb),
        "hearer_verbs": _each(data["hearer"]["verbs"], inflect.verb),
        "first_persons": _folded(data["first_persons"]["words"]),
        "second_persons": _folded(data["second_persons"]["words"]),
        "nobody": _folded(data["nobody"]["words"]),
        "denied_verbs": _each(data["denied"]["verbs"], inflect.verb),
        "denied_claims": _each(data["denied"]["claims"], inflect.noun),
        "denied_pronouns": _folded(data["denied"]["pronouns"]),
        "denied_determiners": _folded(data["denied"]["determiners"]),
        "denied_untrue": _each(data["denied"]["untrue"], inflect.noun),
    }


def _hedges(data: Mapping[str, Any], inflect: Inflector) -> dict[str, Any]:
    return {
        "hedge_adverbs": _folded(data["adverbs"]["words"]),
        "hedge_passives": _each(data["passives"]["verbs"], inflect.verb),
        "hedge_seeming": _each(data["seeming"]["verbs"], inflect.verb),
        "hedge_adjectives": _folded(data["adjectives"]["words"]),
        "hedge_nouns": _each(data["nouns"]["words"], inflect.noun),
        "hedge_qualified": {
            form: _folded(adjectives)
            for noun, adjectives in data["nouns"]["qualified"].items()
            for form in inflect.noun(noun)
        },
        "cue_tails": _folded(data["tails"]["words"]),
        "hedge_asides": tuple(phrase.casefold() for phrase in data["asides"]["phrases"]),
    }


def _factuality(data: Mapping[str, Any], inflect: Inflector) -> dict[str, Any]:
    negators = data["negators"]
    governors: dict[str, str] = {}
    for reading in ("hypothetical", "future", "negation"):  # the later wins: "refused" is no wish
        for word in data["governors"][reading]:
            governors.update(dict.fromkeys(phrase_forms(word, inflect.both), reading))
    return {
        "negators": _folded(negators["words"]),
        "negative_determiners": _folded(negators["determiners"]),
        "negative_subjects": _folded(negators["subjects"]),
        "negative_prepositions": _folded(negators["prepositions"]),
        "almost": _folded(negators["almost"]),
        "undone_by": _folded(negators["undone_by"]),
        "modals": {word: reading for reading, words in data["modals"].items() for word in words},
        "suppositions": _folded(data["suppositions"]["words"]),
        "governors": governors,
        "refusals": {
            form: "" if mode == "any" else mode
            for mode, verbs in data["refusals"].items()
            for verb in verbs
            for form in inflect.verb(verb)
        },
        "musts": _folded(data["musts"]["words"]),
        "rulings": _each(data["musts"]["rulings"], inflect.verb),
        "addressees": _each(data["musts"]["addressees"], inflect.noun),
        "foreseeing": _each((*data["foreseen"]["verbs"], *data["foreseen"]["fearing"]), inflect.both),
        "fearing": _each(data["foreseen"]["fearing"], inflect.both),
        "feared_deeds": _each(data["foreseen"]["deeds"], inflect.noun),
        "of_state": _each(data["foreseen"]["speakers"], inflect.noun),
        "state_arms": _each(data["foreseen"]["arms"], inflect.noun),
        "themselves": _each(data["foreseen"]["themselves"], inflect.noun),
        "conflict_ends": _each(data["own_conflict"]["ends"], inflect.noun),
        "conflicts": _each(data["own_conflict"]["conflicts"], inflect.noun),
        "truces": _each(data["own_conflict"]["truces"], inflect.noun),
        "calls": _each(data["calls"]["verbs"], inflect.verb),
        "called": _each(data["calls"]["persons"], inflect.noun),
        "commitments": _each(data["commitments"]["words"], inflect.verb),
        "given_at_once": _each(data["commitments"]["at_once"], inflect.noun),
        "transparent": frozenset(
            form for word in data["transparent"]["words"] for form in phrase_forms(word, inflect.verb)
        ),
        "light": _each(data["light"]["doing"] + data["light"]["words"], inflect.verb),
        "light_doing": _each(data["light"]["doing"], inflect.verb),
        "long_spans": _each(data["past"]["spans"], inflect.noun),
        "ago": _folded(data["past"]["ago"]),
        "since": _folded(data["past"]["since"]),
        "anniversaries": _each(data["past"]["anniversaries"], inflect.noun),
        "childhood": _each(data["past"]["as_one"], inflect.noun),
        "young": _folded(data["past"]["young"]),
        "times_of_life": _folded(data["past"]["in_ones"]),
        "once": _folded(data["past"]["once"]),
        "forebears": _each(data["past"]["forebears"], inflect.noun),
        "recent": _folded(data["past"]["recent"]),
    }


def _deeds(data: Mapping[str, Any], inflect: Inflector) -> dict[str, Any]:
    suffering = data["suffering"]
    return {
        "deed_doing": _each(data["doing"]["verbs"], inflect.verb),
        "deed_suffering": _each(suffering["verbs"], inflect.verb),
        "deed_suffering_with": {
            form: _folded(words) for verb, words in suffering["with"].items() for form in inflect.verb(verb)
        },
        "towards": _folded(data["towards"]["words"]),
        "tried": _each(data["tried"]["verbs"], inflect.verb),
        "tried_with": _each(data["tried"]["with"], inflect.noun),
        "shooting": _each(data["shooting"]["verbs"], inflect.verb),
        "shooting_targets": _folded(data["shooting"]["targets"]),
        "shooting_empty": _folded(data["shooting"]["empty"]),
        **{key: _each(data["unreal"][key], inflect.noun) for key in ("fiction", "drills", "abstract")},
        **{key: _folded(data["unreal"][key]) for key in ("mock", "anyone", "punishable")},
        "killing": _each(data["unreal"]["killing"], inflect.verb),
        "hindering": _each(data["hindered"]["verbs"], inflect.verb),
        "hindered": _each(data["hindered"]["nouns"], inflect.noun),
        "plots": _each(data["hindered"]["plots"], inflect.noun),
        "uncovering": _each(data["hindered"]["uncovering"], inflect.verb),
        "dying": _each(data["dying"]["verbs"], inflect.verb),
        "fleeing": _each(data["fleeing"]["verbs"], inflect.verb),
        "meeting": _each(data["meeting"]["verbs"], inflect.verb),
        "met_with": _met_with(data["met"], inflect),
        "blaming": _each(data["blaming"]["verbs"], inflect.verb),
        **{
            key: _each(data[key]["nouns"], inflect.noun)
            for key in ("suffered", "instruments", "lifeless", "ground", "media", "feelings", "complaints")
        },
    }


def _met_with(kinds: list[Mapping[str, Any]], inflect: Inflector) -> dict[str, frozenset[str]]:
    met: dict[str, frozenset[str]] = {}
    for kind in kinds:
        things = _each(kind["things"], inflect.noun)
        for form in _each(kind["verbs"], inflect.verb):
            met[form] = met.get(form, frozenset()) | things
    return met


def _figures(data: Mapping[str, Any], inflect: Inflector) -> dict[str, Any]:
    approximators = data["approximators"]

    def longest_first(key: str) -> tuple[str, ...]:
        return tuple(sorted(set(approximators[key]), key=lambda phrase: (-len(phrase), phrase)))

    return {
        "about": longest_first("about"),
        "at_least": longest_first("low"),
        "at_most": longest_first("high"),
        "at_least_after": longest_first("low_after"),
        "at_most_after": longest_first("high_after"),
        "vague": dict(data["vague"]),
        "number_words": dict(data["numbers"]),
        "multipliers": dict(data["multipliers"]),
        "figure_kinds": tuple(
            FigureWords(
                code=kind["code"],
                verbs=frozenset(
                    " ".join([form, *verb.split()[1:]])
                    for verb in kind["verbs"]
                    for form in inflect.verb(verb.split()[0])
                ),
                subject_verbs=_each(kind["subject_verbs"], inflect.verb),
                nouns=_each(kind["nouns"], inflect.noun),
                states=_folded(kind["states"]),
                ends=_folded(kind.get("ends", ())),
            )
            for kind in data["kind"]
        ),
        "ignored_units": _each(data["ignored"]["units"], inflect.noun),
        "date_words": _folded(data["ignored"]["dates"]),
        "labels": _folded(data["ignored"]["labels"]),
        "currencies": {form: code for unit, code in data["currencies"].items() for form in inflect.noun(unit)},
        "distances": {form: code for unit, code in data["distances"].items() for form in inflect.noun(unit)},
        "people": _each(data["people"]["nouns"], inflect.noun),
        "goods": _each(data["goods"]["nouns"], inflect.noun),
    }
