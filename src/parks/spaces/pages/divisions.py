"""Splitting a unit and merging units, each a form of its own."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Invalid
from parks.kernel.words import _
from parks.spaces import actions, queries
from parks.spaces.forms.divisions import MergeUnits, SplitUnit, nested
from parks.spaces.permissions import KEEPERS
from parks.spaces.rules import names
from parks.web import access, forms
from parks.web.rendering import Choice, screen, see_other

MANAGERS = access.only(*KEEPERS)
ROWS = 4
"""Parts that the form has room for; programs send up to twelve."""


class DivisionPages(Controller):
    path = "/units/{unit_id:uuid}"
    include_in_schema = False

    @get("/split", name="split:edit", opt={"access": MANAGERS})
    async def halves(self, request: HTMXRequest, unit_id: FromPath[UUID]) -> Response[Any]:
        at = await queries.division(request.user, unit_id)
        given: dict[str, Any] = {"start": at.unit.free_from or at.today}
        for place in range(2):
            given |= {
                f"parts.{place}.code": f"{at.unit.code}-{place + 1}",
                f"parts.{place}.features": list(at.unit.features),
            }
        return _split_form(request, at, forms.blank(given))

    @put("/split", name="split:put", opt={"access": MANAGERS}, status_code=200)
    async def split(self, request: HTMXRequest, unit_id: FromPath[UUID]) -> Response[Any]:
        at = await queries.division(request.user, unit_id)  # another park's is not there, rather than refused
        sent = await request.form()
        typed = {
            name: sent.getall(name) if name.endswith(".features") else sent[name] for name in sent if name != "_csrf"
        }
        form = forms.parse(SplitUnit, nested(typed))
        form.values = typed
        status = 422
        if form.ok:
            try:
                parts = [one.part for one in form.data.parts]
                await actions.split(request.user, unit_id, parts, form.data.start, form.data.reason)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                flash = _("Unit {code} is split. Its days before stay as they were.", code=at.unit.code)
                return see_other(request, f"/floors/{at.floor_id}?on={form.data.start}", flash=flash)
        return _split_form(request, at, form, status)

    @get("/merger", name="merger:edit", opt={"access": MANAGERS})
    async def whole(self, request: HTMXRequest, unit_id: FromPath[UUID]) -> Response[Any]:
        at = await queries.division(request.user, unit_id)
        return _merge_form(request, at, forms.blank({"start": at.unit.free_from or at.today, "others": []}))

    @put("/merger", name="merger:put", opt={"access": MANAGERS}, status_code=200)
    async def merge(self, request: HTMXRequest, unit_id: FromPath[UUID]) -> Response[Any]:
        at = await queries.division(request.user, unit_id)
        form = await forms.read(request, MergeUnits)
        status = 422
        if form.ok:
            data = form.data
            try:
                made = await actions.merge(request.user, [unit_id, *data.others], data.code, data.start, data.reason)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                flash = _("Merged. The days before stay with the units as they were.")
                return see_other(request, f"/units/{made}", flash=flash)
        return _merge_form(request, at, form, status)


def _split_form(
    request: HTMXRequest, at: queries.DivisionView, form: forms.Form[Any], status: int = 200
) -> Response[Any]:
    return screen(
        request,
        "spaces/units/split.html",
        status=status,
        at=at,
        form=form,
        places=range(ROWS),
        features=[Choice(name, label) for name, label in names.FEATURES.items()],
        names=names,
    )


def _merge_form(
    request: HTMXRequest, at: queries.DivisionView, form: forms.Form[Any], status: int = 200
) -> Response[Any]:
    others = [
        Choice(str(one.id), _("{code}: {area} m²", code=one.code, area=one.gross_area), _free(one)) for one in at.others
    ]
    return screen(request, "spaces/units/merge.html", status=status, at=at, form=form, others=others, names=names)


def _free(one: queries.Piece) -> Any:
    if one.free_from is None:
        return _("Taken with no end agreed")
    return _("Free from {day} on", day=one.free_from)
