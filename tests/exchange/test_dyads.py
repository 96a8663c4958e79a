"""Lists taken apart: every actor with every recipient, each pair of a meeting, nobody twice."""

from __future__ import annotations

import pytest

from faleme.exchange.dyads import dyads_of, numeric_id, row_id
from tests.exchange.tellings import actor, told

MLI, SEN, NER = actor("Mali", "MLI"), actor("Senegal", "SEN"), actor("Niger", "NER")
CASES = [
    ("one and one", "AID", (MLI,), (SEN,), [("Mali", "Senegal")]),
    ("no recipient", "AID", (MLI,), (), [("Mali", None)]),
    ("no actor", "ASSAULT", (), (SEN,), [(None, "Senegal")]),
    ("nobody", "PROTEST", (), (), [(None, None)]),
    (
        "two and two",
        "AID",
        (MLI, SEN),
        (NER, actor("Chad", "TCD")),
        [("Mali", "Niger"), ("Mali", "Chad"), ("Senegal", "Niger"), ("Senegal", "Chad")],
    ),
    (
        "a meeting of three",
        "CONSULT",
        (MLI, SEN, NER),
        (),
        [("Mali", "Senegal"), ("Mali", "Niger"), ("Senegal", "Niger")],
    ),
    ("a meeting with a host", "CONSULT", (MLI, SEN), (NER,), [("Mali", "Niger"), ("Senegal", "Niger")]),
    ("two who agree are no pair", "AGREE", (MLI, SEN), (), [("Mali", None), ("Senegal", None)]),
    ("one name twice", "AID", (MLI, actor("mali", "MLI")), (SEN,), [("Mali", "Senegal")]),
    (
        "one id under two names",
        "AID",
        (actor("JNIM", None, id_="jnim"), actor("the group", None, id_="jnim")),
        (SEN,),
        [("JNIM", "Senegal")],
    ),
    ("one name in two countries", "AID", (actor("army", "MLI"), actor("army", "NER")), (), [("army", None)] * 2),
    ("nobody does it to himself", "AID", (MLI, SEN), (SEN,), [("Mali", "Senegal")]),
]


@pytest.mark.parametrize(("why", "event_type", "actors", "recipients", "pairs"), CASES, ids=[case[0] for case in CASES])
def test_dyads(why: str, event_type: str, actors: tuple, recipients: tuple, pairs: list) -> None:  # type: ignore[type-arg]
    found = dyads_of(told(event_type=event_type, mode=None, actor=actors, recipient=recipients))
    names = [(one.actor and one.actor.name, one.recipient and one.recipient.name) for one in found]
    assert names == pairs, why
    assert [one.number for one in found] == list(range(1, len(pairs) + 1))


def test_ids() -> None:
    one = told(actor=(MLI, SEN), recipient=(NER,))
    ids = [row_id(one, dyad) for dyad in dyads_of(one)]
    assert ids == ["E1", "E1.2"]
    assert len({numeric_id(id_) for id_ in ids}) == 2
    assert all(0 <= numeric_id(id_) < 2**53 for id_ in ids)
    assert numeric_id("E1") == numeric_id("E1")
