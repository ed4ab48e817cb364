"""The future as it could be: who would sit where from a day on."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.spaces.states import ScenarioState
from parks.spaces.tables import one_of
from parks.spaces.tables.allocations import Allocation
from parks.spaces.tables.estate import Park, Unit
from parks.spaces.tables.requests import UnitRequest


class Scenario(Table, tablename="scenario"):
    """`move_cost`: points that a move takes off. `worth` and `bound` are the solver's of when it was planned."""

    id = UUID(primary_key=True, default=uuid7)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=100, null=False, default="")
    day = Date(null=False, default=None)
    state = Varchar(length=20, null=False, default="")
    move_cost = Integer(null=False, default=0)
    worth = Integer(null=False, default=0)
    bound = Integer(null=False, default=0)
    made_by = UUID(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    settled_at = Timestamptz(null=True, default=None)
    scenario_state_known = Check(one_of("state", ScenarioState))
    scenario_settled_with_time = Check("(state = 'draft') = (settled_at IS NULL)")
    scenario_move_costs = Check("move_cost >= 0")


class ScenarioMove(Table, tablename="scenario_move"):
    """A lease that goes on in `unit`, or a request that gets it, from `starts` to before `ends` (null: open)."""

    id = UUID(primary_key=True, default=uuid7)
    scenario = ForeignKey(Scenario, null=False, default=None, on_delete=OnDelete.cascade, index=False)
    allocation = ForeignKey(Allocation, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    request = ForeignKey(UnitRequest, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    unit = ForeignKey(Unit, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    starts = Date(null=False, default=None)
    ends = Date(null=True, default=None)
    scenario_move_of_one = Check("(allocation IS NULL) <> (request IS NULL)")
    scenario_move_days = Check("ends > starts")
    scenario_allocation_once = Unique(["scenario", "allocation"])
    scenario_request_once = Unique(["scenario", "request"])
