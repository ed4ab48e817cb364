"""The reads of identity, a file a noun; callers take them from here."""

from parks.identity.queries.accounts import AccountView, HeldView, KeyView, SessionView, account, keys, sessions
from parks.identity.queries.asking import Signed, actor, actor_of_key, actor_of_session
from parks.identity.queries.consents import ConsentView, consents
from parks.identity.queries.invitations import InvitationView, asked_about, hand_asked, invitation, invitations
from parks.identity.queries.people import (
    OrganisationView,
    PersonView,
    above,
    holders,
    organisation,
    organisations,
    people,
    person,
    person_at,
    places_of,
)
from parks.identity.queries.register import (
    APPOINTMENTS,
    AppointmentView,
    OrganisationPage,
    PersonPage,
    TreeRow,
    appointments,
    organisation_page,
    person_page,
    tree,
)

__all__ = [
    "APPOINTMENTS",
    "AccountView",
    "AppointmentView",
    "ConsentView",
    "HeldView",
    "InvitationView",
    "KeyView",
    "OrganisationPage",
    "OrganisationView",
    "PersonPage",
    "PersonView",
    "SessionView",
    "Signed",
    "TreeRow",
    "above",
    "account",
    "actor",
    "actor_of_key",
    "actor_of_session",
    "appointments",
    "asked_about",
    "consents",
    "hand_asked",
    "holders",
    "invitation",
    "invitations",
    "keys",
    "organisation",
    "organisation_page",
    "organisations",
    "people",
    "person",
    "person_at",
    "person_page",
    "places_of",
    "sessions",
    "tree",
]
