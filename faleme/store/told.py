"""Sentences in which a report or statement is told: kept as spans of its text, cut out where read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from faleme.spans import Span
from faleme.store.packing import unpacked


def told_in(sentences: Iterable[Span], spans: Sequence[Span]) -> str:
    """JSON list of the sentences that overlap the spans; a span in none (a hand-made parse) stands for itself."""
    whole = list(sentences)
    found: dict[Span, None] = {}
    for span in spans:
        found.update(dict.fromkeys([each for each in whole if each.overlaps(span)] or [span]))
    return json.dumps([[span.start, span.end] for span in found], separators=(",", ":"))


def words_told(text: str | bytes, told: str) -> str:
    """The words of such a list, a line for each; text: of the article, packed or not."""
    whole = unpacked(text)
    return "\n".join(whole[start:end] for start, end in json.loads(told))


def told_before(sentences: str | bytes, body: str | bytes) -> str:
    """What `told_in` gives for a stored report or statement, from the JSON of its article's sentences and its own."""
    record = json.loads(unpacked(body))
    spans = [one["anchor"] for one in record["evidence"]] if "evidence" in record else [record["content"]]
    return told_in(
        [Span(*sentence["span"]) for sentence in json.loads(unpacked(sentences))], [Span(*each) for each in spans]
    )
