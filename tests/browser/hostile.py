"""Pages that want to be run: what is put into them, and the store that the real road makes of them."""

from __future__ import annotations

import html
import json
import time
from pathlib import Path
from urllib.parse import quote

from faleme.desk.asking import Asked
from faleme.desk.views import save_view
from faleme.pipeline import Kit
from faleme.run.correct import Judge, set_values
from faleme.run.local import read_all
from faleme.store.base import Filter
from faleme.store.desk import EventQuery
from faleme.store.feeds import ListedItem, Try
from faleme.store.judged import JudgedStore, open_judged

# What every payload tries: a mark that the tests look for, and a dialog.
RUN = "window.ran=1;alert(1)"
# 7 * 7777, where a template was run.
PRODUCT = "54439"

PAYLOADS = {
    "script": f"<script>{RUN}</script>",
    "end of what it stands in": f"</title></textarea></blockquote></select></script><script>{RUN}</script>",
    "event in double quotes": f'" onmouseover="{RUN}" autofocus onfocus="{RUN}"><img src=x onerror="{RUN}">',
    "event in single quotes": f"' autofocus onfocus='{RUN}' style='animation:x' onanimationstart='{RUN}",
    "SVG": f"<svg/onload={RUN}><animate onbegin={RUN} attributeName=x dur=1s><script>{RUN}</script></svg>",
    "MathML": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">',
    "polyglot": f"jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */{RUN} )//%0D%0A//</stYle/</titLe/</teXtarEa/</scRipt/--!>"
    f"\\x3csVg/<sVg/oNloAd={RUN}//>\\x3e",
    "template": "{{7*7777}} ${7*7777} #{7*7777} <%= 7*7777 %> {% set x = 1 %} {{ config }}",
    "elsewhere": "<img src=http://evil.example/p.png><link rel=stylesheet href=//evil.example/s.css>"
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe><base href=//evil.example/>"
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "htmx": f"<b hx-get=http://evil.example/ hx-trigger=load hx-on:click='{RUN}' hx-on::after-process='{RUN}'>x</b>",
    "odd letters": "\u202egpj.exe\u202c \u2066left\u2069 "
    "\ufeff\u200b\u200f\x00\x1b[31m\x7f \u2028\u2029 ﷽ z̷̡̛͘a̸̧l̵g̶o̴ \U000e0041",
}
LONG = "A" * 1_000_000

_STORY = (
    "Gunmen killed {n} people in an attack on a market in Gao on Friday, {p} said.\n"
    "{p} accused Senegal of the attack. Colonel Amadou Keita said that “{p}” would follow.\n"
    "Police in Bamako arrested {p} on Saturday. Mali promised {p} to reopen the market by 30 November 2026.\n"
    "The governor of Gao visited the wounded and said that the market was to open again within a week.\n"
)


def pages(folder: Path) -> None:
    """A corpus that names its own outlets and addresses, and a page of a site, into a folder."""
    folder.mkdir()
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as corpus:
        for number, (name, payload) in enumerate(PAYLOADS.items()):
            address = f"javascript:{RUN}//{number}" if number % 2 else f"https://x.example/{quote(payload)}'\"><script>"
            record = {
                "id": f"page {number}",
                "url": address,
                "title": f"{name}: {payload}",
                "outlet": payload,
                "published": "2026-11-21",
                "text": _STORY.format(n=number + 3, p=payload),
            }
            corpus.write(json.dumps(record) + "\n")
        long = {"id": "long", "url": "https://x.example/long", "title": "A long word", "published": "2026-11-21"}
        text = _STORY.format(n=40, p="a witness") + f"Police in Mopti arrested {LONG} on Sunday.\n"
        corpus.write(json.dumps(long | {"outlet": LONG[:3000], "text": text}) + "\n")
    said = html.escape(PAYLOADS["event in double quotes"])
    body = "".join(f"<p>{html.escape(line)}</p>" for line in _STORY.format(n=50, p="<b>x</b>").splitlines())
    (folder / "page.html").write_text(
        f'<!doctype html><html lang="en"><head><title>{said}</title><meta property="og:site_name" content="{said}">'
        f'<meta name="author" content="{said}"><meta property="article:published_time" content="2026-11-21">'
        f'<link rel="canonical" href="javascript:{RUN}"></head><body><article><h1>{said}</h1>'
        f'<p class="byline">By {said}</p>{body}</article></body></html>',
        encoding="utf-8",
    )


def hostile_store(folder: Path, kit: Kit) -> Path:
    """Such a store: the pages read, and hostile words wherever the people of a desk write any."""
    pages(folder / "pages")
    path = folder / "news.db"
    store = open_judged(path, create=True)
    try:
        read_all([folder / "pages"], store, kit)
        _by_people(store, kit)
    finally:
        store.close()
    return path


def _by_people(store: JudgedStore, kit: Kit) -> None:
    events = store.events(Filter(), limit=100)
    for event, payload in zip(events, PAYLOADS.values(), strict=False):
        judge = Judge(who=payload[:60], why=payload, codebook=kit.codebook)
        set_values([event.event_id], {"factuality": "hypothetical"}, store, judge)
    now = int(time.time())
    for number, (name, payload) in enumerate(PAYLOADS.items()):
        save_view(f"{name} {payload}"[:80], Asked(query=EventQuery(words=payload)), "local", store, shared=True)
        with store.transaction():
            store.watched.add(f"https://x.example/{quote(payload)}", at=now, title=payload)
        feed = store.watched.find(f"https://x.example/{quote(payload)}")
        assert feed is not None
        item = ListedItem(key=payload[:200], url=f"javascript:{RUN}//{number}", title=payload)
        tried = Try(at=now, outcome="unreachable" if number % 2 else "ok", detail=payload, listed=1, fresh=1)
        store.watched.took(feed.feed_id, tried, [item], next_try=now, etag=None, last_modified=None, title=payload)
