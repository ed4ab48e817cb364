"""PostgreSQL: one engine, one kind of transaction, one pool, migrations one at a time.

`tx()` replaces Piccolo's own transaction: nested it is a real savepoint, and a COMMIT that fails gives the
connection back (both measured; docs/adr/0003).
"""

import contextlib
import io
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import asyncpg
from asyncpg.exceptions import InternalClientError
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from parks import paths
from parks.kernel.errors import Invalid, Unavailable
from parks.kernel.words import _
from parks.settings import settings

MIGRATION_LOCK = 7_046_531  # any fixed number: two migrators must not meet

statements: ContextVar[list[str] | None] = ContextVar("statements", default=None)
"""Where a test or the bench counts the SQL of one request; None outside of them."""


patience: ContextVar[float] = ContextVar("patience", default=5)
"""Seconds to wait for a connection before saying 503. What people send is waited for longer than what they look at:
in the last minute before a deadline a full pool must cost nobody their application."""

SENDING = 60.0

UNSTORABLE = (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError)
"""What PostgreSQL says to a NUL in text, and to one in JSON."""


async def _prepare(connection: Any) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, encoder=_encode, decoder=json.loads, schema="pg_catalog")


def _encode(value: Any) -> str:
    # Piccolo hands JSON over as text already; plain values come from our own SQL.
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _note(query: Any) -> None:
    seen = statements.get()
    if seen is not None:
        seen.append(query.query)


async def _keep_session(connection: Any) -> None:
    """No reset round trip when a connection comes back: nothing of ours sets session state (architecture §8)."""


class _Engine(PostgresEngine):
    async def check_version(self) -> None:
        """Not at import: that would open a connection before anyone asked. `/readyz` and `migrate()` tell."""


DB = _Engine(config={"dsn": settings().database_url}, log_queries=False)


async def open_pool(size: int | None = None) -> None:
    if DB.pool is not None:
        return
    DB.pool = await asyncpg.create_pool(
        dsn=settings().database_url,
        min_size=2,
        max_size=size or settings().database_pool_size,
        init=_prepare,
        setup=_listen,
        reset=_keep_session,
        timeout=5,
        command_timeout=30,
    )


async def _listen(connection: Any) -> None:
    if statements.get() is not None:
        connection.add_query_logger(_note)


async def close_pool() -> None:
    if DB.pool is not None:
        await DB.pool.close()
        DB.pool = None


@asynccontextmanager
async def tx(*, isolation: Any = None) -> AsyncIterator[Any]:
    """A transaction, or a savepoint within the one that is open. Yields the asyncpg connection."""
    current = DB.current_transaction.get()
    if current is not None:
        async with current.connection.transaction():
            yield current.connection
        return
    async with connection() as conn, conn.transaction(isolation=isolation):
        transaction = PostgresTransaction(DB)
        transaction.connection = conn
        token = DB.current_transaction.set(transaction)
        try:
            yield conn
        finally:
            DB.current_transaction.reset(token)


@asynccontextmanager
async def connection() -> AsyncIterator[Any]:
    """The open transaction's connection, or one of the pool. Unavailable (503) where the database is away."""
    current = DB.current_transaction.get()
    if current is not None:
        yield current.connection
        return
    if DB.pool is None:
        raise RuntimeError("open_pool() comes first")
    try:
        conn = await DB.pool.acquire(timeout=patience.get())
    except (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as error:
        raise Unavailable(
            _("The database does not answer just now. Nothing was changed; please try again in a minute.")
        ) from error
    try:
        yield conn
    except UNSTORABLE as error:  # forms and shapes refuse it beside the field; this is for what goes past them
        raise Invalid(_("This text holds a character that cannot be stored.")) from error
    except Exception as error:
        if not _is_lost(conn, error):
            raise
        if not _is_gone(conn):
            conn.terminate()  # whatever state it is in, the pool makes another one
        raise Unavailable(
            _("The database stopped answering in the middle of this. Look whether it was done before you try again.")
        ) from error
    finally:
        if statements.get() is not None and not _is_gone(conn):
            conn.remove_query_logger(_note)
        await DB.pool.release(conn)


def _is_lost(conn: Any, error: Exception) -> bool:
    """Whether the connection is gone: whether a COMMIT that was on its way counted, nobody here can tell.

    InternalClientError is what asyncpg says on a connection that broke between two messages (tests/reliability).
    """
    if isinstance(error, asyncpg.PostgresConnectionError | asyncpg.OperatorInterventionError | InternalClientError):
        return not isinstance(error, asyncpg.QueryCanceledError)
    return isinstance(error, asyncpg.InterfaceError | OSError) and _is_gone(conn)


def _is_gone(conn: Any) -> bool:
    try:
        closed: bool = conn.is_closed()
    except asyncpg.InterfaceError:  # the pool has taken it back already, because it closed
        return True
    return closed


async def rows(sql: str, *values: Any) -> list[Any]:
    """Rows of one SQL statement with `$1`-style values, within the open transaction if there is one."""
    async with connection() as conn:
        found: list[Any] = await conn.fetch(sql, *values)
        return found


async def row(sql: str, *values: Any) -> Any | None:
    async with connection() as conn:
        return await conn.fetchrow(sql, *values)


async def value(sql: str, *values: Any) -> Any:
    async with connection() as conn:
        return await conn.fetchval(sql, *values)


async def execute(sql: str, *values: Any) -> str:
    """One statement; the answer is PostgreSQL's own tag, e.g. `UPDATE 1`."""
    async with connection() as conn:
        done: str = await conn.execute(sql, *values)
        return done


async def execute_apart(sql: str, *values: Any) -> str:
    """One statement on another connection, whatever becomes of the open transaction: how far a long one has come.

    It must touch no row that the open transaction has written: the two would wait for each other.
    """
    token = DB.current_transaction.set(None)
    try:
        return await execute(sql, *values)
    finally:
        DB.current_transaction.reset(token)


async def execute_many(sql: str, values: Sequence[Sequence[Any]]) -> None:
    async with connection() as conn:
        await conn.executemany(sql, values)


async def migrate() -> list[str]:
    """Bring the schema up to date, one migrator at a time; answers what was run as `app/id`.

    Four migrators at once fail on PostgreSQL's catalogue (docs/adr/0003), hence the advisory lock.
    """
    from piccolo.apps.migrations.commands.forwards import run_forwards  # with a formatter behind it: not at every start

    guard = await asyncpg.connect(dsn=settings().database_url, timeout=10)
    await open_pool()
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        before = await pending_migrations()
        with contextlib.redirect_stdout(io.StringIO()) as told:
            result = await run_forwards(app_name="all")
        if not result.success:
            raise RuntimeError(f"migrating failed: {result.message}\n{told.getvalue()}")
        return before
    finally:
        await guard.close()


async def pending_migrations() -> list[str]:
    """Migrations that the code has and the database has not run, as `app/id`."""
    done: set[str] = set()
    if await value("SELECT to_regclass('migration') IS NOT NULL"):
        done = {f"{one['app_name']}/{one['name']}" for one in await rows("SELECT app_name, name FROM migration")}
    return [name for name in _known_migrations() if name not in done]


@cache
def _known_migrations() -> tuple[str, ...]:
    """By the files' names, which piccolo makes of the ids: `reviews_2026_11_22t16_29_06_274557.py` holds
    `2026-11-22T16:29:06:274557`. To import them all takes a second of every start (tests/adapters hold the two equal).
    """
    return tuple(
        f"{folder.name}/{_id_of(file.stem.removeprefix(folder.name + '_'))}"
        for folder in sorted(paths.MIGRATIONS.iterdir())
        for file in sorted(folder.glob(f"{folder.name}_*.py"))
    )


def _id_of(stem: str) -> str:
    day, _t, moment = stem.partition("t")
    return f"{day.replace('_', '-')}T{moment.replace('_', ':')}"


async def execute_script(sql: str) -> None:
    """Several statements at once, for migrations: no arguments, no results."""
    async with connection() as conn:
        await conn.execute(sql)
