"""Invitations to lend a hand: what I am asked, and my answer."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, put
from litestar.params import FromPath

from parks.identity import actions, queries
from parks.kernel.words import Text, _
from parks.web import access
from parks.web.rendering import screen, see_other

INDEX, SHOW = "identity/invitations/index.html", "identity/invitations/show.html"

RIGHTS: dict[str, Text] = {
    "edit": _("Write and change"),
    "certify": _("Sign off before it is sent"),
    "submit": _("Send, take back and withdraw"),
}
"""What may be offered, in plain words (startups.states.Hand)."""


class InvitationPages(Controller):
    path = "/invitations"
    include_in_schema = False
    opt = {"access": access.SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @get(name="invitations:index")
    async def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return screen(request, INDEX, invitations=await queries.invitations(request.user), rights=RIGHTS)

    @get("/{invitation_id:uuid}", name="invitation:show")
    async def show(self, request: Request[Any, Any, Any], invitation_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.invitation(request.user, invitation_id)
        return screen(request, SHOW, invitation=found, rights=RIGHTS)

    @put("/{invitation_id:uuid}", status_code=303, name="invitation:put")
    async def accept(self, request: Request[Any, Any, Any], invitation_id: FromPath[UUID]) -> Response[Any]:
        url = await actions.accept_hand(request.user, invitation_id)
        return see_other(request, url, _("Thank you for lending a hand. You can begin right away."))

    @delete("/{invitation_id:uuid}", status_code=303, name="invitation:delete")
    async def decline(self, request: Request[Any, Any, Any], invitation_id: FromPath[UUID]) -> Response[Any]:
        await actions.decline_hand(request.user, invitation_id)
        return see_other(request, "/invitations", _("Declined. Nobody has been given anything."))
