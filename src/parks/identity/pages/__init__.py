"""The pages of identity, a file a noun; the app mounts `HANDLERS`."""

from litestar.types import ControllerRouterHandler

from parks.identity.pages.accounts import AccountPages, KeyPages
from parks.identity.pages.consents import ConsentPages
from parks.identity.pages.invitations import InvitationPages
from parks.identity.pages.register import AppointmentPages, OrganisationPages, PersonPages
from parks.identity.pages.sessions import SessionPages, SessionsPages
from parks.identity.pages.sign_up import ConfirmationPages, PasswordPages, SignUpPages, privacy

HANDLERS: list[ControllerRouterHandler] = [
    SignUpPages,
    ConfirmationPages,
    PasswordPages,
    SessionPages,
    SessionsPages,
    AccountPages,
    KeyPages,
    ConsentPages,
    OrganisationPages,
    AppointmentPages,
    PersonPages,
    InvitationPages,
    privacy,
]
