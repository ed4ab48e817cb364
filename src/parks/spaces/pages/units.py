"""Units: the officers' list, one with its timeline, the form that takes it, and the end of what took it."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.errors import Conflict, Forbidden, Invalid
from parks.kernel.words import _
from parks.spaces import actions, queries
from parks.spaces.forms import EndAllocation, TakeUnit, asked_day
from parks.spaces.permissions import KEEPERS, READERS
from parks.spaces.rules import names
from parks.spaces.rules.waiting import Waiting, queue
from parks.spaces.states import BOOKABLE, AllocationKind
from parks.startups import queries as startups
from parks.web import access, exports, forms
from parks.web.paging import ListState
from parks.web.rendering import Choice, language_of, screen, see_other

OFFICERS = access.only(*READERS)
MANAGERS = access.only(*KEEPERS)


async def _asked(request: HTMXRequest) -> ListState:
    return queries.unit_grid(await queries.park_choices(request.user)).read(request)


def _cell(line: queries.UnitLine, column: str) -> Any:
    match column:
        case "park":
            return line.park
        case "place":
            return _("{building}, {floor}", building=line.building, floor=line.floor)
        case "kind":
            return names.UNIT_KINDS[line.kind]
        case "area":
            return line.gross_area
        case "usable":
            return line.usable_area
        case "rent":
            return line.rent
        case "status":
            return names.STATUSES[line.status]
        case "until":
            return line.last_day
        case _:
            return getattr(line, column)


class UnitPages(Controller):
    path = "/units"
    include_in_schema = False

    @get(name="units:list", opt={"access": OFFICERS})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        state = await _asked(request)
        page = await queries.units(request.user, state, asked_day(request))
        return screen(request, "spaces/units/index.html", "spaces/units/_list.html", page=page, names=names)

    @get("/export", name="units:export", opt={"access": OFFICERS})
    async def export(self, request: HTMXRequest) -> Response[bytes]:
        state = (await _asked(request)).everything()
        page = await queries.units(request.user, state, asked_day(request))
        shown = [column for column in state.grid.columns if column.name in state.columns]
        lines = [[_cell(line, column.name) for column in shown] for line in page.rows]
        kind = request.query_params.get("kind", "xlsx")
        return await exports.download(kind, "units", [column.label for column in shown], lines, language_of(request))

    @get("/{unit_id:uuid}", name="units:show", opt={"access": access.SIGNED_IN})
    async def show(self, request: HTMXRequest, unit_id: FromPath[UUID]) -> Response[Any]:
        unit = await queries.unit(request.user, unit_id)
        return await _unit_page(request, unit, forms.blank({"last_day": unit.today}))

    @get("/{unit_id:uuid}/allocations/new", name="allocations:new", opt={"access": MANAGERS})
    async def new(self, request: HTMXRequest, unit_id: FromPath[UUID]) -> Response[Any]:
        given = {name: request.query_params.get(name, "") for name in ("request_id", "start", "last_day", "kind")}
        given["kind"] = given["kind"] or AllocationKind.LEASE
        return await _take_form(request, unit_id, forms.blank(given))

    @post("/{unit_id:uuid}/allocations", name="allocations:post", opt={"access": MANAGERS}, status_code=200)
    async def take(self, request: HTMXRequest, unit_id: FromPath[UUID]) -> Response[Any]:
        form = await forms.read(request, TakeUnit)
        status = 422
        if form.ok:
            try:
                await _take(request, unit_id, form.data)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                return see_other(request, f"/units/{unit_id}", flash=_("Done. It stands on the unit's timeline below."))
        return await _take_form(request, unit_id, form, status=status)


async def _unit_page(
    request: HTMXRequest,
    unit: queries.UnitView,
    form: forms.Form[Any],
    ending: UUID | None = None,
    status: int = 200,
) -> Response[Any]:
    """The unit, and for who may let it the companies that wait for it in rank order."""
    free = unit.gap if unit.can_let and unit.line.kind not in BOOKABLE else None
    asked = {one.id: one for one in await queries.waiting_in(request.user, unit.line.id)} if free else {}
    waits = [Waiting(one.id, one.want, one.days_waiting, one.declined) for one in asked.values() if not one.offered]
    return screen(
        request,
        "spaces/units/show.html",
        status=status,
        unit=unit,
        free=free,
        places=[(place, asked[place.request_id]) for place in queue(unit.candidate, free, waits)] if free else [],
        form=form,
        ending=ending,
        names=names,
    )


async def _take(request: HTMXRequest, unit_id: UUID, asked: TakeUnit) -> None:
    company_id = await startups.found_by_uscc(asked.uscc) if asked.uscc and not asked.request_id else None
    await actions.take(
        request.user,
        unit_id,
        asked.kind,
        asked.period,
        company_id=company_id,
        request_id=asked.request_id,
        hold_until=asked.hold_until,
        note=asked.note,
    )


async def _take_form(request: HTMXRequest, unit_id: UUID, form: forms.Form[Any], status: int = 200) -> Response[Any]:
    unit = await queries.unit(request.user, unit_id, _day_of(form["start"]))
    if not unit.can_let:
        raise Forbidden(_("Only this park's manager can let, hold, close or end a unit."))
    waiting = await queries.waiting_in(request.user, unit_id)
    chosen = next((one for one in waiting if str(one.id) == str(form["request_id"])), None)
    if chosen is not None and not form.errors:
        form.values["start"] = form["start"] or chosen.period.start
        form.values["last_day"] = form["last_day"] or chosen.period.last_day or ""
    return screen(
        request,
        "spaces/units/take.html",
        status=status,
        form=form,
        unit=unit,
        chosen=chosen,
        requests=[Choice(str(one.id), one.label) for one in waiting],
        kinds=[Choice(str(kind), name, names.ALLOCATION_HINTS[kind]) for kind, name in names.ALLOCATION_KINDS.items()],
        names=names,
    )


def _day_of(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _allocation_cell(line: queries.Taking, column: str) -> Any:
    match column:
        case "unit":
            return line.code
        case "place":
            return _("{building}, {floor}", building=line.building, floor=line.floor)
        case "kind":
            return names.ALLOCATION_KINDS[line.kind]
        case "area":
            return line.gross_area
        case "starts":
            return line.period.start
        case "ends":
            return line.period.last_day
        case "left":
            return line.days_left
        case _:
            return getattr(line, column)


async def _asked_allocations(request: HTMXRequest) -> ListState:
    return queries.allocation_grid(await queries.park_choices(request.user)).read(request)


class AllocationPages(Controller):
    path = "/allocations"
    include_in_schema = False

    @get(name="allocations:list", opt={"access": OFFICERS})
    async def index(self, request: HTMXRequest) -> Response[Any]:
        page = await queries.allocations(request.user, await _asked_allocations(request))
        return screen(request, "spaces/allocations/index.html", "spaces/allocations/_list.html", page=page, names=names)

    @get("/export", name="allocations:export", opt={"access": OFFICERS})
    async def export(self, request: HTMXRequest) -> Response[bytes]:
        page = await queries.allocations(request.user, (await _asked_allocations(request)).everything())
        shown = [column for column in page.state.grid.columns if column.name in page.state.columns]
        lines = [[_allocation_cell(line, column.name) for column in shown] for line in page.rows]
        kind = request.query_params.get("kind", "xlsx")
        return await exports.download(kind, "allocations", [one.label for one in shown], lines, language_of(request))

    @put("/{allocation_id:uuid}/ending", name="allocations:end", opt={"access": MANAGERS})
    async def end(self, request: HTMXRequest, allocation_id: FromPath[UUID]) -> Response[Any]:
        allocation = await queries.allocation(request.user, allocation_id)
        form = await forms.read(request, EndAllocation)
        status = 422
        if form.ok:
            try:
                await actions.end(request.user, allocation_id, form.data.on, form.data.reason)
            except (Invalid, Conflict) as refusal:
                form.refuse(refusal)
                status = refusal.status
            else:
                flash = _("Ended. From the day after, unit {code} is free.", code=allocation.unit_code)
                return see_other(request, f"/units/{allocation.unit_id}", flash=flash)
        unit = await queries.unit(request.user, allocation.unit_id)
        return await _unit_page(request, unit, form, allocation_id, status)
