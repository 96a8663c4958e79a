"""Predictions for gold sets, in the form that their scoring program reads: `faleme evaluate GOLD_DIR --out PRED_DIR`.

A set is known by its file name, ``<set>.jsonl`` or ``<set>.dev.jsonl``; ``extraction/gold.jsonl`` lists web pages.
Only a row's text, title, date and the question itself (a span, a phrase) are read, never its labels.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from faleme.clean.extract import body_text
from faleme.coding.attribution import speaker_of
from faleme.coding.factuality import real
from faleme.dates import PartialDate
from faleme.errors import ReadError, SettingsError
from faleme.evaluate.both_sides import with_both_sides
from faleme.evaluate.cameo_sides import with_cameo_sides
from faleme.evaluate.cameo_spans import sides_of
from faleme.evaluate.forced_choice import type_between
from faleme.evaluate.pages import article_of
from faleme.ids import ActorId, CaptureId, digest
from faleme.link.relevance import is_news
from faleme.link.stories import StoryItem, group_stories
from faleme.parse.parse import parse
from faleme.pipeline import Kit, load_kit, process
from faleme.records import (
    Article,
    Auxiliary,
    Capture,
    FigureKind,
    NameKind,
    Record,
    Rejection,
    Report,
    ResolvedActor,
)
from faleme.reference.actors import Actor
from faleme.reference.codebook import load_codebook
from faleme.resolve.actors import resolve_phrase
from faleme.resolve.times import find_phrases
from faleme.settings import load_settings
from faleme.spans import Span

log = logging.getLogger(__name__)

Row = Mapping[str, Any]
Prediction = dict[str, Any]
Predictor = Callable[[Row, Kit], Prediction]

_FACTUALITY = {
    None: "actual",
    Auxiliary.HISTORICAL: "historical",
    Auxiliary.FUTURE: "future",
    Auxiliary.HYPOTHETICAL: "hypothetical",
    Auxiliary.NEGATION: "negation",
}
# PLOVER's GSR files carry this constant where a date would stand.
_NO_DATE = "2000-01-01"
# Sets coded by another scheme than ours (data/codebook/schemes.toml).
_SCHEMES = {
    "plover_gsr": "cameo",
    "cameo_class": "cameo",
    "cameo_ner": "cameo",
    "plv_test": "cameo-events",
    "petr2_gsr": "petrarch2",
    "petrarch_unit": "petrarch",
}
_MARKS = 2  # characters of quotation marks and blanks by which a clause of the set may begin before our content
# Labels of the re3d sets for our kinds of names.
_ENTITY_LABELS = {
    NameKind.PERSON: "Person",
    NameKind.PLACE: "Location",
    NameKind.ORGANISATION: "Organisation",
    NameKind.GROUP: "Nationality",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResult:
    """What was written for one set."""

    name: str
    rows: int
    path: Path
    note: str = ""


def evaluate(
    gold_dir: Path,
    out_dir: Path,
    *,
    sets: Sequence[str] = (),
    jobs: int | None = None,
    on_set: Callable[[SetResult], None] = lambda _: None,
) -> list[SetResult]:
    """Write ``<set>.jsonl`` into ``out_dir`` for every set of ``gold_dir`` that is known, or for ``sets``.

    A file is complete or absent: it is written under another name and moved. jobs: processes, by default one
    a core; the predictions do not depend on it. Raises SettingsError for a set nobody knows, ReadError for a
    folder without sets.
    """
    found = dict(_sets_in(gold_dir))
    if not gold_dir.is_dir():
        raise ReadError(f"{gold_dir} is not a folder: name one that holds gold sets")
    if not found:
        raise ReadError(f"{gold_dir} holds no set that faleme knows: expected files such as plover_gsr.dev.jsonl")
    for name in sets:
        if name not in found:
            raise SettingsError(f"no set {name!r} in {gold_dir}; there are {', '.join(sorted(found))}")
    names = {path.name.removesuffix(".jsonl").removesuffix(".dev") for path in gold_dir.glob("*.jsonl")}
    if not sets and (unknown := sorted(names - set(found))):
        log.warning("left out, since nobody here knows them: %s", ", ".join(unknown))
    out_dir.mkdir(parents=True, exist_ok=True)
    results = []
    with ProcessPoolExecutor(max_workers=jobs or os.cpu_count() or 1) as pool:
        for name in sets or sorted(found):
            rows = [{**row, "folder": str(gold_dir)} for row in _rows(found[name])]
            if name == "story_clusters":
                predictions: Iterable[Prediction] = _stories(rows)
            else:
                chunk = max(1, min(64, len(rows) // 16))
                predictions = pool.map(partial(_predict, name), rows, chunksize=chunk)
            note = "Spanish is not supported: empty events" if name in _SPANISH else ""
            result = SetResult(name=name, rows=len(rows), path=out_dir / f"{name}.jsonl", note=note)
            _write(result.path, predictions)
            results.append(result)
            on_set(result)
    return results


def _sets_in(folder: Path) -> Iterator[tuple[str, Path]]:
    for name in [*_PREDICTORS, "story_clusters"]:
        for path in (folder / f"{name}.jsonl", folder / f"{name}.dev.jsonl", folder / name / "gold.jsonl"):
            if path.is_file():
                yield name, path
                break


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ReadError(f"{path}, line {number}: not a JSON object ({error})") from error
            if not isinstance(row, dict) or "id" not in row:
                raise ReadError(f"{path}, line {number}: not a JSON object with an id")
            yield row


def _write(path: Path, predictions: Iterable[Prediction]) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            for prediction in predictions:
                file.write(json.dumps(prediction, ensure_ascii=False) + "\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


_kit: Kit | None = None


def _predict(name: str, row: Row) -> Prediction:
    """One prediction, in a worker process; the kit is loaded at the first and kept."""
    global _kit  # noqa: PLW0603 - one a process: a kit is too large to send with each row
    if _kit is None:
        settings = load_settings()
        _kit = load_kit(precision=settings.engine_precision, model=settings.engine_model)
    kit = replace(_kit, codebook=load_codebook(_SCHEMES[name])) if name in _SCHEMES else _kit
    return {"id": row["id"], **_PREDICTORS[name](row, kit)}


# --- the record of a row ----------------------------------------------------------------------------------


def _record(row: Row, kit: Kit) -> Record | Rejection:
    """The whole road for a row's text as given."""
    return process(_capture(row), kit)


def _capture(row: Row) -> Capture:
    return Capture(
        capture_id=CaptureId(digest("C", row["id"], row["text"])),
        key=row["id"],
        content=row["text"].encode("utf-8", errors="surrogatepass"),
        media_type="text/plain",
        text=row["text"],
        published=_published(row),
        lang=row.get("lang"),
    )


def _published(row: Row) -> PartialDate | None:
    """The row's date where it is one: ISO or eight digits."""
    text = str(row.get("date") or "")[:10]
    if len(text) == 8 and text.isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if text == _NO_DATE:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _offsets(article: Article, span: Span) -> dict[str, int]:
    source = article.offsets.source(span)
    return {"start": source.start, "end": source.end} if source else {}


# --- events -----------------------------------------------------------------------------------------------


def _events(row: Row, kit: Kit) -> Prediction:
    record = _record(row, kit)
    if isinstance(record, Rejection):
        return {"events": []}
    scheme = kit.codebook.scheme
    if scheme is not None and scheme.place_for_people:
        record = replace(record, reports=tuple(with_cameo_sides(record)))
    return {"events": _events_of(record)}


def _dyads(row: Row, kit: Kit, *, known: Collection[str] = (), together: bool = True) -> Prediction:
    """Sets that code dyads: what somebody does to somebody else, a place standing for its country."""
    record = _record(row, kit)
    if isinstance(record, Rejection):
        return {"events": []}
    reports = with_both_sides(record, known=known, together=together)
    return {"events": _events_of(replace(record, reports=tuple(reports)))}


def _sides(row: Row, kit: Kit) -> Prediction:
    """cameo_ner asks for the words that name who does it and to whom."""
    record = _record(row, kit)
    if isinstance(record, Rejection):
        return {"spans": []}
    record = replace(record, reports=tuple(with_cameo_sides(record)))
    told = sides_of(record, statement=kit.codebook.statement.code)
    return {"spans": [{**where, "label": label} for span, label in told if (where := _offsets(record.article, span))]}


def _news(row: Row, kit: Kit) -> Prediction:
    """What a page is filed under, without what it only mentions."""
    record = _record(row, kit)
    if isinstance(record, Rejection):
        return {"events": []}
    return {"events": _events_of(replace(record, reports=tuple(filter(is_news, record.reports))))}


def _events_of(record: Record) -> list[Prediction]:
    """A record's reports, the main one first."""
    reports = sorted(record.reports, key=lambda report: (-report.salience, report.evidence[0].anchor))
    return [_event(record.article, report) for report in reports]


def _event(article: Article, report: Report) -> Prediction:
    dead = [figure for figure in report.figures if figure.what is FigureKind.DEAD]
    when = report.date.when if report.date else None
    day = str(when.start) if when and when.precision == "day" else None
    return {
        "type": report.event_type,
        "mode": report.mode,
        "factuality": _FACTUALITY[report.auxiliary],
        "killed": int(max((figure.high or figure.low or 0 for figure in dead), default=0)),
        "reciprocal": not report.recipient and len(report.actor) > 1,
        "actor": [_entity(article, actor) for actor in report.actor],
        "recipient": [_entity(article, actor) for actor in report.recipient],
        "trigger": _offsets(article, report.evidence[0].anchor),
        "places": [{"text": report.place.text}] if report.place else [],
        **({"date": day} if day else {}),
    }


def _page(row: Row, kit: Kit) -> Prediction:
    """The page's main event first, with its headline read too."""
    record = process(replace(_capture(row), title=row.get("title") or None), kit)
    if isinstance(record, Rejection):
        return {"events": []}
    main = record.resolved.main
    if main is None:
        return {"events": _events_of(record)}
    told = next((report for report in record.reports if report.report_id == main.report_id), None)
    when = main.when.when if main.when is not None else None
    first = {
        **({} if told is None else _event(record.article, told)),
        "actor": [{"text": answer.text} for answer in main.who],
        "places": [{"text": answer.text} for answer in (main.where, *main.within) if answer is not None],
        **({"date": str(when.start)} if when is not None and when.precision == "day" else {}),
    }
    rest = replace(record, reports=tuple(report for report in record.reports if report is not told))
    return {"events": [first, *_events_of(rest)]}


def _entity(article: Article, actor: ResolvedActor) -> Prediction:
    return {
        "text": actor.text,
        "country": actor.country or "",
        "sectors": list(actor.sectors),
        **_offsets(article, actor.span),
    }


def _unit(row: Row, kit: Kit) -> Prediction:
    """PETRARCH's unit tests come with a dictionary of their own beside them, invented countries included."""
    extended = _with_dictionary(kit, Path(row["folder"]) / "petrarch_unit_actors.tsv")
    own = [actor for actor in extended.actors.all.values() if actor.actor_id.startswith(_DICTIONARY)]
    known = {actor.country for actor in own if actor.country} | {"NGO", "IGO"}
    return _dyads(row, extended, known=known, together=False)


_DICTIONARY = "dictionary:"


_extended: dict[Path, Kit] = {}


def _with_dictionary(kit: Kit, path: Path) -> Kit:
    if path not in _extended:
        entries = []
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines()[1:]:
                name, code, *_ = line.split("\t")
                if len(code) >= 3 and code[:3].isalpha():
                    entries.append(_dictionary_actor(name, code))
        _extended[path] = replace(kit, actors=kit.actors.extended(entries))
    return _extended[path]


def _dictionary_actor(name: str, code: str) -> Actor:
    """An entry "ARNGOV" of CAMEO: a country (or IGO, NGO …) and sectors of three letters each."""
    sectors = tuple(code[at : at + 3] for at in range(3, len(code) - 2, 3)) or ("GOV",)
    return Actor(
        actor_id=ActorId(f"{_DICTIONARY}{name}"),
        name=name.title(),
        kind="government" if sectors == ("GOV",) else "entity",
        country=code[:3],
        sectors=sectors,
    )


def _forced(row: Row, kit: Kit) -> Prediction:
    """plv_test gives source and target and asks for the type of what passes between them: a forced choice."""
    record = _record(row, kit)
    if isinstance(record, Rejection):
        return {}
    best = type_between(record, row.get("source"), row.get("target"))
    return {"events": _events_of(record), **({"type": best} if best else {})}


# --- the other questions ----------------------------------------------------------------------------------


def _entities(row: Row, kit: Kit) -> Prediction:
    record = _record(row, kit)
    if isinstance(record, Rejection):
        return {"entities": []}
    spans = [(name.span, _ENTITY_LABELS[name.kind]) for name in record.parse.names]
    spans += [(time.span, "Temporal") for time in record.resolved.times]
    return {
        "entities": [{**where, "label": label} for span, label in spans if (where := _offsets(record.article, span))]
    }


def _phrase(row: Row, kit: Kit) -> Prediction:
    actor = resolve_phrase(
        row["actor"],
        context=row.get("context") or "",
        date=_published(row),
        actors=kit.actors,
        countries=kit.countries,
        lexicon=kit.mentions,
        old_names=kit.old_names,
        gazetteer=kit.gazetteer,
    )
    return {"country": actor.country or "", "sector": actor.sectors[0] if actor.sectors else ""}


def _toponyms(row: Row, kit: Kit) -> Prediction:
    record = _record(row, kit)
    if isinstance(record, Rejection):
        return {"toponyms": []}
    found = []
    for place in (*record.resolved.places, *record.resolved.inner_places):
        where = _offsets(record.article, place.span)
        if where and place.lat is not None and place.feature is not None:  # not just what holds it
            # The sets ask what a name names, not how far from it something happens.
            named = kit.gazetteer.by_id(place.geonameid) if place.geonameid is not None else None
            known = {"geonameid": str(place.geonameid)} if place.geonameid is not None else {}
            lat, lon = (place.lat, place.lon) if named is None else (named.lat, named.lon)
            found.append({**where, **known, "lat": lat, "lon": lon})
    return {"toponyms": found}


def _timex(row: Row, kit: Kit) -> Prediction:
    """TimeML keeps the ends of a range apart, so phrases are asked for; a time of a day counts as its day.

    Every line of the text is read, a wire's slug and byline too, which the cleaner would drop.
    """
    answers = []
    read = parse(article_of(row), kit.engine)
    for time in find_phrases(row["text"], published=_published(row), lexicon=kit.dates, parse=read):
        value = time.value if time.kind == "DATE" else None
        if time.kind == "TIME" and time.value and time.when:
            value = time.value.split("T")[0]
        if value:
            answers.append({"start": time.span.start, "end": time.span.end, "value": value})
    return {"timex": answers}


def _attributions(row: Row, kit: Kit) -> Prediction:
    record = _record(row, kit)
    if isinstance(record, Rejection):
        return {"attributions": []}
    back = _inverse(record.article)
    answers = []
    for claim in row["claims"]:
        inside = [back[at] for at in range(claim["start"], claim["end"]) if at in back]
        if not inside:
            continue
        span = Span(min(inside), max(inside) + 1)
        speaker = speaker_of(record.parse, span, lexicon=kit.lexicon) or _quoted_from(record, span)
        if speaker and (where := _offsets(record.article, speaker)):
            answers.append({"start": claim["start"], "end": claim["end"], "speaker": where})
    return {"attributions": answers}


def _quoted_from(record: Record, clause: Span) -> Span | None:
    """Who says the clause that a statement begins with: of a quotation that runs over sentences, one in each."""
    for statement in record.statements:
        begins = abs(statement.content.start - clause.start) <= _MARKS and statement.content.overlaps(clause)
        if begins and statement.quoted and not statement.verb.overlaps(clause):
            return statement.speaker[0].span if statement.speaker else statement.verb
    return None


def _did_happen(row: Row, kit: Kit) -> Prediction:
    record = _record(row, kit)
    if isinstance(record, Rejection):
        return {"real": True}
    at = _inverse(record.article).get(row["trigger"]["start"])
    token = next(
        (i for i, t in enumerate(record.parse.tokens) if at is not None and t.span.start <= at < t.span.end), None
    )
    return {"real": True if token is None else real(record.parse, token, lexicon=kit.lexicon)}


def _inverse(article: Article) -> dict[int, int]:
    """Offset in the decoded input -> offset in Article.text."""
    return {run.there + step: run.here + step for run in article.offsets.runs for step in range(run.length)}


def _body(row: Row, kit: Kit) -> Prediction:
    page = gzip.decompress((Path(row["folder"]) / "extraction" / row["html"]).read_bytes())
    capture = Capture(
        capture_id=CaptureId(digest("C", row["id"])),
        key=row["id"],
        content=page,
        media_type="text/html",
        url=row.get("url"),
    )
    return {"text": body_text(capture, outlets=kit.outlets, boilerplate=kit.boilerplate)}


def _stories(rows: Sequence[Row]) -> Iterator[Prediction]:
    items = [
        StoryItem(key=row["id"], title=row.get("title") or "", text=row["text"], published=_published(row))
        for row in rows
    ]
    for key, story in group_stories(items).items():
        yield {"id": key, "cluster": story}


def _unsupported(row: Row, kit: Kit) -> Prediction:
    return {"events": []}


_SPANISH = frozenset({"es_cameo", "es_protest"})
_PREDICTORS: dict[str, Predictor] = {
    **dict.fromkeys(
        (
            "cameo_class",
            "case2021_task2",
            "india_police_docs",
            "india_police_sents",
        ),
        _events,
    ),
    "plover_gsr": _dyads,
    "petr2_gsr": partial(_dyads, together=False),  # PETRARCH has the place where two meet for whom they meet
    "cameo_ner": _sides,
    "muc4": _news,
    "giveme5w1h": _page,
    "petrarch_unit": _unit,
    "plv_test": _forced,
    **dict.fromkeys(_SPANISH, _unsupported),
    **dict.fromkeys(("re3d_ner", "re3d_docs"), _entities),
    "ngec_actor": _phrase,
    **dict.fromkeys(("geo_gwn", "geo_lgl", "geo_trnews", "geo_virus"), _toponyms),
    "dates_tempeval3": _timex,
    "attribution": _attributions,
    "factuality": _did_happen,
    "extraction": _body,
}
