"""What is asked for."""

from piccolo.columns import JSONB, UUID, Date, ForeignKey, Integer, Numeric, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.spaces.states import RequestState, UnitKind
from parks.spaces.tables import one_of
from parks.spaces.tables.estate import Park
from parks.startups.tables import Company


class UnitRequest(Table, tablename="unit_request"):
    """What a company asks of a park. Areas are gross m²; `wanted_until` is the first day after, null for no end.

    `must` and `prefer` name features of units (`rules.names.FEATURES`); the budget is a month's rent by the list.
    """

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False, default="")
    area_min = Numeric(digits=(9, 2), null=True, default=None)
    area_max = Numeric(digits=(9, 2), null=True, default=None)
    seats = Integer(null=False, default=0)
    must = JSONB(null=False, default="[]")
    prefer = JSONB(null=False, default="[]")
    budget_amount = Numeric(digits=(12, 2), null=True, default=None)
    budget_currency = Varchar(length=3, null=False, default="CNY")
    wanted_from = Date(null=False, default=None)
    wanted_until = Date(null=True, default=None)
    note = Text(null=False, default="")
    state = Varchar(length=20, null=False, default="")
    asked_by = UUID(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answer = Text(null=False, default="")
    request_kind_known = Check(one_of("kind", UnitKind))
    request_state_known = Check(one_of("state", RequestState))
    request_area_in_order = Check("area_min > 0 AND area_max > 0 AND area_max >= area_min")
    request_seats_not_negative = Check("seats >= 0")
    request_budget_above_nought = Check("budget_amount > 0")
    request_days_in_order = Check("wanted_until > wanted_from")
    request_answered_with_time = Check("(state = 'asked') = (answered_at IS NULL)")
