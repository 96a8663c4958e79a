"""A brief as text, Markdown, a page of HTML by itself, or PDF."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterable, Mapping
from html import escape
from importlib import resources

from faleme.desk.brief_words import Block
from faleme.errors import SettingsError

_WIDE = 100


def as_text(made: Iterable[Block], *, base: str = "") -> str:
    """For a terminal or a mail without markup. base: as for Markdown; the address has a line of its own."""
    lines: list[str] = []
    number = 0
    for block in made:
        if block.kind == "heading":
            lines += ["", block.text.upper(), ""]
            number = 0
        elif block.kind == "item":
            number += 1
            lines += _wrapped(f"{number}. {block.text}", "   ")
            lines += [f"   {base}{block.ref}"] if base and block.ref else []
            lines += _wrapped("   " + " · ".join(block.notes), "   ") if block.notes else []
            lines += _wrapped(f"   “{block.quote}”", "   ") if block.quote else []
            lines += [line for source in block.sources for line in _wrapped(f"   - {source}", "     ")]
        else:
            lines += _wrapped(block.text, "")
    return "\n".join(_plain(line) for line in lines) + "\n"


def as_markdown(made: Iterable[Block], *, base: str = "") -> str:
    """base: the desk's public address, to which links lead; without one there are no links."""
    lines: list[str] = []
    for block in made:
        text = _markdown(block.text)
        if block.kind == "title":
            lines += [f"# {text}", ""]
        elif block.kind == "heading":
            lines += ["", f"## {text}", ""]
        elif block.kind == "item":
            linked = f"[{text}]({base}{block.ref})" if base and block.ref else text
            lines.append(f"1. **{linked}**")
            lines += [f"   {_markdown(' · '.join(block.notes))}"] if block.notes else []
            lines += ["", f"   > {_markdown(block.quote)}", ""] if block.quote else []
            lines += [f"   - {_markdown(source)}" for source in block.sources]
        else:
            lines += [text, ""]
    return "\n".join(lines) + "\n"


def as_html(made: Iterable[Block], *, base: str = "") -> str:
    """A page by itself, without script and with nothing to load. base: as for Markdown."""
    parts: list[str] = []
    title = "Brief"
    open_list = False
    for block in made:
        text = escape(block.text)
        if open_list and block.kind != "item":
            parts.append("</ol>")
            open_list = False
        if block.kind == "title":
            title = block.text
            parts.append(f"<h1>{text}</h1>")
        elif block.kind == "heading":
            parts.append(f"<h2>{text}</h2>")
        elif block.kind == "item":
            parts += [] if open_list else ["<ol>"]
            open_list = True
            linked = f'<a href="{escape(base + block.ref)}">{text}</a>' if base and block.ref else text
            parts.append(f"<li><p><strong>{linked}</strong><br>{escape(' · '.join(block.notes))}</p>")
            parts += [f'<blockquote dir="auto">{escape(block.quote)}</blockquote>'] if block.quote else []
            if block.sources:
                parts.append("<ul>" + "".join(f"<li>{escape(source)}</li>" for source in block.sources) + "</ul>")
            parts.append("</li>")
        else:
            parts.append(f"<p>{text}</p>")
    parts += ["</ol>"] if open_list else []
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def as_pdf(made: Iterable[Block], *, base: str = "") -> bytes:
    """A4 pages with our own typefaces, so that names of the region have all their letters. base: as for Markdown.

    Raises SettingsError where the package for it is not installed.
    """
    try:
        from reportlab.lib.pagesizes import A4  # noqa: PLC0415 - an extra
        from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
        from reportlab.lib.units import mm  # noqa: PLC0415
        from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
        from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
        from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError("PDF needs one more package: pip install 'faleme[pdf]'; or print --html.") from error
    folder = resources.files("faleme.desk") / "fonts"
    for name in _FONTS:
        with resources.as_file(folder / f"{name}.ttf") as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily("FalemeSans", normal="FalemeSans", bold="FalemeSans-Bold")
    styles = {
        kind: ParagraphStyle(
            kind, fontName=font, fontSize=size, leading=size * 1.35, spaceBefore=before, leftIndent=left
        )
        for kind, (font, size, before, left) in _STYLES.items()
    }
    story: list[object] = []
    number = 0
    for block in made:
        if block.kind != "item":
            number = 0
            story.append(Paragraph(escape(block.text), styles[block.kind]))
            continue
        number += 1
        text = f"{number}. {escape(block.text)}"
        linked = f'<a href="{escape(base + block.ref)}">{text}</a>' if base and block.ref else text
        parts = [Paragraph(linked, styles["item"])]
        parts += [Paragraph(escape(" · ".join(block.notes)), styles["notes"])] if block.notes else []
        parts += [Paragraph(f"“{escape(block.quote)}”", styles["quote"])] if block.quote else []
        parts += [Paragraph(escape(source), styles["source"]) for source in block.sources]
        story.append(KeepTogether(parts))
    out = io.BytesIO()
    side = 18 * mm
    SimpleDocTemplate(
        out, pagesize=A4, leftMargin=side, rightMargin=side, topMargin=side, bottomMargin=side, title="faleme: brief"
    ).build(story)
    return out.getvalue()


_FONTS = ("FalemeSans", "FalemeSans-Bold", "FalemeSerif")
_STYLES: Mapping[str, tuple[str, float, float, float]] = {  # typeface, size, space before, indent; in points
    "title": ("FalemeSans-Bold", 18, 0, 0),
    "lead": ("FalemeSans", 10.5, 4, 0),
    "heading": ("FalemeSans-Bold", 12.5, 10, 0),
    "empty": ("FalemeSans", 10.5, 2, 0),
    "item": ("FalemeSans-Bold", 10, 5, 0),
    "notes": ("FalemeSans", 8.5, 0, 10),
    "quote": ("FalemeSerif", 9.5, 1, 10),
    "source": ("FalemeSans", 7.5, 0, 10),
}
FORMS: Mapping[str, Callable[..., str]] = {"text": as_text, "markdown": as_markdown, "html": as_html}


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDE, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _plain(line: str) -> str:
    """Strangers' words without what would move a cursor or colour a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in line)


def _markdown(text: str) -> str:
    """Words of others are never markup."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|!" else letter for letter in _plain(text))
