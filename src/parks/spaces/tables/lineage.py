"""Which unit became which."""

from piccolo.columns import UUID, Date, ForeignKey, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.spaces.tables.estate import Unit


class UnitLineage(Table, tablename="unit_lineage"):
    """From `day` on `source` goes on as `became`: one row a part of a split, one a former unit of a merger."""

    id = UUID(primary_key=True, default=uuid7)
    source = ForeignKey(Unit, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    became = ForeignKey(Unit, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    day = Date(null=False, default=None)
    reason = Varchar(length=500, null=False, default="")
    made_by = UUID(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    lineage_once = Unique(["source", "became"])
    lineage_of_two_units = Check("source <> became")
