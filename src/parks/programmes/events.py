"""What programmes tell the house: ids alone; who listens stands in `parks.app.REACTIONS`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from parks.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ApplicationBroughtIn(Event):
    """An officer brought it in from paper or an older system: a draft of its applicant, who does not know of it yet."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted(Event):
    """It was sent, for the first time or again after it was taken back: it has its number and lies with the park."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationTakenBack(Event):
    """The applicant took it back to change it before the deadline: it is a draft again and nobody's but theirs."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationReturned(Event):
    """A level sent it back once, with every gap named in one letter (the correction)."""

    application_id: UUID
    correction_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationCorrected(Event):
    """The founder sent the corrected application back to the level that had returned it."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationRecommended(Event):
    """A level recommended it; it lies with the next one, or is recommended to the nation."""

    application_id: UUID
    opinion_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationRefused(Event):
    """A level did not recommend it, or found it to break a rule; the opinion says why."""

    application_id: UUID
    opinion_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn(Event):
    application_id: UUID


@dataclass(frozen=True, slots=True)
class NoticePublished(Event):
    notice_id: UUID


@dataclass(frozen=True, slots=True)
class ObjectionFiled(Event):
    objection_id: UUID


@dataclass(frozen=True, slots=True)
class ObjectionDecided(Event):
    objection_id: UUID


@dataclass(frozen=True, slots=True)
class AwardMade(Event):
    award_id: UUID


@dataclass(frozen=True, slots=True)
class AgreementDrafted(Event):
    """The company may complete and sign it; also after an officer sent it back."""

    agreement_id: UUID


@dataclass(frozen=True, slots=True)
class AgreementSigned(Event):
    """By the company: the officers are to countersign."""

    agreement_id: UUID


@dataclass(frozen=True, slots=True)
class AgreementInForce(Event):
    agreement_id: UUID


@dataclass(frozen=True, slots=True)
class OutcomeDue(Event):
    outcome_id: UUID


@dataclass(frozen=True, slots=True)
class OutcomeReported(Event):
    outcome_id: UUID


@dataclass(frozen=True, slots=True)
class OutcomeReturned(Event):
    outcome_id: UUID


@dataclass(frozen=True, slots=True)
class CallExtended(Event):
    """One company has more time."""

    call_id: UUID
    company_id: UUID


@dataclass(frozen=True, slots=True)
class CallReopened(Event):
    """Applications are taken again until a later moment."""

    call_id: UUID


@dataclass(frozen=True, slots=True)
class CallPeeked(Event):
    """Somebody looked into a sealed call before it closed, and said why."""

    call_id: UUID
    peek_id: UUID


@dataclass(frozen=True, slots=True)
class DeadlineMoved(Event):
    """The calendar of a year was settled, and the last day of a correction or a notice is another one now."""

    subject: str  # correction · notice
    subject_id: UUID
    before: date


@dataclass(frozen=True, slots=True)
class WaiverAsked(Event):
    waiver_id: UUID


@dataclass(frozen=True, slots=True)
class WaiverDecided(Event):
    waiver_id: UUID
