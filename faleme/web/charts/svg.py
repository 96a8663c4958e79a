"""The parts all charts are made of: the frame, safe text, links, colours, lengths of labels, and the table twin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

INK, SECOND, LINE, PAPER, SHADE, ACCENT = "#1d2a30", "#55646b", "#ddd6c8", "#fbfaf7", "#f4ead8", "#0b5f73"
# PLOVER's quad classes, 0 for none: colours of the diverging scale.
FILLS = {0: "#857f72", 1: "#2f8f94", 2: "#0a4f5c", 3: "#c4761b", 4: "#96271a"}
CLASSES = {
    0: "statement",
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
TEXT_PX = 12
SMALL_PX = 11
NARROW_PX = 250  # of the drawing, in its box, on a screen of 320 px: what must not collide is tried at this width
WIDE_PX = 720  # and once more at this width: see `both`

_NO_NAME = "not named"
_FONT = "'Source Sans 3', 'Source Sans Pro', 'Noto Sans', sans-serif"
_TITLE_LETTERS = 300
_NO_ID = re.compile(r"[^A-Za-z0-9_-]+")
_BREAKS = {"Cc", "Co", "Zl", "Zp"}
# Joiners make letters of Arabic and Indic scripts and emoji; they move nothing.
_JOINERS = {"\u200c", "\u200d", "\xad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a chart shows, as a table. Cells: text, numbers, and None for what is not known.

    links: the address behind each row, None where there is none. foot: sums, for charts whose numbers add up.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    links: tuple[str | None, ...] = ()
    foot: tuple[str | float | None, ...] | None = None


def framed(
    body: Iterable[str],
    *,
    ident: str,
    kind: str,
    title: str,
    description: str,
    height: float,
    width: float | None = None,
    linked: bool = False,
) -> Markup:
    """A whole chart. body: finished markup, every text and address of it from `text` and `link`.

    width: in pixels, for a small one that stands in a line; None for as wide as its box. linked: True where the body
    has links. What has the role of an image has no links for a reader that speaks it, so such a chart is a group.
    """
    name = safe_id(ident)
    wide, box, css = "100%", "", f"chart chart-{kind}"
    if width is not None:
        wide, box, css = number(width), f' viewBox="0 0 {number(width)} {number(height)}"', f"chart-{kind}"
    return Markup(  # noqa: S704 (all that is not ours has been escaped)
        f'<svg class="{css}" role="{"group" if linked else "img"}" aria-labelledby="{name}-t {name}-d"'
        f' width="{wide}" height="{number(height)}"{box} font-family="{_FONT}" font-size="{TEXT_PX}" fill="{INK}">'
        f'<title id="{name}-t">{text(title) or _NO_NAME}</title>'
        f'<desc id="{name}-d">{text(description) or _NO_NAME}</desc>'
        f"{''.join(body)}</svg>"
    )


def standalone(chart: Markup, *, width: int = 960) -> str:
    """A chart as a file of its own."""
    head, rest = str(chart).split(">", 1)
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    head = head.replace('width="100%"', f'width="{width}"', 1)
    return f"{head}>{rest}\n"


def text(words: str, *, most: int = _TITLE_LETTERS) -> str:
    """Words of strangers as text of a chart: escaped, cut at so many letters, without what would break a file or turn
    the order of what stands beside it."""
    return str(escape(shortened(words, most)))


def shortened(words: str, most: int) -> str:
    """Words on one line with at most so many letters, "…" where some are left out."""
    # Cut before it is looked through: words may be a megabyte.
    plain = words[: 4 * most + 4]
    if not plain.isprintable():
        plain = "".join(map(_seen, plain))
    plain = " ".join(plain.split())
    return plain if len(plain) <= most and len(words) <= 4 * most + 4 else plain[: most - 1].rstrip() + "…"


def fitted(words: str, px: float, size: float = TEXT_PX) -> str:
    """As many of the words as fit into so many pixels."""
    plain = shortened(words, 120)
    while len(plain) > 1 and text_px(plain, size) > px:
        plain = plain[:-2].rstrip() + "…"
    return plain


def _seen(letter: str) -> str:
    if letter in _JOINERS:
        return letter
    kind = unicodedata.category(letter)
    if kind == "Cf":  # marks and overrides of direction
        return ""
    if kind == "Cs" or letter in "\ufffe\uffff":
        return "\ufffd"
    return " " if kind in _BREAKS else letter


def text_px(words: str, size: float = TEXT_PX) -> float:
    """About how wide words are in the sans face; rather more than less."""
    return size * sum(map(_letter_em, words))


def _letter_em(letter: str) -> float:
    if letter in "iljtfrI.,:;'|!()[] ":
        return 0.32
    if letter in "mwMW—…%":
        return 0.86
    if letter.isascii():
        return 0.67 if letter.isupper() else 0.56
    if unicodedata.combining(letter):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.62


def link(href: str | None, body: str, label: str) -> str:
    """The body as a link on the desk, or with its label alone where there is no address.

    Only addresses on the desk are linked. It is no stop of the tab key: the same links stand in the table, so a reader
    without a mouse does not pass a hundred bars.
    """
    name = text(label) or _NO_NAME
    if not is_local(href):
        return f"<g><title>{name}</title>{body}</g>"
    return f'<a href="{escape(href)}" tabindex="-1" aria-label="{name}"><title>{name}</title>{body}</a>'


def is_local(href: str | None) -> bool:
    """True for an address on the desk itself: a path, a query or a part of the page, as it stands in a line."""
    return href is not None and href[:1] in ("/", "?", "#") and href[1:2] not in ("/", "\\") and href.isprintable()


def any_local(*hrefs: str | None) -> bool:
    """True where one of them is linked."""
    return any(map(is_local, hrefs))


def safe_id(ident: str) -> str:
    """Letters that can name a part of a page."""
    return _NO_ID.sub("-", ident)[:60] or "chart"


def number(value: float) -> str:
    """A length or place in markup: at most two decimals."""
    found = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if found == "-0" else found


def percent(share: float) -> str:
    """A place along the width, from a share of 0 to 1."""
    return number(100 * share) + "%"


def value_words(value: float | None) -> str:
    """A number for a reader: 1,204; 3.5; −2."""
    if value is None:
        return "not known"
    rounded = round(value, 1) + 0.0
    return (f"{rounded:,.0f}" if rounded.is_integer() else f"{rounded:,.1f}").replace("-", "−")


def label(
    words: str,
    *,
    x: str,
    y: float,
    anchor: str = "start",
    css: str = "",
    size: int = TEXT_PX,
    fill: str = INK,
    bold: bool = False,
    dx: float = 0,
    halo: bool = False,
) -> str:
    """A text of a chart. x: a place along the width, with its unit. dx: pixels from there.

    halo: it may stand on marks.
    """
    attributes = [f'x="{x}"', f'y="{number(y)}"']
    if dx:
        attributes.append(f'dx="{number(dx)}"')
    if anchor != "start":
        attributes.append(f'text-anchor="{anchor}"')
    if css:
        attributes.append(f'class="{css}"')
    if size != TEXT_PX:
        attributes.append(f'font-size="{size}"')
    if fill != INK:
        attributes.append(f'fill="{fill}"')
    if bold:
        attributes.append('font-weight="600"')
    if halo:
        attributes.append(f'stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"')
    return f"<text {' '.join(attributes)}>{text(words)}</text>"


def coloured(quad: int, *, ring: bool) -> str:
    """Attributes of a mark of a class: filled for a deed, a ring for words.

    The style sheet fills what has the class of a colour, so a ring has one of its own.
    """
    name, fill = (f"ring{quad}", PAPER) if ring else (f"q{quad}", FILLS[quad])
    return f'class="{name}" fill="{fill}" stroke="{FILLS[quad]}" stroke-width="2"'


def both(wide: str, narrow: str) -> str:
    """Markup as it is at the wide width and at the narrow one.

    The style sheet shows the one or the other by the classes ``wide`` and ``narrow``; without it the wide one is seen.
    """
    if wide == narrow:
        return wide
    hidden = f'<g class="narrow" display="none">{narrow}</g>' if narrow else ""
    return (f'<g class="wide">{wide}</g>' if wide else "") + hidden


def anchored(share: float, px: float, width: float) -> tuple[str, float, float]:
    """How a label of so many pixels stands at a place along the width without leaving it: anchor, left and right end
    in pixels."""
    at = share * width
    if at - px / 2 < 0:
        return "start", at, at + px
    if at + px / 2 > width:
        return "end", at - px, at
    return "middle", at - px / 2, at + px / 2


def level_of(
    taken: list[list[tuple[float, float]]], left: float, right: float, *, most: int, gap: float = 6
) -> int | None:
    """The first of so many rows where nothing stands between two places, which are then taken; None where all are."""
    for row in range(most):
        if row == len(taken):
            taken.append([])
        if all(right + gap <= start or left >= end + gap for start, end in taken[row]):
            taken[row].append((left, right))
            return row
    return None
