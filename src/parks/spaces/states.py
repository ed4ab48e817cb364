"""What an estate knows: kinds of parks and units, the life of a request, what takes a unit, how a unit stands."""

from enum import StrEnum

from parks.kernel.lifecycle import Lifecycle


class ParkKind(StrEnum):
    """domain.md §3.2."""

    CO_BUILT_PARK = "co_built_park"
    PROVINCIAL_PARK = "provincial_park"
    CITY_PARK = "city_park"
    DISTRICT_PARK = "district_park"
    SPECIALISED_PARK = "specialised_park"
    OFFSHORE_BASE = "offshore_base"


class Grade(StrEnum):
    """A city's own grading of its parks (domain.md §3.2: Suzhou's A and B); most cities have none."""

    NONE = ""
    A = "a"
    B = "b"


class UnitKind(StrEnum):
    """domain.md §3.3. Labs are wet or dry: one cannot stand in for the other."""

    DESK = "desk"
    PRIVATE_OFFICE = "private_office"
    WET_LABORATORY = "wet_laboratory"
    DRY_LABORATORY = "dry_laboratory"
    PILOT_WORKSHOP = "pilot_workshop"
    ROADSHOW_HALL = "roadshow_hall"
    TALENT_APARTMENT = "talent_apartment"


BOOKABLE = frozenset({UnitKind.ROADSHOW_HALL})
"""Booked by the hour, never let: the database refuses a lease or a hold on them."""

LETTABLE = tuple(kind for kind in UnitKind if kind not in BOOKABLE)


class AllocationKind(StrEnum):
    """Every way to take a unit, in one table under one exclusion constraint (docs/adr/0040)."""

    HOLD = "hold"
    OFFER = "offer"
    LEASE = "lease"
    OWN_USE = "own_use"
    CLOSURE = "closure"


EXTENDABLE = frozenset({AllocationKind.LEASE, AllocationKind.OWN_USE, AllocationKind.CLOSURE})
"""What can be made to last longer; holds and offers run out by their own clock."""


class Change(StrEnum):
    """What a manager changes on what takes a unit (docs/adr/0096)."""

    EXTEND = "extend"
    MOVE = "move"
    SWAP = "swap"


class OfferOutcome(StrEnum):
    """How an offer ended; empty while it stands, and after it ran out until somebody takes its days.

    ACCEPTED became a lease. DECLINED has the founder's reason. WITHDRAWN is the park's or the request's own end.
    """

    OPEN = ""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class UnitStatus(StrEnum):
    """How a unit stands on one day; derived from its allocations, stored nowhere.

    TAKEN and OURS are what people outside the park's office are shown: no more than that it is not free, and what is
    let to themselves.
    """

    VACANT = "vacant"
    RESERVED = "reserved"
    LEASED = "leased"
    OWN_USE = "own_use"
    MAINTENANCE = "maintenance"
    BOOKABLE = "bookable"
    RETIRED = "retired"
    TAKEN = "taken"
    OURS = "ours"


class RequestState(StrEnum):
    ASKED = "asked"
    LET = "let"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RequestMove(StrEnum):
    LET = "let"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


REQUEST_LIFE = Lifecycle(
    {
        (RequestState.ASKED, RequestMove.LET): RequestState.LET,
        (RequestState.ASKED, RequestMove.DECLINE): RequestState.DECLINED,
        (RequestState.ASKED, RequestMove.WITHDRAW): RequestState.WITHDRAWN,
    }
)


class BookingKind(StrEnum):
    """What takes a room for some hours: somebody's booking, or the keeper's blocking (docs/adr/0091)."""

    BOOKING = "booking"
    BLOCKING = "blocking"


class BookingState(StrEnum):
    """ASKED and CONFIRMED take the room; the other two give it back and stay on record."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class BookingMove(StrEnum):
    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"


BOOKING_LIFE = Lifecycle(
    {
        (BookingState.ASKED, BookingMove.CONFIRM): BookingState.CONFIRMED,
        (BookingState.ASKED, BookingMove.DECLINE): BookingState.DECLINED,
        (BookingState.ASKED, BookingMove.CANCEL): BookingState.CANCELLED,
        (BookingState.CONFIRMED, BookingMove.CANCEL): BookingState.CANCELLED,
    }
)


class ScenarioState(StrEnum):
    """PUBLISHED became leases and moves in one transaction; DROPPED stays to be compared with."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DROPPED = "dropped"


class ScenarioMove(StrEnum):
    PUBLISH = "publish"
    DROP = "drop"


SCENARIO_LIFE = Lifecycle(
    {
        (ScenarioState.DRAFT, ScenarioMove.PUBLISH): ScenarioState.PUBLISHED,
        (ScenarioState.DRAFT, ScenarioMove.DROP): ScenarioState.DROPPED,
    }
)


class Repeat(StrEnum):
    """How a booking comes again: the FREQ and INTERVAL of an RRULE (RFC 5545 §3.3.10), and nothing else of it."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class IncubationState(StrEnum):
    """A company's stay in a park, from the first question to the closed settlement (domain.md §3.4)."""

    ENQUIRED = "enquired"
    APPLIED = "applied"
    QUALIFIED = "qualified"
    REVIEWED = "reviewed"
    ADMITTED = "admitted"
    NOTICED = "noticed"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DEPOSITED = "deposited"
    HANDED_OVER = "handed_over"
    INCUBATING = "incubating"
    GRADUATED = "graduated"
    EXITED = "exited"
    TERMINATED = "terminated"
    INSPECTED = "inspected"
    SETTLED = "settled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class IncubationMove(StrEnum):
    """One step of a stay; each writes its row."""

    ENQUIRE = "enquire"
    ANSWER = "answer"
    APPLY = "apply"
    QUALIFY = "qualify"
    REVIEW = "review"
    ADMIT = "admit"
    REFUSE = "refuse"
    NOTICE = "notice"
    PROPOSE = "propose"
    ACCEPT = "accept"
    DEPOSIT = "deposit"
    HAND_OVER = "hand_over"
    SIGN = "sign"
    EXTEND = "extend"
    ASSESS = "assess"
    GRADUATE = "graduate"
    EXIT = "exit"
    TERMINATE = "terminate"
    INSPECT = "inspect"
    SETTLE = "settle"
    WITHDRAW = "withdraw"


IN, STEP = IncubationState, IncubationMove
BEFORE_AGREEMENT = (IN.ENQUIRED, IN.APPLIED, IN.QUALIFIED, IN.REVIEWED)

INCUBATION_LIFE = Lifecycle(
    {
        (IN.ENQUIRED, STEP.ANSWER): IN.ENQUIRED,
        (IN.ENQUIRED, STEP.APPLY): IN.APPLIED,
        (IN.APPLIED, STEP.QUALIFY): IN.QUALIFIED,
        (IN.QUALIFIED, STEP.REVIEW): IN.REVIEWED,
        (IN.REVIEWED, STEP.ADMIT): IN.ADMITTED,
        (IN.ADMITTED, STEP.NOTICE): IN.NOTICED,
        (IN.ADMITTED, STEP.PROPOSE): IN.PROPOSED,
        (IN.NOTICED, STEP.PROPOSE): IN.PROPOSED,
        (IN.NOTICED, STEP.REFUSE): IN.REFUSED,
        (IN.PROPOSED, STEP.PROPOSE): IN.PROPOSED,
        (IN.PROPOSED, STEP.ACCEPT): IN.AGREED,
        (IN.AGREED, STEP.DEPOSIT): IN.DEPOSITED,
        (IN.DEPOSITED, STEP.HAND_OVER): IN.HANDED_OVER,
        (IN.HANDED_OVER, STEP.HAND_OVER): IN.HANDED_OVER,
        (IN.HANDED_OVER, STEP.SIGN): IN.INCUBATING,
        (IN.INCUBATING, STEP.EXTEND): IN.INCUBATING,
        (IN.INCUBATING, STEP.ASSESS): IN.INCUBATING,
        (IN.INCUBATING, STEP.GRADUATE): IN.GRADUATED,
        **{(one, STEP.EXIT): IN.EXITED for one in (IN.INCUBATING, IN.GRADUATED)},
        **{
            (one, STEP.TERMINATE): IN.TERMINATED
            for one in (IN.AGREED, IN.DEPOSITED, IN.HANDED_OVER, IN.INCUBATING, IN.GRADUATED)
        },
        **{(one, STEP.INSPECT): IN.INSPECTED for one in (IN.EXITED, IN.TERMINATED)},
        (IN.INSPECTED, STEP.SETTLE): IN.SETTLED,
        **{(one, STEP.REFUSE): IN.REFUSED for one in BEFORE_AGREEMENT},
        **{(one, STEP.WITHDRAW): IN.WITHDRAWN for one in (*BEFORE_AGREEMENT, IN.ADMITTED, IN.NOTICED, IN.PROPOSED)},
    }
)


class ServiceKind(StrEnum):
    """What a tenant asks of the park (domain.md §3.3, §3.7): a repair, or one of the services a park gives."""

    REPAIR = "repair"
    CLEANING = "cleaning"
    NETWORK = "network"
    REGISTRATION = "registration"
    TAX_AND_AGENCY = "tax_and_agency"
    TRAINING = "training"
    PROJECT_FILING = "project_filing"
    LEGAL_AND_FINANCE = "legal_and_finance"
    INVESTMENT = "investment"
    OTHER = "other"


class ServiceState(StrEnum):
    """A rating changes nothing of how it stands; what is closed can be asked for anew."""

    ASKED = "asked"
    TAKEN = "taken"
    CLOSED = "closed"


class ServiceMove(StrEnum):
    TAKE = "take"
    CLOSE = "close"
    REOPEN = "reopen"
    RATE = "rate"


SERVICE_LIFE = Lifecycle(
    {
        (ServiceState.ASKED, ServiceMove.TAKE): ServiceState.TAKEN,
        (ServiceState.TAKEN, ServiceMove.TAKE): ServiceState.TAKEN,
        (ServiceState.ASKED, ServiceMove.CLOSE): ServiceState.CLOSED,
        (ServiceState.TAKEN, ServiceMove.CLOSE): ServiceState.CLOSED,
        (ServiceState.CLOSED, ServiceMove.REOPEN): ServiceState.ASKED,
        (ServiceState.CLOSED, ServiceMove.RATE): ServiceState.CLOSED,
    }
)


class Assessment(StrEnum):
    """A year's result (domain.md §3.4)."""

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"


class Ground(StrEnum):
    """Why a stay is ended by the park (domain.md §3.4)."""

    ILLEGALITY = "illegality"
    FALSE_MATERIAL = "false_material"
    REFUSING_MANAGEMENT = "refusing_management"
    CEASED = "ceased"
    MOVED_AWAY = "moved_away"
    ARREARS = "arrears"
    SUB_LETTING = "sub_letting"
    OTHER = "other"


class Condition(StrEnum):
    """What makes a graduate (domain.md §3.5): any one of them."""

    HIGH_TECH = "high_tech"
    FINANCED = "financed"
    REVENUE = "revenue"
    LISTED = "listed"


class ServiceStep(StrEnum):
    """What is written down of a service request, one line each, never changed."""

    ASKED = "asked"
    TAKEN = "taken"
    CLOSED = "closed"
    REOPENED = "reopened"
    RATED = "rated"
