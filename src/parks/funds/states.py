"""What money and its duties can be: every legal move, and what each kind of entry does to a budget."""

from enum import StrEnum

from parks.kernel.lifecycle import Lifecycle


class Source(StrEnum):
    """Whose money a budget is (domain.md §2.3: the nation supports once, the locality should match)."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    CITY = "city"
    PARK = "park"


class Entry(StrEnum):
    """The kinds of lines in the ledger; MOVES says what each does. Nothing else moves a figure."""

    FOUNDED = "founded"
    RAISED = "raised"
    LOWERED = "lowered"
    COMMITTED = "committed"
    RELEASED = "released"
    TAKEN_BACK = "taken_back"  # a release, before it was paid
    PAID = "paid"
    REFUSED = "refused"  # by the bank
    REVERSED = "reversed"  # a payment that came back
    CANCELLED = "cancelled"  # what was bound is free again
    REPAID = "repaid"  # by the company, after a clawback
    WRITTEN_OFF = "written_off"


MOVES: dict[Entry, tuple[int, int, int, int]] = {
    Entry.FOUNDED: (1, 0, 0, 0),
    Entry.RAISED: (1, 0, 0, 0),
    Entry.LOWERED: (-1, 0, 0, 0),
    Entry.COMMITTED: (0, 1, 0, 0),
    Entry.RELEASED: (0, 0, 1, 0),
    Entry.TAKEN_BACK: (0, 0, -1, 0),
    Entry.PAID: (0, 0, -1, 1),
    Entry.REFUSED: (0, 0, -1, 0),
    Entry.REVERSED: (0, 0, 0, -1),
    Entry.CANCELLED: (0, -1, 0, 0),
    Entry.REPAID: (0, -1, 0, -1),
    Entry.WRITTEN_OFF: (0, 0, 0, 0),
}
"""How often an entry's amount is added to: budget, committed, released, paid. Free is budget less committed.

The trigger in migrations/funds holds the same table; a test compares the two.
"""


class CommitmentState(StrEnum):
    COMMITTED = "committed"  # bound, nothing paid yet
    TRACKING = "tracking"  # money has gone out: reports are owed
    RECTIFY = "rectify"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    CLAWED_BACK = "clawed_back"
    CANCELLED = "cancelled"


class CommitmentMove(StrEnum):
    PAY = "pay"
    UNPAY = "unpay"  # the only payment came back
    REQUIRE_RECTIFICATION = "require_rectification"
    RECTIFIED = "rectified"
    ACCEPT = "accept"
    CLOSE = "close"
    CLAW_BACK = "claw_back"
    CANCEL = "cancel"


S, M = CommitmentState, CommitmentMove

COMMITMENT_LIFE = Lifecycle(
    {
        (S.COMMITTED, M.PAY): S.TRACKING,
        (S.COMMITTED, M.CANCEL): S.CANCELLED,
        (S.TRACKING, M.PAY): S.TRACKING,
        (S.TRACKING, M.UNPAY): S.COMMITTED,
        (S.TRACKING, M.REQUIRE_RECTIFICATION): S.RECTIFY,
        (S.TRACKING, M.ACCEPT): S.ACCEPTED,
        (S.TRACKING, M.CLAW_BACK): S.CLAWED_BACK,
        (S.RECTIFY, M.RECTIFIED): S.TRACKING,
        (S.RECTIFY, M.REQUIRE_RECTIFICATION): S.RECTIFY,  # a further deadline
        (S.RECTIFY, M.CLAW_BACK): S.CLAWED_BACK,
        (S.ACCEPTED, M.PAY): S.ACCEPTED,  # a last part that waits for the acceptance
        (S.ACCEPTED, M.CLOSE): S.CLOSED,
        (S.ACCEPTED, M.CLAW_BACK): S.CLAWED_BACK,
    }
)


class TrancheState(StrEnum):
    PLANNED = "planned"
    PROPOSED = "proposed"  # one person asks
    RELEASED = "released"  # another one agreed
    IN_PAYMENT = "in_payment"  # on a bank file
    PAID = "paid"
    CANCELLED = "cancelled"


class TrancheMove(StrEnum):
    PROPOSE = "propose"
    DECLINE = "decline"
    APPROVE = "approve"
    TAKE_BACK = "take_back"
    SEND = "send"
    PAY = "pay"
    REFUSE = "refuse"
    REVERSE = "reverse"
    CANCEL = "cancel"


T, N = TrancheState, TrancheMove

TRANCHE_LIFE = Lifecycle(
    {
        (T.PLANNED, N.PROPOSE): T.PROPOSED,
        (T.PLANNED, N.CANCEL): T.CANCELLED,
        (T.PROPOSED, N.DECLINE): T.PLANNED,
        (T.PROPOSED, N.APPROVE): T.RELEASED,
        (T.RELEASED, N.TAKE_BACK): T.PLANNED,
        (T.RELEASED, N.SEND): T.IN_PAYMENT,
        (T.IN_PAYMENT, N.PAY): T.PAID,
        (T.IN_PAYMENT, N.REFUSE): T.PLANNED,  # two people look again: the account may be wrong
        (T.PAID, N.REVERSE): T.PLANNED,
    }
)


class LineState(StrEnum):
    """A line of a bank file."""

    SENT = "sent"
    PAID = "paid"
    REFUSED = "refused"
    REVERSED = "reversed"


class ReportState(StrEnum):
    DUE = "due"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class ReportMove(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"


REPORT_LIFE = Lifecycle(
    {
        (ReportState.DUE, ReportMove.SUBMIT): ReportState.SUBMITTED,
        (ReportState.SUBMITTED, ReportMove.RETURN): ReportState.RETURNED,
        (ReportState.SUBMITTED, ReportMove.ACCEPT): ReportState.ACCEPTED,
        (ReportState.RETURNED, ReportMove.SUBMIT): ReportState.SUBMITTED,
    }
)

WRITABLE = frozenset({ReportState.DUE, ReportState.RETURNED})
"""Where the company may write its report."""


class CheckKind(StrEnum):
    MIDTERM_CHECK = "midterm_check"
    INSPECTION = "inspection"  # at random (domain.md §2.7)
    ACCEPTANCE = "acceptance"


class CheckOutcome(StrEnum):
    PASSED = "passed"
    RECTIFY = "rectify"


class RectificationState(StrEnum):
    REQUIRED = "required"
    ANSWERED = "answered"
    DONE = "done"


class RectificationMove(StrEnum):
    ANSWER = "answer"
    ACCEPT = "accept"
    REQUIRE_AGAIN = "require_again"


RECTIFICATION_LIFE = Lifecycle(
    {
        (RectificationState.REQUIRED, RectificationMove.ANSWER): RectificationState.ANSWERED,
        (RectificationState.ANSWERED, RectificationMove.ACCEPT): RectificationState.DONE,
        (RectificationState.ANSWERED, RectificationMove.REQUIRE_AGAIN): RectificationState.REQUIRED,
    }
)


class ClawbackState(StrEnum):
    DEMANDED = "demanded"
    REPAID = "repaid"
    WRITTEN_OFF = "written_off"


class ClawbackMove(StrEnum):
    REPAY = "repay"  # in full
    WRITE_OFF = "write_off"  # the rest, by a decision


CLAWBACK_LIFE = Lifecycle(
    {
        (ClawbackState.DEMANDED, ClawbackMove.REPAY): ClawbackState.REPAID,
        (ClawbackState.DEMANDED, ClawbackMove.WRITE_OFF): ClawbackState.WRITTEN_OFF,
    }
)
