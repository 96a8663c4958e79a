"""Which lines of a page are the article, and which are menus, counters, teasers, forms and disclaimers.

One pass of rules from the head through the body to the tail; of a flat-text dump, what no rule settles is then weighed.
Every line that is dropped carries what dropped it: the kind and phrase of the boilerplate table, one of the shapes
below (``menu``, ``count``, ``teaser``, ``short_line``, ``breadcrumb``, ``above_title``, ``tail``), or ``weighed``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from faleme.clean.datelines import Wires, closing_credit, dateline_end
from faleme.clean.dates import is_date_line
from faleme.clean.furniture import Furniture, Rule, fold
from faleme.clean.lines import Line, content_words, is_prose, is_terminal, trails_off
from faleme.clean.weighing import GUESSED, figures_of, noise_chances
from faleme.reference.page_kinds import load_page_kinds


class LineKind(StrEnum):
    """What a line of the page is."""

    TITLE = "title"
    BODY = "body"
    DATE = "date"
    BYLINE = "byline"
    CREDIT = "credit"
    REPEAT = "repeat"
    NOISE = "noise"


class Manner(StrEnum):
    """How the lines came, which says what is likely to be furniture among them."""

    DUMP = "dump"  # a page as a scraper left it: a short line needs something that speaks for it
    CORPUS = "corpus"  # prose that somebody chose: a line is kept unless something speaks against it
    EXTRACTED = "extracted"  # an HTML extractor has cut head and tail already: kept, unless a rule names it


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line is, and why so."""

    kind: LineKind
    why: str


_SEPARATOR = re.compile(r"\s*[|•·»›≡☰▸→]\s*|\s+[>/]\s+|\s{2,}|\t+|\s+[—–]\s+")
_HARD_SEPARATOR = re.compile(r"[|•·»›≡☰▸]")
_COUNT = re.compile(r"[^\w]*[\d.,]+\s?[kKmM]?[^\w]*(?:\d{1,2}:\d\d[^\w]*)?")
# Teasers are cut by their makers near 100 or 150 characters; a paragraph that trails off inside a quotation is longer.
_TEASER_LENGTH = 250
# An outlet's name and motto are shorter, a standfirst is longer.
_HEAD_LENGTH = 80
_QUOTED = re.compile(r"[\"“”„«»‘]")
_TURN = re.compile(r"[^\W\d_][\w .’'-]{0,40}:\s")  # of a speaker in an interview
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")  # of a newsroom: it asks for something
_STRAY_LINES = 4
_COHERENT = 0.2  # share of a paragraph's words that others use too
# Chance of a weighed line from which on it is dropped: words of the article weigh more than a line of furniture.
_FURNITURE = 0.55
_ASIDE = 200  # characters; outlets address their readers in a sentence or two
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]+ [^\W\d_a-z][\w.'’-]+")
_BEFORE_NAME = re.compile(r"^\s*(?:by|par|por|von|de|كتب|كتبت|بقلم|تحرير)\b\s*:?\s*", re.IGNORECASE)
_SIGNED = re.compile(r"\([^()\d]{2,40}\)$|\s[/|]\s?[A-Z]{2,8}$")  # a caption's end; a headline has none
_LISTED = re.compile(r"\s*(?:\d{1,2}[.)]|[-•*▪])\s+\S")


def classify(
    lines: Sequence[Line],
    furniture: Furniture,
    wires: Wires,
    *,
    title: str | None,
    manner: Manner,
) -> list[Verdict]:
    """One verdict a line.

    title: given apart from the text, or by the page's markup; None where only the lines can tell.
    """
    ruled = _by_all_rules(lines, furniture, wires, title=title, manner=manner)
    verdicts = ruled.verdicts
    if manner is Manner.DUMP:
        wanted, figures = _unsettled(lines, ruled)
        for at, chance in zip(wanted, noise_chances(figures), strict=True):
            kept = verdicts[at].kind is LineKind.BODY
            if kept and chance >= _FURNITURE:
                verdicts[at] = Verdict(LineKind.NOISE, "weighed")
            elif not kept and chance < _FURNITURE:
                verdicts[at] = Verdict(LineKind.BODY, "weighed")
    return verdicts


def unsettled(lines: Sequence[Line], furniture: Furniture, wires: Wires) -> tuple[list[int], npt.NDArray[np.float64]]:
    """The lines of a dump that are weighed, by index, and their figures: what `training.lines` fits on."""
    return _unsettled(lines, _by_all_rules(lines, furniture, wires, title=None, manner=Manner.DUMP))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ruled:
    """What the rules make of a page. first, last: its paragraphs; title_at: its headline. Indices of lines."""

    rules: list[Rule | None]
    verdicts: list[Verdict]
    title_at: int | None
    first: int
    last: int


def _unsettled(lines: Sequence[Line], ruled: _Ruled) -> tuple[list[int], npt.NDArray[np.float64]]:
    """What the rules keep, and what they drop on a guess between the first paragraph and the last."""
    wanted = [
        at
        for at, verdict in enumerate(ruled.verdicts)
        if verdict.kind is LineKind.BODY or (verdict.why in GUESSED and ruled.first < at < ruled.last)
    ]
    figures = figures_of(
        lines,
        wanted,
        body=[verdict.kind is LineKind.BODY for verdict in ruled.verdicts],
        noise=[verdict.kind is LineKind.NOISE for verdict in ruled.verdicts],
        named=[rule is not None for rule in ruled.rules],
        reasons=[verdict.why for verdict in ruled.verdicts],
        title=ruled.title_at,
    )
    return wanted, figures


def _by_all_rules(
    lines: Sequence[Line], furniture: Furniture, wires: Wires, *, title: str | None, manner: Manner
) -> _Ruled:
    rules = [furniture.rule_for(line.text) for line in lines]
    prose = [
        is_prose(line.text) and (rule is None or rule.action in _PROSE_ACTIONS or _is_whole(line, rule))
        for line, rule in zip(lines, rules, strict=True)
    ]
    verdicts: list[Verdict | None] = [None] * len(lines)
    _repeats(lines, prose, wires, verdicts)
    first = next((at for at, yes in enumerate(prose) if yes), len(lines))
    title_at = _find_title(lines, rules, prose, furniture, verdicts, title, manner=manner)
    _by_rules(lines, rules, prose, furniture, wires, verdicts, manner=manner)
    _author_notes(lines, verdicts)
    _sections(lines, rules, prose, verdicts, manner=manner)
    if manner is Manner.DUMP:
        _strays(lines, prose, verdicts)
    last = max((at for at, yes in enumerate(prose) if yes and verdicts[at] is None), default=-1)
    for at, line in enumerate(lines):
        if verdicts[at] is None and not prose[at] and len(line.text) <= 80 and dateline_end(line.text, wires):
            verdicts[at] = Verdict(LineKind.BODY, "dateline")
        if verdicts[at] is None:
            verdicts[at] = _unexplained(
                at,
                line,
                prose,
                verdicts,
                first=first,
                last=last,
                title_at=title_at,
                title_known=title is not None,
                manner=manner,
            )
    settled = [verdict or Verdict(LineKind.BODY, "kept") for verdict in verdicts]
    return _Ruled(rules=rules, verdicts=settled, title_at=title_at, first=first, last=last)


_PROSE_ACTIONS = frozenset({"keep", "meta_date", "meta_author"})
_OPENING = frozenset({"cut_line", "cut_rest", "drop_block"})
_DROPPING = frozenset({"drop", "drop_block", "cut_line", "cut_rest", "reject_page", "flag_truncated", "flag_machine"})


def _named(rule: Rule) -> str:
    return f"{rule.kind}: {rule.phrase}" if rule.match != "regex" else rule.kind


def _repeats(lines: Sequence[Line], prose: Sequence[bool], wires: Wires, verdicts: list[Verdict | None]) -> None:
    """The first copy of a paragraph stays, also where it alone bears the dateline."""
    seen: set[str] = set()
    opening = next((line.text for line, yes in zip(lines, prose, strict=True) if yes), "")
    dateline = dateline_end(opening, wires, opens=True)
    if dateline is not None:
        seen.add(fold(opening[dateline[0] :]))
    for at, line in enumerate(lines):
        if len(line.text) <= 25:
            continue
        key = fold(line.text)
        if key in seen and (prose[at] or is_terminal(line.text)):
            verdicts[at] = Verdict(LineKind.REPEAT, "repeat")
        seen.add(key)


def _find_title(
    lines: Sequence[Line],
    rules: Sequence[Rule | None],
    prose: Sequence[bool],
    furniture: Furniture,
    verdicts: list[Verdict | None],
    title: str | None,
    *,
    manner: Manner,
) -> int | None:
    """Index of the line that is the headline, marked with its other copies and the breadcrumbs that hold it."""
    if title is not None:
        wanted = _bare(title)
        first = next((at for at, yes in enumerate(prose) if yes), len(lines))
        # Below the first prose the same words are a teaser's or a copy's, unless the page opens with a standfirst.
        found = next((at for at, line in enumerate(lines[: first + 4]) if _bare(line.text) == wanted), None)
    else:
        found = _guess_title(lines, rules, prose, furniture, manner=manner)
        wanted = "" if found is None else _bare(lines[found].text)
    if found is not None:
        verdicts[found] = Verdict(LineKind.TITLE, "title")
    if len(wanted) < 12:
        return found
    for at, line in enumerate(lines):
        if at == found or verdicts[at] is not None or len(line.text) > len(wanted) + 120:
            continue
        bare = _bare(line.text)
        if bare == wanted:
            verdicts[at] = Verdict(LineKind.REPEAT, "title again")
        elif wanted in bare and 2 * len(wanted) >= len(bare) and not is_terminal(line.text):
            verdicts[at] = Verdict(LineKind.NOISE, "breadcrumb")
    return found


def _guess_title(
    lines: Sequence[Line],
    rules: Sequence[Rule | None],
    prose: Sequence[bool],
    furniture: Furniture,
    *,
    manner: Manner,
) -> int | None:
    """The headline among the short lines above the article, or None.

    One that comes back (in a breadcrumb, or as a copy) wins, its last copy; else the longest, or among a dump's menus
    and teasers the one with most words that the paragraphs use too.
    """
    paragraphs = [at for at, yes in enumerate(prose) if yes]
    if not paragraphs and manner is not Manner.CORPUS:
        return None
    words = [content_words(line.text) for line in lines]
    uses = Counter(word for at in paragraphs for word in words[at])
    first = next(iter(paragraphs), len(lines))
    if manner is Manner.DUMP:
        # A cookie notice above the headline is prose too, but not of the article's words.
        coherent = (at for at in paragraphs if sum(uses[word] > 1 for word in words[at]) >= _COHERENT * len(words[at]))
        first = next(coherent, first)
    candidates = [
        at
        for at, line in enumerate(lines[:first])
        if not prose[at]
        and 12 <= len(line.text) <= 220
        and len(line.text.split()) >= 3
        and (rules[at] is None or rules[at].action == "keep")  # type: ignore[union-attr]
        and not _ends_like_sentence(line.text)
        and not _SIGNED.search(line.text)
        and not trails_off(line.text)
        and not is_date_line(line.text)
        and not furniture.is_teaser(line.text)
        and not is_menu(line.text)
    ]
    likely = [at for at in candidates if not furniture.is_menu_row(lines[at].text) and not _is_alert(lines[at].text)]
    candidates = likely or candidates
    if not candidates:
        return None
    head = [_bare(line.text) for line in lines[: first + 1]]
    for at in reversed(candidates):
        bare = _bare(lines[at].text)
        if len(bare) >= 20 and sum(bare in other for other in head) > 1:
            return at
    if manner is not Manner.DUMP:
        return max(reversed(candidates), key=lambda at: len(lines[at].text))
    return max(reversed(candidates), key=lambda at: (sum(word in uses for word in words[at]), len(lines[at].text)))


def _is_alert(text: str) -> bool:
    """True for the bar above a page: "Breaking: markets close higher"."""
    head, mark, _ = text.partition(":")
    return mark != "" and fold(head).strip() in load_page_kinds()["alert"]


def _ends_like_sentence(text: str) -> bool:
    """Headlines may ask or shout, but they do not end in a full stop."""
    return is_terminal(text) and text.rstrip("\"'”’») ")[-1:] not in "?!"


def _by_rules(
    lines: Sequence[Line],
    rules: Sequence[Rule | None],
    prose: Sequence[bool],
    furniture: Furniture,
    wires: Wires,
    verdicts: list[Verdict | None],
    *,
    manner: Manner,
) -> None:
    for at, (line, rule) in enumerate(zip(lines, rules, strict=True)):
        if verdicts[at] is not None:
            continue
        if rule is not None and rule.action == "keep":
            verdicts[at] = Verdict(LineKind.BODY, _named(rule))
        elif rule is not None and rule.action == "meta_source":
            verdicts[at] = Verdict(LineKind.CREDIT, _named(rule))
        elif closing_credit(line.text, wires) is not None:
            verdicts[at] = Verdict(LineKind.CREDIT, "agency")
        elif is_date_line(line.text) and not prose[at]:
            verdicts[at] = Verdict(LineKind.DATE, "date")
        elif rule is not None and rule.action == "meta_date" and not prose[at] and len(line.text) <= 120:
            verdicts[at] = Verdict(LineKind.DATE, _named(rule))
        elif rule is not None and rule.action == "meta_author" and len(line.text) <= 120:
            verdicts[at] = Verdict(LineKind.BYLINE, _named(rule))
        elif rule is not None and rule.action in _DROPPING and not _is_whole(line, rule):
            verdicts[at] = Verdict(LineKind.NOISE, _named(rule))
        elif manner is Manner.DUMP and _addresses_reader(line.text):
            verdicts[at] = Verdict(LineKind.NOISE, "to the reader")
        elif prose[at]:
            continue
        elif furniture.is_teaser(line.text):
            verdicts[at] = Verdict(LineKind.NOISE, "teaser")
        elif len(line.text) <= 40 and _COUNT.fullmatch(line.text):
            verdicts[at] = Verdict(LineKind.NOISE, "count")
        elif is_menu(line.text) and not (manner is Manner.EXTRACTED and line.text.startswith("|")):  # a table's row
            verdicts[at] = Verdict(LineKind.NOISE, "menu")
        elif manner is Manner.DUMP and trails_off(line.text) and len(line.text) <= _TEASER_LENGTH:
            verdicts[at] = Verdict(LineKind.NOISE, "teaser")


def _addresses_reader(text: str) -> bool:
    """True for a sentence or two, nobody's quoted words, that say "you" to whoever reads, or name an address."""
    if len(text) > _ASIDE or _QUOTED.search(text):
        return False
    if _ADDRESS.search(text) is not None:
        return True
    if _TURN.match(text) or text.endswith("?"):
        return False  # of an interview: "Q: Will you go to the talks?"
    return any(word in load_page_kinds()["reader"] for word in re.findall(r"[^\W\d_]+", text))


def _strays(lines: Sequence[Line], prose: Sequence[bool], verdicts: list[Verdict | None]) -> None:
    """A sentence far below the last paragraph, short lines around it, is a form's, a teaser's or a notice's."""
    body = [at for at, yes in enumerate(prose) if yes and verdicts[at] is None]
    while len(body) >= 4 and body[-1] - body[-2] > _STRAY_LINES and body[-1] < len(lines) - 1:
        stray = body.pop()
        if len(lines[stray].text) > _TEASER_LENGTH:
            return
        verdicts[stray] = Verdict(LineKind.NOISE, "stray sentence")


def _author_notes(lines: Sequence[Line], verdicts: list[Verdict | None]) -> None:
    """Below the byline, a line that opens with the same name is about its author: "Awa Sow covers courts for us."."""
    names: set[str] = set()
    for at, line in enumerate(lines):
        verdict = verdicts[at]
        if verdict is not None and verdict.kind is LineKind.BYLINE:
            name = _NAME.search(_BEFORE_NAME.sub("", line.text))
            if name is not None:
                names.add(name.group())
        elif verdict is None and len(line.text) <= 300 and line.text.startswith(tuple(names)):
            verdicts[at] = Verdict(LineKind.NOISE, "about the author")


def _is_whole(line: Line, rule: Rule) -> bool:
    """A long paragraph that merely opens with a caption ("Image copyright …") or holds a phrase of the table stays."""
    return len(line.text) > 200 and is_prose(line.text) and (rule.match == "contains" or rule.kind == "caption")


def is_menu(text: str) -> bool:
    """True for entries side by side: "Home | News | Sport", "News » Africa", "HOME  NEWS  SPORT"."""
    if len(text) > 300 or is_terminal(text):
        return False
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) < 2:
        return False
    if len(_HARD_SEPARATOR.findall(text)) >= 2:
        return True
    short = sum(len(part.split()) <= 4 for part in parts)
    if len(parts) == 2:
        return short == 2 and re.search(r"[|•·»›≡☰▸/>]|\s{2,}", text) is not None
    return short >= 0.75 * len(parts)


def _sections(
    lines: Sequence[Line],
    rules: Sequence[Rule | None],
    prose: Sequence[bool],
    verdicts: list[Verdict | None],
    *,
    manner: Manner,
) -> None:
    """What stands under a heading such as "Related Articles" or "Leave a Reply" goes with it.

    A comment form closes the page once half of its prose has been read; before that it is a link in the head. Teasers
    end where prose begins again, if enough of it follows to be the article.
    """
    weight = [
        len(line.text) if yes and verdict is None else 0
        for line, yes, verdict in zip(lines, prose, verdicts, strict=True)
    ]
    left = sum(weight)
    read = 0
    at = 0
    while at < len(lines):
        read += weight[at]
        left -= weight[at]
        rule = rules[at]
        noise = verdicts[at] is not None and verdicts[at].kind is LineKind.NOISE  # type: ignore[union-attr]
        opens = rule is not None and (
            rule.action in _OPENING
            or (rule.kind == "legal" and lines[at].text.endswith(":") and len(lines[at].text) < 40)
        )
        if rule is None or not noise or not opens:
            at += 1
            continue
        why = f"below {rule.kind}: {lines[at].text[:40]}"
        end = at + 1
        if rule.action == "cut_rest":
            if read > left and read > 0:
                end = len(lines)
        elif rule.action != "cut_line":
            end = _block_end(lines, at, limit=12)
        else:
            resumes = left > max(100, 0.35 * read) if manner is Manner.DUMP else left > 0
            while end < len(lines) and not (prose[end] and resumes and verdicts[end] is None):
                end += 1
        for below in range(at + 1, end):
            read += weight[below]
            left -= weight[below]
            if verdicts[below] is None:
                verdicts[below] = Verdict(LineKind.NOISE, why)
        at = end


def _block_end(lines: Sequence[Line], at: int, *, limit: int) -> int:
    """End of the lines that hang together below a heading: up to the next blank line, the first of them aside."""
    end = at + 1
    if end < len(lines) and lines[end].gap:
        end += 1
    while end < len(lines) and end - at <= limit and not lines[end].gap and len(lines[end].text) <= 300:
        end += 1
    return end


def _unexplained(
    at: int,
    line: Line,
    prose: Sequence[bool],
    verdicts: Sequence[Verdict | None],
    *,
    first: int,
    last: int,
    title_at: int | None,
    title_known: bool,
    manner: Manner,
) -> Verdict:
    """No rule speaks of the line: prose stays; a short line stays where its neighbours are the article."""
    if prose[at]:
        return Verdict(LineKind.BODY, "prose")
    if manner is not Manner.DUMP:
        if len(line.text) > _HEAD_LENGTH or is_terminal(line.text) or line.text.endswith(":"):
            return Verdict(LineKind.BODY, "kept")
        if title_at is not None and at < title_at:
            return Verdict(LineKind.NOISE, "above_title")
        # Between headline and first paragraph a standfirst stays; where the headline is known apart and not in the
        # text, what stands above the first paragraph is the outlet's own head.
        if (
            manner is Manner.CORPUS
            and at < first < last
            and ((title_known and title_at is None) or len(line.text.split()) <= 4)
        ):
            return Verdict(LineKind.NOISE, "head")
        return Verdict(LineKind.BODY, "kept")
    if at < first:
        return Verdict(LineKind.NOISE, "short_line")
    if at > last:
        alone = all(verdict is not None for verdict in verdicts[last + 1 : at])
        kept = is_terminal(line.text) and alone and len(line.text.split()) >= 4
        return Verdict(LineKind.BODY, "last sentence") if kept else Verdict(LineKind.NOISE, "tail")
    # at < last: there is a next line. A caption or teaser may stand between a heading and what it heads.
    below = next(next_at for next_at in range(at + 1, last + 1) if verdicts[next_at] is None)
    before = verdicts[at - 1]
    heads = prose[below] and (before is None or before.why != "short_line")  # two short lines in a row are a list
    if is_terminal(line.text) or _LISTED.match(line.text) or heads:
        return Verdict(LineKind.BODY, "between prose")
    return Verdict(LineKind.NOISE, "short_line")


def _bare(text: str) -> str:
    """Letters and digits alone, for comparing headlines."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
