"""Where a sheet stands, and the eight words of a section (experience.md §2.1)."""

from enum import StrEnum

from parks.kernel.lifecycle import Lifecycle


class SheetState(StrEnum):
    OPEN = "open"  # every section can be filled in
    FROZEN = "frozen"  # a version was taken; nothing can be changed
    RETURNED = "returned"  # the sections with a gap can be changed, and no others


class SheetMove(StrEnum):
    FREEZE = "freeze"
    RETURN = "return"
    REOPEN = "reopen"


LIFE = Lifecycle(
    {
        (SheetState.OPEN, SheetMove.FREEZE): SheetState.FROZEN,
        (SheetState.RETURNED, SheetMove.FREEZE): SheetState.FROZEN,
        (SheetState.FROZEN, SheetMove.RETURN): SheetState.RETURNED,
        (SheetState.FROZEN, SheetMove.REOPEN): SheetState.OPEN,
    }
)


class SectionStatus(StrEnum):
    """Derived from the answers each time it is shown; stored nowhere."""

    CANNOT_START = "cannot_start"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    NO_QUESTIONS = "no_questions"
    NOT_NEEDED = "not_needed"
    CHANGES_REQUESTED = "changes_requested"
    CHANGES_MADE = "changes_made"


SETTLED = frozenset(
    {
        SectionStatus.COMPLETED,
        SectionStatus.NO_QUESTIONS,
        SectionStatus.NOT_NEEDED,
        SectionStatus.CHANGES_MADE,
    }
)
"""Nothing is left to do in a section of these."""
