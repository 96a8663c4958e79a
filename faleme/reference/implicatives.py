"""What words imply of the infinitive, gerund or clause under them: implicative and factive words and their like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from faleme.reference.files import toml_of


class Inflection(Protocol):
    """Forms of dictionary words."""

    def noun(self, lemma: str) -> frozenset[str]:
        """Singular and plural."""
        ...

    def verb(self, lemma: str) -> frozenset[str]:
        """Every form of a verb."""
        ...

    def both(self, lemma: str) -> frozenset[str]:
        """Forms as verb and as noun."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Implicatives:
    """Casefolded forms; a verb with a particle stands with one blank ("rule out").

    used, lost: verbs by which an occasion's infinitive came true or did not; met, unmet: the same of what was asked;
    given_up: verbs by which what was planned did not.
    kept: preposition -> verbs whose gerund behind it did not happen; nearly: preposition -> words whose gerund was
    close to happening; missed: verbs whose own gerund did not happen; all_but: phrases before a verb.
    ordering, ordered: verbs and nouns of a deed that was ordered and done. happening: verbs that say of their subject
    that it took place, some with a word beside them. weighing: verbs whose passive leaves the thing open.
    adjectives: form -> auxiliary of the event noun beside it.
    untrue: words that call news false, news: such news, showing: verbs of what it says, debunking: verbs that say it is
    false, wrongly: adverbs of saying what is false.
    """

    done_when_denied: frozenset[str]
    open_when_denied: frozenset[str]
    open_unless_vouched: frozenset[str]
    factive_verbs: frozenset[str]
    factive_nouns: frozenset[str]
    factive_adjectives: frozenset[str]
    able_in_the_past: frozenset[str]
    of_infinitives: frozenset[str]
    necessity: frozenset[str]
    kept: Mapping[str, frozenset[str]]
    ordering: frozenset[str]
    ordered: frozenset[str]
    happening: frozenset[str]
    happening_with: Mapping[str, frozenset[str]]
    weighing: frozenset[str]
    nearly: Mapping[str, frozenset[str]]
    missed: frozenset[str]
    all_but: frozenset[str]
    occasions: frozenset[str]
    used: frozenset[str]
    lost: frozenset[str]
    demands: frozenset[str]
    met: frozenset[str]
    unmet: frozenset[str]
    plans: frozenset[str]
    given_up: frozenset[str]
    sending: frozenset[str]
    contemplated: frozenset[str]
    adjectives: Mapping[str, str]
    untrue: frozenset[str]
    news: frozenset[str]
    showing: frozenset[str]
    debunking: frozenset[str]
    wrongly: frozenset[str]
    performatives: frozenset[str]
    ahead_of: frozenset[str]
    asking: frozenset[str]
    presupposing: frozenset[str]
    ordinals: frozenset[str]
    looks: frozenset[str]
    turned: frozenset[str]

    def comes_true(self, verb: str, noun: str) -> bool:
        """Whether the verb says that what the noun's infinitive tells came true: "took the chance to"."""
        return (verb in self.used and noun in self.occasions) or (verb in self.met and noun in self.demands)

    def comes_to_nothing(self, verb: str, noun: str) -> bool:
        """Whether the verb says that it did not: "missed the chance to", "ignored calls to", "dropped its plan to"."""
        return (
            (verb in self.lost and noun in self.occasions)
            or (verb in self.unmet and noun in self.demands)
            or (verb in self.given_up and noun in self.plans)
        )


def read_implicatives(path: Path, *, inflect: Inflection) -> Implicatives:
    """The lists of one language."""
    data = toml_of(path)
    occasions, asking = data["occasions"], data["asking"]
    return Implicatives(
        done_when_denied=_forms(data["done_when_denied"]["words"], inflect.both),
        open_when_denied=_forms(data["open_when_denied"]["words"], inflect.verb),
        open_unless_vouched=_forms(data["open_unless_vouched"]["words"], inflect.verb),
        factive_verbs=_forms(data["factives"]["verbs"], inflect.verb),
        factive_nouns=_forms(data["factives"]["nouns"], inflect.noun),
        factive_adjectives=_as_written(data["factives"]["adjectives"]),
        able_in_the_past=_as_written(data["able_in_the_past"]["words"]),
        of_infinitives=_forms(data["of_infinitives"]["verbs"], inflect.verb),
        necessity=_forms(data["necessity"]["words"], inflect.verb),
        kept={preposition: _forms(words, inflect.verb) for preposition, words in data["kept"].items()},
        ordering=_forms(data["ordered"]["verbs"], inflect.verb),
        ordered=_forms(data["ordered"]["nouns"], inflect.noun),
        happening=_forms(data["happening"]["verbs"], inflect.verb),
        happening_with={
            form: frozenset(beside) for verb, beside in data["happening"]["with"].items() for form in inflect.verb(verb)
        },
        weighing=_forms(data["weighing"]["verbs"], inflect.verb),
        nearly={preposition: _as_written(data["nearly"][preposition]) for preposition in ("to", "of")},
        missed=_forms(data["nearly"]["missed"], inflect.verb),
        all_but=_as_written(data["nearly"]["phrases"]),
        occasions=_forms(occasions["nouns"], inflect.noun),
        used=_forms(occasions["used"], inflect.verb),
        lost=_forms(occasions["lost"], inflect.verb),
        demands=_forms(occasions["demands"], inflect.noun),
        met=_forms(occasions["met"], inflect.verb),
        unmet=_forms(occasions["unmet"], inflect.verb),
        plans=_forms(occasions["plans"], inflect.noun),
        given_up=_forms(occasions["given_up"], inflect.verb),
        sending=_forms(data["sending"]["verbs"], inflect.verb),
        contemplated=_forms(data["contemplated"]["words"], inflect.both),
        adjectives=_by_reading(data["adjectives"]),
        untrue=_as_written(data["adjectives"]["untrue"]),
        news=_forms(data["false_news"]["nouns"], inflect.noun),
        showing=_forms(data["false_news"]["showing"], inflect.verb),
        debunking=_forms(data["false_news"]["debunking"], inflect.verb),
        wrongly=_as_written(data["false_news"]["adverbs"]),
        performatives=_forms(data["performatives"]["verbs"], inflect.verb),
        ahead_of=_as_written(data["ahead_of"]["words"]),
        asking=_as_written(asking["words"]),
        presupposing=_as_written(asking["presupposing"]),
        ordinals=_as_written(asking["ordinals"]),
        looks=_forms(data["looks"]["verbs"], inflect.verb),
        turned=_as_written(data["turned"]["words"]),
    )


def phrase_forms(written: str, forms: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Every form of a word; of a verb with a particle, those of the verb with the particle behind."""
    first, _, rest = written.partition(" ")
    return frozenset(f"{form} {rest}".strip() for form in forms(first))


def _forms(words: Iterable[str], forms: Callable[[str], Iterable[str]]) -> frozenset[str]:
    return frozenset(form for word in words for form in phrase_forms(word, forms))


def _as_written(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _by_reading(data: Mapping[str, Any]) -> dict[str, str]:
    return {word: reading for reading in ("negation", "hypothetical", "future") for word in data[reading]}
