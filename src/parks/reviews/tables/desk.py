"""How an expert wants the desk, on every machine."""

from piccolo.columns import UUID, Boolean, ForeignKey, OnDelete, SmallInt
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Person


class DeskState(Table, tablename="desk_state"):
    """One person's desk: `split` the proposal's share of the width in per cent, `keys` the switch of the single keys.

    Null is what was never chosen: then the house's own, or what the browser says, holds.
    """

    id = UUID(primary_key=True, default=uuid7)
    person = ForeignKey(Person, null=False, default=None, on_delete=OnDelete.restrict, unique=True, index=True)
    split = SmallInt(null=True, default=None)
    keys = Boolean(null=True, default=None)

    desk_state_split_possible = Check("split IS NULL OR split BETWEEN 25 AND 75")
