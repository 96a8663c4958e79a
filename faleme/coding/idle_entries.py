"""Entries of the word lists whose words stand in the text and that yet set no anchor, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from faleme.coding.attribution import subject_of
from faleme.coding.entries import acted_on_by, befallen_by
from faleme.coding.moods import is_headline_plan
from faleme.records import Decision, MentionKind
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import Lexicon, TriggerEntry
from faleme.trees import Tree

TAKEN = "its words are part of another anchor"
_PERSONS = frozenset({"PRP", "NNP", "NNPS"})  # tags of pronouns and names


def why_idle(
    tree: Tree, at: int, length: int, entry: TriggerEntry, taken: set[int], codebook: Codebook, lexicon: Lexicon
) -> str:
    """Why an entry sets no anchor where the core sees none, or "". Of its own types a desk knows better than our
    checks."""
    first = at - entry.key
    if codebook.is_own(entry.event_type):
        return ""
    if taken & set(range(first, first + length)):
        return TAKEN
    if _only_named(tree, at, lexicon):
        return "the doing is named or supposed there, not told"
    harm = entry.event_type in codebook.rules.harm and not entry.subject
    if harm and (thing := _lifeless_subject(tree, at, lexicon)) is not None:
        return f"“{tree.tokens[thing].text}” does it there, and nobody's will"
    if _somebody(tree, at, lexicon) or _suffered_by_its_matter(tree, at, entry):
        return ""
    return "nobody does it or suffers it there"


def idle(tree: Tree, at: int, length: int, entry: TriggerEntry, why: str) -> Decision:
    """That an entry standing at a word sets no anchor there. The score is what the core gives any event there."""
    first = at - entry.key
    words = " ".join(token.text for token in tree.tokens[first : first + length])
    read = next((one.types for one in tree.parse.asked if one.token == at), ())
    score = round(1.0 - dict(read)[""], 4) if "" in dict(read) else None
    return Decision(
        step="refused", decided=f"{entry.event_type} at “{words}”", why=f"{entry.cited}: {why}", score=score
    )


def of_another_sense(
    tree: Tree, against: Iterable[Sequence[tuple[int, TriggerEntry]]], taken: set[int]
) -> Iterator[Decision]:
    """Entries beside whose words stands one of another sense, where nothing else was coded: "the crash killed two"."""
    seen: set[int] = set()
    for sentence in against:
        for first, entry in sentence:
            at = first + entry.key
            if at in taken or at in seen or not entry.sure:
                continue
            seen.add(at)
            near = {tree.word(word) for word in _sentence(tree, at)} & entry.unless
            words = ", ".join(f"“{word}”" for word in sorted(near))
            yield idle(tree, at, len(entry.words), entry, f"{words} beside it speaks for another sense")


def _sentence(tree: Tree, at: int) -> range:
    sentence = tree.parse.sentences[tree.tokens[at].sentence]
    return range(sentence.first, sentence.last)


def _somebody(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether somebody does or suffers it: one whom the engine knows, a pronoun, a word for people. "The heat killed
    the crops" is no deed."""
    if tree.tokens[at].upos not in {"VERB", "AUX"}:
        return True
    reached = tree.children(at, "nsubj", "obj", "iobj", "obl")
    subject = subject_of(tree, at)
    if subject is not None:
        reached.append(subject)
    if tree.is_a(at, "acl"):
        reached.append(tree.tokens[at].head)  # "those arrested"
    if tree.is_a(at, "advcl"):
        reached += tree.children(tree.tokens[at].head, "nsubj")  # "left after being accused"
    return any(
        tree.mention_for(one, MentionKind.ACTOR) is not None
        or tree.tokens[one].xpos in _PERSONS
        or tree.word(one) in lexicon.people | lexicon.addressees
        for one in reached
    )


def _lifeless_subject(tree: Tree, at: int, lexicon: Lexicon) -> int | None:
    """The noun that does a harm, where it names nobody whom the engine or the lists know as acting: "hunger killed
    twelve"."""
    if tree.tokens[at].upos != "VERB" or tree.children(at, "nsubj:pass", "aux:pass"):
        return None
    if tree.is_a(at, "acl") and not tree.is_a(at, "acl:relcl"):
        return None  # "struck a village, killing eleven": trees hang it on the village
    subject = subject_of(tree, at)
    if subject is None or tree.tokens[subject].upos != "NOUN" or tree.word(subject) in lexicon.people:
        return None
    words = lexicon.mishaps
    if tree.word(subject) in lexicon.addressees | lexicon.instruments | lexicon.conflicts | words.force | words.arms:
        return None  # "rockets killed twelve"
    return subject if tree.mention_for(subject, MentionKind.ACTOR) is None else None


def _only_named(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether a verb is named or supposed rather than told: "the outlawed party", "a motion to outlaw it", "unless they
    outlaw it", "if the trial opens"; "ready to outlaw it" tells."""
    marks = {tree.word(mark) for mark in tree.children(at, "mark")}
    if tree.is_a(at, "amod") or (tree.is_a(at, "advcl") and marks & lexicon.suppositions):
        return True
    verb = tree.tokens[at].head
    if tree.is_a(at, "nsubj", "nsubj:pass", "obj") and tree.is_a(verb, "advcl"):
        # "If the trial opens": the noun is as supposed as the verb over it.
        return any(tree.word(mark) in lexicon.suppositions for mark in tree.children(verb, "mark"))
    infinitive = "to" in marks and not is_headline_plan(tree, at)
    above = tree.word(tree.tokens[at].head) if tree.tokens[at].head >= 0 else ""
    told = above in lexicon.transparent or lexicon.governors.get(above) == "future"
    return infinitive and tree.is_a(at, "acl", "advcl", "xcomp") and not told


def _suffered_by_its_matter(tree: Tree, at: int, entry: TriggerEntry) -> bool:
    """Whether a verb without a doer tells what becomes of the thing that the entry looks for: then nobody needs to be
    named ("a cache of rifles was discovered", "a bomb exploded"). "A treaty lifting the ban" only says what that is.
    """
    if tree.is_a(at, "acl") and not tree.is_a(at, "acl:relcl"):
        return False
    passive = tree.children(at, "nsubj:pass") and not tree.children(at, "obl:agent")
    suffers = acted_on_by(tree, at) if passive else frozenset()
    return not ((entry.near | entry.object).isdisjoint(suffers) and entry.subject.isdisjoint(befallen_by(tree, at)))
