"""What is taken."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.spaces.states import AllocationKind, OfferOutcome
from parks.spaces.tables import one_of
from parks.spaces.tables.estate import Unit
from parks.spaces.tables.requests import UnitRequest
from parks.startups.tables import Company


class Allocation(Table, tablename="allocation"):
    """Every taking of a unit: `starts` to before `ends` (null: open). `void` takes it out of the exclusion.

    Ending shortens it, or voids it where no day is left; nothing is ever deleted. Holds and offers expire, and they
    alone. An offer is made to one company for one request; `outcome` says how it ended, `end_reason` why.
    At most one offer of a request stands at a time (a partial unique index of migrations/spaces). A lease that moved to
    another unit `follows` the letting that was shortened for it.
    """

    id = UUID(primary_key=True, default=uuid7)
    unit = ForeignKey(Unit, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False, default="")
    company = ForeignKey(Company, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    request = ForeignKey(UnitRequest, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    follows: ForeignKey["Allocation"] = ForeignKey(
        "self", null=True, default=None, on_delete=OnDelete.restrict, index=True
    )
    starts = Date(null=False, default=None)
    ends = Date(null=True, default=None)
    expires_at = Timestamptz(null=True, default=None)
    note = Varchar(length=500, null=False, default="")
    made_by = UUID(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    void = Boolean(null=False, default=False)
    end_reason = Varchar(length=500, null=False, default="")
    outcome = Varchar(length=20, null=False, default="")
    allocation_kind_is_known = Check(one_of("kind", AllocationKind))
    allocation_days_in_order = Check("ends > starts")
    allocation_holds_and_offers_expire = Check("(kind IN ('hold', 'offer')) = (expires_at IS NOT NULL)")
    allocation_lease_has_tenant = Check("kind <> 'lease' OR company IS NOT NULL")
    allocation_park_has_nobody = Check("kind IN ('lease', 'hold', 'offer') OR (company IS NULL AND request IS NULL)")
    allocation_offer_to_somebody = Check("kind <> 'offer' OR (company IS NOT NULL AND request IS NOT NULL)")
    allocation_outcome_known = Check(one_of("outcome", OfferOutcome))
    allocation_outcome_of_offers = Check("outcome = '' OR (kind = 'offer' AND void)")
