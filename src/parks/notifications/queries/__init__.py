"""The reads of notifications, a file a noun; callers take them from here."""

from parks.notifications.queries.inbox import INBOX, SHOWN, MessageView, inbox, lately, unread, view
from parks.notifications.queries.preferences import Preferred, preferences
from parks.notifications.queries.to_do import Waiting, furnish, to_do

__all__ = [
    "INBOX",
    "SHOWN",
    "MessageView",
    "Preferred",
    "Waiting",
    "furnish",
    "inbox",
    "lately",
    "preferences",
    "to_do",
    "unread",
    "view",
]
