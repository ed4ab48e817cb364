"""A commitment for everyone whom it concerns, and a company's own grants: what comes when, what is to be reported."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.funds import forms, queries
from parks.funds.actions import commitments
from parks.funds.permissions import KEEPERS
from parks.funds.rules import names
from parks.kernel.errors import Invalid
from parks.web import access
from parks.web.forms import blank, read
from parks.web.rendering import screen

SIGNED_IN = {"access": access.SIGNED_IN}
KEEP = {"access": access.only(*KEEPERS)}
PAGE = "funds/commitments/show.html"


class CommitmentPages(Controller):
    path = "/commitments/{commitment_id:uuid}"
    include_in_schema = False

    @get(name="commitment:show", opt=SIGNED_IN)
    async def show(self, request: HTMXRequest, commitment_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.commitment(request.user, commitment_id)
        return screen(request, PAGE, grant=found, names=names, form=blank())

    @post("/account", name="commitment:account", opt=KEEP, status_code=200)
    async def account(self, request: HTMXRequest, commitment_id: FromPath[UUID]) -> Response[Any]:
        """The whole number of the payee's account, once, for a reason that is kept."""
        found = await queries.commitment(request.user, commitment_id)
        form, whole = await read(request, forms.Unmasking), ""
        if form.ok:
            try:
                whole = await commitments.unmask_account(request.user, commitment_id, form.data.reason)
            except Invalid as refusal:
                form.refuse(refusal)
        status = 200 if whole else 422
        return screen(request, PAGE, None, status=status, grant=found, names=names, form=form, whole=whole)


class GrantPages(Controller):
    path = "/grants"
    include_in_schema = False

    @get(name="grants:list", opt=SIGNED_IN)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return screen(request, "funds/grants/index.html", grants=await queries.grants(request.user), names=names)
