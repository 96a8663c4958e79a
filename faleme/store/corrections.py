"""What people judged of reports and events: how it is written down, found again in a page, and applied.

A correction names the article and the words (the sentence, and in it the trigger), never the report's id alone: a
report that is coded anew under another id or type still gets it. Where the words are gone it is kept, and applies to
nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from faleme.dates import DateRange, PartialDate
from faleme.ids import ActorId, ArticleId, GeonameId, JudgementId, ReportId
from faleme.records import (
    Auxiliary,
    Candidate,
    Corrected,
    Decision,
    Evidence,
    Figure,
    FigureKind,
    Judgement,
    Record,
    Report,
    ResolvedActor,
    ResolvedPlace,
    TimeMention,
)
from faleme.reference.registers import DATES
from faleme.spans import Span, cover

PAIRS = ("same", "different")
KINDS = ("set", "no_event", "accept", *PAIRS)
ROLES = ("actor", "recipient")
FIELDS = ("type", "mode", "factuality", *ROLES, "place", "date", *(kind.value for kind in FigureKind))
# Fields whose values are codes, days or numbers, never a page's words.
CODED = frozenset(
    {"type", "mode", "factuality", "date", "status", "when", *(kind.value for kind in FigureKind)}
    | {cell for cells in DATES.values() for cell in cells}
)
FACTUALITY: Mapping[str, Auxiliary | None] = {
    "happened": None,
    "planned": Auxiliary.FUTURE,
    "hypothetical": Auxiliary.HYPOTHETICAL,
    "denied": Auxiliary.NEGATION,
    "historical": Auxiliary.HISTORICAL,
}
_FACTUALITY_OF = {auxiliary: name for name, auxiliary in FACTUALITY.items()}

Values = Mapping[str, Any]  # field -> its new value, as `values_from` reads it; None is unknown, [] nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The words of one telling: a sentence, the trigger's place in it, and which occurrence of the sentence it is."""

    sentence: str
    start: int
    end: int
    nth: int = 0

    def where(self, text: str) -> Span | None:
        """The trigger in a text, however its blanks and line breaks fell; None where the sentence is gone, or stands
        several times and none of them can be told to be the one."""
        before, trigger, after = (
            r"\s+".join(map(re.escape, re.split(r"\s+", part)))
            for part in (self.sentence[: self.start], self.sentence[self.start : self.end], self.sentence[self.end :])
        )
        found = [Span(*match.span(1)) for match in re.finditer(f"{before}({trigger}){after}", text)]
        if len(found) == 1:
            return found[0]
        return found[self.nth] if self.nth < len(found) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A report by its article and words. report_id: as it was when it was judged; decides where two fit the words.
    taken_down: its words are gone for good, with the page that they stood in."""

    article_id: ArticleId
    report_id: ReportId
    tellings: tuple[Telling, ...]
    taken_down: bool = False

    def among(self, reports: Sequence[Report], text: str) -> Report | None:
        """The report of the article that tells it now, by the first telling whose words still set one."""
        for telling in self.tellings:
            span = telling.where(text)
            fitting = [] if span is None else [report for report in reports if _tells(report, span)]
            if len(fitting) == 1:
                return fitting[0]
            if same := [report for report in fitting if report.report_id == self.report_id]:
                return same[0]
        return None


def anchor_of(report: Report, record: Record) -> Anchor:
    """Where a report stands in its article, so that it is found again. record: of the report's article."""
    text = record.article.text
    tellings = []
    for told in report.evidence:
        sentence = _sentence(told, record)
        words = sentence.of(text)
        earlier = text[: sentence.start].count(words)
        start, end = told.anchor.start - sentence.start, told.anchor.end - sentence.start
        tellings.append(Telling(sentence=words, start=start, end=end, nth=earlier))
    return Anchor(article_id=report.article_id, report_id=report.report_id, tellings=tuple(tellings))


def payload_of(
    anchors: Sequence[Anchor],
    *,
    values: Values | None = None,
    machine: Mapping[str, str] | None = None,
    of_event: bool = False,
) -> str:
    """Payload of a correction.

    anchors: the report; of an event its headline first, then the others; two for a pair. values: what is set. machine:
    what stood there, in words. of_event: what is set holds for the event as a whole, its reports keep what they say.
    """
    fields = {
        "anchors": [
            {
                "article": anchor.article_id,
                "report": anchor.report_id,
                "tellings": [[one.sentence, one.start, one.end, one.nth] for one in anchor.tellings],
                **({"taken_down": True} if anchor.taken_down else {}),
            }
            for anchor in anchors
        ],
        "event": of_event,
        "set": dict(values or {}),
        "machine": dict(machine or {}),
    }
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def without_words(payload: str, article_id: str) -> str | None:
    """Payload of a correction without what it quotes of an article that was taken down; None where it quotes nothing.

    What the machine had there is a quotation too. What a person set stays, and that the words are gone.
    """
    fields = json.loads(payload)
    quoted = [each for each in fields["anchors"] if each["article"] == article_id and each["tellings"]]
    if not quoted:
        return None
    for each in quoted:
        each["tellings"], each["taken_down"] = [], True
    if fields["anchors"][0]["article"] == article_id:
        fields["machine"] = {}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A judgement on a report, an event or a pair of reports, read."""

    judgement: Judgement
    anchors: tuple[Anchor, ...]
    of_event: bool
    values: Values
    machine: Mapping[str, str]

    @property
    def cause(self) -> str:
        """It, in one line."""
        made = self.judgement
        return f"correction {made.judgement_id} ({made.kind}) by {made.who}: {made.why}"


def correction_of(judgement: Judgement) -> Correction:
    """A judgement of one of ``KINDS``, read. Raises ValueError where its payload is no correction's."""
    try:
        payload = json.loads(judgement.payload)
        anchors = tuple(
            Anchor(
                article_id=ArticleId(each["article"]),
                report_id=ReportId(each["report"]),
                tellings=tuple(
                    Telling(sentence=str(words), start=int(start), end=int(end), nth=int(nth))
                    for words, start, end, nth in each["tellings"]
                ),
                taken_down=bool(each.get("taken_down")),
            )
            for each in payload["anchors"]
        )
        values, machine, of_event = dict(payload["set"]), dict(payload["machine"]), bool(payload["event"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"judgement {judgement.judgement_id} is no correction: {error!r}") from error
    if judgement.kind not in KINDS:
        raise ValueError(f"judgement {judgement.judgement_id}: there is no correction of kind {judgement.kind!r}")
    for field, value in values.items():
        if field not in FIELDS or not _is_value(field, value):
            raise ValueError(f"judgement {judgement.judgement_id} sets {field} to {value!r}, which no report can have")
    if not all(0 <= one.start < one.end <= len(one.sentence) for anchor in anchors for one in anchor.tellings):
        raise ValueError(f"judgement {judgement.judgement_id}: a trigger lies outside its sentence")
    if len(anchors) < (2 if judgement.kind in PAIRS else 1):
        raise ValueError(f"judgement {judgement.judgement_id} does not say which report is meant")
    return Correction(judgement=judgement, anchors=anchors, of_event=of_event, values=values, machine=machine)


def _is_value(field: str, value: Any) -> bool:
    """True for what a field may be set to, as a payload holds it."""
    match field:
        case "type":
            return isinstance(value, str)
        case "mode":
            return value is None or isinstance(value, str)
        case "factuality":
            return value in FACTUALITY
        case "actor" | "recipient":
            return isinstance(value, list) and all(
                isinstance(one, dict)
                and isinstance(one.get("name"), str)
                and all(one.get(key) is None or isinstance(one[key], str) for key in ("actor_id", "country", "office"))
                and isinstance(one.get("sectors", []), list)
                and all(isinstance(sector, str) for sector in one.get("sectors", []))
                for one in value
            )
        case "place":
            return value is None or (
                isinstance(value, dict)
                and isinstance(value.get("name"), str)
                and all(
                    value.get(key) is None or isinstance(value[key], str)
                    for key in ("country", "admin1", "admin2", "feature")
                )
                and all(value.get(key) is None or type(value[key]) is int for key in ("geonameid", "resolution"))
                and all(value.get(key) is None or type(value[key]) in (int, float) for key in ("lat", "lon"))
            )
        case "date":
            return value is None or (isinstance(value, list) and len(value) == 2 and _is_range(*value))
    return value is None or (
        isinstance(value, list)
        and len(value) == 2
        and all(each is None or type(each) in (int, float) for each in value)
    )


def _is_range(first: Any, last: Any) -> bool:
    try:
        DateRange(PartialDate.parse(first), PartialDate.parse(last))
    except (AttributeError, TypeError, ValueError):
        return False
    return True


class Corrections:
    """The corrections that count, in the order in which they were made. Later ones win."""

    def __init__(self, judgements: Sequence[Judgement], undone: Iterable[str]) -> None:
        gone = set(undone)
        ever = [correction_of(each) for each in judgements if each.kind in KINDS]
        self.standing = [each for each in ever if each.judgement.judgement_id not in gone]
        # Whose columns any of them, one that was undone too, may have changed.
        self.ever_meant = frozenset(anchor.article_id for each in ever for anchor in each.anchors)
        self.pairs = [each for each in self.standing if each.judgement.kind in PAIRS]
        self.of_events = [each for each in self.standing if each.of_event]
        self._by_article: dict[ArticleId, list[Correction]] = {}
        self._anchored: dict[ArticleId, list[Correction]] = {}
        for each in self.standing:
            for article in dict.fromkeys(anchor.article_id for anchor in each.anchors):
                self._anchored.setdefault(article, []).append(each)
                if each.judgement.kind not in PAIRS and not each.of_event:
                    self._by_article.setdefault(article, []).append(each)

    def __bool__(self) -> bool:
        return bool(self.standing)

    @property
    def articles(self) -> frozenset[ArticleId]:
        """Those with a report that one may apply to."""
        return frozenset(self._by_article)

    def of_article(self, article: ArticleId) -> Sequence[Correction]:
        """Those that may apply to a report of the article."""
        return self._by_article.get(article, ())

    def near(self, articles: Iterable[ArticleId]) -> list[Correction]:
        """Those that name words of any of the articles, of pairs and whole events too."""
        found = (each for article in articles for each in self._anchored.get(article, ()))
        return list({each.judgement.judgement_id: each for each in found}.values())

    def on(self, article: ArticleId, reports: Sequence[Report], text: str) -> dict[ReportId, list[Correction]]:
        """What applies to each report of an article, oldest first."""
        found: dict[ReportId, list[Correction]] = {}
        for each in self._by_article.get(article, ()):
            for anchor in each.anchors:
                if anchor.article_id == article and (report := anchor.among(reports, text)) is not None:
                    found.setdefault(report.report_id, []).append(each)
        return found


def applied(report: Report, corrections: Iterable[Correction], text: str) -> Report:
    """A report as people judged it; the machine's value stands beside each (``corrected``, and a decision to explain).

    text: of its article.
    """
    machine, marks = report, dict[str, Corrected]()
    for each in corrections:
        for field, value in _changes(each):
            if field not in ("event", "accepted"):
                report = _with(report, field, value, each, text)
            before = "an event" if field == "event" else told(machine, field)
            marks.pop(field, None)
            marks[field] = _mark(each, field, told(report, field) if field in FIELDS else str(value), before)
            if field == "type" and "mode" not in each.values and report.mode != machine.mode:
                marks["mode"] = _mark(each, "mode", told(report, "mode"), told(machine, "mode"))
    decisions = tuple(
        Decision(
            step="corrected",
            decided=f"{mark.field}: {mark.value}",
            why=f"{mark.who}: {mark.why} ({mark.judgement_id}, {mark.at[:10]}); the machine has: {mark.machine}",
            score=1.0,
        )
        for mark in marks.values()
    )
    return replace(report, corrected=tuple(marks.values()), decisions=(*decisions, *machine.decisions))


def is_no_event(report: Report) -> bool:
    """True where a person judged that the report tells no event."""
    return any(mark.field == "event" for mark in report.corrected)


def told(report: Report, field: str) -> str:
    """A field's value in words; "unknown" or "nobody" where there is none."""
    match field:
        case "type":
            return report.event_type
        case "mode":
            return report.mode or "none"
        case "factuality":
            return _FACTUALITY_OF[report.auxiliary]
        case "actor" | "recipient" | "speaker":
            return "; ".join(_named(actor) for actor in getattr(report, field)) or "nobody"
        case "place":
            return _placed(report.place)
        case "date":
            return "unknown" if report.date is None or report.date.when is None else _dated(report.date.when)
        case "accepted":
            return "as it stands"
    return "; ".join(_counted(one.low, one.high) for one in report.figures if one.what.value == field) or "unknown"


def _tells(report: Report, span: Span) -> bool:
    return any(one.anchor.overlaps(span) for one in report.evidence)


def _sentence(told: Evidence, record: Record) -> Span:
    """The sentence, or sentences, that hold the trigger; the clause where the engine cut none there."""
    whole = [one.span for one in record.parse.sentences if one.span.overlaps(told.anchor)]
    found = cover(whole or [told.clause])
    return found if found.contains(told.anchor) else cover([found, told.anchor])


def _changes(correction: Correction) -> list[tuple[str, Any]]:
    match correction.judgement.kind:
        case "no_event":
            return [("event", "none")]
        case "accept":
            return [("accepted", "as it stands")]
    # A new type drops the mode, so a mode that is set beside it comes after.
    return sorted(correction.values.items(), key=lambda pair: FIELDS.index(pair[0]))


def _mark(correction: Correction, field: str, value: str, machine: str) -> Corrected:
    made = correction.judgement
    return Corrected(
        field=field,
        value=value,
        machine=machine,
        judgement_id=JudgementId(made.judgement_id),
        who=made.who,
        why=made.why,
        at=made.at,
    )


def _with(report: Report, field: str, value: Any, correction: Correction, text: str) -> Report:
    match field:
        case "type":
            # Modes belong to their type.
            return replace(report, event_type=value, mode=report.mode if value == report.event_type else None)
        case "mode":
            return replace(report, mode=value)
        case "factuality":
            return replace(report, auxiliary=FACTUALITY[value])
        case "actor":
            return replace(report, actor=_actors(report, report.actor, value, correction, text))
        case "recipient":
            return replace(report, recipient=_actors(report, report.recipient, value, correction, text))
        case "place":
            return replace(report, place=_place(report, value, correction, text), place_basis=None)
        case "date":
            return replace(report, date=_date(report, value, correction, text))
    kind = FigureKind(field)
    others = tuple(figure for figure in report.figures if figure.what is not kind)
    if value is None:
        return replace(report, figures=others)
    low, high = value
    before = next((figure for figure in report.figures if figure.what is kind), None)
    span, _ = _words(report, "", None if before is None else before.span, text)
    unit = None if before is None else before.unit
    figure = Figure(what=kind, span=span, text=_counted(low, high), low=low, high=high, unit=unit)
    return replace(report, figures=(figure, *others))


def _actors(
    report: Report, before: Sequence[ResolvedActor], value: Sequence[Values], correction: Correction, text: str
) -> tuple[ResolvedActor, ...]:
    runners_up = tuple(Candidate(ref=one.actor_id or "", name=one.name, score=one.score) for one in before)
    made = []
    for one in value:
        span, words = _words(report, one["name"], before[0].span if before else None, text)
        made.append(
            ResolvedActor(
                mention=before[0].mention if before else 0,
                text=words,
                span=span,
                name=one["name"],
                actor_id=ActorId(one["actor_id"]) if one.get("actor_id") else None,
                country=one.get("country"),
                sectors=tuple(one.get("sectors", ())),
                office=one.get("office"),
                score=1.0,
                why=f"by {correction.cause}",
                runners_up=runners_up,
            )
        )
    return tuple(made)


def _place(report: Report, value: Values | None, correction: Correction, text: str) -> ResolvedPlace | None:
    if value is None:
        return None
    before = report.place
    span, words = _words(report, value["name"], None if before is None else before.span, text)
    return ResolvedPlace(
        span=span,
        text=words,
        name=value["name"],
        geonameid=None if value.get("geonameid") is None else GeonameId(value["geonameid"]),
        country=value.get("country"),
        admin1=value.get("admin1"),
        admin2=value.get("admin2"),
        lat=value.get("lat"),
        lon=value.get("lon"),
        feature=value.get("feature"),
        resolution=value.get("resolution"),
        score=1.0,
        why=f"by {correction.cause}",
        runners_up=()
        if before is None
        else (Candidate(ref=str(before.geonameid or ""), name=before.name, score=before.score),),
    )


def _date(report: Report, value: Sequence[str] | None, correction: Correction, text: str) -> TimeMention | None:
    if value is None:
        return None
    when = DateRange(PartialDate.parse(value[0]), PartialDate.parse(value[1]))
    span, words = _words(report, "", None if report.date is None else report.date.span, text)
    return TimeMention(
        span=span,
        text=words,
        kind="DATE",
        value=_dated(when),
        when=when,
        why=f"by {correction.cause}",
    )


def _words(report: Report, name: str, before: Span | None, text: str) -> tuple[Span, str]:
    """Where a person's value stands in the text, and its words: the name itself in a clause of the report, else what
    the machine had read there; else it stands at the trigger and has no words."""
    for one in report.evidence:
        at = one.clause.of(text).casefold().find(name.casefold()) if name else -1
        span = Span(one.clause.start + at, one.clause.start + at + len(name)) if at >= 0 else None
        if span is not None and span.of(text).casefold() == name.casefold():
            return span, span.of(text)
    return (report.evidence[0].anchor, "") if before is None else (before, before.of(text))


def _named(actor: ResolvedActor) -> str:
    known = ", ".join(filter(None, (actor.country, *actor.sectors)))
    return f"{actor.name} ({known})" if known else actor.name


def _placed(place: ResolvedPlace | None) -> str:
    return "unknown" if place is None else ", ".join(filter(None, (place.name, place.country)))


def _dated(when: DateRange) -> str:
    return str(when.start) if when.start == when.end else f"{when.start}/{when.end}"


def _counted(low: float | None, high: float | None) -> str:
    if low == high:
        return "unknown" if low is None else f"{low:g}"
    return f"{'' if low is None else f'{low:g}'}-{'' if high is None else f'{high:g}'}"
