"""Founding a company's record and amending its first page."""

from typing import Any
from uuid import UUID

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.identity import queries as identity
from parks.identity.states import OrganisationKind
from parks.kernel.actor import Actor
from parks.kernel.errors import Hidden, Invalid
from parks.kernel.words import _
from parks.startups.actions.rows import insert, update, writing
from parks.startups.rules.records import CompanyRecord
from parks.startups.states import MemberRole


async def found_company(actor: Actor, record: CompanyRecord) -> UUID:
    """A new record, owned by who makes it. Conflict (409) where the credit code is on record, without saying whose."""
    async with tx():
        made = await insert(actor, "company", await _values(record), "company founded")
        await database.execute(
            "INSERT INTO company_member (id, company, account_id, role, may_edit, may_certify, may_submit, by_name,"
            " since) VALUES ($1, $2, $3, $4, TRUE, TRUE, TRUE, $5, parks_now())",
            uuid7(),
            made,
            actor.id,
            MemberRole.OWNER.value,
            actor.name[:200],
        )
    return made


async def amend_company(actor: Actor, company_id: UUID, record: CompanyRecord, seen_version: int) -> None:
    async with writing(actor, company_id):
        await update(
            actor, "company", company_id, company_id, await _values(record), seen_version, "company record changed"
        )


async def _values(record: CompanyRecord) -> dict[str, Any]:
    from pypinyin import Style, lazy_pinyin  # its dictionaries take as long as the web framework: not at every start

    values = record.model_dump()
    values["path"] = await _path(record.park_id)
    values["words"] = f"{record.name_zh} {record.name_en} {record.uscc}".lower()
    values["name_sort"] = " ".join(lazy_pinyin(record.name_zh, style=Style.TONE3)).lower()[:400]
    return values


async def _path(park_id: UUID | None) -> str:
    """Where the park lies in the tree: by it officers see the company."""
    if park_id is None:
        return ""
    try:
        park = await identity.organisation(park_id)
    except Hidden:
        park = None
    if park is None or park.kind is not OrganisationKind.PARK:
        raise Invalid(fields={"park_id": _("Choose one of the options.")})
    return park.path
