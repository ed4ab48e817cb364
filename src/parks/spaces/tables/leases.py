"""What was agreed on a letting."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, Numeric, OnDelete, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.spaces.tables.allocations import Allocation


class Lease(Table, tablename="lease"):
    """What was agreed on one letting. `terms` is what was typed (`forms.LeaseTerms`), the area the unit's on that day;
    the days are the allocation's own, so that an end agreed later shortens the schedule too.
    """

    id = UUID(primary_key=True, default=uuid7)
    allocation = ForeignKey(Allocation, null=False, default=None, on_delete=OnDelete.restrict, unique=True)
    area = Numeric(digits=(9, 2), null=False, default=None)
    terms = JSONB(null=False, default=None)
    version = Integer(null=False, default=1)
    written_by = UUID(null=False, default=None)
    written_at = Timestamptz(null=False, default=None)
    lease_area_above_nought = Check("area > 0")
