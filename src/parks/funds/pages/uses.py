"""Reports of use: written by the company with a voucher beside each expense, looked at by the officers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.documents import actions as documents
from parks.documents import queries as files
from parks.documents.actions import Incoming
from parks.funds import forms, queries
from parks.funds.actions import reports
from parks.funds.permissions import KEEPERS, READERS
from parks.funds.rules import names
from parks.kernel.errors import Conflict, Forbidden, Invalid, TooLarge, hidden
from parks.kernel.words import _
from parks.web import access, downloads
from parks.web.forms import Form, blank, read, upload
from parks.web.rendering import Choice, screen, see_other

SIGNED_IN = {"access": access.SIGNED_IN}
UPLOAD = 21_000_000
DECISIONS = [Choice("true", _("Accept it")), Choice("false", _("Return it to be mended"))]


class ReportPages(Controller):
    path = "/use-reports"
    include_in_schema = False

    @get(name="use-reports:list", opt={"access": access.only(*READERS)})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return screen(request, "funds/reports/index.html", reports=await queries.reports(request.user), names=names)

    @get("/{use_report_id:uuid}", name="use-report:show", opt=SIGNED_IN)
    async def show(self, request: HTMXRequest, use_report_id: FromPath[UUID]) -> Response[Any]:
        return await _page(request, use_report_id, blank())

    @post("/{use_report_id:uuid}/expenses", name="expense:post", opt=SIGNED_IN, request_max_body_size=UPLOAD)
    async def add(self, request: HTMXRequest, use_report_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.report(request.user, use_report_id)
        if not found.own:
            raise Forbidden(_("Only those who keep the company's record can do this."))
        form = await read(request, forms.ExpenseInput)
        sent = upload((await request.form()).get("voucher"))
        if sent is None or not sent.filename:
            form.errors["voucher"] = _("Choose a file.")
        if form.parsed is not None and not form.data.no_secrets:
            form.errors["no_secrets"] = _("Declare first that what you send contains no state secrets.")
        if not form.ok or sent is None:
            return await _page(request, use_report_id, form, 422)
        typed = form.data
        try:
            declared = await documents.declare(request.user, use_report_id)
            incoming = Incoming(sent.filename, downloads.pieces(sent))
            async with documents.brought(request.user, incoming, declaration_id=declared, field="voucher") as voucher:
                await reports.add_expense(
                    request.user,
                    use_report_id,
                    line_id=typed.line,
                    spent_on=typed.spent_on,
                    receiver=typed.receiver,
                    purpose=typed.purpose,
                    amount=typed.amount,
                    voucher=voucher,
                )
        except (Invalid, Conflict, Forbidden, TooLarge) as refusal:
            return await _page(request, use_report_id, form.refuse(refusal), refusal.status)
        return see_other(request, f"{found.url}#expenses", _("The expense is on the report."))

    @delete("/{use_report_id:uuid}/expenses/{expense_id:uuid}", name="expense:delete", opt=SIGNED_IN, status_code=303)
    async def remove(
        self, request: HTMXRequest, use_report_id: FromPath[UUID], expense_id: FromPath[UUID]
    ) -> Response[Any]:
        found = await queries.expense(request.user, expense_id)
        if found.report_id != use_report_id:
            hidden()
        await reports.remove_expense(request.user, expense_id)
        return see_other(request, f"/use-reports/{use_report_id}#expenses", _("Removed from the report."))

    @get("/{use_report_id:uuid}/expenses/{expense_id:uuid}/voucher", name="expense:voucher", opt=SIGNED_IN)
    async def voucher(
        self, request: HTMXRequest, use_report_id: FromPath[UUID], expense_id: FromPath[UUID]
    ) -> Response[Any]:
        found = await queries.expense(request.user, expense_id)
        if found.report_id != use_report_id or found.voucher_id is None:
            hidden()
        return downloads.send(await files.opened(found.voucher_id))

    @put("/{use_report_id:uuid}/submission", name="use-report:submit", opt=SIGNED_IN)
    async def submit(self, request: HTMXRequest, use_report_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.report(request.user, use_report_id)
        form = await read(request, forms.ReportText)
        if not form.ok:
            return await _page(request, use_report_id, form, 422)
        try:
            await reports.report_use(request.user, use_report_id, form.data.text)
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _page(request, use_report_id, form.refuse(refusal), refusal.status)
        return see_other(request, found.url, _("The report is sent. You are told if anything is to be mended."))

    @put("/{use_report_id:uuid}/decision", name="use-report:decide", opt={"access": access.only(*KEEPERS)})
    async def decide(self, request: HTMXRequest, use_report_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.report(request.user, use_report_id)
        form = await read(request, forms.ReportDecision)
        if not form.ok:
            return await _page(request, use_report_id, form, 422)
        try:
            await reports.check_report(
                request.user, use_report_id, accepted=form.data.accepted, answer=form.data.answer
            )
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _page(request, use_report_id, form.refuse(refusal), refusal.status)
        return see_other(request, found.url, _("Recorded; the company is told."))


async def _page(request: HTMXRequest, use_report_id: UUID, form: Form[Any], status: int = 200) -> Response[Any]:
    found = await queries.report(request.user, use_report_id)
    form.values.setdefault("text", found.text)
    return screen(
        request,
        "funds/reports/show.html",
        None,
        status=status,
        report=found,
        form=form,
        lines=[Choice(str(line), name) for line, name in found.uses],
        decisions=DECISIONS,
        names=names,
    )
