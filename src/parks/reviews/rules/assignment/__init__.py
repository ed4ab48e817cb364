"""Which expert reads which proposal: one exact model, its proof, and what cannot be satisfied (docs/adr/0070)."""

from parks.reviews.rules.assignment.instance import Cause, Instance, Mix, Pair, Plan, Short
from parks.reviews.rules.assignment.kept import Question
from parks.reviews.rules.assignment.solving import Floor, OutOfReachError, OutOfTimeError, replacement, solve

__all__ = [
    "Cause",
    "Floor",
    "Instance",
    "Mix",
    "OutOfReachError",
    "OutOfTimeError",
    "Pair",
    "Plan",
    "Question",
    "Short",
    "replacement",
    "solve",
]
