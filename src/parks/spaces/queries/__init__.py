"""Every reading of space. Who may see what stands in the WHERE; see `scope`."""

from parks.spaces.queries.allocations import Taking, TimelineView, allocations, timeline
from parks.spaces.queries.bookings import (
    BookingView,
    CalendarView,
    booking,
    my_bookings,
    my_calendar,
    my_feed,
    room_calendar,
)
from parks.spaces.queries.comparison import ComparedPark, ComparisonView, comparison
from parks.spaces.queries.divisions import DivisionView, Piece, division
from parks.spaces.queries.estate import EstateView, estate
from parks.spaces.queries.incubations import IncubationLine, IncubationView, incubation, incubation_grid, incubations
from parks.spaces.queries.leases import LeaseView, lease
from parks.spaces.queries.lists import REQUEST_LIST, allocation_grid, unit_grid
from parks.spaces.queries.moves import ChangeView, change
from parks.spaces.queries.occupancy import OccupancyView, UnitFigures, occupancy
from parks.spaces.queries.offers import OfferView, my_offers, offer, who_hears_of_offer
from parks.spaces.queries.parks import ParkLine, ParkView, park, park_choices, parks
from parks.spaces.queries.planning import Placed, Proposal, proposal
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
from parks.spaces.queries.rooms import (
    Offered,
    RoomBooking,
    RoomView,
    SettingsView,
    instead,
    room,
    room_settings,
    rooms,
)
from parks.spaces.queries.scenarios import Future, ScenarioLine, ScenarioView, future, scenario, scenarios
from parks.spaces.queries.services import (
    SERVICE_LIST,
    PromisesView,
    ServiceView,
    StepView,
    promises,
    service,
    services,
)
from parks.spaces.queries.stack import StackView, stack
from parks.spaces.queries.to_do import to_do
from parks.spaces.queries.units import AllocationLine, UnitView, allocation, my_units, unit, units
from parks.spaces.queries.visitors import Hosting, VisitorView, hosting, visitor, visitors, visitors_due
from parks.spaces.queries.waiting import WaitingListView, waiting_list

__all__ = [
    "REQUEST_LIST",
    "SERVICE_LIST",
    "AllocationLine",
    "BookingView",
    "CalendarView",
    "ChangeView",
    "ComparedPark",
    "ComparisonView",
    "DivisionView",
    "EstateView",
    "FloorView",
    "Future",
    "Hearing",
    "Hosting",
    "IncubationLine",
    "IncubationView",
    "LeaseView",
    "OccupancyView",
    "OfferView",
    "Offered",
    "ParkLine",
    "ParkView",
    "Piece",
    "Placed",
    "PromisesView",
    "Proposal",
    "RequestView",
    "RoomBooking",
    "RoomView",
    "ScenarioLine",
    "ScenarioView",
    "ServiceView",
    "SettingsView",
    "StackView",
    "StepView",
    "Taking",
    "TimelineView",
    "UnitFigures",
    "UnitLine",
    "UnitView",
    "VisitorView",
    "WaitingListView",
    "allocation",
    "allocation_grid",
    "allocations",
    "booking",
    "change",
    "comparison",
    "division",
    "estate",
    "fits",
    "floor",
    "free_units",
    "future",
    "hosting",
    "incubation",
    "incubation_grid",
    "incubations",
    "instead",
    "lease",
    "my_bookings",
    "my_calendar",
    "my_feed",
    "my_offers",
    "my_requests",
    "my_units",
    "occupancy",
    "offer",
    "park",
    "park_choices",
    "parks",
    "promises",
    "proposal",
    "request",
    "requests",
    "room",
    "room_calendar",
    "room_settings",
    "rooms",
    "scenario",
    "scenarios",
    "service",
    "services",
    "stack",
    "timeline",
    "to_do",
    "unit",
    "unit_grid",
    "units",
    "visitor",
    "visitors",
    "visitors_due",
    "waiting_in",
    "waiting_list",
    "who_hears_of_letting",
    "who_hears_of_offer",
    "who_hears_of_request",
]
