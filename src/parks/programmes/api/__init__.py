"""/api/v1 of a programme, a file a noun."""

from litestar.types import ControllerRouterHandler

from parks.programmes.api.agreements import AgreementApi
from parks.programmes.api.applications import ApplicationApi
from parks.programmes.api.call_setup import CallSetupApi, RunApi
from parks.programmes.api.calls import CallApi
from parks.programmes.api.handover import hand_over
from parks.programmes.api.office import BatchApi, ListApi, OfficeApi
from parks.programmes.api.replay import ReplayApi
from parks.programmes.api.rule_sets import RuleSetApi
from parks.programmes.api.selections import ObjectionApi, SelectionApi, award, letter, notices, verification
from parks.programmes.api.self_check import SelfCheckApi
from parks.programmes.api.statistics import StatisticsApi

HANDLERS: list[ControllerRouterHandler] = [
    CallApi,
    CallSetupApi,
    RunApi,
    RuleSetApi,
    ApplicationApi,
    BatchApi,
    OfficeApi,
    ListApi,
    SelectionApi,
    ReplayApi,
    AgreementApi,
    ObjectionApi,
    notices,
    award,
    letter,
    verification,
    SelfCheckApi,
    StatisticsApi,
    hand_over,
]
