"""`/api/v1/appointments/{id}/handover`: what falls to whom where somebody leaves an office."""

from dataclasses import dataclass
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.identity.permissions import OFFICES
from parks.kernel.words import Bilingual
from parks.programmes.queries import handling
from parks.web import access


@dataclass(frozen=True, slots=True)
class HandOverOut:
    """What lies open where this appointment ends: counts and names of colleagues, nothing of any application."""

    person: str
    role: str
    organisation: Bilingual
    open_cases: int
    theirs: int
    successors: list[str]


@get(
    "/api/v1/appointments/{appointment_id:uuid}/handover",
    name="api:handover:show",
    opt={"access": access.only(*OFFICES)},
    tags=["organisations"],
    summary="To whom falls what waits where somebody leaves an office",
)
async def hand_over(request: HTMXRequest, appointment_id: FromPath[UUID]) -> HandOverOut:
    found = await handling.hand_over(request.user, appointment_id)
    return HandOverOut(
        found.person, found.role.value, found.organisation, found.open_cases, found.theirs, list(found.successors)
    )
