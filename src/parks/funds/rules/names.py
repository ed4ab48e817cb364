"""What states and kinds of public money are called, and how they are coloured."""

from collections.abc import Mapping

from parks.funds.states import (
    CheckKind,
    CheckOutcome,
    ClawbackState,
    CommitmentState,
    Entry,
    LineState,
    RectificationState,
    ReportState,
    Source,
    TrancheState,
)
from parks.kernel.words import Text, _

SOURCES: Mapping[Source, Text] = {
    Source.CENTRAL: _("Central funds"),
    Source.PROVINCIAL: _("Provincial funds"),
    Source.CITY: _("City funds"),
    Source.PARK: _("Park funds"),
}
ENTRIES: Mapping[Entry, Text] = {
    Entry.FOUNDED: _("Founded"),
    Entry.RAISED: _("Raised"),
    Entry.LOWERED: _("Lowered"),
    Entry.COMMITTED: _("Committed"),
    Entry.RELEASED: _("Released"),
    Entry.TAKEN_BACK: _("Release taken back"),
    Entry.PAID: _("Paid"),
    Entry.REFUSED: _("Refused by the bank"),
    Entry.REVERSED: _("Payment reversed"),
    Entry.CANCELLED: _("Cancelled, free again"),
    Entry.REPAID: _("Repaid"),
    Entry.WRITTEN_OFF: _("Written off"),
}
COMMITMENTS: Mapping[CommitmentState, Text] = {
    CommitmentState.COMMITTED: _("Committed, nothing paid yet"),
    CommitmentState.TRACKING: _("Paid, in tracking"),
    CommitmentState.RECTIFY: _("To be rectified"),
    CommitmentState.ACCEPTED: _("Accepted at the end"),
    CommitmentState.CLOSED: _("Closed and settled"),
    CommitmentState.CLAWED_BACK: _("Claimed back"),
    CommitmentState.CANCELLED: _("Cancelled"),
}
TRANCHES: Mapping[TrancheState, Text] = {
    TrancheState.PLANNED: _("Planned"),
    TrancheState.PROPOSED: _("Proposed, waits for a second person"),
    TrancheState.RELEASED: _("Released"),
    TrancheState.IN_PAYMENT: _("With the bank"),
    TrancheState.PAID: _("Paid"),
    TrancheState.CANCELLED: _("Cancelled"),
}
LINES: Mapping[LineState, Text] = {
    LineState.SENT: _("With the bank"),
    LineState.PAID: _("Paid"),
    LineState.REFUSED: _("Refused by the bank"),
    LineState.REVERSED: _("Payment reversed"),
}
REPORTS: Mapping[ReportState, Text] = {
    ReportState.DUE: _("To be written"),
    ReportState.SUBMITTED: _("Sent, being checked"),
    ReportState.RETURNED: _("Returned to be mended"),
    ReportState.ACCEPTED: _("Accepted"),
}
CHECKS: Mapping[CheckKind, Text] = {
    CheckKind.MIDTERM_CHECK: _("Mid-term check"),
    CheckKind.INSPECTION: _("Inspection"),
    CheckKind.ACCEPTANCE: _("Acceptance"),
}
OUTCOMES: Mapping[CheckOutcome, Text] = {
    CheckOutcome.PASSED: _("Passed"),
    CheckOutcome.RECTIFY: _("To be rectified"),
}
RECTIFICATIONS: Mapping[RectificationState, Text] = {
    RectificationState.REQUIRED: _("To be rectified"),
    RectificationState.ANSWERED: _("Answered, to be judged"),
    RectificationState.DONE: _("Rectified"),
}
CLAWBACKS: Mapping[ClawbackState, Text] = {
    ClawbackState.DEMANDED: _("Demanded"),
    ClawbackState.REPAID: _("Repaid"),
    ClawbackState.WRITTEN_OFF: _("Written off"),
}
TONES: Mapping[str, str] = {
    "proposed": "warning",
    "released": "info",
    "in_payment": "info",
    "paid": "success",
    "tracking": "info",
    "rectify": "warning",
    "required": "warning",
    "returned": "warning",
    "due": "neutral",
    "submitted": "info",
    "accepted": "success",
    "passed": "success",
    "done": "success",
    "refused": "danger",
    "reversed": "danger",
    "clawed_back": "danger",
    "demanded": "danger",
}
"""By a state's word; the rest is neutral."""


def tone(state: str) -> str:
    return TONES.get(state, "neutral")
