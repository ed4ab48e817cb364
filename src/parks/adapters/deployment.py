"""What a deployment lacks, each in one plain line: `parks check`."""

from collections.abc import Awaitable, Callable

from parks.adapters import database, object_store, tokens
from parks.settings import settings

OLDEST = 150_000  # server_version_num of PostgreSQL 15

SETTINGS = {
    "fsync": ("on", "fsync is off: a power cut can destroy the database"),
    "synchronous_commit": ("on", "synchronous_commit is not on: what was acknowledged can be lost in a crash"),
    "full_page_writes": ("on", "full_page_writes is off: a power cut can tear pages"),
    "data_checksums": ("on", "data checksums are off: a failing disk goes unnoticed (initdb --data-checksums)"),
    "server_encoding": ("UTF8", "the database is not in UTF8"),
}


async def lacks() -> list[str]:
    """Everything that is not as it should be; empty where all is in order."""
    found = _keys() + _address()
    try:
        await database.open_pool(2)
    except OSError as error:
        return [*found, f"PostgreSQL does not answer at PARKS_DATABASE_URL ({type(error).__name__})"]
    try:
        for look in LOOKS:
            found += await look()
    finally:
        await database.close_pool()
    return found


def _keys() -> list[str]:
    try:
        tokens.check_keys()
    except RuntimeError as error:
        return [str(error)]
    return []


def _address() -> list[str]:
    found = []
    if settings().demo:
        found.append("PARKS_DEMO is on: anyone may become anyone")
    if not settings().https:
        found.append("PARKS_BASE_URL is not https: sessions travel in the open")
    if not settings().s3_secret_key:
        found.append("PARKS_S3_SECRET_KEY is empty")
    return found


async def _version() -> list[str]:
    number = await database.value("SELECT current_setting('server_version_num')::int")
    return [f"PostgreSQL is older than 15 ({number})"] if number < OLDEST else []


async def _durability() -> list[str]:
    rows = await database.rows("SELECT name, setting FROM pg_settings WHERE name = ANY($1)", list(SETTINGS))
    kept = {one["name"]: one["setting"] for one in rows}
    # remote_apply and the like are stricter than on; local is not lost on this machine.
    if kept.get("synchronous_commit") in {"remote_apply", "remote_write", "local"}:
        kept["synchronous_commit"] = "on"
    return [said for name, (wanted, said) in SETTINGS.items() if kept.get(name) != wanted]


async def _schema() -> list[str]:
    pending = await database.pending_migrations()
    return [f"{len(pending)} migrations are to be run: parks migrate"] if pending else []


async def _chinese() -> list[str]:
    if not await database.value("SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')"):
        return []  # said by the migrations
    found = await database.value("SELECT cardinality(show_trgm('苏州'))")
    return [] if found else ["Chinese text cannot be searched: the database was made with LC_CTYPE C, not C.UTF-8"]


async def _clock() -> list[str]:
    if settings().demo or not await database.value("SELECT to_regclass('clock_shift') IS NOT NULL"):
        return []
    shifted = await database.value("SELECT EXISTS (SELECT FROM clock_shift)")
    return ["the database's clock is shifted (table clock_shift)"] if shifted else []


async def _store() -> list[str]:
    return [] if await object_store.answers() else ["the object store does not answer, or its buckets are not made yet"]


LOOKS: tuple[Callable[[], Awaitable[list[str]]], ...] = (_version, _durability, _schema, _chinese, _clock, _store)
