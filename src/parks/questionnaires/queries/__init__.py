"""Reads, a file a noun. The sheets' stand here too: their owners call them by this name."""

from parks.questionnaires.queries.sheets import (
    Held,
    QuestionView,
    SectionView,
    Sheet,
    Taken,
    definition,
    held,
    holds,
    latest,
    mark_of,
    names,
    seen,
    several,
    sheet,
    version,
    versions,
)

__all__ = [
    "Held",
    "QuestionView",
    "SectionView",
    "Sheet",
    "Taken",
    "definition",
    "held",
    "holds",
    "latest",
    "mark_of",
    "names",
    "seen",
    "several",
    "sheet",
    "version",
    "versions",
]
