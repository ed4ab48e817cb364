"""Thousands of racing commitments, releases, payments and reversals on one budget: it adds up at every read.

Real connections to the real database, from this process and from two others. A reader looks at every moment: the
budget, the sums of its commitments and the last line of its ledger, in one statement, must tell the same. The suite
runs the short form; `PARKS_RACING_WRITES=10000` runs the long one.
"""

import asyncio
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from tests.make import funds as make
from tests.make.funds import Purse

from parks.adapters import clock, database
from parks.funds.actions import commitments, payments, releases
from parks.funds.rules.bank_file import Outcome
from parks.funds.rules.plans import TranchePlan
from parks.kernel.errors import Conflict, Refusal

WRITES = int(os.environ.get("PARKS_RACING_WRITES", "600"))
CONNECTIONS = 24
BUDGET = 200_000
PAUSE = max(0.005, WRITES / 50_000)  # a look sums up every row: as many looks in a long race as in a short one

LOOK = """
SELECT b.amount, b.committed, b.free, b.released, b.paid, b.entries,
  (SELECT COALESCE(sum(c.amount), 0) FROM fund_commitment c WHERE c.budget = b.id) AS bound,
  (SELECT COALESCE(sum(c.released), 0) FROM fund_commitment c WHERE c.budget = b.id) AS on_its_way,
  (SELECT COALESCE(sum(c.paid), 0) FROM fund_commitment c WHERE c.budget = b.id) AS gone,
  (SELECT COALESCE(sum(t.amount), 0) FROM fund_tranche t JOIN fund_commitment c ON c.id = t.commitment
    WHERE c.budget = b.id AND t.state <> 'cancelled') AS planned,
  e.position, e.committed_after, e.free_after, e.released_after, e.paid_after
FROM fund_budget b JOIN fund_entry e ON e.budget = b.id AND e.position = b.entries WHERE b.id = $1
"""


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


async def _look(budget_id: UUID) -> None:
    one = await database.row(LOOK, budget_id)
    assert one is not None
    assert one["committed"] + one["free"] == one["amount"] == BUDGET
    assert one["free"] >= 0
    assert one["committed"] == one["bound"] == one["planned"] == one["committed_after"]
    assert one["free"] == one["free_after"]
    assert one["released"] == one["on_its_way"] == one["released_after"]
    assert one["paid"] == one["gone"] == one["paid_after"]
    assert one["position"] == one["entries"]


class Crowd:
    """Writers that take turns at random over one budget; what each may do follows from what the others left."""

    def __init__(self, of: Purse, seed: int) -> None:
        self.of, self.dice = of, random.Random(seed)  # noqa: S311 - an order that can be repeated, no secret
        self.outcomes: Counter[str] = Counter()

    async def _any(self, sql: str) -> UUID | None:
        """One of the latest, by chance: the race stays as dense after ten thousand writes as at its beginning."""
        found = await database.rows(f"{sql} ORDER BY id DESC LIMIT 40")
        return self.dice.choice(found)["id"] if found else None

    async def commit(self) -> None:
        plans = [
            TranchePlan(make.yuan(self.dice.randrange(1, 9_000)), make.CONDITION)
            for _each in range(self.dice.randrange(1, 3))
        ]
        payee = self.dice.choice(self.of.payees)
        await commitments.commit(self.of.first, self.of.budget_id, make.subject(), payee, plans)

    async def release(self) -> None:
        if tranche := await self._any("SELECT id FROM fund_tranche WHERE state = 'planned'"):
            await releases.propose(self.of.first, tranche, "条件已具备")
            await releases.approve(self.of.second, tranche)

    async def take_back(self) -> None:
        if tranche := await self._any("SELECT id FROM fund_tranche WHERE state = 'released'"):
            await releases.take_back(self.of.first, tranche, "复核")

    async def pay(self) -> None:
        if tranche := await self._any("SELECT id FROM fund_tranche WHERE state = 'released'"):
            batch_id, (line,) = await make.sent(self.of, tranche)
            refused = self.dice.random() < 0.3
            outcome = Outcome(line, paid=not refused, paid_on=await clock.today(), reason="户名不符" if refused else "")
            await payments.settle(self.of.second, batch_id, [outcome])

    async def reverse(self) -> None:
        if line := await self._any("SELECT id FROM fund_payment_line WHERE state = 'paid'"):
            await payments.reverse(self.of.first, line, "退回")

    async def cancel(self) -> None:
        if one := await self._any("SELECT id FROM fund_commitment WHERE state IN ('committed', 'tracking')"):
            await commitments.cancel_rest(self.of.first, one, "放弃")

    async def one(self) -> None:
        """A refusal is an answer like any other; whatever else is raised fails the test."""
        step: Callable[[], Awaitable[None]] = self.dice.choices(
            [self.commit, self.release, self.take_back, self.pay, self.reverse, self.cancel], [6, 5, 1, 4, 2, 2]
        )[0]
        try:
            await step()
        except Refusal as refusal:
            self.outcomes[type(refusal).__name__] += 1
        else:
            self.outcomes[step.__name__] += 1


@pytest.mark.slow
@pytest.mark.timeout(240 + WRITES // 4)
async def test_racing_writers_never_overspend_and_every_read_adds_up(many: None) -> None:
    of = await make.purse(BUDGET, companies_with_accounts=2)
    crowd = Crowd(of, 20261122)
    waiting = iter(range(WRITES))
    ended = asyncio.Event()
    looks = 0

    async def reader() -> None:
        nonlocal looks
        while not ended.is_set():
            await _look(of.budget_id)
            looks += 1
            await asyncio.sleep(PAUSE)

    async def writer() -> None:
        for _each in waiting:
            await crowd.one()

    watch = asyncio.create_task(reader())
    try:
        await asyncio.gather(*(writer() for _each in range(CONNECTIONS - 4)))
    finally:
        ended.set()
        await watch
    await _look(of.budget_id)
    assert looks > 10
    assert crowd.outcomes.total() == WRITES
    assert crowd.outcomes["commit"] > 10, crowd.outcomes
    assert crowd.outcomes["pay"] > 10, crowd.outcomes
    positions = await database.rows("SELECT position FROM fund_entry ORDER BY position")
    assert [one["position"] for one in positions] == list(range(1, len(positions) + 1))


async def test_of_many_who_want_the_last_yuan_one_gets_it(many: None) -> None:
    of = await make.purse(1_000)
    await make.commitment(of, 900)

    async def attempt() -> str:
        try:
            await make.commitment(of, 100)
        except Conflict:
            return "refused"
        return "won"

    outcomes = Counter(await asyncio.gather(*(attempt() for _each in range(40))))
    assert outcomes == {"won": 1, "refused": 39}
    assert await make.figures(of.budget_id) == (1_000, 1_000, 0, 0, 0)


async def test_two_approvals_and_two_batches_at_once_release_and_pay_once(many: None) -> None:
    of = await make.purse()
    commitment_id = await make.commitment(of)
    (tranche,) = await make.tranches(commitment_id)
    await releases.propose(of.first, tranche, "协议已签")

    async def told(attempt: Callable[[], Awaitable[Any]]) -> bool:
        try:
            await attempt()
        except Conflict:
            return False
        return True

    assert sum(await asyncio.gather(*(told(partial(releases.approve, of.second, tranche)) for _ in range(8)))) == 1
    batch = partial(payments.batch, of.first, of.budget_id, [tranche])
    assert sum(await asyncio.gather(*(told(batch) for _each in range(8)))) == 1
    assert await make.figures(of.budget_id) == (2_000_000, 500_000, 1_500_000, 500_000, 0)


WRITER = """
import asyncio, sys
from decimal import Decimal
from uuid import UUID
from parks.adapters import database
from parks.adapters.ids import uuid7
from parks.funds.actions import commitments
from parks.funds.rules.plans import Payee, TranchePlan
from parks.identity import queries as identity
from parks.kernel.errors import Conflict
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.words import Bilingual
from parks.startups import queries as startups

async def main(budget, officer, company, writers):
    await database.open_pool(8)
    actor = await identity.actor(UUID(officer))
    found = await startups.payee(UUID(company))
    payee = Payee(**{name: getattr(found, name) for name in Payee.__slots__})
    print("ready", flush=True)
    sys.stdin.readline()
    async def attempt(number):
        plan = [TranchePlan(Money(Decimal(70)), Bilingual("x", "x"))]
        try:
            await commitments.commit(actor, UUID(budget), SubjectRef("application", uuid7(), "x"), payee, plan)
        except Conflict:
            return 0
        return 1
    print(sum(await asyncio.gather(*(attempt(n) for n in range(int(writers))))), flush=True)
    await database.close_pool()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_writers_in_two_processes_spend_the_budget_and_not_a_yuan_more(db: None) -> None:
    of = await make.purse(1_000)
    given = [str(of.budget_id), str(of.first.id), str(of.payees[0].company_id), "20"]
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
    assert sum(int(out) for out, _error in told) == 14
    assert await make.figures(of.budget_id) == (1_000, 980, 20, 0, 0)
    assert await database.value("SELECT sum(amount) FROM fund_commitment") == Decimal(980)
