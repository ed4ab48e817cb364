"""The pages of a programme, a file a noun."""

from litestar.types import ControllerRouterHandler

from parks.programmes.pages.agreements import AgreementPages, CallAgreementPages, OutcomePages
from parks.programmes.pages.applications import ApplicationPages
from parks.programmes.pages.awards import AwardPages, of_application, verify
from parks.programmes.pages.batches import BatchPages
from parks.programmes.pages.call_setup import CallSetupPages
from parks.programmes.pages.calls import CallPages, feed, listed
from parks.programmes.pages.documents import DocumentPages
from parks.programmes.pages.handling import AssigneePages, HandOverPages
from parks.programmes.pages.hands import HandPages
from parks.programmes.pages.imports import ImportPages, RunPages
from parks.programmes.pages.ladder import LadderPages
from parks.programmes.pages.notices import NoticePages, ObjectionPages
from parks.programmes.pages.print_packs import PrintPages
from parks.programmes.pages.ranked_lists import OrderPages, RankedListPages
from parks.programmes.pages.replay import ReplayPages
from parks.programmes.pages.rule_sets import RuleSetPages
from parks.programmes.pages.sections import SectionPages
from parks.programmes.pages.selections import SelectionPages
from parks.programmes.pages.self_check import SelfCheckPages
from parks.programmes.pages.statistics import StatisticsPages
from parks.programmes.pages.waivers import WaiverPages

HANDLERS: list[ControllerRouterHandler] = [
    CallPages,
    CallSetupPages,
    RuleSetPages,
    SelfCheckPages,
    feed,
    listed,
    ApplicationPages,
    SectionPages,
    HandPages,
    DocumentPages,
    LadderPages,
    BatchPages,
    AssigneePages,
    HandOverPages,
    OrderPages,
    RankedListPages,
    PrintPages,
    SelectionPages,
    ReplayPages,
    NoticePages,
    ObjectionPages,
    AwardPages,
    StatisticsPages,
    AgreementPages,
    CallAgreementPages,
    OutcomePages,
    ImportPages,
    RunPages,
    of_application,
    verify,
    WaiverPages,
]
