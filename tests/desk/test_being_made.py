"""What a desk makes from the whole record: once for all who ask, early and late."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from faleme.desk import being_made
from faleme.desk.being_made import BeingMade, Kept
from faleme.store.base import Store
from faleme.store.judged import JudgedStore
from tests.desk.events import put


@contextmanager
def lent(store: JudgedStore) -> Iterator[Store]:
    yield store


def kept(make: Callable[[str, Store], dict[str, int]], store: JudgedStore, rest_s: float = 0.0) -> Kept[str, int]:
    return Kept(make, lambda: lent(store), words={"one": "The one is", "two": "Those are"}, rest_s=rest_s)


def counted() -> tuple[Callable[[str, Store], dict[str, int]], threading.Event]:
    """What makes the number of its makings, and is told of the second."""
    again, made = threading.Event(), []

    def make(name: str, _: Store) -> dict[str, int]:
        made.append(name)
        if len(made) > 1:
            again.set()
        return {name: len(made)}

    return make, again


def test_who_asks_too_early_is_told_to_come_again(store: JudgedStore) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def make(name: str, _: Store) -> dict[str, int]:
        begun.set()
        assert go_on.wait(10)
        return {name: 1}

    values = kept(make, store)
    values.expect(soon=True)
    first = threading.Thread(target=values.make_first)
    first.start()
    assert begun.wait(10)
    with pytest.raises(BeingMade, match=r"The one is being made .* Reload"):
        values.of("one", store, patience_s=0.01)
    go_on.set()
    first.join(10)
    assert values.of("one", store) == 1


def test_made_once_for_all_who_ask_and_with_what_comes_of_it(store: JudgedStore) -> None:
    made: list[str] = []

    def make(name: str, _: Store) -> dict[str, int]:
        made.append(name)
        return {"one": len(made), "two": 10 * len(made)}

    values = kept(make, store)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: values.of("one", store), range(8))) == {1}
    assert values.of("two", store) == 10
    assert made == ["one"]
    values.change("two", lambda value: value + 1)
    assert values.made() == [1, 11]
    values.forget()
    assert values.of("two", store) == 20


def test_made_anew_once_the_record_has_changed(store: JudgedStore) -> None:
    make, again = counted()
    values = kept(make, store)
    assert values.of("one", store) == values.of("one", store) == 1
    put(store, "https://w.example/1", "E1")
    assert values.of("one", store) == 1, "what was made is shown meanwhile"
    assert again.wait(10)


def test_a_judgement_makes_anew_and_what_takes_long_behind(store: JudgedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(being_made, "PATIENCE_S", 0.0)  # so that all takes long
    make, again = counted()
    values = kept(make, store, rest_s=1000.0)
    assert values.of("one", store) == 1
    put(store, "https://w.example/1", "E1")
    values.forget()
    assert values.of("one", store) == 1, "what was made is shown meanwhile"
    assert again.wait(10), "however lately it was made"
