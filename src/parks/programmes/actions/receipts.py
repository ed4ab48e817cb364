"""The receipt of a submission: one PDF of all that was sent, made once and kept.

Made after the submission is safe: a typesetter or a document store that is away must cost nobody a deadline. Whoever
asks for a receipt that could not be made then, makes it.
"""

from uuid import UUID

import asyncpg
import structlog

from parks.adapters import database, typesetter
from parks.adapters.database import tx
from parks.adapters.ids import uuid7
from parks.documents import actions as documents
from parks.kernel.errors import Unavailable, hidden
from parks.programmes.queries import letters

log = structlog.get_logger()


AT_ONCE = 3
"""More receipts than this are not made side by side: in the last minute before a deadline, taking applications comes
first."""

_making = 0


async def file_if_possible(submission_id: UUID) -> None:
    """Make the receipt now, or leave it for the first who asks."""
    global _making  # noqa: PLW0603 - a count of this process alone
    if _making >= AT_ONCE:
        log.info("receipt put off, others are being made", submission=str(submission_id))
        return
    _making += 1
    try:
        await file(submission_id)
    except Unavailable:
        log.warning("receipt put off", submission=str(submission_id))
    finally:
        _making -= 1


async def file(submission_id: UUID) -> UUID:
    """The receipt's document, made if it is not there yet. Unavailable (503) where the document store is away."""
    known: UUID | None = await database.value(
        "SELECT document_id FROM submission_receipt WHERE submission = $1", submission_id
    )
    if known is not None:
        return known
    name, values = await letters.receipt(submission_id)
    pdf = await typesetter.pdf("receipt", values)
    try:
        async with tx():
            document = await documents.file_letter(name, pdf)
            await database.execute(
                "INSERT INTO submission_receipt (id, submission, document_id) VALUES ($1, $2, $3)",
                uuid7(),
                submission_id,
                document,
            )
    except asyncpg.UniqueViolationError:  # somebody else made it meanwhile: theirs stands
        found: UUID = (
            await database.value("SELECT document_id FROM submission_receipt WHERE submission = $1", submission_id)
            or hidden()
        )
        return found
    return document
