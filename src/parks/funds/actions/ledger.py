"""The one way a figure moves: a line in the ledger, under the budget's lock."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

import asyncpg

from parks.adapters.database import execute, row, tx
from parks.adapters.ids import uuid7
from parks.funds import permissions
from parks.funds.states import Entry
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _


async def locked_budget(actor: Actor, budget_id: UUID) -> asyncpg.Record:
    """The budget's row, locked for this transaction, for an officer who keeps it. Hidden (404), Forbidden (403)."""
    found = await row(
        "SELECT id, path, number, year, currency, amount, committed, free, released, paid, subject_id, subject_label_zh"
        " FROM fund_budget WHERE id = $1 FOR NO KEY UPDATE",
        budget_id,
    )
    budget: asyncpg.Record = found or hidden()
    if not permissions.may_read(actor, path=budget["path"]):
        hidden()
    require(permissions.may_keep(actor, path=budget["path"]))
    return budget


async def enter(
    actor: Actor,
    budget_id: UUID,
    kind: Entry,
    amount: Decimal,
    *,
    commitment_id: UUID | None = None,
    tranche_id: UUID | None = None,
    note: str = "",
) -> None:
    """Write the line; the trigger moves budget and commitment. Conflict (409) where the budget does not carry it."""
    try:
        async with tx():
            await execute(
                "INSERT INTO fund_entry (id, budget, position, kind, amount, commitment_id, tranche_id, note, by_id,"
                " by_name, at, amount_after, committed_after, free_after, released_after, paid_after)"
                " VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, parks_now(), 0, 0, 0, 0, 0)",
                uuid7(),
                budget_id,
                kind.value,
                amount,
                commitment_id,
                tranche_id,
                note[:500],
                actor.id,
                actor.name[:200],
            )
    except asyncpg.CheckViolationError as error:
        refusal = REFUSALS.get(error.constraint_name or "")
        if refusal is None:
            raise
        raise refusal from error


REFUSALS: Mapping[str, Conflict] = {
    "fund_budget_never_overspent": Conflict(
        _("The budget does not carry this: less is free than it would take. Raise the budget or choose less.")
    ),
    "fund_budget_paid_is_committed": Conflict(
        _("The budget's figures have moved on. Reload the page to see how it stands.")
    ),
    "fund_commitment_figures": Conflict(_("This is more than is bound for it. Reload the page to see how it stands.")),
}
