"""Meetings of the committee: who belongs to them and was there, the agenda, the votes.

Triggers (migrations/reviews) let votes change only while their item's vote is open and keep resolved items and closed
meetings as they are; indexes allow one chair a meeting, one item under way and one open stay a member.
"""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    Boolean,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.documents.tables import Document
from parks.identity.tables import Person
from parks.reviews.tables.pool import Expert
from parks.reviews.tables.rounds import Assessment, Round


class Meeting(Table, tablename="meeting"):
    """A meeting (评审会) of a round. `version` counts every change that somebody in the room may see.

    `departures` of the agenda by recusals and whether that is `proven` least; null where lots decide. `locked` is the
    secret of the lots under the house's key until it is opened as `secret` (hex) with the `words` said in the room.
    """

    id = UUID(primary_key=True, default=uuid7)
    review_round = ForeignKey(Round, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    number = SmallInt(null=False, default=None)
    place = Varchar(length=200, null=False, default="")
    starts = Timestamptz(null=False, default=None)
    quorum = SmallInt(null=False, default=None)
    vote = Varchar(length=20, null=False, default="approval")
    majority = Varchar(length=20, null=False, default="simple")
    present_seconds = SmallInt(null=False, default=480)
    answer_seconds = SmallInt(null=False, default=420)
    by_lot = Boolean(null=False, default=False)
    departures = SmallInt(null=True, default=None)
    proven = Boolean(null=False, default=False)
    commitment = Varchar(length=64, null=False, default="")
    locked = Varchar(length=300, null=False, default="")
    secret = Varchar(length=64, null=True, default=None)
    words = Varchar(length=100, null=False, default="")
    state = Varchar(length=20, null=False, default="planned")
    version = Integer(null=False, default=1)
    called_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    opened_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    minutes = ForeignKey(Document, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    minutes_code = Varchar(length=20, null=True, default=None, unique=True)
    minutes_sha256 = Varchar(length=64, null=False, default="")
    minuted_by = Varchar(length=100, null=False, default="")

    meeting_one_per_number = Unique([review_round, number])
    meeting_state_known = Check("state IN ('planned', 'sitting', 'closed', 'called_off')")
    meeting_figures_possible = Check(
        "quorum BETWEEN 1 AND 99 AND present_seconds BETWEEN 0 AND 7200 AND answer_seconds BETWEEN 0 AND 7200"
        " AND vote IN ('approval', 'score') AND majority IN ('simple', 'two_thirds')"
    )
    meeting_dated = Check(
        "(state IN ('planned', 'called_off')) = (opened_at IS NULL) AND (state = 'closed') = (closed_at IS NOT NULL)"
        " AND (minutes IS NULL) = (minutes_code IS NULL) AND (minutes IS NULL OR state = 'closed')"
        " AND (secret IS NULL) = (words = '')"
    )


class MeetingMember(Table, tablename="meeting_member"):
    """Somebody's place at a meeting; `name` as it stood. Experts chair or vote; the other places are for staff."""

    id = UUID(primary_key=True, default=uuid7)
    meeting = ForeignKey(Meeting, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    expert = ForeignKey(Expert, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    role = Varchar(length=20, null=False, default="member")
    name = Varchar(length=100, null=False, default="")

    meeting_member_once = Unique([meeting, person])
    meeting_member_role_known = Check("role IN ('chair', 'member', 'secretary', 'tally', 'supervisor')")
    meeting_member_expert_votes = Check("expert IS NULL OR role IN ('chair', 'member')")


class MeetingAttendance(Table, tablename="meeting_attendance"):
    """One stay of a member: signed in by themselves or noted by the secretary."""

    id = UUID(primary_key=True, default=uuid7)
    member = ForeignKey(MeetingMember, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    came_at = Timestamptz(null=False, default=None)
    left_at = Timestamptz(null=True, default=None)
    noted_by = ForeignKey(MeetingMember, null=False, default=None, on_delete=OnDelete.restrict, index=True)

    meeting_attendance_in_order = Check("left_at IS NULL OR came_at <= left_at")


class MeetingItem(Table, tablename="meeting_item"):
    """One assessment on the agenda. `recusals`: member id → reason, declared in the room; `out`: who was out of the
    room when the vote was opened, `voters`: who of those present could vote. `first` and `tally` are counts
    (`rules.meeting.Count`), `differed` how often two counts did.
    """

    id = UUID(primary_key=True, default=uuid7)
    meeting = ForeignKey(Meeting, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    assessment = ForeignKey(Assessment, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    position = SmallInt(null=False, default=None)
    stage = Varchar(length=20, null=False, default="waiting")
    stage_at = Timestamptz(null=True, default=None)
    recusals = JSONB(null=False, default="{}")
    out = Array(base_column=UUID(), null=False, default=list)
    voters = Array(base_column=UUID(), null=False, default=list)
    first = JSONB(null=True, default=None)
    first_by = ForeignKey(MeetingMember, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    differed = SmallInt(null=False, default=0)
    tally = JSONB(null=True, default=None)
    verified_by = ForeignKey(MeetingMember, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    defence = Numeric(digits=(5, 2), null=True, default=None)
    resolution = Varchar(length=20, null=False, default="")
    reason = Text(null=False, default="")
    resolved_at = Timestamptz(null=True, default=None)

    meeting_item_once = Unique([meeting, assessment])
    meeting_item_stage_known = Check(
        "stage IN ('waiting', 'presenting', 'answering', 'voting', 'counting', 'counted', 'resolved')"
    )
    meeting_item_four_eyes = Check(
        "(tally IS NULL) = (verified_by IS NULL) AND (first IS NULL) = (first_by IS NULL)"
        " AND (tally IS NULL OR (first IS NOT NULL AND first_by <> verified_by))"
        " AND (stage IN ('counted', 'resolved')) = (tally IS NOT NULL)"
    )
    meeting_item_resolved_says_why = Check(
        "(stage = 'resolved') = (resolved_at IS NOT NULL) AND (resolution = '') = (resolved_at IS NULL)"
        " AND (resolution = '') = (reason = '') AND resolution IN ('', 'approved', 'rejected', 'deferred')"
    )


class MeetingVote(Table, tablename="meeting_vote"):
    """One member's vote on one item; `marks` by criterion where the defence is scored by the rubric."""

    id = UUID(primary_key=True, default=uuid7)
    item = ForeignKey(MeetingItem, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    member = ForeignKey(MeetingMember, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    choice = Varchar(length=20, null=False, default="")
    score = Numeric(digits=(5, 2), null=True, default=None)
    marks = JSONB(null=False, default="{}")
    at = Timestamptz(null=False, default=None)

    meeting_vote_once = Unique([item, member])
    meeting_vote_choice_known = Check("choice IN ('approve', 'reject', 'abstain', 'score')")
    meeting_vote_score_possible = Check("(choice = 'score') = (score IS NOT NULL) AND score BETWEEN 0 AND 100")
