"""The estate, what is asked for, and what is taken.

Two things stand in migrations/spaces as raw SQL, because Piccolo has no words for them: the generated column
`allocation.period` with its exclusion constraint, and the triggers that lock a unit for every writer, fill
`unit.park` and keep allocations within their unit's life.
"""

from enum import StrEnum

from piccolo.columns import (
    JSONB,
    UUID,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Organisation
from parks.spaces.states import AllocationKind, Grade, OfferOutcome, ParkKind, RequestState, UnitKind
from parks.startups.tables import Company


def _one_of(column: str, values: type[StrEnum]) -> str:
    """Piccolo's `choices` are not enforced by the database; this is."""
    return f"{column} IN ({', '.join(repr(str(one)) for one in values)})"


class Park(Table, tablename="park"):
    """`path` is its organisation's place in the tree, frozen here for the scope predicate; names in both languages."""

    id = UUID(primary_key=True, default=uuid7)
    organisation = ForeignKey(
        Organisation, null=False, default=None, on_delete=OnDelete.restrict, unique=True, index=False
    )
    path = Varchar(length=400, null=False, default="", index=True)
    name = JSONB(null=False, default="{}")
    kind = Varchar(length=20, null=False, default="")
    grade = Varchar(length=1, null=False, default="")
    area = Numeric(digits=(12, 2), null=False, default=None)
    address = Varchar(length=200, null=False, default="")
    park_kind_known = Check(_one_of("kind", ParkKind))
    park_grade_known = Check(_one_of("grade", Grade))
    park_area_positive = Check("area > 0")


class Building(Table, tablename="building"):
    id = UUID(primary_key=True, default=uuid7)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    code = Varchar(length=20, null=False, default="")
    name = JSONB(null=False, default="{}")
    building_code_once_a_park = Unique(["park", "code"])


class Floor(Table, tablename="floor"):
    """`width` and `height` are the plan's, in metres; units are placed on it."""

    id = UUID(primary_key=True, default=uuid7)
    building = ForeignKey(Building, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    level = SmallInt(null=False, default=0)
    name = JSONB(null=False, default="{}")
    width = Numeric(digits=(7, 2), null=False, default=None)
    height = Numeric(digits=(7, 2), null=False, default=None)
    floor_level_once_a_building = Unique(["building", "level"])
    floor_size_positive = Check("width > 0 AND height > 0")


class Unit(Table, tablename="unit"):
    """What can be taken. Lives from `valid_from` to before `valid_until` (null: no end known).

    `park` is filled by a trigger from the floor. Areas in m²; `price_amount` is the list price a m² of gross area and
    month. The shape is a rectangle on the floor, in metres.
    """

    id = UUID(primary_key=True, default=uuid7)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    floor = ForeignKey(Floor, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    code = Varchar(length=20, null=False, default="")
    kind = Varchar(length=20, null=False, default="")
    gross_area = Numeric(digits=(9, 2), null=False, default=None)
    usable_area = Numeric(digits=(9, 2), null=False, default=None)
    seats = Integer(null=False, default=0)
    features = JSONB(null=False, default="[]")
    price_amount = Numeric(digits=(12, 2), null=True, default=None)
    price_currency = Varchar(length=3, null=False, default="CNY")
    valid_from = Date(null=False, default=None)
    valid_until = Date(null=True, default=None)
    x = Numeric(digits=(7, 2), null=False, default=None)
    y = Numeric(digits=(7, 2), null=False, default=None)
    w = Numeric(digits=(7, 2), null=False, default=None)
    h = Numeric(digits=(7, 2), null=False, default=None)
    unit_code_once_a_park = Unique(["park", "code"])
    unit_kind_known = Check(_one_of("kind", UnitKind))
    unit_areas_in_order = Check("usable_area > 0 AND gross_area >= usable_area")
    unit_seats_not_negative = Check("seats >= 0")
    unit_price_not_negative = Check("price_amount >= 0")
    unit_lives_some_days = Check("valid_until > valid_from")
    unit_shape_on_plan = Check("x >= 0 AND y >= 0 AND w > 0 AND h > 0")


class UnitRequest(Table, tablename="unit_request"):
    """What a company asks of a park. Areas are gross m²; `wanted_until` is the first day after, null for no end."""

    id = UUID(primary_key=True, default=uuid7)
    company = ForeignKey(Company, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    park = ForeignKey(Park, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False, default="")
    area_min = Numeric(digits=(9, 2), null=True, default=None)
    area_max = Numeric(digits=(9, 2), null=True, default=None)
    seats = Integer(null=False, default=0)
    wanted_from = Date(null=False, default=None)
    wanted_until = Date(null=True, default=None)
    note = Text(null=False, default="")
    state = Varchar(length=20, null=False, default="")
    asked_by = UUID(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answer = Text(null=False, default="")
    request_kind_known = Check(_one_of("kind", UnitKind))
    request_state_known = Check(_one_of("state", RequestState))
    request_area_in_order = Check("area_min > 0 AND area_max > 0 AND area_max >= area_min")
    request_seats_not_negative = Check("seats >= 0")
    request_days_in_order = Check("wanted_until > wanted_from")
    request_answered_with_time = Check("(state = 'asked') = (answered_at IS NULL)")


class Allocation(Table, tablename="allocation"):
    """Every taking of a unit: `starts` to before `ends` (null: open). `void` takes it out of the exclusion.

    Ending shortens it, or voids it where no day is left; nothing is ever deleted. Holds and offers expire, and they
    alone. An offer is made to one company for one request; `outcome` says how it ended, `end_reason` why.
    At most one offer of a request stands at a time (a partial unique index of migrations/spaces).
    """

    id = UUID(primary_key=True, default=uuid7)
    unit = ForeignKey(Unit, null=False, default=None, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20, null=False, default="")
    company = ForeignKey(Company, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    request = ForeignKey(UnitRequest, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    starts = Date(null=False, default=None)
    ends = Date(null=True, default=None)
    expires_at = Timestamptz(null=True, default=None)
    note = Varchar(length=500, null=False, default="")
    made_by = UUID(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    void = Boolean(null=False, default=False)
    end_reason = Varchar(length=500, null=False, default="")
    outcome = Varchar(length=20, null=False, default="")
    allocation_kind_is_known = Check(_one_of("kind", AllocationKind))
    allocation_days_in_order = Check("ends > starts")
    allocation_holds_and_offers_expire = Check("(kind IN ('hold', 'offer')) = (expires_at IS NOT NULL)")
    allocation_lease_has_tenant = Check("kind <> 'lease' OR company IS NOT NULL")
    allocation_park_has_nobody = Check("kind IN ('lease', 'hold', 'offer') OR (company IS NULL AND request IS NULL)")
    allocation_offer_to_somebody = Check("kind <> 'offer' OR (company IS NOT NULL AND request IS NOT NULL)")
    allocation_outcome_known = Check(_one_of("outcome", OfferOutcome))
    allocation_outcome_of_offers = Check("outcome = '' OR (kind = 'offer' AND void)")


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
