"""Any history of a budget ends as a plain model says: Hypothesis writes the histories, the real actions live them."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.make import funds as make
from tests.make.funds import Purse

from parks.adapters import clock, database
from parks.funds.actions import budgets, clawbacks, commitments, payments, releases
from parks.funds.rules.bank_file import Outcome
from parks.funds.rules.plans import TranchePlan
from parks.kernel.errors import Conflict, Refusal

T = TypeVar("T")


@dataclass
class Grant:
    """The model's commitment: sums by what became of them, and nothing else."""

    id: UUID
    parts: list[list[Any]]  # [tranche id, amount, state, line id]
    state: str = "committed"
    returned: int = 0

    def by(self, *states: str) -> int:
        return sum(amount for _id, amount, state, _line in self.parts if state in states)


@dataclass
class Model:
    amount: int
    grants: list[Grant] = field(default_factory=list)

    @property
    def committed(self) -> int:
        return sum(one.by("planned", "released", "paid") - one.returned for one in self.grants)

    @property
    def figures(self) -> tuple[int, int, int, int, int]:
        released = sum(one.by("released") for one in self.grants)
        paid = sum(one.by("paid") - one.returned for one in self.grants)
        return self.amount, self.committed, self.amount - self.committed, released, paid


class Histories(RuleBasedStateMachine):
    """Each rule does a step by our own action and in the model; every invariant reads the database."""

    grants = Bundle("grants")
    loop: ClassVar[asyncio.AbstractEventLoop]
    of: ClassVar[Purse]

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    @initialize()
    def found(self) -> None:
        self.budget_id = self.run(make.budget(self.of.first, self.of.tree.nation.id, 1_000))
        self.model = Model(1_000)

    @rule(target=grants, amounts=some.lists(some.integers(1, 400), min_size=1, max_size=3))
    def commit(self, amounts: list[int]) -> Any:
        plans = [TranchePlan(make.yuan(one), make.CONDITION) for one in amounts]
        doing = commitments.commit(self.of.first, self.budget_id, make.subject(), self.of.payees[0], plans)
        if sum(amounts) > self.model.amount - self.model.committed:
            with pytest.raises(Conflict):
                self.run(doing)
            return multiple()
        commitment_id = self.run(doing)
        ids = self.run(make.tranches(commitment_id))
        grant = Grant(commitment_id, [[one, amount, "planned", None] for one, amount in zip(ids, amounts, strict=True)])
        self.model.grants.append(grant)
        return grant

    def _next(self, grant: Grant, state: str) -> list[Any] | None:
        """The first part in that state, where nothing before it is open."""
        found = [part for part in grant.parts if part[2] == state]
        return found[0] if found else None

    @rule(grant=grants)
    def release(self, grant: Grant) -> None:
        part = self._next(grant, "planned")
        before = [one for one in grant.parts if one[2] == "released"]
        if part is None or before or grant.state not in {"committed", "tracking"}:
            return
        earlier = grant.parts[: grant.parts.index(part)]
        if any(one[2] not in {"paid", "cancelled"} for one in earlier):
            return
        self.run(releases.propose(self.of.first, part[0], "ok"))
        with pytest.raises(Refusal):
            self.run(releases.approve(self.of.first, part[0]))
        self.run(releases.approve(self.of.second, part[0]))
        part[2] = "released"

    @rule(grant=grants)
    def take_back(self, grant: Grant) -> None:
        if (part := self._next(grant, "released")) is not None:
            self.run(releases.take_back(self.of.second, part[0], "again"))
            part[2] = "planned"

    @rule(grant=grants, paid=some.booleans())
    def settle(self, grant: Grant, paid: bool) -> None:
        if (part := self._next(grant, "released")) is None:
            return
        batch_id = self.run(payments.batch(self.of.first, self.budget_id, [part[0]]))
        line: UUID = self.run(database.value("SELECT id FROM fund_payment_line WHERE batch = $1", batch_id))
        day = self.run(clock.today())
        self.run(payments.settle(self.of.second, batch_id, [Outcome(line, paid, day, reason="" if paid else "no")]))
        part[2], part[3] = ("paid", line) if paid else ("planned", None)
        if paid:
            grant.state = "tracking"

    @rule(grant=grants)
    def reverse(self, grant: Grant) -> None:
        part = self._next(grant, "paid")
        if part is None:
            return
        doing = payments.reverse(self.of.first, part[3], "came back")
        if grant.state != "tracking":
            with pytest.raises(Conflict):
                self.run(doing)
            return
        self.run(doing)
        part[2] = "planned"
        if not grant.by("paid"):
            grant.state = "committed"

    @rule(grant=grants)
    def cancel(self, grant: Grant) -> None:
        doing = commitments.cancel_rest(self.of.first, grant.id, "given up")
        if not grant.by("planned") or grant.by("released"):
            with pytest.raises(Conflict):
                self.run(doing)
            return
        assert self.run(doing) == grant.by("planned")
        for part in grant.parts:
            if part[2] == "planned":
                part[2] = "cancelled"
        if grant.state == "committed":
            grant.state = "cancelled"

    @rule(grant=consumes(grants), share=some.integers(1, 100))
    def claw_back(self, grant: Grant, share: int) -> None:
        paid = grant.by("paid")
        if grant.state != "tracking" or grant.by("released"):
            return
        demanded = max(1, paid * share // 100)
        due = self.run(make.days(30))
        clawback_id = self.run(clawbacks.demand(self.of.first, grant.id, make.yuan(demanded), "misused", due))
        for part in grant.parts:
            if part[2] == "planned":
                part[2] = "cancelled"
        grant.state = "clawed_back"
        back = demanded // 2
        if back:
            self.run(clawbacks.repay(self.of.first, clawback_id, make.yuan(back), self.run(clock.today())))
            grant.returned += back
        if demanded > back:
            self.run(clawbacks.write_off(self.of.second, clawback_id, "nothing more to be had"))

    @rule(by=some.integers(1, 500))
    def more(self, by: int) -> None:
        self.run(budgets.raise_by(self.of.first, self.budget_id, make.yuan(by), "decision"))
        self.model.amount += by

    @precondition(lambda self: self.model.amount > 0)
    @rule(by=some.integers(1, 500))
    def less(self, by: int) -> None:
        doing = budgets.lower_by(self.of.first, self.budget_id, make.yuan(by), "decision")
        if by > self.model.amount - self.model.committed:
            with pytest.raises(Conflict):
                self.run(doing)
            return
        self.run(doing)
        self.model.amount -= by

    @invariant()
    def the_budget_stands_as_the_model_says(self) -> None:
        assert self.run(make.figures(self.budget_id)) == self.model.figures
        rows = self.run(database.rows("SELECT id, state FROM fund_commitment WHERE budget = $1", self.budget_id))
        assert {one["id"]: one["state"] for one in rows} == {one.id: one.state for one in self.model.grants}


@pytest.mark.slow
async def test_any_history_ends_as_the_model_says(db: None) -> None:
    Histories.loop = asyncio.get_running_loop()
    Histories.of = await make.purse(1)
    await asyncio.to_thread(
        run_state_machine_as_test,
        Histories,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,  # the same histories on every machine
            suppress_health_check=list(HealthCheck),
        ),
    )
