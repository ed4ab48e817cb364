"""The pages of expert review: the expert's desk, and the officer's pool and rounds."""

from parks.reviews.pages.applications import ApplyPages, VettingPages
from parks.reviews.pages.assignments import AssignmentPages
from parks.reviews.pages.conflicts import ConflictPages, InterestPages
from parks.reviews.pages.desk import DeskPages, SeatPages
from parks.reviews.pages.draws import DrawPages, RoundDrawPages
from parks.reviews.pages.invitations import MyInvitationPages, RoundInvitationPages
from parks.reviews.pages.pool import ExpertPages
from parks.reviews.pages.rounds import AssessmentPages, RoundPages, RunSeatPages
from parks.reviews.pages.rubrics import RubricPages

CONTROLLERS = [
    DeskPages,
    SeatPages,
    MyInvitationPages,
    RoundInvitationPages,
    ApplyPages,
    VettingPages,
    ExpertPages,
    RubricPages,
    RoundPages,
    RoundDrawPages,
    DrawPages,
    AssignmentPages,
    AssessmentPages,
    RunSeatPages,
    ConflictPages,
    InterestPages,
]
