"""Real parts for every test: one PostgreSQL and one S3 server a run, one database a worker, emptied by copying.

The first worker to come starts the servers and migrates a template database under a file lock; each worker
copies it. `PARKS_TEST_FOLDER` keeps the servers of a former run for quick turns while writing.
"""

import asyncio
import fcntl
import json
import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import hypothesis
import pytest

SECRET = "a key for tests alone, long enough to sign with"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each worker begins with its share of the long ones, the longest first: what is short fills the others' time at
    the end, and no story runs alone. Workers are given equal pieces of the list, one after the other. Whatever looks at
    the demo's world comes first with one of them, which builds it once: work is stolen from the end.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    together = [one for one in items if "built" in getattr(one, "fixturenames", ())]
    taken = {id(one) for one in together}
    long = [
        one
        for one in items
        if id(one) not in taken and (one.get_closest_marker("timeout") or one.get_closest_marker("slow"))
    ]
    long.sort(key=lambda item: (item.get_closest_marker("timeout") is None, item.get_closest_marker("slow") is None))
    taken |= {id(one) for one in long}
    short = [one for one in items if id(one) not in taken]
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        share = (together if worker == workers - 1 else []) + long[worker::workers]
        size = max((len(items) - len(ordered)) // (workers - worker) - len(share), 0)
        ordered += share + short[:size]
        short = short[size:]
    items[:] = ordered


def _shared_folder() -> Path:
    """One folder for all workers of one run, where an unprivileged PostgreSQL can reach it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"single-{os.getpid()}"
    return Path(tempfile.gettempdir()) / f"parks-tests-{run}"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start(folder: Path) -> dict[str, Any]:
    """Start what is not running yet; answers where everything is."""
    from parks.adapters import embedded

    told = folder / "parts.json"
    if told.exists():
        found: dict[str, Any] = json.loads(told.read_text())
        return found
    server = embedded.postgres(folder / "postgres")
    server.start(durable=False)
    objects = embedded.store(folder / "store")
    store_pid = objects.start()
    parts = {
        "admin_url": server.url("postgres"),
        "template_url": server.url("template_parks"),
        "s3_endpoint": objects.endpoint,
        "s3_secret": objects.secret,
        "store_pid": store_pid,
        "postgres_folder": str(folder / "postgres"),
        "postgres_port": server.port,
    }
    try:
        _make_template(parts)
    except BaseException:  # a server left running would hold the terminal
        server.stop()
        os.kill(store_pid, signal.SIGTERM)
        raise
    told.write_text(json.dumps(parts))
    return parts


def _make_template(parts: dict[str, Any]) -> None:
    import subprocess
    import sys

    asyncio.run(_admin(parts, "CREATE DATABASE template_parks"))
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import asyncio; from parks.app import prepare_database; asyncio.run(prepare_database())",
        ],
        check=True,
        env={**os.environ, "PARKS_DATABASE_URL": parts["template_url"], "PICCOLO_CONF": "parks.piccolo_conf"},
    )


async def _admin(parts: dict[str, Any], sql: str) -> None:
    connection = await asyncpg.connect(parts["admin_url"])
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def pytest_configure(config: pytest.Config) -> None:
    """Before anything of Parks is imported: settings are read once."""
    os.environ["PICCOLO_CONF"] = "parks.piccolo_conf"
    hypothesis.settings.register_profile("parks", deadline=None)  # a busy machine is no counter-example
    hypothesis.settings.load_profile("parks")
    folder = _shared_folder()
    if not hasattr(config, "workerinput"):  # the run's own process: it clears up at the end
        os.environ.setdefault("PYTEST_XDIST_TESTRUNUID", f"run-{os.getpid()}-{secrets.token_hex(3)}")
        folder = _shared_folder()
        config.stash[FOLDER] = folder
        if config.getoption("numprocesses", None):  # xdist would give its workers a name of its own making
            config.option.testrunuid = os.environ["PYTEST_XDIST_TESTRUNUID"]
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        with _alone(folder):
            parts = _start(folder)
        database = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        asyncio.run(_admin(parts, f"DROP DATABASE IF EXISTS {database} WITH (FORCE)"))
        with _alone(folder):
            asyncio.run(_admin(parts, f"CREATE DATABASE {database} TEMPLATE template_parks"))
        os.environ |= {
            "PARKS_DATABASE_URL": parts["admin_url"].replace("/postgres", f"/{database}"),
            "PARKS_S3_ENDPOINT": parts["s3_endpoint"],
            "PARKS_S3_SECRET_KEY": parts["s3_secret"],
            "PARKS_S3_BUCKET_PREFIX": f"{database.replace('_', '-')}-",
            "PARKS_SECRET_KEY": SECRET,
            "PARKS_BASE_URL": "https://parks.test",
            "PARKS_DEMO": "1",
            "PARKS_TEMPLATE_CACHE": str(folder / "pages"),  # each worker and server would compile every page anew
        }


FOLDER = pytest.StashKey[Path]()


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = config.stash.get(FOLDER, None)
    if folder is None or not (folder / "parts.json").exists():
        return
    from parks.adapters import embedded

    parts = json.loads((folder / "parts.json").read_text())
    embedded.postgres(Path(parts["postgres_folder"]), parts["postgres_port"]).stop()
    os.kill(parts["store_pid"], signal.SIGTERM)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def house() -> AsyncIterator[Any]:
    """The app, started as it is in production, over this worker's own database and buckets."""
    from parks.app import create_app, lifespan

    app = create_app()
    async with lifespan(app):  # not app.lifespan(): its task group may not change tasks, and fixtures do
        yield app


@pytest.fixture
async def db(house: Any) -> AsyncIterator[None]:
    """An empty database for one test: every table that the test filled is emptied after it."""
    yield
    await _empty()


@pytest.fixture(scope="module")
async def world(house: Any) -> AsyncIterator[None]:
    """The same for a module whose tests look at one world and leave it as it was."""
    yield
    await _empty()


async def _empty() -> None:
    from parks.adapters import database

    names = await database.rows(
        "SELECT quote_ident(relname) AS name FROM pg_stat_user_tables WHERE relname <> ALL($1)"
        " AND NOT starts_with(relname, 'reference_')",  # what the state publishes is loaded once and stays
        list(KEPT),
    )
    async with database.connection() as connection:
        await connection.execute("SET session_replication_role = replica")  # lets the append-only trail be emptied
        await connection.execute("; ".join(f"DELETE FROM {one['name']}" for one in names))
        await connection.execute("SET session_replication_role = DEFAULT")


KEPT = ("migration",)


@pytest.fixture
async def client(house: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a screen: cookies kept, redirects not followed."""
    from parks.asgi import wrap

    app: Any = wrap(house)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://parks.test") as made:
        yield made
