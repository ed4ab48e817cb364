"""The builder's pages, a file a noun. A sheet has none of its own: its owner shows it."""

from litestar.types import ControllerRouterHandler

from parks.questionnaires.pages.designs import DesignPages
from parks.questionnaires.pages.parts import PartPages
from parks.questionnaires.pages.rehearsals import RehearsalPages

HANDLERS: list[ControllerRouterHandler] = [DesignPages, PartPages, RehearsalPages]
