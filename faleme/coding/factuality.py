"""Whether the text says that a thing happened, and whether it stands behind it.

A clause is read from its own words outwards: negation and modals on the verb, then conjunctions, then whatever
governs it ("failed to", "plans to", "denied that"). Where two readings fit, negation comes before hypothetical,
hypothetical before future, future before historical.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faleme.dates import PartialDate
from faleme.records import Auxiliary, Parse
from faleme.reference.lexicon import Lexicon
from faleme.spans import Span
from faleme.trees import Tree

_ORDER = (Auxiliary.NEGATION, Auxiliary.HYPOTHETICAL, Auxiliary.FUTURE, Auxiliary.HISTORICAL)
# The engine's own reading counts without a cue from here. At event words it was trained for it, elsewhere not.
_SURE_AT_EVENTS = 0.6  # best of 0.4 to 0.9 on the development part of the event pages
_SURE_ANYWHERE = 0.95  # best of 0.5 to 0.95 on the development half of UDS factuality
_OLD_YEARS = 1  # the house rule: over a year before the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An auxiliary (None: it happened) and the words that say so. score: of the engine, where it decided."""

    auxiliary: Auxiliary | None
    why: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class _Cue:
    auxiliary: Auxiliary
    words: str


def auxiliary_of(
    tree: Tree,
    token: int,
    *,
    lexicon: Lexicon,
    scores: tuple[tuple[str, float], ...] = (),
    old: str | None = None,
    sure: float = _SURE_AT_EVENTS,
) -> Reading:
    """The auxiliary at a verb or event noun.

    scores: the engine's (auxiliary or "", probability), best first. old: words that set the clause far back, from
    `background`, or None. sure: from which probability the engine is heard without a cue.
    """
    cues = list(_cues(tree, token, lexicon))
    best, probability = scores[0] if scores else ("", 0.0)
    for wanted in _ORDER[:3]:
        for cue in cues:
            if cue.auxiliary is wanted:
                return Reading(auxiliary=wanted, why=f"“{cue.words}”")
        if best == wanted and probability >= sure:
            return Reading(auxiliary=wanted, why="the engine reads it so", score=probability)
    if old is not None:
        return Reading(auxiliary=Auxiliary.HISTORICAL, why=f"“{old}”")
    if best == Auxiliary.HISTORICAL and probability >= sure:
        return Reading(auxiliary=Auxiliary.HISTORICAL, why="the engine reads it so", score=probability)
    return Reading(auxiliary=None, why="nothing says otherwise", score=dict(scores).get("") if scores else None)


def real(parse: Parse, token: int, *, lexicon: Lexicon, tree: Tree | None = None) -> bool:
    """Whether the text says that what the verb at ``token`` tells happened or holds.

    Any verb, anchor or not. An order or a question tells of nothing that happened.
    """
    tree = tree or Tree(parse)
    scores = parse.auxiliaries[token] if token < len(parse.auxiliaries) else ()
    reading = auxiliary_of(tree, token, lexicon=lexicon, scores=scores, sure=_SURE_ANYWHERE)
    if reading.auxiliary not in {None, Auxiliary.HISTORICAL}:
        return False
    return not (_is_order(tree, token) or _is_asked(tree, token))


def refuses(tree: Tree, token: int, *, lexicon: Lexicon) -> bool:
    """Whether the verb is one of refusal by its auxiliaries: "will not help", "would never leave"."""
    words = {tree.word(child) for child in tree.children(token, "aux", "advmod")}
    ahead = any(lexicon.modals.get(word) in {"future", "conditional"} for word in words)
    return ahead and bool(words & lexicon.negators)


def hedge_of(tree: Tree, token: int, *, lexicon: Lexicon, found: Span | None = None) -> tuple[Span, str] | None:
    """The cue of hearsay on a verb or event noun and why it is one; None where the text stands behind the clause.

    found: the engine's own span, kept where no cue of the word lists governs the token.
    """
    for at, through in _governing(tree, token):
        own = _own_hedge(tree, at, lexicon, below=through)
        if own is not None:
            return own
    aside = _aside(tree, token, lexicon)
    if aside is not None:
        return aside
    if found is None or not _bears_on(tree, found, token):
        return None
    return found, "the engine reads a cue of hearsay"


def background(tree: Tree, token: int, *, published: PartialDate | None, lexicon: Lexicon) -> str | None:
    """The words in the token's own clause that set it over a year back, or None.

    A year counts from the page's date; without one only "since 2012" and "decades ago" say so by themselves.
    """
    clause = tree.clause_head(token)
    for at in tree.clause_tokens(token):
        if tree.clause_head(at) != clause:
            continue  # a clause inside the clause has dates of its own
        word = tree.word(at)
        if word in lexicon.ago and (phrase := _years_before(tree, at, lexicon)):
            return phrase
        if word in lexicon.long_spans and tree.marker(at) in {"for", "over", "during", "since"}:
            return _phrase(tree, at)
        year = _year(word)
        if year is None or not _dates_the_clause(tree, at, token):
            continue
        if published is not None:
            if published.year - year > _OLD_YEARS:
                return _phrase(tree, at)
        elif tree.marker(at) in lexicon.since:
            return _phrase(tree, at)
    return None


# --- cues -------------------------------------------------------------------------------------------------


def _cues(tree: Tree, token: int, lexicon: Lexicon) -> Iterator[_Cue]:
    """Every cue on the token or on what governs it, nearest first.

    What a verb of saying denies or supposes of itself says nothing of its content: "did not say who attacked". So with
    an event noun under any verb that does not just carry it out.
    """
    for at, through in _governing(tree, token):
        own = list(_own_cues(tree, at, lexicon, told=_is_told(tree, at, lexicon)))
        if through is None:
            yield from own
            continue
        reading = _governs(tree, at, lexicon, below=through)
        if reading is None:
            if not _hands_down(tree, at, through, lexicon):
                return
            yield from own
            continue
        denied = any(cue.auxiliary is Auxiliary.NEGATION for cue in own)
        if reading == "negation" and denied:
            return  # "did not deny", "never failed to"
        yield _Cue(Auxiliary(reading), tree.tokens[at].text)
        if denied and reading != "negation":
            yield _Cue(Auxiliary.NEGATION, "not " + tree.tokens[at].text)


def _hands_down(tree: Tree, at: int, below: int, lexicon: Lexicon) -> bool:
    """Whether a governor's own negation and modals hold for what it governs, too."""
    word = tree.word(at)
    if tree.is_a(below, "xcomp", "aux", "cop"):
        return True
    if tree.is_a(below, "ccomp", "csubj"):
        return word not in lexicon.speech
    return word in lexicon.light or word in lexicon.transparent


def _governing(tree: Tree, token: int) -> Iterator[tuple[int, int | None]]:
    """(token, None), then each word that its factuality depends on with the dependent it was reached by.

    Upwards through infinitives, complement clauses, objects that name doings and coordination without a subject of
    its own; a relative clause, a participle and an adverbial clause stand for themselves.
    """
    yield token, None
    at = token
    for above in tree.ancestors(token):
        content = tree.is_a(at, "acl") and not tree.is_a(at, "acl:relcl") and bool(tree.children(at, "mark"))
        if (
            content
            or (tree.is_a(at, "advcl") and _is_infinitive(tree, at))
            or tree.is_a(at, "xcomp", "ccomp", "csubj", "aux", "cop")
        ):
            yield above, at
        elif tree.is_a(at, "obj", "nsubj:pass", "nmod") or (
            tree.is_a(at, "obl") and tree.marker(at) in {"to", "for", "from", "of", "on", "with", "in"}
        ):
            if tree.tokens[token].upos in {"VERB", "AUX"} and at == token:
                return
            if tree.tokens[above].upos not in {"VERB", "NOUN"}:
                return
            yield above, at
        elif tree.is_a(at, "conj") and not tree.children(at, "nsubj", "aux", "mark"):
            if tree.tokens[above].xpos == "VB" and tree.tokens[at].xpos in {"VBZ", "VBD", "VBP"}:
                return  # "did not flee and attacked": the auxiliary is the first verb's alone
            yield above, None
        else:
            return
        at = above


def _own_cues(tree: Tree, at: int, lexicon: Lexicon, *, told: bool) -> Iterator[_Cue]:
    """Cues that hang on one word: negators, modals, conjunctions."""
    for child in tree.children(at):
        word, relation = tree.word(child), tree.tokens[child].deprel
        if relation.startswith(("advmod", "aux", "cc", "det", "discourse", "neg")) or tree.tokens[child].upos == "PART":
            if word in lexicon.negators and not _undone(tree, child, lexicon):
                yield _Cue(Auxiliary.NEGATION, tree.tokens[child].text)
            if word in lexicon.negative_determiners and relation == "det":
                yield _Cue(Auxiliary.NEGATION, tree.tokens[child].text)
            if word in lexicon.almost and relation.startswith("advmod") and tree.tokens[at].upos == "VERB":
                yield _Cue(Auxiliary.NEGATION, tree.tokens[child].text)
        if relation.startswith("nsubj") and (
            word in lexicon.negative_subjects
            or any(tree.word(det) in lexicon.negative_determiners for det in tree.children(child, "det"))
        ):
            yield _Cue(Auxiliary.NEGATION, tree.tokens[child].text)
        if (
            relation == "obj"
            and tree.tokens[at].lemma != "have"
            and any(tree.word(det) in lexicon.negative_determiners for det in tree.children(child, "det"))
        ):
            yield _Cue(Auxiliary.NEGATION, "no " + tree.tokens[child].text)
        if relation in {"mark", "case"} and tree.marker(at) in lexicon.negative_prepositions:
            yield _Cue(Auxiliary.NEGATION, tree.marker(at))
        if relation in {"mark", "advmod"} and (word in lexicon.suppositions or tree.marker(at) in lexicon.suppositions):
            yield _Cue(Auxiliary.HYPOTHETICAL, tree.tokens[child].text)
        if relation.startswith("aux"):
            modal = lexicon.modals.get(word)
            if modal == "conditional":
                yield _Cue(Auxiliary.FUTURE if told else Auxiliary.HYPOTHETICAL, tree.tokens[child].text)
            elif modal is not None:
                yield _Cue(Auxiliary(modal), tree.tokens[child].text)
    if tree.is_a(at, "advcl") and not tree.is_a(at, "advcl:relcl") and _is_infinitive(tree, at):
        yield _Cue(Auxiliary.HYPOTHETICAL, "to " + tree.tokens[at].text)


def _governs(tree: Tree, at: int, lexicon: Lexicon, *, below: int) -> str | None:
    """What a governing word says of the clause, infinitive or noun under it; None: nothing."""
    word = tree.word(at)
    if word in lexicon.transparent:
        return None
    verbal = tree.tokens[at].upos in {"VERB", "AUX"}
    clause = tree.is_a(below, "ccomp", "xcomp", "acl", "advcl", "csubj")
    speech = lexicon.speech.get(word)
    reading = lexicon.governors.get(word)
    finite = tree.is_a(below, "ccomp", "acl") and not _is_infinitive(tree, below)
    if finite and not verbal and tree.is_a(at, "obj", "nsubj:pass"):
        # "Rejected accusations that it armed them" denies the arming, whatever the noun.
        denying = lexicon.speech.get(tree.word(tree.tokens[at].head))
        if denying is not None and denying.denies:
            return "negation"
    if finite and verbal and speech is not None and speech.statement and reading != "negation":
        return None  # "told reporters that", "warned that": the speaker's word
    if reading is not None:
        if verbal and not clause and reading != "negation" and not tree.is_a(below, "obl", "obj", "nsubj:pass"):
            return None
        return reading
    if tree.is_a(below, "xcomp") and _is_infinitive(tree, below) and tree.tokens[at].upos in {"ADJ", "NOUN"}:
        return "hypothetical"
    return None


def _undone(tree: Tree, negator: int, lexicon: Lexicon) -> bool:
    """ "not only": the negator is taken back by the word after it."""
    after = negator + 1
    return after < len(tree.tokens) and tree.word(after) in lexicon.undone_by


def _is_told(tree: Tree, at: int, lexicon: Lexicon) -> bool:
    """Whether the clause is the content of a verb of saying: "said it would" looks ahead."""
    return any(
        tree.is_a(below, "ccomp") and tree.word(above) in lexicon.speech for below, above in _pairs(tree, at)
    ) or any(tree.is_a(child, "parataxis") and tree.word(child) in lexicon.speech for child in tree.children(at))


def _pairs(tree: Tree, at: int) -> Iterator[tuple[int, int]]:
    below = at
    for above in tree.ancestors(at):
        yield below, above
        below = above


def _is_infinitive(tree: Tree, at: int) -> bool:
    return any(tree.word(child) == "to" for child in tree.children(at, "mark", "aux"))


def _is_order(tree: Tree, token: int) -> bool:
    """A bare verb at the top of its sentence without subject: "Read the whole page"."""
    first = tree.tokens[token]
    return (
        first.upos == "VERB"
        and first.xpos == "VB"
        and tree.is_a(token, "root", "parataxis", "conj")
        and not tree.children(token, "nsubj", "aux", "mark", "expl")
    )


def _is_asked(tree: Tree, token: int) -> bool:
    sentence = tree.parse.sentences[tree.tokens[token].sentence]
    last = next(
        (
            t
            for t in range(sentence.last - 1, sentence.first, -1)
            if tree.tokens[t].text not in {'"', "”", "'", "’", ")"}
        ),
        -1,
    )
    if last < 0 or tree.tokens[last].text != "?":
        return False
    return tree.clause_head(token) == tree.clause_head(tree.tokens[last].head if tree.tokens[last].head >= 0 else last)


# --- hedges -----------------------------------------------------------------------------------------------


def _own_hedge(tree: Tree, at: int, lexicon: Lexicon, *, below: int | None) -> tuple[Span, str] | None:
    for child in tree.children(at, "advmod", "amod"):
        word = tree.word(child)
        if word in lexicon.hedge_adverbs or (tree.is_a(child, "amod") and word in lexicon.hedge_adjectives):
            return tree.tokens[child].span, f"“{tree.tokens[child].text}” on “{tree.tokens[at].text}”"
    if below is None:
        return None
    word = tree.word(at)
    if tree.tokens[at].upos == "VERB" and _is_infinitive(tree, below):
        passive = tree.children(at, "aux:pass", "nsubj:pass")
        if word in lexicon.hedge_seeming or (word in lexicon.hedge_passives and passive):
            return _cue_span(tree, at, below, lexicon), f"“{tree.tokens[at].text}” with an infinitive is hearsay"
    if word in lexicon.hedge_nouns or any(
        tree.word(child) in lexicon.hedge_qualified.get(word, ()) for child in tree.children(at, "amod")
    ):
        return tree.tokens[at].span, f"“{tree.tokens[at].text}” that something happened"
    return None


def _cue_span(tree: Tree, at: int, below: int, lexicon: Lexicon) -> Span:
    """ "is reported to have": from the passive's auxiliary up to the verb that is hedged."""
    start = min([at, *tree.children(at, "aux:pass")])
    end = at
    while end + 1 < below and tree.word(end + 1) in lexicon.cue_tails:
        end += 1
    return Span(tree.tokens[start].span.start, tree.tokens[end].span.end)


def _bears_on(tree: Tree, cue: Span, token: int) -> bool:
    """Whether a cue stands in the token's own clause or governs it; the engine also ties cues of the clause beside."""
    words = set(tree.within(cue))
    clause = tree.clause_head(token)
    return bool(words & set(tree.ancestors(token))) or any(tree.clause_head(at) == clause for at in words)


def _aside(tree: Tree, token: int, lexicon: Lexicon) -> tuple[Span, str] | None:
    """ "it is said" by the way, in the sentence of the token."""
    sentence = tree.parse.sentences[tree.tokens[token].sentence]
    words = [tree.word(at) for at in range(sentence.first, sentence.last)]
    for phrase in lexicon.hedge_asides:
        wanted = phrase.split()
        for at in range(len(words) - len(wanted) + 1):
            if words[at : at + len(wanted)] == wanted:
                first, last = tree.tokens[sentence.first + at], tree.tokens[sentence.first + at + len(wanted) - 1]
                return Span(first.span.start, last.span.end), f"“{phrase}”"
    return None


# --- long ago ---------------------------------------------------------------------------------------------


def _year(word: str) -> int | None:
    return int(word) if len(word) == 4 and word.isdigit() and 1800 <= int(word) <= 2100 else None


def _dates_the_clause(tree: Tree, at: int, token: int) -> bool:
    """Whether a year hangs on the clause's verb (or on the event noun) and not on another noun: "the 1991 treaty"."""
    head = at
    while tree.tokens[head].head >= 0 and tree.tokens[head].upos in {"NUM", "PROPN", "NOUN"} and head != token:
        if tree.is_a(head, "obl", "nmod", "advmod"):
            return tree.tokens[head].head == token or tree.clause_head(tree.tokens[head].head) == tree.tokens[head].head
        if tree.is_a(head, "compound", "nummod") and tree.tokens[tree.tokens[head].head].upos == "NOUN":
            return tree.tokens[head].head == token
        head = tree.tokens[head].head
    return False


def _years_before(tree: Tree, ago: int, lexicon: Lexicon) -> str | None:
    """ "two years ago", "decades earlier": the phrase, where it means more than a year."""
    before = ago - 1
    if before < 0:
        return None
    word = tree.word(before)
    if word in lexicon.long_spans:
        return f"{tree.tokens[before].text} {tree.tokens[ago].text}"
    if word in {"years", "yrs"} and before > 0:
        count = tree.word(before - 1)
        return (
            f"{tree.tokens[before - 1].text} {tree.tokens[before].text} {tree.tokens[ago].text}"
            if count != "1"
            else None
        )
    return None


def _phrase(tree: Tree, at: int) -> str:
    marker = tree.marker(at)
    return f"{marker} {tree.tokens[at].text}".strip()
