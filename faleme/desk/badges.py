"""The numbers beside the names of screens: what waits there for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from faleme.store.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """text: what stands beside the name. alert: somebody should look."""

    text: str
    alert: bool = False


def badges(store: Store, *, questions: int | None = None) -> dict[str, Badge]:
    """By address of the screen: of feeds how many answer, of review how many questions wait (None where nobody asked
    yet); none for a screen where nothing waits."""
    waiting = {"/review": Badge(text=f"{questions:,}")} if questions else {}
    answering, feeds = store.watched.answering()
    if not feeds:
        return waiting
    return {**waiting, "/feeds": Badge(text=f"{answering}/{feeds}", alert=answering < feeds)}
