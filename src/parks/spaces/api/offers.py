"""Offers of units for programs."""

from datetime import date, datetime
from uuid import UUID

from litestar import Controller, get, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import actions, queries
from parks.spaces.api.shared import AllocationOut, Named, allocation_out
from parks.spaces.forms import DeclineOffer
from parks.spaces.states import OfferOutcome
from parks.web import access


class OfferOut(BaseModel):
    """A unit offered for a request. `outcome` is empty while it stands; `reason` is the founder's or the park's."""

    id: UUID
    unit_id: UUID
    unit: str
    request_id: UUID
    company: Named
    start: date
    last_day: date | None
    expires_at: datetime
    outcome: OfferOutcome
    reason: str


class OfferApi(Controller):
    path = "/api/v1"
    tags = ("space",)

    @get("/offers", name="api:offers", opt={"access": access.SIGNED_IN})
    async def offers(self, request: HTMXRequest) -> list[OfferOut]:
        """What stands offered to the caller's companies, the soonest end first."""
        return [_offer(one) for one in await queries.my_offers(request.user)]

    @get("/offers/{offer_id:uuid}", name="api:offer", opt={"access": access.SIGNED_IN})
    async def offer(self, request: HTMXRequest, offer_id: FromPath[UUID]) -> OfferOut:
        """One offer, for its company and its park's officers."""
        return _offer(await queries.offer(request.user, offer_id))

    @put("/offers/{offer_id:uuid}/acceptance", name="api:offer-acceptance", opt={"access": access.SIGNED_IN})
    async def accept(self, request: HTMXRequest, offer_id: FromPath[UUID]) -> AllocationOut:
        """The offer becomes a lease, which is answered. 409 once it ran out, was answered or taken back."""
        await queries.offer(request.user, offer_id)
        return await allocation_out(request, await actions.accept_offer(request.user, offer_id))

    @put("/offers/{offer_id:uuid}/refusal", name="api:offer-refusal", opt={"access": access.SIGNED_IN})
    async def decline(self, request: HTMXRequest, offer_id: FromPath[UUID], data: JSONBody[DeclineOffer]) -> OfferOut:
        """The unit is free again; the request goes on waiting."""
        await queries.offer(request.user, offer_id)
        await actions.decline_offer(request.user, offer_id, data.reason)
        return _offer(await queries.offer(request.user, offer_id))


def _offer(one: queries.OfferView) -> OfferOut:
    return OfferOut(
        id=one.id,
        unit_id=one.unit_id,
        unit=one.unit_code,
        request_id=one.request_id,
        company=Named.of(one.company),
        start=one.period.start,
        last_day=one.period.last_day,
        expires_at=one.expires_at,
        outcome=one.outcome,
        reason=one.reason,
    )
