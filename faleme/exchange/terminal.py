"""Views written for a reader at a terminal: plain text, so that it can be piped, searched and quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from faleme.exchange.account_text import account_lines
from faleme.exchange.event_statements import speaking_lines
from faleme.exchange.lines import columns, counted, cut, listed, more, wrapped
from faleme.exchange.views import View

_INDENT = "  "
_JUDGED = {"event": "judged to be no event", "accepted": "found right"}  # marks that set no field
_TELLINGS, _ROWS, _ORIGINS = 12, 10, 8  # of an event: reports, external reports, names of origins; --json has all
_REFUSED = 20  # lines of what was refused; --json has all


def event_table(events: Sequence[View], *, width: int) -> str:
    """One event a line, under a head; cells are cut so that a line fits ``width``. A star: corrected."""
    head = ("EVENT", "WHAT", "WHO", "WHERE", "WHEN", "IS IT SO", "ORIGINS")
    rows = [
        (
            event["event_id"],
            _starred(event),
            _dyad(event),
            _where(event),
            _when(event),
            _short_marks(event),
            _origins(event),
        )
        for event in events
    ]
    shrink = ((6, 11), (5, 12), (3, 14), (2, 30), (1, 16), (6, 7), (5, 8), (3, 10), (2, 20), (1, 12), (2, 12))
    return columns([head, *rows], width=width, shrink=shrink)


def digest_text(pages: Sequence[View], *, width: int) -> str:
    """Each page on a line, and under it an event a line."""
    rows = [
        (
            f"{_INDENT}{event['event_id']}",
            _starred(event),
            _dyad(event),
            _where(event),
            _when(event),
            _short_marks(event),
        )
        for page in pages
        for event in page["events"]
    ]
    shrink = ((3, 14), (5, 9), (2, 30), (1, 16), (3, 10), (2, 12))
    lines = iter(columns(rows, width=width, shrink=shrink).split("\n") if rows else ())
    told = []
    for page in pages:
        known = " · ".join(filter(None, (page["outlet"], page["published"], page["article_key"])))
        told.append(" · ".join(filter(None, (cut(page["title"] or "", width - len(known) - 3), known))))
        told += [next(lines) for _ in page["events"]]
        left = [f"copy of {page['copy_of']}"] if page["copy_of"] else []
        left += [f"{counted(page['shared'], 'report')} of events above"] if page["shared"] else []
        left += [f"{page['more']} more"] if page["more"] else []
        if not left and not page["events"]:
            left = ["nothing to code"]
        told += [f"{_INDENT}… {', '.join(left)}"] if left else []
    return "\n".join(told)


def event_text(event: View) -> str:
    """An event with all that its reports say."""
    lines = [
        f"{event['event_id']}  {_what(event)}  {_dyad(event)}",
        f"where: {_where(event)}   when: {_when(event)}   {_marks(event)}",
        f"{counted(len(event['tellings']), 'report')}, origins: {_origins(event)}{_reported(event)}",
    ]
    lines += account_lines(event)
    lines += [f"replaces {', '.join(event['replaces'])}"] if event["replaces"] else []
    lines += [
        f"also in {one['data_set']}: {one['external_id']}  {one['row_id']}  {one['given_type']} ({one['score']:.2f})"
        for one in event["external"][:_ROWS]
    ]
    lines += more(event["external"], _ROWS, "row", "")
    lines += corrected_lines(event, "")
    if spoken := speaking_lines(event):
        lines += ["", "who speaks of it", *spoken]
    shown = _first_to_read(event)
    printed: dict[str, str] = {}
    for told in shown:
        by = ", ".join(filter(None, (told["outlet"], told["article_key"])))
        lines += ["", f"{told['report_id']}  {by}  origin: {told['origin'] or 'unknown'}"]
        lines.append(f"{_INDENT}{_what(told)}  {_dyad(told)}  {_where(told)}  {_when(told)}  {_marks(told)}")
        lines += corrected_lines(told, _INDENT)
        if told["figures"]:
            lines.append(f"{_INDENT}{'; '.join(told['figures'])}")
        first = printed.setdefault(told["sentence"], told["report_id"])
        said = f"“{told['sentence']}”" if first == told["report_id"] else f"the same sentence as in {first}"
        lines += wrapped(said, _INDENT)
        lines += wrapped(f"linked {told['link_score']:.2f}: {'; '.join(told['link_reasons'])}", _INDENT)
    if left := len(event["tellings"]) - len(shown):
        lines += ["", f"… and {counted(left, 'more report')} (--json shows all)"]
    return "\n".join(lines)


def _first_to_read(event: View) -> list[View]:
    """Some of an event's reports, in order of publication: the one in whose words it is told, the first of each origin,
    then the others."""
    origins = set[str | None]()
    fresh = set[str]()
    for told in event["tellings"]:
        if told["origin"] not in origins:
            fresh.add(told["report_id"])
        origins.add(told["origin"])
    ranked = sorted(
        event["tellings"],
        key=lambda told: (told["report_id"] != event["words_of"], told["report_id"] not in fresh),
    )
    first = {told["report_id"] for told in ranked[:_TELLINGS]}
    return [told for told in event["tellings"] if told["report_id"] in first]


def corrected_lines(view: View, indent: str) -> list[str]:
    """What people judged, a judgement at a time, with the machine's values beside it."""
    marks: dict[str, list[View]] = {}
    for mark in view["corrected"]:
        marks.setdefault(mark["correction"], []).append(mark)
    return [
        line
        for ours in marks.values()
        for line in wrapped(
            f"{'; '.join(map(_judged, ours))} — {ours[0]['who']}, {ours[0]['at'][:10]}: {ours[0]['why']} "
            f"({ours[0]['correction']})",
            indent,
        )
    ]


def _judged(mark: View) -> str:
    said = f"corrected {mark['field']}: {mark['value']} (the machine has: {mark['machine']})"
    return _JUDGED.get(mark["field"], said)


def report_text(report: View) -> str:
    """A report's values, and the page it stands in."""
    lines = [
        f"{report['report_id']}  {_what(report)}  (event {report['event_id'] or 'none'}, score {report['score']:.2f})"
    ]
    for role in ("actor", "recipient", "speaker"):
        for actor in report[role]:
            known = ", ".join(filter(None, (actor.get("country"), *actor.get("sectors", ()))))
            lines.append(f"{_INDENT}{role}: {actor['name']}{f' ({known})' if known else ''} — “{actor['text']}”")
    if place := report["place"]:
        where = ", ".join(filter(None, (place["name"], place["country"])))
        lines.append(
            f"{_INDENT}place: {where} (GeoNames {place['geonameid'] or 'unknown'}, precision {place['precision']})"
        )
    if date := report["date"]:
        lines.append(f"{_INDENT}date: {date['start']} to {date['end']} ({date['precision']}, {date['basis'] or 'set'})")
    set_ = {mark["field"]: mark["value"] for mark in report["corrected"]}
    lines += [
        f"{_INDENT}{figure['what']}: {set_.get(figure['what'], figure['text'])}"
        + (f" {figure['unit']}" if figure["unit"] else "")
        for figure in report["figures"]
    ]
    lines.append(
        f"{_INDENT}{report['factuality']}" + (f", hedged by “{report['hedge']['text']}”" if report["hedge"] else "")
    )
    lines += corrected_lines(report, _INDENT)
    if report["contexts"]:
        lines.append(f"{_INDENT}contexts: {', '.join(report['contexts'])}")
    lines += ["", *wrapped(f"“{report['sentence']}”", ""), _page(report)]
    return "\n".join(lines)


def article_text(article: View) -> str:
    """An article's text, and what was made of it."""
    lines = [_page(article), f"version {article['version']}, origin {article['origin'] or 'unknown'}"]
    if run := article["run"]:
        lines.append(f"coded by run {run['run']}" + (f" ({run['name']})" if run["name"] else ""))
    if article["withdrawn_at"]:
        lines.append(f"withdrawn: its page was gone on {article['withdrawn_at']}")
    if down := article["taken_down"]:
        lines.append(f"taken down on {down['at']} by {down['who']}: {down['why']}")
    if copied := article["copy_of"]:
        lines.append(_copied(copied))
    if article["copies"]:
        lines.append(f"copied by {', '.join(article['copies'])}")
    if article["main_event"]:
        lines += _main_event(article["main_event"])
    if article["types_told"]:
        lines += wrapped(f"the page tells: {', '.join(article['types_told'])}", "")
    lines += ["", *wrapped(article["text"], ""), ""]
    lines += [
        f"{report['report_id']}  {_what(report)}  {_dyad(report)}  {_marks(report)}" for report in article["reports"]
    ]
    lines += [statement_line(statement) for statement in article["statements"]]
    lines += [fact_line(fact) for fact in article["facts"]]
    dropped: dict[str, int] = {}
    for part in article["dropped"]:
        dropped[part["why"]] = dropped.get(part["why"], 0) + 1
    if dropped:
        lines += [
            "",
            "left out of the page: " + ", ".join(f"{why} ({count})" for why, count in sorted(dropped.items())),
        ]
    if article["repeats"]:
        lines.append(f"paragraphs that stood again: {article['repeats']}")
    return "\n".join([*lines, *article["notes"]])


def _copied(copied: View) -> str:
    if copied["longer"] == "copy":  # the original is the excerpt
        return f"holds {copied['share']:.0%} of {copied['article_id']}, and more beside it"
    if copied["kind"] == "excerpt":
        return f"excerpt: {copied['share']:.0%} of it stands in {copied['article_id']}"
    return f"{copied['kind']} copy of {copied['article_id']} ({copied['share']:.0%} of the shorter one's words)"


# What an answer about a page rests on, where it is not the event itself.
_RESTS_ON = {
    "sentence": "",
    "headline": "the headline",
    "lead": "in the lead",
    "dateline": "the dateline",
    "text": "somewhere in the text",
    "published": "the day of publication",
}


def _main_event(main: View) -> list[str]:
    """What the page is about: who and what on a line, where and when on the next."""
    who = _names([answer["name"] for answer in main["who"]]) or "?"
    known = f" ({main['report_id']})" if main["report_id"] else " (no event of the codebook)"
    lines = wrapped(f"main event: {who}: “{main['what']['text']}”{known}", "")
    where = ", ".join([_answered(main["where"]), *(answer["name"] for answer in main.get("within", ()))])
    said = [f"where: {where}", f"when: {_answered(main['when'])}"]
    return [*lines, *wrapped("   ".join(said), _INDENT)]


def _answered(answer: View | None) -> str:
    if answer is None:
        return "?"
    rests = _RESTS_ON.get(answer["basis"], "")
    return f"{answer['name']} ({rests})" if rests else str(answer["name"])


def statement_line(statement: View) -> str:
    """One statement on a line."""
    speaker = " as told by ".join(statement["speaker"]) or "somebody"
    kind = statement["verb_class"] + (", quoted" if statement["quoted"] else "")
    said = f"{speaker} ({statement['verb']}; {kind})"
    return f"{statement['statement_id']}  STATEMENT  {said}: “{statement['content']}”"


def fact_line(fact: View) -> str:
    """One fact of the registers on a line."""
    said = [fact["status"], fact["value"], fact["figure"], fact["date"]]
    told = ", ".join(dict.fromkeys(filter(None, said)))
    return f"{fact['fact_id']}  {fact['kind']}: {', '.join(fact['parties'])}{f' — {told}' if told else ''}"


def words_text(line: str, detail: View) -> str:
    """A statement or fact with its sentence marked, and its page."""
    return "\n".join([line, *wrapped(detail["marked"], _INDENT), _page(detail)])


def hit_text(hit: View) -> str:
    """A found sentence with where it stands."""
    source = ", ".join(filter(None, (hit["outlet"], hit["published"], hit["title"])))
    lines = [f"{hit['id']}  {_what(hit)}  {source}", *corrected_lines(hit, _INDENT)]
    return "\n".join([*lines, *wrapped(hit["sentence"], _INDENT)])


def explanation_text(told: View) -> str:
    """A report step by step: sentence, decisions, runners-up, what was refused."""
    lines = [f"{told['report_id']}  {_what(told)}  {_dyad(told)}  {_marks(told)}", _page(told)]
    for number, telling in enumerate(told["tellings"], 1):
        lines += ["", f"telling {number} of {len(told['tellings'])}"] if len(told["tellings"]) > 1 else [""]
        lines += wrapped(telling["marked"], _INDENT)
        lines += _steps(telling["decisions"])
    if told["who_where_when"]:
        lines += ["", "who, where, when", *_steps(told["who_where_when"])]
    if told["beside"]:
        lines += ["", "named in these sentences, and in no role", *_steps(told["beside"])]
    if told["decisions"]:
        lines += ["", "the report", *_steps(told["decisions"])]
    if link := told["link"]:
        lines += ["", f"event {told['event_id']} (score {link['score']:.2f})"]
        lines += [line for reason in link["reasons"] for line in wrapped(reason, _INDENT)]
    if told["refused"]:
        lines += ["", "seen in the same article and not coded", *_steps(told["refused"][:_REFUSED])]
        if left := len(told["refused"]) - _REFUSED:
            lines += [f"{_INDENT}… and {left} more (--json shows all)"] if left > 0 else []
    lines += ["", f"read by {told['engine']}" if told["engine"] else ""]
    return "\n".join(lines).rstrip("\n")


def statement_explanation_text(told: View) -> str:
    """A statement step by step: sentence, who speaks, what was taken for none."""
    lines = [words_text(statement_line(told), told), "", *_steps(told["decisions"])]
    if told["refused"]:
        lines += ["", "taken for no statement in the same article", *_steps(told["refused"][:_REFUSED])]
    lines += ["", f"read by {told['engine']}" if told["engine"] else ""]
    return "\n".join(lines).rstrip("\n")


def _steps(steps: Iterable[View]) -> Iterator[str]:
    for step in steps:
        said = f" “{step['text']}”" if step.get("text") else ""
        score = _score(step["score"])
        why = f" because {step['why']}" if step["why"] else ""
        yield from wrapped(f"{step['step']}{said}: {step['decided']}{_ref(step)}{score}{why}", _INDENT)
        if step["runners_up"]:
            others = ", ".join(
                f"{other['decided']}{_ref(other)}{_score(other['score'])}" for other in step["runners_up"]
            )
            yield from wrapped(f"or: {others}", _INDENT * 2)


def _ref(step: View) -> str:
    return f" [{step['ref']}]" if step.get("ref") else ""


def _score(score: float | None) -> str:
    """Weights beyond 0..1, which only order what was weighed, stay with --json."""
    return f" {score:.2f}" if score is not None and 0 <= score <= 1 else ""


def _what(view: View) -> str:
    return "-".join(filter(None, (view["type"], view["mode"])))


def _starred(view: View) -> str:
    """For a narrow column: a star where people corrected something."""
    return _what(view) + "*" * any(mark["field"] != "accepted" for mark in view["corrected"])


def _dyad(view: View) -> str:
    actor, recipient = _names(view["actor"]), _names(view["recipient"])
    return f"{actor or '?'} → {recipient}" if recipient else actor or "?"


def _names(names: Sequence[str]) -> str:
    """A government by its country alone, as headlines have it."""
    return ", ".join(dict.fromkeys(name.removeprefix("government of ") for name in names))


def _where(view: View) -> str:
    return ", ".join(filter(None, (view["place"], view["country"]))) or "?"


def _when(view: View) -> str:
    """A date that is only words stays in quotes."""
    if view["date"]:
        return str(view["date"])
    return f"“{view['date_words']}”" if view["date_words"] else "?"


def _marks(view: View) -> str:
    marks = [view["factuality"]]
    marks += ["hedged"] if view["hedged"] else []
    marks += ["claimed"] if view["claimed"] else []
    fields = {mark["field"] for mark in view["corrected"]}
    marks += ["no event"] if "event" in fields else []
    marks += ["corrected"] if fields - {"event", "accepted"} else []
    return ", ".join(marks)


def _short_marks(view: View) -> str:
    """For a narrow column: what is only claimed or hedged is not said to have happened."""
    return _marks(view).removeprefix("happened, ")


def _origins(view: View) -> str:
    if not view["origins"]:
        return "unknown"
    named = f"{len(view['origins'])}: {listed(view['origins'], _ORIGINS)}"
    return f"{named} (and {view['unnamed_origins']} unnamed)" if view["unnamed_origins"] else named


def _reported(view: View) -> str:
    days = list(dict.fromkeys(filter(None, (view["first_reported"], view["last_reported"]))))
    return f"; reported {' to '.join(days)}" if days else ""


def _page(view: View) -> str:
    known = [view["title"], view["outlet"], view["published"], view["url"], view["article_key"], view["article_id"]]
    return " · ".join(dict.fromkeys(filter(None, known)))
