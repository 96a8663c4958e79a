"""Public ids: a letter for the kind and a base-32 hash, so that two runs on the same input agree."""

from __future__ import annotations

import base64
import hashlib
from typing import NewType

CaptureId = NewType("CaptureId", str)
ArticleId = NewType("ArticleId", str)
CodingId = NewType("CodingId", str)
ReportId = NewType("ReportId", str)
EventId = NewType("EventId", str)
StatementId = NewType("StatementId", str)
FactId = NewType("FactId", str)
ActorId = NewType("ActorId", str)
JudgementId = NewType("JudgementId", str)
ExternalId = NewType("ExternalId", str)
GeonameId = NewType("GeonameId", int)

_LENGTH = 13  # 65 bits: at 50 million pages the chance of one collision is about 1 in 30,000


def digest(letter: str, *parts: str) -> str:
    """``letter`` and 13 base-32 characters over the parts; the same parts give the same id for ever.

    Parts are joined by a character that no text of ours keeps, so ("ab", "c") and ("a", "bc") differ.
    """
    hashed = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=10).digest()
    return letter + base64.b32encode(hashed).decode()[:_LENGTH]


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256 of bytes as fetched."""
    return hashlib.sha256(content).hexdigest()
