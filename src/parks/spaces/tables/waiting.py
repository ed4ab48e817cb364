"""Whether a park's waiting list offers by itself, and by which numbers."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.spaces.tables.estate import Park


class WaitingList(Table, tablename="waiting_list"):
    """One a park; none: it does not act (`rules.turns.USUAL`). `days_ahead`: how many days before a unit comes free it
    is offered; `answer_days`: the working days a founder has to answer. The row's lock lets one worker offer at a time.
    """

    id = UUID(primary_key=True, default=uuid7)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, unique=True, index=False)
    acts = Boolean(null=False, default=False)
    days_ahead = Integer(null=False, default=None)
    answer_days = Integer(null=False, default=None)
    waiting_list_looks_a_year_ahead = Check("days_ahead BETWEEN 0 AND 365")
    waiting_list_leaves_days_to_answer = Check("answer_days BETWEEN 1 AND 60")
