"""A commitment for everyone whom it concerns, and a company's own grants: what comes when, what is to be reported."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.funds import queries
from parks.funds.rules import names
from parks.web import access
from parks.web.rendering import screen

SIGNED_IN = {"access": access.SIGNED_IN}


class CommitmentPages(Controller):
    path = "/commitments/{commitment_id:uuid}"
    include_in_schema = False

    @get(name="commitment:show", opt=SIGNED_IN)
    async def show(self, request: HTMXRequest, commitment_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.commitment(request.user, commitment_id)
        return screen(request, "funds/commitments/show.html", grant=found, names=names)


class GrantPages(Controller):
    path = "/grants"
    include_in_schema = False

    @get(name="grants:list", opt=SIGNED_IN)
    async def index(self, request: HTMXRequest) -> Response[Any]:
        return screen(request, "funds/grants/index.html", grants=await queries.grants(request.user), names=names)
