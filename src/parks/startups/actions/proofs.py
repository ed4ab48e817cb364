"""Degree certificates and rights, and the documents that prove them."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from parks.adapters import database
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.documents.queries import DocumentView
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.startups.actions.rows import delete, insert, of_record, update, writing
from parks.startups.rules.records import CertificateRecord, IpRecord

Proven = Literal["certificates", "rights"]
TABLES: Mapping[Proven, str] = {"certificates": "company_certificate", "rights": "company_ip_asset"}


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
        paper = await _paper("certificates", company_id, certificate_id)
        await delete(actor, "company_certificate", certificate_id, company_id, "certificate removed")
        if paper is not None:
            await documents.discard(actor, paper)


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
        paper = await _paper("rights", company_id, asset_id)
        await delete(actor, "company_ip_asset", asset_id, company_id, "IP asset removed")
        if paper is not None:
            await documents.discard(actor, paper)


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


async def file_proof(
    actor: Actor, company_id: UUID, noun: Proven, row_id: UUID, file: documents.Incoming
) -> DocumentView:
    """The document that proves a certificate or a right, instead of the former one if there was one.

    The caller has the actor's word that it contains no state secrets; it is noted first, and only to whoever may
    write here. Invalid (422) beside `file`, and the other errors of `documents.brought`.
    """
    async with writing(actor, company_id):
        await _paper(noun, company_id, row_id)
        declared = await documents.declare(actor, company_id)
    async with documents.brought(actor, file, declaration_id=declared) as taken, writing(actor, company_id):
        former = await _paper(noun, company_id, row_id)
        stored = await documents.keep(actor, taken)
        await _set(noun, row_id, stored.id)
        if former is not None:
            await documents.discard(actor, former)
        await audit.record(actor, "document added", company_id, row=row_id, document=stored.id, instead_of=former)
    return stored


async def remove_proof(actor: Actor, company_id: UUID, noun: Proven, row_id: UUID) -> None:
    """Take the document off a certificate or a right. Hidden (404) where there is none."""
    async with writing(actor, company_id):
        paper = await _paper(noun, company_id, row_id) or hidden()
        await _set(noun, row_id, None)
        await documents.discard(actor, paper)
        await audit.record(actor, "document removed", company_id, row=row_id, document=paper)


async def _paper(noun: Proven, company_id: UUID, row_id: UUID) -> UUID | None:
    """The document of a row of this company, if it has one. Hidden (404) where there is no such row."""
    row = await database.row(
        f"SELECT document_id FROM {TABLES[noun]} WHERE id = $1 AND company = $2", row_id, company_id
    )
    if row is None:
        hidden()
    found: UUID | None = row["document_id"]
    return found


async def _set(noun: Proven, row_id: UUID, document_id: UUID | None) -> None:
    await database.execute(f"UPDATE {TABLES[noun]} SET document_id = $2 WHERE id = $1", row_id, document_id)
