"""Text in cells: breaks, quotes, what a spreadsheet would run, numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from faleme.exchange.forms import Objects, Row, Table, number_text
from faleme.exchange.loss import Loss
from faleme.exchange.told import Books, Told
from tests.exchange.tellings import BOOKS, told


def table(value: str | float | None, delimiter: str) -> tuple[str, Loss]:
    def rows(_told: Told, _books: Books, _loss: Loss) -> Iterator[Row]:
        yield {"a": value}

    loss = Loss(form="x", unit="event", holds=frozenset())
    form = Table(
        name="x",
        columns=("a", "b"),
        rows=rows,
        holds=frozenset(),
        delimiter="\t" if delimiter == "\t" else ",",
        header=False,
    )
    return "".join(form.parts([told()], BOOKS, loss)), loss


@pytest.mark.parametrize(
    "words",
    [
        '=HYPERLINK("http://evil.example","x")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\r\n=cmd|' /C calc'!A0",
        "\uff1d1+1",
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(words: str, delimiter: str) -> None:
    text, loss = table(words, delimiter)
    (row,) = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL)
    assert row[0].startswith("'")
    assert sum(loss.coarsened.values()) == 1


@pytest.mark.parametrize("words", ["Mali", "a-b", "12 = 12", "'quoted'", "e=mc"])
def test_other_words_stay(words: str) -> None:
    assert table(words, ",")[0] == f"{words},\r\n"


def test_breaks_and_quotes() -> None:
    assert table('a\tb\r\nc "d"\u2028e', "\t")[0] == 'a b c "d" e\t\n'
    assert table('a, "b"\nc', ",")[0] == '"a, ""b"" c",\r\n'


def test_a_negative_number_is_no_formula() -> None:
    assert table(-0.04, ",")[0] == "-0.04,\r\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.0, "12"), (0, "0"), (-0.04, "-0.04"), (1e-05, "0.00001"), (2.5, "2.5"), (2**53 - 1, "9007199254740991")],
)  # fmt: skip
def test_numbers(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize("number", [0, 1, 2])
def test_objects_make_one_document_whatever_their_number(number: int) -> None:
    import json

    form = Objects(
        name="x", objects=lambda *_: [{"a": 1}], holds=frozenset(), opening="[\n", between=",", closing="]\n"
    )
    loss = Loss(form="x", unit="event", holds=frozenset())
    assert json.loads("".join(form.parts([told()] * number, BOOKS, loss))) == [{"a": 1}] * number
    assert (loss.read, loss.written, loss.rows) == (number, number, number)
