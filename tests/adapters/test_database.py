"""Transactions: nested they are savepoints, a failing COMMIT leaks nothing, and an undone one leaves nothing."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from parks.adapters import database
from parks.adapters.database import tx
from parks.kernel.errors import Invalid, Unavailable


@pytest.fixture
async def drafts(db: None) -> None:
    await database.execute("CREATE TABLE IF NOT EXISTS draft (id uuid PRIMARY KEY, twin uuid)")
    await database.execute("DELETE FROM draft")


async def _count() -> int:
    return int(await database.value("SELECT count(*) FROM draft"))


async def test_an_inner_failure_undoes_the_inner_part_alone(drafts: None) -> None:
    async with tx():
        await database.execute("INSERT INTO draft (id) VALUES ($1)", uuid4())
        with pytest.raises(asyncpg.UniqueViolationError):
            async with tx():
                same = uuid4()
                await database.execute("INSERT INTO draft (id) VALUES ($1)", same)
                await database.execute("INSERT INTO draft (id) VALUES ($1)", same)
        await database.execute("INSERT INTO draft (id) VALUES ($1)", uuid4())
    assert await _count() == 2


async def test_a_commit_that_fails_gives_its_connection_back(drafts: None) -> None:
    await database.execute(
        "ALTER TABLE draft ADD CONSTRAINT twin_exists FOREIGN KEY (twin) REFERENCES draft (id) INITIALLY DEFERRED"
    )
    assert database.DB.pool is not None
    try:
        for _time in range(database.DB.pool.get_max_size() + 2):
            with pytest.raises(asyncpg.ForeignKeyViolationError):
                async with tx():
                    await database.execute("INSERT INTO draft (id, twin) VALUES ($1, $2)", uuid4(), uuid4())
            assert database.DB.current_transaction.get() is None
        assert await _count() == 0
    finally:
        await database.execute("ALTER TABLE draft DROP CONSTRAINT twin_exists")


async def test_parallel_transactions_do_not_see_each_other(drafts: None) -> None:
    async def add() -> None:
        async with tx():
            await database.execute("INSERT INTO draft (id) VALUES ($1)", uuid4())
            await asyncio.sleep(0)

    await asyncio.gather(*(add() for _each in range(30)))
    assert await _count() == 30


async def test_migrating_again_finds_nothing_to_do(db: None) -> None:
    assert await database.pending_migrations() == []


async def test_the_migrations_that_the_files_names_tell_are_those_that_piccolo_knows(db: None) -> None:
    from piccolo.apps.migrations.commands.base import BaseMigrationManager

    manager = BaseMigrationManager()
    known = {
        f"{config.app_name}/{migration}"
        for config in (manager.get_app_config(app_name=name) for name in manager.get_sorted_app_names())
        for migration in manager.get_migration_modules(config.resolved_migrations_folder_path)
    }
    assert set(database._known_migrations()) == known
    assert known


async def test_a_two_character_word_is_found_by_its_pair(db: None) -> None:
    assert set(await database.value("SELECT bigrams('苏州创业园')")) == {"苏州", "州创", "创业", "业园"}


async def test_a_connection_that_is_lost_in_the_middle_is_a_503_and_the_next_one_works(db: None) -> None:
    with pytest.raises(Unavailable, match="in the middle"):
        async with database.tx() as connection:
            await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(Unavailable, match="in the middle"):
        async with database.tx(), database.tx() as connection:
            connection.terminate()
            await connection.execute("SELECT 1")
    assert await database.value("SELECT 1") == 1


async def test_what_is_wrong_with_a_value_is_not_mistaken_for_a_lost_connection(db: None) -> None:
    with pytest.raises(asyncpg.DataError):
        await database.value("SELECT $1::int", "not a number")


@pytest.mark.parametrize("kind", ["text", "jsonb"])
async def test_a_nul_that_went_past_every_form_is_refused_and_no_crash(db: None, kind: str) -> None:
    with pytest.raises(Invalid, match="cannot be stored"):
        async with database.tx(), database.tx():
            await database.value(f"SELECT $1::{kind}", "a\x00b" if kind == "text" else {"a": "a\x00b"})
    assert await database.value("SELECT 1") == 1
