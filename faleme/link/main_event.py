"""What a page is about as a whole: who did what, where and when, with the words that say so.

This is an answer about the page, not an event. A page about a crash or a match tells nothing that the codebook knows,
and still has a main event; a page whose lead gives no day still has one of publication. What stands here with the basis
"lead", "dateline", "text" or "published" is therefore never written into an event's own fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from faleme.link.headline_words import HeadlineWords
from faleme.link.main_answers import Clause, Page, who_of
from faleme.link.main_days import when_of
from faleme.link.main_places import where_of
from faleme.link.no_news import is_ahead, tells_no_news
from faleme.records import Article, Auxiliary, BlockKind, MainEvent, MentionKind, Parse, Report, Resolved
from faleme.trees import Tree

_LEAD = 8  # sentences of the body in which the news is looked for
_LEAST_WORDS = 5  # of a sentence that can tell it
_BESIDE_LEAD = 2  # sentences around the lead that still belong to it


def main_event(article: Article, parse: Parse, resolved: Resolved, reports: Sequence[Report]) -> MainEvent | None:
    """The page's main event, or None where no sentence of its lead has a predicate.

    The telling that the headline speaks of most, in the sentence that does so; without a headline, in the lead.
    """
    tree = Tree(parse)
    headline = HeadlineWords(article, tree)
    main = _main_clause(article, tree, headline)
    if main is None:
        return None
    lead = main.sentence
    best, why = None, "the lead's main clause; no event of the codebook"
    fit = _fit_of_clause(tree, headline, main)
    for report in sorted(reports, key=lambda one: (-one.salience, one.evidence[0].anchor)):
        found = _fit(article, tree, headline, report, main, lead)
        if found is not None and found > fit:
            best, fit, why = report, found, "what headline and lead tell" if headline else "what the lead tells"
    clause = main if best is None else Clause.of(tree, _telling(tree, best, lead))
    sentence = tree.tokens[clause.head].sentence
    page = Page(article=article, tree=tree, resolved=resolved, headline=headline, lead=lead)
    where = where_of(page, best, clause)
    return MainEvent(
        report_id=None if best is None else best.report_id,
        sentence=sentence,
        what=clause.predicate(tree),
        who=who_of(page, best, clause),
        where=where[0] if where else None,
        within=where[1:],
        when=when_of(page, best, clause),
        why=why,
    )


# --- how much a telling is what the headline speaks of ----------------------------------------------------

# Shares of a fit, set by hand on news pages with headlines; only their order matters much.
_IN_HEADLINE = 0.7
_IN_LEAD = 0.5
_AFTER_LEAD = 0.25
_SAME_WORD = 0.3
_SAME_PARTY = 0.3
_MAIN_CLAUSE = 0.2
_EVENT = 0.1
_NOT_SO = 0.1  # planned, hypothetical, denied


def _fit_of_clause(tree: Tree, headline: HeadlineWords, main: Clause) -> float:
    subject = any(headline.names(at) for at in _name_of_subject(tree, main))
    return _IN_LEAD + _MAIN_CLAUSE + _SAME_WORD * headline.names(main.head) + _SAME_PARTY * subject


def _fit(
    article: Article, tree: Tree, headline: HeadlineWords, report: Report, main: Clause, lead: int
) -> float | None:
    """How much a report is the page's main event; None where neither headline nor lead tells it."""
    if report.auxiliary is Auxiliary.HISTORICAL:
        return None
    anchors = [at for told in report.evidence for at in tree.within(told.anchor)]
    blocks = [article.blocks[tree.parse.sentences[told.sentence].block].kind for told in report.evidence]
    if all(is_ahead(tree, at) for at in anchors):
        return None
    value = 0.0
    if BlockKind.TITLE in blocks:
        value = _IN_HEADLINE
    elif any(told.sentence == lead for told in report.evidence):
        value = _IN_LEAD
    elif any(lead - _BESIDE_LEAD <= told.sentence <= lead + _BESIDE_LEAD for told in report.evidence):
        value = _AFTER_LEAD
    named = any(headline.names(at) for at in anchors)
    if value < _IN_LEAD and not named:
        return None
    parties = report.actor or report.recipient
    value += _SAME_WORD * named + _SAME_PARTY * any(headline.speaks_of(one.span) for one in parties)
    value += _MAIN_CLAUSE * any(_is_main(tree, at, main.head) for at in anchors) + _EVENT * (1 + report.salience)
    return value - (_NOT_SO if report.auxiliary is not None else 0.0)


def _is_main(tree: Tree, at: int, head: int) -> bool:
    """Whether a word is the main clause's predicate, one joined to it, or the noun that it has as its object."""
    return at == head or (tree.tokens[at].head == head and tree.is_a(at, "conj", "obj", "xcomp"))


# --- the clause that tells it -----------------------------------------------------------------------------

# Shares of what makes a clause the one that the headline speaks of, beside the share of the headline in its sentence.
_LATER = 0.15  # lost for each sentence before it
_VERB = 0.25  # its predicate is the headline's
_SUBJECT = 0.35  # its subject opens the headline
_BELOW = 0.1  # lost where it is joined to the main clause, or is what somebody says
_NOBODY = 0.4  # lost where nothing tells who does it
_NO_NEWS = 0.9  # lost where it tells what somebody is, or what the page is
_ONLY_SAYS = 0.2  # lost where it says that somebody says so, which the headline does not


def _main_clause(article: Article, tree: Tree, headline: HeadlineWords) -> Clause | None:
    """The clause in the first sentences of the body that the headline speaks of most; without a headline, the main
    clause of the first sentence, or what it says where its verb is one of saying.

    Captions and mastheads have no finite predicate and are passed over.
    """
    best, most, rank = None, -1.0, 0
    for number, sentence in enumerate(tree.parse.sentences):
        if article.blocks[sentence.block].kind is not BlockKind.BODY or not _can_tell(tree, number):
            continue
        share = headline.share(range(sentence.first, sentence.last))
        for head, depth in _predicates(tree, number):
            clause = Clause.of(tree, head)
            value = share - _LATER * rank - _BELOW * depth
            value -= _NO_NEWS * tells_no_news(tree, clause)
            value += _VERB * headline.names(head) + _SUBJECT * headline.opens_with(_name_of_subject(tree, clause))
            value -= _NOBODY * (not _is_somebody(tree, clause)) + _ONLY_SAYS * _only_says(tree, headline, clause)
            if value > most:
                best, most = clause, value
        rank += 1
        if rank == _LEAD or (not headline and best is not None and not tells_no_news(tree, best)):
            break
    if best is not None and not headline:
        best = _said(tree, best)
    return best


def _can_tell(tree: Tree, number: int) -> bool:
    sentence = tree.parse.sentences[number]
    words = [at for at in range(sentence.first, sentence.last) if tree.tokens[at].upos != "PUNCT"]
    return len(words) >= _LEAST_WORDS and any(
        tree.is_a(at, "root") and (tree.tokens[at].upos == "VERB" or tree.children(at, "nsubj", "cop", "aux"))
        for at in words
    )


def _predicates(tree: Tree, number: int) -> Iterator[tuple[int, int]]:
    """The sentence's main predicate and those joined to it or said in it, with how far below they stand."""
    sentence = tree.parse.sentences[number]
    found = [(at, 0) for at in range(sentence.first, sentence.last) if tree.is_a(at, "root")]
    while found:
        at, depth = found.pop(0)
        yield at, depth
        for child in tree.children(at, "conj", "ccomp", "parataxis"):
            if tree.opens_clause(child) and (tree.tokens[child].upos == "VERB" or tree.children(child, "nsubj")):
                found.append((child, depth + 1))


def _name_of_subject(tree: Tree, clause: Clause) -> list[int]:
    """The subject's noun with the names that it is joined to, not whose it is or what it is about; of a pronoun the
    nouns that name the one it stands for."""
    if clause.subject is None:
        return []
    found = []
    for noun in _nouns_for(tree, clause.subject):
        joined = tree.children(noun, "flat", "compound", "appos")
        found += [noun, *(at for at in joined if tree.tokens[at].upos == "PROPN")]
    return found


def _nouns_for(tree: Tree, subject: int) -> list[int]:
    if tree.tokens[subject].upos != "PRON":
        return [subject]
    mention = tree.mention_for(subject, MentionKind.ACTOR)
    chain = next((one.mentions for one in tree.parse.chains if mention in one.mentions), ())
    heads = [tree.parse.mentions[at].head for at in chain]
    return [head for head in heads if tree.tokens[head].upos != "PRON"]


def _is_somebody(tree: Tree, clause: Clause) -> bool:
    """Whether words tell who does it: a noun, or a pronoun that stands for somebody of the page."""
    if clause.subject is None:
        return clause.agent is not None
    return bool(_nouns_for(tree, clause.subject))


def _only_says(tree: Tree, headline: HeadlineWords, clause: Clause) -> bool:
    """Whether a clause only names who tells the news ("..., police said"), and the headline does not."""
    if headline.names(clause.head) or any(headline.names(at) for at in _name_of_subject(tree, clause)):
        return False
    return any(said.token == clause.head and not said.quoted for said in tree.parse.sayings)


def _said(tree: Tree, clause: Clause) -> Clause:
    """What is said, where the clause says that somebody says it and whom it is about."""
    said = next((one for one in tree.parse.sayings if one.token == clause.head and not one.quoted), None)
    inner = None if said is None else tree.head_in(said.content)
    if inner is not None and inner != clause.head and tree.is_a(inner, "ccomp") and tree.children(inner, "nsubj"):
        return Clause.of(tree, inner)
    return clause


def _telling(tree: Tree, report: Report, lead: int) -> int:
    """The anchor word of the report's telling in the lead sentence, else of its first one."""
    told = next((one for one in report.evidence if one.sentence == lead), report.evidence[0])
    head = tree.head_in(told.anchor)
    return tree.within(told.anchor)[0] if head is None else head
