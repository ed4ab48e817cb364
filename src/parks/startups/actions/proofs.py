"""Degree certificates and rights; and the documents that prove the lines of a record, with who compared them."""

from typing import Any
from uuid import UUID

from parks.adapters import database
from parks.adapters.bus import announce
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.documents.queries import DocumentView
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.startups import permissions
from parks.startups.actions.rows import delete, insert, locked, of_record, update, writing
from parks.startups.events import RecordChanged
from parks.startups.rules.records import CertificateRecord, IpRecord, ProofRecord
from parks.startups.states import Proven


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


TABLES = {
    Proven.COMPANY: "company",
    Proven.PEOPLE: "company_person",
    Proven.EMPLOYMENTS: "company_employment",
    Proven.SHARES: "company_shareholding",
    Proven.CERTIFICATES: "company_certificate",
    Proven.RIGHTS: "company_ip_asset",
    Proven.FIGURES: "yearly_figures",
    Proven.FUNDING: "company_earlier_funding",
    Proven.BANK_ACCOUNT: "company_bank_account",
}
"""Where the lines of each noun stand."""

PROOFS_MOST = 10


async def prove(  # noqa: PLR0917  # a file, where it belongs, and what it says of itself
    actor: Actor, company_id: UUID, noun: Proven, line: UUID, file: documents.Incoming, record: ProofRecord
) -> UUID:
    """Take a file as a proof of a line; answers the proof's id. Conflict (409) where the line has enough of them.

    The caller has the actor's word that it contains no state secrets; it is noted first, and only to whoever may
    write here. Invalid (422) beside `file`, and the other errors of `documents.brought`.
    """
    async with writing(actor, company_id):
        await _version_of(company_id, noun, line)
        declared = await documents.declare(actor, company_id)
    async with documents.brought(actor, file, declaration_id=declared) as taken, writing(actor, company_id):
        stored = await documents.keep(actor, taken)
        return await _put(actor, company_id, noun, line, stored, record)


async def _put(  # noqa: PLR0917  # as above
    actor: Actor, company_id: UUID, noun: Proven, line: UUID, stored: DocumentView, record: ProofRecord
) -> UUID:
    await _version_of(company_id, noun, line)
    made = uuid7()
    held = await database.value(
        "SELECT count(*) FROM record_document WHERE company = $1 AND line = $2", company_id, line
    )
    if held >= PROOFS_MOST:
        raise Conflict(_("There are {n} files here already. Remove one first.", n=PROOFS_MOST))
    await database.execute(
        "INSERT INTO record_document (id, company, noun, line, document, name, dated_on, valid_until, by_name, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, parks_now())",
        made,
        company_id,
        noun.value,
        line,
        stored.id,
        stored.name[:255],
        record.dated_on,
        record.valid_until,
        actor.name[:200],
    )
    await audit.record(actor, "document added", company_id, row=line, document=stored.id, dated_on=record.dated_on)
    return made


async def remove_document(actor: Actor, company_id: UUID, proof_id: UUID) -> None:
    """Take a document off its line; a check against it falls away with it."""
    async with writing(actor, company_id):
        gone = await database.row(
            "DELETE FROM record_document WHERE id = $1 AND company = $2 RETURNING line, document", proof_id, company_id
        )
        if gone is None:
            hidden()
        await database.execute(
            "DELETE FROM record_check WHERE company = $1 AND line = $2 AND document = $3",
            company_id,
            gone["line"],
            gone["document"],
        )
        await documents.discard(actor, gone["document"])
        await audit.record(actor, "document removed", company_id, row=gone["line"], document=gone["document"])


async def check_line(  # noqa: PLR0917  # who, which line, in which version, against which document
    actor: Actor, company_id: UUID, noun: Proven, line: UUID, document_id: UUID, seen_version: int
) -> None:
    """An officer compared the line, as it stood in that version, with this document of its own.

    Conflict (409) where it was changed meanwhile: what was compared is no longer what stands there.
    """
    async with tx():
        company = await locked(actor, company_id)
        member = company["rights"] is not None
        require(permissions.may_check(actor, member=member, path=company["path"]))
        if await _version_of(company_id, noun, line) != seen_version:
            raise Conflict(_("This was changed after you opened the page. Compare it with the document once more."))
        await _proven_by(company_id, line, document_id)
        await database.execute(
            "INSERT INTO record_check AS k (id, company, noun, line, version, document, officer, officer_name, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, parks_now()) ON CONFLICT (company, line) DO UPDATE SET"
            " version = EXCLUDED.version, document = EXCLUDED.document, officer = EXCLUDED.officer,"
            " officer_name = EXCLUDED.officer_name, at = EXCLUDED.at",
            uuid7(),
            company_id,
            noun.value,
            line,
            seen_version,
            document_id,
            actor.id,
            actor.name[:200],
        )
        await audit.record(actor, "record checked", company_id, noun=noun.value, row=line, document=document_id)
        await announce(RecordChanged(company_id))


async def uncheck_line(actor: Actor, company_id: UUID, line: UUID) -> None:
    """Take a check back, one's own or a colleague's: it should not have been given."""
    async with tx():
        company = await locked(actor, company_id)
        require(permissions.may_check(actor, member=company["rights"] is not None, path=company["path"]))
        gone = await database.row(
            "DELETE FROM record_check WHERE company = $1 AND line = $2 RETURNING noun", company_id, line
        )
        if gone is None:
            hidden()
        await audit.record(actor, "record check taken back", company_id, noun=gone["noun"], row=line)
        await announce(RecordChanged(company_id))


async def say_still_right(actor: Actor, company_id: UUID, noun: Proven, line: UUID) -> None:
    """The founder's word that a line without a dated paper is right as it stands: it is fresh from today."""
    async with writing(actor, company_id):
        await _version_of(company_id, noun, line)
        await database.execute(
            f"UPDATE {TABLES[noun]} SET at = parks_now(), by_name = $2 WHERE id = $1", line, actor.name[:200]
        )
        await audit.record(actor, "record said to be right", company_id, noun=noun.value, row=line)


async def _version_of(company_id: UUID, noun: Proven, line: UUID) -> int:
    """The line's version; Hidden (404) where this company has no such line."""
    own = "id = $2 AND $1::uuid = id" if noun is Proven.COMPANY else "company = $1 AND id = $2"
    found: int | None = await database.value(f"SELECT version FROM {TABLES[noun]} WHERE {own}", company_id, line)
    return found if found is not None else hidden()


async def _proven_by(company_id: UUID, line: UUID, document_id: UUID) -> None:
    known = await database.value(
        "SELECT 1 FROM record_document WHERE company = $1 AND line = $2 AND document = $3",
        company_id,
        line,
        document_id,
    )
    if known is None:
        raise Invalid(fields={"document": _("Choose the document that you compared it with.")})
