# ruff: noqa: S608 (names of tables and columns are our own; values are always bound)
"""The database of a team's store: reaching PostgreSQL, refusing, migrating, and running SQL with errors in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import Any, cast

try:
    import psycopg
    from psycopg import conninfo, errors
    from psycopg.rows import dict_row
except ImportError as error:
    from faleme.errors import StoreError

    raise StoreError(
        "a store in PostgreSQL needs psycopg, which is not installed: pip install 'faleme[postgres]'."
    ) from error

from faleme.errors import StoreError
from faleme.store.database import WAIT_S, Database, Fault, Row, Values, asked_terms, folded_words, steps_of
from faleme.store.sql_desk_fill import fill_older

_OURS = "a store of faleme"  # comment on schema_version: tells our databases from other people's
_WRITER = 0x46414C45  # "FALE": the advisory lock that the one writer holds
_LOCKS = {"run": _WRITER + 1, "messenger": _WRITER + 2}  # those that the one run and the one messenger hold
_CONNECT_S = 10
_ITER = 200  # rows of a stream that come at once; one may hold a page
_MARK = re.compile(r"\?(\d+)?|(?<![:\w]):([a-z_]+)|%")
_LAST_PLACE = 16_383  # of a word in a tsvector
_APART = 10  # places between sentence and title, so that no phrase reaches from one into the other


class PostgresServer(Database):
    """`Database` in PostgreSQL, with tsvector for words.

    Values are bound by psycopg on this side (ClientCursor), since PostgreSQL cannot guess the type of a mark that
    stands alone, as in ``? IS NULL``.
    """

    either, also = "|", "&"
    _streams = 0  # so far, each with a name of its own

    def __init__(self, address: str) -> None:
        super().__init__()
        self.place = _without_password(address)
        with self._in_words():
            self._connection = psycopg.connect(
                address,
                autocommit=True,
                row_factory=dict_row,
                connect_timeout=_CONNECT_S,
                application_name="faleme",
                client_encoding="UTF8",
            )
        self.run(f"SET lock_timeout = '{WAIT_S:.0f}s'")

    def run(self, sql: str, values: Values = ()) -> None:
        with self._in_words():
            self._execute(sql, values)

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            # Bound by the server: in a pipeline, without waiting for each.
            with self._in_words(), self._connection.cursor() as cursor:
                cursor.executemany(_translated(sql), rows)

    def rows(self, sql: str, values: Values = ()) -> list[dict[str, Any]]:
        self.give_way()
        with self._in_words():
            return self._execute(sql, values).fetchall()

    def value(self, sql: str, values: Values = ()) -> Any:
        found = self.row(sql, values)
        return None if found is None else next(iter(cast(dict[str, Any], found).values()))

    def script(self, sql: str) -> None:
        """Run several statements, which bind nothing."""
        with self._in_words():
            self._connection.execute(sql)

    def _execute(self, sql: str, values: Values) -> psycopg.ClientCursor[dict[str, Any]]:
        cursor = psycopg.ClientCursor(self._connection, row_factory=dict_row)
        bound = {f"p{i}": value for i, value in enumerate(values, 1)} if "?1" in sql else values
        return cursor.execute(_translated(sql), bound)

    def stream(self, sql: str) -> Iterator[Row]:
        self._streams += 1
        with self._in_words(), self._connection.cursor(f"stream{self._streams}") as cursor:
            cursor.itersize = _ITER
            cursor.execute(sql)
            yield from cursor

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            self._roll_back()

    def _begin(self) -> None:
        self.run("BEGIN")
        try:
            self.run("SELECT pg_advisory_xact_lock(?)", (_WRITER,))
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        # A connection that is gone took its transaction along.
        if not self._connection.broken:
            self._connection.rollback()

    def close(self) -> None:
        with self._in_words():
            self._connection.close()

    def texts(self, mark: str) -> str:
        return f"(SELECT json_array_elements_text(CAST({mark} AS json)))"

    def numbers(self, mark: str) -> str:
        return f"(SELECT CAST(json_array_elements_text(CAST({mark} AS json)) AS bigint) AS value)"

    def listed(self, column: str) -> str:
        return f"string_agg(CAST({column} AS text), ',')"

    def member(self, column: str, name: str) -> str:
        return f"CAST({column} AS json) ->> '{name}'"

    def length(self, column: str) -> str:
        return f"json_array_length(CAST({column} AS json))"

    def month_end(self, column: str) -> str:
        return f"to_char(CAST({column} || '-01' AS date) + INTERVAL '1 month - 1 day', 'YYYY-MM-DD')"

    def put_words(self, table: str, number: int, sentence: str, title: str) -> None:
        self.run(
            f"INSERT INTO {table} (rowid, words) VALUES (?, CAST(? AS tsvector))", (number, _vector(sentence, title))
        )

    def matching(self, table: str) -> str:
        return f"{table}.words @@ CAST(? AS tsquery)"

    def text(self, column: str) -> str:
        return column

    def indexed(self, table: str) -> str:
        return f"(SELECT rowid FROM {table})"

    def words_asked(self, words: str) -> str:
        terms = []
        for inner, begun in asked_terms(words):
            phrase = [f"'{word}'" for word in chain.from_iterable(map(folded_words, inner))]
            if phrase:
                terms.append("(" + " <-> ".join(phrase) + ":*" * begun + ")")
        return " & ".join(terms)

    def begun(self, word: str) -> str:
        return f"'{word}':*"

    def faults(self) -> list[Fault]:
        # References are the server's to watch. Its extension amcheck, where it is there, compares indexes with rows.
        if not self.row("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'"):
            return []
        wrong = []
        for row in self.rows(
            "SELECT c.oid, c.relname FROM pg_class c JOIN pg_am a ON a.oid = c.relam "
            "WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relnamespace = CAST(current_schema() AS regnamespace)"
        ):
            try:
                self.run("SELECT bt_index_check(CAST(? AS regclass), TRUE)", (row["oid"],))
            except StoreError as error:
                wrong.append(Fault(f"the index {row['relname']} is damaged ({error})", mendable=True))
        return wrong

    def index_anew(self) -> None:
        for row in self.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"):
            self.run(f'REINDEX TABLE "{row["tablename"]}"')

    def overwrite_deleted(self) -> None:
        self.run("VACUUM")

    def number_on(self) -> None:
        for row in self.rows(
            "SELECT table_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND column_name = 'n' AND is_identity = 'YES'"
        ):
            table = row["table_name"]
            self.run(f"SELECT setval(pg_get_serial_sequence('{table}', 'n'), max(n)) FROM {table} HAVING max(n) > 0")

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise StoreError(f"{self.place}: {_advice(error)}") from error


def open_server(address: str, *, create: bool) -> PostgresServer:
    """The database at a PostgreSQL address at our schema version; our tables are made where ``create`` allows.

    The database itself has to be there. An older schema is brought up to date in one transaction. A newer one, and
    a database with tables of others, are refused untouched.
    """
    database = PostgresServer(address)
    try:
        _prepare(database, create=create)
    except BaseException:
        database.close()
        raise
    return database


@contextmanager
def lock_of(address: str, work: str) -> Iterator[bool]:
    """Hold the lock of a work that one process at a time does on the store at an address; False where another does."""
    database = PostgresServer(address)
    try:
        yield bool(database.value("SELECT pg_try_advisory_lock(?)", (_LOCKS[work],)))
    finally:
        database.close()


def steps() -> list[tuple[int, str]]:
    """Numbered migrations of the database, first to last: version after the step, and its SQL."""
    return steps_of("postgres")


def _prepare(database: PostgresServer, *, create: bool) -> None:
    latest = steps()[-1][0]
    version = _version(database)
    if version == 0 and not create:
        raise StoreError(f"there is no store in {database.place}. `faleme read PAGES --store ADDRESS` makes one.")
    if version < latest:
        with database.transaction():  # of two processes the second waits, then finds it made
            version = _version(database)
            database.migrated = 0 < version < latest
            for number, script in steps():
                if number > version:
                    database.script(script)
            if version:
                fill_older(database, version)
            if version == 0:
                database.script(f"COMMENT ON TABLE schema_version IS '{_OURS}'")
            if version < latest:
                database.run("DELETE FROM schema_version")
                database.run("INSERT INTO schema_version VALUES (?)", (latest,))
    if version > latest:
        raise StoreError(
            f"{database.place} was written by a newer faleme (schema {version}; this one knows up to {latest}). "
            "Upgrade with `pip install -U faleme`, or name another database with --store."
        )


def _version(database: PostgresServer) -> int:
    """Schema version of a database, 0 for an empty one; refuses what is not ours."""
    comment = database.value("SELECT obj_description(to_regclass('schema_version'), 'pg_class')")
    if comment == _OURS:
        version = database.value("SELECT version FROM schema_version")
        if not isinstance(version, int):
            raise StoreError(f"{database.place} does not say its schema version: it is damaged. Restore a backup.")
        return version
    if database.value("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"):
        raise StoreError(f"{database.place} holds tables of another program. Name another database with --store.")
    return 0


@lru_cache(maxsize=1024)
def _translated(sql: str) -> str:
    """A statement with psycopg's marks."""

    def mark(found: re.Match[str]) -> str:
        if found[0] == "%":
            return "%%"
        if found[2]:
            return f"%({found[2]})s"
        return f"%(p{found[1]})s" if found[1] else "%s"

    return _MARK.sub(mark, sql)


def _vector(sentence: str, title: str) -> str:
    """Text of a tsvector: the words of both with their places."""
    places = [f"'{word}':{min(place, _LAST_PLACE)}" for place, word in enumerate(folded_words(sentence), 1)]
    begin = len(places) + _APART
    places += [f"'{word}':{min(place, _LAST_PLACE)}" for place, word in enumerate(folded_words(title), begin)]
    return " ".join(places)


def _without_password(address: str) -> str:
    try:
        parts = conninfo.conninfo_to_dict(address)
    except psycopg.Error as error:
        raise StoreError(
            f"the address of the store is none of PostgreSQL ({' '.join(str(error).split())}). "
            "It looks like postgresql://user@host/database."
        ) from error
    host, port = parts.get("host", ""), f":{parts['port']}" if "port" in parts else ""
    return f"postgresql://{host}{port}/{parts.get('dbname', '')}"


def _advice(error: psycopg.Error) -> str:
    text = " ".join(str(error).split())
    match error:
        case errors.LockNotAvailable():
            return f"another process has been writing for {WAIT_S:.0f} s ({text}). Wait for it, then run this again."
        case errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction():
            return f"cannot be written ({text}). Ask its owner for the rights, or name another with --store."
        case errors.DiskFull():
            return f"no room left on the server's disk ({text}). What was committed is safe; make room, run this again."
        case errors.DataCorrupted() | errors.IndexCorrupted():
            return f"the store is damaged ({text}). Restore a backup."
        # A connection that is refused has no code, only words.
        case psycopg.OperationalError() if "database" in text and "does not exist" in text:
            return f"there is no such database ({text}). Make one: createdb NAME."
        case psycopg.OperationalError() if any(
            word in text for word in ("authentication", "password", "role ", "pg_hba")
        ):
            return f"the server does not let this user in ({text}). Check user, password and pg_hba.conf."
        case psycopg.OperationalError():
            return f"the server cannot be reached, or went away ({text}). What was committed is safe; is it running?"
        case psycopg.DataError():
            return f"PostgreSQL cannot keep such text ({text})."
        case _:
            return f"PostgreSQL refused: {text}."
