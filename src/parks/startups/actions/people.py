"""The people of a record, and where they worked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from parks.adapters import vault
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict
from parks.kernel.words import _
from parks.reference.rules import identifiers
from parks.startups.actions.rows import delete, insert, kindly, of_record, update, writing
from parks.startups.rules.records import EmploymentRecord, PersonRecord


async def add_person(actor: Actor, company_id: UUID, record: PersonRecord) -> UUID:
    """`record.me` ties the person to the account of who writes."""
    async with writing(actor, company_id):
        values = _person(record) | {"company": company_id, "account_id": actor.id if record.me else None}
        return await insert(actor, "company_person", values, "company person added", company_id)


async def amend_person(
    actor: Actor, company_id: UUID, person_id: UUID, record: PersonRecord, seen_version: int
) -> None:
    """An empty number leaves what is stored; `me` can be said here and is not taken back by others."""
    async with writing(actor, company_id):
        values = _person(record) | ({"account_id": actor.id} if record.me else {})
        await update(actor, "company_person", person_id, company_id, values, seen_version, "company person changed")


def _person(record: PersonRecord) -> dict[str, Any]:
    values = record.model_dump(exclude={"number", "me"})
    values["document_kind"] = record.document_kind.value
    if record.number:
        values["number_locked"] = vault.lock(record.number)
        values["number_masked"] = identifiers.mask_identity(record.number)
        values["fingerprint"] = vault.fingerprint("identity", record.number)
        if born := identifiers.born(record.number):
            values["birth_year"] = values["birth_year"] or born.year
    return values


async def remove_person(actor: Actor, company_id: UUID, person_id: UUID) -> None:
    """Conflict (409) while shares, certificates or employments stand with them."""
    async with writing(actor, company_id):
        try:
            async with kindly():
                await delete(actor, "company_person", person_id, company_id, "company person removed")
        except (asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError) as error:  # 15 and 18 differ
            raise Conflict(
                _("Shares, certificates or posts stand with this person. Remove those first, then the person.")
            ) from error


async def add_employment(actor: Actor, company_id: UUID, record: EmploymentRecord) -> UUID:
    async with writing(actor, company_id):
        await of_record(company_id, record.person_id)
        values = _employment(record) | {"company": company_id}
        return await insert(actor, "company_employment", values, "employment added", company_id)


async def amend_employment(
    actor: Actor, company_id: UUID, employment_id: UUID, record: EmploymentRecord, seen_version: int
) -> None:
    async with writing(actor, company_id):
        await of_record(company_id, record.person_id)
        await update(
            actor,
            "company_employment",
            employment_id,
            company_id,
            _employment(record),
            seen_version,
            "employment changed",
        )


async def remove_employment(actor: Actor, company_id: UUID, employment_id: UUID) -> None:
    async with writing(actor, company_id):
        await delete(actor, "company_employment", employment_id, company_id, "employment removed")


def _employment(record: EmploymentRecord) -> dict[str, Any]:
    """People say the last day; we keep the day after it, as everywhere."""
    values = record.model_dump(exclude={"person_id"})
    values["person"] = record.person_id
    values["until"] = record.until + timedelta(days=1) if record.until else None
    return values
