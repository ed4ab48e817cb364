"""Park space for programs, a file a noun: the same actions, queries and permissions as the pages."""

from parks.spaces.api.comparison import ComparisonApi
from parks.spaces.api.divisions import DivisionApi
from parks.spaces.api.estate import EstateApi
from parks.spaces.api.incubations import IncubationApi
from parks.spaces.api.leases import LeaseApi
from parks.spaces.api.offers import OfferApi
from parks.spaces.api.planning import PlanningApi
from parks.spaces.api.rooms import RoomApi, VisitApi
from parks.spaces.api.scenarios import ScenarioApi
from parks.spaces.api.services import ServiceApi
from parks.spaces.api.space import SpaceApi
from parks.spaces.api.waiting import WaitingApi

CONTROLLERS = [
    SpaceApi,
    EstateApi,
    DivisionApi,
    OfferApi,
    IncubationApi,
    LeaseApi,
    RoomApi,
    VisitApi,
    PlanningApi,
    ScenarioApi,
    WaitingApi,
    ServiceApi,
    ComparisonApi,
]
