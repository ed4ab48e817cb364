"""Draws of a round's panel: who could be drawn, what was committed to, who was drawn, and the record to replay it."""

from parks.reviews.queries.draws.admitted import Admission, admission, round_of
from parks.reviews.queries.draws.drawn import BACKUPS_SHOWN, DrawnRow, DrawView, RoundDraws, draws
from parks.reviews.queries.draws.grounds import Ground, ground
from parks.reviews.queries.draws.pool import Pooled, Terms, employer_mark, expert_mark, pooled
from parks.reviews.queries.draws.recorded import panel, record, records

__all__ = [
    "BACKUPS_SHOWN",
    "Admission",
    "DrawView",
    "DrawnRow",
    "Ground",
    "Pooled",
    "RoundDraws",
    "Terms",
    "admission",
    "draws",
    "employer_mark",
    "expert_mark",
    "ground",
    "panel",
    "pooled",
    "record",
    "records",
    "round_of",
]
