"""A park's waiting list: what it would offer next to whom and why, and whether it does so by itself."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.spaces import actions, queries
from parks.spaces.forms.waiting import SetWaitingList
from parks.spaces.permissions import KEEPERS
from parks.web import access, forms
from parks.web.rendering import screen, see_other

MANAGERS = access.only(*KEEPERS)


class WaitingPages(Controller):
    path = "/parks/{park_id:uuid}/waiting-list"
    include_in_schema = False

    @get(name="waiting-list:show", opt={"access": MANAGERS})
    async def show(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.waiting_list(request.user, park_id)
        return screen(request, "spaces/waiting/show.html", found=found, form=forms.blank(asdict(found.settings)))

    @put(name="waiting-list:put", opt={"access": MANAGERS}, status_code=200)
    async def write(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.waiting_list(request.user, park_id)  # another park's is not there
        form = await forms.read(request, SetWaitingList)
        status = 422
        if form.ok:
            settings = form.data.settings
            try:
                await actions.set_waiting_list(request.user, park_id, settings)
            except Invalid as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                flash = (
                    _("The list offers by itself from now on: within five minutes what is listed here goes out.")
                    if settings.acts
                    else _("The list offers nothing by itself. Offers that stand stay until they are answered.")
                )
                return see_other(request, f"/parks/{park_id}/waiting-list", flash=flash)
        return screen(request, "spaces/waiting/show.html", status=status, found=found, form=form)
