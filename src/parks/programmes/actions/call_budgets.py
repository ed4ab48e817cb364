"""A call's budget: founded in funds, for the call, by the organisation that runs it."""

from uuid import UUID

from parks.adapters.database import row, tx
from parks.funds.actions import budgets
from parks.funds.states import Source
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual
from parks.programmes import permissions


async def found(actor: Actor, call_id: UUID, amount: Money, source: Source, *, decision: str = "") -> UUID:
    """Answers the budget's id. Conflict (409) where the call has one of this source already."""
    async with tx():
        call = (
            await row(
                "SELECT c.organisation, c.cycle, c.title_zh, c.title_en, o.path FROM call c"
                " JOIN organisation o ON o.id = c.organisation WHERE c.id = $1",
                call_id,
            )
            or hidden()
        )
        require(permissions.may_run_calls(actor, path=call["path"]))
        return await budgets.found(
            actor,
            call["organisation"],
            SubjectRef("call", call_id, call["title_zh"], f"/calls/{call_id}"),
            amount,
            source,
            year=call["cycle"],
            label=Bilingual(call["title_zh"], call["title_en"]),
            decision=decision,
        )
