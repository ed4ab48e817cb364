"""Lease terms for programs."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from litestar import Controller, get, put
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from pydantic import BaseModel

from parks.spaces import actions, queries
from parks.spaces.forms import LeaseTerms
from parks.spaces.permissions import KEEPERS
from parks.spaces.rules.rents import schedule
from parks.web import access


class LineOut(BaseModel):
    """A calendar month of a lease, or the part of it that the lease holds; amounts in yuan."""

    start: date
    last_day: date | None
    listed: Decimal
    free: Decimal
    relief: Decimal
    net: Decimal


class TermsOut(BaseModel):
    """As `LeaseTerms`, read only: numbers with places are strings, so that none are lost."""

    price: Decimal
    increase: Decimal
    rent_free_months: int
    deposit_months: int
    scheme: str
    funder: str
    share_1: Decimal
    share_2: Decimal
    share_3: Decimal
    share_4: Decimal
    share_5: Decimal
    relief_area: Decimal | None
    price_cap: Decimal | None
    ceiling: Decimal | None
    stay: int
    clawback: Decimal


class LeaseOut(BaseModel):
    """`deposit` in yuan; `area` in gross m²."""

    allocation_id: UUID
    unit_id: UUID
    area: Decimal
    terms: TermsOut | None
    version: int
    deposit: Decimal | None
    schedule: list[LineOut]

    @classmethod
    def of(cls, lease: queries.LeaseView) -> "LeaseOut":
        written = LeaseTerms.of(lease.terms)
        agreed = written if lease.period.until else None
        lines = schedule(agreed.agreed(lease.period, lease.area), agreed.reliefs) if agreed else []
        return cls(
            allocation_id=lease.allocation_id,
            unit_id=lease.unit_id,
            area=lease.area,
            terms=TermsOut(**written.model_dump(exclude={"version"})) if written else None,
            version=lease.version,
            deposit=agreed.agreed(lease.period, lease.area).deposit.amount if agreed else None,
            schedule=[
                LineOut(
                    start=one.period.start,
                    last_day=one.period.last_day,
                    listed=one.listed.amount,
                    free=one.free.amount,
                    relief=one.relief.amount,
                    net=one.net.amount,
                )
                for one in lines
            ],
        )


class LeaseApi(Controller):
    path = "/api/v1"
    tags = ("space",)

    @get("/allocations/{allocation_id:uuid}/lease", name="api:lease", opt={"access": access.SIGNED_IN})
    async def lease(self, request: HTMXRequest, allocation_id: FromPath[UUID]) -> LeaseOut:
        """The terms of a letting and its schedule; both empty while nobody wrote any."""
        return LeaseOut.of(await queries.lease(request.user, allocation_id))

    @put("/allocations/{allocation_id:uuid}/lease", name="api:lease-put", opt={"access": access.only(*KEEPERS)})
    async def write_lease(
        self, request: HTMXRequest, allocation_id: FromPath[UUID], data: JSONBody[LeaseTerms]
    ) -> LeaseOut:
        """The terms, over the `version` that was seen. 409 where somebody else wrote in between."""
        await queries.lease(request.user, allocation_id)  # another park's is not there, rather than refused
        typed = data.model_dump(mode="json", exclude={"version"}, exclude_none=True)
        await actions.write_lease(request.user, allocation_id, typed, data.version)
        return LeaseOut.of(await queries.lease(request.user, allocation_id))
