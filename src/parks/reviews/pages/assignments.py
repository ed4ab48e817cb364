"""A round's assignment: ask for it, read what is proposed and why, change it, apply it or put it aside."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.reviews.actions import assignments as actions
from parks.reviews.forms import AssignmentAsked, AssignmentEdit, AssignmentRunNamed
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.queries import assignments as queries
from parks.reviews.rules import names
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

READ, RUN = access.only(*READERS), access.only(*OFFICERS)
ASKED = {"max_load": "10", "min_load": "0", "floor": "auto"}


class AssignmentPages(Controller):
    path = "/rounds/{round_id:uuid}/assignment"
    include_in_schema = False

    @get(name="assignment:show", opt={"access": READ})
    async def show(
        self,
        request: HTMXRequest,
        round_id: FromPath[UUID],
        page: FromQuery[int] = 1,
        edit: FromQuery[UUID | None] = None,
    ) -> Response[str]:
        return await _shown(request, round_id, forms.blank(ASKED), page=page, edits=edit)

    @post(name="assignment:post", opt={"access": RUN})
    async def propose(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, AssignmentAsked)
        if not form.ok:
            return await _shown(request, round_id, form, 422)
        data = form.data
        try:
            await actions.propose(
                request.user, round_id, max_load=data.max_load, min_load=data.min_load, floor=data.floor, mix=data.mix
            )
        except (Invalid, Conflict) as refusal:
            return await _shown(request, round_id, form.refuse(refusal), refusal.status)
        return see_other(
            request, f"/rounds/{round_id}/assignment", flash=_("Here is the proposal. Nobody is asked yet.")
        )

    @put("/pairs", name="assignment-pairs:put", opt={"access": RUN})
    async def edit(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, AssignmentEdit)
        if not form.ok:
            return await _shown(request, round_id, form, 422)
        data = form.data
        try:
            await actions.edit(request.user, round_id, data.run, data.assessment, out=data.out, into=data.into)
        except (Invalid, Conflict) as refusal:
            return await _shown(request, round_id, form.refuse(refusal), refusal.status, edits=data.assessment)
        return see_other(request, f"/rounds/{round_id}/assignment", flash=_("The panel is changed in the proposal."))

    @put("/application", name="assignment-application:put", opt={"access": RUN})
    async def apply(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, AssignmentRunNamed)
        if not form.ok:
            return await _shown(request, round_id, form, 422)
        try:
            seats = await actions.apply(request.user, round_id, form.data.run)
        except Conflict as refusal:
            return await _shown(request, round_id, form.refuse(refusal), refusal.status)
        return see_other(
            request, f"/rounds/{round_id}", flash=_("{n} seats are offered; the experts get a letter.", n=seats)
        )

    @delete(name="assignment:delete", opt={"access": RUN}, status_code=200)
    async def discard(self, request: HTMXRequest, round_id: FromPath[UUID]) -> Response[Any]:
        await actions.discard(request.user, round_id)
        return see_other(request, f"/rounds/{round_id}/assignment", flash=_("The proposal is put aside."))


async def _shown(
    request: HTMXRequest,
    round_id: UUID,
    form: forms.Form[Any],
    status: int = 200,
    *,
    page: int = 1,
    edits: UUID | None = None,
) -> Response[str]:
    found = await queries.assignment(request.user, round_id, page, edits)
    return screen(
        request,
        "reviews/assignments/show.html",
        status=status,
        one=found,
        run=found.run,
        form=form,
        names=names,
        kinds=[Choice("", _("Any"))] + [Choice(kind.value, text) for kind, text in names.EXPERT_KINDS.items()],
        choice=[Choice(str(expert), f"{name} · {worth}") for expert, name, worth in found.choice],
    )
