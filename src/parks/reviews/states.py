"""Who an expert is, what may tie them to an applicant, and the lives of a round, an assessment and a seat."""

from enum import StrEnum

from parks.kernel.lifecycle import Lifecycle


class ExpertKind(StrEnum):
    TECHNICAL = "technical"
    INVESTOR = "investor"
    FINANCE = "finance"
    MANAGEMENT = "management"


class ExpertState(StrEnum):
    AVAILABLE = "available"
    RESTING = "resting"  # stays in the pool, is not seated


class TieKind(StrEnum):
    """What binds an expert to somebody else; what follows from it is in `rules/conflicts.py`."""

    EMPLOYER = "employer"
    SHAREHOLDING = "shareholding"
    DIRECTOR = "director"
    ADVISER = "adviser"
    INVENTOR = "inventor"
    MENTOR = "mentor"
    TEACHER = "teacher"
    KIN = "kin"


class TieSource(StrEnum):
    """Who says so."""

    DECLARED = "declared"  # by the expert
    COMPANY_REGISTER = "company_register"
    PATENT_REGISTER = "patent_register"
    PARK_RECORD = "park_record"
    APPLICATION = "application"  # what the applicant handed in


class ConflictSource(StrEnum):
    """Who says so of a conflict that was written down by hand; a declared one is `TieSource.DECLARED`."""

    ENTERED = "entered"  # by staff, with the evidence
    NAMED = "named"  # by the applicant, matched to the pool by an officer


class ConflictKind(StrEnum):
    """Why an expert or an official is barred, the gravest first."""

    SELF = "self"
    SHAREHOLDER = "shareholder"
    INVESTOR = "investor"
    DIRECTOR = "director"
    ADVISER = "adviser"
    EMPLOYER = "employer"
    CO_INVENTOR = "co_inventor"
    KIN = "kin"
    TEACHER = "teacher"
    MENTOR = "mentor"
    TENANCY = "tenancy"
    COLLABORATION = "collaboration"


class InvitationState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # offered no seat of that round unless asked again


class InvitationMove(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    ASK_AGAIN = "ask again"


class ApplicationState(StrEnum):
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    APPOINTED = "appointed"
    REFUSED = "refused"


class ApplicationMove(StrEnum):
    WITHDRAW = "withdraw"
    APPOINT = "appoint"
    REFUSE = "refuse"


class Grade(StrEnum):
    """Of a year of an expert."""

    EXCELLENT = "excellent"
    COMPETENT = "competent"
    POOR = "poor"


class FeeState(StrEnum):
    DUE = "due"  # a score was submitted
    APPROVED = "approved"  # by another officer than the one who set the rate
    PAID = "paid"  # outside of Parks; noted with its day
    REFUSED = "refused"


class FeeMove(StrEnum):
    APPROVE = "approve"
    PAY = "pay"
    REFUSE = "refuse"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class RoundMove(StrEnum):
    CLOSE = "close"


class AssessmentState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class AssessmentMove(StrEnum):
    CLOSE = "close"
    REOPEN = "reopen"


class QueryKind(StrEnum):
    """What an expert is asked for about a mark."""

    REASON = "reason"
    SECOND_LOOK = "second_look"


class DrawState(StrEnum):
    COMMITTED = "committed"  # hash published, nothing known yet
    WITNESSED = "witnessed"  # the witness has confirmed and added words of their own
    REVEALED = "revealed"  # the secret is open; the drawn experts are the round's panel
    REPLACED = "replaced"  # set aside by a re-draw, with the reason; stays on record


class DrawMove(StrEnum):
    WITNESS = "witness"
    REVEAL = "reveal"
    REPLACE = "replace"


class DrawnState(StrEnum):
    """How a drawn expert stands."""

    SEATED = "seated"
    BACKUP = "backup"
    LEFT = "left"
    ADMITTED = "admitted"  # not drawn: taken onto the panel by an administrator, with the reason


class LeftOut(StrEnum):
    """Why an expert of the pool cannot be drawn, the first that holds."""

    NOT_VETTED = "not_vetted"
    RESTING = "resting"
    OFFICIAL = "official"  # runs or witnesses this very draw
    UNCHECKED = "unchecked"  # ties newer than the last look for conflicts
    BARRED = "barred"  # from more of the round than the officer's stated share
    TERM = "term"  # outside their term
    DECLINED = "declined"  # the invitation to this round
    BUSY = "busy"  # over capacity


class SeatState(StrEnum):
    OFFERED = "offered"
    DECLARED = "declared"  # pledged, no conflict: may read and score
    SCORED = "scored"
    RECUSED = "recused"
    REPLACED = "replaced"  # taken back by the officer


class SeatMove(StrEnum):
    DECLARE = "declare"
    SUBMIT = "submit"
    REOPEN = "reopen"
    RECUSE = "recuse"
    REPLACE = "replace"


class AssignmentState(StrEnum):
    """Of a proposed assignment."""

    PROPOSED = "proposed"
    APPLIED = "applied"
    DISCARDED = "discarded"


class MeetingState(StrEnum):
    PLANNED = "planned"
    SITTING = "sitting"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class MeetingMove(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    CALL_OFF = "call off"


class MeetingRole(StrEnum):
    """A place at a meeting; what each may do is in `permissions.ROOM`."""

    CHAIR = "chair"
    MEMBER = "member"
    SECRETARY = "secretary"
    TALLY = "tally"
    SUPERVISOR = "supervisor"  # sees the whole procedure, touches nothing


class ItemStage(StrEnum):
    WAITING = "waiting"
    PRESENTING = "presenting"
    ANSWERING = "answering"
    VOTING = "voting"
    COUNTING = "counting"  # closed, counted by one or nobody yet
    COUNTED = "counted"  # two people counted the same
    RESOLVED = "resolved"


class ItemMove(StrEnum):
    CALL = "call"
    QUESTIONS = "questions"
    OPEN_VOTE = "open vote"
    CLOSE_VOTE = "close vote"
    VERIFY = "verify"
    RESOLVE = "resolve"
    PUT_BACK = "put back"


class VoteChoice(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    ABSTAIN = "abstain"
    SCORE = "score"


class Resolution(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    DEFERRED = "deferred"


APPLICATION = Lifecycle(
    {
        (ApplicationState.SUBMITTED, ApplicationMove.WITHDRAW): ApplicationState.WITHDRAWN,
        (ApplicationState.SUBMITTED, ApplicationMove.APPOINT): ApplicationState.APPOINTED,
        (ApplicationState.SUBMITTED, ApplicationMove.REFUSE): ApplicationState.REFUSED,
    }
)

INVITATION = Lifecycle(
    {
        (InvitationState.INVITED, InvitationMove.ACCEPT): InvitationState.ACCEPTED,
        (InvitationState.INVITED, InvitationMove.DECLINE): InvitationState.DECLINED,
        (InvitationState.INVITED, InvitationMove.ASK_AGAIN): InvitationState.INVITED,
        (InvitationState.ACCEPTED, InvitationMove.DECLINE): InvitationState.DECLINED,
        (InvitationState.DECLINED, InvitationMove.ASK_AGAIN): InvitationState.INVITED,
    }
)
"""Asking again is the officer's alone, and counted."""


FEE = Lifecycle(
    {
        (FeeState.DUE, FeeMove.APPROVE): FeeState.APPROVED,
        (FeeState.DUE, FeeMove.REFUSE): FeeState.REFUSED,
        (FeeState.APPROVED, FeeMove.REFUSE): FeeState.REFUSED,
        (FeeState.APPROVED, FeeMove.PAY): FeeState.PAID,
    }
)

ROUND = Lifecycle({(RoundState.OPEN, RoundMove.CLOSE): RoundState.CLOSED})

ASSESSMENT = Lifecycle(
    {
        (AssessmentState.OPEN, AssessmentMove.CLOSE): AssessmentState.CLOSED,
        (AssessmentState.CLOSED, AssessmentMove.REOPEN): AssessmentState.OPEN,
    }
)

DRAW = Lifecycle(
    {
        (DrawState.COMMITTED, DrawMove.WITNESS): DrawState.WITNESSED,
        (DrawState.WITNESSED, DrawMove.REVEAL): DrawState.REVEALED,
        (DrawState.COMMITTED, DrawMove.REPLACE): DrawState.REPLACED,
        (DrawState.WITNESSED, DrawMove.REPLACE): DrawState.REPLACED,
        (DrawState.REVEALED, DrawMove.REPLACE): DrawState.REPLACED,
    }
)

ON_THE_PANEL = (DrawnState.SEATED, DrawnState.ADMITTED)
"""Who may be offered seats of a round with a draw."""

SEAT = Lifecycle(
    {
        (SeatState.OFFERED, SeatMove.DECLARE): SeatState.DECLARED,
        (SeatState.OFFERED, SeatMove.RECUSE): SeatState.RECUSED,
        (SeatState.OFFERED, SeatMove.REPLACE): SeatState.REPLACED,
        (SeatState.DECLARED, SeatMove.SUBMIT): SeatState.SCORED,
        (SeatState.DECLARED, SeatMove.RECUSE): SeatState.RECUSED,
        (SeatState.DECLARED, SeatMove.REPLACE): SeatState.REPLACED,
        (SeatState.SCORED, SeatMove.REOPEN): SeatState.DECLARED,
        (SeatState.SCORED, SeatMove.RECUSE): SeatState.RECUSED,
    }
)

SITTING = (SeatState.OFFERED, SeatState.DECLARED, SeatState.SCORED)
"""Seats that count towards the panel; the others are kept as a record."""

MEETING = Lifecycle(
    {
        (MeetingState.PLANNED, MeetingMove.OPEN): MeetingState.SITTING,
        (MeetingState.SITTING, MeetingMove.CLOSE): MeetingState.CLOSED,
        (MeetingState.PLANNED, MeetingMove.CALL_OFF): MeetingState.CALLED_OFF,
    }
)

ITEM = Lifecycle(
    {
        (ItemStage.WAITING, ItemMove.CALL): ItemStage.PRESENTING,
        (ItemStage.PRESENTING, ItemMove.QUESTIONS): ItemStage.ANSWERING,
        (ItemStage.PRESENTING, ItemMove.OPEN_VOTE): ItemStage.VOTING,
        (ItemStage.ANSWERING, ItemMove.OPEN_VOTE): ItemStage.VOTING,
        (ItemStage.VOTING, ItemMove.CLOSE_VOTE): ItemStage.COUNTING,
        (ItemStage.COUNTING, ItemMove.VERIFY): ItemStage.COUNTED,
        (ItemStage.COUNTED, ItemMove.RESOLVE): ItemStage.RESOLVED,
        (ItemStage.PRESENTING, ItemMove.PUT_BACK): ItemStage.WAITING,
        (ItemStage.ANSWERING, ItemMove.PUT_BACK): ItemStage.WAITING,
    }
)

UNDER_WAY = (ItemStage.PRESENTING, ItemStage.ANSWERING, ItemStage.VOTING, ItemStage.COUNTING, ItemStage.COUNTED)
"""Stages of the one item that a meeting is at."""

VOTERS = (MeetingRole.CHAIR, MeetingRole.MEMBER)
"""Who votes and counts for the quorum."""
