"""What experts read of a subject, taken away for good once its time is over; scores stay, without words of it."""

from collections.abc import Sequence
from uuid import UUID

from parks.adapters.database import execute


async def erase_proposals(subject_ids: Sequence[UUID]) -> None:
    """Within a deletion report that is carried out, or the database refuses for a closed assessment."""
    await execute(
        "WITH told AS (UPDATE conflict SET party = '', evidence = CASE WHEN source = 'declared' THEN '' ELSE '-' END"
        " WHERE assessment IN (SELECT id FROM assessment WHERE subject_id = ANY($1)))"
        " UPDATE assessment SET proposal = '{}', subject_label = code, barred = '{}', parties = '{}', people = '{}'"
        " WHERE subject_id = ANY($1)",
        list(subject_ids),
    )
    await execute(
        "UPDATE assignment_pair SET terms = '{}' WHERE assessment IN"
        " (SELECT id FROM assessment WHERE subject_id = ANY($1))",
        list(subject_ids),
    )
