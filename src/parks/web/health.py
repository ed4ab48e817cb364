"""For those who run Parks: whether this process lives, and whether all it stands on answers."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from litestar import Response, get
from litestar.types import ControllerRouterHandler

from parks.adapters import database, jobs, object_store
from parks.web import access

OPEN = access.public("load balancers and watchdogs hold no account; it tells names of parts alone")
PATIENCE = 3.0  # seconds a part may take to answer

log = structlog.get_logger()


@get("/healthz", opt={"access": OPEN}, include_in_schema=False, name="health:live")
async def live() -> dict[str, str]:
    """200 as long as this process answers at all; a watchdog restarts it otherwise."""
    return {"process": "ok"}


@get("/readyz", opt={"access": OPEN}, include_in_schema=False, name="health:ready")
async def ready() -> Response[dict[str, str]]:
    """200 where every part answers, 503 with the name of the one that does not."""
    told = dict(zip(PARTS, await asyncio.gather(*(_asked(name, ask) for name, ask in PARTS.items())), strict=True))
    status = 200 if all(one == "ok" for one in told.values()) else 503
    return Response(told, status_code=status)


async def _database() -> str:
    await database.value("SELECT 1")
    return "ok"


async def _store() -> str:
    return "ok" if await object_store.answers() else "does not answer"


async def _queue() -> str:
    await jobs.waiting()
    return "ok"


async def _migrations() -> str:
    pending = await database.pending_migrations()
    return f"{len(pending)} to run: parks migrate" if pending else "ok"


PARTS: dict[str, Callable[[], Awaitable[str]]] = {
    "database": _database,
    "store": _store,
    "queue": _queue,
    "migrations": _migrations,
}


async def _asked(name: str, ask: Callable[[], Awaitable[str]]) -> str:
    try:
        async with asyncio.timeout(PATIENCE):
            return await ask()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a part, the answer names the part
        log.warning("part not ready", part=name, error=type(error).__name__)
        return "does not answer"


HEALTH: list[ControllerRouterHandler] = [live, ready]
