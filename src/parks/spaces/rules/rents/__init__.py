"""What a lease costs: its terms, the relief granted on it, and the schedule that follows from both (docs/adr/0088)."""

from parks.spaces.rules.rents.relief import Band, Relief, clawed_back
from parks.spaces.rules.rents.schedule import Line, added, schedule
from parks.spaces.rules.rents.terms import Step, Terms, deposit_by_area, months_on

__all__ = [
    "Band",
    "Line",
    "Relief",
    "Step",
    "Terms",
    "added",
    "clawed_back",
    "deposit_by_area",
    "months_on",
    "schedule",
]
