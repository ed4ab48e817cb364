"""The pages of expert review: the expert's desk, and the officer's pool and rounds."""

from parks.reviews.pages.desk import DeskPages, SeatPages
from parks.reviews.pages.pool import ExpertPages
from parks.reviews.pages.rounds import AssessmentPages, RoundPages, RunSeatPages

CONTROLLERS = [DeskPages, SeatPages, ExpertPages, RoundPages, AssessmentPages, RunSeatPages]
