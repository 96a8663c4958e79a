"""Reading charts in tests: as XML, as a file of its own would be read."""

from __future__ import annotations

import re

from lxml import etree
from markupsafe import Markup

from faleme.web.charts.svg import standalone

NAMESPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    '"/><image href=x onerror=alert(1)>',
    "' onload='alert(1)",
    "]]><!--&amp;&#0;",
    "\x00\x07\x1b[31m\ud800\ufffe",
    "\u202egnal\u2066 \u200f",
    "a\u0301" * 60,
    "語" * 90,
    "x" * 1_000_000,
    "",
)
# What a policy without inline style and script allows, and what ids point to.
_FORBIDDEN = re.compile(r"<(script|style|foreignObject|image|use|animate|set)\b|\s(style|on\w+)=", re.IGNORECASE)


def parsed(chart: Markup) -> etree._Element:
    """The chart, after what holds for every chart: well-formed, named, no script or style, text of 11 pixels or more,
    no mark outside of the width."""
    assert isinstance(chart, Markup)
    root = etree.fromstring(standalone(chart).encode("utf-8"))
    tags = re.sub(r">[^<]*<", "><", str(chart))
    assert not _FORBIDDEN.search(re.sub(r'"[^"]*"', '""', tags)), "the policy forbids it"
    assert ("chart" in root.get("class").split()) == (root.get("viewBox") is None)
    links = root.findall(f".//{NAMESPACE}a")
    assert root.get("role") == ("group" if links else "img")
    names = root.get("aria-labelledby").split()
    assert [root[0].get("id"), root[1].get("id")] == names
    assert [root[0].tag, root[1].tag] == [NAMESPACE + "title", NAMESPACE + "desc"]
    assert root[1].text
    for each in root.iter():
        size = each.get("font-size")
        assert size is None or float(size) >= 11
        for place in ("x", "x1", "x2", "cx"):
            if (each.get(place) or "").endswith("%"):
                assert 0 <= float(each.get(place)[:-1]) <= 100, etree.tostring(each)
        if each.tag == NAMESPACE + "rect" and (each.get("width") or "").endswith("%"):
            assert float((each.get("x") or "0%")[:-1]) + float(each.get("width")[:-1]) <= 100.02
    for link in links:
        assert link.get("href")[0] in "/?#"
        assert link.get("href")[1:2] != "/"
        assert link.get("aria-label") == link.find(f"{NAMESPACE}title").text
    return root


def each(root: etree._Element, tag: str, css: str | None = None) -> list[etree._Element]:
    """Elements of a kind and class, in order."""
    found = root.iter(NAMESPACE + tag)
    return [one for one in found if css is None or css in (one.get("class") or "").split()]


def words(root: etree._Element, css: str = "wide") -> list[str]:
    """All texts that are seen at a width: those of the other width are left out."""
    other = {"wide": "narrow", "narrow": "wide"}[css]

    def seen(one: etree._Element) -> bool:
        return not any(other in (above.get("class") or "").split() for above in (one, *one.iterancestors()))

    return ["".join(one.itertext()) for one in root.iter(NAMESPACE + "text") if seen(one)]


def share(place: str) -> float:
    """63.5 % as 0.635."""
    assert place.endswith("%")
    return float(place[:-1]) / 100
