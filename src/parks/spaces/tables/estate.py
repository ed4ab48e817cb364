"""Parks, their buildings, floors and units."""

from piccolo.columns import JSONB, UUID, Date, ForeignKey, Integer, Numeric, OnDelete, SmallInt, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7
from parks.identity.tables import Organisation
from parks.spaces.states import Grade, ParkKind, UnitKind
from parks.spaces.tables import one_of


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
    park_kind_known = Check(one_of("kind", ParkKind))
    park_grade_known = Check(one_of("grade", Grade))
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
    unit_kind_known = Check(one_of("kind", UnitKind))
    unit_areas_in_order = Check("usable_area > 0 AND gross_area >= usable_area")
    unit_seats_not_negative = Check("seats >= 0")
    unit_price_not_negative = Check("price_amount >= 0")
    unit_lives_some_days = Check("valid_until > valid_from")
    unit_shape_on_plan = Check("x >= 0 AND y >= 0 AND w > 0 AND h > 0")
