"""Two hundred writers want one unit for the same days: one gets it, in every round, whichever door they come through.

Real connections to the real database: 40 of them, so that forty transactions are open at any moment and 160 more
queue behind. Writers come through `actions.let` and, one in four, by plain INSERT past every line of ours.
"""

import asyncio
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from tests.make import identity as people
from tests.make import spaces as make

from parks.adapters import clock, database
from parks.adapters.ids import uuid7
from parks.kernel.actor import Role
from parks.kernel.errors import Conflict
from parks.kernel.period import Period
from parks.kernel.words import Text
from parks.spaces import actions

WRITERS = 200
ROUNDS = 50
CONNECTIONS = 40
DOOR_ROUNDS = int(os.environ.get("PARKS_RACING_ROUNDS", "2"))
"""Rounds of the race through every door; `PARKS_RACING_ROUNDS=500` is the long form."""


@pytest.fixture
async def many(db: None) -> AsyncIterator[None]:
    """The pool widened for as long as the race lasts."""
    former, database.DB.pool = database.DB.pool, None
    await database.open_pool(CONNECTIONS)
    try:
        yield
    finally:
        await database.close_pool()
        database.DB.pool = former


async def _by_sql(unit: UUID, company: UUID, period: Period) -> None:
    await database.execute(
        "INSERT INTO allocation (id, unit, kind, company, starts, ends, note, made_by, made_at, void, end_reason)"
        " VALUES ($1, $2, 'lease', $3, $4, $5, '', $1, now(), FALSE, '')",
        uuid7(),
        unit,
        company,
        period.start,
        period.until,
    )


async def _outcome(attempt: Awaitable[Any]) -> str:
    """How one writer fared; anything but a clean refusal fails the test by its name."""
    try:
        await attempt
    except Conflict:
        return "told that it is taken"
    except asyncpg.ExclusionViolationError as refusal:
        return f"refused by {refusal.constraint_name}"
    return "won"


async def _race(attempts: Sequence[Callable[[], Awaitable[Any]]]) -> Counter[str]:
    gate = asyncio.Event()

    async def run(attempt: Callable[[], Awaitable[Any]]) -> str:
        await gate.wait()
        return await _outcome(attempt())

    tasks = [asyncio.create_task(run(one)) for one in attempts]
    await asyncio.sleep(0)
    gate.set()
    return Counter(await asyncio.gather(*tasks))


OVERLAPPING = (
    "SELECT count(*) FROM allocation a JOIN allocation b ON a.unit = b.unit AND a.id < b.id"
    " AND daterange(a.starts, a.ends) && daterange(b.starts, b.ends) WHERE NOT a.void AND NOT b.void"
)


@pytest.mark.slow
async def test_of_two_hundred_writers_one_wins_fifty_times(many: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    order = random.Random(20261122)  # noqa: S311 - an order that can be repeated, no secret
    for number in range(ROUNDS):
        period = await make.days(number * 40, 30)
        by_sql = partial(_by_sql, unit, company, period)
        by_action = partial(actions.let, home.manager, unit, period, company)
        attempts: list[Callable[[], Awaitable[Any]]] = [by_sql] * (WRITERS // 4) + [by_action] * (WRITERS * 3 // 4)
        order.shuffle(attempts)
        outcomes = await _race(attempts)
        assert outcomes["won"] == 1, f"round {number}: {outcomes}"
        assert outcomes.total() == WRITERS
        standing = await database.value(
            "SELECT count(*) FROM allocation WHERE NOT void AND period && daterange($1, $2)", period.start, period.until
        )
        assert standing == 1
    assert await database.value(OVERLAPPING) == 0
    assert await database.value("SELECT count(*) FROM allocation") == ROUNDS
    assert await database.value("SELECT count(*) FROM audit_entry WHERE act = 'unit let'") <= ROUNDS


DOORS = ("page", "API", "lease by the manager", "plain SQL", "offer accepted")


async def test_of_two_hundred_writers_through_every_door_one_wins(many: None, client: httpx.AsyncClient) -> None:
    """One unit, one period, an offer of it to the very company that everybody would let it to.

    The offer keeps all strangers out; a lease for its own request makes it give way, and its acceptance makes it a
    lease: so every door can win, and in each round exactly one writer does.
    """
    home = await make.estate()
    manager = await people.person("陈若岩", [(Role.PARK_MANAGER, home.home_id)])
    await people.signed_in(client, manager)
    (unit,) = await make.units(home)
    founder, company = await make.company()
    _other, rival = await make.company(1)
    order = random.Random(5)  # noqa: S311 - an order that can be repeated, no secret
    won: Counter[str] = Counter()
    for number in range(DOOR_ROUNDS):
        period = await make.days(number * 40, 30)
        request = await make.request(founder, company, home.park_id)
        offered = await actions.offer(
            home.manager, unit, request, period, expires_at=await clock.now() + timedelta(days=1)
        )
        doors: dict[str, Callable[[], Awaitable[Any]]] = {
            "page": partial(_by_page, client, unit, request, period),
            "API": partial(_by_api, client, unit, request, period),
            "lease by the manager": partial(actions.let, home.manager, unit, period, company, request),
            "plain SQL": partial(_by_sql, unit, rival, period),
            "offer accepted": partial(actions.accept_offer, founder, offered),
        }
        told: Counter[str] = Counter()
        attempts = [partial(_through, name, doors[name], told) for name in DOORS] * (WRITERS // len(DOORS))
        order.shuffle(attempts)
        outcomes = await _race(attempts)
        assert outcomes["won"] == 1, f"round {number}: {outcomes}"
        assert outcomes.total() == WRITERS
        won += told
        assert (
            await database.value(
                "SELECT count(*) FROM allocation WHERE NOT void AND kind = 'lease' AND period && daterange($1, $2)",
                period.start,
                period.until,
            )
            == 1
        )
    assert not won["plain SQL"], "an offer keeps everybody else out"
    assert won.total() == DOOR_ROUNDS
    assert await database.value(OVERLAPPING) == 0
    assert await database.value("SELECT count(*) FROM allocation WHERE NOT void") == DOOR_ROUNDS
    assert await database.value("SELECT count(*) FROM audit_entry WHERE act = 'unit let'") == DOOR_ROUNDS


async def _through(name: str, attempt: Callable[[], Awaitable[Any]], told: Counter[str]) -> None:
    await attempt()
    told[name] += 1


def _asked(request: UUID, period: Period) -> dict[str, str]:
    return {
        "kind": "lease",
        "request_id": str(request),
        "start": str(period.start),
        "last_day": str(period.last_day),
    }


async def _by_page(client: httpx.AsyncClient, unit: UUID, request: UUID, period: Period) -> None:
    answer = await client.post(f"/units/{unit}/allocations", data=_asked(request, period))
    _clean(answer.status_code)


async def _by_api(client: httpx.AsyncClient, unit: UUID, request: UUID, period: Period) -> None:
    answer = await client.post("/api/v1/allocations", json={"unit_id": str(unit), **_asked(request, period)})
    _clean(answer.status_code)


def _clean(status: int) -> None:
    if status == 409:
        raise Conflict(Text("taken"))
    assert status in {200, 201, 303}, status


async def test_of_overlapping_wishes_those_that_win_never_overlap(many: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    dice = random.Random(7)  # noqa: S311 - the same
    today = await clock.today()
    wishes = []
    for _each in range(WRITERS):
        start = today + timedelta(days=dice.randrange(300))
        wishes.append(Period(start, start + timedelta(days=dice.randrange(1, 60))))
    outcomes = await _race([partial(actions.let, home.manager, unit, period, company) for period in wishes])
    assert outcomes["won"] >= 5
    assert await database.value("SELECT count(*) FROM allocation WHERE NOT void") == outcomes["won"]
    assert await database.value(OVERLAPPING) == 0


async def test_neighbouring_days_never_refuse_each_other(many: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    wishes = [await make.days(10 * number, 10) for number in range(20)]
    outcomes = await _race([partial(actions.let, home.manager, unit, period, company) for period in wishes])
    assert outcomes == {"won": 20}


async def test_a_hold_that_runs_out_at_this_moment_is_taken_over_once(many: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    _other, rival = await make.company(1)
    period = await make.days()
    for _round in range(5):
        await actions.hold(
            home.manager, unit, period, expires_at=await clock.now() + timedelta(milliseconds=30), company_id=rival
        )
        outcomes = Counter[str]()
        while not outcomes["won"]:
            outcomes += await _race([partial(actions.let, home.manager, unit, period, company)] * 20)
        assert outcomes["won"] == 1
        assert await database.value(OVERLAPPING) == 0
        lease = await database.value("SELECT id FROM allocation WHERE NOT void")
        await actions.end(home.manager, lease, period.start, "next round")


WRITER = """
import asyncio, sys
from datetime import date
from uuid import UUID
from parks.adapters import database
from parks.kernel.actor import Actor, Held, Role
from parks.kernel.errors import Conflict
from parks.kernel.period import Period
from parks.spaces import actions

async def main(unit, company, home, path, start, until, writers):
    await database.open_pool(10)
    manager = Actor(UUID(home), "Manager", held=(Held(Role.PARK_MANAGER, UUID(home), path),))
    period = Period(date.fromisoformat(start), date.fromisoformat(until))
    print("ready", flush=True)
    sys.stdin.readline()
    async def attempt():
        try:
            await actions.let(manager, UUID(unit), period, UUID(company))
        except Conflict:
            return 0
        return 1
    print(sum(await asyncio.gather(*(attempt() for each in range(int(writers))))), flush=True)
    await database.close_pool()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_writers_in_two_processes_leave_one_winner(db: None) -> None:
    home = await make.estate()
    (unit,) = await make.units(home)
    _founder, company = await make.company()
    period = await make.days()
    given = [str(unit), str(company), str(home.park_id), home.path, str(period.start), str(period.until), "50"]
    children = [
        subprocess.Popen(  # noqa: ASYNC220 - started before anything is waited for
            [sys.executable, "-c", WRITER, *given],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for _each in range(2)
    ]
    for child in children:
        assert child.stdout is not None
        assert await asyncio.to_thread(child.stdout.readline) == "ready\n"
    told = await asyncio.gather(*(asyncio.to_thread(child.communicate, "go\n") for child in children))
    assert sum(int(out) for out, _error in told) == 1
    assert await database.value("SELECT count(*) FROM allocation WHERE NOT void") == 1
