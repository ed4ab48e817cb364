"""Work for after the commit: put into the queue in the transaction that wants it done, taken out by the worker.

A job may run twice (a killed worker's jobs are taken up again), so every job is idempotent. It gets ids alone,
finds what they name, and does nothing where it is done already. A job that fails is tried again, later and later;
after the last try it stays in the queue as failed, where `/readyz` and the log tell of it.
"""

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import asyncpg
import structlog
from asyncpg.exceptions import InternalClientError
from pgqueuer import PgQueuer
from pgqueuer.db import AsyncpgDriver
from pgqueuer.errors import FailingListenerError
from pgqueuer.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.models import Job, Schedule
from pgqueuer.queries import Queries
from pgqueuer.types import QueueExecutionMode

from parks.adapters import database
from parks.settings import settings

Work = Callable[[Mapping[str, Any]], Awaitable[None]]
"""What a job does with its payload: JSON values, best just an id."""

Regular = tuple[str, Callable[[], Awaitable[object]]]
"""When (a crontab line, in UTC) and what."""

log = structlog.get_logger()

TRIES = 12  # with the pauses below: about an hour and a half until the last
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=2), timedelta(minutes=20)
AT_ONCE = 20  # of one worker; half of it is fetched at a time
SILENCE = timedelta(seconds=30)  # a job whose worker has been silent for so long is taken up by another
LOOK = timedelta(seconds=10)  # how often the queue is looked at where no notice came
RECONNECT = 2.0  # seconds
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, InternalClientError, FailingListenerError)


async def enqueue(
    name: str, payload: Mapping[str, Any], *, after: timedelta | None = None, once: str | None = None
) -> None:
    """Ask for a job by its name in `app.JOBS`, in the open transaction: undone with it.

    `once` is a key: while a job of that key waits or runs, a second is not taken. `after` is real time, for the
    queue does not know the demo's clock.
    """
    async with database.connection() as connection:
        await Queries(AsyncpgDriver(connection)).enqueue(
            name, json.dumps(payload, ensure_ascii=False).encode(), 0, after, once, on_conflict="skip"
        )


async def work(jobs: Mapping[str, Work], regular: Mapping[str, Regular] | None = None) -> None:
    """Do jobs until SIGTERM or SIGINT. Finishes the ones in hand; waits out a lost database.

    `regular` is done at its times by one of the workers; the queue's tables keep when it was done last.
    """
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, ended.set)
    log.info("worker ready", jobs=sorted(jobs), regular=sorted(regular or {}))
    while not ended.is_set():
        try:
            await _work_while_connected(jobs, regular or {}, ended)
        except LOST as error:
            log.warning("worker lost the database", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), RECONNECT)
    log.info("worker ended")


async def drain(jobs: Mapping[str, Work]) -> None:
    """Do all jobs that wait and come back, for commands and tests. What fails is raised at once, not tried again."""
    failures: list[Exception] = []

    def noting(name: str, do: Work) -> Callable[[Job], Awaitable[None]]:
        async def run(job: Job) -> None:
            try:
                await _told(name, do)(job)
            except Exception as error:
                failures.append(error)
                raise

        return run

    async with _connected() as queue:
        for name, do in jobs.items():
            queue.entrypoint(name)(noting(name, do))
        await queue.qm.run(mode=QueueExecutionMode.drain, dequeue_timeout=timedelta(seconds=0.2))
    if failures:
        raise ExceptionGroup("jobs failed", failures)


async def waiting() -> int:
    """How many jobs wait or run: whether the queue's tables are there and can be read (for /readyz)."""
    found: int = await database.value("SELECT count(*) FROM pgqueuer")
    return found


async def _work_while_connected(jobs: Mapping[str, Work], regular: Mapping[str, Regular], ended: asyncio.Event) -> None:
    async with _connected() as queue:
        for name, do in jobs.items():
            queue.entrypoint(name, on_failure="hold", executor_factory=_patient)(_told(name, do))
        for name, (times, look_after) in regular.items():
            queue.schedule(name, times, clean_old=True)(_kept_up(name, look_after))
        queue.shutdown = queue.qm.shutdown = queue.sm.shutdown = inner = asyncio.Event()
        forwarded = asyncio.create_task(_forward(ended, inner))
        try:
            await queue.run(
                dequeue_timeout=LOOK,
                batch_size=AT_ONCE // 2,
                max_concurrent_tasks=AT_ONCE,
                shutdown_on_listener_failure=True,
                heartbeat_timeout=SILENCE,
            )
        finally:
            forwarded.cancel()


@contextlib.asynccontextmanager
async def _connected() -> AsyncIterator[PgQueuer]:
    """A connection of the queue's own, outside the pool: it LISTENs, and the pool resets nothing."""
    connection = await asyncpg.connect(dsn=settings().database_url, timeout=10)
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _connection: lost.set())
    try:
        yield PgQueuer(AsyncpgDriver(connection))
        if lost.is_set():
            raise ConnectionResetError
    finally:
        with contextlib.suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await connection.close(timeout=5)


async def _forward(source: asyncio.Event, target: asyncio.Event) -> None:
    await source.wait()
    target.set()


def _patient(parameters: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(
        parameters, max_attempts=TRIES - 1, initial_delay=FIRST_PAUSE, max_delay=LONGEST_PAUSE
    )


def _kept_up(name: str, look_after: Callable[[], Awaitable[object]]) -> Callable[[Schedule], Awaitable[None]]:
    """A regular duty as the queue calls it: one that fails is told to the log and comes round again."""

    async def run(_schedule: Schedule) -> None:
        try:
            done = await look_after()
        except Exception:
            log.warning("regular duty failed", duty=name, exc_info=True)
        else:
            log.info("regular duty done", duty=name, done=done)

    return run


def _told(name: str, do: Work) -> Callable[[Job], Awaitable[None]]:
    """The job as the queue calls it: payload decoded, its end told to the log (ids alone, no contents)."""

    async def run(job: Job) -> None:
        payload = json.loads(job.payload or b"{}")
        try:
            await do(payload)
        except Exception:
            log.warning("job failed", job=name, id=job.id, tries=job.attempts + 1, exc_info=True)
            raise
        log.info("job done", job=name, id=job.id, tries=job.attempts + 1)

    return run
