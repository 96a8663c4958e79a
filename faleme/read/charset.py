"""Which charset a page is in: its mark, what it declares, then what fits the bytes."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_SAMPLE = 65536
# Browsers read these declarations as the larger Windows set, and pages count on it.
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
# Heads of files that hold no text: images, archives, documents, programs, databases, sound and video.
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"%PDF-", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ",
    b"\x7fELF", b"MZ\x90", b"SQLite format 3\0", b"\xd0\xcf\x11\xe0", b"RIFF", b"ID3", b"OggS", b"\x28\xb5\x2f\xfd",
    b"\0\0\x01\0", b"II*\0", b"MM\0*", b"Rar!",
)  # fmt: skip


def is_binary(content: bytes) -> bool:
    """True for what is no text in any charset: a known file head, or more than 5 % control characters.

    A few NULs in a text are a fault of the text, not a sign of a binary file.
    """
    if content.startswith(_MAGIC):
        return True
    if any(content.startswith(mark) for mark, _ in _MARKS):
        return False
    sample = content[:_SAMPLE]
    controls = len(sample) - len(
        sample.translate(None, bytes(byte for byte in range(32) if byte not in b"\t\n\f\r\x1b"))
    )
    return controls > 0.05 * len(sample)


def charset_of(content: bytes, declared: str | None = None) -> str:
    """Name of a codec that Python knows, for these bytes.

    In order: byte order mark; what the carrier, then the page's own markup declares, if all bytes fit; UTF-8 if all
    bytes fit; the detector's guess; cp1252, which always yields something.
    """
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return charset
    meta = _META.search(content[:4096])
    if (_codec(declared) or "").startswith(("cp125", "iso8859")) and not content.isascii() and _fits(content, "utf-8"):
        declared = None  # a server's default for all its files; letters that fit UTF-8 by chance are no prose
    for name in (declared, meta.group(1).decode("ascii") if meta else None, "utf-8"):
        codec = _codec(name)
        if codec is not None and _fits(content, codec):
            return codec
    return _guess(content) or "cp1252"


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name)
        found.decode(b"a")  # some codecs of Python turn bytes into bytes
    except (LookupError, UnicodeError, ValueError):
        return None
    if found.name in ("idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"):
        return None
    return _AS_BROWSERS.get(found.name, found.name)


def _fits(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeError:
        # cp1252 leaves five bytes undefined; a page that declares it may hold one by accident.
        return codec == "cp1252"
    return True


def _guess(content: bytes) -> str | None:
    # UTF-8 with a slip here and there is still UTF-8: a page glued together from two, or cut inside a character.
    text = content[:_SAMPLE].decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    if wrong and sum(letter > "\x7f" for letter in text) > 4 * wrong:
        return "utf-8"
    if _is_cut_utf8(content):
        return "utf-8"
    if _reads_western(content[:_SAMPLE].decode("cp1252", errors="replace")):
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only pages that are not UTF-8 need it

    best = from_bytes(content[:_SAMPLE]).best()
    return _codec(best.encoding) if best is not None else None


def _is_cut_utf8(content: bytes) -> bool:
    """True where all is UTF-8 but for a character cut off at the end, and another one stands whole before it."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return False
    return not text.isascii()


# Letters and signs of western Europe. The detector takes short French for Polish or Turkish.
_WESTERN = frozenset("àâäáãåæçèéêëíîïñóôöõøœùûüúßÀÂÄÁÅÆÇÈÉÊËÎÏÑÓÔÖØŒÙÛÜ’‘“”–—…«»€£°©®·\u00a0")


def _reads_western(text: str) -> bool:
    """True where the letters beyond ASCII are western ones and few, as in no other script."""
    high = [letter for letter in text if letter > "\x7f"]
    return len(high) <= 0.25 * len(text) and sum(letter in _WESTERN for letter in high) >= 0.95 * len(high)
