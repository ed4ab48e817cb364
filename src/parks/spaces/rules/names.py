"""The glossary's words for kinds and states, as sentences of the catalogue."""

from collections.abc import Mapping

from parks.kernel.words import Text, _
from parks.spaces.rules.services import Lateness
from parks.spaces.states import (
    AllocationKind,
    BookingState,
    Change,
    Grade,
    OfferOutcome,
    ParkKind,
    Repeat,
    RequestState,
    ScenarioState,
    ServiceKind,
    ServiceState,
    ServiceStep,
    UnitKind,
    UnitStatus,
)

PARK_KINDS: Mapping[ParkKind, Text] = {
    ParkKind.CO_BUILT_PARK: _("Co-built park"),
    ParkKind.PROVINCIAL_PARK: _("Provincial park"),
    ParkKind.CITY_PARK: _("City park"),
    ParkKind.DISTRICT_PARK: _("District park"),
    ParkKind.SPECIALISED_PARK: _("Specialised park"),
    ParkKind.OFFSHORE_BASE: _("Offshore base"),
}
GRADES: Mapping[Grade, Text] = {Grade.NONE: _("Not graded"), Grade.A: _("Grade A"), Grade.B: _("Grade B")}
UNIT_KINDS: Mapping[UnitKind, Text] = {
    UnitKind.DESK: _("Desk"),
    UnitKind.PRIVATE_OFFICE: _("Private office"),
    UnitKind.WET_LABORATORY: _("Wet laboratory"),
    UnitKind.DRY_LABORATORY: _("Dry laboratory"),
    UnitKind.PILOT_WORKSHOP: _("Pilot workshop"),
    UnitKind.ROADSHOW_HALL: _("Roadshow hall"),
    UnitKind.TALENT_APARTMENT: _("Talent apartment"),
}
ALLOCATION_KINDS: Mapping[AllocationKind, Text] = {
    AllocationKind.LEASE: _("Lease"),
    AllocationKind.OFFER: _("Offer"),
    AllocationKind.HOLD: _("Hold"),
    AllocationKind.OWN_USE: _("Own use"),
    AllocationKind.CLOSURE: _("Closure"),
}
ALLOCATION_STATUSES: Mapping[AllocationKind, UnitStatus] = {
    AllocationKind.LEASE: UnitStatus.LEASED,
    AllocationKind.HOLD: UnitStatus.RESERVED,
    AllocationKind.OFFER: UnitStatus.RESERVED,
    AllocationKind.OWN_USE: UnitStatus.OWN_USE,
    AllocationKind.CLOSURE: UnitStatus.MAINTENANCE,
}
"""How a unit stands while it is taken so: the ground and the pattern it is drawn with."""
ALLOCATION_HINTS: Mapping[AllocationKind, Text] = {
    AllocationKind.LEASE: _("To a company, from the first to the last day."),
    AllocationKind.OFFER: _("Kept for one request; the founder accepts or declines until the day you name."),
    AllocationKind.HOLD: _("Kept free for a while; after its own last day anyone may take the unit."),
    AllocationKind.OWN_USE: _("The park uses it itself."),
    AllocationKind.CLOSURE: _("Nobody can use it: repairs, inspection, works."),
}
STATUSES: Mapping[UnitStatus, Text] = {
    UnitStatus.VACANT: _("Vacant"),
    UnitStatus.RESERVED: _("Reserved"),
    UnitStatus.LEASED: _("Leased"),
    UnitStatus.OWN_USE: _("Own use"),
    UnitStatus.MAINTENANCE: _("Maintenance"),
    UnitStatus.BOOKABLE: _("Bookable"),
    UnitStatus.RETIRED: _("Not in use"),
    UnitStatus.TAKEN: _("Taken"),
    UnitStatus.OURS: _("Let to you"),
}
STATUS_TONES: Mapping[UnitStatus, str] = {
    UnitStatus.VACANT: "success",
    UnitStatus.RESERVED: "warning",
    UnitStatus.LEASED: "info",
    UnitStatus.OWN_USE: "neutral",
    UnitStatus.MAINTENANCE: "danger",
    UnitStatus.BOOKABLE: "neutral",
    UnitStatus.RETIRED: "neutral",
    UnitStatus.TAKEN: "neutral",
    UnitStatus.OURS: "info",
}
REQUEST_STATES: Mapping[RequestState, Text] = {
    RequestState.ASKED: _("Waiting for the park"),
    RequestState.LET: _("Unit let"),
    RequestState.DECLINED: _("Declined"),
    RequestState.WITHDRAWN: _("Withdrawn"),
}
SCENARIO_STATES: Mapping[ScenarioState, Text] = {
    ScenarioState.DRAFT: _("Scenario in draft"),
    ScenarioState.PUBLISHED: _("Scenario published"),
    ScenarioState.DROPPED: _("Scenario dropped"),
}
SCENARIO_TONES: Mapping[ScenarioState, str] = {
    ScenarioState.DRAFT: "warning",
    ScenarioState.PUBLISHED: "success",
    ScenarioState.DROPPED: "neutral",
}
CHANGES: Mapping[Change, Text] = {
    Change.EXTEND: _("It lasts longer"),
    Change.MOVE: _("The company moves"),
    Change.SWAP: _("Two companies exchange their units"),
}
CHANGE_HINTS: Mapping[Change, Text] = {
    Change.EXTEND: _("To a new last day, where nobody has the days."),
    Change.MOVE: _("To another unit from a day on, to the same last day. The lease here ends the day before."),
    Change.SWAP: _("Each moves into the other's unit from a day on, to its own last day."),
}
REQUEST_TONES: Mapping[RequestState, str] = {
    RequestState.ASKED: "warning",
    RequestState.LET: "success",
    RequestState.DECLINED: "neutral",
    RequestState.WITHDRAWN: "neutral",
}
OUTCOMES: Mapping[OfferOutcome, Text] = {
    OfferOutcome.OPEN: _("Waiting for the founder"),
    OfferOutcome.ACCEPTED: _("Accepted"),
    OfferOutcome.DECLINED: _("Declined by the founder"),
    OfferOutcome.EXPIRED: _("Ran out"),
    OfferOutcome.WITHDRAWN: _("Withdrawn by the park"),
}
OUTCOME_TONES: Mapping[OfferOutcome, str] = {
    OfferOutcome.OPEN: "warning",
    OfferOutcome.ACCEPTED: "success",
    OfferOutcome.DECLINED: "neutral",
    OfferOutcome.EXPIRED: "neutral",
    OfferOutcome.WITHDRAWN: "neutral",
}
FEATURES: Mapping[str, Text] = {
    "fume_hood": _("Fume hood"),
    "water": _("Water"),
    "three_phase_power": _("Three-phase power"),
    "ventilation": _("Ventilation"),
    "heavy_load": _("Floor for heavy loads"),
    "hazardous_permit": _("Permit for hazardous substances"),
    "projector": _("Projector"),
    "furnished": _("Furnished"),
}
"""domain.md §3.3: load, power, water, ventilation, permit. A unit's `features` holds some of these names."""
ACTS: Mapping[str, Text] = {
    "unit requested": _("Space was asked for"),
    "fit overruled": _("A unit was given that lacks what the request must have; the reason is kept"),
    "request met": _("A unit was let"),
    "unit offered": _("A unit was offered"),
    "passed over": _("The waiting list passed the request over; the reason is kept"),
    "offer accepted": _("The founder accepted the offer"),
    "offer declined": _("The founder declined the offer"),
    "request declined": _("The park declined"),
    "request withdrawn": _("The founder withdrew"),
}
"""What the trail's acts on a request are called on its page."""

END_REASONS: Mapping[str, Text] = {
    "expired": _("It ran out and gave way."),
    "let": _("It gave way to a lease of the same company."),
    "withdrawn": _("The founder withdrew the request."),
}
"""Reasons that the house itself writes; people's own stand as they wrote them."""

BOOKING_STATES: Mapping[BookingState, Text] = {
    BookingState.ASKED: _("Waits for the park"),
    BookingState.CONFIRMED: _("Booked"),
    BookingState.DECLINED: _("Declined by the park"),
    BookingState.CANCELLED: _("Cancelled"),
}
BOOKING_TONES: Mapping[BookingState, str] = {
    BookingState.ASKED: "warning",
    BookingState.CONFIRMED: "success",
    BookingState.DECLINED: "danger",
    BookingState.CANCELLED: "neutral",
}
REPEATS: Mapping[Repeat, Text] = {
    Repeat.NONE: _("Once"),
    Repeat.DAILY: _("Every day"),
    Repeat.WEEKLY: _("Every week"),
    Repeat.FORTNIGHTLY: _("Every two weeks"),
    Repeat.MONTHLY: _("Every month, on the same date"),
}
WEEKDAYS: Mapping[int, Text] = {
    1: _("Monday"),
    2: _("Tuesday"),
    3: _("Wednesday"),
    4: _("Thursday"),
    5: _("Friday"),
    6: _("Saturday"),
    7: _("Sunday"),
}
"""By their ISO numbers."""

SERVICE_KINDS: Mapping[ServiceKind, Text] = {
    ServiceKind.REPAIR: _("Repair"),
    ServiceKind.CLEANING: _("Cleaning"),
    ServiceKind.NETWORK: _("Network and telephone"),
    ServiceKind.REGISTRATION: _("Company registration"),
    ServiceKind.TAX_AND_AGENCY: _("Tax and social insurance agency"),
    ServiceKind.TRAINING: _("Training"),
    ServiceKind.PROJECT_FILING: _("Filing of projects"),
    ServiceKind.LEGAL_AND_FINANCE: _("Law and finance"),
    ServiceKind.INVESTMENT: _("Investment and financing"),
    ServiceKind.OTHER: _("Something else"),
}
SERVICE_STATES: Mapping[ServiceState, Text] = {
    ServiceState.ASKED: _("Waits for the park"),
    ServiceState.TAKEN: _("The park is at it"),
    ServiceState.CLOSED: _("Done and closed"),
}
SERVICE_TONES: Mapping[ServiceState, str] = {
    ServiceState.ASKED: "info",
    ServiceState.TAKEN: "info",
    ServiceState.CLOSED: "success",
}
SERVICE_STEPS: Mapping[ServiceStep, Text] = {
    ServiceStep.ASKED: _("The tenant asked"),
    ServiceStep.TAKEN: _("The park took it on"),
    ServiceStep.CLOSED: _("The park closed it"),
    ServiceStep.REOPENED: _("The tenant asked again"),
    ServiceStep.RATED: _("The tenant rated it"),
}
LATENESS: Mapping[Lateness, Text] = {
    Lateness.NONE: _("In time"),
    Lateness.SOON: _("Due today"),
    Lateness.LATE: _("Late"),
}
LATENESS_TONES: Mapping[Lateness, str] = {
    Lateness.NONE: "neutral",
    Lateness.SOON: "warning",
    Lateness.LATE: "danger",
}
