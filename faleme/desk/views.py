"""Saved views: searches under a name, one's own and those that others share. The address of a view lasts."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime

from faleme.desk.asking import Asked, BadParameter
from faleme.errors import StoreError
from faleme.ids import digest
from faleme.store.base import Store
from faleme.store.teams import View

NAME = 80  # letters
_VIEWS = 200  # of one person: more is a mistake of a program


def view_of(view_id: str, who: str, store: Store) -> View | None:
    """The view with an id, where somebody may see it: one's own, or one that is shared."""
    view = store.team.view(view_id)
    return view if view is not None and (view.shared or view.owner == who) else None


def save_view(name: str, asked: Asked, who: str, store: Store, *, shared: bool = False) -> View:
    """Keep a search under a name. Raises BadParameter for a name that is empty, too long, or taken."""
    if len(store.team.views(who)) >= _VIEWS:
        raise BadParameter("name", f"You have {_VIEWS} views. Delete one that nobody needs first.")
    made = View(
        id=digest("V", who, name, secrets.token_hex(8)),
        owner=who,
        name=_name(name),
        query=asked.address,
        shared=shared,
        made_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    with store.transaction():
        _put(made, store)
        store.team.audit(who, "view.save", made.id, after=_said(made))
    return made


def change_view(view: View, store: Store, *, name: str, shared: bool) -> View:
    """Give a view another name, or share it or not. Raises BadParameter as `save_view` does."""
    made = replace(view, name=_name(name), shared=shared)
    if made == view:
        return view
    with store.transaction():
        _put(made, store)
        store.team.audit(view.owner, "view.change", view.id, before=_said(view), after=_said(made))
    return made


def drop_view(view: View, store: Store) -> None:
    """Forget a view, with the alerts that stand on it."""
    with store.transaction():
        store.team.drop_view(view.id)
        store.team.audit(view.owner, "view.drop", view.id, before=_said(view))


def _said(view: View) -> dict[str, str | bool]:
    """What the log has of a view."""
    return {"name": view.name, "query": view.query, "shared": view.shared}


def _name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise BadParameter("name", "Give the view a name, so that you find it again.")
    if len(plain) > NAME:
        raise BadParameter("name", f"A name of {len(plain)} letters is too long; {NAME} are enough.")
    return plain


def _put(view: View, store: Store) -> None:
    # Asked first: a row that the store refuses ends the transaction of others.
    if any(
        each.name == view.name and each.id != view.id and each.owner == view.owner
        for each in store.team.views(view.owner)
    ):
        raise BadParameter("name", f"You have a view called {view.name}. Choose another name.")
    try:
        store.team.put_view(view)
    except StoreError as error:
        raise BadParameter("name", str(error)) from error
