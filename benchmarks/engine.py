"""The core that the settings name: the shipped one, or with FALEME_ENGINE_MODEL one's own."""

from __future__ import annotations

from faleme.parse.encoder import CoreEngine, load_engine
from faleme.settings import load_settings


def core() -> CoreEngine:
    """The core to measure."""
    settings = load_settings()
    return load_engine(
        "en", threads=settings.engine_threads, precision=settings.engine_precision, folder=settings.engine_model
    )
