"""Degree certificates and rights, and the documents that prove them."""

from typing import Any, Literal
from uuid import UUID

from parks.adapters import database
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.startups.actions.rows import delete, insert, of_record, update, writing
from parks.startups.rules.records import CertificateRecord, IpRecord


async def add_certificate(actor: Actor, company_id: UUID, record: CertificateRecord) -> UUID:
    async with writing(actor, company_id):
        await of_record(company_id, record.person_id)
        values = _certificate(record) | {"company": company_id}
        return await insert(actor, "company_certificate", values, "certificate added", company_id)


async def amend_certificate(
    actor: Actor, company_id: UUID, certificate_id: UUID, record: CertificateRecord, seen_version: int
) -> None:
    async with writing(actor, company_id):
        await of_record(company_id, record.person_id)
        await update(
            actor,
            "company_certificate",
            certificate_id,
            company_id,
            _certificate(record),
            seen_version,
            "certificate changed",
        )


async def remove_certificate(actor: Actor, company_id: UUID, certificate_id: UUID) -> None:
    async with writing(actor, company_id):
        await delete(actor, "company_certificate", certificate_id, company_id, "certificate removed")


def _certificate(record: CertificateRecord) -> dict[str, Any]:
    values = record.model_dump(exclude={"person_id"})
    return values | {"person": record.person_id, "level": record.level.value}


async def add_right(actor: Actor, company_id: UUID, record: IpRecord) -> UUID:
    """An IP asset; inventors whose name is one of the record's people are tied to that person."""
    async with writing(actor, company_id):
        values = _right(record) | {"company": company_id}
        made = await insert(actor, "company_ip_asset", values, "IP asset added", company_id)
        await _inventors(company_id, made, record.names())
    return made


async def amend_right(actor: Actor, company_id: UUID, asset_id: UUID, record: IpRecord, seen_version: int) -> None:
    async with writing(actor, company_id):
        await update(actor, "company_ip_asset", asset_id, company_id, _right(record), seen_version, "IP asset changed")
        before = await database.rows("SELECT name FROM company_ip_inventor WHERE asset = $1 ORDER BY place", asset_id)
        if [one["name"] for one in before] != list(record.names()):
            await _inventors(company_id, asset_id, record.names())
            await audit.record(actor, "inventors changed", company_id, row=asset_id, inventors=list(record.names()))


async def remove_right(actor: Actor, company_id: UUID, asset_id: UUID) -> None:
    async with writing(actor, company_id):
        await delete(actor, "company_ip_asset", asset_id, company_id, "IP asset removed")


def _right(record: IpRecord) -> dict[str, Any]:
    return record.model_dump(exclude={"inventors"}) | {"kind": record.kind.value}


async def _inventors(company_id: UUID, asset_id: UUID, names: tuple[str, ...]) -> None:
    await database.execute("DELETE FROM company_ip_inventor WHERE asset = $1", asset_id)
    await database.execute(
        "INSERT INTO company_ip_inventor (id, asset, place, name, person)"
        " SELECT u.id, $2, u.place, u.name,"
        " (SELECT min(p.id::text)::uuid FROM company_person p WHERE p.company = $1 AND p.name = u.name)"
        " FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS u(id, name, place)",
        company_id,
        asset_id,
        [uuid7() for _name in names],
        [name[:100] for name in names],
    )


async def set_document(
    actor: Actor, company_id: UUID, noun: Literal["certificates", "rights"], row_id: UUID, document_id: UUID | None
) -> None:
    """The stored document that proves a certificate or a right; None takes it off."""
    table = "company_certificate" if noun == "certificates" else "company_ip_asset"
    async with writing(actor, company_id):
        done = await database.execute(
            f"UPDATE {table} SET document_id = $3 WHERE id = $1 AND company = $2", row_id, company_id, document_id
        )
        if done != "UPDATE 1":
            hidden()
        act = "document added" if document_id else "document removed"
        await audit.record(actor, act, company_id, row=row_id, document=document_id)
