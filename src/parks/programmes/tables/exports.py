"""The file from which anyone recomputes a selection, as it was made when its notice was published (docs/adr/0072)."""

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person
from parks.programmes.tables.notices import Notice


class SelectionExport(Table, tablename="selection_export"):
    """One file a notice: `hash` is the SHA-256 of `data` and stands on the notice; a trigger keeps both for ever."""

    id = UUID(primary_key=True, default=uuid7)
    notice = ForeignKey(Notice, null=False, default=None, on_delete=OnDelete.restrict, index=False, unique=True)
    hash = Varchar(length=64, null=False, default="")
    lines = Integer(null=False, default=0)
    data = Bytea(null=False, default=None)
    made_by = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    made_at = Timestamptz(null=False, default=None)
    selection_export_hashed = Check("hash ~ '^[0-9a-f]{64}$' AND lines > 0")
