"""The documents behind certificates and rights, and numbers behind their masks."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath

from parks.documents import queries as files
from parks.documents.actions import Incoming
from parks.kernel.errors import Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.startups import actions, permissions, queries
from parks.startups.actions import Proven
from parks.startups.forms import ReasonForm
from parks.startups.rules.views import CompanyView
from parks.web import downloads
from parks.web.access import SIGNED_IN
from parks.web.forms import blank, read, upload
from parks.web.rendering import screen, see_other

DOCUMENT = "startups/record/document.html"
NUMBER = "startups/people/number.html"
UPLOAD = 21_000_000
"""Bytes of a request: 20 MB of file, and the form around it."""


class ProofPages(Controller):
    path = "/companies/{company_id:uuid}/{noun:str}/{row_id:uuid}/document"
    include_in_schema = False
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @get(name="company-proof:show")
    async def show(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        """The file itself, for whoever may see the record."""
        _company, row, _noun = await _proven(request, company_id, noun, row_id)
        if row.document_id is None:
            hidden()
        return downloads.send(await files.opened(row.document_id))

    @get("/new", name="company-proof:new")
    async def new(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        company, row, _noun = await _proven(request, company_id, noun, row_id)
        if not company.member:
            return see_other(request, company.url)
        return screen(request, DOCUMENT, company=company, noun=noun, row=row, form=blank())

    @post(request_max_body_size=UPLOAD, name="company-proof:post")
    async def add(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        company, row, proven = await _proven(request, company_id, noun, row_id)
        require(permissions.may_write(member=company.member))
        sent = await request.form()
        file = upload(sent.get("file"))
        form = blank({"no_secrets": str(sent.get("no_secrets", ""))})
        if not form["no_secrets"]:
            form.errors["no_secrets"] = _("Declare first that what you send contains no state secrets.")
        if file is None or not file.filename:
            form.errors["file"] = _("Choose a file.")
        if not form.errors and file is not None:
            try:
                incoming = Incoming(file.filename, downloads.pieces(file))
                await actions.file_proof(request.user, company_id, proven, row_id, incoming)
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                return see_other(request, f"{company.url}#{row_id}", _("The file is on record."))
        return screen(request, DOCUMENT, status=422, company=company, noun=noun, row=row, form=form)

    @delete(status_code=303, name="company-proof:delete")
    async def remove(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        company, _row, proven = await _proven(request, company_id, noun, row_id)
        await actions.remove_proof(request.user, company_id, proven, row_id)
        return see_other(request, f"{company.url}#{row_id}", _("Removed from the record."))


async def _proven(
    request: Request[Any, Any, Any], company_id: UUID, noun: str, row_id: UUID
) -> tuple[CompanyView, Any, Proven]:
    company = await queries.company(request.user, company_id)
    proven: Proven = "certificates" if noun == "certificates" else "rights" if noun == "rights" else hidden()
    rows: Any = company.certificates if proven == "certificates" else company.ip_assets
    return company, next((one for one in rows if one.id == row_id), None) or hidden(), proven


class NumberPages(Controller):
    path = "/companies/{company_id:uuid}/{noun:str}/{row_id:uuid}/number"  # a literal "people" would hide {noun}
    include_in_schema = False
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @post(status_code=200, name="person-number:post")
    async def show(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        """A person's whole number, once, for a reason that is kept."""
        if noun != "people":
            hidden()
        form = await read(request, ReasonForm)
        company = await queries.company(request.user, company_id)
        person = company.person(row_id) or hidden()
        number = ""
        try:
            number = await actions.unmask(request.user, company_id, row_id, form.data.reason)
        except Invalid as refusal:
            form.refuse(refusal)
        status = 200 if number else 422
        return screen(request, NUMBER, status=status, company=company, person=person, number=number, form=form)
