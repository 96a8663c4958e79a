"""Draws docs/core.svg: one sentence on its way through the language core, with what the shipped core says of it.

    python -m scripts.draw_core

Words, tags, arcs, names, events and scores in the drawing are the core's own; draw it anew when a new core ships.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import resources

from tokenizers import Tokenizer

from faleme.parse.encoder import CoreEngine, load_engine
from faleme.parse.engine import SentenceAnalysis, WordRange
from faleme.parse.words import SHAPES, word_shape
from scripts.doc_examples import REPO

SENTENCE = "Gunmen abducted two drivers near Pama on Sunday, a local official said."
TARGET = REPO / "docs" / "core.svg"
WIDTH, HEIGHT, LEFT, STEP = 1180, 796, 168, 71
ROLE_COLOURS = {
    "actor": "#ffd8a8", "recipient": "#d8f5a2", "place": "#c3fae8", "time": "#e5dbff", "speaker": "#fff3bf",
}  # fmt: skip
NAME_COLOURS = {"person": "#ffd8a8", "place": "#c3fae8", "organisation": "#d0ebff", "group": "#e5dbff"}

HEAD = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="t d" font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif">
<title id="t">One sentence on its way through the language core</title>
<desc id="d">From top to bottom: words cut by rule; word pieces and letter shapes; the encoder, in which every word sees every other; the heads, each with what it says of the sentence: word classes and tree, names, events with roles, statements; decoding by rule; the records that come out. Marks at the left say what is rule and what is learned.</desc>
<style>
.card {{ fill: #ffffff; stroke: #c9d1d9 }}
.press {{ font-family: Georgia, 'Times New Roman', serif; font-size: 13px; fill: #1f2328 }}
.step {{ font-size: 14px; font-weight: 600; fill: #1f2328 }}
.v {{ font-size: 13px; fill: #1f2328 }}
.s {{ font-size: 11.5px; fill: #57606a }}
.m {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 11px; fill: #57606a }}
.h {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 11px; fill: #ffffff; stroke: #ffffff; stroke-width: 4 }}
.line {{ stroke: #8c959f; stroke-width: 1.3; fill: none }}
.role {{ stroke: #57606a; stroke-width: 1.4; fill: none }}
</style>
<defs><marker id="p" markerWidth="8" markerHeight="8" refX="6" refY="3.5" orient="auto"><path d="M0,0 L7,3.5 L0,7 z" fill="#8c959f"/></marker></defs>
<rect width="{WIDTH}" height="{HEIGHT}" fill="#f6f8fa"/>"""  # noqa: E501 - markup


def _middle(word: int) -> float:
    return LEFT + STEP * word + STEP / 2


def _text(x: float, y: float, text: str, kind: str = "v", anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'


def _box(first: int, last: int, y: float, height: float, fill: str) -> str:
    x, width = LEFT + STEP * first + 3, STEP * (last - first + 1) - 6
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}" rx="4" fill="{fill}"/>'


def _lane(y: float, height: float, title: str, below: str, mark: str) -> Iterator[str]:
    """A card over the whole width with its name and a mark that says "rule" or "learned"."""
    fill, ink = {"rule": ("#ddf4ff", "#0550ae"), "learned": ("#ffe8cc", "#8a3c00")}[mark]
    yield f'<rect class="card" x="14" y="{y}" width="{WIDTH - 28}" height="{height}" rx="8"/>'
    yield _text(26, y + 21, title, "step", "start")
    for number, line in enumerate(below.split("\n")):
        yield _text(26, y + 37 + 14 * number, line, "s", "start")
    yield f'<rect x="26" y="{y + height - 24}" width="{7 * len(mark) + 14}" height="17" rx="8.5" fill="{fill}"/>'
    yield (
        f'<text x="{26 + (7 * len(mark) + 14) / 2}" y="{y + height - 11.5}" text-anchor="middle" font-size="11" '
        f'fill="{ink}">{mark}</text>'
    )


def _arc(start: int, end: int, y: float, label: str, *, role: bool = False) -> Iterator[str]:
    """An arc below y from word to word, deeper the farther they are."""
    a, b = _middle(start), _middle(end)
    depth = 10 + 7.2 * min(abs(end - start), 12)
    shift = 4 if b > a else -4
    kind = "role" if role else "line"
    yield (
        f'<path class="{kind}" d="M{a + shift:.1f} {y} C{a + shift:.1f} {y + depth:.1f} {b:.1f} {y + depth:.1f} '
        f'{b:.1f} {y + 2}" marker-end="url(#p)"/>'
    )
    for kind in ("h", "m"):  # a white edge first, so that the label stands clear of other arcs
        yield _text((a + b) / 2, y + 0.75 * depth + 4, label, kind)


def _words(found: SentenceAnalysis) -> Iterator[str]:
    shipped = resources.files("faleme") / "data" / "model" / "en" / "tokenizer.json"
    pieces = Tokenizer.from_str(shipped.read_text(encoding="utf-8"))
    pieces.no_padding()
    forms = [SENTENCE[start:end] for start, end in found.words]
    yield from _lane(48, 58, "Words", "", "rule")
    yield from _lane(114, 70, "Pieces, shapes", "from a fixed list", "rule")
    for word, form in enumerate(forms):
        yield _box(word, word, 62, 30, "#f6f8fa")
        yield _text(_middle(word), 82, form, "press")
        yield _text(_middle(word), 143, " ".join(pieces.encode(form, add_special_tokens=False).tokens), "m")
        yield _text(_middle(word), 163, SHAPES[word_shape(form)], "s")
    yield from _lane(192, 70, "Encoder", "6 layers, 384 wide", "learned")
    yield f'<rect x="{LEFT}" y="206" width="{STEP * len(forms)}" height="42" rx="6" fill="#fff4e6" stroke="#ffd8a8"/>'
    yield _text(
        LEFT + STEP * len(forms) / 2, 232, "every piece sees every other, six times over; a word is its first piece"
    )


def _tree(found: SentenceAnalysis) -> Iterator[str]:
    yield from _lane(270, 136, "Classes, tree", "17 classes, a head\nfor every word", "learned")
    for word, tag in enumerate(found.upos):
        yield _text(_middle(word), 291, tag, "m")
    for word, head in enumerate(found.heads):
        if head < 0:
            yield _text(_middle(word), 396, "root", "m")
            yield f'<path class="line" d="M{_middle(word):.1f} 384 V300" marker-end="url(#p)"/>'
        elif found.relations[word] != "punct":
            yield from _arc(head, word, 298, found.relations[word])


def _names(found: SentenceAnalysis) -> Iterator[str]:
    yield from _lane(414, 58, "Names", "", "learned")
    for name in found.names:
        yield _box(name.words.first, name.words.last, 422, 24, NAME_COLOURS[name.kind.value])
        middle = (_middle(name.words.first) + _middle(name.words.last)) / 2
        yield _text(middle, 439, name.kind.value)
        yield _text(middle, 462, f"{name.score:.2f}", "m")


def _events(found: SentenceAnalysis) -> Iterator[str]:
    yield from _lane(480, 118, "Events", "anchors, types,\nmentions, roles", "learned")
    roles = {arc.mention: arc for anchor in found.anchors for arc in sorted(anchor.roles, key=lambda one: one.score)}
    for at, mention in enumerate(found.mentions):
        if at in roles:
            yield _box(mention.words.first, mention.words.last, 492, 24, ROLE_COLOURS[roles[at].role.value])
            yield _text(_span(mention.words), 509, roles[at].role.value)
    for anchor in found.anchors:
        yield _box(anchor.words.first, anchor.words.last, 492, 24, "#ffc9c9")
        kind, share = next((kind, share) for kind, share in anchor.types if kind)
        yield _text(_span(anchor.words), 509, kind)
        yield _text(_span(anchor.words) - 8, 550, f"{share:.2f}", "m")
        for arc in roles.values():
            yield from _arc(anchor.words.first, found.mentions[arc.mention].head, 520, f"{arc.score:.2f}", role=True)


def _sayings(found: SentenceAnalysis) -> Iterator[str]:
    yield from _lane(606, 58, "Statements", "", "learned")
    for saying in found.sayings:
        yield _box(saying.content.first, saying.content.last, 616, 24, "#fff3bf")
        yield _text(_span(saying.content), 633, "what was said")
        yield _box(saying.verb.first, saying.verb.last, 616, 24, "#ffc9c9")
        yield _text(_span(saying.verb), 633, "says")
        if saying.speaker is not None:
            words = found.mentions[saying.speaker].words
            yield _box(words.first, words.last, 616, 24, "#ffd8a8")
            yield _text(_span(words), 633, "speaker")


def _span(words: WordRange) -> float:
    return (_middle(words.first) + _middle(words.last)) / 2


def _out() -> Iterator[str]:
    yield from _lane(672, 58, "Decoding", "", "rule")
    yield _text(
        LEFT + 6,
        697,
        "best tree with one root · names without a broken tag · scores over their thresholds stay, with a role",
        "v",
        "start",
    )
    yield _text(
        LEFT + 6,
        716,
        "a mention may be doubtful · lemmas from a list, then by the best edit · words become offsets of the page",
        "v",
        "start",
    )
    names = ("Token", "Name", "Mention", "Anchor", "Saying", "Parse")
    yield _text(26, 767, "Records", "step", "start")
    for number, name in enumerate(names):
        x = LEFT + 6 + 128 * number
        yield f'<rect x="{x}" y="748" width="112" height="28" rx="14" fill="#ffffff" stroke="#c9d1d9"/>'
        yield _text(x + 56, 767, name)
    yield _text(LEFT + 6 + 128 * len(names) + 2, 767, "then the coder, by rule", "s", "start")


def drawing(engine: CoreEngine) -> str:
    """The whole drawing."""
    found = engine.analyse(SENTENCE)
    parts = [
        HEAD,
        _text(14, 32, "One sentence through the language core", "step", "start"),
        *_words(found),
        *_tree(found),
        *_names(found),
        *_events(found),
        *_sayings(found),
        *_out(),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Write the drawing."""
    TARGET.write_text(drawing(load_engine("en")), encoding="utf-8")


if __name__ == "__main__":
    main()
