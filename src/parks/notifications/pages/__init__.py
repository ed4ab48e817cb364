"""The pages of notifications, a file a noun; the app mounts `HANDLERS`."""

from litestar.types import ControllerRouterHandler

from parks.notifications.pages.campaigns import CallCampaignPages, CampaignPages
from parks.notifications.pages.inbox import InboxPages
from parks.notifications.pages.letters import LetterPages
from parks.notifications.pages.preferences import PreferencePages
from parks.notifications.pages.to_do import ToDoPages

HANDLERS: list[ControllerRouterHandler] = [
    ToDoPages,
    InboxPages,
    PreferencePages,
    LetterPages,
    CallCampaignPages,
    CampaignPages,
]
