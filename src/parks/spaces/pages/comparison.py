"""Parks side by side, for those whose place covers several; the same as a file."""

from typing import Any

from litestar import Controller, Response, get
from litestar.plugins.htmx import HTMXRequest

from parks.kernel.words import _
from parks.spaces import queries
from parks.spaces.forms import asked_day
from parks.spaces.permissions import COMPARERS
from parks.spaces.rules.comparison import THRESHOLDS
from parks.web import access, exports
from parks.web.rendering import language_of, screen

HEAD = (
    _("Park"),
    _("Day"),
    _("Units that can be let"),
    _("Leased units"),
    _("Occupancy by units (%)"),
    _("Gross area that can be let (m²)"),
    _("Leased gross area (m²)"),
    _("Occupancy by area (%)"),
    _("Firms"),
    _("Mean stay (months)"),
    _("Services with a promised day"),
    _("Services in time (%)"),
    _("Thresholds missed"),
)


class ComparisonPages(Controller):
    path = "/parks/comparison"
    include_in_schema = False

    @get(name="comparison:show", opt={"access": access.only(*COMPARERS)})
    async def show(self, request: HTMXRequest) -> Response[Any]:
        found = await queries.comparison(request.user, asked_day(request))
        return screen(request, "spaces/comparison/show.html", found=found, thresholds=THRESHOLDS)

    @get("/export", name="comparison:export", opt={"access": access.only(*COMPARERS)})
    async def export(self, request: HTMXRequest) -> Response[bytes]:
        found = await queries.comparison(request.user, asked_day(request))
        kind = request.query_params.get("kind", "xlsx")
        lines = [_line(found, one) for one in found.parks]
        return await exports.download(kind, f"comparison-{found.on}", HEAD, lines, language_of(request))


def _line(found: queries.ComparisonView, one: queries.ComparedPark) -> list[Any]:
    of = one.figures
    counts = [of.units, of.leased, of.rate, of.area, of.leased_area, of.area_rate, of.firms, of.stay]
    return [one.park, found.on, *counts, of.promised, of.in_time, len(one.missed)]
