"""Trigger entries and own types tried on text: on their own examples, and on pages before and after an edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from faleme.coding.coder import code
from faleme.pipeline import Kit, parse_article, process
from faleme.read.files import capture_of_text
from faleme.records import Article, Coding, Parse, Rejection
from faleme.reference.codebook import EventType
from faleme.reference.lexicon import TriggerEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """An example that does not come out as its entry or type says. of: whose it is. found: what came out instead."""

    of: str
    sentence: str
    wanted: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an edit does to one coding. before, after: type and mode, None where there is none.

    why: the decision behind the newer one, or behind the lost one.
    """

    article: str
    sentence: str
    anchor: str
    before: str | None
    after: str | None
    why: str

    @property
    def kind(self) -> Literal["won", "lost", "changed"]:
        """What happened to it."""
        if self.before is None:
            return "won"
        return "lost" if self.after is None else "changed"


def faults_in(entries: Iterable[TriggerEntry], types: Iterable[EventType], kit: Kit) -> Iterator[Fault]:
    """Every example of an entry or type that is not coded so, and every counter-example that is."""
    for entry in entries:
        kind = entry.event_type
        for sentence in entry.examples:
            made = _coded(sentence, kit)
            if isinstance(made, str):
                yield Fault(of=entry.cited, sentence=sentence, wanted=kind, found=made)
            elif not any(coding.event_type == kind for coding in made[1]):
                yield Fault(of=entry.cited, sentence=sentence, wanted=kind, found=_instead(entry, sentence, *made))
        for sentence in entry.not_:
            made = _coded(sentence, kit)
            codings = [] if isinstance(made, str) else [coding for coding in made[1] if _made_by(entry, coding)]
            if codings:
                found = _told(codings, sentence)
                yield Fault(of=entry.cited, sentence=sentence, wanted="no event by this entry", found=found)
    for own in types:
        for right, sentences in ((True, own.examples), (False, own.counter_examples)):
            for sentence in sentences:
                made = _coded(sentence, kit)
                codings = [] if isinstance(made, str) else list(made[1])
                if right is not any(coding.event_type == own.code for coding in codings):
                    found = made if isinstance(made, str) else _told(codings, sentence)
                    wanted = own.code if right else f"no {own.code}"
                    yield Fault(of=f"type {own.code}", sentence=sentence, wanted=wanted, found=found)


def changes(articles: Iterable[Article], old: Kit, new: Kit) -> Iterator[Change]:
    """What is won, lost and changed from one kit's lexicon to the other's, in text order; each article is read once."""
    both = replace(new, lexicon=replace(new.lexicon, asked=old.lexicon.asked | new.lexicon.asked))
    for article in articles:
        read = parse_article(article, both)
        before, _, _ = code(article, read, codebook=old.codebook, lexicon=old.lexicon)
        after, _, _ = code(article, read, codebook=new.codebook, lexicon=new.lexicon)
        yield from _between(article, read, before, after)


def _between(article: Article, read: Parse, before: Sequence[Coding], after: Sequence[Coding]) -> Iterator[Change]:
    kept = {_key(coding) for coding in before} & {_key(coding) for coding in after}
    gone = [coding for coding in before if _key(coding) not in kept]
    found: list[tuple[Coding, str | None, str | None]] = []  # the coding to show, its name before and after
    for made in (coding for coding in after if _key(coding) not in kept):
        former = next((coding for coding in gone if coding.anchor.overlaps(made.anchor)), None)
        if former is not None:
            gone.remove(former)
        found.append((made, None if former is None else _name(former), _name(made)))
    found += [(coding, _name(coding), None) for coding in gone]
    for coding, earlier, later in sorted(found, key=lambda each: each[0].anchor):
        yield Change(
            article=article.key,
            sentence=" ".join(read.sentences[coding.sentence].span.of(article.text).split()),
            anchor=coding.anchor.of(article.text),
            before=earlier,
            after=later,
            why=next((step.why for step in coding.decisions if step.step == "type"), ""),
        )


def _key(coding: Coding) -> tuple[int, int, str, str | None]:
    return coding.anchor.start, coding.anchor.end, coding.event_type, coding.mode


def _coded(sentence: str, kit: Kit) -> tuple[Parse, tuple[Coding, ...]] | str:
    """What the whole road makes of a sentence, or why it makes nothing."""
    capture = capture_of_text(sentence, key="example")
    record = process(replace(capture, text=sentence), kit)
    if isinstance(record, Rejection):
        return f"refused, {record.reason.value}" + (f" ({record.detail})" if record.detail else "")
    return record.parse, record.codings


def _made_by(entry: TriggerEntry, coding: Coding) -> bool:
    """Whether a coding's decisions name the entry."""
    return any(f"{step.why}:".startswith((f"{entry.cited}:", f"{entry.cited}, ")) for step in coding.decisions)


def _instead(entry: TriggerEntry, sentence: str, read: Parse, codings: Sequence[Coding]) -> str:
    """What came out, with what to do where the entry could not work."""
    words = [token.text.casefold() for token in read.tokens]
    told = _told(codings, sentence)
    if not any(entry.matches(words, at) for at in range(len(words))):
        return f"{told}; the words of the entry do not stand there so"
    tags = [token.upos for token in read.tokens]
    if not any(entry.matches(words, at, upos=tags) for at in range(len(words))):
        return f"{told}; the word is no {entry.pos} there"
    return told if entry.sure else f"{told}; the core does not half see such an event: sure = true needs no core"


def _told(codings: Sequence[Coding], sentence: str) -> str:
    return ", ".join(f"{_name(coding)} at “{coding.anchor.of(sentence)}”" for coding in codings) or "nothing is coded"


def _name(coding: Coding) -> str:
    return "-".join(filter(None, (coding.event_type, coding.mode)))
