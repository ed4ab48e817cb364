"""What kinds and states are called, the tones of their tags, and a deadline in words."""

from datetime import datetime

from parks.kernel.words import Text, _
from parks.reviews.states import (
    ApplicationState,
    AssessmentState,
    AssignmentState,
    ConflictKind,
    ConflictSource,
    DrawnState,
    DrawState,
    ExpertKind,
    ExpertState,
    FeeState,
    Grade,
    InvitationState,
    ItemStage,
    LeftOut,
    MeetingRole,
    MeetingState,
    QueryKind,
    Resolution,
    RoundState,
    SeatState,
    TieKind,
    TieSource,
    VoteChoice,
)

EXPERT_KINDS = {
    ExpertKind.TECHNICAL: _("Technical"),
    ExpertKind.INVESTOR: _("Investor"),
    ExpertKind.FINANCE: _("Financial"),
    ExpertKind.MANAGEMENT: _("Managerial"),
}
EXPERT_STATES = {ExpertState.AVAILABLE: _("Can be asked"), ExpertState.RESTING: _("Resting")}
EXPERT_TONES = {ExpertState.AVAILABLE: "success", ExpertState.RESTING: "neutral"}

FIELDS = {
    "environment": _("Resources and environment"),
    "medicine": _("Medicine"),
    "new_energy": _("New energy"),
    "manufacturing": _("Advanced manufacturing"),
    "physics": _("Physics"),
    "microelectronics": _("Microelectronics and communication"),
    "biomedicine": _("Biomedicine"),
    "social_sciences": _("Social sciences"),
    "agriculture": _("Agriculture"),
    "chemistry": _("Chemistry"),
    "electronics": _("Electronics and information"),
    "materials": _("Materials"),
}
"""The twelve fields of domain.md §6.3."""

TIE_KINDS = {
    TieKind.EMPLOYER: _("Employer"),
    TieKind.SHAREHOLDING: _("Shareholding"),
    TieKind.DIRECTOR: _("Director"),
    TieKind.ADVISER: _("Adviser"),
    TieKind.INVENTOR: _("Inventor"),
    TieKind.MENTOR: _("Mentor"),
    TieKind.TEACHER: _("Teacher or student"),
    TieKind.KIN: _("Relative"),
}
TIE_SOURCES: dict[TieSource | ConflictSource, Text] = {
    TieSource.DECLARED: _("Declared by the expert"),
    TieSource.COMPANY_REGISTER: _("Company register"),
    TieSource.PATENT_REGISTER: _("Patent register"),
    TieSource.PARK_RECORD: _("Park record"),
    TieSource.APPLICATION: _("The application itself"),
    ConflictSource.ENTERED: _("Entered by staff"),
    ConflictSource.NAMED: _("Named by the applicant"),
}
CONFLICT_KINDS = {
    ConflictKind.SELF: _("One of the applicant's own people"),
    ConflictKind.SHAREHOLDER: _("Shareholding"),
    ConflictKind.INVESTOR: _("Investment"),
    ConflictKind.DIRECTOR: _("Director"),
    ConflictKind.ADVISER: _("Adviser"),
    ConflictKind.EMPLOYER: _("Employer"),
    ConflictKind.CO_INVENTOR: _("Common patent"),
    ConflictKind.KIN: _("Relative"),
    ConflictKind.TEACHER: _("Teacher or student"),
    ConflictKind.MENTOR: _("Mentor"),
    ConflictKind.TENANCY: _("Landlord or tenant"),
    ConflictKind.COLLABORATION: _("Earlier collaboration"),
}

APPLICATION_STATES = {
    ApplicationState.SUBMITTED: _("Waits for vetting"),
    ApplicationState.WITHDRAWN: _("Withdrawn"),
    ApplicationState.APPOINTED: _("Appointed"),
    ApplicationState.REFUSED: _("Refused"),
}
APPLICATION_TONES = {
    ApplicationState.SUBMITTED: "warning",
    ApplicationState.WITHDRAWN: "neutral",
    ApplicationState.APPOINTED: "success",
    ApplicationState.REFUSED: "neutral",
}

INVITATION_STATES = {
    InvitationState.INVITED: _("Waits for the answer"),
    InvitationState.ACCEPTED: _("Accepted"),
    InvitationState.DECLINED: _("Declined"),
}
INVITATION_TONES = {
    InvitationState.INVITED: "warning",
    InvitationState.ACCEPTED: "success",
    InvitationState.DECLINED: "neutral",
}

ROUND_STATES = {RoundState.OPEN: _("Being reviewed"), RoundState.CLOSED: _("Review closed")}
ROUND_TONES = {RoundState.OPEN: "info", RoundState.CLOSED: "neutral"}
ASSESSMENT_STATES = {AssessmentState.OPEN: _("In review"), AssessmentState.CLOSED: _("Scored")}
ASSESSMENT_TONES = {AssessmentState.OPEN: "info", AssessmentState.CLOSED: "success"}
ASSIGNMENT_STATES = {
    AssignmentState.PROPOSED: _("Proposed, not applied yet"),
    AssignmentState.APPLIED: _("Applied"),
    AssignmentState.DISCARDED: _("Put aside"),
}
ASSIGNMENT_TONES = {
    AssignmentState.PROPOSED: "info",
    AssignmentState.APPLIED: "success",
    AssignmentState.DISCARDED: "neutral",
}
SEAT_STATES = {
    SeatState.OFFERED: _("Waits for the declaration"),
    SeatState.DECLARED: _("Being scored"),
    SeatState.SCORED: _("Score submitted"),
    SeatState.RECUSED: _("Recused"),
    SeatState.REPLACED: _("Taken back"),
}
QUERY_KINDS = {
    QueryKind.REASON: _("Say why this mark"),
    QueryKind.SECOND_LOOK: _("Look at this criterion again"),
}
LEFT = {"conflict": _("A conflict of interest was found.")}
"""Reasons on a seat that the house itself wrote; all others are somebody's words."""
SEAT_TONES = {
    SeatState.OFFERED: "warning",
    SeatState.DECLARED: "info",
    SeatState.SCORED: "success",
    SeatState.RECUSED: "neutral",
    SeatState.REPLACED: "neutral",
}

FEE_STATES = {
    FeeState.DUE: _("Fee due"),
    FeeState.APPROVED: _("Fee approved"),
    FeeState.PAID: _("Fee paid"),
    FeeState.REFUSED: _("Fee refused"),
}
FEE_TONES = {
    FeeState.DUE: "warning",
    FeeState.APPROVED: "info",
    FeeState.PAID: "success",
    FeeState.REFUSED: "neutral",
}
GRADES = {Grade.EXCELLENT: _("Excellent"), Grade.COMPETENT: _("Competent"), Grade.POOR: _("Poor")}
GRADE_TONES = {Grade.EXCELLENT: "success", Grade.COMPETENT: "neutral", Grade.POOR: "danger"}
FEE_ACTS = {"approve": _("Approve"), "pay": _("Note as paid"), "refuse": _("Refuse the fee")}

IMPORT_STATES = {
    "checked": _("Read, not confirmed"),
    "done": _("Brought in"),
    "given_up": _("Given up"),
}
IMPORT_TONES = {"checked": "info", "done": "success", "given_up": "neutral"}

DRAW_STATES = {
    DrawState.COMMITTED: _("Committed to, waits for the witness"),
    DrawState.WITNESSED: _("Witnessed, waits to be revealed"),
    DrawState.REVEALED: _("Revealed"),
    DrawState.REPLACED: _("Set aside"),
}
DRAW_TONES = {
    DrawState.COMMITTED: "warning",
    DrawState.WITNESSED: "info",
    DrawState.REVEALED: "success",
    DrawState.REPLACED: "neutral",
}
DRAWN_STATES = {
    DrawnState.SEATED: _("On the panel"),
    DrawnState.BACKUP: _("Backup"),
    DrawnState.LEFT: _("Left the panel"),
    DrawnState.ADMITTED: _("Taken on by an administrator"),
}
DRAWN_TONES = {
    DrawnState.SEATED: "success",
    DrawnState.BACKUP: "neutral",
    DrawnState.LEFT: "neutral",
    DrawnState.ADMITTED: "warning",
}
LEFT_OUT = {
    LeftOut.NOT_VETTED: _("Not vetted"),
    LeftOut.RESTING: _("Resting"),
    LeftOut.OFFICIAL: _("Runs or witnesses this draw"),
    LeftOut.UNCHECKED: _("Ties newer than the last look for conflicts"),
    LeftOut.BARRED: _("Barred from too many of the proposals"),
    LeftOut.TERM: _("Outside their term"),
    LeftOut.DECLINED: _("Declined this round"),
    LeftOut.BUSY: _("Too many open seats"),
}
"""Why somebody of the pool cannot be drawn."""

MEETING_STATES = {
    MeetingState.PLANNED: _("Called"),
    MeetingState.SITTING: _("Sitting now"),
    MeetingState.CLOSED: _("Meeting closed"),
    MeetingState.CALLED_OFF: _("Called off"),
}
MEETING_TONES = {
    MeetingState.PLANNED: "info",
    MeetingState.SITTING: "warning",
    MeetingState.CLOSED: "neutral",
    MeetingState.CALLED_OFF: "neutral",
}
MEETING_ROLES = {
    MeetingRole.CHAIR: _("Chair"),
    MeetingRole.MEMBER: _("Committee member"),
    MeetingRole.SECRETARY: _("Secretary"),
    MeetingRole.TALLY: _("Tally"),
    MeetingRole.SUPERVISOR: _("Supervision seat"),
}
ITEM_STAGES = {
    ItemStage.WAITING: _("Waits"),
    ItemStage.PRESENTING: _("Presentation"),
    ItemStage.ANSWERING: _("Questions and answers"),
    ItemStage.VOTING: _("The vote is open"),
    ItemStage.COUNTING: _("The votes are being counted"),
    ItemStage.COUNTED: _("Counted and verified"),
    ItemStage.RESOLVED: _("Resolved"),
    "under_way": _("Under way without you"),
}
VOTES = {
    VoteChoice.APPROVE: _("In favour"),
    VoteChoice.REJECT: _("Reject"),
    VoteChoice.ABSTAIN: _("Abstain"),
    VoteChoice.SCORE: _("Score"),
}
RESOLUTIONS = {
    Resolution.APPROVED: _("Approved by the committee"),
    Resolution.REJECTED: _("Rejected by the committee"),
    Resolution.DEFERRED: _("Deferred to another meeting"),
}
MAJORITIES = {"simple": _("More than half of the votes cast"), "two_thirds": _("Two thirds of the votes cast")}


def field_name(field: str) -> Text | str:
    return FIELDS.get(field, field)


def countdown(closes: datetime, now: datetime) -> Text:
    """How long there is still, in whole days and hours rounded down, and until when."""
    left = int((closes - now).total_seconds())
    if left <= 0:
        return _("The deadline has passed: {closes}", closes=closes)
    days, hours, minutes = left // 86_400, left % 86_400 // 3_600, left % 3_600 // 60
    if days:
        return _("{days} days and {hours} hours left, until {closes}", days=days, hours=hours, closes=closes)
    return _("{hours} hours and {minutes} minutes left, until {closes}", hours=hours, minutes=minutes, closes=closes)


def urgency(closes: datetime, now: datetime) -> str:
    """The tone of a countdown: danger once past, warning in the last three days."""
    left = (closes - now).total_seconds()
    return "danger" if left <= 0 else "warning" if left < 3 * 86_400 else "neutral"
