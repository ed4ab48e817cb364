"""What reviews tell those above them; ids only."""

from dataclasses import dataclass
from uuid import UUID

from parks.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SeatOffered(Event):
    """An expert was asked to review; `queries.offer(seat_id)` tells whom to tell and what."""

    seat_id: UUID


@dataclass(frozen=True, slots=True)
class SeatRecused(Event):
    """A seat is empty again: by recusal, by a declared conflict, or taken back by the officer."""

    seat_id: UUID
    assessment_id: UUID


@dataclass(frozen=True, slots=True)
class ScoreSubmitted(Event):
    seat_id: UUID
    assessment_id: UUID


@dataclass(frozen=True, slots=True)
class MarkAsked(Event):
    """An officer asks an expert about a mark; `queries.query_told(query_id)` tells whom to tell and what."""

    query_id: UUID


@dataclass(frozen=True, slots=True)
class MarkAnswered(Event):
    """The expert answered; the officer who asked is told."""

    query_id: UUID


@dataclass(frozen=True, slots=True)
class AssessmentClosed(Event):
    """The last seat has scored: total and rank stand (`queries.summary`)."""

    assessment_id: UUID


@dataclass(frozen=True, slots=True)
class AssessmentReopened(Event):
    """A closed assessment lost a score (late recusal, a score given back): total and rank are gone."""

    assessment_id: UUID


@dataclass(frozen=True, slots=True)
class RoundClosed(Event):
    """The ranking of the round is final."""

    round_id: UUID


@dataclass(frozen=True, slots=True)
class ExpertInvited(Event):
    """An expert was asked to a round; `queries.invitation_told(invitation_id)` tells whom to tell and what."""

    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class InvitationAnswered(Event):
    """The expert said yes or no, with a reason; the officer who asked is told."""

    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class ExpertApplied(Event):
    """Somebody asks to judge; `queries.application_told(application_id)` tells the officers of the place."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class ExpertTakenIn(Event):
    """An applicant was appointed to the pool for a term."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class LetterIssued(Event):
    """A letter of appointment lies ready; `queries.letter_told(letter_id)` tells whom to tell and what."""

    letter_id: UUID


@dataclass(frozen=True, slots=True)
class ExpertRefused(Event):
    """An application to the pool was refused, with the reason."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class PlaceGiven(Event):
    """Somebody has a place at a meeting; `queries.meetings.place_told(member_id)` tells whom to tell and what."""

    member_id: UUID


@dataclass(frozen=True, slots=True)
class MeetingMoved(Event):
    """A meeting begins at another time or place; everybody who has a place at it is told."""

    meeting_id: UUID


@dataclass(frozen=True, slots=True)
class MeetingCalledOff(Event):
    """A meeting will not be held; everybody who has a place at it is told."""

    meeting_id: UUID
