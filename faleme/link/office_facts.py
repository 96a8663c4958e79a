"""Who holds which office: "Transitional President X", and who was given or lost one, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from faleme.link.register_finder import Finder
from faleme.records import Fact, Mention, NameKind
from faleme.reference.countries import load_countries
from faleme.spans import Span, cover

_OWNS = ("'s", "’s")


def offices(found: Finder) -> Iterator[Fact]:
    """ "Transitional President X", "X, the defence minister of Y": who holds which office, no status, or held it
    (former); and who was appointed or dismissed, with the day."""
    moved = list(_moves(found))
    yield from moved
    taken = {fact.parties[0].mention for fact in moved}
    for index, mention in enumerate(found.parse.mentions):
        actor = found.resolved.actors.get(index)
        if (
            actor is None
            or index in taken
            or any(found.tree.tokens[at].upos == "VERB" for at in _inside(found, mention))
        ):
            continue
        names = [n for n in found.parse.names if n.kind is NameKind.PERSON and mention.span.contains(n.span)]
        if not names:
            continue
        # "the leader's spokesman, Y": the mention is of whom its head names, else of the last.
        head = found.tree.tokens[mention.head].span
        name = next((each for each in names if each.span.overlaps(head)), names[-1])
        office = _office_before(found, mention, name.span) or _office_after(found, name.span)
        if office is not None:
            value, former = _title(found, office)
            yield found.fact(
                "office", (actor,), cover((office, name.span)), status="former" if former else None, value=value
            )


def _moves(found: Finder) -> Iterator[Fact]:
    """ "X was appointed finance minister on 3 March", "Y resigned as prime minister", "sacked Prime Minister Z"."""
    tree, words = found.tree, found.words
    for at in range(len(tree.tokens)):
        pair = f"{tree.word(at)} {tree.word(at + 1)}" if at + 1 < len(tree.tokens) else ""
        status = words.office_moves.get(pair) or words.office_moves.get(tree.word(at))
        if status is None or tree.tokens[at].upos != "VERB" or found.is_unreal(at):
            continue
        passive = tree.children(at, "nsubj:pass")
        objects = tree.children(at, "obj")
        mine = passive or objects
        if not mine and status == "dismissed":  # "resigned as prime minister"
            mine = tree.children(at, "nsubj")
        indices = [tree.mention_for(child, "actor") for child in mine] or [_right_after(found, at)]
        for index in indices:
            actor = None if index is None else found.resolved.actors.get(index)
            if index is None or actor is None:
                continue
            mention = found.parse.mentions[index]
            name = next(
                (n.span for n in found.parse.names if n.kind is NameKind.PERSON and mention.span.contains(n.span)), None
            )
            if name is None:
                continue
            office = _office_under(found, at, name) if status == "appointed" or not (passive or objects) else None
            if office is None and status == "dismissed":
                office = _office_before(found, mention, name) or _office_after(found, name)
                office = office or _office_under(found, at, name)
            if office is not None:
                yield found.fact(
                    "office",
                    (actor,),
                    cover((tree.tokens[at].span, office, name)),
                    status=status,
                    value=_title(found, office)[0],
                    date=found.date_at(at),
                )


def _inside(found: Finder, mention: Mention) -> range:
    return found.tree.within(mention.span)


def _right_after(found: Finder, verb: int) -> int | None:
    """The mention that begins right after a verb, where the tree hangs nothing on it: "named X prime minister"."""
    start = found.tree.tokens[verb].span.end
    near = [
        (mention.span.start, index)
        for index, mention in enumerate(found.parse.mentions)
        if index in found.resolved.actors and start < mention.span.start <= start + 2
    ]
    return min(near)[1] if near else None


def _office_under(found: Finder, verb: int, name: Span) -> Span | None:
    """The office named after a verb: "appointed X (as) finance minister", "resigned as prime minister"."""
    tree = found.tree
    inside = [at for at in tree.subtree(verb) if at > verb and not tree.tokens[at].span.overlaps(name)]
    head = next((at for at in inside if tree.word(at) in found.words.offices), None)
    if head is None:
        return None
    first = head
    while first - 1 in inside and tree.tokens[first - 1].upos in {"NOUN", "ADJ", "PROPN"}:
        first -= 1
    if tree.word(first - 1) in {"by", "to"}:  # "dismissed by President Y"
        return None
    last = max([head, *(at for at in tree.subtree(head) if at > head and _of(found, at, head))])
    return _office(found, range(first, last + 1))


def _of(found: Finder, at: int, head: int) -> bool:
    """Whether a word belongs to "of …" right after a noun of office: "minister of foreign affairs"."""
    tree = found.tree
    return tree.word(head + 1) in {"of", "for"} and all(
        tree.tokens[k].upos in {"ADP", "DET", "NOUN", "PROPN", "ADJ", "CCONJ"} for k in range(head + 1, at + 1)
    )


def _title(found: Finder, office: Span) -> tuple[str, bool]:
    """The words of an office without its country in front, which the holder has, and whether they say that it is held
    no longer: "former" is no part of the title."""
    words, former = office.of(found.article.text).split(), False
    noun = next((at for at, word in enumerate(words) if word.casefold() in found.words.offices), len(words) - 1)
    owner = next((at for at in range(noun - 1, -1, -1) if words[at].endswith(_OWNS)), None)
    if owner is not None and _is_country(" ".join(words[: owner + 1])[: -len(_OWNS[0])], found):
        words = words[owner + 1 :]
    countries = load_countries()
    while len(words) > 1:
        first = words[0].casefold()
        if first.rstrip("-") in found.words.former:
            former = True
        elif not (words[0][:1].isupper() and countries.adjective_candidates(words[0])):
            break
        words = words[1:]
    return " ".join(words), former


def _is_country(owner: str, found: Finder) -> bool:
    """ "Senegal", "the country": whose minister somebody is, and not a union's president."""
    name = owner.removeprefix("the ").removeprefix("The ")
    return bool(load_countries().candidates(name)) or name.casefold() in found.words.sides


def _office_before(found: Finder, mention: Mention, name: Span) -> Span | None:
    """The title words right before a name; determiners, owners and ranks alone are none."""
    tokens = [at for at in found.tree.within(mention.span) if found.tree.tokens[at].span.end <= name.start]
    while tokens and (
        found.tree.tokens[tokens[0]].upos in {"DET", "PRON", "PART"} or found.tree.word(tokens[0]) in {"'s", "’s"}
    ):
        tokens.pop(0)
    while tokens and found.tree.word(tokens[-1]) == ",":
        tokens.pop()
    people = [name.span for name in found.parse.names if name.kind is NameKind.PERSON]
    cut = next(
        (
            n + 1
            for n in range(len(tokens) - 1, -1, -1)
            if found.tree.word(tokens[n]) == ","
            # "the leader X's spokesman": another man's title stands before.
            or (n and found.tree.word(tokens[n]) in _OWNS and _in_any(found.tree.tokens[tokens[n - 1]].span, people))
        ),
        0,
    )
    return _office(found, tokens[cut:] if cut < len(tokens) else tokens)


def _in_any(span: Span, spans: Sequence[Span]) -> bool:
    return any(one.overlaps(span) for one in spans)


def _office_after(found: Finder, name: Span) -> Span | None:
    """ "X, the defence minister of Y,": a noun of office in apposition."""
    head = found.tree.head_in(name)
    if head is None:
        return None
    for child in found.tree.children(head, "appos"):
        tokens = [at for at in found.tree.subtree(child) if not found.tree.is_a(at, "acl:relcl")]
        while tokens and found.tree.tokens[tokens[0]].upos in {"DET", "PRON", "PUNCT"}:
            tokens.pop(0)
        office = _office(found, tokens)
        if office is not None:
            return office
    return None


def _office(found: Finder, tokens: Sequence[int]) -> Span | None:
    held = [at for at in tokens if found.tree.word(at) in found.words.offices]
    if not held or all(found.tree.word(at) in found.words.ranks for at in held):
        return None
    while tokens and found.tree.tokens[tokens[-1]].upos == "PUNCT":
        tokens = tokens[:-1]
    return cover(found.tree.tokens[at].span for at in tokens)
