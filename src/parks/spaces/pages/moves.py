"""Changing what takes a unit: one form to let it last longer, to move the company, to exchange two companies."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.spaces import actions, queries
from parks.spaces.forms.moves import ChangeAllocation
from parks.spaces.permissions import KEEPERS
from parks.spaces.rules import names
from parks.spaces.states import Change
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

MANAGERS = access.only(*KEEPERS)


class MovePages(Controller):
    path = "/allocations/{allocation_id:uuid}"
    include_in_schema = False

    @get("/edit", name="allocations:edit", opt={"access": MANAGERS})
    async def edit(self, request: HTMXRequest, allocation_id: FromPath[UUID]) -> Response[Any]:
        now = await queries.change(request.user, allocation_id)
        what = Change.EXTEND if now.extendable else Change.MOVE
        given = {"what": what, "start": now.first, "last_day": now.period.last_day or ""}
        return _form(request, now, forms.blank(given))

    @put(name="allocations:put", opt={"access": MANAGERS}, status_code=200)
    async def write(self, request: HTMXRequest, allocation_id: FromPath[UUID]) -> Response[Any]:
        now = await queries.change(request.user, allocation_id)  # another park's is not there, rather than refused
        form = await forms.read(request, ChangeAllocation)
        status = 422
        if form.ok:
            try:
                await actions.change(request.user, allocation_id, **form.data.asked)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                flash = _("Changed. What was before stands on the unit's timeline as it was.")
                return see_other(request, f"/units/{now.unit_id}", flash=flash)
        return _form(request, now, form, status)


def _form(request: HTMXRequest, now: queries.ChangeView, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    possible = {Change.EXTEND: now.extendable, Change.MOVE: now.movable, Change.SWAP: now.movable}
    return screen(
        request,
        "spaces/allocations/edit.html",
        status=status,
        held=now,
        form=form,
        changes=[
            Choice(str(one), name, names.CHANGE_HINTS[one]) for one, name in names.CHANGES.items() if possible[one]
        ],
        units=[
            Choice(
                str(one.unit_id),
                _("{code}: {kind}, {area} m²", code=one.code, kind=names.UNIT_KINDS[one.kind], area=one.gross_area),
            )
            for one in now.free
        ],
        partners=[
            Choice(
                str(one.allocation_id),
                _("{code}: {company}, {area} m²", code=one.code, company=one.company, area=one.gross_area),
            )
            for one in now.partners
        ],
        names=names,
    )
