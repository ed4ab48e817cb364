"""The documents behind the lines of a record, who checked them, and numbers behind their masks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath

from parks.documents import queries as files
from parks.documents.actions import Incoming
from parks.kernel.actor import Actor
from parks.kernel.errors import Conflict, Invalid, hidden
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.startups import actions, permissions, queries
from parks.startups.forms import CheckForm, ProofForm, ReasonForm, record_of
from parks.startups.rules.records import ProofRecord
from parks.startups.rules.views import CompanyView, Noun
from parks.startups.states import Proven
from parks.web import downloads
from parks.web.access import SIGNED_IN
from parks.web.forms import Form, blank, parse, read, upload
from parks.web.rendering import screen, see_other

DOCUMENT = "startups/record/document.html"
NUMBER = "startups/people/number.html"
UPLOAD = 21_000_000
"""Bytes of a request: 20 MB of file, and the form around it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record that this reader sees."""

    company: CompanyView
    noun: Proven
    row: Noun

    @property
    def url(self) -> str:
        return f"{self.company.url}/{self.noun}/{self.row.id}"


async def line_of(request: Request[Any, Any, Any], company_id: UUID, noun: str, row_id: UUID) -> Line:
    company = await queries.company(request.user, company_id)
    known = Proven(noun) if noun in set(Proven) else hidden()
    return Line(company, known, company.line(known, row_id) or hidden())


class ProofPages(Controller):
    """The documents behind one line of the record: read by whoever sees the record, kept by who may change it."""

    path = "/companies/{company_id:uuid}/{noun:str}/{row_id:uuid}/document"
    include_in_schema = False
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @get("/{proof_id:uuid}", name="company-proof:show")
    async def show(
        self,
        request: Request[Any, Any, Any],
        company_id: FromPath[UUID],
        noun: FromPath[str],
        row_id: FromPath[UUID],
        proof_id: FromPath[UUID],
    ) -> Response[Any]:
        """The file itself."""
        line = await line_of(request, company_id, noun, row_id)
        proof = next((one for one in line.row.proofs if one.id == proof_id), None) or hidden()
        return downloads.send(await files.opened(proof.document_id))

    @get("/new", name="company-proof:new")
    async def new(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        line = await line_of(request, company_id, noun, row_id)
        if not line.company.can_edit:
            return see_other(request, line.company.url)
        return screen(request, DOCUMENT, line=line, form=blank())

    @post(request_max_body_size=UPLOAD, name="company-proof:post")
    async def add(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        line = await line_of(request, company_id, noun, row_id)
        require(permissions.may_write(rights=line.company.rights))
        sent = await request.form()
        file = upload(sent.get("file"))
        form: Form[Any] = parse(ProofForm, {name: str(sent.get(name, "")) for name in ("dated_on", "valid_until")})
        form.values["no_secrets"] = str(sent.get("no_secrets", ""))
        if not form["no_secrets"]:
            form.errors["no_secrets"] = _("Declare first that what you send contains no state secrets.")
        if file is None or not file.filename:
            form.errors["file"] = _("Choose a file.")
        if form.ok and file is not None:
            try:
                await actions.prove(
                    request.user,
                    company_id,
                    line.noun,
                    row_id,
                    Incoming(file.filename, downloads.pieces(file)),
                    record_of(form.data, ProofRecord),
                )
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
            else:
                return see_other(request, f"{line.company.url}#{row_id}", _("The file is on record."))
        return screen(request, DOCUMENT, status=422, line=line, form=form)

    @delete("/{proof_id:uuid}", status_code=303, name="company-proof:delete")
    async def remove(
        self,
        request: Request[Any, Any, Any],
        company_id: FromPath[UUID],
        noun: FromPath[str],
        row_id: FromPath[UUID],
        proof_id: FromPath[UUID],
    ) -> Response[Any]:
        line = await line_of(request, company_id, noun, row_id)
        await actions.remove_document(request.user, company_id, proof_id)
        return see_other(request, f"{line.company.url}#{row_id}", _("Removed from the record."))


class CheckPages(Controller):
    """Whether a line is right: an officer's tick against its document, and the founder's own word."""

    path = "/companies/{company_id:uuid}/{noun:str}/{row_id:uuid}"
    include_in_schema = False
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @put("/check", status_code=303, name="record-check:put")
    async def check(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        form = await read(request, CheckForm)
        line = await line_of(request, company_id, noun, row_id)
        await actions.check_line(request.user, company_id, line.noun, row_id, form.data.document, form.data.version)
        return see_other(request, f"{line.company.url}#{row_id}", _("Checked. The tick stands until it is changed."))

    @delete("/check", status_code=303, name="record-check:delete")
    async def uncheck(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        line = await line_of(request, company_id, noun, row_id)
        await actions.uncheck_line(request.user, company_id, row_id)
        return see_other(request, f"{line.company.url}#{row_id}", _("The tick is taken back."))

    @put("/freshness", status_code=303, name="record-freshness:put")
    async def still_right(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        line = await line_of(request, company_id, noun, row_id)
        await actions.say_still_right(request.user, company_id, line.noun, row_id)
        return see_other(request, f"{line.company.url}#{row_id}", _("Thank you: it is up to date from today."))


class NumberPages(Controller):
    path = "/companies/{company_id:uuid}/{noun:str}/{row_id:uuid}/number"  # a literal "people" would hide {noun}
    include_in_schema = False
    opt = {"access": SIGNED_IN}  # noqa: RUF012  # Litestar reads it as it stands

    @post(status_code=200, name="person-number:post")
    async def show(
        self, request: Request[Any, Any, Any], company_id: FromPath[UUID], noun: FromPath[str], row_id: FromPath[UUID]
    ) -> Response[Any]:
        """A person's whole number or the account's, once, for a reason that is kept."""
        company = await queries.company(request.user, company_id)
        account = company.bank_account
        shows: Callable[[Actor, UUID, UUID, str], Awaitable[str]]
        if noun == "people":
            title, whose, shows = _("Document number"), (company.person(row_id) or hidden()).name, actions.unmask
        elif noun == "account" and account is not None and account.id == row_id:
            title, whose, shows = _("Account number"), account.bank, actions.unmask_account
        else:
            hidden()
        form = await read(request, ReasonForm)
        number = ""
        try:
            number = await shows(request.user, company_id, row_id, form.data.reason)
        except Invalid as refusal:
            form.refuse(refusal)
        about: dict[str, Any] = {"title": title, "whose": whose, "company": company, "row_id": row_id, "noun": noun}
        return screen(request, NUMBER, status=200 if number else 422, number=number, form=form, **about)
