"""The verbs of identity, a file a noun; callers take them from here."""

from parks.identity.actions.accounts import (
    ask_reset,
    change_password,
    choose_language,
    confirm,
    describe,
    enrol,
    invite,
    restore,
    set_password,
    sign_up,
    suspend,
)
from parks.identity.actions.consents import agree, withdraw_consent
from parks.identity.actions.invitations import accept_hand, ask_hand, decline_hand, withdraw_hand
from parks.identity.actions.keys import make_key, revoke_key
from parks.identity.actions.organisations import appoint, appoint_by_address, begin, dismiss, found_organisation
from parks.identity.actions.sessions import (
    Device,
    end_session,
    note_use,
    sign_in,
    sign_in_as,
    sign_out,
    sign_out_everywhere,
)

__all__ = [
    "Device",
    "accept_hand",
    "agree",
    "appoint",
    "appoint_by_address",
    "ask_hand",
    "ask_reset",
    "begin",
    "change_password",
    "choose_language",
    "confirm",
    "decline_hand",
    "describe",
    "dismiss",
    "end_session",
    "enrol",
    "found_organisation",
    "invite",
    "make_key",
    "note_use",
    "restore",
    "revoke_key",
    "set_password",
    "sign_in",
    "sign_in_as",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "suspend",
    "withdraw_consent",
    "withdraw_hand",
]
