"""The coder: a parse in, codings and utterances out, with every decision and refusal in plain words."""

from __future__ import annotations

from dataclasses import replace

from faleme.coding.anchors import Chosen, Thresholds, choose
from faleme.coding.attribution import speakers
from faleme.coding.background import background
from faleme.coding.conditions import without_conditions
from faleme.coding.denials import denials
from faleme.coding.factuality import Reading, auxiliary_of, deed_within
from faleme.coding.figures import figures_in, owner_of
from faleme.coding.grammar import as_told
from faleme.coding.hedges import hedge_of
from faleme.coding.main_clause import of_main_clause
from faleme.coding.mishaps import without_mishaps
from faleme.coding.moods import leaves_open
from faleme.coding.occasions import without_occasions
from faleme.coding.only_said import only_said
from faleme.coding.parties import as_mediation, as_visit
from faleme.coding.roles import Roles, roles_of
from faleme.coding.sanctions import by_target
from faleme.coding.scheme import under_scheme
from faleme.coding.utterances import utterances_of
from faleme.coding.weighed import (
    contexts_weighed,
    factuality_weighed,
    figure_weighed,
    no_mode,
    roles_weighed,
    type_weighed,
)
from faleme.ids import CodingId, digest
from faleme.records import Article, Auxiliary, BlockKind, Coding, Decision, Figure, Parse, Utterance
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import Lexicon
from faleme.spans import Span
from faleme.trees import Tree

_LEAD_PARAGRAPHS = 2  # the inverted pyramid: the news stands in the first two
_FLAT_SENTENCES = 8  # longer blocks are texts that lost their paragraphs
_PARAGRAPH_SENTENCES = 2
_PLACE_WEIGHT = (1.0, 0.9, 0.8)  # of a headline or first paragraph, the second, all later ones (falling to 0.5)
# Lost for each sentence of a paragraph before it, up to five: a paragraph opens with its news. Of 0 to 0.15 the best on
# 399 short notes and on a sample of 300 newswire pages.
_LATER_SENTENCE = 0.1


def code(
    article: Article,
    parse: Parse,
    *,
    codebook: Codebook,
    lexicon: Lexicon,
    thresholds: Thresholds | None = None,
) -> tuple[tuple[Coding, ...], tuple[Utterance, ...], tuple[Decision, ...]]:
    """Codings in text order, utterances in text order, and what was seen and refused.

    Spans are those of the article's text; mentions are indices into ``parse.mentions``. The same input gives the
    same ids.
    """
    thresholds = thresholds or Thresholds()
    tree = Tree(parse)
    chosen, refused = choose(tree, codebook=codebook, lexicon=lexicon, thresholds=thresholds)
    chosen = without_mishaps(tree, chosen, refused, lexicon=lexicon, rules=codebook.rules)
    chosen = [by_target(tree, made, lexicon=lexicon, codebook=codebook) for made in chosen]
    chosen = [as_mediation(tree, as_visit(tree, made, lexicon=lexicon), lexicon=lexicon) for made in chosen]
    chosen = without_occasions(tree, chosen, refused, lexicon=lexicon)
    chosen = without_conditions(tree, chosen, refused, lexicon=lexicon)
    if codebook.scheme is not None:
        chosen = under_scheme(tree, chosen, refused, scheme=codebook.scheme, lexicon=lexicon)
        if codebook.scheme.main_clauses:
            chosen = of_main_clause(tree, chosen, refused)
    utterances = utterances_of(article, tree, lexicon=lexicon, refused=refused)
    figures = _figures(article, tree, chosen, codebook, lexicon, refused)
    codings = []
    for made in chosen:
        coding = _coding(
            article, tree, made, figures.get(made.anchor.token, ()), utterances, codebook, lexicon, thresholds
        )
        if coding is not None:
            apart = codebook.scheme is not None and codebook.scheme.statements_apart
            statement = only_said(tree, made, lexicon=lexicon) if apart else None
            codings.append(coding if statement is None else _as_statement(coding, statement, codebook))
    if codebook.scheme is None:
        codings = _with_denials(article, tree, codings, lexicon)
    return tuple(codings), utterances, tuple(refused)


def _with_denials(article: Article, tree: Tree, codings: list[Coding], lexicon: Lexicon) -> list[Coding]:
    """The codings with what is denied in a clause of its own; the words of the denial are no doing beside it."""
    found = denials(article, tree, codings, lexicon=lexicon)
    kept = [one for one in codings if not any(one.anchor.overlaps(denial.anchor) for denial in found)]
    return sorted([*kept, *found], key=lambda one: (one.anchor, one.event_type))


def _coding(
    article: Article,
    tree: Tree,
    made: Chosen,
    figures: tuple[Figure, ...],
    utterances: tuple[Utterance, ...],
    codebook: Codebook,
    lexicon: Lexicon,
    thresholds: Thresholds,
) -> Coding | None:
    at = made.anchor.token
    published = article.published.when if article.published is not None else None
    old = background(tree, at, published=published, lexicon=lexicon)
    # Who asks, refuses or promises has done so; a crowd that tried to storm a gate has rioted.
    done = made.event_type in {*codebook.rules.holds_content, "PROTEST"}
    deed = at if done else deed_within(tree, made.anchor, lexicon=lexicon)
    reading = auxiliary_of(tree, deed, lexicon=lexicon, scores=made.anchor.auxiliaries, old=old)
    if reading.auxiliary is None and leaves_open(tree, deed, words=lexicon.implied, doing=lexicon.light_doing):
        reading = Reading(auxiliary=Auxiliary.HYPOTHETICAL, why="it is what a question asks")
    told = as_told(tree, made, reading, lexicon=lexicon, codebook=codebook)
    event_type, mode, auxiliary, notes = told.event_type, told.mode, told.auxiliary, [*told.notes]
    hedge = hedge_of(tree, at, lexicon=lexicon, found=made.anchor.hedge)
    ahead = made.event_type == "CONSULT" and event_type == "AGREE"
    sides_as = made.event_type if told.one_sided else event_type
    ruled = replace(made, event_type=_ruled_as(sides_as, codebook), mode=mode)
    roles = roles_of(tree, ruled, lexicon=lexicon, thresholds=thresholds, mutual=ahead)
    if event_type == "CONSULT" and mode == "third-party" and not _has_mediator(tree, roles):
        mode = None
        roles = roles_of(tree, replace(ruled, mode=None), lexicon=lexicon, thresholds=thresholds, mutual=ahead)
        notes.append(Decision(step="mode", decided="none", why="a mediator needs two others: third-party is refused"))
    speaker, why_speaker = speakers(tree, at, lexicon=lexicon, utterances=utterances)
    act = _ruled_as(event_type, codebook)
    own_deed = [mention for mention in speaker if _says_its_own_deed(tree, made, mention, roles)]
    own_deed = own_deed if act in codebook.rules.speech_acts else []
    speaker = tuple(mention for mention in speaker if mention not in own_deed)
    decisions = type_weighed([*made.decisions, *notes], made, tree.parse)
    decisions += no_mode(made, decisions, thresholds)
    decisions += roles_weighed(roles.decisions, made, thresholds, tree.parse)
    decisions += contexts_weighed(made, thresholds)
    contexts = made.contexts + _contexts(tree, made, lexicon, decisions)
    decisions.append(factuality_weighed(auxiliary, reading, made))
    if hedge is not None:
        decisions.append(Decision(step="hedge", decided=hedge[0].of(article.text), why=hedge[1]))
    if speaker:
        named = ", ".join(tree.parse.mentions[mention].text for mention in speaker)
        decisions.append(Decision(step="speaker", decided=named, why=why_speaker))
    decisions += [
        Decision(
            step="refused",
            decided=f"{tree.parse.mentions[mention].text} as speaker",
            why="the words are the deed itself: who condemns does not report a condemning",
        )
        for mention in own_deed
    ]
    decisions += [figure_weighed(one) for one in figures]
    salience, why_salience = _salience(article, tree, made, auxiliary)
    decisions.append(Decision(step="salience", decided=f"{salience:.2f}", why=why_salience))
    return Coding(
        coding_id=CodingId(
            digest("C", article.article_id, str(made.anchor.span.start), str(made.anchor.span.end), event_type)
        ),
        article_id=article.article_id,
        event_type=event_type,
        mode=mode,
        contexts=contexts,
        auxiliary=auxiliary,
        hedge=None if hedge is None else hedge[0],
        anchor=made.anchor.span,
        clause=_clause(tree, at),
        sentence=made.anchor.sentence,
        actor=roles.actor,
        recipient=roles.recipient,
        place=roles.place,
        time=roles.time,
        speaker=speaker,
        figures=figures,
        score=made.score,
        salience=salience,
        decisions=tuple(decisions),
    )


def _as_statement(coding: Coding, why: str, codebook: Codebook) -> Coding:
    """The coding as a statement of an older scheme, which keeps its place among the events."""
    note = Decision(step="type", decided=codebook.statement.code, why=f"{why}, over {coding.event_type}")
    return replace(coding, event_type=codebook.statement.code, mode=None, decisions=(note, *coding.decisions))


def _ruled_as(event_type: str, codebook: Codebook) -> str:
    """The type whose rules hold: of a kind of ASSAULT the rules of ASSAULT."""
    return codebook.parent(event_type) or event_type


def _contexts(tree: Tree, made: Chosen, lexicon: Lexicon, decisions: list[Decision]) -> tuple[str, ...]:
    """Contexts that a word of the clause names and the engine did not give."""
    words = {tree.word(at): tree.tokens[at].text for at in tree.clause_tokens(made.anchor.token)}
    found = []
    for code_, listed in lexicon.contexts.items():
        cue = next((word for word in words if word in listed), None)
        if cue is not None and code_ not in made.contexts:
            found.append(code_)
            decisions.append(Decision(step="context", decided=code_, why=f"“{words[cue]}” in the clause"))
    return tuple(found)


def _clause(tree: Tree, at: int) -> Span:
    """The clause around an anchor, never beyond its sentence."""
    clause = tree.clause_span(at)
    sentence = tree.parse.sentences[tree.tokens[at].sentence].span
    return Span(max(clause.start, sentence.start), min(clause.end, sentence.end))


def _has_mediator(tree: Tree, roles: Roles) -> bool:
    """Whether three or more take part; a plural counts as two."""
    heads = [tree.tokens[tree.parse.mentions[one].head] for one in (*roles.actor, *roles.recipient)]
    return sum(2 if head.xpos in {"NNS", "NNPS", "PRP"} else 1 for head in heads) > 2


def _says_its_own_deed(tree: Tree, made: Chosen, mention: int, roles: Roles) -> bool:
    """Whether the anchor is the speech itself: who condemns is actor of the condemning, not its speaker."""
    return mention in roles.actor and tree.parse.mentions[mention].sentence == made.anchor.sentence


def _figures(
    article: Article,
    tree: Tree,
    chosen: list[Chosen],
    codebook: Codebook,
    lexicon: Lexicon,
    refused: list[Decision],
) -> dict[int, tuple[Figure, ...]]:
    """Figures by the anchor token that they belong to; those that belong to none are told as refused."""
    by_anchor: dict[int, list[Figure]] = {}
    home = {token: made for made in chosen for token in made.words}
    types = {token: _ruled_as(made.event_type, codebook) for token, made in home.items()}
    for sentence in sorted({made.anchor.sentence for made in chosen}):
        here = {token: kind for token, kind in types.items() if tree.tokens[token].sentence == sentence}
        for counted in figures_in(tree, sentence, text=article.text, lexicon=lexicon):
            owner = owner_of(tree, counted, here)
            if owner is None or not codebook.rules.bears(here[owner], counted.figure.what):
                refused.append(
                    Decision(
                        step="figure",
                        decided=counted.figure.text,
                        why=f"no event of the sentence bears it (counted: {counted.figure.what.value})",
                    )
                )
                continue
            by_anchor.setdefault(home[owner].anchor.token, []).append(counted.figure)
    return {token: tuple(sorted(found, key=lambda one: one.span)) for token, found in by_anchor.items()}


def _salience(article: Article, tree: Tree, made: Chosen, auxiliary: Auxiliary | None) -> tuple[float, str]:
    """How much the telling is the news of its page: its place there, the engine's judgement, whether it is past."""
    rank, paragraphs = _paragraph(article, tree, made.anchor.sentence)
    if rank < _LEAD_PARAGRAPHS:
        weight, where = _PLACE_WEIGHT[rank], "headline or lead"
    else:
        weight = _PLACE_WEIGHT[2] - 0.3 * rank / max(paragraphs, rank + 1)
        where = f"paragraph {rank + 1} of {paragraphs}"
    weight *= 1.0 - _LATER_SENTENCE * min(_sentence_of_paragraph(tree, made.anchor.sentence), 5)
    first = made.anchor.token - tree.parse.sentences[made.anchor.sentence].first
    value = weight * (0.3 + 0.7 * made.anchor.core) * (0.6 + 0.4 * made.score)
    value -= 0.001 * min(first, 50)
    if auxiliary is not None:
        value *= 0.3 if auxiliary is Auxiliary.HISTORICAL else 0.7
    return round(max(0.0, min(1.0, value)), 4), f"{where}; core {made.anchor.core:.2f}, score {made.score:.2f}"


def _sentence_of_paragraph(tree: Tree, sentence: int) -> int:
    """How many sentences of its paragraph stand before it."""
    block = tree.parse.sentences[sentence].block
    return sum(one.block == block for one in tree.parse.sentences[:sentence])


def _paragraph(article: Article, tree: Tree, sentence: int) -> tuple[int, int]:
    """In which paragraph of the body a sentence stands, from 0, and how many there are; 0 for a headline.

    A text that came without its paragraphs is one long block: a few sentences of it count as one.
    """
    counts = [0] * len(article.blocks)
    for one in tree.parse.sentences:
        counts[one.block] += 1
    here = tree.parse.sentences[sentence].block
    rank, total = 0, 0
    for block, (kind, count) in enumerate(zip((one.kind for one in article.blocks), counts, strict=True)):
        if kind is not BlockKind.BODY:
            continue
        flat = count > _FLAT_SENTENCES
        if block == here:
            first = next(at for at, one in enumerate(tree.parse.sentences) if one.block == block)
            rank = total + ((sentence - first) // _PARAGRAPH_SENTENCES if flat else 0)
        total += -(-count // _PARAGRAPH_SENTENCES) if flat else 1
    return rank, total
