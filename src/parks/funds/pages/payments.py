"""The releases queue, and payment: the file that goes to the bank, and what comes back."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.funds import forms, queries
from parks.funds.actions import payments
from parks.funds.permissions import KEEPERS, READERS
from parks.funds.rules import names
from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.words import _
from parks.web import access
from parks.web.exports import XLSX, attachment
from parks.web.forms import Form, blank, read, upload
from parks.web.rendering import screen, see_other

READ = {"access": access.only(*READERS)}
KEEP = {"access": access.only(*KEEPERS)}
LARGEST = 5_000_000  # bytes of a bank's answer


class ReleasePages(Controller):
    path = "/releases"
    include_in_schema = False

    @get(name="releases:list", opt=READ)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return await _queue(request, blank())


async def _queue(request: HTMXRequest, form: Form[Any], status: int = 200) -> Response[Any]:
    lines = await queries.queue(request.user)
    return screen(request, "funds/releases/index.html", None, status=status, lines=lines, form=form, names=names)


class PaymentPages(Controller):
    path = "/payments"
    include_in_schema = False

    @get(name="payments:list", opt=READ)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return screen(request, "funds/payments/index.html", batches=await queries.batches(request.user))

    @post(name="payments:post", opt=KEEP)
    async def make(self, request: HTMXRequest) -> Response[Any]:
        form = await read(request, forms.Batch)
        if not form.ok:
            form.errors = {"": _("Choose at least one released tranche.")}
            return await _queue(request, form, 422)
        try:
            made = await payments.batch(request.user, form.data.budget, form.data.tranche)
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _queue(request, form.refuse(refusal), refusal.status)
        return see_other(request, f"/payments/{made}", _("The batch is made. Take its file to the bank."))

    @get("/{batch_id:uuid}", name="payment:show", opt=READ)
    async def show(self, request: HTMXRequest, batch_id: FromPath[UUID]) -> Response[Any]:
        return await _batch(request, batch_id, blank())

    @post("/{batch_id:uuid}/file", name="payment:file", opt=KEEP, status_code=200)
    async def file(self, request: HTMXRequest, batch_id: FromPath[UUID]) -> Response[bytes]:
        """The file with whole account numbers; that somebody took it stands in the trail."""
        name, content = await payments.bank_file_of(request.user, batch_id)
        headers = {"content-disposition": attachment(name), "cache-control": "private, no-store"}
        return Response(content, media_type=XLSX, headers=headers)

    @put("/{batch_id:uuid}/result", name="payment:settle", opt=KEEP, request_max_body_size=LARGEST)
    async def settle(self, request: HTMXRequest, batch_id: FromPath[UUID]) -> Response[Any]:
        await queries.batch(request.user, batch_id)
        sent = upload((await request.form()).get("file"))
        form: Form[Any] = blank()
        if sent is None or not sent.filename:
            form.errors["file"] = _("Choose a file.")
            return await _batch(request, batch_id, form, 422)
        try:
            done = await payments.settle_by_file(request.user, batch_id, await sent.read())
        except (Invalid, Conflict, Forbidden) as refusal:
            return await _batch(request, batch_id, form.refuse(refusal), refusal.status)
        return see_other(request, f"/payments/{batch_id}", _("{n} lines are settled.", n=done))


async def _batch(request: HTMXRequest, batch_id: UUID, form: Form[Any], status: int = 200) -> Response[Any]:
    found = await queries.batch(request.user, batch_id)
    return screen(request, "funds/payments/show.html", None, status=status, batch=found, form=form, names=names)
