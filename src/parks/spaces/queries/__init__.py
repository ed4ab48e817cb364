"""Every reading of space. Who may see what stands in the WHERE; see `scope`."""

from parks.spaces.queries.allocations import Taking, TimelineView, allocations, timeline
from parks.spaces.queries.estate import EstateView, estate
from parks.spaces.queries.leases import LeaseView, lease
from parks.spaces.queries.lists import REQUEST_LIST, allocation_grid, unit_grid
from parks.spaces.queries.occupancy import OccupancyView, UnitFigures, occupancy
from parks.spaces.queries.offers import OfferView, my_offers, offer, who_hears_of_offer
from parks.spaces.queries.parks import ParkLine, ParkView, park, park_choices, parks
from parks.spaces.queries.plans import FloorView, UnitLine, floor
from parks.spaces.queries.requests import (
    Hearing,
    RequestView,
    fits,
    free_units,
    my_requests,
    request,
    requests,
    waiting_in,
    who_hears_of_letting,
    who_hears_of_request,
)
from parks.spaces.queries.stack import StackView, stack
from parks.spaces.queries.to_do import to_do
from parks.spaces.queries.units import AllocationLine, UnitView, allocation, my_units, unit, units

__all__ = [
    "REQUEST_LIST",
    "AllocationLine",
    "EstateView",
    "FloorView",
    "Hearing",
    "LeaseView",
    "OccupancyView",
    "OfferView",
    "ParkLine",
    "ParkView",
    "RequestView",
    "StackView",
    "Taking",
    "TimelineView",
    "UnitFigures",
    "UnitLine",
    "UnitView",
    "allocation",
    "allocation_grid",
    "allocations",
    "estate",
    "fits",
    "floor",
    "free_units",
    "lease",
    "my_offers",
    "my_requests",
    "my_units",
    "occupancy",
    "offer",
    "park",
    "park_choices",
    "parks",
    "request",
    "requests",
    "stack",
    "timeline",
    "to_do",
    "unit",
    "unit_grid",
    "units",
    "waiting_in",
    "who_hears_of_letting",
    "who_hears_of_offer",
    "who_hears_of_request",
]
