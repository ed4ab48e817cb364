"""Who of an office reads an application; and what falls to whom where somebody leaves an office."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.identity.permissions import OFFICES
from parks.kernel.errors import Refusal
from parks.kernel.words import _
from parks.programmes import forms
from parks.programmes.actions import handling
from parks.programmes.queries import applications
from parks.programmes.queries import handling as queries
from parks.programmes.rules.ladder import OFFICERS
from parks.web import access
from parks.web.forms import Form, blank, read
from parks.web.rendering import ROLE_NAMES, Choice, screen, see_other

OFFICER = {"access": access.only(*OFFICERS)}


class AssigneePages(Controller):
    path = "/applications/{application_id:uuid}/assignee"
    include_in_schema = False

    @get(name="assignee:show", opt=OFFICER)
    async def show(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        return await _assignee(request, application_id)

    @put(name="assignee:put", opt=OFFICER)
    async def put(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        """To the colleague that `person` names; to oneself without one."""
        form = await read(request, forms.Assign)
        if not form.ok:
            return await _assignee(request, application_id, form=form, status=422)
        try:
            await handling.assign(request.user, application_id, form.data.person or request.user.id)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _assignee(request, application_id, form=form.refuse(refusal), status=refusal.status)
        return see_other(request, f"/applications/{application_id}", _("It is noted who reads it."))

    @delete(name="assignee:delete", opt=OFFICER, status_code=303)
    async def give_back(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        await handling.assign(request.user, application_id, None)
        return see_other(
            request, f"/applications/{application_id}", _("It waits for any colleague of the office again.")
        )


async def _assignee(
    request: HTMXRequest, application_id: UUID, *, form: Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    found = await applications.application(request.user, application_id)
    people = await queries.colleagues(found)
    return screen(
        request,
        "programmes/applications/assignee.html",
        "programmes/applications/_assignee.html",
        status=status,
        application=found,
        mine=request.user.id in {one.id for one in people},
        colleagues=[Choice(str(one.id), one.name) for one in people],
        form=form or blank({"person": str(found.assigned_to or "")}),
    )


class HandOverPages(Controller):
    path = "/appointments/{appointment_id:uuid}/handover"
    include_in_schema = False

    @get(name="handover:show", opt={"access": access.only(*OFFICES)})
    async def show(self, request: HTMXRequest, appointment_id: FromPath[UUID]) -> Response[Any]:
        """What is open and to whom it falls; the appointment is ended from here."""
        found = await queries.hand_over(request.user, appointment_id)
        return screen(request, "programmes/handover/show.html", found=found, role_names=ROLE_NAMES)
