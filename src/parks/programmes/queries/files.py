"""Files of an application: whoever sees the application opens its documents, receipts and letters, and nobody else."""

from uuid import UUID

from parks.adapters.database import row
from parks.documents import queries as documents
from parks.documents.queries import Opened
from parks.kernel.actor import Actor
from parks.kernel.errors import hidden
from parks.programmes.queries.scope import on_side, visible_to
from parks.questionnaires import queries as sheets


async def document(actor: Actor, application_id: UUID, document_id: UUID) -> Opened:
    """A document that was attached or issued. Hidden (404) where the reader does not see the application.

    Officers see what was sent, and the signed paper of their levels, which is theirs alone; a file that the founder put
    there afterwards, or took off before, is not among it.
    """
    seen, values = visible_to(actor)
    n = len(values)
    found = await row(
        f"SELECT a.sheet, {on_side(1)} AS own,"
        " EXISTS (SELECT FROM submission_receipt r JOIN submission s ON s.id = r.submission"
        f" WHERE s.application = a.id AND r.document_id = ${n + 2})"
        f" OR EXISTS (SELECT FROM correction k WHERE k.application = a.id AND k.document_id = ${n + 2}) AS issued,"
        " EXISTS (SELECT FROM signed_scan g WHERE g.application = a.id"
        f" AND g.document_id = ${n + 2}) AS scanned,"
        " EXISTS (SELECT FROM submission s WHERE s.application = a.id AND jsonb_path_exists(s.answers,"
        " '$.sections[*].questions[*].files[*] ? (@.id == $id)',"
        f" jsonb_build_object('id', (${n + 2}::uuid)::text))) AS sent"
        f" FROM application a WHERE {seen} AND a.id = ${n + 1}",
        *values,
        application_id,
        document_id,
    )
    if found is None:
        hidden()
    ours = found["own"] and await sheets.holds(found["sheet"], document_id)
    if not (found["issued"] or found["sent"] or ours or (found["scanned"] and not found["own"])):
        hidden()
    return await documents.opened(document_id)


async def receipt_of(actor: Actor, application_id: UUID) -> UUID:
    """The newest submission whose receipt may be made or opened by this reader."""
    seen, values = visible_to(actor)
    found = await row(
        f"SELECT s.id FROM application a JOIN submission s ON s.application = a.id WHERE {seen}"
        f" AND a.id = ${len(values) + 1} ORDER BY s.version DESC LIMIT 1",
        *values,
        application_id,
    )
    if found is None:
        hidden()
    made: UUID = found["id"]
    return made
