"""Who is on a company's side: asked, joined, and ended."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath

from parks.kernel.errors import Conflict, Invalid, TooMany
from parks.kernel.words import _
from parks.startups import actions, queries
from parks.startups.rules import words
from parks.startups.rules.records import HandsRecord
from parks.web.access import SIGNED_IN
from parks.web.forms import Form, blank, read
from parks.web.rendering import Choice, screen, see_other

PAGE = "startups/members/index.html"
HANDS = [Choice(value, label) for value, label in words.HANDS.items()]


class MemberPages(Controller):
    path = "/companies/{company_id:uuid}"
    include_in_schema = False
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @get("/members", name="company-members:index")
    async def index(self, request: Request[Any, Any, Any], company_id: FromPath[UUID]) -> Response[Any]:
        return await _members(request, company_id, blank({"rights": ["edit"]}))

    @post("/members", name="company-members:post")
    async def invite(self, request: Request[Any, Any, Any], company_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, HandsRecord)
        if not form.ok:
            return await _members(request, company_id, form, status=422)
        try:
            await actions.invite_member(request.user, company_id, form.data)
        except (Invalid, Conflict, TooMany) as refusal:
            return await _members(request, company_id, form.refuse(refusal), status=refusal.status)
        return see_other(
            request, f"/companies/{company_id}/members", _("The invitation is on its way. It waits for the answer.")
        )

    @delete("/members/{person_id:uuid}", status_code=303, name="company-member:delete")
    async def remove(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], person_id: FromPath[UUID]
    ) -> Response[Any]:
        await actions.end_membership(request.user, company_id, person_id)
        onward = "/companies" if person_id == request.user.id else f"/companies/{company_id}/members"
        return see_other(request, onward, _("Done. What they did stays under their name."))

    @delete("/invitations/{invitation_id:uuid}", status_code=303, name="company-invitation:delete")
    async def withdraw(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], invitation_id: FromPath[UUID]
    ) -> Response[Any]:
        await actions.withdraw_member_invitation(request.user, company_id, invitation_id)
        return see_other(request, f"/companies/{company_id}/members", _("The invitation is withdrawn."))


async def _members(
    request: Request[Any, Any, Any], company_id: UUID, form: Form[Any], *, status: int = 200
) -> Response[Any]:
    side = await queries.side(request.user, company_id)
    return screen(request, PAGE, status=status, side=side, form=form, hands=HANDS, names=words.HANDS)
