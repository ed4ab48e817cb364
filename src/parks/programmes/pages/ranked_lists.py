"""An office's ranked list: put in order, frozen with the recommendation, printed for the seal."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.adapters import typesetter
from parks.kernel.errors import Invalid, Refusal
from parks.kernel.verdict import require
from parks.kernel.words import _
from parks.programmes import forms, permissions
from parks.programmes.actions import ranked_lists
from parks.programmes.queries import letters
from parks.programmes.queries import ranked_lists as queries
from parks.programmes.queries.standing import LEVEL_NAMES
from parks.programmes.rules import ranking
from parks.programmes.rules.ladder import OFFICERS, READERS
from parks.web import access
from parks.web.exports import attachment
from parks.web.forms import Form, blank, read
from parks.web.rendering import screen, see_other

OFFICER = {"access": access.only(*OFFICERS)}
READER = {"access": access.only(*READERS)}


class OrderPages(Controller):
    path = "/calls/{call_id:uuid}/lists/{organisation_id:uuid}"
    include_in_schema = False

    @get(name="ranked-list:edit", opt=OFFICER)
    async def edit(
        self, request: HTMXRequest, call_id: FromPath[UUID], organisation_id: FromPath[UUID]
    ) -> Response[Any]:
        return await _order(request, call_id, organisation_id)

    @post(name="ranked-list:order", opt=OFFICER, status_code=200)
    async def order(
        self, request: HTMXRequest, call_id: FromPath[UUID], organisation_id: FromPath[UUID]
    ) -> Response[Any]:
        """The same page after one `move` (up, down, add or drop, and an id); nothing is stored before it is frozen."""
        form = await read(request, forms.Order)
        if form.ok:
            kind, _colon, moved = form.data.move.partition(":")
            form.values["order"] = ranking.moved([str(one) for one in form.data.order], kind, moved)
        return await _order(request, call_id, organisation_id, form=form, status=200 if form.ok else 422)

    @put(name="ranked-list:put", opt=OFFICER)
    async def freeze(
        self, request: HTMXRequest, call_id: FromPath[UUID], organisation_id: FromPath[UUID]
    ) -> Response[Any]:
        form = await read(request, forms.Order)
        if not form.ok:
            return await _order(request, call_id, organisation_id, form=form, status=422)
        try:
            made = await ranked_lists.freeze(
                request.user,
                call_id,
                organisation_id,
                form.data.order,
                text=form.data.text,
                scores=_scores(form),
            )
        except Refusal as refusal:
            if refusal.status in {403, 404}:
                raise
            return await _order(request, call_id, organisation_id, form=form.refuse(refusal), status=refusal.status)
        return see_other(request, f"/ranked-lists/{made}", _("The list is frozen, and every one on it is recommended."))


def _scores(form: Form[Any]) -> dict[UUID, Decimal]:
    found = {}
    for one, text in forms.by_application(form.values, "score-").items():
        try:
            found[one] = Decimal(text)
        except ArithmeticError:
            raise Invalid(fields={f"score-{one}": _("Give a score from 0 to 100.")}) from None
    return found


async def _order(
    request: HTMXRequest, call_id: UUID, organisation_id: UUID, *, form: Form[Any] | None = None, status: int = 200
) -> Response[Any]:
    office = await queries.office(call_id, organisation_id)
    require(permissions.may_rank(request.user, role=office.rung.role, path=office.path))
    waiting = {str(one.application_id): one for one in await queries.waiting(request.user, office)}
    form = form or blank()
    sent = form.values.get("order") or []
    order = [waiting[one] for one in ([sent] if isinstance(sent, str) else sent) if one in waiting]
    return screen(
        request,
        "programmes/ranked_lists/edit.html",
        "programmes/ranked_lists/_order.html",
        status=status,
        office=office,
        order=order,
        rest=[one for one in waiting.values() if one not in order],
        frozen=await queries.frozen(office),
        form=form,
    )


class RankedListPages(Controller):
    path = "/ranked-lists/{list_id:uuid}"
    include_in_schema = False

    @get(name="ranked-list:show", opt=READER)
    async def show(self, request: HTMXRequest, list_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.ranked_list(request.user, list_id)
        return screen(request, "programmes/ranked_lists/show.html", ranked=found, level=LEVEL_NAMES[found.level])

    @get("/letter", name="ranked-list:letter", opt=READER)
    async def letter(self, request: HTMXRequest, list_id: FromPath[UUID]) -> Response[bytes]:
        """The list as PDF, with room for signature and seal."""
        name, values = letters.ranked_list(await queries.ranked_list(request.user, list_id))
        return Response(
            await typesetter.pdf("ranking", values),
            media_type="application/pdf",
            headers={"content-disposition": attachment(name), "cache-control": "private, no-store"},
        )
