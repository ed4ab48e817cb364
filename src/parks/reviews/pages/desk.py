"""The expert's desk: the queue, and one seat with the proposal on the left and the sheet on the right."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.actor import Role
from parks.kernel.errors import Invalid
from parks.kernel.words import _
from parks.reviews import actions, queries
from parks.reviews.forms import Pledge, Reason, sheet
from parks.reviews.rules import names, pledges
from parks.web import access, forms
from parks.web.exports import attachment
from parks.web.rendering import screen, see_other

EXPERTS = access.only(Role.EXPERT)
SEAT, TALLY = "reviews/seats/show.html", "reviews/seats/_tally.html"


class DeskPages(Controller):
    path = "/desk"
    include_in_schema = False

    @get(name="desk:show", opt={"access": EXPERTS})
    async def show(self, request: HTMXRequest, page: FromQuery[int] = 1) -> Response[str]:
        desk = await queries.desk(request.user, page)
        return screen(request, "reviews/desk/show.html", desk=desk, names=names)


async def _shown(request: HTMXRequest, seat_id: UUID, *, status: int = 200, **more: Any) -> Response[str]:
    """The seat as it stands, with what was typed and refused (`form`) laid over it."""
    seat = await queries.my_seat(request.user, seat_id)
    form = more.pop("form", forms.blank())
    return screen(
        request,
        SEAT,
        TALLY,
        status=status,
        seat=seat,
        form=form,
        names=names,
        pledge=pledges.sentences(),
        pledge_wording=pledges.PRESENT,
        **more,
    )


class SeatPages(Controller):
    path = "/seats/{seat_id:uuid}"
    include_in_schema = False

    @get(name="seat:show", opt={"access": EXPERTS})
    async def show(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[str]:
        return await _shown(request, seat_id)

    @put("/declaration", name="declaration:put", opt={"access": EXPERTS})
    async def declare(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Pledge)
        if not form.ok:
            return await _shown(request, seat_id, status=422, form=form)
        await actions.declare(request.user, seat_id, conflict=False)
        return see_other(request, f"/seats/{seat_id}", flash=_("Thank you. The proposal is open to you now."))

    @put("/conflict", name="conflict:put", opt={"access": EXPERTS})
    async def recuse(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, Reason)
        try:
            await actions.recuse(request.user, seat_id, form.data.reason)
        except Invalid as refusal:
            return await _shown(request, seat_id, status=422, form=form.refuse(refusal))
        return see_other(request, "/desk", flash=_("You have stepped back. The officer will ask somebody else."))

    @put("/marks", name="marks:put", opt={"access": EXPERTS})
    async def save(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        form = await _kept(request, seat_id)
        if not form.ok or request.headers.get("hx-request"):
            return await _shown(request, seat_id, status=422 if form.errors else 200, form=form, saved=form.ok)
        after = (await queries.my_seat(request.user, seat_id)).next_seat if form["then"] == "next" else seat_id
        here = "#sheet" if after == seat_id else ""  # on phones the sheet is a tab of its own
        return see_other(request, f"/seats/{after}{here}" if after else "/desk", flash=_("Saved."))

    @put("/score", name="score:put", opt={"access": EXPERTS})
    async def submit(self, request: HTMXRequest, seat_id: FromPath[UUID]) -> Response[Any]:
        """Keep what the form holds, then submit all of it."""
        form = await _kept(request, seat_id)
        if form.ok:
            try:
                await actions.submit_score(request.user, seat_id)
            except Invalid as refusal:
                form.refuse(refusal)
        if form.errors:
            return await _shown(request, seat_id, status=422, form=form)
        return see_other(request, "/desk", flash=_("Your score is submitted and locked."))

    @get("/documents/{number:int}", name="seat-document:show", opt={"access": EXPERTS})
    async def document(self, request: HTMXRequest, seat_id: FromPath[UUID], number: FromPath[int]) -> Response[bytes]:
        return await neutral_document(request, seat_id, number)


async def neutral_document(request: HTMXRequest, seat_id: UUID, number: int) -> Response[bytes]:
    """An attachment without its origin: our own name, no metadata, kept by no cache."""
    body = await queries.neutral_attachment(request.user, seat_id, number)
    headers = {
        "content-disposition": attachment(f"附件{number}.pdf", inline=True),
        "cache-control": "private, no-store",
    }
    return Response(body, media_type="application/pdf", headers=headers)


async def _kept(request: HTMXRequest, seat_id: UUID) -> forms.Form[Any]:
    """Save the marks of the sent sheet; what cannot be kept stands in the form's errors beside what was typed."""
    sent = await request.form()
    values = {name: str(sent[name]) for name in sent if name != "_csrf"}
    marks, errors = sheet(values)
    form: forms.Form[Any] = forms.Form(values=values, errors=errors, parsed=Reason())
    if marks:
        try:
            await actions.save_marks(request.user, seat_id, marks)
        except Invalid as refusal:
            form.refuse(refusal)
    return form
