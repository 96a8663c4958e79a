"""How to ask by program: our own page from ``openapi.json``, without script and without anything from elsewhere."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from faleme.web.desk import AtDesk
from faleme.web.roles import require

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reader"))])


@router.get("/docs/api")
def api_page(desk: AtDesk) -> HTMLResponse:
    """Every route with its parameters, a line for the shell and one for Python."""
    whole: dict[str, Any] = desk.request.app.openapi()
    base = str(desk.request.base_url).rstrip("/")
    routes = [
        {
            "id": f"{method}{path}".replace("/", "-").replace("{", "").replace("}", "").strip("-"),
            "method": method.upper(),
            "path": path,
            "tag": (operation.get("tags") or ["other"])[0],
            "about": operation.get("description") or operation.get("summary", ""),
            "parameters": [_parameter(each) for each in operation.get("parameters", ())],
            "curl": f"curl '{base}{_filled(path)}'",
        }
        for path, methods in whole["paths"].items()
        for method, operation in methods.items()
    ]
    tags = list(dict.fromkeys(route["tag"] for route in routes))
    return desk.page("api.html", routes=routes, tags=tags, base=base)


def _parameter(given: dict[str, Any]) -> dict[str, str]:
    schema = given.get("schema", {})
    kinds = [schema, *schema.get("anyOf", ())]
    inner = [kind.get("items", {}) for kind in kinds]
    allowed = next((kind["enum"] for kind in [*kinds, *inner] if "enum" in kind), None)
    named = {"string": "text", "array": "list"}
    kind = next((str(each["type"]) for each in kinds if each.get("type") not in (None, "null")), "text")
    return {
        "name": given["name"],
        "where": given["in"],
        "kind": "one of " + ", ".join(map(str, allowed)) if allowed else named.get(kind, kind),
        "about": given.get("description", ""),
    }


def _filled(path: str) -> str:
    """An address to try, with what most stores have."""
    filled = path.replace("{register}", "commitments").replace("{first}", "MLI").replace("{second}", "SEN")
    return filled.replace("{form}", "csv").replace("{actor}", "ECOWAS")
