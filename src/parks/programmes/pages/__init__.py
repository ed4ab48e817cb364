"""The pages of a programme, a file a noun."""

from litestar.types import ControllerRouterHandler

from parks.programmes.pages.applications import ApplicationPages
from parks.programmes.pages.calls import CallPages
from parks.programmes.pages.documents import DocumentPages
from parks.programmes.pages.ladder import LadderPages
from parks.programmes.pages.sections import SectionPages

HANDLERS: list[ControllerRouterHandler] = [CallPages, ApplicationPages, SectionPages, DocumentPages, LadderPages]
