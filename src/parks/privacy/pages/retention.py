"""`/retention`: how long what is kept, what is held back, and deletions as a report that two people carry."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath

from parks.adapters.clock import BEIJING
from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.privacy import actions, forms, permissions, queries
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import screen, see_other

READING = {"access": access.only(*permissions.READERS)}
KEEPING = {"access": access.only(*permissions.KEEPERS)}


class RetentionPages(Controller):
    path = "/retention"
    include_in_schema = False

    @get(name="retention:list", opt=READING)
    async def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        return await _index(request, blank(), 200)

    @post("/holds", name="holds:post", opt=KEEPING)
    async def hold(self, request: Request[Any, Any, Any]) -> Response[Any]:
        form = await read(request, forms.HoldForm)
        if form.ok:
            try:
                await actions.place_hold(request.user, form.data.subject, form.data.reason)
            except Invalid as refusal:
                form.refuse(refusal)
        if not form.ok:
            return await _index(request, form, 422)
        return see_other(request, "/retention", _("The hold stands. Nothing about it is erased until it is lifted."))

    @delete("/holds/{hold_id:uuid}", name="holds:lift", opt=KEEPING, status_code=303)
    async def lift(self, request: Request[Any, Any, Any], hold_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.LiftForm)
        await actions.lift_hold(request.user, hold_id, form.data.reason)
        return see_other(request, "/retention", _("The hold is lifted."))

    @post("/reports", name="deletion:post", opt=KEEPING, status_code=303)
    async def propose(self, request: Request[Any, Any, Any]) -> Response[Any]:
        made = await actions.propose_deletion(request.user)
        return see_other(request, f"/retention/reports/{made}", _("A dry run: nothing is erased yet."))

    @get("/reports/{report_id:uuid}", name="deletion:show", opt=READING)
    async def report(self, request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> Response[Any]:
        return screen(
            request,
            "privacy/report.html",
            report=await queries.report(request.user, report_id),
            may_keep=bool(permissions.may_keep(request.user)),
        )

    @put("/reports/{report_id:uuid}/completion", name="deletion:put", opt=KEEPING, status_code=303)
    async def carry_out(self, request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> Response[Any]:
        erased = await actions.carry_out(request.user, report_id)
        return see_other(request, f"/retention/reports/{report_id}", _("{n} records are erased.", n=erased))

    @delete("/reports/{report_id:uuid}", name="deletion:drop", opt=KEEPING, status_code=303)
    async def drop(self, request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> Response[Any]:
        await actions.drop_report(request.user, report_id)
        return see_other(request, "/retention", _("The report is dropped. Nothing was erased."))


async def _index(request: Request[Any, Any, Any], form: Form[Any], status: int) -> Response[Any]:
    today = request.scope["state"]["now"].astimezone(BEIJING).date()
    return screen(
        request,
        "privacy/retention.html",
        status=status,
        holds=await queries.holds(request.user),
        reports=await queries.reports(request.user),
        classes=await queries.classes(today),
        may_keep=bool(permissions.may_keep(request.user)),
        form=form,
    )
