"""What funds tell the house: ids alone; `subject_id` is what the money was bound for, as its owner named it."""

from dataclasses import dataclass
from uuid import UUID

from parks.kernel.events import Event


@dataclass(frozen=True, slots=True)
class CommitmentMade(Event):
    commitment_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class CommitmentCancelled(Event):
    """What was bound and not paid is free again, and nothing was ever paid."""

    commitment_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class TrancheReleased(Event):
    tranche_id: UUID


@dataclass(frozen=True, slots=True)
class TranchePaid(Event):
    tranche_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class TrancheRefused(Event):
    """The bank did not take it; it is planned again."""

    tranche_id: UUID


@dataclass(frozen=True, slots=True)
class PaymentReversed(Event):
    """`nothing_paid`: the commitment has received nothing any more."""

    tranche_id: UUID
    subject_id: UUID
    nothing_paid: bool


@dataclass(frozen=True, slots=True)
class ReportDue(Event):
    """A report of use is owed soon, or was owed (`overdue`)."""

    report_id: UUID
    overdue: bool


@dataclass(frozen=True, slots=True)
class UseReported(Event):
    report_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class UseReturned(Event):
    report_id: UUID


@dataclass(frozen=True, slots=True)
class RectificationRequired(Event):
    check_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class Rectified(Event):
    check_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class CommitmentAccepted(Event):
    commitment_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class CommitmentClosed(Event):
    commitment_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class ClawedBack(Event):
    clawback_id: UUID
    subject_id: UUID
