"""A lease: its terms, and month by month the list price, what is relieved and what is to be paid."""

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, put
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.words import _
from parks.spaces import actions, queries
from parks.spaces.forms import LeaseTerms
from parks.spaces.permissions import KEEPERS
from parks.spaces.rules.rents import added, schedule
from parks.web import access, exports, forms
from parks.web.rendering import language_of, screen, see_other

HEADS = (_("From"), _("Until"), _("List price"), _("Rent-free"), _("Relief"), _("To pay"))


class LeasePages(Controller):
    path = "/leases"
    include_in_schema = False

    @get("/{allocation_id:uuid}", name="lease:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, allocation_id: FromPath[UUID]) -> Response[Any]:
        lease = await queries.lease(request.user, allocation_id)
        agreed = _agreed(lease)
        lines = schedule(agreed.agreed(lease.period, lease.area), agreed.reliefs) if agreed else []
        return screen(
            request,
            "spaces/leases/show.html",
            lease=lease,
            agreed=agreed,
            deposit=agreed.agreed(lease.period, lease.area).deposit if agreed else None,
            lines=lines,
            total=added(one.net for one in lines),
            relieved=added(one.relief for one in lines),
        )

    @get("/{allocation_id:uuid}/schedule/export", name="lease:export", opt={"access": access.SIGNED_IN})
    async def export(
        self, request: HTMXRequest, allocation_id: FromPath[UUID], kind: FromQuery[str] = "xlsx"
    ) -> Response[bytes]:
        """What the schedule shows."""
        lease = await queries.lease(request.user, allocation_id)
        agreed = _agreed(lease)
        lines = schedule(agreed.agreed(lease.period, lease.area), agreed.reliefs) if agreed else []
        cells = [[one.period.start, one.period.last_day, one.listed, one.free, one.relief, one.net] for one in lines]
        return await exports.download(kind, f"lease-{lease.code}", list(HEADS), cells, language_of(request))

    @get("/{allocation_id:uuid}/edit", name="lease:edit", opt={"access": access.only(*KEEPERS)})
    async def edit(self, request: HTMXRequest, allocation_id: FromPath[UUID]) -> Response[Any]:
        lease = await queries.lease(request.user, allocation_id)
        known = dict(lease.terms or lease.former or {"price": lease.price or "", "deposit_months": 2})
        return _edit(request, lease, forms.blank(known | {"version": lease.version}))

    @put("/{allocation_id:uuid}", name="lease:put", opt={"access": access.only(*KEEPERS)}, status_code=200)
    async def write(self, request: HTMXRequest, allocation_id: FromPath[UUID]) -> Response[Any]:
        await queries.lease(request.user, allocation_id)  # another park's is not there, rather than refused
        form = await forms.read(request, LeaseTerms)
        status = 422
        if form.ok:
            typed = form.data.model_dump(mode="json", exclude={"version"}, exclude_none=True)
            try:
                await actions.write_lease(request.user, allocation_id, typed, form.data.version)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, f"/leases/{allocation_id}", flash=_("The terms are on record."))
        return _edit(request, await queries.lease(request.user, allocation_id), form, status)


def _agreed(lease: queries.LeaseView) -> LeaseTerms | None:
    return LeaseTerms.of(lease.terms) if lease.period.until else None


def _edit(request: HTMXRequest, lease: queries.LeaseView, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    if not lease.can_write:
        raise Forbidden(_("Only this park's manager can let, hold, close or end a unit."))
    return screen(request, "spaces/leases/edit.html", status=status, lease=lease, form=form)
