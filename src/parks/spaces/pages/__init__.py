"""The pages of space: public parks, floor plans, the manager's desk, the founder's own."""

from parks.spaces.pages.bookings import BookingPages, RoomCalendars
from parks.spaces.pages.comparison import ComparisonPages
from parks.spaces.pages.divisions import DivisionPages
from parks.spaces.pages.estate import EstatePages
from parks.spaces.pages.floors import FloorPages
from parks.spaces.pages.incubations import IncubationPages
from parks.spaces.pages.leases import LeasePages
from parks.spaces.pages.moves import MovePages
from parks.spaces.pages.occupancy import OccupancyPages
from parks.spaces.pages.offers import OfferPages
from parks.spaces.pages.parks import ParkPages
from parks.spaces.pages.planning import PlanningPages
from parks.spaces.pages.requests import RequestPages, SpacePages
from parks.spaces.pages.rooms import RoomPages, RoomSettingPages
from parks.spaces.pages.scenarios import ScenarioListPages, ScenarioPages
from parks.spaces.pages.services import PromisePages, ServicePages
from parks.spaces.pages.stack import StackPages
from parks.spaces.pages.timeline import TimelinePages
from parks.spaces.pages.units import AllocationPages, UnitPages
from parks.spaces.pages.visitors import VisitPages
from parks.spaces.pages.waiting import WaitingPages

__all__ = [
    "AllocationPages",
    "BookingPages",
    "ComparisonPages",
    "DivisionPages",
    "EstatePages",
    "FloorPages",
    "IncubationPages",
    "LeasePages",
    "MovePages",
    "OccupancyPages",
    "OfferPages",
    "ParkPages",
    "PlanningPages",
    "PromisePages",
    "RequestPages",
    "RoomCalendars",
    "RoomPages",
    "RoomSettingPages",
    "ScenarioListPages",
    "ScenarioPages",
    "ServicePages",
    "SpacePages",
    "StackPages",
    "TimelinePages",
    "UnitPages",
    "VisitPages",
    "WaitingPages",
]
