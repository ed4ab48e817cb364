"""An assessment's conflicts of interest for its officers, and everybody's own interests."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import ConflictIn, InterestIn, Reason
from parks.reviews.permissions import OFFICERS, READERS
from parks.reviews.rules import names
from parks.reviews.states import ConflictSource
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

READ, RUN, OWN = access.only(*READERS), access.only(*OFFICERS), access.only(Role.EXPERT, *READERS)


def _kinds() -> list[Choice]:
    return [Choice(key.value, text) for key, text in names.CONFLICT_KINDS.items()]


class ConflictPages(Controller):
    path = "/assessments/{assessment_id:uuid}/conflicts"
    include_in_schema = False

    @get(name="conflicts:list", opt={"access": READ})
    async def index(self, request: HTMXRequest, assessment_id: FromPath[UUID], q: FromQuery[str] = "") -> Response[str]:
        return await _shown(request, assessment_id, forms.blank({"q": q}), q=q)

    @post(name="conflicts:post", opt={"access": RUN})
    async def enter(self, request: HTMXRequest, assessment_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, ConflictIn)
        if form.ok:
            try:
                await actions.enter_conflict(
                    request.user,
                    assessment_id,
                    form.data.new,
                    expert_id=form.data.expert,
                    source=form.data.source,
                )
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                told = _("Noted. Who sat here with this conflict has left, and a score of theirs is sealed.")
                return see_other(request, f"/assessments/{assessment_id}/conflicts", flash=told)
        return await _shown(request, assessment_id, form, 422)

    @put("/{conflict_id:uuid}/closure", name="conflict:end", opt={"access": RUN})
    async def end(
        self, request: HTMXRequest, assessment_id: FromPath[UUID], conflict_id: FromPath[UUID]
    ) -> Response[Any]:
        form = await forms.read(request, Reason)
        try:
            await actions.end_conflict(request.user, conflict_id, form.data.reason)
        except (Invalid, Conflict) as refusal:
            return await _shown(request, assessment_id, form.refuse(refusal), refusal.status)
        told = _("The conflict is taken back; a seat that was left for it stays left.")
        return see_other(request, f"/assessments/{assessment_id}/conflicts", flash=told)


async def _shown(
    request: HTMXRequest, assessment_id: UUID, form: forms.Form[Any], status: int = 200, q: str = ""
) -> Response[str]:
    board = await queries.board(request.user, assessment_id, q.replace("\x00", "")[:100])
    return screen(
        request,
        "reviews/assessments/conflicts.html",
        status=status,
        board=board,
        experts=[Choice(str(one.id), f"{one.name} · {one.employer}") for one in board.pool],
        kinds=_kinds(),
        sources=[Choice(one.value, names.TIE_SOURCES[one]) for one in ConflictSource],
        form=form,
        names=names,
        q=q,
    )


class InterestPages(Controller):
    path = "/account/interests"
    include_in_schema = False

    @get(name="interests:list", opt={"access": OWN})
    async def index(self, request: HTMXRequest) -> Response[str]:
        return await _interests(request, forms.blank())

    @post(name="interests:post", opt={"access": OWN})
    async def declare(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, InterestIn)
        if form.ok:
            try:
                await actions.declare_interest(request.user, form.data.new, form.data.uscc)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                told = _("Thank you. You take no part in the matters of this company from now on.")
                return see_other(request, "/account/interests", flash=told)
        return await _interests(request, form, 422)


async def _interests(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[str]:
    return screen(
        request,
        "reviews/interests.html",
        status=status,
        interests=await queries.interests(request.user),
        kinds=_kinds(),
        form=form,
        names=names,
    )
