"""The contract of the API: what OpenAPI says holds, for whoever asks and whatever is asked.

schemathesis draws requests from the schema, good ones and bad ones, and holds every answer against it: no server error,
no undeclared status, no body and no content type that the schema does not have, bad values refused. Bounded, so that a
change can wait for it; FALEME_CONTRACT sets another number of requests of each kind to a route.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import AcceptedNegativeData, FailureGroup

from faleme.settings import Settings
from faleme.store.sqlite import open_sqlite
from faleme.teams.sessions import open_session
from faleme.teams.users import add_user
from faleme.web.app import create_app

EXAMPLES = int(os.environ.get("FALEME_CONTRACT", "5"))
THERE = "https://desk.example"
ROLES = ("nobody", "reader", "reviewer", "admin")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# A name that nobody answers to, a day such as 30 February and a cursor of another list fit the schema and are refused
# with words; no schema can tell them. What is right is that nothing else than 400 and 404 comes of it.
REFUSED_WITH_WORDS = ["2xx", "400", "401", "403", "404"]
# A value that is no list reaches a list of names as one name: in an address false is a word like any other.
_A_NAME = re.compile(r"parameter `(actor|doer|recipient|region)` in query - violates `anyOf`")


@pytest.fixture(scope="module")
def desk(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, dict[str, dict[str, str]]]:
    """A desk where people sign in, and the headers of each role."""
    path = Path(shutil.copy(example_store, tmp_path_factory.mktemp("contract") / "news.db"))
    store = open_sqlite(path)
    headers: dict[str, dict[str, str]] = {"nobody": {}}
    for role in ("reader", "reviewer", "admin"):
        add_user(store.team, role, role, by="local")
        headers[role] = {"cookie": f"__Host-faleme={open_session(store.team, role, address=None, agent=None)}"}
    store.close()
    people = Settings(serve_login="password", serve_hosts=frozenset({"desk.example"}))
    return create_app(path, people), headers


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("role", ROLES)
def test_answers_are_what_the_schema_says(
    desk: tuple[Any, dict[str, dict[str, str]]], role: str, mode: GenerationMode
) -> None:
    app, headers = desk
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"host": "desk.example"})
    schema.config.checks.positive_data_acceptance.expected_statuses = REFUSED_WITH_WORDS
    if role == "nobody":  # is told to sign in before anything that was asked is looked at
        schema.config.checks.negative_data_rejection.enabled = False
    faults: list[str] = []
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]  # what is not well described fails here

        @settings(
            max_examples=EXAMPLES if role == "reader" else 2,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Case[Any]) -> None:
            response = case.call(base_url=THERE, headers=headers[role])
            try:
                case.validate_response(response)
            except FailureGroup as fault:
                if not all(_is_text(one) for one in fault.exceptions):
                    raise
            if role == "nobody":
                assert response.status_code == 401

        try:
            holds()
        except Unsatisfiable:  # a route without parameters cannot be asked wrongly
            continue
        except (Exception, FailureGroup) as fault:
            faults.append(f"{operation.label}: {_words(fault)}")
    assert not faults, "\n\n".join(faults)


def _is_text(fault: BaseException) -> bool:
    """Whether a fault is that a list of names was given no list."""
    return isinstance(fault, AcceptedNegativeData) and _A_NAME.search(str(fault)) is not None


def _words(fault: BaseException) -> str:
    within = getattr(fault, "exceptions", ())
    return "; ".join(f"{type(one).__name__} {one}" for one in within) + f"\n{fault}" if within else repr(fault)
