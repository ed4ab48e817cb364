"""Campaigns: choose by a view of the work list, write, look at each, send, and see how each mail fared."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.notifications import actions, forms
from parks.notifications.pages.preview import previews
from parks.notifications.queries import campaigns, letters
from parks.notifications.rules.merging import ALWAYS, FIELDS
from parks.programmes.queries.standing import LEVEL_NAMES, STATE_NAMES, UNTOLD
from parks.programmes.queries.work_list import GRID
from parks.programmes.states import ApplicationState
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import Choice, screen, see_other

SIGNED_IN = {"access": access.SIGNED_IN}
SHOW, EDIT = "notifications/campaigns/show.html", "notifications/campaigns/edit.html"
OFFERED = [FIELDS[one] for one in ALWAYS]
STATES = [
    Choice(state.value, name)
    for state, name in STATE_NAMES.items()
    if state not in UNTOLD and state is not ApplicationState.DRAFT
]
LEVELS = [Choice(level.value, name) for level, name in LEVEL_NAMES.items()]


class CallCampaignPages(Controller):
    path = "/calls/{call_id:uuid}/campaigns"
    include_in_schema = False

    @get("/new", name="campaign:new", opt=SIGNED_IN)
    async def new(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        return await _new(request, call_id, blank(), 200)

    @post(name="campaign:post", opt=SIGNED_IN)
    async def draft(self, request: HTMXRequest, call_id: FromPath[UUID]) -> Response[Any]:
        """The view that chooses stands in the address, as in the work list."""
        form = await read(request, forms.LetterForm)
        if not form.ok:
            return await _new(request, call_id, form, 422)
        try:
            made = await actions.draft_campaign(
                request.user, call_id, GRID.read(request), form.data.texts(), news=form.data.news
            )
        except Invalid as refusal:
            return await _new(request, call_id, form.refuse(refusal), 422)
        return see_other(
            request,
            f"/campaigns/{made}",
            _("Nothing is sent yet. Look at what each recipient will read, then send it."),
        )


class CampaignPages(Controller):
    path = "/campaigns/{campaign_id:uuid}"
    include_in_schema = False

    @get(name="campaign:show", opt=SIGNED_IN)
    async def show(
        self, request: HTMXRequest, campaign_id: FromPath[UUID], recipient: FromQuery[UUID | None] = None
    ) -> Response[Any]:
        view = await campaigns.campaign(request.user, campaign_id)
        return await _show(request, view, blank(view.values), recipient, 200)

    @put(name="campaign:put", opt=SIGNED_IN, status_code=303)
    async def reword(self, request: HTMXRequest, campaign_id: FromPath[UUID]) -> Response[Any]:
        """Other words; after the sending that is the silent correction."""
        view = await campaigns.campaign(request.user, campaign_id)
        form = await read(request, forms.LetterForm)
        if form.ok:
            try:
                await actions.reword_campaign(request.user, campaign_id, form.data.texts())
            except Invalid as refusal:
                form.refuse(refusal)
        if not form.ok:
            return await _show(request, view, form, None, 422)
        done = _("The letter is changed.") if view.draft else _("Corrected in every inbox. Nobody was mailed again.")
        return see_other(request, f"/campaigns/{campaign_id}", done)

    @put("/sending", name="campaign:send", opt=SIGNED_IN, status_code=303)
    async def send(self, request: HTMXRequest, campaign_id: FromPath[UUID]) -> Response[Any]:
        await actions.send_campaign(request.user, campaign_id)
        return see_other(
            request, f"/campaigns/{campaign_id}", _("It is on its way. How each mail fares is shown below.")
        )

    @post("/recipients/{recipient_id:uuid}/mail", name="campaign:resend", opt=SIGNED_IN, status_code=303)
    async def resend(
        self, request: HTMXRequest, campaign_id: FromPath[UUID], recipient_id: FromPath[UUID]
    ) -> Response[Any]:
        await actions.resend(request.user, campaign_id, recipient_id)
        return see_other(request, f"/campaigns/{campaign_id}", _("Sent once more."))

    @delete("/recipients/{recipient_id:uuid}", name="campaign:drop", opt=SIGNED_IN, status_code=303)
    async def drop(
        self, request: HTMXRequest, campaign_id: FromPath[UUID], recipient_id: FromPath[UUID]
    ) -> Response[Any]:
        await actions.drop_recipient(request.user, campaign_id, recipient_id)
        return see_other(request, f"/campaigns/{campaign_id}", _("Left out."))


async def _new(request: HTMXRequest, call_id: UUID, form: Form[Any], status: int) -> Response[Any]:
    call = await letters.run_by(request.user, call_id)
    state = GRID.read(request)
    chosen = campaigns.Chosen((), ())
    try:
        chosen = await campaigns.chosen(request.user, call_id, state)
    except Invalid as refusal:
        form.refuse(refusal)
        status = 422
    return screen(
        request,
        EDIT,
        status=status,
        call=call,
        form=form,
        chosen=chosen,
        view=state,
        asked=blank({"q": state.q, **state.chosen}),
        states=STATES,
        levels=LEVELS,
        fields=OFFERED,
    )


async def _show(
    request: HTMXRequest, view: campaigns.CampaignView, form: Form[Any], recipient: UUID | None, status: int
) -> Response[Any]:
    about = await campaigns.about(request.user, view, recipient) if recipient else None
    return screen(
        request,
        SHOW,
        status=status,
        campaign=view,
        form=form,
        fields=OFFERED,
        about=about,
        previews=previews(view.words, about.values(), ALWAYS) if about else [],
    )
