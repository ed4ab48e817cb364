"""The pages of expert review: the expert's desk, and the officer's pool and rounds."""

from litestar.types import ControllerRouterHandler

from parks.reviews.pages.applications import ApplyPages, VettingPages
from parks.reviews.pages.assignments import AssignmentPages
from parks.reviews.pages.conflicts import ConflictPages, InterestPages
from parks.reviews.pages.desk import DeskPages, SeatPages
from parks.reviews.pages.draws import DrawPages, RoundDrawPages
from parks.reviews.pages.evaluations import EvaluationPages, MyYearPages
from parks.reviews.pages.fees import FeePages, MyFeePages
from parks.reviews.pages.imports import PoolImportPages, PoolImportRunPages
from parks.reviews.pages.invitations import MyInvitationPages, RoundInvitationPages
from parks.reviews.pages.letters import LetterPages, MyLetterPages
from parks.reviews.pages.mark_queries import MarkAnswerPages, MarkQueryPages
from parks.reviews.pages.meetings import MeetingPages, RoomPages, RoundMeetingPages, verify_minutes
from parks.reviews.pages.offline import OfflinePages, PackPages
from parks.reviews.pages.pool import ExpertPages
from parks.reviews.pages.results import ResultPages
from parks.reviews.pages.rounds import AssessmentPages, RoundPages, RunSeatPages
from parks.reviews.pages.rubrics import RubricPages

CONTROLLERS: list[ControllerRouterHandler] = [
    DeskPages,
    SeatPages,
    OfflinePages,
    PackPages,
    MyInvitationPages,
    MyFeePages,
    MyYearPages,
    RoundInvitationPages,
    FeePages,
    ApplyPages,
    VettingPages,
    PoolImportPages,
    PoolImportRunPages,
    ExpertPages,
    EvaluationPages,
    LetterPages,
    MyLetterPages,
    RubricPages,
    RoundPages,
    ResultPages,
    RoundDrawPages,
    DrawPages,
    AssignmentPages,
    AssessmentPages,
    RunSeatPages,
    MarkQueryPages,
    MarkAnswerPages,
    ConflictPages,
    InterestPages,
    RoundMeetingPages,
    MeetingPages,
    RoomPages,
    verify_minutes,
]
