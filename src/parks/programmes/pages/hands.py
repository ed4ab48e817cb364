"""Who lends a hand with one application: asked, joined, ended."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid, TooMany
from parks.kernel.words import _
from parks.programmes.actions import hands as actions
from parks.programmes.queries import applications, hands
from parks.startups.rules import words
from parks.startups.rules.records import HandsRecord
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import Choice, screen, see_other

SIGNED_IN = {"access": access.SIGNED_IN}
PAGE = "programmes/hands/index.html"
CHOICES = [Choice(value, label) for value, label in words.HANDS.items()]


class HandPages(Controller):
    path = "/applications/{application_id:uuid}"
    include_in_schema = False

    @get("/hands", name="hands:index", opt=SIGNED_IN)
    async def index(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        return await _hands(request, application_id, blank({"rights": ["edit"]}))

    @post("/hands", name="hands:post", opt=SIGNED_IN)
    async def invite(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, HandsRecord)
        if not form.ok:
            return await _hands(request, application_id, form, status=422)
        try:
            await actions.invite_hand(request.user, application_id, form.data)
        except (Invalid, Conflict, TooMany) as refusal:
            return await _hands(request, application_id, form.refuse(refusal), status=refusal.status)
        return see_other(
            request,
            f"/applications/{application_id}/hands",
            _("The invitation is on its way. It waits for the answer."),
        )

    @delete("/hands/{person_id:uuid}", name="hand:delete", opt=SIGNED_IN, status_code=200)
    async def remove(
        self, request: HTMXRequest, application_id: FromPath[UUID], person_id: FromPath[UUID]
    ) -> Response[Any]:
        await actions.end_hand(request.user, application_id, person_id)
        onward = "/applications" if person_id == request.user.id else f"/applications/{application_id}/hands"
        return see_other(request, onward, _("Done. What they did stays under their name."))

    @delete("/invitations/{invitation_id:uuid}", name="hand-invitation:delete", opt=SIGNED_IN, status_code=200)
    async def withdraw(
        self, request: HTMXRequest, application_id: FromPath[UUID], invitation_id: FromPath[UUID]
    ) -> Response[Any]:
        await actions.withdraw_hand_invitation(request.user, application_id, invitation_id)
        return see_other(request, f"/applications/{application_id}/hands", _("The invitation is withdrawn."))


async def _hands(request: HTMXRequest, application_id: UUID, form: Form[Any], *, status: int = 200) -> Response[Any]:
    found = await applications.application(request.user, application_id)
    return screen(
        request,
        PAGE,
        status=status,
        application=found,
        hands=await hands.hands(found),
        form=form,
        choices=CHOICES,
        names=words.HANDS,
    )
