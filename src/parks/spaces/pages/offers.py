"""An offer: what it is, until when, and the founder's answer."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.reviews.rules.names import countdown, urgency
from parks.spaces import actions, queries
from parks.spaces.forms import DeclineOffer
from parks.spaces.rules import names
from parks.web import access, forms
from parks.web.rendering import screen, see_other


class OfferPages(Controller):
    path = "/offers"
    include_in_schema = False

    @get("/{offer_id:uuid}", name="offers:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, offer_id: FromPath[UUID]) -> Response[Any]:
        return await _offer_page(request, offer_id, forms.blank())

    @put("/{offer_id:uuid}/acceptance", name="offer-acceptance:put", opt={"access": access.SIGNED_IN})
    async def accept(self, request: HTMXRequest, offer_id: FromPath[UUID]) -> Response[Any]:
        offered = await queries.offer(request.user, offer_id)  # another company's is not there
        form = forms.blank()
        try:
            await actions.accept_offer(request.user, offer_id)
        except Conflict as refusal:
            form.refuse(refusal)
            return await _offer_page(request, offer_id, form, status=refusal.status)
        return see_other(request, "/space", flash=_("Unit {code} is let to you.", code=offered.unit_code))

    @put("/{offer_id:uuid}/refusal", name="offer-refusal:put", opt={"access": access.SIGNED_IN})
    async def decline(self, request: HTMXRequest, offer_id: FromPath[UUID]) -> Response[Any]:
        await queries.offer(request.user, offer_id)
        form = await forms.read(request, DeclineOffer)
        status = 422
        if form.ok:
            try:
                await actions.decline_offer(request.user, offer_id, form.data.reason)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                flash = _("Declined. The park reads your reason, and your request goes on waiting.")
                return see_other(request, "/space", flash=flash)
        return await _offer_page(request, offer_id, form, status=status)


async def _offer_page(request: HTMXRequest, offer_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    offered = await queries.offer(request.user, offer_id)
    return screen(
        request,
        "spaces/offers/show.html",
        status=status,
        offered=offered,
        left=countdown(offered.expires_at, offered.now),
        tone=urgency(offered.expires_at, offered.now),
        form=form,
        names=names,
    )
