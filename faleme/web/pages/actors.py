"""Actors: the list, an actor's dossier at a date, and what people decide on who is who."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from faleme.dates import PartialDate
from faleme.desk import actor_decisions
from faleme.desk.asking import BadParameter
from faleme.desk.dossier import Dossier, Spell, dossier, seen_as
from faleme.desk.dossier_view import dossier_view
from faleme.errors import SettingsError
from faleme.exchange.actor_directory import Asked, Directory, Seen
from faleme.exchange.actor_views import seen_view
from faleme.exchange.contradiction_views import contradictions_of
from faleme.reference.actor_records import ActorKind
from faleme.reference.countries import load_countries
from faleme.store.base import StatementFilter
from faleme.web import choices
from faleme.web.charts import offices as chart
from faleme.web.desk import AtDesk, Desk
from faleme.web.errors import Problem
from faleme.web.roles import identity_of, require
from faleme.web.words import actor_path

router = APIRouter(include_in_schema=False)

_READER, _REVIEWER = Depends(require("reader")), Depends(require("reviewer"))
_A_PAGE, _PAGES = 50, 2000
_KINDS = (*get_args(ActorKind), "named", "unknown")
_LETTERS = 200  # of a name that is searched, and of a reason
_CONTRADICTIONS = 2000  # statements that are held against each other at most


@router.get("/actors", dependencies=[_READER])
def actors(desk: AtDesk) -> HTMLResponse:
    """Those whom reports name, most reports first; or all of the registry."""
    asked, of_record, page = _asked(desk)
    found, more = _found(desk, asked, of_record=of_record, page=page)
    return desk.page(
        "actors.html",
        part="results",
        found=found,
        more=more,
        asked=asked,
        of_record=of_record,
        page=page,
        kinds=_KINDS,
        countries=sorted((each.name_en, code) for code, each in load_countries().by_iso3.items()),
        sectors=desk.codebook.sectors,
        link=choices.changed(desk.request, "/actors"),
    )


@router.get("/actors.json", dependencies=[_READER])
def actors_json(desk: AtDesk) -> Response:
    """The list as objects."""
    asked, of_record, page = _asked(desk)
    found, more = _found(desk, asked, of_record=of_record, page=page)
    items = [{**seen_view(each, counted=of_record), "key": each.key} for each in found]
    return JSONResponse({"items": items, "page": page, "more": more})


def _asked(desk: Desk) -> tuple[Asked, bool, int]:
    request = desk.request
    kind = choices.word(request, "kind", ("", *_KINDS), "")
    country = (request.query_params.get("country") or "").strip().upper()
    if country and country not in load_countries().by_iso3 and country not in desk.codebook.nonstate_countries:
        raise BadParameter("country", f"country {country}: write three letters, such as MLI.")
    sector = choices.word(request, "sector", ("", *desk.codebook.sectors), "")
    name = (request.query_params.get("name") or "").strip()
    if len(name) > _LETTERS:
        raise BadParameter("name", f"name: {len(name)} letters are too many; ask with at most {_LETTERS}.")
    of_record = choices.word(request, "of", ("record", "registry"), "record") == "record"
    page = choices.number(request, "page", low=1, high=_PAGES, default=1)
    return (
        Asked(kind=kind or None, country=country or None, sector=sector or None, name=name or None),
        of_record,
        page,
    )


def _found(desk: Desk, asked: Asked, *, of_record: bool, page: int) -> tuple[list[Seen], bool]:
    directory = desk.directory if of_record else Directory(desk.actors)
    return directory.page(asked, limit=_A_PAGE, offset=(page - 1) * _A_PAGE)


@router.get("/actors/{who:path}/contradictions", dependencies=[_READER])
def contradictions(who: str, desk: AtDesk) -> HTMLResponse:
    """What somebody said that stands against something else he said."""
    found = _one(who, desk, for_page=True)
    if not isinstance(found, Dossier):
        return _several(who, found, desk)
    made = list(desk.store.statements(StatementFilter(speakers=(found.key,)), limit=_CONTRADICTIONS + 1))
    few = len(made) <= _CONTRADICTIONS
    pairs = contradictions_of(desk.store, StatementFilter(speakers=(found.key,))) if few else []
    return desk.page("actor_contradictions.html", actor=found, pairs=pairs, few=few, most=_CONTRADICTIONS)


@router.get("/actors/{who:path}.json", dependencies=[_READER])
def actor_json(who: str, desk: AtDesk) -> Response:
    """The dossier as an object."""
    found = _one(who, desk)
    if isinstance(found, Dossier):
        return JSONResponse(dossier_view(found))
    return JSONResponse({"may_be": [{**seen_view(each, counted=True), "key": each.key} for each in found]}, 300)


@router.get("/actors/{who:path}", dependencies=[_READER])
def actor(who: str, desk: AtDesk) -> HTMLResponse:
    """The dossier, at a date where one is asked (``at``)."""
    found = _one(who, desk, for_page=True)
    if not isinstance(found, Dossier):
        return _several(who, found, desk)
    drawn = _spells(found, desk)
    most = max((partner.tie.events for partner in found.partners), default=1)
    return desk.page(
        "actor.html",
        actor=found,
        spells=None if drawn is None else chart.chart(drawn),
        table=None if drawn is None else chart.table(drawn),
        most=most,
        here_path=actor_path(who),
        link=choices.changed(desk.request, actor_path(who)),
        sectors=desk.codebook.sectors,
        may_judge=_may_judge(desk.request),
    )


@router.post("/actors/{who:path}/same", dependencies=[_REVIEWER])
def same(who: str, desk: AtDesk, other: Annotated[str, Form()] = "", why: Annotated[str, Form()] = "") -> Response:
    """Decide that two actors are one: the other goes into this one."""
    kept = _named(who, desk)
    return _decided(
        desk,
        who,
        lambda by, reason: actor_decisions.merge(
            kept, other.strip(), desk.directory, codebook=desk.codebook, who=by, why=reason
        ),
        why,
    )


@router.post("/actors/{who:path}/different", dependencies=[_REVIEWER])
def different(
    who: str,
    desk: AtDesk,
    words: Annotated[str, Form()] = "",
    to: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
) -> Response:
    """Decide that some words, taken for this actor so far, mean another."""
    whole = _named(who, desk)
    if not words.strip():
        raise Problem(400, "Write the words that mean somebody else, as the reports have them.", name="words")
    return _decided(
        desk,
        who,
        lambda by, reason: actor_decisions.split(
            whole, words.strip(), desk.directory, codebook=desk.codebook, who=by, why=reason, to=to.strip() or None
        ),
        why,
    )


@router.post("/actors/{who:path}/undo", dependencies=[_REVIEWER])
def undo(who: str, desk: AtDesk, decision: Annotated[str, Form()] = "", why: Annotated[str, Form()] = "") -> Response:
    """Take a decision on this actor back."""
    return _decided(
        desk,
        who,
        lambda by, reason: actor_decisions.undo(decision, desk.directory, codebook=desk.codebook, who=by, why=reason),
        why,
    )


def _decided(desk: Desk, who: str, decide: Any, why: str) -> Response:
    reason = why.strip()
    if not reason or len(reason) > _LETTERS * 5:
        raise Problem(400, "Say why, in a sentence: the reason stays beside the decision.", name="why")
    try:
        decide(identity_of(desk.request).name, reason)
    except SettingsError as error:
        raise Problem(409, str(error).replace("--force merges", "`faleme actors merge --force` merges")) from error
    desk.registers.forget()
    return RedirectResponse(f"{actor_path(who)}?decided=1#names", 303)


def _named(who: str, desk: Desk) -> str:
    """The id by which a decision knows an actor. Raises Problem where words alone tell who is meant."""
    found = seen_as(who, desk.directory)
    ids = {seen.actor_id for seen in found}
    if len(ids) != 1 or None in ids:
        raise Problem(409, "Words such as these mean many, and cannot be merged or split.")
    return str(ids.pop())


def _one(who: str, desk: Desk, *, for_page: bool = False) -> Dossier | list[Seen]:
    found = dossier(
        who,
        desk.store,
        desk.directory,
        codebook=desk.codebook,
        rows=desk.rows_there if for_page else desk.rows,
        at=_at(desk.request),
        today=desk.today,
    )
    if isinstance(found, list) and not found:
        raise Problem(
            404, f"Nobody answers to {who[:_LETTERS]}. Search the list of actors, in the record or the registry."
        )
    return found


def _several(who: str, found: list[Seen], desk: Desk) -> HTMLResponse:
    return desk.page("actor_several.html", status=300, who=who, found=found)


def _at(request: Request) -> PartialDate | None:
    text = (request.query_params.get("at") or "").strip()
    try:
        return PartialDate.parse(text) if text else None
    except ValueError as error:
        raise BadParameter("at", f"at {text}: {error}. Write 2024, 2024-03 or 2024-03-05.") from error


def _may_judge(request: Request) -> bool:
    return identity_of(request).role in ("reviewer", "admin")


def _spells(found: Dossier, desk: Desk) -> chart.Offices | None:
    """Offices and memberships on one axis; None where nothing of them has a date."""
    # Who holds the offices of a country is a table: a cabinet would make a chart of fifty lines.
    offices = () if found.kind == "country" else found.offices
    held = [
        *(_held(spell, "office") for spell in offices),
        *(_held(spell, "membership") for spell in found.memberships),
    ]
    dated = tuple(one for one in held if one.since is not None or one.until is not None)
    if not dated:
        return None
    return chart.Offices(
        ident="spells",
        title=f"Offices and memberships of {found.name}",
        held=dated,
        today=desk.today,
        at=None if found.at is None else found.at.first_day,
    )


def _held(spell: Spell, kind: Any) -> chart.Held:
    name = f"{spell.what}, {spell.of}" if kind == "office" else f"{spell.of}"
    href = (
        f"/registers/{kind}s/{spell.row_id}" if spell.row_id else (actor_path(spell.of_key) if spell.of_key else None)
    )
    return chart.Held(
        label=name,
        kind=kind,
        since=spell.first,
        until=spell.last,
        ended=spell.seen_until is not None,
        note="" if kind == "office" or spell.what == "member" else spell.what,
        href=href,
    )
