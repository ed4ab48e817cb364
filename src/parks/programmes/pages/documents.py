"""Documents, receipts and letters of an application, for whoever sees the application."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.programmes.actions import receipts
from parks.programmes.queries import files
from parks.web import access, downloads

SIGNED_IN = {"access": access.SIGNED_IN}


class DocumentPages(Controller):
    path = "/applications/{application_id:uuid}"
    include_in_schema = False

    @get("/documents/{document_id:uuid}", name="document:show", opt=SIGNED_IN)
    async def show(
        self, request: HTMXRequest, application_id: FromPath[UUID], document_id: FromPath[UUID]
    ) -> Response[Any]:
        return downloads.send(await files.document(request.user, application_id, document_id), inline=True)

    @get("/submission/receipt", name="submission:receipt", opt=SIGNED_IN)
    async def receipt(self, request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
        """The PDF of all that was sent; made now where it could not be made at once."""
        document = await receipts.file(await files.receipt_of(request.user, application_id))
        return downloads.send(await files.document(request.user, application_id, document), inline=False)
