"""A database under the stores: SQL with errors in words, and the few places where the dialects differ.

The statements of `sql_read`, `sql_write` and their neighbours are written once, in SQL that SQLite and PostgreSQL both
understand, with SQLite's marks (``?``, ``?1``, ``:name``). What no common SQL says is a method here.
"""

from __future__ import annotations

import re
import time
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from faleme.store.columns import Columns

_LONGEST_REST_S = 1.0
WAIT_S = 30.0  # for another process to finish its write

Values = Sequence[Any] | Mapping[str, Any]


class Row(Protocol):
    """One row of an answer."""

    def __getitem__(self, column: str, /) -> Any:
        """The value of a column."""
        ...

    def keys(self) -> Iterable[str]:
        """Names of the columns."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a store, in words. mendable: `doctor.mend` makes it good."""

    what: str
    mendable: bool = False


@dataclass(slots=True)
class Before:
    """How an event's line stood before a transaction. fields: None where there was none. row: of its change so far."""

    fields: dict[str, Any] | None
    revision: int = 0
    reported_at: str | None = None
    changed_at: str | None = None
    row: int | None = None


@dataclass(slots=True)
class Written:
    """What a transaction has written of the history of events so far: rows by (report, event), and merges.

    follows: reports that went away -> those that tell what they told. stale: internal numbers of events with a report
    of which a judgement changed the actors. lines: how events stood when it began, with the row that tells the change
    (`sql_changes`). split: pairs of events of which the change says so. by: who judged last, and why.
    """

    joined: dict[tuple[str, str], int] = field(default_factory=dict)
    parted: dict[tuple[str, str], int] = field(default_factory=dict)
    replaced: set[tuple[str, str]] = field(default_factory=set)
    follows: dict[str, str] = field(default_factory=dict)
    stale: set[int] = field(default_factory=set)
    lines: dict[str, Before] = field(default_factory=dict)
    split: set[tuple[str, str]] = field(default_factory=set)
    by: tuple[str, str] | None = None


class Database(ABC):
    """A connection that says what to do next when the database refuses: raises StoreError, nothing else.

    place: the file, or the address without a password. migrated: whether this opening brought the schema up to date.
    words_in_order: whether rows that hold words come out by number, so that a reading may stop early. either, also: its
    signs between words of which one, or each, is asked for.
    written: by the transaction that is open. columns: event lines in memory, where a process keeps them. unhurried:
    nobody waits for what is asked, so that each question lets other threads go on first.
    """

    place: Path | str
    migrated = False
    words_in_order = False
    either, also = "OR", "AND"
    columns: Columns | None = None
    unhurried = False
    _worked = 0.0  # CPU seconds of the thread when it last gave way
    _depth = 0

    def __init__(self) -> None:
        self.written = Written()

    def give_way(self) -> None:
        """Where nobody waits, sleep twice as long as this thread worked since it did so last."""
        if self.unhurried:
            worked = max(0.0, time.thread_time() - self._worked)  # less than nothing where another thread did so
            time.sleep(min(_LONGEST_REST_S, 2 * worked))
            self._worked = time.thread_time()

    @property
    def lines(self) -> Columns | None:
        """Event lines in memory; none while they are read, for who is unhurried, nor inside a transaction, whose rows
        nobody else may see yet."""
        if self._depth or self.unhurried or self.columns is None or self.columns.loading:
            return None
        return self.columns

    @abstractmethod
    def run(self, sql: str, values: Values = ()) -> None:
        """Run one statement."""

    @abstractmethod
    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One statement for each row of values."""

    @abstractmethod
    def rows(self, sql: str, values: Values = ()) -> Sequence[Row]:
        """All rows of the answer."""

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """First row of the answer, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    @abstractmethod
    def value(self, sql: str, values: Values = ()) -> Any:
        """First column of the first row, or None."""

    @abstractmethod
    def stream(self, sql: str) -> Iterator[Row]:
        """The rows of an answer too long for memory; inside a snapshot."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read inside is as it was at one moment; nobody has to wait."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside or none, Ctrl-C included; one inside another joins it. Writers wait for each other."""
        if self._depth:
            yield
            return
        self._begin()
        self.written = Written()
        self._depth += 1
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth -= 1

    @abstractmethod
    def _begin(self) -> None:
        """Begin a transaction that no other writer is in."""

    @abstractmethod
    def _roll_back(self) -> None:
        """Undo the transaction, unless the database has done so by itself."""

    @abstractmethod
    def close(self) -> None:
        """Give the connection back."""

    @abstractmethod
    def texts(self, mark: str) -> str:
        """SQL of the list, for ``IN``, of the texts in a JSON list that is bound at a mark."""

    @abstractmethod
    def numbers(self, mark: str) -> str:
        """SQL of a table, for ``FROM``, whose column ``value`` has the whole numbers of such a list."""

    @abstractmethod
    def listed(self, column: str) -> str:
        """SQL for all values of a column of numbers as one text, with commas between."""

    @abstractmethod
    def member(self, column: str, name: str) -> str:
        """SQL of one member of the JSON object in a column, NULL where it has none."""

    @abstractmethod
    def length(self, column: str) -> str:
        """SQL of the number of members of the JSON list in a column."""

    @abstractmethod
    def month_end(self, column: str) -> str:
        """SQL of the last day of the month in a column."""

    @abstractmethod
    def text(self, column: str) -> str:
        """SQL of the text in a column that may be packed."""

    @abstractmethod
    def indexed(self, table: str) -> str:
        """SQL of the list, for ``IN``, of the numbers whose words a table has."""

    @abstractmethod
    def put_words(self, table: str, number: int, sentence: str, title: str) -> None:
        """Index the words of a record, by its internal number."""

    @abstractmethod
    def matching(self, table: str) -> str:
        """SQL of the condition that a row of a table of words matches what `words_asked` made."""

    def in_sentence(self, asked: str) -> str:
        """What asks the same of the sentence alone, where the index can tell it from the headline; else as it is."""
        return asked

    @abstractmethod
    def words_asked(self, words: str) -> str:
        """What asks the index for every word and "quoted phrase", whatever signs a user typed; "" where none is."""

    def begun_asked(self, stems: Sequence[str], beside: Sequence[str]) -> str:
        """What asks the index for a word that begins as one of the stems does, and one that begins as one beside it or
        as another stem; "" where no word can be both."""
        begun = [[self.begun(word) for each in words for word in folded_words(each)[:1]] for words in (stems, beside)]
        found = []
        for at, stem in enumerate(begun[0]):
            others = [*begun[1], *begun[0][at + 1 :]]  # those before it asked for it as their other
            if others:
                found.append(f"({stem} {self.also} ({f' {self.either} '.join(dict.fromkeys(others))}))")
        return f" {self.either} ".join(found)

    @abstractmethod
    def begun(self, word: str) -> str:
        """What asks the index for words that begin so. word: folded."""

    @abstractmethod
    def faults(self) -> list[Fault]:
        """What the database itself finds wrong; empty where it is whole."""

    @abstractmethod
    def index_anew(self) -> None:
        """Make all indexes anew from the rows."""

    @abstractmethod
    def overwrite_deleted(self) -> None:
        """Leave nothing of deleted rows in the file; in PostgreSQL, free their room, as VACUUM does."""

    @abstractmethod
    def number_on(self) -> None:
        """Let the next rows have numbers after those that are there, which were copied with theirs."""


def asked_terms(words: str) -> list[tuple[list[str], bool]]:
    """The words and "quoted phrases" that a user asks for; True for one whose last word is only begun (``sign*``)."""
    found = []
    for quoted, bare in re.findall(r'"([^"]*)"|([^\s"]+)', words):
        inner = re.findall(r"\w+", quoted or bare)
        if inner:
            found.append((inner, bare.endswith("*")))
    return found


_WORD = re.compile(r"[^\W_]+")


def folded_words(text: str) -> list[str]:
    """Words of a text, without case and accents, as FTS5's unicode61 cuts them."""
    plain = unicodedata.normalize("NFD", text.lower())
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))


def steps_of(dialect: str) -> list[tuple[int, str]]:
    """Numbered migrations of a dialect, first to last: version after the step, and its SQL."""
    name = re.compile(rf"(\d{{4}})_\w+\.{dialect}\.sql")
    folder = resources.files("faleme.store") / "sql"
    found = [(int(match[1]), entry) for entry in folder.iterdir() if (match := name.fullmatch(entry.name))]
    return [(version, entry.read_text(encoding="utf-8")) for version, entry in sorted(found, key=lambda pair: pair[0])]
