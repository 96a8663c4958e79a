"""JSON of long answers."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse
from pydantic_core import to_json


class QuickJSON(JSONResponse):
    """Written by pydantic's encoder, some ten times as fast as Python's."""

    def render(self, content: Any) -> bytes:
        """The body."""
        return to_json(content)
