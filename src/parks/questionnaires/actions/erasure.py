"""Taking sheets away for good: within a deletion report that is carried out, or the database refuses."""

from collections.abc import Sequence
from uuid import UUID

from parks.adapters.database import execute, rows


async def erase(sheet_ids: Sequence[UUID]) -> list[UUID]:
    """Answers, versions and sheets; answers the ids of the documents that were attached, for their owner to erase."""
    found = await rows("SELECT document_id FROM questionnaire_attachment WHERE sheet = ANY($1)", list(sheet_ids))
    await execute("DELETE FROM questionnaire_version WHERE sheet = ANY($1)", list(sheet_ids))
    await execute("DELETE FROM questionnaire_sheet WHERE id = ANY($1)", list(sheet_ids))
    return [one["document_id"] for one in found]
