"""Where a deletion report stands: a dry run until a second person carries it out or drops it."""

from enum import StrEnum

from parks.kernel.lifecycle import Lifecycle


class ReportState(StrEnum):
    PROPOSED = "proposed"
    DONE = "done"
    DROPPED = "dropped"


class ReportMove(StrEnum):
    CARRY_OUT = "carry_out"
    DROP = "drop"


LIFE = Lifecycle(
    {
        (ReportState.PROPOSED, ReportMove.CARRY_OUT): ReportState.DONE,
        (ReportState.PROPOSED, ReportMove.DROP): ReportState.DROPPED,
    }
)
