"""The pages of notifications, a file a noun; the app mounts `HANDLERS`."""

from litestar.types import ControllerRouterHandler

from parks.notifications.pages.inbox import InboxPages
from parks.notifications.pages.to_do import ToDoPages

HANDLERS: list[ControllerRouterHandler] = [ToDoPages, InboxPages]
