"""/api/v1 of identity, a file a noun."""

from litestar.types import ControllerRouterHandler

from parks.identity.api.account import ConsentApi, InvitationApi, KeyApi, me
from parks.identity.api.register import AppointmentApi, OrganisationApi, PersonApi

HANDLERS: list[ControllerRouterHandler] = [
    me,
    KeyApi,
    InvitationApi,
    ConsentApi,
    OrganisationApi,
    AppointmentApi,
    PersonApi,
]
