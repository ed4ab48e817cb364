"""Published facts. Everything carries its source; what is superseded stays, for what rested on it."""

from piccolo.columns import JSONB, UUID, Boolean, Date, SmallInt, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from parks.adapters.ids import uuid7


class CalendarDay(Table, tablename="reference_calendar_day"):
    """One day of the working calendar; `provisional` while the State Council's notice for its year is not out."""

    day = Date(primary_key=True, null=False, default=None)
    works = Boolean(null=False, default=True)
    name = Varchar(length=60, null=False, default="")
    provisional = Boolean(null=False, default=False)
    source = Varchar(length=200, null=False, default="")


class Region(Table, tablename="reference_region"):
    """A division of GB/T 2260: six digits; 2 a province, 4 a city, 6 a county. Codes out of use are kept."""

    code = Varchar(length=6, primary_key=True, null=False, default="")
    level = SmallInt(null=False, default=2)
    parent = Varchar(length=6, null=False, default="", index=True)
    name_zh = Varchar(length=60, null=False, default="")
    name_en = Varchar(length=120, null=False, default="")
    current = Boolean(null=False, default=True)
    until = SmallInt(null=True, default=None)
    reference_region_code = Check("code ~ '^[0-9]{6}$'")
    reference_region_level = Check("level IN (2, 4, 6)")


class Industry(Table, tablename="reference_industry"):
    """A section (letter) or division (letter and two digits) of GB/T 4754-2017."""

    code = Varchar(length=3, primary_key=True, null=False, default="")
    parent = Varchar(length=3, null=False, default="", index=True)
    name_zh = Varchar(length=60, null=False, default="")
    name_en = Varchar(length=120, null=False, default="")


class PolicyValue(Table, tablename="reference_policy_value"):
    """A number of policy: where and when it holds, and who says so. `verified` is false for what nobody confirmed."""

    id = UUID(primary_key=True, default=uuid7)
    key = Varchar(length=60, null=False, default="")
    locality = Varchar(length=6, null=False, default="CN")
    value = JSONB(null=False, default="{}")
    since = Date(null=False, default=None)
    until = Date(null=True, default=None)
    source = Varchar(length=300, null=False, default="")
    clause = Varchar(length=300, null=False, default="")
    verified = Boolean(null=False, default=False)
    reference_policy_value_once = Unique([key, locality, since])
    reference_policy_value_span = Check("until IS NULL OR until > since")
    reference_policy_value_sourced = Check("source <> ''")


class Loaded(Table, tablename="reference_loaded"):
    """What was loaded last, by its sum: an unchanged start loads nothing."""

    name = Varchar(length=20, primary_key=True, null=False, default="")
    digest = Varchar(length=64, null=False, default="")
