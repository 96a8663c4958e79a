"""The network round an actor: picture, table, and both as files."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from faleme.desk.asking import BadParameter
from faleme.desk.network import DEPTHS, Network, network
from faleme.desk.sides import side_in
from faleme.errors import SettingsError
from faleme.web import choices
from faleme.web.charts import network as chart
from faleme.web.charts import svg
from faleme.web.desk import AtDesk, Desk
from faleme.web.roles import require
from faleme.web.words import dyad_path, path

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])


@router.get("/network")
def network_page(desk: AtDesk) -> Response:
    """The screen; without an actor, a form to choose one."""
    found = _made(desk)
    if found is None:
        return desk.page("network.html", found=None)
    drawn = _chart(found)
    return desk.page(
        "network.html",
        found=found,
        chart=chart.chart(drawn),
        link=choices.changed(desk.request, "/network"),
        names={node.key: node.name for node in found.nodes},
        most=max((tie.events for tie in found.ties), default=1),
    )


@router.get("/network.json")
def network_json(desk: AtDesk) -> Response:
    """Nodes and ties."""
    found = _needed(desk)
    return JSONResponse(
        {
            "actor": found.actor,
            "depth": found.depth,
            "nodes": [
                {"key": node.key, "name": node.name, "steps": node.steps, "events": node.events} for node in found.nodes
            ],
            "ties": [
                {
                    "one": tie.one,
                    "other": tie.other,
                    "events": tie.events,
                    "cooperation": tie.cooperation,
                    "conflict": tie.conflict,
                    "score": tie.score,
                }
                for tie in found.ties
            ],
            "more": found.more,
        }
    )


@router.get("/network.svg")
def network_svg(desk: AtDesk) -> Response:
    """The picture by itself."""
    return Response(svg.standalone(chart.chart(_chart(_needed(desk)))), media_type="image/svg+xml")


def _needed(desk: Desk) -> Network:
    found = _made(desk)
    if found is None:
        raise BadParameter("actor", "actor: name one, such as actor=MLI or actor=group:jnim.")
    return found


def _made(desk: Desk) -> Network | None:
    text = (desk.request.query_params.get("actor") or "").strip()
    if not text:
        return None
    depth = choices.number(desk.request, "depth", low=DEPTHS[0], high=DEPTHS[-1], default=1)
    try:
        side = side_in(text, desk.codebook, desk.directory)
    except SettingsError as error:
        raise BadParameter("actor", f"{error}") from error
    if len(side.keys) != 1:
        raise BadParameter("actor", "actor: name one alone, such as actor=MLI or actor=group:jnim.")
    return network(side.keys[0], desk.store, desk.directory, codebook=desk.codebook, depth=depth)


def _chart(found: Network) -> chart.Network:
    return chart.Network(
        ident="network",
        title=f"With whom {found.nodes[0].name} deals",
        nodes=tuple(
            chart.Node(
                key=node.key,
                label=node.name,
                href=path("actors", node.key) if node.steps == 0 else f"/network?actor={path(node.key)[1:]}",
            )
            for node in found.nodes
        ),
        edges=tuple(
            chart.Edge(
                one=tie.one,
                other=tie.other,
                cooperation=tie.cooperation,
                conflict=tie.conflict,
                href=dyad_path([tie.one], [tie.other]),
            )
            for tie in found.ties
        ),
    )
