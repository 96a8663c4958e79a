"""What forms of the desk's people share: where to go afterwards, and answering a form once more with what was wrong."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse


def back_to(asked: str | None) -> str:
    """A page of this desk to go to; the first one where another site, or nothing, is named."""
    if not asked or not asked.startswith("/") or asked.startswith(("//", "/\\")) or not asked.isprintable():
        return "/"
    return asked


def gone_to(path: str) -> RedirectResponse:
    """To a page, after a form."""
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})


def base_address(request: Request, desk_address: str | None) -> str:
    """Where people reach the desk, for links that are handed on."""
    return desk_address or str(request.base_url).rstrip("/")
