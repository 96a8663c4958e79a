"""The API's description, OpenAPI 3.1, where it says more than the routes do."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

_JSON, _PROBLEM = "application/json", "application/problem+json"


def describes_problems(app: FastAPI) -> None:
    """Let an application's description say that problems come as problem+json."""
    of_routes = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _mend(of_routes())
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _mend(whole: dict[str, Any]) -> None:
    for operations in whole["paths"].values():
        for operation in operations.values():
            for status, said in operation["responses"].items():
                content = said.get("content", {})
                if status[0] in "45" and _JSON in content:
                    content[_PROBLEM] = content.pop(_JSON)
