"""Shares, yearly figures, the account that money goes to, and public funding received before."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from parks.adapters import database, vault
from parks.kernel.actor import Actor
from parks.kernel.errors import Invalid, hidden
from parks.kernel.words import _
from parks.reference.rules import identifiers
from parks.startups.actions.rows import delete, insert, of_record, update, writing
from parks.startups.rules.records import BankRecord, FiguresRecord, FundingRecord, ShareRecord

WHOLE = Decimal(100)


async def add_share(actor: Actor, company_id: UUID, record: ShareRecord) -> UUID:
    """Invalid (422) where all shares together would pass 100 %; the company's lock keeps two writers apart."""
    async with writing(actor, company_id):
        await _fits(company_id, record, besides=None)
        values = _share(record) | {"company": company_id}
        return await insert(actor, "company_shareholding", values, "shareholding added", company_id)


async def amend_share(actor: Actor, company_id: UUID, share_id: UUID, record: ShareRecord, seen_version: int) -> None:
    async with writing(actor, company_id):
        await _fits(company_id, record, besides=share_id)
        await update(
            actor, "company_shareholding", share_id, company_id, _share(record), seen_version, "shareholding changed"
        )


async def remove_share(actor: Actor, company_id: UUID, share_id: UUID) -> None:
    async with writing(actor, company_id):
        await delete(actor, "company_shareholding", share_id, company_id, "shareholding removed")


async def _fits(company_id: UUID, record: ShareRecord, *, besides: UUID | None) -> None:
    await of_record(company_id, record.person_id)
    others: Decimal = await database.value(
        "SELECT COALESCE(sum(percent), 0) FROM company_shareholding WHERE company = $1 AND id IS DISTINCT FROM $2",
        company_id,
        besides,
    )
    if others + record.percent > WHOLE:
        left = (WHOLE - others).normalize()
        raise Invalid(
            fields={
                "percent": _("All shares together would be more than 100 %. There are {left} % left.", left=f"{left:f}")
            }
        )


def _share(record: ShareRecord) -> dict[str, Any]:
    values = record.model_dump(exclude={"person_id"})
    values["person"] = record.person_id
    return values


async def set_bank_account(actor: Actor, company_id: UUID, record: BankRecord, seen_version: int) -> None:
    """The company's one account: new, or changed. An empty number leaves what is stored."""
    async with writing(actor, company_id):
        values: dict[str, Any] = record.model_dump(exclude={"account"})
        if record.account:
            values["account_locked"] = vault.lock(record.account)
            values["account_masked"] = identifiers.mask_account(record.account)
        known = await database.value("SELECT id FROM company_bank_account WHERE company = $1", company_id)
        if known is not None:
            await update(actor, "company_bank_account", known, company_id, values, seen_version, "bank account changed")
            return
        if not record.account:
            raise Invalid(fields={"account": _("This is needed.")})
        await insert(actor, "company_bank_account", values | {"company": company_id}, "bank account added", company_id)


async def remove_bank_account(actor: Actor, company_id: UUID) -> None:
    async with writing(actor, company_id):
        known = await database.value("SELECT id FROM company_bank_account WHERE company = $1", company_id)
        await delete(actor, "company_bank_account", known or hidden(), company_id, "bank account removed")


async def add_funding(actor: Actor, company_id: UUID, record: FundingRecord) -> UUID:
    async with writing(actor, company_id):
        values = record.model_dump(mode="python") | {"kind": record.kind.value, "company": company_id}
        return await insert(actor, "company_earlier_funding", values, "earlier funding added", company_id)


async def amend_funding(
    actor: Actor, company_id: UUID, funding_id: UUID, record: FundingRecord, seen_version: int
) -> None:
    async with writing(actor, company_id):
        values = record.model_dump() | {"kind": record.kind.value}
        await update(
            actor, "company_earlier_funding", funding_id, company_id, values, seen_version, "earlier funding changed"
        )


async def remove_funding(actor: Actor, company_id: UUID, funding_id: UUID) -> None:
    async with writing(actor, company_id):
        await delete(actor, "company_earlier_funding", funding_id, company_id, "earlier funding removed")


async def add_figures(actor: Actor, company_id: UUID, record: FiguresRecord) -> UUID:
    """A year as it was, or as it is expected. Conflict (409) where that year is on record already."""
    async with writing(actor, company_id):
        values = _figures(record) | {"company": company_id}
        return await insert(actor, "yearly_figures", values, "yearly figures added", company_id)


async def amend_figures(
    actor: Actor, company_id: UUID, figures_id: UUID, record: FiguresRecord, seen_version: int
) -> None:
    async with writing(actor, company_id):
        await update(
            actor, "yearly_figures", figures_id, company_id, _figures(record), seen_version, "yearly figures changed"
        )


async def remove_figures(actor: Actor, company_id: UUID, figures_id: UUID) -> None:
    async with writing(actor, company_id):
        await delete(actor, "yearly_figures", figures_id, company_id, "yearly figures removed")


def _figures(record: FiguresRecord) -> dict[str, Any]:
    return record.model_dump() | {"kind": record.kind.value}
