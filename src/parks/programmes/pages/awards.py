"""An award with its letter, and the public check of a letter's code."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.documents import queries as documents
from parks.kernel.errors import hidden
from parks.programmes.queries import awards as queries
from parks.reviews import queries as reviews
from parks.web import access, downloads
from parks.web.rendering import screen, see_other

SIGNED_IN = {"access": access.SIGNED_IN}


class AwardPages(Controller):
    path = "/awards/{award_id:uuid}"
    include_in_schema = False

    @get(name="award:show", opt=SIGNED_IN)
    async def show(self, request: HTMXRequest, award_id: FromPath[UUID]) -> Response[Any]:
        return screen(request, "programmes/awards/show.html", award=await queries.award(request.user, award_id))

    @get("/letter", name="award:letter", opt=SIGNED_IN)
    async def letter(self, request: HTMXRequest, award_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.award(request.user, award_id)
        return downloads.send(await documents.opened(found.letter_id), name=f"{found.number}.pdf")


@get(
    "/applications/{application_id:uuid}/award",
    name="application:award",
    include_in_schema=False,
    opt=SIGNED_IN,
)
async def of_application(request: HTMXRequest, application_id: FromPath[UUID]) -> Response[Any]:
    """From an application to its award, for those who may see both."""
    found = await queries.award_of(request.user, application_id)
    return see_other(request, (found or hidden()).url)


@get(
    "/verify",
    name="verification:show",
    include_in_schema=False,
    opt={"access": access.public("anyone who is shown a letter may check its code")},
)
async def verify(request: HTMXRequest) -> Response[Any]:
    typed = request.query_params.get("code", "")[:40]
    found = await queries.verified(typed) if typed else None
    appointed = await reviews.appointed(typed) if typed and found is None else None
    return screen(
        request,
        "programmes/awards/verify.html",
        "programmes/awards/_verified.html",
        status=404 if typed and found is None and appointed is None else 200,
        code=typed,
        found=found,
        appointed=appointed,
    )
