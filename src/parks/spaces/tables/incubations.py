"""A company's stay in a park, and each step of it."""

from piccolo.columns import JSONB, UUID, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.spaces.states import IncubationMove, IncubationState
from parks.spaces.tables import one_of
from parks.spaces.tables.estate import Park
from parks.startups.tables import Company


class Incubation(Table, tablename="incubation"):
    """One stay. The clock runs from `begins` (the hand-over was signed) to the day before `ends`; both null before.

    `version` counts its steps. At most one stay of a company in a park is open (a partial unique index, raw).
    """

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    state = Varchar(length=20, null=False, default="")
    begins = Date(null=True, default=None)
    ends = Date(null=True, default=None)
    opened_at = Timestamptz(null=False, default=None)
    moved_at = Timestamptz(null=False, default=None)
    version = Integer(null=False, default=1)
    incubation_state_known = Check(one_of("state", IncubationState))
    incubation_clock_in_order = Check("(begins IS NULL) = (ends IS NULL) AND ends > begins")


class IncubationStep(Table, tablename="incubation_step"):
    """What was done, when, by which side and in whose words; never changed (a raw trigger). `detail` holds what the
    step needs besides (`rules.incubations.NEEDS`), days as ISO text and sums as decimal text.
    """

    id = UUID(primary_key=True, default=uuid7)
    incubation = ForeignKey(Incubation, null=False, default=None, on_delete=OnDelete.restrict, index=False)
    number = Integer(null=False, default=None)
    move = Varchar(length=20, null=False, default="")
    side = Varchar(length=10, null=False, default="")
    words = Text(null=False, default="")
    detail = JSONB(null=False, default="{}")
    made_by = UUID(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    incubation_step_once = Unique([incubation, number])
    incubation_step_move_known = Check(one_of("move", IncubationMove))
    incubation_step_side_known = Check("side IN ('park', 'company')")
