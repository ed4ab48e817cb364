"""What a certifier signs over: an application's sheet as it would be sent now."""

from parks.programmes.rules import certification
from parks.questionnaires.queries import Sheet


def mark_of(sheet: Sheet) -> str:
    """The mark of everything that applies; equal as long as nothing of it changes."""
    return certification.mark_of(
        [
            one.key,
            one.kept,
            [str(file.document_id) for file in one.files],
            [line.stored() for line in one.fact.lines] if one.fact else [],
        ]
        for one in sheet.questions
        if one.applies
    )
