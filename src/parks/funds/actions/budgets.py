"""Budgets: founded, raised and lowered, each with the decision that stands behind it."""

from uuid import UUID

import asyncpg

from parks.adapters.database import execute, tx, value
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.funds import permissions
from parks.funds.actions.ledger import enter, locked_budget
from parks.funds.states import Entry, Source
from parks.identity import queries as identity
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid
from parks.kernel.money import Money
from parks.kernel.subject import SubjectRef
from parks.kernel.verdict import require
from parks.kernel.words import Bilingual, _


async def found(
    actor: Actor,
    organisation_id: UUID,
    subject: SubjectRef,
    amount: Money,
    source: Source,
    *,
    year: int,
    label: Bilingual | None = None,
    decision: str = "",
) -> UUID:
    """A budget of that organisation for the subject; answers its id. `label` is the subject's in both languages.

    Conflict (409) where the subject has one of this source and year already; Invalid (422) for nothing.
    """
    if amount.amount <= 0:
        raise Invalid(fields={"amount": _("A budget is more than nothing.")})
    async with tx():
        place = await identity.organisation(organisation_id)
        require(permissions.may_keep(actor, path=place.path))
        budget_id = uuid7()
        said = label or Bilingual(subject.label, subject.label)
        code = place.path.strip("/").replace("/", "-").upper()
        await execute("SELECT pg_advisory_xact_lock(hashtext('fund_budget'))")  # numbers without gaps, one at a time
        count = await value(
            "SELECT count(*) FROM fund_budget WHERE organisation = $1 AND year = $2", organisation_id, year
        )
        try:
            async with tx():
                await execute(
                    "INSERT INTO fund_budget (id, organisation, path, number, year, source, subject_kind, subject_id,"
                    " subject_label_zh, subject_label_en, subject_url, currency, amount, committed, free, released,"
                    " paid, entries, founded_at)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, 0, 0, 0, 0, parks_now())",
                    budget_id,
                    organisation_id,
                    place.path,
                    f"YS-{code}-{year}-{count + 1:02}",
                    year,
                    source.value,
                    subject.kind,
                    subject.id,
                    said.zh[:300],
                    said.en[:300],
                    subject.url,
                    amount.currency,
                )
        except asyncpg.UniqueViolationError as error:
            raise Conflict(
                _("There is a budget of this source and year for it already. Raise that one instead.")
            ) from error
        await enter(actor, budget_id, Entry.FOUNDED, amount.amount, note=decision)
        await audit.record(
            actor,
            "budget founded",
            budget_id,
            amount=amount,
            source=source.value,
            subject=subject.id,
            decision=decision,
        )
    return budget_id


async def raise_by(actor: Actor, budget_id: UUID, amount: Money, decision: str) -> None:
    """More money, by the decision that is named. Invalid (422) for nothing, or for another currency."""
    await _change(actor, budget_id, Entry.RAISED, amount, decision)


async def lower_by(actor: Actor, budget_id: UUID, amount: Money, decision: str) -> None:
    """Less money: never below what is bound (Conflict, 409)."""
    await _change(actor, budget_id, Entry.LOWERED, amount, decision)


async def _change(actor: Actor, budget_id: UUID, kind: Entry, amount: Money, decision: str) -> None:
    wrong = {}
    if amount.amount <= 0:
        wrong["amount"] = _("Write an amount above nothing.")
    if not decision.strip():
        wrong["decision"] = _("Name the decision that this rests on.")
    if wrong:
        raise Invalid(fields=wrong)
    async with tx():
        budget = await locked_budget(actor, budget_id)
        if budget["currency"] != amount.currency:
            raise Invalid(fields={"amount": _("This budget is kept in {currency}.", currency=budget["currency"])})
        await enter(actor, budget_id, kind, amount.amount, note=decision.strip())
        told = {"amount": amount, "decision": decision.strip()}
        if kind is Entry.RAISED:
            await audit.record(actor, "budget raised", budget_id, **told)
        else:
            await audit.record(actor, "budget lowered", budget_id, **told)
