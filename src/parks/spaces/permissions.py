"""Who may do what with space. Finding is scoped in queries; these are asked again by every verb."""

from collections.abc import Collection
from uuid import UUID

from parks.kernel.actor import Actor, Role
from parks.kernel.verdict import Verdict, allowed, refused
from parks.kernel.words import _

KEEPERS = (Role.PARK_MANAGER,)
"""Let, hold, close and end at their park (or in all parks below the place where they hold the role)."""

READERS = (Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER, Role.AUDITOR)
"""See every allocation and request below their place."""

COMPARERS = (Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.PROGRAMME_OFFICER, Role.AUDITOR)
"""See the parks below their place side by side."""

FOUNDERS_OF_PARKS = (Role.PARK_MANAGER, Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.SYSTEM_ADMIN)


def may_found_park(actor: Actor, *, path: str) -> Verdict:
    if any(actor.holds(role, path) for role in FOUNDERS_OF_PARKS):
        return allowed
    return refused(_("Only the park's manager or an officer above it can set up a park here."))


def may_build(actor: Actor, *, path: str) -> Verdict:
    """Buildings, floors and units: those who may found the park also draw it."""
    if any(actor.holds(role, path) for role in FOUNDERS_OF_PARKS):
        return allowed
    return refused(_("Only this park's manager can change its buildings and units."))


def may_let(actor: Actor, *, path: str) -> Verdict:
    if any(actor.holds(role, path) for role in KEEPERS):
        return allowed
    return refused(_("Only this park's manager can let, hold, close or end a unit."))


def may_answer(actor: Actor, *, path: str) -> Verdict:
    if any(actor.holds(role, path) for role in KEEPERS):
        return allowed
    return refused(_("Only this park's manager can answer a request for space."))


def may_read_all(actor: Actor, *, path: str) -> bool:
    """Whether who holds a unit, and until when, is this reader's business."""
    return any(actor.holds(role, path) for role in READERS)


def may_ask(actor: Actor, *, members: Collection[UUID]) -> Verdict:
    if actor.id in members:
        return allowed
    return refused(_("Only those who keep the company's record can ask for space for it."))


def may_apply(actor: Actor, *, members: Collection[UUID]) -> Verdict:
    if actor.id in members:
        return allowed
    return refused(_("Only those who keep the company's record can take this step for it."))


def may_admit(actor: Actor, *, path: str) -> Verdict:
    if any(actor.holds(role, path) for role in KEEPERS):
        return allowed
    return refused(_("Only this park's manager can take this step."))


def may_answer_offer(actor: Actor, *, members: Collection[UUID]) -> Verdict:
    if actor.id in members:
        return allowed
    return refused(_("Only those who keep the company's record can answer an offer to it."))


def may_withdraw(actor: Actor, *, members: Collection[UUID]) -> Verdict:
    if actor.id in members:
        return allowed
    return refused(_("Only those who keep the company's record can withdraw its request."))


def may_keep_room(actor: Actor, *, path: str) -> Verdict:
    if any(actor.holds(role, path) for role in KEEPERS):
        return allowed
    return refused(_("Only this park's manager sets up its rooms, blocks them and answers bookings."))


def may_book(actor: Actor, *, path: str, companies: Collection[UUID], company_id: UUID | None) -> Verdict:
    """`companies`: those of the actor's that may book this room. The park's own bookings name no company."""
    if company_id is None:
        return may_keep_room(actor, path=path)
    if company_id in companies:
        return allowed
    return refused(_("This room is booked by companies that have space in this park and stand on the room's list."))


def may_cancel_booking(actor: Actor, *, path: str, theirs: bool, in_time: bool) -> Verdict:
    """`theirs`: booked by the actor or for a company whose record they keep."""
    if may_keep_room(actor, path=path):
        return allowed
    if not theirs:
        return refused(_("Only who booked the room can cancel the booking."))
    return allowed if in_time else refused(_("It is too late to cancel here. Please call the park."))


def may_announce(actor: Actor, *, path: str, companies: Collection[UUID], company_id: UUID | None) -> Verdict:
    if company_id is None and any(actor.holds(role, path) for role in KEEPERS):
        return allowed
    if company_id in companies:
        return allowed
    return refused(_("Visitors are announced by companies that have space in this park, and by the park."))


def may_ask_service(*, companies: Collection[UUID], company_id: UUID) -> Verdict:
    """`companies`: those of the asker's that have space in the park today."""
    if company_id in companies:
        return allowed
    return refused(_("A park serves the companies that have space in it. Choose one of yours and its park."))


def may_serve(actor: Actor, *, path: str) -> Verdict:
    if any(actor.holds(role, path) for role in KEEPERS):
        return allowed
    return refused(_("Only this park's manager answers what its tenants ask, and promises a time."))


def may_rate_service(actor: Actor, *, members: Collection[UUID]) -> Verdict:
    """Rating, and asking for it anew."""
    if actor.id in members:
        return allowed
    return refused(_("Only those who keep the company's record can rate what it asked for, or ask for it again."))
