"""Erasing an application: its words, answers, files and what experts read. A row without a name is left, for the
statistics and for the ids that others keep; it says number, call, state and dates.
"""

from collections.abc import Sequence
from uuid import UUID

from parks.adapters.database import execute, rows
from parks.documents import actions as documents
from parks.questionnaires.actions import erasure as sheets
from parks.reviews.actions import erasure as reviews
from parks.startups.actions import members


async def end_hands(ids: Sequence[UUID]) -> int:
    """Hands lent with applications. Answers how many."""
    return len(await rows("DELETE FROM application_hand WHERE id = ANY($1) RETURNING id", list(ids)))


async def end_company_hands(ids: Sequence[UUID]) -> int:
    """Hands lent with companies; an owner's is none of these. Answers how many."""
    return await members.end_hands(ids)


async def empty_imports(ids: Sequence[UUID]) -> int:
    """What was read of sheets that nobody confirmed; who sent which file when is left. Answers how many sheets."""
    await execute("DELETE FROM import_row WHERE run = ANY($1)", list(ids))
    gone = await rows(
        "UPDATE import_run SET state = 'given_up', ended_at = parks_now(), file_name = '' WHERE id = ANY($1)"
        " AND state IN ('checked', 'failed') RETURNING id",
        list(ids),
    )
    return len(gone)


async def erase_applications(ids: Sequence[UUID]) -> int:
    """Within a deletion report that is carried out, or the database refuses. Answers how many."""
    wanted = list(ids)
    found = await rows("SELECT id, sheet FROM application WHERE id = ANY($1) AND sheet IS NOT NULL FOR UPDATE", wanted)
    files = await rows(
        "SELECT r.document_id AS id FROM submission_receipt r JOIN submission s ON s.id = r.submission"
        " WHERE s.application = ANY($1) UNION SELECT document_id FROM correction"
        " WHERE application = ANY($1) AND document_id IS NOT NULL",
        wanted,
    )
    await execute(
        "UPDATE application SET sheet = NULL, state = CASE WHEN submitted_at IS NULL THEN 'withdrawn' ELSE state END,"
        " applicant_name = '', company_name = '', project_title = '', words = '', uscc = '', person_mark = ''"
        " WHERE id = ANY($1)",
        wanted,
    )
    await execute(
        "UPDATE submission SET answers = '{}', facts = '{}', findings = '[]' WHERE application = ANY($1)", wanted
    )
    await execute("UPDATE correction SET gaps = '{}' WHERE application = ANY($1)", wanted)
    attached = await sheets.erase([one["sheet"] for one in found])
    await reviews.erase_proposals(wanted)
    await documents.erase([*attached, *(one["id"] for one in files)])
    return len(found)
