"""What a request works with: the store it was lent, the code book, whom one may ask for, and how a page is made."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from faleme.desk.asking import Asked, asked
from faleme.desk.being_made import PATIENCE_S, BeingMade
from faleme.desk.export_jobs import ExportJobs
from faleme.desk.register_rows import RegisterRows, Rows
from faleme.desk.review_queue import ReviewQueue
from faleme.desk.views import view_of
from faleme.exchange.actor_directory import Directory
from faleme.pipeline import load_registry
from faleme.reference.actors import Actors
from faleme.reference.codebook import Codebook
from faleme.reference.own_lexicon import load_ontology
from faleme.reference.registers import Register
from faleme.settings import Settings
from faleme.store.desk import EventQuery
from faleme.store.judged import JudgedStore
from faleme.store.teams import View
from faleme.web.errors import Problem
from faleme.web.roles import identity_of
from faleme.web.signed import address_of
from faleme.web.stores import Stores
from faleme.web.templating import Templates

if TYPE_CHECKING:
    from faleme.teams.oidc import Provider


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What all requests share, made once when the desk starts."""

    settings: Settings
    stores: Stores
    templates: Templates
    codebook: Codebook
    actors: Actors
    registers: RegisterRows
    exports: ExportJobs
    review: ReviewQueue
    provider: Provider | None

    @classmethod
    def of(cls, settings: Settings, stores: Stores) -> Shared:
        """Raises SettingsError for a fault in the desk's own lists."""
        codebook, _ = load_ontology(settings.lexicon)
        actors = load_registry(settings.actors)
        return cls(
            settings=settings,
            stores=stores,
            templates=Templates(codebook),
            codebook=codebook,
            actors=actors,
            registers=RegisterRows(stores.lent_unhurried, actors),
            exports=ExportJobs(stores.lent, codebook),
            review=ReviewQueue(stores.lent_unhurried, codebook, actors),
            provider=_provider(settings),
        )

    def make_first(self) -> None:
        """Make in the background what the first readers would wait for: event lines, registers, questions of review."""
        self._expect(soon=True)
        threading.Thread(target=self._make_first, name="first", daemon=True).start()

    def _make_first(self) -> None:
        try:
            with self.stores.lent() as store:
                store.desk.count(EventQuery())  # reads the event lines into memory
            self.registers.make_first()
            self.review.make_first()
        except Exception:
            log.exception("what is made when the desk starts failed; who asks first waits for it")
        finally:
            self._expect(soon=False)

    def _expect(self, *, soon: bool) -> None:
        self.registers.expect(soon=soon)
        self.review.expect(soon=soon)


def _provider(settings: Settings) -> Provider | None:
    """The provider of single sign-on, where the desk has one."""
    if settings.serve_login != "oidc":
        return None
    from faleme.teams.oidc import Provider  # noqa: PLC0415 - an extra

    return Provider(settings)


class Desk:
    """One request's view of the record.

    store: as people judged it; lent until the request is answered. awaited: registers that the page lacks, as they are
    being made.
    """

    def __init__(self, request: Request, shared: Shared, store: JudgedStore) -> None:
        self.request = request
        self.store = store
        self.settings = shared.settings
        self.codebook = shared.codebook
        self.actors = shared.actors
        self.registers = shared.registers
        self.exports = shared.exports
        self.review = shared.review
        self.provider = shared.provider
        self._templates = shared.templates
        self.awaited: list[Register] = []

    def rows(self, register: Register) -> Rows:
        """All rows of a register. Raises BeingMade while they are made for the first time."""
        return self.registers.of(register, self.store).rows

    def rows_there(self, register: Register) -> Rows:
        """The rows, for a page that has other things to show: none while they are made, which ``awaited`` then says."""
        try:
            return self.registers.of(register, self.store, patience_s=0.0 if self.awaited else PATIENCE_S).rows
        except BeingMade:
            self.awaited.append(register)
            return Rows()

    @cached_property
    def directory(self) -> Directory:
        """Whom one may ask for."""
        return Directory(self.actors, self.store)

    @property
    def today(self) -> date:
        """The day, in UTC."""
        return datetime.now(UTC).date()

    def asked(self, **also: str) -> Asked:
        """The query of events that the address asks. also: parameters beside it, by name, that win over the address's.

        With ``view`` the query of that saved view, in which what the address itself asks takes the place of what the
        view asks under the same name. Raises BadParameter, which the application answers with 400 and words.
        """
        given = [pair for pair in self.request.query_params.multi_items() if pair[0] not in also]
        if self.view is not None:
            own = {name for name, _ in given}
            given += [pair for pair in parse_qsl(self.view.query) if pair[0] not in own and pair[0] not in also]
        return asked(
            [*given, *also.items()], codebook=self.codebook, directory=lambda: self.directory, today=self.today
        )

    @cached_property
    def view(self) -> View | None:
        """The saved view that the address names, if it names one."""
        view_id = self.request.query_params.get("view", "")
        return self.view_of(view_id) if view_id else None

    def view_of(self, view_id: str) -> View:
        """The saved view with an id. Raises Problem where there is none that the asker may see."""
        found = view_of(view_id, identity_of(self.request).name, self.store)
        if found is None:
            raise Problem(404, "There is no such view, or its owner does not share it. /views lists those you may see.")
        return found

    def page(self, template: str, *, status: int = 200, part: str | None = None, **context: Any) -> HTMLResponse:
        """A page from a template. part: the block of it that is answered where htmx asks.

        The template is given ``desk``, ``request``, ``identity``, ``revision`` and what ``context`` has.
        """
        return self._templates.page(template, self, status=status, part=part, context=context)

    def bare(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """A page without navigation, for who is not signed in."""
        return self._templates.bare(template, self.request, status=status, **context)


def desk_of(request: Request) -> Iterator[Desk]:
    """The desk of a request, as a dependency."""
    shared: Shared = request.app.state.shared
    with shared.stores.lent() as store, store.team.asked_from(address_of(request)):
        yield Desk(request, shared, store)


AtDesk = Annotated[Desk, Depends(desk_of)]
