"""An application on paper, and its signed scans: printed with a mark on each page, matched by it when it comes back."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.adapters import typesetter
from parks.documents.actions import Incoming
from parks.kernel.errors import Refusal
from parks.kernel.words import _
from parks.programmes import forms
from parks.programmes.actions import scans
from parks.programmes.queries import applications, print_packs
from parks.programmes.rules.ladder import OFFICERS
from parks.web import access, downloads
from parks.web.exports import attachment
from parks.web.forms import Form, blank, read, upload
from parks.web.rendering import screen, see_other

SIGNED_IN = {"access": access.SIGNED_IN}
OFFICER = {"access": access.only(*OFFICERS)}
UPLOAD_LIMIT = 21 * 2**20


class PrintPages(Controller):
    path = "/applications/{application_id:uuid}"
    include_in_schema = False

    @get("/print", name="print:show", opt=SIGNED_IN)
    async def pack(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[bytes]:
        """The newest version as PDF: every form page with its code, a page of opinions with room for the seals."""
        name, values = await print_packs.pack(request.user, application_id)
        return Response(
            await typesetter.pdf("pack", values),
            media_type="application/pdf",
            headers={"content-disposition": attachment(name), "cache-control": "private, no-store"},
        )

    @get("/scans", name="scan:index", opt=OFFICER)
    async def index(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        return await _shown(request, application_id)

    @post("/scans", name="scan:post", opt=OFFICER, request_max_body_size=UPLOAD_LIMIT)
    async def file(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        form = await read(request, forms.SignedPaper)
        if not form.ok:
            return await _shown(request, application_id, form=form, status=422)
        sent = upload((await request.form()).get("scan"))
        scan = Incoming(sent.filename, downloads.pieces(sent)) if sent and sent.filename else None
        try:
            await scans.file(request.user, application_id, scan)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            return await _shown(request, application_id, form=form.refuse(refusal), status=refusal.status)
        return see_other(
            request,
            f"/applications/{application_id}/scans",
            _("Filed: the paper belongs to the version it was printed of."),
        )


async def _shown(
    request: HTMXRequest, application_id: UUID, *, form: Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    found = await applications.application(request.user, application_id)
    return screen(request, "programmes/applications/scans.html", status=status, application=found, form=form or blank())
