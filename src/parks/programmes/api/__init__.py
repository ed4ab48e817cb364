"""/api/v1 of a programme, a file a noun."""

from litestar.types import ControllerRouterHandler

from parks.programmes.api.agreements import AgreementApi
from parks.programmes.api.applications import ApplicationApi, CallApi
from parks.programmes.api.selections import ObjectionApi, SelectionApi, award, letter, notices, verification

HANDLERS: list[ControllerRouterHandler] = [
    CallApi,
    ApplicationApi,
    SelectionApi,
    AgreementApi,
    ObjectionApi,
    notices,
    award,
    letter,
    verification,
]
