"""Parks side by side, for programs."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from litestar import Controller, get
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import queries
from parks.spaces.api.shared import Named
from parks.spaces.forms import asked_day
from parks.spaces.permissions import COMPARERS
from parks.web import access


class ComparedOut(BaseModel):
    """Areas gross, in m²; rates in per cent, null where there is nothing to reckon from; `stay` in months.
    `thresholds` are those entered for the park's place, `missed` the figures on their wrong side.
    """

    park_id: UUID
    park: Named
    units: int
    leased: int
    rate: Decimal | None
    area: Decimal
    leased_area: Decimal
    area_rate: Decimal | None
    firms: int
    stay: Decimal | None
    promised: int
    in_time: Decimal | None
    thresholds: dict[str, Decimal]
    missed: list[str]


class ComparisonOut(BaseModel):
    on: date
    parks: list[ComparedOut]


class ComparisonApi(Controller):
    path = "/api/v1/parks/comparison"
    tags = ("space",)

    @get(name="api:comparison", opt={"access": access.only(*COMPARERS)})
    async def show(self, request: HTMXRequest) -> ComparisonOut:
        """The parks below the caller's places on a day (`on`, else today)."""
        found = await queries.comparison(request.user, asked_day(request))
        return ComparisonOut(
            on=found.on,
            parks=[
                ComparedOut(
                    park_id=one.id,
                    park=Named.of(one.park),
                    units=one.figures.units,
                    leased=one.figures.leased,
                    rate=one.figures.rate,
                    area=one.figures.area,
                    leased_area=one.figures.leased_area,
                    area_rate=one.figures.area_rate,
                    firms=one.figures.firms,
                    stay=one.figures.stay,
                    promised=one.figures.promised,
                    in_time=one.figures.in_time,
                    thresholds=dict(one.thresholds),
                    missed=list(one.missed),
                )
                for one in found.parks
            ],
        )
