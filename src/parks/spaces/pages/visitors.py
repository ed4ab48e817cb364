"""Visitors: announced here, shown as a QR code on a phone, met at the gate."""

import io
from typing import Any
from uuid import UUID

import segno
from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.words import _
from parks.settings import settings
from parks.spaces import actions, queries
from parks.spaces.forms.rooms import AnnounceVisitor
from parks.spaces.permissions import KEEPERS
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other


class VisitPages(Controller):
    path = "/visits"
    include_in_schema = False

    @get(name="visits:list", opt={"access": access.SIGNED_IN})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return await _list(request, forms.blank())

    @post(name="visits:post", opt={"access": access.SIGNED_IN}, status_code=200)
    async def announce(self, request: HTMXRequest) -> Response[Any]:
        form = await forms.read(request, AnnounceVisitor)
        status = 422
        if form.ok:
            try:
                code = await actions.announce_visitor(request.user, **form.data.model_dump())
            except (Invalid, Forbidden) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, f"/visits/{code}", flash=_("Announced. Send the code to your visitor."))
        return await _list(request, form, status)

    @get("/{visit_code:str}", name="visits:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, visit_code: FromPath[str]) -> Response[Any]:
        """What the gate reads when it scans the code; to the host, the code itself."""
        found = await queries.visitor(request.user, visit_code)
        return screen(request, "spaces/visits/show.html", visitor=found, form=forms.blank())

    @get("/{visit_code:str}/qr", name="visits:qr", opt={"access": access.SIGNED_IN})
    async def qr(self, request: HTMXRequest, visit_code: FromPath[str]) -> Response[bytes]:
        """The code as a picture: the address of this visit, which the park's people alone can open."""
        found = await queries.visitor(request.user, visit_code)
        drawn = io.BytesIO()
        segno.make(f"{settings().base_url.rstrip('/')}{found.url}", error="m").save(
            drawn, kind="svg", scale=8, xmldecl=True, light="#fff"
        )
        return Response(drawn.getvalue(), media_type="image/svg+xml", headers={"cache-control": "private, no-store"})

    @put("/{visit_code:str}/arrival", name="visits:arrive", opt={"access": access.only(*KEEPERS)}, status_code=200)
    async def arrive(self, request: HTMXRequest, visit_code: FromPath[str]) -> Response[Any]:
        found = await queries.visitor(request.user, visit_code)
        form = forms.blank()
        try:
            await actions.note_arrival(request.user, visit_code)
        except Conflict as refusal:
            form.refuse(refusal)
            return screen(request, "spaces/visits/show.html", status=refusal.status, visitor=found, form=form)
        return see_other(request, "/visits", flash=_("{name} has arrived.", name=found.name))


async def _list(request: HTMXRequest, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    hosts = await queries.hosting(request.user)
    if len(hosts) == 1 and not form.values:
        form = forms.blank({"park_id": str(hosts[0].park_id), "company_id": str(hosts[0].company_id or "")})
    parks: dict[UUID, Any] = {one.park_id: one.park for one in hosts}
    companies: dict[UUID, Any] = {one.company_id: one.company for one in hosts if one.company_id is not None}
    return screen(
        request,
        "spaces/visits/index.html",
        status=status,
        visitors=await queries.visitors(request.user),
        parks=[Choice(str(key), name) for key, name in parks.items()],
        companies=[
            *([Choice("", _("The park itself"))] if any(one.company_id is None for one in hosts) else []),
            *(Choice(str(key), name) for key, name in companies.items()),
        ],
        form=form,
    )
