"""Paper that comes back: a scan of the print pack, signed and sealed, matched to its version by its marks."""

from uuid import UUID

from parks.adapters import database
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.audit import actions as audit
from parks.documents import actions as documents
from parks.kernel.actor import Actor
from parks.kernel.errors import Forbidden, Invalid
from parks.kernel.words import _
from parks.programmes.actions import desks
from parks.programmes.queries import applications, print_packs
from parks.programmes.queries.applications import ApplicationView
from parks.programmes.rules import print_pack
from parks.programmes.rules.ladder import Rung, acts_at


async def file(actor: Actor, application_id: UUID, scan: documents.Incoming | None) -> UUID:
    """Keep a scan as the signed paper of the actor's level; answers its id.

    Forbidden (403) for whoever signs at no level of it that has had it; Invalid (422) with field `scan` where no page
    tells its version, or one is of another application or version. Nothing is kept of what is refused.
    """
    from parks.adapters import barcodes  # a drawer of PDF and a reader of codes, which only this needs

    found = await applications.application(actor, application_id)
    rung = _rung(actor, found)
    if scan is None:
        raise Invalid(fields={"scan": _("Choose the scanned file.")})
    submission, mark = await print_packs.wanted(found, rung.level)
    declared = await documents.declare(actor, application_id)
    async with documents.brought(actor, scan, declaration_id=declared, field="scan") as taken:
        try:
            pages = await barcodes.read(await documents.content(taken), taken.media_type)
        except barcodes.UnreadableError as error:
            raise Invalid(
                fields={"scan": _("This file cannot be opened, or has too many or too large pages.")}
            ) from error
        if wrong := print_pack.problem(pages, mark):
            raise Invalid(fields={"scan": wrong})
        async with tx():
            office, name = await desks.office(found.path, rung)
            stored = await documents.keep(actor, taken)
            made = uuid7()
            await database.execute(
                "INSERT INTO signed_scan (id, application, submission, level, organisation, document_id, pages,"
                " matched, officer, officer_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, parks_now())",
                made,
                application_id,
                submission,
                rung.level.value,
                office,
                stored.id,
                len(pages),
                print_pack.matched(pages, mark),
                actor.id,
                actor.name,
            )
            await audit.record(
                actor,
                "signed scan filed",
                application_id,
                level=rung.level.value,
                office=name,
                version=mark.version,
                sha256=stored.sha256,
            )
    return made


def _rung(actor: Actor, found: ApplicationView) -> Rung:
    """The actor's level: the one that has it now, or the last one that has signed; never in a case of their own."""
    reached = [found.level, *(one.level for one in reversed(found.opinions))]
    for level in reached:
        rung = found.ladder.rung(level) if level else None
        if rung is not None and not found.own and acts_at(actor, rung, found.path):
            return rung
    raise Forbidden(_("Signed paper is filed by the office that has the application, or has signed it."))
