"""How full a park is: on a day, by building, over twelve months; the same as a file."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.words import _
from parks.spaces import queries
from parks.spaces.forms import asked_day
from parks.spaces.permissions import READERS
from parks.spaces.rules import names, occupancy, plan
from parks.spaces.rules.occupancy import Occupancy
from parks.web import access, exports
from parks.web.rendering import language_of, screen

OFFICERS = access.only(*READERS)
SHOWN = 20
"""Units of the page, those that stood empty longest; the file has them all."""

HEAD = (
    _("What"),
    _("Name"),
    _("Day"),
    _("Units that can be let"),
    _("Leased units"),
    _("Occupancy by units (%)"),
    _("Gross area that can be let (m²)"),
    _("Leased gross area (m²)"),
    _("Occupancy by area (%)"),
    _("Vacant days in twelve months"),
)


class OccupancyPages(Controller):
    path = "/parks/{park_id:uuid}/occupancy"
    include_in_schema = False

    @get(name="occupancy:show", opt={"access": OFFICERS})
    async def show(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[Any]:
        found = await queries.occupancy(request.user, park_id, asked_day(request))
        rates = [(day, figures.rate) for day, figures in found.months]
        return screen(
            request,
            "spaces/occupancy/show.html",
            found=found,
            columns=occupancy.columns(rates),
            width=len(rates) * occupancy.STEP,
            height=occupancy.HIGH,
            emptiest=sorted(found.units, key=lambda one: -one.vacant_days)[:SHOWN],
            vacant=occupancy.per_cent(found.vacant_days, found.lived_days),
            before=plan.months_on(found.on, -1),
            after=plan.months_on(found.on, 1),
            names=names,
        )

    @get("/export", name="occupancy:export", opt={"access": OFFICERS})
    async def export(self, request: HTMXRequest, park_id: FromPath[UUID]) -> Response[bytes]:
        found = await queries.occupancy(request.user, park_id, asked_day(request))
        kind = request.query_params.get("kind", "xlsx")
        return await exports.download(kind, f"occupancy-{found.on}", HEAD, list(_lines(found)), language_of(request))


def _lines(found: queries.OccupancyView) -> Iterator[list[Any]]:
    """The park, its buildings, its months, its units, each line with what it is."""
    yield [_("Park"), found.park, found.on, *_figures(found.whole), found.vacant_days]
    for one in found.buildings:
        yield [_("Building"), one.building, found.on, *_figures(one.figures), one.vacant_days]
    for day, figures in found.months:
        yield [_("Month"), day.strftime("%Y-%m"), day, *_figures(figures), None]
    for unit in found.units:
        figures = Occupancy({unit.status: 1}, {unit.status: unit.gross_area})
        yield [_("Unit"), unit.code, found.on, *_figures(figures), unit.vacant_days]


def _figures(of: Occupancy) -> list[Any]:
    return [of.leasable, of.leased, of.rate, of.leasable_area, of.leased_area, of.area_rate]
