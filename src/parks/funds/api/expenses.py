"""/api/v1 of what a grant was spent on: each expense with its voucher."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.documents import actions as documents
from parks.documents import queries as files
from parks.documents.actions import Incoming
from parks.funds import queries
from parks.funds.actions import reports
from parks.funds.forms import ExpenseInput
from parks.kernel.errors import Forbidden, Invalid, hidden
from parks.kernel.words import _
from parks.web import access, downloads
from parks.web.forms import parse

SIGNED_IN = {"access": access.SIGNED_IN}


@dataclass(frozen=True, slots=True)
class Added:
    id: UUID


class ExpenseApi(Controller):
    path = "/api/v1/use-reports/{use_report_id:uuid}/expenses"
    tags = ("funds",)

    @post(
        name="api:expense:post",
        opt=SIGNED_IN,
        request_max_body_size=None,
        summary="An expense with its voucher as the raw body; what it was stands in the address",
    )
    async def spend(
        self,
        request: HTMXRequest,
        use_report_id: FromPath[UUID],
        *,
        name: FromQuery[str],
        line: FromQuery[UUID],
        spent_on: FromQuery[str],
        receiver: FromQuery[str],
        purpose: FromQuery[str],
        amount: FromQuery[str],
        no_secrets: FromQuery[bool] = False,
    ) -> Added:
        """Streamed; the store counts and refuses past its limit (413). `amount` in the grant's currency."""
        found = await queries.report(request.user, use_report_id)
        if not found.own:
            raise Forbidden(_("Only those who keep the company's record can do this."))
        form = parse(
            ExpenseInput,
            {
                "line": line,
                "spent_on": spent_on,
                "receiver": receiver,
                "purpose": purpose,
                "amount": amount,
                "no_secrets": no_secrets,
            },
        )
        if form.parsed is not None and not form.data.no_secrets:
            form.errors["no_secrets"] = _("Declare first that what you send contains no state secrets.")
        if not form.ok:
            raise Invalid(fields=form.errors)
        typed = form.data
        declared = await documents.declare(request.user, use_report_id)
        incoming = Incoming(name, request.stream())
        async with documents.brought(request.user, incoming, declaration_id=declared, field="voucher") as voucher:
            made = await reports.add_expense(
                request.user,
                use_report_id,
                line_id=typed.line,
                spent_on=typed.spent_on,
                receiver=typed.receiver,
                purpose=typed.purpose,
                amount=typed.amount,
                voucher=voucher,
            )
        return Added(made)

    @delete("/{expense_id:uuid}", name="api:expense:delete", opt=SIGNED_IN)
    async def unspend(self, request: HTMXRequest, use_report_id: FromPath[UUID], expense_id: FromPath[UUID]) -> None:
        if (await queries.expense(request.user, expense_id)).report_id != use_report_id:
            hidden()
        await reports.remove_expense(request.user, expense_id)

    @get(
        "/{expense_id:uuid}/voucher",
        name="api:expense:voucher",
        opt=SIGNED_IN,
        media_type="application/octet-stream",
    )
    async def voucher(
        self, request: HTMXRequest, use_report_id: FromPath[UUID], expense_id: FromPath[UUID]
    ) -> Response[Any]:
        found = await queries.expense(request.user, expense_id)
        if found.report_id != use_report_id or found.voucher_id is None:
            hidden()
        return downloads.send(await files.opened(found.voucher_id), inline=False)
