"""Asking experts to a round: the officers' list, and the expert's own answers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import InvitationAnswer, RoundInvitations
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.rules import names
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

READ, RUN, EXPERTS = access.only(*READERS), access.only(*OFFICERS), access.only(Role.EXPERT)


class RoundInvitationPages(Controller):
    path = "/rounds/{round_id:uuid}/invitations"
    include_in_schema = False

    @get(name="round-invitations:list", opt={"access": READ})
    async def index(self, request: HTMXRequest, round_id: FromPath[UUID], q: FromQuery[str] = "") -> Response[str]:
        return await _shown(request, round_id, forms.blank({"q": q}), q=q)

    @post(name="round-invitations:post", opt={"access": RUN})
    async def ask(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, RoundInvitations)
        if form.ok:
            try:
                asked = await actions.invite_to_round(request.user, round_id, form.data.experts, form.data.due)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                told = _("Invited: {n}. Each expert gets a letter.", n=len(asked))
                return see_other(request, f"/rounds/{round_id}/invitations", flash=told)
        return await _shown(request, round_id, form, 422)


async def _shown(
    request: HTMXRequest, round_id: UUID, form: forms.Form[Any], status: int = 200, q: str = ""
) -> Response[str]:
    found = await queries.review_round(request.user, round_id)
    can_ask = found.can_run and found.open
    askable = await queries.askable(request.user, round_id, q.replace("\x00", "")[:100]) if can_ask else []
    declined = _("Declined before: is asked again")
    return screen(
        request,
        "reviews/rounds/invitations.html",
        status=status,
        round=found,
        invitations=await queries.invitations(request.user, round_id),
        experts=[
            Choice(str(one.id), f"{one.name} · {one.employer}", hint=declined if one.declined else "")
            for one in askable
        ],
        can_ask=can_ask,
        form=form,
        names=names,
        q=q,
    )


class MyInvitationPages(Controller):
    path = "/desk/invitations"
    include_in_schema = False

    @get(name="my-invitations:list", opt={"access": EXPERTS})
    async def index(self, request: HTMXRequest) -> Response[str]:
        return await _mine(request, forms.blank())

    @put("/{round_invitation_id:uuid}", name="my-invitation:put", opt={"access": EXPERTS})
    async def answer(self, request: HTMXRequest, round_invitation_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, InvitationAnswer)
        if form.ok:
            data = form.data
            try:
                await actions.answer_invitation(
                    request.user, round_invitation_id, accept=data.accept, reason=data.reason
                )
            except (Invalid, Conflict) as refusal:
                return await _mine(request, form.refuse(refusal), refusal.status, about=round_invitation_id)
            told = (
                _("Thank you. Proposals are offered to you one by one.") if data.accept else _("Thank you for saying.")
            )
            return see_other(request, "/desk/invitations", flash=told)
        return await _mine(request, form, 422, about=round_invitation_id)


async def _mine(
    request: HTMXRequest, form: forms.Form[Any], status: int = 200, about: UUID | None = None
) -> Response[str]:
    found = await queries.my_invitations(request.user)
    return screen(
        request,
        "reviews/desk/invitations.html",
        status=status,
        invitations=found,
        letters=await queries.my_letters(request.user),
        form=form,
        about=about,
        names=names,
    )
