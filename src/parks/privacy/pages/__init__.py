"""The pages of privacy, a file a noun; the app mounts `HANDLERS`."""

from litestar.types import ControllerRouterHandler

from parks.privacy.pages.own_data import OwnDataPages
from parks.privacy.pages.retention import RetentionPages

HANDLERS: list[ControllerRouterHandler] = [OwnDataPages, RetentionPages]
